"""The command line: parse, call, exit. Library errors become exit codes here and nowhere else."""

from reportgen.cli import building, mail  # noqa: F401 - each puts its commands into the group
from reportgen.cli.commands import main

__all__ = ["main"]
