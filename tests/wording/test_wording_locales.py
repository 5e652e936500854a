"""Numbers, amounts, shares, dates and plurals in locales of every kind. Expected texts: CLDR's data, as Babel ships it."""

import re
import string
from datetime import date

import pytest
from babel import Locale, localedata
from wording_fixture import healthy_findings, healthy_settings

from reportgen import wording
from reportgen.model.document import Document
from reportgen.periods import Period
from reportgen.wording import catalogue, dates, numbers
from tests.every import texts

MARKS = re.compile("[\u061c\u200e\u200f]")


# locale, count, money in its currency, share, change
WRITTEN = [
    ("en_IN", "12,34,567", ("INR", "₹12,34,567"), "3.2%", "−4.2%"),
    ("hi_IN", "12,34,567", ("INR", "₹12,34,567"), "3.2%", "−4.2%"),
    ("de_CH", "1’234’567", ("CHF", "CHF\xa01’234’567"), "3.2%", "−4.2%"),
    ("de_AT", "1.234.567", ("EUR", "€\xa01.234.567"), "3,2\xa0%", "−4,2\xa0%"),
    ("fr_FR", "1\u202f234\u202f567", ("EUR", "1\u202f234\u202f567\xa0€"), "3,2\xa0%", "−4,2\xa0%"),
    ("fr_CA", "1\xa0234\xa0567", ("CAD", "1\xa0234\xa0567\xa0$"), "3,2\xa0%", "−4,2\xa0%"),
    ("es_MX", "1,234,567", ("MXN", "$1,234,567"), "3.2%", "−4.2%"),
    ("pt_BR", "1.234.567", ("BRL", "R$\xa01.234.567"), "3,2%", "−4,2%"),
    ("pl_PL", "1\xa0234\xa0567", ("PLN", "1\xa0234\xa0567\xa0zł"), "3,2%", "−4,2%"),
    ("sv_SE", "1\xa0234\xa0567", ("SEK", "1\xa0234\xa0567\xa0kr"), "3,2\xa0%", "−4,2\xa0%"),
    ("nb_NO", "1\xa0234\xa0567", ("NOK", "1\xa0234\xa0567\xa0kr"), "3,2\xa0%", "−4,2\xa0%"),
    ("tr_TR", "1.234.567", ("TRY", "₺1.234.567"), "%3,2", "−%4,2"),
    ("th_TH", "1,234,567", ("THB", "฿1,234,567"), "3.2%", "−4.2%"),
    ("ja_JP", "1,234,567", ("JPY", "￥1,234,567"), "3.2%", "−4.2%"),
    ("ar_EG", "1,234,567", ("EGP", "1,234,567\xa0EGP"), "3.2%", "−4.2%"),
    ("he_IL", "1,234,567", ("ILS", "1,234,567\xa0₪"), "3.2%", "−4.2%"),
    ("fa_IR", "1,234,567", ("IRR", "IRR\xa01,234,567"), "3.2%", "−4.2%"),
]


@pytest.mark.parametrize(("code", "count", "money", "share", "change"), WRITTEN, ids=[row[0] for row in WRITTEN])
def test_numbers_are_written_as_the_locale_writes_them(code: str, count: str, money: tuple[str, str], share: str, change: str) -> None:
    locale = Locale.parse(code)
    assert numbers.count(locale, 1_234_567) == count
    assert numbers.money(locale, 1_234_567, money[0]) == money[1]
    assert numbers.share(locale, 0.0321) == share
    assert numbers.change(locale, -0.042) == change


@pytest.mark.parametrize(
    ("code", "currency", "text"),
    [
        ("en", "JPY", "¥12"),  # ISO 4217: yen have no decimals, Kuwaiti dinars three
        ("en", "KWD", "KWD\xa012.345"),
        ("de", "KWD", "12,345\xa0KWD"),
        ("ar_KW", "KWD", "12.345\xa0KWD"),
        ("bn_BD", "USD", "12.35\xa0US$"),  # UTS 35, currencySpacing: letters keep apart from digits, signs do not
        ("es_MX", "EUR", "EUR\xa012.35"),
        ("en_CA", "EUR", "€12.35"),
    ],
)
def test_amounts_have_the_places_of_their_currency(code: str, currency: str, text: str) -> None:
    assert numbers.money(Locale.parse(code), 12.345, currency) == text


