"""Physics of the server cabinet: leaks, doors, buoyancy, and the network they make."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from coolsim.equipment.cabinet import (
    GRAVITY,
    door_pressure_loss_pa,
    leak_area_m2,
    orifice_flow_m3_s,
    stack_pressure_pa,
)
from coolsim.equipment.cabinet_network import (
    CabinetFlows,
    Cabinets,
    Surroundings,
    cabinet_flows,
    front_mixing,
    plenum_mixing,
    still,
    still_columns_pa,
)

DENSITY = 1.2
RATE = DENSITY * 1006.0
BANDS = 3


def conductance(area_m2: float, loss: float) -> float:
    return float(area_m2 * np.sqrt(2.0 / (DENSITY * loss)))


def cabinets(
    bands: int = BANDS,
    *,
    leak_m2: float = 0.1213,
    front_plenum_m: float = 0.0254,
    rear_plenum_m: float = 0.15,
    top_m2: float = 0.0,
) -> Cabinets:
    """One cabinet of 2 m with doors of 1.2 m2 that are 64 % open."""
    door = np.full(bands, conductance(1.2 / bands, 1.5014))
    hole = 0.65 * np.sqrt(2.0 / DENSITY)
    upward = np.full(bands, hole * 0.6)
    upward[-1] = 0.0
    return Cabinets(
        start=np.array([0, bands]),
        front=door,
        rear=door,
        leak=np.full(bands, hole * leak_m2 / bands),
        up_front=upward * front_plenum_m,
        up_rear=upward * rear_plenum_m,
        step_m=np.full(bands, 2.0 / bands),
        top=np.array([hole * top_m2]),
    )


def weight(reference: float = 20.0) -> float:
    return DENSITY * GRAVITY / (reference + 273.15)


def around(
    fan: np.ndarray,
    power: float = 9000.0,
    front: np.ndarray | float = 20.0,
    rear: np.ndarray | float = 30.0,
    lift: float = 0.0,
) -> Surroundings:
    """Still air before and behind the cabinet."""
    total = float(fan.sum()) or 1.0
    front_c, rear_c = (
        np.broadcast_to(np.asarray(side, dtype=float), fan.shape).copy() for side in (front, rear)
    )
    box = cabinets(fan.size)
    return Surroundings(
        front_c=front_c,
        rear_c=rear_c,
        above_c=np.array([30.0]),
        front_pa=still_columns_pa(box, front_c, 20.0, weight()),
        rear_pa=lift + still_columns_pa(box, rear_c, 20.0, weight()),
        fan_m3_s=fan,
        power_w=power * fan / total,
        density_kg_m3=DENSITY,
        heat_rate_j_m3_k=RATE,
        expansion_1_k=1.0 / 293.15,
        reference_c=20.0,
    )


def solved(box: Cabinets, air: Surroundings) -> CabinetFlows:
    flows, change = cabinet_flows(box, air, still(box, air.fan_m3_s))
    assert change < 1e-8
    return flows


def plenums(box: Cabinets, flows: CabinetFlows, air: Surroundings) -> tuple[np.ndarray, np.ndarray]:
    """Temperatures of front and rear plenums."""
    bands = air.fan_m3_s.size
    rows = plenum_mixing(box, flows, RATE).reshape(2 * bands, 3 * bands + 1)
    both = rows @ np.concatenate([air.front_c, air.rear_c, air.above_c, air.power_w])
    return both[:bands], both[bands:]


def test_worked_numbers_of_the_parts() -> None:
    assert leak_area_m2(1.867, 0.057, 0.00079, blanked=True) == pytest.approx(0.1213, abs=2e-4)
    assert leak_area_m2(0.5, 0.057, 0.00079, blanked=False) == pytest.approx(0.2535)
    assert orifice_flow_m3_s(0.01, 0.65, 1.0, 1.2) == pytest.approx(0.00839, abs=1e-5)
    assert orifice_flow_m3_s(0.01, 0.65, -1.0, 1.2) == pytest.approx(-0.00839, abs=1e-5)
    assert door_pressure_loss_pa(0.9, 1.2, 1.5014, 1.2) == pytest.approx(0.507, abs=1e-3)
    assert stack_pressure_pa(30.0, 20.0, 2.0, 1.2) == pytest.approx(0.803, abs=1e-3)


def test_a_tenth_leaks_back_through_a_cabinet_of_documented_openings() -> None:
    box, air = cabinets(1), around(np.array([0.9]), power=0.0, rear=20.0)
    flows = solved(box, air)
    assert flows.leak[0] == pytest.approx(0.0920, abs=2e-4)
    # the same by hand: the leak sees what both doors cost
    drop = 2.0 * door_pressure_loss_pa(flows.front[0], 1.2, 1.5014, DENSITY)
    assert flows.leak[0] == pytest.approx(orifice_flow_m3_s(0.1213, 0.65, drop, DENSITY), rel=1e-3)


def test_leak_warms_the_inlet_by_its_share_of_the_rise() -> None:
    box, air = cabinets(1), around(np.array([0.9]), power=9000.0)
    flows = solved(box, air)
    inlet, outlet = plenums(box, flows, air)
    share = flows.leak[0] / 0.9
    assert inlet[0] == pytest.approx((1.0 - share) * 20.0 + share * outlet[0], rel=1e-9)
    assert outlet[0] - inlet[0] == pytest.approx(9000.0 / (RATE * 0.9), rel=1e-9)


def test_no_openings_but_doors_pass_what_the_servers_draw() -> None:
    box = cabinets(leak_m2=0.0, front_plenum_m=0.0, rear_plenum_m=0.0)
    air = around(np.array([0.1, 0.3, 0.2]), front=np.array([18.0, 20.0, 25.0]))
    flows = solved(box, air)
    np.testing.assert_array_equal(flows.leak, 0.0)
    np.testing.assert_allclose(flows.front, air.fan_m3_s, rtol=1e-12)
    np.testing.assert_allclose(flows.rear, air.fan_m3_s, rtol=1e-12)
    inlet, _ = plenums(box, flows, air)
    np.testing.assert_allclose(inlet, air.front_c, rtol=1e-12)


@pytest.mark.parametrize("flow", [0.06, 0.3, 0.9])
def test_larger_gaps_warm_the_servers(flow: float) -> None:
    air = around(np.full(BANDS, flow / BANDS), power=11.0 * RATE * flow)
    means, shares = [], []
    for leak in (0.0, 0.01, 0.03, 0.1, 0.3):
        box = cabinets(leak_m2=leak)
        flows = solved(box, air)
        means.append(float(plenums(box, flows, air)[0].mean()))
        shares.append(float(flows.leak.sum()))
    assert np.all(np.diff(means) > 0.0)
    assert np.all(np.diff(shares) > 0.0)


def test_pressure_in_the_rear_aisle_drives_the_leak() -> None:
    leaks = [
        float(solved(cabinets(), around(np.full(BANDS, 0.2), lift=lift)).leak.sum())
        for lift in (-2.0, 0.0, 2.0)
    ]
    assert leaks[0] < 0.0 < leaks[1] < leaks[2]


def test_warm_rear_leaks_forward_at_the_top_and_backward_at_the_bottom() -> None:
    """A slow cabinet before a warm aisle is a pair of columns with a neutral height between."""
    flows = solved(cabinets(), around(np.full(BANDS, 0.01), power=300.0, rear=33.0))
    assert flows.leak[0] < 0.0 < flows.leak[2]


def test_a_column_of_still_air() -> None:
    box = replace(cabinets(2), step_m=np.ones(2))
    found = still_columns_pa(box, np.full(2, 30.0), 20.0, 0.04)
    np.testing.assert_allclose(found, [-0.2, 0.2])


def test_the_reference_is_free_for_still_air() -> None:
    fan, rear = np.array([0.05, 0.02, 0.1]), np.array([26.0, 30.0, 35.0])
    air = around(fan, rear=rear)
    box = cabinets(top_m2=0.01)
    columns = (still_columns_pa(box, side, 7.0, weight()) for side in (air.front_c, rear))
    front_pa, rear_pa = columns
    other = replace(air, reference_c=7.0, front_pa=front_pa, rear_pa=rear_pa)
    np.testing.assert_allclose(solved(box, other).leak, solved(box, air).leak, atol=1e-7)


def test_rising_air_behind_a_slow_cabinet_leaks_less_forward_than_still_air() -> None:
    """Air that rises freely does not press on the air above it as a still column does."""
    air = around(np.full(BANDS, 0.03), power=1000.0, rear=40.0)
    rising = replace(air, rear_pa=np.zeros(BANDS))
    assert solved(cabinets(), rising).leak[2] < solved(cabinets(), air).leak[2]


def test_an_empty_band_without_blanking_leaks_most() -> None:
    box = cabinets()
    hole = 0.65 * np.sqrt(2.0 / DENSITY)
    box.leak[1] = hole * leak_area_m2(0.667, 0.057, 0.00079, blanked=False)
    air = around(np.array([0.3, 0.0, 0.3]))
    flows = solved(box, air)
    closed = solved(cabinets(), air)
    assert flows.leak[1] > 3.0 * closed.leak[1]
    assert plenums(box, flows, air)[0][0] > plenums(cabinets(), closed, air)[0][0]


def test_a_roof_leak_lets_warm_air_out() -> None:
    air = around(np.full(BANDS, 0.1))
    tight, open_ = solved(cabinets(), air), solved(cabinets(top_m2=0.02), air)
    assert tight.top[0] == 0.0
    assert open_.top[0] > 0.0
    assert open_.leak.sum() < tight.leak.sum()


still_or_running = st.just(0.0) | st.floats(1e-3, 0.5)


@given(
    fan=arrays(float, 4, elements=still_or_running),
    front=arrays(float, 4, elements=st.floats(15.0, 30.0)),
    rear=arrays(float, 4, elements=st.floats(15.0, 45.0)),
    leak=st.floats(0.0, 0.5),
    top=st.floats(0.0, 0.1),
    lift=st.floats(-5.0, 5.0),
)
def test_every_cabinet_conserves_air_and_heat(
    fan: np.ndarray, front: np.ndarray, rear: np.ndarray, leak: float, top: float, lift: float
) -> None:
    box = cabinets(4, leak_m2=leak, top_m2=top)
    air = around(fan, 5000.0, front, rear, lift)
    flows, _ = cabinet_flows(box, air, still(box, fan))
    below_front = np.concatenate([[0.0], flows.up_front[:-1]])
    below_rear = np.concatenate([[0.0], flows.up_rear[:-1]])
    out = np.zeros(4)
    out[-1] = flows.top[0]
    scale = max(1e-3, float(np.abs(flows.front).max()))
    into_front = flows.front + flows.leak - fan + below_front - flows.up_front
    into_rear = fan - flows.leak - flows.rear + below_rear - flows.up_rear - out
    assert np.abs(into_front).max() < 1e-10 * scale
    assert np.abs(into_rear).max() < 1e-10 * scale

    inlet, outlet = plenums(box, flows, air)
    carried = (
        np.maximum(-flows.front, 0.0) @ inlet
        - np.maximum(flows.front, 0.0) @ front
        + np.maximum(flows.rear, 0.0) @ outlet
        - np.maximum(-flows.rear, 0.0) @ rear
        + max(flows.top[0], 0.0) * outlet[-1]
        - max(-flows.top[0], 0.0) * air.above_c[0]
    )
    assert RATE * carried == pytest.approx(float(air.power_w.sum()), rel=1e-7, abs=1e-3)


@given(
    fan=arrays(float, 3, elements=st.floats(1e-3, 0.5)),
    rear=st.floats(20.0, 45.0),
    leak=st.floats(1e-4, 0.5),
)
def test_shares_of_the_plenums_add_up(fan: np.ndarray, rear: float, leak: float) -> None:
    box, air = cabinets(leak_m2=leak), around(fan, rear=rear)
    flows, _ = cabinet_flows(box, air, still(box, fan))
    rows = plenum_mixing(box, flows, RATE).reshape(6, 10)
    assert rows.min() >= -1e-12
    np.testing.assert_allclose(rows[:, :7].sum(axis=1), 1.0, atol=1e-9)


def test_front_plenum_is_aisle_air_and_its_own_rear() -> None:
    box, air = cabinets(), around(np.array([0.1, 0.0, 0.3]), rear=33.0)
    flows = solved(box, air)
    aisle, rear = (part.reshape(BANDS, BANDS) for part in front_mixing(box, flows))
    np.testing.assert_allclose(aisle.sum(axis=1) + rear.sum(axis=1), 1.0, atol=1e-12)
    inlet, outlet = plenums(box, flows, air)
    np.testing.assert_allclose(aisle @ air.front_c + rear @ outlet, inlet, rtol=1e-9)


def test_slow_cabinets_with_wide_gaps_settle() -> None:
    """Loops of warm air overshoot for long: large steps alone left one in twenty unsettled."""
    rng = np.random.default_rng(5)
    for _ in range(140):
        bands = int(rng.integers(2, 6))
        fan = np.exp(rng.uniform(np.log(1e-3), np.log(0.2))) * rng.dirichlet(np.ones(bands))
        power = min(np.exp(rng.uniform(np.log(200.0), np.log(2e4))), 60.0 * RATE * fan.sum())
        gaps = (rng.uniform(0.02, 0.5), rng.uniform(0.0, 0.3), rng.uniform(0.0, 0.4))
        box = cabinets(bands, leak_m2=gaps[0], front_plenum_m=gaps[1], rear_plenum_m=gaps[2])
        sides = rng.uniform(15.0, 25.0, bands), rng.uniform(20.0, 45.0, bands)
        solved(box, around(fan, float(power), *sides, lift=float(rng.uniform(-0.3, 0.3))))


def test_a_slow_cabinet_beside_layers_of_room_air_settles() -> None:
    """Air that passes it slowly turns where it gets warm, and taking turns never ends."""
    box = Cabinets(
        start=np.array([0, 3]),
        front=np.full(3, 0.5338),
        rear=np.full(3, 0.5338),
        leak=np.full(3, 0.0368),
        up_front=np.array([0.0162, 0.0162, 0.0]),
        up_rear=np.array([0.0957, 0.0957, 0.0]),
        step_m=np.array([0.6667, 0.6667, 0.3333]),
        top=np.zeros(1),
    )
    air = Surroundings(
        front_c=np.array([30.7535, 30.6642, 33.5785]),
        rear_c=np.array([31.3496, 32.2466, 35.544]),
        above_c=np.array([35.544]),
        front_pa=np.array([-0.0537, -0.0357, 0.0894]),
        rear_pa=np.array([-0.0965, -0.0187, 0.1092]),
        fan_m3_s=np.full(3, 0.0038),
        power_w=np.zeros(3),
        density_kg_m3=DENSITY,
        heat_rate_j_m3_k=RATE,
        expansion_1_k=0.00323,
        reference_c=28.41,
    )
    flows = solved(box, air)
    front, _ = plenums(box, flows, air)
    # the top is fed from behind, a little; from where decides over kelvins
    assert front[0] == pytest.approx(30.7535)
    assert 33.6 < front[2] < 35.6
    below = np.array([0.0, flows.up_front[0], flows.up_front[1]])
    passed = flows.front + flows.leak - air.fan_m3_s + below - flows.up_front
    assert np.abs(passed).max() < 1e-12
