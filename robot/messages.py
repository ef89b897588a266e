"""Everything that is said on the bus.

Frozen structs in SI units. `t_ns` is the time of the *measurement* on the clock, not of the publication. The car's frame
is x forward, y left, z up; the odometry frame is the car's frame where it woke up. Angles are counter-clockwise.
Arrays travel by reference and are read-only once published. The words' program is in `robot/program.py`.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from robot.program import Landmark, Program

Rgb = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What every message has: when the thing it tells of was measured."""

    t_ns: int


# ---- what the car feels ------------------------------------------------------------------------------------------


class Frame(Message, frozen=True):
    """One camera picture, (height, width, 3) RGB."""

    image: Rgb


class WheelAngles(Message, frozen=True):
    """How far each wheel has turned since start (rad, forward positive), as the encoders count it."""

    left_rad: float
    right_rad: float


class Inertial(Message, frozen=True):
    """Gyro and accelerometer in the car's frame: (x, y, z)."""

    gyro_radps: tuple[float, float, float]
    acceleration_mps2: tuple[float, float, float]


class Sonar(Message, frozen=True):
    """Distance from the sonar (not from the car's centre) to the nearest echo; `echo` is false when none came back."""

    range_m: float
    echo: bool


class Bumper(Message, frozen=True):
    pressed: bool


class Battery(Message, frozen=True):
    """`charge_mah` counts up from 0 at start."""

    voltage_v: float
    current_a: float
    charge_mah: float


class Key(Message, frozen=True):
    """A key from the terminal: one character, or a name such as `up`, `enter`, `backspace`, `escape`."""

    name: str


# ---- what the car works out --------------------------------------------------------------------------------------


class Odometry(Message, frozen=True):
    """Pose and speed in the odometry frame; `covariance` is the 3x3 of (x, y, heading), row by row."""

    x_m: float
    y_m: float
    heading_rad: float
    speed_mps: float
    turn_radps: float
    covariance: tuple[float, ...]


TOLD_SCORE = 0.35  # a detection with this score is worth telling and drawing; weaker ones are there for the map


