"""Saved views: made, changed, undone, kept in the file, and without any say in an answer."""

import pytest

from coolsim.design import edits
from coolsim.design.document import Document
from coolsim.design.files import design_hash, dumps, loads
from coolsim.design.models import Design
from coolsim.errors import DesignFileError, EditError
from tests.factories import make_design

LOOK = {"x_m": 4.0, "y_m": 3.0, "across_m": 8.0, "height_m": 1.8, "air": "speed",
        "lines": ("arrows",), "hidden": ("tile",), "section_axis": "y", "section_at_m": 2.5,
        "camera": {"target_x_m": 1.0, "target_y_m": 2.0, "target_z_m": 0.5, "distance_m": 20.0,
                   "azimuth_deg": -120.0, "elevation_deg": 35.0}}  # fmt: skip


def test_a_view_is_kept_with_the_file_and_changes_no_answer():
    design = make_design()
    kept, identifier = edits.view_add(design, **LOOK)
    assert identifier == "view-0001"
    assert design_hash(kept) == design_hash(design)
    assert kept != design, "the file has something to save"
    (view,) = loads(dumps(kept)).views
    assert view == kept.views[0]
    assert (view.name, view.camera.distance_m, view.lines) == ("View 1", 20.0, ("arrows",))


def test_views_are_shared_by_the_variants():
    design, _ = edits.view_add(make_design(), **LOOK)
    design, _ = edits.variant_duplicate(design, "variant-0001")
    assert design.views[0].name == "View 1"


def test_an_id_is_never_given_again_and_every_step_is_undone():
    document = Document(make_design())
    design, first = edits.view_add(document.design, **LOOK)
    document.apply("Save view", design)
    document.apply("Rename view", edits.view_update(document.design, first, name="Cold aisle"))
    assert document.design.views[0].name == "Cold aisle"
    document.apply("Delete view", edits.view_delete(document.design, first))
    assert document.design.views == ()
    design, second = edits.view_add(document.design, **LOOK)
    assert second == "view-0002"
    for _ in range(3):
        document.undo()
    assert document.design.views == ()


def test_nonsense_is_refused():
    design, identifier = edits.view_add(make_design(), **LOOK)
    with pytest.raises(EditError, match="across_m"):
        edits.view_add(design, x_m=0.0, y_m=0.0, across_m=-1.0)
    with pytest.raises(EditError, match="view-0009"):
        edits.view_delete(design, "view-0009")
    with pytest.raises(EditError, match="permanent"):
        edits.view_update(design, identifier, id="view-0002")
    text = dumps(design).replace('"view-0001"', '"rack-0001"')
    with pytest.raises(DesignFileError, match="view-"):
        loads(text)


def test_an_older_file_has_none():
    assert Design().views == ()
    assert '"views"' not in dumps(make_design())
