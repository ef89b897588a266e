"""Rounds the network to 8-bit integers, with the ranges that real pictures give."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_FLOAT_OUTPUTS = ("/thing", "/shape", "/vector", "/out")


def quantize(floats: Path, integers: Path, calibration: list[npt.NDArray[np.uint8]]) -> None:
    """Static quantisation to QDQ: weights per channel, activations from `calibration` pictures (240, 320, 3).

    The last 1x1 convolutions stay in floating point: they are 2 % of the work and all of the precision. Weights take 7 bits:
    x86 processors without VNNI add pairs of products in 16 bits, which 8-bit weights would overflow.
    """
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    logging.getLogger().setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(floats), str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared), str(integers), _Reader(calibration), quant_format=QuantFormat.QDQ, per_channel=True,
            reduce_range=True, activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
            nodes_to_exclude=_kept_in_float(prepared), calibrate_method=_method(),
        )
    shorten(integers)


def shorten(path: Path) -> None:
    """Give all that is inside the network short names: the long ones are a thirtieth of the file."""
    import onnx

    model = onnx.load(str(path))
    graph = model.graph
    short = {value.name: value.name for value in (*graph.input, *graph.output)} | {"": ""}
    for initializer in graph.initializer:
        initializer.name = short.setdefault(initializer.name, f"w{len(short):x}")
    for number, node in enumerate(graph.node):
        node.name = f"n{number:x}"
        for names in (node.input, node.output):
            names[:] = [short.setdefault(name, f"t{len(short):x}") for name in names]
    del graph.value_info[:]
    onnx.save(model, str(path))


def _method() -> Any:
    from onnxruntime.quantization import CalibrationMethod

    return CalibrationMethod.MinMax


def _kept_in_float(path: Path) -> list[str]:
    """The output convolutions, and everything after them."""
    import onnx

    nodes = onnx.load(str(path)).graph.node
    last = {node.output[0] for node in nodes if node.op_type == "Conv" and any(part in node.name for part in _FLOAT_OUTPUTS)}
    kept = [node.name for node in nodes if node.output[0] in last]
    for node in nodes:
        if any(name in last for name in node.input):
            last.update(node.output)
            kept.append(node.name)
    return kept


class _Reader:
    """Feeds the calibration pictures one by one, as onnxruntime asks for them."""

    def __init__(self, pictures: list[npt.NDArray[np.uint8]]) -> None:
        self._left = iter(pictures)

    def get_next(self) -> dict[str, npt.NDArray[np.uint8]] | None:
        picture = next(self._left, None)
        return None if picture is None else {"image": np.ascontiguousarray(picture)[None]}
