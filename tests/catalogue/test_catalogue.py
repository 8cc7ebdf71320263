"""Entries, search, sources, and a design's own rows."""

import pytest

from coolsim.catalogue import Figure, load_catalogue
from coolsim.catalogue.listing import figure_text, list_entries, list_tables, show_entry
from coolsim.errors import CatalogueError


def test_figure_with_source_class_and_note():
    figure = load_catalogue().get("dgx_h100").figure("airflow_cfm")
    assert figure.value == 1105
    assert (figure.unit, figure.source, figure.confidence) == ("cfm", "dgxh100_guide", "datasheet")
    assert not figure.is_weak


def test_range_counts_with_its_middle():
    figure = load_catalogue().get("cpu_1u_2s").figure("p_max_w")
    assert (figure.low, figure.value, figure.high) == (800.0, 950.0, 1100.0)


def test_missing_and_unknown_figures_have_no_value():
    catalogue = load_catalogue()
    missing = catalogue.get("dgx_h100").figure("price_usd")
    assert missing == Figure(None, "usd", "", "memory_unverified", note="not in the catalogue")
    assert catalogue.get("nic_cx8").figure("p_w").value is None


def test_words_and_tables_keep_source_and_class():
    entry = load_catalogue().get("gb300_nvl72")
    table = entry.tables["flow_table"]
    assert table.rows[0] == (25, 59, 2.3)
    assert table.confidence == "datasheet_secondhand"
    assert entry.texts["flow_rule"].value.startswith("L/min = 1775")


def test_unknown_id_names_the_nearest():
    with pytest.raises(CatalogueError, match="dgx_h100"):
        load_catalogue().get("dgx_h10")


def test_unknown_table_lists_the_tables():
    with pytest.raises(CatalogueError, match="accelerator"):
        load_catalogue().entries("gpu")


def test_search_finds_every_word_in_id_name_or_vendor():
    found = {entry.id for entry in load_catalogue().search("DGX b200")}
    assert found == {"nvidia_b200_hgx", "dgx_b200"}


def test_sources_resolve_to_title_and_address():
    catalogue = load_catalogue()
    sources = catalogue.sources_of(catalogue.get("dgx_b200").figure("airflow_cfm").source)
    assert [source.id for source in sources] == ["opentallas", "nv_dgxb200_env"]
    assert sources[1].where.startswith("https://docs.nvidia.com/")


def test_own_row_replaces_only_the_keys_it_names():
    own = {"server": {"dgx_h100": {"p_max_w": 9000, "name": "Our H100"}}}
    entry = load_catalogue().with_entries(own).get("dgx_h100")
    assert entry.name == "Our H100"
    assert entry.figure("p_max_w") == Figure(9000.0, "w", "", "design")
    assert entry.figure("airflow_cfm").value == 1105
    assert load_catalogue().get("dgx_h100").figure("p_max_w").value == 10200


def test_own_row_adds_an_entry():
    own = {
        "server": {
            "our_box": {
                "name": "Our box",
                "cooling": "air",
                "height_u": 4,
                "p_max_w": {"lo": 3000, "hi": 4000, "src": "our test", "conf": "measured"},
            }
        }
    }
    catalogue = load_catalogue().with_entries(own)
    entry = catalogue.get("our_box")
    assert entry.figure("p_max_w").value == 3500
    assert entry.figure("p_max_w").confidence == "measured"
    assert entry.figure("height_u").confidence == "design"
    assert entry in catalogue.entries("server")
    assert catalogue.source("our test").kind == "design"


@pytest.mark.parametrize(
    ("own", "path"),
    [
        ({"server": {"x": {"p_max_w": {"v": 1, "lo": 2, "hi": 3}}}}, "catalogue.server.x.p_max_w"),
        ({"server": {"x": {"p_max_w": {"lo": 3, "hi": 2}}}}, "catalogue.server.x.p_max_w"),
        ({"server": {"x": {"p_max_w": {"v": None}}}}, "catalogue.server.x.p_max_w.v"),
        ({"server": {"x": {"power": 9}}}, "catalogue.server.x.power"),
        (
            {"server": {"x": {"p_max_w": {"v": 1, "conf": "sure"}}}},
            "catalogue.server.x.p_max_w.conf",
        ),
        ({"server": {"x": {"p_max_w": {"v": 1, "value": 2}}}}, "catalogue.server.x.p_max_w.value"),
        ({"server": {"x": {"status": "soon"}}}, "catalogue.server.x.status"),
        ({"server": {"x": 3}}, "catalogue.server.x"),
        ({"rack": {"dgx_h100": {"p_max_w": 1}}}, "catalogue.rack.dgx_h100"),
        ({"srever": {"x": {}}}, "catalogue.srever"),
    ],
)
def test_malformed_own_rows_name_their_path(own, path):
    assert path in [problem.path for problem in load_catalogue().own_problems(own)]
    with pytest.raises(CatalogueError, match=path.replace(".", r"\.")):
        load_catalogue().with_entries(own)


def test_all_problems_are_listed_at_once():
    own = {"server": {"x": {"power": 9, "status": "soon"}, "y": {"p_max_w": {"lo": 2}}}}
    assert len(load_catalogue().own_problems(own)) == 3


def test_list_marks_weak_figures():
    rows = {row.id: row for row in list_entries(load_catalogue(), "server")}
    assert rows["cpu_1u_2s"].is_weak
    assert [f.key for f in rows["dgx_b300"].figures] == ["p_max_w", "p_nominal_w", "height_u"]
    assert rows["dgx_b300"].figures[0].text == "19,000 to 19,700"


def test_every_table_can_be_listed_and_every_entry_shown():
    catalogue = load_catalogue()
    for table in list_tables(catalogue):
        rows = list_entries(catalogue, table.table)
        assert len(rows) == table.entries
        for row in rows:
            shown = show_entry(catalogue, row.id)
            assert all(value.sources for value in shown.values)


def test_show_carries_sources_and_words():
    shown = show_entry(load_catalogue(), "gb300_nvl72")
    by_key = {value.key: value for value in shown.values}
    assert by_key["p_max_w"].text == "155,000"
    assert by_key["flow_table"].rows[-1] == (45, 177, 18.4)
    assert by_key["flow_rule"].is_weak
    assert ("vendor", "NVIDIA and OEMs") in shown.plain


def test_figure_text():
    assert figure_text(Figure(None, "w", "", "estimate")) == "—"
    assert figure_text(Figure(0.00002, "", "", "estimate")) == "0.00002"
    assert figure_text(Figure(50.0, "w", "", "estimate", 20.0, 80.0)) == "20 to 80"
