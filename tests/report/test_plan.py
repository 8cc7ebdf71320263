import pytest

from coolsim.design.models import Hall, Rack, Variant
from coolsim.report.plan import fitted_label, over_limit, plan, scale_bar
from tests.factories import make_design, make_rack, make_results
from tests.liquid_factories import liquid_design


def plain(rack):
    return {"fill": "#ffffff", "label": rack.label, "over": rack.id == "rack-0001"}


def test_plan_fits_its_room_and_has_y_up():
    hall = Hall(length_m=20.0, width_m=10.0)
    rack = Rack(id="rack-0001", x_m=2.0, y_m=1.0, width_m=0.6, depth_m=1.2)
    drawn = plan(Variant(id="variant-0001", hall=hall, racks=(rack,)), (170, 100), plain, "si")
    assert (drawn["width"], drawn["height"]) == (170.0, 85.0)
    assert drawn["racks"][0]["at"] == pytest.approx([17.0, 76.5])
    front = drawn["racks"][0]["points"][:2]
    assert [x for x, _ in front] == pytest.approx([22.1, 22.1])


def test_racks_over_their_limit_are_drawn_last():
    drawn = plan(make_design().variant, (170, 200), plain, "si")
    assert [rack["over"] for rack in drawn["racks"]].index(True) == 19


def test_labels_fit_their_box_upright_or_turned_or_are_left_out():
    assert fitted_label("A-01", 20.0, 8.0) == {"label": "A-01", "size": 6.5, "turned": False}
    assert fitted_label("CRAH-1", 3.0, 20.0)["turned"]
    assert fitted_label("A-01", 1.0, 1.0)["label"] == ""
    assert fitted_label("", 20.0, 8.0)["label"] == ""


def test_ends_of_rows_are_named_where_racks_are_too_small():
    variant = make_design(400).variant
    ends = plan(variant, (30, 198), plain, "si")["row_ends"]
    assert [end["label"] for end in ends[:4]] == ["A-01", "A-20", "B-01", "B-20"]
    assert [end["anchor"] for end in ends[:2]] == ["right", "left"]
    assert len(ends) == 40
    assert plan(make_design().variant, (170, 198), plain, "si")["row_ends"] == []


def test_a_gap_ends_a_row():
    racks = [
        Rack(id=f"rack-{n:04d}", name=f"{n}", x_m=n * 0.6 + (3.0 if n > 3 else 0.0), y_m=2.0,
             heading_deg=90.0)
        for n in range(1, 7)
    ]  # fmt: skip
    variant = Variant(id="variant-0001", hall=Hall(length_m=900.0), racks=tuple(racks))
    labels = [end["label"] for end in plan(variant, (170, 198), plain, "si")["row_ends"]]
    assert labels == ["1", "3", "4", "6"]


def test_a_hall_without_racks_is_drawn():
    drawn = plan(Variant(id="variant-0001"), (170, 198), plain, "si")
    assert drawn["racks"] == drawn["row_ends"] == []


@pytest.mark.parametrize(
    ("mm_per_m", "system", "text"),
    [(14.0, "si", "2 m"), (3.0, "si", "10 m"), (14.0, "ip", "5 ft"), (200.0, "si", "0.1 m")],
)
def test_scale_bars_have_round_lengths(mm_per_m, system, text):
    length, words = scale_bar(mm_per_m, system)
    assert words == text
    assert length <= 34.0


def test_over_limit_names_the_racks_above_it():
    rack = make_design().variant.racks[0]
    assert over_limit([make_rack(rack, 27.1)]) == {rack.id}
    assert over_limit([make_rack(rack, 26.9)]) == frozenset()
    assert not over_limit(make_results(make_design()).racks[:1])


def test_units_of_the_coolant_side_are_drawn():
    variant = liquid_design().variant
    unit = variant.cdus[0]
    drawn = plan(variant, (170, 200), plain, "si")["cdus"]
    assert [(one["label"], one["off"]) for one in drawn] == [("CDU-1", False)]
    stopped = variant.model_copy(update={"cdus": (unit.model_copy(update={"running": False}),)})
    assert plan(stopped, (170, 200), plain, "si")["cdus"][0]["off"]
