"""The mail in words: the subject, the board's rows, and a text part that says all that the HTML says."""

from dataclasses import replace

import pytest

from reportgen import wording
from reportgen.model.charts import BoardChart
from reportgen.model.delivery import Security
from reportgen.model.document import ActionList, Digest
from reportgen.model.editions import Moved, Since, Source, Told
from reportgen.model.findings import Findings, GoalStatus
from reportgen.model.settings import DeliverySettings, MailSettings, Settings

MAIL = MailSettings(
    sender="reports@northlight.example",
    to=("anna@firm.example",),
    allowed_domains=("firm.example",),
    host="mail.example",
    security=Security.TLS,
    unsubscribe="mailto:stop@northlight.example",
    footer="Northlight Studio, Hamburg",
)
HREF = "https://northlight.example/2026-10/"


def made(findings: Findings, settings: Settings) -> Digest:
    report = settings.report.model_copy(update={"delivery": DeliverySettings(mail=MAIL)})
    return wording.digest(findings, settings.model_copy(update={"report": report}), href=HREF, attached=True)


def test_the_subject_says_how_many_goals_are_behind_as_the_first_sentence_counts_them(healthy: Findings, settings: Settings) -> None:
    behind = sum(goal.status in (GoalStatus.OFF_TRACK, GoalStatus.AT_RISK, GoalStatus.MISSED) for goal in healthy.goals)
    assert 1 < behind < len(healthy.goals)
    digest = made(healthy, settings)
    assert digest.subject == f"Northlight Studio: {behind} of {len(healthy.goals)} goals behind, October 2026"
    assert digest.sentences[0].startswith(f"Of {len(healthy.goals)} goals, ")


@pytest.mark.parametrize(
    ("status", "said"), [(GoalStatus.AT_RISK, ": 1 of 1 goals behind, "), (GoalStatus.AHEAD, ": goal not behind, ")]
)  # fmt: skip
def test_the_subject_of_one_goal(healthy: Findings, settings: Settings, status: GoalStatus, said: str) -> None:
    one = replace(healthy, goals=(replace(healthy.goals[0], status=status),), combined=())
    assert made(one, settings).subject == f"Northlight Studio{said}October 2026"


def test_a_later_edition_says_which_it_is_and_what_it_says_otherwise(healthy: Findings, settings: Settings) -> None:
    first = made(healthy, settings)
    assert (first.since, first.preview) == (None, first.sentences[1])
    moved = Moved(Told.CONVERSIONS, "quote", "Quote request", 41, 44)
    again = made(replace(healthy, edition=2, since=Since(1, (Source.DATA,), (), (moved,))), settings)
    assert again.subject == f"{first.subject} (edition 2)"
    assert again.since is not None
    assert again.since.startswith("This edition replaces edition 1. Quote request 41 → 44.")
    assert again.preview == again.since
    text = wording.digest_text(again)
    assert text.index(again.since) < text.index(again.sentences[0])


def test_what_to_do_stands_in_the_mail_as_on_the_front_page(healthy: Findings, settings: Settings) -> None:
    digest = made(healthy, settings)
    front = next(block for block in wording.document(healthy, settings).front if isinstance(block, ActionList))
    assert digest.actions == front
    first = front.items[0]
    assert f"{front.caption}\n- {first.badge.text}: {first.text} {first.number}\n" in wording.digest_text(digest)


def test_without_goals_the_subject_promises_nothing(tiny: Findings, small_settings: Settings) -> None:
    digest = made(replace(tiny, goals=(), combined=(), edition=1), small_settings)
    assert digest.subject == f"{tiny.site}: {digest.period}"
    assert (digest.board, digest.goals) == (None, ())


def test_signals_that_lead_are_in_the_mail_too(healthy: Findings, settings: Settings) -> None:
    assert made(healthy, settings).signals is None
    few = tuple(replace(rule, converted=replace(rule.converted, conversions=7)) for rule in healthy.macros)
    digest = made(replace(healthy, macros=few), settings)
    assert any(said.endswith("The signals below move earlier.") for said in digest.sentences)
    assert digest.signals is not None
    assert digest.signals.scores
    assert digest.signals.caption in wording.digest_text(digest)


def test_the_board_has_the_goals_of_the_front_page_in_its_order(healthy: Findings, settings: Settings) -> None:
    digest = made(healthy, settings)
    assert digest.board is not None
    chart = digest.board.chart
    assert isinstance(chart, BoardChart)
    assert [row.label for row in chart.rows] == [goal.partition(":")[0] for goal in digest.goals][: len(chart.rows)]
    statuses = {goal.label: goal.status for goal in healthy.goals}
    assert {row.token for row in chart.rows if statuses.get(row.label) is GoalStatus.OFF_TRACK} == {"bad"}
    assert all(goal in chart.words.alt for goal in digest.goals[: len(chart.rows)])


def test_more_goals_than_the_picture_holds_are_counted_under_it(healthy: Findings, settings: Settings) -> None:
    goals = tuple(replace(healthy.goals[0], key=f"g{place}") for place in range(13))
    digest = made(replace(healthy, goals=goals, combined=()), settings)
    assert digest.board is not None
    assert isinstance(digest.board.chart, BoardChart)
    assert (len(digest.board.chart.rows), len(digest.goals)) == (10, 13)
    assert digest.board.chart.words.labels["more"] == "3 more goals are in the report."


def test_the_text_part_says_what_the_mail_says(healthy: Findings, settings: Settings) -> None:
    digest = made(healthy, settings)
    text = wording.digest_text(digest)
    scores = [part for score in digest.scoreboard.scores for part in (score.label, score.text)]
    said = (
        *digest.sentences,
        digest.doubt or "",
        *scores,
        *digest.goals,
        f"Open the report: {HREF}",
        digest.attached or "",
        *digest.footer,
    )
    assert [part for part in said if part not in text] == []
    assert text.endswith("\n-- \nYou get this mail because you are a reader of the monthly report on Northlight Studio.\n"
                         "To stop getting it: stop@northlight.example\nNorthlight Studio, Hamburg\n")  # fmt: skip


def test_the_text_part_sets_colons_as_its_language_does(healthy: Findings, settings: Settings) -> None:
    text = wording.digest_text(made(replace(healthy, locale="fr"), settings))
    assert text.startswith("Northlight Studio\u00a0: ")
    assert ": " not in text.replace("\u00a0: ", "").replace("://", "")
