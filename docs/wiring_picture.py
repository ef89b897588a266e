"""Draws the header of the Raspberry Pi with every wire of launch/car.yaml: `python docs/wiring_picture.py`.

The file is docs/images/wiring.svg; a test keeps it current. Whoever wires other pins gets a picture of those on standard
output: `python docs/wiring_picture.py my-car.yaml`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from robot.config import LAUNCH_FOLDER, load

PAGE = Path(__file__).with_name("images") / "wiring.svg"
# The place on the 40-pin header of each GPIO, and of what is no GPIO.
PLACES = {
    2: 3, 3: 5, 4: 7, 14: 8, 15: 10, 17: 11, 18: 12, 27: 13, 22: 15, 23: 16, 24: 18, 10: 19, 9: 21, 25: 22, 11: 23, 8: 24,
    7: 26, 0: 27, 1: 28, 5: 29, 6: 31, 12: 32, 13: 33, 19: 35, 16: 36, 26: 37, 20: 38, 21: 40,
}  # fmt: skip
SUPPLIES = {1: "3.3 V", 17: "3.3 V", 2: "5 V", 4: "5 V", **dict.fromkeys((6, 9, 14, 20, 25, 30, 34, 39), "GND")}
MOTORS, ENCODERS, SONAR, SWITCHES, BUS = "#d9730d", "#2f6fde", "#0f7b6c", "#9b51b0", "#7a6a00"
PLUS, GROUND = "#c0392b", "#444444"
TERMINALS = {  # what the settings of a motor are called on the bridge: (left, right)
    "l298n": {"pwm": ("ENA", "ENB"), "in1": ("IN1", "IN3"), "in2": ("IN2", "IN4")},
    "tb6612": {"pwm": ("PWMA", "PWMB"), "in1": ("AIN1", "BIN1"), "in2": ("AIN2", "BIN2")},
    "drv8833": {"in1": ("AIN1", "BIN1"), "in2": ("AIN2", "BIN2")},
}
PULLED_DOWN = {"l298n": ("pwm",), "tb6612": ("pwm", "standby"), "drv8833": ("in1", "in2")}
WIDTH, ROW, TOP, MIDDLE = 860, 24, 58, 430
SERVED = {  # the supplies that the parts of docs/wiring.md hang on, by place
    1: "gyro VCC", 2: "sonar VCC", 4: "from the 5 V regulator (3 A or more)", 6: "sonar GND", 9: "gyro, bumper GND",
    17: "encoders, power meter VCC", 39: "motor bridge GND", 34: "regulator GND", 25: "encoders GND",
}  # fmt: skip


class Wire(NamedTuple):
    """From a place on the header to a part."""

    place: int
    to: str
    colour: str


def wires(car: dict[str, Any]) -> list[Wire]:
    """Every wire of the `car` section of a launch file."""
    found = [*_motors(car["motors"]), *_encoders(car["wheels"])]
    sonar = car["sonar"]
    found.append(Wire(PLACES[sonar["trigger"]], "HC-SR04 TRIG", SONAR))
    found.append(Wire(PLACES[sonar["echo"]], "HC-SR04 ECHO, by 1 kΩ; 2 kΩ to ground", SONAR))
    for part, name in (("bumper", "bumper"), ("button", "emergency stop")):
        if car[part]["driver"] != "none":
            found.append(Wire(PLACES[car[part]["pin"]], name, SWITCHES))
    found += [Wire(3, "SDA: gyro and power meter", BUS), Wire(5, "SCL: gyro and power meter", BUS)]
    found += [Wire(place, text, GROUND if SUPPLIES[place] == "GND" else PLUS) for place, text in SERVED.items()]
    return sorted(found)


def _motors(motors: dict[str, Any]) -> list[Wire]:
    kind = motors["driver"]
    if "outputs" in motors:  # a motor hat: its wires are the bus's
        return []
    found = []
    for number, side in enumerate(("left", "right")):
        for setting, names in TERMINALS[kind].items():
            down = ", 10 kΩ to ground" if setting in PULLED_DOWN[kind] else ""
            found.append(Wire(PLACES[motors[side][setting]], f"{kind.upper()} {names[number]} ({side}){down}", MOTORS))
    if "standby" in motors:
        found.append(Wire(PLACES[motors["standby"]], f"{kind.upper()} STBY, 10 kΩ to ground", MOTORS))
    return found


def _encoders(wheels: dict[str, Any]) -> list[Wire]:
    return [
        Wire(PLACES[pin], f"{side} encoder {letter}", ENCODERS)
        for side in ("left", "right") for letter, pin in zip("AB", wheels[side], strict=False)
    ]  # fmt: skip


def picture(car: dict[str, Any]) -> str:
    """The picture as SVG text."""
    height = TOP + 20 * ROW + 30
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="{MIDDLE}" y="24" text-anchor="middle" font-size="15" font-weight="bold">The header, seen from above, '
        "the corner with pin 1 at the top left</text>",
        f'<rect x="{MIDDLE - 34}" y="{TOP - 16}" width="68" height="{20 * ROW + 8}" rx="6" fill="#1f1f1f"/>',
    ]
    by_place = {wire.place: wire for wire in wires(car)}
    for place in range(1, 41):
        lines += _pin(place, by_place.get(place))
    return "\n".join([*lines, "</svg>", ""])


def _pin(place: int, wire: Wire | None) -> list[str]:
    """One pin: its place, its name, and its wire. Odd places are on the left."""
    side = -1 if place % 2 else 1
    x, y = MIDDLE + side * 16, TOP + (place - 1) // 2 * ROW
    gpio = next((f"GPIO{number}" for number, at in PLACES.items() if at == place), "")
    anchor, colour = ("end" if side < 0 else "start"), wire.colour if wire else "#b9b9b9"
    lines = [
        f'<circle cx="{x}" cy="{y}" r="8" fill="{colour}"/>',
        f'<text x="{x}" y="{y + 3.5}" text-anchor="middle" font-size="9" fill="#ffffff">{place}</text>',
        f'<text x="{x + side * 26}" y="{y + 4.5}" text-anchor="{anchor}" fill="{"#111111" if wire else "#a0a0a0"}">'
        f"{gpio or SUPPLIES[place]}</text>",
    ]
    if wire:
        lines += [
            f'<line x1="{x + side * 78}" y1="{y}" x2="{x + side * 104}" y2="{y}" stroke="{colour}" stroke-width="3"/>',
            f'<text x="{x + side * 110}" y="{y + 4.5}" text-anchor="{anchor}" fill="{colour}">{escape(wire.to)}</text>',
        ]
    return lines


def main() -> None:
    if len(sys.argv) > 1:
        sys.stdout.write(picture(load(Path(sys.argv[1])).car))
    else:
        PAGE.write_text(picture(load(LAUNCH_FOLDER / "car.yaml").car), encoding="utf-8")


if __name__ == "__main__":
    main()
