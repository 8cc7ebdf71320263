"""Make the example designs of ``assets/examples``, always the same.

Run from the project's folder: ``python -m tests.tools.make_examples``. A test checks that the
shipped files are what this makes.
"""

from __future__ import annotations

from pathlib import Path

from coolsim.design import files
from coolsim.design.aisles import contain_aisle
from coolsim.design.models import (
    Aisle,
    CatalogueAirflow,
    Content,
    Cooler,
    Design,
    Feed,
    FixedAirflow,
    Group,
    Hall,
    Obstruction,
    Panel,
    Power,
    Project,
    Rack,
    Settings,
    Site,
    Tile,
    Variant,
)
from coolsim.design.power import POWER_ELEMENT_KINDS
from tests.tools import example_5mw, example_mixed, example_sites

TILE_M = 0.6
FACES_PLUS_X, FACES_PLUS_Y, FACES_MINUS_X, FACES_MINUS_Y = 0.0, 90.0, 180.0, 270.0


def designed(project: Project, variant: Variant) -> Design:
    """A file of one variant whose id numbers are all noted as given."""
    counts = {
        "rack": len(variant.racks),
        "cooler": len(variant.coolers),
        "tile": len(variant.tiles),
        "panel": len(variant.panels),
        "obstruction": len(variant.obstructions),
        "aisle": len(variant.aisles),
        "group": len(variant.groups),
        "feed": len(variant.power.feeds),
        "loop": len(variant.loops),
        "cdu": len(variant.cdus),
        "rejection": len(variant.plant.rejections),
        **{
            kind: sum(item.kind == kind for item in variant.power.elements)
            for kind in POWER_ELEMENT_KINDS
        },
        "variant": 1,
    }
    return Design(
        project=project,
        active_variant=variant.id,
        variants=(variant,),
        last_numbers={kind: count for kind, count in counts.items() if count},
    )


def tile_field(
    x_from_m: float, columns: int, y_from_m: float, rows: int, unit: str, first: int
) -> tuple[Tile, ...]:
    """Perforated tiles on the 0.6 m grid, numbered along x, from a lower left corner."""
    return tuple(
        Tile(
            id=f"tile-{first + row * columns + column:04d}",
            name=f"T-{first + row * columns + column:03d}",
            x_m=x_from_m + TILE_M * (column + 0.5),
            y_m=y_from_m + TILE_M * (row + 0.5),
            unit=unit,
        )
        for row in range(rows)
        for column in range(columns)
    )


def contents(**counts: int) -> tuple[Content, ...]:
    """Catalogue items with their counts."""
    return tuple(Content(item=item, count=count) for item, count in counts.items())


# --- room-20 --------------------------------------------------------------------------------------

ROOM_20_CONTENTS = {
    "accelerated": contents(dgx_h100=1, cpu_1u_2s=2),
    "compute": contents(cpu_1u_2s=5),
    "virtual machines": contents(cpu_2u_2s=4),
    "storage": contents(storage_2u24_nvme=3),
}
ROOM_20_ROWS = {
    "A": (
        "storage",
        *("compute",) * 3,
        "accelerated",
        *("compute",) * 3,
        *("virtual machines",) * 2,
    ),
    "B": ("storage",) * 3 + ("virtual machines",) * 2 + ("accelerated",) + ("compute",) * 4,
}


