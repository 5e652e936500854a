"""pydantic's findings on bounds, patterns and missing options, as sentences for the person who writes the YAML."""

from pydantic_core import ErrorDetails

PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "a key is written in small letters, digits and `_`, beginning with a letter",
    r"^[A-Z]{3}$": "write the three capital letters of its ISO code, such as EUR",
    r"^#[0-9a-fA-F]{6}$": 'write six digits in quotes, such as "#1a7f37"',
}


def sentence(found: ErrorDetails) -> tuple[str, str]:
    """What is wrong and what would be right."""
    context = found.get("ctx", {})
    given = found["input"]
    match found["type"]:
        case "missing":
            return "is missing", "add it"
        case "string_pattern_mismatch":
            return f"`{given}` does not fit", PATTERNS.get(str(context["pattern"]), f"it has to match {context['pattern']}")
        case "string_too_long":
            return "is too long", f"keep it to {context['max_length']} characters"
        case "too_short":
            return "is empty", f"write at least {_count(context['min_length'], 'entry', 'entries')}"
        case "too_long":
            return f"has {context['actual_length']} entries", f"keep it to {context['max_length']}"
        case "greater_than":
            return f"{given} is too small", f"it has to be more than {_plain(context['gt'])}"
        case "greater_than_equal":
            return f"{given} is too small", f"it has to be {_plain(context['ge'])} or more"
        case "less_than":
            return f"{given} is too large", f"it has to be less than {_plain(context['lt'])}"
        case "less_than_equal":
            return f"{given} is too large", f"it has to be {_plain(context['le'])} or less"
        case _:
            return found["msg"], ""


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _plain(bound: float) -> str:
    return f"{bound:g}"
