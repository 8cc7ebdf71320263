"""The power chain from rack to meter: losses by stage and place, loads, stores, over hours.

Sustained power is what breakers, ratings and heat are judged by; the energy of a year follows from
mean power. The chain takes whichever it is given, one value per hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coolsim.catalogue import Catalogue
from coolsim.design.models import Variant
from coolsim.equipment.conversion import output_of_input_w
from coolsim.equipment.power_chain import store_seconds
from coolsim.plant.losses import (
    STAGES,
    drawn_powers_w,
    flows_at,
    hourly_powers_w,
    rack_fractions,
)
from coolsim.plant.power_loads import ChainLoads, Peaks, chain_loads
from coolsim.results.liquid import CduAnswer, LoopState, RackLiquid
from coolsim.results.power import BatteryLoad, PowerResults, StageLoss
from coolsim.results.records import CoolerResult, RackResult
from coolsim.scene import Scene
from coolsim.scene.assumptions import AssumptionLog
from coolsim.scene.power import loss_law_of, resolve_power
from coolsim.scene.power_records import SceneElement, ScenePower

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PowerAnswer:
    """The power chain over hours.

    Attributes:
        chain: The elements, every one before what supplies it.
        it_w: Power of the racks, shape (hours,) [W].
        cooling_w: Fans, pumps and plant, shape (hours,) [W].
        output_w, loss_w: Per element, shape (elements, hours) [W].
        meter_w: What the utility delivers, shape (hours,) [W].
        rack_supply_loss_w: Part of ``it_w`` lost in the racks' supplies, shape (hours,) [W];
            ``None`` where it is not known.
        regulator_loss_w: Part of ``it_w`` lost in regulators, as if all behind the supplies passed
            them, shape (hours,) [W]; ``None`` where it is not known.
        loads: Loads against ratings in the hour of the highest rack power.
        peak_hour: Index of that hour.
        batteries: Stores of the UPSs in that hour.
        grid_cap_w: What the site may draw; ``None`` where it is not given [W].
    """

    chain: ScenePower
    it_w: Array
    cooling_w: Array
    output_w: Array
    loss_w: Array
    meter_w: Array
    rack_supply_loss_w: Array | None
    regulator_loss_w: Array | None
    loads: ChainLoads
    peak_hour: int
    batteries: tuple[BatteryLoad, ...]
    grid_cap_w: float | None

    @property
    def elements(self) -> tuple[SceneElement, ...]:
        """The elements, in the order of ``output_w`` and ``loss_w``."""
        return self.chain.elements

    @property
    def is_complete(self) -> bool:
        """Whether all losses are known; else ``meter_w`` is a lower bound."""
        return all(element.law is not None for element in self.elements)

    @property
    def chain_loss_w(self) -> Array:
        """Losses between utility and racks, shape (hours,) [W]."""
        return np.asarray(self.loss_w.sum(axis=0))

    def loss_by_stage_w(self) -> dict[str, Array]:
        """Losses by kind of element, from the utility down, each of shape (hours,) [W]."""
        return {
            stage: np.asarray(self.loss_w[rows].sum(axis=0))
            for kind, stage in STAGES.items()
            if (rows := [n for n, item in enumerate(self.elements) if item.kind == kind])
        }

    def loss_by_room_w(self) -> dict[str, Array]:
        """Losses by the room that takes their heat, "" for the hall, of shape (hours,) [W]."""
        rooms = dict.fromkeys(element.room for element in self.elements)
        return {
            room: np.asarray(
                self.loss_w[[n for n, item in enumerate(self.elements) if item.room == room]].sum(
                    axis=0
                )
            )
            for room in rooms
        }

    def results(self) -> PowerResults:
        """The hour of the highest rack power, for a result."""
        hour = self.peak_hour
        stages: dict[tuple[str, str], float] = {}
        for kind, stage in STAGES.items():
            for element, loss in zip(self.elements, self.loss_w[:, hour], strict=True):
                if element.kind == kind:
                    key = (stage, element.room)
                    stages[key] = stages.get(key, 0.0) + float(loss)
        inside = self.rack_supply_loss_w, self.regulator_loss_w
        supply, regulator = (None if part is None else float(part[hour]) for part in inside)
        return PowerResults(
            it_w=float(self.it_w[hour]),
            cooling_w=float(self.cooling_w[hour]),
            meter_w=float(self.meter_w[hour]),
            grid_cap_w=self.grid_cap_w,
            is_complete=self.is_complete,
            elements=self.loads.elements,
            feeds=self.loads.feeds,
            stages=tuple(StageLoss(stage, room, loss) for (stage, room), loss in stages.items()),
            batteries=self.batteries,
            rack_supply_loss_w=supply,
            regulator_loss_w=regulator,
            dark=self.loads.dark,
        )


def has_chain(variant: Variant) -> bool:
    """Whether anything is drawn that a power chain answers beyond single feeds."""
    power = variant.power
    return bool(
        power.elements
        or any(rack.feed_b_id is not None or rack.phase is not None for rack in variant.racks)
        or power.grid_cap_w is not None
        or power.peak_factor is not None
        or power.rack_supply is not None
        or power.regulator is not None
    )


def power_chain(
    variant: Variant,
    catalogue: Catalogue,
    it_power_w: ArrayLike,
    *,
    cooling_w: ArrayLike = 0.0,
    racks_w: Sequence[float] | None = None,
    chain: ScenePower | None = None,
) -> PowerAnswer:
    """The power chain of a variant over hours of rack power.

    The hall's power divides among the racks in one proportion at all hours. Loads against ratings
    are those of the hour with the highest rack power.

    Worked number: 98 kW of racks on a PDU of 98 %, that on a UPS of 95 %: 2 kW and 5.263 kW of
    loss, 105.263 kW at the meter.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        it_power_w: Power of all racks, one value or shape (hours,) [W].
        cooling_w: Fans, pumps and plant, one value or shape (hours,) [W].
        racks_w: Powers of the racks, whose proportions count [W]; ``None``: as drawn.
        chain: The resolved chain of the variant, where it is at hand.

    Raises:
        CatalogueError: For an id the catalogue does not have.
        SolveError: For powers that are negative or no numbers, or a rack of unknown power.
    """
    power = variant.power
    it_w, cooling = hourly_powers_w(it_power_w, cooling_w)
    if chain is None:
        chain = resolve_power(variant, catalogue, AssumptionLog())
    weights = drawn_powers_w(variant, catalogue) if racks_w is None else racks_w
    fractions = rack_fractions(weights)
    flows = flows_at(chain, chain.shares(fractions.tolist()), it_w, cooling)
    hour = int(np.argmax(it_w))
    supply, regulator = inside_racks_w(variant, catalogue, it_w)
    return PowerAnswer(
        chain=chain,
        it_w=it_w,
        cooling_w=cooling,
        output_w=flows.output_w,
        loss_w=flows.loss_w,
        meter_w=flows.meter_w,
        rack_supply_loss_w=supply,
        regulator_loss_w=regulator,
        loads=chain_loads(
            chain,
            (fractions * it_w[hour]).tolist(),
            float(cooling[hour]),
            Peaks(power.peak_factor, power.peak_seconds),
        ),
        peak_hour=hour,
        batteries=_batteries(chain, flows.output_w[:, hour]),
        grid_cap_w=power.grid_cap_w,
    )


def power_results(
    variant: Variant,
    catalogue: Catalogue,
    scene: Scene,
    racks: Sequence[RackResult],
    cooling_w: float,
) -> PowerResults | None:
    """The power chain of a solved hall at its racks' powers; ``None`` where none is drawn.

    Args:
        variant: What was drawn.
        catalogue: The catalogue, the design's own entries included.
        scene: The hall that was solved.
        racks: Its racks, with the power they draw.
        cooling_w: Fans and pumps of the hall [W].
    """
    if not has_chain(variant):
        return None
    powers_w = [rack.power_w for rack in racks]
    answer = power_chain(
        variant,
        catalogue,
        sum(powers_w),
        cooling_w=cooling_w,
        racks_w=powers_w,
        chain=scene.power,
    )
    return answer.results()


def cooling_power_w(
    coolers: Sequence[CoolerResult],
    racks: Sequence[RackLiquid] = (),
    units: Sequence[CduAnswer] = (),
    loops: Sequence[LoopState] = (),
) -> float:
    """Fans of coolers and doors and pumps of a solved hall, heat rejection not among them [W]."""
    fans_w = sum(cooler.fan_power_w for cooler in coolers)
    racks_w = sum(rack.door_fan_w + rack.pump_w for rack in racks)
    units_w = sum(unit.pump_power_w for unit in units)
    # the pumps of a technology loop are those of its units
    loops_w = sum(loop.pump_power_w for loop in loops if loop.kind == "facility")
    return fans_w + racks_w + units_w + loops_w


def inside_racks_w(
    variant: Variant, catalogue: Catalogue, it_w: Array
) -> tuple[Array | None, Array | None]:
    """Losses of the racks' supplies and regulators, which are part of the racks' power [W].

    The supplies are sized by their load at the racks' power as drawn.
    """
    power = variant.power
    supply: Array | None = None
    behind = it_w
    if power.rack_supply is not None:
        law, _ = loss_law_of(
            catalogue.get(power.rack_supply), power.rack_supply, "Rack supplies", AssumptionLog()
        )
        load = power.rack_supply_load_fraction
        drawn_w = sum(drawn_powers_w(variant, catalogue))
        if law is None or (law.needs_rating and load is None) or drawn_w <= 0.0:
            return None, None
        share = 1.0 if load is None else load
        rated_w = drawn_w / (share + law.loss_fraction(share))
        behind = output_of_input_w(it_w, law, rated_w)
        supply = it_w - behind
    if power.regulator is None:
        return supply, None
    law, _ = loss_law_of(
        catalogue.get(power.regulator), power.regulator, "Regulators", AssumptionLog()
    )
    if law is None or law.needs_rating:
        return supply, None
    return supply, behind - behind / (1.0 + law.proportional_fraction)


def _batteries(chain: ScenePower, output_w: Array) -> tuple[BatteryLoad, ...]:
    """Every UPS with batteries: how long they carry what it delivers."""
    found = []
    for element, load in zip(chain.elements, output_w.tolist(), strict=True):
        if not element.battery:
            continue
        energy, most = element.battery_j.value, element.battery_w.value
        seconds = None if energy is None else store_seconds(energy, most, load)
        if energy is None:
            note = "not checked: the catalogue has no energy"
        elif seconds is None:
            note = "the load is above what the batteries deliver"
        else:
            note = "full energy, new batteries; losses on the way out not counted"
        found.append(BatteryLoad(element.id, element.name, energy, most, load, seconds, note))
    return tuple(found)
