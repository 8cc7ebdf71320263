"""Which parts of a design the solved hall of a year depends on."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from coolsim.design.models import UNCOUNTED, Design

_ASIDE: dict[str, Any] = {
    "plant": True,
    "site": {"name", "climate", "weather_file", "design_dry_bulb_c", "design_wet_bulb_c"},
    "power": {"grid_cap_w", "hall_cap_w"},
    **dict.fromkeys(UNCOUNTED, True),
}
"""Parts of a variant that the solved hall does not depend on."""


def hall_key(design: Design) -> str:
    """Tells two solved halls apart.

    Designs of one key differ at most in machines and what they serve, site, prices, load through
    the year and the like.
    """
    variant = design.variant
    hall = variant.model_dump_json(exclude=_ASIDE)
    own = design.model_dump_json(include={"catalogue"})
    return sha256(f"{hall}{own}".encode()).hexdigest()[:16]
