from __future__ import annotations

import resource
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from language.speech.sound_file import SoundFileError, pieces, read

soundfile = pytest.importorskip("soundfile")
pytest.importorskip("soxr")


def tone(rate_hz: int, seconds: float = 0.5, channels: int = 1) -> np.ndarray:
    wave = 0.4 * np.sin(2 * np.pi * 440 * np.arange(int(seconds * rate_hz)) / rate_hz)
    return np.repeat(wave[:, None], channels, 1)


def written(path: Path, wave: np.ndarray, rate_hz: int, width: str | None = None) -> Path:
    soundfile.write(path, wave, rate_hz, subtype=width)
    return path


def is_the_tone(samples: np.ndarray, seconds: float = 0.5) -> bool:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    loud = np.sqrt(np.mean((samples[1000:-1000] / 32768) ** 2))
    hz = float(np.argmax(spectrum)) * 16_000 / samples.size
    return abs(hz - 440) < 3 and abs(samples.size / 16_000 - seconds) < 0.01 and abs(loud - 0.283) < 0.02


@pytest.mark.parametrize("rate_hz", [8000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000, 192_000])
def test_any_rate(tmp_path: Path, rate_hz: int) -> None:
    assert is_the_tone(read(written(tmp_path / "a.wav", tone(rate_hz), rate_hz)))


@pytest.mark.parametrize("width", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW", "IMA_ADPCM"])
def test_any_width(tmp_path: Path, width: str) -> None:
    assert is_the_tone(read(written(tmp_path / "a.wav", tone(16_000), 16_000, width)))


@pytest.mark.parametrize("name", ["a.flac", "a.ogg", "a.aiff", "a.au", "a.mp3"])
def test_any_kind_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    path = written(tmp_path / name, tone(16_000), 16_000)
    for other in ("a.raw", "b.wav", "noname"):
        disguised = tmp_path / other
        disguised.write_bytes(path.read_bytes())
        assert abs(read(disguised).size - 8000) < 3000


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_channels_are_averaged(tmp_path: Path, channels: int) -> None:
    assert is_the_tone(read(written(tmp_path / "a.wav", tone(44_100, channels=channels), 44_100)))


def test_pieces_are_of_one_size_but_the_last(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav", tone(16_000, 0.33), 16_000)
    sizes = [piece.size for piece in pieces(path)]
    assert sizes == [1600, 1600, 1600, 480]
    assert np.array_equal(np.concatenate(list(pieces(path, 700))), read(path))


def test_nothing_and_a_moment(tmp_path: Path) -> None:
    assert read(written(tmp_path / "a.wav", tone(48_000, 0), 48_000)).size == 0
    assert read(written(tmp_path / "b.wav", tone(16_000)[:1], 16_000)).size == 1


def test_an_hour_takes_no_more_memory_than_a_second(tmp_path: Path) -> None:
    path = tmp_path / "hour.wav"
    with soundfile.SoundFile(path, "w", 8000, 1, "PCM_U8") as file:
        for _ in range(60):
            file.write(np.zeros(8000 * 60, np.int16))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(piece.size for piece in pieces(path)) == 3600 * 16_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # kB


def test_what_is_too_loud_is_clipped_and_what_is_no_number_is_silence(tmp_path: Path) -> None:
    wave = np.array([np.nan, np.inf, -np.inf, 3.0, 0.5])
    assert read(written(tmp_path / "a.wav", wave, 16_000, "FLOAT")).tolist() == [0, 32767, -32768, 32767, 16384]


def test_a_header_that_promises_more_than_there_is(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav", tone(16_000), 16_000)
    path.write_bytes(path.read_bytes()[:5000])
    assert 2000 < read(path).size < 2500


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (b"RIFF", "no sound"), (b"this is no sound at all" * 50, "no sound"), (b"\0" * 4096, "no sound")],
)
def test_garbage_is_refused_with_a_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "garbage.wav"
    path.write_bytes(content)
    with pytest.raises(SoundFileError, match=rf"garbage\.wav: .*{says}"):
        read(path)


def test_what_is_not_there_or_a_folder(tmp_path: Path) -> None:
    with pytest.raises(SoundFileError, match="No such file"):
        read(tmp_path / "nothing.wav")
    with pytest.raises(SoundFileError, match="directory"):
        read(tmp_path)


def test_a_rate_that_no_recording_has(tmp_path: Path) -> None:
    with pytest.raises(SoundFileError, match="3 samples a second"):
        read(written(tmp_path / "a.wav", tone(16_000), 3))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.integers(0, 400), st.sampled_from(["a.wav", "a.flac", "a.ogg"]))
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, garbage: bytes, at: int, name: str) -> None:
    path = tmp_path / name
    if not path.exists():
        written(path, tone(16_000), 16_000)
    whole = path.read_bytes()
    damaged = tmp_path / f"damaged-{name}"
    damaged.write_bytes(whole[:at] + garbage + whole[at + len(garbage) :])
    try:
        read(damaged)
    except SoundFileError as error:
        assert f"damaged-{name}" in str(error)
