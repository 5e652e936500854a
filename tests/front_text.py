"""The front page of a report as plain text, for gold files: every word a reader sees there, in reading order."""

from collections.abc import Iterator

from reportgen.model.document import ActionList, Block, Document, GoalBoard, GoalLine, Paragraph, Scoreboard


def front_text(document: Document) -> str:
    """A line for each paragraph, score, thing to do and goal; parts of a line are set apart by ` | `."""
    head = (document.period, document.title, _line(document.status.text, document.status_note, document.zone, document.edition))
    parts = [head, document.sentences, *(tuple(_block(block)) for block in document.front)]
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield block.text
    elif isinstance(block, Scoreboard):
        yield block.caption
        yield from (_line(score.label, score.text, score.change, score.note) for score in block.scores)
    elif isinstance(block, ActionList):
        yield block.caption
        yield from (_line(item.badge.text, f"{item.text} {item.number}", item.href) for item in block.items)
    elif isinstance(block, GoalBoard):
        yield block.caption
        yield _line(*block.columns)
        yield from map(_goal, block.lines)
        yield from block.notes
    else:
        raise TypeError(f"the front page has no {type(block).__name__} yet: say how it reads")


def _goal(line: GoalLine) -> str:
    return _line(line.label, line.owner, line.parts, line.badge.text, line.actual, line.target, line.progress, line.due, line.probability)


def _line(*parts: str | None) -> str:
    return " | ".join(part for part in parts if part)
