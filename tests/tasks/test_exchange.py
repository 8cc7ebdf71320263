"""Export and import on the command line: what is written, what is refused."""

import json

import pytest

from coolsim import cli
from coolsim.design import edits
from coolsim.design.files import dumps, load
from tests.halls import small_hall


@pytest.fixture
def hall(tmp_path):
    path = tmp_path / "hall.coolsim"
    path.write_text(dumps(small_hall()), encoding="utf-8")
    return path


def _run(capsys, *arguments):
    code = cli.main([str(argument) for argument in arguments])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("form", ["vtk", "csv"])
def test_a_folder_is_written_and_never_replaced_unasked(hall, tmp_path, capsys, form):
    out = tmp_path / "out"
    wanted = ("export", hall, "--to", form, "--fidelity", "draft", "--out", out)
    code, text, _ = _run(capsys, *wanted)
    assert code == 0
    assert "Exported Small hall" in text
    assert list(out.iterdir())
    code, _, err = _run(capsys, *wanted)
    assert code == 2
    assert "--force" in err
    assert _run(capsys, *wanted, "--force")[0] == 0


def test_a_drawing_goes_out_and_comes_in(hall, tmp_path, capsys):
    drawing, design = tmp_path / "plan.dxf", tmp_path / "back.coolsim"
    assert _run(capsys, "export", hall, "--to", "dxf", "--out", drawing)[0] == 0
    code, text, _ = _run(capsys, "import", drawing, "--from", "dxf")
    assert code == 0
    assert "4 racks" in text
    assert "nothing is written" in text
    code, text, _ = _run(capsys, "import", drawing, "--from", "dxf", "--out", design, "--json")
    assert code == 0
    assert json.loads(text)["objects"] == {"rack": 4, "cooler": 1, "tile": 4}
    assert len(load(design).variant.racks) == 4
    assert _run(capsys, "import", drawing, "--from", "dxf", "--out", design)[0] == 2


def test_a_schedule_is_set_into_a_design(tmp_path, capsys):
    schedule, into = tmp_path / "racks.csv", tmp_path / "into.coolsim"
    schedule.write_text("tag,kW\nA,5\nB,7\n")
    empty = small_hall().variant.model_copy(update={"racks": ()})
    into.write_text(dumps(small_hall().model_copy(update={"variants": (empty,)})))
    out = tmp_path / "new.coolsim"
    code, text, _ = _run(
        capsys, "import", schedule, "--from", "csv", "--column", "tag=name",
        "--into", into, "--out", out,
    )  # fmt: skip
    assert code == 0
    assert "2 racks" in text
    variant = load(out).variant
    assert [rack.name for rack in variant.racks] == ["A", "B"]
    assert len(variant.coolers) == 1


def test_imported_racks_are_no_racks_of_another_variant(tmp_path, capsys):
    schedule, into = tmp_path / "racks.csv", tmp_path / "into.coolsim"
    schedule.write_text("tag,kW\nA,5\nB,7\n")
    design = edits.variant_add(small_hall(), "From the schedule")[0]
    into.write_text(dumps(design))
    out = tmp_path / "new.coolsim"
    code, _, _ = _run(
        capsys, "import", schedule, "--from", "csv", "--column", "tag=name",
        "--into", into, "--out", out,
    )  # fmt: skip
    assert code == 0
    first, *_, second = load(out).variants
    assert [rack.id for rack in first.racks] == [f"rack-000{n}" for n in (1, 2, 3, 4)]
    assert [rack.id for rack in second.racks] == ["rack-0005", "rack-0006"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "csv", "--column", "nonsense"), "NAME=VALUE"),
        (("--from", "csv"), "cannot be read"),
        (("--from", "dxf", "--layer", "X=spaceship"), "cannot hold 'spaceship'"),
        (("--from", "word"), "invalid choice"),
    ],
)
def test_nonsense_is_refused(tmp_path, capsys, arguments, said):
    code, _, err = _run(capsys, "import", tmp_path / "none", *arguments)
    assert code == 2
    assert said in err


def test_openfoam_takes_no_draft(hall, tmp_path, capsys):
    code, _, err = _run(
        capsys, "export", hall, "--to", "openfoam", "--fidelity", "draft", "--out", tmp_path / "c"
    )
    assert code == 2
    assert "potential flow" in err
    assert not (tmp_path / "c").exists()


def test_an_openfoam_case_is_written_with_its_result(hall, tmp_path, capsys):
    case = tmp_path / "case"
    code, text, _ = _run(
        capsys, "export", hall, "--to", "openfoam", "--fidelity", "live", "--cell", "0.4",
        "--out", case,
    )  # fmt: skip
    assert code == 0
    assert "compare-openfoam" in text
    assert (case / "constant" / "polyMesh" / "owner").exists()
    code, _, err = _run(capsys, "compare-openfoam", case / "coolsim", case)
    assert code == 2
    assert "Allrun" in err


@pytest.mark.parametrize("form", ["openfoam", "vtk", "csv"])
def test_a_file_in_the_place_of_a_folder_is_told_before_anything_is_solved(
    hall, tmp_path, capsys, form
):
    taken = tmp_path / "taken"
    taken.write_text("mine")
    code, _, err = _run(capsys, "export", hall, "--to", form, "--out", taken, "--force")
    assert code == 2
    assert "A file has the name of the folder" in err
    assert taken.read_text() == "mine"
