"""Reading drawings and rack schedules of other programs into a design."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coolsim import units
from coolsim.design.edits_objects import with_new_ids
from coolsim.design.files import save
from coolsim.design.models import Design, Hall, Rack, Variant
from coolsim.errors import ImportFileError, UsageError
from coolsim.tasks import tables
from coolsim.tasks.answers import EXIT_OK, head
from coolsim.tasks.exchange_requests import ImportRequest

_MARGIN_M = 1.2


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """What was read, and where it was written.

    Attributes:
        source: The file read.
        out: The design written; ``None`` for a look only.
        objects: How many of each kind.
        mapped: Column or layer, and what it was taken for; "" where it was left out.
        notes: What a user should know of the reading.
        design: The design as read; ``None`` where only layers were listed.
    """

    source: Path
    out: Path | None
    objects: Mapping[str, int]
    mapped: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    design: Design | None

    exit_code = EXIT_OK
    fields = None

    def to_json(self) -> dict[str, Any]:
        """Return what was read as JSON."""
        return head("import", "ok") | {
            "source": str(self.source),
            "out": None if self.out is None else str(self.out),
            "objects": dict(self.objects),
            "mapped": dict(self.mapped),
            "notes": list(self.notes),
        }

    def text(self, system: units.System = "si") -> str:
        """Return what was read as lines."""
        del system  # a reading is of counts and names
        counts = ", ".join(f"{count} {kind}s" for kind, count in self.objects.items()) or "nothing"
        wrote = f"; written to {self.out}" if self.out else "; nothing is written without --out"
        rows = [(tables.clean(name, 60), kind or "left out") for name, kind in self.mapped]
        listed = tables.table(("In the file", "taken as"), rows, "<<") if rows else ""
        return "\n\n".join(
            filter(None, [f"{self.source}: {counts}{wrote}", listed, "\n".join(self.notes)])
        )


def import_file(request: ImportRequest) -> ImportAnswer:
    """Read a file, and write it as a design where asked.

    Raises:
        UsageError: A file stands at ``out`` already, or a map names what is not there.
        ImportFileError: The file cannot be read.
        SaveError: The design cannot be written.
    """
    if request.out is not None and request.out.exists() and not request.force:
        raise UsageError(
            "It is there already, and an import never replaces anything unasked.",
            where=str(request.out),
            remedy="Give another name with --out, or add --force.",
        )
    into = request.into or Design(variants=(Variant(id="variant-0001", name="As imported"),))
    match request.kind:
        case "dxf":
            answer = _from_dxf(request, into)
        case "netbox":
            answer = _from_netbox(request, into)
        case "sensors":
            answer = _from_readings(request, into)
        case _:
            answer = _from_schedule(request, into)
    if request.out is not None and answer.design is not None:
        save(answer.design, request.out)
    return answer


def _from_dxf(request: ImportRequest, into: Design) -> ImportAnswer:
    from coolsim.interop.dxf_reading import KINDS, own_kind, read_dxf, variant_from

    for name, kind in request.layers.items():
        if kind not in (*KINDS, "hall", ""):
            raise UsageError(
                f"A layer cannot hold {kind!r}.",
                where=f"--layer {name}={kind}",
                remedy=f"One of: {', '.join([*KINDS, 'hall'])}.",
            )
    drawing = read_dxf(request.source, request.metres)
    found = drawing.layers()
    known = {layer.name.upper() for layer in found}
    for name in request.layers:
        if name.upper() not in known:
            raise UsageError(
                f"No outline is on a layer {name!r}.",
                where="--layer",
                remedy=f"The drawing has: {', '.join(layer.name for layer in found[:12])}.",
            )
    notes = [
        f"One unit of the drawing is {drawing.metres:g} m"
        + (", as it says." if drawing.has_units else ": guessed by the size of its outlines."),
        *(f"Left out: {count} {reason}." for reason, count in drawing.skipped.items()),
    ]
    wanted = {name.upper(): kind for name, kind in request.layers.items()}
    own = {o.layer: own_kind(o) for o in drawing.outlines}
    mapped = tuple(
        (
            f"{layer.name} ({layer.outlines} of about {layer.width_m:.2f} m by "
            f"{layer.depth_m:.2f} m)",
            wanted.get(layer.name.upper(), own.get(layer.name, "")),
        )
        for layer in found
    )  # fmt: skip
    if request.out is None and not any(kind for _, kind in mapped):
        notes.append("Map layers to see what they would give: --layer NAME=rack")
        return ImportAnswer(request.source, None, {}, mapped, tuple(notes), None)
    variant, objects = variant_from(drawing, request.layers, into.variant)
    design = design_with(into, variant)
    return ImportAnswer(request.source, request.out, objects, mapped, tuple(notes), design)


def _require_no_racks(into: Design) -> None:
    if into.variant.racks:
        raise ImportFileError(
            "The design has racks already.",
            where="--into",
            remedy="Name a design without racks, or leave --into out.",
        )


def _from_netbox(request: ImportRequest, into: Design) -> ImportAnswer:
    from coolsim.interop.netbox import design_from, read_netbox

    read = read_netbox(request.source)
    _require_no_racks(into)
    design, counts, notes = design_from(read, into)
    variant = design.variant
    hall = _room_for(variant.racks, variant.hall)
    known = into.model_copy(update={"catalogue": design.catalogue})
    design = design_with(known, variant.model_copy(update={"hall": hall}))
    return ImportAnswer(request.source, request.out, counts, (), notes, design)


def _from_schedule(request: ImportRequest, into: Design) -> ImportAnswer:
    from coolsim.interop.schedule import read_schedule

    schedule = read_schedule(request.source, request.columns)
    _require_no_racks(into)
    variant = into.variant.model_copy(
        update={"racks": schedule.racks, "hall": _room_for(schedule.racks, into.variant.hall)}
    )
    notes = (
        [f"{schedule.unplaced} racks have no x and y: they stand in rows of ten, to be moved."]
        if schedule.unplaced
        else []
    )
    mapped = (*schedule.used.items(), *((name, "") for name in schedule.unused))
    design = design_with(into, variant)
    counted = {"rack": len(schedule.racks)}
    return ImportAnswer(request.source, request.out, counted, mapped, tuple(notes), design)


def _from_readings(request: ImportRequest, into: Design) -> ImportAnswer:
    from coolsim.design.edits_sensors import take_readings, unread_sensors
    from coolsim.interop.readings import read_readings

    read = read_readings(request.source, request.columns)
    design, ids = take_readings(into, read.readings, read.measurement)
    unread = len(unread_sensors(design.variant))
    notes = [*read.notes, f"Sensors without a reading: {unread}."] if unread else [*read.notes]
    mapped = (*read.used.items(), *((name, "") for name in read.unused))
    counted = {"sensor": len(ids)}
    return ImportAnswer(request.source, request.out, counted, mapped, tuple(notes), design)


def _room_for(racks: Iterable[Rack], hall: Hall) -> Hall:
    """The hall, longer and wider where racks would stand outside."""
    from coolsim.design import geometry

    _, _, x1, y1 = geometry.bounds(racks)
    size = {
        "length_m": max(hall.length_m, x1 + _MARGIN_M),
        "width_m": max(hall.width_m, y1 + _MARGIN_M),
    }
    return Hall.model_validate(hall.model_dump() | size)


def design_with(design: Design, variant: Variant) -> Design:
    """Return the design with its active variant replaced, checked as a file is.

    What the variant has that the design's had not gets ids that were never given: readers count
    from one, and another variant's rack of that id is another rack.
    """
    variant = with_new_ids(design, variant)
    variants = tuple(variant if each.id == variant.id else each for each in design.variants)
    return Design.model_validate(design.model_copy(update={"variants": variants}).model_dump())
