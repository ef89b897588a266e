"""Unit vectors from a detector's own features: the mean of its maps over a box.

A detector that others trained gives boxes only. The maps that its heads read are made outputs too, by adding their names to
the file's end as it is loaded: in protocol buffers a second copy of a message adds to the first one's lists, so that takes
neither the onnx package nor another file, and the checksum stays that of the file on disk.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from perception.detectors.seen import Floats

_GRAPH, _OUTPUT, _NAME = 7, 12, 1
"""Numbers of fields of ONNX's ModelProto, GraphProto and ValueInfoProto."""


def exposed(network: bytes, tensors: Sequence[str]) -> bytes:
    """The ONNX file `network` with these tensors of its graph as further outputs."""
    outputs = b"".join(_field(_OUTPUT, _field(_NAME, tensor.encode())) for tensor in tensors)
    return network + (_field(_GRAPH, outputs) if tensors else b"")


def vectors(maps: Sequence[Floats], boxes: Floats, side: tuple[int, int]) -> Floats:
    """(N, D) unit rows for boxes (N, 4) in the pixels of a network's input of `side` (width, height).

    `maps` (1, C, h, w) of several strides; D is the sum of their channels.
    Each stride counts alike. Setting a box off from the mean of its picture made things worse (docs/perception.md).
    """
    if not maps or not len(boxes):
        return np.zeros((len(boxes), size(maps)), dtype=np.float32)
    shares = np.asarray(boxes / np.array([*side, *side]), dtype=np.float32)
    parts = [_means(array[0], shares) for array in maps]
    return _unit(np.concatenate([_unit(part) for part in parts], axis=1))


def size(maps: Sequence[Floats]) -> int:
    """How many numbers a vector has."""
    return sum(array.shape[1] for array in maps)


def _means(array: Floats, shares: Floats) -> Floats:
    """(N, C) means of (C, h, w) over boxes (N, 4) that are shares of it."""
    _, height, width = array.shape
    low = np.floor(shares[:, :2] * [width, height]).astype(int).clip(0, [width - 1, height - 1])
    high = np.maximum(np.ceil(shares[:, 2:] * [width, height]).astype(int).clip(1, [width, height]), low + 1)
    rows = [array[:, v0:v1, u0:u1].mean(axis=(1, 2)) for (u0, v0), (u1, v1) in zip(low.tolist(), high.tolist(), strict=True)]
    return np.asarray(np.array(rows).reshape(-1, len(array)), dtype=np.float32)


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6), dtype=np.float32)


def _field(number: int, content: bytes) -> bytes:
    """A length-delimited field of a protocol buffer."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    if value < 0x80:
        return bytes([value])
    return bytes([value & 0x7F | 0x80]) + _varint(value >> 7)
