"""What the modules of this folder share: a shipped case run once, and orders of accuracy."""

import dataclasses
from functools import cache

import numpy as np

from coolsim.verification import run, shipped_case


@cache
def rows(case_id, **setup):
    """Rows of a shipped case, with parts of its set-up changed."""
    case = shipped_case(case_id)
    if setup:
        case = dataclasses.replace(case, setup=dataclasses.replace(case.setup, **setup))
    return run(case)


def assert_agrees(found):
    """Every row is within the tolerance of its case, or a declared miss; says which are not."""
    assert found
    missed = [(row.quantity, row.ours, row.published) for row in found if row.is_undeclared_miss]
    assert missed == []


def row_of(found, start):
    """The one row whose quantity begins so."""
    (row,) = [row for row in found if row.quantity.startswith(start)]
    return row


def orders(errors):
    """Observed orders of accuracy between grids that halve the cell."""
    sizes = np.abs(np.asarray(errors, dtype=float))
    return np.log2(sizes[:-1] / sizes[1:])
