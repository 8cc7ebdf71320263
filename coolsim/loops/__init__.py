"""Liquid loops: pipe runs from the plan, flows, temperatures, units between loops.

prepared = prepare_loops(scene_loops)            # once per design
solution = solve_loops(prepared, heat_w)         # heat in, flows and temperatures out
"""

from coolsim.loops.records import (
    CduAnswer,
    ConsumerState,
    LoopsSolution,
    LoopState,
    PipeState,
)
from coolsim.loops.solve import PreparedLoops, prepare_loops, solve_loops

__all__ = [
    "CduAnswer",
    "ConsumerState",
    "LoopState",
    "LoopsSolution",
    "PipeState",
    "PreparedLoops",
    "prepare_loops",
    "solve_loops",
]
