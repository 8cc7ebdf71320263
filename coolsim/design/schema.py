"""The published JSON Schema of design files, and looking things up in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from coolsim.design.models import VERSION, Design

SCHEMA_NAME = f"design-{VERSION}.schema.json"


def schema_text() -> str:
    """The text of the published schema file."""
    return json.dumps(design_schema(), indent=2, ensure_ascii=False) + "\n"


@cache
def design_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a design file, generated from the records."""
    schema = Design.model_json_schema()
    schema["required"] = ["format", "version", "variants"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"CoolSim design file, version {VERSION}",
    }


def known_keys(location: Sequence[str | int]) -> tuple[str, ...]:
    """Keys that an object at a place in the file may have; empty where anything goes.

    Args:
        location: Keys and indices from the top, such as ``("variants", 0, "racks", 3)``.
    """
    schema = design_schema()
    nodes = [schema]
    for step in location:
        nodes = [
            child
            for node in nodes
            for option in _options(node, schema)
            if (child := _child(option, step)) is not None
        ]
    keys = [
        key
        for node in nodes
        for option in _options(node, schema)
        for key in option.get("properties", {})
    ]
    return tuple(dict.fromkeys(keys))


def _options(node: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    """A schema node with references followed and alternatives spread out."""
    if "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        return _options(schema["$defs"][name], schema)
    found: list[dict[str, Any]] = []
    for word in ("anyOf", "oneOf"):
        for alternative in node.get(word, ()):
            found += _options(alternative, schema)
    return found or [node]


def _child(node: dict[str, Any], step: str | int) -> dict[str, Any] | None:
    if isinstance(step, int):
        child = node.get("items")
    else:
        child = node.get("properties", {}).get(step, node.get("additionalProperties"))
    return child if isinstance(child, dict) else None
