"""What the mission knows of the world while it runs a program, and whether a condition holds."""

from __future__ import annotations

import math

import msgspec

from control import passage, spatial
from control.passage import as_thing
from control.reference import FITS, Candidate, candidates, distinct, is_kind, turn
from control.target import TargetConfig
from robot.clock import to_ns, to_s
from robot.condition import At, Blocked, Condition, Elapsed, Not, Passed, See
from robot.landmark import Landmark
from robot.messages import Detection, Detections, Doorway, DoorwayMap, MapObject, ObjectMap, Odometry, Sonar
from robot.places import can_be_told, is_doorway, is_end, on_map
from robot.poses import Pose

TARGET = TargetConfig()  # what is certain is what the navigator would drive to
AHEAD_RAD = math.radians(25)
BEHIND_RAD = math.radians(100)
OTHERS = frozenset({"other", "next"})  # than the one where the step began
UNSEEN = frozenset({"hall", "path", "corner", "position", "place"})


class KnowledgeConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    see_score: float = 0.4  # a probability: a thing seen less surely than this isn't seen
    see_times: int = 2  # and one picture alone may err
    see_for_s: float = 1.0  # pictures older than this are of somewhere else
    sure: float = 1.5  # log-odds from which a remembered thing is believed
    certain: float = TARGET.sure  # and from which the car would drive to it without a closer look ...
    certain_score: float = TARGET.sure_score  # ... if it looked like it at least once
    certain_seen: int = TARGET.sure_seen
    at_m: float = 0.6  # "at the chair": from the car's centre to the chair's near side
    here_m: float = 1.0  # a place with a name is where the car is, if it is so near
    blocked_m: float = 0.35  # something so near ahead is in the way


