"""Wording shared by the checks: names, lists, and one finding for many objects alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from coolsim.design.models import Item
from coolsim.results.records import Finding

Severity = Literal["error", "warning", "note"]
_NAMED = 3


def named(items: Sequence[Item]) -> str:
    """Return names for a sentence: ``A1``, ``A1 and A2``, ``A1, A2, A3 and 5 more``."""
    return shortened([item.label for item in items])


def shortened(words: Sequence[str]) -> str:
    """Return an enumeration that ends after three words: ``A1, A2, A3 and 5 more``."""
    rest = len(words) - _NAMED
    if rest > 0:
        return f"{', '.join(words[:_NAMED])} and {rest} more"
    return joined(words)


def joined(words: Sequence[str]) -> str:
    """Return words as an enumeration with a final "and"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def finding(
    code: str, severity: Severity, items: Iterable[Item], message: str, hint: str = ""
) -> Finding:
    """Return a finding about objects; numbers of the message are :func:`quantity` marks."""
    return Finding(code, severity, tuple(item.id for item in items), message, hint)
