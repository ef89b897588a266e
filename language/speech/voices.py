"""Voices of synthesisers that nothing was trained on: whoever speaks to the simulated car, and to a model that is judged.

The recipe (models/train/speech) teaches with all others; a test keeps the two apart.
"""

from __future__ import annotations

HELD_OUT_ACCENTS = ("en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd")
"""espeak-ng's; any throat may have them."""
HELD_OUT_THROATS = ("m4", "m7", "f3", "f5", "klatt2", "klatt4")
"""espeak-ng's variants; with an accent that is known, too."""
KNOWN_ACCENT = "en-us"
HELD_OUT_FLITE = ("rms",)

HELD_OUT = (
    *HELD_OUT_ACCENTS,
    *(f"{accent}+{throat}" for accent in (*HELD_OUT_ACCENTS, KNOWN_ACCENT) for throat in HELD_OUT_THROATS),
)
"""All of espeak-ng's: 3 accents with 7 throats each, and 6 throats with one more."""
