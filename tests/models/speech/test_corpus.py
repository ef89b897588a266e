"""Recordings on disk, who is left out, and the streams made of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs `pip install -e .[train]`")

from models.train.data import DataError
from models.train.speech.augment import Source, Streams, Surroundings
from models.train.speech.corpus import Corpus, CorpusWriter, Segment, label_frames
from models.train.speech.features import COEFFICIENTS
from models.train.speech.learn import corpora, split
from models.train.speech.people import Said, read_manifest, without_judges
from models.vosk.phones import NUMBER


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Two seconds of silence, and a second of a loud "AA" within two of silence."""
    tone = (8000 * np.sin(np.arange(16000) * 0.3)).astype(np.int16)
    with CorpusWriter(tmp_path) as writer:
        writer.add(np.zeros(32000, np.int16), [], "quiet", "", "")
        silence = np.zeros(8000, np.int16)
        writer.add(np.concatenate([silence, tone, silence]), [Segment("AA", 0.5, 1.5)], "loud", "me", "ah")
    return Corpus(tmp_path)


def test_what_was_written_is_read(corpus: Corpus) -> None:
    assert [row.source for row in corpus.recordings] == ["quiet", "loud"]
    assert corpus.samples(1)[8000:24000].std() > 5000
    assert set(corpus.labels(1)[50:150]) == {NUMBER["AA"]} != set(corpus.labels(1)[:50])
    assert corpus.hours == pytest.approx(4 / 3600)
    assert len(corpus.only([False, True])) == 1
    assert [source.weight for source in split(corpus, {"loud": 2.0})] == [2.0]


def test_labels_beyond_the_recording_are_left_out() -> None:
    assert label_frames([Segment("S", 0.01, 0.5)], 4).tolist() == [0, NUMBER["S"], NUMBER["S"], NUMBER["S"]]


def test_nobody_is_trained_on_who_judges() -> None:
    rows = [Said("a", speaker="x"), Said("b", speaker="y"), Said("c")]
    assert [row.path for row in without_judges(rows, [Said("t", speaker="x"), Said("u")])] == ["b", "c"]


def test_a_wrong_line_is_told(tmp_path: Path) -> None:
    (tmp_path / "m.jsonl").write_text('{"path": "a"}\n{"path": 3}\n')
    with pytest.raises(DataError, match=r"m\.jsonl:2"):
        read_manifest(tmp_path / "m.jsonl")
    with pytest.raises(DataError, match="has no speech"):
        corpora(tmp_path)


def test_streams_are_loud_where_they_are_labelled(corpus: Corpus) -> None:
    surroundings = Surroundings(np.zeros((1, 100_000), np.float16), np.eye(1, 100, dtype=np.float32))
    streams, again = (Streams([Source(corpus.only([False, True]), 1.0)], surroundings, 300, (3, 0)) for _ in range(2))
    heard, labels = streams.batch(6)
    assert heard.shape == (6, 300, COEFFICIENTS)
    assert labels.shape == (6, 300)
    assert (heard == again.batch(6)[0]).all()
    for row in range(6):
        spoken = labels[row] == NUMBER["AA"]
        assert 0 < spoken.mean() < 1
        assert np.median(heard[row, spoken, 0]) > np.median(heard[row, ~spoken, 0]) + 3
