"""NetBox exports: racks with their devices in their units, types as own catalogue entries."""

import json

import pytest

from coolsim import cli
from coolsim.checks import check
from coolsim.design.files import load
from coolsim.design.models import Design, Variant
from coolsim.errors import ImportFileError
from coolsim.interop.netbox import design_from, read_netbox
from coolsim.tasks.running import catalogue_of

TYPE = """\
manufacturer: Dell
model: PowerEdge R760
slug: dell-poweredge-r760
u_height: 2
is_full_depth: true
weight: 35.5
weight_unit: kg
power-ports:
  - {name: PSU1, type: iec-60320-c14, maximum_draw: 1100}
  - {name: PSU2, type: iec-60320-c14, maximum_draw: 1100}
"""
DARK = "manufacturer: Acme\nmodel: Box\nslug: acme-box\nu_height: 1\nweight: 10\nweight_unit: lb\n"
RACKS = (
    "Name,Site,Status,U Height,Outer width,Outer depth,Outer unit,Max weight,Weight unit\n"
    "A-01,Here,active,48,600,1200,mm,1500,kg\nA-02,Here,active,42,24,48,in,3000,lb\n"
)
DEVICES = (
    "Name,Manufacturer,Type,Rack,Position,Face\n"
    "s1,Dell,PowerEdge R760,A-01,1,front\ns2,Dell,PowerEdge R760,A-01,3,front\n"
    "s3,Dell,PowerEdge R760,A-02,,\ns4,Acme,Box,A-02,7,front\nx,Other,Thing,A-02,9,front\n"
    "y,Dell,PowerEdge R760,Z-99,1,front\nz,Dell,PowerEdge R760,,,\n"
)


def _empty():
    return Design(variants=(Variant(id="variant-0001"),))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "device-types" / "Dell").mkdir(parents=True)
    (tmp_path / "device-types" / "Dell" / "r760.yaml").write_text(TYPE)
    (tmp_path / "device-types" / "acme.yml").write_text(DARK)
    (tmp_path / "device-types" / "odd.yaml").write_text("- just\n- a list\n")
    (tmp_path / "racks.csv").write_text(RACKS)
    (tmp_path / "devices.csv").write_text(DEVICES)
    return tmp_path


def test_devices_stand_in_their_units(folder):
    design, counts, _ = design_from(read_netbox(folder), _empty())
    assert counts == {"rack": 2, "device": 7, "device type": 2}
    first, second = design.variant.racks
    assert (first.name, first.height_u, first.width_m, first.depth_m) == ("A-01", 48, 0.6, 1.2)
    assert [slot.contents[0].item for slot in first.slots] == ["netbox_dell_poweredge_r760"] * 2
    assert first.slots[1].z_from_m - first.slots[0].z_from_m == pytest.approx(2 * 0.04445, abs=2e-4)
    # a rack where one device has no place holds them all without
    assert second.slots == ()
    assert {c.item: c.count for c in second.contents} == {
        "netbox_acme_box": 1,
        "netbox_dell_poweredge_r760": 1,
    }
    assert second.depth_m == pytest.approx(48 * 0.0254, abs=1e-4)
    assert second.mass_limit_kg == pytest.approx(3000 * 0.45359237)


def test_redundant_inlets_count_once(folder):
    design, _, _ = design_from(read_netbox(folder), _empty())
    entry = design.catalogue["server"]["netbox_dell_poweredge_r760"]
    assert entry["p_max_w"]["v"] == 1100.0
    assert entry["weight_kg"]["v"] == 35.5
    assert "p_max_w" not in design.catalogue["server"]["netbox_acme_box"]
    assert design.catalogue["server"]["netbox_acme_box"]["weight_kg"]["v"] == pytest.approx(4.536)


def test_what_is_missing_is_told(folder):
    _, _, notes = design_from(read_netbox(folder), _empty())
    told = " ".join(notes)
    assert "1 YAML files are no device types" in told
    assert "Thing (1)" in told
    assert "1 devices are in racks that are not in the file" in told
    assert "1 devices are in no rack" in told
    assert "No power is known of: Acme Box" in told


def test_the_design_is_sound_and_its_entries_are_found(folder):
    design, _, _ = design_from(read_netbox(folder), _empty())
    catalogue = catalogue_of(design)
    assert catalogue.get("netbox_dell_poweredge_r760").name == "Dell PowerEdge R760"
    codes = {finding.code for finding in check(design, catalogue)}
    assert not any("unknown" in code and "content" in code for code in codes)


def test_the_api_s_json_is_read_as_well(folder):
    for name in ("racks", "devices"):
        (folder / f"{name}.csv").unlink()
    (folder / "racks.json").write_text(
        json.dumps({"results": [{"name": "B-1", "u_height": 42, "outer_unit": {"value": "mm"}}]})
    )
    kind = {"model": "PowerEdge R760", "slug": "dell-poweredge-r760"}
    device = {"name": "s", "device_type": kind, "rack": {"name": "B-1"}, "position": 10.0}
    (folder / "devices.json").write_text(json.dumps([device]))
    design, _, _ = design_from(read_netbox(folder), _empty())
    assert len(design.variant.racks[0].slots) == 1


def test_a_folder_goes_in_by_the_command_line(folder, tmp_path, capsys):
    out = tmp_path / "hall.coolsim"
    code = cli.main(["import", str(folder), "--from", "netbox", "--out", str(out)])
    assert code == 0
    assert "2 racks" in capsys.readouterr().out
    assert len(load(out).variant.racks) == 2


def test_a_yaml_bomb_is_refused(folder):
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    (folder / "bomb.yaml").write_text("\n".join(lines))
    with pytest.raises(ImportFileError, match="aliases"):
        read_netbox(folder)


def test_yaml_runs_nothing(folder):
    (folder / "bad.yaml").write_text("model: !!python/object/apply:os.system ['echo hi']\n")
    with pytest.raises(ImportFileError, match="cannot be read"):
        read_netbox(folder)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("racks.csv", None, "no file of racks"),
        ("racks.json", "{", "cannot be read"),
        ("racks.json", '{"results": 3}', "no list of racks"),
        ("odd.yaml", "a: [", "cannot be read"),
    ],
)
def test_broken_exports_are_named(folder, name, text, said):
    if text is None:
        (folder / name).unlink()
    else:
        (folder / name).write_text(text)
    with pytest.raises(ImportFileError, match=said):
        read_netbox(folder)


def test_a_rack_that_cannot_be_is_named(folder):
    (folder / "racks.csv").write_text("name,u_height\nTall,5000\n")
    with pytest.raises(ImportFileError, match=r"height_u") as error:
        design_from(read_netbox(folder), _empty())
    assert error.value.where == "rack Tall"
