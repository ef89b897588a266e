"""Runs networks on the car: loads the int8 network that a card (YAML) describes, checks it, and asks it. Here: the eyes."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from models.layout import (
    CELL,
    COLUMNS,
    DOORWAY,
    EMBEDDING,
    HEIGHT_PX,
    SURFACE_COLUMNS,
    SURFACE_ROWS,
    SURFACES,
    WIDTH_PX,
)
from models.second_look import SecondLook
from robot.errors import SetupError

Floats = npt.NDArray[np.float32]

T = TypeVar("T", bound=msgspec.Struct)

HERE = Path(__file__).parent
DEFAULT_CARD = HERE / "eyes.yaml"


class ModelError(SetupError, RuntimeError):
    """A model can't be used; the text says which file, what is wrong with it and what to do."""


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is known of a trained network: its files (beside the card), their checksums, and the kinds it tells apart."""

    network: str
    network_sha256: str
    prototypes: str
    prototypes_sha256: str
    look: str
    """The network that looks again at what the first one found (models/second_look.py)."""
    look_sha256: str
    look_share: float
    """How much its vector counts beside the first one's, 0…1; the prototypes are made for this."""
    kinds: tuple[str, ...]
    scale: float
    """Cosines times this are the log-odds of the kinds."""
    score_gain: float = 1.0
    score_shift: float = 0.0
    """The log-odds of a raw score, times the gain plus the shift, are those of the detection being right."""
    trained: str
    """In words: when, on what, for how long."""

    @property
    def vectors_sha256(self) -> str:
        """Of all that decides the vectors: what was taught to other eyes means nothing to these."""
        return sha256(f"{self.network_sha256} {self.look_sha256} {self.look_share}".encode())


class Sight(NamedTuple):
    """What the network says of one picture; models/layout.py tells what the numbers mean."""

    cells: Floats
    """(N, SEEN)."""
    free: Floats
    """(2, COLUMNS)."""
    doorways: Floats
    """(DOORWAY, COLUMNS)."""
    surfaces: Floats
    """(SURFACES, SURFACE_ROWS, SURFACE_COLUMNS)."""


class Eyes:
    """The network, ready to see. `kinds` and `prototypes` (K, EMBEDDING) say which vector means what."""

    def __init__(self, card: Path = DEFAULT_CARD) -> None:
        self.card = read_card(card)
        network = checked(card.parent / self.card.network, self.card.network_sha256, _REPAIR)
        prototypes = checked(card.parent / self.card.prototypes, self.card.prototypes_sha256, _REPAIR)
        self.prototypes = _prototypes(prototypes, len(self.card.kinds))
        self._session = _seeing(session(network))
        self._look = _looking(checked(card.parent / self.card.look, self.card.look_sha256, _REPAIR), self.card.look_share)

    def __call__(self, image: npt.NDArray[np.uint8], things: bool = True) -> Sight:
        """What a picture (240, 320, 3) RGB shows. Without `things` they are not looked at: there are none."""
        if image.shape != (HEIGHT_PX, WIDTH_PX, 3):
            raise ValueError(f"the eyes see {WIDTH_PX}x{HEIGHT_PX} RGB, not an array of shape {image.shape}")
        cells, *rest = (output[0] for output in self._session.run(list(Sight._fields), {"image": image[None]}))
        return Sight(self._look(image, cells if things else cells[:0]), *rest)


def read_card(path: Path) -> Card:
    """Read the eyes' card; ModelError where it is missing or wrong."""
    return read_struct(path, Card, _REPAIR)


def read_struct(path: Path, kind: type[T], repair: str) -> T:
    """Read the card of any network; ModelError where it is missing or wrong, with what to do about it."""
    import yaml

    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), kind)
    except FileNotFoundError:
        raise ModelError(f"{path} is missing: it describes a network; {repair}") from None
    except OSError as error:
        raise ModelError(f"{path} can't be read: {error.strerror or error}; {repair}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # of them: no UTF-8, wrong fields, a 99th day, [[[[…
        raise ModelError(f"{path} does not describe a network: {error}; {repair}") from error


def session(network: bytes) -> Any:
    """An onnxruntime session that costs no more than it must: one thread, and none that spins while it waits."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's errors have no base of their own
        raise ModelError(f"the network can't be loaded: {error}; {_REPAIR}") from error


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


_REPAIR = "get the repository's own with `git checkout models/`, or make a new one with `python -m models.train export`"


def checked(path: Path, expected: str, repair: str) -> bytes:
    """What is in the file, if it is the one with the checksum; ModelError with what to do about it if not."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ModelError(f"{path} is missing; {repair}") from None
    except (OSError, ValueError) as error:  # a folder, no permission, a name that can't be one
        raise ModelError(f"{path} can't be read: {error}; {repair}") from error
    found = sha256(data)
    if found != expected:
        raise ModelError(f"{path} is not the file its card speaks of (SHA-256 {found[:12]}…, not {expected[:12]}…); {repair}")
    return data


def _seeing(loaded: Any) -> Any:
    """The session, if its outputs are those of eyes."""
    shapes = {output.name: output.shape[1:] for output in loaded.get_outputs()}
    wanted = {"free": [2, COLUMNS], "doorways": [DOORWAY, COLUMNS],
              "surfaces": [len(SURFACES), SURFACE_ROWS, SURFACE_COLUMNS]}
    if any(shapes.get(name) != shape for name, shape in wanted.items()) or shapes.get("cells", [0, 0])[1] != CELL:
        raise ModelError(f"the network gives {shapes}, not what models/layout.py asks for; {_REPAIR}")
    return loaded


def _looking(data: bytes, share: float) -> SecondLook:
    try:
        return SecondLook(session(data), share)
    except ValueError as error:
        raise ModelError(f"{error}; {_REPAIR}") from error


def _prototypes(data: bytes, kinds: int) -> Floats:
    if len(data) != 4 * kinds * EMBEDDING:
        raise ModelError(f"the prototypes hold {len(data) / 4:g} numbers, not {EMBEDDING} for each of {kinds} kinds; {_REPAIR}")
    vectors = np.array(np.frombuffer(data, dtype="<f4"), dtype=np.float32).reshape(kinds, EMBEDDING)
    if not np.isfinite(vectors).all():
        raise ModelError(f"the prototypes hold what is no number; {_REPAIR}")
    return vectors
