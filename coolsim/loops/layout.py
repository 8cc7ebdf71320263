"""Pipe runs of a loop derived from the plan: a spine, a header over every row, a branch to each.

The spine starts where the loop's units stand (or the plant's pipes come in) and runs across the
rows; from it a supply and a return header follow each row, with a take-off at each rack. Supply and
return lie side by side, so a row's first rack has the shortest way and its last the longest (direct
return), unless the loop is piped in reverse return: then every rack of a row has the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from coolsim.scene.loop_records import SceneConsumer

Role = Literal["source", "spine", "header", "branch", "bypass"]
SUPPLY_START, RETURN_START = 0, 1
"""Nodes where the sources give to the loop and take from it."""

ROW_TOLERANCE_M = 0.6
"""Objects whose lines lie closer than this share a row."""
SHORTEST_M = 0.1
"""No piece of pipe is shorter than this."""
BRANCH_SLACK_M = 0.6
"""Way from the header across to the object, beside the way down."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of pipe, or a whole branch, between two nodes.

    Attributes:
        tail, head: Nodes it runs from and to in the sense of its design flow.
        role: What it is.
        is_supply: Whether it belongs to the supply side (sources and branches: neither counts).
        length_m: Length of pipe; both ways together for a branch.
        design_m3_s: Design flow.
        consumer: Number of the consumer at the end of a branch, else -1.
        source: Number of the source, else -1.
    """

    tail: int
    head: int
    role: Role
    is_supply: bool
    length_m: float
    design_m3_s: float
    consumer: int = -1
    source: int = -1


@dataclass(frozen=True, slots=True)
class Source:
    """Where a loop is fed: place, length of pipe to the spine and back, design flow."""

    x_m: float
    y_m: float
    length_m: float
    design_m3_s: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Pipe runs of a loop: number of nodes and segments, sources first."""

    node_count: int
    segments: tuple[Segment, ...]


@dataclass(slots=True)
class _Builder:
    """Collects nodes and segments; only :func:`lay_out` sees it."""

    reverse_return: bool
    height_m: float
    node_count: int = 2
    segments: list[Segment] = field(default_factory=list)
    farthest: tuple[float, int, int] = (-1.0, SUPPLY_START, RETURN_START)

    def pair(self) -> tuple[int, int]:
        """A new supply and a new return node."""
        self.node_count += 2
        return self.node_count - 2, self.node_count - 1

    def pipes(
        self, before: tuple[int, int], after: tuple[int, int], role: Role, length_m: float, q: float
    ) -> None:
        """A supply pipe from one pair of nodes to the next and the return pipe beside it."""
        length = max(length_m, SHORTEST_M)
        self.segments.append(Segment(before[0], after[0], role, True, length, q))
        self.segments.append(Segment(after[1], before[1], role, False, length, q))


def lay_out(
    consumers: Sequence[SceneConsumer],
    flows_m3_s: Sequence[float],
    sources: Sequence[Source],
    height_m: float,
    *,
    reverse_return: bool = False,
    bypass_m3_s: float = 0.0,
) -> Layout:
    """Derive the pipe runs of a loop.

    Args:
        consumers: Everything on the loop.
        flows_m3_s: Their design flows, one each.
        sources: Units or plant that feed it; at least one.
        height_m: Height of the headers above the floor.
        reverse_return: Whether rows are piped in reverse return.
        bypass_m3_s: Design flow of a bypass at the end of the longest header; 0 for none. It
            counts in the size of every header.
    """
    builder = _Builder(reverse_return, height_m)
    for number, source in enumerate(sources):
        builder.segments.append(
            Segment(
                RETURN_START,
                SUPPLY_START,
                "source",
                False,
                source.length_m,
                source.design_m3_s,
                source=number,
            )
        )
    start = (
        sum(source.x_m for source in sources) / len(sources),
        sum(source.y_m for source in sources) / len(sources),
    )
    for along in (0, 1):
        chosen = [n for n, item in enumerate(consumers) if item.runs_along_x == (along == 0)]
        _spine(builder, consumers, flows_m3_s, chosen, start, along, bypass_m3_s)
    if bypass_m3_s > 0.0 and builder.farthest[0] >= 0.0:
        _, supply, back = builder.farthest
        builder.segments.append(Segment(supply, back, "bypass", False, SHORTEST_M, bypass_m3_s))
    return Layout(builder.node_count, tuple(builder.segments))


