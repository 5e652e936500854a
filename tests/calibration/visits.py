"""Made-up visits whose links from micro to macro are known (statistics 3.3): page views from five channels, and what was done."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportgen.stats import Stratum

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

STEP_BORDERS = (1, 2, 3, 4, 6, 9, 14, 21, 40)
STEPS = len(STEP_BORDERS) + 1
MAX_VISIT = 6
CHANNELS = 5
SHARES = np.array((0.4, 0.25, 0.15, 0.12, 0.08))
HAZARDS = np.array((0.0018, 0.0037, 0.0053, 0.0016, 0.0165))
"""Chance of the macro at a page view, by channel; the last one is the good channel."""
GOOD = CHANNELS - 1
KEEN_ODDS = 4.0
"""Odds of the macro of keen visitors over those of others, at every page view; nothing recorded tells who is keen."""


@dataclass(frozen=True, slots=True)
class Micro:
    """`at_view`: its chance at a page view (in the good channel `in_good`), or with `each_visit` at a visit's first one.

    `ratio`: the odds of the macro at every later page view are so many times as high; None where it only ever follows the macro. Keen
    visitors do it `by_keen` times as often.
    """

    name: str
    ratio: float | None
    at_view: float
    in_good: float | None = None
    each_visit: bool = False
    by_keen: float = 1.0


MICROS = (
    Micro("nothing, rare", 1.0, 0.01),
    Micro("nothing, common", 1.0, 0.08),
    Micro("nothing, at home in the good channel", 1.0, 0.01, in_good=0.25),
    Micro("only after the macro", None, 0.9),
    Micro("nothing, on every visit", 1.0, 0.6, each_visit=True),
    Micro("nothing, but done more by the keen", 1.0, 0.04, by_keen=4.0),
    Micro("x 2", 2.0, 0.05),
    Micro("x 3, rare", 3.0, 0.01),
    Micro("x 1.5", 1.5, 0.05),
    Micro("x 0.5", 0.5, 0.05),
)


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """Rows are page views in order of visitor and time.

    `did` (rows, micros) during a page view, `macro` the page view of the visitor's first macro; `before` a micro at an earlier one.
    """

    visitor: Ints
    channel: Ints
    visit: Ints
    step: Ints
    did: Bools
    before: Bools
    macro: Bools


def visits(rng: np.random.Generator, visitors: int, bots: float = 0.0, keen: float = 0.0) -> Visits:
    """One to many visits of one to many page views; a share of bots with 20 to 60 in one visit, and without macros; a share of the keen."""
    robot, eager = rng.random(visitors) < bots, rng.random(visitors) < keen
    coming = np.where(robot, 1, np.minimum(rng.geometric(0.5, visitors), 12))
    owner = np.repeat(np.arange(visitors), coming)
    pages = np.where(robot[owner], rng.integers(20, 61, len(owner)), np.minimum(rng.geometric(0.3, len(owner)), 40))
    visit = np.repeat(_number(owner), pages)
    visitor = np.repeat(owner, pages)
    page = _number(np.repeat(np.arange(len(owner)), pages))
    step = _number(visitor)
    channel = rng.choice(CHANNELS, visitors, p=SHARES)[visitor]
    did = np.column_stack([_done(rng, micro, channel, page, eager[visitor]) for micro in MICROS])
    before = _earlier(did, step)
    odds = HAZARDS[channel] / (1 - HAZARDS[channel]) * np.where(eager[visitor], KEEN_ODDS, 1.0)
    for at, micro in enumerate(MICROS):
        odds = odds * np.where(before[:, at], micro.ratio or 1.0, 1.0)
    macro = _first(~robot[visitor] & (rng.random(len(visitor)) < odds / (1 + odds)), visitor)
    for at, micro in enumerate(MICROS):
        if micro.ratio is None:
            did[:, at] = _thanked(rng, macro, micro.at_view)
    return Visits(visitor, channel, visit, step, did, _earlier(did, step), macro)


def _number(owner: Ints) -> Ints:
    """0, 1, ... within each run of equal owners."""
    begins = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
    numbers: Ints = np.arange(len(owner)) - np.repeat(begins, np.diff(np.r_[begins, len(owner)]))
    return numbers


def _done(rng: np.random.Generator, micro: Micro, channel: Ints, page: Ints, keen: Bools) -> Bools:
    if micro.ratio is None:
        return np.zeros(len(channel), dtype=bool)
    chance = np.where(channel == GOOD, micro.at_view if micro.in_good is None else micro.in_good, micro.at_view)
    chance = chance * np.where(keen, micro.by_keen, 1.0)
    done: Bools = (rng.random(len(channel)) < chance) & ((page == 0) | (not micro.each_visit))
    return done


def _thanked(rng: np.random.Generator, macro: Bools, chance: float) -> Bools:
    """On the page of the macro, after it."""
    done: Bools = macro & (rng.random(len(macro)) < chance)
    return done


def _earlier(did: Bools, step: Ints) -> Bools:
    """Whether each was done at an earlier page view of the same visitor."""
    total = np.cumsum(did, axis=0)
    exclusive: Ints = total - did
    begin = np.arange(len(step)) - step
    earlier: Bools = exclusive > exclusive[begin]
    return earlier


def _first(macro: Bools, visitor: Ints) -> Bools:
    kept = np.zeros(len(macro), dtype=bool)
    rows = np.flatnonzero(macro)
    kept[rows[np.unique(visitor[rows], return_index=True)[1]]] = True
    return kept


def strata(made: Visits) -> Iterator[tuple[tuple[Stratum, ...], ...]]:
    """Risk rows by visit number and page number in each channel, for each micro; none after a visitor's macro."""
    risk = ~_earlier(made.macro[:, None], made.step)[:, 0]
    bucket = np.searchsorted(STEP_BORDERS, made.step, side="right")
    code = ((made.channel * (MAX_VISIT + 1) + np.minimum(made.visit, MAX_VISIT)) * STEPS + bucket)[risk]
    macro = made.macro[risk]
    size = CHANNELS * (MAX_VISIT + 1) * STEPS
    n, d = np.bincount(code, minlength=size), np.bincount(code[macro], minlength=size)
    for at in range(len(MICROS)):
        had = made.before[risk, at]
        n1, d1 = np.bincount(code[had], minlength=size), np.bincount(code[had & macro], minlength=size)
        rows = np.column_stack([n, d, n1, d1]).reshape(CHANNELS, -1, 4).tolist()
        yield tuple(tuple(Stratum(*row) for row in channel if row[0]) for channel in rows)


def by_visitor(made: Visits) -> tuple[Bools, Bools, Bools]:
    """(visitors, micros) with each micro ever, and before the macro or the end; (visitors,) with the macro."""
    begins = np.flatnonzero(made.step == 0)
    ever = np.logical_or.reduceat(made.did, begins, axis=0)
    macro = np.logical_or.reduceat(made.macro, begins)
    until = ~_earlier(made.macro[:, None], made.step) & ~made.macro[:, None]
    in_time = np.logical_or.reduceat(made.did & until, begins, axis=0)
    return ever, in_time, macro
