"""The mission runner: hears what words were taken to mean, and has it done step by step.

What comes after what, and what is tried next where something fails, is the interpreter's (robot/interpreter). This node
carries out what it orders: tasks go to the navigator, photos are taken, conditions watched, questions asked, and results
handed back. A new program replaces the old one; a stop, or a hand on the keyboard,
interrupts it, and "continue" goes on with it. Questions are answered without disturbing what runs.
"""

from __future__ import annotations

import math
from typing import Literal

import msgspec

from control.answers import answer, listed
from control.correction import corrected
from control.job import Job
from control.knowledge import AHEAD_RAD, Knowledge, KnowledgeConfig
from control.orders import Ask, Check, Move, Rest, Result, Shoot, Speak
from robot import topics
from robot.bus import queue, reliable
from robot.clock import to_s
from robot.condition import Condition, Not
from robot.interpreter.run import Run
from robot.messages import (
    Battery,
    Fault,
    Frame,
    MissionStatus,
    Photo,
    Question,
    Say,
    StopRequest,
    Task,
    TaskStatus,
    Understanding,
    Velocity,
)
from robot.node import Node, NodeConfig, Wiring
from robot.program import Answer, Choose, Face, Find, Goto, Program, Resume, Stop, Tell

State = Literal["idle", "running", "succeeded", "failed"]
STOP = Task(t_ns=0, id=0, action="stop")


class MissionConfig(NodeConfig, frozen=True):
    knowledge: KnowledgeConfig = KnowledgeConfig()
    most_faults: int = 3  # a node that keeps breaking down won't get better
    photo_wait_s: float = 3.0  # a camera that sends nothing for so long is broken
    check_s: float = 1.5  # how long a picture may take to show what is asked about
    answer_s: float = 15.0  # a question that nobody answers for so long is withdrawn
    tick_s: float = 0.1


