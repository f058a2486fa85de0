"""What clients answer, as JSON has it."""

import base64
import datetime
from typing import Any


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(inside) for key, inside in value.items()}
    if isinstance(value, (list, set)):
        return [plain(inside) for inside in value]
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return base64.b64encode(value).decode()
    return value
