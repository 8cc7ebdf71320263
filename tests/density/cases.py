"""Density cases on small halls with own catalogue entries, for hand numbers."""

from dataclasses import replace

from coolsim.catalogue import load_catalogue
from coolsim.density.case import make_case
from coolsim.design.models import Content, Hall, Power, Rack, Variant
from coolsim.scene import resolve
from tests.scene.variants import AIR


def figure(value):
    return {"v": value, "src": "", "conf": "design"}


OWN = {
    "server": {
        "node": {
            "name": "Node",
            "cooling": "air",
            "p_max_w": figure(1000),
            "height_u": figure(4),
            "weight_kg": figure(50),
            "accelerator": "nvidia_b200_hgx",
            "accelerators": 8,
        },
        "bare_node": {"name": "Bare node", "cooling": "air", "p_max_w": figure(500)},
    },
    "switch": {
        "leaf": {
            "name": "Leaf",
            "cooling": "air",
            "p_max_w": figure(300),
            "height_u": figure(1),
            "weight_kg": figure(10),
        }
    },
    "rack": {
        "pod": {
            "name": "Pod",
            "cooling": "air",
            "p_max_w": figure(30000),
            "height_u": figure(42),
            "weight_kg": figure(900),
        }
    },
}


def contents(**counts):
    return tuple(Content(item=item, count=count) for item, count in counts.items())


def rack(number=1, **fields):
    drawn = {"id": f"rack-{number:04d}", "x_m": 2.0 * number, "y_m": 2.0, "name": f"R{number}"}
    return Rack(**{**drawn, **fields})


def case_of(*racks, feeds=(), hall_cap_w=None, objective="uniform", margin_k=0.0, **hall):
    """The density case of racks in a hall."""
    variant = Variant(
        id="variant-0001",
        name="Base",
        hall=Hall(**hall),
        racks=racks,
        power=Power(feeds=feeds, hall_cap_w=hall_cap_w),
    )
    catalogue = load_catalogue().with_entries(OWN)
    return make_case(variant, resolve(variant, catalogue, AIR), catalogue, objective, margin_k)


def with_weights(case, *weights):
    return replace(case, weights=weights)
