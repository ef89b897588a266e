"""How well a detector finds what is in labelled photographs: average precision where boxes overlap by half (AP50)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from models.average_precision import match, resampled
from models.benchmark import cpu_s
from perception.decode import overlaps
from perception.detectors.seen import Detector, Floats, Image, Seen
from perception.labels import Truth
from robot.clock import SystemClock

LEAST_SCORE = 0.01
STEP_SCORE = 0.3
RESAMPLINGS, SEED = 1000, 0


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """AP50: the mean over the words that are in the pictures and that the detector knows."""

    model: str
    pictures: int
    boxes: int
    """True boxes of the words it knows."""
    unknown: int
    """True boxes of other words: nobody asks it for those."""
    words: int
    ap50: float
    low: float
    """The 90 % interval, by drawing the pictures anew 1000 times (Efron's bootstrap)."""
    high: float
    recall_any_word: float
    """The share of all true boxes, known words or not, that some box overlaps by half, with a score of at least 0.05."""
    recall_known: float
    """The same of the true boxes of words that it knows: does it find them, even if it calls them something else."""
    step_ms: float
    """Median time of a picture, from pixels to boxes: pre-processing, network, decoding of scores above 0.3."""
    step_cpu_ms: float
    """Processor time of that, mean."""
    by_word: dict[str, float]


class _Scored(NamedTuple):
    """What a detector found in one picture, against the truth."""

    found: list[Seen]
    hits: npt.NDArray[np.bool_]
    words: tuple[str, ...]
    covered: npt.NDArray[np.bool_]


class Watch:
    """Times a detector as it looks, as one looks who wants to know what is there: for weak boxes suppression takes longer."""

    def __init__(self, detector: Detector) -> None:
        self._detector, self._clock = detector, SystemClock()
        self.times_ns: list[int] = []
        self.spent_s = 0.0

    def __call__(self, image: Image) -> None:
        begun_ns, begun_s = self._clock.now_ns(), cpu_s()
        self._detector(image, STEP_SCORE)
        self.times_ns.append(self._clock.now_ns() - begun_ns)
        self.spent_s += cpu_s() - begun_s


def evaluate(model: str, detector: Detector, pictures: Iterable[tuple[Image, Truth]]) -> Result:
    """Look at every picture and count. ValueError where there is nothing to find."""
    watch = Watch(detector)
    scored = []
    for image, truth in pictures:
        scored.append(_score(detector(image, LEAST_SCORE), image, truth))
        watch(image)
    true_words = [word for picture in scored for word in picture.words]
    asked = sorted(set(true_words) & set(detector.words))
    if not asked:
        raise ValueError(f"the labels name nothing that {model} knows: nothing to measure")
    rng = np.random.default_rng(SEED)
    drawn = rng.multinomial(len(scored), np.full(len(scored), 1 / len(scored)), RESAMPLINGS)
    weights = np.concatenate([np.ones((1, len(scored))), drawn]).astype(np.float32)
    of_word = np.stack([_precisions(word, scored, weights) for word in asked])
    present = np.isfinite(of_word)
    means = np.where(present, of_word, 0.0).sum(0) / np.maximum(present.sum(0), 1)
    low, high = (float(value) for value in np.percentile(means[1:], (5, 95)))
    known = sum(word in set(asked) for word in true_words)
    return Result(
        model=model, pictures=len(scored), boxes=known, unknown=len(true_words) - known, words=len(asked), ap50=float(means[0]),
        low=low, high=high, recall_any_word=_covered(scored, set(true_words)), recall_known=_covered(scored, set(asked)),
        step_ms=float(np.median(watch.times_ns)) / 1e6, step_cpu_ms=1e3 * watch.spent_s / len(scored),
        by_word={word: round(float(value), 4) for word, value in zip(asked, of_word[:, 0], strict=True)},
    )


def told(result: Result) -> str:
    ap50, low, high = (100 * share for share in (result.ap50, result.low, result.high))
    return (f"{result.model}: AP50 {ap50:.1f} % (90 % interval {low:.1f} to {high:.1f}) over {result.words} words, "
            f"{result.boxes} boxes in {result.pictures} pictures; {result.unknown} boxes of words that it does not know "
            f"were not asked for; {100 * result.recall_any_word:.1f} % of all boxes found, whatever it called them "
            f"({100 * result.recall_known:.1f} % of those of words that it knows); "
            f"a picture, from pixels to boxes, takes {result.step_ms:.1f} ms (CPU {result.step_cpu_ms:.1f} ms)")


def _score(found: list[Seen], image: Image, truth: Truth) -> _Scored:
    height, width = image.shape[:2]
    numbers = {word: index for index, word in enumerate(sorted({*truth.words, *(seen.word for seen in found)}))}
    true_kinds = np.array([numbers[word] for word in truth.words], dtype=np.intp)
    kinds = np.array([numbers[seen.word] for seen in found], dtype=np.intp)
    boxes = np.array([seen.box for seen in found], dtype=np.float32).reshape(-1, 4)
    overlap = overlaps(boxes, truth.box * np.array([width, height] * 2, dtype=np.float32))
    sure = np.array([seen.score >= 0.05 for seen in found], dtype=bool)
    return _Scored(found, match(overlap, kinds, true_kinds).true >= 0, truth.words, (overlap[sure] >= 0.5).any(0))


def _covered(scored: list[_Scored], words: set[str]) -> float:
    """The share of the true boxes of these words that some box overlaps by half."""
    kept = [covered for picture in scored for word, covered in zip(picture.words, picture.covered.tolist(), strict=True)
            if word in words]
    return float(np.mean(kept))


def _precisions(word: str, scored: list[_Scored], weights: Floats) -> Floats:
    """The average precision of one word for each row of `weights` (B, pictures)."""
    rows = [(seen.score, hit, index) for index, picture in enumerate(scored)
            for seen, hit in zip(picture.found, picture.hits, strict=True) if seen.word == word]
    scores, hits, of = (np.array(column) for column in zip(*rows, strict=True)) if rows else (np.empty(0),) * 3
    totals = np.array([picture.words.count(word) for picture in scored], dtype=np.float32)
    return resampled(scores.astype(np.float32), hits.astype(bool), of.astype(np.intp), totals, weights)
