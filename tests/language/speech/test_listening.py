from __future__ import annotations

from typing import Any

import pytest

from language.node import LanguageNode
from language.speech.listening import ListeningNode
from language.speech.offline import Ears
from robot import topics
from robot.boards import BOARDS
from robot.lessons import TaughtKinds
from robot.messages import StopRequest
from robot.node import Node
from robot.speech import Heard, Sound, Speaking
from robot.step_executor import StepExecutor
from robot.trace import Trace
from tests.language.speech.conftest import SmallModel

PATIENT: dict[str, Any] = {"stop_after_s": 0.3, "stop_doubted_s": 0.0, "stands_out_db": -100.0}
"""The small model's words are numbers, some quieter than others."""


class NeverTwice(SmallModel):
    """Hears another model's sound, but nothing in what it hears again."""

    def __init__(self, model: SmallModel) -> None:
        super().__init__()
        self.vocabulary = model.vocabulary

    def recogniser(self, grammar: Any = (), cost: Any = None) -> Any:
        recogniser = super().recogniser(grammar)
        if "[unk]" not in grammar:
            recogniser.accept = lambda samples: None  # type: ignore[method-assign]
        return recogniser


def said(messages: list[Any]) -> list[str]:
    return [f"{message.text}{'.' if message.final else '…'}" if isinstance(message, Heard) else "STOP" for message in messages]


def ears(model: Any, **config: Any) -> Ears:
    return Ears(ListeningNode(ListeningNode.Config(**PATIENT | config), model))


def test_words_are_told_as_they_come_and_at_the_end(model: Any) -> None:
    heard = ears(model).hear(model.speak("_ turn left _"))
    assert said(heard) == ["turn…", "turn left…", "turn left."]
    words = heard[-1].words  # type: ignore[attr-defined]  # a Heard
    assert [(word.text, word.start_ns, word.end_ns) for word in words] == [
        ("turn", 100_000_000, 200_000_000),
        ("left", 200_000_000, 300_000_000),
    ]
    assert heard[-1].t_ns == 400_000_000


def test_a_pause_ends_an_utterance(model: Any) -> None:
    assert said(ears(model).hear(model.speak("left | right"))) == ["left…", "left.", "right."]


def test_a_stop_goes_out_before_the_sentence_is_over(model: Any) -> None:
    heard = ears(model).hear(model.speak("no stop there is a cat"))
    assert said(heard)[3:6] == ["no stop there is…", "STOP", "no stop there is a…"]
    assert heard[4] == StopRequest(t_ns=500_000_000, source="speech")
    assert said(heard).count("STOP") == 1


@pytest.mark.parametrize("text", ["whoa", "halt", "freeze", "robot stop", "go to the chair stop", "[unk] stop [unk]"])
def test_every_plain_stop_stops(model: Any, text: str) -> None:
    assert said(ears(model).hear(model.speak(text))).count("STOP") == 1


@pytest.mark.parametrize("text", ["don't stop", "if you see a cat stop", "shop", "[unk]", "step up"])
def test_what_is_no_plain_stop_does_not(model: Any, text: str) -> None:
    assert "STOP" not in said(ears(model).hear(model.speak(text)))


def test_each_further_stop_stops_again(model: Any) -> None:
    heard = said(ears(model).hear(model.speak("stop go left stop _ _ _ | stop")))
    assert heard.count("STOP") == 3


def test_what_only_looks_like_stop_while_it_is_said_does_not_stop(model: Any) -> None:
    class Wavering(SmallModel):
        def recogniser(self, grammar: Any = (), cost: Any = None) -> Any:
            texts = iter(2 * [*["stop"] * 5, "stairs"])
            recogniser = super().recogniser(grammar)
            recogniser.partial = lambda: next(texts)  # type: ignore[method-assign]
            return recogniser

    heard = said(ears(Wavering()).hear(model.speak("_ _ _ _ _ _"), ends=False))
    assert "STOP" not in heard


def test_a_stop_that_is_one_when_heard_again_does_not_wait_for_long(bench: Any, model: Any) -> None:
    overhears(bench, model, "turn stop _ _ _ _ _ _ |", stop_doubted_s=0.6)
    assert model.grammars[1] == tuple(sorted({word for phrase in model.grammars[2] for word in phrase.split()} - {"[unk]"}))
    (stop,) = bench.heard(topics.SPEECH_STOP)
    assert stop.t_ns == 300_000_000


