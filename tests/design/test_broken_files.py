"""However a file is broken, reading it ends in a design or in a clear error with its places."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from coolsim.design import files
from coolsim.design.examples import example_path
from coolsim.errors import DesignFileError

TEXT = example_path("rise-pod2").read_text("utf-8")
DATA: dict[str, Any] = json.loads(TEXT)

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


def reads_or_explains(text: str) -> None:
    """Read a text; a refusal must name at least one place and what is wrong there."""
    refusal: DesignFileError | None = None
    try:
        design = files.loads(text, "hall.coolsim")
    except DesignFileError as error:
        refusal = error
    if refusal is None:
        assert files.loads(files.dumps(design)) == design
    else:
        assert refusal.problems
        assert all(problem.path and problem.message for problem in refusal.problems)
        assert "pydantic" not in str(refusal).lower()


def places(data: Any, steps: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document, as keys and indices from the top."""
    found = [steps]
    if isinstance(data, dict):
        for key, part in data.items():
            found += places(part, (*steps, key))
    elif isinstance(data, list):
        for index, part in enumerate(data):
            found += places(part, (*steps, index))
    return found


PLACES = [place for place in places(DATA) if place]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), values), min_size=1, max_size=3))
def test_any_value_anywhere(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    data = copy.deepcopy(DATA)
    for place, value in changes:
        here: Any = data
        try:
            for step in place[:-1]:
                here = here[step]
            here[place[-1]] = value
        except (TypeError, KeyError, IndexError):
            continue  # an earlier change has taken this place away
    reads_or_explains(json.dumps(data))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(max_size=10))
def test_any_cut_or_typing_anywhere(at: int, length: int, typed: str) -> None:
    reads_or_explains(TEXT[:at] + typed + TEXT[at + length :])


@settings(max_examples=80, deadline=None)
@given(st.text(st.sampled_from('{}[]":,\\0123456789.eE+-truefalsnNaIy \n\t/*'), max_size=60))
def test_any_text(text: str) -> None:
    reads_or_explains(text)
    reads_or_explains('{"format": "coolsim", "version": 1, "variants": ' + text)
