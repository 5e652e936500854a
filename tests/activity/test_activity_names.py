"""The visitors of a build by number."""

import pytest

from reportgen.activity import names
from reportgen.engine import Engine

COLUMNS = {"visitor": "string"}
PEOPLE = [f"web:{place}" for place in range(300)]


@pytest.mark.parametrize("tasks", [1, 8])
def test_every_visitor_has_a_number_of_their_own_however_many_machines_number_them(engine: Engine, tasks: int) -> None:
    rows = {
        "sessions": engine.memtable([{"visitor": name} for name in (*PEOPLE, PEOPLE[0], None)], COLUMNS),
        "conversions": engine.memtable([{"visitor": name} for name in (PEOPLE[1], "crm:1", None)], COLUMNS),
        "identities": engine.memtable([{"visitor": PEOPLE[2]}], COLUMNS),
    }
    found = engine.run(names.numbered(rows, tasks))
    assert sorted(found["visitor"]) == sorted([*PEOPLE, "crm:1"])
    assert found["number"].is_unique
    assert found["number"].min() >= 0
    told = engine.run(names.by_number(rows["conversions"], engine.cache(names.numbered(rows, tasks))))["visitor"]
    assert told.isna().sum() == 1
    assert told.nunique() == 2
