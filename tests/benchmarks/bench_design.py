"""Times of edits and files, in this process.

    python -m tests.benchmarks.bench_design

Printed: the best of several runs, in milliseconds, for hall-400 and for a hall of 2,000 racks.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from coolsim.design import edits, files
from coolsim.design.document import Document
from coolsim.design.examples import example_path
from coolsim.design.models import Design, Rack, Variant
from coolsim.design.recovery import RecoveryStore


def best_ms(run: Callable[[], object], repeats: int = 15) -> float:
    """Shortest time of several runs [ms]."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return 1e3 * min(times)


def hall_of(racks: int) -> Design:
    """A hall of plain racks in rows of a hundred."""
    placed = tuple(
        Rack(id=f"rack-{n + 1:04d}", x_m=0.6 * (n % 100), y_m=2.4 * (n // 100), load_w=5000.0)
        for n in range(racks)
    )
    return Design(variants=(Variant(id="variant-0001", racks=placed),))


def report(name: str, design: Design, folder: Path) -> None:
    """Print the times of one design."""
    ids = [rack.id for rack in design.variant.racks]
    path = folder / "hall.coolsim"
    document = Document(design)
    moved = edits.move(design, ids, 0.1, 0.0)
    store = RecoveryStore(folder)
    print(f"{name}: {sum(1 for _ in edits.items(design))} objects, {len(ids)} racks")
    for label, run in (
        ("move 1 rack", lambda: edits.move(design, ids[:1], 0.1, 0.0)),
        ("move all racks", lambda: edits.move(design, ids, 0.1, 0.0)),
        ("turn all as one body", lambda: edits.rotate_about_centre(design, ids, 90.0)),
        ("set a field of 1 rack", lambda: edits.update(design, ids[:1], height_m=2.2)),
        ("set a field of all", lambda: edits.update(design, ids, height_m=2.2)),
        ("place a rack", lambda: edits.place(design, "rack", 1.0, 1.0)),
        ("duplicate all", lambda: edits.duplicate(design, ids, 0.0, 1.0)),
        ("delete half", lambda: edits.delete(design, ids[::2])),
        ("apply, undo", lambda: (document.apply("Move", moved), document.undo())),
        ("fingerprint", lambda: files.design_hash(design)),
        ("write text", lambda: files.dumps(design)),
        ("save", lambda: files.save(design, path)),
        ("load", lambda: files.load(path)),
        ("recovery copy", lambda: store.write("bench", design, path)),
    ):
        print(f"  {label:24s}{best_ms(run):9.3f} ms")
    store.discard("bench")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        report("hall-400", files.load(example_path("hall-400")), Path(temporary))
        report("hall of 2,000", hall_of(2000), Path(temporary))
