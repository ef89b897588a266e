"""The mission runner: hears what words were taken to mean, and has it done step by step.

A new program replaces the old one; a stop, or a hand on the keyboard, ends it. Each step is one task for the navigator, or
a photo, which the mission takes itself.
"""

from __future__ import annotations

import math
from typing import Literal

from robot import topics
from robot.bus import queue, reliable
from robot.messages import (
    Fault,
    Frame,
    MissionStatus,
    Odometry,
    Photo,
    Say,
    StopRequest,
    Task,
    TaskStatus,
    Understanding,
    Velocity,
)
from robot.node import Node, NodeConfig, Wiring
from robot.poses import Pose
from robot.program import Face, Find, Goto, Landmark, Program, Step, Stop, Travel, Turn

UNSAID_M = 0.5  # "go forward", nothing said of how far
State = Literal["idle", "running", "succeeded", "failed"]


class MissionConfig(NodeConfig, frozen=True):
    most_faults: int = 3  # a node that keeps breaking down won't get better
    photo_wait_s: float = 3.0  # a camera that sends nothing for so long is broken
    tick_s: float = 0.1


class MissionNode(Node):
    name = "mission"
    Config = MissionConfig

    def __init__(self, config: MissionConfig) -> None:
        self.config = config
        self._program: Program | None = None
        self._step = 0
        self._task = Task(t_ns=0, id=0, action="stop")
        self._frame: Frame | None = None
        self._photo_ns: int | None = None
        self._pose: Pose | None = None
        self._seen_task = -1
        self._faults: dict[str, int] = {}
        self._paused_by = ""

    def wire(self, wiring: Wiring) -> None:
        self._tasks = wiring.publisher(topics.TASK)
        self._statuses = wiring.publisher(topics.MISSION)
        self._says = wiring.publisher(topics.MISSION_SAYS)
        self._photos = wiring.publisher(topics.PHOTO)
        wiring.subscribe(topics.UNDERSTANDING, self.on_understanding, reliable(8))
        wiring.subscribe(topics.TASK_STATUS, self.on_task_status, queue(16))
        wiring.subscribe(topics.KEYBOARD_STOP, self.on_stop, reliable(8))
        wiring.subscribe(topics.LANGUAGE_STOP, self.on_stop, reliable(8))
        wiring.subscribe(topics.TELEOP, self.on_teleop)
        wiring.subscribe(topics.FAULT, self.on_fault, reliable(32))
        wiring.subscribe(topics.CAMERA, self.on_camera)
        wiring.subscribe(topics.ODOMETRY, self.on_odometry)
        wiring.every(self.config.tick_s, self.tick)

    def on_understanding(self, heard: Understanding) -> None:
        """Start the program; words that make no program change nothing but are answered."""
        if heard.program is None or not heard.program.steps:
            self._say(heard.t_ns, heard.sentence)
            if self._program is None:
                self._report(heard.t_ns, "failed", heard.sentence, 0)
            return
        self._program = heard.program
        self._step = 0
        self._faults = {}
        self._paused_by = ""
        self._start_step(heard.t_ns)

    def on_task_status(self, status: TaskStatus) -> None:
        """Go on to the next step, or end, when the navigator has finished the present task."""
        if self._program is None or status.id != self._task.id or self._photo_ns is not None:
            return
        if status.target_x_m is not None and status.target_y_m is not None and self._seen_task != status.id:
            self._seen_task = status.id
            self._say(status.t_ns, self._sighting(status.target_x_m, status.target_y_m))
        if status.state == "succeeded":
            self._step_done(status.t_ns, status.reason)
        elif status.state == "failed":
            self._end(status.t_ns, "failed", status.reason)

    def on_stop(self, request: StopRequest) -> None:
        if self._program is not None:
            self._cancel(request.t_ns, f"I stopped because the {request.source} told me to.")

    def on_teleop(self, velocity: Velocity) -> None:
        if self._program is not None and (velocity.speed_mps or velocity.turn_radps):
            self._cancel(velocity.t_ns, "I stopped because you took over with the keys.")

    def on_fault(self, fault: Fault) -> None:
        """The car stands while a node restarts; a navigator that came back has forgotten its task."""
        if self._program is None or fault.node == self.name:
            return
        if fault.restarting:
            self._pause(fault)
        elif fault.node == self._paused_by:
            self._paused_by = ""
            if self._photo_ns is None:
                self._give(fault.t_ns, self._task)

    def on_camera(self, frame: Frame) -> None:
        self._frame = frame

    def on_odometry(self, odometry: Odometry) -> None:
        self._pose = Pose(odometry.x_m, odometry.y_m, odometry.heading_rad)

    def tick(self, now_ns: int) -> None:
        """Take the photo that a step waits for."""
        if self._program is None or self._photo_ns is None:
            return
        frame = self._frame
        if frame is not None and frame.t_ns >= self._photo_ns:
            self._photo_ns = None
            self._photos.publish(Photo(t_ns=frame.t_ns, image=frame.image, caption=self._caption()))
            self._step_done(now_ns, "I took a photo.")
        elif now_ns - self._photo_ns > self.config.photo_wait_s * 1e9:
            self._photo_ns = None
            self._end(now_ns, "failed", "I couldn't take the photo: the camera sends no pictures.")

    def _start_step(self, t_ns: int) -> None:
        assert self._program is not None
        step = self._program.steps[self._step]
        self._photo_ns = None
        self._report(t_ns, "running", f"I {step}.")
        task = _task(step, t_ns)
        if task is None:
            self._photo_ns = t_ns
        else:
            self._give(t_ns, task)

    def _step_done(self, t_ns: int, sentence: str) -> None:
        assert self._program is not None
        if self._step + 1 == len(self._program.steps):
            self._end(t_ns, "succeeded", sentence)
            return
        self._say(t_ns, sentence)
        self._step += 1
        self._start_step(t_ns)

    def _cancel(self, t_ns: int, sentence: str) -> None:
        self._give(t_ns, Task(t_ns=t_ns, id=0, action="stop"))
        self._end(t_ns, "failed", sentence)

    def _end(self, t_ns: int, state: State, sentence: str) -> None:
        self._say(t_ns, sentence)
        self._report(t_ns, state, sentence)
        self._program = None
        self._photo_ns = None

    def _pause(self, fault: Fault) -> None:
        self._faults[fault.node] = self._faults.get(fault.node, 0) + 1
        if self._faults[fault.node] >= self.config.most_faults:
            self._cancel(fault.t_ns, f"I gave up: the {fault.node} part keeps breaking down ({fault.error}).")
            return
        self._paused_by = fault.node
        self._report(fault.t_ns, "running", f"I wait: the {fault.node} part broke down and restarts.")

    def _give(self, t_ns: int, task: Task) -> None:
        """Send a task to the navigator under a new number, so that news of the old one no longer counts."""
        self._task = Task(
            t_ns=t_ns, id=self._task.id + 1, action=task.action, landmark=task.landmark, angle_rad=task.angle_rad,
            distance_m=task.distance_m,
        )
        self._tasks.publish(self._task)

    def _sighting(self, x_m: float, y_m: float) -> str:
        """ "I see the red chair, 1.2 m ahead." """
        words = str(self._task.landmark) if self._task.landmark else "it"
        if self._pose is None:
            return f"I see the {words}."
        side = _side(self._pose.bearing_to(x_m, y_m))
        return f"I see the {words}, {self._pose.distance_to(x_m, y_m):.1f} m {side}."

    def _caption(self) -> str:
        steps = self._program.steps[: self._step] if self._program else ()
        landmark = next((step.landmark for step in reversed(steps) if isinstance(step, (Goto, Find))), None)
        return f"the {landmark}" if landmark else "a photo"

    def _say(self, t_ns: int, sentence: str) -> None:
        self._says.publish(Say(t_ns=t_ns, text=sentence))

    def _report(self, t_ns: int, state: State, sentence: str, steps: int | None = None) -> None:
        count = steps if steps is not None else len(self._program.steps) if self._program else 0
        self._statuses.publish(
            MissionStatus(t_ns=t_ns, state=state, step=self._step if count else 0, steps=count, sentence=sentence))


def _task(step: Step, t_ns: int) -> Task | None:
    """The navigator's task for a step; None for a photo, which needs no motion."""
    match step:
        case Turn():
            return Task(t_ns=t_ns, id=0, action="turn", angle_rad=step.angle_rad)
        case Travel():
            return Task(t_ns=t_ns, id=0, action="travel", distance_m=step.signed_m(UNSAID_M))
        case Goto():
            return _seek("goto", step.landmark, t_ns)
        case Find() | Face():
            return _seek("find", step.landmark, t_ns)
        case Stop():
            return Task(t_ns=t_ns, id=0, action="stop")
    return None


def _seek(action: Literal["goto", "find"], landmark: Landmark, t_ns: int) -> Task:
    return Task(t_ns=t_ns, id=0, action=action, landmark=landmark)


def _side(bearing_rad: float) -> str:
    """Where something is, in a word."""
    if abs(bearing_rad) < math.radians(25):
        return "ahead"
    if abs(bearing_rad) > math.radians(135):
        return "behind me"
    return "to the left" if bearing_rad > 0 else "to the right"
