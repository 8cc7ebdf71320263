"""A window whose hall has a plant and a climate."""

from __future__ import annotations

import pytest

from coolsim.design import edits
from coolsim.design.document import Document
from tests.factories import make_design


def with_plant(design, kind="water_chiller", climate="atlanta-ga"):
    made, _ = edits.add_rejection(design, kind=kind)
    return edits.set_site(made, climate=climate)


@pytest.fixture
def window(application, qtbot):
    """The shown window with a plant, solver attached."""
    application.session.attach_jobs(application.jobs)
    application.session.set_document(Document(with_plant(make_design(20))))
    return application.window


@pytest.fixture
def counted(window, qtbot):
    """The window with its year counted."""
    year = window.session.year
    window.activateWindow()
    with qtbot.waitSignal(year.arrived, timeout=20_000):
        window.actions_["year"].trigger()
    qtbot.waitUntil(lambda: window.year.chart.data is not None, timeout=5000)
    return window
