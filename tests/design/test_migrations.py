"""Files of older versions read as designs of the present one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coolsim.design import files
from coolsim.design.migrations import MIGRATIONS, migrate
from coolsim.design.models import VERSION, Cooler, Hall, Rack, Variant
from coolsim.errors import DesignFileError

DRAFT = {
    "format": "coolsim",
    "version": 0,
    "project": {"name": "Draft"},
    "hall": {"length_m": 10.0, "width_m": 8.0},
    "racks": [{"id": "rack-0003", "x_m": 2, "y_m": 3, "heading": 90, "power_w": 4000}],
    "coolers": [{"id": "cooler-0001", "x_m": 1, "y_m": 1, "heading": 0}],
}


def test_there_is_a_step_from_every_older_version() -> None:
    assert sorted(MIGRATIONS) == list(range(VERSION))


def test_the_flat_draft_becomes_a_variant(tmp_path: Path) -> None:
    path = tmp_path / "old.coolsim"
    path.write_text(json.dumps(DRAFT), "utf-8")
    design = files.load(path)
    assert design.version == VERSION
    assert design.project.name == "Draft"
    assert design.variant == Variant(
        id="variant-0001",
        name="Base",
        hall=Hall(length_m=10.0, width_m=8.0),
        racks=(Rack(id="rack-0003", x_m=2.0, y_m=3.0, heading_deg=90.0, load_w=4000.0),),
        coolers=(Cooler(id="cooler-0001", x_m=1.0, y_m=1.0),),
    )
    files.save(design, path)
    assert json.loads(path.read_text("utf-8"))["version"] == VERSION


def test_migrating_leaves_its_input_alone() -> None:
    before = json.dumps(DRAFT)
    migrate(dict(DRAFT), 0)
    assert json.dumps(DRAFT) == before


def test_errors_of_an_old_file_are_found_after_migrating() -> None:
    broken = {**DRAFT, "racks": [{"id": "rack-0001", "x_m": 1, "y_m": 1, "power_w": "much"}, 7]}
    with pytest.raises(DesignFileError) as caught:
        files.loads(json.dumps(broken))
    assert {problem.path for problem in caught.value.problems} == {
        "variants[0].racks[0].load_w",
        "variants[0].racks[1]",
    }
    with pytest.raises(DesignFileError, match="must be a list"):
        files.loads(json.dumps({**DRAFT, "racks": {"a": 1}}))
