"""Brands: whose logo it is, and which pictures may stand in a page."""

from pathlib import Path

import pytest
from settings_workspace import SMALLEST, SVG, Workspace, png

from reportgen import settings
from reportgen.settings import pictures

DRAWING = '<path d="M0 0h9"/>'


def branded(workspace: Workspace, brand: str, **files: str | bytes) -> Workspace:
    """A workspace of two clients, `acme` with this `brand:`, and files by their names."""
    workspace.write().write("clients/acme/config", report=f"brand: {brand}\n").write("clients/zeta/config", report="currency: USD\n")
    for name, content in files.items():
        file = workspace.folder / name.replace("__", "/").replace("_DOT_", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return workspace


def test_a_clients_logo_comes_before_the_workspaces(workspace: Workspace) -> None:
    made = branded(workspace, "{logo: brand/l.svg}", brand__l_DOT_svg=SVG.format(DRAWING))
    assert made.problems("acme") == []
    assert settings.picture(made.folder, "acme", "brand/l.svg") == (made.folder / "brand/l.svg").resolve()
    branded(workspace, "{logo: brand/l.svg}", clients__acme__brand__l_DOT_svg=SVG.format(DRAWING))
    assert settings.picture(made.folder, "acme", "brand/l.svg") == (made.folder / "clients/acme/brand/l.svg").resolve()
    assert settings.picture(made.folder, "zeta", "brand/l.svg") == (made.folder / "brand/l.svg").resolve()
    assert settings.picture(made.folder, None, "brand/l.svg") == (made.folder / "brand/l.svg").resolve()


def test_a_logo_of_ones_own_takes_the_bases_variants_away(workspace: Workspace) -> None:
    """Else a client's readers would see the agency's logo on dark screens."""
    base = SMALLEST["report"] + "brand: {color: '#1b4d3e', logo: a.svg, logo_dark: b.svg, logo_mail: c.png, footer: By the agency}\n"
    for name, content in {"a.svg": SVG.format(DRAWING).encode(), "b.svg": SVG.format(DRAWING).encode(), "c.png": png()}.items():
        (workspace.folder / name).write_bytes(content)
    workspace.write(report=base).write("clients/acme/config", report="brand: {logo: a.svg}\n").write("clients/zeta/config", report="")
    brand = workspace.load("acme").report.brand
    assert (brand.logo, brand.logo_dark, brand.logo_mail, brand.color, brand.footer) == ("a.svg", None, None, "#1b4d3e", "By the agency")


@pytest.mark.parametrize(
    "name",
    [
        "../zeta/logo.svg",
        "clients/zeta/logo.svg",
        "clients/acme/../zeta/logo.svg",
        "../../../outside.svg",
        "/outside.svg",
        "linked.svg",
        "brand",
    ],
)
def test_nobody_elses_picture_can_be_a_logo(workspace: Workspace, name: str) -> None:
    drawn = SVG.format(DRAWING)
    made = branded(workspace, f"{{logo: {name}}}", clients__zeta__logo_DOT_svg=drawn, clients__acme__x_DOT_svg=drawn)
    (made.folder.parent / "outside.svg").write_text(drawn)
    (made.folder / "clients/acme/linked.svg").symlink_to(made.folder / "clients/zeta/logo.svg")
    (problem,) = made.problems("acme")
    assert problem.startswith("clients/acme/config/report.yaml:1:9: brand.logo: ")
    assert settings.picture(made.folder, "acme", name) is None


def test_a_picture_that_is_not_there_is_placed_where_it_is_named(workspace: Workspace) -> None:
    said = "there is no file `no.svg`; name an image by its path from clients/acme/ or from the workspace"
    assert branded(workspace, "\n  logo: no.svg").problems("acme") == [f"clients/acme/config/report.yaml:2:3: brand.logo: {said}"]


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "holds <script> (line 1)"),
        ('<g xmlns:s="http://www.w3.org/2000/svg"><s:script/></g>', "holds <script>"),
        ('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>', "holds <script>"),
        ('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>', "holds <foreignObject>"),
        ('<a href="https://example.org"><path d="M0 0"/></a>', "holds <a>"),
        ('<rect onload="alert(1)"/>', "holds `onload`"),
        ('<rect ONCLICK="alert(1)"/>', "holds `ONCLICK`"),
        ('<image href="https://example.org/pixel.png"/>', "holds the address `https://example.org/pixel.png`"),
        ('<image xlink:href="file:///etc/passwd"/>', "holds the address `file:///etc/passwd`"),
        ('<use href="other.svg#a"/>', "holds the address `other.svg#a`"),
        ('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>', "holds the address `data:image/svg+xml"),
        ('<use href=" jAvascript:alert(1)"/>', "holds the address `jAvascript:alert(1)`"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', "holds <set>"),
        ('<animate attributeName="href" values="https://example.org"/>', "holds <animate>"),
        ("<style>@import 'https://example.org/a.css';</style>", "holds CSS that fetches or runs"),
        ("<style>path { fill: url(https://example.org/a) }</style>", "holds the address `https://example.org/a`"),
        ("<style>path { fill: \\75rl(https://example.org/a) }</style>", "holds an escape in its CSS"),
        ('<style>a { content: "/*"; fill: url(//example.org); } b { content: "*/" }</style>', "holds the address `//example.org`"),
        ("<style><![CDATA[@font-face { src: url('https://example.org/f.woff2') }]]></style>", "holds the address"),
        ("<rect style=\"background: image-set('https://example.org/a' 1x)\"/>", "holds CSS that fetches or runs"),
        ('<rect fill="url(https://example.org/a#b)"/>', "holds the address"),
        ('<g xml:base="https://example.org/"/>', "holds `xml:base`"),
        ('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="#a"/>', "holds <include>"),
        ("<?xml-stylesheet href='https://example.org/a.css'?>", "holds <?xml-stylesheet?>"),
        ("<g>", "is no SVG that can be read (line 1: mismatched tag)"),
    ],
)
def test_a_logo_may_only_draw(workspace: Workspace, inside: str, said: str) -> None:
    (problem,) = branded(workspace, "{logo: l.svg}", clients__acme__l_DOT_svg=SVG.format(inside)).problems("acme")
    assert problem.startswith(f"clients/acme/config/report.yaml:1:9: brand.logo: `l.svg` {said}")


