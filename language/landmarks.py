"""Noun phrases become landmarks: "the second red door on your left, next to the lamp"."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from language.choices import Option
from language.cursor import Cursor, NotUnderstood
from language.tokens import Term
from robot.places import WAYS
from robot.program import Landmark, Relation

# Links that tie a noun to the one before it; the others tell the way ("past the chair") unless "that is" stands before.
TIES = {
    "next to", "in", "on", "under", "above", "behind", "in front of", "left of", "right of", "between", "opposite", "with",
    "of", "into",
}  # fmt: skip
RELATIVE_TIES = TIES | {"at", "past", "from"}
SPOTS = TIES - {"with", "of", "into", "in", "on"}  # "go behind the sofa": the place behind it
NAMES = {"into": "in"}  # a link's name as a relation's
THESE = ("this", "that", "these", "those", "that one", "this one")
NOUNY = ("kind", "place", "unknown", "colour", "size", "material")
TELLING = {"ordinal", "colour", "side", "quantifier"}  # enough to say which one, without a noun
SPOTLESS = ("place", "me", "start", "area")  # nouns that nobody leaves out
AHEAD = ("ahead", "straight ahead", "up ahead", "directly ahead")
AJAR = ("open", "close", "clean")  # verbs that may be adjectives
MET = ("you see", "you can see", "you find", "you come to", "you get to", "you reach", "you come across", "you meet")
ADJECTIVES = ("colour", "size", "material")
MOST_NESTED = 6  # relations within relations: nobody means more
MOST_COUNT = 99
ATTACHED_OUTSIDE = 0.5  # cost of tying a relation to the noun before the last one


class Manner(NamedTuple):
    """How a noun phrase may be read where it stands."""

    unknown: bool = True  # a word that nobody knows may be its noun without an article
    side: bool = True  # "to the left" belongs to it
    picture: bool = False  # "picture" is a thing here


def read_landmark(cursor: Cursor, manner: Manner = Manner(), depth: int = 0) -> Landmark | None:
    """The noun phrase at the cursor, or None, with the cursor where it was."""
    start = cursor.at
    landmark = _enclosed(cursor, manner, depth)
    if landmark is None:
        landmark = _part(cursor, manner, depth) or _simple(cursor, manner)
        if landmark is None:
            cursor.at = start
            return None
        landmark = _with_relations(cursor, landmark, manner, depth)
    landmark = msgspec.structs.replace(landmark, words=_said(cursor, start))
    if depth == 0:
        cursor.last = landmark
    return landmark


def read_spot(cursor: Cursor, link: str, depth: int = 0) -> Landmark | None:
    """The place that stands so to the landmark at the cursor: "behind the sofa", "between the lamp and the chair"."""
    start = cursor.at
    relation = _relation(cursor, link, depth)
    if relation is None:
        return None
    cursor.last = relation.others[-1]
    return Landmark(kind="place", relations=(relation,), words=cursor.words(start))


def _enclosed(cursor: Cursor, manner: Manner, depth: int) -> Landmark | None:
    start = cursor.at
    if cursor.peek(1).category != "group" and cursor.accept("group", "(") and depth < MOST_NESTED:
        landmark = read_landmark(cursor, manner, depth + 1)
        if landmark is not None and cursor.accept("group", ")"):
            return landmark
    cursor.at = start
    return None


def _part(cursor: Cursor, manner: Manner, depth: int) -> Landmark | None:
    """ "the end of the hall"; "the end" alone is the end of whatever it stands in."""
    start = cursor.at
    cursor.skip("filler")
    part = cursor.accept("part")
    if part is None and cursor.peek().category == "place" and cursor.peek().value in ("corner", "start"):
        follows = cursor.peek(1)
        part = cursor.take() if follows.category == "link" and follows.value == "of" else None
    if part is not None:
        value: Any = part.value
        if cursor.accept("link", "of"):
            whole = read_landmark(cursor, manner, depth + 1) if depth < MOST_NESTED else None
            if whole is not None and not whole.part:
                return msgspec.structs.replace(whole, part=value)
        elif cursor.peek().category not in ("kind", "place", "unknown"):
            return Landmark(kind="place", part=value)
    cursor.at = start
    return None


class _Noun:
    """The words of one noun phrase, before its head is known."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.nouns: list[Term] = []
        self.article = False

    def landmark(self) -> Landmark:
        *before, head = self.nouns
        kind = head.value if head.category in ("kind", "place") else head.words
        return Landmark(kind=kind, attributes=tuple(noun.words for noun in before), **self.fields)


