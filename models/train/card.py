"""Writes the card of a trained network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec


def write_card(card: msgspec.Struct, path: Path, verb: str = "export", page: str = "docs/models/eyes.md") -> Path:
    """The card as YAML, headed by the verb of `python -m models.train` that makes such cards and the page that tells more."""
    import yaml

    fields: dict[str, Any] = msgspec.to_builtins(card)
    text = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)
    path.write_text(f"# Written by `python -m models.train {verb}`. See {page}.\n{text}", encoding="utf-8")
    return path
