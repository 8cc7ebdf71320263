"""The unit of a catalogue figure, read from the end of its key.

A figure's key names its quantity and ends with its unit: ``p_max_w``, ``airflow_cfm``,
``air_inlet_max_c``. :data:`UNIT_SUFFIXES` is the one list of units; the longest that matches
counts, so ``r_k_w`` is kelvin per watt. :data:`UNIT_OF_KEY` holds the keys whose unit is followed
by a condition (``q_kw_at_8k``) or is not written at all. :data:`DIMENSIONLESS` holds ratios,
counts and numbers without unit; their unit is the empty string.
"""

from __future__ import annotations

from functools import cache

UNIT_SUFFIXES: tuple[str, ...] = (
    # power, energy and heat
    "w", "kw", "kwh", "kw_per_ton", "kw_ton", "tons", "w_per_kw", "w_per_gb", "w_per_tb",
    "wh_per_kg", "wh_per_l", "pj_bit",
    # temperature, temperature difference, thermal resistance and conductance
    "c", "k", "k_w", "w_k", "k_per_h", "m_per_k",
    # flow
    "cfm", "m3h", "lpm", "cfm_per_kw", "m3h_per_kw", "m3s_per_w", "lpm_per_kw", "m3_s", "m3_s_kw",
    "l_per_kwh", "m_s",
    # pressure
    "pa", "kpa", "bar", "psi",
    # size, volume, mass
    "m", "mm", "um", "cm2", "u", "l", "kg",
    # material properties
    "kg_m3", "j_kgk", "kj_kg", "w_mk", "mm2_s", "mpas", "n_m", "kv", "kg_kmol",
    # electricity
    "v", "a",
    # computing
    "tflops", "pflops", "tops", "gb", "tb", "gb_s", "gbps",
    # time
    "seconds", "min", "years", "per_year",
    # money and carbon
    "usd", "usd_l", "usd_per_l", "usd_per_gal", "usd_per_m3", "usd_per_kw", "usd_per_w",
    "usd_per_mtok", "usd_kwh", "cny_per_kg", "g_co2e_kwh",
    # shares and levels
    "pct", "dba",
)  # fmt: skip

UNIT_OF_KEY: dict[str, str] = {
    "cfm_at_25pa": "cfm",
    "cfm_ft2_at_30pa": "cfm_ft2",
    "chassis_dp_bar_40c": "bar",
    "chassis_dp_bar_45c": "bar",
    "flow_lpm_40c": "lpm",
    "flow_lpm_45c": "lpm",
    "flow_lpm_max": "lpm",
    "sec_lpm_3pump": "lpm",
    "q_kw_at_8k": "kw",
    "q_kw_w32_1p": "kw",
    "p_w_qlc_122": "w",
    "p_w_qlc_245": "w",
    "p_w_tlc_15": "w",
    "kw_full": "kw",
    "kw_continuous": "kw",
    "dense_gpu": "cfm_per_kw",
    "cu_fe_ppm_max": "ppm",
    "bacteria_cfu_ml_max": "cfu_ml",
    "resistivity_mohm_cm_min": "mohm_cm",
    "floor_pct_max": "pct",
    "purity_pct_min": "pct",
}

DIMENSIONLESS: frozenset[str] = frozenset(
    {
        # shares
        "fraction", "capture", "blanked", "unblanked", "eplus_default", "hot_aisle", "cold_aisle",
        "open_aisle_bypass", "ups_loss", "lighting", "hvac", "eff", "dc_dc_eff", "rectifier_eff",
        "round_trip", "dod_max", "pad_effectiveness",
        # ratios and coefficients
        "cop", "pue", "pue_claim", "factor", "transient_factor", "leak_test_factor", "k_loss", "cd",
        "dielectric_constant", "gwp", "ph", "transfer_factor", "critical_factor",
        # counts
        "cycles", "nodes", "blade_slots", "racks", "servers", "drives", "network_ports",
        "optics_modules",
    }
)  # fmt: skip

PLAIN_NUMBERS: frozenset[str] = frozenset(
    {
        "year", "accelerators", "cpus", "ports", "port_gbps", "gbps", "tb", "volts", "amps",
        "phases", "open_fraction",
    }
)  # fmt: skip
"""Keys whose bare numbers say what an entry *is* (a 415 V feed, a tile 25 % open), not a figure."""

_BY_LENGTH = sorted(UNIT_SUFFIXES, key=len, reverse=True)


@cache
def unit_of_key(key: str) -> str | None:
    """Return the unit a figure key carries, ``""`` if it is dimensionless, ``None`` if unknown.

    Example: ``unit_of_key("airflow_cfm")`` is ``"cfm"``, ``unit_of_key("k_loss")`` is ``""``.
    """
    if key in UNIT_OF_KEY:
        return UNIT_OF_KEY[key]
    if key in DIMENSIONLESS or key.endswith("_fraction"):
        return ""
    for unit in _BY_LENGTH:
        if key == unit or key.endswith("_" + unit):
            return unit
    return None
