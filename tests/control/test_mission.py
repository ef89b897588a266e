"""The mission runner: programs become tasks one by one; stops, keys and faults end or pause them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from control.mission import MissionConfig, MissionNode
from robot import topics
from robot.condition import Blocked, See
from robot.lessons import Learned, TaughtKinds
from robot.messages import (
    Battery,
    EyesHealth,
    Fault,
    Frame,
    MissionStatus,
    Odometry,
    Say,
    Sonar,
    StopRequest,
    Task,
    TaskStatus,
    Understanding,
)
from robot.program import (
    Expect,
    Find,
    Forget,
    Goto,
    Landmark,
    Photo,
    Program,
    Rename,
    Resume,
    Step,
    Stop,
    Teach,
    Tell,
    Travel,
    Turn,
    Wait,
)
from robot.program import (
    Say as SayStep,
)
from robot.steering import Handover
from tests.control.flatland import FakeWiring

CHAIR = Landmark(kind="chair", colour="red")


class Desk:
    """A mission node, with the navigator's part played by hand."""

    def __init__(self) -> None:
        self.wiring = FakeWiring()
        self.node = MissionNode(MissionConfig())
        self.node.wire(self.wiring)

    def hear(self, *steps: Step) -> None:
        self.wiring.say(topics.UNDERSTANDING, Understanding(t_ns=1, text="", program=Program(steps=steps), sentence="ok"))

    def answer(self, state: Any, reason: str = "", **target: Any) -> None:
        self.wiring.say(topics.TASK_STATUS, TaskStatus(t_ns=2, id=self.task.id, state=state, phase="", reason=reason, **target))

    @property
    def task(self) -> Task:
        task = self.wiring.last(topics.TASK)
        assert isinstance(task, Task)
        return task

    def status(self) -> MissionStatus:
        status = self.wiring.last(topics.MISSION)
        assert isinstance(status, MissionStatus)
        return status

    @property
    def said(self) -> list[str]:
        says: list[Say] = self.wiring.log.get("mission_says", [])
        return [say.text for say in says]


def test_steps_become_tasks_one_after_the_other() -> None:
    desk = Desk()
    desk.hear(Turn(angle_rad=1.5), Travel(distance_m=2.0), Goto(landmark=CHAIR), Stop())
    actions = []
    for _ in range(4):
        actions.append((desk.task.action, desk.task.angle_rad, desk.task.distance_m, desk.task.landmark))
        assert desk.status().state == "running" and desk.status().step == len(actions) - 1
        desk.answer("running")
        desk.answer("succeeded", "Done.")
    assert actions == [
        ("turn", 1.5, 0.0, None), ("travel", 0.0, 2.0, None), ("goto", 0.0, 0.0, CHAIR), ("stop", 0.0, 0.0, None),
    ]
    assert desk.status().state == "succeeded" and desk.status().steps == 4
    assert [task.id for task in desk.wiring.log["task"]] == [1, 2, 3, 4]


def test_a_failed_step_ends_the_mission_with_its_reason() -> None:
    desk = Desk()
    desk.hear(Goto(landmark=CHAIR), Stop())
    desk.answer("failed", "I saw no red chair.")
    assert desk.status().state == "failed" and desk.status().sentence == "I saw no red chair."
    assert desk.said[-1] == "I saw no red chair."
    assert len(desk.wiring.log["task"]) == 1


def test_the_sighting_is_told_once_with_side_and_distance() -> None:
    desk = Desk()
    desk.wiring.say(topics.ODOMETRY, Odometry(t_ns=0, x_m=1, y_m=0, heading_rad=0, speed_mps=0, turn_radps=0, covariance=()))
    desk.hear(Find(landmark=CHAIR))
    desk.answer("running", target_x_m=1.0, target_y_m=2.0)
    desk.answer("running", target_x_m=1.0, target_y_m=2.0)
    assert desk.said == ["I see the red chair, 2.0 m to the left."]


@pytest.mark.parametrize("topic", [topics.KEYBOARD_STOP, topics.LANGUAGE_STOP])
def test_a_stop_cancels_at_once(topic: Any) -> None:
    desk = Desk()
    desk.hear(Goto(landmark=CHAIR))
    desk.wiring.say(topic, StopRequest(t_ns=3, source="keyboard"))
    assert desk.task.action == "stop"
    assert desk.status().state == "failed" and "keyboard" in desk.status().sentence
    desk.answer("succeeded")
    assert desk.status().state == "failed"


