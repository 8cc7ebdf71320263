"""The key figures: accelerators installed before a density is asked, and possible ones after."""

from dataclasses import replace

import pytest

from coolsim.design import edits
from coolsim.design.models import Content
from tests.factories import make_density, make_design, make_results
from ui.panels.key_figures import KeyFigures
from ui.session import Session


@pytest.fixture
def session():
    made = Session()
    made.apply("Hall", make_design())
    return made


@pytest.fixture
def strip(session, qtbot):
    shown = KeyFigures(session)
    qtbot.addWidget(shown)
    return shown


def told(strip, key):
    return strip._values[key].text()


def test_accelerators_installed_stand_there_before_density_is_asked(session, strip):
    design = session.design
    empty = [rack.id for rack in design.variant.racks]
    session.apply("Empty", edits.update(design, empty, contents=(), load_w=1e3))
    assert told(strip, "accelerators") == "0"
    session.apply("Fill", edits.update(session.design, empty[:3], load_w=None,
                                       contents=(Content(item="dgx_h100", count=2),)))  # fmt: skip
    assert told(strip, "accelerators") == "48"
    assert strip._values["accelerators"].toolTip() == "Installed"
    session.undo()
    assert told(strip, "accelerators") == "0"


def test_beside_them_stand_those_the_hall_can_sustain(session, strip):
    ids = [rack.id for rack in session.variant.racks]
    filled = {"load_w": None, "contents": (Content(item="dgx_h100"),)}
    session.apply("Fill", edits.update(session.design, ids[:2], **filled))
    session.apply("Rest", edits.update(session.design, ids[2:], contents=(), load_w=1e3))
    density = make_density(session.design, make_results(session.design))
    count = density.hall.accelerators
    session.accept_density(session.design, density)
    assert told(strip, "accelerators") == f"16 → {count:,}"
    same = replace(density, hall=replace(density.hall, accelerators=16))
    session.accept_density(session.design, same)
    assert told(strip, "accelerators") == "16"
