"""Words as they were said become words as they were meant, as far as typos and mishearings go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from language.lexicon import Lexicon
from language.numerals import read_number
from language.repair import Repair, repairer
from language.slots import Slots

ORDINAL = re.compile(r"[1-9]\d?(?:st|nd|rd|th)")
ARTICLES = frozenset("the a an my your this that these those another some his her next".split())
NOUNS = frozenset("kind place photo colour size material ordinal side length angle part heading".split())
BEFORE_NOUNS = frozenset({"colour", "size", "material", "ordinal", "quantifier", "link"})
CORE = frozenset("verb photo side along heading length angle kind place colour around".split())
NOTHING = Repair("just", 0.1)  # a word that changes nothing
NOUN_PER_LETTER = 0.165  # "pitcher" may be a picture; "flower" is no floor


def mended(words: Sequence[str], lexicon: Lexicon) -> tuple[tuple[str, ...], list[float]]:
    """The words with typos and mishearings replaced by what they probably were, and what each replacement cost."""
    slots, mender, known = Slots(lexicon), repairer(lexicon), lexicon.words
    fixed: list[str] = []
    costs: list[float] = []
    noun_kept = False
    for at, word in enumerate(words):
        best = NOTHING if _stutters(words, at, known) else slots.misheard(words, at, fixed)
        noun_next = bool(fixed) and (noun_kept or _awaits_noun(fixed, lexicon))
        unknown = best is None and word not in known and read_number((word,), 0) is None
        if unknown:
            best = _best(word, mender.near(word), noun_next, lexicon)
        noun_kept = unknown and best is None and noun_next
        fixed.append(best.word if best else word)
        costs.append(best.cost if best else 0.0)
    return tuple(fixed), costs


def _stutters(words: Sequence[str], at: int, known: frozenset[str]) -> bool:
    """ "ni ninety": the beginning of the next word."""
    word = words[at]
    return word not in known and len(word) <= 4 and at + 1 < len(words) and words[at + 1].startswith(word) and word.isalpha()


def _seeks(word: str, lexicon: Lexicon) -> bool:
    """Whether a thing follows the verb without a link: "find towels", "bring milk"."""
    meaning = lexicon.meaning(word)
    return meaning is not None and (meaning.category == "unable" or meaning.value in ("find", "inspect", "follow", "reach"))


def _awaits_noun(words: list[str], lexicon: Lexicon) -> bool:
    """Whether a noun is due: after "the", "red", "to", "the 2"."""
    if words[-1] == "for" or _seeks(words[-1], lexicon):
        return True
    last = words[-2] if len(words) > 1 and words[-1].isdigit() else words[-1]
    return last in ARTICLES or ORDINAL.fullmatch(last) is not None or _is(last, BEFORE_NOUNS, lexicon)


def _best(word: str, repairs: tuple[Repair, ...], noun: bool, lexicon: Lexicon) -> Repair | None:
    """The likeliest repair; where a noun is due the name of a thing, very near, or none: new nouns are kept as they are."""
    ranked = [repair._replace(cost=repair.cost + _rarity(repair.word, lexicon)) for repair in repairs]
    if noun:
        ranked = [r for r in ranked if _is(r.word, NOUNS, lexicon) and r.cost <= NOUN_PER_LETTER * max(len(word), 4)]
    return min(ranked, key=lambda repair: (repair.cost, repair.word), default=None)


def _rarity(word: str, lexicon: Lexicon) -> float:
    """The words of commands are likelier than words that change nothing."""
    return 0.0 if _is(word, CORE, lexicon) or read_number((word,), 0) is not None else 0.3


def _is(word: str, categories: frozenset[str], lexicon: Lexicon) -> bool:
    meaning = lexicon.meaning(word)
    return meaning is not None and meaning.category in categories
