"""`python -m language transcribe FILE…`: the words in sound files, as the car would hear them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import msgspec

from language.speech.listening import ListeningNode
from language.speech.offline import Ears
from language.speech.recogniser import SpeechModel
from language.speech.sound_file import SoundFileError, pieces
from robot.clock import to_s
from robot.speech import Heard

BAD = 2


def transcribe(arguments: list[str]) -> int:
    """Exit status: 0 done, 2 where a file could not be read. Raises SpeechModelError for a bad model."""
    from language.speech.vosk_recogniser import load

    asked = _parser().parse_args(arguments)
    model = load(asked.model)
    status = 0
    for path in asked.files:
        try:
            heard = utterances(path, model, asked.free)
        except SoundFileError as error:
            sys.stderr.write(f"{error}\n")
            status = BAD
            continue
        sys.stdout.write(as_json(path, heard) if asked.json else as_text(path, heard, len(asked.files) > 1))
    return status


def utterances(path: Path, model: SpeechModel, free: bool = False) -> list[Heard]:
    """What was said in a file, one after the other. Raises SoundFileError."""
    ears = Ears(ListeningNode(ListeningNode.Config(free=free), model))
    messages = [message for piece in pieces(path) for message in ears.hear(piece, ends=False)]
    messages += ears.end()
    return [message for message in messages if isinstance(message, Heard) and message.final]


def as_text(path: Path, heard: list[Heard], named: bool) -> str:
    """One line an utterance; where there are several files, each with its name."""
    lead = f"{path}: " if named else ""
    return "".join(f"{lead}{message.text}\n" for message in heard) or f"{lead}\n"


def as_json(path: Path, heard: list[Heard]) -> str:
    """One JSON object a file, on one line."""
    return msgspec.json.encode({"path": str(path), "utterances": [_told(message) for message in heard]}).decode() + "\n"


def _told(heard: Heard) -> dict[str, Any]:
    words = [{"word": word.text, "start_s": to_s(word.start_ns), "end_s": to_s(word.end_ns),
              "confidence": round(word.confidence, 3)} for word in heard.words]
    others = [{"text": text, "confidence": round(share, 4)} for text, share in heard.others]
    return {"text": heard.text, "confidence": round(heard.confidence, 4), "words": words, "others": others}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m language transcribe")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="WAV, FLAC, Ogg, …, of any rate and width")
    parser.add_argument("--model", type=Path, metavar="FOLDER", help="a Vosk model; by default the one that ships")
    parser.add_argument("--free", action="store_true", help="any words the model knows, not only those for the car")
    parser.add_argument("--json", action="store_true", help="with the time and confidence of each word, and other texts")
    return parser
