"""Results on their way between processes: all of them arrive, and only what differs travels."""

import dataclasses
import io
import json

import numpy as np
import pytest

from coolsim.results.codec import ResultFileError
from coolsim.results.files import to_json
from coolsim.results.records import Finding, Metric
from coolsim.results.relay import Hearer, Teller
from coolsim.sentences import quantity
from tests.factories import make_design, make_results


def sent(teller, results):
    """Message and bytes as they reach the other process."""
    told = teller.tell(results)
    stream = io.BytesIO()
    told.write_arrays(stream)
    return json.loads(json.dumps(told.message, allow_nan=False)), stream.getvalue()


def same(one, other):
    """Whether two results say the same, arrays included."""
    arrays = ("temperature_c", "velocity_m_s", "pressure_pa")
    return to_json(one) == to_json(other) and all(
        np.array_equal(getattr(one.fields, name), getattr(other.fields, name), equal_nan=True)
        for name in arrays
    )


@pytest.fixture
def results():
    return make_results(make_design(6))


def warmer(results, kelvin=1.0):
    """The same hall with other temperatures."""
    racks = tuple(
        dataclasses.replace(rack, outlet_temperature_c=rack.outlet_temperature_c + kelvin)
        for rack in results.racks
    )
    fields = dataclasses.replace(
        results.fields, temperature_c=results.fields.temperature_c + np.float32(kelvin)
    )
    return dataclasses.replace(results, racks=racks, fields=fields)


def test_results_arrive_whole_and_then_as_what_differs(results):
    teller, hearer = Teller(), Hearer()
    first = hearer.hear(*sent(teller, results))
    assert same(first, results)
    message, content = sent(teller, warmer(results))
    second = hearer.hear(message, content)
    assert same(second, warmer(results))
    assert message["parts"] == {}
    assert message["columns"] == {}
    cells = results.fields.temperature_c.size
    assert len(content) < 4 * 2 * cells + 8 * 100 * len(results.racks)  # velocity stayed at home


def test_what_did_not_change_is_the_same_object(results):
    teller, hearer = Teller(), Hearer()
    first = hearer.hear(*sent(teller, results))
    second = hearer.hear(*sent(teller, warmer(results)))
    assert second.findings is first.findings
    assert second.metrics is first.metrics
    assert second.fields.velocity_m_s is first.fields.velocity_m_s
    third = hearer.hear(*sent(teller, warmer(results)))
    assert third.fields is second.fields


def test_rows_that_stay_travel_as_their_place(results):
    hot = Finding("a", "warning", ("x",), f"It is {quantity(30.0, 'c')}.")
    cold = Finding("b", "note", ("y",), "It is cold.")
    new = Finding("c", "error", ("z",), f"It is {quantity(31.0, 'c')}.")
    teller, hearer = Teller(), Hearer()
    first = hearer.hear(*sent(teller, dataclasses.replace(results, findings=(hot, cold))))
    message, content = sent(teller, dataclasses.replace(results, findings=(new, hot)))
    assert [type(row) for row in message["parts"]["findings"]] == [dict, int]
    second = hearer.hear(message, content)
    assert second.findings == (new, hot)
    assert second.findings[1] is first.findings[0]


def test_racks_come_and_go(results):
    teller, hearer = Teller(), Hearer()
    hearer.hear(*sent(teller, results))
    fewer = make_results(make_design(4))
    assert same(hearer.hear(*sent(teller, fewer)), fewer)
    humid = dataclasses.replace(
        fewer.fields, humidity_ratio_kg_kg=np.full_like(fewer.fields.temperature_c, 0.008)
    )
    moist = hearer.hear(*sent(teller, dataclasses.replace(fewer, fields=humid)))
    assert (moist.fields.humidity_ratio_kg_kg == np.float32(0.008)).all()
    dry = hearer.hear(*sent(teller, fewer))
    assert dry.fields.humidity_ratio_kg_kg is None


def test_numbers_that_are_none_arrive_as_none(results):
    unknown = (*results.metrics, Metric("m", "Metric", None, "k", "0", "nobody"))
    assert (
        Hearer().hear(*sent(Teller(), dataclasses.replace(results, metrics=unknown))).metrics[-1]
        == unknown[-1]
    )


def test_a_missing_message_is_noticed_and_only_a_whole_one_heard_then(results):
    teller, hearer = Teller(), Hearer()
    hearer.hear(*sent(teller, results))
    teller.tell(warmer(results))
    for _ in range(2):
        with pytest.raises(ResultFileError, match="missing"):
            hearer.hear(*sent(teller, results))
    assert same(hearer.hear(*sent(Teller(), results)), results)


@pytest.mark.parametrize("break_it", [lambda c: c[:-8], lambda c: c + b"12345678", lambda c: b""])
def test_a_broken_message_is_refused_and_the_next_too(results, break_it):
    teller, hearer = Teller(), Hearer()
    message, content = sent(teller, results)
    with pytest.raises(ResultFileError, match="broken"):
        hearer.hear(message, break_it(content))
    with pytest.raises(ResultFileError, match="missing"):
        hearer.hear(*sent(teller, results))
