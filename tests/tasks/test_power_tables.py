"""The power chain on a terminal."""

from coolsim.plant.power import power_chain
from coolsim.results.codec import decode, encode
from coolsim.results.power import PowerResults
from coolsim.tasks.power_tables import power_blocks
from tests.plant.power_cases import CATALOGUE, hall, path


def chain(**power):
    elements = (*path(1, battery="vertiv_hpl_p1"), *path(2))
    variant = hall(elements=elements, grid_cap_w=200e3, **power)
    return power_chain(variant, CATALOGUE, 120e3, cooling_w=10e3).results()


def test_tables_name_elements_from_the_utility_down_and_feeds():
    elements, feeds, lines = power_blocks(chain(), "si")
    rows = elements.splitlines()
    assert rows[2].startswith("transformer-000")
    assert "Electrical room" in rows[2]
    assert "hall" in rows[-1]
    assert "120.0" in rows[-1]
    assert "shared" in feeds
    assert "the grid allows 200.0 kW" in lines
    assert "51.2 kWh" in lines


def test_what_is_not_known_is_said():
    text = "\n".join(power_blocks(chain(regulator="vrm"), "ip"))
    assert "regulators 9 kW" in text
    assert "not checked" in text  # short peaks: none given


def test_a_hall_without_a_chain_has_no_tables():
    assert power_blocks(None, "si") == []


def test_results_come_back_from_json():
    results = chain(peak_factor=1.2)
    assert decode(PowerResults, encode(results)) == results
