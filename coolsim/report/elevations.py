"""Faces of racks in print, where they are asked for: racks alike share one."""

from __future__ import annotations

from typing import Any

from coolsim.catalogue.loads import LoadReader
from coolsim.design.models import Rack
from coolsim.report.blocks import Section, drawn, note, remark, section
from coolsim.report.subject import Subject
from coolsim.report.text import clip, counted, flowing, listed
from coolsim.results.elevation import Block, blocks, content_name, free_runs

FACES_SHOWN = 48
"""Different faces in print."""
_UNIT_MM = 2.1
"""Height of a rack unit on paper [mm]."""
_TITLE_EM, _TITLE_SHORT_EM = 17.0, 12.5
"""Room for what a block holds, alone and beside its power [em]."""


def elevations_section(subject: Subject) -> Section | None:
    """The face of every kind of rack; ``None`` where none was asked for or there are no racks."""
    if not subject.elevations or not subject.variant.racks:
        return None
    reader = LoadReader(subject.catalogue)
    groups: dict[str, tuple[dict[str, Any], list[str]]] = {}
    for rack in subject.variant.racks:
        face = _face(subject, rack, reader)
        groups.setdefault(str(face), (face, []))[1].append(rack.label)
    faces = [{**face, "name": _title(names)} for face, names in groups.values()]
    left = len(faces) - FACES_SHOWN
    return section(
        "Rack elevations",
        note("Fronts of the racks, unit 1 at the bottom; racks alike share one. Hatched: open."),
        drawn("elevations", {"faces": faces[:FACES_SHOWN], "unit": _UNIT_MM}),
        remark(f"{counted(left, 'other face')} not shown." if left > 0 else ""),
    )


def _title(names: list[str]) -> str:
    return listed(names, 2)


def _face(subject: Subject, rack: Rack, reader: LoadReader) -> dict[str, Any]:
    """What is drawn of one rack, without its name."""
    shown = [_block(subject, block) for block in blocks(rack, reader, subject.catalogue, None)]
    free = [
        {"from": run.units.start, "count": len(run.units), "open": not run.blanked}
        for run in free_runs(rack)
    ]
    load = reader.rack(rack)
    power = subject.printer.text(load.power_w, "w", 3)
    if not rack.slots:
        inside = ", ".join(
            f"{each.count} × {content_name(subject.catalogue, each.item)}" for each in rack.contents
        )
        place = "units not drawn" if rack.contents else "no units drawn"
        told = f"{inside or 'Plain load'}: {place}"
        return {"height": rack.height_u, "blocks": [], "free": [], "power": power,
                "told": flowing(told, 160)}  # fmt: skip
    return {"height": rack.height_u, "blocks": shown, "free": free, "power": power, "told": ""}


def _block(subject: Subject, block: Block) -> dict[str, Any]:
    power = "" if block.power_w is None else subject.printer.text(block.power_w, "w", 3)
    room = _TITLE_SHORT_EM if power and len(block.units) == 1 else _TITLE_EM
    return {
        "from": block.units.start,
        "count": len(block.units),
        "title": clip(block.title, room),
        "power": power,
    }
