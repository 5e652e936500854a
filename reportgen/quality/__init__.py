"""The ledger: what is known to be wrong with the data and the settings, worst first; its gates stop a command."""

from reportgen.quality.find import find
from reportgen.quality.tracking import coverage

__all__ = ["coverage", "find"]
