"""The Japanese catalogue: whole sentences as a reader finds them, and the words and marks that stay out of it."""

import re

import pytest
from goal_fixture import told_findings, told_settings
from wording_fixture import healthy_findings, healthy_settings, tiny_findings, tiny_settings

from reportgen import wording
from reportgen.wording import catalogue

MESSAGES = catalogue.messages("ja")
VARIANTS = [(key, text) for key, message in MESSAGES.items() for text in ([message] if isinstance(message, str) else message.values())]

CAUSAL = re.compile(r"おかげ|せいで|によって|により|に伴い|原因|要因|起因|影響|効果|貢献|寄与|もたら|引き起こ|につなが|結果として")
MONEY = re.compile(r"売上|売り上げ|収益|利益|収入|販売|売れ")
NOT_OUR_WORDS = re.compile(
    r"ユーザー|ユニーク|訪問数|訪問回数|ヒット|KPI|コンヴァージョン|成約率|信頼区間|リフト|コホート|チャンネル|ゴール|ターゲット"
)
CODE = re.compile(r"`[^`]*`|\{\w+\}|\(other\)|goals:|:key|report\.\w+|\w+\.yaml|p\.")


@pytest.mark.parametrize("banned", [CAUSAL, MONEY, NOT_OUR_WORDS], ids=["causal", "money", "glossary"])
def test_the_japanese_catalogue_avoids(banned: re.Pattern[str]) -> None:
    # checklist 000-8 (a signal, never a sale)
    assert [(key, text) for key, text in VARIANTS if banned.search(text)] == []


def test_japanese_marks_are_japanese() -> None:
    """Full-width marks, quotation marks in pairs, half-width digits, and a range's dash that never begins a line (class NS of UAX 14)."""
    for key, text in VARIANTS:
        told = CODE.sub("", text)
        assert not re.search(r"[(),;:?!\"'“”„０-９Ａ-ｚ，．～]", told), key
        assert not re.search(r"[ぁ-んァ-ヶ一-龠] [ぁ-んァ-ヶ一-龠0-9]|[0-9] [ぁ-んァ-ヶ一-龠]", told), key
        assert told.count("「") == told.count("」"), key
        assert told.count("（") == told.count("）"), key


def test_a_japanese_front_page() -> None:
    """Its three sentences, as in English: the goals, what moved, what to do."""
    made = wording.document(healthy_findings("ja"), healthy_settings())
    assert (made.language, made.title, made.period) == ("ja", "コンバージョンと目標", "2026年10月")
    assert made.sentences == (
        "7件の目標のうち、達成1件、順調2件、要注意1件、遅れ1件、比較不可1件、未開始1件です。",
        "最もはっきり動いたのはQuote requestです。率は2026年9月の0.66%から1.4%へ上がりました（変化の95%区間 +0.2〜+1.2ポイント）。",
        "すべきこと：直すもの4件、続けるもの1件。最優先はデータです。",
    )


def test_a_japanese_goal_with_its_forecast() -> None:
    made = wording.document(told_findings("ja"), told_settings())
    goals = next(section for section in made.sections if section.id == "goals")
    assert goals.lead == (
        "最も遅れているのは「Quote requests」です。120のうち現在74です。"
        "このままなら約86で終わり（80%区間 80〜94）、目標値に届く確率は5%未満です。"
    )


def test_a_japanese_report_without_data() -> None:
    made = wording.document(tiny_findings("ja"), tiny_settings())
    assert made.sentences == (
        "目標がまだありません。何が起きたかは示せますが、それで足りるかどうかは言えません。",
        "この期間のデータがなく、何が動いたかは言えません。",
        "直すべきものが1件あります：データ。",
    )


def test_japanese_alternative_texts_have_no_space_between_sentences() -> None:
    made = wording.document(healthy_findings("ja"), healthy_settings())
    channels = next(section for section in made.sections if section.id == "channels")
    alts = [block.chart.words.alt for block in channels.blocks if hasattr(block, "chart")]
    assert any("。Organic Search 2.7%（2.0%〜3.6%）。Direct" in alt for alt in alts)
