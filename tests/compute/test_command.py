"""The commands that count computing: density, its comparison of silicon, and their refusals."""

import json

import pytest

import coolsim
from coolsim import tasks
from coolsim.cli import main
from coolsim.design import files
from coolsim.errors import UsageError
from coolsim.tasks.requests import from_json
from tests.compute.test_silicon import small_hall


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    path = tmp_path_factory.mktemp("silicon") / "small.coolsim"
    files.save(small_hall(), path)
    return str(path)


def test_density_tells_what_the_hall_computes(hall, capsys):
    assert main(["density", hall, "--fidelity", "draft"]) == 0
    text = capsys.readouterr().out
    assert "What the hall computes, in whole units and dense operations" in text
    assert "MW at the meter" in text
    assert "not known" in text  # neither plant nor climate is drawn
    assert main(["density", hall, "--fidelity", "draft", "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    account = plain["compute"]
    assert account["accelerators"] == plain["hall"]["accelerators"] > 0
    assert {item["per"] for item in account["shares"]} >= {"rack", "m2_with_clearance", "mw_of_it"}
    assert account["facility_w"] is None


def test_silicon_is_compared_at_the_precision_asked_for(hall, capsys):
    asked = ["density", hall, "--silicon", "b200_node,nvidia_gb200_gpu", "--precision", "fp4"]
    assert main([*asked, "--fidelity", "draft", "--json"]) == 0
    plain = json.loads(capsys.readouterr().out)
    rows = {row["asked"]: row for row in plain["rows"]}
    assert plain["precision"] == "fp4"
    assert rows[""]["peak_flops"] is None  # the H100 drawn has no FP4
    assert rows["b200_node"]["peak_flops"] == pytest.approx(
        9e15 * rows["b200_node"]["accelerators"]
    )
    assert rows["nvidia_gb200_gpu"]["status"] == ""


def test_an_allocation_does_not_compare_silicon(hall, capsys):
    asked = ["density", hall, "--silicon", "b200_node", "--objective", "total"]
    assert main(asked) == 2
    assert "uniform or proportional" in capsys.readouterr().err


def test_the_worker_understands_the_task(hall):
    design = files.load(hall)
    plain = {"design": design.model_dump(mode="json"), "silicon": ["b200_node"], "precision": "fp8"}
    request = from_json("silicon", plain)
    assert isinstance(request, tasks.SiliconRequest)
    assert request.silicon == ("b200_node",)
    with pytest.raises(UsageError, match="silicon"):
        from_json("silicon", {**plain, "silicon": []})


def test_python_compares_silicon_too():
    table = coolsim.compare_silicon(small_hall(), ("groq_lpu_v1",), "int8", fidelity="draft")
    drawn, groq = table.rows
    assert drawn.peak_flops is None  # the catalogue has no INT8 figure for the H100
    assert groq.peak_flops == pytest.approx(7.5e14 * groq.accelerators)
