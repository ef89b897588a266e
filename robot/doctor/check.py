"""One line of the doctor's report."""

from __future__ import annotations

from typing import Literal, NamedTuple

State = Literal["ok", "warn", "fail", "skipped"]
Purpose = Literal["simulation", "car"]

SIMULATION: tuple[Purpose, ...] = ("simulation",)
CAR: tuple[Purpose, ...] = ("car",)
BOTH: tuple[Purpose, ...] = ("simulation", "car")

NO_CAR = "not a car"


class Check(NamedTuple):
    """What was found and what that means (`detail`), and the command that mends it.

    ok: as it should be; warn: it works, but not as well as it could; fail: this part won't work; skipped: nothing to look at
    on this machine. What is in `needed` can't be done at all while this fails.
    """

    name: str
    state: State
    detail: str
    mend: str = ""
    needed: tuple[Purpose, ...] = ()

    def stops(self, purpose: Purpose) -> bool:
        return self.state == "fail" and purpose in self.needed


def skipped(name: str, why: str = NO_CAR) -> Check:
    return Check(name, "skipped", why)
