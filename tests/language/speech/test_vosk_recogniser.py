"""The real library. Its model is drawn by lot here, so that only the form of what comes out can be tested, and its timing."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec
import numpy as np
import pytest

from language.speech import model_trial, vosk_recogniser
from language.speech.model_folder import SpeechModelError, look_into
from language.speech.recogniser import NOTHING, UNKNOWN
from language.speech.vosk_recogniser import VoskModel, load, transcript
from models import archive
from models.vosk.folder import Words, WordsError, write_grammar, write_settings, write_words
from models.vosk.graph import GraphSettings, numbered
from models.vosk.network import Layer, acoustic_model
from models.vosk.phones import ARPABET
from robot.speech import Samples

SAID = {"stop": (("S", "T", "AA", "P"),), "left": (("L", "EH", "F", "T"),), "go": (("G", "OW"),), UNKNOWN: (("*",),)}
pytest.importorskip("vosk")


def make_model(folder: Path) -> Path:
    """A model of one layer with weights drawn by lot."""
    rng = np.random.default_rng(0)
    weights = rng.normal(0.0, 0.05, (1 + len(ARPABET), 40)).astype(np.float32)
    (folder / "am").mkdir(parents=True)
    (folder / "am/final.mdl").write_bytes(acoustic_model([Layer((0,), weights, np.zeros(len(weights), np.float32), False)], 40))
    numbers = numbered(SAID)
    follows = ((math.log(len(weights)),) * len(weights),) * len(weights)
    write_words(folder, Words({word: said for word, said in SAID.items() if word != UNKNOWN}, numbers, GraphSettings(follows)))
    write_grammar(folder, numbers, ["go left", "stop"])
    write_settings(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> VoskModel:
    return VoskModel(look_into(make_model(tmp_path_factory.mktemp("vosk") / "model")))


def test_a_model_that_was_pulled_is_found_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vosk_recogniser, "default_folder", lambda: tmp_path)
    with pytest.raises(SpeechModelError, match="python -m models pull vosk-small-en-us"):
        load(Path("vosk-small-en-us"))
    make_model(tmp_path / archive.read()["vosk-small-en-us"].folder)
    assert load(Path("vosk-small-en-us")).knows("stop")
    with pytest.raises(SpeechModelError, match="there is no speech model nobody's"):
        load(Path("nobody's"))


def noise(seconds: float) -> Samples:
    return np.random.default_rng(1).normal(0.0, 3000.0, int(16000 * seconds)).astype(np.int16)


def test_it_knows_its_words(model: VoskModel) -> None:
    assert [model.knows(word) for word in ("stop", "left", UNKNOWN, "zorblax")] == [True, True, True, False]


def test_words_that_the_network_tells_late_are_put_where_they_were_said(model: VoskModel, tmp_path: Path) -> None:
    folder = make_model(tmp_path / "late")
    write_settings(folder, late_ms=60)
    late = VoskModel(look_into(folder))
    assert (model.late_s, late.late_s) == (0.0, 0.06)

    def ends(which: VoskModel) -> list[float]:
        recogniser = which.recogniser(["stop", "left"])
        recogniser.accept(noise(1.0))
        return [word.end_s for word in recogniser.finish().words]

    assert ends(late) == pytest.approx([end_s - 0.06 for end_s in ends(model)])
    (folder / "conf/late_ms.txt").write_text("soon")
    with pytest.raises(WordsError, match=r"late_ms\.txt should hold a number of milliseconds"):
        VoskModel(look_into(folder))


def test_words_come_with_times_and_confidences(model: VoskModel) -> None:
    recogniser = model.recogniser(["stop", "left", "go left"])
    for start in range(0, 16000, 1600):
        assert recogniser.accept(noise(1.0)[start : start + 1600]) is None
    assert set(recogniser.partial().split()) <= {*SAID}
    heard = recogniser.finish()
    assert heard.words
    assert heard.text.split() == [word.text for word in heard.words]
    assert set(heard.text.split()) <= {*SAID}
    assert all(0 <= word.start_s < word.end_s <= 1.1 and 0 <= word.confidence <= 1.0 + 1e-9 for word in heard.words)
    assert heard.confidence + sum(share for _, share in heard.others) == pytest.approx(1.0)
    assert recogniser.finish() == NOTHING


def test_the_same_sound_gives_the_same_words(model: VoskModel) -> None:
    assert _once(model) == _once(model)


def _once(model: VoskModel) -> object:
    recogniser = model.recogniser(["stop", "left", "go"])
    return recogniser.accept(noise(1.0)), recogniser.partial(), recogniser.finish()


def test_a_grammar_is_kept_to_what_the_model_knows(model: VoskModel) -> None:
    recogniser = model.recogniser(["stop", "open zorblax"])
    recogniser.accept(noise(0.5))
    assert set(recogniser.finish().text.split()) <= {"stop", UNKNOWN}
    with pytest.raises(SpeechModelError, match="knows none of the words open zorblax"):
        model.recogniser(["open zorblax"])


def test_a_model_with_one_graph_takes_no_grammar(model: VoskModel) -> None:
    static = VoskModel.__new__(VoskModel)
    static.folder = model.folder._replace(takes_grammar=False)
    with pytest.raises(SpeechModelError, match="takes no grammar"):
        static.recogniser(["stop"])


def test_nothing_is_heard_in_no_sound(model: VoskModel) -> None:
    recogniser = model.recogniser()
    assert recogniser.accept(noise(0.0)) is None
    assert (recogniser.partial(), recogniser.finish()) == ("", NOTHING)


@pytest.mark.parametrize("name", ["am/final.mdl", "graph/HCLr.fst", "graph/Gr.fst"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_truncated_model_kills_no_more_than_its_trial(tmp_path: Path, name: str, part: float) -> None:
    folder = make_model(tmp_path / "model")
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(SpeechModelError, match=r"can't use the speech model .*unpack or copy it anew"):
        model_trial.check(look_into(folder), tmp_path / "note.json")


def test_a_whole_model_passes_its_trial(tmp_path: Path) -> None:
    model_trial.check(look_into(make_model(tmp_path / "model")), tmp_path / "note.json")
    assert (tmp_path / "note.json").exists()


# ---- what Vosk writes --------------------------------------------------------------------------------------------


def written(*texts: tuple[str, float]) -> str:
    """As Vosk writes the alternatives."""
    alternatives = [{"text": text, "confidence": value, "result": [
        {"word": word, "start": place / 2, "end": place / 2 + 0.4} for place, word in enumerate(text.split())
    ]} for text, value in texts]  # fmt: skip
    return msgspec.json.encode({"alternatives": alternatives}).decode()


def test_confidences_come_from_how_likely_the_texts_are() -> None:
    found = transcript(written(("turn left", 200.0), ("turn right", 200.0 - math.log(3))))
    assert found.confidence == pytest.approx(0.75)
    ((text, share),) = found.others
    assert text == "turn right"
    assert share == pytest.approx(0.25)
    assert [(word.text, word.start_s, word.end_s) for word in found.words] == [("turn", 0.0, 0.4), ("left", 0.5, 0.9)]
    assert [word.confidence for word in found.words] == pytest.approx([1.0, 0.75])


def test_an_empty_text_is_no_alternative() -> None:
    assert transcript(written(("", 0.0))) == NOTHING
    assert transcript('{"text": ""}') == NOTHING
