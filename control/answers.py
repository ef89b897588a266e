"""Answers to questions about what the car does."""

from __future__ import annotations

from robot.messages import Battery
from robot.program import Program, Topic


def answer(
    about: Topic, program: Program | None, doing: str, last: str, seen: list[str], battery: Battery | None
) -> str:
    """One sentence. `doing` is what the car does now, "" while it rests; `last` how the last program ended."""
    match about:
        case "understood":
            return f"I understood: {program}." if program else "I have nothing to do."
        case "why":
            return f"I haven't stopped: {doing}" if doing else last or "I have done nothing yet."
        case "where":
            return doing or "Nowhere: I have nothing to do."
        case "seen":
            return f"I see {listed(seen)}." if seen else "I see nothing that I know."
        case "battery":
            return f"The battery has {battery.voltage_v:.1f} volts." if battery else "Nothing measures the battery."


def listed(names: list[str]) -> str:
    """Names in a row: "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
