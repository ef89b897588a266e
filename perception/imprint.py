"""One prototype from a few views: weight imprinting (Qi, Brown & Lowe, CVPR 2018). What is unlike itself or like what is known
already is refused.

A view is the unit vector that the network gives a thing in a picture; the prototype is the views' mean, of unit length again.
"""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


class TeachingError(ValueError):
    """Something can't be learned or changed; the text is a sentence for the person, in the car's own words."""


class ImprintConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Cosines; docs/teaching.md says what they were chosen on."""

    least_agreement: float = 0.1  # of each view with the mean of the others
    most_likeness: float = 0.55  # of the prototype with one that the car knows


def imprint(views: Floats, names: tuple[str, ...], known: Floats, config: ImprintConfig = ImprintConfig()) -> Floats:
    """The prototype (D,) of `views` (N, D); `known` (K, D) are those of `names`, which it must not be mistaken for.

    TeachingError where the views show different things, or what looks like something known.
    """
    if not len(views):
        raise TeachingError("I have not seen it yet.")
    _agree(views, config.least_agreement)
    prototype = unit(views.mean(axis=0))
    if names:
        likeness = known @ prototype
        nearest = int(likeness.argmax())
        if likeness[nearest] > config.most_likeness:
            raise TeachingError(f"That looks like what I call {with_article(names[nearest])}.")
    return prototype


def agreement(views: Floats) -> Floats:
    """(N,) cosine of each of at least two views with the mean of the others."""
    others = views.sum(axis=0) - views
    return np.asarray((views * others).sum(axis=1) / np.maximum(np.linalg.norm(others, axis=1), 1e-6), dtype=np.float32)


def unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-6), dtype=np.float32)


def with_article(name: str) -> str:
    """ "a vase", "an umbrella", "grandma's urn"."""
    if name.split(" ")[0].endswith("'s"):
        return name
    return f"{'an' if name[:1] in 'aeiou' else 'a'} {name}"


def theirs(name: str) -> str:
    """A taught thing, as the car speaks of it to the person: "your mug", "grandma's urn"."""
    return name if name.split(" ")[0].endswith("'s") else f"your {name}"


def _agree(views: Floats, least: float) -> None:
    if len(views) < 2:
        return
    agreements = agreement(views)
    worst = int(agreements.argmin())
    if agreements[worst] < least:
        raise TeachingError(f"The views don't show the same thing: number {worst + 1} of {len(views)} is unlike the others.")
