"""The car's world, as the interpreter asks for it: what a step may mean here, and carrying it out by orders."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from typing import NamedTuple

from control.deeds import Deeds, spot
from control.distinction import pick, question, tell_apart
from control.knowledge import Knowledge
from control.orders import Ask, Check, Result, Script, Speak
from control.reference import candidates
from robot.condition import Condition
from robot.geometry import wrap
from robot.interpreter.option import Option
from robot.interpreter.world import Outcome
from robot.landmark import Landmark
from robot.messages import MapObject
from robot.places import is_doorway, is_end, is_start, on_map
from robot.poses import Pose
from robot.program import Face, Find, Goto, Program, Step, Travel

HERE_M, HERE_RAD = 0.3, 0.35  # standing so near to a pose is standing there
INDEFINITE = ("a ", "an ", "any ", "some ", "either ")


class Towards(NamedTuple):
    """Take this very thing for the one that is meant."""

    id: int
    words: str

    def __str__(self) -> str:
        return f"to {self.words}"


class LookFor(NamedTuple):
    """Take the first thing that fits, known or found on a search."""

    landmark: Landmark

    def __str__(self) -> str:
        return f"look for {self.landmark.name}"


class CarWorld:
    """A `robot.interpreter.world.World`: what it yields are orders, what comes back are their results."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._deeds = Deeds(knowledge, knowledge.pose)
        self._reached: set[int] = set()

    def options(self, step: Step) -> Sequence[Option]:
        """One, unless several known things fit: then each of them, and to look for yet another."""
        landmark = sought(step)
        if landmark is None or landmark.kind in self._knowledge.places:
            return [Option({})]
        fits = [thing for thing in self._fits(landmark) if thing.id not in self._reached]
        again = float(bool(self._reached))
        if len(fits) + again < 2:
            return [Option({}, LookFor(landmark))]
        nearest_m = min((self._away_m(thing) for thing in fits), default=0.0)
        towards = [Option(self._doubts(thing, nearest_m) | {"another": again}, Towards(thing.id, words))
                   for thing, words in zip(fits, tell_apart(fits, landmark, self._knowledge.pose), strict=True)]
        return [*towards, Option({"out of sight": 1.0}, LookFor(landmark))]

    def take(self, step: Step, option: Option, earnest: bool) -> Script[Outcome]:
        """Everything is done in earnest here: there is no way of only seeming to drive."""
        landmark = sought(step)
        thing = self._knowledge.object(option.action.id) if isinstance(option.action, Towards) else None
        unwanted = self._left_out(landmark) if landmark is not None else ()
        result: Result = yield from self._deeds.do(step, thing, unwanted)
        if result.thing >= 0:
            self._reached.add(result.thing)
            self._knowledge.tried.append(result.thing)
        return Outcome(result.good, result.sentence)

    def holds(self, condition: Condition, words: str) -> Script[float | None]:
        result: Result = yield Check(condition, words)
        return None if result.told is None else float(result.told)

    def choose(self, step: Step, options: Sequence[Option]) -> Script[Sequence[Option]]:
        """Ask which is meant where the words mean a certain one; the nearest where nobody answers."""
        landmark = sought(step)
        things = {option.action.id: option for option in options if isinstance(option.action, Towards)}
        found = [thing for id in things if (thing := self._knowledge.object(id)) is not None]
        if landmark is None or is_doorway(landmark) or len(found) < 2 or not _is_definite(landmark):
            return options
        pose = self._knowledge.pose
        result: Result = yield Ask(question(found, landmark, pose), landmark, tell_apart(found, landmark, pose))
        if not isinstance(result.answer, Landmark):
            yield Speak(f"Then I take the nearest {landmark.kind}.")
            return options
        meant = [thing.id for thing in pick(result.answer, found, landmark, pose, pose)]
        return [things[id] for id in meant] or [option for option in options if not isinstance(option.action, Towards)]

    def agree(self, program: Program, because: str) -> Script[bool]:
        result: Result = yield Ask(f"{because} Do you mean: {program}?".strip())
        return result.answer is True

    def where(self) -> Hashable:
        return self._knowledge.pose

    def mark(self) -> Hashable:
        return self._knowledge.pose

    def go_back(self, mark: Hashable) -> Script[bool]:
        pose = self._knowledge.pose
        assert isinstance(mark, Pose)
        if pose.distance_to(mark.x_m, mark.y_m) < HERE_M and abs(wrap(pose.heading_rad - mark.heading_rad)) < HERE_RAD:
            return True
        yield Speak("That wasn't it: I go back and try another way.")
        result: Result = yield from self._deeds.go_back(mark)
        return result.good

    def _fits(self, landmark: Landmark) -> list[MapObject]:
        """Known things that may be meant."""
        pose = self._knowledge.pose
        found = candidates(landmark, self._knowledge.certain(), pose, pose, self._left_out(landmark))
        return [one.thing for one in found if one.fits]

    def _doubts(self, thing: MapObject, nearest_m: float) -> dict[str, float]:
        """People speak of the door that they look at; of other things that are near."""
        bearing_rad = self._knowledge.pose.bearing_to(thing.x_m, thing.y_m)
        aside = abs(bearing_rad) / math.pi if thing.kind == "door" else 0.0
        return {"farther": self._away_m(thing) - nearest_m, "aside": aside}

    def _left_out(self, landmark: Landmark) -> tuple[int, ...]:
        """The things that "the other one" doesn't mean: none of those before, or only not the last, where no other is known."""
        tried = tuple(self._knowledge.tried)
        if landmark.quantifier not in ("other", "next"):
            return ()
        left = [thing for thing in self._knowledge.certain() if thing.kind == landmark.kind and thing.id not in tried]
        return tried if left or landmark.quantifier == "next" else tried[-1:]

    def _away_m(self, thing: MapObject) -> float:
        return self._knowledge.pose.distance_to(thing.x_m, thing.y_m)


def sought(step: Step) -> Landmark | None:
    """What has to be found among the known things for the step, doorways by the name that the map has for them."""
    match step:
        case Goto(landmark=landmark) | Find(landmark=landmark) | Face(landmark=landmark):
            landmark = spot(landmark)
        case Travel(through=Landmark() as landmark) | Travel(toward=Landmark() as landmark):
            pass
        case _:
            return None
    if is_end(landmark) or is_start(landmark):
        return None
    return on_map(landmark)


def _is_definite(landmark: Landmark) -> bool:
    """Whether a certain one is meant: "the chair", not "a chair"."""
    return not landmark.quantifier and not landmark.ordinal and not landmark.words.lower().startswith(INDEFINITE)