def taken(person: bool = True, by: Any = "keys") -> Handover:
    return Handover(t_ns=3, person=person, by=by)


@pytest.mark.parametrize("by", ["keys", "gamepad"])
def test_a_person_who_takes_the_wheel_ends_the_program(by: Any) -> None:
    desk = Desk()
    desk.hear(Goto(landmark=CHAIR))
    desk.wiring.say(topics.HANDOVER, taken(by=by))
    assert desk.task.action == "stop" and desk.status().state == "failed"
    assert desk.said[-1] == f"I stopped because you took over with the {by}."
    desk.node.tick(60_000_000_000)
    assert desk.task.action == "stop" and len(desk.wiring.log["task"]) == 2


def test_who_gives_the_wheel_back_gives_the_program_back() -> None:
    desk = Desk()
    desk.hear(Turn(angle_rad=1.0), Goto(landmark=CHAIR))
    desk.answer("succeeded")
    desk.wiring.say(topics.HANDOVER, taken())
    desk.wiring.say(topics.HANDOVER, taken(by="gamepad"))
    desk.wiring.say(topics.HANDOVER, taken(person=False))
    assert desk.task.action == "goto" and desk.status().state == "running" and desk.status().step == 1


def test_with_the_wheel_comes_back_only_what_was_taken_with_it() -> None:
    desk = Desk()
    desk.wiring.say(topics.HANDOVER, taken(person=False))
    desk.hear(Goto(landmark=CHAIR))
    desk.wiring.say(topics.KEYBOARD_STOP, StopRequest(t_ns=3, source="keyboard"))
    desk.wiring.say(topics.HANDOVER, taken())
    desk.wiring.say(topics.HANDOVER, taken(person=False))
    assert [task.action for task in desk.wiring.log["task"]] == ["goto", "stop"]


def test_a_program_that_is_over_in_a_moment_brings_nothing_back() -> None:
    desk = Desk()
    desk.hear(Goto(landmark=CHAIR))
    desk.wiring.say(topics.HANDOVER, taken())
    desk.hear(SayStep(text="hello"))
    assert desk.status().state == "succeeded"
    desk.wiring.say(topics.HANDOVER, taken(person=False))  # as teleop says when it hears of a program that began
    assert [task.action for task in desk.wiring.log["task"]] == ["goto", "stop"]


def test_a_new_program_replaces_the_old_one() -> None:
    desk = Desk()
    desk.hear(Goto(landmark=CHAIR))
    old = desk.task.id
    desk.hear(Turn(angle_rad=1.0))
    assert desk.task.action == "turn" and desk.task.id > old
    desk.wiring.say(topics.TASK_STATUS, TaskStatus(t_ns=2, id=old, state="failed", phase=""))
    assert desk.status().state == "running"


def test_words_that_mean_nothing_fail_when_idle_and_are_only_answered_when_busy() -> None:
    desk = Desk()
    nonsense = Understanding(t_ns=1, text="go to the zebra", program=None, sentence="I don't know the word zebra.")
    desk.wiring.say(topics.UNDERSTANDING, nonsense)
    assert desk.status().state == "failed" and desk.said == ["I don't know the word zebra."]
    desk.hear(Goto(landmark=CHAIR))
    desk.wiring.say(topics.UNDERSTANDING, nonsense)
    assert desk.status().state == "running"


def test_what_can_not_be_used_of_what_was_taught_is_said() -> None:
    desk = Desk()
    desk.wiring.say(topics.TAUGHT, TaughtKinds(t_ns=1, kinds=("mug",)))
    assert desk.said == []
    desk.wiring.say(topics.TAUGHT, TaughtKinds(t_ns=2, kinds=(), problem="the folder was taught to another network"))
    assert desk.said == ["I can't use what I was taught: the folder was taught to another network."]


def test_a_lesson_goes_to_the_eyes_and_their_sentence_to_the_person() -> None:
    desk = Desk()
    desk.hear(Teach(name="mug"))
    lesson = desk.wiring.last(topics.LESSON)
    assert (lesson.action, lesson.name) == ("teach", "mug")
    assert desk.task.action == "stop" and desk.status().state == "running"
    desk.wiring.say(topics.LEARNED, Learned(t_ns=2, id=lesson.id - 1, good=False, sentence="an old one"))
    assert desk.status().state == "running"
    desk.wiring.say(topics.LEARNED, Learned(t_ns=2, id=lesson.id, good=True, sentence="I'll know your mug now."))
    assert desk.status().state == "succeeded" and desk.said == ["I'll know your mug now."]


