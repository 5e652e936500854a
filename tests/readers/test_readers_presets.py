"""The shipped presets: each vendor's files are recognised, and say what they say."""

from collections import defaultdict
from collections.abc import Mapping

import pytest
from exports_world import Exports
from vendor_files import BY_PRESET, META_ADS_BY_MONTH, Vendor

from reportgen import readers
from reportgen.errors import DataError
from reportgen.model.settings import InputSettings, Preset
from reportgen.settings import presets

MICRO = 1_000_000
QUICK = ("facebook_page", "google_ads", "google_business_profile", "meta_ads", "tiktok")
"""Those with the most quirks between them; all others are read by the slow tests."""
EACH = [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in sorted(BY_PRESET)]
Found = dict[tuple[str, str | None], float]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Preset]:
    return presets.of(tmp_path_factory.mktemp("nowhere")).every()


def source(preset: Preset, key: str) -> InputSettings:
    """An input that names the preset, as settings load it."""
    given = InputSettings(key=key, files=("data",))
    taken = {"counters": preset.counters, "costs": preset.costs, "missing": (*given.missing, *preset.missing), "preset": preset.key}
    return given.model_copy(update=taken)


def told(exports: Exports, given: InputSettings) -> tuple[Found, Found, dict[str, int]]:
    """What all files of the input say: flows added up and last numbers of stocks, costs by campaign and currency, and refused rows."""
    flows: defaultdict[tuple[str, str | None], float] = defaultdict(float)
    stocks: dict[tuple[str, str | None], tuple[int, float]] = {}
    costs: defaultdict[tuple[str, str | None], float] = defaultdict(float)
    refused: defaultdict[str, int] = defaultdict(int)
    for export in readers.find(exports.folder, (given,)):
        with readers.read_totals(exports.engine, export) as staged:
            for name, rows in staged.tables.items():
                frame = exports.engine.run(rows).astype(object)
                for row in frame.where(frame.notna(), None).to_dict("records"):
                    if name == "costs":
                        costs[row["campaign"], row["currency"]] += int(row["amount"]) / MICRO
                    elif row["kind"] == "stock":
                        key, new = (row["metric"], row["dimension"]), (int(row["day"]), int(row["value"]) / MICRO)
                        stocks[key] = max(stocks.get(key, new), new)
                    else:
                        flows[row["metric"], row["dimension"]] += int(row["value"]) / MICRO
            for reason in staged.file.rejected:
                refused[reason.reason] += reason.rows
    return dict(flows) | {key: value for key, (_, value) in stocks.items()}, dict(costs), dict(refused)


def placed(exports: Exports, vendor: Vendor) -> None:
    for name, content in vendor.files.items():
        exports.put(name, content)


@pytest.mark.parametrize("name", EACH)
def test_the_vendors_files_say_what_they_say(exports: Exports, shipped: Mapping[str, Preset], name: str) -> None:
    # checklist 000-11 000-13 000-14 001-12 004-11 004-12
    placed(exports, BY_PRESET[name])
    found, costs, refused = told(exports, source(shipped[name], "vendor"))
    shown = {key: value for key, value in found.items() if key in BY_PRESET[name].told or value}
    assert shown == pytest.approx(dict(BY_PRESET[name].told))
    assert costs == pytest.approx(dict(BY_PRESET[name].costs))
    assert refused == {}


def test_a_range_of_days_is_spread_over_them(exports: Exports, shipped: Mapping[str, Preset]) -> None:
    placed(exports, META_ADS_BY_MONTH)
    found, costs, _ = told(exports, source(shipped["meta_ads"], "vendor"))
    assert found == pytest.approx(dict(META_ADS_BY_MONTH.told))
    assert costs == pytest.approx(dict(META_ADS_BY_MONTH.costs))


def test_days_without_a_year_take_it_from_the_files_name_or_are_refused(exports: Exports, shipped: Mapping[str, Preset]) -> None:
    content = "Date,Video Views,Profile Views\nDecember 31,100,10\nJanuary 1,200,20\n"
    exports.put("Overview_2025-12-30_2026-01-02.csv", content)
    assert told(exports, source(shipped["tiktok"], "vendor"))[0] == {("views", None): 300, ("profile_views", None): 30}
    exports.put("Overview.csv", content)
    with pytest.raises(DataError, match=r"Overview\.csv.*`December 31` has no year; write the month into the file's name"):
        told(exports, source(shipped["tiktok"], "vendor"))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(BY_PRESET))
def test_files_are_recognised_without_naming_the_preset(exports: Exports, shipped: Mapping[str, Preset], name: str) -> None:
    placed(exports, BY_PRESET[name])
    assert readers.recognised(exports.folder)(InputSettings(key="vendor", files=("data",)), lambda: shipped) == (name,)


def test_every_preset_has_a_file_that_it_reads(shipped: Mapping[str, Preset]) -> None:
    """Those for exports of whole sites have their own tests."""
    elsewhere = {"plausible", "ga4_data_api", "ga4_web", "ua_web", "search_console", "matomo_reports"}
    assert set(shipped) - elsewhere == set(BY_PRESET)


def test_presets_say_where_the_file_is_described_and_when_that_was_looked_at(shipped: Mapping[str, Preset]) -> None:
    assert [name for name, preset in shipped.items() if "20" not in preset.of or not preset.about] == []
