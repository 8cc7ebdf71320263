"""Make ``assets/properties/coolprop.json``: figures that a new hall and the examples ask for.

Run from the project's folder: ``python -m tests.tools.make_properties``. A test checks that
CoolProp still says what the file says, and that the examples ask for nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

from coolsim.assets import asset
from coolsim.design.examples import list_examples
from coolsim.design.files import load
from coolsim.design.liquid import Coolant
from coolsim.design.models import Cooler, Variant
from coolsim.properties import kept
from coolsim.properties.air import computed, moist_air, pressure_at_altitude_pa
from coolsim.properties.kept import Figures
from coolsim.properties.liquids import glycol_figures, mass_fraction, water_figures
from coolsim.simulate import hall_air

TARGET = Path(__file__).resolve().parents[2] / "assets" / "properties" / "coolprop.json"
SET_POINTS_C = [12.0 + 0.5 * n for n in range(41)]
SHARES = (0.25, 0.3, 0.4)
"""Shares of glycol that coolants are sold and designed with, by volume and by mass."""

MAKERS: dict[str, Callable[..., Figures]] = {
    "moist air": computed,
    "water": water_figures,
    "glycol": glycol_figures,
}


def asked() -> Iterator[tuple[str, tuple[float | str, ...]]]:
    """Everything that the file answers: what is asked, and with which arguments."""
    ratio = Variant(id="variant-0001").hall.humidity_ratio_kg_kg
    drawn = Cooler.model_fields["supply_temperature_c"].default
    for temperature_c in sorted({*SET_POINTS_C, drawn}):
        yield "moist air", (temperature_c, pressure_at_altitude_pa(0.0), ratio)
    yield from examples_ask()
    yield "water", ()
    for fluid in ("propylene_glycol", "ethylene_glycol"):
        shares = {
            round(mass_fraction(Coolant(fluid=fluid, concentration_fraction=s, basis=basis)), 6)
            for s in SHARES
            for basis in ("mass", "volume")
        }
        for share in sorted(shares):
            yield "glycol", (fluid, share)


def examples_ask() -> Iterator[tuple[str, tuple[float | str, ...]]]:
    """What the halls' air of the examples asks for."""
    found: list[tuple[str, tuple[float | str, ...]]] = []

    def note(name: str, arguments: tuple[float | str, ...], make: Callable[[], Figures]) -> Figures:
        found.append((name, arguments))
        return make()

    moist_air.cache_clear()
    with patch("coolsim.properties.air.kept", note):
        for example in list_examples():
            hall_air(load(asset("examples", f"{example.name}.coolsim")).variant)
    return iter(found)


def figures_of(name: str, arguments: tuple[float | str, ...]) -> Figures:
    """What CoolProp says now."""
    return MAKERS[name](*arguments)


def main() -> None:
    """Write the file."""
    TARGET.parent.mkdir(exist_ok=True)
    kept.write(TARGET, {f"{n} {json.dumps(a)}": figures_of(n, a) for n, a in asked()})
    print(f"{TARGET.stat().st_size / 1e3:.0f} kB in {TARGET}")


if __name__ == "__main__":
    main()
