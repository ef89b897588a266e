"""HuRIC: household commands with frames; is the right thing gone to, and is what needs hands refused?"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import msgspec

from language.evaluate.ground import Entity, ground, targets
from language.evaluate.score import Evaluation, Miss, read_lines, row
from language.parser import Reading, understand

# The elements that name what the robot should end up at, for each frame of going and looking.
NAVIGATION = {
    "Motion": ("Goal", "Path", "Source"),
    "Cotheme": ("Cotheme", "Goal"),
    "Locating": ("Sought_entity",),
    "Inspecting": ("Ground",),
    "Arriving": ("Goal",),
    "Change_direction": ("Direction",),
}
MANIPULATION = {
    "Bringing", "Taking", "Placing", "Attaching", "Releasing", "Closure", "Giving", "Manipulation", "Change_operational_state",
}  # fmt: skip


class Element(msgspec.Struct, frozen=True):
    role: str
    words: str | None = None
    head: str | None = None


class Frame(msgspec.Struct, frozen=True):
    frame: str
    elements: tuple[Element, ...] = ()


class Command(msgspec.Struct, frozen=True):
    """One command; `groundings` names the entity of each word that stands for one."""

    id: str
    text: str
    frames: tuple[Frame, ...]
    groundings: dict[str, str]
    entities: dict[str, Entity]

    @property
    def manipulates(self) -> bool:
        return any(frame.frame in MANIPULATION for frame in self.frames)


class _Counts:
    def __init__(self) -> None:
        self._rights: dict[str, list[bool]] = defaultdict(list)

    def note(self, right: bool, *names: str) -> None:
        for name in names:
            self._rights[name].append(right)

    def rows(self, *first: str) -> tuple[msgspec.Struct, ...]:
        names = [*first, *sorted(name for name in self._rights if name not in first)]
        return tuple(row(name, sum(self._rights[name]), len(self._rights[name])) for name in names)


def evaluate(path: Path) -> Evaluation:
    """Row `entity`: for every element that names a goal, whether the program goes to that entity. Row `refusal`: over all
    commands, whether the car says that it can't exactly where hands are needed.
    """
    commands: list[Command] = read_lines(path, Command)
    counts = _Counts()
    misses: list[Miss] = []
    for command in commands:
        reading = understand(command.text)
        misses += _entities(command, reading, counts)
        misses += _refusal(command, reading, counts)
    return Evaluation(f"HuRIC {path.name}", counts.rows("entity", "refusal"), tuple(misses))  # type: ignore[arg-type]  # Rows


def goals(command: Command) -> list[tuple[str, str]]:
    """(frame, entity) of everything that the command names as a goal and that has an entity, in order, each once."""
    found: list[tuple[str, str]] = []
    for frame in command.frames:
        for role in NAVIGATION.get(frame.frame, ()):
            elements = [element for element in frame.elements if element.role == role]
            named = [(frame.frame, _entity(command, element)) for element in elements]
            grounded = [(name, entity) for name, entity in named if entity]
            if grounded:
                found += grounded
                break
    return list(dict.fromkeys(found))


def _entity(command: Command, element: Element) -> str:
    entity = command.groundings.get(element.head or "", "")
    return entity if entity in command.entities else ""


def _entities(command: Command, reading: Reading, counts: _Counts) -> list[Miss]:
    program = reading.programs[0].program if reading.programs else None
    mine = [ground(landmark, command.entities) for landmark in targets(program)] if program else []
    misses = []
    for frame, entity in goals(command):
        right = entity in mine
        counts.note(right, "entity", f"entity: {frame}")
        if right:
            mine.remove(entity)
        else:
            misses.append(Miss(command.id, command.text, f"{frame} {entity}", f"{program or reading.sentence} → {mine}"))
    return misses


def _refusal(command: Command, reading: Reading, counts: _Counts) -> list[Miss]:
    refused = bool(reading.refusals) or "I have no arms" in reading.sentence
    right = refused == command.manipulates
    counts.note(right, "refusal", "refusal: needed" if command.manipulates else "refusal: not needed")
    wanted = "a refusal" if command.manipulates else "no refusal"
    return [] if right else [Miss(command.id, command.text, wanted, reading.sentence)]
