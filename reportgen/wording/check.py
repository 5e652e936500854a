"""What `reportgen check` prints: the ledger as plain lines, and whether the targets can be reached."""

from reportgen.model.findings import Findings, GoalFinding, Plan, Severity
from reportgen.model.settings import Settings
from reportgen.stats import Attainable
from reportgen.wording import catalogue, goal_remarks, ledger_lines
from reportgen.wording.draft import Draft, Speech
from reportgen.wording.report import status_badge

MARKS = {Severity.GATE: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}


def ledger_text(findings: Findings, settings: Settings) -> str:
    """The data status of the period and every entry of the ledger, worst first, one a line."""
    voice = catalogue.voice(findings.locale, findings.currency)
    draft = Draft(voice, findings, settings)
    status = draft.say("number.headed", left=draft.period, right=status_badge(voice, findings.status).text)
    head = draft.say("number.headed", left=findings.site, right=status)
    lines = [f"{MARKS[entry.severity]} {ledger_lines.sentence(draft, entry)}" for entry in findings.ledger.entries]
    return "\n".join([head, *lines])


def gates(findings: Findings, settings: Settings) -> tuple[str, ...]:
    """What the data did not pass, a sentence each: in English as the commands that say it, whatever the report's language."""
    own = catalogue.voice(findings.locale, findings.currency)
    english = own if own.language == catalogue.FALLBACK else catalogue.voice(catalogue.ELSEWHERE, findings.currency)
    draft = Draft(english, findings, settings)
    return tuple(ledger_lines.sentence(draft, entry) for entry in findings.ledger.gates)


def plans(findings: Findings) -> str:
    """How attainable each target is, one goal a line; empty where no goal has a plan. Targets within reach without any change, and
    those beyond what the history makes plausible, are marked."""
    speech = Speech(catalogue.voice(findings.locale, findings.currency), findings)
    lines = [_plan_line(speech, goal, goal.plan) for goal in findings.goals if goal.plan is not None]
    return "\n".join([speech.say("plan.heading"), *lines, speech.say("goals.plan_usual")]) if lines else ""


def _plan_line(speech: Speech, goal: GoalFinding, plan: Plan) -> str:
    severity = Severity.WARNING if plan.label in (Attainable.WITHIN_REACH, Attainable.IMPLAUSIBLE) else Severity.NOTE
    told = speech.say("plan.line", goal=goal.label, word=goal_remarks.plan_word(speech, goal, plan))
    return f"{MARKS[severity]} {speech.together([told, *goal_remarks.plan_sentences(speech, goal, plan)])}"
