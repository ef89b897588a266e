"""The program: `python -m robot.launch` on the car, `python -m robot.launch --sim --say "go to the red chair"` anywhere else.

Exit code 0: the instruction was carried out (in simulation: the simulator's truth says so); 1: it was not; 2: something
given or installed is not right, and the one line on stderr says what to do.
"""

from __future__ import annotations

import argparse
import math
import os
import signal
import sys
from collections.abc import Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from robot.boards import BOARDS
from robot.clock import SystemClock
from robot.config import LAUNCH_FOLDER, ConfigError, LaunchFile, calibration_of, load, section, variant
from robot.drivers import Microphone, WheelEncoders
from robot.errors import SetupError

EARS_MEND = 'python -m pip install "heed[speech]" gives it some'

CARRIED_OUT, NOT_CARRIED_OUT, BAD_SETUP = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    arguments = parse(argv)
    try:
        for ending in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: started in the background, it would be ignored
            signal.signal(ending, signal.default_int_handler)
        return start(arguments)
    except SetupError as error:
        print(f"heed: {error}", file=sys.stderr)
        return BAD_SETUP
    except KeyboardInterrupt:
        print("heed: interrupted before the car was ready; the motors never ran.", file=sys.stderr)
        return NOT_CARRIED_OUT
    except BrokenPipeError:
        sys.stdout = None  # or Python would try to flush it once more at exit
        print("heed: nobody reads what I print any more, so I ended the drive; the motors are off.", file=sys.stderr)
        return NOT_CARRIED_OUT


def start(arguments: argparse.Namespace) -> int:
    """Read the launch file, apply the command line to it, and drive."""
    launch = load(launch_path(arguments), overrides(arguments))
    ways = {"simulated": simulated, "wired": wired}
    driver = launch.car.get("driver")
    if driver not in ways:
        raise ConfigError(f"no driver is called {driver!r} - at `$.car.driver`; there are: {', '.join(ways)}")
    spoken_to = arguments.speak is not None or arguments.listen is not None
    if spoken_to and "node" not in launch.speech.get("microphone", {}):
        raise ConfigError("this launch file has no ears - at `$.speech.microphone`; launch/sim.yaml has")
    return CARRIED_OUT if ways[driver](launch, arguments) else NOT_CARRIED_OUT


def simulated(launch: LaunchFile, arguments: argparse.Namespace) -> bool:
    """Drive the simulated car."""
    from models.probe import check
    from robot.sim.session import simulate

    check()
    return simulate(launch, arguments, partial(microphone, arguments))


def wired(launch: LaunchFile, arguments: argparse.Namespace) -> bool:
    """Drive the car whose parts are wired to this computer."""
    if arguments.speak is not None:
        raise ConfigError("--speak is for the simulated car: add --sim, or say it to this one with --say")
    from contextlib import ExitStack, closing

    from control.drivers.car import WiredCar, connected
    from models.probe import check
    from perception.cameras.connect import CameraConfig, connect
    from robot.corrected import corrected
    from robot.live import live
    from robot.watchdog import watchdog_entries

    car, clock = section(launch.car, WiredCar, "$.car"), SystemClock()
    camera_config = variant(car.camera, CameraConfig, "$.car.camera")
    with ExitStack() as stack:
        parts = stack.enter_context(connected(car, clock))
        check()
        camera = stack.enter_context(closing(connect(camera_config, clock)))
        found = corrected(parts.car(camera), calibration_of(launch))
        devices: dict[str, Any] = {**found._asdict(), "button": parts.button}
        if (ears := car_microphone(launch, arguments, car.microphone)) is not None:
            devices["microphone"] = stack.enter_context(closing(ears))
        return live(launch, arguments, devices, clock, watchdog_entries(os.environ))


def car_microphone(launch: LaunchFile, arguments: argparse.Namespace, name: str | None) -> Microphone | None:
    """The real car's ears; None where it has none, or where what they need is not installed: it drives without them."""
    wanted = name if arguments.listen is None else arguments.listen
    if wanted is None or "node" not in launch.speech.get("microphone", {}):
        return None
    missing = [package for package in ("vosk", "sounddevice") if find_spec(package) is None]
    if missing and arguments.listen is None:
        print(f"heed: the car has no ears, {' and '.join(missing)} not being installed; {EARS_MEND}", file=sys.stderr)
        return None
    from language.speech.microphone import DeviceConfig, DeviceMicrophone

    return DeviceMicrophone(DeviceConfig(name=wanted))


