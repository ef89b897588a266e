"""STOP while the car drives: `python benchmarks/stops.py --manifest MANIFEST [--noise none --noise motor:10] [--clips N]`.

People's recordings of a plain "stop" are played into the simulated microphone while the simulated car drives in circles, in
lock-step time, through the nodes of launch/sim.yaml that matter to it: microphone, listening, safety, odometry and base. Motors
follow the wheels, so many dB below the voice at cruising speed; each recording is as loud as the others.

`stop_recall` counts those after which the motors stood within two seconds of the word's end. Delays go from the end of the word
to the safety node's first command of zero volts: the end is that of the last 20 ms whose energy is within 20 dB of the word's
loudest and 6 dB above the recording's quietest tenth (in doubt too early, so the delay too long). A stop asked for while the
word was still going on counts as 0. `false_stops_per_hour` is over all other recordings, while driving all the time; those
without a text are taken to have no "stop" in them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from benchmarks.spoken import add_options, report
from benchmarks.streams import Placed, stream
from language.evaluate.manifest import Recording
from language.evaluate.manifest import read as read_manifest
from language.evaluate.score import Evaluation, Figure, Miss, Row, row
from language.evaluate.sounds import Noise
from language.lexicon import lexicon
from language.speech.listening import ListeningNode
from language.speech.recogniser import SpeechModel
from language.speech.simulated_microphone import CRUISE_MPS, SimulatedMicrophone
from language.speech.stop import stops_in
from language.speech.vosk_recogniser import load as load_model
from language.speech.wave import Wave
from robot import topics
from robot.assembly import assemble
from robot.boards import BOARDS
from robot.bus import Envelope, Topic, reliable
from robot.clock import to_ns, to_s
from robot.config import LAUNCH_FOLDER, NodeEntry, load, node_entries
from robot.messages import MotorState, StopRequest, Velocity
from robot.node import Node, NodeConfig, Wiring
from robot.sim import car, scene
from robot.sim.drivers import connect
from robot.sim.generate import generate
from robot.sim.simulator import Simulator
from robot.sim.stage import STEP_S
from robot.sim.world import Pose, Rect, Wall, World
from robot.speech import SAMPLE_RATE_HZ
from robot.step_executor import StepExecutor

NODES = ("base", "odometry", "safety", "microphone")
LEAD_S, PAUSE_S, TALK_PAUSE_S = 3.0, 3.5, 0.5
WITHIN_S = 2.0
SIDE_M = 12.0
TURN_RADPS = 0.5
REST_S = 0.9  # the car drives on so long after a stop: before the microphone's node goes to sleep


class CircleNode(Node):
    """Drives in circles as a navigator would: told to stop it lets go of the wheel, and a little later drives on."""

    name = "circles"

    def __init__(self, config: NodeConfig) -> None:
        self._rests_until_ns = 0

    def wire(self, wiring: Wiring) -> None:
        self._velocity = wiring.publisher(topics.NAVIGATION)
        wiring.subscribe(topics.SPEECH_STOP, self._on_stop, reliable(16))
        wiring.every(0.05, self._tick)

    def _on_stop(self, stop: StopRequest) -> None:
        self._rests_until_ns = stop.t_ns + to_ns(REST_S)

    def _tick(self, now_ns: int) -> None:
        if now_ns >= self._rests_until_ns:
            self._velocity.publish(Velocity(t_ns=now_ns, speed_mps=CRUISE_MPS, turn_radps=TURN_RADPS))


class Drive(NamedTuple):
    """What came of a stream: when a stop was asked for, and when (s) the motors were given volts (1) or none (0)."""

    stops_s: list[float]
    motors: list[tuple[float, bool]]

    def halted_s(self, since_s: float) -> float | None:
        """When the motors, running before, stood within `WITHIN_S`; None where they ran on."""
        return next((t_s for t_s, runs in self.motors if since_s <= t_s and not runs), None)

    def runs_at(self, t_s: float) -> bool:
        before = [runs for at_s, runs in self.motors if at_s <= t_s]
        return bool(before) and before[-1]


def drive(speech: Wave, snr_db: float | None, seed: int, model: SpeechModel, asked: argparse.Namespace) -> Drive:
    """The car drives until the stream is over."""
    result = Drive([], [])

    def note(topic: Topic[Any], envelope: Envelope) -> None:
        match envelope.message:
            case MotorState(t_ns=t_ns, left_v=left_v, right_v=right_v):
                result.motors.append((to_s(t_ns), bool(left_v or right_v)))
            case StopRequest() if topic is topics.SPEECH_STOP:
                result.stops_s.append(to_s(envelope.message.t_ns))

    simulator = Simulator(scene.compile(empty_room(), car.document()).model, seed=seed)
    drivers = connect(simulator)
    microphone = SimulatedMicrophone(speech, snr_db, seed, drivers.wheels, always_wheels=True)
    microphone.read(0)  # the sound begins with the clock
    executor = StepExecutor(BOARDS[asked.board], (note,))
    executor.every(STEP_S, simulator.step)
    entries = {entry.name: entry for entry in node_entries(load(LAUNCH_FOLDER / "sim.yaml", asked.set), speech=True)}
    nodes = [*(entries[name] for name in NODES), NodeEntry("circles", CircleNode, NodeConfig())]
    assemble(executor, nodes, drivers._asdict() | {"microphone": microphone})
    config = entries["listening"].config
    assert isinstance(config, ListeningNode.Config)
    executor.add("listening", lambda: ListeningNode(config, model))
    executor.run(lambda: False, speech.size / SAMPLE_RATE_HZ)
    executor.close()
    return result


def empty_room() -> World:
    """Nothing to run into within a circle's reach."""
    some = generate(500_000, "home")
    room = some.rooms[0]
    edge = SIDE_M / 2
    corners = [(-edge, -edge), (edge, -edge), (edge, edge), (-edge, edge), (-edge, -edge)]
    walls = tuple(Wall(*a, *b) for a, b in zip(corners, corners[1:], strict=False))
    hall = type(room)(room.name, room.type, Rect(-edge, -edge, edge, edge), room.floor, room.wall)
    return World("hall", "home", 0, some.height_m, Pose(0.0, 0.0), (hall,), walls, ())


