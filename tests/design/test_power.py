"""The power chain in the design: edits, references, circles, defaults."""

import pytest

from coolsim.design import edits
from coolsim.design.files import dumps, from_object, loads, to_object
from coolsim.design.models import Design
from coolsim.errors import CoolSimError, EditError


def chain():
    """A transformer over a UPS over a PDU over two feeds, and a rack on both."""
    design, transformer = edits.add_power_element(Design(), "transformer", rated_w=2e6)
    design, ups = edits.add_power_element(design, "ups", supply_id=transformer, units=2)
    design, pdu = edits.add_power_element(design, "pdu", supply_id=ups)
    design, a = edits.add_feed(design, name="A", supply_id=pdu)
    design, b = edits.add_feed(design, name="B", supply_id=ups)
    design, _ = edits.place(design, "rack", 2.0, 2.0, feed_id=a, feed_b_id=b)
    return edits.set_power(design, cooling_supply_id=pdu)


def test_ids_name_the_kind_and_are_not_given_again():
    design = chain()
    assert [e.id for e in design.variant.power.elements] == [
        "transformer-0001", "ups-0001", "pdu-0001",
    ]  # fmt: skip
    design = edits.delete_power_element(design, "pdu-0001")
    _, again = edits.add_power_element(design, "pdu")
    assert again == "pdu-0002"


def test_what_a_vanished_element_supplied_hangs_on_the_one_above():
    power = edits.delete_power_element(chain(), "pdu-0001").variant.power
    assert power.feeds[0].supply_id == "ups-0001"
    assert power.cooling_supply_id == "ups-0001"
    power = edits.delete_power_element(chain(), "transformer-0001").variant.power
    assert power.elements[0].supply_id is None


def test_the_second_feed_takes_the_place_of_a_vanished_first():
    rack = edits.delete_feed(chain(), "feed-0001").variant.racks[0]
    assert (rack.feed_id, rack.feed_b_id) == ("feed-0002", None)


def test_a_saved_chain_comes_back():
    design = chain()
    assert loads(dumps(design)) == design


def test_a_pasted_rack_keeps_the_feeds_that_are_there():
    design = chain()
    text = edits.copy(design, ["rack-0001"])
    pasted, (new,) = edits.paste(edits.delete_feed(design, "feed-0002"), text, 5.0, 5.0)
    rack = edits.find(pasted, new)
    assert (rack.feed_id, rack.feed_b_id) == ("feed-0001", None)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda d: edits.update_power_element(d, "transformer-0001", supply_id="pdu-0001"), "circ"),
        (lambda d: edits.update_power_element(d, "ups-0001", supply_id="ups-0009"), "no element"),
        (lambda d: edits.update_power_element(d, "ups-0001", kind="pdu"), "kind"),
        (lambda d: edits.update_power_element(d, "feed-0001", name="x"), "no element"),
        (lambda d: edits.update_power_element(d, "ups-0001", units=3, redundancy="2N"), "even"),
        (lambda d: edits.update_power_element(d, "pdu-0001", redundancy="N+1"), "two units"),
        (lambda d: edits.update_power_element(d, "pdu-0001", battery="orv3_bbu"), "batteries"),
        (lambda d: edits.update_power_element(d, "pdu-0001", no_load_loss_w=1.0), "both"),
        (lambda d: edits.update_feed(d, "feed-0001", supply_id="feed-0002"), "no element"),
        (lambda d: edits.update(d, ["rack-0001"], feed_b_id="feed-0001"), "same"),
        (lambda d: edits.update(d, ["rack-0001"], feed_id=None), "first"),
        (
            lambda d: edits.update_feed(
                d, "feed-0001",
                trip_curve=[{"current_fraction": 2, "seconds": 1}, {"current_fraction": 1.5,
                             "seconds": 0.5}],
            ),
            "rise",
        ),
    ],
)  # fmt: skip
def test_wrong_edits_are_refused(wrong, told):
    design = chain()
    with pytest.raises(EditError, match=told):
        wrong(design)


def test_a_file_with_a_circle_is_refused_with_its_place():
    wrong = to_object(chain())
    wrong["variants"][0]["power"]["elements"][0]["supply_id"] = "pdu-0001"
    with pytest.raises(CoolSimError, match="circle"):
        from_object(wrong)
