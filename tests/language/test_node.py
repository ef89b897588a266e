from __future__ import annotations

from typing import Any

import msgspec
import pytest

from language.node import LanguageNode
from language.prompt import PromptNode, edited
from robot import topics
from robot.lessons import TaughtKinds
from robot.messages import Instruction, Key, Question
from robot.node import NodeConfig
from robot.program import Landmark, Stop
from robot.speech import Heard


def ask(bench: Any, text: str) -> tuple[Any, list[Any]]:
    LanguageNode(LanguageNode.Config()).wire(bench)
    bench.listen(topics.UNDERSTANDING)
    bench.listen(topics.LANGUAGE_STOP)
    bench.say(topics.INSTRUCTION, Instruction(t_ns=5, text=text, source="speech"))
    (understanding,) = bench.heard(topics.UNDERSTANDING)
    return understanding, bench.heard(topics.LANGUAGE_STOP)


def test_an_instruction_becomes_a_program_with_the_time_it_was_said(bench: Any) -> None:
    understanding, stops = ask(bench, "go to the red chair")
    assert understanding.program.steps[0].landmark == Landmark(kind="chair", colour="red", words="red chair")
    assert (understanding.t_ns, understanding.text, stops) == (5, "go to the red chair", [])


def test_what_is_not_understood_is_answered_with_a_sentence(bench: Any) -> None:
    understanding, stops = ask(bench, "go to the zebra")
    assert understanding.program is None
    assert understanding.sentence == "I don't know what a zebra looks like."
    assert stops == []


def test_what_the_eyes_were_taught_can_be_gone_to_until_it_is_forgotten(bench: Any) -> None:
    LanguageNode(LanguageNode.Config()).wire(bench)
    bench.listen(topics.UNDERSTANDING)
    said = {"go to my mug": "go to the mug", "find grandma's urn": "find the grandma's urn"}
    for kinds in ((), ("mug", "grandma's urn"), ("mug",), ()):
        bench.say(topics.TAUGHT, TaughtKinds(t_ns=1, kinds=kinds))
        for text, step in said.items():
            bench.say(topics.INSTRUCTION, Instruction(t_ns=2, text=text, source="prompt"))
            *_, understanding = bench.heard(topics.UNDERSTANDING)
            known = step.split(" the ")[1] in kinds
            assert [str(understanding.program)] == ([step] if known else ["None"])
            assert known or "don't know what" in understanding.sentence


@pytest.mark.parametrize(
    "text", ["stop", "STOP!", "halt", "freeze", "whoa", "cancel", "robot, please stop now", "stop moving", "stop stop stop"]
)
def test_stop_goes_out_at_once(bench: Any, text: str) -> None:
    understanding, stops = ask(bench, text)
    assert [(stop.source, stop.latched, stop.t_ns) for stop in stops] == [("speech", False, 5)]
    assert all(isinstance(step, Stop) for step in understanding.program.steps)


def test_a_stop_among_words_that_nobody_knows_still_stops(bench: Any) -> None:
    understanding, stops = ask(bench, "aaargh stop you blithering thing")
    assert str(understanding.program) == "stop"
    assert len(stops) == 1


def test_nothing_is_done_of_what_was_said_before_a_last_stop(bench: Any) -> None:
    understanding, stops = ask(bench, "go to the red chair . stop")
    assert str(understanding.program) == "stop"
    assert len(stops) == 1


def test_what_the_car_cannot_do_is_said_before_it_does_the_rest(bench: Any) -> None:
    understanding, _ = ask(bench, "bring me the ball")
    assert str(understanding.program) == 'say "I can\'t bring the ball: I have no arms." · then go to the ball'


def test_there_is_no_compass(bench: Any) -> None:
    understanding, _ = ask(bench, "turn north")
    assert understanding.program is None
    assert understanding.sentence.startswith("I have no compass")


def test_stopping_by_a_thing_is_a_place_to_go_to(bench: Any) -> None:
    understanding, stops = ask(bench, "stop by the red chair")
    assert str(understanding.program) == "go to the red chair"
    assert stops == []


def test_the_answer_to_a_question_goes_out_as_a_program(bench: Any) -> None:
    LanguageNode(LanguageNode.Config()).wire(bench)
    bench.listen(topics.UNDERSTANDING)
    question = Question(t_ns=1, text="Red or blue?", about=Landmark(kind="chair"), choices=("the red chair", "the blue one"))
    bench.say(topics.QUESTION, question)
    bench.say(topics.INSTRUCTION, Instruction(t_ns=2, text="the blue one", source="speech"))
    bench.say(topics.QUESTION, msgspec.structs.replace(question, open=False))
    bench.say(topics.INSTRUCTION, Instruction(t_ns=3, text="yes", source="speech"))
    chosen, nothing = bench.heard(topics.UNDERSTANDING)
    assert (str(chosen.program), chosen.sentence) == ("I mean the blue chair", "I'll take the blue chair.")
    assert nothing.program is None


