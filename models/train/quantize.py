"""Rounds our own networks to 8-bit integers, with the ranges that real pictures give."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from models.recipe import Recipe
from models.train.sensitivity import Calibrated, Feed, Part, rank, signal_to_noise

RECIPE = Recipe(ranges="minmax", reduce_range=True)
"""Weights take 7 bits: x86 processors without VNNI add pairs of products in 16 bits, which 8-bit weights would overflow."""

_LAST = ("/thing/", "/shape/", "/vector/", "/out/", "/colour/", "/place/", "/place_colour/")
"""The last layers stay in floating point: they are 2 % of the work and all of the precision."""

_RUNS, _ASKED = 12, 24


def quantize(floats: Path, integers: Path, calibration: Sequence[Feed]) -> None:
    """Static quantisation to QDQ: weights per channel, activations from what `calibration` feeds to the inputs."""
    import onnx

    calibrated = Calibrated(floats, calibration, RECIPE)
    model = onnx.load_from_string(calibrated.rounded(floats=last(calibrated)))
    _shorten(model)
    onnx.save(model, str(integers))


def sweep(floats: Path, calibration: Sequence[Feed]) -> list[Part]:
    """Runs of layers, the worst first: the signal to noise of the network, in dB, in which that run alone is rounded."""
    calibrated = Calibrated(floats, calibration, RECIPE)
    kept = set(last(calibrated))
    runs = [tuple(name for name in run if name not in kept) for run in calibrated.runs(_RUNS)]
    return rank(calibrated, signal_to_noise(calibrated, calibration[:_ASKED]), [run for run in runs if run])


def last(calibrated: Calibrated) -> tuple[str, ...]:
    """The output layers, and everything after them."""
    return calibrated.onward([name for name, kind in calibrated.nodes
                              if kind in ("Conv", "Gemm") and any(part in name for part in _LAST)])


def _shorten(model: Any) -> None:
    """Give all that is inside the network short names: the long ones are a thirtieth of the file."""
    graph = model.graph
    short = {value.name: value.name for value in (*graph.input, *graph.output)} | {"": ""}
    for initializer in graph.initializer:
        initializer.name = short.setdefault(initializer.name, f"w{len(short):x}")
    for number, node in enumerate(graph.node):
        node.name = f"n{number:x}"
        for names in (node.input, node.output):
            names[:] = [short.setdefault(name, f"t{len(short):x}") for name in names]
    del graph.value_info[:]
