"""What visitors do at their page views: micros first, then the macros, whose odds depend on the micros before.

The macros follow a discrete-time hazard per page view: odds = base x first channel x visit number x the odds
ratios of the micros the visitor did before (`firm.EFFECTS`). A page view that is itself the micro (pricing) counts at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportgen.demo import channels, firm, site
from reportgen.demo.clock import Clock, Flags, Floats, Ints
from reportgen.demo.people import Crowd, Views, Visitors

Names = npt.NDArray[np.str_]
PAGE_MICROS: Mapping[str, str] = {"pricing_view": "pricing", "work_view": "work"}
"""Micros that are views of a kind of page."""


@dataclass(frozen=True, slots=True)
class Actions:
    """For each micro and macro key: at which page views (rows of `Views`) it happens."""

    micros: Mapping[str, Flags]
    macros: Mapping[str, Flags]


def act(rng: np.random.Generator, clock: Clock, crowd: Crowd) -> Actions:
    """Draw every micro, then every macro. Bots, app users and people without consent do none of it."""
    people, seen, able = crowd.people, crowd.seen, crowd.able()
    kinds = np.array([page.kind for page in site.PAGES])[seen.page]
    micros = {micro.key: able & (rng.random(len(seen)) < _chance(micro, kinds, people, seen)) for micro in firm.MICROS}
    micros["webinar_registration"] &= _webinar_open(clock, seen)
    done = {key: _before(happens, seen) for key, happens in micros.items()}
    for key, kind in PAGE_MICROS.items():
        here = kinds == kind
        done[key] = _before(here, seen) | here
    macros = {macro.key: able & (rng.random(len(seen)) < _hazard(macro, crowd, done)) for macro in firm.MACROS}
    return Actions(micros, macros)


def _chance(micro: firm.Micro, kinds: Names, people: Visitors, seen: Views) -> Floats:
    other = micro.chance.get("*", 0.0)
    by_kind = {page.kind: micro.chance.get(page.kind, other) for page in site.PAGES}
    chance: Floats = np.array([by_kind[page.kind] for page in site.PAGES])[seen.page]
    factor: Floats = np.array([micro.by_channel.get(channel.name, 1.0) for channel in channels.CHANNELS])
    return chance * factor[people.channel[seen.visitor]]


def _webinar_open(clock: Clock, seen: Views) -> Flags:
    """Views on days of months with a webinar to register for."""
    opened = np.array([day.month in firm.WEBINAR_MONTHS for day in clock.dates()] + [False])
    return opened[np.minimum(clock.day_of(seen.time), clock.days)]


def _before(happens: Flags, seen: Views) -> Flags:
    """Whether it happened at an earlier page view of the same visitor."""
    earlier: Ints = np.cumsum(happens) - happens
    starts = np.flatnonzero(np.r_[True, seen.visitor[1:] != seen.visitor[:-1]])
    runs = np.diff(np.r_[starts, len(seen)])
    return earlier > np.repeat(earlier[starts], runs)


def _hazard(macro: firm.Macro, crowd: Crowd, done: Mapping[str, Flags]) -> Floats:
    """Chance of the macro at each page view, 0-1."""
    people, visits, seen = crowd.people, crowd.visits, crowd.seen
    visit = np.minimum(visits.number[seen.session], len(firm.VISIT_ODDS)) - 1
    odds: Floats = macro.odds * np.array([channel.odds for channel in channels.CHANNELS])[people.channel[seen.visitor]]
    odds = odds * np.array(firm.VISIT_ODDS)[visit]
    for effect in firm.EFFECTS:
        if effect.macro == macro.key:
            odds = odds * np.where(done[effect.micro], effect.odds_ratio, 1.0)
    return odds / (1 + odds)
