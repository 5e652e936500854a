"""The action of this repository as one step of anybody's workflow, run on a real workspace."""

from pathlib import Path

import actions_world
import pytest
from actions_world import OUR_COMMIT, OURS, PINS, export, key, month

pytestmark = pytest.mark.slow

STEP = f"""\
name: One
on: workflow_dispatch
jobs:
  one:
    name: One
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@{PINS["actions/checkout"]}
      - id: report
        uses: {OURS}/.github/actions/reportgen@{OUR_COMMIT}
      - env:
          SITE: ${{{{ steps.report.outputs.site }}}}
        run: ls "$SITE"
"""


def test_one_step_in_any_repository(config: dict[str, str], tmp_path: Path) -> None:
    """It installs its own commit with the packages that were tested with it, and gives the site's folder."""
    world = actions_world.world(tmp_path / "world", {**config, **export(month(1)), ".github/workflows/one.yml": STEP})
    ran = world.run("workflow_dispatch", "one.yml")
    assert (ran.code, ran.job("One")) == (0, "succeeded"), ran.log
    assert f"| {key(month(1))}" in ran.log
    (installed,) = [line for line in world.said().splitlines() if line.startswith("pip ")]
    constraints, source = installed.split()[-2:]
    assert constraints == f"{source}/constraints.txt"
