"""A small solved hall as a case, made once for all tests of this room."""

from functools import cache

from coolsim.air.reference import reference_c
from coolsim.catalogue.loading import load_catalogue
from coolsim.interop.openfoam.hall import foam_hall, without_cabinets
from coolsim.simulate import make_hall_solver, resolve_design
from tests.halls import small_hall


@cache
def solved():
    """Solution of a small hall at constant viscosity."""
    design = small_hall()
    variant = design.variant
    settings = variant.settings.model_copy(update={"turbulence": "constant"})
    changed = variant.model_copy(update={"settings": settings})
    design = design.model_copy(update={"variants": (changed, *design.variants[1:])})
    catalogue = load_catalogue()
    scene = without_cabinets(resolve_design(design, catalogue))
    steps = make_hall_solver(design, catalogue, scene, "live", 0.3).solve(scene)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return stop.value


@cache
def small_case():
    """That hall as OpenFOAM is told it."""
    solution = solved()
    return foam_hall(solution, reference_c(solution.devices.scene))
