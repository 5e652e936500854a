"""Settings, templates and data checked, without writing a report."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen import wording
from reportgen.errors import Problem
from reportgen.model.settings import Settings
from reportgen.pipeline import letters, looks
from reportgen.pipeline.analyse import analysed
from reportgen.pipeline.ask import Progress, Request, Workspace
from reportgen.pipeline.dress import shell


@dataclass(frozen=True, slots=True)
class Checked:
    """Advice on the settings; the ledger and how attainable the goals are, in words; the gates that the data did not pass, in words; what
    the machine lacks."""

    warnings: tuple[Problem, ...]
    text: str
    gates: tuple[str, ...]
    advice: tuple[Problem, ...] = ()


def check(workspace: Workspace, request: Request, progress: Progress) -> Checked:
    """Check one workspace. Raises as `analysed`."""
    looks.check_templates(workspace)
    made = analysed(workspace, request, progress)
    said = (wording.ledger_text(made.findings, made.settings), wording.plans(made.findings))
    gates = wording.gates(made.findings, made.settings)
    return Checked(made.warnings, "\n\n".join(part for part in said if part), gates, _advice(workspace, made.settings))


def _advice(workspace: Workspace, chosen: Settings) -> tuple[Problem, ...]:
    return (*letters.advice(chosen), *looks.advice(chosen, shell(workspace, chosen.report.brand, "")))
