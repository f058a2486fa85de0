"""Holds a reply against botocore's model of the operation: members, types, enums, lengths, ranges, patterns."""

import datetime
import re
from typing import Any, NamedTuple

from botocore.model import Shape

TYPES = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "character": str,
    "integer": int,
    "long": int,
    "float": (int, float),
    "double": (int, float),
    "boolean": bool,
    "timestamp": datetime.datetime,
}
# Java's classes of characters, which Python has not, near enough for what is answered here.
CLASSES = {
    r"\p{L}": r"\w",
    r"\p{M}": "\u0300-\u036f",
    r"\p{N}": r"\d",
    r"\p{P}": "!-/:-@[-`{-~",
    r"\p{S}": "$+<=>^`|~",
    r"\p{Z}": r"\s",
}
class Violation(NamedTuple):
    """As AWS writes it: the place, `userPool.schemaAttributes.3.member.name`, and what Organizations calls the reason."""

    path: str
    reason: str
    why: str


def violations(shape: Shape | None, value: Any, path: str = "") -> list[Violation]:
    """What the model does not allow of what botocore read."""
    if shape is None:
        return []
    kind = TYPES.get(shape.type_name)
    # IAM's policy documents are texts on the wire, and botocore reads them.
    if kind is str and isinstance(value, dict):
        return []
    if kind and not isinstance(value, kind):
        return [Violation(path, "INVALID_TYPE", f"{type(value).__name__}, in the model {shape.type_name}")]
    absent = shape.required_members if shape.type_name == "structure" else []
    return [
        *(Violation(path, reason, why) for reason, why in limits(shape, value)),
        *(Violation(join(path, name), "INPUT_REQUIRED", "absent") for name in absent if name not in value),
        *(found for member, each, name in members(shape, value) for found in violations(member, each, join(path, name))),
    ]


def strays(shape: Shape | None, raw: Any, path: str = "") -> list[Violation]:
    """Members of a JSON body that the model has not, which botocore drops without a word."""
    if shape is None or not isinstance(raw, (dict, list)) or getattr(shape, "is_document_type", False):
        return []
    unknown = [name for name in raw if name not in shape.members] if shape.type_name == "structure" else []
    return [
        *(Violation(join(path, name), "UNKNOWN_MEMBER", "not in the model") for name in unknown),
        *(found for member, each, name in members(shape, raw) for found in strays(member, each, join(path, name))),
    ]


def members(shape: Shape, value: Any) -> list[tuple[Shape, Any, str]]:
    if shape.type_name == "structure":
        return [(member, value[name], name) for name, member in shape.members.items() if name in value]
    if shape.type_name == "list":
        return [(shape.member, each, f"{place}.member") for place, each in enumerate(value, 1)]
    if shape.type_name == "map":
        return [*((shape.key, key, "key") for key in value), *((shape.value, each, f"{key}.member") for key, each in value.items())]
    return []


def join(path: str, name: str) -> str:
    name = name[:1].lower() + name[1:]
    return f"{path}.{name}" if path else name


def limits(shape: Shape, value: Any) -> list[tuple[str, str]]:
    known = shape.metadata
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    size = value if is_number else len(value) if isinstance(value, (str, list, dict, bytes)) else None
    what = "VALUE" if is_number else "LENGTH"
    wrong = []
    if size is not None and size < known.get("min", size):
        wrong.append((f"MIN_{what}_EXCEEDED", f"{size}, at least {known['min']}"))
    if size is not None and size > known.get("max", size):
        wrong.append((f"MAX_{what}_EXCEEDED", f"{size}, at most {known['max']}"))
    if value not in known.get("enum", [value]):
        wrong.append(("INVALID_ENUM", f"{value!r}, none of {', '.join(known['enum'])}"))
    if not matches(known.get("pattern"), value):
        wrong.append(("INVALID_PATTERN", f"{value!r} does not match {known['pattern']}"))
    return wrong


def matches(pattern: str | None, value: Any) -> bool:
    if pattern is None or not isinstance(value, str):
        return True
    for java, python in CLASSES.items():
        pattern = pattern.replace(java, python)
    return re.fullmatch(pattern, value) is not None
