"""Runs scenarios, steps as data, by any client: what differs from what a scenario says is told in words.

A step is one of (scenarios.ts says more):
  {"call": ["iam:GetUser", {"UserName": "$name"}, {"arn": "User.Arn"}], "reply": {...} | "error": "NoSuchEntityException"}
  {"wait": ["iam:user_exists", {"UserName": "$name"}]}
  {"make": {"code": ["totp", "$seed"]}}
  {"later": 345600}
"""

import re
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import computed

DEADLINE_SECONDS = 15
WHOLE = re.compile(r"\$(\w+(?:\.\w+)*)")
PART = re.compile(r"\$\{(\w+(?:\.\w+)*)\}")


class Refusal(Exception):
    """An error that AWS answered: its name in the model where it has one, else its code on the wire."""

    def __init__(self, name: str, message: str):
        super().__init__(f"{name}: {message}")
        self.name = name


class Wrong(NamedTuple):
    """What did not hold; with a reason, that the model has a rule against it (shapes.py)."""

    operation: str
    why: str
    path: str = ""
    reason: str = ""


class Stopped(Exception):
    """No step after this one makes sense."""


class Run:
    """One scenario against its own sandbox. `client` has send and wait; `move_clock` takes seconds."""

    def __init__(self, client: Any, scenario: dict, move_clock: Callable[[int], None]):
        self.client = client
        self.scenario = scenario
        self.move_clock = move_clock
        self.wrong: list[Wrong] = []
        self.kept: dict[str, Any] = {"endpoint": scenario["endpoint"], "account": scenario["accountId"]}

    def run(self) -> list[Wrong]:
        try:
            for step in self.scenario["steps"]:
                self.take(step)
        except Stopped:
            pass
        return self.wrong

    def take(self, step: dict) -> None:
        if "make" in step:
            for name, [function, *arguments] in step["make"].items():
                self.kept[name] = getattr(computed, function)(self.kept, *self.fill(arguments))
        elif "later" in step:
            self.kept["later"] = step["later"]
            self.move_clock(step["later"])
        elif "wait" in step:
            waiter, given = step["wait"]
            for why in self.client.wait(waiter, self.fill(given), self.keys(step)):
                self.wrong.append(Wrong(waiter, why))
        else:
            self.call(step)

    def call(self, step: dict) -> None:
        operation, given, *keep = step["call"]
        deadline = time.monotonic() + DEADLINE_SECONDS
        while True:
            reply, differences = self.attempt(step, operation, self.fill(given))
            if not differences or "until" not in step or time.monotonic() > deadline:
                break
            time.sleep(0.05)
        self.wrong += [Wrong(operation, why) for why in differences]
        if reply is None:
            if differences:
                raise Stopped
            return
        for name, path in (keep[0] if keep else {}).items():
            self.kept[name] = at(reply, path)
            if self.kept[name] is None:
                self.wrong.append(Wrong(operation, f"{path}: nothing"))
                raise Stopped

    def attempt(self, step: dict, operation: str, given: dict) -> tuple[dict | None, list[str]]:
        expected = step.get("error")
        try:
            reply, violations = self.client.send(operation, given, self.keys(step))
            self.wrong += [Wrong(operation, why, path, reason) for path, reason, why in violations]
        except Refusal as refusal:
            return None, [] if refusal.name == expected else [f"{refusal}{f', not {expected}' if expected else ''}"]
        if expected:
            return None, [f"accepted, not {expected}"]
        return reply, compare(self.fill(step.get("reply", {})), reply, "")

    def keys(self, step: dict) -> dict:
        """Whose: those that a step kept, as IAM or STS gave them, else those of the account's administrator."""
        return self.kept[step["as"]] if "as" in step else self.scenario["keys"]

    def fill(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self.fill(inside) for key, inside in value.items()}
        if isinstance(value, list):
            return [self.fill(inside) for inside in value]
        if not isinstance(value, str) or value.startswith("/"):
            return value
        whole = WHOLE.fullmatch(value)
        if whole:
            return self.look_up(whole[1])
        return PART.sub(lambda found: str(self.look_up(found[1])), value)

    def look_up(self, path: str) -> Any:
        found = at(self.kept, path)
        if found is None:
            raise KeyError(f"no step kept {path}")
        return found


def at(value: Any, path: str) -> Any:
    for member in path.split("."):
        if isinstance(value, list):
            value = value[int(member)] if int(member) < len(value) else None
        elif isinstance(value, dict):
            value = value.get(member)
        else:
            return None
    return value


def compare(expected: Any, actual: Any, path: str) -> list[str]:
    """A part of what was answered: `None` is a member that does not exist, `/…/` what a text or number matches."""
    other = [f"{path or 'the answer'}: {actual if actual is not None else 'nothing'}, not {expected}"]
    if expected is None:
        return [] if actual is None else [f"{path}: {actual}, not nothing"]
    if isinstance(expected, str) and len(expected) > 1 and expected.startswith("/") and expected.endswith("/"):
        return [] if actual is not None and re.search(expected[1:-1], str(actual)) else other
    if isinstance(expected, dict) and isinstance(actual, dict):
        return [why for key, value in expected.items() for why in compare(value, actual.get(key), f"{path}.{key}".lstrip("."))]
    if isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        return [why for place, value in enumerate(expected) for why in compare(value, actual[place], f"{path}.{place}")]
    return [] if expected == actual and type(expected) is type(actual) else other
