"""The tiny workspace for tests of whole commands."""

from tiny import copied, october

__all__ = ["copied", "october"]
