"""The order of the report: one line per section."""

from __future__ import annotations

from coolsim.report.advice import advice_section, survival_section
from coolsim.report.air import air_section
from coolsim.report.allocation import allocation_section
from coolsim.report.balance import balance_section
from coolsim.report.blocks import Maker, Section
from coolsim.report.choice import choice_section
from coolsim.report.compute import compute_section
from coolsim.report.cooling import cooling_section
from coolsim.report.elevations import elevations_section
from coolsim.report.humidity import humidity_section
from coolsim.report.inputs import inputs_section
from coolsim.report.limits import limits_section
from coolsim.report.liquid import liquid_section
from coolsim.report.maps import binding_section, temperature_section
from coolsim.report.notes import notes_section
from coolsim.report.placement import placement_section
from coolsim.report.power import power_section
from coolsim.report.problems import problems_section
from coolsim.report.racks import racks_section
from coolsim.report.sensors import sensors_section
from coolsim.report.solver import solver_section
from coolsim.report.subject import Subject
from coolsim.report.validation import validation_section
from coolsim.report.variants import variants_section
from coolsim.report.year import year_section

SECTIONS: tuple[Maker, ...] = (
    temperature_section,
    binding_section,
    racks_section,
    allocation_section,
    limits_section,
    advice_section,
    survival_section,
    compute_section,
    choice_section,
    placement_section,
    elevations_section,
    cooling_section,
    liquid_section,
    power_section,
    air_section,
    humidity_section,
    sensors_section,
    balance_section,
    year_section,
    variants_section,
    problems_section,
    inputs_section,
    solver_section,
    validation_section,
    notes_section,
)
"""What follows page one, in order; a section without anything to say is left out."""


def sections(subject: Subject) -> tuple[Section, ...]:
    """The sections of a report, in order."""
    made = (maker(subject) for maker in SECTIONS)
    return tuple(one for one in made if one is not None)