class Detection(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in one picture.

    `box` is (left, top, right, bottom) in pixels of the full picture. `bearing_rad` and `range_m` say where the foot of
    the box stands on the floor, seen from the car's centre; `range_std_m` and `bearing_std_rad` how sure that is; `foot_seen`
    is false where the picture cuts the foot off, and the range is then a guess. `colour` is the named main colour, or "".
    """

    kind: str
    score: float
    box: tuple[float, float, float, float]
    bearing_rad: float
    range_m: float
    range_std_m: float
    foot_seen: bool
    colour: str = ""
    bearing_std_rad: float = 0.03


class Detections(Message, frozen=True):
    """All things found in the picture taken at `t_ns`; `embeddings` is (N, D), unit rows, in the order of `items`.

    `repeated` is true where that picture showed nothing new: what is said was found in an earlier one of the same view, still
    holds, and is no new evidence. So it is with `FreeSpace`, `Surfaces` and `Thresholds`.
    """

    items: tuple[Detection, ...]
    embeddings: Floats
    repeated: bool = False


class FreeSpace(Message, frozen=True):
    """How far the floor is free along each bearing from the *camera* (m, horizontal), a pseudo-lidar.

    `bearing_rad` (N,) from left to right (decreasing), `range_m` (N,), `log_std` (N,) standard deviation of log range.
    """

    bearing_rad: Floats
    range_m: Floats
    log_std: Floats
    repeated: bool = False


class Surfaces(Message, frozen=True):
    """What the floor is made of, in squares of the picture's lower part.

    `codes` (rows, columns) u8 index in `names`, of which the first is "no floor"; `ahead` is what the car drives onto next, and
    `sure` (0…1) how probable that is.
    """

    names: tuple[str, ...]
    codes: Bytes
    ahead: str
    sure: float
    repeated: bool = False


class Threshold(msgspec.Struct, frozen=True, kw_only=True):
    """One doorway in one picture: the two ends (x, y) of its threshold on the floor, in the car's frame (m).

    `left` and `right` are the picture's. `columns` of the picture agree on it; `log_odds` is what all columns between its
    posts say on average, the hidden ones against it; `std_m` is how sure its middle is.
    """

    left: tuple[float, float]
    right: tuple[float, float]
    log_odds: float
    std_m: float
    columns: int


class Thresholds(Message, frozen=True):
    """All doorways in the picture taken at `t_ns`, the surest first.

    `log_odds` (N,) that each column of the picture looks through any, `bearing_rad` (N,) as in `FreeSpace`.
    """

    items: tuple[Threshold, ...]
    bearing_rad: Floats
    log_odds: Floats
    repeated: bool = False


class EyesHealth(Message, frozen=True):
    """Whether what the eyes say can be trusted: `problem` is "" where it can, else why not, as part of a sentence.

    For example "the camera has seen only black for 1 s; its lens may be covered". While there is a problem the eyes say no more
    of what can't be trusted than they must, and the car stands.
    """

    problem: str


class MapObject(msgspec.Struct, frozen=True, kw_only=True):
    """A thing remembered in the odometry frame, with its log-odds of being there and being that kind.

    `score` is the best that its detections' running mean ever was: what it looked like from the best side.
    """

    id: int
    kind: str
    colour: str
    x_m: float
    y_m: float
    std_m: float
    log_odds: float
    seen: int
    last_seen_ns: int
    score: float = 1.0


class ObjectMap(Message, frozen=True):
    objects: tuple[MapObject, ...]


class Doorway(msgspec.Struct, frozen=True, kw_only=True):
    """A doorway remembered in the odometry frame, with its log-odds of being one.

    (`x_m`, `y_m`) is the middle of its threshold, `width_m` the free width between its posts; `heading_rad` leads through
    it one way, in [0, pi): the other way is pi more. It says nothing of which side the car is on.
    """

    id: int
    x_m: float
    y_m: float
    heading_rad: float
    width_m: float
    log_odds: float
    seen: int
    last_seen_ns: int


class DoorwayMap(Message, frozen=True):
    """The doorways that the car believes in or is still in doubt about: believed above 0 log-odds, oldest first."""

    doorways: tuple[Doorway, ...]


class Grid(Message, frozen=True):
    """Occupancy in the odometry frame: `log_odds` (rows = y, columns = x), positive = occupied, 0 = unknown.

    Cell (row, column) covers the square whose lower corner is (origin_x_m + column * cell_m, origin_y_m + row * cell_m).
    """

    log_odds: Floats
    origin_x_m: float
    origin_y_m: float
    cell_m: float


# ---- what people say and what is answered ------------------------------------------------------------------------


class Instruction(Message, frozen=True):
    """Words for the car, typed or heard."""

    text: str
    source: Literal["command line", "prompt", "speech", "page"]


class Alternative(msgspec.Struct, frozen=True, kw_only=True):
    """Another reading of the same words: exp(-`cost`) times as likely as the best one."""

    program: Program
    cost: float


class Understanding(Message, frozen=True):
    """What the words were taken to mean; `program` is None where they could not be, and `sentence` says why.

    `alternatives` are other readings that a person would find likely, cheapest first, for when the world refutes the best.
    """

    text: str
    program: Program | None
    sentence: str
    alternatives: tuple[Alternative, ...] = ()


class Say(Message, frozen=True):
    """One short sentence for the person."""

    text: str


class Question(Message, frozen=True):
    """What the car asks, until the same comes with `open` false: answered, withdrawn or timed out.

    `about` is what it asks about, None where it wants a yes or a no; `choices` are the phrases that it offers ("the red
    chair", "the blue one"), () for a yes or a no.
    """

    text: str
    about: Landmark | None = None
    choices: tuple[str, ...] = ()
    open: bool = True


class StopRequest(Message, frozen=True):
    """Stop now. `latched` stays until a `Resume`; who asked is in `source`."""

    source: str
    latched: bool = False


class Resume(Message, frozen=True):
    """Take back a latched stop."""

    source: str


# ---- what the car is doing ---------------------------------------------------------------------------------------


class Task(Message, frozen=True):
    """One thing for the navigator; a new task replaces the running one. `id` counts up.

    `place` drives to (`x_m`, `y_m`) of the odometry frame; `along` goes on the way that leads off `angle_rad` to the left of
    the car's nose, to where it ends. For `goto`, `distance_m` is how far from the thing to stop, 0 for right beside it.
    `wanted` is the number of the map's thing that is meant, -1 for any that fits; `unwanted` are those that aren't. `within_s`
    is how long it may take, 0 as long as ever.
    """

    id: int
    action: Literal["find", "goto", "place", "along", "turn", "travel", "stop"]
    landmark: Landmark | None = None
    wanted: int = -1
    unwanted: tuple[int, ...] = ()
    within_s: float = 0.0
    angle_rad: float = 0.0
    distance_m: float = 0.0
    x_m: float = 0.0
    y_m: float = 0.0


class TaskStatus(Message, frozen=True):
    """How the task goes. `phase` is a word for people ("searching"); `reason` a sentence once it ended.

    `thing` is the number of the map's thing that it led to, -1 while there is none.
    """

    id: int
    state: Literal["running", "succeeded", "failed"]
    phase: str
    reason: str = ""
    target_x_m: float | None = None
    target_y_m: float | None = None
    thing: int = -1


class Plan(Message, frozen=True):
    """The path the navigator follows, in the odometry frame: ((x_m, y_m), …)."""

    points: tuple[tuple[float, float], ...]


class MissionStatus(Message, frozen=True):
    """How the program goes: `step` counts from 0; `sentence` is for people.

    `trace`, once it has ended, has a line for everything that was tried.
    """

    state: Literal["idle", "running", "succeeded", "failed"]
    step: int
    steps: int
    sentence: str
    trace: tuple[str, ...] = ()


class Photo(Message, frozen=True):
    """A picture that was asked for."""

    image: Rgb
    caption: str


class Velocity(Message, frozen=True):
    """A wish for the car's motion. It holds for the safety node's `command_timeout_s`, no longer."""

    speed_mps: float
    turn_radps: float


class MotorState(Message, frozen=True):
    """What the safety node really sent: mean bridge voltages, and why the car stands if it must."""

    left_v: float
    right_v: float
    stopped: bool
    reason: str


class Fault(Message, frozen=True):
    """A node raised: `restarting` until it runs again, then the same with `restarting` false."""

    node: str
    error: str
    restarting: bool


def encode_array(value: Any) -> Any:
    """`enc_hook` for msgspec: an array as its bytes (C order), a numpy number as a plain one."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return np.ascontiguousarray(value).tobytes()
    raise NotImplementedError(f"a message holds a {type(value).__name__}, which has no encoding")
