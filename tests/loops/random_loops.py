"""Random liquid designs, sound and nonsensical: reversed units, shut valves, no pumps."""

from __future__ import annotations

import numpy as np

from coolsim.design import edits
from coolsim.design.models import Coolant, Design, LiquidConnection, Pipes, Pumps
from tests.loops.halls import PG25

UNITS = ("vertiv_xdu1350", "google_deschutes", "boyd_4u", "vertiv_xdu070", "coolit_chx2000")
METHODS = ("cold_plate", "rear_door", "immersion", "immersion_two_phase")
COOLANTS = (
    Coolant(),
    PG25,
    Coolant(fluid="ethylene_glycol", concentration_fraction=0.4, basis="volume"),
)


def random_design(seed: int) -> Design:
    """A design of up to three loops, three units, fourteen racks and three coolers."""
    rng = np.random.default_rng(seed)
    design, loops = Design(), []
    for _ in range(rng.integers(1, 4)):
        design, new = edits.place(
            design,
            "loop",
            kind=str(rng.choice(["technology", "facility"])),
            coolant=COOLANTS[rng.integers(3)],
            supply_temperature_c=float(rng.uniform(-20.0, 80.0)),
            redundancy=str(rng.choice(["N", "N+1", "2N"])),
            balancing=str(rng.choice(["none", "reverse_return", "valves"])),
            bypass_flow_m3_s=float(rng.choice([0.0, 1e-3])),
            pumps=_pumps(rng),
            pipes=_pipes(rng),
        )
        loops.append(new)
    for _ in range(rng.integers(0, 4)):
        design = _with_unit(design, rng, loops)
    for _ in range(rng.integers(0, 14)):
        design = _with_rack(design, rng, loops)
    for _ in range(rng.integers(0, 3)):
        unit = (None, "vertiv_pw170", "crah_generic")[rng.integers(3)]
        place = _place(rng)
        design, _ = edits.place(design, "cooler", *place, loop_id=str(rng.choice(loops)), unit=unit)
    return design


def _place(rng: np.random.Generator) -> tuple[float, float]:
    return float(rng.integers(0, 10)), float(rng.integers(0, 10))


def _pipes(rng: np.random.Generator) -> Pipes:
    return Pipes(
        height_m=float(rng.uniform(-1.0, 4.0)),
        velocity_limit_m_s=float(rng.uniform(0.1, 5.0)),
        roughness_m=float(rng.choice([0.0, 1e-6, 1e-3])),
        insulation_m=float(rng.choice([0.0, 0.02])),
    )


def _pumps(rng: np.random.Generator) -> Pumps:
    return (
        Pumps(),
        Pumps(control="temperature", temperature_rise_k=float(rng.uniform(0.1, 40.0))),
        Pumps(control="differential_pressure", pressure_pa=float(10 ** rng.uniform(2.0, 6.0))),
        Pumps(installed=2, running=int(rng.integers(0, 3))),
    )[rng.integers(4)]


def _with_unit(design: Design, rng: np.random.Generator, loops: list[str]) -> Design:
    fields: dict[str, object] = {}
    for side in ("technology_loop_id", "facility_loop_id"):
        if rng.random() < 0.9:
            fields[side] = str(rng.choice(loops))
    if rng.random() < 0.6:
        fields["unit"] = str(rng.choice(UNITS))
    if rng.random() < 0.4:
        fields["capacity_w"] = float(10 ** rng.uniform(3.0, 7.0))
    if rng.random() < 0.4:
        fields["approach_k"] = float(rng.uniform(0.5, 20.0))
    design, _ = edits.place(
        design,
        "cdu",
        *_place(rng),
        **fields,
        type=str(rng.choice(["liquid_to_liquid", "liquid_to_air"])),
        pumps=_pumps(rng),
        running=bool(rng.random() < 0.85),
        strainer_blockage_fraction=float(rng.choice([0.0, 0.5, 0.99])),
    )
    return design


def _with_rack(design: Design, rng: np.random.Generator, loops: list[str]) -> Design:
    method = str(rng.choice(METHODS))
    connection = LiquidConnection(
        loop_id=str(rng.choice(loops)),
        valve_opening_fraction=float(rng.choice([0.0, 0.05, 0.5, 1.0])),
        blockage_fraction=float(rng.choice([0.0, 0.5, 0.95])),
        flow_m3_s=(None, 1e-4, 1e-2)[rng.integers(3)],
        pipe_length_m=(None, 0.0, 50.0)[rng.integers(3)],
    )
    design, _ = edits.place(
        design,
        "rack",
        *_place(rng),
        heading_deg=float(rng.choice([0.0, 90.0, 180.0, 270.0])),
        cooling=method,
        load_w=float(rng.choice([0.0, 1e3, 1e5])),
        **{"door" if method == "rear_door" else "liquid": connection},
    )
    return design
