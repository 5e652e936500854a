"""How far the bridge from micro to macro can be believed: `python -m tests.calibration.bridge`.

Visits whose links are known (`visits.py`), judged by the report's method beside the naive lift and the published odds ratio with prior 1.
`--write` puts the tables into docs/calibration.md.
"""

import argparse
import os
import platform
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from math import exp, log
from pathlib import Path
from statistics import fmean

import numpy as np

from reportgen.stats import Bridge, Candidate, Link, Rate, bridge, bridges, channel_against_rest, false_discovery, heterogeneity
from reportgen.stats.rates import assumed_dispersion
from tests.calibration.visits import MICROS, Bools, Micro, by_visitor, strata, visits
from tests.written import put

PAGE = Path(__file__).parents[2] / "docs" / "calibration.md"
MAX_Q = 0.10
MIN_PERSONS = 25
SEED = 105


@dataclass(frozen=True, slots=True)
class World:
    name: str
    visitors: int
    bots: float
    keen: float = 0.0

    def known(self, micro: Micro) -> bool:
        """Whether the micro's odds ratio is known: not of one that follows the macro, nor of one that marks who is keen."""
        return micro.ratio is not None and (micro.by_keen == 1 or not self.keen)


WORLDS = (
    World("20,000 visitors", 20_000, 0.0),
    World("20,000 visitors, 3 % of them bots with 20 to 60 page views", 20_000, 0.03),
    World("3,000 visitors: a rare macro", 3_000, 0.0),
    World("20,000 visitors, 20 % of them keen without anything to show for it", 20_000, 0.0, keen=0.2),
)


@dataclass(frozen=True, slots=True)
class Said:
    """One micro in one run: by the report, by the share of macros with and without it, and by the odds ratio with prior 1.

    `differ`: p value that channels have one odds ratio. `lift_found`: the lift's test has q < .10. `odds` is None where the published rule
    leaves the micro out.
    """

    link: Link
    differ: float | None
    lift: float | None
    lift_found: bool
    odds: float | None


@dataclass(frozen=True, slots=True)
class Run:
    macros: int
    said: tuple[Said, ...]


def run(rng: np.random.Generator, world: World) -> Run:
    made = visits(rng, world.visitors, world.bots, world.keen)
    by_channel = list(strata(made))
    links = bridges([Candidate([*chain.from_iterable(each)]) for each in by_channel])
    differ = [heterogeneity([bridge(channel) for channel in each]) for each in by_channel]
    ever, in_time, macro = by_visitor(made)
    lifts = [_sides(ever[:, at], macro) for at in range(len(MICROS))]
    p_values = [channel_against_rest(*sides, assumed_dispersion(0)) for sides in lifts]
    found = [q < MAX_Q for q in false_discovery(p_values)]
    said = [
        Said(link, differ[at], _lift(*lifts[at]), found[at], published(*_sides(in_time[:, at], macro), world.visitors))
        for at, link in enumerate(links)
    ]
    return Run(int(macro.sum()), tuple(said))


def _sides(had: Bools, macro: Bools) -> tuple[Rate, Rate]:
    """Macros of the visitors with the micro, and of those without."""
    return Rate(int((had & macro).sum()), int(had.sum())), Rate(int((~had & macro).sum()), int((~had).sum()))


def _lift(having: Rate, rest: Rate) -> float | None:
    return having.value / rest.value if having.value is not None and rest.value else None


def published(having: Rate, rest: Rate, visitors: int) -> float | None:
    """PostHog's correlation: (a + 1)(d + 1) / ((b + 1)(c + 1)), for events of 25 persons or 2 % of them (statistics.md 11)."""
    if having.of < min(MIN_PERSONS, 0.02 * visitors):
        return None
    return (having.n + 1) * (rest.of - rest.n + 1) / ((rest.n + 1) * (having.of - having.n + 1))


