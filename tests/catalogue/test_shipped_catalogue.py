"""The shipped tables: readable, sourced, with units, and free of what does not belong there."""

import re
import time
import tomllib
from pathlib import Path

import pytest

from coolsim.assets import asset
from coolsim.catalogue import load_catalogue
from coolsim.catalogue.entries import row_problems
from coolsim.catalogue.keys import unit_of_key
from coolsim.catalogue.loading import FILES


def _rows():
    for name in FILES:
        content = tomllib.loads(asset("catalogue", f"{name}.toml").read_text(encoding="utf-8"))
        for table, rows in content.items():
            for row in rows:
                yield f"{name}.{table}.{row['id']}", row


def test_every_row_is_well_formed():
    problems = [p for where, row in _rows() for p in row_problems(row, where)]
    assert problems == []


def test_every_row_has_a_name_of_its_own_words():
    assert [where for where, row in _rows() if not row.get("name")] == []


def test_ids_are_unique_over_all_tables():
    identities = [row["id"] for _, row in _rows()]
    assert len(identities) == len(set(identities))


def test_every_source_resolves():
    sources = tomllib.loads(asset("catalogue", "sources.toml").read_text(encoding="utf-8"))
    catalogue = load_catalogue()
    used = {
        source.id
        for entry in catalogue
        for values in (entry.figures, entry.texts, entry.tables)
        for value in values.values()
        for source in catalogue.sources_of(value.source)
    }
    assert used - sources.keys() == set()
    assert all(row["kind"] and row["title"] for row in sources.values())


def test_every_figure_has_a_unit_or_is_declared_dimensionless():
    keys = {key for entry in load_catalogue() for key in entry.figures}
    assert {key for key in keys if unit_of_key(key) is None} == set()


@pytest.mark.parametrize(
    ("key", "unit"),
    [
        ("tdp_w", "w"),
        ("q_kw_at_8k", "kw"),
        ("r_k_w", "k_w"),
        ("k_w_mk", "w_mk"),
        ("airflow_m3h_per_kw", "m3h_per_kw"),
        ("resistivity_mohm_cm_min", "mohm_cm"),
        ("ride_through_min", "min"),
        ("dense_gpu", "cfm_per_kw"),
        ("k_loss", ""),
        ("liquid_fraction", ""),
        ("colour", None),
    ],
)
def test_unit_of_key(key, unit):
    assert unit_of_key(key) == unit


def test_accelerators_named_by_servers_and_racks_exist():
    catalogue = load_catalogue()
    named = {
        entry.word("accelerator")
        for table in ("server", "rack")
        for entry in catalogue.entries(table)
        if entry.word("accelerator")
    }
    known = {entry.id for entry in catalogue.entries("accelerator")}
    assert named - known == set()


def test_announced_products_are_marked():
    catalogue = load_catalogue()
    for identity in ("nvidia_rubin_gpu", "vera_rubin_nvl72", "hgx_rubin_nvl8", "amd_mi455x"):
        assert catalogue.get(identity).is_target
    for identity in ("cpu_1u_2s", "crah_generic", "mi300x_8way", "dry_cooler_generic"):
        assert catalogue.get(identity).is_estimate
    assert not catalogue.get("dgx_b200").is_estimate


def test_recalled_figures_are_weak():
    figures = [f for entry in load_catalogue() for f in entry.figures.values()]
    recalled = [f for f in figures if f.confidence == "memory_unverified"]
    assert len(recalled) > 100
    assert all(figure.is_weak for figure in recalled)


def test_files_speak_of_the_subject_only():
    foreign = re.compile(r"/(work|opt|tmp|home)/|webfetch|\bLLM agent|chat log|session", re.I)
    for path in Path(asset("catalogue")).iterdir():
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not foreign.search(line), f"{path.name}: {line}"


def test_loads_quickly():
    load_catalogue.cache_clear()
    start = time.perf_counter()
    load_catalogue()
    assert time.perf_counter() - start < 0.5  # 0.04 s on an idle machine
