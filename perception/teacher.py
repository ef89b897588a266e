"""The teacher's node: what the person shows and names is looked at, learned, forgotten or renamed, and answered in words."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from models.runtime import ModelError
from perception.imprint import TeachingError, theirs
from perception.learner import Learner
from perception.photo_eyes import PhotoConfig
from perception.taught import TaughtError, noun
from perception.teaching import Picture, usable
from robot import topics
from robot.bus import queue, reliable
from robot.clock import to_s
from robot.lessons import Learned, Lesson
from robot.messages import Frame
from robot.node import Node, NodeConfig, Wiring

NOWHERE = "I have nowhere to keep what I learn: start me with --taught and a folder."


class TeacherNode(Node):
    """Takes a few pictures as the camera sees them after the words were said, and learns from them: `LESSON` to `LEARNED`.

    The network, which is the detector's, is loaded with the first lesson, so that a car that is taught nothing pays nothing.
    What is learned goes into the folder, where the detector finds it within a second.
    """

    name = "teacher"
    follows = MappingProxyType({"detector": ("model", "photo", "taught")})

    class Config(NodeConfig, frozen=True):
        model: str = ""  # whom it teaches, the detector's; empty is our own eyes
        photo: PhotoConfig = PhotoConfig()  # the detector's: where the networks of others are
        taught: str = ""  # the folder for what it is taught, the detector's; empty learns nothing
        views: int = 5
        every_s: float = 0.3  # so that the person can turn the thing a little
        wait_s: float = 4.0  # a camera that sends too few pictures for so long is broken

    def __init__(self, config: Config) -> None:
        self._config = config
        self._learner = Learner(config.model, config.photo.where)
        self._lesson: Lesson | None = None
        self._views: list[Frame] = []

    def wire(self, wiring: Wiring) -> None:
        self._learned = wiring.publisher(topics.LEARNED)
        wiring.subscribe(topics.LESSON, self.on_lesson, reliable(8))
        wiring.subscribe(topics.CAMERA, self.on_frame, queue(2))
        wiring.every(0.5, self.on_tick)

    def on_lesson(self, lesson: Lesson) -> None:
        """Begin to look, or do at once what needs no looking. A new lesson takes the place of one under way."""
        self._lesson, self._views = None, []
        if not self._config.taught:
            self._answer(lesson, False, NOWHERE)
        elif lesson.action == "teach":
            self._lesson = lesson
        else:
            self._try(lesson)

    def on_frame(self, frame: Frame) -> None:
        """Keep every so manieth picture of those taken since the words were said."""
        lesson = self._lesson
        if lesson is None or frame.t_ns < lesson.t_ns:
            return
        if not self._views or to_s(frame.t_ns - self._views[-1].t_ns) >= self._config.every_s:
            self._views.append(frame)
        if len(self._views) >= self._config.views:
            self._lesson = None
            self._try(lesson)

    def on_tick(self, now_ns: int) -> None:
        lesson = self._lesson
        if lesson is not None and to_s(now_ns - lesson.t_ns) > self._config.wait_s:
            self._lesson = None
            self._answer(lesson, False, "I couldn't look: the camera sends no pictures.")

    def _try(self, lesson: Lesson) -> None:
        try:
            self._answer(lesson, True, self._do(lesson))
        except TeachingError as refused:
            self._answer(lesson, False, str(refused))
        except (TaughtError, ModelError) as error:
            self._answer(lesson, False, f"I can't keep that: {error}.")

    def _do(self, lesson: Lesson) -> str:
        """Carry it out and say so. TeachingError, TaughtError and ModelError say why not."""
        folder = Path(self._config.taught)
        taught = self._learner.taught(folder)
        match lesson.action:
            case "teach":
                views: list[Picture] = [frame.image for frame in self._views]
                known = noun(lesson.name) in taught.names
                teacher = self._learner.teacher(folder)
                teacher.teach(lesson.name, usable(teacher.look, views), more=True)
                thing = theirs(noun(lesson.name))
                return f"I know {thing} better now." if known else f"I'll know {thing} now."
            case "forget":
                taught.forget(lesson.name)
                return f"I have forgotten {theirs(noun(lesson.name))}."
            case "rename":
                taught.rename(lesson.name, lesson.new_name)
                return f"I call it {noun(lesson.new_name)} now."

    def _answer(self, lesson: Lesson, good: bool, sentence: str) -> None:
        self._views = []
        self._learned.publish(Learned(t_ns=lesson.t_ns, id=lesson.id, good=good, sentence=sentence))
