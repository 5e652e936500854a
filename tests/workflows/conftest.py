"""The server that takes the mails of every run, and a repository in which one month has been reported by hand and mailed."""

from collections.abc import Iterator
from pathlib import Path

import actions_world
import post
import pytest
import tiny
from actions_world import GOALS, REPORT, Ran, World, export, last_day, month

from reportgen.model.delivery import Server


@pytest.fixture(scope="package")
def office() -> post.Post:
    return post.Post()


@pytest.fixture(scope="package")
def server(office: post.Post) -> Iterator[Server]:
    with post.running(office) as running:
        yield running


@pytest.fixture(scope="package")
def config(server: Server) -> dict[str, str]:
    begin = month(3)
    by = last_day(begin.replace(year=begin.year + 1))
    goals = GOALS.format(before=month(4), day_before=last_day(month(4)), begin=begin, by=by)
    return {
        "config/report.yaml": REPORT.format(port=server.port),
        "config/conversions.yaml": tiny.CONVERSIONS,
        "config/goals.yaml": goals,
    }


@pytest.fixture(scope="package")
def begun(office: post.Post, config: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Ran, list[str]]:
    """A workspace whose month before the last two was reported and mailed by hand: its world, that run, and who got what."""
    world = actions_world.world(tmp_path_factory.mktemp("begun") / "world", {**config, **export(month(3))})
    first = month(3)
    ran = world.run("workflow_dispatch", "report-by-hand.yml", **{"from": f"{first}", "to": f"{last_day(first)}", "send": "true"})
    taken = post.recipients(office.taken)
    office.taken.clear()
    return world, ran, taken


@pytest.fixture
def world(begun: tuple[World, Ran, list[str]], office: post.Post, tmp_path: Path) -> World:
    """A copy of it to go on in, with an empty post office."""
    office.taken.clear()
    return begun[0].copy(tmp_path / "world")
