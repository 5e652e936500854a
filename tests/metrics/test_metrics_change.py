"""Windows around dated notes, and the age of pages, campaigns and items."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from metrics_world import Loader, World, conversion, profile, rule, settings, view, visit

from reportgen import metrics, periods
from reportgen.engine import Engine
from reportgen.metrics import Ask
from reportgen.model.change_counts import ACTED, MAIN, Aged, ChangeCounts, Cut, NoteCounts, Subject
from reportgen.model.settings import Note, Settings

OCTOBER = periods.month("2026-10")
BEGIN = date(2026, 7, 1)
NOTED = date(2026, 9, 14)
"""A Monday."""
RULES = (rule("quote"), rule("download", "micro", by=["asset"], stage="consideration"), rule("read", "micro", stage="awareness"))


def days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


RECORDED = days(BEGIN, OCTOBER.last_day)


def noted(*notes: Note, **report: object) -> Settings:
    return settings(*RULES, **report).model_copy(update={"notes": notes})


def note(day: date, text: str = "Something happened", **about: object) -> Note:
    return Note.model_validate({"date": day, "text": text, **about})


def counted(
    engine: Engine, tables: Loader, world: World, chosen: Settings, *, recorded: Iterable[date] = RECORDED, as_of: date = OCTOBER.last_day
) -> ChangeCounts:
    return metrics.count(engine, tables(world), chosen, Ask(OCTOBER, as_of), profile(*recorded)).change


@pytest.fixture
def only(engine: Engine, tables: Loader) -> "Only":
    return Only(engine, tables)


class Only:
    """Counts the windows of a first note, beside others."""

    def __init__(self, engine: Engine, tables: Loader) -> None:
        self.engine, self.tables = engine, tables

    def __call__(self, world: World, *notes: Note, recorded: Iterable[date] = RECORDED, as_of: date = OCTOBER.last_day) -> NoteCounts:
        found = counted(self.engine, self.tables, world, noted(*notes), recorded=recorded, as_of=as_of)
        return next(one for one in found.notes if one.note == 0)


def test_windows_are_equal_and_count_the_same_weekdays(only: Only) -> None:
    """One visitor a day; every second one asks for a quote, from the note on."""
    recorded = days(date(2026, 8, 1), OCTOBER.last_day)
    visits = [visit(f"v{day}", day) for day in recorded]
    quotes = [conversion(f"v{day}", day, "quote") for day in recorded if day >= NOTED and day.day % 2]
    found = only(World(visits, (), quotes), note(NOTED))
    assert (found.subject, found.rule, found.cut) == (Subject.SITE, "quote", None)
    assert (found.before, found.after) == (periods.of(date(2026, 8, 17), date(2026, 9, 13)), periods.of(NOTED, date(2026, 10, 11)))
    assert (found.was.visitors, found.was.sessions, found.was.done[MAIN]) == (28, 28, 0)
    assert (found.now.visitors, found.now.sessions) == (28, 28)
    assert found.now.done[MAIN] == sum(day.day % 2 for day in days(NOTED, date(2026, 10, 11)))
    assert found.complete == date(2026, 10, 11)


def test_a_missing_day_is_left_out_of_both_sides(only: Only) -> None:
    """A Tuesday after the note is missing, so the Tuesday of the same week before it does not count either."""
    gone = date(2026, 9, 22)
    visits = [visit(f"v{day}", day) for day in RECORDED if day != gone]
    found = only(World(visits), note(NOTED), recorded=[day for day in RECORDED if day != gone])
    assert (found.days, found.was.visitors, found.now.visitors) == (27, 27, 27)


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
def test_another_note_cuts_the_windows(only: Only, other: Note, weeks: int, cut: Cut | None) -> None:
    found = only(World([visit("ann", NOTED)]), note(NOTED), other)
    assert ((found.after.days if found.after else 0) // 7, found.cut) == (weeks, cut)


def test_notes_on_different_things_leave_each_other_alone(only: Only) -> None:
    found = only(World([visit("ann", NOTED)]), note(NOTED, rule="read"), note(date(2026, 9, 20), page="/a"), note(NOTED, rule="quote"))
    assert (found.days, found.cut) == (28, None)


@pytest.mark.parametrize(("as_of", "weeks"), [(date(2026, 10, 31), 3), (date(2026, 10, 17), 1), (date(2026, 10, 13), 0)])
def test_a_recent_note_is_short_of_days(only: Only, as_of: date, weeks: int) -> None:
    found = only(World([visit("ann", NOTED)]), note(date(2026, 10, 8)), as_of=as_of)
    assert (found.days, found.cut, found.complete) == (weeks * 7, Cut.AS_OF, date(2026, 11, 4))


def test_what_took_several_days_is_left_out_itself(only: Only) -> None:
    """A campaign is looked at from its own first day."""
    outage = only(World([visit("ann", NOTED)]), note(NOTED, until=date(2026, 9, 16)))
    campaign = only(World([visit("ann", NOTED)]), note(NOTED, until=date(2026, 9, 16), campaign="autumn"))
    assert outage.after and campaign.after
    assert (outage.after.begin, campaign.after.begin) == (date(2026, 9, 17), NOTED)


def test_the_data_may_begin_too_late(only: Only) -> None:
    found = only(World([visit("ann", NOTED)]), note(NOTED), recorded=days(date(2026, 9, 5), OCTOBER.last_day))
    assert (found.days, found.cut) == (7, Cut.DATA)


def test_a_page_leads_to_what_came_after_it(only: Only) -> None:
    """Ann asks after her view, ben before his, cat never saw the page."""
    ids = ("ann", "ben", "cat")
    visits, views = [visit(who, NOTED) for who in ids], [view(who, NOTED, "/pricing", second=20) for who in ids[:2]]
    quotes = [conversion(who, NOTED, "quote", second=second) for who, second in (("ann", 30), ("ben", 10), ("cat", 30))]
    found = only(World(visits, views, quotes), note(NOTED, page="/pricing"))
    assert (found.now.visitors, found.now.done[MAIN], found.now.done[ACTED], found.was.visitors) == (2, 1, 1, 0)


def test_a_campaign_is_its_own_visitors(only: Only) -> None:
    """Going on is a macro or a pipeline signal, once a visitor; reading is engagement."""
    visits = [visit("ann", NOTED, campaign="autumn_2026"), visit("ben", NOTED, campaign="autumn_2026"), visit("cat", NOTED)]
    did = [conversion("ann", NOTED, "quote"), conversion("ann", NOTED, "download"), conversion("ben", NOTED, "read")]
    found = only(World(visits, (), [*did, conversion("cat", NOTED, "quote")]), note(NOTED, campaign="autumn_*"))
    assert (found.now.visitors, found.now.done) == (2, {MAIN: 1, ACTED: 1})


def test_a_note_on_a_conversion_counts_its_people(only: Only) -> None:
    visits = [visit(who, day) for who in ("ann", "ben") for day in (NOTED, date(2026, 9, 20))]
    downloads = [conversion("ann", NOTED, "download"), conversion("ann", date(2026, 9, 20), "download")]
    found = only(World(visits, (), downloads), note(NOTED, rule="download"))
    assert (found.rule, found.now.visitors, found.now.done[MAIN]) == ("download", 2, 1)


def test_only_recent_notes_are_counted_and_the_rest_named(engine: Engine, tables: Loader) -> None:
    notes = [note(date(2026, 9, day), page=f"/{day}") for day in range(1, 11)] + [note(date(2026, 7, 20)), note(date(2026, 12, 1))]
    found = counted(engine, tables, World([visit("ann", NOTED)]), noted(*notes))
    assert ([one.note for one in found.notes], found.more_notes) == ([9, 8, 7, 6, 5, 4, 3, 2], 2)


def aged(found: ChangeCounts, name: str) -> Aged:
    return next(one for one in found.freshness.aged if one.name == name)


def test_pages_campaigns_and_items_have_an_age(engine: Engine, tables: Loader) -> None:
    """The page is there from the first day on, the campaign and the asset come later."""
    recorded = days(BEGIN, OCTOBER.last_day)
    late = date(2026, 8, 1)
    visits = [visit(f"v{day}", day, campaign="autumn" if day >= late else "(organic)") for day in recorded]
    views = [view(f"v{day}", day, "/blog/one") for day in recorded] + [view("x", NOTED, "/other")]
    did = [conversion(f"v{day}", day, "download", by_1="guide") for day in recorded if day >= late and day.day <= 10]
    found = counted(engine, tables, World(visits, views, did), noted(page_groups={"blog": ["/blog/*"]}))
    assert {one.name for one in found.freshness.aged} == {"/blog/one", "autumn", "guide"}
    assert found.freshness.data_begin == BEGIN
    page, campaign, asset = (aged(found, name) for name in ("/blog/one", "autumn", "guide"))
    assert (page.at_start, page.first_day, page.was.visitors, page.now.visitors) == (True, BEGIN, 30, 30)
    assert (page.was.done[ACTED], page.now.done[ACTED]) == (0, 9)  # 2 to 10 October
    assert (campaign.at_start, campaign.first_day, campaign.was.visitors, campaign.now.visitors) == (False, late, 30, 30)
    assert (asset.rule, asset.was.visitors, asset.was.done[MAIN], asset.now.done[MAIN]) == ("download", 30, 10, 9)


def test_what_is_young_has_no_first_days_to_compare(engine: Engine, tables: Loader) -> None:
    begun = date(2026, 9, 10)
    visits = [visit(f"v{day}", day, campaign="new" if day >= begun else "(none)") for day in RECORDED]
    found = counted(engine, tables, World(visits), noted())
    assert (aged(found, "new").first, aged(found, "new").now.visitors) == (None, 30)


def test_settings_say_what_is_content(engine: Engine, tables: Loader) -> None:
    views = [view("ann", NOTED, "/blog/one"), view("ann", NOTED, "/guides/two")]
    did = [conversion("ann", NOTED, "download", by_1="guide")]
    groups = {"blog": ["/blog/*"], "guides": ["/guides/*"]}
    world = World([visit("ann", NOTED)], views, did)
    for content, names in ((None, {"/blog/one", "guide"}), (["guides"], {"/guides/two"}), (["download"], {"guide"})):
        found = counted(engine, tables, world, noted(page_groups=groups, content=content))
        assert {one.name for one in found.freshness.aged} == names


def test_nothing_is_counted_where_nothing_was_recorded(engine: Engine, tables: Loader) -> None:
    found = counted(engine, tables, World(), noted(note(NOTED)), recorded=())
    assert (found.notes[0].days, found.freshness.aged) == (0, ())
