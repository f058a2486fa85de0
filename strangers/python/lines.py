"""What a driver says and hears: scenarios come as the first line of stdin, what was wrong goes out, a line for each."""

import json
import sys

from scenario import Run


def drive(make_client) -> None:
    """`make_client(endpoint, region)`; its `seen` has what all scenarios together must show, by name."""
    work = json.loads(sys.stdin.readline())
    seen: dict[str, set[str]] = {}
    for place, scenario in enumerate(work["scenarios"]):
        client = make_client(scenario["endpoint"], work["region"])
        wrong = Run(client, scenario, lambda seconds: move_clock(place, seconds)).run()
        say({"scenario": place, "wrong": [each._asdict() for each in wrong]})
        for name, values in client.seen.items():
            seen.setdefault(name, set()).update(values)
    say({"seen": {name: sorted(values) for name, values in seen.items()}})


def move_clock(place: int, seconds: int) -> None:
    """The sandbox's, which answers by a line. Signatures live in real time."""
    say({"scenario": place, "later": seconds})
    sys.stdin.readline()


def say(line: dict) -> None:
    sys.__stdout__.write(json.dumps(line) + "\n")
    sys.__stdout__.flush()
