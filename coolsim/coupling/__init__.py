"""Air, loops and equipment of one hall brought to one fixed point.

``HallSolver`` stands where an ``AirSolver`` would: it solves the air, lets coolant and equipment
answer to it, and goes round until neither changes the other any more.
"""

from __future__ import annotations

from coolsim.coupling.solve import CoupledLiquid, HallSolver

__all__ = ["CoupledLiquid", "HallSolver"]
