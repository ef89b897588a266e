"""Text becomes words: lower case, typographic variants unified, each with where it stood."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

NUMBER_OR_WORD = re.compile(
    r"(?:(?<!\w)-)?(?:\d+(?:\.\d+)?|\.\d+)(?:st|nd|rd|th)?\b|(?:\d+(?:\.\d+)?|\.\d+)|[^\W\d_]+(?:'[^\W\d_]+)*|[^\s\w]|_"
)
APOSTROPHES = str.maketrans("’‘`´", "''''")


HESITATIONS = frozenset("uh uhh uhhh uhm um umm ummm er erm hmm hm eh mmm".split())


class Words(NamedTuple):
    """The words of a text and, for each, the span of characters it came from."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def said(self, start: int, end: int) -> str:
        """What stands from word `start` to before word `end`, in lower case."""
        return " ".join(self.words[start:end])


def split_words(text: str) -> Words:
    """Lower-case words, numbers and signs; hyphens between letters and control characters separate, "uh" is left out."""
    normal, origin = _normal(text)
    normal = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", normal)
    matches = [match for match in NUMBER_OR_WORD.finditer(normal) if match.group() not in HESITATIONS]
    spans = tuple((origin[match.start()], origin[match.end() - 1] + 1) for match in matches)
    return Words(text, tuple(match.group() for match in matches), spans)


def _normal(text: str) -> tuple[str, list[int]]:
    """The text in lower case and compatibility form, and where each of its characters came from."""
    characters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        if unicodedata.category(character).startswith("C"):
            character = " "
        for part in unicodedata.normalize("NFKC", character).lower().translate(APOSTROPHES):
            characters.append(part)
            origin.append(index)
    return "".join(characters), origin
