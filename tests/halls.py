"""Small halls that can be solved, for tests that run the whole chain."""

from coolsim.design.models import Cooler, Design, Hall, Project, Rack, Tile, Variant


def small_hall(racks: int = 4, load_w: float = 5000.0) -> Design:
    """One row of racks in front of a row of tiles, a down-flow cooler at the wall."""
    row = tuple(
        Rack(
            id=f"rack-{number:04d}",
            name=f"R{number}",
            x_m=2.1 + 0.6 * number,
            y_m=2.4,
            heading_deg=90.0,
            load_w=load_w,
        )
        for number in range(1, racks + 1)
    )
    tiles = tuple(
        Tile(
            id=f"tile-{number:04d}",
            x_m=2.1 + 0.6 * number,
            y_m=3.3,
            open_fraction=0.5,
        )
        for number in range(1, racks + 1)
    )
    cooler = Cooler(
        id="cooler-0001",
        name="CRAH 1",
        x_m=0.45,
        y_m=2.4,
        airflow_m3_s=0.09 * racks * load_w / 1000.0,
        capacity_w=12.0 * racks * 1000.0,
        fan_power_w=500.0,
    )
    variants = tuple(
        Variant(
            id=f"variant-000{number}",
            name=name,
            hall=Hall(length_m=3.6 + 0.6 * racks, width_m=4.8, height_m=3.0, raised_floor_m=0.6),
            racks=row,
            coolers=(cooler,),
            tiles=tiles,
        )
        for number, name in ((1, "Base"), (2, "Other"))
    )
    return Design(project=Project(name="Small hall"), variants=variants)
