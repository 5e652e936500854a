"""Before and after the dated notes: equal windows, with the range of each change. What follows a note need not follow from it."""

from collections.abc import Container
from dataclasses import replace

from reportgen import stats
from reportgen.insights.rules import rate_spread
from reportgen.insights.weeks import count_phi
from reportgen.model.change_counts import ACTED, MAIN, Cut, NoteCounts, Seen, Subject
from reportgen.model.change_findings import NoteFinding
from reportgen.model.counts import Counts
from reportgen.model.settings import Note, Settings
from reportgen.stats import CLEAR, CountChange, Dispersion, Rate, RateChange, Verdict


def note_findings(settings: Settings, counts: Counts) -> tuple[NoteFinding, ...]:
    """The counted notes, the most recent first. A rate that moved is called so where it stands out among all of all notes."""
    found = [_finding(settings.notes[one.note], one, counts) for one in counts.change.notes]
    rates = [rate for note in found for rate in (note.rate, note.acted) if rate is not None and rate.p_value is not None]
    q_values = stats.false_discovery([rate.p_value or 0.0 for rate in rates])
    kept = {id(rate) for rate, q in zip(rates, q_values, strict=True) if stats.stands_out(q)}
    return tuple(replace(note, rate=_only(note.rate, kept), acted=_only(note.acted, kept)) for note in found)


def _only(rate: RateChange | None, kept: Container[int]) -> RateChange | None:
    """The change, without a verdict that would not hold among many."""
    if rate is None or rate.verdict not in CLEAR or id(rate) in kept:
        return rate
    return replace(rate, verdict=Verdict.NOT_ENOUGH_DATA)


def _finding(note: Note, one: NoteCounts, counts: Counts) -> NoteFinding:
    told = one.days > 0
    about = {Subject.RULE: note.rule, Subject.PAGE: note.page, Subject.CAMPAIGN: note.campaign, Subject.SITE: None}[one.subject]
    return NoteFinding(
        day=note.day,
        until=note.until,
        text=note.text,
        subject=one.subject,
        about=about,
        rule=one.rule,
        before=one.before,
        after=one.after,
        days=one.days,
        cut=one.cut,
        early=one.cut is Cut.AS_OF,
        complete=one.complete,
        count=_count(one, counts) if told else None,
        rate=_rate(one, counts, MAIN, one.rule) if told and one.rule else None,
        acted=_rate(one, counts, ACTED, None) if told and one.subject in (Subject.PAGE, Subject.CAMPAIGN) else None,
    )


def _count(one: NoteCounts, counts: Counts) -> CountChange | None:
    """Visits of the site; visitors of a page or campaign, which vary as the site's visitors do from week to week."""
    if one.subject is Subject.RULE:
        return None
    if one.subject is Subject.SITE:
        return stats.compare_counts(one.was.sessions, one.now.sessions, count_phi(counts, None, lambda traffic, _: traffic.sessions))
    return stats.compare_counts(one.was.visitors, one.now.visitors, count_phi(counts, None, lambda traffic, _: traffic.visitors))


def _rate(one: NoteCounts, counts: Counts, name: str, rule: str | None) -> RateChange:
    """The spread of the rule's weeks, where there are any: what several rules come to has none of its own."""
    was, now = (Rate(side.done.get(name, 0), side.visitors) for side in (one.was, one.now))
    spread = rate_spread(counts, rule, None) if rule else _assumed(one.was, one.now)
    return stats.compare_rates(was, now, spread)


def _assumed(was: Seen, now: Seen) -> Dispersion:
    return stats.dispersion((), max(was.visitors, now.visitors))
