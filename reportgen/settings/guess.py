"""Did you mean: the nearest of the names that exist."""

import difflib
from collections.abc import Iterable


def close(name: str, names: Iterable[str]) -> str | None:
    """The name most like this one, or None when none is near."""
    known = sorted(set(names))
    by_fold = {each.casefold(): each for each in known}
    found = difflib.get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


def suggestion(name: str, names: Iterable[str], *, most: int = 12) -> str:
    """What would be right instead: the nearest name, else the list of those there are."""
    known = list(names)
    meant = close(name, known)
    if meant:
        return f"did you mean `{meant}`?"
    if not known:
        return "there are none yet"
    listed = ", ".join(f"`{each}`" for each in known[:most])
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return f"there are {listed}{more}" if len(known) > 1 else f"there is {listed}"
