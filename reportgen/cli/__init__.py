"""The command line: parse, call, exit. Library errors become exit codes here and nowhere else."""

from reportgen.cli import mail  # noqa: F401 - puts its command into the group
from reportgen.cli.commands import main

__all__ = ["main"]
