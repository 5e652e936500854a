"""One month more costs that month: what is published of the others stays as it is."""

from pathlib import Path

import pytest
import tiny

from reportgen import pipeline


def stamps(site: Path) -> dict[str, tuple[int, bytes]]:
    """Every file's time of change and bytes, by name."""
    return {name: ((site / name).stat().st_mtime_ns, content) for name, content in tiny.tree(site).items()}


@pytest.mark.slow
def test_one_month_more_touches_only_the_pages_that_name_it(tmp_path: Path) -> None:
    folder = tiny.workspace(tmp_path)

    def build(month: str) -> dict[str, tuple[int, bytes]]:
        with tiny.undrawn():
            pipeline.build(pipeline.Workspace(folder), pipeline.Request(month=month), folder / "site", lambda _text: None)
        return stamps(folder / "site")

    before, after = build("2026-09"), build("2026-10")
    changed = {name for name, found in after.items() if before.get(name) != found}
    assert before.keys() <= after.keys()
    assert {name for name in changed if not name.startswith("2026-10/")} == {
        "index.html",
        "feed.xml",
        "latest/index.html",
        "assets/periods.js",
    }
    assert build("2026-10") == after
