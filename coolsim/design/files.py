"""Reading, writing and fingerprinting design files.

A file is UTF-8 JSON. Reading lists every error of a bad file with its place; writing replaces the
old file only when the new one is complete on disk.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from coolsim.bounded import read_bounded
from coolsim.design import integrity, jsontext
from coolsim.design.atomic import Writer, replace_file, write_bytes
from coolsim.design.messages import problems, shown
from coolsim.design.migrations import migrate
from coolsim.design.models import FORMAT, UNCOUNTED, VERSION, Design
from coolsim.errors import DesignFileError, Problem, SaveError

SUFFIX = ".coolsim"
MAX_BYTES = 64 * 1024 * 1024
"""Largest file that is read; a hall of 10,000 objects takes about 5 MB."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was read or written, to notice when another program changes it.

    Attributes:
        modified_ns: Time of last change [ns].
        size: Length in bytes.
        sha256: Hash of the content, hex.
    """

    modified_ns: int
    size: int
    sha256: str


def load(path: str | os.PathLike[str]) -> Design:
    """Read a design file of this or an older version.

    Raises:
        DesignFileError: With all problems found, each with its place.
    """
    where = Path(path)
    return loads(_decode(_read(where), where), str(where))


def loads(text: str, where: str = "") -> Design:
    """Read a design from JSON text; see :func:`load`.

    Args:
        text: The content of a design file.
        where: What to call it in messages.

    Raises:
        DesignFileError: With all problems found.
    """
    try:
        data = jsontext.parse(text)
    except jsontext.JsonTextError as error:
        raise _syntax_error(error, where) from None
    version = _version(data, where)
    if version != VERSION:
        data = migrate(_as_object(data), version)
        text = json.dumps(data)
    return _validated(text, data, where)


def from_object(data: Mapping[str, Any], where: str = "") -> Design:
    """Read a design from an already parsed JSON object; see :func:`load`.

    Raises:
        DesignFileError: With all problems found.
    """
    try:
        text = json.dumps(data, allow_nan=False)
    except (ValueError, TypeError, RecursionError) as error:
        raise _single(f"not a JSON object ({error})", where) from None
    return loads(text, where)


def to_object(design: Design) -> dict[str, Any]:
    """A design as the JSON object that is stored: no ``None``, no empty lists or objects."""
    dumped = design.model_dump(mode="json", exclude_none=True, exclude={"catalogue"})
    stored: dict[str, Any] = {}
    for key in type(design).model_fields:
        if key == "catalogue" and design.catalogue:
            stored[key] = design.catalogue  # an entry's own empty values are part of it
        elif key in dumped and (value := _stored(dumped[key])) not in ({}, []):
            stored[key] = value
    return stored


def dumps(design: Design) -> str:
    """The text of a design file: readable, stable, one key per line where objects are long.

    Every figure is written, also where it equals today's default, so that a file keeps its meaning
    when defaults change. Lengths carry at most 0.1 mm.

    Raises:
        SaveError: If an own catalogue entry holds what JSON cannot.
    """
    broken = integrity.problems(design)
    if broken:
        raise SaveError(
            f"The design cannot be saved: {broken[0].message}.",
            where=broken[0].path,
            remedy="Mend it and save again.",
        )
    return jsontext.dumps(to_object(design))


def save(design: Design, path: str | os.PathLike[str], *, write: Writer = write_bytes) -> Stamp:
    """Write a design file; what stood there before stays whole until the new one is complete.

    Args:
        design: What to write.
        path: Where to; an existing file is replaced and keeps its mode.
        write: Writes the bytes; tests inject one that fails.

    Returns:
        The stamp of the file written, for :func:`changed_outside`.

    Raises:
        SaveError: If it could not be written; the old file is untouched.
    """
    target = Path(path)
    try:
        data = dumps(design).encode("utf-8")
    except UnicodeEncodeError:
        raise SaveError(
            "The design cannot be saved: a text holds characters that are not valid Unicode.",
            where=str(target),
            remedy="Type the names and notes that were pasted anew.",
        ) from None
    replace_file(target, data, write=write)
    return _stamp_of(target, data)


def stamp(path: str | os.PathLike[str]) -> Stamp:
    """The stamp of a file as it is now.

    Raises:
        DesignFileError: If it cannot be read.
    """
    where = Path(path)
    return _stamp_of(where, _read(where))


def changed_outside(path: str | os.PathLike[str], known: Stamp) -> bool:
    """Whether a file's content is no longer what ``known`` describes (also when it is gone).

    Reads the content only if time or size differ, so it is cheap to ask often.
    """
    where = Path(path)
    try:
        found = where.stat()
        if (found.st_mtime_ns, found.st_size) == (known.modified_ns, known.size):
            return False
        return found.st_size != known.size or _sha256(where.read_bytes()) != known.sha256
    except OSError:
        return True


def design_hash(design: Design, variant_id: str | None = None) -> str:
    """Fingerprint of everything an answer depends on: 16 hex digits.

    Covers one variant (the active one unless named), names and ids included, and the design's own
    catalogue entries; not the project text, the other variants, nor notes, dimensions, background
    and scenarios that are not in force.

    Raises:
        KeyError: If there is no such variant.
    """
    wanted = variant_id or design.active_variant
    for variant in design.variants:
        if variant.id == wanted:
            break
    else:
        raise KeyError(wanted)
    # Records dump in the order of their fields, so their text is canonical as it is.
    digest = hashlib.sha256(variant.model_dump_json(exclude=set(UNCOUNTED)).encode("utf-8"))
    digest.update(json.dumps(design.catalogue, sort_keys=True).encode("ascii"))
    return digest.hexdigest()[:16]


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise DesignFileError(
                "This is a folder, not a design file.",
                where=str(path),
                remedy=f"Name a {SUFFIX} file in it.",
            )
        return read_bounded(path, MAX_BYTES)
    except FileNotFoundError:
        raise DesignFileError(
            "There is no such file.", where=str(path), remedy="Check the name and the folder."
        ) from None
    except PermissionError:
        raise DesignFileError(
            "No permission to read this file.",
            where=str(path),
            remedy="Ask its owner, or copy it to a folder of your own.",
        ) from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno == errno.EFBIG:
            raise DesignFileError(
                f"The file is too large for a design: {error.strerror}.",
                where=str(path),
                remedy="Check that it is the right file.",
            ) from None
        raise DesignFileError(
            f"The file cannot be read ({error}).", where=str(path), remedy="Check the disk."
        ) from None


def _decode(data: bytes, path: Path) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise DesignFileError(
            "The file is UTF-16 text; design files are UTF-8.",
            where=str(path),
            remedy="Save it as UTF-8 in your editor.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DesignFileError(
            f"The file is not UTF-8 text (byte {error.start + 1}, line {line}).",
            where=str(path),
            remedy="Check that it is a design file, or save it as UTF-8 in your editor.",
        ) from None


def _syntax_error(error: jsontext.JsonTextError, where: str) -> DesignFileError:
    place = f"line {error.line}, column {error.column}"
    return DesignFileError(
        f"Not a design file: {error.message} ({place}).",
        where=where,
        remedy="Mend the file in a text editor, or take an earlier copy.",
        problems=(Problem(place, error.message),),
    )


def _single(message: str, where: str, remedy: str = "", path: str = "(top)") -> DesignFileError:
    text = f"{message[:1].upper()}{message[1:]}."
    return DesignFileError(text, where=where, remedy=remedy, problems=(Problem(path, message),))


def _as_object(data: object) -> dict[str, object]:
    assert isinstance(data, dict)
    return data


def _version(data: object, where: str) -> int:
    """The format version of a document, after checking that it is one."""
    if not isinstance(data, dict):
        raise _single(f"a design file holds one object; found {shown(data)}", where)
    if data.get("format") != FORMAT:
        found = f'; "format" is {shown(data["format"])}' if "format" in data else ""
        raise _single(
            f'not a CoolSim design: "format" must be "{FORMAT}"{found}',
            where,
            "Check that it is the right file.",
            "format",
        )
    version = data.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        raise _single(
            f'"version" must be a whole number from 0 to {VERSION}; found {shown(version)}',
            where,
            path="version",
        )
    if version > VERSION:
        raise _single(
            f"the file has format version {version}; this program reads up to {VERSION}",
            where,
            "Open it with a newer CoolSim.",
            "version",
        )
    return version


def _validated(text: str, data: object, where: str) -> Design:
    try:
        design = Design.model_validate_json(text, strict=True)
    except ValidationError as error:
        entries = error.errors(include_url=False)
        if entries[0]["type"] == "json_invalid":
            raise _unreadable(text, str(entries[0]["msg"]), where) from None
        raise _invalid([*_no_variants(data), *problems(entries, data)], where) from None
    broken = [*_no_variants(data), *integrity.problems(design)]
    if broken:
        raise _invalid(broken, where)
    return design


def _no_variants(data: object) -> list[Problem]:
    """The records can do without a list of variants, a file cannot: it would be an empty hall."""
    has_variants = isinstance(data, dict) and "variants" in data
    return [] if has_variants else [Problem("(top)", '"variants" is missing')]


def _unreadable(text: str, message: str, where: str) -> DesignFileError:
    """The stricter reader's complaint: nesting too deep, or text that is not valid Unicode."""
    place = re.search(r"(.*) at line (\d+) column (\d+)$", message.removeprefix("Invalid JSON: "))
    if place is None or "recursion" in message:
        return _syntax_error(jsontext.locate(text), where)
    words, line, column = place.groups()
    if "hex escape" in words:
        words = "a character escape (\\u....) is not valid"
    return _syntax_error(jsontext.JsonTextError(words, int(line), int(column)), where)


def _invalid(found: list[Problem], where: str) -> DesignFileError:
    first = f"{found[0].path}: {found[0].message}"
    count = len(found)
    message = f"{first}." if count == 1 else f"{count} errors in the design; the first: {first}."
    return DesignFileError(
        message,
        where=where,
        remedy="Mend the file in a text editor, or take an earlier copy.",
        problems=tuple(found),
    )


def _stored(value: object) -> object:
    """A dumped record without empty lists and objects (what is absent reads back as empty)."""
    if isinstance(value, dict):
        parts = {key: _stored(part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if part not in ({}, [])}
    if isinstance(value, list):
        return [_stored(part) for part in value]
    return value


def _stamp_of(path: Path, data: bytes) -> Stamp:
    try:
        modified = path.stat().st_mtime_ns
    except OSError:
        modified = 0
    return Stamp(modified, len(data), _sha256(data))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
