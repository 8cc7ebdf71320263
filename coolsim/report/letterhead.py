"""Whose report it is: a company's name and its logo, checked before anything is solved."""

from __future__ import annotations

import base64
import re
import struct
import tempfile
from dataclasses import dataclass
from pathlib import Path

from coolsim.bounded import read_bounded
from coolsim.errors import ReportError
from coolsim.report.text import clean

_MOST_BYTES = 8_000_000
_MOST_PIXELS = 40_000_000
_EMBEDDED = re.compile(rb"base64,([A-Za-z0-9+/\s]+)")
_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
"""Markers of a JPEG after which its height and width stand."""
_KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_TRIAL = (
    '#set page(width: auto, height: auto)\n#image(sys.inputs.file, alt: "logo", height: 14mm)\n'
)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture the report can set.

    Attributes:
        kind: ``png``, ``jpg`` or ``svg``; the ending of its file.
        content: The file's bytes.
    """

    kind: str
    content: bytes

    @property
    def file(self) -> str:
        """Its name beside the template."""
        return f"logo.{self.kind}"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands above the report.

    Attributes:
        company: Name of the company; "" for none.
        logo: Its logo; ``None`` for none.
    """

    company: str = ""
    logo: Logo | None = None


NO_LETTERHEAD = Letterhead()


def read_logo(path: Path) -> Logo:
    """Read a logo and try whether it can be set.

    Raises:
        ReportError: The file cannot be read, is too large, or holds no PNG, JPEG or SVG picture.
    """
    try:
        content = read_bounded(path, _MOST_BYTES)
    except OSError as error:
        raise ReportError(
            f"The logo cannot be read: {error.strerror or error}.",
            where=str(path),
            remedy="Check the path, or save the picture with fewer pixels.",
        ) from None
    logo = Logo(_kind(path, content), content)
    _require_pixels(logo, path)
    _try(logo, path)
    return logo


def _kind(path: Path, content: bytes) -> str:
    """What the bytes are, whatever the name says."""
    for start, kind in _KINDS:
        if content.startswith(start):
            return kind
    if b"<svg" in content[:4096]:
        return "svg"
    raise ReportError(
        "The logo is no PNG, JPEG or SVG picture.",
        where=str(path),
        remedy="Save the picture in one of these formats.",
    )


def _require_pixels(logo: Logo, path: Path) -> None:
    """Refuse a picture that would take gigabytes once it is unpacked, also one inside an SVG."""
    parts = [logo.content]
    if logo.kind == "svg":
        parts = [_unpacked(part) for part in _EMBEDDED.findall(logo.content)]
    most = max((_pixels(part) for part in parts), default=0)
    if most > _MOST_PIXELS:
        raise ReportError(
            f"The logo has {most / 1e6:,.0f} million pixels, over {_MOST_PIXELS / 1e6:.0f}.",
            where=str(path),
            remedy="Save it with fewer pixels.",
        )


def _unpacked(part: bytes) -> bytes:
    words = b"".join(part.split())
    return base64.b64decode(words[: len(words) // 4 * 4])


def _pixels(content: bytes) -> int:
    """Width times height as the head of a PNG or JPEG says; zero where it says none."""
    if content.startswith(_KINDS[0][0]) and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return int(width) * int(height)
    at = 2 if content.startswith(_KINDS[1][0]) else len(content)
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(width) * int(height)
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return 0


def _try(logo: Logo, path: Path) -> None:
    import typst

    with tempfile.TemporaryDirectory(prefix="coolsim-logo-") as folder:
        root = Path(folder)
        (root / logo.file).write_bytes(logo.content)
        (root / "logo.typ").write_text(_TRIAL, "utf-8")
        try:
            typst.compile(
                root / "logo.typ", root=root, sys_inputs={"file": logo.file}, format="pdf",
                ignore_system_fonts=True,
            )  # fmt: skip
        except typst.TypstError as error:
            reason = clean(str(error).splitlines()[0])[:200]
            raise ReportError(
                f"The logo is broken: {reason}.",
                where=str(path),
                remedy="Open it in a picture program and save it anew.",
            ) from None
