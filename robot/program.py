"""The program that words become: typed steps over landmarks. `language/` writes it, `control/` runs it.

Every step prints (`str(step)`) as words that a person can read and the parser reads back to the same step: "turn left 90° ·
then go to the red chair". Only `words`, what the person said, is lost on the way; `plain` leaves it out for comparisons.
"""

from __future__ import annotations

import math
from typing import Literal, TypeVar

import msgspec

from robot.condition import At, Blocked, Condition, Elapsed, Not, Passed, See, degrees, metres, seconds
from robot.landmark import Landmark, Part, Quantifier, Relation, RelationName, Side

__all__ = [
    "Action", "Answer", "At", "Blocked", "Choose", "Condition", "Elapsed", "Expect", "Face", "Find", "Follow", "Forget",
    "Goto", "Heading", "If", "Landmark", "Not", "Part", "Passed", "Photo", "Program", "Quantifier", "Relation",
    "RelationName", "Remember", "Rename", "Repeat", "Resume", "Return", "Say", "See", "Side", "Step", "Stop", "Teach",
    "Tell", "Topic", "Travel", "Turn", "Wait", "is_reply", "plain",
]  # fmt: skip

Heading = Literal["", "north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"]
Topic = Literal["understood", "why", "where", "seen", "battery", "asked", "help", "self", "here", "taught"]
THEN = " · then "
T = TypeVar("T")


class Turn(msgspec.Struct, frozen=True, kw_only=True, tag="turn"):
    """Turn on the spot by `angle_rad`, left positive; a half or full turn may go either way.

    Instead of an angle, `heading` turns to a point of the compass, `onto` to where a hall leads, `until` for as long as it
    takes: to the left with +inf, to the right with -inf, either way with 0. `at`: drive on to there first, then turn.
    """

    angle_rad: float = 0.0
    heading: Heading = ""
    at: Landmark | None = None
    onto: Landmark | None = None
    until: Condition | None = None
    words: str = ""

    def __str__(self) -> str:
        parts = ["turn", self._how_far(), f"to the {self.heading}" if self.heading else ""]
        return _joined(*parts, _phrase("at", self.at), _phrase("onto", self.onto), _until(self.until))

    def _how_far(self) -> str:
        if self.angle_rad == 0:
            return ""
        side = "left" if self.angle_rad > 0 else "right"
        return side if math.isinf(self.angle_rad) else f"{side} {degrees(abs(math.degrees(self.angle_rad)))}"


class Face(msgspec.Struct, frozen=True, kw_only=True, tag="face"):
    """Turn on the spot until the landmark is straight ahead, or straight behind with `away`."""

    landmark: Landmark
    away: bool = False
    words: str = ""

    def __str__(self) -> str:
        return f"face {'away from ' if self.away else ''}{self.landmark.name}"


class Travel(msgspec.Struct, frozen=True, kw_only=True, tag="travel"):
    """Drive straight on, or backwards with `back`, by `distance_m`; inf is "as far as you can", 0 where nothing was said.

    `blocks` counts intersections or segments of a hall instead of metres; `fraction` is a part of the way. `along`, `past`,
    `through`, `toward` and `away` shape the way; `until` ends it.
    """

    distance_m: float = 0.0
    back: bool = False
    blocks: int = 0
    fraction: float = 0.0
    along: Landmark | None = None
    past: Landmark | None = None
    through: Landmark | None = None
    toward: Landmark | None = None
    away: Landmark | None = None
    until: Condition | None = None
    words: str = ""

    def __str__(self) -> str:
        ways = [_phrase("along", self.along), _phrase("past", self.past), _phrase("through", self.through)]
        ways += [_phrase("toward", self.toward), _phrase("away from", self.away)]
        return _joined("go", "back" if self.back else "forward", self._how_far(), *ways, _until(self.until))

    def signed_m(self, unsaid_m: float) -> float:
        """How far to drive, negative backwards; `unsaid_m` where nothing was said."""
        return (self.distance_m or unsaid_m) * (-1 if self.back else 1)

    def _how_far(self) -> str:
        if math.isinf(self.distance_m):
            return "as far as possible"
        if self.distance_m:
            return metres(self.distance_m)
        if self.blocks:
            return f"{self.blocks} block{'s' if self.blocks > 1 else ''}"
        return _way(self.fraction)


