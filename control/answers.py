"""Answers to questions about what the car does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from robot.messages import Battery
from robot.program import Program, Topic

HELP = (
    'I go to things, look for them, turn, drive and take photos: say "go to the red chair" or "turn left and take a photo", '
    'ask "what do you see?" or "why did you stop?", and say "stop" at any time.'
)
UNTAUGHT = 'Nothing yet. Show me a thing and say, for example, "this is my mug".'


class Present(NamedTuple):
    """What there is to tell."""

    program: Program | None = None
    """What was asked last, under way or not."""
    doing: str = ""
    """What the car does now, "" while it rests."""
    last: str = ""
    """How the last program ended."""
    seen: Sequence[str] = ()
    battery: Battery | None = None
    asked: str = ""
    """The question that is open, else what the car said last."""
    here: str = ""
    """Where the car stands, "" where it knows no name for that."""
    taught: Sequence[str] = ()
    """What the eyes were taught by showing."""


def answer(about: Topic, now: Present) -> str:
    """One sentence."""
    match about:
        case "understood":
            return f"I understood: {now.program}." if now.program else "Nobody has asked me anything yet."
        case "why":
            return f"I haven't stopped: {now.doing}" if now.doing else now.last or "I have done nothing yet."
        case "where":
            return now.doing or "Nowhere: I have nothing to do."
        case "seen":
            return f"I see {listed(now.seen)}." if now.seen else "I see nothing that I know."
        case "battery":
            return f"The battery has {now.battery.voltage_v:.1f} volts." if now.battery else "Nothing measures the battery."
        case "asked":
            return now.asked or "I asked nothing."
        case "help":
            return HELP
        case "self":
            return "I am Heed, a small robot car that does what you say."
        case "taught":
            return f"You taught me {listed(now.taught)}." if now.taught else UNTAUGHT
        case "here":
            return f"{now.here}." if now.here else "I don't know what this place is called."


def listed(names: Sequence[str]) -> str:
    """Names in a row: "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
