"""COCO's classes in our words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from robot.errors import SetupError

FILE = Path(__file__).with_name("coco.yaml")


@cache
def coco() -> dict[str, str]:
    """COCO's name of each class to our word, in COCO's order; SetupError where the file is damaged."""
    import yaml

    try:
        lines = msgspec.convert(yaml.safe_load(FILE.read_text(encoding="utf-8")), list[str | dict[str, str]])
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise SetupError(f"{FILE} is damaged: {error}; get it back with `git checkout {FILE.name}`") from error
    return {name: word for line in lines for name, word in ({line: line} if isinstance(line, str) else line).items()}


def ours(name: str) -> str:
    """Our word for a class of COCO; other names stay as they are."""
    return coco().get(name, name)
