"""Keeps the pictures of a drive: the photos that were asked for, as files, and a few frames for the story."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from robot import topics
from robot.bus import Envelope, Topic
from robot.messages import Detection, Detections, Frame, Photo, Rgb

KEEP_EVERY_S = 1.0
MOST = 240


class Moment(NamedTuple):
    """A camera picture with what was seen in it."""

    t_ns: int
    image: Rgb
    detections: tuple[Detection, ...]


class Album:
    """An observer: one `Moment` a second, and every photo written to the drive's folder."""

    def __init__(self, folder: Path) -> None:
        self.moments: list[Moment] = []
        self.photos: list[Path] = []
        self._folder = folder
        self._frames: dict[int, Frame] = {}

    def __call__(self, topic: Topic[Any], envelope: Envelope) -> None:
        match envelope.message:
            case Frame() as frame:
                self._frames[frame.t_ns] = frame
                while len(self._frames) > 20:
                    del self._frames[next(iter(self._frames))]
            case Detections() as seen:
                self._keep(seen)
            case Photo() as photo if topic is topics.PHOTO:
                self._write(photo)

    def _keep(self, seen: Detections) -> None:
        frame = self._frames.pop(seen.t_ns, None)
        last_ns = self.moments[-1].t_ns if self.moments else -(10**18)
        if frame is not None and seen.t_ns - last_ns >= KEEP_EVERY_S * 1e9 and len(self.moments) < MOST:
            self.moments.append(Moment(seen.t_ns, frame.image, seen.items))

    def _write(self, photo: Photo) -> None:
        import cv2

        path = self._folder / f"photo-{len(self.photos) + 1}.png"
        cv2.imwrite(str(path), photo.image[:, :, ::-1])
        self.photos.append(path)
