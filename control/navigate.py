"""The navigator: hears a task, drives the car, and says how it goes.

What the car does is written as routines (`control/routine.py`); this node only feeds the senses, asks the running routine
for the next motion 20 times a second, and publishes motion and status.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from control.along import Along, AlongConfig
from control.approach import LOST, Approach, ApproachConfig
from control.follow import Driver, FollowConfig
from control.moves import Moves, MovesConfig
from control.plan import Cell, PlanConfig, Reach, Terrain
from control.routine import STAND, Drive, Outcome, Routine, until
from control.search import Search, SearchConfig
from control.senses import Senses, SensesConfig
from control.target import TargetChooser, TargetConfig
from robot import topics
from robot.bus import queue, reliable
from robot.clock import to_ns
from robot.messages import Bumper, EyesHealth, Grid, MapObject, MotorState, Plan, Sonar, Task, TaskStatus, Velocity
from robot.node import Cost, Node, NodeConfig, Wiring
from robot.places import is_doorway
from robot.program import Landmark

TICK_COST = Cost(3e-3)  # most ticks take 0.2 ms; a replanning one, twice a second, takes 20-30 ms


class NavigateConfig(NodeConfig, frozen=True):
    senses: SensesConfig = SensesConfig()
    moves: MovesConfig = MovesConfig()
    plan: PlanConfig = PlanConfig()
    follow: FollowConfig = FollowConfig()
    search: SearchConfig = SearchConfig()
    approach: ApproachConfig = ApproachConfig()
    target: TargetConfig = TargetConfig()
    along: AlongConfig = AlongConfig()
    tick_s: float = 0.05
    status_every: int = 2  # ticks between two status messages: 10 Hz
    place_m: float = 0.4  # a place is reached within so much: where the car stood, something else may stand now
    budget_s: float = 400.0  # a thing that isn't found by then is given up
    last_s: float = 40.0  # one that is found in the last moment may be reached by then


class NavigatorNode(Node):
    name = "navigate"
    Config = NavigateConfig

    def __init__(self, config: NavigateConfig) -> None:
        self.config = config
        self.senses = Senses(config.senses)
        self._moves = Moves(self.senses, config.moves)
        self._driver = Driver(self.senses, self._moves, config.plan, config.follow, self._show_path)
        self._task: Task | None = None
        self._routine: Routine[Outcome] | None = None
        self._deadline_ns = 0
        self._phase = ""
        self._target: MapObject | None = None
        self._blind = False
        self._ticks = 0

    def wire(self, wiring: Wiring) -> None:
        senses = self.senses
        self._velocities = wiring.publisher(topics.NAVIGATION)
        self._statuses = wiring.publisher(topics.TASK_STATUS)
        self._plans = wiring.publisher(topics.PLAN)
        wiring.subscribe(topics.TASK, self.on_task, reliable(8))
        wiring.subscribe(topics.ODOMETRY, senses.hear_odometry, queue(8))
        wiring.subscribe(topics.FREE_SPACE, senses.hear_free_space)
        wiring.subscribe(topics.DETECTIONS, senses.hear_detections)
        wiring.subscribe(topics.OBJECTS, senses.hear_objects)
        wiring.subscribe(topics.DOORWAYS, senses.hear_doorways)
        wiring.subscribe(topics.GRID, self.on_grid)
        wiring.subscribe(topics.SONAR, self.on_sonar)
        wiring.subscribe(topics.BUMPER, self.on_bumper)
        wiring.subscribe(topics.MOTORS, self.on_motors)
        wiring.subscribe(topics.EYES, self.on_eyes)
        wiring.every(self.config.tick_s, self.tick, TICK_COST)

    def on_grid(self, grid: Grid) -> None:
        self.senses.grid = grid

    def on_sonar(self, sonar: Sonar) -> None:
        self.senses.sonar = sonar

    def on_bumper(self, bumper: Bumper) -> None:
        self.senses.bumper_pressed = bumper.pressed

    def on_motors(self, motors: MotorState) -> None:
        self.senses.motors = motors

    def on_eyes(self, health: EyesHealth) -> None:
        self._blind = bool(health.problem)

    def on_task(self, task: Task) -> None:
        """Start the task; the one that was running is dropped."""
        if self._routine is not None:
            self._routine.close()
        self._task = task
        self._target = None
        self._phase = "starting"
        self._routine = self._begin(task)
        self._deadline_ns = 0

    def tick(self, now_ns: int) -> None:
        """One step of the running routine."""
        self.senses.now_ns = now_ns
        if self._task is None or self._routine is None:
            return
        if self._deadline_ns == 0:
            self._deadline_ns = now_ns + to_ns(self._task.within_s or self.config.budget_s)
            self.senses.start_afresh()
        if self._blind:  # stand, and go on from here once the eyes are well: that the car stood was no obstacle's fault
            self.senses.start_afresh()
            self._drive(now_ns, STAND)
            return
        try:
            drive = next(self._routine)
        except StopIteration as end:
            self._finish(now_ns, end.value)
            return
        self._drive(now_ns, drive)
        if self._ticks % self.config.status_every == 0:
            self._say(now_ns, "running", "")
        self._ticks += 1

    def _begin(self, task: Task) -> Routine[Outcome]:
        if task.action == "turn":
            self._phase = "turning"
            return self._moves.turn(task.angle_rad)
        if task.action == "travel":
            self._phase = "driving"
            return self._moves.travel(task.distance_m)
        if task.action == "along":
            self._phase = "going on"
            glances = _glances(task.landmark)
            return Along(self.senses, self._moves, self._driver, self.config.along, task.angle_rad, glances).run()
        if task.action == "stop":
            return self._stop()
        if task.action == "place":
            return self._go_to(task.x_m, task.y_m)
        if task.landmark is None:
            return self._fail(f"The task {task.action!r} names nothing to look for.")
        return self._seek(task, task.landmark)

    def _go_to(self, x_m: float, y_m: float) -> Routine[Outcome]:
        """Drive to a place of the odometry frame, as near as the car gets."""
        config = self.config
        self._tell("going there")

        def choose(terrain: Terrain, reach: Reach) -> Cell | None:
            return reach.best(terrain.within(x_m, y_m, config.place_m), 10.0 * terrain.distance(x_m, y_m))

        trouble = yield from until(self._driver.drive_to(choose), self._late)
        off_m = self.senses.pose.distance_to(x_m, y_m)
        if trouble and off_m > config.place_m:
            return Outcome(False, f"I couldn't get there: {trouble}.")
        return Outcome(True, "I'm there.")

    def _seek(self, task: Task, landmark: Landmark) -> Routine[Outcome]:
        """Search, go there (or only face it), and search on when a closer look shows something else."""
        config, senses = self.config, self.senses
        senses.minds_doorways = is_doorway(landmark)
        left_out = [thing for id in task.unwanted if (thing := senses.object(id)) is not None]
        target = TargetChooser(landmark, config.target, left_out)
        search = Search(senses, self._moves, self._driver, target, config.search, self._tell)
        closing = config.approach.stopping(task.distance_m) if task.distance_m else config.approach
        approach = Approach(senses, self._moves, self._driver, target, closing, self._tell)
        wanted = senses.object(task.wanted)
        trouble = ""
        while not self._late():
            found = wanted or (yield from until(search.run(), self._late))
            if not isinstance(found, MapObject):
                trouble = trouble or search.trouble
                break
            self._target = found
            if task.action == "find":
                yield from approach.face(found)
                return self._take("I see", found, target)
            trouble = yield from until(approach.run(found), lambda: self._late(approach))
            if not trouble:
                return self._take("I'm at", approach.thing or found, target)
            if wanted is not None:
                break
            if trouble == LOST:
                target.note_loss(approach.thing or found, self.senses.objects)
            else:
                target.postpone(approach.thing or found, senses.now_ns)
            self._target = None
        return Outcome(False, self._why_not(landmark, trouble))

    def _take(self, doing: str, thing: MapObject, target: TargetChooser) -> Outcome:
        """The search has come to its end with this thing; say so, and what isn't certain about it."""
        self._target = thing
        doubt = target.doubt(thing, self.senses.objects, self.senses.pose)
        if doubt:
            return Outcome(True, f"{doing} the {thing.kind} that fits best. {doubt}")
        return Outcome(True, f"{doing} the {target.landmark}.")

    def _late(self, approach: Approach | None = None) -> str | None:
        """Whether the time is over, in words; also keeps the approached thing's newest place for the status."""
        end_ns = self._deadline_ns
        if approach is not None:
            self._target = approach.thing or self._target
            end_ns += 0 if self._task is not None and self._task.within_s else to_ns(self.config.last_s)
        return "the time was over" if self.senses.now_ns >= end_ns else None

    def _why_not(self, landmark: Landmark, trouble: str) -> str:
        if trouble:
            return f"I didn't get to the {landmark}: {trouble}."
        if self._late() and self._task is not None:
            return f"I looked for {self._task.within_s or self.config.budget_s:.0f} seconds and didn't find the {landmark}."
        return f"I looked everywhere I could reach and saw no {landmark}."

    def _stop(self) -> Routine[Outcome]:
        yield STAND
        return Outcome(True, "I stopped.")

    def _fail(self, reason: str) -> Routine[Outcome]:
        yield STAND
        return Outcome(False, reason)

    def _tell(self, phase: str) -> None:
        self._phase = phase

    def _show_path(self, points: Sequence[tuple[float, float]]) -> None:
        self._plans.publish(Plan(t_ns=self.senses.now_ns, points=tuple(points)))

    def _drive(self, now_ns: int, drive: Drive) -> None:
        self.senses.note_drive(drive.speed_mps, drive.turn_radps)
        self._velocities.publish(Velocity(t_ns=now_ns, speed_mps=drive.speed_mps, turn_radps=drive.turn_radps))

    def _finish(self, now_ns: int, outcome: Outcome) -> None:
        """Stand, say how it ended, and let go of the wheel: nothing is published until the next task."""
        self._routine = None
        self._drive(now_ns, STAND)
        self._say(now_ns, "succeeded" if outcome.succeeded else "failed", outcome.reason)

    def _say(self, now_ns: int, state: Literal["running", "succeeded", "failed"], reason: str) -> None:
        assert self._task is not None
        target = self._target
        self._statuses.publish(TaskStatus(
            t_ns=now_ns, id=self._task.id, state=state, phase=self._phase, reason=reason,
            target_x_m=target.x_m if target else None, target_y_m=target.y_m if target else None,
            thing=target.id if target else -1,
        ))  # fmt: skip


def _glances(landmark: Landmark | None) -> tuple[float, ...]:
    """To which sides to look for doorways that are counted on the way."""
    if landmark is None or not is_doorway(landmark):
        return ()
    return {"left": (1.0,), "right": (-1.0,)}.get(landmark.side, (1.0, -1.0))
