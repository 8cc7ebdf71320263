"""Names of new objects: counted on in the row, the next letter for a new row."""

import pytest

from coolsim.design.edits import name_in_row
from coolsim.design.models import Cooler, Rack, Variant


def racks(*named, **fields):
    """Racks side by side along y at x = 2, by name."""
    return tuple(
        Rack(id=f"rack-{n:04d}", name=name, x_m=2.0, y_m=0.6 * n, **fields)
        for n, name in enumerate(named, start=1)
    )


def named(items, x_m, y_m, heading_deg=0.0, kind="rack"):
    variant = Variant(id="variant-0001", racks=items)
    return name_in_row(variant, kind, x_m, y_m, heading_deg)


def test_the_first_rack_of_a_hall():
    assert named((), 3.0, 3.0) == "A-01"


def test_the_next_free_name_after_the_nearest_in_the_row():
    row = racks("A-01", "A-02", "A-04")
    assert named(row, 2.0, 1.5) == "A-03"
    assert named(row, 2.0, 2.4) == "A-05"


@pytest.mark.parametrize("heading_deg", [0.0, 180.0])
def test_a_rack_turned_round_belongs_to_the_row(heading_deg):
    assert named(racks("C7"), 2.1, 1.2, heading_deg) == "C8"


def test_a_new_row_gets_the_next_letter():
    both = (*racks("A-01"), Rack(id="rack-0009", name="B-01", x_m=5.0, y_m=1.0))
    assert named(both, 9.0, 1.0) == "C-01"
    assert named(racks("Z1"), 9.0, 1.0) == "AA1"
    assert named(racks("az 03"), 9.0, 1.0) == "ba 01"


def test_names_without_a_scheme_make_none():
    assert named(racks("spare"), 9.0, 1.0) == ""
    assert named(racks("spare"), 2.0, 1.2) == ""


def test_coolers_count_on_but_start_no_scheme():
    cooler = Cooler(id="cooler-0001", name="CRAH 1", x_m=5.0, y_m=1.0)
    variant = Variant(id="variant-0001", coolers=(cooler,))
    assert name_in_row(variant, "cooler", 5.0, 4.0, 0.0) == "CRAH 2"
    assert name_in_row(Variant(id="variant-0001"), "cooler", 5.0, 4.0, 0.0) == ""
