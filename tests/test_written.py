from pathlib import Path

import pytest

from tests.written import put

PAGE = "# Figures\n<!-- race: made by `make race` -->\nold\n<!-- end of race -->\nafter\n"


def test_what_was_measured_takes_the_place_of_what_was(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    put(page, "race", "make race", "\\1 new\n")
    assert page.read_text(encoding="utf-8") == PAGE.replace("old", "\\1 new")


@pytest.mark.parametrize("wrong", [PAGE.replace("end of", "end"), PAGE.replace("make race", "make"), PAGE * 2])
def test_a_page_without_its_marks_is_left_as_it_is(tmp_path: Path, wrong: str) -> None:
    page = tmp_path / "page.md"
    page.write_text(wrong, encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.md has not one"):
        put(page, "race", "make race", "new\n")
    assert page.read_text(encoding="utf-8") == wrong
