"""Each decoder finds a box where the network's numbers were made to put it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.registry import Input
from perception.detectors import fastestdet, nanodet_plus, yolox
from perception.detectors.fit import GREY, fit, unfit
from perception.detectors.seen import Candidates, Floats
from perception.detectors.suppress import suppress


def nanodet_nothing() -> dict[str, Floats]:
    outputs: dict[str, Floats] = {}
    for stride in nanodet_plus.STRIDES:
        side = 320 // stride
        outputs[f"cls{stride}"] = np.zeros((1, 80, side, side), dtype=np.float32)
        outputs[f"dis{stride}"] = np.zeros((1, side, side, 32), dtype=np.float32)
    return outputs


@given(stride=st.sampled_from(nanodet_plus.STRIDES), row=st.integers(0, 4), column=st.integers(0, 4), kind=st.integers(0, 79),
       edges=st.tuples(*[st.integers(0, 7)] * 4))
def test_nanodet_plus(stride: int, row: int, column: int, kind: int, edges: tuple[int, ...]) -> None:
    outputs = nanodet_nothing()
    outputs[f"cls{stride}"][0, kind, row, column] = 0.7
    for side, edge in enumerate(edges):
        outputs[f"dis{stride}"][0, row, column, 8 * side + edge] = 60.0  # all of the distribution in one bin
    found = nanodet_plus.decode(outputs, 0.3)
    left, top, right, bottom = (stride * edge for edge in edges)
    x, y = column * stride, row * stride
    assert found.box.tolist() == [pytest.approx([x - left, y - top, x + right, y + bottom], abs=1e-3)]
    assert found.kind.tolist() == [kind]
    assert found.score.tolist() == [pytest.approx(0.7)]


@given(row=st.integers(0, 21), column=st.integers(0, 21), kind=st.integers(0, 79), dx=st.floats(-2, 2), w=st.floats(-3, 3))
def test_fastestdet(row: int, column: int, kind: int, dx: float, w: float) -> None:
    numbers = np.zeros((1, 85, 22, 22), dtype=np.float32)
    numbers[0, :5, row, column] = 0.8, dx, 0.0, w, 0.0
    numbers[0, 5 + kind, row, column] = 0.5
    found = fastestdet.decode({"758": numbers}, 0.3)
    middle, half = (np.tanh(dx) + column) * 16, 176 / (1 + np.exp(-w))
    assert found.box.tolist() == [pytest.approx([middle - half, row * 16 - 88, middle + half, row * 16 + 88], abs=0.01)]
    assert found.score.tolist() == [pytest.approx(0.8**0.6 * 0.5**0.4, rel=1e-4)]
    assert found.kind.tolist() == [kind]


@given(level=st.integers(0, 2), row=st.integers(0, 12), column=st.integers(0, 12), kind=st.integers(0, 79), w=st.floats(-1, 2))
def test_yolox(level: int, row: int, column: int, kind: int, w: float) -> None:
    stride, side = yolox.STRIDES[level], 416 // yolox.STRIDES[level]
    before = sum((416 // other) ** 2 for other in yolox.STRIDES[:level])
    numbers = np.zeros((1, 3549, 85), dtype=np.float32)
    cell = before + row * side + column
    numbers[0, cell, :5] = 0.5, 0.25, w, 0.0, 0.9
    numbers[0, cell, 5 + kind] = 0.8
    found = yolox.decode({"output": numbers}, 0.3)
    x, y, half = (column + 0.5) * stride, (row + 0.25) * stride, 0.5 * np.exp(w) * stride
    assert found.box.tolist() == [pytest.approx([x - half, y - stride / 2, x + half, y + stride / 2], rel=1e-4, abs=1e-3)]
    assert found.score.tolist() == [pytest.approx(0.72, rel=1e-4)]
    assert found.kind.tolist() == [kind]


def test_nothing_gives_nothing() -> None:
    for found in (nanodet_plus.decode(nanodet_nothing(), 0.01),
                  fastestdet.decode({"758": np.zeros((1, 85, 22, 22), dtype=np.float32)}, 0.01),
                  yolox.decode({"output": np.zeros((1, 3549, 85), dtype=np.float32)}, 0.01)):
        assert found.box.shape == (0, 4)
        assert suppress(found, 0.5).box.shape == (0, 4)


def test_the_better_of_two_of_a_class_stays() -> None:
    box = np.array([[0, 0, 10, 10], [1, 0, 11, 10], [0, 0, 10, 10], [50, 0, 60, 10]], dtype=np.float32)
    found = suppress(Candidates(box, np.array([0.5, 0.9, 0.4, 0.3], dtype=np.float32), np.array([3, 3, 4, 3])), 0.6)
    assert found.score.tolist() == [pytest.approx(0.9), pytest.approx(0.4), pytest.approx(0.3)]
    assert found.kind.tolist() == [3, 4, 3]


@given(width=st.integers(16, 900), height=st.integers(16, 900), way=st.sampled_from(["stretch", "letterbox"]))
def test_boxes_come_back_from_the_input(width: int, height: int, way: str) -> None:
    spec = Input(width_px=64, height_px=32, fit="letterbox" if way == "letterbox" else "stretch")
    fitted = fit(np.zeros((height, width, 3), dtype=np.uint8), spec)
    assert fitted.tensor.shape == (1, 3, 32, 64)
    whole = np.array([[0, 0, width * fitted.scale[0], height * fitted.scale[1]]], dtype=np.float32)
    assert unfit(whole, fitted.scale, width, height)[0] == pytest.approx([0, 0, width, height], rel=1e-5)
    assert (whole[0, 2] <= 64.001) and (whole[0, 3] <= 32.001)


def test_a_letterbox_keeps_the_shape_and_the_order_of_colours_is_the_networks() -> None:
    image = np.zeros((40, 20, 3), dtype=np.uint8)
    image[..., 0] = 200
    spec = Input(width_px=40, height_px=40, fit="letterbox", mean=(1.0, 2.0, 3.0), std=(2.0, 2.0, 2.0))
    tensor = fit(image, spec).tensor[0]
    assert tensor[:, 5, 5].tolist() == [-0.5, -1.0, pytest.approx(98.5)]  # blue, green, red
    assert tensor[0, 5, 30] == pytest.approx((GREY - 1) / 2)
