"""Board profiles: how much slower a step runs on the board that a drive is simulated for.

`laptop` is the reference: one core of the 2-core x86-64 machine (AMD EPYC) on which every `Cost` was measured.
No board was at hand: the factors come from public figures and are to be replaced by measurements.
"""

from __future__ import annotations

import msgspec

from robot.node import Cost


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """`network` multiplies the time of network inference (one thread), `python` that of everything else."""

    name: str
    python: float
    network: float
    source: str

    def seconds(self, cost: Cost) -> float:
        """Modelled duration of a step on this board (s)."""
        return cost.seconds * (self.network if cost.work == "network" else self.python)


BOARDS = {
    board.name: board
    for board in (
        Board(name="laptop", python=1.0, network=1.0, source="the reference itself"),
        Board(
            name="rpi4",
            # Single thread, ncnn's published Pi 4 (1.8 GHz) times against the same networks in onnxruntime on the
            # reference: SqueezeNet 74.0/8.8 ms, NanoDet-m 103.5/13.4 ms, FastestDet 52.6/5.7 ms; geometric mean 8.4.
            network=8.4,
            # Scalar code loses less: pippi's test renders took 3x a ThinkPad X250's time (luvsound/pippi#69), and the
            # reference core is about a third faster than that laptop's.
            python=4.0,
            source="github.com/Tencent/ncnn benchmark/README.md; github.com/luvsound/pippi/issues/69",
        ),
        Board(
            name="rpi5",
            # Raspberry Pi's own announcement: "two to three times the CPU performance" of the Pi 4; 2.5 taken.
            network=8.4 / 2.5,
            python=4.0 / 2.5,
            source="raspberrypi.com, announcement of the Raspberry Pi 5 (2-3x the Pi 4), from the rpi4 row",
        ),
        Board(
            name="jetson-nano",
            # Its CPU (we run onnxruntime on the CPU): Cortex-A57 at 1.43 GHz against Cortex-A72 at 1.8 GHz, and Arm's
            # figure of about 15 % more per clock for the A72: 1.8/1.43 * 1.15 = 1.45 times the Pi 4's time.
            network=8.4 * 1.45,
            python=4.0 * 1.45,
            source="clock ratio and Arm's A72 over A57 figure, from the rpi4 row",
        ),
    )
}
