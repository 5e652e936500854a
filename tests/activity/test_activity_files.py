"""Files that meet, overlap, repeat or share each other's sessions: every event counts once, wherever its row stands."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from exports_world import Built, Exports, Row, ga4, rule, seen, settings
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from ibis.expr.types import Table, Value
from small_firm import firm, money_story, rules_story, sessions_story

from reportgen.activity.conversions import without_repeats
from reportgen.engine import Embedded, Engine
from reportgen.model.settings import Settings

TYPED = """
select event_name, event_timestamp::bigint as event_timestamp, user_pseudo_id, items, ecommerce, geo, platform,
  list_transform(event_params, item -> {'key': item.key, 'value': {'string_value': item.value.string_value,
    'int_value': item.value.int_value::bigint, 'float_value': null::double, 'double_value': item.value.double_value}}) as event_params
from read_json('FILE', format = 'newline_delimited', columns = {event_name: 'varchar', event_timestamp: 'varchar',
  user_pseudo_id: 'varchar', platform: 'varchar', geo: 'struct(country varchar, city varchar)',
  ecommerce: 'struct(purchase_revenue double, transaction_id varchar, total_item_quantity bigint)',
  items: 'struct(item_id varchar, item_name varchar, price double, quantity bigint)[]',
  event_params: 'struct(key varchar, value struct(string_value varchar, int_value varchar, double_value double))[]'})
"""


def month(number: int) -> list[Row]:
    """Four visitors with a few events each, in BigQuery's NDJSON; one session has no id, one event nobody."""
    start = f"2026-{number:02}-15T1"
    rows = []
    for visitor in range(1, 5):
        name, session = f"{visitor}.0", None if visitor == 4 else 100 + number
        rows += [
            seen("/", f"{start}0:0{visitor}:00", name, session, params={"value": 1.25, "engagement_time_msec": 900}),
            ga4("scroll", f"{start}0:1{visitor}:00", name, session, params={"percent": visitor}),
            ga4("order", f"{start}0:2{visitor}:00", name, session, geo={"country": "Chile"}, platform="WEB"),
        ]
    bought = {"ecommerce": {"purchase_revenue": 12.5}, "items": [{"item_id": "M1", "price": 12.5, "quantity": "2"}]}
    return [*rows, ga4("order", f"{start}1:00:00", "1.0", 100 + number, **bought), ga4("order", f"{start}1:00:00", None, None)]


def orders() -> Settings:
    return settings(rule("order"), rule("long", {"engagement": 0.5}, tier="micro"))


