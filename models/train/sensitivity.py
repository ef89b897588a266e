"""Which parts of a network bear being rounded to 8-bit integers, measured part by part; the worst can then stay in floats.

    calibrated = Calibrated(Path("float.onnx"), feeds, Recipe())
    score = signal_to_noise(calibrated, feeds[:8])
    worst_first = rank(calibrated, score)
    network = calibrated.rounded([node for part in worst_first[:10] for node in part.nodes])

The ranges of all tensors are collected once. A rounding and a session after that take about a second of one core, so a network
of two hundred nodes takes some minutes: `calibrated.runs(12)` are fewer, larger parts to begin with.
"""

from __future__ import annotations

import contextlib
import io
import logging
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from models.recipe import Recipe
from models.runtime import ModelError, session

Feed = Mapping[str, npt.NDArray[Any]]
"""A network's inputs by name."""
Score = Callable[[Any], float]
"""How good an onnxruntime session is; more is better."""

_OPSET = 13  # the first that knows weights rounded channel by channel
_MOVES_ONLY = ("Reshape", "Transpose", "Split", "Slice", "Squeeze", "Unsqueeze", "Flatten", "MaxPool", "Gather")


class Part(NamedTuple):
    """Some nodes of a network and how good it is when they are treated apart."""

    nodes: tuple[str, ...]
    score: float


class Calibrated:
    """A network in floats whose tensors' ranges are known, so that any part of it can be rounded."""

    def __init__(self, network: Path, feeds: Sequence[Feed], recipe: Recipe = Recipe()) -> None:
        """`feeds` are the inputs that real pictures make. ModelError where the network can't be read or there are none."""
        if not feeds:
            raise ModelError("no pictures to calibrate with: give a few dozen that show what the network will see")
        logging.getLogger().setLevel(logging.ERROR)  # onnxruntime's advice for every model, whatever was done to it
        self.recipe = recipe
        with tempfile.TemporaryDirectory() as folder:
            self._model, self._ranges = _measured(network, Path(folder), feeds, recipe)

    @property
    def floats(self) -> bytes:
        """The network as it was, made ready for rounding."""
        return bytes(self._model.SerializeToString())

    @property
    def nodes(self) -> tuple[tuple[str, str], ...]:
        """(name, kind) of each node that computes something; those that only move numbers follow their neighbours."""
        kinds = _rounded_kinds()
        return tuple((node.name, node.op_type) for node in self._model.graph.node
                     if node.op_type in kinds and node.op_type not in _MOVES_ONLY)

    @property
    def kept(self) -> tuple[str, ...]:
        """The nodes that the recipe leaves in floats."""
        return (*self.recipe.floats, *self.onward(self.recipe.floats_from))

    def rounded(self, floats: Collection[str] = (), only: Collection[str] | None = None) -> bytes:
        """The network in integers (QDQ), but for the recipe's and the given `floats`; or all in floats, but for `only`."""
        import onnx
        from onnxruntime.quantization import QuantType
        from onnxruntime.quantization.qdq_quantizer import QDQQuantizer

        if only is not None and not only:
            return self.floats
        model = onnx.ModelProto()
        model.CopyFrom(self._model)
        quantizer = QDQQuantizer(model, True, self.recipe.reduce_range, QuantType.QInt8, QuantType.QUInt8, self._ranges,
                                 None if only is None else list(only), [*self.kept, *floats], _rounded_kinds(), {})
        quantizer.quantize_model()
        return bytes(quantizer.model.model.SerializeToString())

    def runs(self, count: int) -> list[tuple[str, ...]]:
        """The nodes that would be rounded, cut into `count` runs of about the same length, in the network's order."""
        names = [name for name, _ in self.nodes if name not in self.kept]
        return [tuple(part) for part in np.array_split(np.array(names, dtype=object), count) if len(part)]

    def onward(self, firsts: Collection[str]) -> tuple[str, ...]:
        """The nodes `firsts` and all that follow them: what to leave in floats so that a head stays whole."""
        found, tensors = [], set[str]()
        for node in self._model.graph.node:
            if node.name in firsts or any(name in tensors for name in node.input):
                found.append(node.name)
                tensors.update(node.output)
        return tuple(found)


