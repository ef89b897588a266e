"""The things that the car was taught by showing: names, prototypes and the pictures they were learned from, kept in a folder.

`taught.json` says everything; `pictures/` holds the views, each named by its checksum. The file is replaced in one step after
the pictures are there, so that a cut of power leaves the old state or the new one, never half of each.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from models.layout import COLOURS, EMBEDDING
from perception.imprint import Floats, TeachingError
from robot.errors import SetupError

DEFAULT_FOLDER = Path("~/.local/share/heed/taught")
_FILE, _PICTURES = "taught.json", "pictures"
_LONGEST_NAME = 60
_OWNERS = ("my", "our", "your", "his", "her", "their")
_DETERMINERS = (*_OWNERS, "the", "a", "an", "this", "that")


class TaughtError(SetupError, RuntimeError):
    """The folder can't be read or written; the text says which file, why, and what to do."""


class Thing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One taught thing: its name, its unit vector, the files of its views, and how much it counts."""

    name: str
    prototype: tuple[float, ...]
    pictures: tuple[str, ...]
    weight: float = 0.0
    """What the prototype counts times in the table: set where it was refined, 0 where it is as imprinted."""
    colour: tuple[float, ...] = ()
    """How probable each of COLOURS is its main one, where it is one very thing; () for a kind, which may have any."""


class Contents(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the file holds. Prototypes mean something only to the network with this checksum."""

    network_sha256: str
    things: tuple[Thing, ...] = ()


def noun(name: str) -> str:
    """The name without what changes from speaker to speaker: "my Mug" is a mug. TeachingError where nothing is left."""
    words = name.lower().split()
    while words and words[0] in _DETERMINERS:
        words = words[1:]
    left = " ".join(words)
    if not left or len(left) > _LONGEST_NAME or not name.isprintable():
        raise TeachingError(f"{name!r} is no name: say one of up to {_LONGEST_NAME} letters.")
    return left


def is_own(name: str) -> bool:
    """Whether it is somebody's, so one very thing: "my mug", "grandma's urn"; "a mug" and "mug" are kinds."""
    first = name.lower().split(" ")[0]
    return first in _OWNERS or first.endswith("'s")


