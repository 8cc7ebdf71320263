"""A hall on two paths, A and B: transformer, UPS and PDU each, feeds below, three racks."""

from coolsim.catalogue import load_catalogue
from coolsim.design.models import Feed, Power, PowerElement, Rack, Variant

CATALOGUE = load_catalogue()


def rack(number, **fields):
    """A rack of 40 kW on both feeds unless told otherwise."""
    base = {"load_w": 40e3, "feed_id": "feed-0001", "feed_b_id": "feed-0002"}
    drawn = {"id": f"rack-{number:04d}", "name": f"R{number}", "x_m": 1.0 * number, "y_m": 2.0}
    return Rack(**{**drawn, **base, **fields})


def path(number, **ups):
    """Transformer, UPS and PDU of one path; the PDU stands in the hall."""
    transformer, upper, pdu = (f"{kind}-{number:04d}" for kind in ("transformer", "ups", "pdu"))
    room = "Electrical room"
    drawn = {"unit": "ups_eaton_9395xr", "rated_w": 200e3}
    return (
        PowerElement(
            id=transformer, kind="transformer", rated_w=250e3, no_load_loss_w=500.0,
            load_loss_w=2500.0, room=room,
        ),
        PowerElement(id=upper, kind="ups", supply_id=transformer, room=room, **{**drawn, **ups}),
        PowerElement(
            id=pdu, kind="pdu", supply_id=upper, efficiency_fraction=0.985, rated_w=150e3,
        ),
    )  # fmt: skip


def feed(number, **fields):
    """A feed of one path, shared, 400 V 250 A by IEC: 173 kW."""
    base = {"voltage_v": 400.0, "breaker_a": 250.0, "jurisdiction": "IEC", "per_rack": False}
    names = {"id": f"feed-{number:04d}", "name": "AB"[number - 1]}
    return Feed(**{**names, "supply_id": f"pdu-{number:04d}", **base, **fields})


def hall(racks=None, elements=None, feeds=None, **power):
    """The variant."""
    return Variant(
        id="variant-0001",
        racks=tuple(rack(n) for n in (1, 2, 3)) if racks is None else racks,
        power=Power(
            feeds=(feed(1), feed(2)) if feeds is None else feeds,
            elements=(*path(1), *path(2)) if elements is None else elements,
            **power,
        ),
    )