def test_entities_are_refused(tmp_path: Path) -> None:
    """Before a parser expands them: a billion laughs, and files of the machine."""
    for subset in ('<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">', '<!ENTITY a SYSTEM "file:///etc/passwd">'):
        (tmp_path / "l.svg").write_text(f"<!DOCTYPE svg [{subset}]>{SVG.format('<text>&a;</text>')}")
        told = pictures.fault(tmp_path, None, "l.svg")
        assert told is not None and "holds entities of its own" in told[0]


@pytest.mark.parametrize(
    "inside",
    [
        DRAWING,
        '<defs><linearGradient id="a"><stop offset="1"/></linearGradient></defs><rect fill="url(#a)" style="fill:url(\'#a\')"/>',
        '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata><use xlink:href="#a"/>',
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        "<style>.a { fill: #123456 }</style><text class='a'>Söhne</text>",
    ],
)
def test_what_drawing_programs_write_is_taken(tmp_path: Path, inside: str) -> None:
    public = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    (tmp_path / "l.svg").write_text(f'<?xml version="1.0" encoding="UTF-8"?>{public}{SVG.format(inside)}', encoding="utf-8")
    assert pictures.fault(tmp_path, None, "l.svg") is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (png(400, 79), "`l.png` is 79 pixels high and would look blurred"),
        (png(5000, 400), "`l.png` is 5000 x 400 pixels"),
        (png(0, 0), "`l.png` is 0 x 0 pixels"),
        (png()[:-20], "`l.png` is cut off or damaged"),
        (png().replace(b"IDAT", b"IDAX"), "`l.png` is cut off or damaged"),
        (b"GIF89a", "`l.png` is no PNG, whatever its name"),
        (SVG.encode(), "`l.png` is no PNG, whatever its name"),
        (b"", "`l.png` is no PNG, whatever its name"),
        (png() + bytes(300 << 10), "`l.png` has 300 KB, and every page carries it"),
    ],
)
def test_a_png_is_whole_sharp_and_not_huge(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "l.png").write_bytes(content)
    told = pictures.fault(tmp_path, None, "l.png")
    assert told is not None and told[0] == said
    (tmp_path / "l.png").write_bytes(png())
    assert pictures.fault(tmp_path, None, "l.png") is None


def test_a_mails_logo_is_a_png(workspace: Workspace) -> None:
    (problem,) = branded(workspace, "{logo_mail: l.svg}", l_DOT_svg=SVG.format(DRAWING)).problems("acme")
    assert problem.endswith("brand.logo_mail: `l.svg` is no PNG; give a .png file")


@pytest.mark.parametrize("subject", ["{firm}: {period}", "{site", "{site.__class__}", "{0}", "100 %}"])
def test_a_subject_names_what_there_is(workspace: Workspace, subject: str) -> None:
    mail = f"delivery: {{mail: {{from: a@b.c, to: a@b.c, allowed_domains: b.c, host: h, subject: '{subject}'}}}}\n"
    (problem,) = workspace.write(report=SMALLEST["report"] + mail).problems()
    assert "delivery.mail.subject: `" in problem and problem.endswith("stands for nothing; use {site}, {period}, {goals}")


def test_a_subject_is_one_line(workspace: Workspace) -> None:
    mail = 'delivery: {mail: {from: a@b.c, to: a@b.c, allowed_domains: b.c, host: h, subject: "{site}\\r\\nBcc: x@y.z"}}\n'
    (problem,) = workspace.write(report=SMALLEST["report"] + mail).problems()
    assert "delivery.mail.subject: holds a line break" in problem