def measured(rng: np.random.Generator, world: World, runs: int) -> str:
    """A table of one world: each micro, then what was found though there is nothing."""
    made = [run(rng, world) for _ in range(runs)]
    lines = [
        f"#### {world.name} ({fmean(one.macros for one in made):,.0f} macros on average)\n",
        "| micro | true odds ratio | naive lift | odds ratio, prior 1 | **here** | 95 % covers | marked | strong | too little data |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [_row(world, at, [one.said[at] for one in made]) for at in range(len(MICROS))]
    marked, naive = (_false_share(world, made, naive=naive) for naive in (False, True))
    lines += ["", f"Of what was found at q < .10, nothing was behind {marked:.1%} (naive lift: {naive:.1%}). {_differing(made)}", ""]
    return "\n".join(lines)


def _row(world: World, at: int, said: Sequence[Said]) -> str:
    micro = MICROS[at]
    enough = [one.link for one in said if one.link.enough and one.link.odds_ratio]
    true = f"{micro.ratio:g}" if world.known(micro) else "-"
    own = f"**{_middle([link.odds_ratio for link in enough])}**" if enough and micro.ratio is not None else "not estimable"
    cover = f"{fmean(_covers(link, micro.ratio) for link in enough):.0%}" if enough and world.known(micro) else "-"
    shares = " | ".join(
        f"{fmean(value):.0%}"
        for value in (
            [one.link.marked for one in said],
            [one.link.bridge is Bridge.STRONG for one in said],
            [one.link.bridge is Bridge.NOT_ENOUGH_DATA for one in said],
        )
    )
    others = " | ".join(_middle(values) for values in ([one.lift for one in said], [one.odds for one in said]))
    return f"| {micro.name} | {true} | {others} | {own} | {cover} | {shares} |"


def _covers(link: Link, ratio: float | None) -> bool:
    return link.interval is not None and ratio is not None and link.interval.low <= ratio <= link.interval.high


def _middle(values: Sequence[float | None]) -> str:
    """Geometric mean of those above 0."""
    told = [log(value) for value in values if value]
    return f"{exp(fmean(told)):.2f}" if told else "-"


def _false_share(world: World, made: Sequence[Run], *, naive: bool) -> float:
    """False discoveries: the mean over runs of those found without an effect, of those found."""
    nothing = [micro.ratio is None or (micro.ratio == 1 and world.known(micro)) for micro in MICROS]
    shares = []
    for one in made:
        found = [said.lift_found if naive else said.link.marked for said in one.said]
        shares.append(sum(a and b for a, b in zip(found, nothing, strict=True)) / max(sum(found), 1))
    return fmean(shares)


def _differing(made: Sequence[Run]) -> str:
    """How often links are said to differ between strata or channels at p < .01, where they never do."""
    enough = [said for one in made for said in one.said if said.link.enough]
    strata_told = [said.link.differs_p < 0.01 for said in enough if said.link.differs_p is not None]
    channels_told = [said.differ < 0.01 for said in enough if said.differ is not None]
    if not strata_told or not channels_told:
        return ""
    return (
        f"Links were said to differ (p < .01) between strata in {fmean(strata_told):.1%} (Tarone), "
        f"between channels in {fmean(channels_told):.1%}; they never do."
    )


def everything(runs: int) -> str:
    begun = time.process_time()
    rng = np.random.default_rng(SEED)
    tables = [measured(rng, world, runs) for world in WORLDS]
    head = (
        f"{time.strftime('%Y-%m-%d')}, `python -m tests.calibration.bridge --runs {runs} --write`, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, numpy {version('numpy')}. Seed {SEED}.\n"
    )
    return "\n".join(["", head, *tables, f"Took {time.process_time() - begun:,.0f} s of CPU.\n"])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.calibration.bridge", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--runs", type=int, default=300, help="made-up sites of each kind (default: 300)")
    parser.add_argument("--write", action="store_true", help="write docs/calibration.md")
    asked = parser.parse_args()
    text = everything(asked.runs)
    print(text)
    if asked.write:
        put(PAGE, "bridge", "python -m tests.calibration.bridge", text)


if __name__ == "__main__":
    main()
