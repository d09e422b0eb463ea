"""The description of the API, as its page tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, NamedTuple

Schema = Mapping[str, Any]
FILTER = "x-filter"
PACE = ("limit", "cursor")


class Row(NamedTuple):
    """A parameter, or a member of a record. `shape` names another record in `record`."""

    name: str
    kind: str
    words: str
    shape: str
    record: str
    is_required: bool


class Fault(NamedTuple):
    status: str
    phrase: str
    words: str


@dataclass(frozen=True)
class Operation:
    name: str
    method: str
    path: str
    summary: str
    words: str
    takes_token: bool
    has_filters: bool
    parameters: list[Row]
    body: list[Row]
    answer: str


@dataclass(frozen=True)
class Described:
    """`operations` by what they are about; `filters` are what several have; `records` by name."""

    operations: dict[str, list[Operation]] = field(default_factory=dict)
    filters: list[Row] = field(default_factory=list)
    records: dict[str, list[Row]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def told(description: Schema) -> Described:
    found = Described(faults=_faults(description))
    schemas = description["components"]["schemas"]
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            of_its_sort = found.operations.setdefault(operation["tags"][0], [])
            of_its_sort.append(_operation(path, method, operation, schemas))
            if filters := [one for one in operation["parameters"] if FILTER in one]:
                found.filters[:] = [_parameter(one, schemas) for one in filters]
    for name in sorted({one for schema in _sent(description) for one in _refs(schema, schemas)}):
        found.records[name] = _members(schemas[name], schemas)
    return found


def _operation(path: str, method: str, operation: Schema, schemas: Schema) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        name=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        words=" ".join(operation.get("description", "").split()),
        takes_token={} not in operation["security"],
        has_filters=any(FILTER in one for one in operation["parameters"]),
        parameters=[
            _parameter(one, schemas) for one in operation["parameters"] if not _is_common(one)
        ],
        body=_members(schemas[_ref(body["schema"])], schemas) if body else [],
        answer=_answer(operation["responses"]),
    )


def _is_common(parameter: Schema) -> bool:
    """Whether the page says it once for all: filters, paging, what stands in the path anyway."""
    is_named = parameter["in"] == "path" or parameter["name"] in PACE
    return is_named or FILTER in parameter


def _parameter(parameter: Schema, schemas: Schema) -> Row:
    shape, record = _shape(parameter["schema"], schemas)
    words = parameter.get("description", "")
    return Row(parameter["name"], parameter["in"], words, shape, record, parameter["required"])


def _answer(responses: Schema) -> str:
    """The record that one gets, if all is well."""
    well = next(responses[status] for status in ("200", "201") if status in responses)
    return _ref(well["content"]["application/json"]["schema"])


def _faults(description: Schema) -> list[Fault]:
    """All that any operation may answer instead."""
    found = {
        status: response["description"]
        for operations in description["paths"].values()
        for operation in operations.values()
        for status, response in operation["responses"].items()
        if status >= "400"
    }
    return [
        Fault(status, HTTPStatus(int(status)).phrase, found[status]) for status in sorted(found)
    ]


def _members(schema: Schema, schemas: Schema) -> list[Row]:
    required = schema.get("required", ())
    return [
        Row(name, "", one.get("description", ""), *_shape(one, schemas), name in required)
        for name, one in schema.get("properties", {}).items()
    ]


def _shape(schema: Schema, schemas: Schema) -> tuple[str, str]:
    """What kind of value it is, in words; and the record it is one of, or a list of."""
    if record := _ref(schema):
        is_choice = "enum" in schemas[record]
        return _shape(schemas[record], schemas) if is_choice else (record, record)
    if "enum" in schema:
        return ", ".join(str(value) or "“”" for value in schema["enum"]), ""
    if "const" in schema:
        return str(schema["const"]), ""
    if several := schema.get("anyOf") or schema.get("allOf"):
        shapes = [_shape(one, schemas) for one in several]
        records = [record for _, record in shapes if record]
        return " or ".join(shape for shape, _ in shapes), records[0] if records else ""
    if schema.get("type") == "array":
        shape, record = _shape(schema["items"], schemas)
        return f"list of {shape}", record
    return schema.get("format") or schema.get("type", "anything"), ""


def _ref(schema: Schema) -> str:
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _sent(description: Schema) -> Iterator[Schema]:
    """What goes out, and what is within that which comes in."""
    schemas = description["components"]["schemas"]
    for operations in description["paths"].values():
        for operation in operations.values():
            for response in operation["responses"].values():
                for content in response.get("content", {}).values():
                    yield content["schema"]
            for content in operation.get("requestBody", {}).get("content", {}).values():
                yield schemas[_ref(content["schema"])]


def _refs(schema: Any, schemas: Schema, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The records that have members, which a value is made of."""
    if isinstance(schema, Mapping):
        name = _ref(schema)
        if name and name not in seen:
            if "properties" in schemas[name]:
                yield name
            yield from _refs(schemas[name], schemas, seen | {name})
        for part in schema.values():
            yield from _refs(part, schemas, seen)
    elif isinstance(schema, list):
        for part in schema:
            yield from _refs(part, schemas, seen)