@pytest.fixture(scope="module")
def apart(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """October and November from one NDJSON file each."""
    exports = Exports(engine, tmp_path_factory.mktemp("apart"))
    return exports.put("10.ndjson", month(10)).put("11.ndjson.gz", month(11)).build(orders())


def same(one: Built, other: Built) -> bool:
    return (one.sessions, one.pages, one.conversions) == (other.sessions, other.pages, other.conversions)


def parquet(exports: Exports, rows: list[Row]) -> Exports:
    """The rows as a Parquet export of both months, with whole numbers as numbers and fields the NDJSON has not."""
    exports.put("rows.ndjson", rows)
    file = exports.folder / "data" / "rows.ndjson"
    exports.put_parquet("both.parquet", TYPED.replace("FILE", str(file)))
    file.unlink()
    return exports


@pytest.mark.slow
def test_a_month_again_inside_a_longer_export_of_another_format(exports: Exports, apart: Built) -> None:
    found = parquet(exports.put("10.ndjson", month(10)), [*month(10), *month(11)]).build(orders())
    assert same(found, apart)
    assert found.events == 26
    assert found.facts.repeated_across_files == 13
    assert len(found.converted("order", "visitor")) == 12
    assert len(found.converted("long", "visitor")) == 8


def test_the_same_bytes_under_two_names_are_one_export(exports: Exports) -> None:
    exports.put("10.ndjson", month(10)).put("again/10.ndjson", month(10)).put("11.ndjson", month(11))
    assert len(set(exports.keys(orders()).values())) == 2


@pytest.fixture(scope="module")
def dealt(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Both months dealt over two files, and a third file in which every row is refused."""
    rows = [*month(10), *month(11)]
    exports = Exports(engine, tmp_path_factory.mktemp("dealt")).put("000.ndjson", rows[::2]).put("001.ndjson", rows[1::2])
    return exports.put("002.ndjson", [ga4("order", None, "1.0"), ga4(None, "2026-10-15T10:00:00", "1.0")]).build(orders())


@pytest.mark.slow
def test_shards_of_one_export_are_added_up(dealt: Built, apart: Built) -> None:
    """BigQuery deals the rows of a large export over files as it likes, within a session too."""
    assert same(dealt, apart)
    assert dealt.facts.repeated_across_files == 0


@pytest.mark.slow
def test_an_empty_file_of_events_among_others(dealt: Built) -> None:
    """A month in which every row was refused still has its part."""
    part = dealt.parts[2]
    assert (part.rows, part.accepted, part.first_day) == (2, 0, None)
    assert {each.reason: each.rows for each in part.rejected} == {"bad_time": 1, "no_event_name": 1}


@pytest.mark.slow
def test_a_day_exported_again_more_complete(exports: Exports) -> None:
    late = [ga4("order", "2026-10-15T11:30:00", "2.0", 110), seen("/new", "2026-10-15T11:30:00", "9.0", 110)]
    found = exports.put("1.ndjson", month(10)).put("2.ndjson", [*late, *month(10)]).build(orders())
    assert found.session("web:2.0")["events"] == 4
    assert found.session("web:9.0")["events"] == 1
    assert found.events == 13 + 2
    assert len(found.converted("order", "visitor")) == 6 + 1


@pytest.mark.slow
def test_event_ids_say_which_rows_are_one_event_in_other_files_too(exports: Exports) -> None:
    """Also when the payload differs; rows without an id are one only when identical."""
    header = "at,what,who,id,amount\n"
    first = header + "2026-10-01 10:00,order,ann,e1,5\n2026-10-01 10:01,order,ann,e2,7\n2026-10-01 10:02,order,ann,,9\n"
    again = header + "2026-10-01 10:01,order,ann,e2,8\n2026-10-01 10:02,order,ann,,9\n2026-10-01 10:02,order,ann,,10\n"
    within = header + "2026-10-01 11:00,order,ben,e1x,1\n2026-10-01 11:00,order,ben,e1x,2\n"
    columns = {"time": "at", "event": "what", "visitor": "who", "event_id": "id", "amount": "amount"}
    exports.put("1.csv", first).put("2.csv", again).put("3.csv", within)
    found = exports.build(settings(rule("order"), inputs=[{"key": "web", "files": ["data"], "columns": columns}]))
    amounts = sorted(amount // 1_000_000 for amount in found.converted("order", "amount") if amount > 2_000_000)
    assert amounts in ([5, 7, 9, 10], [5, 8, 9, 10])
    assert len(found.converted("order", "visitor")) == 5
    assert [part.repeated for part in found.parts] == [0, 0, 1]


Told = Callable[[list[Row]], Built]


@pytest.fixture(scope="module")
def told(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The build of these rows in this order, in one file."""

    def build(rows: list[Row]) -> Built:
        return Exports(engine, tmp_path_factory.mktemp("order")).put("web/a.ndjson", rows).build(web_only())

    return build


def web_only() -> Settings:
    whole = firm()
    return whole.model_copy(update={"report": whole.report.model_copy(update={"inputs": whole.report.inputs[:1]})})


STORIES = [*sessions_story(), *rules_story(), *money_story()]


@pytest.fixture
def portions(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[Table]]:
    """Begin to read events in portions, as where they do not fit into memory by far; gives those that were asked for."""
    asked: list[Table] = []
    whole = Embedded.portions

    def many(engine: Embedded, events: Table, whose: Value, rows: int) -> Iterator[Table]:
        for portion in whole(engine, events, whose, rows * 10**9):
            asked.append(portion)
            yield portion

    def begin() -> list[Table]:
        monkeypatch.setattr(Embedded, "portions", many)
        return asked

    return begin


@pytest.mark.slow
def test_events_that_are_read_in_portions_say_the_same(told: Told, portions: Callable[[], list[Table]]) -> None:
    expected = told(STORIES)
    asked = portions()
    assert same(told(STORIES), expected)
    assert len(asked) > 1


@pytest.mark.slow
@pytest.mark.parametrize("known", [(), ("session",), ("visitor",), ("visitor", "session")])
def test_so_do_those_of_exports_that_lack_visitors_or_sessions(
    known: tuple[str, ...], engine: Engine, tmp_path: Path, portions: Callable[[], list[Table]]
) -> None:
    columns = ("time", "event", "page", *known)
    rows = "".join(
        f"2026-10-{1 + n % 28:02d}T{n % 24:02d}:00:00Z,{'view' if n % 5 else 'sign_up'},/page-{n % 7}"
        + "".join(f",{name[0]}{n % 11}" for name in known)
        + "\n"
        for n in range(200)
    )
    flat = settings(rule("sign_up"), inputs=[{"key": "web", "files": ["data"], "columns": {name: name for name in columns}}])
    text = f"{','.join(columns)}\n{rows}".encode()
    whole = Exports(engine, tmp_path / "whole").put("a.csv", text).build(flat)
    asked = portions()
    assert same(Exports(engine, tmp_path / "cut").put("a.csv", text).build(flat), whole)
    assert len(asked) > 1 or not known
    assert whole.sessions or not known


@pytest.mark.slow
def test_no_order_of_rows_matters(told: Told) -> None:
    expected = told(STORIES)

    @trying(max_examples=8)
    @given(st.randoms(use_true_random=False))
    def shuffled(chance: random.Random) -> None:
        rows = list(STORIES)
        chance.shuffle(rows)
        assert same(told(rows), expected)

    shuffled()


def test_events_that_are_nearly_alike_are_two(engine: Engine) -> None:
    """Rows of one event id differ in the lowest eight bits of their hash alone; among tens of millions, others come as close as sixteen."""
    hashes = {"a": (7 << 8) + 1, "the same event": (7 << 8) + 2, "another event": (6 << 8) + 1}
    rows = [{"rule": "order", "time": 1, "row_hash": hashed, "part": part} for part, hashed in hashes.items()]
    parts = engine.memtable(rows, {"rule": "string", "time": "int64", "row_hash": "int64", "part": "string"})
    found = without_repeats(engine, parts, dict.fromkeys(hashes, "web"))
    assert sorted(engine.run(found).part) == ["a", "another event"]


def test_rows_of_inputs_that_share_no_visitors_are_no_repeats(engine: Engine) -> None:
    """Two branches number their deals alike."""
    rows = [{"rule": "deal", "time": 1, "row_hash": 7 << 8, "part": part} for part in ("berlin", "again", "munich")]
    parts = engine.memtable(rows, {"rule": "string", "time": "int64", "row_hash": "int64", "part": "string"})
    found = engine.run(without_repeats(engine, parts, {"berlin": "b", "again": "b", "munich": "m"}))
    assert sorted(found.part) == ["again", "munich"]
    assert [*found.columns] == ["rule", "time", "row_hash", "part"]


def test_deals_of_two_branches_are_counted_by_branch(exports: Exports) -> None:
    """Each file's deals have numbers; one of Berlin's is told again, and Munich's are its own."""
    deals = {"berlin/1.csv": ("1", "2"), "berlin/2.csv": ("2", "3"), "munich/1.csv": ("1", "2")}
    for name, numbers in deals.items():
        exports.put(name, "no,at\n" + "".join(f"{number},2026-10-0{number} 10:00\n" for number in numbers))
    columns = {"time": "at", "event_id": "no"}
    inputs = [
        {"key": branch, "files": [f"data/{branch}"], "columns": columns, "event": "deal", "offline": True}
        for branch in ("berlin", "munich")
    ]
    assert len(exports.build(settings(rule("deal"), inputs=inputs)).converted("deal", "visitor")) == 5
