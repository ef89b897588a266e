"""The eyes' node: pictures become detections, free space and thresholds of doorways.

A picture is looked at when it can be trusted (`camera_health.py`), shows something new (`gate.py`) and is due (`rate.py`).
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from models.layout import HEIGHT_PX, WIDTH_PX
from models.runtime import DEFAULT_CARD, Eyes
from perception import colour, foot, free, thresholds
from perception.camera_health import CameraHealth, CameraHealthConfig
from perception.decode import DecodeConfig, Decoder, Found
from perception.foot import FootConfig
from perception.frame_check import flaw
from perception.gate import FrameGate, GateConfig
from perception.motion import Motion, MotionSense
from perception.rate import RateConfig, rate_hz
from perception.taught import Taught, TaughtError
from perception.thresholds import ThresholdConfig
from perception.thumbnail import Thumbnail, thumbnail
from robot import topics
from robot.geometry import CameraGeometry
from robot.messages import Detection, Detections, EyesHealth, Frame, FreeSpace, Odometry, TaughtKinds, Thresholds
from robot.node import Cost, Node, NodeConfig, Wiring

COST = Cost(7.5e-3, "network")
"""Measured: 5.8 ms for the network and 1.3 ms around it, one thread of a laptop."""
CHECK_COST = Cost(0.2e-3)
"""Measured: 0.16 ms for a picture that is not looked at: its check, its thumbnail, the gate, and saying the last look again."""

HEALTH_S = 0.5
"""How often the eyes say how they are; a change is said at once."""
WATCH_S = 1.0
"""How often the folder of taught things is looked at."""


Look = tuple[Detections, FreeSpace, Thresholds]
"""What one picture shows."""


class DetectorNode(Node):
    """Looks at the newest picture, at most `max_rate_hz` times a second, less often while little changes."""

    name = "detector"

    class Config(NodeConfig, frozen=True):
        model: str = ""  # the card (YAML) of another network; empty is our own, models/eyes.yaml
        taught: str = ""  # the folder with what it was taught by showing (perception/taught.py); empty is nothing
        taught_weight: float = 0.8  # of a taught prototype; a mean of views is nearer to everything than a trained one
        least_score: float = 0.2  # a probability: weaker detections are not spoken of
        least_colour: float = 0.4  # a colour less probable than this gets no name
        max_rate_hz: float = 15.0
        rate: RateConfig = RateConfig()
        gate: GateConfig = GateConfig()
        health: CameraHealthConfig = CameraHealthConfig()
        camera: CameraGeometry = CameraGeometry()
        decode: DecodeConfig = DecodeConfig()
        foot: FootConfig = FootConfig()
        thresholds: ThresholdConfig = ThresholdConfig()

    def __init__(self, config: Config) -> None:
        self._config = config
        self._eyes = Eyes(Path(config.model) if config.model else DEFAULT_CARD)
        self._told: TaughtKinds | None = None
        self._learn(self._read() if config.taught else None)
        self._health, self._gate = CameraHealth(config.health), FrameGate[Look](config.gate)
        self._motion = MotionSense()
        self._now_ns: int | None = None  # as far as ticks and odometry told
        self._spoke_ns: int | None = None
        self._told_problem = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it can tell apart: what it was trained on, then what it was taught."""
        return self._kinds

    def wire(self, wiring: Wiring) -> None:
        self._detections = wiring.publisher(topics.DETECTIONS)
        self._free = wiring.publisher(topics.FREE_SPACE)
        self._thresholds = wiring.publisher(topics.THRESHOLDS)
        self._taught_kinds = wiring.publisher(topics.TAUGHT)
        self._eyes_health = wiring.publisher(topics.EYES)
        wiring.subscribe(topics.ODOMETRY, self._on_odometry)
        wiring.subscribe(topics.CAMERA, self._on_frame, cost=COST)
        wiring.every(HEALTH_S, self._tick)
        if self._config.taught:
            wiring.every(WATCH_S, self._watch)

    def _on_odometry(self, odometry: Odometry) -> None:
        self._motion.hear(odometry)
        self._now_ns = odometry.t_ns

    def _tick(self, now_ns: int) -> None:
        self._now_ns = now_ns
        self._health.tick(now_ns)
        self._tell_health(now_ns)

    def _on_frame(self, frame: Frame) -> Cost:
        problem = flaw(frame, self._config.camera, self._now_ns)
        if problem:
            self._health.refuse(self._now_ns or 0, problem)
        elif self._health.is_new(frame.t_ns):
            frame = Frame(t_ns=frame.t_ns, image=np.ascontiguousarray(frame.image))
            return self._on_picture(frame, thumbnail(frame.image), self._motion.at(frame.t_ns))
        self._tell_change()
        return CHECK_COST

    def _on_picture(self, frame: Frame, small: Thumbnail, motion: Motion) -> Cost:
        """A picture that is one, and new: look at it, say the last look again, or leave it."""
        t_ns, gate = frame.t_ns, self._gate
        self._health.see(t_ns, self._now_ns, frame.image, small, motion)
        self._tell_change()
        shut = gate.shut(t_ns, small, motion)
        if self._health.problem or not self._is_due(t_ns, shut, motion):
            return CHECK_COST
        self._spoke_ns = t_ns
        if shut:
            self._publish(_again(gate.repeat(), t_ns))
            return CHECK_COST
        look = self.look(frame)
        gate.note(t_ns, small, motion, look)
        self._publish(look)
        return COST

    def _is_due(self, t_ns: int, shut: bool, motion: Motion) -> bool:
        """Nothing new is said as seldom as may be; what changes before a standing car is looked at as often as may be."""
        config = self._config
        rate = config.rate.least_hz if shut else config.max_rate_hz
        if not (shut or self._gate.stands(motion)):
            rate = rate_hz(motion, config.max_rate_hz, config.rate)
        return self._spoke_ns is None or t_ns - self._spoke_ns >= 0.9e9 / rate  # a little early is not too often

    def _publish(self, look: Look) -> None:
        detections, space, doorways = look
        self._detections.publish(detections)
        self._free.publish(space)
        self._thresholds.publish(doorways)

    def _tell_change(self) -> None:
        if self._health.problem != self._told_problem:
            self._tell_health(self._now_ns or 0)

    def _tell_health(self, now_ns: int) -> None:
        self._told_problem = self._health.problem
        self._eyes_health.publish(EyesHealth(t_ns=now_ns, problem=self._told_problem))

    def look(self, frame: Frame) -> Look:
        """What a picture shows. It may have any size of the camera's shape; boxes are in its own pixels."""
        cells, columns, doorways = self._eyes(fitted(frame.image))
        found = self._decode(cells)
        kept = int((found.score >= self._config.least_score).sum())  # best first
        items = tuple(self._detection(found, row) for row in range(kept))
        return (Detections(t_ns=frame.t_ns, items=items, embeddings=found.vector[:kept]),
                free.space(frame.t_ns, columns, self._config.camera),
                thresholds.see(frame.t_ns, doorways, self._config.camera, self._config.thresholds))

    def _watch(self, now_ns: int) -> None:
        """Somebody may teach while the car runs; a folder that can't be read any more leaves what is known as it is."""
        problem = self._taught.warning if self._taught else ""
        if self._taught and self._taught.outdated():
            try:
                self._learn(self._read())
                self._gate.forget()
                problem = self._taught.warning
            except TaughtError as error:
                problem = str(error)
        kinds = self._kinds[len(self._eyes.card.kinds) :]
        if self._told is None or (self._told.kinds, self._told.problem) != (kinds, problem):
            self._told = TaughtKinds(t_ns=now_ns, kinds=kinds, problem=problem)
            self._taught_kinds.publish(self._told)

    def _read(self) -> Taught:
        return Taught(Path(self._config.taught), self._eyes.card.network_sha256)

    def _learn(self, taught: Taught | None) -> None:
        """Find what was taught beside what was trained. With nothing taught, every bit of the result is as it was."""
        card, prototypes, self._taught = self._eyes.card, self._eyes.prototypes, taught
        self._kinds = card.kinds
        if taught is not None and taught.names:
            self._kinds += taught.names
            prototypes = np.concatenate([prototypes, self._config.taught_weight * taught.prototypes]).astype(np.float32)
        self._decode = Decoder(prototypes, card.scale, (card.score_gain, card.score_shift), self._config.decode)

    def _detection(self, found: Found, row: int) -> Detection:
        config, camera = self._config, self._config.camera
        left, top, right, bottom = (found.box[row] * (camera.width_px / WIDTH_PX)).tolist()
        distance_m = camera.focal_px / (camera.width_px / WIDTH_PX) / float(np.exp(found.log_scale[row]))
        log_std = free.deviation(float(found.log_spread[row]))
        stands = foot.place((left, top, right, bottom), distance_m, log_std, camera, config.foot)
        return Detection(
            kind=self._kinds[found.kind[row]], score=float(found.score[row]), box=(left, top, right, bottom),
            bearing_rad=stands.bearing_rad, range_m=stands.range_m, range_std_m=stands.std_m, foot_seen=stands.foot_seen,
            colour=colour.name(found.colour[row], config.least_colour),
        )


def _again(look: Look, t_ns: int) -> Look:
    """The look as that of a later picture of the same view."""
    detections, space, doorways = look
    replace = msgspec.structs.replace
    return (replace(detections, t_ns=t_ns, repeated=True), replace(space, t_ns=t_ns, repeated=True),
            replace(doorways, t_ns=t_ns, repeated=True))


def fitted(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The picture in the size that the network sees."""
    if image.shape[:2] == (HEIGHT_PX, WIDTH_PX):
        return image
    import cv2

    return np.asarray(cv2.resize(image, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA), dtype=np.uint8)
