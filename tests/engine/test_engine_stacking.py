import ibis
import pytest

from reportgen.engine import connect
from reportgen.engine.stacking import stacked


@pytest.mark.parametrize("count", [1, 2, 7, 300])
def test_as_many_tables_as_there_are_rules_are_put_on_top_of_each_other(count: int) -> None:
    with connect() as engine:
        numbers = engine.memtable([{"n": 1}], {"n": "int64"})
        each = [numbers.select(n=numbers.n + place) for place in range(count)]
        found = engine.run(stacked(each).aggregate(n=ibis._.count(), all=ibis._.n.sum()))
        assert found.to_dict("records") == [{"n": count, "all": count * (count + 1) // 2}]
