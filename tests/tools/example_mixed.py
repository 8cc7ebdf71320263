"""The example ``mixed-40``: all six cooling methods in one hall of 40 racks and tanks.

Two rows stand back to back around a contained hot aisle that breathes into the ceiling void; fan
walls draw from there. Cold plates hang on a technology loop with two units, N+1; tanks and boiling
plates on the warm facility loop; doors and fan walls on the chilled one.
"""

from __future__ import annotations

from coolsim.design.liquid import Cdu, Coolant, LiquidConnection, Loop, Pumps
from coolsim.design.models import (
    Aisle,
    Content,
    Cooler,
    CoolingMethod,
    Hall,
    Panel,
    Power,
    Project,
    Rack,
    Settings,
    Site,
    Tile,
    Variant,
)
from tests.tools import example_sites

FACES_PLUS_X, FACES_PLUS_Y, FACES_MINUS_Y = 0.0, 90.0, 270.0
PITCH_M, ROW_FROM_M, ROW_RACKS = 0.6, 4.2, 16
FRONT_ROW_M, REAR_ROW_M, TANKS_M = 4.2, 7.2, 11.1
ROW_END_M = ROW_FROM_M + ROW_RACKS * PITCH_M
CEILING_M, RACK_TOP_M = 3.6, 2.2
TANK_U = 28
"""Slots along a tank, upright: seven servers."""
HELD = Pumps(control="differential_pressure", pressure_pa=70e3)
"""Pumps that keep the pressure between the headers, whatever hangs there."""
WARM, CHILLED, TECHNOLOGY = "loop-0001", "loop-0002", "loop-0003"

OWN_CATALOGUE: dict[str, dict[str, dict[str, object]]] = {
    "server": {
        "hgx_h100_plated": {
            "name": "8 x H100 with cold plates (assumed)",
            "kind": "gpu_server",
            "accelerator": "nvidia_h100_sxm",
            "accelerators": 8,
            "cooling": "hybrid",
            "height_u": 4,
            "p_max_w": {"v": 7500, "note": "8 x 700 W and 1.9 kW around them, assumed"},
            "liquid_fraction": {"v": 0.78, "note": "accelerators and processors under plates"},
            "weight_kg": {"v": 90, "note": "assumed"},
        },
        "hgx_h100_immersed": {
            "name": "8 x H100 for immersion (assumed)",
            "kind": "gpu_server",
            "accelerator": "nvidia_h100_sxm",
            "accelerators": 8,
            "cooling": "immersion",
            "height_u": 4,
            "p_max_w": {"v": 7300, "note": "the plated server without its fans, assumed"},
            "liquid_fraction": {"v": 1.0, "note": "all of it stands in the bath"},
            "weight_kg": {"v": 90, "note": "assumed"},
        },
    }
}
"""Only the H100's case limit is published; servers of it show case temperatures and throttling."""


def row(
    first: int,
    y_m: float,
    heading_deg: float,
    letter: str,
    kinds: tuple[tuple[CoolingMethod, int, dict[str, object]], ...],
) -> list[Rack]:
    """A row of racks from its west end, kind after kind."""
    racks: list[Rack] = []
    for method, count, fields in kinds:
        for _ in range(count):
            place = len(racks)
            racks.append(
                Rack(
                    id=f"rack-{first + place:04d}",
                    name=f"{letter}{place + 1:02d}",
                    x_m=ROW_FROM_M + (place + 0.5) * PITCH_M,
                    y_m=y_m,
                    heading_deg=heading_deg,
                    height_m=RACK_TOP_M,
                    height_u=48,
                    cooling=method,
                    feed_id=example_sites.MIXED_40_FEEDS[0],
                    feed_b_id=example_sites.MIXED_40_FEEDS[1],
                    **fields,  # type: ignore[arg-type]
                )
            )
    return racks