# ---- what is counted ---------------------------------------------------------------------------------------------


def measured(name: str, clips: Sequence[Placed], drove: Drive) -> tuple[list[Row], list[Figure], list[Miss]]:
    """Recall and delays of a stream of "stop"."""
    delays, missed = [], []
    running = [clip for clip in clips if drove.runs_at(clip.since_s)]
    for clip in running:
        halted_s = drove.halted_s(clip.since_s)
        if halted_s is None or halted_s > clip.word_end_s + WITHIN_S:
            missed.append(Miss(clip.recording.path, clip.recording.said, "stop", f"drove on at {clip.since_s:.1f} s"))
        else:
            delays.append(max(0.0, halted_s - clip.word_end_s))
    share = [float(np.quantile(delays, q)) if delays else float("nan") for q in (0.5, 0.95)]
    figures = [Figure(f"stop_delay_p50 {name}", 1000 * share[0], "ms"), Figure(f"stop_delay_p95 {name}", 1000 * share[1], "ms")]
    return [row(f"stop_recall {name}", len(delays), len(running))], figures, missed


def falsely(name: str, talk: Sequence[Placed], drove: Drive) -> tuple[Figure, list[Miss]]:
    """Stops nobody asked for, an hour of others' talk, pauses left out."""
    hours = sum(each.until_s - each.since_s for each in talk) / 3600
    during = [next((each for each in reversed(talk) if each.since_s <= t_s), None) for t_s in drove.stops_s]
    misses = [Miss(each.recording.path, each.recording.said, "", "stop") for each in during if each is not None]
    rate = len(drove.stops_s) / hours if hours else 0.0
    return Figure(f"false_stops_per_hour {name}", rate, f"an hour ({len(drove.stops_s)} in {hours:.2f} h)"), misses


def chosen(recordings: Sequence[Recording], count: int, seed: int) -> list[Recording]:
    """So many of them, at random; all for 0."""
    order = np.random.default_rng([seed, 1]).permutation(len(recordings))
    return [recordings[place] for place in (order[:count] if count else order)]


def evaluate(asked: argparse.Namespace) -> Evaluation:
    recordings, words = read_manifest(asked.manifest), lexicon()
    stops = [each for each in recordings if each.said == "stop"]
    others = [each for each in recordings if not stops_in(each.said, words)]
    (said, clips), (talked, talk) = (
        stream(chosen(stops, asked.clips, asked.seed), LEAD_S, PAUSE_S),
        stream(chosen(others, asked.others, asked.seed), LEAD_S, TALK_PAUSE_S),
    )
    model = load_model(asked.model)
    rows: list[Row] = []
    figures: list[Figure] = []
    misses: list[Miss] = []
    for noise in asked.noise or [None, Noise("motor", 10.0)]:
        name, snr_db = ("clean", None) if noise is None else (f"{noise.name}:{noise.snr_db:g}", noise.snr_db)
        new_rows, new_figures, missed = measured(name, clips, drive(said, snr_db, asked.seed, model, asked))
        false, wrong = falsely(name, talk, drive(talked, snr_db, asked.seed, model, asked))
        rows, figures, misses = rows + new_rows, [*figures, *new_figures, false], misses + missed + wrong
    title = f"STOP while driving: {len(clips)} clips, {len(talk)} others, board {asked.board}, seed {asked.seed}"
    return Evaluation(title, tuple(rows), tuple(misses), tuple(figures))


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="stops", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--manifest", type=Path, required=True, help="recordings, one JSON object a line")
    parser.add_argument("--clips", type=int, default=0, metavar="N", help='so many "stop", at random (default: all)')
    parser.add_argument("--others", type=int, default=0, metavar="N", help="so many other recordings (default: all)")
    parser.add_argument("--board", choices=tuple(BOARDS), default="laptop")
    parser.add_argument("--set", action="append", default=[], metavar="A.B=C", help="override one setting of launch/sim.yaml")
    add_options(parser, "none, then motor:10")
    asked = parser.parse_args(argv)
    report(evaluate(asked), asked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
