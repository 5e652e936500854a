"""Names written from right to left stand as pieces of their own, so that the rest of a sentence keeps its order.

Source: Unicode Standard Annex 9 (bidirectional algorithm), 3.1 and 6.3: data of unknown direction goes between FSI and PDI.
"""

from hypothesis import given
from hypothesis import strategies as st
from wording_draft import draft

from reportgen import wording
from reportgen.model.findings import Findings
from reportgen.model.settings import Settings
from reportgen.wording.catalogue import isolated

BEGIN, END, MARK = "\u2068", "\u2069", "\u200e"
TABLE, COURSE = "שולחן בגן", "حجز دورة"


def test_a_name_from_right_to_left_is_a_piece_of_its_own() -> None:
    told = wording.voice("en", "EUR").say("macro.heading_not_enough", label=f"Order {TABLE}", rate="3.4%")
    assert told == f"{BEGIN}Order {TABLE}{END}{MARK}: 3.4%, no clear change"


def test_each_name_of_a_list_is_a_piece_and_the_list_is_not_wrapped_again(healthy: Findings, settings: Settings) -> None:
    told = draft(healthy, settings)
    listed = told.listed([TABLE, "Order", COURSE])
    assert listed == f"{BEGIN}{TABLE}{END}{MARK}, Order, and {BEGIN}{COURSE}{END}{MARK}"
    assert told.say("micro.supports", rules=listed) == f"supports {listed}"


@given(st.text(alphabet=st.characters(codec="latin-1")) | st.sampled_from(["٣٫٤٪", "1.2 % 🫒", "目標", "−12 % – 3"]))
def test_texts_without_such_letters_stand_as_they_are(text: str) -> None:
    assert isolated(text) == text


@given(st.text(alphabet="ab 1:" + TABLE + COURSE))
def test_a_piece_is_marked_once(text: str) -> None:
    once = isolated(text)
    assert isolated(once) == once
    assert isolated(f"so far: {once}") == f"so far: {once}"


def test_from_right_to_left_everything_else_is_a_piece() -> None:
    """UAX 9, W4 to W7: a sign before a number, and a Latin name, would change places with what stands around them."""
    assert [isolated(each, "rtl") for each in (TABLE, "−4.2%", "Megan", "·", "")] == [
        TABLE,
        f"{BEGIN}−4.2%{END}",
        f"{BEGIN}Megan{END}",
        "·",
        "",
    ]
    assert isolated(f"{TABLE}: {BEGIN}3{END}", "rtl") == f"{TABLE}: {BEGIN}3{END}"
