"""Containing an aisle: a roof and doors that close it, for every way rows can stand."""

import pytest

from coolsim.catalogue import load_catalogue
from coolsim.checks import check
from coolsim.design.edits import contain_aisle
from coolsim.design.geometry import footprint
from coolsim.design.models import Design, Hall, Rack, Variant
from coolsim.errors import EditError


def two_rows(along_x=False, hot=False, first_m=2.0, count=4):
    """Two rows of racks, 1.2 m between them; fronts inward, or rears for a hot aisle."""
    racks = []
    low, high = (90, 270) if along_x else (0, 180)
    if hot:
        low, high = high, low
    for row, (across, heading) in enumerate(((3.0, low), (5.4, high))):
        for n in range(count):
            along = first_m + 0.6 * n
            x_m, y_m = (along, across) if along_x else (across, along)
            racks.append(
                Rack(
                    id=f"rack-{row * count + n + 1:04d}", x_m=x_m, y_m=y_m,
                    heading_deg=heading, load_w=5000.0,
                )
            )  # fmt: skip
    return Design(variants=(Variant(id="variant-0001", hall=Hall(), racks=tuple(racks)),))


def contained(design):
    ids = [rack.id for rack in design.variant.racks]
    changed, made = contain_aisle(design, ids)
    panels = {panel.id: panel for panel in changed.variant.panels}
    return changed, [panels[i] for i in made]


@pytest.mark.parametrize("along_x", [False, True])
@pytest.mark.parametrize("hot", [False, True])
def test_roof_and_doors_close_the_aisle(along_x, hot):
    design, (roof, *doors) = contained(two_rows(along_x, hot))
    box = footprint(roof)
    expected = (1.7, 3.6, 4.1, 4.8) if along_x else (3.6, 1.7, 4.8, 4.1)
    assert box == pytest.approx(expected)
    assert (roof.orientation, roof.z_from_m) == ("horizontal", 2.0)
    assert [door.construction for door in doors] == ["door", "door"]
    codes = {finding.code for finding in check(design, load_catalogue())}
    assert not {code for code in codes if code.startswith("containment.")}
    assert "panel.through_object" not in codes


def test_an_end_at_a_wall_gets_no_door():
    _, panels = contained(two_rows(first_m=0.3))
    assert len(panels) == 2


@pytest.mark.parametrize(
    "keep",
    [
        lambda rack: rack.heading_deg == 0,
        lambda rack: False,
    ],
)
def test_one_row_or_none_is_no_aisle(keep):
    design = two_rows()
    with pytest.raises(EditError, match="No aisle"):
        contain_aisle(design, [rack.id for rack in design.variant.racks if keep(rack)])


def test_rows_back_to_back_without_a_gap_are_no_aisle():
    design = two_rows(hot=True)
    racks = tuple(
        rack.model_copy(update={"x_m": 4.2 if rack.x_m > 4.0 else 3.0})
        for rack in design.variant.racks
    )
    variant = design.variant.model_copy(update={"racks": racks})
    with pytest.raises(EditError, match="no aisle between"):
        contain_aisle(Design(variants=(variant,)), [rack.id for rack in racks])
