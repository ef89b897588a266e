"""One simulated drive: the program that drives, all that watches it, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from robot import picture, recorder
from robot.account import Account
from robot.album import Album
from robot.assembly import assemble
from robot.boards import BOARDS
from robot.clock import SystemClock, to_s
from robot.config import LaunchFile, NodeEntry
from robot.earshot import Earshot
from robot.latency import Latency
from robot.node import Node
from robot.outcome import Outcome
from robot.receipt import Receipt
from robot.scenery import Drive as Story
from robot.sim import story
from robot.sim.simulator import Truth
from robot.sim.stage import STEP_S, Stage, Verdict
from robot.step_executor import StepExecutor
from robot.trace import Trace
from robot.worker import Observer


class Drive:
    """A program on a stage. `run` it, as often as there are instructions, ask for receipts, and `close` it."""

    def __init__(self, launch: LaunchFile, stage: Stage, folder: Path, watchers: tuple[Observer, ...] = ()) -> None:
        self.folder = folder
        self.outcome = Outcome()
        self.album, self._earshot = Album(), Earshot()
        self._account = Account()
        self.interrupted = False
        self._limit_s = launch.max_time_s
        self._board = BOARDS[launch.board]
        self._stage = stage
        self._trace, self._latency = Trace(), Latency()
        self._recorder = recorder.Recorder(folder, msgspec.to_builtins(launch), stage.settings.seed)
        own = (self._trace.record, self._recorder.record, self.outcome, self._latency, self.album, self._earshot,
               self._account, stage.observe)  # fmt: skip
        self._executor = StepExecutor(self._board, (*own, *watchers))
        self._executor.every(STEP_S, stage.step)
        self._wall = SystemClock()
        self._wall_ns = 0

    @property
    def now_s(self) -> float:
        return to_s(self._executor.clock.now_ns())

    def nodes(self) -> list[Node]:
        """The nodes that run now."""
        return self._executor.nodes()

    def assemble(self, entries: list[NodeEntry], devices: dict[str, Any]) -> None:
        """Build all nodes; `devices` come on top of the car's drivers."""
        assemble(self._executor, entries, self._stage.drivers()._asdict() | devices)

    def run(self, until: Callable[[], bool], max_s: float, realtime: bool) -> bool:
        """Drive until `until()` (true), `max_s` of simulated time or Ctrl-C (false); a SIGTERM counts as Ctrl-C."""
        began_ns = self._wall.now_ns()
        try:
            return self._executor.run(until, max_s, self._wall if realtime else None)
        except KeyboardInterrupt:
            self.interrupted = True
            return False
        finally:
            self._wall_ns += self._wall.now_ns() - began_ns

    def close(self) -> None:
        """Nodes closed, motors at zero, log complete; a second call does nothing."""
        self._executor.close()
        self._stage.motors_off()
        self._recorder.close({"success": self.outcome.succeeded, "reason": self._reason(""), "t_s": self.now_s})

    def receipt(self, since: Truth) -> Receipt:
        """What came of the last instruction, given at `since`, judged by the truth where that has something to say."""
        truth, outcome, settings = self._stage.truth(), self.outcome, self._stage.settings
        verdict = self._stage.verdict(outcome.program)
        return Receipt(
            success=self._success(verdict),
            reason=self._reason(verdict.reason),
            instruction=outcome.instruction,
            understood=str(outcome.program or ""),
            said=tuple(outcome.said[-5:]),
            goal_distance_m=verdict.goal_distance_m,
            path_length_m=truth.path_length_m - since.path_length_m,
            shortest_path_m=verdict.shortest_path_m,
            duration_s=self.now_s - to_s(since.t_ns),
            collisions=len(truth.collisions) - len(since.collisions),
            energy_mah=truth.energy_mah - since.energy_mah,
            realtime_factor=self.now_s / max(1e-9, to_s(self._wall_ns)),
            trace_sha256=self._trace.hexdigest(),
            seed=settings.seed,
            world=settings.world,
            board=self._board.name,
            latency=self._latency.describe(self._board),
            folder=str(self.folder),
        )

    def picture(self, result: Receipt, since: Truth, path: Path) -> None:
        """Draw the drive since `since` into a PNG file."""
        began_s, album = to_s(since.t_ns), self.album
        points = story.path([truth for truth in self._stage.path if truth.t_ns >= since.t_ns])
        drawn = Story(
            title=result.instruction,
            success=result.success,
            result=result.reason,
            details=f"{result.path_length_m:.1f} m · {result.duration_s:.0f} s · {result.energy_mah:.1f} mAh",
            scenery=story.plan(self._stage.world, self._stage.goal(self.outcome.program)),
            path=points,
            seen=story.at(points, album.seen_s if album.seen_s and album.seen_s >= began_s else None),
            shots=tuple(shot for shot in album.shots if shot.t_s >= began_s),
            utterance=self._earshot.said(result.instruction, began_s),
        )
        picture.write(drawn, path)

    def keep_account(self) -> None:
        """Write what was understood and what came of it, as far as the drive has got."""
        self._account.write(self.folder / "account.txt")

    def keep_photos(self) -> list[Path]:
        """Write the photos that were taken; returns their files."""
        return self.album.keep(self.folder)

    def _success(self, verdict: Verdict) -> bool:
        return self.outcome.succeeded and verdict.right is not False

    def _reason(self, verdict: str) -> str:
        outcome = self.outcome
        if self.interrupted and not outcome.settled:
            return "interrupted by Ctrl-C; the motors are at zero"
        if outcome.program is not None and not outcome.settled:
            return f"not done after {self._limit_s:g} s: {outcome.reason}"
        if outcome.succeeded and verdict:
            return f"the car said \"{outcome.reason}\", but {verdict}"
        return outcome.reason
