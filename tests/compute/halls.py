"""Halls and answers for the compute account, small enough to count by hand."""

from types import SimpleNamespace

from coolsim.catalogue import load_catalogue
from coolsim.design.models import Content, Design, Hall, Rack, Variant

CATALOGUE = load_catalogue()


def rack(number, *contents, load_w=None, **fields):
    held = tuple(Content(item=item, count=count) for item, count in contents)
    return Rack(
        id=f"rack-{number:04d}", name=f"R{number}", x_m=1.0 + number, y_m=2.0, heading_deg=90.0,
        contents=held, load_w=load_w, **fields,
    )  # fmt: skip


def design(*racks, **fields):
    variant = Variant(
        id="variant-0001", hall=Hall(length_m=12.0, width_m=6.0), racks=racks, **fields
    )
    return Design(active_variant=variant.id, variants=(variant,))


def answer(*racks, results=None):
    """What the account reads of a density: units and power of each rack, and the solved hall."""
    rows = [SimpleNamespace(units=units, power_w=power) for units, power in racks]
    return SimpleNamespace(racks=rows, results=results)
