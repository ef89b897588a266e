"""What a person says of "you", as the car says it of itself."""

from __future__ import annotations

import re

OWN = {
    "on your left": "on my left", "on your right": "on my right", "in front of you": "in front of me",
    "behind you": "behind me", "you see": "I see", "you are": "I am", "you can't": "I can't",
}  # fmt: skip
YOURS = re.compile("|".join(rf"\b{phrase}\b" for phrase in OWN))


def mine(words: str) -> str:
    """ "You are at the chair on your left" → "I am at the chair on my left"; what stands in quotes is left alone."""
    parts = words.split('"')
    parts[::2] = [YOURS.sub(lambda found: OWN[found.group()], part) for part in parts[::2]]
    return '"'.join(parts)