class Goto(msgspec.Struct, frozen=True, kw_only=True, tag="goto"):
    """Find the landmark, drive to it and stop beside it, in it if it is a room.

    `distance_m` stays so far away from it, `fraction` goes only a part of the way.
    """

    landmark: Landmark
    distance_m: float = 0.0
    fraction: float = 0.0
    words: str = ""

    def __str__(self) -> str:
        off = f"{metres(self.distance_m)} from" if self.distance_m else ""
        return _joined("go", _way(self.fraction), "to", off, self.landmark.name)


class Find(msgspec.Struct, frozen=True, kw_only=True, tag="find"):
    """Look for the landmark until it is seen, then face it and stop."""

    landmark: Landmark
    words: str = ""

    def __str__(self) -> str:
        return f"find {self.landmark.name}"


class Follow(msgspec.Struct, frozen=True, kw_only=True, tag="follow"):
    """Keep driving after something that moves."""

    landmark: Landmark
    words: str = ""

    def __str__(self) -> str:
        return f"follow {self.landmark.name}"


class Stop(msgspec.Struct, frozen=True, kw_only=True, tag="stop"):
    words: str = ""

    def __str__(self) -> str:
        return "stop"


class Photo(msgspec.Struct, frozen=True, kw_only=True, tag="photo"):
    """One photo of what is in front of the car."""

    words: str = ""

    def __str__(self) -> str:
        return "take a photo"


class Wait(msgspec.Struct, frozen=True, kw_only=True, tag="wait"):
    """Stand for `duration_s`, or until the condition holds; with neither, until told to go on."""

    duration_s: float = 0.0
    until: Condition | None = None
    words: str = ""

    def __str__(self) -> str:
        return _joined("wait", f"for {seconds(self.duration_s)}" if self.duration_s else "", _until(self.until))


class Say(msgspec.Struct, frozen=True, kw_only=True, tag="say"):
    text: str
    words: str = ""

    def __str__(self) -> str:
        return f'say "{self.text}"'


class Remember(msgspec.Struct, frozen=True, kw_only=True, tag="remember"):
    """Give a name to a thing, or to the place where the car stands."""

    name: str
    landmark: Landmark | None = None
    words: str = ""

    def __str__(self) -> str:
        return f'remember {self.landmark.name if self.landmark else "this place"} as "{self.name}"'


class Teach(msgspec.Struct, frozen=True, kw_only=True, tag="teach"):
    """Learn to know the thing in front of the camera by this name. The car stands still meanwhile."""

    name: str
    words: str = ""

    def __str__(self) -> str:
        return f'learn this as "{self.name}"'


class Forget(msgspec.Struct, frozen=True, kw_only=True, tag="forget"):
    """Forget a thing that was taught."""

    name: str
    words: str = ""

    def __str__(self) -> str:
        return f'forget the name "{self.name}"'


class Rename(msgspec.Struct, frozen=True, kw_only=True, tag="rename"):
    """Call a thing that was taught something else."""

    old: str
    new: str
    words: str = ""

    def __str__(self) -> str:
        return f'change the name "{self.old}" to "{self.new}"'


class Return(msgspec.Struct, frozen=True, kw_only=True, tag="return"):
    """Go back to where the program began."""

    words: str = ""

    def __str__(self) -> str:
        return "come back"


class Repeat(msgspec.Struct, frozen=True, kw_only=True, tag="repeat"):
    """Do the steps `count` times in all, or until the condition holds; with neither, until told to stop."""

    steps: tuple[Step, ...]
    count: int = 0
    until: Condition | None = None
    words: str = ""

    def __str__(self) -> str:
        times = f"{self.count} times" if self.count else "" if self.until else "forever"
        return _joined("repeat", times, _until(self.until), _enclosed(self.steps))


