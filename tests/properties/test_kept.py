"""Kept figures: the same as CoolProp's to the last bit, quick, and never in the way."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from coolsim.errors import SolveError
from coolsim.properties import kept
from coolsim.properties.air import moist_air
from tests.tools.make_properties import figures_of

LAZY = """
import sys
from coolsim.assets import asset
from coolsim.design.examples import list_examples
from coolsim.design.files import load
from coolsim.properties.liquids import liquid_table
from coolsim.simulate import hall_air
for example in list_examples():
    variant = load(asset("examples", f"{example.name}.coolsim")).variant
    hall_air(variant)
    for loop in variant.loops:
        if loop.coolant is not None:
            liquid_table(loop.coolant)
print("CoolProp" in sys.modules)
"""


@pytest.fixture
def own_file(tmp_path, monkeypatch):
    """An empty cache folder of the user, and a process that has not loaded CoolProp."""
    path = tmp_path / "cache" / "coolprop.json"
    monkeypatch.setattr(kept, "_own_file", lambda: path)
    monkeypatch.setattr(kept, "LIBRARY", "CoolProp-not-loaded")
    monkeypatch.setattr(kept, "_version", lambda: "8.0.0")
    kept._own.cache_clear()
    yield path
    kept._own.cache_clear()


def test_shipped_figures_are_those_of_coolprop():
    assert len(kept.shipped()) > 40
    for key, figures in kept.shipped().items():
        name, _, arguments = key.partition(" [")
        fresh = figures_of(name, tuple(json.loads(f"[{arguments}")))
        assert json.loads(json.dumps(fresh)) == figures, key


def test_the_examples_do_not_load_coolprop():
    told = subprocess.run([sys.executable, "-c", LAZY], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_what_was_slow_once_is_kept(own_file):
    asked = []

    def make():
        asked.append(1)
        return {"value": 0.1 + 0.2, "none": None}

    assert kept.kept("test", (20.0,), make) == {"value": 0.1 + 0.2, "none": None}
    kept._own.cache_clear()
    assert kept.kept("test", (20.0,), make)["value"].hex() == (0.1 + 0.2).hex()
    assert kept.kept("test", (20.0 + 1e-12,), make)["none"] is None
    assert len(asked) == 2
    assert len(json.loads(own_file.read_text())["figures"]) == 2


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"version": "1.0", "figures": {"test [1.0]": {"value": 2.0}}}']
)
def test_a_broken_or_older_file_is_not_believed(own_file, content):
    own_file.parent.mkdir()
    own_file.write_text(content)
    assert kept.kept("test", (1.0,), lambda: {"value": 1.0}) == {"value": 1.0}


def test_a_folder_that_cannot_be_written_costs_time_only(own_file):
    own_file.parent.write_text("a file where the folder should be")
    assert kept.kept("test", (1.0,), lambda: {"value": 1.0}) == {"value": 1.0}


def test_the_file_begins_anew_before_it_is_large(own_file, monkeypatch):
    monkeypatch.setattr(kept, "MOST_KEPT", 3)
    for number in range(4):
        kept.kept("test", (float(number),), lambda: {"value": 1.0})
    assert len(json.loads(own_file.read_text())["figures"]) == 1


def test_an_impossible_state_stays_impossible(own_file):
    for _ in range(2):
        with pytest.raises(SolveError):
            moist_air.__wrapped__(-20.0, 101325.0, 0.04)
        kept._own.cache_clear()
