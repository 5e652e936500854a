"""The action of this repository as one step of anybody's workflow, run on a real workspace."""

import pytest
from actions_world import OUR_COMMIT, OURS, PINS, Ran, World, key, month

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


def test_one_step_in_any_repository(begun: tuple[World, Ran, list[str]], world: World) -> None:
    """It installs its own commit with the packages that were tested with it, and gives the site's folder."""
    world.push({".github/workflows/one.yml": STEP})
    ran = world.run("workflow_dispatch", "one.yml")
    assert (ran.code, ran.job("One")) == (0, "succeeded"), ran.log
    assert f"| {key(month(3))}" in ran.log
    (installed,) = [line for line in world.said().splitlines() if line.startswith("pip ")]
    constraints, source = installed.split()[-2:]
    assert constraints == f"{source}/constraints.txt"
