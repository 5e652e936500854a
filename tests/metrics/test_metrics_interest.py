"""The period by topic, against counts by hand."""

from datetime import date

import ibis
import pandas as pd
from ibis.expr.types import Table
from metrics_world import Loader, World, conversion, moment, rule, settings, view

from reportgen.engine import Embedded, Engine
from reportgen.metrics.ask import Recorded
from reportgen.metrics.count import facts_of
from reportgen.metrics.interest import interest
from reportgen.metrics.source import Source
from reportgen.model.interest import ELSEWHERE, NO_INTEREST, AssetCounts, InterestCounts, TopicCounts
from reportgen.model.settings import Settings
from reportgen.periods import Period

OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
FIRM = settings(
    rule("quote"),
    rule("file_download", "micro", by=["asset", "asset_type"]),
    rule("click", "micro"),
    rule("chat", "micro"),
    page_groups={"blog": ["/blog*"], "price": ["/pricing"]},
)
DAY = date(2026, 10, 5)


def at(second: int) -> int:
    return moment(DAY, second)


def read(visitor: str | None, page: str, second: int = 100, **more: object) -> dict[str, object]:
    return view(visitor, DAY, page, **more) | {"first_time": at(second), "last_time": at(second)}  # type: ignore[arg-type]


def did(visitor: str | None, key: str, second: int = 200, **more: object) -> dict[str, object]:
    return conversion(visitor, DAY, key, **more) | {"time": at(second)}  # type: ignore[arg-type]


def counted(engine: Engine, tables: Loader, world: World, firm: Settings = FIRM, seen: Period | None = OCTOBER) -> InterestCounts:
    loaded = tables(world)
    facts = facts_of(loaded, firm)
    return interest(Source(facts, engine, Recorded(frozenset({DAY}))), seen)


def test_topics_count_views_acts_and_what_followed(engine: Engine, tables: Loader) -> None:
    """Ann reads the blog and asks later; Bob asked before he read it; at one instant counts as before; nobody's view is a view only."""
    # checklist 003-17
    pages = [read("ann", "/blog/a", views=2), read("ann", "/blog/b", 150), read("bob", "/blog/a", 300), read("cem", "/pricing", 200)]
    pages += [read(None, "/blog/a"), read("ann", "/about"), view("ann", date(2026, 9, 30), "/blog/a")]
    done = [did("ann", "quote", 400), did("bob", "quote", 200), did("cem", "quote", 200), did("dee", "quote", 900)]
    done += [did("ann", "click", page="/blog/a"), did(None, "click", page=None), did("ann", "chat", page="/blog/a")]
    done += [did("cem", "file_download", page="/pricing", by_1="guide", by_2="e-book")]
    found = counted(engine, tables, World([], pages, done))
    assert found.topics == (
        TopicCounts("blog", views=5, visitors=2, engagement_ms=0, clicks=1, led_to={"quote": 1}),
        TopicCounts("price", views=1, visitors=1, engagement_ms=0, downloads=1, led_to={"quote": 1}),
        TopicCounts(ELSEWHERE, views=1, visitors=1, engagement_ms=0, clicks=1, led_to={"quote": 1}),
    )
    assert (found.clicking, found.downloading) == (("click",), ("file_download",))


def test_topics_add_up_to_all_views_and_engaged_time(engine: Engine, tables: Loader) -> None:
    pages = [read(name, page, views=at_ + 1, engagement_ms=1_000 * at_) for at_, (name, page) in enumerate(EVERY)]
    found = counted(engine, tables, World([], pages, []))
    assert sum(topic.views for topic in found.topics) == sum(range(1, len(EVERY) + 1))
    assert sum(topic.engagement_ms for topic in found.topics) == 1_000 * sum(range(len(EVERY)))


EVERY = [(name, page) for name in ("ann", "bob", None) for page in ("/blog/a", "/pricing", "/", "/about")]


def test_assets_of_fewer_than_three_visitors_are_counted_but_not_named(engine: Engine, tables: Loader) -> None:
    done = [did(name, "file_download", at_, by_1="guide", by_2="e-book") for at_, name in enumerate(("ann", "bob", "cem", "cem", None))]
    done += [did(name, "file_download", by_1="secret", by_2="e-book") for name in ("ann", "dee")]
    done += [did("bob", "quote", 2), did("cem", "quote", 0)]
    found = counted(engine, tables, World([], [read("ann", "/")], done))
    assert found.assets == (
        AssetCounts("file_download", "asset", "guide", downloads=5, visitors=3, led_to={"quote": 1}),
        AssetCounts("file_download", "asset_type", "e-book", downloads=7, visitors=4, led_to={"quote": 1}),
    )
    assert found.few_assets == {("file_download", "asset"): 1}


def test_a_period_without_anything(engine: Engine, tables: Loader) -> None:
    assert counted(engine, tables, World([], [], []), seen=None) == NO_INTEREST
    empty = counted(engine, tables, World([], [], []))
    assert [(topic.topic, topic.views, topic.visitors) for topic in empty.topics] == [("blog", 0, 0), ("price", 0, 0)]


def test_without_page_groups_everything_is_one_topic(engine: Engine, tables: Loader) -> None:
    found = counted(engine, tables, World([], [read("ann", "/blog/a")], [did("ann", "quote")]), settings(rule("quote")))
    assert [(topic.topic, topic.led_to) for topic in found.topics] == [(ELSEWHERE, {"quote": 1})]


class Recorder(Embedded):
    """An engine that remembers what it was asked."""

    asked: list[Table]

    def run(self, expression: Table) -> pd.DataFrame:
        self.asked.append(expression)
        return super().run(expression)

    def cache(self, expression: Table, name: str = "kept") -> Table:
        self.asked.append(expression)
        return super().cache(expression, name)


def test_it_compiles_for_other_engines(engine: Engine, tables: Loader) -> None:
    recorder = Recorder.__new__(Recorder)
    recorder.__dict__.update(engine.__dict__)
    recorder.asked = []
    counted(recorder, tables, World([], [read("ann", "/blog")], [did("ann", "file_download", by_1="guide")]))
    assert len(recorder.asked) == 4
    for dialect in ("bigquery", "pyspark"):
        assert all(str(ibis.to_sql(expression, dialect=dialect)).startswith(("SELECT", "WITH")) for expression in recorder.asked)
