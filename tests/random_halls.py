"""Random halls that are legal: every one passes the checks without an error finding.

They are drawn with the edits a user has, and are meant to be unkind: rooms from a closet to a
large hall, racks against walls and in one-cell gaps, sealed and leaky containment, columns, racks
without power or with 300 kW, coolers too small, too large, or blowing into their own return. The
same seed always gives the same hall.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from coolsim.catalogue import load_catalogue
from coolsim.checks import check
from coolsim.design.edits import place
from coolsim.design.geometry import Box, direction, footprint
from coolsim.design.models import Cooler, Design, Rack
from tests.random_rooms import RoomMaker, meet

AIRFLOW_M3_S_KW = 0.08
"""Rough airflow of a load, by which coolers are sized [m3/s/kW]."""
_ATTEMPTS = 40


def random_hall(seed: int) -> Design:
    """The hall of a seed.

    Raises:
        RuntimeError: If no attempt came out legal, which no seed is known to do.
    """
    catalogue = load_catalogue()
    for attempt in range(_ATTEMPTS):
        maker = _Maker(np.random.default_rng([seed, attempt]), seed)
        maker.cabinets = np.random.default_rng([seed, attempt, 1])
        design = maker.hall()
        if not any(found.severity == "error" for found in check(design, catalogue)):
            return design
    raise RuntimeError(f"no legal hall for seed {seed}")


def cell_for(design: Design, cells: int) -> float:
    """Cell size with which a hall has about so many cells [m]."""
    hall = design.variant.hall
    cell_m = (hall.length_m * hall.width_m * hall.height_m / cells) ** (1.0 / 3.0)
    return min(max(cell_m, 0.02), 2.0)


@dataclass
class _Maker(RoomMaker):
    """Fills a room with racks, coolers, tiles and panels."""

    powers_w: list[float] = field(default_factory=list)
    airflow_m3_s: float = 0.0
    cabinets: np.random.Generator = field(default_factory=np.random.default_rng)
    """Draws cabinets apart from everything else, so that the halls around them stay."""

    def hall(self) -> Design:
        self._room()
        if self._chance(0.3):
            self._columns()
        racks = self._rack_count()
        in_rows = self._chance(0.55)
        reserved = self._reserve_walls()
        if in_rows:
            self._rows(racks)
        else:
            self._scattered(racks)
        self._coolers(reserved)
        self._tiles()
        if self._chance(0.25):
            self._obstructions()
        if self._chance(0.2):
            self._loose_panels()
        return self.design

    def _rack_count(self) -> int:
        if self._chance(0.04):
            return 0
        hall = self.design.variant.hall
        most = max(1, min(60, int(hall.length_m * hall.width_m / 2.2)))
        return round(self._log_between(1.0, most))

    # racks

    def _rack_size(self) -> dict[str, float]:
        ceiling = self.design.variant.hall.height_m
        return {
            "width_m": self._pick((0.6, 0.6, 0.8, 0.75, 0.457)),
            "depth_m": self._pick((1.2, 1.2, 1.07, 1.0, 0.6)),
            "height_m": min(self._pick((2.0, 2.2, 1.2, 2.4, ceiling), (4, 3, 1, 1, 0.3)), ceiling),
        }

    def _load(self) -> dict[str, object]:
        """Power and airflow law of a rack; by far most are of the usual kind."""
        draw = self.rng.random()
        if draw < 0.05:
            return {"load_w": 0.0}
        if draw < 0.08:
            return {"load_w": 0.0, "airflow": _fixed(self._log_between(1e-6, 0.5))}
        if draw < 0.10:
            return {}
        if draw < 0.13:
            per_kw = self._between(0.04, 0.1)
            power = min(self._log_between(40e3, 600e3), 300e3)
            return {"load_w": power, "airflow": {"law": "per_power", "airflow_m3_s_kw": per_kw}}
        power = self._log_between(500.0, 25e3)
        if draw < 0.20:
            return {"load_w": power, "airflow": _fixed(power / 1e3 * self._between(0.03, 0.15))}
        if draw < 0.24:
            nominal = power / 1e3 * AIRFLOW_M3_S_KW
            curve = {
                "law": "fan_curve",
                "inlet_temperature_c": (15.0, 25.0, 35.0),
                "airflow_m3_s": (0.5 * nominal, nominal, 2.0 * nominal),
            }
            return {"load_w": power, "airflow": curve}
        if draw < 0.30:
            return {
                "load_w": power,
                "airflow": {"law": "per_power", "airflow_m3_s_kw": self._log_between(0.02, 0.3)},
            }
        return {"load_w": power}

    def _cabinet(self) -> dict[str, float] | None:
        """None, the documented cabinet, or a strange one."""
        draw = self.cabinets.random()
        if draw < 0.5:
            return None
        if draw < 0.85:
            return {}
        return {
            "rail_gap_m": float(self.cabinets.uniform(0.0, 0.2)),
            "front_door_open_fraction": float(self.cabinets.uniform(0.05, 1.0)),
            "rear_door_open_fraction": float(self.cabinets.uniform(0.05, 1.0)),
            "front_plenum_m": float(self.cabinets.uniform(0.0, 0.3)),
            "rear_plenum_m": float(self.cabinets.uniform(0.0, 0.4)),
            "top_leak_m2": float(self.cabinets.choice([0.0, 0.02])),
        }

    def _slotted(self, load: dict[str, object], height_m: float) -> dict[str, object]:
        """The same load in two slots with a gap, or behind a lower and narrower opening."""
        draw = self.rng.random()
        if draw < 0.1 and "load_w" in load:
            law = load.get("airflow", {"law": "catalogue"})
            if isinstance(law, dict) and law["law"] in ("fixed", "fan_curve"):
                return load
            power = float(str(load["load_w"]))
            slots = [
                {"z_from_m": 0.1, "z_to_m": 0.4 * height_m, "load_w": 0.3 * power, "airflow": law},
                {"z_from_m": 0.6 * height_m, "z_to_m": height_m, "load_w": 0.7 * power,
                 "airflow": law},
            ]  # fmt: skip
            return {"slots": slots}
        if draw < 0.2:
            return {**load, "opening_width_m": 0.45, "opening_z_from_m": 0.1,
                    "opening_z_to_m": 0.9 * height_m}  # fmt: skip
        return load

    def _add_rack(
        self, x: float, y: float, heading: float, size: dict[str, float], *, air: bool
    ) -> Rack | None:
        """Place a rack; with ``air`` only where its front and rear are free."""
        load = self._load()
        fields = {**size, **self._slotted(load, size["height_m"]), "cabinet": self._cabinet()}
        changed, _ = place(self.design, "rack", x, y, heading_deg=heading, **fields)
        rack = changed.variant.racks[-1]
        box = footprint(rack)
        if not self._stands_free(box, 0.0, rack.height_m):
            return None
        strips = [self._strip(rack, 0.3, rear=rear) for rear in (False, True)]
        clear = [
            self._inside(strip) and self._stands_free(strip, 0.0, rack.height_m, keep_aisles=False)
            for strip in strips
        ]
        if air and not all(clear):
            return None
        self.design = changed
        self.solids.append((box, 0.0, rack.height_m))
        self.aisles += [strip for strip, free in zip(strips, clear, strict=True) if free]
        self._count(load)
        return rack

    def _count(self, load: dict[str, object]) -> None:
        power = float(str(load.get("load_w", 0.0)))
        law = load.get("airflow", {})
        assert isinstance(law, dict)
        self.powers_w.append(power)
        per_kw = float(law.get("airflow_m3_s_kw", AIRFLOW_M3_S_KW))
        fixed = law.get("airflow_m3_s", power / 1e3 * per_kw)
        self.airflow_m3_s += float(np.mean(fixed))

    def _scattered(self, count: int) -> None:
        """Racks anywhere, turned anyhow, some of them against a wall."""
        hall = self.design.variant.hall
        for _ in range(count):
            size = self._rack_size()
            for _ in range(30):
                heading = 90.0 * int(self.rng.integers(4))
                x, y = self._between(0.0, hall.length_m), self._between(0.0, hall.width_m)
                turned = heading in (90.0, 270.0)
                dx = size["width_m" if turned else "depth_m"]
                dy = size["depth_m" if turned else "width_m"]
                if self._chance(0.3):
                    x = self._pick((dx / 2, hall.length_m - dx / 2))
                if self._chance(0.3):
                    y = self._pick((dy / 2, hall.width_m - dy / 2))
                if self._add_rack(x, y, heading, size, air=not self._chance(0.004)):
                    break

    def _rows(self, count: int) -> None:
        """Rows along x or y: aisles of many widths, back to back, contained or not."""
        hall = self.design.variant.hall
        along_x = self._chance(0.5)
        run, across = (hall.length_m, hall.width_m) if along_x else (hall.width_m, hall.length_m)
        size = self._rack_size()
        depth, pitch = size["depth_m"], size["width_m"]
        start = self._pick((0.0, 0.9, 1.5)) + self._between(0.0, 0.5)
        most = int((run - 2 * start) / pitch)
        per_row = max(1, min(most, math.ceil(count / max(1, int(across / 2.6)))))
        cold, hot = self._pick((0.4, 0.9, 1.2, 1.8, 2.4)), self._pick((0.35, 0.6, 1.2, 1.8))
        at = self._pick((0.35, 0.9, 1.8))
        contained = self._chance(0.5)
        left, row = count, 0
        while left > 0 and at + depth <= across:
            faces_on = row % 2 == 0
            heading = (90.0 if faces_on else 270.0) if along_x else (0.0 if faces_on else 180.0)
            placed = 0
            for n in range(min(per_row, left)):
                u, v = start + (n + 0.5) * pitch, at + depth / 2
                x, y = (u, v) if along_x else (v, u)
                tight = self._chance(0.004)
                placed += self._add_rack(x, y, heading, size, air=not tight) is not None
            left -= per_row
            if contained and faces_on and placed:
                end = start + min(per_row, left + per_row) * pitch
                self._contain(along_x, (start, end), at + depth, cold, size["height_m"])
            at += depth + (cold if faces_on else hot)
            row += 1

    def _contain(
        self, along_x: bool, run: tuple[float, float], at: float, aisle: float, top: float
    ) -> None:
        """Doors at the ends of an aisle and mostly a roof over it, alike in leakage."""
        hall = self.design.variant.hall
        across = hall.width_m if along_x else hall.length_m
        if at + aisle > across:
            return
        leak = self._pick((0.0, 0.01, 0.05, 0.3), (0.4, 1, 1, 1))
        middle, v = (run[0] + run[1]) / 2, at + aisle / 2
        heights = {"z_from_m": 0.0, "z_to_m": self._pick((top, min(top + 0.4, hall.height_m)))}
        for u in run:
            x, y = (u, v) if along_x else (v, u)
            heading = 0.0 if along_x else 90.0
            self._panel(x, y, heading_deg=heading, width_m=aisle, leak_fraction=leak, **heights)
        if self._chance(0.7):
            x, y = (middle, v) if along_x else (v, middle)
            length = run[1] - run[0]
            width, depth = (aisle, length) if along_x else (length, aisle)
            self._panel(
                x, y, orientation="horizontal", width_m=width, depth_m=depth, z_from_m=top,
                z_to_m=top, leak_fraction=leak,
            )  # fmt: skip

    def _loose_panels(self) -> None:
        """Panels that contain nothing."""
        hall = self.design.variant.hall
        for _ in range(int(self.rng.integers(1, 4))):
            x, y = self._between(0.0, hall.length_m), self._between(0.0, hall.width_m)
            z = self._between(0.0, 0.8 * hall.height_m)
            self._panel(
                x, y,
                heading_deg=90.0 * int(self.rng.integers(4)),
                orientation=self._word(("vertical", "horizontal")),
                width_m=self._log_between(0.3, 3.0), depth_m=self._log_between(0.3, 3.0),
                z_from_m=z, z_to_m=self._between(z + 0.1, hall.height_m),
                leak_fraction=self._pick((0.0, 0.05, 0.3)),
            )  # fmt: skip

    def _panel(self, x: float, y: float, **fields: object) -> None:
        changed, _ = place(self.design, "panel", x, y, **fields)
        box = footprint(changed.variant.panels[-1])
        if self._inside(box):
            self.design = changed

    # coolers and tiles

    def _reserve_walls(self) -> list[Cooler]:
        """Coolers at the walls, drawn before the racks so that there is room for them."""
        hall = self.design.variant.hall
        found: list[Cooler] = []
        area = hall.length_m * hall.width_m
        for _ in range(round(self._log_between(1.0, 1.0 + area / 30.0))):
            for _ in range(20):
                cooler = self._cooler()
                box = footprint(cooler)
                if self._stands_free(box, 0.0, cooler.height_m):
                    found.append(cooler)
                    self.solids.append((box, 0.0, cooler.height_m))
                    self._keep_free(cooler)
                    break
        return found

    def _keep_free(self, cooler: Cooler) -> None:
        if cooler.discharge == "front" or cooler.intake == "front":
            self.aisles.append(self._strip(cooler, 0.4))
        if cooler.intake == "rear":
            self.aisles.append(self._strip(cooler, 0.4, rear=True))

    def _cooler(self) -> Cooler:
        """A cooler of any type at a wall, facing the room; its airflow is set later."""
        hall = self.design.variant.hall
        discharges = ["front", "front", "top"] + ["underfloor"] * 4 * (hall.raised_floor_m > 0.0)
        intakes = ["top", "top", "rear", "front"] + ["ceiling_void"] * 3 * (hall.ceiling_void_m > 0)
        kind = self._word(("crah", "crac", "fan_wall", "in_row"))
        discharge, intake = self._word(discharges), self._word(intakes)
        if discharge == intake and not self._chance(0.05):
            intake = "rear"
        heading = 90.0 * int(self.rng.integers(4))
        short = min(hall.length_m, hall.width_m)
        depth = min(self._between(0.5, 1.1), short / 3)
        width = min(self._log_between(0.3, 3.0), short / 2)
        away = 0.5 if intake == "rear" else 0.0
        x, y = self._between(0.0, hall.length_m), self._between(0.0, hall.width_m)
        if heading in (0.0, 180.0):
            x = away + depth / 2 if heading == 0.0 else hall.length_m - away - depth / 2
        else:
            y = away + depth / 2 if heading == 90.0 else hall.width_m - away - depth / 2
        height = min(self._between(1.6, 2.3), hall.height_m - 0.3)
        part = {}
        if discharge == "front" and intake == "front":
            part = {"discharge_z_from_m": 0.0, "discharge_z_to_m": 0.4 * height}
        elif discharge == "front" and self._chance(0.3):
            part = {"discharge_z_from_m": 0.5 * height, "discharge_width_m": 0.8 * width}
        return Cooler.model_validate(
            {"id": "cooler-9999", "type": kind, "x_m": x, "y_m": y, "heading_deg": heading,
             "width_m": width, "depth_m": depth, "height_m": height, "discharge": discharge,
             "intake": intake, **part}
        )  # fmt: skip

    def _coolers(self, reserved: Sequence[Cooler]) -> None:
        """Give the reserved coolers airflow, set point and capacity, and place them."""
        share = self._pick((0.3, 0.7, 0.95, 1.0, 1.1, 1.4, 2.0), (1, 1, 2, 3, 4, 2, 1))
        supply = max(share * self.airflow_m3_s, self._pick((0.01, 0.1, 0.5)))
        areas = np.array([c.width_m for c in reserved])
        parts = areas / areas.sum() if len(reserved) else areas
        heat = sum(self.powers_w) + self.design.variant.hall.other_heat_w
        shares = self._capacities(parts)
        one_set_point = self._chance(0.6)
        common = self._between(13.0, 30.0)
        for n, cooler in enumerate(reserved):
            share = shares[n]
            capacity = None if share is None else max(share * heat, 100.0)
            fields = {
                name: value
                for name, value in cooler.__dict__.items()
                if name not in ("id", "x_m", "y_m")
            }
            fields["airflow_m3_s"] = supply * float(parts[n])
            fields["capacity_w"] = capacity
            fields["fan_power_w"] = self._pick((0.0, 1500.0)) if self._chance(0.7) else None
            fields["supply_temperature_c"] = common if one_set_point else self._between(13.0, 30.0)
            fields["running"] = n == 0 or not self._chance(0.05)
            self.design, _ = place(self.design, "cooler", cooler.x_m, cooler.y_m, **fields)

    def _capacities(self, parts: Sequence[float]) -> list[float | None]:
        """Capacity of each cooler over the hall's heat, ``None`` for unknown.

        Seldom all together are short; else some alone may be.
        """
        sized = self._word(("unknown", "ample", "ample", "uneven", "mixed", "uneven", "just"))
        if self._chance(0.03) or not len(parts):
            return [0.8 * float(part) for part in parts]
        if sized == "unknown":
            return [None] * len(parts)
        uneven = [0.6 if n % 2 == 0 else 1.6 for n in range(len(parts))]
        factors = uneven if sized in ("uneven", "mixed") else [1.5] * len(parts)
        shares = np.array(factors) * np.array(parts)
        shares *= 1.02 / shares.sum() if sized == "just" else max(1.0, 1.1 / shares.sum())
        if sized == "mixed":
            return [None if n % 2 else float(share) for n, share in enumerate(shares)]
        return [float(share) for share in shares]

    def _tiles(self) -> None:
        """Floor tiles mostly before racks, grilles mostly behind them, some anywhere."""
        hall = self.design.variant.hall
        coolers = self.design.variant.coolers
        blown = any(cooler.discharge == "underfloor" for cooler in coolers)
        drawn = any(cooler.intake == "ceiling_void" for cooler in coolers)
        for surface, exists, needed in (
            ("floor", hall.raised_floor_m > 0.0, blown),
            ("ceiling", hall.ceiling_void_m > 0.0, drawn),
        ):
            if not exists or not (needed or self._chance(0.3)):
                continue
            taken: list[Box] = []
            racks = [r for r in self.design.variant.racks if self._chance(0.8)]
            for rack in racks:
                ux, uy = direction(rack.heading_deg + (0.0 if surface == "floor" else 180.0))
                reach = rack.depth_m / 2 + 0.35
                self._tile(surface, rack.x_m + reach * ux, rack.y_m + reach * uy, taken)
            for _ in range(int(self.rng.integers(0, 6)) if taken else 8):
                x, y = self._between(0.0, hall.length_m), self._between(0.0, hall.width_m)
                self._tile(surface, x, y, taken)

    def _tile(self, surface: str, x: float, y: float, taken: list[Box]) -> None:
        if self._chance(0.7):  # on the 600 mm raster
            x, y = (math.floor(x / 0.6) + 0.5) * 0.6, (math.floor(y / 0.6) + 0.5) * 0.6
        box = (x - 0.3, y - 0.3, x + 0.3, y + 0.3)
        if not self._inside(box) or any(meet(box, t) for t in taken):
            return
        resistance: dict[str, object] = {"unit": self._word(("tile_25", "tile_56"))}
        if self._chance(0.5):
            resistance = {"open_fraction": self._between(0.1, 1.0)}
        self.design, _ = place(self.design, "tile", x, y, surface=surface, **resistance)
        taken.append(box)


def _fixed(airflow_m3_s: float) -> dict[str, object]:
    return {"law": "fixed", "airflow_m3_s": airflow_m3_s}
