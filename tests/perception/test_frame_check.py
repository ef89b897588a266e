"""What is no picture is told in words, whatever it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.frame_check import flaw
from robot.geometry import CameraGeometry
from robot.messages import Frame

CAMERA = CameraGeometry()
NOW_NS = 10**12
GOOD = np.zeros((240, 320, 3), np.uint8)


def said(image: Any, t_ns: Any = NOW_NS) -> str:
    return flaw(Frame(t_ns=t_ns, image=image), CAMERA, NOW_NS)


@pytest.mark.parametrize("image", [GOOD, GOOD[::-1, ::-1], GOOD.repeat(2, 0).repeat(2, 1), GOOD[::2, ::2]])
def test_pictures_of_the_cameras_shape_pass_in_any_size(image: Any) -> None:
    assert said(image) == ""


@pytest.mark.parametrize(("image", "words"), [
    (None, "sends a NoneType and no colour pictures"), ("x", "a str"), (GOOD.tolist(), "a list"),
    (GOOD[..., 0], "shape (240, 320) and type uint8"), (GOOD.astype(np.float32), "type float32"),
    (np.zeros((240, 320, 4), np.uint8), "shape (240, 320, 4)"), (np.zeros((0, 0, 3), np.uint8), "0x0 pixels, not of 320x240"),
    (np.zeros((12, 16, 3), np.uint8), "16x12 pixels"), (np.zeros((320, 240, 3), np.uint8), "240x320 pixels, not of the shape"),
    (np.broadcast_to(np.uint8(0), (24_000, 32_000, 3)), "32000x24000 pixels"), (np.zeros((), object), "type object"),
])
def test_what_is_no_picture_is_described(image: Any, words: str) -> None:
    assert words in said(image)


@pytest.mark.parametrize("t_ns", [float("nan"), None, "now", -1, 1.5, True])
def test_what_is_no_time_is_told(t_ns: Any) -> None:
    assert "which is none" in said(GOOD, t_ns)


def test_a_time_in_the_future_is_wrong_where_the_clock_is_known() -> None:
    assert "in the future" in said(GOOD, NOW_NS + 2 * 10**9)
    assert said(GOOD, NOW_NS + 10**8) == ""
    assert flaw(Frame(t_ns=2**70, image=GOOD), CAMERA, None) == ""


@given(st.lists(st.integers(0, 5), max_size=5), st.sampled_from(["u1", "i2", "f4", "f8", "?", "c8", "U3", "O", "M8[s]"]))
def test_any_other_array_is_told_of(shape: list[int], dtype: str) -> None:
    assert said(np.zeros(shape, dtype)).startswith("the camera sends ")
