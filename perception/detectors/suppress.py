"""Non-maximum suppression: of boxes of one class that overlap, the best one stays."""

from __future__ import annotations

import numpy as np

from perception.decode import overlaps
from perception.detectors.seen import Candidates

MOST_LOOKED_AT, MOST_KEPT = 600, 100


def suppress(candidates: Candidates, most_overlap: float) -> Candidates:
    """Those that overlap no better one of their class by more than `most_overlap`, best first; 100 at most."""
    order = np.argsort(-candidates.score, kind="stable")[:MOST_LOOKED_AT]
    box, score, kind = candidates.box[order], candidates.score[order], candidates.kind[order]
    rivals = (overlaps(box, box) > most_overlap) & (kind[:, None] == kind[None])
    kept: list[int] = []
    out = np.zeros(len(order), dtype=bool)
    for row in range(len(order)):
        if not out[row]:
            kept.append(row)
            out |= rivals[row]
    kept = kept[:MOST_KEPT]
    return Candidates(box[kept], score[kept], kind[kept])
