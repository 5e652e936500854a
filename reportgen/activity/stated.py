"""What people say brought and convinced them, sorted while an export is read: their words go no further unless quotes are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.activity.match import column, like
from reportgen.model.settings import ConversionRule, Settings
from reportgen.model.stated import OTHER, Category, heard_categories, reason_categories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ibis.expr.types import StringValue, Table

COLUMNS = ("heard", "convinced", "quote")
LEFT_OUT = "[…]"
MOST_CHARACTERS = 280
PRIVATE = (
    r"[^\s@<>(),;\"]+@[^\s@<>(),;\"]+",
    r"(?i)\b(https?://|www\.)\S+",
    r"(?i)\b[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|net|org|info|biz|eu|io|co|app|dev|ai|de|at|ch|uk|fr|nl|it|es|pl|us)\b(/\S*)?",
    r"(^|\s)@\w+",
    r"\+?\(?\d[\d\s()./-]{5,}\d",
)
"""E-mail addresses, links with and without their beginning, handles, and runs of seven or more digits as phone and card numbers have."""


def said(rows: Table, rule: ConversionRule, settings: Settings) -> dict[str, StringValue]:
    """The columns `heard`, `convinced` and `quote` of one rule's conversions; null where the settings do not ask at it."""
    import ibis

    stated = settings.report.stated
    nothing = dict.fromkeys(COLUMNS, ibis.null("string"))
    if stated is None or rule.key not in stated.rules:
        return nothing
    heard, convinced = _answer(rows, stated.heard), _answer(rows, stated.convinced)
    found = {"heard": category(heard, heard_categories(stated)), "convinced": category(convinced, reason_categories(stated))}
    return nothing | found | ({"quote": quotable(convinced)} if stated.quotes else {})


def _answer(rows: Table, params: Sequence[str]) -> StringValue:
    """The first of the parameters that says something, with single blanks; null where none does."""
    import ibis

    texts = [column(rows, param).re_replace(r"\s+", " ").strip().nullif("") for param in params]
    return ibis.coalesce(*texts)


def category(answer: StringValue, categories: Sequence[Category]) -> StringValue:
    """The key of the first category that an answer fits, `OTHER` for none; null without an answer."""
    import ibis

    folded = answer.lower()
    return ibis.cases((answer.isnull(), ibis.null("string")), *((like(folded, each.answers), each.key) for each in categories), else_=OTHER)


def quotable(answer: StringValue) -> StringValue:
    """An answer without e-mail addresses, links, handles and long numbers, cut at 280 characters; null where nothing is left of it."""
    text = answer
    for pattern in PRIVATE:
        text = text.re_replace(pattern, f" {LEFT_OUT} ")
    plain = text.re_replace(r"\s+", " ").strip()
    return plain.substr(0, MOST_CHARACTERS).nullif(LEFT_OUT)