def microphone(arguments: argparse.Namespace, seed: int, wheels: WheelEncoders) -> Microphone | None:
    """What the car hears with, None where it is not spoken to. Raises SetupError where nobody can speak."""
    if arguments.speak is not None:
        from language.speech.simulated_microphone import SimulatedMicrophone, spoken

        return SimulatedMicrophone(spoken(arguments.speak, seed), arguments.snr, seed, wheels)
    if arguments.listen is not None:
        from language.speech.microphone import DeviceConfig, DeviceMicrophone

        return DeviceMicrophone(DeviceConfig(name=arguments.listen))
    return None


def launch_path(arguments: argparse.Namespace) -> Path:
    """The launch file that was asked for."""
    if arguments.file is not None:
        return Path(arguments.file)
    if arguments.sim:
        return LAUNCH_FOLDER / "sim.yaml"
    return LAUNCH_FOLDER / "car.yaml"


def overrides(arguments: argparse.Namespace) -> list[str]:
    """The command line's own options as overrides, then every `--set`, so that `--set` has the last word."""
    options = {
        "car.world": arguments.world,
        "car.seed": arguments.seed,
        "car.extra": f"[{arguments.extra}]" if arguments.extra else None,
        "nodes.detector.taught": arguments.taught,
        "board": arguments.board,
        "max_time_s": arguments.max_time,
        "speech.microphone.pressed": "true" if arguments.speak is not None else None,
    }
    named = [f"{path}={value}" for path, value in options.items() if value is not None]
    return [*named, *arguments.set]


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m robot.launch",
        description="Heed: a robot car that does what you say.",
        epilog="Exit code 0: carried out; 1: not carried out; 2: bad usage or setup.",
    )
    parser.add_argument("file", nargs="?", help="a launch file (default launch/car.yaml; with --sim launch/sim.yaml)")
    parser.add_argument("--sim", action="store_true", help="drive the simulated car")
    parser.add_argument("--world", metavar="FILE|home|office", help="the simulated world")
    parser.add_argument("--seed", type=seed, metavar="N", help="seed of the world and of everything random")
    parser.add_argument("--extra", metavar="KIND,...", help="things more where the car looks as it starts, such as mug,globe")
    parser.add_argument("--taught", metavar="FOLDER", help="where it keeps what you teach it by showing (docs/teaching.md)")
    parser.add_argument("--say", metavar="TEXT", help="an instruction; without it you type them while it runs")
    parser.add_argument("--speak", metavar="TEXT", help="speak an instruction into the simulated microphone (needs espeak-ng)")
    parser.add_argument("--snr", type=float, metavar="DB", help="with --speak: motors run, so far below the voice")
    parser.add_argument("--listen", nargs="?", const="", metavar="DEVICE", help="with a microphone: Enter, then speak")
    parser.add_argument("--board", choices=tuple(BOARDS), help="the board whose slowness the drive feels")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write the receipt there as JSON too")
    parser.add_argument("--max-time", type=positive, metavar="S", help="give up after so many simulated seconds")
    parser.add_argument("--realtime", action="store_true", help="no faster than real time")
    parser.add_argument("--window", action="store_true", help="show camera and map live (needs a display)")
    parser.add_argument("--runs", type=Path, default=Path("runs"), metavar="FOLDER", help="where drives are kept")
    parser.add_argument("--set", action="append", default=[], metavar="A.B=C", help="override one setting")
    arguments = parser.parse_args(argv)
    if sum(given is not None for given in (arguments.say, arguments.speak, arguments.listen)) > 1:
        parser.error("--say, --speak and --listen go without each other")
    if arguments.snr is not None and (arguments.speak is None or not math.isfinite(arguments.snr)):
        parser.error("--snr is a number of dB and goes with --speak")
    return arguments


def seed(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"{text} is negative; seeds count from 0")
    return value


def positive(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number of seconds")
    return value


if __name__ == "__main__":
    sys.exit(main())
