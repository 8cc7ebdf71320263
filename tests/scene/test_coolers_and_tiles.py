import pytest

from coolsim.design.models import Hall, Tile
from coolsim.errors import SolveError
from coolsim.scene import plate_loss_coefficient
from tests.scene.variants import cooler, flat, scene_of

TOP = (2, 2.0, 1)
FRONT = (0, 6.5, 1)
REAR = (0, 5.5, -1)
DOWN = (2, 0.0, -1)
UP = (2, 3.6, 1)


def side(opening):
    return None if opening is None else (opening.axis, opening.position, opening.outward)


@pytest.mark.parametrize(
    ("discharge", "place"), [("underfloor", DOWN), ("front", FRONT), ("top", TOP)]
)
def test_where_a_cooler_blows(discharge, place):
    (resolved,) = scene_of(coolers=(cooler(discharge=discharge, intake="rear"),)).coolers
    assert side(resolved.discharge) == place


@pytest.mark.parametrize(
    ("intake", "place"), [("ceiling_void", UP), ("top", TOP), ("front", FRONT), ("rear", REAR)]
)
def test_where_a_cooler_draws(intake, place):
    (resolved,) = scene_of(coolers=(cooler(intake=intake),), hall=Hall(ceiling_void_m=0.5)).coolers
    assert side(resolved.intake) == place


def test_a_turned_cooler_blows_to_where_it_faces():
    (resolved,) = scene_of(coolers=(cooler(heading_deg=270.0, discharge="front"),)).coolers
    assert side(resolved.discharge) == (1, 3.5, -1)
    assert resolved.discharge.spans[0] == pytest.approx((5.0, 7.0))


def test_a_discharge_can_be_smaller_than_the_cooler():
    drawn = cooler(
        discharge="front", discharge_width_m=1.0, discharge_z_from_m=0.3, discharge_z_to_m=0.8
    )
    (resolved,) = scene_of(coolers=(drawn,)).coolers
    assert flat(resolved.discharge.spans) == pytest.approx([3.5, 4.5, 0.3, 0.8])
    assert resolved.discharge.area_m2 == pytest.approx(0.5)


def test_an_idle_cooler_is_only_in_the_way():
    scene = scene_of(coolers=(cooler(), cooler(id="cooler-0002", x_m=9.0, running=False)))
    assert [c.id for c in scene.coolers] == ["cooler-0001"]
    (solid,) = scene.solids
    assert solid.low == pytest.approx((8.5, 3.0, 0.0))
    assert solid.high == pytest.approx((9.5, 5.0, 2.0))


def test_figures_drawn_stand_in_for_the_machines():
    own, other = (
        cooler(unit="vertiv_pw170", airflow_m3_s=9.0, capacity_w=1e5),
        cooler(id="cooler-0002", x_m=2.0, unit="vertiv_pw170", airflow_m3_s=None),
    )
    scene = scene_of(coolers=(own, other))
    first, second = scene.coolers
    assert (first.airflow_m3_s, first.capacity.value) == (9.0, 1e5)
    assert first.capacity.confidence == "design"
    assert second.capacity.value == 233e3
    # what the second takes from the catalogue is told, though the first draws its own
    noted = {(a.object_id, a.quantity): a for a in scene.assumptions}
    assert noted["vertiv_pw170", "airflow"].confidence == "third_party"
    assert noted["vertiv_pw170", "airflow"].subject == "Vertiv Liebert PCW PW170"
    assert noted["cooler-0001", "airflow"].confidence == "design"


def test_a_cooler_without_airflow_is_refused_and_an_unknown_capacity_stays_unknown():
    with pytest.raises(SolveError, match="no airflow") as caught:
        scene_of(coolers=(cooler(airflow_m3_s=None, name="CRAH 7"),))
    assert caught.value.where == "CRAH 7"
    assert scene_of(coolers=(cooler(),)).coolers[0].capacity.value is None


def tile(**fields):
    return Tile(**{"id": "tile-0001", "x_m": 3.0, "y_m": 2.0, **fields})


def test_a_floor_tile_blows_up_and_a_grille_draws_from_below():
    scene = scene_of(
        tiles=(tile(open_fraction=0.5), tile(id="tile-0002", surface="ceiling", open_fraction=0.5))
    )
    floor, grille = scene.tiles
    assert side(floor.opening) == (2, 0.0, 1)
    assert side(grille.opening) == (2, Hall().height_m, -1)
    assert floor.opening.area_m2 == pytest.approx(0.36)


def test_the_most_specific_resistance_counts():
    every = {"unit": "tile_25", "open_fraction": 0.5}
    assert scene_of(tiles=(tile(loss_coefficient=7.0, **every),)).tiles[0].loss.value == 7.0
    by_formula = scene_of(tiles=(tile(**every),)).tiles[0].loss
    assert by_formula.value == pytest.approx(plate_loss_coefficient(0.5))
    assert by_formula.confidence == "derived"
    with pytest.raises(SolveError, match="no loss coefficient"):
        scene_of(tiles=(tile(),))


def test_worked_number_of_the_plate_formula():
    assert plate_loss_coefficient(0.25) == pytest.approx(42.8, abs=0.05)
    assert plate_loss_coefficient(1.0) == 1.0