def room_20() -> Design:
    """Two rows of ten racks on one open cold aisle, a little short of supply air."""
    racks: list[Rack] = []
    rows = (("A", 3.6, FACES_PLUS_Y, "feed-0001"), ("B", 6.0, FACES_MINUS_Y, "feed-0002"))
    for row, y_m, heading, feed in rows:
        for place, use in enumerate(ROOM_20_ROWS[row]):
            racks.append(
                Rack(
                    id=f"rack-{len(racks) + 1:04d}",
                    name=f"{row}-{place + 1:02d}",
                    x_m=3.0 + 0.6 * (place + 0.5),
                    y_m=y_m,
                    heading_deg=heading,
                    empty_mass_kg=130.0,
                    mass_limit_kg=1360.0,
                    contents=ROOM_20_CONTENTS[use],
                    feed_id=feed,
                    clearance_front_m=1.2,
                    clearance_rear_m=0.9,
                )
            )
    coolers = tuple(
        Cooler(
            id=f"cooler-{number:04d}",
            name=f"CRAH-{number}",
            x_m=x_m,
            y_m=4.8,
            heading_deg=heading,
            supply_temperature_c=20.0,
            airflow_m3_s=3.2,
            capacity_w=62_000.0,
            fan_power_w=2_400.0,
        )
        for number, x_m, heading in ((1, 0.45, FACES_PLUS_X), (2, 11.55, FACES_MINUS_X))
    )
    ids = [rack.id for rack in racks]
    variant = Variant(
        id="variant-0001",
        name="As built",
        site=Site(name="Example site", altitude_m=100.0, climate=example_sites.ROOM_20_CLIMATE),
        hall=Hall(floor_load_limit_kg_m2=1200.0),
        racks=tuple(racks),
        coolers=coolers,
        tiles=tile_field(3.0, 10, 4.2, 2, "tile_40", 1),
        aisles=(
            Aisle(id="aisle-0001", name="Cold aisle", kind="cold", rack_ids=tuple(ids)),
            Aisle(id="aisle-0002", name="Hot aisle south", kind="hot", rack_ids=tuple(ids[:10])),
            Aisle(id="aisle-0003", name="Hot aisle north", kind="hot", rack_ids=tuple(ids[10:])),
        ),
        groups=(
            Group(
                id="group-0001",
                name="Accelerated racks",
                member_ids=tuple(
                    rack.id for rack in racks if rack.contents == ROOM_20_CONTENTS["accelerated"]
                ),
            ),
        ),
        power=Power(
            feeds=tuple(
                Feed(
                    id=f"feed-{number:04d}",
                    name=f"Row {row}, 415 V 30 A per rack",
                    unit="feed_415v_30a",
                    supply_id=example_sites.ROOM_20_UPS,
                )
                for number, row in enumerate("AB", start=1)
            ),
            elements=example_sites.room_20_elements(),
            cooling_supply_id="transformer-0001",
            hall_cap_w=180_000.0,
        ),
        plant=example_sites.room_20_plant(),
        settings=Settings(fidelity="live", air_class="A2"),
    )
    project = Project(
        name="Room of 20 racks, one cold aisle",
        number="EX-20",
        client="Example",
        engineer="CoolSim",
        notes=(
            "A small server room: two rows of ten racks face an open cold aisle over a raised "
            "floor, two CRAH units stand at the ends of the aisle.\n\n"
            "The two units supply a little less air than the racks draw, so warm air comes back "
            "over the row ends and the upper servers there breathe it. Two racks hold one "
            "accelerated system each.\n\n"
            "CRAH airflow, capacity and fan power, rack masses, floor load limit and power cap "
            "are figures of this design, not of a product. Things to try: close the aisle's ends "
            "with panels, switch one CRAH off, move an accelerated rack to the end of its row.\n\n"
            "For the year: Chicago, two air-cooled chillers with free-cooling coils, one to spare, "
            "a UPS in another room, 70 to 85 % of the load."
        ),
    )
    return designed(project, variant)


# --- hall-400 -------------------------------------------------------------------------------------

ROWS = "ABCDEFGH"
BLOCK_STARTS_M = (13.2, 31.8)
RACKS_PER_BLOCK = 25
PAIR_PITCH_M = 5.4
FIRST_ROW_Y_M = 4.8
PLAIN_LOADS_W = {
    "C": (3_000.0, 4_000.0, 5_000.0, 6_000.0, 7_000.0),
    "D": (4_500.0, 5_500.0, 6_500.0, 5_000.0, 4_000.0),
    "E": (8_000.0, 3_000.0, 6_000.0, 2_000.0, 7_000.0),
    "F": (5_500.0, 5_500.0, 5_500.0, 5_500.0, 5_500.0),
    "H": (2_000.0, 2_500.0, 3_000.0, 3_500.0, 4_000.0),
}
FILLED_ROWS = {
    "A": contents(cpu_1u_2s=6),
    "B": contents(storage_2u24_nvme=4),
    "G": contents(cpu_2u_2s=4),
}
ACCELERATED_PLACES = (8, 16)
"""Places in each block of row G that hold an accelerated system instead."""