@pytest.mark.slow
@pytest.mark.parametrize("code", sorted(localedata.locale_identifiers()))
def test_every_locale_keeps_every_digit(code: str) -> None:
    """All of Babel's locales: the digits of the number and no others, a true minus, the percent sign once, no mark of direction."""
    locale = Locale.parse(code)
    said = {
        "1234567": numbers.count(locale, 1_234_567),
        "125": numbers.decimal(locale, -12.5, 1),
        "32": numbers.share(locale, 0.0321),
        "42": numbers.change(locale, -0.042),
        "12345": numbers.money(locale, 12_345, "EUR"),
        "1250": numbers.money(locale, -12.5, "USD"),
        "12500": numbers.money(locale, 12.5, "KWD"),
        "9000": numbers.money(locale, 9_000, "JPY"),
    }
    for digits, text in said.items():
        assert "".join(char for char in text if char in string.digits) == digits
        assert not MARKS.search(text)
        assert "-" not in text
        assert not any(char.isdigit() and char not in string.digits for char in text)
    assert [text.count("%") for text in said.values()] == [0, 0, 1, 1, 0, 0, 0, 0]
    assert [text.startswith(numbers.MINUS) for text in said.values()] == [False, True, False, True, False, True, False, False]


# --- texts ---------------------------------------------------------------------------------------------------------


def said(document: Document) -> str:
    return "\n".join(texts(document))


@pytest.mark.parametrize(
    ("code", "visitors", "rate"), [("sv_SE", "3\xa0080", "0,66\xa0%"), ("ar_EG", "3,080", "0.66%"), ("tr", "3.080", "%0,66")]
)
def test_a_language_without_a_catalogue_has_english_words_and_its_own_numbers(code: str, visitors: str, rate: str) -> None:
    """The page says that it is English and runs from left to right, whatever the locale; the day stands before the month."""
    made = wording.document(healthy_findings(code), healthy_settings())
    assert (made.language, made.direction, made.title, made.period) == ("en", "ltr", "Conversions and goals", "October 2026")
    told = said(made)
    assert visitors in told and rate in told
    assert "31 Oct 2026" in told and "Oct 31, 2026" not in told
    assert not MARKS.search(told)


@pytest.mark.parametrize(
    ("code", "day", "span", "month"),
    [
        ("en_GB", "31 October 2026", "1 Sept – 15 Oct 2026", "October 2026"),
        ("de_CH", "31. Oktober 2026", "1. Sept. – 15. Okt. 2026", "Oktober 2026"),
        ("fr_CA", "31 octobre 2026", "1er sept. – 15 oct. 2026", "octobre 2026"),
        ("es_MX", "31 de octubre de 2026", "1 de sep – 15 de oct 2026", "octubre de 2026"),
        ("ja_JP", "2026年10月31日", "2026年9月1日〜10月15日", "2026年10月"),
        ("pt_BR", "31 October 2026", "1 Sept – 15 Oct 2026", "October 2026"),
    ],
)
def test_days_are_written_in_the_language_of_the_texts(code: str, day: str, span: str, month: str) -> None:
    calendar = wording.voice(code, "EUR").calendar
    assert dates.long_day(calendar, date(2026, 10, 31)) == day
    assert dates.period(calendar, Period(date(2026, 9, 1), date(2026, 10, 16))).replace("\u2009", " ") == span
    assert dates.month_name(calendar, date(2026, 10, 1)) == month


FORMS = {
    "en": "other one other other",
    "de": "other one other other",
    "fr": "one one other many",
    "es": "other one other many",
    "ja": "other " * 4,
}
"""CLDR's plural rules for 0, 1, 2 and a million."""


@pytest.mark.parametrize("language", sorted(catalogue.languages()))
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    voice = wording.voice(language, "EUR")
    forms = [voice.calendar.plural_form(n) for n in (0, 1, 2, 1_000_000)]
    assert forms == FORMS[language].split()
    message = catalogue.messages(language)["status_note.missing"]
    assert isinstance(message, dict)
    for n, form in zip((0, 1, 2, 1_000_000), forms, strict=True):
        assert voice.say("status_note.missing", n=n) == message.get(form, message["other"]).replace("{n}", numbers.count(voice.locale, n))


def test_an_abbreviated_month_ends_a_sentence_with_one_full_stop() -> None:
    """Duden, rule D 4: the full stop of an abbreviation is also that of the sentence; dots that somebody wrote stay."""
    voice = wording.voice("de", "EUR")
    assert voice.say("ledger_item.settings_warning", what="am 27. Okt.") == "am 27. Okt."
    assert voice.say("ledger_item.settings_warning", what="was noch...") == "was noch...."
    assert voice.say("ledger_item.settings_warning", what="../data") == "../data."