def test_a_refused_lesson_fails_with_its_reason() -> None:
    desk = Desk()
    desk.hear(Rename(old="mug", new="cup"), Photo())
    lesson = desk.wiring.last(topics.LESSON)
    assert (lesson.action, lesson.name, lesson.new_name) == ("rename", "mug", "cup")
    desk.wiring.say(topics.LEARNED, Learned(t_ns=2, id=lesson.id, good=False, sentence="I was never taught 'mug'."))
    assert desk.status().state == "failed" and desk.said == ["I was never taught 'mug'."]


def test_a_lesson_that_nobody_answers_is_given_up() -> None:
    desk = Desk()
    desk.hear(Forget(name="mug"))
    desk.node.tick(20_000_000_000)
    assert desk.status().state == "failed" and "learns" in desk.status().sentence


def test_what_was_taught_can_be_asked() -> None:
    desk = Desk()
    desk.hear(Tell(about="taught"))
    desk.wiring.say(topics.TAUGHT, TaughtKinds(t_ns=1, kinds=("mug", "globe")))
    desk.hear(Tell(about="taught"))
    assert "this is my mug" in desk.said[0] and desk.said[1] == "You taught me mug and globe."


def test_a_photo_is_a_frame_taken_after_the_step_began() -> None:
    desk = Desk()
    image = np.zeros((2, 2, 3), np.uint8)
    desk.wiring.say(topics.CAMERA, Frame(t_ns=0, image=image))
    desk.hear(Photo())
    desk.node.tick(10)
    assert "photo" not in desk.wiring.log
    desk.wiring.say(topics.CAMERA, Frame(t_ns=20, image=image))
    desk.node.tick(30)
    assert desk.wiring.last(topics.PHOTO).t_ns == 20
    assert desk.status().state == "succeeded"


def test_a_dead_camera_fails_the_photo() -> None:
    desk = Desk()
    desk.hear(Photo())
    desk.node.tick(5_000_000_000)
    assert desk.status().state == "failed" and "camera" in desk.status().sentence


def test_a_node_that_restarts_pauses_and_gets_its_task_again() -> None:
    desk = Desk()
    desk.hear(Goto(landmark=CHAIR))
    first = desk.task.id
    desk.wiring.say(topics.FAULT, Fault(t_ns=2, node="navigate", error="boom", restarting=True))
    assert desk.status().state == "running" and "navigate" in desk.status().sentence
    desk.wiring.say(topics.FAULT, Fault(t_ns=3, node="navigate", error="boom", restarting=False))
    assert desk.task.action == "goto" and desk.task.id > first


def test_a_node_that_keeps_breaking_ends_the_mission() -> None:
    desk = Desk()
    desk.hear(Goto(landmark=CHAIR))
    for _ in range(3):
        desk.wiring.say(topics.FAULT, Fault(t_ns=2, node="detector", error="boom", restarting=True))
        desk.wiring.say(topics.FAULT, Fault(t_ns=2, node="detector", error="boom", restarting=False))
    assert desk.status().state == "failed" and "detector" in desk.status().sentence
    assert desk.task.action == "stop"


def echo(range_m: float) -> Sonar:
    return Sonar(t_ns=0, range_m=range_m, echo=True)


def test_a_motion_ends_when_its_condition_comes_true() -> None:
    desk = Desk()
    desk.hear(Travel(until=Blocked()), Turn(angle_rad=1.0))
    desk.wiring.say(topics.SONAR, echo(2.0))
    desk.node.tick(int(1e9))
    assert desk.task.action == "travel"
    desk.wiring.say(topics.SONAR, echo(0.3))
    desk.node.tick(int(2e9))
    assert [task.action for task in desk.wiring.log["task"]] == ["travel", "stop", "turn"]
    assert "I can't go on" in desk.said[-1] and desk.status().step == 1


def test_a_motion_that_ends_without_its_condition_has_failed() -> None:
    desk = Desk()
    desk.hear(Travel(until=See(landmark=CHAIR)))
    desk.answer("succeeded", "I went 3.00 m, then something was 0.29 m ahead.")
    assert desk.status().state == "failed" and "in vain" in desk.status().sentence


