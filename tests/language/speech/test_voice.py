from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest

from language.lexicon import lexicon
from language.parser import understand
from language.speech.speaker import NoVoiceError, ProgramSpeaker, SilentSpeaker, piper
from language.speech.voice import VoiceNode, without_stops
from robot import topics
from robot.messages import Say, StopRequest, Understanding
from robot.speech import Listening

S = 1_000_000_000


def node(bench: Any, engine: str = "silent") -> VoiceNode:
    voice = VoiceNode(VoiceNode.Config(engine=engine))  # type: ignore[arg-type]
    voice.wire(bench)
    bench.listen(topics.SPEAKING)
    bench.listen(topics.VOICE_SAYS)
    return voice


def spoken(bench: Any) -> list[tuple[str, bool, float]]:
    return [(message.text, message.on, message.t_ns / S) for message in bench.heard(topics.SPEAKING)]


def test_sentences_are_said_one_after_the_other(bench: Any) -> None:
    node(bench)
    bench.say(topics.MISSION_SAYS, Say(t_ns=0, text="I see the red chair."))
    bench.say(topics.MISSION_SAYS, Say(t_ns=0, text="Done."))
    for now_ns in range(0, 4 * S, S):
        bench.tick(now_ns)
    first = [("I see the red chair.", True, 0.0), ("I see the red chair.", False, 2.0)]
    assert spoken(bench) == [*first, ("Done.", True, 2.0), ("Done.", False, 3.0)]


def test_what_it_will_do_is_said_but_not_what_it_answers_at_once(bench: Any) -> None:
    node(bench)
    turn, stop = understand("turn left").program, understand("stop").program
    bench.say(topics.UNDERSTANDING, Understanding(t_ns=0, text="turn left", program=turn, sentence="I'll turn left 90°."))
    bench.say(topics.UNDERSTANDING, Understanding(t_ns=0, text="stop", program=stop, sentence="I'll stop."))
    bench.say(topics.UNDERSTANDING, Understanding(t_ns=0, text="hm", program=None, sentence="There is nothing to do in that."))
    for now_ns in range(0, 9 * S, S):
        bench.tick(now_ns)
    assert [text for text, on, _ in spoken(bench) if on] == ["I'll turn left 90°."]


@pytest.mark.parametrize(
    ("topic", "message"),
    [
        (topics.SPEECH_STOP, StopRequest(t_ns=0, source="speech")),
        (topics.KEYBOARD_STOP, StopRequest(t_ns=0, source="keyboard")),
        (topics.LISTENING, Listening(t_ns=0, state="hearing", addressed=True)),
    ],
)
def test_a_stop_or_a_person_who_speaks_hushes_it(bench: Any, topic: Any, message: Any) -> None:
    node(bench)
    for text in ("I'll go to the red chair.", "And then to the blue one."):
        bench.say(topics.MISSION_SAYS, Say(t_ns=0, text=text))
    bench.tick(0)
    bench.say(topic, message)
    bench.tick(9 * S)
    assert [(text, on) for text, on, _ in spoken(bench)] == [("I'll go to the red chair.", on) for on in (True, False)]


def test_listening_for_stop_alone_does_not_hush_it(bench: Any) -> None:
    node(bench)
    bench.say(topics.MISSION_SAYS, Say(t_ns=0, text="Done."))
    bench.tick(0)
    bench.say(topics.LISTENING, Listening(t_ns=0, state="hearing"))
    assert [on for _, on, _ in spoken(bench)] == [True]


@pytest.mark.parametrize(
    ("text", "aloud"),
    [
        ("I'll go to the red chair, then stop.", "I'll go to the red chair, then come to rest."),
        ('Did you say "stop"?', "Did you say come to rest?"),
        ("I stopped because you said so.", "I stopped because you said so."),
    ],
)
def test_it_never_says_stop(text: str, aloud: str) -> None:
    assert without_stops(text, lexicon()) == aloud


def test_a_missing_voice_is_said_with_what_mends_it(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    node(bench, "espeak-ng")
    bench.tick(0)
    bench.tick(S)
    (say,) = bench.heard(topics.VOICE_SAYS)
    assert say.text.startswith("I have no voice, espeak-ng is not installed: sudo apt-get install")


# ---- programs that speak -----------------------------------------------------------------------------------------


def program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def wait(speaker: ProgramSpeaker) -> None:
    for process in speaker._running:
        process.wait(20)


def test_a_program_is_given_the_text_and_feeds_the_next(tmp_path: Path) -> None:
    out = tmp_path / "out"
    loud = program(tmp_path / "loud", "tr a-z A-Z")
    speaker = ProgramSpeaker([[str(loud)], [str(program(tmp_path / "keep", f"cat > {out}"))]])
    speaker.say("hello; rm -rf $HOME", 0)
    wait(speaker)
    assert out.read_text() == "HELLO; RM -RF $HOME\n"


def test_it_can_be_broken_off(tmp_path: Path) -> None:
    speaker = ProgramSpeaker([[str(program(tmp_path / "slow", "exec sleep 60"))]])
    speaker.say("hello", 0)
    assert speaker.speaks(S)
    speaker.hush()
    assert not speaker.speaks(2 * S)
    assert speaker.failed() == ""


def test_one_that_ends_at_once_said_nothing(tmp_path: Path) -> None:
    speaker = ProgramSpeaker([[str(program(tmp_path / "mute", "exit 0"))]])
    speaker.say("one two three", 0)
    wait(speaker)
    assert not speaker.speaks(1)
    assert "is there a loudspeaker?" in speaker.failed()
    speaker.say("one two three", 0)
    wait(speaker)
    assert not speaker.speaks(S)
    assert speaker.failed() == ""


def test_pipers_voice_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(NoVoiceError, match=r"voice\.onnx\.json can't be read.*pip install piper-tts"):
        piper(tmp_path / "voice.onnx")
    (tmp_path / "voice.onnx.json").write_text('{"audio": {"sample_rate": 22050}}')
    assert SilentSpeaker().failed() == ""
