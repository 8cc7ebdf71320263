"""Liquid cases told in words run like the shipped case of their code."""

import json

from coolsim.verification import read_case, run


def answer(tmp_path, data):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return run(read_case(path))


def test_boiling_check_values_under_the_names_of_their_correlations(tmp_path):
    inputs = {"P": 101325, "Pc": 4890000.0, "MW": 78.11184}
    data = {
        "id": "C01_mine",
        "title": "Benzene",
        "source": "mine",
        "setup": {"Cooper": "h=55 pr^..."},
        "reference": {
            "Cooper_benzene": {"inputs": inputs, "points": [{"Te": 4.3, "h": 504.57942247904055}]},
            "Csf": {"water-brass": 0.006},
            "measured_CHF_orders": {"FC72_saturated_1atm_plain_W_cm2": [12, 17]},
            "fluids": {"Novec 649": {"Tb_C": 49, "hfg_kJ_kg": 88, "cp": 1103}},
        },
        "tolerance": {"check_values_rel": 1e-6, "against_experiment": "25 %"},
    }
    found = answer(tmp_path, data)
    assert [row.quantity.split(",")[0] for row in found] == [
        "h by Cooper",
        "critical heat flux",
        "boiling point",
        "latent heat",
    ]
    assert all(row.within_tolerance for row in found)


def test_a_flux_at_a_superheat_becomes_a_point(tmp_path):
    inputs = {
        "Te": 4.9,
        "Cpl": 4217,
        "kl": 0.68,
        "mul": 0.000279,
        "sigma": 0.0589,
        "Hvap": 2257000.0,
        "rhol": 957.854,
        "rhog": 0.595593,
        "Csf": 0.011,
        "n": 1.26,
    }
    (row,) = answer(
        tmp_path,
        {
            "id": "C01_flux",
            "title": "Water",
            "source": "mine",
            "reference": {"Rohsenow_water2": {"inputs": inputs, "q_W_m2": 18245.91080863059}},
        },
    )
    assert row.within_tolerance


def test_an_exchanger_told_in_a_sentence(tmp_path):
    text = "CDU counterflow, hot in 45 C 10 kg/s, cold in 32 C 12 kg/s, UA=120 kW/K, cp=4180"
    found = answer(
        tmp_path,
        {
            "id": "C02_mine",
            "title": "One",
            "source": "mine",
            "setup": {"note": "epsilon-NTU"},
            "reference": {
                "counterflow": [{"NTU": 1.0, "Cr": 1.0, "eps": 0.5}],
                "cdu_example": {
                    "text": text,
                    "eps": 0.7863983391965331,
                    "Q_kW": 427.32885751939614,
                },
            },
            "tolerance": {"rel": 1e-6},
        },
    )
    assert len(found) == 3
    assert all(row.within_tolerance for row in found)


def test_sizing_points_told_in_sentences(tmp_path):
    told = [
        ("PG25 energy balance check", "1.5 L/min/kW with rho 1018, cp 3900 -> dT = 10.1 K"),
        ("Boyd cold-plate example", "500 W, 20 C water, 0.5 gpm, Tout 24 C, Tmax 55 C, 8 in2"),
        (
            "GB200 NVL72",
            "about 120-132 kW/rack of which about 115 kW to liquid and 12-17 kW to air",
        ),
        ("Frontier CDU", "25 CDUs, cooling efficiency factor 0.945, 128 nodes/rack"),
        ("ASHRAE liquid classes", "W17, W27"),
    ]
    found = answer(
        tmp_path,
        {
            "id": "C06_mine",
            "title": "Sizing",
            "source": "mine",
            "setup": {"note": "bounds"},
            "reference": {"rows": [{"name": name, "value": value} for name, value in told]},
            "tolerance": {"plausibility": "+/-20 %"},
        },
    )
    assert len(found) == 5
    assert all(row.within_tolerance for row in found)
    assert all(row.published > 0.0 for row in found)
