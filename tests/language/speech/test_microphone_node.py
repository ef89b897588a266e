from __future__ import annotations

from typing import Any

import msgspec
import numpy as np
import pytest

from language.speech.attention import AttentionConfig
from language.speech.microphone_node import MicrophoneNode
from robot import topics
from robot.clock import to_ns
from robot.messages import MotorState, Question, Understanding
from robot.speech import Heard, Sound, Speaking, Talk
from tests.language.speech.test_gate import vowel

pytest.importorskip("webrtcvad")


class Player:
    """A microphone that hears a recording, a tenth of a second at each call."""

    def __init__(self, samples: np.ndarray) -> None:
        self.samples, self.at, self.problem = samples, 0, ""

    def read(self, now_ns: int) -> list[Sound]:
        piece = self.samples[self.at : self.at + 1600]
        self.at += 1600
        return [Sound(t_ns=now_ns - to_ns(0.1), samples=piece)] if piece.size and not self.problem else []

    def close(self) -> None: ...


class Room:
    """The node, a microphone and a clock."""

    def __init__(
        self, bench: Any, seconds: float = 30, voice_s: tuple[float, ...] = (), mode: str = "push", wake_word: str = ""
    ) -> None:
        samples = (3 * np.random.default_rng(0).standard_normal(int(seconds * 16_000))).astype(np.int16)
        for at_s in voice_s:
            spoken = (vowel(0.6) * 8000).astype(np.int16)
            samples[int(at_s * 16_000) :][: spoken.size] += spoken
        self.bench, self.player, self.now_s = bench, Player(samples), 0.0
        config = MicrophoneNode.Config(attention=AttentionConfig(mode=mode), wake_word=wake_word)  # type: ignore[arg-type]
        MicrophoneNode(config, self.player).wire(bench)
        bench.listen(topics.SOUND)
        bench.listen(topics.LISTENING)

    def until(self, t_s: float, moving: bool = False) -> tuple[list[Sound], list[Any]]:
        while self.now_s < t_s - 1e-9:
            self.now_s += 0.1
            now_ns = to_ns(self.now_s)
            volts = 2.0 if moving else 0.0
            self.bench.say(topics.MOTORS, MotorState(t_ns=now_ns, left_v=volts, right_v=volts, stopped=False, reason=""))
            self.bench.tick(now_ns)
        return self.bench.heard(topics.SOUND), self.bench.heard(topics.LISTENING)

    def tap(self) -> None:
        self.bench.say(topics.TALK, Talk(t_ns=to_ns(self.now_s), button="tap"))


def seconds(sounds: list[Sound]) -> float:
    return sum(sound.samples.size for sound in sounds) / 16_000


def test_without_the_button_nothing_goes_out_and_it_shows(bench: Any) -> None:
    sounds, shown = Room(bench, voice_s=(2.0,)).until(5)
    assert sounds == []
    assert {listening.state for listening in shown} == {"off"}
    assert max(listening.level_db for listening in shown) > -40  # the level is there all the same, to try it out
    assert 15 <= len(shown) <= 25


def test_a_tap_sends_one_utterance_and_says_that_it_is_over(bench: Any) -> None:
    room = Room(bench, voice_s=(3.0,))
    room.until(2)
    room.tap()
    sounds, shown = room.until(10)
    assert all(sound.addressed for sound in sounds)
    assert [sound.ends for sound in sounds] == [False] * (len(sounds) - 1) + [True]
    assert sounds[0].t_ns < to_ns(2) < sounds[1].t_ns + to_ns(0.4)
    assert 2.5 < seconds(sounds) < 3.6  # from the tap to a pause after the word
    assert [listening.state for listening in (shown[0], shown[-1])] == ["hearing", "off"]


def test_nobody_speaks_and_the_tap_times_out(bench: Any) -> None:
    room = Room(bench)
    room.tap()
    sounds, shown = room.until(10)
    assert 5.5 < seconds(sounds) < 7 and sounds[-1].ends
    assert shown[-1].state == "off"


def test_what_was_heard_ends_it(bench: Any) -> None:
    room = Room(bench, voice_s=(1.0,))
    room.tap()
    room.until(1.5)
    bench.say(topics.HEARD, Heard(t_ns=0, text="go", final=False))
    assert not any(sound.ends for sound in room.until(1.7)[0])
    bench.say(topics.HEARD, Heard(t_ns=0, text="go", final=True))
    assert [sound.ends for sound in room.until(3)[0]] == [True]