class Taught:
    """What was taught to one network. Every change is on disk when the call returns."""

    def __init__(self, folder: Path, network_sha256: str, dimensions: int | None = EMBEDDING) -> None:
        """Read the folder, which need not be there yet. TaughtError where it is unreadable.

        `dimensions`: of the network's vectors; None where nobody is going to compare them, as for a list of names.
        """
        self._dimensions = dimensions
        self._folder, self._network = folder.expanduser(), network_sha256
        self._state = self._on_disk()
        stored = _read(self._folder / _FILE)
        self.stranger = stored is not None and bool(stored.things) and stored.network_sha256 != network_sha256
        """The folder holds what another network was taught: nothing of it is used, and nothing is changed."""
        self._things = () if stored is None or self.stranger else stored.things
        for thing in self._things:
            if dimensions is not None and len(thing.prototype) != dimensions:
                raise TaughtError(_NO_UNIT.format(self._folder / _FILE, thing.name, dimensions))

    @property
    def warning(self) -> str:
        """What the person should know about a stranger's folder; "" where all is well."""
        return _STRANGER.format(self._folder, self._folder / _PICTURES) if self.stranger else ""

    @property
    def things(self) -> tuple[Thing, ...]:
        return self._things

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(thing.name for thing in self._things)

    @property
    def prototypes(self) -> Floats:
        """(N, dimensions) unit rows in the order of `names`."""
        rows = [thing.prototype for thing in self._things]
        return np.array(rows, dtype=np.float32) if rows else np.zeros((0, self._dimensions or 0), dtype=np.float32)

    def rows(self, usual_weight: float) -> Floats:
        """(N, EMBEDDING) prototypes times their weights, ready for the table."""
        weights = np.array([thing.weight or usual_weight for thing in self._things], dtype=np.float32)
        return np.asarray(weights[:, None] * self.prototypes, dtype=np.float32)

    @property
    def tints(self) -> Floats:
        """(N, COLOURS) the things' own colours, zeros where any will do."""
        colours = [thing.colour or (0.0,) * len(COLOURS) for thing in self._things]
        return np.array(colours, dtype=np.float32).reshape(-1, len(COLOURS))

    def outdated(self) -> bool:
        """Whether the folder was changed by somebody else since it was read here."""
        return self._on_disk() != self._state

    def add(self, name: str, prototype: Floats, views: Sequence[npt.NDArray[np.uint8]], weight: float = 0.0,
            colour: tuple[float, ...] = ()) -> None:
        """Know one thing more, from these views (H, W, 3) RGB. TeachingError where it has the name of another."""
        self._own()
        name = self._fresh(name)
        files = tuple(self._keep(view) for view in views)
        self._write((*self._things, _thing(name, prototype, files, weight, colour)))

    def replace(self, name: str, prototype: Floats, views: Sequence[npt.NDArray[np.uint8]], weight: float = 0.0,
                colour: tuple[float, ...] = ()) -> None:
        """Know a taught thing by another prototype and other views. TeachingError where there is none of that name."""
        known = self._known(name)
        files = tuple(self._keep(view) for view in views)
        new = _thing(known.name, prototype, files, weight, colour)
        self._write(tuple(new if thing is known else thing for thing in self._things))
        self._drop(known)

    def views(self, name: str) -> list[npt.NDArray[np.uint8]]:
        """The pictures (H, W, 3) RGB that a thing was learned from. TeachingError where there is none of that name."""
        import cv2

        paths = [self._folder / _PICTURES / file for file in self._known(name).pictures]
        pictures = [cv2.imread(str(path)) for path in paths]
        missing = [path for path, picture in zip(paths, pictures, strict=True) if picture is None]
        if missing:
            raise TaughtError(f"{missing[0]} can't be read: {name!r} was learned from it; have me forget it")
        return [np.ascontiguousarray(picture[:, :, ::-1]) for picture in pictures if picture is not None]

    def forget(self, name: str) -> None:
        """Forget a thing and its pictures. TeachingError where there is none of that name."""
        gone = self._known(name)
        self._write(tuple(thing for thing in self._things if thing is not gone))
        self._drop(gone)

    def rename(self, old: str, new: str) -> None:
        """Call a thing something else. TeachingError where there is none, or another has that name."""
        known = self._known(old)
        renamed = msgspec.structs.replace(known, name=self._fresh(new))
        self._write(tuple(renamed if thing is known else thing for thing in self._things))

    def _drop(self, gone: Thing) -> None:
        """Remove the pictures that nothing needs any more."""
        kept = {file for thing in self._things for file in thing.pictures}
        for file in set(gone.pictures) - kept:
            (self._folder / _PICTURES / file).unlink(missing_ok=True)

    def _own(self) -> None:
        if self.stranger:
            raise TaughtError(self.warning)

    def _known(self, name: str) -> Thing:
        for thing in self._things:
            if thing.name == noun(name):
                return thing
        raise TeachingError(f"I was never taught {name!r}; I was taught {', '.join(self.names) or 'nothing yet'}.")

    def _fresh(self, name: str) -> str:
        fresh = noun(name)
        if fresh in self.names:
            raise TeachingError(f"I was taught {fresh!r} already; have me forget it first.")
        return fresh

    def _on_disk(self) -> tuple[int, ...]:
        """What changes whenever the file is replaced; () where there is none."""
        try:
            found = (self._folder / _FILE).stat()
        except OSError:
            return ()
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _keep(self, view: npt.NDArray[np.uint8]) -> str:
        import cv2

        done, data = cv2.imencode(".png", view[:, :, ::-1])
        if not done:
            raise TaughtError(f"a view of shape {view.shape} can't be kept as a picture")
        file = f"{hashlib.sha256(data.tobytes()).hexdigest()[:16]}.png"
        _replace(self._folder / _PICTURES / file, data.tobytes())
        return file

    def _write(self, things: tuple[Thing, ...]) -> None:
        self._own()
        contents = Contents(network_sha256=self._network, things=things)
        _replace(self._folder / _FILE, msgspec.json.format(msgspec.json.encode(contents), indent=1))
        self._things, self._state = things, self._on_disk()


def _thing(name: str, prototype: Floats, pictures: tuple[str, ...], weight: float, colour: tuple[float, ...]) -> Thing:
    numbers = tuple(float(number) for number in prototype)
    return Thing(name=name, prototype=numbers, pictures=pictures, weight=weight, colour=colour)


_STRANGER = (
    "{} was taught to another network, whose vectors mean nothing to this one, so none of it is used; teach the things again "
    "from their pictures ({}) into another folder, or move this one away"
)
_NO_UNIT = "{}: the prototype of {!r} is no unit vector of {} numbers; move it away"


def _read(path: Path) -> Contents | None:
    try:
        contents = msgspec.json.decode(path.read_bytes(), type=Contents)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise TaughtError(f"{path} can't be read: {error}; move it away and teach again from its pictures") from error
    for thing in contents.things:
        length = float(np.linalg.norm(np.array(thing.prototype, dtype=np.float64)))
        if not abs(length - 1.0) < 1e-3:
            raise TaughtError(_NO_UNIT.format(path, thing.name, len(thing.prototype)))
        if thing.colour and not (len(thing.colour) == len(COLOURS) and all(0.0 <= share <= 1.0 for share in thing.colour)):
            raise TaughtError(f"{path}: the colour of {thing.name!r} is not {len(COLOURS)} shares; move the file away")
        if not 0.0 <= thing.weight <= 10.0:
            raise TaughtError(f"{path}: the weight of {thing.name!r} is {thing.weight}; move the file away")
    return contents


def _replace(path: Path, data: bytes) -> None:
    """Write under another name, and only what is safely on disk takes the place of the old."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise TaughtError(f"{path} can't be written: {error}; free some space, or name another folder") from error
