"""What differs between designs: small for an edit, exact for any, refused where it does not fit."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coolsim.assets import asset
from coolsim.design import edits
from coolsim.design.changes import changed, difference
from coolsim.design.examples import list_examples
from coolsim.design.files import design_hash, load, to_object
from coolsim.design.models import Design
from coolsim.errors import DesignFileError, EditError
from tests.design.test_edit_sequences import Edit, any_edit
from tests.factories import make_design

RACK = "rack-0001"


def sent(former: Design, design: Design) -> Design:
    """The design as the other process makes it of its own copy of the former one."""
    own = Design.model_validate_json(former.model_dump_json())
    return changed(own, json.loads(json.dumps(difference(former, design))))


def test_nothing_differs_from_itself():
    design = make_design(3)
    again = Design.model_validate_json(design.model_dump_json())
    assert difference(design, design) == {}
    assert sent(design, again) == design


def test_an_edit_of_one_rack_names_its_fields_alone():
    design = make_design(40)
    loaded = edits.update(design, [RACK], contents=(), load_w=8000.0)
    told = difference(design, loaded)["variants"]["at"]["0"]["racks"]
    assert list(told["at"]) == ["0"]
    assert told["at"]["0"]["load_w"] == {"to": 8000.0}
    assert len(json.dumps(difference(design, loaded))) < 200


def test_what_an_edit_leaves_alone_stays_the_same_object():
    design = make_design(4)
    loaded = edits.update(design, [RACK], contents=(), load_w=8000.0)
    again = changed(design, difference(design, loaded))
    assert again.variant.racks[1:] == design.variant.racks[1:]
    assert all(
        one is other
        for one, other in zip(again.variant.racks[1:], design.variant.racks[1:], strict=True)
    )
    assert again.variant.coolers[0] is design.variant.coolers[0]


@settings(max_examples=40, deadline=None)
@given(st.lists(any_edit(), max_size=12))
def test_random_edits_arrive_exactly(sequence: list[Edit]):
    design = make_design(6)
    for edit in sequence:
        try:
            after = edit(design)
        except EditError:
            continue
        arrived = sent(design, after)
        assert to_object(arrived) == to_object(after)
        assert design_hash(arrived) == design_hash(after)
        design = after


def test_any_example_becomes_any_other():
    designs = [load(asset("examples", f"{example.name}.coolsim")) for example in list_examples()]
    for former in designs:
        for design in designs:
            assert to_object(sent(former, design)) == to_object(design)


@pytest.mark.parametrize(
    "change",
    [
        {"variants": {"at": {"7": {}}}},
        {"variants": {"at": {"0": {"racks": {"at": {"0": {"load_w": {"to": -1.0}}}}}}}},
        {"variants": {"at": {"0": {"rooms": {"to": []}}}}},
        {"active_variant": {"to": "variant-0009"}},
        {"variants": {"to": []}},
        {"variants": 3},
        {"variants": {"at": [1, 2]}},
    ],
)
def test_a_change_that_does_not_fit_is_refused(change):
    with pytest.raises(DesignFileError) as caught:
        changed(make_design(2), change)
    assert caught.value.problems
