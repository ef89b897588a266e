"""What the recogniser is told to expect: sentences made of the words that the car understands, and every such word once more.

Vosk makes a bigram model with back-off of the phrases that it is given, so that what counts is which words stand there, how
often and after which others; sentences that are not among them can be heard as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import get_args

import msgspec
import numpy as np

from language.lexicon import PLURALS, Category, Lexicon
from language.numerals import ONES, SCALES, TENS
from language.speech.patterns import Patterns
from language.speech.recogniser import UNKNOWN
from language.speech.rewording import Rewording
from language.words import HESITATIONS, split_words

SENTENCES = 12000
"""So many are drawn, to tell the recogniser what to expect and how usual whole texts are (phrasing.py)."""
FOREIGN_WORDS, FOREIGN_ASIDE = 15, 3600
"""How often words that the car doesn't know are expected against these sentences, in what is said to it and beside it.

One "[unk]" is any row of sounds: expected often, it takes whole sentences that were a little unclear.
"""
WAKE_CALLS, STOP_CALLS = 300, 900
"""How often the wake word and a bare "stop" are expected beside the car, where nothing else counts."""
LISTS: dict[str, Category] = {"kind": "kind", "colour": "colour", "household": "noun", "size": "size", "material": "material"}
"""Names in the book for what the lexicon has: "household" are things that the eyes don't know; "kinds" are several."""
SEED = 5
REWORDED = 0.2
"""The share of the sentences in which one phrase is replaced by another that means the same."""
SPELLED = ("m", "cm", "mm", "km", "ft", "sec", "deg", "rad", "yd", "mtr", "n't", "pict", "s", "foots")
"""Words of the lexicon that are written, never said."""


class SentenceBook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Patterns of sentences (language/speech/sentences.yaml); a name may begin with how often it is said."""

    parts: dict[str, str]
    orders: dict[str, str]
    sentences: dict[str, str]


class Grammar(msgspec.Struct, frozen=True):
    """Phrases for a recogniser, and what can't be said to it."""

    phrases: tuple[str, ...]
    sentences: tuple[str, ...] = ()
    """Those of the phrases that are likely to be said as they stand."""
    names: tuple[str, ...] = ()
    """What the person named, as it stands in the sentences."""
    missing: tuple[str, ...] = ()
    """Words of the lexicon that the model doesn't know, taught names first; without those that change nothing, such as "ah"."""


def grammar(
    lexicon: Lexicon, knows: Callable[[str], bool], taught: Iterable[str] = (), named: Iterable[str] = (),
    foreign: int = FOREIGN_WORDS,
) -> Grammar:
    """What the car may be told, in words that the model `knows`; `taught` are things it was shown, `named` its places.

    Words that it doesn't know are expected `foreign` times.
    """
    own = [" ".join(split_words(name).words) for name in (*taught, *named)]
    wanted = list(dict.fromkeys([*own, *said(lexicon)]))
    needed = (phrase for phrase in wanted if not _only_polite(phrase, lexicon))
    missing = {word: None for phrase in needed for word in phrase.split() if not knows(word)}
    hearable = _known((*wanted, *plurals(lexicon)), knows)
    sentences = drawn(lexicon, knows, [name for name in own if name in hearable])
    phrases = (*sentences, *hearable, *[UNKNOWN] * foreign)
    return Grammar(phrases, tuple(sentences), tuple(filter(None, own)), tuple(missing))


def aside(grammar: Grammar, wake_word: str = "") -> tuple[str, ...]:
    """What to expect in sound that isn't meant for the car, whose wake word may be said.

    The same, so that nothing else sounds most like "stop", but above all words that it doesn't know.
    """
    known = [phrase for phrase in grammar.phrases if phrase != UNKNOWN]
    called = [wake_word] * WAKE_CALLS if wake_word else []
    return (*known, *[UNKNOWN] * FOREIGN_ASIDE, *["stop"] * STOP_CALLS, *called)


def said(lexicon: Lexicon) -> list[str]:
    """Every phrase of the lexicon that can be said, without the plurals that it makes by itself, and the numbers."""
    phrases = [phrase for category in get_args(Category) for phrase in singulars(lexicon, category)]
    return [*(phrase for phrase in phrases if all(map(_is_said, phrase.split()))), *ONES, *TENS, *SCALES, "point"]


def drawn(lexicon: Lexicon, knows: Callable[[str], bool], own: Sequence[str] = ()) -> list[str]:
    """Likely sentences in known words, the same ones every time; `own` are names that the person gave."""
    book = sentence_book()
    orders = {f"to {name}": pattern for name, pattern in book.orders.items()}
    order = "(" + " | ".join(f"<{name}>" for name in orders for _ in range(_times(name.removeprefix("to ")))) + ")"
    weights = {name: _times(name) for name in book.sentences}
    things = {name: _known(singulars(lexicon, category), knows) for name, category in LISTS.items()}
    several = _known(_several(things["kind"]), knows)
    lists = {**things, "taught": own or things["kind"], "name": own or ["home"], "kinds": several}
    patterns = Patterns({**book.parts, **orders, **book.sentences, "order": order}, lists, in_turn=True)
    rng, total = np.random.default_rng(SEED), sum(weights.values())
    texts = [patterns.draw(name, rng) for name, weight in weights.items() for _ in range(SENTENCES * weight // total)]
    otherwise = Rewording(lexicon, _known(said(lexicon), knows))
    texts = [otherwise.said(text, rng) if rng.random() < REWORDED else text for text in texts]
    return _known(texts, knows)


def instead(word: str, lexicon: Lexicon, without: Collection[str]) -> str:
    """The shortest phrase that means the same as a word that can't be heard; "" where there is none."""
    meaning = lexicon.meaning(word)
    same = [phrase for phrase in singulars(lexicon, meaning.category) if lexicon.meaning(phrase) == meaning] if meaning else []
    others = _known(same, lambda other: other not in without and other != word)
    return min(others, key=len, default="")


@cache
def sentence_book() -> SentenceBook:
    """What stands in sentences.yaml."""
    return msgspec.yaml.decode(Path(__file__).with_name("sentences.yaml").read_bytes(), type=SentenceBook)


def singulars(lexicon: Lexicon, category: Category) -> list[str]:
    """Every phrase of a category but the plurals that the lexicon makes by itself."""
    phrases = lexicon.naming(category)
    if category not in PLURALS:
        return phrases
    return [phrase for phrase in phrases if phrase[-1] != "s" or phrase[:-1] not in phrases]


def plurals(lexicon: Lexicon) -> list[str]:
    """Plurals that the lexicon makes by itself, where they are right."""
    nouns = [phrase for category in PLURALS for phrase in singulars(lexicon, category)]
    return _several(nouns)


def _several(nouns: Iterable[str]) -> list[str]:
    """Plurals of the nouns that only need an s."""
    return [f"{noun}s" for noun in nouns if not noun.endswith(("s", "x", "ch", "sh"))]


def _only_polite(phrase: str, lexicon: Lexicon) -> bool:
    meaning = lexicon.meaning(phrase)
    return meaning is not None and meaning.category == "filler"


def _times(name: str) -> int:
    return int(name.split()[0]) if name[0].isdigit() else 1


def _known(phrases: Iterable[str], knows: Callable[[str], bool]) -> list[str]:
    return [phrase for phrase in phrases if all(_is_said(word) and knows(word) for word in phrase.split())]


def _is_said(word: str) -> bool:
    return word.replace("'", "").isalpha() and word[0] != "'" and word not in SPELLED and word not in HESITATIONS