def _simple(cursor: Cursor, manner: Manner) -> Landmark | None:
    """Article, quantifier, ordinal, count, adjectives and nouns."""
    start = cursor.at
    noun = _Noun()
    while not cursor.ended and _takes(cursor, noun, manner):
        pass
    if noun.nouns:
        return noun.landmark()
    pronoun = _pronoun(cursor, noun)
    if pronoun is not None:
        return pronoun
    unnamed = _unnamed(cursor, noun, start)
    if unnamed is not None:
        return unnamed
    said = [word for word in ("size", "colour", "material") if word in noun.fields]
    if said and noun.article:
        words = " ".join(str(noun.fields[word]) for word in said)
        raise NotUnderstood(f"The {words} what? Name the thing.")
    cursor.at = start
    return None


def _takes(cursor: Cursor, noun: _Noun, manner: Manner) -> bool:
    """Take the next term if it belongs before or to the noun."""
    term = cursor.peek()
    if term.words == "number" and noun.nouns and cursor.peek(1).category == "number" and cursor.peek(1).amount in range(1, 100):
        noun.fields["ordinal"] = int(cursor.peek(1).amount)  # "door number two"
        cursor.at += 2
        return True
    take = (
        _noun_word(cursor, noun, manner) if term.category in ("kind", "place", "unknown", "photo") else _adjective(cursor, noun)
    )
    if take:
        cursor.at += 1
    return take


def _noun_word(cursor: Cursor, noun: _Noun, manner: Manner) -> bool:
    term = cursor.peek()
    if term.category == "photo" and not manner.picture:
        return False
    if term.category == "unknown" and not (noun.article or noun.nouns or noun.fields or manner.unknown):
        return False
    if term.category == "unknown" and not _is_word(term) and not (noun.article and cursor.peek(1).category == "unknown"):
        return False
    noun.nouns.append(term)
    return True


def _adjective(cursor: Cursor, noun: _Noun) -> bool:
    term, follows = cursor.peek(), cursor.peek(1)
    if term.category == "pronoun" and term.words in THESE and follows.category in NOUNY:
        noun.article = True
        return True
    if term.category == "unable" and noun.article and follows.category in NOUNY and term.words in AJAR:
        noun.nouns.append(term)  # "the open door"
        return True
    if term.words in (",", "and") and noun.fields and not noun.nouns:  # "the big, red chair"
        return follows.category in ("colour", "size", "material")
    if term.category == "filler":
        ajar = follows.words in AJAR and cursor.peek(2).category in ("kind", "place")
        if noun.nouns or not (_nominal(follows) or ajar):
            return False
        noun.article = noun.article or term.value == "det"
        if term.words in ("another", "an other"):
            noun.fields.setdefault("quantifier", "other")
        return True
    if noun.nouns and not _more_nouns(cursor, noun):
        return False
    return _modifier(term, follows, noun)


