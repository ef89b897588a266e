"""What the mission does where several things fit, where something fails, and where the person corrects it."""

from __future__ import annotations

from robot import topics
from robot.clock import to_ns
from robot.condition import See
from robot.messages import Alternative, MapObject, ObjectMap, Odometry, Question, Task, Understanding
from robot.program import Answer, Choose, Expect, Goto, Landmark, Photo, Program, Say, Step, Turn
from tests.control.test_mission import Desk

CHAIR, LAMP = Landmark(kind="chair", words="the chair"), Landmark(kind="lamp")


class Room(Desk):
    """A desk that knows things, and whose car is where one puts it."""

    def __init__(self, *things: MapObject) -> None:
        super().__init__()
        self.stand(0.0, 0.0)
        self.wiring.say(topics.OBJECTS, ObjectMap(t_ns=0, objects=things))

    def stand(self, x_m: float, y_m: float, heading_rad: float = 0.0) -> None:
        self.wiring.say(topics.ODOMETRY, Odometry(
            t_ns=0, x_m=x_m, y_m=y_m, heading_rad=heading_rad, speed_mps=0, turn_radps=0, covariance=(),
        ))  # fmt: skip

    def hear_readings(self, *programs: tuple[Step, ...]) -> None:
        best, *others = (Program(steps=steps) for steps in programs)
        alternatives = tuple(Alternative(program=program, cost=0.5) for program in others)
        self.wiring.say(topics.UNDERSTANDING, Understanding(
            t_ns=1, text="", program=best, sentence="", alternatives=alternatives,
        ))  # fmt: skip

    @property
    def questions(self) -> list[Question]:
        found: list[Question] = self.wiring.log.get("question", [])
        return found

    def action(self) -> str:
        return self.task.action

    @property
    def tasks(self) -> list[Task]:
        found: list[Task] = self.wiring.log["task"]
        return found


def chair(id: int, colour: str, x_m: float, y_m: float) -> MapObject:
    return MapObject(id=id, kind="chair", colour=colour, x_m=x_m, y_m=y_m, std_m=0.1, log_odds=4.0, seen=9, last_seen_ns=0)


RED, BLUE = chair(1, "red", 2.0, 0.5), chair(2, "blue", 2.0, -0.5)


def test_it_asks_which_of_two_chairs_and_goes_to_the_one_that_is_said() -> None:
    room = Room(RED, BLUE)
    room.hear(Goto(landmark=CHAIR))
    [question] = room.questions
    assert question.open and question.about == CHAIR and "red" in question.text and "blue" in question.text
    assert room.said[-1] == question.text and room.action() == "stop"
    room.hear(Choose(landmark=Landmark(kind="chair", colour="blue")))
    assert room.action() == "goto" and room.task.wanted == 2
    assert not room.questions[-1].open


def test_nobody_answers_so_it_takes_the_nearest_and_says_so() -> None:
    room = Room(RED, chair(2, "blue", 3.0, 0.0))
    room.hear(Goto(landmark=CHAIR))
    room.node.tick(to_ns(10.0))
    assert room.action() == "stop"
    room.node.tick(to_ns(20.0))
    assert room.task.wanted == 1 and "nearest" in room.said[-1] and not room.questions[-1].open


def test_it_does_not_ask_where_any_will_do_or_one_is_much_nearer_or_it_was_said() -> None:
    for landmark, other in (
        (Landmark(kind="chair", words="a chair"), BLUE), (CHAIR, chair(2, "blue", 8.0, 0.0)),
        (Landmark(kind="chair", colour="red"), BLUE), (Landmark(kind="chair", quantifier="nearest"), BLUE),
    ):
        room = Room(RED, other)
        room.hear(Goto(landmark=landmark))
        assert room.questions == [] and room.action() == "goto"


def test_a_new_instruction_or_a_stop_ends_the_question() -> None:
    for step in (Turn(angle_rad=1.0), None):
        room = Room(RED, BLUE)
        room.hear(Goto(landmark=CHAIR))
        if step is None:
            room.node.on_stop(topics.LANGUAGE_STOP.type(t_ns=2, source="prompt"))
        else:
            room.hear(step)
        assert [question.open for question in room.questions] == [True, False]


def test_the_other_one_is_not_the_one_before() -> None:
    room = Room(RED, BLUE)
    room.hear(Goto(landmark=Landmark(kind="chair", colour="red")))
    room.answer("succeeded", "I'm at the red chair.", thing=1)
    room.hear(Choose(landmark=Landmark(kind="chair", quantifier="other")))
    assert room.action() == "goto" and room.task.unwanted == (1,)


def test_what_is_corrected_is_the_last_place_it_was_sent_to() -> None:
    room = Room(RED, BLUE)
    room.hear(Choose(landmark=Landmark(kind="one", colour="blue")))
    assert room.said[-1] == "I haven't asked anything."
    room.hear(Goto(landmark=LAMP), Photo())
    room.node.on_stop(topics.LANGUAGE_STOP.type(t_ns=2, source="prompt"))
    room.hear(Choose(landmark=Landmark(kind="one", colour="blue")))
    assert room.task.landmark == Landmark(kind="lamp", colour="blue")


def test_an_expectation_that_fails_leads_back_and_to_the_other_chair() -> None:
    room = Room(RED, chair(2, "blue", 8.0, 0.0))
    room.hear(Goto(landmark=CHAIR), Expect(condition=See(landmark=LAMP)))
    assert room.task.wanted == 1
    room.stand(1.6, 0.5)
    room.answer("succeeded", "I'm at the chair.", thing=1)
    room.node.tick(to_ns(5.0))
    assert room.action() == "place" and (room.task.x_m, room.task.y_m) == (0.0, 0.0)
    assert "go back" in " ".join(room.said)
    room.stand(0.0, 0.0)
    room.answer("succeeded", "I'm back.")
    room.answer("succeeded", "I turned.")
    assert room.action() == "goto" and room.task.wanted == 2


def test_when_the_words_fail_it_asks_whether_they_meant_something_else() -> None:
    for yes in (True, False):
        room = Room()
        room.hear_readings((Goto(landmark=CHAIR),), (Say(text="hello"),))
        room.answer("failed", "I saw no chair.")
        assert room.questions[-1].text == 'I saw no chair. Do you mean: say "hello"?' and room.questions[-1].about is None
        room.hear(Answer(yes=yes))
        assert room.status().state == ("succeeded" if yes else "failed") and not room.questions[-1].open
        assert room.said[-1] == ("Done." if yes else "I saw no chair.")


def test_the_trace_of_what_was_tried_is_told_at_the_end() -> None:
    room = Room(RED, chair(2, "blue", 8.0, 0.0))
    room.hear(Goto(landmark=CHAIR), Photo())
    room.answer("failed", "it is blocked")
    room.answer("failed", "it is blocked, too")
    room.answer("failed", "I saw no other chair")
    assert room.status().state == "failed" and room.status().sentence == "it is blocked"
    assert [line.split(" (")[0] for line in room.status().trace] == [
        "go to the chair: to the red chair", "go to the chair: to the blue one", "go to the chair: look for the chair",
    ]
