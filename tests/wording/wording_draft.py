"""A draft to write one section with, for tests that look at no other."""

from reportgen.model.findings import Findings
from reportgen.model.settings import Settings
from reportgen.wording import catalogue
from reportgen.wording.draft import Draft


def draft(findings: Findings, settings: Settings) -> Draft:
    """As a whole report is written with."""
    return Draft(catalogue.voice(findings.locale, findings.currency), findings, settings)