def _modifier(term: Term, follows: Term, noun: _Noun) -> bool:
    """Whether the term says which thing, how many or what it is like; it is noted down then."""
    fields = noun.fields
    match term.category:
        case "colour" | "size" | "material" if term.category not in fields:
            fields[term.category] = term.value
        case "extent" if term.words in ("a little", "a little bit"):
            fields["size"], noun.article = "small", True
        case "ordinal" if "ordinal" not in fields:
            fields["ordinal"] = int(term.value)
        case "quantifier" if "quantifier" not in fields:
            fields["quantifier"], noun.article = term.value, True
        case "join" if term.words == "next" and (noun.article or follows.category in ("kind", "place")):
            fields["quantifier"] = "next"
        case "number" if term.amount.is_integer() and 1 < term.amount <= MOST_COUNT and follows.category in NOUNY:
            fields["count"] = int(term.amount)
        case "side" if noun.article and _nominal(follows) and "side" not in fields:
            fields["side"] = term.value
        case "heading" | "along" if noun.article and _nominal(follows):
            noun.nouns.append(term)
        case _:
            return False
    return True


def _nominal(term: Term) -> bool:
    """Whether a term can go on with a noun phrase."""
    return term.category in (
        "kind", "place", "unknown", "colour", "size", "material", "ordinal", "quantifier", "pronoun", "number", "photo",
        "part", "side", "heading", "along",
    ) or (term.category == "filler" and term.value == "det") or term.words == "next"  # fmt: skip


def _more_nouns(cursor: Cursor, noun: _Noun) -> bool:
    """Whether an adjective after a noun has a noun of its own: "the stripy red chair"; "the chair red" has not."""
    ahead = 0
    while cursor.peek(ahead).category in ADJECTIVES:
        ahead += 1
    new = all(term.category == "unknown" for term in noun.nouns)
    return cursor.peek(ahead).category in ("kind", "place") or (new and cursor.peek(ahead).category == "unknown")


def _is_word(term: Term) -> bool:
    """Something that may be a noun: no sign, no stutter ("ni", "t")."""
    spoken = any(letter in "aeiouy" or not letter.isascii() for letter in term.words) and term.words[0].isalpha()
    return spoken and (len(term.words) > 2 or term.value == "noun" or not term.words.isascii())


def _pronoun(cursor: Cursor, noun: _Noun) -> Landmark | None:
    """ "it", "there", "the other one": what was spoken of last."""
    term = cursor.accept("pronoun", "it", "there", "one")
    if term is None and noun.fields and cursor.peek().words == "one":  # "the other one", which is no number here
        term = cursor.take()._replace(value="one")
    if term is None:
        return None
    if cursor.last is None:
        if term.value == "one" and not noun.fields:
            return None
        raise NotUnderstood(f"I don't know what {term.said} is. Name the thing.")
    if term.value == "one":
        return msgspec.structs.replace(Landmark(kind=cursor.last.kind), **noun.fields)
    return msgspec.structs.replace(cursor.last, words=term.words)


def _unnamed(cursor: Cursor, noun: _Noun, start: int) -> Landmark | None:
    """ "(Go past the first door and stop at) the second": of the kind spoken of last."""
    last, telling = cursor.last, noun.fields.keys() & TELLING
    spoken = any(word == "the" for term in cursor.terms[start : cursor.at] for word in term.words.split())
    if last is None or not telling or not spoken or noun.fields.get("quantifier") == "every" or last.kind in SPOTLESS:
        return None
    if not (cursor.ended or cursor.peek().category in ("join", "when", "beside", "group")):
        return None
    return msgspec.structs.replace(Landmark(kind=last.kind), **noun.fields)


def _with_relations(cursor: Cursor, landmark: Landmark, manner: Manner, depth: int) -> Landmark:
    """The landmark with its side and whatever ties it to others."""
    while not cursor.ended:
        start = cursor.at
        relative = cursor.accept("relative") is not None
        joined = not relative and bool(landmark.relations) and _accept_and(cursor)
        cursor.skip("filler") if relative else None
        more = (
            _met(cursor, landmark) or _side(cursor, landmark, manner, relative) or _related(cursor, landmark, depth, relative)
        )
        if more is None or (joined and more.relations == landmark.relations) or (depth and _belongs_outside(cursor, relative)):
            cursor.at = start
            break
        landmark = more
    return landmark