def test_a_stop_that_is_none_when_heard_again_waits_for_longer(bench: Any, model: Any) -> None:
    ListeningNode(ListeningNode.Config(**PATIENT | {"stop_doubted_s": 0.6}), NeverTwice(model)).wire(bench)
    bench.listen(topics.SPEECH_STOP)
    play(bench, model, "turn stop _ _ _ _ _ _ _ _", addressed=False)
    (stop,) = bench.heard(topics.SPEECH_STOP)
    assert stop.t_ns == 800_000_000


def test_with_all_words_free_nothing_is_heard_twice(bench: Any, model: Any) -> None:
    overhears(bench, model, "turn stop _ _ _ _ _ _ |", free=True, stop_doubted_s=0.6)
    assert [stop.t_ns for stop in bench.heard(topics.SPEECH_STOP)] == [500_000_000]


def test_hearing_again_takes_time(model: Any) -> None:
    node = ListeningNode(ListeningNode.Config(stop_doubted_s=0.6), model)
    ears = Ears(node)
    for piece in ears.pieces(model.speak("turn stop"), ends=False):
        ears.take(piece)
    again, plain = (node._on_sound(piece).seconds for piece in list(ears.pieces(model.speak("_ _"), ends=False))[:2])
    assert again == pytest.approx(plain + 0.05 * 0.25)


def test_a_stop_at_the_end_of_an_utterance_does_not_wait(model: Any) -> None:
    assert said(ears(model).hear(model.speak("go stop"))) == ["go…", "STOP", "go stop."]


@pytest.mark.parametrize(("sure", "stops"), [(0.6, 1), (0.4, 0)])
def test_a_stop_at_the_end_must_be_sure(model: Any, sure: float, stops: int) -> None:
    assert said(ears(model).hear(model.speak("go stop", sure))).count("STOP") == stops


@pytest.mark.parametrize(("least_db", "stops"), [(-100.0, 1), (100.0, 0)])
def test_a_stop_at_the_end_must_stand_out(model: Any, least_db: float, stops: int) -> None:
    heard = ears(model, stands_out_db=least_db).hear(model.speak(12 * "_ " + "go stop"))
    assert said(heard).count("STOP") == stops


def test_stop_works_when_nobody_talks_to_the_car(model: Any) -> None:
    node = ears(model)
    sound = Sound(t_ns=0, samples=model.speak("stop"), addressed=False, ends=True)
    stop, heard = node.take(sound)
    assert isinstance(stop, StopRequest)
    assert isinstance(heard, Heard)
    assert not heard.addressed


def test_a_gap_moves_the_words_after_it(model: Any) -> None:
    node = ears(model)
    node.take(Sound(t_ns=0, samples=model.speak("turn")))
    (*_, heard) = node.take(Sound(t_ns=500_000_000, samples=model.speak("left"), gap=6400, ends=True))
    assert isinstance(heard, Heard)
    assert [word.start_ns for word in heard.words] == [0, 500_000_000]


def hear(bench: Any, samples: Any, t_ns: int) -> list[Any]:
    """What came of sound that begins at `t_ns`, piece by piece."""
    bench.listen(topics.HEARD)
    bench.listen(topics.SPEECH_STOP)
    for start in range(0, len(samples), 1600):
        piece_ns = t_ns + start * 62_500
        bench.say(topics.SOUND, Sound(t_ns=piece_ns, samples=samples[start : start + 1600], ends=start + 1600 == len(samples)))
    finals = [heard for heard in bench.heard(topics.HEARD) if heard.final]
    return [*finals, *bench.heard(topics.SPEECH_STOP)]


@pytest.mark.parametrize(("begins_ns", "is_own"), [(0, True), (800_000_000, True), (2_000_000_000, False)])
def test_the_cars_own_words_are_no_order(bench: Any, model: Any, begins_ns: int, is_own: bool) -> None:
    ListeningNode(ListeningNode.Config(**PATIENT), model).wire(bench)
    bench.say(topics.SPEAKING, Speaking(t_ns=0, text="I'll go to the red chair.", on=True))
    if begins_ns:
        bench.say(topics.SPEAKING, Speaking(t_ns=700_000_000, text="I'll go to the red chair.", on=False))
    (heard,) = hear(bench, model.speak("go to the red chair"), begins_ns)
    assert (heard.text, heard.addressed) == ("go to the red chair", not is_own)


