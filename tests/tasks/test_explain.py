"""The command that says where a rack's warm air comes from."""

import json

import pytest

from coolsim import cli, tasks
from coolsim.design.files import dumps, to_object
from coolsim.design.models import Aisle
from coolsim.errors import UsageError
from coolsim.tasks import explain
from tests.halls import small_hall


@pytest.fixture(scope="module")
def answer():
    return tasks.finish(tasks.ExplainRequest(small_hall(), "rack-0003", "draft"))


@pytest.fixture
def hall(tmp_path):
    path = tmp_path / "hall.coolsim"
    path.write_text(dumps(small_hall()), encoding="utf-8")
    return path


def test_the_json_adds_up_to_the_inlet(answer):
    plain = json.loads(json.dumps(answer.to_json(), allow_nan=False))
    assert plain["schema"] == "coolsim/explain-1"
    assert plain["rack_id"] == "rack-0003"
    for lines in ("contributions", "rows", "kinds"):
        added = sum(item["adds_k"] for item in plain[lines])
        share = sum(item["share"] for item in plain[lines])
        assert plain["reference_temperature_c"] + added == pytest.approx(
            plain["inlet_temperature_c"], abs=1e-6
        )
        assert share == pytest.approx(1.0, abs=1e-9)
    assert len(plain["capture"]["racks"]) == 4
    least, mean = (plain["capture"][f"cold_{kind}_fraction"] for kind in ("min", "mean"))
    assert 0.0 < least <= mean < 1.0
    assert plain["note"] == explain.NOTE


def test_the_inlet_is_that_of_the_solved_rack(answer):
    solved = tasks.finish(tasks.SolveRequest(small_hall(), "draft"))
    rack = solved.results.racks[2]
    assert answer.explanation.inlet_temperature_c == rack.inlet_temperature_c
    assert answer.results.status == solved.results.status
    assert set(answer.results.findings) == set(solved.results.findings)


def test_the_text_ends_in_the_inlet_and_warns_of_forecasts(answer):
    text = answer.text()
    inlet = answer.explanation.inlet_temperature_c
    total = next(line for line in text.splitlines() if line.startswith("Sum"))
    assert total.split()[1:4] == ["100.0", "%", f"{inlet:.1f}"]
    assert f"inlet {inlet:.2f} °C" in text
    assert "R3 (itself)" in text
    assert "CRAH 1" in text
    assert "-0.00" not in text
    assert text.endswith("re-solve to know.")
    assert "°F" in answer.text("ip")
    assert "°C" not in answer.text("ip")


def test_rows_of_the_drawing_are_told_where_there_are_any(answer):
    assert "\nRow" not in answer.text()
    design = small_hall()
    ids = tuple(rack.id for rack in design.variant.racks)
    aisles = (
        Aisle(id="aisle-0001", name="West", rack_ids=ids[:2]),
        Aisle(id="aisle-0002", name="East", rack_ids=ids[2:]),
    )
    variant = design.variants[0].model_copy(update={"aisles": aisles})
    rowed = design.model_copy(update={"variants": (variant, design.variants[1])})
    told = tasks.finish(tasks.ExplainRequest(rowed, "R3", "draft"))
    assert {item.source_name for item in told.rows} == {"West", "East", "Coolers"}
    assert "\nRow" in told.text()


def test_many_sources_are_gathered_in_one_line():
    told = tasks.finish(tasks.ExplainRequest(small_hall(racks=14), "R5", "draft")).text()
    assert "4 others" in told
    total = next(line for line in told.splitlines() if line.startswith("Sum"))
    assert "100.0 %" in total


def test_another_rack_of_the_same_hall_needs_no_other_solve(answer, monkeypatch):
    again = tasks.finish(tasks.ExplainRequest(small_hall(), "rack-0003", "draft"))
    monkeypatch.setattr("coolsim.simulate.make_hall_solver", None)
    other = tasks.finish(tasks.ExplainRequest(small_hall(), "R1", "draft"))
    assert again.explanation.inlet_temperature_c == answer.explanation.inlet_temperature_c
    assert other.explanation.rack_id == "rack-0001"
    assert other.results is again.results


def test_a_changed_hall_is_solved_anew(answer):
    told = tasks.finish(tasks.ExplainRequest(small_hall(load_w=6000.0), "R3", "draft"))
    assert told.results.design_hash != answer.results.design_hash
    coarse = tasks.finish(tasks.ExplainRequest(small_hall(load_w=6000.0), "R3", "draft", 0.4))
    assert coarse.results.grid.cells < told.results.grid.cells


@pytest.mark.parametrize("wanted", ["rack-0002", "RACK-0002", "R2", " r2 "])
def test_a_rack_is_found_by_id_or_name(wanted):
    assert explain.find_rack(small_hall().variant.racks, wanted) == 1


def test_an_unknown_rack_is_refused_with_the_nearest_before_solving():
    steps = tasks.run(tasks.ExplainRequest(small_hall(), "rack-00004", "draft"))
    with pytest.raises(UsageError, match="no rack 'rack-00004'") as caught:
        next(steps)
    assert "rack-0004" in caught.value.remedy
    with pytest.raises(UsageError) as caught:
        explain.find_rack(small_hall().variant.racks, "?")
    assert "R1" in caught.value.remedy
    with pytest.raises(UsageError) as caught:
        explain.find_rack((), "R1")
    assert "no racks" in caught.value.remedy


def test_a_name_of_several_racks_asks_for_an_id():
    racks = [rack.model_copy(update={"name": "Same"}) for rack in small_hall().variant.racks]
    with pytest.raises(UsageError, match="4 racks are called 'same'") as caught:
        explain.find_rack(racks, "same")
    assert "rack-0002" in caught.value.remedy


def test_the_command_prints_one_json_object(capsys, hall):
    arguments = ["explain", str(hall), "--rack", "R2", "--fidelity", "draft"]
    assert cli.main([*arguments, "--json"]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["rack_name"] == "R2"
    assert captured.err == ""
    assert cli.main(arguments) == 0
    assert "What warms the inlet of R2" in capsys.readouterr().out


def test_the_command_needs_a_rack_that_exists(capsys, hall):
    assert cli.main(["explain", str(hall)]) == 2
    assert "--rack" in capsys.readouterr().err
    assert cli.main(["explain", str(hall), "--rack", "R9", "--fidelity", "draft"]) == 2
    assert "Nearest" in capsys.readouterr().err


def test_the_worker_takes_the_task():
    plain = {"design": to_object(small_hall()), "rack": "R1", "fidelity": "draft"}
    assert tasks.from_json("explain", plain) == tasks.ExplainRequest(small_hall(), "R1", "draft")
    with pytest.raises(UsageError) as caught:
        tasks.from_json("explain", {"design": to_object(small_hall())})
    assert "rack" in caught.value.where
