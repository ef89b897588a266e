"""A detector that others trained on photographs, as the car's eyes for things: boxes and words are its, the rest is measured.

It says nothing of distances and colours. A thing's range is that of its foot on the floor, its colour what its pixels are
named. What was taught by showing is found again by the detector's own features.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from models import registry, store
from models.floor import FloorHead
from models.registry import Entry
from models.runtime import DEFAULT_CARD
from perception import foot, free, pixel_colour, under
from perception.decode import overlaps
from perception.detectors.photo import Looked, PhotoDetector
from perception.detectors.seen import Floats, Image
from perception.foot import FootConfig
from perception.pixel_colour import PixelColourConfig
from perception.taught import Taught
from perception.under import UnderConfig
from robot.geometry import CameraGeometry
from robot.messages import Detection, Detections, Frame, FreeSpace

CARD_SUFFIX = ".yaml"
AROUND_MS = 3.0
"""Measured: what a picture costs beside the network, on one thread of a laptop."""


class PhotoConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    folder: str = ""  # where the networks of others are; empty is where `python -m models pull` puts them
    least_score: float = 0.35  # six in ten of NanoDet-Plus' boxes are right here; the map wants to see a thing several times
    least_taught: float = 0.1  # a box this weak may still be something that was taught
    least_likeness: float = 0.6  # cosine with what was taught; docs/perception.md says what it was chosen on
    floor_head: bool = False  # its own features tell how far the floor is free, not our own eyes (docs/models/floor_head.md)
    colour: PixelColourConfig = PixelColourConfig()

    @property
    def where(self) -> Path | None:
        return Path(self.folder).expanduser() if self.folder else None


def entry_of(model: str, folder: Path | None = None) -> Entry | None:
    """The entry that a detector's `model` names, or None where it means our own eyes: nothing, or the card of such.

    `folder`: where the networks of others are, if not where they are pulled to.
    """
    if not model or model.endswith(CARD_SUFFIX):
        return None
    entry = store.find(model, folder)
    return None if registry.is_own(entry) else entry


def card_of(model: str) -> Path:
    """The card of our own eyes that a detector's `model` names: the usual ones, or others like them."""
    return Path(model) if model.endswith(CARD_SUFFIX) else DEFAULT_CARD


class PhotoEyes:
    """One network of others on the car."""

    def __init__(self, name: str, entry: Entry, camera: CameraGeometry, config: PhotoConfig = PhotoConfig(),
                 standing: FootConfig = FootConfig(), floor: UnderConfig = UnderConfig(), featured: bool = False) -> None:
        """ModelError, with what to do, where its file is missing or another, or no head for the floor knows its features."""
        self._head = FloorHead(entry.sha256) if config.floor_head else None
        network = store.read_network(name, entry, config.where)
        self._detector = PhotoDetector(name, entry, network, featured or config.floor_head)
        self._camera, self._config, self._standing, self._floor = camera, config, standing, floor
        self.network_sha256 = entry.sha256
        self.dimensions = self._detector.dimensions
        self.cost_s = 1e-3 * (max(entry.latency_ms.values()) + AROUND_MS)
        self.words = self._detector.words
        self.learn(None)

    def learn(self, taught: Taught | None) -> None:
        """From now on look for these things too."""
        self._names: tuple[str, ...] = taught.names if taught is not None else ()
        self._prototypes: Floats | None = taught.prototypes if self._names and taught is not None else None

    def look(self, frame: Frame, space: FreeSpace) -> tuple[Detections, FreeSpace]:
        """What the picture shows; boxes are in its own pixels, embeddings of no numbers unless its features were asked for.

        `space`: how far the floor is free in this picture, which tells ranges too; given back, or what the head says instead.
        """
        least = self._config.least_score if self._prototypes is None else self._config.least_taught
        looked = self._detector.look(frame.image, least)
        if self._head is not None:
            space = free.space(frame.t_ns, self._head(looked.maps), self._camera)
        words, scores = self._named(looked)
        rows = np.flatnonzero(scores > 0.0)
        rows = rows[np.argsort(-scores[rows], kind="stable")]
        brighter = pixel_colour.gain(frame.image, self._config.colour)
        items = tuple(self._detection(frame.image, brighter, looked.box[row], float(scores[row]), words[row], space)
                      for row in rows.tolist())
        return Detections(t_ns=frame.t_ns, items=items, embeddings=looked.vector[rows]), space

    def _named(self, looked: Looked) -> tuple[list[str], Floats]:
        """Each box's word and score; no score where it is too weak to be spoken of."""
        words = [self.words[kind] for kind in looked.kind.tolist()]
        scores = np.where(looked.score >= self._config.least_score, looked.score, 0.0).astype(np.float32)
        if self._prototypes is None or not words:
            return words, scores
        likeness = looked.vector @ self._prototypes.T
        for row in np.flatnonzero(likeness.max(axis=1) >= self._config.least_likeness).tolist():
            words[row] = self._names[int(likeness[row].argmax())]
            scores[row] = likeness[row].max()
        return words, _distinct(looked.box, words, scores, self._names)

    def _detection(self, image: Image, brighter: float, edges: Floats, score: float, word: str,
                   space: FreeSpace) -> Detection:
        left, top, right, bottom = edges.tolist()
        box = (left, top, right, bottom)
        stands = foot.unguessed(box, self._camera, self._standing)
        stands = under.joined(stands, under.floor(box, space, self._camera, self._floor), self._camera)
        return Detection(
            kind=word, score=min(score, 1.0), box=box, bearing_rad=stands.bearing_rad, range_m=stands.range_m,
            range_std_m=stands.std_m, foot_seen=stands.foot_seen, bearing_std_rad=stands.bearing_std_rad,
            colour=pixel_colour.name(image, box, self._config.colour, brighter),
        )


def _distinct(boxes: Floats, words: list[str], scores: Floats, taught: tuple[str, ...]) -> Floats:
    """The scores, but none for a box that is a weaker copy of one with the same taught name, or of what else it was called."""
    overlap = overlaps(boxes, boxes) > 0.5
    kept = scores.copy()
    for row in np.argsort(-scores, kind="stable").tolist():
        if words[row] in taught and kept[row] > 0.0:
            copies = overlap[row].copy()
            copies[row] = False
            kept[copies] = 0.0
    return kept