def rank(
    calibrated: Calibrated, score: Score, parts: Sequence[Collection[str]] | None = None, alone: bool = True
) -> list[Part]:
    """The parts (or each node by itself), the worst first.

    `alone`: the score is of the network in which that part only is rounded; else of the one in which it only is not.
    """
    parts = [(name,) for name, _ in calibrated.nodes if name not in calibrated.kept] if parts is None else parts
    networks = (calibrated.rounded(only=part) if alone else calibrated.rounded(floats=part) for part in parts)
    ranked = [Part(tuple(part), score(session(network))) for part, network in zip(parts, networks, strict=True)]
    return sorted(ranked, key=lambda part: part.score if alone else -part.score)


def signal_to_noise(calibrated: Calibrated, feeds: Sequence[Feed]) -> Score:
    """A score: the power of the float network's outputs over that of the error, in dB, the worst of the outputs."""
    reference = session(calibrated.floats)
    wanted = [reference.run(None, dict(feed)) for feed in feeds]

    def score(rounded: Any) -> float:
        found = [rounded.run(None, dict(feed)) for feed in feeds]
        return min(_decibels([each[index] for each in wanted], [each[index] for each in found])
                   for index in range(len(wanted[0])))

    return score


def _decibels(wanted: list[npt.NDArray[np.float32]], found: list[npt.NDArray[np.float32]]) -> float:
    signal = sum(float(np.square(each, dtype=np.float64).sum()) for each in wanted)
    noise = sum(float(np.square(a - b, dtype=np.float64).sum()) for a, b in zip(wanted, found, strict=True))
    return float(10 * np.log10(max(signal, 1e-30) / max(noise, 1e-30)))


def _measured(network: Path, folder: Path, feeds: Sequence[Feed], recipe: Recipe) -> tuple[Any, Any]:
    """The network, prepared, and the ranges of its tensors."""
    import onnx
    from onnxruntime.quantization import CalibrationMethod
    from onnxruntime.quantization.calibrate import create_calibrator

    prepared = folder / "prepared.onnx"
    onnx.save(_prepared(network, folder), str(prepared))
    method, options = {
        "percentile": (CalibrationMethod.Percentile, {"percentile": recipe.percentile, "symmetric": False}),
        "minmax": (CalibrationMethod.MinMax, {}),
        "entropy": (CalibrationMethod.Entropy, {}),
    }[recipe.ranges]
    calibrator = create_calibrator(prepared, _rounded_kinds(), str(folder / "augmented.onnx"), method, extra_options=options)
    with contextlib.redirect_stdout(io.StringIO()):  # it prints a line for every picture
        for feed in feeds:  # one by one: all tensors of all pictures would fill the memory
            calibrator.collect_data(_Reader(feed))
        return onnx.load(str(prepared)), calibrator.compute_data()


def _prepared(network: Path, folder: Path) -> Any:
    """Named nodes, known shapes, folded constants, an operator set that knows scales for each channel."""
    import onnx
    from google.protobuf.message import DecodeError
    from onnxruntime.quantization.shape_inference import quant_pre_process

    try:
        model = onnx.load(str(network))
    except (OSError, DecodeError) as error:
        raise ModelError(f"{network} is no network: {error}") from error
    if max((entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx")), default=0) < _OPSET:
        model = onnx.version_converter.convert_version(model, _OPSET)
    for number, node in enumerate(model.graph.node):
        node.name = node.name or f"{node.op_type}_{number}"
    onnx.save(model, str(folder / "named.onnx"))
    quant_pre_process(str(folder / "named.onnx"), str(folder / "shaped.onnx"), skip_symbolic_shape=True)
    return onnx.load(str(folder / "shaped.onnx"))


def _rounded_kinds() -> list[str]:
    """The kinds of nodes that onnxruntime knows in integers."""
    from onnxruntime.quantization.registry import QDQRegistry, QLinearOpsRegistry

    return sorted({*QLinearOpsRegistry, *QDQRegistry})


class _Reader:
    """Feeds one picture, as onnxruntime asks for it."""

    def __init__(self, feed: Feed) -> None:
        self._left: Iterator[Feed] = iter((feed,))

    def get_next(self) -> dict[str, npt.NDArray[Any]] | None:
        feed = next(self._left, None)
        return None if feed is None else dict(feed)
