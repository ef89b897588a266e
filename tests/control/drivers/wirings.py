"""Wirings that the drivers are tested with, by name. Lines are GPIO numbers, or a PCA9685's channels."""

from __future__ import annotations

from control.drivers.bridges import DRV8833, L298N, TB6612, EnabledInputs, TwoInputs
from tests.control.drivers.chips import Config

WIRINGS: dict[str, Config] = {
    "L298N": L298N.Config(
        left=EnabledInputs(pwm=12, in1=16, in2=20), right=EnabledInputs(pwm=13, in1=19, in2=26)
    ),
    "TB6612": TB6612.Config(
        left=EnabledInputs(pwm=12, in1=16, in2=20), right=EnabledInputs(pwm=13, in1=19, in2=26), standby=21
    ),
    "TB6612 awake": TB6612.Config(
        left=EnabledInputs(pwm=8, in1=10, in2=9), right=EnabledInputs(pwm=13, in1=11, in2=12)
    ),
    "DRV8833": DRV8833.Config(left=TwoInputs(in1=12, in2=13), right=TwoInputs(in1=14, in2=15)),
}
