"""What `reportgen check` prints of the data: the ledger as plain lines."""

from reportgen.model.findings import Findings, Severity
from reportgen.model.settings import Settings
from reportgen.wording import catalogue, ledger
from reportgen.wording.draft import Draft
from reportgen.wording.report import status_badge

MARKS = {Severity.FAILURE: "✗", Severity.WARNING: "!", Severity.INFO: "·"}


def ledger_text(findings: Findings, settings: Settings) -> str:
    """The data status of the period and every entry of the ledger, worst first, one a line."""
    voice = catalogue.voice(findings.locale, findings.currency)
    draft = Draft(voice, findings, settings)
    head = f"{findings.site}: {draft.period}: {status_badge(voice, findings.status).text}"
    lines = [f"{MARKS[entry.severity]} {ledger.sentence(draft, entry)}" for entry in findings.ledger.entries]
    return "\n".join([head, *lines])
