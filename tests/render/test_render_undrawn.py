"""Emoji that no font of the machine has are left out of the PDF."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from render_fixture import document, drawings

from reportgen.render import Sheet, pdf

OLIVE = "\U0001fad2"


@pytest.mark.slow
def test_what_cannot_be_drawn_is_left_out_of_text_and_charts(tmp_path: Path) -> None:
    made = replace(document(), site=f"Olive House {OLIVE} Jaffa")
    charts = {key: drawing.replace("</svg>", f"<text>{OLIVE}</text></svg>") for key, drawing in drawings(made).items()}
    file = tmp_path / "report.pdf"
    file.write_bytes(pdf(made, charts, sheet=Sheet(undrawn=OLIVE)))
    text = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
    assert "Olive House Jaffa" in " ".join(text.split())
    assert OLIVE not in text