class If(msgspec.Struct, frozen=True, kw_only=True, tag="if"):
    """Do the steps if the condition holds now, else the others; "unless" is `Not`."""

    condition: Condition
    steps: tuple[Step, ...]
    otherwise: tuple[Step, ...] = ()
    words: str = ""

    def __str__(self) -> str:
        otherwise = f"otherwise {_enclosed(self.otherwise)}" if self.otherwise else ""
        return _joined(_when(self.condition, "if", "unless"), _enclosed(self.steps), otherwise)


class Expect(msgspec.Struct, frozen=True, kw_only=True, tag="expect"):
    """What the person says will be so ("you should see a lamp on your left"): it moves nothing, it verifies."""

    condition: Condition
    words: str = ""

    def __str__(self) -> str:
        return f"expect that {self.condition}"


class Tell(msgspec.Struct, frozen=True, kw_only=True, tag="tell"):
    """Answer a question about what goes on."""

    about: Topic
    words: str = ""

    def __str__(self) -> str:
        questions = {
            "understood": "what you understood", "why": "why you stopped", "where": "where you are going",
            "seen": "what you see", "battery": "how full the battery is", "asked": "what you asked", "help": "what you can do",
            "self": "who you are", "here": "where you are", "taught": "what you were taught",
        }  # fmt: skip
        return f"tell me {questions[self.about]}"


class Resume(msgspec.Struct, frozen=True, kw_only=True, tag="resume"):
    """Go on with what was interrupted."""

    words: str = ""

    def __str__(self) -> str:
        return "continue"


class Choose(msgspec.Struct, frozen=True, kw_only=True, tag="choose"):
    """Which one is meant, of those that the car asked about or of those that fit what was said before.

    Answering a question, a bare ordinal counts what the question offered ("the second one"), and the quantifier "any" says
    that it doesn't matter. The quantifier "other" means none of those that the car has tried.
    """

    landmark: Landmark
    words: str = ""

    def __str__(self) -> str:
        return f"I mean {self.landmark.name}"


class Answer(msgspec.Struct, frozen=True, kw_only=True, tag="answer"):
    """Yes or no to what the car asked; "neither" is a no."""

    yes: bool
    words: str = ""

    def __str__(self) -> str:
        return f"I say {'yes' if self.yes else 'no'}"


Step = (
    Turn | Face | Travel | Goto | Find | Follow | Stop | Photo | Wait | Say | Remember | Return | Repeat | If | Expect | Tell
    | Resume | Choose | Answer | Teach | Forget | Rename
)  # fmt: skip
Action = Literal[
    "turn", "face", "travel", "goto", "find", "follow", "stop", "photo", "wait", "say", "remember", "return", "repeat", "if",
    "expect", "tell", "resume", "choose", "answer", "teach", "forget", "rename",
]  # fmt: skip


class Program(msgspec.Struct, frozen=True, kw_only=True):
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        return THEN.join(str(step) for step in self.steps)


def is_reply(program: Program) -> bool:
    """Whether it only answers or asks about what goes on, and so replaces nothing."""
    return bool(program.steps) and all(isinstance(step, Tell | Choose | Answer) for step in program.steps)


def plain(thing: T) -> T:
    """The same program, step, condition or landmark without what the person said."""
    if isinstance(thing, tuple):
        return tuple(plain(part) for part in thing)  # type: ignore[return-value]  # the same tuple type
    if not isinstance(thing, msgspec.Struct):
        return thing
    fields = {name: plain(getattr(thing, name)) for name in thing.__struct_fields__}
    return type(thing)(**(fields | ({"words": ""} if "words" in fields else {})))


def _enclosed(steps: tuple[Step, ...]) -> str:
    return f"({THEN.join(str(step) for step in steps)})"


def _phrase(word: str, landmark: Landmark | None) -> str:
    return f"{word} {landmark.name}" if landmark else ""


def _until(condition: Condition | None) -> str:
    return _when(condition, "until", "while") if condition else ""


def _when(condition: Condition, holds: str, fails: str) -> str:
    """ "until you see the chair", and for its opposite "while you see the chair"."""
    return f"{fails} {condition.condition}" if isinstance(condition, Not) else f"{holds} {condition}"


def _way(fraction: float) -> str:
    return f"{fraction:g} of the way" if fraction else ""


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
