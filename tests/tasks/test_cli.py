"""The command line: output, exit codes, messages, nothing overwritten."""

import io
import json
import sys
import types

import pytest

from coolsim import __version__, cli
from coolsim.design.files import dumps
from tests.halls import small_hall


@pytest.fixture
def hall(tmp_path):
    path = tmp_path / "hall.coolsim"
    path.write_text(dumps(small_hall()), encoding="utf-8")
    return path


@pytest.fixture
def run(capsys):
    """Run the command line: exit code, standard output, standard error."""

    def call(*arguments):
        code = cli.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def test_check_of_a_good_hall(run, hall):
    code, out, err = run("check", hall)
    assert code == 0
    assert "0 errors" in out
    assert err == ""


def test_check_of_a_hall_with_errors_fails_and_names_them(run, hall):
    text = dumps(small_hall()).replace('"x_m": 2.7', '"x_m": 99')
    hall.write_text(text)
    code, out, _ = run("check", hall, "--json")
    answer = json.loads(out)
    assert code == 2
    assert answer["status"] == "errors"
    assert any("rack-0001" in finding["object_ids"] for finding in answer["findings"])


def test_solve_prints_one_json_object_and_nothing_else(run, hall):
    code, out, err = run("solve", hall, "--fidelity", "draft", "--json")
    answer = json.loads(out)
    assert code == 0
    assert err == ""
    assert answer["schema"] == "coolsim/solve-1"
    assert answer["program_version"] == __version__
    assert len(answer["racks"]) == 4
    assert set(answer["balance"]) >= {"mass_fraction", "energy_fraction"}


def test_text_follows_the_unit_system(run, hall):
    _, out, _ = run("solve", hall, "--fidelity", "draft", "--units", "ip")
    assert "inlet °F" in out


def test_the_variant_is_chosen_by_flag(run, hall):
    _, out, _ = run("check", hall, "--variant", "variant-0002")
    assert "Other" in out
    code, _, err = run("check", hall, "--variant", "variant-0007")
    assert code == 2
    assert "variant-0002" in err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["sovle", "x"], "'solve'"),
        (["missing.coolsim"], "missing.coolsim"),
        (["check", "missing.coolsim"], "missing.coolsim"),
        (["check"], "FILE"),
        (["check", "a", "--colour"], "--colour"),
        (["solve", "a", "--fidelity", "best"], "best"),
        (["solve", "a", "--cell", "-1"], "-1"),
        (["solve", "a", "--cell", "wide"], "wide"),
        (["density", "a", "--margin", "nan"], "nan"),
        (["catalogue"], "action"),
        (["catalogue", "show"], "coolsim catalogue list"),
        (["catalogue", "list", "spaceship"], "server"),
        (["examples", "copy"], "example"),
        (["report", "a"], "--out"),
    ],
)
def test_wrong_use_ends_with_two_and_a_hint(run, arguments, told):
    code, out, err = run(*arguments)
    assert code == 2
    assert out == ""
    assert told in err
    assert "Traceback" not in err


def test_every_problem_of_a_broken_file_is_listed(run, hall):
    text = dumps(small_hall()).replace('"heading_deg": 90.0', '"heading_deg": "north"', 2)
    hall.write_text(text.replace('"name": "Base"', '"nam": "Base"'))
    code, _, err = run("check", hall)
    assert code == 2
    assert str(hall) in err
    assert err.count("racks[0].heading_deg: ") >= 1
    assert err.count("racks[1].heading_deg: ") == 1
    assert "nam" in err
    code, out, _ = run("check", hall, "--json")
    answer = json.loads(out)
    assert answer["status"] == "failed"
    assert len(answer["error"]["problems"]) >= 3


def test_any_other_file_is_refused_with_its_name(run, tmp_path):
    for content in (b"", b"\xff\xfe\x00", b"[" * 100_000, b"null", b"{}"):
        path = tmp_path / "odd.coolsim"
        path.write_bytes(content)
        code, _, err = run("check", path)
        assert code == 2
        assert "odd.coolsim" in err


def test_a_file_in_the_way_is_not_replaced(run, hall, tmp_path):
    there = tmp_path / "there.pdf"
    there.write_text("mine")
    code, _, err = run("report", hall, "--out", there)
    assert code == 2
    assert "--force" in err
    assert there.read_text() == "mine"


def test_catalogue_lists_and_shows(run):
    code, out, _ = run("catalogue", "list")
    assert code == 0
    assert "server" in out
    _, out, _ = run("catalogue", "list", "server", "--json")
    first = json.loads(out)["entries"][0]["id"]
    code, out, _ = run("catalogue", "show", first)
    assert code == 0
    assert first in out
    assert "class" in out
    code, _, err = run("catalogue", "show", first[:-1] + "qq")
    assert code == 2
    assert first in err


def test_an_interrupted_command_ends_with_five(run, hall, monkeypatch):
    monkeypatch.setattr(cli, "_finish", _raise(KeyboardInterrupt()))
    code, out, err = run("solve", hall, "--json")
    assert code == 5
    assert json.loads(out)["status"] == "cancelled"
    assert "cancelled" in err


def test_our_own_fault_ends_with_one_and_says_where(run, hall, monkeypatch):
    monkeypatch.setattr(cli, "_finish", _raise(ZeroDivisionError("by nought")))
    code, _, err = run("check", hall)
    assert code == 1
    assert "ZeroDivisionError: by nought" in err
    assert "bug in CoolSim" in err
    assert "Traceback" not in err


def test_without_a_screen_the_window_says_why_it_does_not_open(run, hall, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    code, _, err = run(hall)
    assert code == 2
    assert "DISPLAY" in err


@pytest.mark.parametrize("named", ["hall", "room-20", ""])
def test_the_window_opens_on_the_file_or_example_named(run, hall, monkeypatch, named):
    opened = []
    window = types.SimpleNamespace(run=lambda argv: opened.append(list(argv)) or 0)
    monkeypatch.setitem(sys.modules, "ui.app", window)
    arguments = [str(hall) if named == "hall" else named] if named else []
    assert run(*arguments)[0] == 0
    assert opened == [["coolsim", *arguments]]


def test_a_screen_that_does_not_answer_is_no_screen(run, hall, monkeypatch):
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":64999")
    monkeypatch.setattr(sys, "platform", "linux")
    code, _, err = run(hall)
    assert code == 2
    assert ":64999" in err


def test_a_terminal_gets_a_progress_bar_on_standard_error_only(run, hall, monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)
    code, out, _ = run("solve", hall, "--fidelity", "draft", "--json")
    assert code == 0
    json.loads(out)
    assert "%" in terminal.getvalue()


def test_help_and_version_name_only_what_works(capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(command.name in shown for command in cli.COMMANDS)
    assert not any(later in shown for later in ("failure", "optimise"))


def _raise(error):
    def fail(*_):
        raise error

    return fail
