"""A small hall with a rack of every method, and the shortest way to its solved liquid side."""

from coolsim.catalogue import load_catalogue
from coolsim.design.liquid import Cdu, LiquidConnection, Loop
from coolsim.design.models import Content, Cooler, Design, Hall, Rack, Variant
from coolsim.simulate import simulate
from tests.tools.example_mixed import OWN_CATALOGUE

FACILITY, TECHNOLOGY, CHILLED = "loop-0001", "loop-0002", "loop-0003"
METHODS = (
    "air", "rear_door", "cold_plate", "cold_plate_two_phase", "immersion", "immersion_two_phase"
)  # fmt: skip


def connection(loop, **fields):
    return LiquidConnection(loop_id=loop, **fields)


def drawn(number, method, **fields):
    """A rack of one method in its place, with the loop it needs."""
    ends = {
        "rear_door": {"door": connection(CHILLED)},
        "cold_plate": {
            "liquid": connection(TECHNOLOGY),
            "load_w": None,
            "contents": (Content(item="hgx_h100_plated", count=6),),
        },
        "cold_plate_two_phase": {"liquid": connection(FACILITY)},
        "immersion": {"liquid": connection(FACILITY)},
        "immersion_two_phase": {"liquid": connection(FACILITY)},
    }.get(method, {})
    return Rack(
        id=f"rack-{number:04d}",
        name=method,
        x_m=2.0 + 0.9 * number,
        y_m=3.0,
        heading_deg=90.0,
        cooling=method,
        **{"load_w": 20e3, **ends, **fields},
    )


def hall(racks=None, *, facility_c=30.0, technology_c=34.0, chilled_c=18.0, cdu=None, **fields):
    """A design with one rack of every method, or the racks given."""
    loops = (
        Loop(id=FACILITY, name="Facility", kind="facility", supply_temperature_c=facility_c),
        Loop(id=TECHNOLOGY, name="Technology", supply_temperature_c=technology_c),
        Loop(id=CHILLED, name="Chilled", kind="facility", supply_temperature_c=chilled_c),
    )
    unit = {
        "unit": "vertiv_cdu121", "technology_loop_id": TECHNOLOGY, "facility_loop_id": FACILITY,
        **(cdu or {}),
    }  # fmt: skip
    variant = Variant(
        id="variant-0001",
        hall=Hall(length_m=10.0, width_m=6.0, height_m=3.2, raised_floor_m=0.0),
        racks=racks or tuple(drawn(n + 1, method) for n, method in enumerate(METHODS)),
        coolers=(
            Cooler(
                id="cooler-0001", x_m=1.0, y_m=5.0, width_m=1.5, heading_deg=0.0,
                discharge="front", airflow_m3_s=6.0, capacity_w=150e3, loop_id=CHILLED,
            ),
        ),
        loops=loops,
        cdus=(Cdu(id="cdu-0001", name="Unit", x_m=1.0, y_m=1.0, **unit),),
    )  # fmt: skip
    variant = variant.model_copy(update=fields)
    return Design(variants=(variant,), catalogue=OWN_CATALOGUE)


def solved(design, fidelity="draft"):
    """The results of a design on coarse cells."""
    catalogue = load_catalogue().with_entries(design.catalogue)
    steps = simulate(design, catalogue, fidelity=fidelity, cell_m=0.4)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


def by_method(results):
    """Racks on coolant by their method."""
    return {rack.method: rack for rack in results.liquid.racks}
