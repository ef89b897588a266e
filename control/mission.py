"""The mission runner: hears what words were taken to mean, and has it done step by step.

What comes after what, and what is tried next where something fails, is the interpreter's (robot/interpreter); the carrier
(control/carrier.py) carries out what it orders. A new program replaces the old one; a stop, or a person who takes the wheel,
interrupts it, and "continue" goes on with it. Questions are answered without disturbing what runs.
"""

from __future__ import annotations

from typing import Literal

from control.answers import Present, answer
from control.carrier import Carrier, CarrierConfig
from control.correction import corrected
from control.job import Job
from control.knowledge import Knowledge, KnowledgeConfig
from control.orders import Result
from robot import topics
from robot.bus import queue, reliable
from robot.interpreter.run import Run
from robot.lessons import Learned, TaughtKinds
from robot.messages import Battery, EyesHealth, Fault, MissionStatus, Say, StopRequest, TaskStatus, Understanding
from robot.node import Node, NodeConfig, Wiring
from robot.program import Answer, Choose, Face, Find, Goto, Program, Resume, Stop, Tell
from robot.steering import Handover

State = Literal["idle", "running", "succeeded", "failed"]


class MissionConfig(NodeConfig, frozen=True):
    knowledge: KnowledgeConfig = KnowledgeConfig()
    carrier: CarrierConfig = CarrierConfig()
    most_faults: int = 3  # a node that keeps breaking down won't get better
    tick_s: float = 0.1


