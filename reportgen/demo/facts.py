"""What was built into a demo workspace, so that a reader can hold the report against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.demo import gtm
from reportgen.demo.firm import Effect
from reportgen.demo.site import NAME
from reportgen.periods import Period


@dataclass(frozen=True, slots=True)
class FileFacts:
    """One export file: rows written, how many of them repeat another exactly, and lines that are no JSON."""

    rows: int
    repeats: int
    broken: int = 0


@dataclass(frozen=True, slots=True)
class DemoFacts:
    """The truth behind the demo.

    `happened` counts conversions that really happened in the period, by rule (forms sent twice once); `recorded`
    counts those outside the outage, which is what the exports can show. `bots` are visitor ids. Proposals are
    counted once each; `proposals_without_id` of them name no visitor. `campaigns`: the first days of those begun in the period.
    """

    seed: int
    period: Period
    effects: tuple[Effect, ...]
    outage: Period | None
    relaunch: date | None
    mix_shift: date | None
    campaigns: Mapping[str, date]
    bots: tuple[str, ...]
    happened: Mapping[str, int]
    recorded: Mapping[str, int]
    proposals: int
    proposals_without_id: int
    accepted_share: float
    accepted_lag_days: float
    files: Mapping[str, FileFacts]


def text(facts: DemoFacts) -> str:
    """The facts as the Markdown page that lies beside the data."""
    effects = [f"| {effect.micro} | {effect.macro} | {effect.odds_ratio} |" for effect in facts.effects]
    counts = [f"| {key} | {facts.happened[key]} | {facts.recorded[key]} |" for key in facts.happened]
    files = [f"| {name} | {one.rows} | {one.repeats} | {one.broken} |" for name, one in facts.files.items()]
    return "\n".join(
        [
            f"# {NAME}: what is true in this data",
            "",
            f"A made-up firm; nobody in it exists. Made with seed {facts.seed}, for {_span(facts.period)}.",
            "Hold the report against this page: the report sees only the exports, this page knows what made them.",
            "",
            "## Micro and macro conversions",
            "",
            "After a visitor did the micro conversion, the odds of the macro at each later page view are multiplied by:",
            "",
            "| micro | macro | odds ratio |",
            "|---|---|--:|",
            *effects,
            "",
            "Every other pair has an odds ratio of 1. Watch `webinar_registration`: mostly newsletter readers register, and they",
            "ask for quotes more often anyway, so registrants convert more often without any effect of the webinar.",
            "The odds also depend on a visitor's first channel and on the number of the visit.",
            f"Of the quote requests {facts.accepted_share:.0%} become accepted proposals,",
            f"half of them within {facts.accepted_lag_days:.0f} days.",
            "",
            "| rule | happened | recorded |",
            "|---|--:|--:|",
            *counts,
            "",
            f"Proposals accepted: {facts.proposals}, of which {facts.proposals_without_id} cannot be tied to a visitor.",
            "",
            "## What happened to the site and its data",
            "",
            *_story(facts),
            "",
            "| file | rows | exact repeats | broken lines |",
            "|---|--:|--:|--:|",
            *files,
            "",
        ]
    )


def _story(facts: DemoFacts) -> list[str]:
    lines = []
    if facts.outage:
        lines.append(f"- Nothing was recorded on {_span(facts.outage)} (tracking outage); visits and conversions went on.")
    if facts.relaunch:
        lines.append(f"- {facts.relaunch}: relaunch; fewer visits see one page only.")
    if facts.mix_shift:
        lines.append(f"- {facts.mix_shift}: paid search is cut in half from this day on.")
    lines.extend(f"- {begun}: the campaign `{name}` begins." for name, begun in facts.campaigns.items())
    lines.append(
        f"- The container defines `{gtm.NEVER_SEEN}`, which never comes, and not `{gtm.UNDEFINED}`, which the chat's own code sends."
    )
    lines.append(f"- Bots (visitor ids): {', '.join(facts.bots) or 'none'}.")
    return lines


def _span(period: Period) -> str:
    return f"{period.begin} to {period.last_day}"
