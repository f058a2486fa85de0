"""Holds a reply against botocore's model of the operation: members, types, enums, lengths, ranges, patterns."""

import datetime
import re
from typing import Any

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
# What AWS answers though its model does not allow it, by the member's name and what is wrong.
QUIRKS = {
    # API reference of DynamoDB, BatchWriteItem: "an empty UnprocessedItems map"; BatchGetItem likewise.
    ("UnprocessedItems", "0, at least 1"),
    ("UnprocessedKeys", "0, at least 1"),
    # API reference of DynamoDB, CreateTable, the examples.
    ("NumberOfDecreasesToday", "0, at least 1"),
    # Developer guide of Amazon Cognito, "Standard attributes": phone_number_verified.
    ("Name", "21, at most 20"),
    # Described for a domain without a certificate: {} (CLI reference, describe-user-pool-domain).
    ("CertificateArn", "absent, though required"),
}


def violations(shape: Shape | None, value: Any, path: str = "") -> list[str]:
    """What the model does not allow of what botocore read, in words."""
    if shape is None:
        return []
    kind = TYPES.get(shape.type_name)
    # IAM's policy documents are texts on the wire, and botocore reads them.
    if kind is str and isinstance(value, dict):
        return []
    if kind and not isinstance(value, kind):
        return [f"{path}: {type(value).__name__}, in the model {shape.type_name}"]
    here = [(path, why) for why in limits(shape, value)]
    if shape.type_name == "structure":
        here += [(join(path, name), "absent, though required") for name in shape.required_members if name not in value]
    said = [f"{place or 'the answer'}: {why}" for place, why in here if (place.split(".")[-1], why) not in QUIRKS]
    return said + [why for member, each, name in members(shape, value) for why in violations(member, each, join(path, name))]


def strays(shape: Shape | None, raw: Any, path: str = "") -> list[str]:
    """Members of a JSON body that the model has not, which botocore drops without a word."""
    if shape is None or not isinstance(raw, (dict, list)) or getattr(shape, "is_document_type", False):
        return []
    here = [f"{join(path, name)}: not in the model" for name in raw if name not in shape.members] if shape.type_name == "structure" else []
    return here + [why for member, each, name in members(shape, raw) for why in strays(member, each, join(path, name))]


def members(shape: Shape, value: Any) -> list[tuple[Shape, Any, str]]:
    if shape.type_name == "structure":
        return [(member, value[name], name) for name, member in shape.members.items() if name in value]
    if shape.type_name == "list":
        return [(shape.member, each, str(place)) for place, each in enumerate(value)]
    if shape.type_name == "map":
        return [(shape.value, each, key) for key, each in value.items()] + [(shape.key, key, key) for key in value]
    return []


def join(path: str, name: str) -> str:
    return f"{path}.{name}".lstrip(".")


def limits(shape: Shape, value: Any) -> list[str]:
    known = shape.metadata
    size = len(value) if isinstance(value, (str, list, dict, bytes)) else value
    is_sized = isinstance(size, (int, float)) and not isinstance(size, bool)
    return [
        *([f"{value!r}, none of {', '.join(known['enum'])}"] if "enum" in known and value not in known["enum"] else []),
        *([f"{size}, at least {known['min']}"] if is_sized and size < known.get("min", size) else []),
        *([f"{size}, at most {known['max']}"] if is_sized and size > known.get("max", size) else []),
        *([f"{value!r} does not match {known['pattern']}"] if not matches(known.get("pattern"), value) else []),
    ]


def matches(pattern: str | None, value: Any) -> bool:
    if pattern is None or not isinstance(value, str):
        return True
    for java, python in CLASSES.items():
        pattern = pattern.replace(java, python)
    return re.fullmatch(pattern, value) is not None