def test_a_condition_nobody_can_tell_is_said_before_anything_moves() -> None:
    desk = Desk()
    desk.hear(Travel(until=See(landmark=Landmark(kind="hall"))))
    assert desk.status().state == "failed" and desk.status().sentence.startswith("I can't tell when")
    assert "task" not in desk.wiring.log


def test_an_expectation_is_checked_and_told() -> None:
    desk = Desk()
    desk.hear(Expect(condition=See(landmark=CHAIR)), Turn(angle_rad=1.0))
    desk.node.tick(int(0.5e9))
    assert "task" not in desk.wiring.log  # the camera gets a moment
    desk.node.tick(int(3e9))
    assert desk.said[-1] == "I see the red chair: no." and desk.task.action == "turn"


def test_waiting_and_speaking_take_their_time_and_turn() -> None:
    desk = Desk()
    desk.hear(SayStep(text="hello"), Wait(duration_s=5.0), Turn(angle_rad=1.0))
    assert desk.said == ["hello"]
    for t_s, actions in ((4.0, ["stop"]), (6.0, ["stop", "turn"])):
        desk.node.tick(int(t_s * 1e9))
        assert [task.action for task in desk.wiring.log["task"]] == actions


def test_what_was_interrupted_can_be_gone_on_with() -> None:
    desk = Desk()
    desk.hear(Turn(angle_rad=1.0), Goto(landmark=CHAIR))
    desk.answer("succeeded")
    desk.wiring.say(topics.KEYBOARD_STOP, StopRequest(t_ns=3, source="keyboard"))
    desk.hear(Resume())
    assert desk.task.action == "goto" and desk.status().state == "running" and desk.status().step == 1
    desk.answer("succeeded", "I'm there.")
    assert desk.status().state == "succeeded"
    desk.hear(Resume())
    assert desk.said[-1] == "There is nothing to go on with."


def test_questions_are_answered_and_disturb_nothing() -> None:
    desk = Desk()
    desk.hear(Tell(about="why"))
    assert desk.said[-1] == "I have done nothing yet."
    desk.hear(Goto(landmark=CHAIR))
    tasks = len(desk.wiring.log["task"])
    desk.wiring.say(topics.BATTERY, Battery(t_ns=0, voltage_v=7.42, current_a=0.5, charge_mah=1.0))
    for about, words in (("understood", "go to the red chair"), ("where", "go to the red chair"), ("why", "I haven't stopped"),
                         ("battery", "7.4 volts"), ("seen", "nothing that I know")):
        desk.hear(Tell(about=about))  # type: ignore[arg-type]  # a topic
        assert words in desk.said[-1]
    assert len(desk.wiring.log["task"]) == tasks and desk.status().state == "running"
    desk.wiring.say(topics.KEYBOARD_STOP, StopRequest(t_ns=3, source="keyboard"))
    desk.hear(Tell(about="why"))
    assert desk.said[-1] == "I stopped because the keyboard told me to."


def test_stop_as_a_program_of_its_own_keeps_why_and_what_to_go_on_with() -> None:
    desk = Desk()
    desk.hear(Goto(landmark=CHAIR))
    desk.wiring.say(topics.LANGUAGE_STOP, StopRequest(t_ns=3, source="prompt"))
    desk.hear(Stop())
    assert desk.status().state == "succeeded" and desk.said[-1] == "I stand still."
    desk.hear(Tell(about="why"))
    assert desk.said[-1] == "I stopped because you said so."
    desk.hear(Resume())
    assert [task.action for task in desk.wiring.log["task"]] == ["goto", "stop", "stop", "goto"]


def test_why_the_eyes_fail_is_said_once_and_that_they_are_well_again() -> None:
    desk = Desk()
    desk.hear(Goto(landmark=CHAIR))
    for problem in ("the camera has seen only black for 1 s", "the camera has seen only black for 2 s", "", ""):
        desk.wiring.say(topics.EYES, EyesHealth(t_ns=5, problem=problem))
        assert desk.status().state == "running"
        assert ("only black" in desk.status().sentence) is bool(problem)
    assert desk.said == ["I stopped: the camera has seen only black for 1 s.", "I can see again."]
    assert len(desk.wiring.log["task"]) == 1
