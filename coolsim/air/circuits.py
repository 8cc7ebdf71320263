"""Air circuits: parts of the hall that share air, directly or through a device."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from solvers.exchange import Index, Patch, stack
from solvers.zones import Zones


def find_circuits(
    zones: Zones, intakes: Sequence[Patch], discharges: Sequence[Patch], transfer: csr_matrix
) -> tuple[int, Index, Index]:
    """Zones joined by every device that takes air from one and gives it to another.

    Args:
        zones: Parts of the hall that air can pass between.
        intakes: Where the devices draw.
        discharges: Where they blow.
        transfer: Which intakes feed which discharges, shape (discharges, intakes).

    Returns:
        Number of circuits, circuit of each zone, circuit of each intake.
    """
    label = zones.label.ravel()
    first_intake = zones.count
    first_discharge = first_intake + len(intakes)
    rows, columns = [], []
    for first, patches in ((first_intake, intakes), (first_discharge, discharges)):
        every = stack(patches)
        columns.append(label[every.cells])
        rows.append(first + np.repeat(np.arange(every.count), np.diff(every.start)))
    coupled = transfer.tocoo()
    used = coupled.data != 0.0
    rows.append(first_discharge + coupled.row[used])
    columns.append(first_intake + coupled.col[used])
    size = first_discharge + len(discharges)
    row, column = np.concatenate(rows), np.concatenate(columns)
    graph = coo_matrix((np.ones(row.size, dtype=np.int8), (row, column)), shape=(size, size))
    count, circuit = connected_components(graph, directed=False)
    circuits: Index = circuit.astype(np.int64)
    return int(count), circuits[:first_intake], circuits[first_intake:first_discharge]
