"""What a run owes: months whose own run never happened, or never mailed them."""

from datetime import date
from pathlib import Path

import pytest
from post import NOW

from reportgen import archive, deliver, periods
from reportgen.deliver.ledger import State
from reportgen.model.delivery import Delivery, Outcome
from reportgen.model.document import Badge, Tone
from reportgen.pipeline import Request, Workspace, owed, unbuilt, unsent

KEY = "a secret of twenty characters"


def publish(site: Path, *keys: str, empty: bool = False) -> None:
    """A report of each period, of one file."""
    for key in keys:
        days = key.split("_")
        period = periods.of(*map(date.fromisoformat, days)) if len(days) == 2 else periods.month(key)
        about = archive.About(
            key, key, period, period.last_day, Badge("Complete", Tone.GOOD, "check"), (), (), "settings", "0.1.0", empty=empty
        )
        archive.publish(site, about, archive.edition_for(site, key, b"", {}), {"index.html": key.encode()})


def mail(place: Workspace, key: str, outcome: Outcome) -> None:
    ledger = deliver.opened(place.ledger, KEY)
    sending = ledger.sending("", key, 1, "anna@firm.example")
    ledger.begin(sending, NOW)
    ledger.end(sending, Delivery(outcome, None, ""), NOW)


def months(found: tuple[Request, ...]) -> list[str | None]:
    return [each.month for each in found]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with data from February to the middle of November 2026."""
    monkeypatch.setattr(owed, "recorded", lambda *_args: (date(2026, 2, 3), date(2026, 11, 14)))
    return Workspace(tmp_path)


@pytest.mark.parametrize(
    ("there", "due"),
    [
        ((), []),
        (("2026-10",), []),
        (("2026-09",), []),
        (("2026-07", "2026-09"), ["2026-08"]),
        (("2026-07",), ["2026-08", "2026-09"]),
        (("2026-07-01_2026-07-15",), []),
        (("2025-12",), ["2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09"]),
    ],
)
def test_months_that_the_site_lacks_are_due_before_the_asked_one(place: Workspace, there: tuple[str, ...], due: list[str]) -> None:
    """October is the last complete month; nothing is due before the data, nor before the site's first month."""
    publish(place.site(), *there)
    assert months(unbuilt(place, Request(), place.site(), print)) == [*due, None]


def test_a_range_owes_nothing_and_a_named_month_what_is_before_it(place: Workspace) -> None:
    publish(place.site(), "2026-06")
    ranged = Request(begin=date(2026, 9, 1), last=date(2026, 9, 15))
    assert unbuilt(place, ranged, place.site(), print) == (ranged,)
    named = Request(month="2026-08", as_of=date(2026, 8, 20))
    assert unbuilt(place, named, place.site(), print) == (Request(month="2026-07"), named)


def test_a_month_that_was_built_before_its_data_came_is_due(place: Workspace) -> None:
    publish(place.site(), "2026-07", "2026-09")
    publish(place.site(), "2026-05", "2026-08", empty=True)
    assert months(unbuilt(place, Request(), place.site(), print)) == ["2026-05", "2026-06", "2026-08", None]


def test_no_more_than_a_year_is_made_up_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(owed, "recorded", lambda *_args: (date(2020, 1, 1), date(2026, 10, 31)))
    publish(tmp_path / "site", "2020-05")
    found = months(unbuilt(Workspace(tmp_path), Request(), tmp_path / "site", print))
    assert (found[0], len(found)) == ("2025-10", 13)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        ({}, [None]),
        ({"2026-07": Outcome.SENT}, ["2026-08", "2026-10"]),
        ({"2026-07": Outcome.SENT, "2026-08": Outcome.REFUSED}, ["2026-08", "2026-10"]),
        ({"2026-07": Outcome.SENT, "2026-08": Outcome.UNKNOWN}, ["2026-08", "2026-10"]),
        ({"2026-08": Outcome.UNKNOWN, "2026-10": Outcome.SENT}, ["2026-08"]),
        ({"2026-10": Outcome.SENT}, [None]),
        ({"2026-05": Outcome.SENT}, [None]),
    ],
)
def test_months_since_the_newest_that_was_sent_are_due(tmp_path: Path, sent: dict[str, Outcome], due: list[str | None]) -> None:
    """One that may have arrived stays due until somebody says so; a site whose reports nobody ever got sends its newest."""
    place = Workspace(tmp_path)
    publish(place.site(), "2026-07", "2026-08", "2026-10")
    for key, outcome in sent.items():
        mail(place, key, outcome)
    assert months(unsent(place, Request(), place.site())) == due


def test_a_month_that_was_settled_goes_on_until_something_is_sent(tmp_path: Path) -> None:
    """Its run died before everybody had it; whoever is left gets it with the next run, and no run after that looks back."""
    place = Workspace(tmp_path)
    publish(place.site(), "2026-07", "2026-08", "2026-10")
    mail(place, "2026-08", Outcome.UNKNOWN)
    mail(place, "2026-10", Outcome.SENT)
    ledger = deliver.opened(place.ledger, KEY)
    ledger.settle(ledger.sending("", "2026-08", 1, "anna@firm.example"), State.SENT, NOW)
    assert months(unsent(place, Request(), place.site())) == ["2026-08"]
    mail(place, "2026-08", Outcome.SENT)
    assert months(unsent(place, Request(), place.site())) == [None]


def test_a_named_period_is_sent_alone(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    publish(place.site(), "2026-07", "2026-08", "2026-10")
    mail(place, "2026-07", Outcome.SENT)
    for named in (Request(month="2026-10"), Request(begin=date(2026, 10, 1), last=date(2026, 10, 5))):
        assert unsent(place, named, place.site()) == (named,)
    publish(place.site(), "2026-11-01_2026-11-15")
    assert unsent(place, Request(), place.site()) == (Request(),)
