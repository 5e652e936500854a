"""The letters that pages load first, and those that they load only where they stand."""

import re

import pytest
from fontTools.ttLib import TTFont

from reportgen import shipped
from reportgen.render import Shell, assets

FONTS = shipped.folder("templates") / "fonts"
FACE = re.compile(r'url\("([^"]+)"\) format\("woff2"\); unicode-range: ([^;]+);')


def ranges() -> dict[str, set[int]]:
    """File -> the signs that the sheet of fonts takes from it."""
    return {name: _signs(listed) for name, listed in FACE.findall(assets(Shell())["place.css"].decode())}


def _signs(listed: str) -> set[int]:
    found: set[int] = set()
    for one in listed.split(", "):
        first, _, last = one.removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def _has(name: str) -> set[int]:
    with TTFont(FONTS / name) as font:
        return set(font.getBestCmap())


@pytest.mark.parametrize("weight", ["Regular", "SemiBold", "Bold"])
def test_every_sign_of_a_font_is_taken_from_one_of_its_files(weight: str) -> None:
    """Else a page would be set in two fonts, or would load both files for one letter."""
    core, whole = f"Inter-{weight}-core.woff2", f"Inter-{weight}.woff2"
    taken = ranges()
    assert taken[core] & taken[whole] == set()
    assert _has(core) == taken[core] & _has(whole)
    assert _has(whole) <= taken[core] | taken[whole]


@pytest.mark.parametrize("weight", ["Regular", "SemiBold", "Bold"])
def test_the_letters_loaded_first_look_as_those_of_the_whole_font(weight: str) -> None:
    with TTFont(FONTS / f"Inter-{weight}-core.woff2") as core, TTFont(FONTS / f"Inter-{weight}.woff2") as whole:
        features = [
            {each.FeatureTag for table in ("GSUB", "GPOS") for each in font[table].table.FeatureList.FeatureRecord}
            for font in (core, whole)
        ]
        ours, theirs = core.getBestCmap(), whole.getBestCmap()
        assert [core["hmtx"][name] for name in ours.values()] == [whole["hmtx"][theirs[sign]] for sign in ours]
        assert (core["hhea"].ascent, core["hhea"].descent, core["head"].unitsPerEm) == (
            whole["hhea"].ascent,
            whole["hhea"].descent,
            whole["head"].unitsPerEm,
        )
    assert features[1] - features[0] == {"ccmp", "mark"}  # of signs that are set on other letters, which the whole has alone
    assert {"kern", "tnum"} <= features[0]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_the_texts_of_a_report_need_no_more_than_the_letters_loaded_first(language: str) -> None:
    words = (shipped.folder("templates").parent / "reportgen" / "wording" / f"{language}.toml").read_text("utf-8")
    core = ranges()["Inter-Regular-core.woff2"]
    assert {sign for sign in words if sign.isprintable() and ord(sign) not in core} == set()


def test_a_page_of_these_letters_loads_a_third_of_the_fonts() -> None:
    whole = [(FONTS / name).stat().st_size for name in ranges() if "-core" not in name]
    core = [(FONTS / name).stat().st_size for name in ranges() if "-core" in name]
    assert len(core) == len(whole) == 3 and sum(core) < sum(whole) / 3
