"""Parts of the site by name, and how long their pages were looked at."""

from reportgen.model.interest import ELSEWHERE
from reportgen.wording import numbers
from reportgen.wording.draft import Draft

SHORT_MS, LONG_MS = 10_000, 120_000


def topic(draft: Draft, name: str) -> str:
    """A page group as readers see it; the pages in no group stand together."""
    return draft.say("interest.elsewhere") if name == ELSEWHERE else name[:1].upper() + name[1:].replace("_", " ")


def time_a_view(draft: Draft, engagement_ms: int, views: int) -> str | None:
    """All engaged time over all views, never an average of averages; None without a view or any time."""
    if not views or not engagement_ms:
        return None
    each = engagement_ms / views
    if each < LONG_MS:
        return draft.say("interest.seconds", n=numbers.decimal(draft.voice.locale, each / 1000, 0 if each >= SHORT_MS else 1))
    return draft.say("interest.minutes", n=numbers.decimal(draft.voice.locale, each / 60_000, 1))