def test_other_words_and_stop_are_heard_while_the_car_speaks(bench: Any, model: Any) -> None:
    ListeningNode(ListeningNode.Config(**PATIENT), model).wire(bench)
    bench.say(topics.SPEAKING, Speaking(t_ns=0, text="I'll go to the red chair, then stop.", on=True))
    (heard, stop) = hear(bench, model.speak("chair then stop _ stop _ _ _ _"), 0)
    assert stop == StopRequest(t_ns=800_000_000, source="speech")
    (heard,) = hear(bench, model.speak("turn left please"), 1_000_000_000)
    assert heard.addressed


def test_words_that_cannot_be_heard_are_told_once_with_what_to_say_instead(bench: Any) -> None:
    ListeningNode(ListeningNode.Config(**PATIENT), SmallModel(lacks={"settee", "rucksack", "settees", "rucksacks"})).wire(bench)
    bench.listen(topics.LISTENING_SAYS)
    bench.tick(1_000)
    bench.tick(2_000)
    (say,) = bench.heard(topics.LISTENING_SAYS)
    assert say.t_ns == 1_000
    words = "rucksack (say backpack), settee (say sofa)"
    assert say.text == f"I can't hear these words, my speech model doesn't have them: {words}."


def test_what_the_eyes_were_taught_can_be_heard(bench: Any, model: Any) -> None:
    ListeningNode(ListeningNode.Config(**PATIENT), model).wire(bench)
    bench.say(topics.TAUGHT, TaughtKinds(t_ns=0, kinds=("grandma's urn",)))
    bench.say(topics.TAUGHT, TaughtKinds(t_ns=1, kinds=("grandma's urn",)))
    _, before, after = model.grammars
    assert "grandma's urn" not in before
    assert "grandma's urn" in after
    assert sum("grandma's urn" in phrase for phrase in after) > 20


def test_nothing_is_learned_while_there_is_sound_in_which_a_stop_may_be(bench: Any, model: Any) -> None:
    ListeningNode(ListeningNode.Config(**PATIENT), model).wire(bench)
    bench.say(topics.SOUND, Sound(t_ns=1_000_000_000, samples=model.speak("_"), addressed=False))
    bench.say(topics.TAUGHT, TaughtKinds(t_ns=1_200_000_000, kinds=("grandma's urn",)))
    bench.tick(1_500_000_000)
    assert len(model.grammars) == 2
    bench.tick(1_700_000_000)
    bench.tick(2_700_000_000)
    assert len(model.grammars) == 3 and "grandma's urn" in model.grammars[-1]


@pytest.mark.parametrize("learns", [True, False])
def test_a_new_word_is_learned_with_its_name_or_told_as_missing(bench: Any, learns: bool) -> None:
    model = SmallModel(lacks={"zorblax"}, learns=learns)
    ListeningNode(ListeningNode.Config(**PATIENT), model).wire(bench)
    bench.listen(topics.LISTENING_SAYS)
    bench.say(topics.TAUGHT, TaughtKinds(t_ns=0, kinds=("red zorblax",)))
    bench.tick(1)
    assert any("zorblax" in phrase for phrase in model.grammars[-1]) == learns
    assert [say.text for say in bench.heard(topics.LISTENING_SAYS)] == (
        [] if learns else ["I can't hear these words, my speech model doesn't have them: zorblax."]
    )


# ---- sound that isn't meant for the car --------------------------------------------------------------------------


def overhears(bench: Any, model: Any, text: str, addressed: bool = False, since: int = 0, **config: Any) -> None:
    """A node that hears a text, piece by piece, said to it or not."""
    ListeningNode(ListeningNode.Config(**PATIENT | config), model).wire(bench)
    for topic in (topics.HEARD, topics.SPEECH_STOP, topics.WOKEN, topics.LISTENING_SAYS):
        bench.listen(topic)
    play(bench, model, text, addressed, since)


