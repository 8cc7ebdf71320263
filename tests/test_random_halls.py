"""Twenty random legal halls, solved coarse: each ends soundly or says why it cannot."""

from collections import Counter

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.checks import check
from tests.hall_kinds import KINDS, kinds
from tests.hall_trials import solve_hall
from tests.random_halls import cell_for, random_hall

SEEDS = (*range(7, 27), 40)
"""Seed 40 turns over far more air than is supplied to it."""
CELLS = 1500


def test_the_same_seed_gives_the_same_hall():
    assert random_hall(11) == random_hall(11)
    assert random_hall(11) != random_hall(12)


def test_random_halls_are_legal():
    catalogue = load_catalogue()
    for seed in range(300, 340):
        found = check(random_hall(seed), catalogue)
        assert not [finding for finding in found if finding.severity == "error"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_hall_ends_soundly(seed):
    design = random_hall(seed)
    for fidelity in ("draft", "live"):
        trial = solve_hall(design, seed, fidelity, cell_for(design, CELLS))
        assert not trial.problems, (trial.outcome, trial.reason, trial.problems)
        assert trial.outcome in ("converged", "wandering", "not_converged", "refused"), trial


def test_random_halls_include_every_unkind_one():
    met: Counter[str] = Counter()
    for seed in range(7, 87):
        design = random_hall(seed)
        met.update(kinds(design, cell_for(design, CELLS)))
    assert all(met[kind] >= 3 for kind in KINDS), met
