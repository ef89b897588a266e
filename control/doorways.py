"""Through doorways, up to them, and looking through them."""

from __future__ import annotations

from control.knowledge import Knowledge
from control.orders import Move, Rest, Result, Script, Speak
from control.passage import is_through, passage
from control.tasks import place, sought, task
from robot.condition import At
from robot.geometry import wrap
from robot.landmark import Landmark
from robot.messages import Doorway, MapObject

MOST_DOORWAYS = 4  # that may prove to be none, or closed, before the car gives up
LOOK_S = 0.6  # for some pictures of a doorway from right before it


class Doorways:
    """What deeds do with doorways."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    def on_to(self, landmark: Landmark) -> Script[Result]:
        """On along the way until the doorway comes by; one that proves to be farther on, or none, is not stopped at."""
        result = Result(False)
        for _ in range(MOST_DOORWAYS):
            off_rad = wrap(self._knowledge.way_rad() - self._knowledge.pose.heading_rad)
            result = yield Move(task("along", landmark, angle_rad=off_rad), At(landmark=landmark), must=True)
            if result.good:
                yield Rest(LOOK_S, quiet=True)
            if not result.good or self._knowledge.holds(At(landmark=landmark)):
                break
        return result

    def through(self, landmark: Landmark, thing: MapObject | None) -> Script[Result]:
        """Look for a doorway, look at it from before it, and go through; what proves to be none is looked for elsewhere."""
        wrong: tuple[int, ...] = ()
        result = Result(False, f"I found no way through {landmark.name}.")
        for _ in range(MOST_DOORWAYS):
            if thing is None:
                result = yield Move(sought("find", landmark, None, wrong))
                thing = self._knowledge.object(result.thing)
            door = self._knowledge.doorway(thing)
            if thing is None or door is None:
                return result if not result.good else Result(False, f"I lost sight of {landmark.name}.")
            result = yield from self._pass(door, landmark)
            if result.good:
                return result
            wrong, thing = (*wrong, thing.id), None
        return result

    def go_to(self, landmark: Landmark, thing: MapObject | None, unwanted: tuple[int, ...]) -> Script[Result]:
        """Before it and facing it, ready to go through."""
        if thing is None:
            found = yield Move(sought("find", landmark, None, unwanted))
            if not found.good:
                return found
            thing = self._knowledge.object(found.thing)
        door = self._knowledge.doorway(thing)
        if door is None:
            return Result(False, f"I lost sight of {landmark.name}.")
        result = yield from self.face(door)
        return Result(True, f"I'm at {landmark.name}.", thing.id if thing else -1) if result.good else result

    def face(self, door: Doorway, towards_rad: float | None = None) -> Script[Result]:
        """Stand before the doorway, looking through it; rather towards a heading, if the car may stand in it already."""
        way = passage(door, self._knowledge.pose, towards_rad)
        result = yield Move(place(*way.before), quiet=True)
        yield Move(task("turn", angle_rad=self._knowledge.pose.bearing_to(*way.beyond)), quiet=True)
        return result

    def _pass(self, door: Doorway, landmark: Landmark) -> Script[Result]:
        """Line up before the doorway, look again, and go on behind it; it is verified that the car did get through."""
        yield from self.face(door)
        yield Rest(LOOK_S, quiet=True)
        seen = self._knowledge.same_doorway(door)
        if seen is None:
            return (yield Speak("That was no door, seen from near by."))._replace(good=False)
        way = passage(seen, self._knowledge.pose)
        result = yield Move(place(*way.beyond), quiet=True)
        if is_through(seen, way, self._knowledge.pose):
            return Result(True, f"I went through {landmark.name}.")
        return Result(False, result.sentence if not result.good else f"I didn't get through {landmark.name}.")
