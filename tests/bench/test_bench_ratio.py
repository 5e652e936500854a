"""What counts as slower: not a busy machine, not one odd round, but any change that takes more than a fifth more."""

import random

import pytest

from tests.bench.ratio import FEW, MANY, TOLD, Round, least, rounds, said, slower

KEPT = 2.0


def run_of(factor: float, seed: int, busy: float = 1.0) -> list[Round]:
    """Rounds on a machine on which each run takes up to a third more by chance, all of them `busy` times as much."""
    chance = random.Random(seed)

    def took(seconds: float) -> float:
        return seconds * busy * (1 + chance.random() ** 2 / 3)

    return rounds((lambda: took(2.0 * factor), lambda: took(1.0)), KEPT, MANY)


@pytest.mark.parametrize("busy", [1.0, 1.7, 4.0])
def test_noise_is_never_taken_for_a_slow_down(busy: float) -> None:
    """Nor is a change of a twentieth, whatever the machine does besides."""
    assert [seed for seed in range(300) if slower(run_of(1.05, seed, busy), KEPT)] == []


def test_a_slow_down_of_a_third_fails() -> None:
    found = [run_of(4 / 3, seed) for seed in range(300)]
    assert sum(slower(every, KEPT) for every in found) >= 285


def test_a_slow_down_of_a_fifth_is_told() -> None:
    found = [run_of(1.2, seed) for seed in range(300)]
    assert sum(least(every) > KEPT * TOLD for every in found) >= 270


def test_one_odd_round_decides_nothing() -> None:
    plain = [Round(2.0, 1.0)] * FEW
    assert not slower([*plain, Round(9.0, 1.0)], KEPT)
    assert not slower([*plain, Round(2.0, 0.5)], KEPT)
    assert least([*plain, Round(9.0, 1.0)]) == KEPT


@pytest.mark.parametrize(
    ("ours", "words"), [(2.0, "as before"), (2.15, "as before"), (2.3, "slower: look"), (2.5, "too slow"), (1.5, "faster: write it")]
)
def test_the_table_says_what_to_make_of_it(ours: float, words: str) -> None:
    assert said([Round(ours, 1.0)] * FEW, KEPT) == words


def test_no_more_rounds_are_run_than_are_needed() -> None:
    assert len(rounds((lambda: 2.1, lambda: 1.0), KEPT, MANY)) == FEW
    assert len(rounds((lambda: 2.9, lambda: 1.0), KEPT, MANY)) == MANY
