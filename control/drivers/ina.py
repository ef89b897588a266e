"""INA219 and INA226: voltage and current of the battery, on I2C. TI's data sheets SBOS448G and SBOS547B.

Both measure the voltage over a small resistor in the battery's lead; the current is worked out here, so no calibration register
is in the way. The chips average over about 17 and 35 ms, several periods of the motors' PWM.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from control.drivers.i2c import MAIN_BUS, Bus, signed, swapped
from control.drivers.i2c_sensor import I2cSensor
from robot.clock import Clock, to_ns, to_s
from robot.messages import Battery
from robot.parts import PartMissing

CONFIG, SHUNT, BUS, MAKER = 0x00, 0x01, 0x02, 0xFE
TEXAS_INSTRUMENTS = 0x5449


class Ina219Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="driver", tag="ina219"):
    bus: int = MAIN_BUS
    address: int = 0x40
    shunt_ohm: float = 0.1  # printed on it as R100: 3.2 A at most
    period_s: float = 0.1


class Ina226Config(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="driver", tag="ina226"):
    bus: int = MAIN_BUS
    address: int = 0x40
    shunt_ohm: float = 0.01  # R010: 8.2 A at most; with R100 a start of the motors is more than it can measure
    period_s: float = 0.1


class _Kind(NamedTuple):
    """What tells one chip from the other: how it is set up, and what a count is worth."""

    name: str
    setting: int
    shunt_v: float
    bus_v: float
    bus_shift: int


INA219 = _Kind("INA219", 0x3E67, 10e-6, 0.004, 3)  # 32 V, ±320 mV, 16 samples each, always on: table 4, 5
INA226 = _Kind("INA226", 0x4527, 2.5e-6, 0.00125, 0)  # 16 samples of 1.1 ms each, always on: table 6 to 8


class PowerSensor(I2cSensor[Battery]):
    """A `robot.drivers.PowerMeter`; charge is the current summed up, by trapezoids."""

    def __init__(self, config: Ina219Config | Ina226Config, clock: Clock, bus: Bus | None = None) -> None:
        self._kind = INA219 if isinstance(config, Ina219Config) else INA226
        self._shunt_ohm, self._period_ns = config.shunt_ohm, to_ns(config.period_s)
        self._newest: Battery | None = None
        super().__init__(self._kind.name, config.bus, config.address, clock, bus)

    def _set_up(self) -> None:
        if self._kind is INA226 and self._word(MAKER) != TEXAS_INSTRUMENTS:
            raise PartMissing(f"at 0x{self._address:02x} on I2C bus {self._number} is no INA226; is it an INA219?")
        self._bus.write_word_data(self._address, CONFIG, swapped(self._kind.setting))

    def _measure(self, now_ns: int) -> Battery:
        last = self._newest
        if last is not None and now_ns - last.t_ns < self._period_ns:
            return last
        voltage_v = (self._word(BUS) >> self._kind.bus_shift) * self._kind.bus_v
        current_a = signed(self._word(SHUNT)) * self._kind.shunt_v / self._shunt_ohm
        charge_mah = 0.0
        if last is not None:
            charge_mah = last.charge_mah + (last.current_a + current_a) / 2 * to_s(now_ns - last.t_ns) / 3.6
        self._newest = Battery(t_ns=now_ns, voltage_v=voltage_v, current_a=current_a, charge_mah=charge_mah)
        return self._newest

    def _word(self, register: int) -> int:
        return swapped(self._bus.read_word_data(self._address, register))
