"""The example ``hall-5mw``: one hall, one grid connection, cooled in four ways.

Its variants share walls, feeds, transformer, UPS, climate, a cap of 5 MW at the meter and the
accelerator: on room air, behind rear doors, under cold plates, and in tanks.
"""

from __future__ import annotations

from coolsim.design.liquid import Cdu, Coolant, LiquidConnection, Loop, Pumps
from coolsim.design.models import (
    Aisle,
    Content,
    Cooler,
    CoolingMethod,
    Design,
    Feed,
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
from coolsim.design.plant import Economiser, HeatRejection, Plant
from coolsim.design.power import PowerElement

FACES_PLUS_X, FACES_PLUS_Y, FACES_MINUS_X, FACES_MINUS_Y = 0.0, 90.0, 180.0, 270.0
LENGTH_M, WIDTH_M, CEILING_M, RACK_TOP_M = 21.6, 14.4, 3.9, 2.3
PITCH_M, ROW_FROM_M, ROW_RACKS = 0.6, 3.6, 24
ROW_END_M = ROW_FROM_M + ROW_RACKS * PITCH_M
ROWS = ((2.4, FACES_MINUS_Y), (5.4, FACES_PLUS_Y), (9.0, FACES_MINUS_Y), (12.0, FACES_PLUS_Y))
"""Middle of each row and where its front faces; a hot aisle lies between the rows of a pair."""
HOT_AISLES_M = (3.9, 10.5)
TANK_PITCH_M, ROW_TANKS = 1.2, 12
GRID_W = 5e6
CHILLED, WARM, TECHNOLOGY = "loop-0001", "loop-0002", "loop-0003"
HELD = Pumps(control="differential_pressure", pressure_pa=80e3)
"""Pumps that keep the pressure between the headers, whatever hangs there."""
STRONG = Pumps(control="differential_pressure", pressure_pa=140e3)
"""The same with flow in reserve, so that neither plates nor tanks lack water."""
ELECTRICAL_ROOM = "Electrical room"


def around(side: str) -> dict[str, object]:
    """Data drives and network of the air-cooled server, with the side their heat takes."""
    told = {"note": "as in the air-cooled server, assumed"}
    return {
        "drives": {"v": 8, **told},
        "drive": "ssd_tlc_3p84",
        "drive_side": side,
        "network_ports": {"v": 8, **told},
        "network_gbps": {"v": 400, **told},
        "network_medium": "pluggable",
        "optics_modules": {"v": 4, **told},
        "optics": "osfp_800g_dsp",
        "optics_side": side,
    }


OWN_CATALOGUE: dict[str, dict[str, dict[str, object]]] = {
    "server": {
        "hgx_h100_plated": {
            "name": "8 x H100 with cold plates (assumed)",
            "kind": "gpu_server",
            "accelerator": "nvidia_h100_sxm",
            "accelerators": 8,
            "cooling": "hybrid",
            "height_u": 4,
            "p_max_w": {
                "v": 9000,
                "note": "10.2 kW of the air-cooled server less its fans, assumed",
            },
            "liquid_fraction": {"v": 0.8, "note": "accelerators and processors under plates"},
            "weight_kg": {"v": 90, "note": "assumed"},
            **around("air"),
        },
        "hgx_h100_immersed": {
            "name": "8 x H100 without fans, for tanks (assumed)",
            "kind": "gpu_server",
            "accelerator": "nvidia_h100_sxm",
            "accelerators": 8,
            "cooling": "dlc",
            "height_u": 4,
            "p_max_w": {
                "v": 8900,
                "note": "10.2 kW of the air-cooled server less its fans, assumed",
            },
            "liquid_fraction": {"v": 1.0, "note": "everything stands in the fluid"},
            "weight_kg": {"v": 80, "note": "assumed"},
            **around("liquid"),
        },
    }
}
"""Servers of the same accelerator for plates and tanks; only the air-cooled one is published."""


def rows(method: CoolingMethod, fields: dict[str, object]) -> tuple[Rack, ...]:
    """Four rows of racks, all alike, from the south."""
    racks: list[Rack] = []
    for row, (y_m, heading) in enumerate(ROWS):
        for place in range(ROW_RACKS):
            racks.append(
                Rack(
                    id=f"rack-{len(racks) + 1:04d}",
                    name=f"{'ABCD'[row]}{place + 1:02d}",
                    x_m=ROW_FROM_M + (place + 0.5) * PITCH_M,
                    y_m=y_m,
                    heading_deg=heading,
                    height_m=RACK_TOP_M,
                    height_u=48,
                    cooling=method,
                    feed_id="feed-0001",
                    clearance_front_m=1.2,
                    clearance_rear_m=0.9,
                    **fields,  # type: ignore[arg-type]
                )
            )
    return tuple(racks)


def tanks() -> tuple[Rack, ...]:
    """Four rows of tanks in the places of the racks."""
    racks: list[Rack] = []
    for row, (y_m, heading) in enumerate(ROWS):
        for place in range(ROW_TANKS):
            racks.append(
                Rack(
                    id=f"rack-{len(racks) + 1:04d}",
                    name=f"{'ABCD'[row]}{place + 1:02d}",
                    x_m=ROW_FROM_M + (place + 0.5) * TANK_PITCH_M,
                    y_m=y_m,
                    heading_deg=heading,
                    width_m=1.0,
                    depth_m=1.4,
                    height_m=1.2,
                    height_u=42,
                    cooling="immersion",
                    contents=(Content(item="hgx_h100_immersed", count=8),),
                    liquid=LiquidConnection(loop_id=WARM),
                    feed_id="feed-0001",
                    clearance_front_m=1.2,
                )
            )
    return tuple(racks)


def containment() -> tuple[Panel, ...]:
    """Doors at the ends of both hot aisles and walls from the racks to the ceiling."""
    width_m = 1.8
    doors = [(x_m, y_m) for y_m in HOT_AISLES_M for x_m in (ROW_FROM_M, ROW_END_M)]
    walls = [y_m + side * 0.5 * width_m for y_m in HOT_AISLES_M for side in (-1.0, 1.0)]
    length_m = ROW_END_M - ROW_FROM_M
    made = [
        Panel(
            id=f"panel-{n + 1:04d}", name=f"Aisle door {n + 1}", x_m=x_m, y_m=y_m,
            heading_deg=FACES_PLUS_X, width_m=width_m, z_from_m=0.0, z_to_m=CEILING_M,
            construction="door",
        )
        for n, (x_m, y_m) in enumerate(doors)
    ]  # fmt: skip
    made += [
        Panel(
            id=f"panel-{n + 5:04d}", name=f"Wall above row {'ABCD'[n]}",
            x_m=ROW_FROM_M + 0.5 * length_m, y_m=y_m, heading_deg=FACES_PLUS_Y,
            width_m=length_m, z_from_m=RACK_TOP_M, z_to_m=CEILING_M,
        )
        for n, y_m in enumerate(walls)
    ]  # fmt: skip
    return tuple(made)


def grilles() -> tuple[Tile, ...]:
    """Open grilles over both hot aisles, two a rack."""
    return tuple(
        Tile(
            id=f"tile-{n + 1:04d}", name=f"Grille {n + 1}", surface="ceiling",
            x_m=ROW_FROM_M + (n % ROW_RACKS + 0.5) * PITCH_M,
            y_m=HOT_AISLES_M[n // (2 * ROW_RACKS)] + (0.3 if n // ROW_RACKS % 2 else -0.3),
            open_fraction=0.7,
        )
        for n in range(4 * ROW_RACKS)
    )  # fmt: skip


def fan_walls(intake: str, running: int) -> tuple[Cooler, ...]:
    """Four fan walls along the west wall and four along the east; the last of them stand still."""
    return tuple(
        Cooler(
            id=f"cooler-{n + 1:04d}",
            name=f"Fan wall {n + 1}",
            type="fan_wall",
            unit="vertiv_fa096hc",
            x_m=0.6 if n % 2 == 0 else LENGTH_M - 0.6,
            y_m=(0.5 + n // 2) * 3.6,
            heading_deg=FACES_PLUS_X if n % 2 == 0 else FACES_MINUS_X,
            width_m=3.6,
            depth_m=1.2,
            height_m=3.0,
            discharge="front",
            intake=intake,  # type: ignore[arg-type]
            supply_temperature_c=22.0,
            loop_id=CHILLED,
            running=n < running,
        )
        for n in range(8)
    )


def chilled() -> Loop:
    """Water of the fan walls and the rear doors."""
    return Loop(
        id=CHILLED, name="Chilled water", kind="facility", supply_temperature_c=18.0,
        liquid_class="W27", redundancy="N+1", pumps=HELD,
    )  # fmt: skip


def warm() -> Loop:
    """Water of the coolant units and tanks, warm enough for outdoor air to cool it."""
    return Loop(
        id=WARM, name="Warm water", kind="facility", supply_temperature_c=35.0,
        liquid_class="W40", redundancy="N+1", pumps=STRONG,
    )  # fmt: skip


def plates() -> Loop:
    """Coolant of the cold plates."""
    return Loop(
        id=TECHNOLOGY, name="Plates", kind="technology", supply_temperature_c=40.0,
        coolant=Coolant(
            fluid="propylene_glycol", concentration_fraction=0.25, basis="volume"
        ),
        liquid_class="S40", redundancy="N+1",
    )  # fmt: skip


def coolant_units() -> tuple[Cdu, ...]:
    """Five units between the rows' west end and the fan walls; four carry the plates."""
    return tuple(
        Cdu(
            id=f"cdu-{n + 1:04d}", name=f"CDU {n + 1}", unit="vertiv_xdu1350", x_m=2.7,
            y_m=y_m, heading_deg=FACES_PLUS_X, technology_loop_id=TECHNOLOGY,
            facility_loop_id=WARM, pumps=STRONG,
        )
        for n, y_m in enumerate((2.4, 5.4, 7.2, 9.0, 12.0))
    )  # fmt: skip


def plant(*, has_warm: bool, has_air: bool = True) -> Plant:
    """Air-cooled chillers with free cooling for chilled water, wetted coolers for warm water."""
    made = []
    if has_air:
        made.append(
            HeatRejection(
                id="rejection-0001", name="Chillers", kind="air_chiller", loop_ids=(CHILLED,),
                machines=5, redundancy="N+1", economiser=Economiser(kind="integrated"),
            )
        )  # fmt: skip
    if has_warm:
        made.append(
            HeatRejection(
                id="rejection-0002", name="Wetted coolers", kind="adiabatic_cooler",
                loop_ids=(WARM,), machines=5, redundancy="N+1",
            )
        )  # fmt: skip
    return Plant(rejections=tuple(made))


def power() -> Power:
    """One path: transformers, UPS in an electrical room, a breaker per rack, 5 MW at the meter."""
    return Power(
        feeds=(
            Feed(
                id="feed-0001", name="Rack breakers", voltage_v=415.0, breaker_a=160.0,
                jurisdiction="IEC", per_rack=True, supply_id="ups-0001",
            ),
        ),
        elements=(
            PowerElement(
                id="transformer-0001", name="Transformers", kind="transformer", units=3,
                redundancy="N+1", rated_w=2.5e6, no_load_loss_w=3e3, load_loss_w=20e3,
                room=ELECTRICAL_ROOM,
            ),
            PowerElement(
                id="ups-0001", name="UPS", kind="ups", unit="ups_eaton_9395xr", units=5,
                redundancy="N+1", rated_w=1.2e6, supply_id="transformer-0001",
                room=ELECTRICAL_ROOM,
            ),
        ),
        grid_cap_w=GRID_W,
        cooling_supply_id="transformer-0001",
    )  # fmt: skip


def variant(number: int, name: str, racks: tuple[Rack, ...], **fields: object) -> Variant:
    """One way of cooling the hall."""
    aisles = tuple(
        Aisle(
            id=f"aisle-{n + 1:04d}", name=f"Hot aisle {n + 1}", kind="hot",
            rack_ids=tuple(r.id for r in racks if abs(r.y_m - middle_m) < 2.0),
        )
        for n, middle_m in enumerate(HOT_AISLES_M)
    )  # fmt: skip
    return Variant(
        id=f"variant-{number:04d}",
        name=name,
        site=Site(name="Leesburg, Virginia", altitude_m=119.0, climate="leesburg-va"),
        hall=Hall(
            length_m=LENGTH_M, width_m=WIDTH_M, height_m=CEILING_M, raised_floor_m=0.0,
            ceiling_void_m=1.2, humidity_ratio_kg_kg=0.008,
        ),
        racks=racks,
        aisles=() if racks[0].cooling == "immersion" else aisles,
        power=power(),
        settings=Settings(fidelity="live"),
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip


def variants() -> tuple[Variant, ...]:
    """Air, rear doors, cold plates, tanks."""
    air = {"contents": (Content(item="dgx_h100", count=2),)}
    doors = {
        "contents": (Content(item="dgx_h100", count=3),),
        "door": LiquidConnection(loop_id=CHILLED, unit="rdhx_active_generic"),
    }
    plated = {
        "contents": (Content(item="hgx_h100_plated", count=5),),
        "liquid": LiquidConnection(loop_id=TECHNOLOGY),
    }
    closed = {"panels": containment(), "tiles": grilles()}
    return (
        variant(
            1, "Air", rows("air", air), coolers=fan_walls("ceiling_void", 8), loops=(chilled(),),
            plant=plant(has_warm=False), **closed,
        ),
        variant(
            2, "Rear doors", rows("rear_door", doors), coolers=fan_walls("ceiling_void", 8),
            loops=(chilled(),), plant=plant(has_warm=False), **closed,
        ),
        variant(
            3, "Cold plates", rows("cold_plate", plated), coolers=fan_walls("ceiling_void", 4),
            loops=(chilled(), warm(), plates()), cdus=coolant_units(),
            plant=plant(has_warm=True), **closed,
        ),
        variant(
            4, "Immersion", tanks(), coolers=fan_walls("top", 2), loops=(chilled(), warm()),
            plant=plant(has_warm=True),
        ),
    )  # fmt: skip


PROJECT = Project(
    name="5 MW of grid, four ways to cool",
    notes="One hall on a connection of 5 MW, drawn four times with the same accelerator: on room "
    "air, behind rear doors, under cold plates, and in tanks.\n\nSwitch between the variants and "
    "ask how dense each can be. The servers for plates and tanks are assumed; the file carries "
    "their entries.",
)


def hall_5mw() -> Design:
    """The design, its first variant active."""
    made = variants()
    last: dict[str, int] = {}
    for item in made:
        objects = (
            *item.racks, *item.coolers, *item.tiles, *item.panels, *item.aisles, *item.loops,
            *item.cdus, *item.power.feeds, *item.power.elements, *item.plant.rejections, item,
        )  # fmt: skip
        for thing in objects:
            kind, number = thing.id.rsplit("-", 1)
            last[kind] = max(last.get(kind, 0), int(number))
    return Design(
        project=PROJECT,
        active_variant=made[0].id,
        variants=made,
        last_numbers=last,
        catalogue=OWN_CATALOGUE,
    )
