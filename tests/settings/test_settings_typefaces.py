"""The firm's font: which files can be used, what is said of the others, and what is read out of them."""

import io
import string
from pathlib import Path

import matplotlib as mpl
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._f_v_a_r import table__f_v_a_r
from settings_workspace import SMALLEST, Workspace

from reportgen import settings, shipped
from reportgen.model.settings import BrandFont
from reportgen.settings import typefaces

BUNDLED = Path(mpl.get_data_path()) / "fonts" / "ttf"
REGULAR, BOLD = BUNDLED / "cmr10.ttf", BUNDLED / "cmb10.ttf"
"""Fonts that come with matplotlib."""
FONT = "brand: {font: {regular: a.ttf, bold: b.ttf}}\n"


def dressed(workspace: Workspace, brand: str = FONT, **files: bytes) -> Workspace:
    """A workspace with this brand; `a.ttf` is a regular font and `b.ttf` its bold, unless given."""
    for name, content in {"a.ttf": REGULAR.read_bytes(), "b.ttf": BOLD.read_bytes(), **files}.items():
        (workspace.folder / name).write_bytes(content)
    return workspace.write(report=SMALLEST["report"] + brand)


def changed(**dropped: object) -> bytes:
    """The regular font, with tables added (by tag) or left out (None)."""
    font = TTFont(REGULAR)
    for tag, table in dropped.items():
        if table is None:
            del font[tag]
        else:
            font[tag] = table
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def made(letters: str, outlines: bool = True) -> bytes:
    """A font with these letters, each of them empty."""
    names = [".notdef", *(f"u{ord(letter)}" for letter in letters)]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter)}" for letter in letters})
    if outlines:
        builder.setupGlyf({name: _nothing() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Made"})
    builder.setupOS2()
    builder.setupPost()
    stream = io.BytesIO()
    builder.save(stream)
    return stream.getvalue()


def _nothing() -> object:
    from fontTools.ttLib.tables._g_l_y_f import Glyph

    return Glyph()


def test_a_font_in_two_weights_is_enough(workspace: Workspace) -> None:
    font = dressed(workspace).load().report.brand.font
    assert font == BrandFont(regular="a.ttf", bold="b.ttf")
    found = settings.typeface(workspace.folder, None, font)
    assert [(file.weight, file.name, file.content) for file in found.files] == [
        (400, "own-400.ttf", REGULAR.read_bytes()),
        (600, "own-700.ttf", BOLD.read_bytes()),
        (700, "own-700.ttf", BOLD.read_bytes()),
    ]
    assert "Ä" in found.letters and "東" not in found.letters and found.tabular


def test_a_woff2_is_unpacked_for_the_charts(workspace: Workspace) -> None:
    packed = (shipped.folder("templates") / "fonts" / "Inter-Regular.woff2").read_bytes()
    (workspace.folder / "a.woff2").write_bytes(packed)
    found = settings.typeface(workspace.folder, None, BrandFont(regular="a.woff2", semibold="a.woff2", bold="a.woff2"))
    assert [(file.weight, file.name) for file in found.files] == [(400, "own-400.woff2"), (600, "own-600.woff2"), (700, "own-700.woff2")]
    regular = found.files[0]
    assert regular.content == packed and regular.plain[:4] == b"OTTO"
    plain = TTFont(shipped.folder("templates") / "fonts" / "Inter-Regular.otf")
    assert TTFont(io.BytesIO(regular.plain))["hmtx"].metrics == plain["hmtx"].metrics
    assert found.tabular, "Inter's figures are proportional, and its feature `tnum` sets them alike"


def test_a_font_is_set_so_that_a_line_holds_as_much(workspace: Workspace) -> None:
    """The constant is Inter's own; a narrow font is set larger and a wide one smaller, within limits."""
    inter = TTFont(shipped.folder("templates") / "fonts" / "Inter-Regular.otf")
    names, metrics = inter.getBestCmap(), inter["hmtx"].metrics
    signs = string.ascii_lowercase + string.digits
    mean = sum(metrics[names[ord(sign)]][0] for sign in signs) / len(signs) / inter["head"].unitsPerEm
    assert mean == pytest.approx(typefaces.INTER, abs=5e-5)
    for name, scale in (("STIXGeneral.ttf", 1.12), ("DejaVuSerif.ttf", 0.939)):
        (workspace.folder / "a.ttf").write_bytes((BUNDLED / name).read_bytes())
        assert settings.typeface(workspace.folder, None, BrandFont(regular="a.ttf", bold="a.ttf")).scale == pytest.approx(scale, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.woff", b"wOFF", "`a.woff` is no WOFF2, OTF or TTF; give a .woff2, .otf or .ttf file"),
        ("no.ttf", None, "there is no file `no.ttf`; name a font by its path from the workspace"),
        ("../outside.ttf", None, "there is no file `../outside.ttf`; name a font by its path from the workspace"),
        ("a.ttf", b"<svg/>", "`a.ttf` is no TTF, whatever its name; save it as WOFF2, OTF or TTF under that name"),
        ("a.woff2", b"\0\1\0\0", "`a.woff2` is no WOFF2, whatever its name; save it as WOFF2, OTF or TTF under that name"),
        ("a.ttf", b"\0\1\0\0" + bytes(2 << 20), "`a.ttf` has 2048 KB, and every report carries it; make it smaller than 1024 KB"),
        ("a.ttf", REGULAR.read_bytes()[:-9000], "`a.ttf` is cut off or damaged; save or copy it again"),
        ("a.ttf", b"\0\1\0\0", "`a.ttf` is cut off or damaged; save or copy it again"),
        ("a.ttf", made("abc"), "`a.ttf` has no `defghijklm`; give a font for texts: letters, figures and marks"),
        ("a.ttf", made(typefaces.NEEDED, outlines=False), "`a.ttf` has no outlines; give a font that can be drawn at any size"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_placed_and_said(workspace: Workspace, name: str, content: bytes | None, said: str) -> None:
    (workspace.folder.parent / "outside.ttf").write_bytes(REGULAR.read_bytes())
    files = {} if content is None else {name: content}
    found = dressed(workspace, f"brand:\n  font:\n    regular: {name}\n    bold: b.ttf\n", **files)
    assert found.problems() == [f"config/report.yaml:5:5: brand.font.regular: {said}"]


def test_a_variable_font_is_refused(workspace: Workspace) -> None:
    (problem,) = dressed(workspace, **{"a.ttf": changed(fvar=table__f_v_a_r())}).problems()
    assert problem.endswith("is a variable font, which charts cannot be drawn with; give the family's static files, one for each weight")


def test_files_in_each_others_place_are_told(workspace: Workspace) -> None:
    files = {"a.ttf": (BUNDLED / "STIXGeneralBol.ttf").read_bytes(), "b.ttf": (BUNDLED / "STIXGeneral.ttf").read_bytes()}
    (problem,) = dressed(workspace, **files).problems()
    assert problem.endswith("brand.font.bold: is lighter (400) than `regular` (700); exchange the two files")


def test_a_weight_that_is_needed_is_asked_for(workspace: Workspace) -> None:
    assert dressed(workspace, "brand: {font: {regular: a.ttf}}\n").problems() == [
        "config/report.yaml:3:9: brand.font.bold: is missing; add it"
    ]


def test_a_clients_font_is_its_own_in_every_weight(workspace: Workspace) -> None:
    """The base's semibold would be another family's."""
    dressed(workspace, "brand: {color: '#123456', font: {regular: a.ttf, semibold: b.ttf, bold: b.ttf}}\n")
    workspace.write("clients/acme/config", report="brand: {font: {regular: own.ttf, bold: own.ttf}}\n")
    workspace.write("clients/zeta/config", report="")
    (workspace.folder / "clients/acme/own.ttf").write_bytes(REGULAR.read_bytes())
    assert workspace.load("acme").report.brand.font == BrandFont(regular="own.ttf", bold="own.ttf")
    assert workspace.load("zeta").report.brand.font == BrandFont(regular="a.ttf", semibold="b.ttf", bold="b.ttf")
    workspace.write("clients/zeta/config", report="brand: {font: {regular: ../acme/own.ttf, bold: clients/acme/own.ttf}}\n")
    assert [problem.split(": ")[2] for problem in workspace.problems("zeta")] == [
        "there is no file `../acme/own.ttf`; name a font by its path from clients/zeta/ or from the workspace",
        "there is no file `clients/acme/own.ttf`; name a font by its path from clients/zeta/ or from the workspace",
    ]
