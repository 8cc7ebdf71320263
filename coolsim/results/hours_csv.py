"""The hours of a year as a CSV file, for spreadsheets and scripts."""

from __future__ import annotations

import math
from pathlib import Path

from coolsim.design.atomic import replace_file
from coolsim.errors import SaveError
from coolsim.results.year import YearResults


def write_hours(results: YearResults, path: Path, *, force: bool = False) -> Path:
    """Write one row per hour, one column per figure; numbers as Python writes them, so exactly.

    The first row names the columns, units at their ends. A value that is not known stays empty.
    The sums of the power columns over the rows, over 1000, are the energies of the year.

    Args:
        results: The year.
        path: The file.
        force: Whether a file that exists may be replaced.

    Raises:
        SaveError: The file exists, or cannot be written; nothing is changed then.
    """
    refuse_existing(path, force=force)
    names = list(results.hourly)
    rows = zip(*results.hourly.values(), strict=True)
    lines = [",".join(names), *(",".join(map(_cell, row)) for row in rows)]
    replace_file(path, ("\n".join(lines) + "\n").encode())
    return path


def refuse_existing(path: Path, *, force: bool) -> None:
    """Refuse to replace a file without being told to, before anything is computed.

    Raises:
        SaveError: There is one.
    """
    if path.exists() and not force:
        raise SaveError(
            "The file exists.", where=str(path), remedy="Choose another name, or give --force."
        )


def _cell(value: float) -> str:
    return "" if math.isnan(value) else repr(value)
