"""Which signal of one week tells more of the next week's macros, where these land at its pace, and a goal on it to paste."""

import json

from reportgen.model.document import Block, Code, Paragraph, Subheading
from reportgen.model.findings import Unit
from reportgen.model.lead_findings import GoalProposal, Landing, LeadingFinding
from reportgen.wording import numbers
from reportgen.wording.draft import Draft

INDENT = "  "


def blocks(draft: Draft) -> list[Block]:
    """The macros with a leading signal, each whole; one line on the others."""
    found = draft.findings.leads.leading if draft.findings.leads else ()
    if not found:
        return []
    led = [each for each in found if each.best]
    quiet = [each for each in found if not each.best]
    told: list[Block] = [Subheading("leading", _statement(draft, led, quiet))]
    for each in led:
        told.extend(_led(draft, each))
    told.extend(Paragraph(text) for text in _silence(draft, quiet))
    return told


def _statement(draft: Draft, led: list[LeadingFinding], quiet: list[LeadingFinding]) -> str:
    if led:
        first = led[0]
        return draft.say("leading.heading", micro=draft.rule_label(first.best or ""), macro=draft.rule_label(first.macro))
    return draft.say("leading.heading_none" if any(each.tested for each in quiet) else "leading.heading_few")


def _silence(draft: Draft, quiet: list[LeadingFinding]) -> list[str]:
    """No signal leads, or how many weeks it takes to tell; once for all macros of which the same is true."""
    tested, open_ = [each for each in quiet if each.tested], [each for each in quiet if not each.tested]
    said = []
    if tested:
        labels = draft.listed(draft.rule_label(each.macro) for each in tested)
        said.append(draft.say("leading.none", n=len(tested[0].tested), weeks=draft.count(tested[0].weeks), macros=labels))
    if open_:
        labels = draft.listed(draft.rule_label(each.macro) for each in open_)
        key = "leading.few" if open_[0].weeks < open_[0].needed else "leading.nothing"
        said.append(draft.say(key, n=open_[0].weeks, needed=draft.count(open_[0].needed), macros=labels))
    return said


def _led(draft: Draft, found: LeadingFinding) -> list[Block]:
    best = found.tested[0]
    labels = {"micro": draft.rule_label(best.key), "macro": draft.rule_label(found.macro)}
    said = [draft.say("leading.told", skill=numbers.share(draft.voice.locale, best.skill, 0), n=best.weeks, **labels)]
    if not best.seasonal:
        said.append(draft.say("leading.season"))
    if found.landing:
        said.append(_landing(draft, found.macro, found.landing))
    if found.has_goal:
        said.append(draft.say("leading.has_goal", **labels))
    told: list[Block] = [Paragraph(draft.together(said))]
    if found.proposal:
        yaml = goal_yaml(found.proposal, draft.say("leading.goal_label", micro=draft.rule_label(best.key)))
        told.append(Code(f"goal-{found.proposal.key}", draft.say("leading.paste", **labels), yaml))
    return told


def _landing(draft: Draft, macro: str, landing: Landing) -> str:
    ends = draft.ends(Unit.COUNT, landing.pace.likely, value=landing.pace.macros)
    told = {"micro": draft.rule_label(landing.micro), "macro": draft.rule_label(macro), "until": draft.day(landing.until)}
    level = draft.level(landing.pace.likely)
    if landing.goal is None:
        return draft.say("leading.lands", value=ends.value, low=ends.low, high=ends.high, level=level, **told)
    so_far = landing.so_far
    whole = type(landing.pace.likely)(landing.pace.likely.low + so_far, landing.pace.likely.high + so_far, landing.pace.likely.level)
    ends = draft.ends(Unit.COUNT, whole, value=landing.pace.macros + so_far, least=so_far)
    said = draft.say(
        "leading.lands_goal", value=ends.value, low=ends.low, high=ends.high, level=level, so_far=draft.count(round(so_far)), **told
    )
    if landing.target is None:
        return said
    return draft.together([said, draft.say("leading.target", target=draft.quantity(Unit.COUNT, landing.target))])


def goal_yaml(goal: GoalProposal, label: str) -> str:
    """The goal as goals.yaml has it, indented to stand under `goals:`. Texts are quoted as JSON does it, which is YAML too."""
    lines = [
        f"label: {_quoted(label)}",
        *([f"owner: {_quoted(goal.owner)}"] if goal.owner else []),
        *([f"strategy: {_quoted(goal.strategy)}"] if goal.strategy else []),
        f"metric: {{conversions: {goal.micro}}}",
        f"baseline: {{from: {goal.baseline.begin}, to: {goal.baseline.last_day}}}",
        f"target: +{goal.change:.0%}",
        f"supports: {goal.macro}",
        f"from: {goal.period.begin}",
        f"by: {goal.period.last_day}",
    ]
    return "\n".join([f"{INDENT}{goal.key}:", *(INDENT * 2 + line for line in lines)]) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
