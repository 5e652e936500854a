"""Fixtures around `settings_workspace`."""

from pathlib import Path

import pytest
from settings_workspace import GoalText, Refused, Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


@pytest.fixture
def refused(workspace: Workspace) -> Refused:
    """The one problem that these files have."""

    def one(**files: str) -> str:
        problems = workspace.write(**files).problems()
        assert len(problems) == 1, problems
        return problems[0]

    return one


@pytest.fixture
def goal() -> GoalText:
    """goals.yaml with one goal that has these lines."""

    def text(lines: str) -> str:
        indented = "\n".join(f"    {line}" for line in lines.strip().splitlines())
        return f"goals:\n  one:\n    label: One\n    from: 2026-01-01\n    by: 2026-12-31\n{indented}\n"

    return text
