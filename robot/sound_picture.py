"""What was said, drawn: the sound as the microphone took it up, each word under the sound in which it was heard."""

from __future__ import annotations

import numpy as np

from robot.ink import FAINT, INK, PAPER, Canvas, blend
from robot.scenery import Colour, SpokenWord, Utterance
from robot.speech import SAMPLE_RATE_HZ
from robot.view import Area

SOUND: Colour = (52, 84, 160)
LEAST_LOUD = 300.0
"""What fills the height at least, in 16-bit units: silence is not to look like speech."""
WORD_PX = 34.0


def draw(canvas: Canvas, area: Area, utterance: Utterance) -> None:
    """Draw the sound into the upper part of the area, its words below; a word is the paler the less sure it is."""
    middle = (area.top + area.bottom - WORD_PX) / 2
    half = (area.bottom - WORD_PX - area.top) / 2
    for index, share in enumerate(envelope(utterance, int(area.right - area.left))):
        x = area.left + index + 0.5
        canvas.line([(x, middle - share * half), (x, middle + share * half)], SOUND, 1)
    length_s = utterance.samples.size / SAMPLE_RATE_HZ
    px_per_s = (area.right - area.left) / length_s
    for word in utterance.words:
        _draw_word(canvas, area, word, utterance.start_s, px_per_s)


def envelope(utterance: Utterance, columns: int) -> list[float]:
    """How loud each of so many equal parts is, 0…1 of the loudest."""
    loud = np.abs(utterance.samples.astype(np.float64))
    parts = np.array_split(loud, columns) if loud.size else []
    peaks = np.array([part.max() if part.size else 0.0 for part in parts])
    return [float(peak) for peak in peaks / max(LEAST_LOUD, float(peaks.max(initial=0.0)))]


def _draw_word(canvas: Canvas, area: Area, word: SpokenWord, start_s: float, px_per_s: float) -> None:
    left = area.left + (word.start_s - start_s) * px_per_s
    right = area.left + (word.end_s - start_s) * px_per_s
    y = area.bottom - WORD_PX + 6
    canvas.line([(left + 2, y), (right - 2, y)], FAINT, 1.5)
    size = min(17.0, 17.0 * (right - left) / max(1.0, canvas.text_width(word.text, 17)))
    size = max(11.0, size)
    x = (left + right - canvas.text_width(word.text, size)) / 2
    canvas.text((x, y + 21), word.text, size, blend(PAPER, INK, 0.35 + 0.65 * min(1.0, word.confidence)))
