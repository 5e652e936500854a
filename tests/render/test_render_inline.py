"""Names between backticks in a sentence."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from reportgen.render.inline import coded


def test_names_between_backticks_are_code_and_nothing_else_is_markup() -> None:
    assert coded("Compare its `match` with <b> (`init --from`).") == (
        "Compare its <code>match</code> with &lt;b&gt; (<code>init --from</code>)."
    )
    assert coded("a `<script>` name") == "a <code>&lt;script&gt;</code> name"


def test_a_text_without_names_is_left_to_be_escaped() -> None:
    assert not isinstance(coded("a < b"), Markup)
    assert coded("one ` alone") == "one ` alone"


@given(st.text())
def test_no_text_gets_out(text: str) -> None:
    found = coded(text)
    if isinstance(found, Markup):
        assert "<" not in found.replace("<code>", "").replace("</code>", "")
