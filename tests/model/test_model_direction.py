"""Which way letters run, by Unicode's bidirectional classes (UAX 9, table 4)."""

import re
import unicodedata

from reportgen.model.direction import BLOCKS, has_left_to_right, has_right_to_left


def test_letters_decide() -> None:
    assert [has_right_to_left(text) for text in ("Olive", "זית", "olive زيت", "12 (3%)", "オリーブ 🫒", "")] == [
        False,
        True,
        True,
        False,
        False,
        False,
    ]
    assert [has_left_to_right(text) for text in ("Olive", "זית", "زيت 2", "−(%)", "オリーブ", "")] == [
        True,
        False,
        True,
        False,
        True,
        False,
    ]


def test_every_letter_from_right_to_left_lies_in_the_blocks() -> None:
    """What charts put in order is what sentences and pages set apart."""
    every = "".join(letter for letter in map(chr, range(0x20000)) if unicodedata.bidirectional(letter) in ("R", "AL"))
    assert len(every) > 1_000 and re.sub(f"[{BLOCKS}\u200f]", "", every) == ""