def test_other_readings_go_along(bench: Any) -> None:
    understanding, _ = ask(bench, "go to the box on the table next to the sofa")
    (other,) = understanding.alternatives
    assert str(other.program) == "go to the box on the table and next to the sofa"
    assert other.cost > 0


# ---- what was heard ----------------------------------------------------------------------------------------------


def hear(bench: Any, *said: Heard) -> list[str]:
    """What the car then does, or answers."""
    LanguageNode(LanguageNode.Config()).wire(bench)
    bench.listen(topics.UNDERSTANDING)
    for heard in said:
        bench.say(topics.HEARD, heard)
    return [str(told.program or told.sentence) for told in bench.heard(topics.UNDERSTANDING)]


def test_what_was_heard_to_the_end_is_done(bench: Any) -> None:
    assert hear(bench, Heard(t_ns=1, text="turn", final=False), Heard(t_ns=2, text="turn left")) == ["turn left 90°"]


def test_what_was_not_said_to_the_car_is_not_done(bench: Any) -> None:
    assert hear(bench, Heard(t_ns=1, text="turn left", addressed=False)) == []


def test_all_that_may_have_been_said_is_weighed(bench: Any) -> None:
    heard = Heard(t_ns=1, text="turn lamp", confidence=0.5, others=(("turn left", 0.4), ("turn lift", 0.1)))
    assert hear(bench, heard) == ["turn left 90°"]


def test_what_is_in_doubt_is_asked_and_done_after_a_yes_heard_or_typed(bench: Any) -> None:
    doubtful = Heard(t_ns=1, text="turn left", confidence=0.4, others=(("turn right", 0.35), ("turn around", 0.25)))
    assert hear(bench, doubtful, Heard(t_ns=2, text="yes")) == ['Did you say "turn left"?', "turn left 90°"]
    bench.say(topics.HEARD, doubtful)
    bench.say(topics.INSTRUCTION, Instruction(t_ns=3, text="yes", source="prompt"))
    assert [str(told.program) for told in bench.heard(topics.UNDERSTANDING)] == ["None", "turn left 90°"]


def test_weighing_what_was_heard_leaves_the_dialogue_as_it_was(bench: Any) -> None:
    heard = Heard(t_ns=1, text="go to the [unk]", others=(("go to the sofa", 0.0),), confidence=0.9)
    said = [Heard(t_ns=0, text="find the red ball"), heard, Heard(t_ns=2, text="go to it")]
    first, asked, last = hear(bench, *said)
    assert (first, last) == ("find the red ball", "go to the red ball")
    assert asked == 'I only heard "go to the …". Please say it again.'


# ---- the prompt --------------------------------------------------------------------------------------------------


class Recorder:
    def __init__(self) -> None:
        self.shown: list[str] = []
        self.sent: list[str] = []

    def typing(self, line: str) -> None:
        self.shown.append(line)

    def typed(self, line: str) -> None:
        self.sent.append(line)


def press(bench: Any, keys: list[str]) -> tuple[Recorder, list[Any]]:
    screen = Recorder()
    PromptNode(NodeConfig(), screen).wire(bench)
    bench.listen(topics.INSTRUCTION)
    for time, key in enumerate(keys):
        bench.say(topics.KEYS, Key(t_ns=time, name=key))
    return screen, bench.heard(topics.INSTRUCTION)


def test_keys_become_an_instruction(bench: Any) -> None:
    screen, instructions = press(bench, [*"go", "x", "backspace", "up", " ", *"on", "enter", "a"])
    assert [(said.text, said.source, said.t_ns) for said in instructions] == [("go on", "prompt", 8)]
    assert screen.shown == ["g", "go", "gox", "go", "go ", "go o", "go on", "a"]
    assert screen.sent == ["go on"]


def test_an_empty_line_is_no_instruction_and_escape_clears(bench: Any) -> None:
    screen, instructions = press(bench, ["enter", " ", "enter", "a", "escape", "enter"])
    assert instructions == []
    assert screen.shown[-1] == ""


def test_enter_on_an_empty_line_is_the_talk_button(bench: Any) -> None:
    bench.listen(topics.TALK)
    press(bench, ["enter", "a", "enter", " ", "enter", "backspace"])
    assert [(talk.button, talk.t_ns) for talk in bench.heard(topics.TALK)] == [("tap", 0)]


def test_a_line_can_only_grow_until_it_is_too_long_to_read() -> None:
    line = ""
    for _ in range(5000):
        line = edited(line, "a")
    assert len(line) == 1001
    assert edited("", "\x07") == ""
