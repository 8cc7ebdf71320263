"""Whose report it is: a company's name and its logo, checked before anything is solved."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from coolsim.errors import ReportError
from coolsim.report.text import clean

_MOST_BYTES = 8_000_000
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
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ReportError(
            f"The logo cannot be read: {error.strerror or error}.",
            where=str(path),
            remedy="Check the path.",
        ) from None
    if len(content) > _MOST_BYTES:
        raise ReportError(
            f"The logo has more than {_MOST_BYTES // 1_000_000} MB.",
            where=str(path),
            remedy="Save it with fewer pixels.",
        )
    logo = Logo(_kind(path, content), content)
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
