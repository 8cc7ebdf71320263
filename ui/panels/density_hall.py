"""The hall's answer as text: what it sustains, what binds, what was not checked."""

from __future__ import annotations

from coolsim import units
from coolsim.catalogue.records import STRONG
from coolsim.density.records import Density, LimitReading
from coolsim.density.titles import TITLES
from ui import theme, words
from ui.panels.compute_rows import compute_rows
from ui.panels.density_goal import OBJECTIVES
from ui.session import Session


def hall_text(density: Density, session: Session) -> str:
    """The hall's answer as a small table."""
    colors, system, hall = theme.tokens(), session.unit_system, density.hall
    status = words.DENSITY_STATUS.get(density.status, density.status)
    color = colors.ok if density.status == "confirmed" else colors.warn
    if session.density_is_stale:
        status, color = f"stale ({status})", colors.warn
    if density.status == "infeasible":
        told = f'<p><b style="color:{color.name()}">{status}</b>: no power holds every limit</p>'
        broken = "".join(f"<p>{name}: {text}</p>" for name, text in _broken_rows(density))
        return told + broken + _findings_text(density, system)
    shown = units.text(hall.power_w, "w", system)
    objective = dict(OBJECTIVES).get(density.objective, density.objective)
    rows = [
        ("Status", f'<b style="color:{color.name()}">{status}</b>'),
        ("Objective", objective),
        ("Hall density", f"<b>{shown}</b>, drawn {units.text(hall.power_now_w, 'w', system)}"),
        ("Mean rack", units.text(hall.mean_rack_power_w, "w", system)),
        ("Per area", units.text(hall.power_per_area_w_m2, "w_m2", system, 3)),
        *compute_rows(density, system),
        *_token_rows(density),
        ("Binds", _limit_text(hall.binding) + _also(hall.also)),
        ("Next", _limit_text(hall.next)),
        *_broken_rows(density),
        ("Margin held", units.text(density.margin_k, "k", system, 2)),
        *_finer_rows(density, system),
        ("Took", words.seconds_text(density.seconds)),
    ]
    muted = colors.muted.name()
    cells = "".join(
        f'<tr><td style="color:{muted}; padding-right:12px">{name}</td><td>{text}</td></tr>'
        for name, text in rows
    )
    return f"<table>{cells}</table>{_findings_text(density, system)}"


def _findings_text(density: Density, system: units.System) -> str:
    """What is to be said of the search: which limits clash, how good the best found is."""
    own = [each for each in density.findings if _is_of_search(each.code)]
    return "".join(f"<p>{_escaped(f'{each.text(system)} {each.hint}'.strip())}</p>" for each in own)


def _is_of_search(code: str) -> bool:
    """Whether a finding speaks of the search; those of limits that no power moves are rows."""
    room, _, what = code.partition(".")
    return room == "density" and what not in TITLES


def _limit_text(reading: LimitReading | None) -> str:
    return _escaped(words.limit_text(reading)) + (" *" if is_weak(reading) else "")


def _broken_rows(density: Density) -> list[tuple[str, str]]:
    """Limits that no power moves and that are not held, by kind."""
    broken: dict[str, list[str]] = {}
    for item in density.watched:
        if not item.holds:
            broken.setdefault(item.limit, []).append(item.object_name)
    return [
        ("Not held", f"{_escaped(words.limit_title(kind))}: {_escaped(', '.join(names[:4]))}")
        for kind, names in broken.items()
    ]


def _token_rows(density: Density) -> list[tuple[str, str]]:
    """Tokens by the rates given, and the kinds without one."""
    if density.tokens is None:
        return []
    without = ", ".join(density.tokens.unknown)
    note = f" (no rate: {_escaped(without)})" if without else ""
    return [("Tokens/s", f"{density.tokens.per_s:,.0f}{note}")]


def _finer_rows(density: Density, system: units.System) -> list[tuple[str, str]]:
    """What a finer grid said of the answer."""
    finer = density.finer
    if finer is None:
        return []
    told = f"{finer.cells:,} cells: {units.text(finer.power_w, 'w', system)} hold on both grids"
    if not finer.holds:
        told = f"{finer.cells:,} cells: nothing was found that both grids hold"
    return [("Finer grid", told)]


def _also(kinds: tuple[str, ...]) -> str:
    """Limits that bind at the same power."""
    return "".join(f", {_escaped(words.limit_title(kind))}" for kind in kinds)


def unchecked_text(density: Density) -> str:
    """Limits nobody could check, grouped by reason."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for each in density.unchecked:
        grouped.setdefault((each.limit, each.reason), []).append(each.object_name)
    if not grouped:
        return "<p>All limits were checked.</p>"
    lines = [f"<p><b>Not checked ({len(density.unchecked)})</b>"]
    for (limit, reason), names in grouped.items():
        shown = ", ".join(_escaped(name) for name in names[:4])
        more = f" and {len(names) - 4} more" if len(names) > 4 else ""
        title = _escaped(words.limit_title(limit))
        lines.append(f"<br>{title}: {shown}{more}. <i>{_escaped(reason)}</i>")
    return "".join(lines) + "</p>"


def is_weak(reading: LimitReading | None) -> bool:
    """Whether a limit rests on a weak figure."""
    return reading is not None and reading.confidence not in STRONG


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
