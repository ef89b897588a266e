"""From a trained scorer to what the car runs: an int8 ONNX network, the habits and their card."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt
import torch

from models.ranker import RankerCard
from models.runtime import sha256
from models.train.card import write_card
from models.train.ranker.examples import Example
from models.train.ranker.habits import Learned
from models.train.ranker.network import Scorer

OPSET = 17
CALIBRATION = 300  # examples that give the ranges for rounding


class Trained(msgspec.Struct, frozen=True, kw_only=True):
    """A ranker before it is written: whose words it learned from, and in words how."""

    scorer: Any
    names: tuple[str, ...]
    habits: Learned
    learned: tuple[str, ...]
    how: str


def write(trained: Trained, examples: Sequence[Example], network: Path) -> Path:
    """Write `network`, the habits beside it, and the card, whose path is returned."""
    network.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        floats = Path(folder) / "float.onnx"
        _write_float(trained.scorer, len(trained.names), floats)
        step = max(1, len(examples) // CALIBRATION)
        _quantize(floats, network, [example.features for example in examples[::step]])
    habits = network.with_suffix(".habits")
    habits.write_bytes(trained.habits.costs)
    card = RankerCard(
        network=network.name, network_sha256=sha256(network.read_bytes()), habits=habits.name,
        habits_sha256=sha256(habits.read_bytes()), features=trained.names, words=trained.habits.words,
        pairs=trained.habits.pairs, learned=trained.learned, trained=trained.how,
    )  # fmt: skip
    return write_card(card, network.with_suffix(".yaml"), "ranker", "docs/models/ranker.md")


def _write_float(scorer: Scorer, names: int, path: Path) -> None:
    torch.onnx.export(
        scorer, (torch.zeros(2, names),), str(path), input_names=["features"], output_names=["scores"],
        dynamic_axes={"features": {0: "candidates"}, "scores": {0: "candidates"}}, opset_version=OPSET, dynamo=False,
    )  # fmt: skip


def _quantize(floats: Path, integers: Path, calibration: list[npt.NDArray[np.float32]]) -> None:
    """Weights and activations to 8 bits (7 for weights: see models/train/quantize.py); the last layer stays in floats."""
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static

    logging.getLogger().setLevel(logging.ERROR)
    quantize_static(
        str(floats), str(integers), _Reader(calibration), quant_format=QuantFormat.QDQ, per_channel=False, reduce_range=True,
        activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, op_types_to_quantize=["Gemm", "MatMul"],
        nodes_to_exclude=_last(floats),
    )  # fmt: skip


def _last(path: Path) -> list[str]:
    import onnx

    return [node.name for node in onnx.load(str(path)).graph.node if node.op_type in ("Gemm", "MatMul")][-1:]


class _Reader:
    """Feeds the calibration examples one by one, as onnxruntime asks for them."""

    def __init__(self, examples: list[npt.NDArray[np.float32]]) -> None:
        self._left = iter(examples)

    def get_next(self) -> dict[str, npt.NDArray[np.float32]] | None:
        features = next(self._left, None)
        return None if features is None else {"features": features}
