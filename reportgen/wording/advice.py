"""Advice on the settings in words: in the report's language in the ledger, in English on the command line."""

from collections.abc import Mapping, Sequence
from datetime import date

from reportgen.errors import Problem
from reportgen.model.advice import Advice
from reportgen.model.findings import LedgerEntry
from reportgen.wording.catalogue import FALLBACK, Voice, voice
from reportgen.wording.draft import Speech

_NO_CURRENCY = "XXX"


def problems(advice: Sequence[Advice]) -> tuple[Problem, ...]:
    """Each piece of advice as a command tells it: in English, its days as YAML writes them."""
    english = voice(FALLBACK, _NO_CURRENCY)
    return tuple(Problem(each.place, each.path, *_told(english, each.kind, each.facts)) for each in advice)


def said(speech: Speech, entry: LedgerEntry, *, placed: bool) -> str:
    """A line of the ledger: where it stands (with `placed` also in which file and line), what is unwise, what would be better."""
    facts = {name: value if isinstance(value, int) else str(value) for name, value in entry.facts.items()}
    if "day" in facts:
        facts["day"] = speech.day(date.fromisoformat(str(facts["day"])))
    unwise, better = _told(speech.voice, str(facts["advice"]), facts)
    text = speech.say("ledger_item.advice", unwise=unwise, better=better)
    heads = [str(facts[name]) for name in ("path", *(["place"] if placed else [])) if facts[name]]
    for head in heads:
        text = speech.say("number.headed", left=head, right=text)
    return text


def _told(voice: Voice, kind: str, facts: Mapping[str, str | int]) -> tuple[str, str]:
    """What is unwise, and what would be better: neither ends in a full stop, since they stand in longer sentences."""
    return voice.say(f"advice.{kind}", **facts), voice.say(f"advice_do.{kind}", **facts)
