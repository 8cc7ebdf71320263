"""What the catalogue commands print: key figures in lists, everything about one entry."""

import json

from coolsim import cli


def test_lists_show_key_figures_and_mark_weak_ones(capsys):
    assert cli.main(["catalogue", "list", "unit"]) == 0
    lines = capsys.readouterr().out.splitlines()
    (plate,) = [line for line in lines if line.startswith("oam_1kw_plate")]
    assert "r_k_w 0.023" in plate
    (generic,) = [line for line in lines if line.startswith("cdu_l2a_generic")]
    assert "approach_k 10 to 14*" in generic


def test_lists_as_json_carry_the_figures(capsys):
    assert cli.main(["catalogue", "list", "fluid", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)["entries"]
    (novec,) = [entry for entry in entries if entry["id"] == "novec649"]
    assert novec["figures"]["boiling_c"] == 49.05


def test_an_entry_shows_its_value_tables_and_statements(capsys):
    assert cli.main(["catalogue", "show", "google_deschutes"]) == 0
    out = capsys.readouterr().out
    assert "162  640  1.6" in out
    assert "fluids (datasheet, deschutes): DI water, PG25" in out
    assert out.count("[deschutes]") == 1


def test_an_entry_as_json_has_all_its_sources(capsys):
    assert cli.main(["catalogue", "show", "vertiv_xdu1350", "--json"]) == 0
    entry = json.loads(capsys.readouterr().out)["entry"]
    assert {"vertiv_sl80005", "vertiv_sl70799", "omniverse_vertiv"} <= {
        source["id"] for source in entry["sources"]
    }
