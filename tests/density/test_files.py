import json

from coolsim.density.files import density_from_json, density_to_json
from tests.factories import make_density, make_design, make_results
from tests.results.test_files import same


def make():
    design = make_design()
    return make_density(design, make_results(design))


def test_keys_are_the_documented_ones():
    document = density_to_json(make())
    assert list(document)[:11] == [
        "schema", "command", "status", "design_hash", "program_version",
        "fidelity", "grid", "seconds", "findings", "hall", "racks",
    ]  # fmt: skip
    rack = document["racks"][0]
    assert {"power_w", "units", "accelerators", "flops", "binding", "next", "slack_w"} <= set(rack)
    assert {"limit", "object", "value", "unit", "source"} <= set(rack["binding"])
    assert document["unchecked"][0]["object"] == "hall"


def test_json_text_restores_every_record():
    density = make()
    document = json.loads(json.dumps(density_to_json(density), allow_nan=False))
    back = density_from_json(document, density.results.fields)
    same(back.results, density.results)
    for name in type(density).__slots__:
        if name != "results":
            assert getattr(back, name) == getattr(density, name), name