def rows_of(lines_m: Sequence[float]) -> list[list[int]]:
    """Group positions that lie within :data:`ROW_TOLERANCE_M` of their neighbour, in order."""
    order = sorted(range(len(lines_m)), key=lambda n: lines_m[n])
    rows: list[list[int]] = []
    for n in order:
        if rows and lines_m[n] - lines_m[rows[-1][-1]] < ROW_TOLERANCE_M:
            rows[-1].append(n)
        else:
            rows.append([n])
    return rows


def _spine(
    builder: _Builder,
    consumers: Sequence[SceneConsumer],
    flows: Sequence[float],
    chosen: list[int],
    start: tuple[float, float],
    along: int,
    bypass: float,
) -> None:
    """The rows that run along one axis, with the spine that crosses them from the start."""
    place = [(consumers[n].x_m, consumers[n].y_m) for n in chosen]
    across = 1 - along
    rows = rows_of([point[across] for point in place])
    lines = [sum(place[k][across] for k in row) / len(row) for row in rows]
    for side in (1.0, -1.0):
        on_side = [r for r, line in enumerate(lines) if (line >= start[across]) == (side > 0.0)]
        on_side.sort(key=lambda r: abs(lines[r] - start[across]))
        at, here = start[across], (SUPPLY_START, RETURN_START)
        for position, r in enumerate(on_side):
            beyond = [chosen[k] for later in on_side[position:] for k in rows[later]]
            q = sum(flows[n] for n in beyond) + bypass
            node = builder.pair()
            builder.pipes(here, node, "spine", abs(lines[r] - at), q)
            at, here = lines[r], node
            _arms(
                builder, consumers, flows, [chosen[k] for k in rows[r]], node, start, along, bypass
            )


def _arms(
    builder: _Builder,
    consumers: Sequence[SceneConsumer],
    flows: Sequence[float],
    row: list[int],
    crossing: tuple[int, int],
    start: tuple[float, float],
    along: int,
    bypass: float,
) -> None:
    """The two headers of a row, to both sides of the spine."""

    def coordinate(n: int) -> float:
        return (consumers[n].x_m, consumers[n].y_m)[along]

    for side in (1.0, -1.0):
        arm = [n for n in row if (coordinate(n) >= start[along]) == (side > 0.0)]
        arm.sort(key=lambda n: abs(coordinate(n) - start[along]))
        if not arm:
            continue
        steps = [coordinate(arm[0]) - start[along]]
        steps += [coordinate(b) - coordinate(a) for a, b in pairwise(arm)]
        lengths = [max(abs(step), SHORTEST_M) for step in steps]
        supply, back = _header(builder, lengths, [flows[n] for n in arm], crossing, bypass)
        for n, s, r in zip(arm, supply, back, strict=True):
            item = consumers[n]
            own = abs(builder.height_m - item.z_m) + BRANCH_SLACK_M
            length = 2.0 * (own if item.pipe_length_m is None else item.pipe_length_m)
            builder.segments.append(Segment(s, r, "branch", False, length, flows[n], consumer=n))
        reach = sum(lengths)
        if reach > builder.farthest[0]:
            builder.farthest = (reach, supply[-1], back[-1])


def _header(
    builder: _Builder,
    lengths: list[float],
    flows: list[float],
    crossing: tuple[int, int],
    bypass: float,
) -> tuple[list[int], list[int]]:
    """A supply and a return header; return their nodes at the take-offs."""
    nodes = [builder.pair() for _ in lengths]
    supply, back = [node[0] for node in nodes], [node[1] for node in nodes]
    total, passed, before = sum(flows), 0.0, crossing
    for k, (length, node) in enumerate(zip(lengths, nodes, strict=True)):
        q = total - passed + bypass
        builder.segments.append(Segment(before[0], node[0], "header", True, length, q))
        if not builder.reverse_return:
            builder.segments.append(Segment(node[1], before[1], "header", False, length, q))
        elif k > 0:
            # the return gathers on the way out, so the first rack has the longest way back
            builder.segments.append(Segment(before[1], node[1], "header", False, length, passed))
        passed += flows[k]
        before = node
    if builder.reverse_return:
        whole = total + bypass
        builder.segments.append(
            Segment(back[-1], crossing[1], "header", False, sum(lengths), whole)
        )
    return supply, back
