"""Tensors inside a network become outputs without another package, and boxes get vectors from them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.runtime import HERE, session
from perception.detectors.features import exposed, vectors
from tests.photographs import MODELS, needs_models

SIDE = (64, 64)


def maps(seed: int = 0) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float32]]]:
    rng = np.random.default_rng(seed)
    return [rng.normal(0, 1, (1, 5, side, side)).astype(np.float32) for side in (8, 4)]


def test_a_box_has_the_mean_of_what_it_covers() -> None:
    array = np.zeros((1, 2, 8, 8), dtype=np.float32)
    array[0, 0, 2:4, 4:6] = 1.0
    array[0, 1, :, :2] = 1.0
    boxes = np.array([[32, 16, 48, 32], [0, 0, 16, 64]], dtype=np.float32)
    first, second = vectors([array], boxes, SIDE)
    assert first @ [1, 0] > 0.9
    assert second @ [0, 1] > 0.9


@given(st.lists(st.tuples(*[st.floats(-20, 90)] * 4), max_size=5))
def test_any_boxes_give_unit_rows(boxes: list[tuple[float, ...]]) -> None:
    rows = vectors(maps(), np.array(boxes, dtype=np.float32).reshape(-1, 4), SIDE)
    assert rows.shape == (len(boxes), 10)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(boxes)), abs=1e-4)


def test_each_stride_counts_alike() -> None:
    boxes = np.array([[3, 5, 30, 40]], dtype=np.float32)
    fine, coarse = maps()
    assert vectors([100.0 * fine, coarse], boxes, SIDE) == pytest.approx(vectors([fine, coarse], boxes, SIDE), abs=1e-5)


def test_our_own_network_shows_a_tensor_from_inside() -> None:
    pytest.importorskip("onnx", reason="to read the names of tensors")
    import onnx

    network = (HERE / "eyes.onnx").read_bytes()
    inside = next(node.output[0] for node in onnx.load_from_string(network).graph.node if node.op_type == "Cast")
    loaded = session(exposed(network, [inside]))
    before = session(network)
    picture = {"image": np.full((1, 240, 320, 3), 51, dtype=np.uint8)}
    assert [output.name for output in loaded.get_outputs()] == [*(output.name for output in before.get_outputs()), inside]
    assert np.array_equal(loaded.run(["free"], picture)[0], before.run(["free"], picture)[0])
    assert loaded.run([inside], picture)[0].dtype == np.float32


def test_nothing_more_wanted_is_the_same_file() -> None:
    assert exposed(b"network", []) == b"network"


@needs_models
def test_the_neck_of_nanodet_plus() -> None:
    from models import registry

    entry = registry.find("nanodet-plus-m-320")
    loaded = session(exposed((MODELS / entry.file).read_bytes(), entry.features))
    found = loaded.run(list(entry.features), {"images": np.zeros((1, 3, 320, 320), dtype=np.float32)})
    assert [array.shape for array in found] == [(1, 96, 40, 40), (1, 96, 20, 20), (1, 96, 10, 10)]
