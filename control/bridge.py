"""What owns the motor pins: one Protocol for every wiring, and the table of those that a launch file can name.

A bridge lives in the motor process (`control/motor_process.py`) and nowhere else. That process must start in a blink, stay
small and never wait, so the module of a bridge imports no numpy at module level: not `robot.messages`, not `robot.drivers`.
"""

from __future__ import annotations

import importlib
from typing import Any, ClassVar, Protocol

import msgspec

from robot.errors import SetupError


class BridgeConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every bridge's settings: what stands in the launch file beside `driver:`."""


class Bridge(Protocol):
    """Two motors and the pins that drive them.

    Its class has a nested `Config` (a `BridgeConfig`), and is built with one: `Bridge(config)`. Building it takes the pins and
    puts every one of them LOW before it returns, whatever they were before: that is how a motor process that was killed is
    cleaned up after. It raises `SetupError` where the device is absent, busy or not permitted, and says which and what to do.
    No method waits for more than a few milliseconds.
    """

    Config: ClassVar[type[BridgeConfig]]

    def drive(self, left: float, right: float) -> None:
        """Put these duties on the motors, -1…1, forward positive. 0 turns that motor off; it may brake it by shorting it."""

    def off(self) -> None:
        """Every pin low, at once; `drive` works again afterwards. Must not raise for what `drive` left behind."""

    def close(self) -> None:
        """Every pin low, and let go of them. A second call does nothing."""


BRIDGES: dict[str, str] = {
    "l298n": "control.drivers.bridges:L298N",
    "tb6612": "control.drivers.bridges:TB6612",
    "drv8833": "control.drivers.bridges:DRV8833",
}
"""`driver:` in a launch file -> "module:Class". Loaded by name, so that nothing imports what it doesn't use.

A driver that is not in the table is named by its own "module:Class", as nodes are.
"""


def bridge_class(driver: str) -> type[Any]:
    """The class of the bridge that is called so. Raises SetupError where there is none, or its module can't be loaded."""
    module_name, _, class_name = BRIDGES.get(driver, driver).partition(":")
    if not class_name:
        raise SetupError(f"no motor driver is called {driver!r}; there are {', '.join(sorted(BRIDGES))}")
    try:
        found: type[Any] = getattr(importlib.import_module(module_name), class_name)
    except (ImportError, AttributeError) as error:
        raise SetupError(f"the motor driver {driver!r} can't be loaded: {error}") from None
    return found


def settings_of(settings: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """`{driver: name, setting: value, …}` taken apart. Raises SetupError where there is no name."""
    driver = settings.get("driver")
    if not isinstance(driver, str):
        raise SetupError(f"motors: no `driver:`; there are {', '.join(sorted(BRIDGES))}")
    return driver, {name: value for name, value in settings.items() if name != "driver"}


def open_bridge(settings: dict[str, Any]) -> Bridge:
    """The bridge that `{driver: name, setting: value, …}` names, every pin low. Raises SetupError."""
    driver, values = settings_of(settings)
    bridge = bridge_class(driver)
    try:
        config = msgspec.convert(values, bridge.Config)
    except msgspec.ValidationError as error:
        known = ", ".join(field.name for field in msgspec.structs.fields(bridge.Config))
        raise SetupError(f"motor driver {driver}: {error}; settings there: {known or 'none'}") from None
    opened: Bridge = bridge(config)
    return opened