class Knowledge:
    """Fed by the mission's step functions; asked by its script."""

    def __init__(self, config: KnowledgeConfig) -> None:
        self.config = config
        self.now_ns = 0
        self.began_ns = 0
        """When the present step began: what `Elapsed` and `Passed` count from."""
        self.pose = Pose(0.0, 0.0, 0.0)
        self.places: dict[str, Pose] = {}
        """Where the places are that the person gave names to."""
        self.doorways: tuple[Doorway, ...] = ()
        """Those that are believed."""
        self.last_door: Doorway | None = None
        """The last doorway that a condition found the car at, and where the way led that it was on."""
        self.last_way_rad = 0.0
        self.tried: list[int] = []
        """Numbers of the things that the person's words have led to so far: "the other one" is none of them."""
        self._things: tuple[MapObject, ...] = ()
        self._pictures: list[Detections] = []
        self._sonar: Sonar | None = None
        self._was_ahead: set[int] = set()
        self._start = self.pose
        self._passed_by: dict[int, str] = {}
        """On which side each thing that was seen in the present step was seen last."""

    # ---- what comes in ---------------------------------------------------------------------------------------------

    def hear_odometry(self, odometry: Odometry) -> None:
        self.pose = Pose.of(odometry)

    def hear_objects(self, objects: ObjectMap) -> None:
        before = {thing.id: thing.last_seen_ns for thing in self.objects}
        self._things = objects.objects
        for thing in self._things:
            if thing.last_seen_ns >= self.began_ns and thing.last_seen_ns > before.get(thing.id, -1):
                self._passed_by[thing.id] = "left" if self._bearing(thing) > 0 else "right"
        self._was_ahead |= {thing.id for thing in self.objects if abs(self._bearing(thing)) < math.pi / 3}

    def hear_doorways(self, doorways: DoorwayMap) -> None:
        self.doorways = tuple(door for door in doorways.doorways if door.log_odds >= self.config.sure)

    def hear_detections(self, detections: Detections) -> None:
        oldest_ns = detections.t_ns - to_ns(self.config.see_for_s)
        self._pictures = [picture for picture in self._pictures if picture.t_ns >= oldest_ns] + [detections]

    def hear_sonar(self, sonar: Sonar) -> None:
        self._sonar = sonar

    def begin_step(self, now_ns: int) -> None:
        self.now_ns = self.began_ns = now_ns
        self._pictures = []
        self._was_ahead = set()
        self._start = self.pose
        self._passed_by = {}

    # ---- questions -------------------------------------------------------------------------------------------------

    @property
    def objects(self) -> tuple[MapObject, ...]:
        """All things of the map, doorways among them."""
        return self._things + tuple(as_thing(door) for door in self.doorways)

    def here(self) -> str:
        """The place with a name where the car is, in words; "" where it is at none."""
        near = [(self.pose.distance_to(place.x_m, place.y_m), name) for name, place in self.places.items()]
        near = [entry for entry in near if entry[0] <= self.config.here_m]
        return f'This is what you called "{min(near)[1]}"' if near else ""

    def object(self, id: int) -> MapObject | None:
        return next((thing for thing in self.objects if thing.id == id), None)

    def doorway(self, thing: MapObject | None) -> Doorway | None:
        """The doorway that a thing of the map is."""
        return next((door for door in self.doorways if thing is not None and as_thing(door).id == thing.id), None)

    def way_rad(self) -> float:
        """Where the way leads that the present step goes along, whichever way the car looks now."""
        return passage.way_rad(self.doorways, self._start, self.pose)

    def same_doorway(self, door: Doorway) -> Doorway | None:
        """What is known of a doorway by now; None when it is no longer believed."""
        near = [(math.hypot(one.x_m - door.x_m, one.y_m - door.y_m), one.id, one) for one in self.doorways]
        near = [entry for entry in near if entry[0] <= passage.SAME_M]
        return min(near)[2] if near else None

    def beside(self, landmark: Landmark) -> Doorway | None:
        """The doorway that the car stands beside, on the landmark's side; first of all the one that it was told to stop at."""
        last = (self.same_doorway(self.last_door) or self.last_door) if self.last_door else None
        if last is not None and self.pose.distance_to(last.x_m, last.y_m) <= passage.BESIDE_M:
            return last
        return passage.beside(landmark, self.doorways, self.pose)

    def certain(self) -> tuple[MapObject, ...]:
        """The things that the car would drive to without a closer look."""
        config = self.config
        return tuple(thing for thing in self.objects if thing.log_odds >= config.certain and thing.seen >= config.certain_seen
                     and thing.score >= config.certain_score)

    def holds(self, condition: Condition) -> bool | None:
        """Whether a condition holds now; None where the car has no means to tell."""
        if not self.can_tell(condition):
            return None
        match condition:
            case See(landmark=landmark):
                return self.sees(landmark)
            case At(landmark=landmark, distance_m=distance_m):
                return self._is_at(landmark, distance_m)
            case Passed(landmark=landmark):
                return self._has_passed(landmark)
            case Elapsed(duration_s=duration_s):
                return to_s(self.now_ns - self.began_ns) >= duration_s
            case Blocked():
                return self._is_blocked()
            case Not(condition=inner):
                answer = self.holds(inner)
                return None if answer is None else not answer

    def can_tell(self, condition: Condition) -> bool:
        """Whether the car has senses for what the condition speaks of: not for halls and corners.

        Nor can it tell a last or a farthest one while it drives on.
        """
        inner = condition.condition if isinstance(condition, Not) else condition
        if not isinstance(inner, At | See | Passed) or is_end(inner.landmark):
            return True
        if turn(inner.landmark) < 0:
            return False
        return can_be_told(inner.landmark) or not (inner.landmark.kind in UNSEEN or inner.landmark.part)

    def sees(self, landmark: Landmark) -> bool:
        """Whether the last pictures showed it, on its side where one was said; the map tells which one of several it is."""
        if is_doorway(landmark) or landmark.relations or landmark.quantifier in OTHERS or turn(landmark) > 1:
            newest_ns = self._pictures[-1].t_ns if self._pictures else 0
            since_ns = max(self.began_ns, newest_ns - to_ns(self.config.see_for_s))
            return any(thing.last_seen_ns >= since_ns for thing in self._meant(landmark))
        shown = sum(any(self._shows(item, landmark) for item in picture.items) for picture in self._pictures)
        return shown >= self.config.see_times

    def seen(self) -> list[str]:
        """What the newest picture shows, nearest first, each kind once."""
        items = self._pictures[-1].items if self._pictures else ()
        sure = sorted((item for item in items if item.score >= self.config.see_score), key=lambda item: item.range_m)
        return list(dict.fromkeys(f"{item.colour} {item.kind}".strip() for item in sure))

    def known(self, landmark: Landmark) -> list[MapObject]:
        """The believed things of the map that fit the landmark as seen from here, nearest first."""
        return self._nearest_first(candidates(on_map(landmark), self._believed(), self.pose, self.pose))

    def _meant(self, landmark: Landmark) -> list[MapObject]:
        """What a condition speaks of: "the second chair on your left" counts those seen on the left since the step began."""
        landmark = on_map(landmark)
        things = [thing for thing in self._believed() if not is_kind(thing, landmark) or self._counts(thing, landmark)]
        here = [thing.id for thing in things if self._start.distance_to(thing.x_m, thing.y_m) <= self.config.at_m]
        left_out = here if landmark.quantifier in OTHERS else ()
        things = distinct(things) if turn(landmark) else things
        aside = landmark.side if landmark.side in ("ahead", "behind") else ""
        bare = msgspec.structs.replace(landmark, side=aside)
        return self._nearest_first(candidates(bare, things, self._start, self.pose, left_out))

    def _counts(self, thing: MapObject, landmark: Landmark) -> bool:
        passed_by = self._passed_by.get(thing.id)
        if passed_by is None:
            at_start = spatial.side(landmark.side, self._start, (thing.x_m, thing.y_m))
            return turn(landmark) == 0 and at_start < FITS
        return landmark.side not in ("left", "right") or passed_by == landmark.side

    def _believed(self) -> list[MapObject]:
        return [thing for thing in self.objects if thing.log_odds >= self.config.sure]

    def _nearest_first(self, found: list[Candidate[MapObject]]) -> list[MapObject]:
        return sorted((one.thing for one in found if one.fits), key=lambda thing: self.pose.distance_to(thing.x_m, thing.y_m))

    def _shows(self, item: Detection, landmark: Landmark) -> bool:
        if item.kind != landmark.kind or item.score < self.config.see_score:
            return False
        if landmark.colour and item.colour != landmark.colour:
            return False
        match landmark.side:
            case "left":
                return item.bearing_rad > 0
            case "right":
                return item.bearing_rad < 0
            case "ahead":
                return abs(item.bearing_rad) < AHEAD_RAD
            case "behind":
                return False
        return True

    def _is_blocked(self) -> bool:
        return self._sonar is not None and self._sonar.echo and self._sonar.range_m <= self.config.blocked_m

    def _is_at(self, landmark: Landmark, distance_m: float) -> bool:
        if is_end(landmark):
            return self._is_blocked()
        if is_doorway(landmark):
            door = passage.abreast(landmark, self.doorways, self._start, self.pose)
            if door is not None:
                self.last_door, self.last_way_rad = door, self.way_rad()
            if door or landmark.side or landmark.ordinal:
                return door is not None
        near_m = self.config.at_m + distance_m
        return any(self.pose.distance_to(thing.x_m, thing.y_m) <= near_m for thing in self._meant(landmark))

    def _has_passed(self, landmark: Landmark) -> bool:
        if is_doorway(landmark):
            return passage.abreast(landmark, self.doorways, self._start, self.pose, passage.PAST_M) is not None
        return any(thing.id in self._was_ahead and abs(self._bearing(thing)) > BEHIND_RAD for thing in self._meant(landmark))

    def _bearing(self, thing: MapObject) -> float:
        return self.pose.bearing_to(thing.x_m, thing.y_m)
