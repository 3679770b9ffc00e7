"""The part of JSON Schema that our schemas use, so that tests need no further library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "boolean": bool,
    "integer": int,
}
KNOWN = {"$schema", "title", "description", "type", "additionalProperties", "required", "properties", "enum", "items"}
KNOWN |= {"pattern", "minimum", "maximum", "minLength"}


def schema_errors(value: Any, schema: dict[str, Any], place: str = "$") -> Iterator[str]:  # noqa: C901
    """Where a value breaks a schema; an unknown keyword in the schema is an error too."""
    if unknown := set(schema) - KNOWN:
        yield f"{place}: this checker does not know {unknown}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{place}: {value!r} is not one of {schema['enum']}"
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        yield f"{place}: {value!r} is no {kind}"
    elif isinstance(value, (int, float)):
        if not schema.get("minimum", value) <= value <= schema.get("maximum", value):
            yield f"{place}: {value} is out of range"
    elif isinstance(value, str):
        if not re.search(schema.get("pattern", ""), value) or len(value) < schema.get("minLength", 0):
            yield f"{place}: {value!r} is too short or does not match {schema.get('pattern')}"
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from schema_errors(item, schema.get("items", {}), f"{place}[{number}]")
    elif isinstance(value, dict):
        yield from _object_errors(value, schema, place)


def _object_errors(value: dict[str, Any], schema: dict[str, Any], place: str) -> Iterator[str]:
    properties = schema.get("properties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{place}: {name} is missing"
    for name, item in value.items():
        if name in properties:
            yield from schema_errors(item, properties[name], f"{place}.{name}")
        elif schema.get("additionalProperties", True) is False:
            yield f"{place}: {name} is not allowed"
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from schema_errors(item, schema["additionalProperties"], f"{place}.{name}")
