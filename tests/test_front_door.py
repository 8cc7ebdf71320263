"""The Python functions of the package give the numbers of the command line."""

import json

import coolsim
from coolsim import cli
from coolsim.design.files import dumps
from tests.halls import small_hall


def test_python_and_command_line_agree(tmp_path, capsys):
    path = tmp_path / "hall.coolsim"
    path.write_text(dumps(small_hall()), encoding="utf-8")
    design = coolsim.load(path)
    results = coolsim.solve(design, fidelity="draft")
    density = coolsim.solve_density(design, fidelity="draft", margin_k=1.0)
    assert cli.main(["solve", str(path), "--fidelity", "draft", "--json"]) == 0
    solved = json.loads(capsys.readouterr().out)
    flags = ["--fidelity", "draft", "--margin", "1", "--json"]
    assert cli.main(["density", str(path), *flags]) == 0
    dense = json.loads(capsys.readouterr().out)
    assert [rack["inlet_temperature_c"] for rack in solved["racks"]] == [
        rack.inlet_temperature_c for rack in results.racks
    ]
    assert [rack["power_w"] for rack in dense["racks"]] == [rack.power_w for rack in density.racks]
    assert dense["design_hash"] == solved["design_hash"] == results.design_hash
