from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.dialogue import Dialogue
from language.lessons import lesson
from language.lexicon import lexicon
from language.parser import understand
from robot.program import Forget, Program, Rename, Step, Teach, Tell, plain

TAUGHT: dict[str, Step] = {
    "This is my mug.": Teach(name="my mug"),
    "hey, look: that's my mug": Teach(name="my mug"),
    "this thing is called a gizmo": Teach(name="gizmo"),
    "this is called gizmo": Teach(name="gizmo"),
    "we call this one the kraken": Teach(name="kraken"),
    "remember this as my mug, please": Teach(name="my mug"),
    "learn this as coffee mug": Teach(name="coffee mug"),
    "this is grandma's urn": Teach(name="grandma's urn"),
    "this is a skateboard": Teach(name="skateboard"),
    "memorise this as our globe": Teach(name="our globe"),
    "forget my mug": Forget(name="mug"),
    "forget everything about the kraken": Forget(name="kraken"),
    "rename my mug to cup": Rename(old="mug", new="cup"),
    "change the name of my coffee mug to beaker": Rename(old="coffee mug", new="beaker"),
    "what have I taught you?": Tell(about="taught"),
    'learn this as "big, red thing"': Teach(name="big, red thing"),
}
NOT_TAUGHT = (
    "remember this as my spot", "remember this as the garage", "remember this as home", "call this home", "this is wrong",
    "forget it", "forget that", "this is the kitchen", "this is a dead end", "that is a left turn", "call it a day",
    "this is my last question", "that's all", "it's a red chair on your left", "go to my mug", "rename", "forget next room",
)  # fmt: skip


@pytest.mark.parametrize("text", TAUGHT)
def test_what_is_said_becomes_a_step(text: str) -> None:
    reading = Dialogue().hear(text)
    assert reading.program is not None, reading.sentence
    assert plain(reading.program) == Program(steps=(TAUGHT[text],))


@pytest.mark.parametrize("text", NOT_TAUGHT)
def test_other_words_teach_nothing(text: str) -> None:
    assert lesson(text, lexicon()) is None
    program = understand(text).program
    assert not any(isinstance(step, Teach | Forget | Rename) for step in (program.steps if program else ()))


def test_a_lesson_is_no_answer_to_what_the_car_asked() -> None:
    dialogue = Dialogue()
    assert dialogue.hear("find").program is None
    heard = dialogue.hear("this is my mug").program
    assert heard is not None
    assert plain(heard) == Program(steps=(Teach(name="my mug"),))


def test_stop_goes_first() -> None:
    assert Dialogue().hear("this is my mug . stop").stop


WORDS = "this is my a the forget rename to as call learn mug grandma's , . ! \" kraken".split()


@given(st.lists(st.sampled_from(WORDS), max_size=9))
def test_no_words_break_it(words: list[str]) -> None:
    lesson(" ".join(words), lexicon())
    understand(" ".join(words))
