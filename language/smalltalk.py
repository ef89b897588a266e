"""Small talk and set phrases: whole texts that are no order, such as "hello", "help", "what's around you?"."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from language.lexicon import Lexicon, Meaning
from language.parser import NO_ANSWER
from language.tokens import read_terms

NOUNY = ("kind", "place", "unknown", "colour", "size", "material", "quantifier", "link", "side", "beside", "pronoun", "number")
WONDERING = ("why", "what", "what's", "who", "how", "which", "how many", "did you", "have you")
ASIDE = ("filler", "join", "affirm", "pace", "correction")


@cache
def talk_words(words: Lexicon) -> Lexicon:
    """The words with the set phrases of talk.yaml."""
    return words.under(Path(__file__).with_name("talk.yaml"))


def set_phrase(text: str, words: Lexicon) -> Meaning | None:
    """What the text is if it is nothing but set phrases: a `remark` to answer with, or what it `means`; the last one counts."""
    _, terms = read_terms(text, talk_words(words))
    said = [term for term in terms if term.category not in ASIDE]
    if said and said[0].category == "asks" and all(term.category in NOUNY for term in said[1:]):
        return Meaning("means", said[0].value)
    if said and all(term.category in ("remark", "means") for term in said):
        meant = [term for term in said if term.category == "means"] or said
        return Meaning(meant[-1].category, meant[-1].value)  # type: ignore[arg-type]  # one of the two
    if len(said) > 1 and said[0].words in WONDERING and terms[terms.index(said[0]) + 1].category != "join":
        return Meaning("means", "tell me why you stopped") if said[0].words == "why" else Meaning("remark", NO_ANSWER)
    return None
