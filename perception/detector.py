"""The eyes' node: every picture becomes detections, free space and thresholds of doorways."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.layout import HEIGHT_PX, WIDTH_PX
from models.runtime import DEFAULT_CARD, Eyes
from perception import colour, foot, free, thresholds
from perception.decode import DecodeConfig, Decoder, Found
from perception.foot import FootConfig
from perception.taught import Taught, TaughtError
from perception.thresholds import ThresholdConfig
from robot import topics
from robot.geometry import CameraGeometry
from robot.messages import Detection, Detections, Frame, FreeSpace, TaughtKinds, Thresholds
from robot.node import Cost, Node, NodeConfig, Wiring

COST = Cost(7.5e-3, "network")
"""Measured: 5.8 ms for the network and 1.3 ms around it, one thread of a laptop."""


WATCH_S = 1.0
"""How often the folder of taught things is looked at."""


class DetectorNode(Node):
    """Looks at the newest picture, at most `max_rate_hz` times a second."""

    name = "detector"

    class Config(NodeConfig, frozen=True):
        model: str = ""  # the card (YAML) of another network; empty is our own, models/eyes.yaml
        taught: str = ""  # the folder with what it was taught by showing (perception/taught.py); empty is nothing
        taught_weight: float = 0.8  # of a taught prototype; a mean of views is nearer to everything than a trained one
        least_score: float = 0.2  # a probability: weaker detections are not spoken of
        least_colour: float = 0.4  # a colour less probable than this gets no name
        max_rate_hz: float = 15.0
        camera: CameraGeometry = CameraGeometry()
        decode: DecodeConfig = DecodeConfig()
        foot: FootConfig = FootConfig()
        thresholds: ThresholdConfig = ThresholdConfig()

    def __init__(self, config: Config) -> None:
        self._config = config
        self._eyes = Eyes(Path(config.model) if config.model else DEFAULT_CARD)
        self._told: TaughtKinds | None = None
        self._learn(self._read() if config.taught else None)
        self._next_ns = 0

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it can tell apart: what it was trained on, then what it was taught."""
        return self._kinds

    def wire(self, wiring: Wiring) -> None:
        self._detections = wiring.publisher(topics.DETECTIONS)
        self._free = wiring.publisher(topics.FREE_SPACE)
        self._thresholds = wiring.publisher(topics.THRESHOLDS)
        self._taught_kinds = wiring.publisher(topics.TAUGHT)
        wiring.subscribe(topics.CAMERA, self._on_frame, cost=COST)
        if self._config.taught:
            wiring.every(WATCH_S, self._watch)

    def _on_frame(self, frame: Frame) -> None:
        if frame.t_ns < self._next_ns:
            return
        self._next_ns = frame.t_ns + int(0.9e9 / self._config.max_rate_hz)  # a little early is not too often
        detections, space, doorways = self.look(frame)
        self._detections.publish(detections)
        self._free.publish(space)
        self._thresholds.publish(doorways)

    def look(self, frame: Frame) -> tuple[Detections, FreeSpace, Thresholds]:
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
            prototypes = np.concatenate([prototypes, taught.rows(self._config.taught_weight)]).astype(np.float32)
        tints = taught.tints if taught is not None else None
        self._decode = Decoder(prototypes, card.scale, (card.score_gain, card.score_shift), self._config.decode, tints)

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


def fitted(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The picture in the size that the network sees."""
    if image.shape[:2] == (HEIGHT_PX, WIDTH_PX):
        return image
    import cv2

    return np.asarray(cv2.resize(image, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA), dtype=np.uint8)
