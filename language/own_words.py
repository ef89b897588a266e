"""A person's own words, from a YAML file like `lexicon.yaml`. All is checked at once, so that no wrong word turns up later."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

from language.lexicon import Category, Lexicon, Meaning, lexicon
from language.words import split_words
from robot.errors import SetupError

# Categories in which anything may be named; in the others only values that the parser knows make sense.
OPEN: tuple[Category, ...] = ("kind", "place", "noun", "colour", "size", "material", "unable")
AMOUNTS: tuple[Category, ...] = ("length", "angle", "clock", "time", "block", "circle")
FORM = 'It should read like language/lexicon.yaml, for example "kind: {sofa: [chesterfield, davenport]}".'

_Node = Any  # of PyYAML, which has no types for them


class LexiconError(SetupError, ValueError):
    """A file of words is wrong; the text says which file and line, what is wrong, and what would be right."""


class _Entry(NamedTuple):
    phrase: str
    meaning: Meaning


def with_own_words(path: Path) -> Lexicon:
    """The car's lexicon and the words of a file. Raises LexiconError."""
    shipped = lexicon()
    own: dict[str, Meaning] = {}
    for line, (phrase, meaning) in _entries(path, shipped):
        said = " ".join(split_words(phrase).words)
        known = own.get(said) or shipped.meaning(said)
        if not any(character.isalnum() for character in said):
            raise LexiconError(f"{path}:{line}: {phrase!r} has no letters or digits that could be said")
        if known is not None and known != meaning and known.category != "noun":
            raise LexiconError(f"{path}:{line}: {said!r} already means {known.category} {known.value!r}; choose another phrase")
        own[said] = meaning
    return shipped.extended(own)


def _entries(path: Path, shipped: Lexicon) -> Iterator[tuple[int, _Entry]]:
    """Each phrase with the line it stands on."""
    for category, values in _pairs(path, _root(path)):
        if category.value not in get_args(Category):
            raise LexiconError(
                f"{_place(path, category)}: no category is named {category.value!r}; there are {', '.join(get_args(Category))}"
            )
        for value, phrases in _pairs(path, values):
            meaning = Meaning(category.value, value.value)
            _check(_place(path, value), meaning, shipped)
            if not isinstance(phrases.value, list):
                raise LexiconError(f"{_place(path, phrases)}: {value.value!r} needs a list of phrases in brackets. {FORM}")
            yield from ((_line(phrase), _Entry(_text(path, phrase), meaning)) for phrase in phrases.value)


def _check(place: str, meaning: Meaning, shipped: Lexicon) -> None:
    """Whether the parser can do something with the value."""
    if meaning.category in OPEN:
        return
    if meaning.category in AMOUNTS:
        if not _positive(meaning.value):
            raise LexiconError(f"{place}: {meaning.category} needs a number, such as 0.3048 for feet, not {meaning.value!r}")
        return
    values = shipped.values(meaning.category)
    if meaning.value not in values:
        raise LexiconError(
            f"{place}: there is no {meaning.category} {meaning.value!r}; a phrase can mean one of {', '.join(sorted(values))}"
        )


def _positive(text: str) -> bool:
    try:
        return 0 < float(text) < math.inf
    except ValueError:
        return False


# ---- YAML, with its lines ------------------------------------------------------------------------------------------------


def _root(path: Path) -> _Node:
    import yaml

    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{path}: can't be read: {error}") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise LexiconError(f"{path}:{line}: is not valid YAML: {error.problem}. {FORM}") from None
    except yaml.YAMLError as error:
        raise LexiconError(f"{path}: is not valid YAML: {error}") from None
    if root is None:
        raise LexiconError(f"{path}: is empty. {FORM}")
    return root


def _pairs(path: Path, node: _Node) -> Iterator[tuple[_Node, _Node]]:
    if not isinstance(node.value, list) or not all(isinstance(pair, tuple) for pair in node.value):
        raise LexiconError(f"{_place(path, node)}: here should stand names and what they mean. {FORM}")
    for key, value in node.value:
        _text(path, key)
        yield key, value


def _text(path: Path, node: _Node) -> str:
    if not isinstance(node.value, str):
        raise LexiconError(f"{_place(path, node)}: here should stand a word or phrase. {FORM}")
    return node.value


def _place(path: Path, node: _Node) -> str:
    return f"{path}:{_line(node)}"


def _line(node: _Node) -> int:
    return int(node.start_mark.line) + 1
