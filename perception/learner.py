"""Whom teaching teaches: the eyes that a detector's `model` names, our own or a network of others. Here alone it is decided."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

from models import store
from models.runtime import Eyes, read_card
from perception import replay
from perception.detectors.photo import PhotoDetector
from perception.imprint import Floats
from perception.photo_eyes import card_of, entry_of
from perception.photo_teaching import PhotoTeacher
from perception.taught import Taught
from perception.teaching import Picture, Teacher


class Teaching(Protocol):
    """Shows things to one network; what it learns is kept in the folder that belongs to it."""

    def teach(self, name: str, views: Sequence[Picture], more: bool = False) -> None:
        """Learn `name` from views (H, W, 3) RGB of any size. TeachingError says what is wrong; nothing is kept then.

        With `more`, a thing that was taught before is learned from its old views and the new ones together.
        """

    def look(self, view: Picture) -> Floats:
        """The unit vector of the thing that the view shows; TeachingError where it shows none."""


class Learner:
    """The eyes that run, as far as they can be taught. The network is loaded when there is first something to look at."""

    def __init__(self, model: str = "", folder: Path | None = None) -> None:
        """`model` as in the detector's settings; `folder` holds the networks of others, if not where they are pulled to.

        ModelError where the model is unknown.
        """
        self._model, self._folder = model, folder
        self._entry = entry_of(model, folder)

    def taught(self, folder: Path) -> Taught:
        """What it was taught, for looking up, forgetting and renaming: no network is loaded for that."""
        checksum = read_card(card_of(self._model)).vectors_sha256 if self._entry is None else self._entry.sha256
        return Taught(folder, checksum, None)

    def teacher(self, folder: Path) -> Teaching:
        """Who teaches it, and keeps what it learns in `folder`. ModelError, with what to do, where it can't be taught."""
        if self._entry is not None:
            return PhotoTeacher(self._detector, Taught(folder, self._entry.sha256, self._detector.dimensions))
        checksum = self._eyes.card.vectors_sha256
        return Teacher(self._eyes, Taught(folder, checksum), others=replay.read(card_of(self._model), checksum))

    @cached_property
    def _eyes(self) -> Eyes:
        return Eyes(card_of(self._model))

    @cached_property
    def _detector(self) -> PhotoDetector:
        assert self._entry is not None
        network = store.read_network(self._model, self._entry, self._folder)
        return PhotoDetector(self._model, self._entry, network, featured=True)