def tank(number: int, place: int, method: CoolingMethod) -> Rack:
    """A tank along the north wall."""
    return Rack(
        id=f"rack-{number:04d}",
        name=f"T{place + 1}",
        x_m=ROW_FROM_M + (place + 0.5) * 1.2,
        y_m=TANKS_M,
        heading_deg=FACES_MINUS_Y,
        width_m=0.9,
        depth_m=1.5,
        height_m=1.2,
        height_u=TANK_U,
        cooling=method,
        feed_id=example_sites.MIXED_40_FEEDS[0],
        feed_b_id=example_sites.MIXED_40_FEEDS[1],
        contents=(Content(item="hgx_h100_immersed", count=TANK_U // 4),),
        liquid=LiquidConnection(loop_id=WARM),
    )


def all_racks() -> tuple[Rack, ...]:
    """Sixteen racks in each row, eight tanks."""
    plates = LiquidConnection(loop_id=TECHNOLOGY)
    front = row(
        1, FRONT_ROW_M, FACES_MINUS_Y, "A",
        (
            ("air", 10, {"contents": (Content(item="dgx_h100", count=1),)}),
            (
                "rear_door",
                6,
                {
                    "contents": (Content(item="dgx_h100", count=3),),
                    "door": LiquidConnection(loop_id=CHILLED, unit="rdhx_active_generic"),
                },
            ),
        ),
    )  # fmt: skip
    rear = row(
        17, REAR_ROW_M, FACES_PLUS_Y, "B",
        (
            ("cold_plate", 4, {"contents": (Content(item="gb200_nvl72"),), "liquid": plates}),
            (
                "cold_plate",
                6,
                {"contents": (Content(item="hgx_h100_plated", count=8),), "liquid": plates},
            ),
            (
                "cold_plate_two_phase",
                6,
                {
                    "contents": (Content(item="hgx_h100_plated", count=8),),
                    "liquid": LiquidConnection(loop_id=WARM),
                },
            ),
        ),
    )  # fmt: skip
    tanks = [tank(33 + n, n, "immersion") for n in range(4)]
    tanks += [tank(37 + n, 4 + n, "immersion_two_phase") for n in range(4)]
    return (*front, *rear, *tanks)


def containment() -> tuple[Panel, ...]:
    """Doors at both ends of the hot aisle and walls from the racks to the ceiling."""
    middle_m = 0.5 * (FRONT_ROW_M + REAR_ROW_M)
    width_m = REAR_ROW_M - FRONT_ROW_M - 1.2
    length_m = ROW_END_M - ROW_FROM_M
    ends = [
        Panel(
            id=f"panel-{n + 1:04d}", name=f"Aisle door {n + 1}", x_m=x_m, y_m=middle_m,
            heading_deg=FACES_PLUS_X, width_m=width_m, z_from_m=0.0, z_to_m=CEILING_M,
            construction="door",
        )
        for n, x_m in enumerate((ROW_FROM_M, ROW_END_M))
    ]  # fmt: skip
    walls = [
        Panel(
            id=f"panel-{n + 3:04d}", name=f"Wall above row {'AB'[n]}",
            x_m=ROW_FROM_M + 0.5 * length_m, y_m=y_m, heading_deg=FACES_PLUS_Y,
            width_m=length_m, z_from_m=RACK_TOP_M, z_to_m=CEILING_M,
        )
        for n, y_m in enumerate((FRONT_ROW_M + 0.6, REAR_ROW_M - 0.6))
    ]  # fmt: skip
    return (*ends, *walls)


def loops() -> tuple[Loop, ...]:
    """Warm and chilled facility water, and the plates' coolant."""
    return (
        Loop(id=WARM, name="Warm water", kind="facility", supply_temperature_c=30.0,
             liquid_class="W32", redundancy="N+1", pumps=HELD),
        Loop(id=CHILLED, name="Chilled water", kind="facility", supply_temperature_c=18.0,
             liquid_class="W27", redundancy="N+1", pumps=HELD),
        Loop(id=TECHNOLOGY, name="Plates", kind="technology", supply_temperature_c=36.0,
             coolant=Coolant(fluid="propylene_glycol", concentration_fraction=0.25,
                             basis="volume"),
             liquid_class="S40", redundancy="N+1", balancing="valves"),
    )  # fmt: skip


def units() -> tuple[Cdu, ...]:
    """Two units by the west end of the rows; either carries the plates alone."""
    return tuple(
        Cdu(
            id=f"cdu-{n + 1:04d}", name=f"CDU {n + 1}", unit="vertiv_xdu1350", x_m=3.2,
            y_m=(FRONT_ROW_M, REAR_ROW_M)[n], heading_deg=FACES_PLUS_X,
            technology_loop_id=TECHNOLOGY, facility_loop_id=WARM, pumps=HELD,
        )
        for n in range(2)
    )  # fmt: skip


def coolers() -> tuple[Cooler, ...]:
    """Two fan walls that flood the room and draw from the void."""
    return tuple(
        Cooler(
            id=f"cooler-{n + 1:04d}", name=f"Fan wall {n + 1}", type="fan_wall",
            unit="vertiv_fa069hc", x_m=0.6, y_m=y_m, heading_deg=FACES_PLUS_X, width_m=3.6,
            depth_m=1.2, height_m=3.0, discharge="front", intake="ceiling_void",
            supply_temperature_c=22.0, airflow_m3_s=15.0, loop_id=CHILLED,
        )
        for n, y_m in enumerate((3.0, 9.6))
    )  # fmt: skip


def grilles() -> tuple[Tile, ...]:
    """Open grilles over the hot aisle."""
    columns = ROW_RACKS
    return tuple(
        Tile(
            id=f"tile-{n + 1:04d}", name=f"Grille {n + 1}", surface="ceiling",
            x_m=ROW_FROM_M + (n % columns + 0.5) * PITCH_M,
            y_m=5.4 + (n // columns) * PITCH_M, open_fraction=0.6,
        )
        for n in range(2 * columns)
    )  # fmt: skip


def mixed_40_variant() -> Variant:
    """The hall."""
    racks = all_racks()
    return Variant(
        id="variant-0001",
        name="Base",
        site=Site(
            name="Example site", altitude_m=100.0, climate=example_sites.MIXED_40_CLIMATE
        ),
        hall=Hall(
            length_m=16.8, width_m=13.2, height_m=CEILING_M, raised_floor_m=0.0,
            ceiling_void_m=0.9, humidity_ratio_kg_kg=0.008,
        ),
        racks=racks,
        coolers=coolers(),
        tiles=grilles(),
        panels=containment(),
        aisles=(
            Aisle(
                id="aisle-0001", name="Hot aisle", kind="hot",
                rack_ids=tuple(rack.id for rack in racks[:32]),
            ),
        ),
        loops=loops(),
        cdus=units(),
        power=Power(
            feeds=example_sites.mixed_40_feeds(), elements=example_sites.mixed_40_elements()
        ),
        plant=example_sites.mixed_40_plant(WARM, CHILLED),
        settings=Settings(fidelity="live"),
    )  # fmt: skip


PROJECT = Project(
    name="All cooling methods in one hall",
    notes="Forty racks and tanks on six cooling methods, on three loops with two coolant units. "
    "Ten racks take room air, six have rear doors, ten cold plates, six two-phase plates; eight "
    "are tanks.\n\nThe plated H100 server is assumed: the file carries its own entry for it.\n\n"
    "For the year: Seattle, adiabatic coolers on the warm water, chillers on a tower with a plate "
    "economiser on the chilled one, two power paths with UPSs in another room, full load.",
)
