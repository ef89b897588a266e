"""A session with a real car: one instruction from the command line, or as many as people type, say and drive by key."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

import msgspec

from robot import receipt, recorder
from robot.account import Account
from robot.album import Album
from robot.assembly import assemble
from robot.clock import Clock
from robot.config import LaunchFile, NodeEntry, node_entries
from robot.console import Console
from robot.opening import OpeningNode
from robot.outcome import Outcome
from robot.parts_watch import PartsWatch
from robot.progress import Progress
from robot.receipt import Receipt
from robot.terminal import NoTerminal, Terminal
from robot.threaded_executor import ThreadedExecutor
from robot.trip import Trip
from robot.worker import Observer

CLOSED = "interrupted; the motors are off"


class LiveDrive:
    """The program that drives a real car, and all that watches it. `run` it and `close` it."""

    def __init__(self, launch: LaunchFile, clock: Clock, arguments: argparse.Namespace, screen: Console | Progress) -> None:
        self.outcome = Outcome()
        self._album, self._trip, self._account = Album(), Trip(), Account()
        self._board, self._screen = launch.board, screen
        self.folder = recorder.new_folder(arguments.runs, arguments.say or "live")
        self._recorder = recorder.Recorder(self.folder, msgspec.to_builtins(launch), began_ns=clock.now_ns())
        watcher: Observer = screen if isinstance(screen, Console) else screen.record
        own = (self._recorder.record, self.outcome, self._album, self._trip, self._account)
        self._executor = ThreadedExecutor(clock, (*own, watcher))
        self._interrupted = False

    def assemble(self, entries: list[NodeEntry], devices: Mapping[str, Any]) -> None:
        """Build all nodes. Raises SetupError."""
        assemble(self._executor, entries, devices)
        told_elsewhere = {"microphone"} if isinstance(self._screen, Console) else set()
        self._watch = PartsWatch({name: part for name, part in devices.items() if name not in told_elsewhere}, self._tell)

    def run(self, one_instruction: bool, max_s: float) -> None:
        """Until the instruction is answered, `max_s` have passed, or Ctrl-C or SIGTERM comes."""

        def over() -> bool:
            self._watch.look()
            return one_instruction and self.outcome.over

        try:
            self._executor.run(over, max_s)
        except KeyboardInterrupt:
            self._interrupted = True

    def close(self) -> None:
        """Nodes closed, motors at zero, log complete."""
        self._executor.close()
        self._album.keep(self.folder)
        self._account.write(self.folder / "account.txt")
        self._recorder.close({"success": self.outcome.succeeded, "reason": self.reason, "t_s": self._trip.duration_s})

    @property
    def reason(self) -> str:
        return CLOSED if self._interrupted and not self.outcome.settled else self.outcome.reason

    def receipt(self) -> Receipt:
        """What came of the last instruction, by the car's own word."""
        outcome = self.outcome
        return Receipt(
            success=outcome.succeeded, reason=self.reason, instruction=outcome.instruction,
            understood=str(outcome.program or ""), said=tuple(outcome.said[-5:]), path_length_m=self._trip.length_m,
            duration_s=self._trip.duration_s, energy_mah=self._trip.charge_mah, board=self._board, folder=str(self.folder),
        )

    def _tell(self, sentence: str) -> None:
        self._screen.say(f"part {sentence}")
        self._recorder.note(f"part {sentence}")


def live(
    launch: LaunchFile, arguments: argparse.Namespace, devices: Mapping[str, Any], clock: Clock,
    besides: Sequence[NodeEntry] = (), out: TextIO | None = None,
) -> bool:  # fmt: skip
    """Drive; whether the instruction of the command line was carried out, true where there was none.

    `devices` by name; with a "microphone" among them the launch file's nodes for speech run too. `besides`: more nodes.
    """
    out = out or sys.stdout
    with ExitStack() as stack:
        terminal = None if arguments.say is not None else _terminal(stack)
        entries = [*node_entries(launch, terminal=terminal is not None, speech="microphone" in devices), *besides]
        if arguments.say is not None:
            entries.append(NodeEntry("opening", OpeningNode, OpeningNode.Config(text=arguments.say)))
        screen = _screen(terminal, entries, devices, out, clock)
        stack.callback(screen.close)
        drive = LiveDrive(launch, clock, arguments, screen)
        try:
            drive.assemble(entries, {**devices, "keyboard": terminal, "screen": screen})
            drive.run(arguments.say is not None, _limit_s(launch, arguments))
        finally:
            drive.close()
    return _finish(drive.receipt(), arguments, out)


def _terminal(stack: ExitStack) -> Terminal | None:
    """The terminal that the program was started in; None for a service, which has none."""
    try:
        return stack.enter_context(Terminal())
    except NoTerminal:
        return None


def _screen(
    terminal: Terminal | None, entries: list[NodeEntry], devices: Mapping[str, Any], out: TextIO, clock: Clock
) -> Console | Progress:
    if terminal is None:
        return Progress(out, began_ns=clock.now_ns())
    prompts = any("screen" in entry.node.needs for entry in entries)
    return Console(terminal, out, prompts, hears="microphone" in devices)


def _limit_s(launch: LaunchFile, arguments: argparse.Namespace) -> float:
    """An instruction of the command line has the launch file's time, a session by hand none."""
    if arguments.say is not None:
        return launch.max_time_s
    return arguments.max_time or float("inf")


def _finish(result: Receipt, arguments: argparse.Namespace, out: TextIO) -> bool:
    assert result.folder is not None
    receipt.write(result, Path(result.folder) / "receipt.json")
    if arguments.report:
        receipt.write(result, arguments.report)
    out.write(receipt.render(result, out.isatty()) + "\n")
    return result.success or arguments.say is None