def play(bench: Any, model: Any, text: str, addressed: bool, since: int = 0) -> None:
    sound = model.speak(text)
    for number in range(len(sound) // 1600):
        piece = sound[1600 * number : 1600 * (number + 1)]
        bench.say(topics.SOUND, Sound(t_ns=100_000_000 * (since + number), samples=piece, addressed=addressed))


def test_what_is_not_meant_for_the_car_has_an_ear_of_its_own_in_which_a_stop_counts(bench: Any, model: Any) -> None:
    overhears(bench, model, "turn stop _ _ _ _ |")
    aside, told = model.grammars
    assert aside.count("[unk]") > 10 * told.count("[unk]") and set(aside) == set(told)
    (stop,) = bench.heard(topics.SPEECH_STOP)
    assert stop.t_ns == 500_000_000
    assert not any(heard.addressed for heard in bench.heard(topics.HEARD))


def test_what_was_said_aside_is_no_part_of_what_is_said_to_the_car(bench: Any, model: Any) -> None:
    overhears(bench, model, "my dog")
    play(bench, model, "turn left |", addressed=True, since=2)
    play(bench, model, "a cat", addressed=False, since=5)
    play(bench, model, "go |", addressed=True, since=7)
    final = [(heard.text, heard.addressed) for heard in bench.heard(topics.HEARD) if heard.final]
    assert final == [("my dog", False), ("turn left", True), ("a cat", False), ("go", True)]


def test_the_wake_word_calls_it_and_only_where_nobody_speaks_to_it(bench: Any, model: Any) -> None:
    overhears(bench, model, "oh hey car _ _ _ _ | my car _ _ _ _ | hey car |", wake_word="hey car")
    assert "hey car" in model.grammars[0]
    assert [talk.t_ns for talk in bench.heard(topics.WOKEN)] == [600_000_000, 1_800_000_000]
    play(bench, model, "hey car _ _ _ _ |", addressed=True, since=30)
    assert bench.heard(topics.WOKEN) == []


def test_without_a_wake_word_nothing_wakes_it(bench: Any, model: Any) -> None:
    overhears(bench, model, "hey car _ _ _ _ |")
    assert bench.heard(topics.WOKEN) == []


def test_a_wake_word_that_it_cannot_hear_is_told(bench: Any) -> None:
    overhears(bench, model := SmallModel(lacks={"jarvis"}), "_", wake_word="jarvis")
    bench.tick(1)
    assert "jarvis" not in model.grammars[0]
    assert ["jarvis" in say.text and "talk button" in say.text for say in bench.heard(topics.LISTENING_SAYS)] == [True]


# ---- in simulated time -------------------------------------------------------------------------------------------


class Player(Node):
    """Plays a tape, a tenth of a second at a time."""

    name = "microphone"

    def __init__(self, samples: Any) -> None:
        self._samples = samples

    def wire(self, wiring: Any) -> None:
        self._sound = wiring.publisher(topics.SOUND)
        wiring.every(0.1, self._tick)

    def _tick(self, now_ns: int) -> None:
        piece, self._samples = self._samples[:1600].copy(), self._samples[1600:]
        if len(piece):
            self._sound.publish(Sound(t_ns=now_ns - 100_000_000, samples=piece))


def drive(board: str) -> tuple[str, list[tuple[str, int]]]:
    """The fingerprint of a drive in which somebody speaks, and when what was understood or stopped."""
    model, trace, told = SmallModel(), Trace(), []

    def observe(topic: Any, envelope: Any) -> None:
        trace.record(topic, envelope)
        if topic in (topics.SPEECH_STOP, topics.UNDERSTANDING):
            told.append((str(getattr(envelope.message, "program", "STOP")), envelope.published_ns))

    executor = StepExecutor(BOARDS[board], [observe])
    sound = model.speak("_ turn left | _ stop _ _ _ _ |")
    executor.add("microphone", lambda: Player(sound))
    executor.add("listening", lambda: ListeningNode(ListeningNode.Config(**PATIENT), model))
    executor.add("language", lambda: LanguageNode(LanguageNode.Config()))
    executor.run(lambda: False, 2.0)
    return trace.hexdigest(), told


def test_the_same_words_are_the_same_drive_in_simulated_time() -> None:
    assert drive("laptop") == drive("laptop")


def test_a_stop_comes_as_fast_as_the_board_hears(bench: Any) -> None:
    _, laptop = drive("laptop")
    _, board = drive("rpi4")
    assert [what for what, _ in laptop] == ["turn left 90°", "STOP", "stop"]
    ends_ns = 800_000_000  # the word, and 0.3 s of certainty, as the player's clock has it
    assert ends_ns < laptop[1][1] < board[1][1] < ends_ns + 100_000_000
