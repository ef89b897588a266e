"""Reads clauses: cuts the words of a sentence where one verb's business ends and the next one's begins."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from language.routes.clause import STATIVE, Clause, Part
from language.routes.mentions import BEGIN, read_mention, sided
from language.routes.words import Word
from robot.landmark import Landmark

END = Landmark(kind="hall", part="end")
POSITION = Landmark(kind="position")
ROLES = ("along", "onto", "to", "toward", "away", "past", "passing", "at", "before")
LISTED = ("past", "passing", "with", "face", "back")  # roles that "and" goes on with
WHEN = ("when", "whe", "where", "once", "as soon as")
LIGHT = ("go", "turn", "take")
COUNTED = ("unit", "hall", "place", "turning")


def read_clauses(words: list[Word]) -> list[Clause]:
    """Cut the words of a sentence into clauses, in order."""
    reader = _Reader(words)
    while reader.at < len(words):
        reader.step()
    reader.close()
    return reader.clauses


class _Reader:
    def __init__(self, words: list[Word]) -> None:
        self.words = words
        self.at = 0
        self.clauses: list[Clause] = []
        self.clause = Clause()
        self.role = ""
        self.until = False  # inside "until …", where verbs only say what to wait for
        self.until_role = "until"
        self.joined = False  # after a comma, "and" or "then"
        self.then = False  # the last of these was "then"
        self.handlers: dict[str, Callable[[Word], None]] = {
            "verb": self._verb, "until": self._until, "reach": self._reach, "end": self._end, "cross": self._cross,
            "dir": self._dir, "side": self._side, "stopmark": self._stopmark, "join": self._join, "all": self._all,
            "here": self._here, "out": self._out, "only": self._only, "with": self._with, "it": self._it,
            "put": self._put,
            **dict.fromkeys(ROLES, self._role),
        }  # fmt: skip

    def close(self) -> None:
        if self.clause:
            self.clauses.append(self.clause)
        self.clause, self.role, self.until = Clause(), "", False

    def step(self) -> None:
        word = self.words[self.at]
        if self._count():
            return
        if word.category in BEGIN and self._mention():
            return
        handle = self.handlers.get(word.category)
        start = self.at
        self.at += 1
        if handle is not None:
            handle(word)
        self.clause.said += [word.words for word in self.words[start : self.at]]
        if word.category not in ("join", "stopmark", "det"):
            self.joined = False

    def _peek(self, ahead: int = 0) -> str:
        return self.words[self.at + ahead].category if self.at + ahead < len(self.words) else ""

    # ---- numbers and mentions ----

    def _count(self) -> bool:
        """ "Two segments", "twice", "a block"; or the number of a position, as in "6 is at the lamp"."""
        if self._peek() == "det" and self.words[self.at].words in ("a", "an", "another") and self._peek(1) == "unit":
            self.words[self.at] = Word("number", "1", self.words[self.at].words)
        if self._peek() != "number":
            return False
        value = int(self.words[self.at].value)
        length, counted = self._unit()
        if not counted and (self._peek(length) == "verb" or self.clause.verb in STATIVE or self._bare()):
            return bool(value) and self._numbered_position()
        if self.joined and (self.clause.blocks or (self.then and self.clause.part("to", "until"))):
            self.close()
        if self.clause.only and value == 1:
            self.clause.verb, self.clause.direction = "turn", "only"
            length += self._only_tail(length)
        elif value and (not self.until or self._peek(length) == "past"):
            self.clause.blocks = value
        self._say(length)
        return True

    def _unit(self) -> tuple[int, bool]:
        """How many words a count takes, and whether it counts something: "two", "two more blocks", "three or four blocks"."""
        length = 1
        while self._peek(length) in ("dir", "size", "det", "name") and self._peek(length + 1) in COUNTED:
            length += 1
        if self._peek(length) == "join" and self._peek(length + 1) == "number":
            length += 2
        counted = self._peek(length) in COUNTED
        return length + counted, counted

    def _only_tail(self, at: int) -> int:
        """How many words end "only one | direction to go"."""
        name = self._peek(at) == "name"
        purpose = self._peek(at + name) == "to" and self._peek(at + name + 1) == "verb"
        return name + 2 * purpose

    def _say(self, length: int) -> None:
        """Take so many words into the clause."""
        self.clause.said += [word.words for word in self.words[self.at : self.at + length]]
        self.at += length
        self.joined = False

    def _bare(self) -> bool:
        """Whether a number that counts nothing can't be how far to go: "that is 4"."""
        clause = self.clause
        return (
            not (self.until or clause.only)
            and clause.verb == ""
            and (bool(self.role) or not (clause.forward or clause.direction or clause.parts))
        )

    def _numbered_position(self) -> bool:
        if self.joined and self.clause and self.clause.verb not in STATIVE:
            self.close()
        self.clause.parts.append(Part(self.role, POSITION))
        self.at, self.role, self.joined = self.at + 1, "", False
        return True

    def _mention(self) -> bool:
        if self._peek() in ("ordinal", "next", "det") and self._ordinal_direction():
            return True
        mention = read_mention(self.words, self.at)
        if mention is None:
            return False
        if self.joined and not self.until and not self.role and self.clause.verb not in ("arrange", "back", *STATIVE):
            after = self.words[mention.end].category if mention.end < len(self.words) else ""
            listed = bool(self.clause.parts) and self.clause.parts[-1].role in LISTED and not self.clause.direction
            if after in ("verb", "end") or (not listed and (self.clause.parts or self.clause.direction)):
                self.close()
        role = self.until_role if self.until else self.role
        if self.clause.parts and self.joined and not role and self.clause.verb not in STATIVE:
            role = self.clause.parts[-1].role
        self.clause.parts.append(Part(role, mention.landmark))
        self.clause.said += [word.words for word in self.words[self.at : mention.end]]
        self.at, self.role, self.joined = mention.end, "", False
        return True

    def _ordinal_direction(self) -> bool:
        """ "the second left", "your next right"."""
        at = self.at
        ordinal = 0
        while at < len(self.words) and self.words[at].category in ("det", "ordinal", "next"):
            word = self.words[at]
            if word.category != "det":
                ordinal = int(word.value) if word.category == "ordinal" else 1
            at += 1
        if not ordinal or at >= len(self.words) or self.words[at].category != "dir":
            return False
        if self.words[at].value not in ("left", "right") or self._noun_after(at + 1):
            return False
        if self.clause.direction:
            self.close()
        self.clause.ordinal = ordinal
        self.clause.said += [word.words for word in self.words[self.at : at]]
        self.at = at
        return True

    def _noun_after(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].category in ("hall", "endpoint")

    # ---- one method per category ----

    def _verb(self, word: Word) -> None:
        clause = self.clause
        stative = word.value in STATIVE
        if self._swallowed(word):
            return
        bare = not (clause.parts or clause.direction or clause.blocks)
        subject = stative and not clause.verb and clause and not clause.direction  # "the hall on the left | is …"
        clause.lead = bool(subject and clause.blocks)
        light = bare and not self.joined and clause.verb in LIGHT and word.value in (*LIGHT, "face", "follow")
        prefix = not clause.verb and clause and not (self.joined or stative or self.until) and bare
        noun = word.value == "turn" and clause.verb in ("", "take") and clause.said[-1:] == [clause.direction]  # "a left turn"
        if not (subject or light or prefix or noun):
            self.close()
        self.clause.verb = word.value

    def _swallowed(self, word: Word) -> bool:
        """Whether the verb only goes on with what the clause is about; it may say in which role the next landmark is."""
        verb, value = self.clause.verb, word.value
        stative = value in STATIVE
        if self.until:
            moving = value in LIGHT and (self.clause.only or not self.joined)
            return stative or moving or value in ("face", "back")
        if verb == "arrange" and value in ("be", "see", "face", "back"):
            self.role = value if value in ("face", "back") else self.role
            return True
        if verb == "be" and value in ("face", "see") and not self.clause.position:
            self.role = "ahead"
            return True
        if verb == "go" and value == "pass":
            self.role = "past"
            return True
        return stative and (verb == "back" or self.clause.position or (verb == "see" and value == "be"))

    def _until(self, word: Word) -> None:
        if self.clause and self.clause.verb in (*STATIVE, "stop") and self.clause.parts and word.words != "where":
            self.close()
        when = word.words in WHEN
        if self.until and when:
            return
        if when and self.joined:
            self.close()
        self.until = True
        self.until_role = "when" if when and (self.clause.direction or self.clause.verb in ("turn", "take")) else "until"

    def _reach(self, word: Word) -> None:
        if self.until:
            return
        if word.words.startswith("are ") or word.words == "'re at":
            if self.clause:
                self.close()
            self.clause.verb = "be"
            self.role = "at"
            return
        if self.clause.verb not in ("go", "follow", "take", ""):
            self.close()
        self.clause.verb = self.clause.verb or "go"
        self.role = "to"

    def _end(self, word: Word) -> None:
        """ "… the hall ends"."""
        parts = self.clause.parts
        if self.until and parts and parts[-1].role == self.until_role:
            parts[-1] = Part(self.until_role, msgspec.structs.replace(parts[-1].landmark, part="end"))
        else:
            parts.append(Part(self.until_role if self.until else "until", END))

    def _cross(self, word: Word) -> None:
        self.until = self.until or bool(self.clause.verb in ("go", "follow", "take"))

    def _dir(self, word: Word) -> None:
        clause = self.clause
        if self.until and clause.only:
            return
        if word.value in ("forward", "back"):
            if word.value == "forward" and clause.verb in ("turn", "face") and clause.direction:
                self.close()
            self.clause.forward |= word.value == "forward"
            self.clause.back |= word.value == "back"
            return
        if self.until and not self.joined and not clause.direction and self._peek() in ("stopmark", "", "join"):
            turns = word.value != "around" and not clause.part(self.until_role)
            if turns:  # "until you can turn left"
                clause.parts.append(Part(self.until_role, Landmark(kind="turning", side=word.value)))  # type: ignore[arg-type]
            if turns or self._peek() != "join":
                return
        moved = bool(clause.blocks or clause.part("until", "to", "past", "along"))
        turned = clause.direction not in ("", "around") or (moved and (self.joined or clause.verb in ("go", "follow")))
        place = not (clause.verb or clause.direction or clause.blocks or clause.part("past", "along"))  # "at the lamp | left"
        if (clause.verb in (*STATIVE, "back", "arrange") and clause.parts) or (turned and not place):
            self.close()
        self.until = False
        self.clause.direction = word.value

    def _side(self, word: Word) -> None:
        clause = self.clause
        if not clause:
            clause.side = word.value
            return
        if clause.verb not in STATIVE and not clause.parts and word.value in ("left", "right") and not clause.direction:
            clause.direction = word.value
            return
        loose = [index for index, part in enumerate(clause.parts) if not part.landmark.side]
        if loose:
            index = loose[-1]
            part = clause.parts[index]
            clause.parts[index] = Part(part.role, sided(part.landmark, word.value))  # type: ignore[arg-type]

    def _stopmark(self, word: Word) -> None:
        self.then = False
        if word.words == ".":
            self.close()
        if self.until or self.clause.verb in STATIVE:
            self.until = False
        self.joined = True

    def _join(self, word: Word) -> None:
        self.then = word.value == "then"
        if not self.until or self._peek() in ("verb", "dir") or (self._peek() == "det" and self._peek(1) == "dir"):
            self.joined = True
            self.until = self.until and self.clause.only
        elif word.value == "then":
            self.joined, self.until = True, False

    def _all(self, word: Word) -> None:
        self.clause.all = True
        self.role = "along"

    def _here(self, word: Word) -> None:
        self.clause.here |= self.clause.verb in STATIVE

    def _it(self, word: Word) -> None:
        """ "Face the lamp and walk to it"."""
        last = next((part.landmark for clause in reversed(self.clauses) for part in reversed(clause.parts)), None)
        if last is not None and self.role in ("to", "toward", "past"):
            self.clause.parts.append(Part(self.role, last))
        if not self.until:
            self.role = ""

    def _put(self, word: Word) -> None:
        self.clause.put = True

    def _out(self, word: Word) -> None:
        self.clause.out |= bool(self.clause)

    def _only(self, word: Word) -> None:
        self.clause.only = True

    def _with(self, word: Word) -> None:
        self.role = "with"
        if self._peek() == "verb":
            self.joined = False

    def _role(self, word: Word) -> None:
        past = word.category == "past" and not self.clause.part(self.until_role)
        if self.clause.verb == "back" or (self.until and not past):
            return
        self.until = False
        if (
            self.clause.verb in STATIVE
            and word.category in ("past",)
            and self.clause.parts
            and not self.clause.blocks
            and not self.clause.position
        ):
            return
        self.role = word.category
