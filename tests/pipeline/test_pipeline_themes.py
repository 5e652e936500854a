"""`docs/themes.md`: its examples are one workspace, which is built; and what is wrong with a theme stops a build before it begins."""

import json
import re
import subprocess
from contextlib import chdir
from hashlib import sha256
from pathlib import Path

import matplotlib as mpl
import pytest
import tiny
from jinja2 import nodes

from reportgen import pipeline, settings, shipped
from reportgen.pipeline import dress, looks
from reportgen.render import Shell
from reportgen.render.templates import environment

GUIDE = Path(__file__).parents[2] / "docs" / "themes.md"
FILE = re.compile(r"^`(?P<name>[\w./-]+)`\n```\w+\n(?P<text>.+?)^```$", re.DOTALL | re.MULTILINE)
ROW = re.compile(r"^\| `(?P<name>[\w./]+)` \| [^|]+ \| (?P<blocks>[^|]+) \|$", re.MULTILINE)
FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"


def themed(folder: Path) -> Path:
    """The tiny workspace with the guide's files, and fonts that come with matplotlib."""
    files: dict[str, str | bytes] = {found["name"]: found["text"] for found in FILE.finditer(GUIDE.read_text("utf-8"))}
    assert len(files) == 6
    fonts = {"brand/text.ttf": "STIXGeneral.ttf", "brand/text-bold.ttf": "STIXGeneralBol.ttf"}
    files |= {name: (FONTS / file).read_bytes() for name, file in fonts.items()}
    return tiny.write(tiny.workspace(folder, crm=None), files)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from within its folder, as people do: addresses of pictures need whole paths all the same."""
    folder = themed(tmp_path_factory.mktemp("themed"))
    with chdir(folder):
        ran = tiny.run("build")
    assert ran.code == 0, ran.err
    assert ran.err == ""
    return folder / "site"


@pytest.mark.slow
def test_the_guides_theme_is_in_the_page(site: Path) -> None:
    page = (site / "2026-10/index.html").read_text("utf-8")
    assert page.count('src="data:image/svg+xml;base64,') == 2, "the logo and the picture of the last line"
    assert '<div class="band" style="background: #f2b705">' in page and "--highlight: #1e3f7a" in page
    assert "Your quay meeting about October 2026 is" in page and "Call Anna, 040 123 45." in page
    assert page.count("Ask Megan before you change the target.") == page.count("Ask Jonas before you change the target.") == 1
    assert 'class="colophon">\n<p class="marks">' in page, "what stood in the block stays"
    assert page.index(".masthead .site") < page.index(".front .house {")
    for weight in (400, 600, 700):
        assert f'font-family: Brand; font-weight: {weight}; font-style: normal; font-display: swap; src: url("fonts/own-' in page
    assert "--font: Brand, Inter;" in page


@pytest.mark.slow
def test_the_fonts_lie_beside_the_page_and_are_in_the_manifest(site: Path) -> None:
    files = json.loads((site / "2026-10/manifest.json").read_text("utf-8"))["files"]
    for name, file in (("own-400.ttf", "STIXGeneral.ttf"), ("own-700.ttf", "STIXGeneralBol.ttf")):
        content = (FONTS / file).read_bytes()
        assert (site / "2026-10/fonts" / name).read_bytes() == (site / "assets" / name).read_bytes() == content
        assert files[f"fonts/{name}"] == sha256(content).hexdigest()
    assert 'src: url("assets/own-400.ttf") format("truetype")' in (site / "index.html").read_text("utf-8")


@pytest.mark.slow
def test_the_guides_theme_is_in_the_pdf(site: Path) -> None:
    """On one front page, in the firm's font alone but for code: no letter fell back."""
    pdf = site / "2026-10/report.pdf"
    front = subprocess.run(["pdftotext", "-l", "1", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "Your quay meeting about October 2026" in front and "Contacts of the quarter" in front
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "Ask Megan before you change the target." in text and "Call Anna, 040 123 45." in text
    listed = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert {line.split()[0].partition("+")[2] for line in listed} - {"DejaVu-Sans-Mono"} == {"Brand", "Brand-Semi-Bold", "Brand-Bold"}


def test_the_guide_names_every_block_there_is() -> None:
    """The blocks of each template that has some, in the order in which they stand there."""
    told = {row["name"]: re.findall(r"`(\w+)`", row["blocks"]) for row in ROW.finditer(GUIDE.read_text("utf-8"))}
    found = environment(Shell())
    there = {}
    for file in sorted(shipped.folder("templates").rglob("*.html.j2")):
        blocks = found.parse(file.read_text("utf-8")).find_all(nodes.Block)
        there[file.relative_to(shipped.folder("templates")).as_posix()] = {block.name for block in blocks}
    there.pop("cover.html.j2")  # an agency's own page, made without templates of a workspace's
    assert {name: set(blocks) for name, blocks in told.items()} == {name: blocks for name, blocks in there.items() if blocks}


BLOCK = '{% extends "shipped/report.html.j2" %}\n{% block BLOCK %}\nTEXT\n{% endblock %}'


@pytest.mark.parametrize(
    ("block", "text", "said"),
    [
        (
            "sentence",
            "x",
            "2: `sentence` is no block of `shipped/report.html.j2`; its blocks are boards, body, colophon, contents, footer,",
        ),
        ("footer", "{{ documents.site }}", "3: the template cannot be used: 'documents' is undefined; compare it with the shipped one"),
    ],
)
@pytest.mark.usefixtures("counted")
def test_a_template_that_cannot_be_used_leaves_the_site_as_it_was(tmp_path: Path, block: str, text: str, said: str) -> None:
    """Said with its file and line, exit 3, and nothing of a report is there."""
    folder = tiny.workspace(tmp_path)
    tiny.write(folder, {"templates/report.html.j2": BLOCK.replace("BLOCK", block).replace("TEXT", text)})
    ran = tiny.run("build", within=folder)
    assert ran.code == 3
    assert ran.err.splitlines()[-1].startswith(f"error: templates/report.html.j2:{said}")
    assert tiny.tree(folder / "site") == {}


def test_what_a_font_lacks_is_told(tmp_path: Path) -> None:
    """A font of matplotlib's for formulas: Latin letters without accents, figures, and little else."""
    brand = "locale: de\nbrand: {font: {regular: a.ttf, bold: a.ttf}}\n"
    folder = tiny.write(tiny.workspace(tmp_path, report=tiny.REPORT + brand), {"a.ttf": (FONTS / "cmr10.ttf").read_bytes()})
    chosen = settings.load(folder).settings
    (said,) = map(str, looks.advice(chosen, dress.shell(pipeline.Workspace(folder), chosen.report.brand, "")))
    assert said.startswith("brand.font.regular: lacks letters of the report's language (") and ", ß, ä, ö, ü" in said


def test_a_font_is_found_again_from_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that stays knows its fonts by their whole paths, wherever it was started for the first."""
    brand = "brand: {font: {regular: a.ttf, bold: a.ttf}}\n"
    folder = tiny.write(tiny.workspace(tmp_path, report=tiny.REPORT + brand), {"a.ttf": (FONTS / "cmr10.ttf").read_bytes()})
    monkeypatch.chdir(folder)
    place, chosen = pipeline.Workspace(Path()), settings.load(Path()).settings.report.brand
    face = dress.look(place, chosen, dress.shell(place, chosen, "")).face
    assert face is not None and face.regular.is_absolute() and face.regular.is_relative_to(folder)
    assert face.regular.read_bytes() == (folder / "a.ttf").read_bytes()
    assert all(each.is_absolute() for each in dress.templates(place))
