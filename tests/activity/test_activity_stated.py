"""What people say brought them: sorted while an export is read, so that only the category is kept unless quotes are wanted."""

import re

import pytest
from exports_world import Exports, Row, ga4, rule, settings

from reportgen.activity.stated import COLUMNS, said
from reportgen.engine import Engine
from reportgen.model.settings import AnswerCategory, Stated
from reportgen.model.stated import HEARD, OTHER, REASONS, heard_categories, kept_facts, reason_categories

HEADING = "won_on,client,stated,convinced"
DEALS = """2026-10-05,ann,Recomended by a colleague,Your portfolio and a fair price
2026-10-06,bob,"  GOOGLE
 search ",
2026-10-07,cem,,"Call me: +49 30 123 45 67, eve@firm.test, www.firm.test/eve"
2026-10-08,dee,A pigeon,Friendly people. See firm.de/team or @eve!
"""
CRM: Row = {"key": "crm", "files": ["data/crm.csv"], "offline": True, "event": "deal", "columns": {"time": "won_on", "visitor": "client"}}


def sort(engine: Engine, answers: list[str | None], **stated: object) -> list[tuple[str | None, ...]]:
    """`heard`, `convinced` and `quote` of conversions with the same answer to both questions."""
    chosen = settings(rule("deal"), rule("lead"), stated={"rules": ["deal"], "heard": ["a", "b"], "convinced": ["a"], **stated})
    rows = [{"n": n, "param:a": answer, "param:b": None} for n, answer in enumerate(answers)]
    table = engine.memtable(rows, {"n": "int64", "param:a": "string", "param:b": "string"})
    found = engine.run(table.select("n", **said(table, chosen.rules[0], chosen)).order_by("n"))
    return [tuple(value if isinstance(value, str) else None for value in row) for row in found[[*COLUMNS]].itertuples(index=False)]


def test_answers_are_sorted_and_their_words_are_not_kept(exports: Exports) -> None:
    """The shipped categories; no answer is null, one that fits none is `(other)`. Nothing that anybody wrote is in a kept file.
    A form and the CRM name the question differently: the first parameter with an answer counts. At `lead` nobody is asked."""
    web = {"key": "web", "files": ["data/web.ndjson"]}
    chosen = settings(rule("deal"), rule("lead"), inputs=[web, CRM], stated={"rules": ["deal"], "heard": ["stated", "how_heard"]})
    exports.put("web.ndjson", [ga4(name, "2026-10-04T10:00:00", "zoe", params={"how_heard": "Instagram"}) for name in ("deal", "lead")])
    built = exports.put("crm.csv", f"{HEADING}\n{DEALS}").build(chosen)
    assert built.converted("deal", "heard", "convinced", "quote") == [
        ("social", None, None),
        ("recommendation", "price", None),
        ("search", None, None),
        (None, OTHER, None),
        (OTHER, "people", None),
    ]
    assert built.converted("lead", "heard", "convinced", "quote") == [(None, None, None)]
    kept = b"".join(file.read_bytes() for file in exports.folder.rglob("*.parquet"))
    assert not re.search(rb"colleague|pigeon|portfolio|Friendly|firm.test|Instagram", kept)


def test_own_categories_replace_the_shipped_ones_and_the_first_fits(engine: Engine) -> None:
    """Patterns mind neither case nor the blanks of an answer; `*` stands for any run of characters, and for nothing else."""
    own = {"A bird": {"answers": ["*Pigeon", "a.c"]}, "All other": {"answers": ["*S*"]}}
    found = sort(engine, ["a PIGEON ", " ", None, "abc", "a.c", "yes\n sir"], categories=own, reasons={"Yes": ["yes sir"]})
    assert [heard for heard, _, _ in found] == ["A bird", None, None, OTHER, "A bird", "All other"]
    assert [why for _, why, _ in found] == [OTHER, None, None, OTHER, OTHER, "Yes"]


def test_a_quote_has_no_address_number_link_or_handle(engine: Engine) -> None:
    words: dict[str | None, str | None] = {
        "A fair price": "A fair price",
        "Call +49 30 123 45 67, eve@firm.test, www.firm.test/eve?x=1": "Call […] , […] , […]",
        "See firm.de/team or @eve!": "See […] or […] !",
        "HTTPS://firm.example is fast. And 24/7": "[…] is fast. And 24/7",
        "eve@firm.test": None,
        "x" * 300: "x" * 280,
    }
    assert [quote for _, _, quote in sort(engine, list(words), quotes=True)] == list(words.values())
    assert {quote for _, _, quote in sort(engine, list(words))} == {None}


@pytest.mark.parametrize(
    ("answer", "category"),
    [
        ("a friend sent your LinkedIn page", "recommendation"),
        ("Empfehlung eines Freundes", "recommendation"),
        ("I eventually found you on Google", "search"),
        ("Google-Suche", "search"),
        ("saw an ad on facebook", "advertising"),
        ("Facebook Messenger", "social"),
        ("Newsletter", "newsletter"),
        ("ChatGPT", "ai"),
        ("messe hannover", "event"),
        ("we are already a client of yours", "known"),
        ("I was impressed", OTHER),
        ("preferred supplier", OTHER),
    ],
)
def test_the_shipped_categories_fit_what_people_write(answer: str, category: str) -> None:
    """`*` as a glob over the whole answer, as the engine reads it."""
    folded = answer.lower()
    fits = (each.key for each in HEARD if any(_fits(folded, pattern) for pattern in each.answers))
    assert next(fits, OTHER) == category


def _fits(answer: str, pattern: str) -> bool:
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), answer) is not None


def test_shipped_patterns_are_in_lower_case_and_no_key_comes_twice() -> None:
    for categories in (HEARD, REASONS):
        assert len({each.key for each in categories}) == len(categories)
        assert all(
            pattern == " ".join(pattern.lower().split())
            for each in categories
            for pattern in each.answers
            if " " not in (pattern[0], pattern[-1])
        )


def test_what_is_kept_depends_on_how_answers_are_sorted() -> None:
    """A part made under other categories is made anew; the channels of a category are judged later."""
    plain = Stated(rules=("deal",))
    assert heard_categories(plain) is HEARD
    assert reason_categories(plain) is REASONS
    one = Stated(rules=("deal",), categories={"Fair": AnswerCategory(answers=("Fair",))})
    same = Stated(rules=("deal",), categories={"Fair": AnswerCategory(answers=("FAIR",), channels=("Referral",))})
    assert kept_facts(plain) != kept_facts(one) == kept_facts(same)
