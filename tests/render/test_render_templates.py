"""A workspace's own templates: one file or one block replaced, and faults placed."""

from pathlib import Path

import pytest
from render_fixture import document, drawings

from reportgen import errors
from reportgen.render import Shell, assets, html


def write(folder: Path, name: str, text: str) -> Shell:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return Shell(overrides=folder)


def page(shell: Shell) -> str:
    made = document()
    return html(made, drawings(made), shell)


def test_one_block_of_the_report_can_be_replaced(tmp_path: Path) -> None:
    own = '{% extends "shipped/report.html.j2" %}{% block footer %}<footer>Made in {{ document.zone }}</footer>{% endblock %}'
    made = page(write(tmp_path, "report.html.j2", own))
    assert "<footer>Made in Europe/London</footer>" in made
    assert 'class="colophon"' not in made
    assert "Five of seven goals" in made


def test_one_part_or_style_can_be_replaced(tmp_path: Path) -> None:
    write(tmp_path, "report.css", "body { color: rebeccapurple; }")
    made = page(write(tmp_path, "parts/paragraph.html.j2", '<p class="own">{{ block.text }}</p>'))
    assert "rebeccapurple" in made
    assert '<p class="own">Every rate counts people, not clicks.</p>' in made


def test_an_own_template_escapes_as_the_shipped_ones_do(tmp_path: Path) -> None:
    made = page(write(tmp_path, "parts/subheading.html.j2", "<h3>{{ document.site }}</h3>"))
    assert "<h3>Harbour &amp; Pine &lt;Studio&gt;</h3>" in made


def test_an_undefined_name_is_placed_in_its_file(tmp_path: Path) -> None:
    with pytest.raises(errors.TemplateFaultError, match=r"paragraph\.html\.j2:2.*'visits' is undefined") as caught:
        page(write(tmp_path, "parts/paragraph.html.j2", "<p>\n{{ visits }}</p>"))
    assert caught.value.exit_code == 3


def test_a_template_that_cannot_be_read_is_placed_in_its_file(tmp_path: Path) -> None:
    with pytest.raises(errors.TemplateFaultError, match=r"report\.html\.j2:3"):
        page(write(tmp_path, "report.html.j2", "<p>\n\n{% if %}</p>"))


def test_own_fonts_and_logo_are_among_the_assets(tmp_path: Path) -> None:
    (tmp_path / "own" / "fonts").mkdir(parents=True)
    (tmp_path / "own" / "fonts" / "Inter-Bold.woff2").write_bytes(b"mine")
    logo = tmp_path / "mark.SVG"
    logo.write_text("<svg/>")
    shell = Shell(root="../../", overrides=tmp_path / "own", logo=logo)
    found = assets(shell)
    assert found["Inter-Bold.woff2"] == b"mine" and found["logo.svg"] == b"<svg/>"
    assert len(found["Inter-Regular.woff2"]) > 10_000
    assert '<img src="../../assets/logo.svg" alt="Harbour &amp; Pine &lt;Studio&gt;">' in page(shell)


def test_a_workspace_without_templates_uses_the_shipped_ones(tmp_path: Path) -> None:
    assert page(Shell(overrides=tmp_path / "nothing")) == page(Shell())
