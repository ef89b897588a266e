"""Teaching by words: "this is my mug", "forget my mug", "rename my mug to cup".

Whole texts only, read before anything else is made of them: what is named may be a word that nobody knows, or one that means
something else. Within a longer text the same is said with the name in quotes, as programs print it: `learn this as "mug"`.
"""

from __future__ import annotations

import re

from language.cursor import Cursor
from language.lexicon import Lexicon
from language.words import split_words
from robot.program import Forget, Program, Rename, Step, Teach

NAME = r"(?P<{}>[^\W\d_][\w']*(?: [\w']+){{0,3}})"
OWN = r"(?:my|our|your|his|her|their)"
OWNING, OWNERS = ("my", "our", "your", "his", "her", "their"), ("o1", "o2", "o3", "o4", "o5")
ONE = rf"(?:{OWN}|the|a|an)"
THIS = r"(?:this|that|it)(?: thing| one| object| here)?"
IS = rf"{THIS}(?: is|'s)"
SHOWN = re.compile("|".join((
    rf"{IS} (?P<o1>{OWN}) {NAME.format('own')}",
    rf"{IS} (?P<whose>[^\W\d_]+'s {NAME.format('_')})",
    rf"{IS} (?:an?|some) {NAME.format('any')}",
    rf"(?:{IS} (?:called|named|known as)|(?:i|we) call {THIS}) (?:(?P<o2>{ONE}) )?{NAME.format('called')}",
    rf"(?:learn|know) {THIS} as (?:(?P<o3>{ONE}) )?{NAME.format('learned')}",
    rf"(?:remember|memori[sz]e|call|name) {THIS}(?: as)? (?P<o4>{ONE}) {NAME.format('kept')}",
    rf"learn (?:that )?{IS} (?:(?P<o5>{ONE}) )?{NAME.format('told')}",
)))  # fmt: skip
KNOWLEDGE = r"(?:everything|what you (?:know|learned|learnt)) about"
FORGOTTEN = re.compile(rf"(?:forget|unlearn)(?: about| {KNOWLEDGE})? {OWN} {NAME.format('own')}"
                       rf"|(?:unlearn|forget {KNOWLEDGE}) (?:{ONE} )?{NAME.format('told')}")
RENAMED = re.compile(rf"(?:rename|change the name of) (?:{ONE} )?{NAME.format('old')}"
                     rf" (?:to|as|into) (?:{ONE} )?{NAME.format('new')}")
ASIDE = frozenset("please hey heed hi hello ok okay look listen see so now car robot and well thanks , . ! ? : ;".split())
SPOTS = frozenset("home house base spot place seat parking garage station position location start end side way".split())
NOTHING_SHOWN = frozenset("last first next second only mistake turn left right not no problem question answer day".split())


def lesson(text: str, words: Lexicon) -> Program | None:
    """The program of a text that teaches, None of any other. A name for a place is none: "remember this as my spot"."""
    said = " ".join(_heart(split_words(text).words))
    if '"' in said or not said:
        return None
    for form, make in ((SHOWN, _shown), (FORGOTTEN, _forgotten), (RENAMED, _renamed)):
        found = form.fullmatch(said)
        step = make(found, words, text) if found else None
        if step is not None:
            return Program(steps=(step,))
    return None


def read_lesson(cursor: Cursor) -> Step | None:
    """A printed step: the phrase that the cursor stands on, and its names in quotes; None where they are missing."""
    start, term = cursor.at, cursor.take()
    names = [quote.value for quote in (cursor.accept("quote"),) if quote]
    if term.value == "rename" and names and cursor.accept("link", "to"):
        names += [quote.value for quote in (cursor.accept("quote"),) if quote]
    words = cursor.words(start)
    match term.value, names:
        case "teach", [name]:
            return Teach(name=name, words=words)
        case "forget", [name]:
            return Forget(name=name, words=words)
        case "rename", [old, new]:
            return Rename(old=old, new=new, words=words)
    cursor.at = start + 1
    return None


def _heart(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without what is said before and after out of politeness."""
    start, end = 0, len(words)
    while start < end and words[start] in ASIDE:
        start += 1
    while end > start and (words[end - 1] in ASIDE or words[end - 1] == "here"):
        end -= 1
    return words[start:end]


def _shown(found: re.Match[str], words: Lexicon, text: str) -> Step | None:
    groups = found.groupdict()
    owner = next((groups.pop(key) for key in OWNERS if groups[key] in OWNING), "")
    groups = {key: named for key, named in groups.items() if key not in OWNERS}
    name = groups.pop("whose") or next(named for key, named in groups.items() if named and key != "_")
    meanings = [words.meaning(part) for part in (name, name.split(" ")[-1])]
    places = any(meaning is not None and meaning.category == "place" for meaning in meanings)
    if places or set(name.split(" ")) & (SPOTS | NOTHING_SHOWN):
        return None
    if groups["any"] and any(meaning is not None and meaning.category not in ("kind", "noun") for meaning in meanings):
        return None  # "this is a good one", "that's a left turn"
    return Teach(name=f"{owner} {name}" if owner else name, words=text)


def _forgotten(found: re.Match[str], words: Lexicon, text: str) -> Step:
    return Forget(name=found["own"] or found["told"], words=text)


def _renamed(found: re.Match[str], words: Lexicon, text: str) -> Step:
    return Rename(old=found["old"], new=found["new"], words=text)