class MissionNode(Node):
    name = "mission"
    Config = MissionConfig

    def __init__(self, config: MissionConfig) -> None:
        self.config = config
        self.knowledge = Knowledge(config.knowledge)
        self._carrier = Carrier(config.carrier, self.knowledge, self._say)
        self._job: Job | None = None
        self._interrupted: Job | None = None
        self._taken: Job | None = None  # what a person at the wheel interrupted last
        self._asked_for: Program | None = None  # the last program
        self._last = ""  # how it ended
        self._said = ""  # what the car said last
        self._meant: Goto | Find | Face | None = None  # the last thing that the person sent the car to
        self._battery: Battery | None = None
        self._taught: tuple[str, ...] = ()
        self._stopped_ns = -1  # when the words were said that stopped it last
        self._paused_by = ""
        self._blind = ""  # why the eyes can't be trusted

    def wire(self, wiring: Wiring) -> None:
        self._statuses = wiring.publisher(topics.MISSION)
        self._says = wiring.publisher(topics.MISSION_SAYS)
        self._carrier.wire(wiring)
        wiring.subscribe(topics.UNDERSTANDING, self.on_understanding, reliable(8))
        wiring.subscribe(topics.TASK_STATUS, self.on_task_status, queue(16))
        for stop in (topics.KEYBOARD_STOP, topics.LANGUAGE_STOP, topics.SPEECH_STOP):
            wiring.subscribe(stop, self.on_stop, reliable(8))
        wiring.subscribe(topics.BUTTON_STOP, self.on_stop)  # said again and again while it is pressed
        wiring.subscribe(topics.HANDOVER, self.on_handover, reliable(8))
        wiring.subscribe(topics.FAULT, self.on_fault, reliable(32))
        wiring.subscribe(topics.EYES, self.on_eyes)
        wiring.subscribe(topics.TAUGHT, self.on_taught)
        wiring.subscribe(topics.LEARNED, self.on_learned, reliable(8))
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
            self._hear_answer(heard, steps[0])
        elif isinstance(steps[0], Resume):
            self._resume(heard.t_ns)
        elif all(isinstance(step, Stop) for step in steps):
            self._stop(heard.t_ns)
        else:
            self._start(heard.t_ns, Job(heard.program, heard.alternatives, self.knowledge))

    def on_task_status(self, status: TaskStatus) -> None:
        if self._job is not None:
            self._advance(status.t_ns, self._job, self._carrier.on_task_status(status))

    def on_stop(self, request: StopRequest) -> None:
        self._stopped_ns = request.t_ns
        told = "you said so" if request.source in ("prompt", "speech") else f"the {request.source} told me to"
        self._interrupt(request.t_ns, f"I stopped because {told}.")

    def on_handover(self, handover: Handover) -> None:
        """A person who takes the wheel ends the program, as a stop does; with the wheel they can give that back as well."""
        if handover.person:
            if self._job is not None:
                self._taken = self._job
            self._interrupt(handover.t_ns, f"I stopped because you took over with the {handover.by}.")
        elif self._taken is not None and self._taken is self._interrupted and self._job is None:
            self._resume(handover.t_ns)

    def on_fault(self, fault: Fault) -> None:
        """The car stands while a node restarts; a navigator that came back has forgotten its task."""
        if self._job is None or fault.node == self.name:
            return
        if fault.restarting:
            self._pause(self._job, fault)
        elif fault.node == self._paused_by:
            self._paused_by = ""
            self._carrier.repeat_task(fault.t_ns)

    def on_eyes(self, health: EyesHealth) -> None:
        """Whatever runs waits in the navigator meanwhile; the person is told why, once, and when it is over."""
        if bool(health.problem) != bool(self._blind):
            words = f"I stopped: {health.problem}." if health.problem else "I can see again."
            self._say(health.t_ns, words)
            if self._job is not None:
                self._report(health.t_ns, "running", words if health.problem else self._job.sentence)
        self._blind = health.problem

    def on_learned(self, learned: Learned) -> None:
        if self._job is not None:
            self._advance(learned.t_ns, self._job, self._carrier.on_learned(learned))

    def on_taught(self, taught: TaughtKinds) -> None:
        self._taught = taught.kinds
        if taught.problem:
            self._say(taught.t_ns, f"I can't use what I was taught: {taught.problem}.")

    def on_battery(self, battery: Battery) -> None:
        self._battery = battery

    def tick(self, now_ns: int) -> None:
        self.knowledge.now_ns = now_ns
        if self._job is not None:
            self._advance(now_ns, self._job, self._carrier.tick(now_ns))

    # ---- programs --------------------------------------------------------------------------------------------------

    def _start(self, t_ns: int, job: Job) -> None:
        self._paused_by = ""
        self._taken = None
        self._job, self._asked_for = job, job.program
        self._run(t_ns, job, None)

    def _advance(self, t_ns: int, job: Job, result: Result | None) -> None:
        """Hand the result of the present order over, if there is one."""
        if result is not None:
            self._run(t_ns, job, result)

    def _run(self, t_ns: int, job: Job, result: Result | None) -> None:
        """Begin orders until one takes time, or the program ends. `result` is that of the order before."""
        while True:
            before = job.at
            try:
                job.order = job.script.send(result) if result is not None else next(job.script)
            except StopIteration as end:
                self._finish(t_ns, job, end.value, result)
                return
            if result is not None and result.sentence:
                self._say(t_ns, result.sentence)
            if job.at != before:
                self.knowledge.begin_step(t_ns)
                self._report(t_ns, "running", job.sentence)
            result = self._carrier.begin(t_ns, job.order)
            if result is None:
                return

    def _finish(self, t_ns: int, job: Job, run: Run | None, result: Result | None) -> None:
        last = result.sentence if result else ""
        if run is not None:
            self._end(t_ns, "succeeded", last or run.sentence or "Done.")
        else:
            self._end(t_ns, "failed", job.failure or last or "I couldn't do it.")

    def _hear_answer(self, heard: Understanding, step: Choose | Answer) -> None:
        """The answer to the question that is open; without one, what was meant by the last instruction."""
        t_ns = heard.t_ns
        if self._job is not None and self._carrier.asks:
            self._advance(t_ns, self._job, self._carrier.on_answer(step))
        elif isinstance(step, Choose) and self._meant is not None:
            self._start(t_ns, Job(Program(steps=(corrected(self._meant, step.landmark),)), (), self.knowledge))
        elif heard.alternatives:
            self._start(t_ns, Job(heard.alternatives[0].program, heard.alternatives[1:], self.knowledge))
        else:
            self._say(t_ns, "I haven't asked anything.")

    def _interrupt(self, t_ns: int, sentence: str) -> None:
        if self._job is not None:
            self._interrupted = self._job
            self._carrier.halt(t_ns)
            self._end(t_ns, "failed", sentence)

    def _stop(self, t_ns: int) -> None:
        """A program that only says stop: what was under way stays ready to be gone on with, and why it ended is kept."""
        if self._job is None and self._stopped_ns != t_ns:
            self._say(t_ns, "I stand still.")
        self._interrupt(t_ns, "I stopped because you said so.")
        self._carrier.halt(t_ns)
        self._report(t_ns, "succeeded", "I stopped.")

    def _resume(self, t_ns: int) -> None:
        """Go on with what was interrupted last."""
        job, self._interrupted = self._interrupted, None
        if self._job is not None:
            self._say(t_ns, "I am still at it.")
        elif job is None or job.order is None:
            self._say(t_ns, "There is nothing to go on with.")
            self._report(t_ns, "failed", "There is nothing to go on with.")
        else:
            self._job = job
            self._report(t_ns, "running", job.sentence)
            self._advance(t_ns, job, self._carrier.begin(t_ns, job.order))

    def _answer(self, t_ns: int, questions: tuple[Tell, ...]) -> None:
        job = self._job
        present = Present(
            program=self._asked_for, doing=job.sentence if job else "", last=self._last, seen=self.knowledge.seen(),
            battery=self._battery, asked=self._said, here=self.knowledge.here(),
            taught=self._taught,
        )  # fmt: skip
        for question in questions:
            sentence = answer(question.about, present)
            self._say(t_ns, sentence)
            if job is None:
                self._report(t_ns, "succeeded", sentence)

    def _end(self, t_ns: int, state: State, sentence: str) -> None:
        job = self._job
        assert job is not None
        self._carrier.drop(t_ns)
        self._say(t_ns, sentence)
        self._report(t_ns, state, sentence, job.trace)
        self._last = sentence
        self._meant = next((step for step in reversed(job.program.steps) if isinstance(step, Goto | Find | Face)), self._meant)
        self._job = None

    def _pause(self, job: Job, fault: Fault) -> None:
        job.faults[fault.node] = job.faults.get(fault.node, 0) + 1
        if job.faults[fault.node] >= self.config.most_faults:
            self._carrier.halt(fault.t_ns)
            self._end(fault.t_ns, "failed", f"I gave up: the {fault.node} part keeps breaking down ({fault.error}).")
            return
        self._paused_by = fault.node
        self._report(fault.t_ns, "running", f"I wait: the {fault.node} part broke down and restarts.")

    # ---- what is said ----------------------------------------------------------------------------------------------

    def _say(self, t_ns: int, sentence: str) -> None:
        self._said = sentence
        self._says.publish(Say(t_ns=t_ns, text=sentence))

    def _report(self, t_ns: int, state: State, sentence: str, trace: tuple[str, ...] = ()) -> None:
        job = self._job
        steps, step = (len(job.program.steps), job.step) if job else (0, 0)
        self._statuses.publish(MissionStatus(
            t_ns=t_ns, state=state, step=step, steps=steps, sentence=sentence, trace=trace,
        ))  # fmt: skip
