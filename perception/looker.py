"""What one picture shows: things with their places, how far the floor is free, doorways, what the floor is made of.

Our own eyes tell all of it; a detector that others trained (`photo_eyes.py`) may find the things in their stead.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from models.layout import HEIGHT_PX, WIDTH_PX
from models.runtime import Eyes
from perception import colour, foot, free, surface, thresholds, under
from perception.decode import DecodeConfig, Decoder, Found
from perception.foot import FootConfig
from perception.photo_eyes import PhotoConfig, PhotoEyes, card_of, entry_of
from perception.taught import Taught, TaughtError
from perception.thresholds import ThresholdConfig
from perception.under import UnderConfig
from robot.geometry import CameraGeometry
from robot.messages import TOLD_SCORE, Detection, Detections, Floats, Frame, FreeSpace, Surfaces, Thresholds
from robot.node import Cost, NodeConfig

COST = Cost(9.8e-3, "network")
"""Measured (benchmarks/looking.py): 5 ms for the first network, 3 for some seven second looks, 2 around them; one thread."""


class LookerConfig(NodeConfig, frozen=True):
    model: str = ""  # empty is our own eyes; or the card (YAML) of others like them, or a detector of `python -m models list`
    taught: str = ""  # the folder with what it was taught by showing (perception/taught.py); empty is nothing
    taught_weight: float = 0.8  # of a taught prototype; a mean of views is nearer to everything than a trained one
    least_score: float = TOLD_SCORE  # a probability: weaker detections are not told
    least_taught: float = 0.2  # the same of what it was taught, of which it has seen little
    least_colour: float = 0.4  # a colour less probable than this gets no name
    camera: CameraGeometry = CameraGeometry()
    decode: DecodeConfig = DecodeConfig()
    foot: FootConfig = FootConfig()
    under: UnderConfig = UnderConfig()
    thresholds: ThresholdConfig = ThresholdConfig()
    photo: PhotoConfig = PhotoConfig()  # of a detector that others trained, where `model` names one


class Look(NamedTuple):
    """What one picture shows."""

    detections: Detections
    space: FreeSpace
    thresholds: Thresholds
    surfaces: Surfaces

    def again(self, t_ns: int) -> Look:
        """The same as that of a later picture of the same view."""
        replace = msgspec.structs.replace
        return Look(replace(self.detections, t_ns=t_ns, repeated=True), replace(self.space, t_ns=t_ns, repeated=True),
                    replace(self.thresholds, t_ns=t_ns, repeated=True), replace(self.surfaces, t_ns=t_ns, repeated=True))


class Looker:
    """Looks at pictures. ModelError, with what to do, where a network is missing or another."""

    def __init__(self, config: LookerConfig) -> None:
        self._config, self._problem = config, ""
        others = entry_of(config.model, config.photo.where)
        self._photo = None if others is None else PhotoEyes(
            config.model, others, config.camera, config.photo, config.foot, config.under, bool(config.taught))
        self._eyes = Eyes(card_of(config.model))
        self._learn(self._read() if config.taught else None)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it can tell apart: what it was trained on, then what it was taught."""
        return self._kinds

    @property
    def taught(self) -> tuple[str, ...]:
        """The names that it was taught."""
        return self._taught.names if self._taught else ()

    @property
    def cost(self) -> Cost:
        """Of one look."""
        return COST if self._photo is None else Cost(COST.seconds + self._photo.cost_s, COST.work)

    def __call__(self, frame: Frame) -> Look:
        """The picture may have any size of the camera's shape; boxes are in its own pixels."""
        config, sight = self._config, self._eyes(fitted(frame.image), things=self._photo is None)
        space = free.space(frame.t_ns, sight.free, config.camera)
        if self._photo is not None:
            things, space = self._photo.look(frame, space)
        else:
            things = self._things(frame, sight.cells, space)
        return Look(things, space, thresholds.see(frame.t_ns, sight.doorways, config.camera, config.thresholds),
                    surface.see(frame.t_ns, sight.surfaces))

    @property
    def problem(self) -> str:
        """What is wrong with what was taught; "" where all is well."""
        return self._problem or (self._taught.warning if self._taught else "")

    def refresh(self) -> bool:
        """Take in what was taught since, if anything; what can't be read leaves what is known as it is, and is a problem."""
        if not (self._taught and self._taught.outdated()):
            return False
        try:
            self._learn(self._read())
        except TaughtError as error:
            self._problem = str(error)
            return False
        self._problem = ""
        return True

    def _things(self, frame: Frame, cells: Floats, space: FreeSpace) -> Detections:
        found = self._decode(cells)
        taught = found.kind >= len(self._eyes.card.kinds)
        least = np.where(taught, self._config.least_taught, self._config.least_score)
        kept = np.flatnonzero(found.score >= least)
        items = tuple(self._detection(found, row, space) for row in kept.tolist())
        return Detections(t_ns=frame.t_ns, items=items, embeddings=found.vector[kept])

    def _read(self) -> Taught:
        if self._photo is not None:
            return Taught(Path(self._config.taught), self._photo.network_sha256, self._photo.dimensions)
        return Taught(Path(self._config.taught), self._eyes.card.vectors_sha256)

    def _learn(self, taught: Taught | None) -> None:
        """Find what was taught beside what was trained. With nothing taught, every bit of the result is as it was."""
        card, prototypes, self._taught = self._eyes.card, self._eyes.prototypes, taught
        self._kinds = (card.kinds if self._photo is None else self._photo.words) + self.taught
        if self._photo is not None:
            self._photo.learn(taught)
        elif taught is not None and taught.names:
            prototypes = np.concatenate([prototypes, taught.rows(self._config.taught_weight)]).astype(np.float32)
        tints = taught.tints if taught is not None else None
        self._decode = Decoder(prototypes, card.scale, (card.score_gain, card.score_shift), self._config.decode, tints)

    def _detection(self, found: Found, row: int, space: FreeSpace) -> Detection:
        config, camera = self._config, self._config.camera
        left, top, right, bottom = (found.box[row] * (camera.width_px / WIDTH_PX)).tolist()
        distance_m = camera.focal_px / (camera.width_px / WIDTH_PX) / float(np.exp(found.log_scale[row]))
        log_std = free.deviation(float(found.log_spread[row]))
        box = left, top, right, bottom
        stands = foot.place(box, distance_m, log_std, camera, config.foot)
        stands = under.joined(stands, under.floor(box, space, camera, config.under), camera)
        return Detection(
            kind=self._kinds[found.kind[row]], score=float(found.score[row]), box=box,
            bearing_rad=stands.bearing_rad, range_m=stands.range_m, range_std_m=stands.std_m, foot_seen=stands.foot_seen,
            colour=colour.name(found.colour[row], config.least_colour), bearing_std_rad=stands.bearing_std_rad,
        )


def fitted(image: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The picture in the size that the network sees."""
    if image.shape[:2] == (HEIGHT_PX, WIDTH_PX):
        return image
    import cv2

    return np.asarray(cv2.resize(image, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA), dtype=np.uint8)
