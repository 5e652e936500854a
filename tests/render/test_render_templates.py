"""A workspace's own templates: one file or one block replaced, and faults placed."""

from pathlib import Path

import pytest
from jinja2 import TemplateRuntimeError
from render_fixture import document, drawings

from reportgen import errors
from reportgen.render import Image, Shell, assets, html
from reportgen.render.pages import print_html
from reportgen.render.templates import own_picture


def write(folder: Path, name: str, text: str) -> Shell:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return Shell(overrides=(folder,))


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


def test_whatever_goes_wrong_in_an_own_template_is_placed_in_its_file(tmp_path: Path) -> None:
    with pytest.raises(errors.TemplateFaultError, match=r"^own/parts/paragraph\.html\.j2:1: the template cannot be used: division by zero"):
        page(write(tmp_path / "own", "parts/paragraph.html.j2", "{{ 1 / 0 }}"))


def test_a_block_of_a_part_can_be_replaced(tmp_path: Path) -> None:
    own = "{% block verdict %}{{ super() }}<p>{{ m.badge(block.badge) }} {{ block.owner }}!</p>{% endblock %}"
    made = page(write(tmp_path, "parts/goalcard.html.j2", '{% extends "shipped/parts/goalcard.html.j2" %}' + own))
    assert made.count('<p class="verdict">') == made.count("!</p>") > 1
    assert "Priya Natarajan!</p>" in made


@pytest.mark.slow
def test_a_block_of_one_section_can_be_replaced(tmp_path: Path) -> None:
    own = '{% block opening %}{{ super() }}{% if section.id == "quality" %}<p>Of ours</p>{% endif %}{% endblock %}'
    made = page(write(tmp_path, "report.html.j2", '{% extends "shipped/report.html.j2" %}' + own))
    assert made.count("<p>Of ours</p>") == 1
    assert made.index('id="section-quality"') < made.index("<p>Of ours</p>") < made.index("</section>", made.index('id="section-quality"'))


@pytest.mark.slow
def test_own_pictures_stand_in_the_page(tmp_path: Path) -> None:
    shell = write(tmp_path / "own", "parts/paragraph.html.j2", "<img src=\"{{ image('quay.svg') }}\" alt=''>")
    (tmp_path / "own" / "quay.svg").write_text("<svg/>")
    assert '<img src="data:image/svg+xml;base64,PHN2Zy8+" alt=' in page(shell)
    assert '<img src="quay.svg" alt=' in print_html(document(), shell)


@pytest.mark.parametrize("name", ["../secret.svg", "linked.svg", "quay.txt", "no.svg"])
def test_an_own_picture_lies_in_the_templates_folder(tmp_path: Path, name: str) -> None:
    for file in ("secret.svg", "own/quay.txt"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("<svg/>")
    (tmp_path / "own" / "linked.svg").symlink_to(tmp_path / "secret.svg")
    with pytest.raises(TemplateRuntimeError, match=f"there is no picture `{name}`"):
        own_picture(Shell(overrides=(tmp_path / "own",)), name)


def test_own_fonts_are_among_the_assets(tmp_path: Path) -> None:
    (tmp_path / "own" / "fonts").mkdir(parents=True)
    (tmp_path / "own" / "fonts" / "Inter-Bold.woff2").write_bytes(b"mine")
    found = assets(Shell(overrides=(tmp_path / "own",)))
    assert found["Inter-Bold.woff2"] == b"mine"
    assert len(found["Inter-Regular.woff2"]) > 10_000
    sheet = found["place.css"].decode()
    assert "Inter-Bold-core" not in sheet and "Inter-Regular-core" in sheet
    assert 'url("Inter-Bold.woff2") format("woff2"); }' in sheet


def test_a_logo_stands_in_the_page_itself(tmp_path: Path) -> None:
    """So that an earlier edition keeps its own, wherever the page is moved to."""
    logo, dark = Image(b"<svg/>", "image/svg+xml"), Image(b"<svg id='d'/>", "image/svg+xml")
    made = page(Shell(logo=logo))
    assert '<img class="logo plate" src="data:image/svg+xml;base64,PHN2Zy8+" alt="Harbour &amp; Pine &lt;Studio&gt;">' in made
    made = page(Shell(logo=logo, logo_dark=dark))
    assert f'<source media="(prefers-color-scheme: dark)" srcset="{dark.address}"><img class="logo" src="{logo.address}"' in made


def test_a_workspace_without_templates_uses_the_shipped_ones(tmp_path: Path) -> None:
    assert page(Shell(overrides=(tmp_path / "nothing",))) == page(Shell())


def test_a_client_lies_over_its_workspace_over_the_shipped_ones(tmp_path: Path) -> None:
    """`shipped/NAME` is the file below the one that says so, in each folder."""
    client, agency = tmp_path / "client", tmp_path / "agency"
    below = '{{% extends "shipped/report.html.j2" %}}{{% block footer %}}{{{{ super() }}}}<p>{}</p>{{% endblock %}}'
    write(client, "report.html.j2", below.format("For Acme"))
    write(agency, "report.html.j2", below.format("By the agency"))
    write(agency, "report.css", '{% include "shipped/report.css" %}\n.agency { color: red }')
    made = page(Shell(overrides=(client, agency)))
    assert 'class="colophon"' in made and "<p>By the agency</p><p>For Acme</p>" in made
    assert ".masthead" in made and ".agency" in made
    other = page(Shell(overrides=(tmp_path / "other", agency)))
    assert "<p>By the agency</p>" in other and "Acme" not in other
    (agency / "report.html.j2").unlink()
    alone = page(Shell(overrides=(client, agency)))
    assert 'class="colophon"' in alone and "<p>For Acme</p>" in alone and "By the agency" not in alone


@pytest.mark.parametrize("name", ["../secret.html", "/etc/hostname", "parts/../../secret.html", "shipped/../secret.html"])
def test_no_template_reaches_out_of_its_folders(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.html").write_text("secret")
    with pytest.raises(errors.TemplateFaultError):
        page(write(tmp_path / "own", "parts/paragraph.html.j2", f'{{% include "{name}" %}}'))


@pytest.mark.parametrize(
    "code", ["''.__class__.__mro__", "kind.__globals__", "labels.update({'a': 'b'})", "self._TemplateReference__context"]
)
def test_no_template_reaches_the_program_behind_it(tmp_path: Path, code: str) -> None:
    with pytest.raises(errors.TemplateFaultError, match=r"paragraph\.html\.j2:1"):
        page(write(tmp_path, "parts/paragraph.html.j2", f"{{{{ {code} }}}}"))
