"""What somebody has written about a period."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """A stretch of the commentary, in Markdown, and the heading that it stands under, of level 1 to 6; None and 0 before the first."""

    heading: str | None
    level: int
    text: str
