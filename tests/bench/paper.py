"""What printing about sixty dense pages costs: `python -m tests.bench.paper`.

The demo's report, its sections with tables repeated until it has so many pages, printed in two ways from the same words and drawings:
reportgen's own step, and WeasyPrint as it comes: the same page given to `HTML(string=...).write_pdf()`, with charts standing in it as they
are drawn, columns of tables as wide as their texts ask for, and garbage collected. Each run is a process of its own and its clock starts
when everything is imported; the two take turns, and the least CPU counts. `--write` puts the table into docs/benchmarks.md.
"""

import argparse
import json
import pickle
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast
from urllib.parse import unquote

from reportgen import render
from reportgen.model.document import Document, Section, Table
from reportgen.render import fetching, palette, printing, templates
from reportgen.render.pages import print_html
from tests.bench.__main__ import PAGE, ROOT, machine
from tests.bench.charts import MONTH, run
from tests.written import put

PAGES = 60
TARGET = 0.55
OURS, PLAIN = "reportgen's step", "WeasyPrint as it comes"
LAID = "table { table-layout: fixed; "
PICTURE = re.compile(r'<img class="([^"]*)" src="reportgen:figure/([^"]*)" alt="([^"]*)">')


@dataclass(frozen=True, slots=True)
class Given:
    """All that printing is given."""

    document: Document
    figures: Mapping[str, str]
    shell: templates.Shell
    sheet: render.Sheet


@dataclass(frozen=True, slots=True)
class Printed:
    """CPU in s, pages and bytes."""

    cpu: float
    pages: int
    size: int


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.paper", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=3, help="runs of each (default: 3); the least CPU counts")
    parser.add_argument("--pages", type=int, default=PAGES, help=f"at the least so many pages (default: {PAGES})")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    parser.add_argument("--alone", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        print(json.dumps(alone(*asked.alone)))
        return
    with tempfile.TemporaryDirectory(prefix="reportgen-bench-") as scratch:
        file = Path(scratch) / "given"
        dense(demo(Path(scratch) / "demo"), asked.pages, file)
        found: dict[str, list[Printed]] = {OURS: [], PLAIN: []}
        for _ in range(asked.runs):
            for way, every in found.items():
                every.append(printed(way, file))
                print(f"{way}: {every[-1]}", file=sys.stderr, flush=True)
    text = "\n".join(["", machine(), table(found, asked.runs), ""])
    print(text)
    if asked.write:
        put(PAGE, "paper", "python -m tests.bench.paper --write", text)


def demo(folder: Path) -> Given:
    """What the demo's October is printed from."""
    seen: list[Given] = []
    run("demo", str(folder), "--no-build")
    with _caught(seen):
        run("build", "--workspace", str(folder), "--month", MONTH)
    return seen[0]


def dense(given: Given, pages: int, file: Path) -> None:
    """Write down the report with sections of tables added until it has so many pages."""
    document = given.document
    spare = [section for section in document.sections if any(isinstance(block, Table) for block in section.blocks)]
    for turn in range(pages):
        file.write_bytes(pickle.dumps(replace(given, document=document)))
        lacking = pages - printed(OURS, file).pages
        if lacking <= 0:
            return
        more = [_again(spare[(turn * lacking + place) % len(spare)], f"{turn}-{place}") for place in range(max(1, lacking // 2))]
        document = replace(document, sections=(*document.sections, *more))


def _again(section: Section, mark: str) -> Section:
    """The section's words and tables under names of their own."""
    tables = [replace(block, id=f"{block.id}-{mark}") for block in section.blocks if isinstance(block, Table)]
    return replace(section, id=f"{section.id}-{mark}", blocks=tuple(tables))


@contextmanager
def _caught(seen: list[Given]) -> Iterator[None]:
    """What is given to be printed, in place of printing it."""
    real = render.pdf

    def noted(document: Document, figures: Mapping[str, str], shell: templates.Shell, sheet: render.Sheet) -> bytes:
        seen.append(Given(document, dict(figures), shell, sheet))
        return b""

    render.pdf = noted  # type: ignore[assignment]
    try:
        yield
    finally:
        render.pdf = real


def printed(way: str, file: Path) -> Printed:
    """One run in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.paper", "--alone", way, str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return Printed(*json.loads(done.stdout))


def alone(way: str, file: str) -> tuple[float, int, int]:
    """CPU, pages and bytes of printing in this process."""
    from weasyprint.document import Document as Laid

    given: Given = pickle.loads(Path(file).read_bytes())
    render.ready()
    pages: list[int] = []
    written = Laid.write_pdf

    def counted(laid: Laid, *words: object, **named: object) -> object:
        pages.append(len(laid.pages))
        return written(laid, *words, **named)

    Laid.write_pdf = counted
    begun = time.process_time()
    made = WAYS[way](given)
    return time.process_time() - begun, pages[-1], len(made)


def ours(given: Given) -> bytes:
    """As a build does."""
    return render.pdf(given.document, given.figures, given.shell, given.sheet)


def plain(given: Given) -> bytes:
    """The same page, in WeasyPrint's own hands. Its own fetcher reads fonts, icons and the logo, which are the same files."""
    import weasyprint

    shelf = fetching.Shelf(
        figures=given.figures,
        colors=palette.palette(given.document.brand_color, given.shell.highlight).print,
        folders=templates.folders(given.shell),
        logo=given.shell.logo,
    )
    page = print_html(given.document, given.shell, given.sheet.paper)
    assert LAID in page
    page = PICTURE.sub(lambda found: _standing(given.figures[unquote(found[2])], found[1]), page.replace(LAID, "table { "))
    html = weasyprint.HTML(string=page, base_url=shelf.folders[0].as_uri() + "/", url_fetcher=printing._fetcher(weasyprint, shelf))
    return cast(bytes, html.write_pdf(pdf_variant=printing.READ))


def _standing(drawing: str, kind: str) -> str:
    """A drawing as part of the page."""
    return drawing[drawing.index("<svg") :].replace("<svg", f'<svg class="{kind}"', 1)


WAYS: Mapping[str, Callable[[Given], bytes]] = {OURS: ours, PLAIN: plain}


def table(found: Mapping[str, Sequence[Printed]], runs: int) -> str:
    """What both took, and the ratio."""
    best = {way: min(every, key=lambda one: one.cpu) for way, every in found.items()}
    ratio = best[OURS].cpu / best[PLAIN].cpu
    rows = [f"| {way} | {one.cpu:.1f} | {one.pages} | {one.size:,} |" for way, one in best.items()]
    told = f"Least of {runs} in turns: {ratio:.2f} of the CPU; the target is {TARGET}."
    return "\n".join(["| | CPU s | pages | bytes |", "|---|--:|--:|--:|", *rows, "", told, ""])


if __name__ == "__main__":
    main()
