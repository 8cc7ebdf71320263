"""What differs between two designs, as JSON: how an edit travels to another process.

Writing and reading a hall of hundreds of racks takes longer than answering the edit of one. And
whoever keeps the objects of the former design sees by identity what an edit left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from coolsim.design.base import Record
from coolsim.errors import DesignFileError, Problem

Change = dict[str, Any]
R = TypeVar("R", bound=Record)


def difference(former: Record, record: Record) -> Change:
    """What turns ``former`` into ``record``, by field: plain JSON values.

    A field says ``to`` (its new value), ``in`` (what differs in the record it holds) or ``at`` (the
    same of some members of a list that kept its length, by index). Objects that both share are not
    looked into, so the difference of an edit costs next to nothing.

    Args:
        former: A design or a part of one.
        record: Another one of the same type.
    """
    change: Change = {}
    for name in type(record).model_fields:
        before, after = getattr(former, name), getattr(record, name)
        if before is after or (type(before) is float and repr(before) == repr(after)):
            continue
        if _are_records((before,), (after,)):
            inner = difference(before, after)
            if inner:
                change[name] = {"in": inner}
        elif isinstance(before, tuple) and isinstance(after, tuple) and _are_records(before, after):
            members = {
                str(index): difference(one, other)
                for index, (one, other) in enumerate(zip(before, after, strict=True))
                if one is not other
            }
            if any(members.values()):
                change[name] = {"at": {key: inner for key, inner in members.items() if inner}}
        else:
            change[name] = {"to": record.model_dump(mode="json", include={name})[name]}
    return change


def changed(former: R, change: Mapping[str, Any]) -> R:
    """The record that :func:`difference` compared ``former`` with, as valid as one from a file.

    What the change does not name stays the same object.

    Raises:
        DesignFileError: The change is of another record, or its outcome is no valid one.
    """
    try:
        return _changed(former, change)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise _unfit(".".join(map(str, first["loc"])), str(first["msg"])) from None
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise _unfit("change", f"does not fit ({error!r})") from None


def _changed(former: R, change: Mapping[str, Any]) -> R:
    values = {name: getattr(former, name) for name in type(former).model_fields}
    for name, told in change.items():
        before = values[name]
        if "to" in told:
            values[name] = told["to"]
        elif "in" in told:
            values[name] = _changed(before, told["in"])
        else:
            members = list(before)
            for index, inner in told["at"].items():
                members[int(index)] = _changed(members[int(index)], inner)
            values[name] = tuple(members)
    return type(former).model_validate(values)


def _are_records(before: tuple[object, ...], after: tuple[object, ...]) -> bool:
    """Whether both hold as many records, each of the type of its counterpart, and hold any."""
    return bool(before) and len(before) == len(after) and all(
        one is other or (isinstance(one, Record) and type(one) is type(other))
        for one, other in zip(before, after, strict=True)
    )  # fmt: skip


def _unfit(where: str, why: str) -> DesignFileError:
    return DesignFileError(
        f"The change of the design does not fit: {why}.",
        where=where,
        remedy="Send the whole design.",
        problems=(Problem(where, why),),
    )
