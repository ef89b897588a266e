"""What speaks: programs that turn a text into sound, and a silent one for where there is no loudspeaker."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from robot.clock import to_ns
from robot.errors import SetupError

WORDS_A_SECOND = 2.6
LEAST_S_A_WORD = 0.08
"""Whatever speaks faster didn't speak."""
MOST_CHARACTERS = 400
"""Of one sentence: nobody listens longer, and a program's arguments have an end."""
MENDS = {
    "espeak-ng": "sudo apt-get install -y --no-install-recommends espeak-ng",
    "piper": "pip install piper-tts, and give the voice's .onnx file as `piper_voice`",
    "aplay": "sudo apt-get install -y --no-install-recommends alsa-utils",
}


class NoVoiceError(SetupError):
    """The program that speaks is not there; the text has the command that mends it."""


class Speaker(Protocol):
    def say(self, text: str, now_ns: int) -> None:
        """Begin to say a text; one that is being said is broken off."""

    def speaks(self, now_ns: int) -> bool:
        """Whether it is still being said."""

    def failed(self) -> str:
        """Why nothing can be heard of the last text, "" where that is unknown or all is well."""

    def hush(self) -> None:
        """Break off at once."""


class SilentSpeaker:
    """Takes as long as a voice would and makes no sound: for simulation, and where there is no voice."""

    def __init__(self) -> None:
        self._until_ns = 0

    def say(self, text: str, now_ns: int) -> None:
        self._until_ns = now_ns + to_ns(len(text.split()) / WORDS_A_SECOND)

    def speaks(self, now_ns: int) -> bool:
        return now_ns < self._until_ns

    def failed(self) -> str:
        return ""

    def hush(self) -> None:
        self._until_ns = 0


class ProgramSpeaker:
    """Says each text by programs of the system: the first is given the text, each other one what the one before it puts out."""

    def __init__(self, commands: Sequence[Sequence[str]], find: Callable[[str], str | None] = shutil.which) -> None:
        """Raises NoVoiceError where a program is missing."""
        for program, *_ in commands:
            if find(program) is None:
                mend = MENDS.get(program, f"install {program}")
                raise NoVoiceError(f"I have no voice, {program} is not installed: {mend}")
        self._commands = commands
        self._running: list[subprocess.Popen[bytes]] = []
        self._since_ns = self._until_ns = self._least_ns = 0

    def say(self, text: str, now_ns: int) -> None:
        self.hush()
        self._since_ns, self._least_ns = now_ns, to_ns(LEAST_S_A_WORD * len(text.split()))
        for command in self._commands:
            source = self._running[-1].stdout if self._running else subprocess.PIPE
            sink = subprocess.PIPE if len(self._running) + 1 < len(self._commands) else subprocess.DEVNULL
            self._running.append(subprocess.Popen(command, stdin=source, stdout=sink, stderr=subprocess.DEVNULL))
        for process in self._running[:-1]:
            if process.stdout is not None:
                process.stdout.close()  # the next one has it; so the first ends when the last is killed
        _give(self._running[0], text[:MOST_CHARACTERS])

    def speaks(self, now_ns: int) -> bool:
        running = [process for process in self._running if process.poll() is None]
        self._until_ns = now_ns
        return bool(running)

    def failed(self) -> str:
        """What ended in no time said nothing: espeak-ng, for one, has no other way to tell that there is no loudspeaker."""
        if not self._running or self._until_ns - self._since_ns >= self._least_ns:
            return ""
        program = self._commands[0][0]
        return f"I can't be heard, {program} ended at once: is there a loudspeaker? Try `{program} hello`"

    def hush(self) -> None:
        for process in self._running:
            process.kill()
        for process in self._running:
            process.wait()
        self._running = []


def _give(process: subprocess.Popen[bytes], text: str) -> None:
    if process.stdin is None:
        return
    try:
        process.stdin.write(text.encode() + b"\n")  # a sentence fits into the pipe, so this doesn't wait
        process.stdin.close()
    except BrokenPipeError:
        return  # it died at once; `failed` tells


def espeak(voice: str = "en-us", words_a_minute: int = 160) -> ProgramSpeaker:
    """espeak-ng, which plays by itself. Raises NoVoiceError."""
    return ProgramSpeaker([["espeak-ng", "-v", voice, "-s", str(words_a_minute), "--stdin"]])


def piper(voice: Path) -> ProgramSpeaker:
    """Piper with the user's voice (an .onnx file, its .onnx.json beside it), through ALSA's player. Raises NoVoiceError."""
    description = voice.with_name(voice.name + ".json")
    try:
        rate_hz = msgspec.json.decode(description.read_bytes(), type=_PiperVoice).audio.sample_rate
    except (OSError, msgspec.MsgspecError) as error:
        raise NoVoiceError(f"I have no voice, {description} can't be read ({error}): {MENDS['piper']}") from None
    play = ["aplay", "--quiet", "--rate", str(rate_hz), "--format", "S16_LE", "--file-type", "raw", "-"]
    return ProgramSpeaker([["piper", "--model", str(voice), "--output-raw"], play])


class _PiperAudio(msgspec.Struct):
    sample_rate: int


class _PiperVoice(msgspec.Struct):
    audio: _PiperAudio
