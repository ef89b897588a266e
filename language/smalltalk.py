"""Small talk and set phrases: whole texts that are no order, such as "hello", "help", "what's around you?"."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from language.lexicon import Lexicon, Meaning
from language.parser import NO_ANSWER
from language.tokens import Term, read_terms

NOUNY = ("kind", "place", "unknown", "colour", "size", "material", "quantifier", "link", "side", "beside", "pronoun", "number")
WONDERING = ("why", "what", "what's", "who", "how", "which", "did", "have")  # begin a question that is no order
SEEN, WHY = "tell me what you see", "tell me why you stopped"
ASIDE = ("filler", "join", "affirm", "pace", "correction")


@cache
def talk_words(words: Lexicon) -> Lexicon:
    """The words with the set phrases of talk.yaml."""
    return words.under(Path(__file__).with_name("talk.yaml"))


def set_phrase(text: str, words: Lexicon) -> Meaning | None:
    """What the text is if it is nothing but set phrases: a `remark` to answer with, or what it `means`; the last one counts."""
    _, terms = read_terms(text, talk_words(words))
    said = [term for term in terms if term.category not in ASIDE and not _sign(term)]
    if not said:
        return None
    if all(term.category in ("remark", "means") for term in said):
        meant = [term for term in said if term.category == "means"] or said
        return Meaning(meant[-1].category, meant[-1].value)  # type: ignore[arg-type]  # one of the two
    first = said[0]
    if (first.category == "asks" or first.value == SEEN) and all(term.category in NOUNY for term in said[1:]):
        return Meaning("means", first.value)
    if first.words.split()[0] in WONDERING and first.category in ("question", "means") and _goes_on(terms, first):
        return Meaning("means", WHY) if first.words.startswith("why") else Meaning("remark", NO_ANSWER)
    return None


def _sign(term: Term) -> bool:
    """A sign that nobody knows, such as the colour of an emoji."""
    return term.category == "unknown" and not any(letter.isalnum() for letter in term.words)


def _goes_on(terms: list[Term], first: Term) -> bool:
    """Whether the sentence that the term begins goes on: "what, go there?" is none."""
    after = terms.index(first) + 1
    return after < len(terms) and terms[after].category != "join"
