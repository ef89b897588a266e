"""Noise on words: each is dropped, or replaced by a plausible mishearing, with a given probability."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from language.sounds import distance, skeleton, sound

NEIGHBOURS = 4  # a mishearing is one of so many words that sound most alike
LIKELY = """
the a to and of in it is you that he was for on are as with his they at be this have from or one had by but not what
all were we when your can said there use an each which she do how their if will up other about out many then them
these so some her would make like him into time has look two more write go see number no way could people my than
first water been call who its now find long down day did get come made may part feet feed fee tern torn burn learn
light write ride rite lift loft life lab lamp word ward force worth north norse nor south sow mouse east yeast eased
west vest best waste nice knighty plenty ninety nineteen decrees agrees degree pitcher picture pictures future feature
photo foe toe fodder moth mood moo mover word forward foreword backwards bag word text takes tale talk face phase vase
pace case place hive five fife fine for fore far ten tin then tent six sex sicks seven eight ate won one wan sent send
sand cent tree three free through threw door dew more moor store hall hole hail haul wall well robot rowboat road boat
write right bright turned turns spinning stop step shop top stood around ground surround round sound
""".split()


class Mishearing:
    """Draws a word that sounds much like another from a vocabulary of everyday words and the corpus's own."""

    def __init__(self, texts: Iterable[str]) -> None:
        words = {word for text in texts for word in text.split() if word.isalpha() and len(word) > 1}
        self._words = sorted(words | set(LIKELY))
        self._known: dict[str, tuple[str, ...]] = {}

    def neighbours(self, word: str) -> tuple[str, ...]:
        if word not in self._known:
            target, bones = sound(word), skeleton(word)
            near = [
                (distance(target, sound(other)), other)
                for other in self._words
                if other != word and abs(len(skeleton(other)) - len(bones)) <= 2
            ]
            self._known[word] = tuple(other for _, other in sorted(near)[:NEIGHBOURS])
        return self._known[word]


def noisy(text: str, rate: float, mishearing: Mishearing, generator: np.random.Generator) -> str:
    """`text` with each word independently hit at `rate`: half of those hit are dropped, half misheard."""
    return " ".join(word for word in (_heard(word, rate, mishearing, generator) for word in text.split()) if word)


def _heard(word: str, rate: float, mishearing: Mishearing, generator: np.random.Generator) -> str:
    if word == "." or generator.random() >= rate:  # the full stop stands for a pause, which is heard
        return word
    if generator.random() < 0.5:
        return ""
    others: Sequence[str] = mishearing.neighbours(word)
    return others[int(generator.integers(len(others)))] if others else ""
