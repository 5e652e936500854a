"""Where a line of a page must not end: dates in the five languages of the catalogue, numbers with what they count; where long words may."""

import pytest

from reportgen.render.lines import breakable, held_together, unbroken


@pytest.mark.parametrize(
    "text",
    [
        "bis 31._Dezember 2026",
        "on December_31, 2026",
        "by 28_Feb 2026",
        "el 31_de_diciembre de 2026",
        "le 31_décembre 2026",
        "le 1er_octobre 2026",
        "2026年12月31日",
        "214_visitors",
        "1,041 of 3,019",
        "0.72 to 1.3%",
        "16%_less",
        "in 2026 the year",
        "12 Wiederholungskonversionen",
        "mobile 4",
    ],
)
def test_a_number_stands_with_what_it_counts_and_a_day_with_its_month(text: str) -> None:
    """`_` is where the line must not end; the year may stand on the next one."""
    wanted = text.replace("_", "\N{NO-BREAK SPACE}")
    assert unbroken(wanted.replace("\N{NO-BREAK SPACE}", " ")) == wanted


def test_a_minus_stands_with_the_sign_of_its_currency() -> None:
    """And a dash with spaces around it, or before a digit, as it was."""
    assert unbroken("−$37 to −5 − 6, −€2") == "−\N{WORD JOINER}$37 to −5 − 6, −\N{WORD JOINER}€2"


def test_only_what_is_set_in_lines_is_held_together() -> None:
    """Neither names of files to be copied, nor what only a program or a reader by ear takes in."""
    page = '<title>3 days</title><p title="3 days">3 days <code>3 days.csv</code></p><svg><text>3 days</text></svg><style>3 days</style>'
    assert held_together(page) == page.replace(">3 days <code", ">3\N{NO-BREAK SPACE}days <code")


@pytest.mark.parametrize(
    "word",
    [
        "Angebotsanfrage",
        "waermepumpe_|marke",
        "/leistungen/|waermepumpe",
        "a_campaign_|with_a_name_|2026_v2_final_|FINAL",
        "Donaudampfschi|fffahrtsgesell|schaftskapitän",
        "شركات-التركيب-|والصيانة",
        "2.860–3.000–4.000–5.000",
        "1.935&nbsp;von&nbsp;2.860",
        "四半期のお問い合わせ件数（関東・東北地方の全店舗）",
    ],
)
def test_a_long_word_of_a_table_may_end_a_line_at_its_parts_else_between_letters(word: str) -> None:
    """`|` is where it may; an entity is no word, and Japanese ends its lines anywhere."""
    wanted = f'<table><tr><th title="{word.replace("|", "")}"><a href="#x">{word}</a></th></tr></table>'.replace("|", "<wbr>")
    assert breakable(wanted.replace("<wbr>", "")) == wanted


def test_only_words_of_tables_are_broken() -> None:
    long = "a_campaign_with_a_name"
    page = f"<p>{long}</p><table><td><svg><text>{long}</text></svg><code>{long}</code></td></table>"
    assert breakable(page) == page