def test_where_the_car_asks_back_it_listens_for_the_answer_of_one_who_speaks(bench: Any) -> None:
    room = Room(bench)
    asked = Understanding(t_ns=0, text="go", program=None, sentence='Did you say "go"?')
    bench.say(topics.UNDERSTANDING, asked)  # typed
    assert room.until(1)[0] == []
    bench.say(topics.HEARD, Heard(t_ns=to_ns(1), text="go", final=True))
    bench.say(topics.UNDERSTANDING, msgspec.structs.replace(asked, t_ns=to_ns(1)))
    assert 5.5 < seconds(room.until(10)[0]) < 7
    bench.say(topics.QUESTION, Question(t_ns=to_ns(10), text="The red one?"))
    bench.say(topics.SPEAKING, Speaking(t_ns=to_ns(10), text="The red one?", on=True))
    assert room.until(13)[0] == []  # not before it has finished
    bench.say(topics.SPEAKING, Speaking(t_ns=to_ns(13), text="The red one?", on=False))
    assert 5.5 < seconds(room.until(23)[0]) < 7


def test_while_it_moves_all_sound_goes_out_for_a_stop(bench: Any) -> None:
    room = Room(bench)
    sounds, shown = room.until(3, moving=True)
    assert seconds(sounds) == pytest.approx(3, abs=0.11)
    assert not any(sound.addressed for sound in sounds)
    assert shown[-1].state == "hearing" and not shown[-1].addressed
    sounds, _ = room.until(6)
    assert sounds[-1].ends and 0.9 < seconds(sounds) < 1.3


def test_a_tap_while_it_moves_begins_another_stretch(bench: Any) -> None:
    room = Room(bench)
    room.until(3, moving=True)
    room.tap()
    sounds, _ = room.until(4, moving=True)
    assert sounds[0].ends and sounds[0].samples.size == 0 and not sounds[0].addressed
    assert all(sound.addressed and not sound.ends for sound in sounds[1:])


def test_open_the_gate_decides_and_the_beginning_is_not_lost(bench: Any) -> None:
    room = Room(bench, voice_s=(3.0, 10.0), mode="open")
    sounds, shown = room.until(20)
    stretches = [sound for sound in sounds if sound.ends]
    assert len(stretches) == 2 and seconds(sounds) < 6
    assert sounds[0].t_ns < to_ns(2.95)
    assert {listening.state for listening in shown} == {"waiting", "hearing"}


def test_a_lost_microphone_is_shown_and_ends_what_was_being_heard(bench: Any) -> None:
    room = Room(bench)
    room.tap()
    room.until(1)
    room.player.problem = "unplugged"
    sounds, shown = room.until(2)
    assert [sound.ends for sound in sounds] == [True]
    assert (shown[-1].state, shown[-1].problem) == ("off", "unplugged")
    room.player.problem = ""
    _, shown = room.until(3)
    assert shown[-1].problem == ""


def test_a_wake_word_opens_the_ears_at_the_gate_and_then_it_listens(bench: Any) -> None:
    room = Room(bench, voice_s=(2.0, 3.4), wake_word="hey car")
    sounds, shown = room.until(3.2)
    assert {listening.state for listening in shown} == {"waiting", "hearing"}
    assert 1.0 < seconds(sounds) < 2.2 and not any(sound.addressed for sound in sounds)
    bench.say(topics.WOKEN, Talk(t_ns=to_ns(3.2), button="tap"))
    after, _ = room.until(6)
    aside, meant = [[sound for sound in after if sound.addressed == addressed] for addressed in (False, True)]
    assert any(sound.ends for sound in aside), "what was said before is another stretch"
    assert meant and meant[0].t_ns <= to_ns(3.2), "what was said right after the word is heard"


@pytest.mark.parametrize("topic", [topics.TALK, topics.BUTTON, topics.WOKEN])
def test_every_talk_button_is_one(bench: Any, topic: Any) -> None:
    room = Room(bench)
    room.until(1)
    bench.say(topic, Talk(t_ns=to_ns(1), button="tap"))
    assert room.until(2)[0][0].addressed
