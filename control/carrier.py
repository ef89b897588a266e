"""Carries out orders: tasks go to the navigator, photos are taken, conditions watched, questions asked."""

from __future__ import annotations

import math
from collections.abc import Callable

import msgspec

from control.answers import listed
from control.knowledge import AHEAD_RAD, Knowledge
from control.orders import Ask, Check, Move, Order, Rest, Result, Shoot, Speak, Study
from robot import topics
from robot.clock import to_s
from robot.condition import Condition, Not
from robot.lessons import Learned, Lesson
from robot.messages import Frame, Photo, Question, Task, TaskStatus
from robot.node import Wiring
from robot.program import Answer, Choose
from robot.wording import mine

STOP = Task(t_ns=0, id=0, action="stop")


class CarrierConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    photo_wait_s: float = 3.0  # a camera that sends nothing for so long is broken
    study_s: float = 8.0  # nobody learns as slowly as that: there is no teacher
    check_s: float = 1.5  # how long a picture may take to show what is asked about
    answer_s: float = 15.0  # a question that nobody answers for so long is withdrawn


class Carrier:
    """Has one order at a time. Every step function gives the order's result once there is one, else None."""

    def __init__(self, config: CarrierConfig, knowledge: Knowledge, say: Callable[[int, str], None]) -> None:
        self._config = config
        self._knowledge = knowledge
        self._say = say
        self._order: Order | None = None
        self._since_ns = 0
        self._task = STOP
        self._seen_task = -1
        self._frame: Frame | None = None
        self._question: Question | None = None
        self._lesson = 0

    def wire(self, wiring: Wiring) -> None:
        self._tasks = wiring.publisher(topics.TASK)
        self._photos = wiring.publisher(topics.PHOTO)
        self._questions = wiring.publisher(topics.QUESTION)
        self._lessons = wiring.publisher(topics.LESSON)
        wiring.subscribe(topics.CAMERA, self.on_camera)

    @property
    def asks(self) -> bool:
        """Whether it waits for the answer to a question."""
        return self._question is not None

    def begin(self, t_ns: int, order: Order) -> Result | None:
        """Take an order up; the one before is over."""
        self._close_question(t_ns)
        self._order, self._since_ns = order, t_ns
        match order:
            case Move(task=task, until=until):
                if until is not None and not self._knowledge.can_tell(until):
                    return Result(False, sentence(f"I can't tell when {until}"))
                self._give(t_ns, task)
            case Rest() | Shoot():
                self._give(t_ns, STOP)
            case Study(action=action, name=name, new_name=new_name):
                self._give(t_ns, STOP)
                self._lesson += 1
                self._lessons.publish(Lesson(t_ns=t_ns, id=self._lesson, action=action, name=name, new_name=new_name))
            case Speak(text=text):
                self._say(t_ns, text)
                return Result(True)
            case Ask(text=text, about=about, choices=choices):
                self._give(t_ns, STOP)
                self._say(t_ns, text)
                self._question = Question(t_ns=t_ns, text=text, about=about, choices=choices)
                self._questions.publish(self._question)
        return None

    def drop(self, t_ns: int) -> None:
        """There is no order any more."""
        self._close_question(t_ns)
        self._order = None

    def halt(self, t_ns: int) -> None:
        """Drop the order and stand."""
        self.drop(t_ns)
        self._give(t_ns, STOP)

    def repeat_task(self, t_ns: int) -> None:
        """Give the navigator its task again: it was restarted and has forgotten it."""
        if isinstance(self._order, Move):
            self._give(t_ns, self._task)

    def on_camera(self, frame: Frame) -> None:
        self._frame = frame

    def on_task_status(self, status: TaskStatus) -> Result | None:
        order = self._order
        if status.id != self._task.id or not isinstance(order, Move):
            return None
        if status.target_x_m is not None and status.target_y_m is not None and self._seen_task != status.id:
            self._seen_task = status.id
            self._say(status.t_ns, self._sighting(status.target_x_m, status.target_y_m))
        return None if status.state == "running" else self._ended(order, status)

    def on_learned(self, learned: Learned) -> Result | None:
        """What the eyes made of the lesson."""
        if not isinstance(self._order, Study) or learned.id != self._lesson:
            return None
        return Result(learned.good, learned.sentence)

    def on_answer(self, step: Choose | Answer) -> Result:
        """What the person answered to the question."""
        return Result(True, answer=step.yes if isinstance(step, Answer) else step.landmark)

    def tick(self, now_ns: int) -> Result | None:
        """Watch what the order waits for."""
        waited_s = to_s(now_ns - self._since_ns)
        match self._order:
            case Move(until=until) if until is not None and self._knowledge.holds(until):
                self._give(now_ns, STOP)
                return Result(True, sentence(f"Now {until}"))
            case Shoot(caption=caption):
                return self._photograph(waited_s, caption)
            case Study() if waited_s >= self._config.study_s:
                return Result(False, "I couldn't do that: the part of me that learns doesn't answer.")
            case Rest(duration_s=duration_s, until=until, quiet=quiet):
                over = waited_s >= duration_s or (until is not None and self._knowledge.holds(until))
                return Result(True, "" if quiet else "I waited.") if over else None
            case Check(condition=condition):
                return self._checked(waited_s, condition)
            case Ask() if waited_s >= self._config.answer_s:
                return Result(False)
        return None

    def _ended(self, order: Move, status: TaskStatus) -> Result:
        """What the end of a task means for its order: a condition that had to come true and didn't is a failure."""
        good = status.state == "succeeded"
        if order.must and order.until is not None:
            met = bool(self._knowledge.holds(order.until))
            return Result(met, status.reason if met else f"{status.reason} I waited in vain for this: {order.until}.")
        return Result(good, "" if good and order.quiet else status.reason, status.thing if good else -1)

    def _photograph(self, waited_s: float, caption: str) -> Result | None:
        frame = self._frame
        if frame is not None and frame.t_ns >= self._since_ns:
            self._photos.publish(Photo(t_ns=frame.t_ns, image=frame.image, caption=caption))
            seen = self._knowledge.seen()
            return Result(True, f"I took a photo. It shows {listed(seen)}." if seen else "I took a photo.")
        if waited_s > self._config.photo_wait_s:
            return Result(False, "I couldn't take the photo: the camera sends no pictures.")
        return None

    def _checked(self, waited_s: float, condition: Condition) -> Result | None:
        """Whether the condition holds, once that is clear: what isn't seen at once may be on the next picture."""
        holds = self._knowledge.holds(condition)
        if holds is None:
            return Result(False, sentence(f"I can't tell whether {condition}"))
        if (holds and not isinstance(condition, Not)) or waited_s > self._config.check_s:
            return Result(holds, sentence(f"{condition}: {'yes' if holds else 'no'}"), told=holds)
        return None

    def _give(self, t_ns: int, task: Task) -> None:
        """Send a task to the navigator under a new number, so that news of the old one no longer counts."""
        self._task = msgspec.structs.replace(task, t_ns=t_ns, id=self._task.id + 1)
        self._tasks.publish(self._task)

    def _close_question(self, t_ns: int) -> None:
        if self._question is not None:
            self._questions.publish(msgspec.structs.replace(self._question, t_ns=t_ns, open=False))
            self._question = None

    def _sighting(self, x_m: float, y_m: float) -> str:
        """ "I see the red chair, 1.2 m ahead." """
        words = self._task.landmark.name if self._task.landmark else "it"
        pose = self._knowledge.pose
        return f"I see {words}, {pose.distance_to(x_m, y_m):.1f} m {_side(pose.bearing_to(x_m, y_m))}."


def sentence(words: str) -> str:
    """About the car itself, as it says it: "you are at the chair" → "I am at the chair"."""
    words = mine(words)
    return words[:1].upper() + words[1:] + ("" if words.endswith(".") else ".")


def _side(bearing_rad: float) -> str:
    """Where something is, in a word."""
    if abs(bearing_rad) < AHEAD_RAD:
        return "ahead"
    if abs(bearing_rad) > math.radians(135):
        return "behind me"
    return "to the left" if bearing_rad > 0 else "to the right"
