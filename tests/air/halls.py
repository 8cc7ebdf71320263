"""Small halls for the air side, and the shortest way to a solved one."""

from coolsim.air.solve import AirSolver
from coolsim.catalogue import load_catalogue
from coolsim.design.models import Cooler, Design, Panel, Variant
from coolsim.properties.air import AirState
from coolsim.scene import resolve
from tests.halls import small_hall

AIR = AirState(1.19, 1010.0, 0.008, 10.0)
CELL_M = 0.3


def base(**fields) -> Variant:
    """Four racks before a row of tiles, one down-flow cooler; changed by ``fields``."""
    return changed(small_hall().variant, **fields)


def changed(record, **fields):
    """A record with other fields, validated again."""
    return type(record).model_validate({**record.model_dump(), **fields})


def all_changed(records, **fields):
    """All records with the same other fields."""
    return tuple(changed(record, **fields) for record in records)


def hall(variant: Variant, **fields) -> Variant:
    """A variant with other hall fields."""
    return changed(variant, hall=changed(variant.hall, **fields))


def scene_of(variant: Variant, air: AirState = AIR):
    """The resolved scene of a variant."""
    return resolve(variant, load_catalogue(), air)


def design_of(variant: Variant) -> Design:
    """A design with one variant."""
    return Design(variants=(variant,), active_variant=variant.id)


def finish(steps):
    """The answer of a generator that reports progress."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


def solve(variant: Variant, fidelity="draft", cell_m=CELL_M, turbulence="constant", air=AIR):
    """A solved variant."""
    scene = scene_of(variant, air)
    return finish(AirSolver(scene, fidelity, cell_m, turbulence).solve(scene))


def contained(top=2.1, leak=0.0, wall_y=3.9, demand=1.0, load_w=5000.0) -> Variant:
    """The row of :func:`base` with its cold aisle under a roof, between doors and a wall.

    ``demand`` is the rack airflow over the supply; ``leak`` the open share of all panels.
    """
    variant = base()
    flow = 4 * 0.08 * load_w / 1000.0
    racks = all_changed(
        variant.racks,
        height_m=top,
        load_w=load_w,
        airflow={"law": "fixed", "airflow_m3_s": demand * flow / 4},
    )
    depth = wall_y - 3.0
    panels = (
        Panel(
            id="panel-0001",
            orientation="horizontal",
            x_m=3.6,
            y_m=3.0 + depth / 2,
            width_m=2.4,
            depth_m=depth,
            heading_deg=90.0,
            z_from_m=top,
            leak_fraction=leak,
        ),
        Panel(
            id="panel-0002",
            x_m=3.6,
            y_m=wall_y,
            width_m=2.4,
            heading_deg=90.0,
            z_to_m=top,
            leak_fraction=leak,
        ),
        *(
            Panel(
                id=f"panel-000{n}",
                x_m=x,
                y_m=3.0 + depth / 2,
                width_m=depth,
                z_to_m=top,
                leak_fraction=leak,
            )
            for n, x in ((3, 2.4), (4, 4.8))
        ),
    )
    cooler = changed(variant.coolers[0], airflow_m3_s=flow, capacity_w=None)
    return hall(
        changed(variant, racks=racks, panels=panels, coolers=(cooler,)),
        floor_leakage_fraction=0.0,
    )


def two_coolers(first_w=None, second_w=None, second_c=20.0) -> Variant:
    """The base hall with two coolers of given capacities, the second at its own set point."""
    variant = base()
    one = changed(variant.coolers[0], y_m=1.25, width_m=1.0, capacity_w=first_w)
    other = Cooler.model_validate(
        {
            **one.model_dump(),
            "id": "cooler-0002",
            "name": "CRAH 2",
            "y_m": 3.55,
            "capacity_w": second_w,
            "supply_temperature_c": second_c,
        }
    )
    return changed(variant, coolers=(one, other))
