"""What is kept of a drive for its picture: some frames with what was detected in them, photos, when the goal was seen."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import Any

from robot import clock, topics
from robot.bus import Envelope, Topic
from robot.messages import TOLD_SCORE, Detection, Detections, Photo, Rgb
from robot.program import Landmark
from robot.scenery import Box, Shot

FRAMES_WAITING = 16
"""Frames kept until their detections come: more than any network is slow."""


class Album:
    """An observer of the bus. Keeps at most `most` shots, evenly in time, however long the drive takes."""

    def __init__(self, interval_s: float = 0.5, most: int = 80) -> None:
        self.shots: list[Shot] = []
        self.photos: list[Photo] = []
        self.seen_s: float | None = None
        self._goal: Landmark | None = None
        self._taught: tuple[str, ...] = ()
        self._interval_s = interval_s
        self._most = most
        self._frames: OrderedDict[int, Rgb] = OrderedDict()

    def __call__(self, topic: Topic[Any], envelope: Envelope) -> None:
        message = envelope.message
        if topic is topics.CAMERA:
            self._frames[message.t_ns] = message.image
            if len(self._frames) > FRAMES_WAITING:
                self._frames.popitem(last=False)
        elif topic is topics.DETECTIONS:
            self._look(message)
        elif topic is topics.PHOTO:
            self.photos.append(message)
        elif topic is topics.TAUGHT:
            self._taught = message.kinds
        elif topic is topics.TASK and message.landmark is not None and message.landmark != self._goal:
            self._goal, self.seen_s = message.landmark, None

    def keep(self, folder: Path) -> list[Path]:
        """Write the photos that were taken; returns their files."""
        import cv2

        paths = [folder / f"photo-{number}.png" for number in range(1, len(self.photos) + 1)]
        for path, photo in zip(paths, self.photos, strict=True):
            cv2.imwrite(str(path), photo.image[:, :, ::-1])
        return paths

    def _look(self, detections: Detections) -> None:
        image = self._frames.pop(detections.t_ns, None)
        t_s = clock.to_s(detections.t_ns)
        boxes = tuple(box_of(item, self._goal) for item in detections.items
                      if item.score >= TOLD_SCORE or item.kind in self._taught)
        first_sight = self.seen_s is None and any(box.goal for box in boxes)
        if first_sight:
            self.seen_s = t_s
        due = not self.shots or t_s - self.shots[-1].t_s >= self._interval_s
        if image is not None and (first_sight or due):
            self.shots.append(Shot(t_s=t_s, image=image, boxes=boxes))
            self._thin()

    def _thin(self) -> None:
        """Drop every second shot, but never the first, the last or the first with the goal."""
        if len(self.shots) <= self._most:
            return
        last = len(self.shots) - 1
        self.shots = [shot for i, shot in enumerate(self.shots) if i % 2 == 0 or i == last or shot.t_s == self.seen_s]
        self._interval_s *= 2


def box_of(item: Detection, goal: Landmark | None) -> Box:
    """A detection as a box to draw; what the landmark says of the colour counts where the detection has one."""
    sought = goal is not None and item.kind == goal.kind and (not goal.colour or item.colour in ("", goal.colour))
    return Box(corners=item.box, label=f"{item.colour} {item.kind} {item.score:.2f}".strip(), goal=sought)
