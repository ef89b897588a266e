"""What is said while the car waits for an answer."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from language.dialogue import Dialogue
from language.lexicon import lexicon
from language.replies import read_reply
from robot.messages import Question
from robot.program import Answer, Choose, Landmark, Program, plain

WHICH = Question(
    t_ns=0, text="The red chair or the blue one?", about=Landmark(kind="chair"), choices=("the red chair", "the blue one")
)
WHETHER = Question(t_ns=0, text="I don't see it. Shall I try anyway?")

CHOSEN = {
    "the blue one": "the blue chair",
    "blue": "the blue chair",
    "uh the blue one please": "the blue chair",
    "the bleu one": "the blue chair",
    "BLUE!!!": "the blue chair",
    "blue is fine": "the blue chair",
    "I want the blue one": "the blue chair",
    "go to the blue one": "the blue chair",
    "i mean the blue one": "the blue chair",
    "no, the blue one": "the blue chair",
    "yes, the red one": "the red chair",
    "not that one, the red one": "the red chair",
    "the red chair, not the blue one": "the red chair",
    "the red one first": "the red chair",
    "the one that is red": "the red chair",
    "the wooden one": "the wooden chair",
    "the bigger one": "the large chair",
    "the stripy one": "the stripy chair",
    "left": "the chair on your left",
    "the left one": "the chair on your left",
    "the one on the right": "the chair on your right",
    "the chair on the right": "the chair on your right",
    "the one behind you": "the chair behind you",
    "the second": "the 2nd chair",
    "the third one": "the 3rd chair",
    "number two": "the 2nd chair",
    "2": "the 2nd chair",
    "the former": "the 1st chair",
    "the last one": "the last chair",
    "not the red one": "the blue chair",
    "the nearer one": "the nearest chair",
    "the closest": "the nearest chair",
    "the far one": "the farthest chair",
    "the one next to the lamp": "the chair next to the lamp",
    "that one by the window": "the chair next to the window",
    "the one closer to the door": "the chair next to the door",
    "the one with the cushion": "the chair with the cushion",
    "the other one": "the other chair",
    "another one": "the other chair",
    "either": "any chair",
    "any": "any chair",
    "whichever you like": "any chair",
    "I don't care": "any chair",
    "any of the red ones": "any red chair",
}


@pytest.mark.parametrize("text", CHOSEN)
def test_a_choice_is_read_as_one(text: str) -> None:
    assert str(read_reply(text, WHICH, lexicon())) == f"I mean {CHOSEN[text]}"


BALLS = Question(
    t_ns=0, text="Which ball?", about=Landmark(kind="ball"), choices=("the ball next to the lamp", "the ball on the table")
)
NEAR = Question(t_ns=0, text="The nearer one?", about=Landmark(kind="ball"), choices=("the nearer one", "the farther one"))
MEANT = Question(t_ns=0, text="Do you mean the red chair?", about=Landmark(kind="chair"), choices=("the red chair",))


@pytest.mark.parametrize(
    ("text", "question", "step"),
    [
        ("on the table", BALLS, "I mean the ball on the table"),
        ("the lamp", BALLS, "I mean the ball next to the lamp"),
        ("the lamp one", BALLS, "I mean the ball next to the lamp"),
        ("not the one by the lamp", BALLS, "I mean the ball on the table"),
        ("under the bed", BALLS, "I mean the ball under the bed"),
        ("whichever is closer", BALLS, "I mean the nearest ball"),
        ("not the nearer one", NEAR, "I mean the farthest ball"),
        ("right", MEANT, "I say yes"),
        ("that one", MEANT, "I say yes"),
        ("the red one", MEANT, "I mean the red chair"),
        ("no, the blue one", MEANT, "I mean the blue chair"),
        ("n", MEANT, "I say no"),
    ],
)
def test_what_was_offered_helps_to_read_the_choice(text: str, question: Question, step: str) -> None:
    assert str(read_reply(text, question, lexicon())) == step


AGREED = ["yes", "yeah", "sure", "ok", "do it", "try anyway", "yes please do", "go ahead", "why not", "👍", "up to you"]
REFUSED = ["no", "nope", "no thanks", "rather not", "don't", "no no", "neither", "👎"]


@pytest.mark.parametrize(("texts", "yes"), [(AGREED, True), (REFUSED, False)])
def test_yes_and_no(texts: list[str], yes: bool) -> None:
    answers = [read_reply(text, WHETHER, lexicon()) for text in texts]
    assert [plain(answer) for answer in answers] == [Program(steps=(Answer(yes=yes),))] * len(texts)


@pytest.mark.parametrize("text", ["neither", "none of them", "no", "neither of those"])
def test_none_of_the_choices_is_a_no(text: str) -> None:
    assert str(read_reply(text, WHICH, lexicon())) == "I say no"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("yes", "Yes to which? The red chair or the blue one?"),
        ("both", "I can take only one at a time. The red chair or the blue one?"),
        ("I don't know", 'Then say "any", and I choose.'),
        ("wait, let me think", "I wait for your answer."),
        ("the lamp", "I asked about the chair. The red chair or the blue one?"),
        ("the chair", "I don't know which you mean. The red chair or the blue one?"),
        ("that one", "I don't know which you mean. The red chair or the blue one?"),
        ("red or blue", "I don't know which you mean. The red chair or the blue one?"),
        ("the one I like", "I don't know which you mean. The red chair or the blue one?"),
    ],
)
def test_what_answers_nothing_is_asked_again(text: str, sentence: str) -> None:
    assert read_reply(text, WHICH, lexicon()) == sentence


@pytest.mark.parametrize("question", [WHICH, WHETHER])
@pytest.mark.parametrize("text", ["what?", "what did you ask?", "repeat the question", "pardon"])
def test_the_question_is_asked_once_more(text: str, question: Question) -> None:
    assert str(read_reply(text, question, lexicon())) == "tell me what you asked"


def asked(question: Question) -> Dialogue:
    dialogue = Dialogue()
    dialogue.hear("go to the chair and take a photo")
    dialogue.ask(question)
    return dialogue


@pytest.mark.parametrize("question", [WHICH, WHETHER])
@pytest.mark.parametrize(
    ("text", "program"),
    [
        ("go to the blue sofa", "go to the blue sofa"),
        ("turn left", "turn left 90°"),
        ("neither, go to the sofa", "go to the sofa"),
        ("cancel", "stop"),
        ("never mind", "stop"),
        ("stop", "stop"),
        ("no stop", "stop"),
        ("that's enough", "stop"),
        ("why did you stop?", "tell me why you stopped"),
        ("what can you do?", "tell me what you can do"),
    ],
)
def test_an_instruction_or_a_question_is_no_answer(text: str, program: str, question: Question) -> None:
    assert str(asked(question).hear(text).program) == program


def test_a_question_that_is_over_is_not_answered() -> None:
    dialogue = asked(WHETHER)
    dialogue.ask(Question(t_ns=1, text=WHETHER.text, open=False))
    assert dialogue.hear("yes").program is None


def test_the_last_question_is_the_one_that_is_answered() -> None:
    dialogue = asked(WHICH)
    assert dialogue.hear("turn fifty degrees").sentence == "Turn which way, left or right?"
    assert str(dialogue.hear("left").program) == "turn left 50°"
    dialogue.hear("turn fifty degrees")
    dialogue.ask(WHICH)
    assert isinstance(dialogue.hear("left").program.steps[0], Choose)  # type: ignore[union-attr]


PIECES = [*CHOSEN, *AGREED, *REFUSED, "and", ",", "the", "not", "go", "both", "what"]
ANYTHING = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join))
BEFORE = ["go to the chair", "find a ball", "turn fifty degrees", "no, the other one", "hello"]


@given(ANYTHING, st.sampled_from([WHICH, WHETHER]))
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_while_a_question_is_open(text: str, question: Question) -> None:
    reading = asked(question).hear(text)
    assert reading.program is not None or reading.sentence


@given(st.lists(st.sampled_from(BEFORE), max_size=3), st.sampled_from([None, WHICH, WHETHER]), ANYTHING)
@settings(max_examples=150, deadline=None)
def test_stop_wins_whatever_was_said_before(before: list[str], question: Question | None, rest: str) -> None:
    dialogue = Dialogue()
    for text in before:
        dialogue.hear(text)
    if question is not None:
        dialogue.ask(question)
    for text in ("stop", "stop!!!", f"{rest.replace(chr(34), '')[:60]} . stop"):
        reading = dialogue.hear(text)
        assert reading.stop, text
