"""Texts as written in YAML -> plain values, by what the option wants. YAML 1.2 throughout, and each surprise said out loud."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from reportgen.settings.guess import close

TRUE = frozenset({"true", "True", "TRUE"})
FALSE = frozenset({"false", "False", "FALSE"})
OLD_BOOLS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
PERCENT = re.compile(r"([-+\u2212]?)\s*(\d+(?:\.\d+)?)\s*%")
MONTHS = re.compile(r"(\d+)\s*(y|years?|m|months?)")
DURATION = re.compile(r"(?:(\d+(?:\.\d+)?)h)?\s*(?:(\d+(?:\.\d+)?)m(?:in)?)?\s*(?:(\d+(?:\.\d+)?)s)?")


class MisreadError(Exception):
    """A text that does not fit its option: what is wrong, what would be right."""

    def __init__(self, wrong: str, right: str) -> None:
        self.wrong = wrong
        self.right = right
        super().__init__(f"{wrong}; {right}")


def boolean(text: str) -> bool:
    """`true` or `false`; `no` and `off` are texts in YAML 1.2 and are refused with that said."""
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    meant = OLD_BOOLS.get(text.lower())
    if meant:
        raise MisreadError(f"`{text}` is a text in YAML 1.2, not a yes or no", f"write {meant}")
    raise MisreadError(f"`{text}` is neither true nor false", "write true or false")


def integer(text: str) -> int:
    """A whole number in decimal digits."""
    if re.fullmatch(r"[-+]?\d+", text):
        return int(text)
    value = number(text)
    raise MisreadError(f"`{text}` is not a whole number", f"write {round(value)}")


def number(text: str) -> float:
    """A finite decimal number."""
    if NUMBER.fullmatch(text):
        return float(text)
    raise MisreadError(f"`{text}` is not a number", _number_hint(text))


def _number_hint(text: str) -> str:
    bare = re.sub(r"[_, \u202f\u00a0]", "", text)
    if "_" in text and NUMBER.fullmatch(bare):
        return f"YAML 1.2 knows no `_` in numbers: write {bare}"
    if re.fullmatch(r"\d+(:\d{2})+", text):
        return "YAML 1.2 knows no base-60 numbers: write the plain number"
    if re.fullmatch(r"\d+,\d{1,2}", text):
        return f"the decimal mark is a point: write {text.replace(',', '.')}"
    if "," in text and NUMBER.fullmatch(bare):
        return f"write it without separators: {bare}"
    if PERCENT.fullmatch(text):
        return "a percentage does not fit here: write the number itself"
    return "write digits, such as 1200 or 0.5"


def share(text: str) -> float:
    """A share: `2.5%` is 0.025, a bare number stays as it is."""
    match = PERCENT.fullmatch(text)
    if not match:
        try:
            return number(text)
        except MisreadError as error:
            raise MisreadError(error.wrong, "write a percentage such as 2.5% or a share such as 0.025") from error
    return percent(text)


def percent(text: str) -> float:
    """`-10%` as -0.1, exactly rounded. Raises MisreadError when the text is no percentage."""
    match = PERCENT.fullmatch(text)
    if not match:
        raise MisreadError(f"`{text}` is not a percentage", "write one such as 15%")
    sign = -1 if match[1] in ("-", "\u2212") else 1
    try:
        return float(sign * Decimal(match[2]) / 100)
    except InvalidOperation as error:  # pragma: no cover - the pattern admits only decimal digits
        raise MisreadError(f"`{text}` is not a percentage", "write one such as 15%") from error


def seconds(text: str) -> float:
    """`30s`, `2m`, `1h` or `1m30s` in seconds. A number without unit is refused: seconds or minutes?"""
    match = DURATION.fullmatch(text)
    if match and any(match.groups()):
        hours, minutes, rest = (float(part or 0) for part in match.groups())
        return hours * 3600 + minutes * 60 + rest
    clock = re.fullmatch(r"(\d+):(\d{2})", text)
    if clock:
        written = f"{clock[1]}m" if clock[2] == "00" else f"{clock[1]}m{int(clock[2])}s"
        raise MisreadError(f"`{text}` is not a duration: YAML 1.1 would have read {int(clock[1]) * 60 + int(clock[2])}", f"write {written}")
    if NUMBER.fullmatch(text):
        raise MisreadError(f"`{text}` has no unit", f"write {text}s for seconds or {text}m for minutes")
    raise MisreadError(f"`{text}` is not a duration", "write one such as 30s, 2m or 1h")


def months(text: str) -> int:
    """`1y`, `5 years` or `18 months` in months. A number without unit is refused."""
    match = MONTHS.fullmatch(text)
    if match:
        return int(match[1]) * (12 if match[2].startswith("y") else 1)
    if re.fullmatch(r"\d+", text):
        raise MisreadError(f"`{text}` has no unit", f"write {text}y for years or {text} months")
    raise MisreadError(f"`{text}` is not a number of months", "write one such as 18 months, 1y or 5 years")


def day(text: str) -> date:
    """An ISO date, `2026-03-04`."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise MisreadError(f"there is no day {text}", "check month and day") from error
    dotted = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
    if dotted:
        raise MisreadError(f"`{text}` is not a date", f"write year-month-day: {dotted[3]}-{int(dotted[2]):02d}-{int(dotted[1]):02d}")
    if re.fullmatch(r"\d{4}(-\d{2})?", text):
        raise MisreadError(f"`{text}` is not a day", f"write the whole date, such as {text if len(text) > 4 else text + '-01'}-01")
    raise MisreadError(f"`{text}` is not a date", "write year-month-day, such as 2026-03-31")


def zone(text: str) -> str:
    """A time zone that this machine's database knows."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        meant = close(text, available_timezones())
        right = f"did you mean {meant}?" if meant else "write an IANA name such as Europe/Berlin"
        raise MisreadError(f"there is no time zone `{text}`", right) from error
    return text


def locale(text: str) -> str:
    """A locale that Babel knows, written with an underscore."""
    from babel import localedata

    if "-" in text and localedata.exists(text.replace("-", "_")):
        raise MisreadError(f"there is no locale `{text}`", f"write {text.replace('-', '_')}")
    if not re.fullmatch(r"[A-Za-z]{2,3}(_[A-Za-z0-9]+)*", text) or not localedata.exists(text):
        raise MisreadError(f"there is no locale `{text}`", "write one such as en, en_GB or de")
    return text
