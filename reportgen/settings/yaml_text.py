"""Texts written into a YAML file so that they are read back as they were."""

import re
from collections.abc import Sequence

WORDS = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*")
"""Texts that need no quotes."""

RESERVED = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that some YAML reader takes for something else."""


def texts(several: Sequence[str]) -> str:
    """One text plain, several as a list."""
    shown = [text(each) for each in several]
    return shown[0] if len(shown) == 1 else f"[{', '.join(shown)}]"


def text(plain: str) -> str:
    """The text as YAML reads it back, on one line whatever it holds; also safe inside a comment."""
    if WORDS.fullmatch(plain) and plain.lower() not in RESERVED:
        return plain
    return '"' + "".join(_escaped(character) for character in plain) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
