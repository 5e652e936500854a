"""The front page as a mail: the sentences, the scoreboard and the goal board, with a text part that says the same."""

import re

from reportgen.model.charts import BoardChart, BoardRow, Words
from reportgen.model.document import ActionList, Digest, Figure, GoalLine, Link, Paragraph, Scoreboard, Tone
from reportgen.model.findings import Findings
from reportgen.model.settings import MailSettings, Settings
from reportgen.wording import actions, catalogue, editions, front, front_early, front_scores, goal_figures, goals, ledger
from reportgen.wording.draft import Draft
from reportgen.wording.report import status_badge

MOST_GOALS = 10
"""Goals in the picture; the rest is counted under it."""
_TOKENS = {Tone.GOOD: "good", Tone.BAD: "bad", Tone.WARN: "warn", Tone.NEUTRAL: "ink", Tone.MUTED: "muted"}


def digest(findings: Findings, settings: Settings, *, href: str | None, attached: bool) -> Digest:
    """The mail about one edition. `href` is where its page is published, `attached` whether the PDF goes along."""
    voice = catalogue.voice(findings.locale, findings.currency)
    draft = Draft(voice, findings, settings)
    doubt, told, since = ledger.front(draft), front.sentences(draft), editions.front(draft)
    board = goals.board(draft)
    lines = board.lines if board else ()
    return Digest(
        language="en" if voice.language == catalogue.PSEUDO else voice.language,
        direction=voice.calendar.text_direction,
        subject=_subject(draft, settings.report.delivery.mail),
        preview=since.text if since else told[min(1, len(told) - 1)],
        site=findings.site,
        period=draft.heading,
        status=status_badge(voice, findings.status),
        about=(voice.say("doc.zone", zone=findings.zone), voice.say("doc.edition", n=findings.edition)),
        since=since.text if since else None,
        sentences=told,
        doubt=doubt.text if isinstance(doubt, Paragraph) else None,
        scoreboard=front_scores.scoreboard(draft),
        signals=front_early.signals(draft) if front_early.why(draft) else None,
        board=_board(draft, lines, board.caption) if board else None,
        goals=tuple(_in_words(draft, line) for line in lines),
        link=Link(voice.say("mail.link"), href) if href else None,
        attached=voice.say("mail.attached") if attached else None,
        footer=_footer(draft, settings.report.delivery.mail),
        brand_color=settings.report.brand.color,
        actions=actions.block(draft, actions.actions(draft)),
    )


def _subject(draft: Draft, mail: MailSettings | None) -> str:
    """Who and how it stands first, as a phone cuts the rest; from the second edition on which one it is."""
    told = {"site": draft.findings.site, "period": draft.period}
    every = draft.findings.goals  # as the first sentence counts them
    behind = sum(goal.status in goals.BEHIND for goal in every)
    key = "behind" if behind else "well" if every else "none"
    said = draft.say(f"mail.goals_{key}", n=behind or len(every), of=len(every))
    if mail is None or mail.subject is None:
        subject = draft.say("mail.subject" if every else "mail.subject_bare", **told, goals=said)
    else:
        words = {**told, "goals": said}
        subject = re.sub(r"\{(\w+)\}", lambda found: words[found[1]], mail.subject)
    edition = draft.findings.edition
    return draft.say("mail.subject_again", subject=subject, n=edition) if edition > 1 else subject


def _board(draft: Draft, lines: tuple[GoalLine, ...], caption: str) -> Figure:
    bullets = {figure.id: figure.chart for figure in goal_figures.bullets(draft)}
    shown, left = lines[:MOST_GOALS], len(lines) - MOST_GOALS
    labels = {"more": draft.say("mail.board_more", n=left)} if left > 0 else {}
    rows = tuple(
        BoardRow(
            label=line.label,
            status=line.badge.text,
            token=_TOKENS[line.badge.tone],
            bullet=goal_figures.as_bullet(bullets.get(line.chart or "")),
            numbers=_numbers(draft, line),
            chance=draft.say("mail.board_chance", chance=line.probability) if line.probability else None,
        )
        for line in shown
    )
    alt = draft.together([*(_in_words(draft, line) for line in shown), *labels.values()])
    return Figure("board", BoardChart(rows, Words(caption, alt, labels, {}, {})), caption)


def _in_words(draft: Draft, line: GoalLine) -> str:
    """One goal in a sentence: what stands in its line on the board."""
    told = {"goal": line.label, "status": line.badge.text, "numbers": _numbers(draft, line), "due": line.due}
    if line.probability:
        return draft.say("mail.goal_chance", **told, chance=line.probability)
    return draft.say("mail.goal", **told)


def _numbers(draft: Draft, line: GoalLine) -> str:
    """What is reached, of the target where there is one: of a goal made of others the parts say it."""
    if line.parts or line.target == draft.say("number.none"):
        return line.actual
    return draft.say("mail.board_of", actual=line.actual, target=line.target)


def _footer(draft: Draft, mail: MailSettings | None) -> tuple[str, ...]:
    if mail is None:
        return ()
    own = mail.footer or draft.settings.report.brand.footer
    address = (mail.unsubscribe or "").removeprefix("mailto:")
    leave = [draft.say("mail.unsubscribe", address=address)] if address else []
    return (draft.say("mail.why", site=draft.findings.site), *leave, *([own] if own else []))


def text(digest: Digest) -> str:
    """The mail's text part: all that its HTML says, for readers and machines that show no HTML."""
    headed = str(catalogue.messages(digest.language)["number.headed"])
    boards = [digest.scoreboard, *([digest.signals] if digest.signals else [])]
    parts = [
        [headed.format(left=digest.site, right=digest.period), f"{digest.status.text}. {' · '.join(digest.about)}"],
        [digest.since] if digest.since else [],
        list(digest.sentences),
        [digest.doubt] if digest.doubt else [],
        [digest.actions.caption, *_actions(digest.actions, headed)] if digest.actions else [],
        *([one.caption, *_scores(one, headed)] for one in boards if one.scores),
        [digest.board.caption or "", *(f"- {goal}" for goal in digest.goals)] if digest.board else [],
        [headed.format(left=digest.link.text, right=digest.link.href)] if digest.link else [],
        [digest.attached] if digest.attached else [],
        ["-- ", *digest.footer] if digest.footer else [],
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _actions(asked: ActionList, headed: str) -> list[str]:
    return [f"- {headed.format(left=item.badge.text, right=f'{item.text} {item.number}')}" for item in asked.items]


def _scores(board: Scoreboard, headed: str) -> list[str]:
    told = [(one.label, f"{one.text}; {one.change}" if one.change else one.text) for one in board.scores]
    return [f"- {headed.format(left=label, right=text)}" for label, text in told]
