"""The glossary of a report, and its metrics in plain words."""

from dataclasses import replace

import pytest
from goal_fixture import told_findings, told_settings
from wording_fixture import healthy_findings, healthy_settings, tiny_findings, tiny_settings

from reportgen import wording
from reportgen.model.document import DefinitionItem, DefinitionList, Document, GoalCard
from reportgen.model.findings import Definition, Findings
from reportgen.model.settings import Settings
from reportgen.wording import catalogue
from reportgen.wording.glossary import WORDS


def listed(document: Document, name: str) -> tuple[DefinitionItem, ...]:
    (method,) = (section for section in document.sections if section.id == "method")
    return next((block.items for block in method.blocks if isinstance(block, DefinitionList) and block.id == name), ())


def wanting(settings: Settings, **report: bool) -> Settings:
    return settings.model_copy(update={"report": settings.report.model_copy(update=report)})


def with_rate(found: Findings, n: float, of: float, key: str = "contact") -> Findings:
    return replace(found, definitions=(Definition(f"rate_{key}", key, "n / of", "", n, of),))


def plain(found: Findings, settings: Settings) -> str | None:
    (item,) = listed(wording.document(found, settings), "definitions")
    return item.plain


# --- the glossary --------------------------------------------------------------------------------------------------


def test_words_that_the_report_uses_are_explained_in_order(healthy: Findings, settings: Settings) -> None:
    words = listed(wording.document(healthy, settings), "words")
    terms = [item.term for item in words]
    assert terms == sorted(terms, key=str.casefold)
    assert {"Visitor", "Conversion", "Baseline", "Pace", "Range", "Signal"} <= set(terms)
    assert len({item.id for item in words}) == len(words)
    micro = next(item for item in words if item.term == "Micro conversion")
    assert micro.text == "A small step that shows interest, such as a download. It is a signal, no success yet."


def test_a_word_that_is_not_used_is_not_explained(tiny: Findings, small_settings: Settings) -> None:
    """Without goals there is no pace; without links no odds ratio. That the method names them is no reason."""
    words = {item.id for item in listed(wording.document(tiny, small_settings), "words")}
    assert words
    assert not {"word-pace", "word-odds_ratio", "word-hot_lead", "word-ramping", "word-forecast"} & words


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
def test_each_language_uses_the_words_that_it_explains(language: str) -> None:
    """Each term stands in some other text of its catalogue, else no report could ever explain it."""
    messages = catalogue.messages(language)
    others = " ".join(str(text) for key, text in messages.items() if not key.startswith("glossary.")).casefold()
    assert [word for word in WORDS if str(messages[f"glossary.{word}"]).casefold() not in others] == []
    assert {key for key in messages if key.startswith("glossary.")} == {
        "glossary.heading",
        *(f"glossary.{word}{end}" for word in WORDS for end in ("", "_text")),
    }
    found = listed(wording.document(told_findings(language), told_settings()), "words")
    assert {"word-visitor", "word-macro", "word-chance", "word-baseline"} <= {item.id for item in found}


def test_the_glossary_can_be_left_out(healthy: Findings, settings: Settings) -> None:
    assert listed(wording.document(healthy, wanting(settings, glossary=False)), "words") == ()


# --- plain words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "of", "told"),
    [
        (1_041, 3_019, "About 34 of every 100 visitors did it."),
        (28, 3_019, "About 9 of every 1,000 visitors did it."),
        (1, 3_000, "About 3 of every 10,000 visitors did it."),
        (1, 40_000, "About one of every 10,000 visitors did it."),
        (2_999, 3_000, "About 99 of every 100 visitors did it."),
        (0, 3_000, "None of the visitors did it."),
        (7, 7, "All of the visitors did it."),
        (0, 0, None),
    ],
)
def test_a_rate_is_told_as_people(healthy: Findings, settings: Settings, n: float, of: float, told: str | None) -> None:
    """Of a hundred, a thousand or ten thousand (Gigerenzer & Hoffrage 1995: natural frequencies are understood best); never a false none
    or all."""
    assert plain(with_rate(healthy, n, of), settings) == told


def test_a_rate_on_some_visitors_names_them(healthy: Findings, settings: Settings) -> None:
    rules = tuple(rule.model_copy(update={"rate_base": "quote_request"}) if rule.key == "contact" else rule for rule in settings.rules)
    told = plain(with_rate(healthy, 5, 50), settings.model_copy(update={"rules": rules}))
    assert told == "About 10 of every 100 visitors with Quote request did it."


def test_a_workspace_says_it_in_its_own_words(healthy: Findings, settings: Settings) -> None:
    own = "How many of the people who look around write to us."
    rules = tuple(rule.model_copy(update={"plain": own}) if rule.key == "contact" else rule for rule in settings.rules)
    chosen = settings.model_copy(update={"rules": rules})
    assert plain(with_rate(healthy, 5, 50), chosen) == own
    cards = [block for section in wording.document(healthy, chosen).sections for block in section.blocks if isinstance(block, GoalCard)]
    card = next(card for card in cards if card.id == "goal-contact_rate")
    assert card.metric.endswith(f"In plain words: {own}")


def test_plain_words_can_be_left_out(healthy: Findings, settings: Settings) -> None:
    document = wording.document(healthy, wanting(settings, plain_words=False))
    assert {item.plain for item in listed(document, "definitions")} == {None}
    assert not any("In plain words" in card.metric for s in document.sections for card in s.blocks if isinstance(card, GoalCard))


def test_every_kind_of_metric_has_plain_words() -> None:
    """Of the goals of the two firms, and of the metrics that every report defines."""
    for findings, settings in ((healthy_findings(), healthy_settings()), (told_findings(), told_settings())):
        document = wording.document(findings, settings)
        assert [card.label for s in document.sections for card in s.blocks if isinstance(card, GoalCard) and card.letters] == [
            card.label for s in document.sections for card in s.blocks if isinstance(card, GoalCard) and "In plain words: " in card.metric
        ]
    assert listed(wording.document(tiny_findings(), tiny_settings()), "definitions") == ()
