"""What people write, as HTML that can do no harm."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.render import markdown

TAGS = {"p", "h3", "h4", "h5", "h6", "ul", "ol", "li", "a", "em", "strong", "code", "pre", "blockquote", "br", "hr"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*A* **good** month", "<p><em>A</em> <strong>good</strong> month</p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("[page](https://firm.example/a?b=1&c)", '<p><a href="https://firm.example/a?b=1&amp;c">page</a></p>\n'),
        ("# One\n## Two\n#### Three", "<h3>One</h3>\n<h4>Two</h4>\n<h5>Three</h5>\n"),
        ("#### Low\n# High\n#### Low", "<h3>Low</h3>\n<h3>High</h3>\n<h4>Low</h4>\n"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>\n"),
    ],
)
def test_what_is_written(text: str, html: str) -> None:
    assert markdown.html(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](file:///etc/passwd)",
        "[x](vbscript:msgbox(1))",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n[x]",
        "![a picture](https://elsewhere.example/pixel.png)",
        '[x](https://a.example "t" onmouseover=alert(1)")',
    ],
)
def test_what_could_do_harm_does_not_get_through(text: str) -> None:
    html = markdown.html(text)
    assert set(re.findall(r"<([a-z0-9]+)", html)) <= TAGS
    assert not re.search(r'(?:href|src)="(?!https:)', html)
    assert not re.search(r"<[^>]* on[a-z]+=", html)


@given(st.text(alphabet="<>[]()!#*_`~&\"':/ \n-+=abjsx1", max_size=80))
def test_no_text_makes_other_markup(text: str) -> None:
    """Whatever is written: only our own tags, and no attribute but an address and its title."""
    html = markdown.html(text)
    for tag, attributes in re.findall(r"<([a-z0-9]+)((?:[^>\"]|\"[^\"]*\")*)>", html):
        assert tag in TAGS
        assert set(re.findall(r" ([a-z]+)=", re.sub(r'"[^"]*"', '""', attributes))) <= {"href", "title", "start", "class"}
