"""A program as the car confirms it: one short sentence in its own person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from robot.condition import Condition, Not
from robot.places import ROOMS
from robot.program import (
    Answer,
    Choose,
    Expect,
    If,
    Landmark,
    Program,
    Repeat,
    Resume,
    Return,
    Step,
    Tell,
    Topic,
    Travel,
    Wait,
    plain,
)  # fmt: skip
from robot.wording import mine

MOST_STEPS = 5  # of a longer program the sentence tells the beginning
TOPICS: dict[Topic, str] = {
    "understood": "what I understood", "why": "why I stopped", "where": "where I am going", "seen": "what I see",
    "battery": "how full the battery is", "asked": "what I asked", "help": "what I can do", "self": "who I am",
    "here": "where I am", "taught": "what I was taught",
}  # fmt: skip
HALF = ("0.5 of the way", "half the way")
METRES = re.compile(r"\d+\.\d{3,} m\b")


def told(program: Program) -> str:
    """ "I'll go to the red chair, then take a photo." """
    steps = program.steps
    shown = _row(steps[:MOST_STEPS] if len(steps) > MOST_STEPS + 1 else steps, ", then ")
    more = f", and {len(steps) - MOST_STEPS} more steps" if len(steps) > MOST_STEPS + 1 else ""
    return f"I'll {shown}{more}."


def left_out(words: Sequence[str]) -> str:
    """The sentence that owns up to words that were passed over, "" for none."""
    unique = list(dict.fromkeys(words))
    return f"I left out {' and '.join(_quoted(word) for word in unique[:3])}." if unique else ""


def _quoted(word: str) -> str:
    return f'"{word if len(word) <= 30 else word[:29] + "…"}"'


def _row(steps: Sequence[Step], joint: str) -> str:
    return joint.join(_step(step) for step in steps)


def _step(step: Step) -> str:
    match step:
        case Repeat():
            return _repeat(step)
        case If():
            otherwise = f", otherwise {_row(step.otherwise, ' and ')}" if step.otherwise else ""
            return f"{_row(step.steps, ' and ')} {_when('if', 'unless', step.condition)}{otherwise}"
        case Tell():
            return f"tell you {TOPICS[step.about]}"
        case Choose():
            return f"take {own(step.landmark.name)}"
        case Answer():
            return "do it" if step.yes else "leave it"
        case Resume():
            return "go on"
        case Return():
            return "come back to where I started"
        case Wait(duration_s=0.0, until=None):
            return "wait until you tell me to go on"
        case Travel(away=Landmark(kind=kind)) if kind in ROOMS and plain(step) == Travel(away=Landmark(kind=kind)):
            return f"leave the {kind}"
        case Expect():
            return f"check that {own(str(step.condition))}"
    return own(str(step))


def _repeat(step: Repeat) -> str:
    steps = _row(step.steps, " and ")
    if step.count:
        return f"{steps}, {'twice' if step.count == 2 else f'{step.count} times'}"
    until = f" {_when('until', 'while', step.until)}" if step.until else ""
    return f"{steps}, again and again{until}"


def _when(holds: str, fails: str, condition: Condition) -> str:
    return own(f"{fails} {condition.condition}" if isinstance(condition, Not) else f"{holds} {condition}")


def own(words: str) -> str:
    """In the car's own person, and distances to the centimetre, outside quotes."""
    parts = mine(words).split('"')
    for index in range(0, len(parts), 2):
        parts[index] = METRES.sub(lambda found: f"{float(found.group()[:-2]):.2f} m", parts[index]).replace(*HALF)
    return '"'.join(parts)
