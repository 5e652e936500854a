"""The ledger: what is known to be wrong with the data and the settings, worst first, and the gates that stop a command."""

from reportgen.quality.find import find, gates

__all__ = ["find", "gates"]
