"""What the gate saves and what it loses: `python benchmarks/cascade.py MANIFEST [--model FOLDER] [--noise room:30]`.

The same sound through the same recogniser, once all of it and once behind the microphone node's gate (`mode: open`): CPU time
of a quiet room, CPU time of a room where somebody gives a command every few seconds, and the commands that the gate lost.
MANIFEST has a line {"path", "text"} for each recording; those of one or two words are used.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from language.evaluate.manifest import read as read_manifest
from language.speech.attention import AttentionConfig
from language.speech.listening import ListeningNode
from language.speech.microphone_node import MicrophoneNode
from language.speech.noise import NOISES, mix
from language.speech.recogniser import SpeechModel
from language.speech.sound_file import read
from language.speech.vosk_recogniser import load
from language.speech.wave import Wave, to_samples, to_wave
from robot import topics
from robot.boards import BOARDS
from robot.bus import Envelope, Topic
from robot.clock import to_ns, to_s
from robot.node import Node, Wiring
from robot.speech import SAMPLE_RATE_HZ, Heard, Samples, Sound
from robot.step_executor import StepExecutor

PAUSE_S = 4.0
QUIET_S = 120.0
PIECE = SAMPLE_RATE_HZ // 10


class Recording:
    """A microphone that hears `samples`."""

    problem = ""

    def __init__(self, samples: Samples) -> None:
        self._pieces: Iterator[Samples] = iter(samples[: samples.size // PIECE * PIECE].reshape(-1, PIECE))

    def read(self, now_ns: int) -> list[Sound]:
        piece = next(self._pieces, None)
        return [] if piece is None else [Sound(t_ns=now_ns - to_ns(0.1), samples=piece)]

    def close(self) -> None: ...


class Straight(Node):
    """All that the microphone hears goes on."""

    name = "microphone"

    def __init__(self, microphone: Recording) -> None:
        self._microphone = microphone

    def wire(self, wiring: Wiring) -> None:
        self._sound = wiring.publisher(topics.SOUND)
        wiring.every(0.1, self._tick)

    def _tick(self, now_ns: int) -> None:
        for sound in self._microphone.read(now_ns):
            self._sound.publish(sound)


def run(samples: Samples, model: SpeechModel, gated: bool) -> tuple[float, list[Heard]]:
    """CPU seconds for one second of sound, and what was heard."""
    heard: list[Heard] = []

    def note(topic: Topic[Any], envelope: Envelope) -> None:
        if topic is topics.HEARD and envelope.message.final:
            heard.append(envelope.message)

    executor = StepExecutor(BOARDS["laptop"], (note,))
    config = MicrophoneNode.Config(attention=AttentionConfig(mode="open"))
    executor.add("listening", lambda: ListeningNode(ListeningNode.Config(), model))
    executor.add("microphone", lambda: MicrophoneNode(config, Recording(samples)) if gated else Straight(Recording(samples)))
    duration_s = samples.size / SAMPLE_RATE_HZ
    began_s = time.process_time()
    executor.run(lambda: False, duration_s + 1)
    return (time.process_time() - began_s) / duration_s, heard


def commands(manifest: Path, count: int) -> list[tuple[str, Wave]]:
    """Short recordings with their words, a sample of all."""
    short = [each for each in read_manifest(manifest) if each.text and len(each.text.split()) <= 2]
    chosen = np.random.default_rng(0).permutation(len(short))[:count]
    return [(str(short[n].text), to_wave(read(Path(short[n].path)))) for n in chosen]


def scene(clips: list[tuple[str, Wave]], noise: str, snr_db: float) -> tuple[Samples, list[tuple[float, float]]]:
    """All clips with pauses between them, in noise; and when each begins and ends (s)."""
    parts, spans, at = [], [], 0
    for _, wave in clips:
        parts += [np.zeros(int(PAUSE_S * SAMPLE_RATE_HZ), np.float32), wave]
        at += parts[-2].size
        spans.append((at / SAMPLE_RATE_HZ, (at + wave.size) / SAMPLE_RATE_HZ))
        at += wave.size
    speech = np.concatenate([*parts, np.zeros(2 * SAMPLE_RATE_HZ, np.float32)])
    return to_samples(mix(speech, NOISES[noise](speech.size, np.random.default_rng(1)), snr_db)), spans


def texts(heard: list[Heard], spans: list[tuple[float, float]]) -> list[str]:
    """What was heard of each clip: the words whose middle lies in it."""
    words = [word for each in heard for word in each.words]
    middles = [to_s((word.start_ns + word.end_ns) // 2) for word in words]
    return [" ".join(word.text for word, at in zip(words, middles, strict=True) if since - 0.3 <= at <= until + 0.3)
            for since, until in spans]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("manifest", type=Path)
    parser.add_argument("--model", type=Path, help="a Vosk model's folder (default: the one that ships)")
    parser.add_argument("--clips", type=int, default=100)
    parser.add_argument("--noise", default="room:30", help="NAME:DB below the speech")
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args()
    noise, _, snr_db = asked.noise.partition(":")
    model, clips = load(asked.model), commands(asked.manifest, asked.clips)
    samples, spans = scene(clips, noise, float(snr_db))
    quiet = samples[: int(1.0 * SAMPLE_RATE_HZ)]  # the first pause: the same noise, nobody in it
    quiet = np.resize(quiet, int(QUIET_S * SAMPLE_RATE_HZ))
    silent = [run(quiet, model, gated)[0] for gated in (False, True)]
    (all_cpu, all_heard), (gate_cpu, gate_heard) = (run(samples, model, gated) for gated in (False, True))
    right, gated_right = (
        [said == text for said, (text, _) in zip(texts(heard, spans), clips, strict=True)] for heard in (all_heard, gate_heard)
    )
    lost = sum(one and not other for one, other in zip(right, gated_right, strict=True))
    won = sum(other and not one for one, other in zip(right, gated_right, strict=True))
    if asked.json is not None:
        cpu = {"silent_all": silent[0], "silent_gate": silent[1], "all": all_cpu, "gate": gate_cpu}
        counts = {"commands": len(clips), "right_all": sum(right), "right_gate": sum(gated_right), "lost": lost, "won": won}
        asked.json.write_text(json.dumps({"noise": asked.noise, "cpu_s_per_s": cpu, **counts}, indent=1) + "\n")
    print(f"{len(clips)} commands, {asked.noise} dB; CPU seconds for a second of sound")
    print(f"a quiet room   all {silent[0]:.4f}   gate {silent[1]:.4f}   {silent[1] / silent[0]:.0%}")
    print(f"commands       all {all_cpu:.4f}   gate {gate_cpu:.4f}   {gate_cpu / all_cpu:.0%}")
    print(f"right          all {sum(right)}   gate {sum(gated_right)}   lost {lost}, won {won}")


if __name__ == "__main__":
    main()
