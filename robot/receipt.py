"""What a drive came to: `receipt.json` for programs, a few lines on the terminal for people.

A number is None where it can't be known: only the simulator knows the true distance to the goal, only a mission has a
success. The field names are relied on by scripts (`--report FILE`).
"""

from __future__ import annotations

import textwrap
from pathlib import Path

import msgspec

WIDTH = 80


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The result of one drive, SI units except where the name says otherwise."""

    success: bool
    reason: str
    instruction: str = ""
    understood: str = ""
    said: tuple[str, ...] = ()
    goal_distance_m: float | None = None
    path_length_m: float | None = None
    shortest_path_m: float | None = None
    duration_s: float | None = None
    collisions: int | None = None
    energy_mah: float | None = None
    realtime_factor: float | None = None
    world: str | None = None
    seed: int | None = None
    board: str = "laptop"
    latency: str = ""
    trace_sha256: str | None = None
    folder: str | None = None


def write(receipt: Receipt, path: Path) -> None:
    """Write the receipt as indented JSON, making the folder if need be; the file is complete or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    draft.write_bytes(msgspec.json.format(msgspec.json.encode(receipt), indent=2) + b"\n")
    draft.replace(path)


def render(receipt: Receipt, colour: bool = False) -> str:
    """The receipt for a terminal, at most 12 lines; `colour` only where the terminal shows it."""
    rows = [
        ("you said", _quoted(receipt.instruction)),
        ("understood", receipt.understood),
        ("car said", _quoted(receipt.said[-1] if receipt.said else "")),
        ("drive", _drive(receipt)),
        ("goal", _goal(receipt)),
        *zip(("latency", ""), textwrap.wrap(receipt.latency, WIDTH - 11, max_lines=2, placeholder=" …"), strict=False),
        ("world", _world(receipt)),
        ("kept in", receipt.folder or ""),
    ]
    lines = [_rule(), _headline(receipt, colour)]
    lines += [_row(label, text) for label, text in rows if text]
    return "\n".join([*lines, _rule()])


def _headline(receipt: Receipt, colour: bool) -> str:
    mark, code = ("✓ done", "32") if receipt.success else ("✗ not done", "31")
    reason = f" · {receipt.reason}" if receipt.reason else ""
    text = _fit(mark + reason, WIDTH)
    return f"\x1b[1;{code}m{text}\x1b[0m" if colour else text


def _row(label: str, text: str) -> str:
    return f"{label:<11}{text if label == 'kept in' else _fit(text, WIDTH - 11)}"


def _fit(text: str, width: int) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return textwrap.shorten(printable, width, placeholder=" …")


def _rule() -> str:
    return "─" * WIDTH


def _quoted(text: str) -> str:
    return f"“{text}”" if text else ""


def _drive(receipt: Receipt) -> str:
    parts = []
    if receipt.path_length_m is not None:
        parts.append(f"{receipt.path_length_m:.1f} m")
    if receipt.duration_s is not None:
        parts.append(f"{receipt.duration_s:.1f} s")
    if receipt.energy_mah is not None:
        parts.append(f"{receipt.energy_mah:.1f} mAh")
    if receipt.collisions is not None:
        parts.append(f"{receipt.collisions or 'no'} collision{'' if receipt.collisions == 1 else 's'}")
    if receipt.realtime_factor is not None:
        parts.append(f"{receipt.realtime_factor:.1f}× real time")
    return " · ".join(parts)


def _goal(receipt: Receipt) -> str:
    parts = []
    if receipt.goal_distance_m is not None:
        parts.append(f"stopped {receipt.goal_distance_m:.2f} m from it")
    if receipt.shortest_path_m is not None:
        parts.append(f"shortest way there {receipt.shortest_path_m:.1f} m")
    return " · ".join(parts)


def _world(receipt: Receipt) -> str:
    parts = [receipt.world] if receipt.world else []
    if receipt.seed is not None:
        parts.append(f"seed {receipt.seed}")
    parts.append(f"board {receipt.board}")
    if receipt.trace_sha256:
        parts.append(f"trace {receipt.trace_sha256[:12]}")
    return " · ".join(parts)
