"""What each step of a program takes: orders, one after the other, given how the last one went."""

from __future__ import annotations

import math

from control.doorways import Doorways
from control.knowledge import Knowledge
from control.orders import Move, Order, Rest, Result, Script, Shoot, Speak, Study
from control.reference import unheeded
from control.route import beside
from control.tasks import place, sought, task
from robot.condition import At, Blocked, Condition, Passed
from robot.geometry import wrap
from robot.landmark import Landmark
from robot.messages import MapObject
from robot.places import ROOMS, is_doorway, is_end, is_start
from robot.poses import Pose
from robot.program import (
    Face,
    Find,
    Forget,
    Goto,
    Photo,
    Remember,
    Rename,
    Return,
    Say,
    Step,
    Stop,
    Teach,
    Travel,
    Turn,
    Wait,
)

UNSAID_M = 0.5  # "go forward", nothing said of how far
SPOTS = ("in front of", "next to", "behind", "left of", "right of", "at")
YET = "I can't {} yet."


class Deeds:
    """Carries out single steps, with `knowledge` of the world; `start` is where the program began."""

    def __init__(self, knowledge: Knowledge, start: Pose) -> None:
        self._knowledge = knowledge
        self._start = start
        self._doorways = Doorways(knowledge)
        self._caption = "a photo"  # what the next photo shows

    def do(self, step: Step, thing: MapObject | None = None, unwanted: tuple[int, ...] = ()) -> Script[Result]:
        """Carry out a step; `thing` is the very one that is meant, `unwanted` those that aren't."""
        if isinstance(step, Goto | Find | Face):
            self._caption = step.landmark.name
        order = self._order(step)
        if order is not None:
            return (yield order)
        match step:
            case Turn():
                return (yield from self._turn(step))
            case Travel():
                return (yield from self._travel(step, thing))
            case Goto():
                return (yield from self._goto(step, thing, unwanted))
            case Find():
                return (yield from self._find(step.landmark, thing, unwanted))
            case Face():
                return (yield from self._face(step, thing, unwanted))
            case Remember():
                return (yield from self._remember(step))
            case Return():
                return (yield from self._to_place(self._start, "I'm back."))
        return Result(False, YET.format(f'carry out "{step}"'))

    def go_back(self, to: Pose) -> Script[Result]:
        """Drive to a pose where the car stood before."""
        result = yield Move(place(to.x_m, to.y_m), quiet=True)
        if result.good:
            yield Move(task("turn", angle_rad=wrap(to.heading_rad - self._knowledge.pose.heading_rad)), quiet=True)
        return result

    def _order(self, step: Step) -> Order | None:
        """The order of a step that is done with one."""
        match step:
            case Photo():
                return Shoot(self._caption)
            case Wait(duration_s=duration_s, until=until):
                return Rest(duration_s or math.inf, until)
            case Say(text=text):
                return Speak(text)
            case Stop():
                return Move(task("stop"))
            case Teach(name=name):
                return Study("teach", name)
            case Forget(name=name):
                return Study("forget", name)
            case Rename(old=old, new=new):
                return Study("rename", old, new)
        return None

    # ---- turning ---------------------------------------------------------------------------------------------------

    def _turn(self, step: Turn) -> Script[Result]:
        if step.heading:
            return Result(False, f"I have no compass: I can't tell where {step.heading} is.")
        if step.at is not None:
            return (yield from self._turn_at(step, beside(step)))
        if step.onto is not None:
            return (yield from self._turn_onto(step, step.onto))
        if step.until is None:
            return (yield Move(task("turn", angle_rad=step.angle_rad)))
        angle_rad = math.copysign(math.tau, step.angle_rad or 1.0)
        return (yield Move(task("turn", angle_rad=angle_rad), step.until, must=True))

    def _turn_at(self, step: Turn, at: Landmark) -> Script[Result]:
        """On to the place first: on the way until it comes by, or to the thing; then the turn, by the heading before."""
        heading_rad = self._knowledge.pose.heading_rad + step.angle_rad
        reached = yield from self._on_to(at)
        if not reached.good:
            return reached
        door = self._knowledge.beside(at) if is_doorway(at) else None
        if door is None:
            return (yield self._turn_to(heading_rad))
        counted = self._knowledge.last_door is not None
        yield from self._doorways.face(door, self._knowledge.last_way_rad + step.angle_rad if counted else heading_rad)
        return Result(True, f"I turned {'left' if step.angle_rad > 0 else 'right'} and look through the door.")

    def _on_to(self, at: Landmark) -> Script[Result]:
        if is_end(at):
            return (yield Move(task("along"), Blocked()))
        if not is_doorway(at):
            return (yield Move(task("goto", at)))
        if at.quantifier == "nearest" and self._knowledge.beside(at) is not None:
            return Result(True)
        return (yield from self._doorways.on_to(at))

    def _turn_onto(self, step: Turn, onto: Landmark) -> Script[Result]:
        """A way begins where a doorway leads off: face it."""
        if is_doorway(onto):
            return (yield from self._find(onto, None, ()))
        return Result(False, YET.format(f"tell where {onto.name} is"))

    def _turn_to(self, heading_rad: float) -> Move:
        return Move(task("turn", angle_rad=wrap(heading_rad - self._knowledge.pose.heading_rad)))

    # ---- going -----------------------------------------------------------------------------------------------------

    def _travel(self, step: Travel, thing: MapObject | None) -> Script[Result]:
        if step.through is not None and not is_doorway(step.through):
            return (yield Move(task("along")))
        if step.through is not None:
            return (yield from self._doorways.through(step.through, thing))
        if step.away is not None and step.away.kind in ROOMS:
            return (yield from self._doorways.through(Landmark(kind="door"), thing))
        if step.blocks or step.fraction:
            return Result(False, YET.format(f'carry out "{step.words or step}"'))
        if step.toward is not None or step.away is not None:
            faced = yield from self._face(Face(landmark=(step.toward or step.away), away=step.away is not None), thing, ())  # type: ignore[arg-type]
            if not faced.good:
                return faced
        until = step.until or (Passed(landmark=step.past) if step.past else None)
        if _goes_on(step, until) and isinstance(until, At) and is_doorway(until.landmark):
            return (yield from self._doorways.on_to(until.landmark))
        if _goes_on(step, until):
            counted = until.landmark if isinstance(until, At | Passed) else None
            return (yield Move(task("along", counted), until, must=until is not None))
        unsaid_m = math.inf if until is not None else UNSAID_M
        return (yield Move(task("travel", distance_m=step.signed_m(unsaid_m)), until, must=until is not None))

    def _goto(self, step: Goto, thing: MapObject | None, unwanted: tuple[int, ...]) -> Script[Result]:
        landmark = spot(step.landmark)
        named = self._knowledge.places.get(landmark.kind)
        if named is not None or is_start(landmark):
            return (yield from self._to_place(named or self._start, f"I'm at {step.landmark.name}."))
        if is_end(landmark):
            return (yield Move(task("along"), Blocked()))
        if landmark.kind == "room":
            return (yield from self._doorways.through(landmark, thing))
        if step.fraction:
            return (yield from self._go_part(step, landmark, thing, unwanted))
        if is_doorway(landmark):
            return (yield from self._doorways.go_to(landmark, thing, unwanted))
        yield from self._tell_unheeded(landmark)
        return (yield Move(sought("goto", landmark, thing, unwanted, step.distance_m)))

    def _to_place(self, pose: Pose, done: str) -> Script[Result]:
        result = yield Move(place(pose.x_m, pose.y_m), quiet=True)
        return Result(True, done) if result.good else result

    def _go_part(self, step: Goto, landmark: Landmark, thing: MapObject | None, unwanted: tuple[int, ...]) -> Script[Result]:
        """A part of the way to a thing, in a straight line from here to there."""
        found = yield from self._find(landmark, thing, unwanted)
        goal = self._knowledge.object(found.thing)
        if not found.good or goal is None:
            return found if not found.good else Result(False, f"I lost sight of {landmark.name}.")
        pose = self._knowledge.pose
        x_m, y_m = (here + step.fraction * (there - here) for here, there in ((pose.x_m, goal.x_m), (pose.y_m, goal.y_m)))
        result = yield Move(place(x_m, y_m), quiet=True)
        if not result.good:
            return result
        return Result(True, f"I went {step.fraction:g} of the way to {landmark.name}.")

    def _find(self, landmark: Landmark, thing: MapObject | None, unwanted: tuple[int, ...]) -> Script[Result]:
        yield from self._tell_unheeded(landmark)
        return (yield Move(sought("find", landmark, thing, unwanted)))

    def _face(self, step: Face, thing: MapObject | None, unwanted: tuple[int, ...]) -> Script[Result]:
        result = yield from self._find(step.landmark, thing, unwanted)
        if result.good and step.away:
            result = yield Move(task("turn", angle_rad=math.pi))
        return result

    def _tell_unheeded(self, landmark: Landmark) -> Script[None]:
        if unheeded(landmark):
            yield Speak(unheeded(landmark))

    def _remember(self, step: Remember) -> Script[Result]:
        if step.landmark is None:
            self._knowledge.places[step.name] = self._knowledge.pose
        else:
            found = self._knowledge.known(step.landmark)
            if not found:
                return Result(False, f"I don't see {step.landmark.name}, so I can't remember it.")
            self._knowledge.places[step.name] = Pose(found[0].x_m, found[0].y_m, 0.0)
        return (yield Speak(f'I will know it as "{step.name}".'))


def _goes_on(step: Travel, until: Condition | None) -> bool:
    """Whether the way matters, not a line or a distance: along a hall, past a thing, until some place."""
    endless = not step.back and not math.isfinite(step.distance_m or math.inf)
    return endless and (step.along is not None or step.past is not None or isinstance(until, At))


def spot(landmark: Landmark) -> Landmark:
    """ "The place next to the sofa" is gone to by going to the sofa."""
    if landmark.kind == "place" and landmark.relations and landmark.relations[0].name in SPOTS:
        return landmark.relations[0].others[0]
    return landmark
