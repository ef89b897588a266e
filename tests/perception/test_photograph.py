"""Every damaged picture is refused with a reason; every good one is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perception.photograph import PictureError, decoded, in_folder, read

PIXELS = np.random.default_rng(0).integers(0, 256, (48, 64, 3), dtype=np.uint8)


def encoded(suffix: str, pixels: npt.NDArray[Any] = PIXELS) -> bytes:
    return cv2.imencode(suffix, pixels)[1].tobytes()


PNG, JPEG, BMP, WEBP = encoded(".png"), encoded(".jpg"), encoded(".bmp"), encoded(".webp")
GOOD = [PNG, JPEG, BMP, WEBP, encoded(".ppm"), encoded(".pgm", PIXELS[..., 0]),
        encoded(".png", PIXELS[..., 0]), encoded(".jpg", PIXELS[..., 0]),
        encoded(".png", np.dstack([PIXELS, PIXELS[..., :1]]))]


@pytest.mark.parametrize("data", GOOD, ids=["png", "jpeg", "bmp", "webp", "ppm", "pgm", "grey png", "grey jpeg", "transparent"])
def test_good_pictures_are_read(data: bytes) -> None:
    image = decoded(data)
    assert image.shape == (48, 64, 3)
    assert image.dtype == np.uint8


def test_colours_are_rgb() -> None:
    assert np.array_equal(decoded(PNG), PIXELS[..., ::-1])


@pytest.mark.parametrize(("data", "reason"), [
    (b"", "is empty"),
    (b"hello" * 100, "no picture"),
    (PNG[:-200], "is cut off"), (JPEG[:-200], "is cut off"), (PNG[:20], "is cut off"), (JPEG[:20], "is cut off"),
    (encoded(".png", PIXELS.astype(np.uint16)), "16 bits a channel"),
    (encoded(".png", PIXELS[:1, :1]), "1x1 pixels: too small"),
    (encoded(".jpg", PIXELS[:1, :1]), "1x1 pixels: too small"),
    (encoded(".bmp", PIXELS[:1, :1]), "1x1 pixels: too small"),
    (PNG[:33] + b"\xff\xff\xff\xf0" + PNG[37:], "is cut off"),  # a chunk of 4 GB
    (BMP[:18] + b"\x00\x20\x00\x00" * 2 + BMP[26:], "8192x8192 pixels"), (BMP[:-200], "is cut off"),
    (WEBP[:-200], "is cut off"), (b"P6\n# a\n9000 9000\n255\n", "9000x9000 pixels"), (b"P6\n64 48\n255\n1234", "is damaged"),
    (PNG[:16] + b"\x00\x00\x20\x00" * 2 + PNG[24:], "8192x8192 pixels: 40 million is the most"),
], ids=str)
def test_bad_pictures_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(PictureError, match=reason):
        decoded(data)


@given(data=st.sampled_from([PNG, JPEG]), length=st.integers(0, 400))
def test_no_cut_picture_is_half_seen(data: bytes, length: int) -> None:
    with pytest.raises(PictureError):
        decoded(data[: min(length, len(data) - 20)])


@given(data=st.sampled_from(GOOD), changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=8))
@settings(max_examples=500)
def test_whatever_the_bytes_it_is_a_picture_or_an_error(data: bytes, changes: list[tuple[int, int]]) -> None:
    damaged = bytearray(data)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    try:
        image = decoded(bytes(damaged))
    except PictureError:
        return
    assert image.ndim == 3 and image.shape[2] == 3


def test_the_error_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "bad.png").write_bytes(PNG[:100])
    with pytest.raises(PictureError, match=r"bad\.png: is cut off"):
        read(tmp_path / "bad.png")
    with pytest.raises(PictureError, match=r"none\.png: No such file"):
        read(tmp_path / "none.png")
    with pytest.raises(PictureError, match=r"Is a directory"):
        read(tmp_path)


def test_a_folder_gives_its_pictures_by_name(tmp_path: Path) -> None:
    with pytest.raises(PictureError, match="no pictures"):
        in_folder(tmp_path)
    for name in ("b.JPG", "a.png", "notes.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in in_folder(tmp_path)] == ["a.png", "b.JPG"]
    with pytest.raises(PictureError, match="No such file"):
        in_folder(tmp_path / "none")