def _belongs_outside(cursor: Cursor, relative: bool) -> bool:
    """ "The box on the table in the kitchen": the table is in the kitchen, or, less likely, the box."""
    return not relative and cursor.choices.pick([Option(False, 0.0), Option(True, ATTACHED_OUTSIDE)])


def _accept_and(cursor: Cursor) -> bool:
    follows = cursor.peek(1)
    return (
        cursor.peek().words == "and"
        and follows.category == "link"
        and follows.value in TIES
        and cursor.accept("join") is not None
    )


def _side(cursor: Cursor, landmark: Landmark, manner: Manner, relative: bool) -> Landmark | None:
    if landmark.side:
        return None
    term = cursor.accept("beside")
    if term is None and (manner.side or relative) and cursor.peek().category == "side" and cursor.peek().words.startswith("to"):
        term = cursor.take()
    if term is None and cursor.peek().words in AHEAD:
        cursor.take()
        return msgspec.structs.replace(landmark, side="ahead")
    return msgspec.structs.replace(landmark, side=term.value) if term else None


def _related(cursor: Cursor, landmark: Landmark, depth: int, relative: bool) -> Landmark | None:
    link = cursor.peek()
    at_end = link.value == "at" and landmark.kind not in WAYS and _ends(cursor)
    if link.category != "link" or not (at_end or link.value in (RELATIVE_TIES if relative else TIES)) or depth >= MOST_NESTED:
        return None
    cursor.take()
    relation = _relation(cursor, link.value, depth, several=landmark.kind == "intersection")
    return msgspec.structs.replace(landmark, relations=(*landmark.relations, relation)) if relation else None


def _met(cursor: Cursor, landmark: Landmark) -> Landmark | None:
    """ "The first door you come to (on the left)", "the door closest to you", "the door nearest the sofa"."""
    term, follows = cursor.peek(), cursor.peek(1)
    if term.category == "sense" and term.words in MET and landmark.ordinal and follows.category in ("join", "beside", "side"):
        cursor.take()
        return _side(cursor, landmark, Manner(), relative=True) or landmark
    if term.category == "quantifier" and term.value == "nearest" and follows.category == "filler":
        cursor.take()
        relation = _relation(cursor, "next to", MOST_NESTED - 1)
        return msgspec.structs.replace(landmark, relations=(*landmark.relations, relation)) if relation else None
    if landmark.quantifier or term.words not in ("closest to", "nearest to") or follows.words != "you":
        return None
    cursor.at += 2
    return msgspec.structs.replace(landmark, quantifier="nearest")


def _ends(cursor: Cursor) -> bool:
    """ "(the door) at the end of the hall"."""
    follows = cursor.peek(2) if cursor.peek(1).category == "filler" else cursor.peek(1)
    return follows.category == "part" and follows.value == "end"


def _relation(cursor: Cursor, link: str, depth: int, several: bool = False) -> Relation | None:
    """What follows the link; two or more landmarks after "between", and after "of" for intersections."""
    others: list[Landmark] = []
    while True:
        start = cursor.at
        if others and not (link == "between" or (several and link == "of")):
            break
        if others and not (cursor.accept("join", "and") and (link == "between" or cursor.peek().category != "verb")):
            cursor.at = start
            break
        other = read_landmark(cursor, Manner(), depth + 1)
        if other is None:
            cursor.at = start
            break
        others.append(other)
    return Relation(name=NAMES.get(link, link), others=tuple(others)) if others else None  # type: ignore[arg-type]


def _said(cursor: Cursor, start: int) -> str:
    """The words of the phrase, without articles and politeness in front."""
    while cursor.terms[start].category == "filler" and start < cursor.at - 1:
        start += 1
    return cursor.words(start)
