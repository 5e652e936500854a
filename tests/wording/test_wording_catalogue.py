"""The catalogue: complete, harmless, and the only source of texts."""

import re
import string
from dataclasses import is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path

import pytest
from babel import Locale
from goal_fixture import told_findings, told_settings
from wording_fixture import healthy_findings, healthy_settings, tiny_findings, tiny_settings

from reportgen import wording
from reportgen.model import reasons
from reportgen.model.advice import AdviceKind
from reportgen.model.counts import Dimension
from reportgen.model.document import LABELS, Document
from reportgen.model.findings import Basis, DataStatus, Findings, GoalStatus, Letter, Severity
from reportgen.model.settings import Combine, MetricKind, Scope, Settings
from reportgen.stats import Verdict
from reportgen.stats.attain import Attainable
from reportgen.stats.trend import TrendVerdict
from reportgen.wording import catalogue
from tests.every import every, texts

MESSAGES = catalogue.messages("en")
VARIANTS = [(key, text) for key, message in MESSAGES.items() for text in ([message] if isinstance(message, str) else message.values())]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


# --- the language of the catalogue ---------------------------------------------------------------------------------

CAUSAL = re.compile(r"\b(causes?|caused|drives?|drove|driven|because of|lift from|thanks to|due to|leads? to|led to)\b", re.IGNORECASE)
MONEY = re.compile(r"\b(sales?|sold|revenue|profit|income)\b", re.IGNORECASE)
HEDGES = re.compile(
    r"\b(perhaps|possibly|probably|maybe|presumably|apparently|arguably|somewhat|tends? to|(may|might|could) (well|perhaps|possibly))\b",
    re.IGNORECASE,
)
"""What says nothing: too little data is said outright, with how much would be enough."""
NOT_OUR_WORDS = re.compile(
    r"\b(users?|uniques?|hits?|visits?|kpis?|objectives?|quotas?|velocity|predictions?|uplift|delta|attributed|timeframe|latency)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("banned", [CAUSAL, MONEY, HEDGES, NOT_OUR_WORDS], ids=["causal", "money", "hedges", "glossary"])
def test_the_catalogue_avoids(banned: re.Pattern[str]) -> None:
    # checklist 000-8 (a signal, never a sale)
    assert [key for key, text in VARIANTS if banned.search(text)] == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: wording.document(healthy_findings(), healthy_settings()),
        lambda: wording.document(told_findings(), told_settings()),
        lambda: wording.document(tiny_findings(), tiny_settings()),
    ],
)
def test_documents_claim_no_cause(make: object) -> None:
    document = make()  # type: ignore[operator]
    assert [text for text in texts(document) if CAUSAL.search(text)] == []


def test_micros_are_signals_without_money() -> None:
    """checklist 000-8, 003-4: no value and no word of money stands beside a micro, even where its events carry amounts."""
    document = wording.document(healthy_findings(), healthy_settings())
    micro = next(section for section in document.sections if section.id == "micro")
    told = texts(micro)
    assert any("signal" in text for text in told)
    assert [text for text in told if "€" in text or MONEY.search(text)] == []


def test_messages_are_whole_and_plain() -> None:
    for key, text in VARIANTS:
        assert text == text.strip(), key
        assert "  " not in text, key
        assert not re.search(r"-\{|\{\}", text), key


# --- completeness --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", sorted(catalogue.languages() | {catalogue.PSEUDO}))
def test_every_language_says_everything(language: str) -> None:
    own = catalogue.messages(language)
    assert own.keys() == MESSAGES.keys()
    forms = set(Locale.parse("en" if language == catalogue.PSEUDO else language).plural_form.tags) | {"other"}
    for key, message in MESSAGES.items():
        theirs = own[key]
        assert isinstance(message, str) == isinstance(theirs, str), key
        wanted = set().union(*map(placeholders, [message] if isinstance(message, str) else message.values()))
        given = set().union(*map(placeholders, [theirs] if isinstance(theirs, str) else theirs.values()))
        assert given <= wanted | {"n"}, key
        if not isinstance(theirs, str):
            assert theirs.keys() <= forms, key


