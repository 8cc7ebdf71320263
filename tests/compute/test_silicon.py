"""The same hall with other silicon: what brings it, what is not known, one precision."""

from dataclasses import replace
from functools import cache

import pytest

from coolsim import tasks
from coolsim.catalogue import rates
from coolsim.compute.choices import changed_racks, choice_of, item_for, with_silicon
from coolsim.design import edits
from coolsim.design.models import Content, Design, Rack
from coolsim.errors import PrecisionError, UsageError
from tests.compute.halls import CATALOGUE, design, rack

KINDS = ("h100_node", "b200_node", "groq_lpu_v1", "google_tpu_v5p", "nvidia_gb200_gpu")
OWN = {
    "server": {
        name: {
            "name": name,
            "accelerator": accelerator,
            "accelerators": 2,
            "cooling": "air",
            "height_u": 2,
            "p_max_w": power,
            "weight_kg": 30,
        }
        for name, accelerator, power in (
            ("h100_node", "nvidia_h100_sxm", 2000),
            ("b200_node", "nvidia_b200_hgx", 2600),
        )
    }
}
"""Small servers of the user's own, of which a small hall holds some."""


@cache
def small_hall() -> Design:
    """Two air racks of servers with accelerators and one of storage before one cooler."""
    made = edits.set_hall(
        Design(catalogue=OWN),
        length_m=6.0,
        width_m=5.0,
        height_m=3.0,
        raised_floor_m=0.0,
        humidity_ratio_kg_kg=0.005,
    )
    for place, item in enumerate(("h100_node", "h100_node", "storage_2u24_nvme")):
        made, _ = edits.place(
            made, "rack", 2.6 + 0.6 * place, 3.0, heading_deg=270.0, height_u=48,
            contents=(Content(item=item, count=1),),
        )  # fmt: skip
    made, _ = edits.place(
        made, "cooler", 0.8, 1.2, heading_deg=0.0, width_m=1.5, depth_m=0.9, discharge="front",
        intake="top", supply_temperature_c=8.0, airflow_m3_s=5.0, capacity_w=90e3,
    )  # fmt: skip
    return made


@cache
def compared():
    request = tasks.SiliconRequest(small_hall(), KINDS, "fp8", fidelity="draft")
    return tasks.finish(request)


def row(asked):
    return next(item for item in compared().table.rows if item.asked == asked)


def held(contents=(), **fields):
    return Rack(id="rack-0001", x_m=1.0, y_m=1.0, contents=contents, **fields)


def test_the_hall_as_drawn_stands_first_and_equals_its_own_silicon():
    rows = compared().table.rows
    assert [item.asked for item in rows] == ["", *KINDS]
    drawn, same = rows[0], row("h100_node")
    assert drawn.accelerators == same.accelerators > 0
    assert drawn.peak_flops == pytest.approx(same.peak_flops)
    assert drawn.power_w == pytest.approx(same.power_w, rel=2e-3)


def test_every_kind_is_solved_again_with_its_own_server():
    b200 = row("b200_node")
    assert b200.item_name == "b200_node"
    assert b200.name == "NVIDIA B200 (HGX/DGX)"
    assert b200.status == "confirmed"
    assert b200.racks == 2  # the storage rack keeps its storage
    assert b200.accelerators == 2 * b200.units > 0
    assert b200.peak_flops == pytest.approx(b200.accelerators * 4.5e15)
    assert b200.flops_per_watt["chip"] == pytest.approx(4.5e15 / 1000.0)
    assert b200.flops_per_watt["server"] == pytest.approx(2 * 4.5e15 / 2600.0)
    assert b200.flops_per_watt["IT"] < b200.flops_per_watt["rack"]


def test_a_precision_not_in_the_catalogue_is_not_known_and_never_another():
    groq = row("groq_lpu_v1")
    assert groq.accelerators > 0
    assert groq.peak_flops is None
    assert groq.flops_per_watt == {}
    assert "FP8 dense not known" in groq.note


def test_what_cannot_be_placed_says_why():
    assert row("google_tpu_v5p").accelerators is None
    assert "no server or rack" in row("google_tpu_v5p").note
    assert "made for liquid" in row("nvidia_gb200_gpu").note


def test_the_text_says_not_known_and_marks_what_is_weak():
    text = compared().text()
    assert "not known" in text
    assert "PFLOPS FP8" in text
    assert "*" in text
    assert compared().exit_code == 0


def test_whole_numbers_are_no_floating_point_operations():
    answer = replace(compared(), table=replace(compared().table, precision="int8"))
    assert "POPS INT8" in answer.text()
    assert "GOPS/W chip" in answer.text()
    assert "FLOPS" not in answer.text()
    assert rates.counted_in("int8") == "ops"
    assert {rates.counted_in(name) for name in rates.PRECISIONS if name != "int8"} == {"flops"}


def test_the_answer_as_json_keeps_unlike_precisions_out():
    plain = compared().to_json()
    assert plain["command"] == "silicon"
    assert plain["precision"] == "fp8"
    assert [item["asked"] for item in plain["rows"]] == ["", *KINDS]
    assert plain["rows"][3]["peak_flops"] is None


def test_unknown_names_are_refused_with_near_ones():
    with pytest.raises(UsageError, match="nvidia_h100_sxm"):
        choice_of(CATALOGUE, "nvidia_h100_smx")
    with pytest.raises(UsageError, match="no accelerators"):
        choice_of(CATALOGUE, "cpu_1u_2s")


def test_an_unknown_precision_is_refused_before_any_solve():
    request = tasks.SiliconRequest(small_hall(), ("nvidia_h100_sxm",), "fp7", fidelity="draft")
    with pytest.raises(PrecisionError, match="fp7"):
        tasks.finish(request)


@pytest.mark.parametrize(
    ("cooling", "asked", "item"),
    [
        ("air", "nvidia_h100_sxm", "dgx_h100"),
        ("rear_door", "nvidia_b300_hgx", "dgx_b300"),
        ("cold_plate", "nvidia_gb200_gpu", "gb200_nvl72"),
        ("cold_plate", "gb200_compute_tray", "gb200_compute_tray"),
        ("cold_plate", "nvidia_h100_sxm", "dgx_h100"),
        ("immersion", "nvidia_h100_sxm", "dgx_h100"),
        ("air", "nvidia_gb200_gpu", None),
    ],
)
def test_the_cooling_of_a_rack_chooses_what_brings_silicon(cooling, asked, item):
    unit = item_for(choice_of(CATALOGUE, asked), held(cooling=cooling))
    assert (unit.id if unit else None) == item


def test_a_system_over_several_racks_is_not_put_into_one():
    choice = choice_of(CATALOGUE, "trn2_ultraserver")
    assert choice.items == ()
    assert "several racks" in choice.note


def test_racks_without_accelerators_keep_what_they_hold():
    hall = design(rack(1, ("dgx_h100", 2)), rack(2, ("cpu_1u_2s", 4)))
    racks = changed_racks(hall, CATALOGUE)
    assert [item.id for item in racks] == ["rack-0001"]
    changed, placed = with_silicon(hall, CATALOGUE, choice_of(CATALOGUE, "amd_mi300x"), racks)
    assert set(placed) == {"rack-0001"}
    first, second = changed.variant.racks
    assert first.contents == (Content(item="mi300x_8way", count=2),)  # 22.6 kW drawn, 11 kW each
    assert second == hall.variant.racks[1]
