"""The ledger's calibration runs on a few months, and its faults are what they say."""

import numpy as np
import pytest

from reportgen import quality
from reportgen.model.reasons import LedgerMessage as Say
from tests.calibration import firm_days, ledger
from tests.calibration.firm_days import Days

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def days() -> Days:
    return firm_days.days(1)


def test_the_firm_is_whole_and_stays_as_it_is(days: Days) -> None:
    """912 or so days of rows, and shares that hang together."""
    rows = days.hours.sum(axis=1)
    assert len(rows) == firm_days.SPAN.days
    assert (rows > 0).all()
    assert (sum(days.channels.values()) == days.visits["sessions"]).all()
    assert (days.visits["first"] <= days.visits["sessions"]).all()
    assert days.macros.sum() == sum(int(days.rules[rule].sum()) for rule in firm_days.MACROS)
    assert firm_days.months()[-1].end == firm_days.SPAN.end


def test_a_month_without_faults_has_a_clean_ledger_and_each_fault_has_its_line(days: Days) -> None:
    settings, rng = firm_days.settings(), np.random.default_rng(2)
    month = firm_days.months()[16]
    assert quality.find(settings, firm_days.counts(days, month), ()).entries == ()
    begin = days.at(month.begin) + 8
    sure = [
        fault for fault in ledger.FAULTS if not any(part in fault.name for part in ("20 % of", "of the visitors", "60 % lost", "80 % lost"))
    ]
    for fault in sure:
        broken = fault.put(days, slice(begin, None if fault.lasts is None else begin + fault.lasts), rng)
        messages = {line.message for line in quality.find(settings, firm_days.counts(broken, month), ()).entries}
        assert messages & set(fault.seen), fault.name


def test_alarms_are_told_by_check() -> None:
    """Two years of one firm: no check beyond what is allowed."""
    found = ledger.alarms([3])
    assert set(found) == {ledger.UNUSUAL, *ledger.CHECKS}
    assert all(rate <= ledger.ALLOWED.get(name, 1.0) for name, (rate,) in found.items())
    assert {message for messages in ledger.CHECKS.values() for message in messages} <= set(Say)
    assert ledger.alarms_table(found).count("\n") == len(found) + 2
