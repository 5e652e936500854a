"""The analyst's script, cut into cells at its `# %%` lines: run as it is, or as a notebook."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

MARK = "# %%"
SHOWN = """\
def show(title):
    plt.gca().set_title(title)
    plt.show()


def tell(title, table):
    print(title)
    display(table)
"""
"""What the notebook has instead of the script's page."""


@dataclass(frozen=True, slots=True)
class Cell:
    """`kind` is what stands behind the mark: `parameters`, `script` (the page alone), `export` (how exports are read), `race` (nothing that
    a user writes), or nothing."""

    kind: str
    text: str


def cells(file: Path) -> tuple[Cell, ...]:
    """In the order of the file; what stands before the first mark is a cell too."""
    found: list[Cell] = []
    for part in f"\n{file.read_text(encoding='utf-8')}".split(f"\n{MARK}"):
        kind, _, text = part.partition("\n")
        found.append(Cell(kind.strip(), text.strip()))
    return tuple(cell for cell in found if cell.text)


def for_notebook(file: Path, export: Path | None = None) -> tuple[Cell, ...]:
    """The same without the page, with the cell of another file where exports are read."""
    first, *rest = (cell for cell in cells(file) if cell.kind != "script")
    if export is not None:
        [other] = (cell for cell in cells(export) if cell.kind == "export")
        rest = [other if cell.kind == other.kind else cell for cell in rest]
    return (first, Cell("", SHOWN.strip()), *rest)


def notebook(every: Sequence[Cell]) -> str:
    """As a file of the notebook format 4.5."""
    made = [
        {
            "cell_type": "code",
            "id": f"cell-{number}",
            "execution_count": None,
            "metadata": {"tags": [cell.kind]} if cell.kind else {},
            "outputs": [],
            "source": cell.text.splitlines(keepends=True),
        }
        for number, cell in enumerate(every)
    ]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return json.dumps({"cells": made, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def quarto(every: Sequence[Cell]) -> str:
    """As a Quarto document."""
    blocks = "\n\n".join(f"```{{python}}\n{cell.text}\n```" for cell in every)
    return f"---\ntitle: Report\nformat: html\nexecute: {{echo: false}}\njupyter: python3\n---\n\n{blocks}\n"


def written(every: Sequence[Cell]) -> int:
    """Lines that a user writes: neither empty nor a comment."""
    return sum(1 for cell in every if cell.kind != "race" for line in lines(cell.text))


def lines(text: str) -> Iterator[str]:
    """Those that are neither empty nor a comment."""
    return (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(("#", "//", "--")))
