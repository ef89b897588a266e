"""Answers to questions about what the car does."""

from __future__ import annotations

from robot.messages import Battery
from robot.program import Program, Topic

HELP = (
    'I go to things, look for them, turn, drive and take photos: say "go to the red chair" or "turn left and take a photo", '
    'ask "what do you see?" or "why did you stop?", and say "stop" at any time.'
)


def answer(
    about: Topic, program: Program | None, doing: str, last: str, seen: list[str], battery: Battery | None, asked: str = "",
    here: str = "",
) -> str:  # fmt: skip
    """One sentence.

    `doing` is what the car does now, "" while it rests; `last` how the last program ended; `asked` the question that is
    open, "" for none; `here` a sentence about where the car stands, "" where nothing is known.
    """
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
        case "asked":
            return asked or "I asked nothing."
        case "help":
            return HELP
        case "self":
            return "I am Heed, a small robot car that does what you say."
        case "here":
            return here or "I don't know what this place is called."


def listed(names: list[str]) -> str:
    """Names in a row: "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
