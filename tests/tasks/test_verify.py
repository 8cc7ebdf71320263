"""The command verify: rows as text and JSON, exit codes, usage."""

import json

import pytest

from coolsim import cli, tasks
from coolsim.errors import UsageError
from coolsim.tasks.verify import VerifyAnswer
from coolsim.verification import shipped_case
from coolsim.verification.records import Band, Solved

ROW_KEYS = {
    "case",
    "quantity",
    "ours",
    "published",
    "unit",
    "difference",
    "tolerance",
    "within_tolerance",
    "known_miss",
    "seconds",
    "grid",
    "null_model",
    "bands",
}


def closed_form(published=0.03874, **more):
    return {
        "id": "mine",
        "title": "A point of mine",
        "kind": "zero_equation",
        "source": "my own",
        "reference": {"nu_t": [{"V": 1.0, "l": 1.0, "nu_t": published}]},
        "tolerance": {"rel": 1e-6},
    } | more


@pytest.fixture
def verify(capsys, tmp_path):
    """Run the command on a case of one's own: exit code, standard output, standard error."""

    def call(case, *options):
        path = tmp_path / "case.json"
        path.write_text(json.dumps(case), encoding="utf-8")
        code = cli.main(["verify", "--file", str(path), *options])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_rows_as_json(capsys):
    assert cli.main(["verify", "--case", "A17_zero_equation_model", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "coolsim/verify-1"
    assert answer["status"] == "ok"
    assert [set(row) for row in answer["rows"]] == [ROW_KEYS, ROW_KEYS]
    assert answer["cases"][0]["kind"] == "zero_equation"


def test_bands_stand_in_a_table_of_their_own_beside_the_null_model():
    bands = (Band("heights", 1.0, 4.0), Band("together", 0.5, 4.5))
    case = shipped_case("A17_zero_equation_model")
    plain = case.row("closure", 1.0, 1.0, 0.1, Solved(0.0, "none"))
    row = case.row("top", 3.0, 0.0, 4.5, Solved(1.0, "2"), "K", null_model=8.0, bands=bands)
    told = VerifyAnswer((case,), (plain, row), 1.0).text()
    (line,) = [line for line in told.splitlines() if line.startswith("top") and " to " in line]
    assert line.split() == ["top", "3.00", "1.00", "to", "4.00", "0.50", "to", "4.50", "8.00"]
    assert "null model" in told
    assert "Bands" not in VerifyAnswer((case,), (plain,), 1.0).text()


def test_rows_as_text(verify):
    code, out, err = verify(closed_form())
    assert code == 0
    assert err == ""
    assert "nu_t at 1 m/s, 1 m" in out
    assert "agrees" in out
    assert "1 of 1 rows agree" in out


def test_an_undeclared_miss_fails_and_shows(verify):
    code, out, _ = verify(closed_form(0.05))
    assert code == 3
    assert "MISS" in out
    assert json.loads(verify(closed_form(0.05), "--json")[1])["status"] == "misses"


def test_a_declared_miss_is_good_and_shows_its_reason(verify):
    case = closed_form(0.05, known_misses={"nu_t": "another model"})
    code, out, _ = verify(case)
    assert code == 0
    assert "Known miss: another model" in out
    answer = json.loads(verify(case, "--json")[1])
    assert answer["status"] == "known_misses"
    assert answer["rows"][0]["known_miss"] == "another model"
    assert answer["rows"][0]["within_tolerance"] is False


def test_a_broken_case_is_bad_input(verify):
    code, out, err = verify(closed_form(tolerance={}))
    assert code == 2
    assert out == ""
    assert "tolerance.rel" in err


def test_one_case_or_one_file():
    with pytest.raises(UsageError, match="not both"):
        tasks.VerifyRequest("A17", "case.json")


def test_nothing_given_runs_every_shipped_case(monkeypatch):
    from coolsim import verification

    seen = []

    def run_cases(cases):
        seen.extend(case.id for case in cases)
        yield from ()
        return ()

    monkeypatch.setattr(verification, "run_cases", run_cases)
    answer = tasks.finish(tasks.VerifyRequest())
    assert len(seen) + len(answer.not_run) == len(verification.shipped_cases())
    assert answer.exit_code == 0
