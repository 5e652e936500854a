"""Windows around dated notes, and the age of pages, campaigns and items."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from metrics_world import Loader, World, conversion, profile, rule, settings, view, visit

from reportgen import periods
from reportgen.engine import Engine
from reportgen.metrics import ask
from reportgen.metrics.count import facts_of
from reportgen.metrics.freshness import content_pages, content_rules, freshness
from reportgen.metrics.notes import Sides, note_counts, sides
from reportgen.metrics.source import Source
from reportgen.model.change_counts import ACTED, MAIN, Cut, Subject
from reportgen.model.settings import Note, Settings

OCTOBER = periods.month("2026-10")
BEGIN = date(2026, 7, 1)
NOTED = date(2026, 9, 14)
"""A Monday."""
FULL = date(2026, 10, 11)
"""The last day of the four weeks after it."""
RULES = (rule("quote"), rule("download", "micro", by=["asset"], stage="consideration"), rule("read", "micro", stage="awareness"))


def days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


RECORDED = days(BEGIN, OCTOBER.last_day)


def noted(*notes: Note, **report: object) -> Settings:
    return settings(*RULES, **report).model_copy(update={"notes": notes})


def note(day: date, text: str = "Something happened", **about: object) -> Note:
    return Note.model_validate({"date": day, "text": text, **about})


def source(engine: Engine, tables: Loader, world: World, chosen: Settings, recorded: Iterable[date] = RECORDED) -> Source:
    loaded = tables(world)
    return Source(facts_of(loaded, chosen), engine, ask.recorded(profile(*recorded)))


def around(*notes: Note, recorded: Iterable[date] = RECORDED, as_of: date = OCTOBER.last_day) -> Sides:
    """The windows of the first note, beside others."""
    return sides(noted(*notes), 0, ask.recorded(profile(*recorded)), as_of)


# --- windows --------------------------------------------------------------------------------------------------------


def test_windows_are_equal_and_have_the_same_weekdays() -> None:
    found = around(note(NOTED))
    assert (found.counts.before, found.counts.after) == (periods.of(date(2026, 8, 17), date(2026, 9, 13)), periods.of(NOTED, FULL))
    assert (found.counts.days, found.counts.cut, found.counts.complete) == (28, None, FULL)
    for window in (found.before, found.after):
        assert sorted(day.weekday() for day in window) == sorted(list(range(7)) * 4)


def test_a_missing_day_is_left_out_of_both_sides() -> None:
    """A Tuesday after the note is missing, so the Tuesday of the same week before it does not count either."""
    gone = date(2026, 9, 22)
    found = around(note(NOTED), recorded=[day for day in RECORDED if day != gone])
    assert (found.counts.days, len(found.before), len(found.after)) == (27, 27, 27)
    assert (date(2026, 8, 25) in found.before, gone in found.after) == (False, False)


@pytest.mark.parametrize(
    ("other", "weeks", "cut"),
    [
        (note(date(2026, 9, 30)), 2, Cut.NOTE),
        (note(date(2026, 9, 30), campaign="autumn"), 2, Cut.NOTE),
        (note(date(2026, 9, 1)), 1, Cut.NOTE),
        (note(date(2026, 9, 15)), 0, Cut.NOTE),
        (note(date(2026, 12, 1)), 4, None),
    ],
)
def test_another_note_cuts_the_windows(other: Note, weeks: int, cut: Cut | None) -> None:
    found = around(note(NOTED), other).counts
    assert ((found.after.days if found.after else 0) // 7, found.cut) == (weeks, cut)


def test_notes_on_different_things_leave_each_other_alone() -> None:
    found = around(note(NOTED, rule="read"), note(date(2026, 9, 20), page="/a"), note(NOTED, rule="quote")).counts
    assert (found.days, found.cut) == (28, None)


@pytest.mark.parametrize(("as_of", "weeks"), [(date(2026, 10, 31), 3), (date(2026, 10, 17), 1), (date(2026, 10, 13), 0)])
def test_a_recent_note_is_short_of_days(as_of: date, weeks: int) -> None:
    found = around(note(date(2026, 10, 8)), as_of=as_of).counts
    assert (found.days, found.cut, found.complete) == (weeks * 7, Cut.AS_OF, date(2026, 11, 4))


def test_what_took_several_days_is_left_out_itself() -> None:
    """A campaign is looked at from its own first day."""
    outage, campaign = (around(note(NOTED, until=date(2026, 9, 16), **about)).counts for about in ({}, {"campaign": "autumn"}))
    assert outage.after is not None
    assert campaign.after is not None
    assert (outage.after.begin, campaign.after.begin) == (date(2026, 9, 17), NOTED)


def test_the_data_may_begin_too_late() -> None:
    found = around(note(NOTED), recorded=days(date(2026, 9, 5), OCTOBER.last_day)).counts
    assert (found.days, found.cut) == (7, Cut.DATA)
    assert around(note(NOTED), recorded=()).counts.days == 0


# --- counts ---------------------------------------------------------------------------------------------------------


def test_visits_and_converters_are_counted_on_both_sides(engine: Engine, tables: Loader) -> None:
    """One visitor a day; every second one asks for a quote, from the note on. Older and later notes are not counted."""
    recorded = days(date(2026, 8, 10), OCTOBER.last_day)
    visits = [visit(f"v{day}", day) for day in recorded]
    quotes = [conversion(f"v{day}", day, "quote") for day in recorded if day >= NOTED and day.day % 2]
    chosen = noted(note(NOTED), note(date(2026, 7, 20)), note(date(2026, 12, 1)))
    (found,), more = note_counts(source(engine, tables, World(visits, (), quotes), chosen, recorded), OCTOBER.last_day)
    assert (found.note, found.subject, found.rule, more) == (0, Subject.SITE, "quote", 0)
    assert (found.was.visitors, found.was.sessions, found.was.done[MAIN]) == (28, 28, 0)
    assert (found.now.visitors, found.now.sessions) == (28, 28)
    assert found.now.done[MAIN] == sum(day.day % 2 for day in days(NOTED, FULL))


def test_a_note_counts_what_it_is_about(engine: Engine, tables: Loader) -> None:
    """A page leads to what came after its view: ann asks after hers, ben before his, cat never saw it. A campaign is its own visitors,
    and going on is a macro or a pipeline signal, once a visitor; reading is engagement. A conversion counts its people."""
    ids, again = ("ann", "ben", "cat"), date(2026, 9, 20)
    visits = [visit(who, NOTED, campaign="(none)" if who == "cat" else "autumn_2026") for who in ids] + [visit("ann", again)]
    views = [view(who, NOTED, "/pricing", second=20) for who in ids[:2]]
    did = [conversion(who, NOTED, "quote", second=second) for who, second in (("ann", 30), ("ben", 10), ("cat", 30))]
    did += [
        conversion("ann", NOTED, "download", second=40),
        conversion("ann", again, "download"),
        conversion("ben", NOTED, "read", second=50),
    ]
    chosen = noted(note(NOTED, page="/pricing"), note(NOTED, campaign="autumn_*"), note(NOTED, rule="download"))
    found, _ = note_counts(source(engine, tables, World(visits, views, did), chosen), OCTOBER.last_day)
    rule_, campaign, page = found
    assert (page.subject, page.now.visitors, page.now.done, page.was.visitors) == (Subject.PAGE, 2, {MAIN: 1, ACTED: 1}, 0)
    assert (campaign.subject, campaign.now.visitors, campaign.now.done) == (Subject.CAMPAIGN, 2, {MAIN: 2, ACTED: 2})
    assert (rule_.subject, rule_.rule, rule_.now.visitors, rule_.now.done[MAIN]) == (Subject.RULE, "download", 3, 1)


def test_many_notes_are_cut_to_the_most_recent(engine: Engine, tables: Loader) -> None:
    notes = [note(date(2026, 10, 28), page=f"/{n}") for n in range(10)]  # too recent for a query
    found, more = note_counts(source(engine, tables, World(), noted(*notes)), OCTOBER.last_day)
    assert ([one.note for one in found], more) == ([9, 8, 7, 6, 5, 4, 3, 2], 2)


# --- age ------------------------------------------------------------------------------------------------------------


def test_pages_campaigns_and_items_have_an_age(engine: Engine, tables: Loader) -> None:
    """The page is there from the first day on; a campaign and the asset come later, another campaign too late to compare."""
    late, young = date(2026, 8, 1), date(2026, 9, 10)
    names = {day: "young" if day >= young and day.day % 2 else "autumn" if day >= late else "(organic)" for day in RECORDED}
    visits = [visit(f"v{day}", day, campaign=names[day]) for day in RECORDED]
    views = [view(f"v{day}", day, "/blog/one") for day in RECORDED] + [view("x", NOTED, "/other")]
    did = [conversion(f"v{day}", day, "download", by_1="guide") for day in RECORDED if day >= late and day.day <= 10]
    made = source(engine, tables, World(visits, views, did), noted(page_groups={"blog": ["/blog/*"]}))
    found = freshness(made, OCTOBER.last_day)
    things = {one.name: one for one in found.aged}
    assert set(things) == {"/blog/one", "autumn", "young", "guide"}
    assert found.data_begin == BEGIN
    page, campaign, asset = things["/blog/one"], things["autumn"], things["guide"]
    assert (page.at_start, page.first_day, page.was.visitors, page.now.visitors) == (True, BEGIN, 30, 30)
    assert (page.was.done[ACTED], page.now.done[ACTED]) == (0, 9)  # 2 to 10 October
    assert (campaign.at_start, campaign.first_day, campaign.was.visitors, campaign.now.visitors) == (False, late, 30, 15)
    assert (asset.rule, asset.was.visitors, asset.was.done[MAIN], asset.now.done[MAIN]) == ("download", 30, 10, 9)
    assert (things["young"].first, things["young"].now.visitors) == (None, 15)


def test_settings_say_what_is_content() -> None:
    groups = {"blog": ["/blog/*"], "guides": ["/guides/*"]}
    for content, wanted in (
        (None, (("/blog/*",), ("download",))),
        (["guides"], (("/guides/*",), ())),
        (["download", "read"], ((), ("download",))),
    ):
        chosen = noted(page_groups=groups, content=content)
        assert (content_pages(chosen), content_rules(chosen)) == wanted


def test_nothing_ages_where_nothing_was_recorded(engine: Engine, tables: Loader) -> None:
    assert freshness(source(engine, tables, World(), noted(), recorded=()), OCTOBER.last_day).aged == ()
