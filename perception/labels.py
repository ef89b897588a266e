"""True boxes of pictures, in YOLO's text format: a file for each picture, a line `class cx cy w h` for each thing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NamedTuple

import msgspec
import numpy as np

from perception.detectors.seen import Floats
from perception.detectors.words import coco, ours
from robot.errors import SetupError


class LabelError(SetupError, ValueError):
    """Labels can't be read; the text names file and line."""


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """The YAML file of a data set: where its labels are (from the file's own folder) and what its numbers mean."""

    names: Annotated[dict[int, str], msgspec.Meta(min_length=1)]
    path: str = "."
    labels: str = "labels"


class Truth(NamedTuple):
    """What is in one picture."""

    box: Floats
    """(N, 4) left, top, right, bottom as shares of the picture's width and height."""
    words: tuple[str, ...]


class Labels:
    """The labels of a data set. `file` is its YAML file, or a folder of text files with COCO's numbers."""

    def __init__(self, file: Path) -> None:
        names = dict(enumerate(coco()))
        if file.is_dir():
            self._folder = file
            beside = file.parent / "config.yaml"
            names = _config(beside).names if beside.exists() else names
        else:
            config = _config(file)
            self._folder, names = file.parent / config.path / config.labels, config.names
        if not self._folder.is_dir():
            raise LabelError(f"{file}: the folder of labels, {self._folder}, is missing")
        self._words = {number: ours(name) for number, name in names.items()}

    def of(self, image: Path) -> Truth | None:
        """The truth of a picture; None where it has no file. LabelError with the line where the file is wrong."""
        file = self._folder / f"{image.stem}.txt"
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise LabelError(f"{file}: {error}") from error
        rows = [self._thing(line, f"{file}:{number}") for number, line in enumerate(lines, 1) if line.strip()]
        box = np.array([row[1] for row in rows], dtype=np.float32).reshape(-1, 4)
        return Truth(box, tuple(row[0] for row in rows))

    def _thing(self, line: str, where: str) -> tuple[str, tuple[float, float, float, float]]:
        try:
            number, cx, cy, w, h = line.split()
            x, y, half_w, half_h = float(cx), float(cy), float(w) / 2, float(h) / 2
            word = self._words[int(number)]
        except KeyError as error:
            raise LabelError(f"{where}: there is no class {error}") from None
        except ValueError:
            raise LabelError(f"{where}: {line[:60]!r} is not `class cx cy w h`") from None
        box = x - half_w, y - half_h, x + half_w, y + half_h
        if not all(-0.01 <= edge <= 1.01 for edge in box) or half_w <= 0 or half_h <= 0:
            raise LabelError(f"{where}: {line[:60]!r} is no box inside the picture (shares of its width and height, 0 to 1)")
        return word, box


def _config(file: Path) -> Config:
    import yaml

    try:
        return msgspec.convert(yaml.safe_load(file.read_text(encoding="utf-8")), Config)
    except OSError as error:
        raise LabelError(f"{file}: {error.strerror or error}") from error
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise LabelError(f"{file} describes no data set (names: {{0: person, …}}, labels: FOLDER): {error}") from error
