"""The demo's container fits the demo's site: what it sends comes, but for the one tag that never fires and the one that is paused."""

from pathlib import Path

from reportgen import demo
from reportgen.demo import gtm
from reportgen.demo.world import World
from reportgen.quality.tracking import AUTOMATIC
from reportgen.readers import tracking_plan


def test_the_container_defines_what_the_site_sends(workspace: tuple[Path, demo.DemoFacts], year: World) -> None:  # checklist 004-23
    plan = tracking_plan(workspace[0], ["data/gtm/*.json"])
    assert plan is not None
    live = {event.name for event in plan.events if event.live}
    sent = set(year.events.name.values)
    assert live - sent == {gtm.NEVER_SEEN}
    assert sent - live - AUTOMATIC == {gtm.UNDEFINED}
    assert [event.name for event in plan.events if not event.live] == [gtm.PAUSED]
    assert gtm.NEVER_SEEN in (workspace[0] / "FACTS.md").read_text("utf-8")
