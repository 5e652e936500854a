"""A period whose data and settings are as they were is not counted again, and one of which anything has changed is."""

import gzip
import os
import sys
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import tiny

from reportgen import pipeline
from reportgen.model.counts import Converted, Dimension, Slice, Traffic
from reportgen.model.findings import Findings
from reportgen.periods import Period
from reportgen.pipeline import as_json, kept_counts

NOVEMBER = tiny.ndjson(tiny.month_of_events(date(2026, 11, 1), days=2))


class CountedAnewError(Exception):
    """What a count is here."""


@pytest.fixture
def uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_asked: object) -> None:
        raise CountedAnewError

    monkeypatch.setattr(sys.modules["reportgen.pipeline.analyse"], "counted", refuse)


def october(folder: Path, as_of: date | None = None) -> Findings:
    asked = pipeline.Request(month="2026-10", as_of=as_of)
    return pipeline.analysed(pipeline.Workspace(folder), asked, lambda _text: None).findings


@pytest.mark.usefixtures("uncounted")
def test_the_same_period_is_found_as_it_was_counted_even_when_a_month_has_come(built: pipeline.Built, copied: Path) -> None:
    assert october(copied) == built.analysed.findings
    tiny.write(copied, {"data/web/2026-11.ndjson": NOVEMBER})
    told = october(copied)
    assert (told.goals, told.macros, told.days) == (built.findings.goals, built.findings.macros, built.findings.days)


def another_export(folder: Path) -> date | None:
    tiny.write(folder, {"data/web/2026-10.ndjson": tiny.ndjson(list(tiny.month_of_events(tiny.OCTOBER))[:-1])})
    return None


def another_setting(folder: Path) -> date | None:
    tiny.write(folder, {"config/conversions.yaml": tiny.CONVERSIONS.replace("label: Deal", "label: Order")})
    return None


def another_day(_folder: Path) -> date | None:
    return date(2026, 10, 20)


def a_damaged_file(folder: Path) -> date | None:
    (file,) = (folder / ".reportgen" / "counts").iterdir()
    file.write_bytes(file.read_bytes()[:-200])
    return None


def a_file_damaged_within(folder: Path) -> date | None:
    """Its unpacking library refuses what is no packed text in words of its own."""
    (file,) = (folder / ".reportgen" / "counts").iterdir()
    packed = file.read_bytes()
    middle = len(packed) // 2
    file.write_bytes(packed[:middle] + b"\xff" * 64 + packed[middle + 64 :])
    with pytest.raises(zlib.error):
        gzip.decompress(file.read_bytes())
    return None


def no_record(folder: Path) -> date | None:
    (file,) = (folder / ".reportgen" / "counts").iterdir()
    file.write_bytes(gzip.compress(b'[["os:system"],[[0,"true"]],[2,0]]'))
    return None


@pytest.mark.usefixtures("uncounted")
@pytest.mark.parametrize("change", [another_export, another_setting, another_day, a_damaged_file, a_file_damaged_within, no_record])
def test_a_change_is_counted_anew(copied: Path, change: Callable[[Path], date | None]) -> None:
    as_of = change(copied)
    with pytest.raises(CountedAnewError):
        october(copied, as_of)


@pytest.mark.usefixtures("uncounted")
def test_other_code_counts_anew(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_counts, "_code", lambda: "another version")
    with pytest.raises(CountedAnewError):
        october(copied)


def test_those_asked_for_longest_ago_are_forgotten(built: pipeline.Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_counts, "MOST", 2)
    (file,) = (built.folder.parents[1] / ".reportgen" / "counts").iterdir()
    counts = kept_counts.load(file.parent, file.name.partition(".")[0])
    assert counts is not None
    for age, key in enumerate(("first", "second")):
        kept_counts.save(tmp_path, key, counts)
        os.utime(tmp_path / f"{key}.json.gz", (age, age))
    assert kept_counts.load(tmp_path, "first") == counts
    kept_counts.save(tmp_path, "third", counts)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["first.json.gz", "third.json.gz"]


def test_records_come_back_as_they_were() -> None:
    """Equal in every field and in kind: 1 is not 1.0, and a record that stands twice is one."""
    many = Converted(3, 2, 1, None)
    told = {
        Dimension.CHANNEL: (Slice("Email", Traffic(1, 2, 3, 4, 5), {"quote": many, "call": many}), None),
        "plain": (1, 1.0, True, "é", frozenset({date(2026, 10, 1)}), [Period(date(2026, 10, 1), date(2026, 11, 1))]),
    }
    back = as_json.loaded(as_json.dumped(told))
    assert back == told
    assert [type(each) for each in back["plain"]] == [type(each) for each in told["plain"]]
    assert type(next(iter(back))) is Dimension


def test_nothing_but_records_of_counts_is_written_or_made() -> None:
    with pytest.raises(TypeError, match="PosixPath is no record of counts"):
        as_json.dumped((Path("x"),))
    for text in ('[["os:system"],[],[3,0]]', '[["reportgen.model.counts:Mapping"],[],[3,0]]', "[]", "{", "[[],[],[9]]"):
        with pytest.raises(ValueError, match=r"record|Expecting"):
            as_json.loaded(text)
