"""Any liquid design, however odd, ends in an answer that says what it is, or in a finding."""

from __future__ import annotations

import warnings

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from coolsim.checks import check
from tests.loops.halls import catalogue, solved
from tests.loops.random_loops import random_design


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_random_designs_end_in_an_answer(seed: int) -> None:
    design = random_design(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answer = solved(design)
    for state in answer.loops:
        if state.status == "converged":
            assert state.imbalance_kg_s <= 1e-8 * max(state.flow_m3_s * 1e3, 1e-6)
            scale = sum(abs(term.value) for term in state.terms) + 1.0
            assert abs(state.balance_w) <= 1e-7 * scale
    errors = {item.code for item in check(design, catalogue()) if item.severity == "error"}
    if not answer.converged:
        # what cannot settle is drawn wrongly, or its solve says what is wrong
        assert errors or answer.findings
    for consumer in answer.consumers:
        assert np.isfinite(consumer.flow_m3_s)
        if consumer.flow_m3_s == 0.0:
            assert consumer.heat_w == 0.0
