"""Ways to damage what the eyes are given: bytes of a file, the tree of a YAML file, a picture in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

ODD: tuple[Any, ...] = (
    None, True, -1, 0, 3, 10**30, 1e308, float("nan"), float("inf"), "", "x" * 5000, "../../etc/passwd", "\0", [],
    [[]] * 50, {}, {"a": 1}, {1: 2}, [1, "a", None], "0" * 64, "2001-99-99", b"\xff",
)


def bytes_of(data: bytes, rng: Generator) -> bytes:
    """A file that was cut off, overwritten, flipped, moved or padded, once or several times."""
    for _ in range(int(rng.integers(1, 4))):
        data = _damaged(bytearray(data), rng)
    return data


def _damaged(data: bytearray, rng: Generator) -> bytes:
    at, length = (int(rng.integers(0, len(data) + 1)), int(rng.integers(1, 65)))
    match int(rng.integers(8)):
        case 0:
            del data[at:]
        case 1:
            data[at : at + length] = rng.bytes(length)
        case 2:
            for place in rng.integers(0, max(1, len(data)), 8 if data else 0).tolist():
                data[place] ^= 1 << int(rng.integers(8))
        case 3:
            del data[at : at + length]
        case 4:
            data[at:at] = rng.bytes(length)
        case 5:
            data[at : at + length] = bytes(length)
        case 6:
            data[at:at] = data[: int(rng.integers(0, 400))]
        case _:
            head = min(len(data), 64)  # where a file says how large it is
            if head:
                data[int(rng.integers(head))] = int(rng.choice([0, 1, 0x7F, 0x80, 0xFF]))
    return bytes(data)


def tree_of(tree: Any, rng: Generator) -> Any:
    """A copy of what a YAML file holds with one thing in it replaced, renamed, doubled or gone."""
    if isinstance(tree, dict) and tree and rng.random() < 0.9:
        key = list(tree)[int(rng.integers(len(tree)))]
        rest = {other: value for other, value in tree.items() if other != key}
        match int(rng.integers(6)):
            case 0:
                return rest
            case 1:
                return rest | {f"{key}_": tree[key]}
            case _:
                return rest | {key: tree_of(tree[key], rng)}
    if isinstance(tree, list) and tree and rng.random() < 0.7:
        at = int(rng.integers(len(tree)))
        return [*tree[:at], *([tree_of(tree[at], rng)] * int(rng.integers(3))), *tree[at + 1 :]]
    return ODD[int(rng.integers(len(ODD)))]


def picture(good: npt.NDArray[np.uint8], rng: Generator) -> Any:
    """What a broken driver may hand out instead of a picture (240, 320, 3); now and then a good one, or its like."""
    makers: tuple[Any, ...] = (
        lambda: ODD[int(rng.integers(len(ODD)))],
        lambda: np.zeros(rng.integers(0, 40, int(rng.integers(0, 5))).tolist(), rng.choice(["u1", "i4", "f4", "f8", "O", "?"])),
        lambda: good[: int(rng.integers(0, 241)), : int(rng.integers(0, 321))],
        lambda: good[..., : int(rng.integers(0, 3))],
        lambda: good.astype(rng.choice(["i1", "u2", "f2", "f4", "f8", "c8", "?"])),
        lambda: good.transpose(tuple(rng.permutation(3).tolist())),
        lambda: good[:: int(rng.choice([-1, 1, 2])), :: int(rng.choice([-1, 1, 2])), :: int(rng.choice([-1, 1]))],
        lambda: np.broadcast_to(np.uint8(rng.integers(256)), (int(rng.integers(1, 50_000)), int(rng.integers(1, 50_000)), 3)),
        lambda: np.full_like(good, int(rng.integers(256))),
        lambda: np.asfortranarray(good),
        lambda: good,
    )
    return makers[int(rng.integers(len(makers)))]()


def time_of(t_ns: int, rng: Generator) -> Any:
    """A time stamp, in half the cases the right one."""
    odd = (None, float("nan"), float("inf"), -1, 0, "now", 1.5, 2**62, 2**70, t_ns - 10**9, t_ns + 10**10, np.int64(t_ns), True)
    return t_ns if rng.random() < 0.5 else odd[int(rng.integers(len(odd)))]
