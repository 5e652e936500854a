"""Faults in a workspace's own templates are told before anything is drawn, each with its file and line."""

from pathlib import Path

import pytest

from reportgen.render import Shell, template_faults, unused_templates

EXTENDS = '{% extends "shipped/report.html.j2" %}\n'


def written(folder: Path, **files: str) -> Shell:
    """A workspace's templates by name (`__` for a slash, `_DOT_` for a dot)."""
    for name, text in files.items():
        file = folder / "templates" / name.replace("__", "/").replace("_DOT_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Shell(overrides=(folder / "clients" / "acme" / "templates", folder / "templates"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "{% block fotter %}x{% endblock %}",
            "2: `fotter` is no block of `shipped/report.html.j2`; its blocks are boards, body, colophon, contents,",
        ),
        ("\n<p>x</p>\n", "2: this stands in no block of `shipped/report.html.j2`, and so is printed nowhere; its blocks are"),
        ("{{ document.site }}", "2: this stands in no block"),
        ("{% block footer %}\n{{ document.site }", "3: the template cannot be read: unexpected '}'"),
        ("{% block footer %}", "2: the template cannot be read: Unexpected end of template"),
    ],
)
def test_what_would_be_printed_nowhere_is_told(tmp_path: Path, text: str, said: str) -> None:
    (problem,) = template_faults(written(tmp_path, report_DOT_html_DOT_j2=EXTENDS + text))
    assert str(problem).startswith(f"templates/report.html.j2:{said}")


@pytest.mark.parametrize(
    ("below", "said"),
    [
        ("report.html.j2", 'the template extends itself; write {% extends "shipped/report.html.j2" %} for the one below it'),
        ("shipped/raport.html.j2", "there is no template `shipped/raport.html.j2`; extend `shipped/NAME`, by the name of a shipped one"),
    ],
)
def test_what_it_extends_is_there_and_another(tmp_path: Path, below: str, said: str) -> None:
    (problem,) = template_faults(written(tmp_path, report_DOT_html_DOT_j2=f'{{% extends "{below}" %}}'))
    assert str(problem) == f"templates/report.html.j2:1: {said}"


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    shell = written(tmp_path, report_DOT_css="a {{", parts__goalcard_DOT_html_DOT_j2='{% extends "shipped/parts/goalcard.html.j2" %}\nx')
    (tmp_path / "clients/acme/templates").mkdir(parents=True)
    (tmp_path / "clients/acme/templates/mail.css").write_bytes(b"p { content: '\xe9' }")
    assert [str(each).split(";")[0] for each in template_faults(shell)] == [
        "clients/acme/templates/mail.css: is no text in UTF-8",
        "templates/parts/goalcard.html.j2:2: this stands in no block of `shipped/parts/goalcard.html.j2`, and so is printed nowhere",
        "templates/report.css:1: the template cannot be read: unexpected 'end of template'",
    ]


def test_blocks_of_blocks_comments_and_macros_are_fine(tmp_path: Path) -> None:
    """A client's block may stand in the agency's, and a block within a block is new."""
    agency = EXTENDS + "{# ours #}\n{% set who = 'Anna' %}\n{% block footer %}{% block ours %}{{ who }}{% endblock %}{% endblock %}"
    shell = written(tmp_path, report_DOT_html_DOT_j2=agency)
    own = tmp_path / "clients/acme/templates/report.html.j2"
    own.parent.mkdir(parents=True)
    own.write_text(EXTENDS + "{% block ours %}{{ super() }} of Acme{% endblock %}")
    assert template_faults(shell) == ()


def test_a_file_that_nothing_uses_is_told(tmp_path: Path) -> None:
    files = {"parts__goal_card_DOT_html_DOT_j2": "x", "parts__goalcard_DOT_html_DOT_j2": "y", "own_DOT_html_DOT_j2": "z"}
    shell = written(tmp_path, **files)
    assert [str(each).split(":")[0] for each in unused_templates(shell)] == ["templates/own.html.j2", "templates/parts/goal_card.html.j2"]
    shell = written(tmp_path, parts__goalcard_DOT_html_DOT_j2='{% include "own.html.j2" %}{% include "parts/goal_card.html.j2" %}')
    assert unused_templates(shell) == ()
    (tmp_path / "templates/parts/goal_card.html.j2").write_text("{% include 'parts/' ~ kind(block) %}")
    written(tmp_path, more_DOT_css="a")
    assert unused_templates(shell) == (), "a name that is put together may be any"
