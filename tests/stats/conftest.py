"""Daily series for the forecasts' tests."""

from datetime import date
from pathlib import Path

import pytest

from reportgen.stats import Daily

FIRST = date(2024, 11, 1)


def read(name: str) -> Daily:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return Daily(FIRST, tuple(float(number) for line in lines for number in line.split(",")))


@pytest.fixture(scope="session")
def quote_requests() -> Daily:
    """Quote requests of a made-up firm, to 30 June 2026 (statistics.md 9: golden_daily.csv)."""
    return read("quote_requests.csv")


@pytest.fixture(scope="session")
def organic_visits() -> Daily:
    """Its organic visits, to 30 June 2026 (statistics.md 9: golden_daily_large.csv)."""
    return read("organic_visits.csv")