REASONS = [
    member
    for name in ("GoalReason", "PlanReason", "CombinedReason", "LetterReason", "PathBasis", "ChangeReason")
    for member in getattr(reasons, name)
]


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_words(reason: str) -> None:
    assert f"reason.{reason}" in MESSAGES


@pytest.mark.parametrize("message", list(reasons.LedgerMessage))
def test_every_ledger_message_has_words(message: reasons.LedgerMessage) -> None:
    assert f"ledger.{message}" in MESSAGES


@pytest.mark.parametrize("kind", list(AdviceKind))
def test_all_advice_has_words(kind: AdviceKind) -> None:
    assert {f"advice.{kind}", f"advice_do.{kind}"} <= MESSAGES.keys()


@pytest.mark.parametrize(
    ("prefix", "enum"),
    [
        ("status", DataStatus),
        ("status_note", DataStatus),
        ("status_word", GoalStatus),
        ("front.one", GoalStatus),
        ("front.count", GoalStatus),
        ("breakdown.dimension", Dimension),
        ("breakdown.by", Dimension),
        ("quality", Severity),
        ("smart", Letter),
        ("smart.missing", Letter),
        ("trend.word", TrendVerdict),
        ("plan.word", Attainable),
        ("combined.made_of", Combine),
        ("goals.basis", Basis),
    ],
)
def test_every_member_has_words(prefix: str, enum: type[Enum]) -> None:
    assert [member for member in enum if not {f"{prefix}.{member.value}", f"{prefix}_{member.value}"} & MESSAGES.keys()] == []


def test_every_metric_scope_and_label_has_words() -> None:
    spelled = {MetricKind.SUM, MetricKind.PRODUCT, MetricKind.NUMBER, MetricKind.NAMED}
    assert [kind for kind in MetricKind if f"metric.{kind}" not in MESSAGES and kind not in spelled] == []
    assert [name for name in Scope.model_fields if f"metric.scope.{name}" not in MESSAGES] == []
    assert {key.removeprefix("labels.") for key in MESSAGES if key.startswith("labels.")} == LABELS
    assert set(Verdict) >= {Verdict.UP, Verdict.DOWN}
    assert {"verdict.up", "verdict.down", "cell.up", "cell.down"} <= MESSAGES.keys()


def test_no_message_is_dead() -> None:
    """Every key stands in the room's code, whole or behind a prefix that code completes, or is offered to other rooms."""
    code = "".join(file.read_text("utf-8") for file in Path(catalogue.__file__).parent.glob("*.py"))
    whole = set(re.findall(r'"((?:[a-z_]+\.)+[A-Za-z_]+)"', code))
    patterns = [
        re.sub(r"\\\{.*?\\\}", ".*", re.escape(found)) for found in re.findall(r'f"((?:[a-z_]+\.)*[a-z_]+\.[^" ]*\{[^"]*\}[a-z_]*)"', code)
    ]
    offered = ("links.", "archive.", "chart.path_", "chart.limit_", "goals.sentence.")
    dead = [
        key
        for key in MESSAGES
        if key not in whole and not any(re.fullmatch(pattern, key) for pattern in patterns) and not key.startswith(offered)
    ]
    assert dead == []


# --- the pseudo-language -------------------------------------------------------------------------------------------

STRUCTURE = frozenset(
    {
        "href",
        "id",
        "chart",
        "definition",
        "style",
        "icon",
        "tone",
        "mark",
        "letter",
        "language",
        "direction",
        "created",
        "brand_color",
        "logo",
        "query_id",
        "sql",
        "formula",
        "sort",
    }
)
DATA = frozenset(
    """
Northlight Studio|Corner <Shop>|Megan|Jonas|Organic blog traffic|Quote requests|Contact rate|Bounce rate|Accepted proposals|Newsletter list
Chats|Contact|Quote request|Pricing page|Newsletter sign-up|Social follow|Second order|Order|Shop visit|Organic Search|Direct|Email|Referral
spring_<b>launch</b>|/blog/one|/pricing|/|web|crm|data/ga4/2026-10.ndjson.gz|data/crm/won.csv|{"event_name": "page_|service|Service|Design
Downloads of the autumn guide|Spent on ads|A good year|Demand|Growth that lasts|Spring fair|The form is rebuilt in November.
All three, or it was no good year.
Two guides a month until Christmas.|The team did it before|Be found by people who need software|New pricing page
""".strip()
    .replace("\n", "|")
    .split("|")
)
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)
NUMBERS_AND_DATES = re.compile(rf"(?:{_MONTH}\b|\bQ[1-4]\b|(?<=\d)[KM]\b|[\s\d.,:;%€¥+<>\u2212\u2013\u2009\u202f\xa0()–-])*")


