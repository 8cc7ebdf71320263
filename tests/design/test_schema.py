"""The published schema is the one the records give, and it agrees with what is read."""

from __future__ import annotations

import json

import jsonschema
import pytest

from coolsim.assets import asset
from coolsim.design import files
from coolsim.design.examples import list_examples
from coolsim.design.models import Design
from coolsim.design.schema import SCHEMA_NAME, design_schema, known_keys, schema_text


def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(
        json.loads(asset("schema", SCHEMA_NAME).read_text("utf-8"))
    )


def test_published_schema_is_up_to_date() -> None:
    published = asset("schema", SCHEMA_NAME).read_text("utf-8")
    assert published == schema_text(), "run python -m tests.tools.make_schema"
    jsonschema.Draft202012Validator.check_schema(design_schema())


def test_examples_and_an_empty_design_are_valid() -> None:
    for example in list_examples():
        validator().validate(json.loads(example.path.read_text("utf-8")))
    validator().validate(files.to_object(Design()))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"format": "coolsim"', '"format": "other"'),
        ('"heading_deg"', '"heading"'),
        ('"rack-0001"', '"rack 1"'),
        ('"length_m": 6.95', '"length_m": -1'),
        ('"law": "fixed"', '"law": "magic"'),
        ('"variants"', '"variations"'),
    ],
)
def test_schema_refuses_what_the_reader_refuses(old: str, new: str) -> None:
    text = next(e for e in list_examples() if e.name == "rise-pod2").path.read_text("utf-8")
    assert old in text
    broken = text.replace(old, new)
    assert not validator().is_valid(json.loads(broken))
    with pytest.raises(files.DesignFileError):
        files.loads(broken)


def test_known_keys_follow_lists_alternatives_and_dictionaries() -> None:
    assert "heading_deg" in known_keys(("variants", 0, "racks", 3))
    assert set(known_keys(("variants", 0, "racks", 3, "airflow"))) == {
        "law",
        "airflow_m3_s",
        "airflow_m3_s_kw",
        "inlet_temperature_c",
        "pressure_difference_pa",
    }
    assert known_keys(("catalogue", "server", "mine")) == ()
    assert known_keys(("nowhere",)) == ()
