"""A session with the simulated car: one instruction from the command line, or as many as a person types."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TextIO

from robot import receipt, recorder, topics
from robot.bus import Envelope, Topic
from robot.config import LaunchFile, NodeEntry, node_entries, section
from robot.console import Console
from robot.drivers import Microphone, WheelEncoders
from robot.geometry import CameraGeometry
from robot.opening import OpeningNode
from robot.program import is_reply
from robot.progress import Progress
from robot.sim.drive import Drive
from robot.sim.simulator import Truth
from robot.sim.stage import SimulatedCar, Stage
from robot.terminal import Terminal
from robot.worker import Observer

FOREVER_S = 1e9
"""A session by hand ends when the person ends it."""


Ears = Callable[[int, WheelEncoders], Microphone | None]
"""The microphone for a seed and the wheels it rides on, None where nobody speaks to the car."""

Devices = dict[str, Any]

UNHEARD_S = 10.0
CHARACTERS_PER_S = 5.0
"""A sentence spoken so slowly, and so long after it, and nothing was heard that will become an instruction."""


def simulate(launch: LaunchFile, arguments: argparse.Namespace, ears: Ears, out: TextIO | None = None) -> bool:
    """Drive in simulation, draw the picture, write the receipt; whether the (last) instruction was carried out."""
    out = out or sys.stdout
    by_hand = arguments.say is None and arguments.speak is None
    settings = section(launch.car, SimulatedCar, "$.car")
    entries = node_entries(launch, terminal=by_hand, speech=arguments.speak is not None or arguments.listen is not None)
    with Stage(settings) as stage, _closing(ears(settings.seed, stage.drivers().wheels)) as devices:
        if by_hand:
            return _by_hand(launch, arguments, stage, entries, devices, out)
        return _one_instruction(launch, arguments, stage, entries, devices, out)


@contextmanager
def _closing(microphone: Microphone | None) -> Iterator[Devices]:
    """The microphone as a device for nodes, as long as it is needed."""
    if microphone is None:
        yield {}
        return
    try:
        yield {"microphone": microphone}
    finally:
        microphone.close()


def _one_instruction(
    launch: LaunchFile, arguments: argparse.Namespace, stage: Stage, entries: list[NodeEntry], devices: Devices, out: TextIO
) -> bool:
    progress = Progress(out)
    observers = (progress.record, *_window(arguments, entries))
    text = arguments.say if arguments.speak is None else arguments.speak
    drive = Drive(launch, stage, recorder.new_folder(arguments.runs, text), observers)
    opening = NodeEntry("opening", OpeningNode, OpeningNode.Config(text=text))
    try:
        drive.assemble(entries if arguments.speak is not None else [*entries, opening], devices)
        drive.run(lambda: drive.outcome.over or _unheard(drive, text), launch.max_time_s, arguments.realtime)
    finally:
        drive.close()
        progress.close()
    return _finish(drive, stage.start, "drive", arguments, out).success


def _unheard(drive: Drive, text: str) -> bool:
    """Whether what was spoken has come to nothing."""
    return not drive.outcome.instruction and drive.now_s > UNHEARD_S + len(text) / CHARACTERS_PER_S


def _by_hand(
    launch: LaunchFile, arguments: argparse.Namespace, stage: Stage, entries: list[NodeEntry], devices: Devices, out: TextIO
) -> bool:
    """Until Ctrl-C or `--max-time`; after each instruction its own picture and receipt, at the end those of the whole."""
    with Terminal() as terminal:
        prompts = any("screen" in entry.node.needs for entry in entries)
        console = Console(terminal, out, prompts, hears="microphone" in devices)
        drive = Drive(launch, stage, recorder.new_folder(arguments.runs, "by hand"), (console, *_window(arguments, entries)))
        limit_s = arguments.max_time or FOREVER_S
        try:
            drive.assemble(entries, {"keyboard": terminal, "screen": console} | devices)
            results = _instructions(drive, stage, console, limit_s)
        finally:
            drive.close()
            console.close()
    _finish(drive, stage.start, "drive", arguments, out)
    return all(result.success for result in results[-1:])


def _instructions(drive: Drive, stage: Stage, console: Console, limit_s: float) -> list[receipt.Receipt]:
    results: list[receipt.Receipt] = []
    since = stage.start
    while drive.run(lambda: drive.outcome.over, limit_s - drive.now_s, realtime=True):
        drive.outcome.acknowledge()
        program = drive.outcome.program
        if program is None or is_reply(program):
            continue  # only words, nothing to draw
        results.append(drive.receipt(since))
        name = f"{len(results)}-{recorder.slug(results[-1].instruction)}"
        _keep(drive, results[-1], since, name)
        console.say(f"pic  {drive.folder / name}.png")
        since = stage.truth()
    return results


def _finish(drive: Drive, since: Truth, name: str, arguments: argparse.Namespace, out: TextIO) -> receipt.Receipt:
    result = drive.receipt(since)
    _keep(drive, result, since, name)
    receipt.write(result, drive.folder / "receipt.json")
    if arguments.report:
        receipt.write(result, arguments.report)
    out.write(receipt.render(result, out.isatty()) + "\n")
    return result


def _keep(drive: Drive, result: receipt.Receipt, since: Truth, name: str) -> None:
    drive.picture(result, since, drive.folder / f"{name}.png")
    drive.keep_photos()
    drive.keep_account()


def _window(arguments: argparse.Namespace, entries: list[NodeEntry]) -> tuple[Observer, ...]:
    """The live view, if asked for: drawn anew with every grid, five times a second of the drive."""
    if not arguments.window:
        return ()
    from robot.window import Window

    settings = (getattr(entry.config, "camera", None) for entry in entries)
    window = Window(next((camera for camera in settings if isinstance(camera, CameraGeometry)), CameraGeometry()))

    def show(topic: Topic[Any], envelope: Envelope) -> None:
        window.record(topic, envelope)
        if topic is topics.GRID:
            window.show()

    return (show,)
