"""Exceptions of CoolSim: each says what happened, where, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


class CoolSimError(Exception):
    """A failure the user can act on.

    Args:
        message: What happened, one sentence.
        where: The place: a file, a path inside it, an object id, a flag.
        remedy: What the user can do about it.

    Attributes:
        marked, marked_remedy: Message and remedy with their numbers marked, for readers of other
            units; empty where :func:`coolsim.sentences.told` found no number.
    """

    exit_code = 2
    marked = ""
    marked_remedy = ""

    def __init__(self, message: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text} {self.remedy}" if self.remedy else text


class UsageError(CoolSimError):
    """A wrong command, flag or argument."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One error at one place of an input file.

    Attributes:
        path: Where in the file, such as ``variants[0].racks[3].width_m``.
        message: What is wrong there, with the value that was found.
    """

    path: str
    message: str


class DesignFileError(CoolSimError):
    """A design file that cannot be read; carries *all* problems found in it."""

    def __init__(
        self, message: str, *, where: str = "", remedy: str = "", problems: tuple[Problem, ...] = ()
    ) -> None:
        super().__init__(message, where=where, remedy=remedy)
        self.problems = problems


class SaveError(CoolSimError):
    """A file that could not be written; whatever stood there before is untouched."""


class CatalogueError(CoolSimError):
    """A catalogue entry that is missing or malformed."""


class PrecisionError(CoolSimError):
    """Rates of different precision or sparsity that were to meet, or a precision unknown."""


class EditError(CoolSimError):
    """An edit that cannot be carried out; the design is unchanged."""


class SolveError(CoolSimError):
    """A case that cannot be solved as drawn, for a reason the user can mend."""


class ReportError(CoolSimError):
    """A report that could not be made."""


class ExportError(CoolSimError):
    """A hall that cannot be written in another program's form, or an answer of it not read."""


class ImportFileError(CoolSimError):
    """A file of another program that cannot be read, or holds nothing that can be used."""
