"""An agency's page over all its clients: exceptions first."""

from collections.abc import Sequence

from reportgen.model.batch import ClientDone, Trouble
from reportgen.model.document import Badge, Cover, CoverEntry, GoalMark, Tone
from reportgen.wording import catalogue
from reportgen.wording.catalogue import PSEUDO, Voice
from reportgen.wording.report import labels

_ORDER = tuple(Trouble)
_BADGES = {
    Trouble.FAILED: (Tone.BAD, "cross"),
    Trouble.STOPPED: (Tone.BAD, "warn"),
    Trouble.BEHIND: (Tone.WARN, "down"),
    Trouble.UNSENT: (Tone.WARN, "clock"),
}


def cover(locale: str, currency: str, done: Sequence[ClientDone]) -> Cover:
    """The page, in the base settings' language. Clients by their worst trouble, then by name."""
    voice = catalogue.voice(locale, currency)
    found = sorted(((troubles(one), one) for one in done), key=lambda pair: (_worst(pair[0]), pair[1].client))
    urgent = tuple(_entry(voice, one, why) for why, one in found if why)
    quiet = tuple(_entry(voice, one, why) for why, one in found if not why)
    return Cover(
        language="en" if voice.language == PSEUDO else voice.language,
        direction=voice.calendar.text_direction,
        title=voice.say("cover.title"),
        lead=voice.say("cover.lead", n=len(done), urgent=len(urgent)) if urgent else voice.say("cover.lead_quiet", n=len(done)),
        urgent=urgent,
        quiet=quiet,
        labels={**labels(voice), "urgent": voice.say("cover.urgent"), "quiet": voice.say("cover.quiet")},
    )


def troubles(done: ClientDone) -> tuple[Trouble, ...]:
    """What needs a person, worst first."""
    unsent = done.held is not None or (done.readers is not None and (done.sent or 0) < done.readers)
    has = {
        Trouble.FAILED: done.error is not None,
        Trouble.STOPPED: done.stopped is not None,
        Trouble.BEHIND: bool(_behind(done)),
        Trouble.UNSENT: unsent,
    }
    return tuple(trouble for trouble in _ORDER if has[trouble])


def _worst(found: Sequence[Trouble]) -> int:
    return _ORDER.index(found[0]) if found else len(_ORDER)


def _behind(done: ClientDone) -> tuple[GoalMark, ...]:
    """Missed, off track or at risk, as everywhere (`goals.BEHIND`): by the tones of these words alone."""
    return tuple(goal for goal in done.newest.goals if goal.badge.tone in (Tone.BAD, Tone.WARN)) if done.newest else ()


def _entry(voice: Voice, done: ClientDone, found: Sequence[Trouble]) -> CoverEntry:
    tone, icon = _BADGES[found[0]] if found else (Tone.GOOD, "check")
    return CoverEntry(
        client=done.client,
        badge=Badge(voice.say(f"cover.{found[0]}" if found else "cover.fine"), tone, icon),
        title=done.newest.title if done.newest else None,
        href=done.newest.href if done.newest else None,
        lines=tuple(_line(voice, done, trouble) for trouble in found),
        goals=_behind(done),
        data=done.newest.badge if done.newest and done.newest.badge.tone is Tone.WARN else None,
    )


def _line(voice: Voice, done: ClientDone, trouble: Trouble) -> str:
    if trouble is Trouble.FAILED:
        return done.error or ""
    if trouble is Trouble.STOPPED:
        return done.stopped or ""
    if trouble is Trouble.BEHIND:
        return voice.say("cover.behind_line", n=len(_behind(done)))
    if done.held is not None:
        return done.held
    return voice.say("cover.unsent_line", sent=done.sent or 0, n=done.readers or 0)
