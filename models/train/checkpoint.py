"""Checkpoints on disk, always whole: a run that is ended while it writes leaves the one before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch


def write_checkpoint(state: dict[str, Any], path: Path) -> None:
    """Write what `torch.load(path, weights_only=True)` reads."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.rename(path)