def row_y_m(row: int) -> float:
    """Middle of a row of hall-400; rows come in pairs around a cold aisle [m]."""
    return FIRST_ROW_Y_M + PAIR_PITCH_M * (row // 2) + (0.6 if row % 2 == 0 else 3.0)


def hall_400_rack(number: int, row: int, block: int, place: int) -> Rack:
    """One rack of hall-400: ``number`` from 1 on, ``row`` 0 to 7, ``block`` 0 or 1."""
    letter = ROWS[row]
    held = FILLED_ROWS.get(letter, ())
    if letter == "G" and place in ACCELERATED_PLACES:
        held = contents(dgx_h100=1)
    return Rack(
        id=f"rack-{number:04d}",
        name=f"{letter}-{RACKS_PER_BLOCK * block + place + 1:02d}",
        x_m=BLOCK_STARTS_M[block] + 0.6 * (place + 0.5),
        y_m=row_y_m(row),
        heading_deg=FACES_PLUS_Y if row % 2 == 0 else FACES_MINUS_Y,
        empty_mass_kg=130.0,
        mass_limit_kg=1360.0,
        contents=held,
        load_w=None if held else PLAIN_LOADS_W[letter][place % 5],
        airflow=CatalogueAirflow(),
        feed_id=f"feed-{2 * row + block + 1:04d}",
    )


def hall_400_coolers() -> tuple[Cooler, ...]:
    """Nine units along each short wall, every other a catalogue machine; the last on standby."""
    coolers: list[Cooler] = []
    for x_m, heading in ((0.45, FACES_PLUS_X), (59.55, FACES_MINUS_X)):
        for place in range(9):
            number = len(coolers) + 1
            own = {"airflow_m3_s": 3.2, "capacity_w": 62_000.0, "fan_power_w": 2_400.0}
            figures = {"unit": "vertiv_pw170"} if place % 2 == 1 else own
            coolers.append(
                Cooler.model_validate(
                    {
                        "id": f"cooler-{number:04d}",
                        "name": f"CRAH-{number:02d}",
                        "x_m": x_m,
                        "y_m": 2.2 + 3.2 * place,
                        "heading_deg": heading,
                        "supply_temperature_c": 20.0,
                        "running": number != 18,
                        **figures,
                    }
                )
            )
    return tuple(coolers)


def hall_400() -> Design:
    """Eight rows of fifty racks on four contained cold aisles; about 2 MW."""
    racks: list[Rack] = []
    tiles: tuple[Tile, ...] = ()
    aisles: list[Aisle] = []
    groups: list[Group] = []
    for row in range(len(ROWS)):
        new = [
            hall_400_rack(len(racks) + RACKS_PER_BLOCK * block + place + 1, row, block, place)
            for block in range(2)
            for place in range(RACKS_PER_BLOCK)
        ]
        groups.append(
            Group(
                id=f"group-{row + 1:04d}",
                name=f"Row {ROWS[row]}",
                member_ids=tuple(rack.id for rack in new),
            )
        )
        racks += new
    for pair in range(4):
        for start in BLOCK_STARTS_M:
            aisle_y_m = FIRST_ROW_Y_M + PAIR_PITCH_M * pair + 1.2
            tiles += tile_field(start, RACKS_PER_BLOCK, aisle_y_m, 2, "tile_32", len(tiles) + 1)
        aisles.append(
            Aisle(
                id=f"aisle-{pair + 1:04d}",
                name=f"Cold aisle {ROWS[2 * pair]}{ROWS[2 * pair + 1]}",
                kind="cold",
                rack_ids=groups[2 * pair].member_ids + groups[2 * pair + 1].member_ids,
            )
        )
    variant = Variant(
        id="variant-0001",
        name="Day 1",
        site=Site(name="Example site", altitude_m=100.0, climate=example_sites.HALL_400_CLIMATE),
        hall=Hall(
            length_m=60.0,
            width_m=30.0,
            height_m=4.0,
            raised_floor_m=0.9,
            floor_load_limit_kg_m2=1200.0,
        ),
        racks=tuple(racks),
        coolers=hall_400_coolers(),
        tiles=tiles,
        obstructions=tuple(
            Obstruction(
                id=f"obstruction-{number:04d}",
                name=f"Column {number}",
                x_m=30.0,
                y_m=y_m,
                width_m=0.6,
                depth_m=0.6,
                z_to_m=4.0,
            )
            for number, y_m in enumerate((9.3, 14.7, 20.1), start=1)
        ),
        aisles=tuple(aisles),
        groups=tuple(groups),
        power=Power(
            feeds=tuple(
                Feed(
                    id=f"feed-{2 * row + block + 1:04d}",
                    name=f"Busway {ROWS[row]}{block + 1}",
                    unit="busway_415v_250a",
                    per_rack=False,
                    supply_id=example_sites.HALL_400_UPS,
                )
                for row in range(len(ROWS))
                for block in range(2)
            ),
            elements=example_sites.hall_400_elements(),
            cooling_supply_id="transformer-0001",
            hall_cap_w=2_400_000.0,
        ),
        plant=example_sites.hall_400_plant(),
        settings=Settings(fidelity="live", air_class="A2"),
    )
    project = Project(
        name="Hall of 400 racks, four cold aisles",
        number="EX-400",
        client="Example",
        engineer="CoolSim",
        notes=(
            "An enterprise hall of 2 MW: eight rows of fifty racks face four cold aisles over a "
            "raised floor, each half of an aisle under a roof between two doors; eighteen CRAH "
            "units stand along the short walls, one of them on standby.\n\n"
            "Rows A, B and G hold servers from the catalogue, the other rows plain loads of 2 to "
            "8 kW. Each half row hangs on one 250 A busway. Every other CRAH is a catalogue "
            "machine; the others have figures of this design, not of a product, as have rack "
            "masses, floor load limit and power cap. Row E mixes strong and weak neighbours. The "
            "units supply a little less air than the racks draw. Things to try: open a door, take "
            "the roofs away, run the standby unit.\n\n"
            "For the year: Phoenix, four chillers on towers with a plate economiser, one to spare, "
            "UPSs and transformers in another room, 75 to 100 % of the load."
        ),
    )
    return with_contained_aisles(designed(project, variant))


def with_contained_aisles(design: Design) -> Design:
    """hall-400 with a roof and doors around the cold aisle of every block."""
    for pair in range(len(ROWS) // 2):
        for block in range(2):
            rows = range(2 * pair, 2 * pair + 2)
            ids = [
                f"rack-{RACKS_PER_BLOCK * (2 * row + block) + place + 1:04d}"
                for row in rows
                for place in range(RACKS_PER_BLOCK)
            ]
            design, _ = contain_aisle(design, ids)
    return design


# --- rise-pod2 ------------------------------------------------------------------------------------

DENSITY_KG_M3 = 1.2
"""Density at which the published mass flows are turned into the design's volume flows."""
POD2_CRACS = (
    # name, x from, y from, heading, mass flow [kg/s], supply [C], fan power [W]
    ("C1", 6.44, 2.275, FACES_MINUS_X, 2.351, 23.02, 5600.0),
    ("C2", 6.44, 0.6, FACES_MINUS_X, 2.354, 21.93, 5600.0),
    ("C3", 0.0, 0.6, FACES_PLUS_X, 1.018, 19.39, 428.0),
    ("C4", 0.0, 2.275, FACES_PLUS_X, 0.906, 19.40, 251.0),
)
POD2_RACKS = (
    # name, place along the row from y = 0, power [W], mass flow [kg/s]
    ("R1", 4, 17571.0, 1.297),
    ("R2", 3, 5898.0, 0.45),
    ("R3", 2, 11316.0, 0.844),
    ("R4", 1, 3910.0, 0.421),
    ("R5", 0, 3403.0, 0.395),
    ("R6", 0, 3952.0, 0.414),
    ("R7", 1, 3622.0, 0.384),
    ("R8", 2, 1988.0, 0.168),
    ("R9", 3, 2035.0, 0.182),
    ("R10", 4, 1011.0, 0.08),
)


def volume_flow_m3_s(mass_flow_kg_s: float) -> float:
    """Volume flow at ``DENSITY_KG_M3``, to 0.1 L/s [m3/s]."""
    return round(mass_flow_kg_s / DENSITY_KG_M3, 4)


def pod2_rack(number: int, name: str, place: int, power_w: float, flow_kg_s: float) -> Rack:
    """One rack of the pod: R1 to R5 stand in the right row, R6 to R10 in the left one."""
    right = number <= 5
    return Rack(
        id=f"rack-{number:04d}",
        name=name,
        x_m=(4.12 if right else 1.75) + 1.17 / 2.0,
        y_m=0.8 * (place + 0.5),
        heading_deg=FACES_PLUS_X if right else FACES_MINUS_X,
        width_m=0.8,
        depth_m=1.17,
        height_m=2.22,
        height_u=45,
        load_w=power_w,
        airflow=FixedAirflow(airflow_m3_s=volume_flow_m3_s(flow_kg_s)),
        opening_width_m=0.45,
        opening_z_from_m=0.1,
        opening_z_to_m=2.1025,
    )


def rise_pod2() -> Design:
    """The measured hall RISE ICE POD 2 at plateau P2."""
    racks = tuple(pod2_rack(number, *row) for number, row in enumerate(POD2_RACKS, start=1))
    coolers = tuple(
        Cooler(
            id=f"cooler-{number:04d}",
            name=name,
            type="crac",
            x_m=x_m + 0.51 / 2.0,
            y_m=y_m + 1.225 / 2.0,
            heading_deg=heading,
            width_m=1.225,
            depth_m=0.51,
            height_m=2.55,
            discharge="front",
            intake="top",
            supply_temperature_c=supply_c,
            airflow_m3_s=volume_flow_m3_s(flow_kg_s),
            fan_power_w=fan_w,
            discharge_width_m=1.0,
            discharge_z_from_m=0.1,
            discharge_z_to_m=1.875,
        )
        for number, (name, x_m, y_m, heading, flow_kg_s, supply_c, fan_w) in enumerate(
            POD2_CRACS, start=1
        )
    )
    ids = tuple(rack.id for rack in racks)
    variant = Variant(
        id="variant-0001",
        name="P2, 23 January 2018, 19:30 to 20:45",
        site=Site(name="RISE ICE, Luleå, POD 2"),
        hall=Hall(length_m=6.95, width_m=6.4, height_m=3.1, raised_floor_m=0.0),
        racks=racks,
        coolers=coolers,
        panels=(
            Panel(
                id="panel-0001",
                name="End door of the hot aisle",
                x_m=3.52,
                y_m=3.975,
                heading_deg=FACES_PLUS_Y,
                width_m=1.2,
                z_to_m=2.22,
                leak_fraction=0.0,
            ),
        ),
        aisles=(
            Aisle(id="aisle-0001", name="Hot aisle", kind="hot", rack_ids=ids),
            Aisle(id="aisle-0002", name="Cold aisle right", kind="cold", rack_ids=ids[:5]),
            Aisle(id="aisle-0003", name="Cold aisle left", kind="cold", rack_ids=ids[5:]),
        ),
        settings=Settings(fidelity="full", air_class="A2", cell_m=0.1),
    )
    project = Project(
        name="RISE ICE POD 2, plateau P2",
        number="EX-POD2",
        notes=(
            "A measured server room: ten racks in two rows, a hot aisle closed by a door at its "
            "end and open above, four CRAC units blowing over a hard floor.\n\n"
            "Geometry and measured means over 23 January 2018, 19:30 to 20:45, from "
            "github.com/jsjolund/rafsine, problems/pod2 (Sjölund et al., IECON 2018; the same "
            "room in Wibron et al., Energies 12 (2019) 1473). CRAC airflows, supply "
            "temperatures and fan powers and rack powers are measured; rack airflows are inferred "
            "from the measured temperature rise. Mass flows were turned into volume flows with "
            "1.2 kg/m3.\n\n"
            "Not in the source, hence not drawn: a UPS and a network rack, rated CRAC capacities, "
            "electrical feeds. The humidity is the program's default. The 45 U are the published "
            "server zone of 2.0025 m. Measured heat removal was 1.075 times the IT power."
        ),
    )
    return designed(project, variant)


def mixed_40() -> Design:
    """All six cooling methods in one hall, with the entry of its own server."""
    drawn = designed(example_mixed.PROJECT, example_mixed.mixed_40_variant())
    return drawn.model_copy(update={"catalogue": example_mixed.OWN_CATALOGUE})


def make(folder: Path) -> None:
    """Write all examples into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, design in (
        ("room-20", room_20()),
        ("hall-400", hall_400()),
        ("rise-pod2", rise_pod2()),
        ("mixed-40", mixed_40()),
        ("hall-5mw", example_5mw.hall_5mw()),
    ):
        files.save(design, folder / f"{name}{files.SUFFIX}")


if __name__ == "__main__":
    make(Path(__file__).resolve().parents[2] / "assets" / "examples")