def outside_the_marks(text: str) -> str:
    depth, kept = 0, []
    for char in text:
        depth += {"⟦": 1, "⟧": -1}.get(char, 0)
        if depth == 0 and char != "⟧":
            kept.append(char)
    assert depth == 0
    return "".join(kept)


def readable(document: Document) -> list[str]:
    """The texts of a document that a person reads."""

    def wanted(record: object, field: str) -> bool:
        return field not in STRUCTURE or (field == "chart" and is_dataclass(getattr(record, field)))

    return [text for text in every(str, document, wanted) if not isinstance(text, Enum)]


@pytest.mark.parametrize(
    ("findings", "settings"),
    [(healthy_findings("xx"), healthy_settings()), (told_findings("xx"), told_settings()), (tiny_findings("xx"), tiny_settings())],
    ids=["healthy", "told", "tiny"],
)
def test_every_text_comes_from_the_catalogue(findings: Findings, settings: Settings) -> None:
    """What is neither data, nor a number, nor a date carries the pseudo-language's marks."""
    document = wording.document(findings, settings)
    told = [text for text in readable(document) if text]
    assert len(told) > 100
    strays = [text for text in told if (left := outside_the_marks(text)) not in DATA and not NUMBERS_AND_DATES.fullmatch(left)]
    assert strays == []
    assert sum("⟦" in text for text in told) > 60


def test_the_board_and_explanations_come_from_the_catalogue() -> None:
    findings = healthy_findings("xx")
    lines = [
        *wording.board(findings).splitlines(),
        *wording.board(told_findings("xx"), plan=True).splitlines(),
        *wording.plans(told_findings("xx")).splitlines(),
    ]
    assert all("⟦" in line for line in lines if line)
    assert "⟦" in wording.explain(findings.definitions[0], findings).splitlines()[2]


# --- say -----------------------------------------------------------------------------------------------------------


def test_plural_forms_and_counts() -> None:
    voice = wording.voice("en", "EUR")
    assert voice.say("goals.fact.days", n=1) == "one day left"
    assert voice.say("goals.fact.days", n=1_234) == "1,234 days left"
    assert voice.say("goals.fact.days", n=0) == "0 days left"


def test_a_missing_placeholder_or_message_is_an_error() -> None:
    voice = wording.voice("en", "EUR")
    with pytest.raises(KeyError):
        voice.say("goals.fact.nothing_of_the_kind")
    with pytest.raises(KeyError):
        voice.say("doc.zone")


def test_braces_in_data_stand_as_they_are() -> None:
    assert wording.voice("en", "EUR").say("macro.outcome", outcome="{n} $\\frac{1}$ <b>") == "Wanted outcome: {n} $\\frac{1}$ <b>"


def test_dates_are_written_out() -> None:
    assert wording.voice("en", "EUR").say("goals.deadline", day=date(2026, 10, 31)) == "October 31, 2026"
    assert wording.voice("en_GB", "GBP").say("goals.deadline", day=date(2026, 10, 31)) == "31 October 2026"


def test_a_language_without_a_catalogue_keeps_its_numbers_and_gets_english_texts() -> None:
    voice = wording.voice("da", "EUR")
    assert voice.language == "en"
    assert voice.say("status_note.missing", n=1_234) == "1.234 days of this period have no data."
    assert voice.say("goals.deadline", day=date(2026, 10, 31)) == "31 October 2026"
