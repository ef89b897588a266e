"""H-bridges as their data sheets have them: what a motor gets for the levels at the bridge's inputs.

A motor gets +1 (forward: current from its first terminal to its second), -1 (reverse), 0 (both terminals tied together: it
brakes) or None (terminals open: it coasts).
"""

from __future__ import annotations

from collections.abc import Callable

Drive = int | None
Bridge = Callable[..., Drive]


def l298n(enable: bool, in1: bool, in2: bool) -> Drive:
    """ST, L298 data sheet, figure 6: enabled, C = D is "fast motor stop"; not enabled, "free running motor stop"."""
    if not enable:
        return None
    return int(in1) - int(in2)


def tb6612(pwm: bool, in1: bool, in2: bool, standby: bool = True) -> Drive:
    """Toshiba, TB6612FNG data sheet, "H-SW control function": PWM low while IN1 differs from IN2 is a short brake."""
    if not standby or not (in1 or in2):
        return None
    return int(in1) - int(in2) if pwm else 0


def drv8833(in1: bool, in2: bool) -> Drive:
    """Texas Instruments, DRV8833 data sheet, table 1: both low coasts ("fast decay"), both high brakes ("slow decay")."""
    if not in1 and not in2:
        return None
    return int(in1) - int(in2)