class MissionNode(Node):
    name = "mission"
    Config = MissionConfig

    def __init__(self, config: MissionConfig) -> None:
        self.config = config
        self.knowledge = Knowledge(config.knowledge)
        self._job: Job | None = None
        self._interrupted: Job | None = None
        self._last = ""  # how the last program ended
        self._task = STOP
        self._seen_task = -1
        self._frame: Frame | None = None
        self._battery: Battery | None = None
        self._paused_by = ""
        self._question: Question | None = None  # the one that is open
        self._meant: Goto | Find | Face | None = None  # the last thing that the person sent the car to

    def wire(self, wiring: Wiring) -> None:
        self._tasks = wiring.publisher(topics.TASK)
        self._statuses = wiring.publisher(topics.MISSION)
        self._says = wiring.publisher(topics.MISSION_SAYS)
        self._photos = wiring.publisher(topics.PHOTO)
        self._questions = wiring.publisher(topics.QUESTION)
        wiring.subscribe(topics.UNDERSTANDING, self.on_understanding, reliable(8))
        wiring.subscribe(topics.TASK_STATUS, self.on_task_status, queue(16))
        wiring.subscribe(topics.KEYBOARD_STOP, self.on_stop, reliable(8))
        wiring.subscribe(topics.LANGUAGE_STOP, self.on_stop, reliable(8))
        wiring.subscribe(topics.TELEOP, self.on_teleop)
        wiring.subscribe(topics.FAULT, self.on_fault, reliable(32))
        wiring.subscribe(topics.CAMERA, self.on_camera)
        wiring.subscribe(topics.BATTERY, self.on_battery)
        wiring.subscribe(topics.ODOMETRY, self.knowledge.hear_odometry)
        wiring.subscribe(topics.OBJECTS, self.knowledge.hear_objects)
        wiring.subscribe(topics.DOORWAYS, self.knowledge.hear_doorways)
        wiring.subscribe(topics.DETECTIONS, self.knowledge.hear_detections)
        wiring.subscribe(topics.SONAR, self.knowledge.hear_sonar)
        wiring.every(self.config.tick_s, self.tick)

    # ---- what is heard ---------------------------------------------------------------------------------------------

    def on_understanding(self, heard: Understanding) -> None:
        """Start the program; words that make no program change nothing but are answered."""
        steps = heard.program.steps if heard.program else ()
        if heard.program is None or not steps:
            self._say(heard.t_ns, heard.sentence)
            if self._job is None:
                self._report(heard.t_ns, "failed", heard.sentence)
        elif all(isinstance(step, Tell) for step in steps):
            self._answer(heard.t_ns, tuple(step for step in steps if isinstance(step, Tell)))
        elif isinstance(steps[0], Choose | Answer):
            self._hear_answer(heard.t_ns, steps[0])
        elif isinstance(steps[0], Resume):
            self._resume(heard.t_ns)
        elif all(isinstance(step, Stop) for step in steps):
            self._stop(heard.t_ns)
        else:
            self._start(heard.t_ns, Job(heard.program, heard.alternatives, self.knowledge))

    def on_task_status(self, status: TaskStatus) -> None:
        """Hand the script the result when the navigator has finished the present task."""
        order = self._job.order if self._job else None
        if status.id != self._task.id or not isinstance(order, Move):
            return
        if status.target_x_m is not None and status.target_y_m is not None and self._seen_task != status.id:
            self._seen_task = status.id
            self._say(status.t_ns, self._sighting(status.target_x_m, status.target_y_m))
        if status.state != "running":
            self._advance(status.t_ns, self._ended(order, status))

    def on_stop(self, request: StopRequest) -> None:
        told = "you said so" if request.source == "prompt" else f"the {request.source} told me to"
        self._interrupt(request.t_ns, f"I stopped because {told}.")

    def on_teleop(self, velocity: Velocity) -> None:
        if velocity.speed_mps or velocity.turn_radps:
            self._interrupt(velocity.t_ns, "I stopped because you took over with the keys.")

    def on_fault(self, fault: Fault) -> None:
        """The car stands while a node restarts; a navigator that came back has forgotten its task."""
        if self._job is None or fault.node == self.name:
            return
        if fault.restarting:
            self._pause(self._job, fault)
        elif fault.node == self._paused_by:
            self._paused_by = ""
            if isinstance(self._job.order, Move):
                self._give(fault.t_ns, self._task)

    def on_camera(self, frame: Frame) -> None:
        self._frame = frame

    def on_battery(self, battery: Battery) -> None:
        self._battery = battery

    # ---- carrying out orders ---------------------------------------------------------------------------------------

    def tick(self, now_ns: int) -> None:
        """Watch what the present order waits for."""
        self.knowledge.now_ns = now_ns
        job = self._job
        if job is None:
            return
        result: Result | None = None
        match job.order:
            case Move(until=condition) if condition is not None and self.knowledge.holds(condition):
                self._give(now_ns, STOP)
                result = Result(True, _sentence(f"Now {condition}"))
            case Shoot(caption=caption):
                result = self._photograph(now_ns, job, caption)
            case Rest(duration_s=duration_s, until=until):
                over = to_s(now_ns - job.since_ns) >= duration_s or (until is not None and self.knowledge.holds(until))
                result = Result(True, "I waited.") if over else None
            case Check(condition=condition):
                result = self._checked(now_ns, job, condition)
            case Ask() if to_s(now_ns - job.since_ns) >= self.config.answer_s:
                result = Result(False)
        if result is not None:
            self._advance(now_ns, result)

    def _advance(self, t_ns: int, result: Result | None) -> None:
        """Hand over a result (none at the beginning), and begin the next order, or end."""
        job = self._job
        assert job is not None
        self._close_question(t_ns)
        before = job.at
        try:
            job.order = job.script.send(result) if result is not None else next(job.script)
        except StopIteration as end:
            run: Run | None = end.value
            last = result.sentence if result else ""
            if run is not None:
                self._end(t_ns, "succeeded", last or run.sentence or "Done.")
            else:
                self._end(t_ns, "failed", job.failure or last or "I couldn't do it.")
            return
        if result is not None and result.sentence:
            self._say(t_ns, result.sentence)
        job.since_ns = t_ns
        if job.at != before:
            self.knowledge.begin_step(t_ns)
            self._report(t_ns, "running", job.sentence)
        self._begin(t_ns, job)

    def _begin(self, t_ns: int, job: Job) -> None:
        match job.order:
            case Move(task=task, until=until):
                if until is not None and not self.knowledge.can_tell(until):
                    self._advance(t_ns, Result(False, _sentence(f"I can't tell when {until}")))
                else:
                    self._give(t_ns, task)
            case Rest() | Shoot():
                self._give(t_ns, STOP)
            case Speak(text=text):
                self._say(t_ns, text)
                self._advance(t_ns, Result(True))
            case Ask(text=text, about=about, choices=choices):
                self._give(t_ns, STOP)
                self._say(t_ns, text)
                self._question = Question(t_ns=t_ns, text=text, about=about, choices=choices)
                self._questions.publish(self._question)

    def _ended(self, order: Move, status: TaskStatus) -> Result:
        """What the end of a task means for its order: a condition that had to come true and didn't is a failure."""
        good = status.state == "succeeded"
        if order.must and order.until is not None:
            met = bool(self.knowledge.holds(order.until))
            return Result(met, status.reason if met else f"{status.reason} I waited in vain for this: {order.until}.")
        return Result(good, status.reason, status.thing if good else -1)

    def _photograph(self, now_ns: int, job: Job, caption: str) -> Result | None:
        frame = self._frame
        if frame is not None and frame.t_ns >= job.since_ns:
            self._photos.publish(Photo(t_ns=frame.t_ns, image=frame.image, caption=caption or self._caption(job)))
            seen = self.knowledge.seen()
            return Result(True, f"I took a photo. It shows {listed(seen)}." if seen else "I took a photo.")
        if to_s(now_ns - job.since_ns) > self.config.photo_wait_s:
            return Result(False, "I couldn't take the photo: the camera sends no pictures.")
        return None

    def _checked(self, now_ns: int, job: Job, condition: Condition) -> Result | None:
        """Whether the condition holds, once that is clear: what isn't seen at once may be on the next picture."""
        holds = self.knowledge.holds(condition)
        if holds is None:
            return Result(False, _sentence(f"I can't tell whether {condition}"))
        if (holds and not isinstance(condition, Not)) or to_s(now_ns - job.since_ns) > self.config.check_s:
            return Result(holds, _sentence(f"{condition}: {'yes' if holds else 'no'}"), told=holds)
        return None

    def _start(self, t_ns: int, job: Job) -> None:
        self._close_question(t_ns)
        self._paused_by = ""
        self._job = job
        self._advance(t_ns, None)

    def _hear_answer(self, t_ns: int, step: Choose | Answer) -> None:
        """The answer to the question that is open; without one, what was meant by the last instruction."""
        job = self._job
        if job is not None and isinstance(job.order, Ask):
            self._advance(t_ns, Result(True, answer=step.yes if isinstance(step, Answer) else step.landmark))
        elif isinstance(step, Answer) or self._meant is None:
            self._say(t_ns, "I haven't asked anything.")
        else:
            meant = corrected(self._meant, step.landmark)
            self._meant = meant
            self._start(t_ns, Job(Program(steps=(meant,)), (), self.knowledge))

    def _close_question(self, t_ns: int) -> None:
        if self._question is not None:
            self._questions.publish(msgspec.structs.replace(self._question, t_ns=t_ns, open=False))
            self._question = None

    def _interrupt(self, t_ns: int, sentence: str) -> None:
        if self._job is not None:
            self._interrupted = self._job
            self._give(t_ns, STOP)
            self._end(t_ns, "failed", sentence)

    def _stop(self, t_ns: int) -> None:
        """A program that only says stop: what was under way stays ready to be gone on with, and why it ended is kept."""
        if self._job is None:
            self._say(t_ns, "I stand still.")
        self._interrupt(t_ns, "I stopped because you said so.")
        self._give(t_ns, STOP)
        self._report(t_ns, "succeeded", "I stopped.")

    def _resume(self, t_ns: int) -> None:
        """Go on with what was interrupted last."""
        job, self._interrupted = self._interrupted, None
        if self._job is not None:
            self._say(t_ns, "I am still at it.")
        elif job is None:
            self._say(t_ns, "There is nothing to go on with.")
            self._report(t_ns, "failed", "There is nothing to go on with.")
        else:
            self._job, job.since_ns = job, t_ns
            self._report(t_ns, "running", job.sentence)
            self._begin(t_ns, job)

    def _answer(self, t_ns: int, questions: tuple[Tell, ...]) -> None:
        job = self._job
        doing = job.sentence if job else ""
        program = job.program if job else None
        for question in questions:
            sentence = answer(question.about, program, doing, self._last, self.knowledge.seen(), self._battery)
            self._say(t_ns, sentence)
            if job is None:
                self._report(t_ns, "succeeded", sentence)

    def _end(self, t_ns: int, state: State, sentence: str) -> None:
        job = self._job
        assert job is not None
        self._close_question(t_ns)
        self._say(t_ns, sentence)
        self._report(t_ns, state, sentence, job.trace)
        self._last = sentence
        self._meant = next((step for step in reversed(job.program.steps) if isinstance(step, Goto | Find | Face)), self._meant)
        self._job = None

    def _pause(self, job: Job, fault: Fault) -> None:
        job.faults[fault.node] = job.faults.get(fault.node, 0) + 1
        if job.faults[fault.node] >= self.config.most_faults:
            self._give(fault.t_ns, STOP)
            self._end(fault.t_ns, "failed", f"I gave up: the {fault.node} part keeps breaking down ({fault.error}).")
            return
        self._paused_by = fault.node
        self._report(fault.t_ns, "running", f"I wait: the {fault.node} part broke down and restarts.")

    def _give(self, t_ns: int, task: Task) -> None:
        """Send a task to the navigator under a new number, so that news of the old one no longer counts."""
        self._task = msgspec.structs.replace(task, t_ns=t_ns, id=self._task.id + 1)
        self._tasks.publish(self._task)

    def _sighting(self, x_m: float, y_m: float) -> str:
        """ "I see the red chair, 1.2 m ahead." """
        words = self._task.landmark.name if self._task.landmark else "it"
        pose = self.knowledge.pose
        return f"I see {words}, {pose.distance_to(x_m, y_m):.1f} m {_side(pose.bearing_to(x_m, y_m))}."

    def _caption(self, job: Job) -> str:
        landmarks = [landmark for step in job.program.steps[: job.step] if (landmark := getattr(step, "landmark", None))]
        return landmarks[-1].name if landmarks else "a photo"

    def _say(self, t_ns: int, sentence: str) -> None:
        self._says.publish(Say(t_ns=t_ns, text=sentence))

    def _report(self, t_ns: int, state: State, sentence: str, trace: tuple[str, ...] = ()) -> None:
        job = self._job
        steps, step = (len(job.program.steps), job.step) if job else (0, 0)
        self._statuses.publish(MissionStatus(
            t_ns=t_ns, state=state, step=step, steps=steps, sentence=sentence, trace=trace,
        ))  # fmt: skip


def _side(bearing_rad: float) -> str:
    """Where something is, in a word."""
    if abs(bearing_rad) < AHEAD_RAD:
        return "ahead"
    if abs(bearing_rad) > math.radians(135):
        return "behind me"
    return "to the left" if bearing_rad > 0 else "to the right"


def _sentence(words: str) -> str:
    """About the car itself, as it says it: "you are at the chair" → "I am at the chair"."""
    words = words.replace("you are ", "I am ").replace("you see ", "I see ").replace("you can't", "I can't")
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")
