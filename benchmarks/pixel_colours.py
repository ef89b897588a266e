"""How often the colour that pixels are named is the one that a rendered thing was painted: boxes of validation pictures.

    python benchmarks/pixel_colours.py data/eyes-examination/500000-500019
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np

from models.layout import COLOURS
from models.train.data import Pictures
from perception import pixel_colour

LEAST_SHARE = 0.01


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="a folder made by `python -m models.train examine`")
    parser.add_argument("--pictures", type=int, default=200)
    parser.add_argument("--background", type=float, default=pixel_colour.PixelColourConfig().background)
    arguments = parser.parse_args()
    config = pixel_colour.PixelColourConfig(background=arguments.background)
    pictures = Pictures(arguments.data)
    said: Counter[tuple[str, str]] = Counter()
    for index in np.linspace(0, len(pictures) - 1, min(arguments.pictures, len(pictures))).astype(int).tolist():
        example = pictures[index]
        brighter = pixel_colour.gain(example.picture, config)
        for box, kind, colour in zip(example.boxes.box, example.boxes.kind, example.boxes.colour, strict=True):
            if kind >= 0 and np.prod(box[2:] - box[:2]) >= LEAST_SHARE * example.picture[..., 0].size:
                left, top, right, bottom = box.tolist()
                called = pixel_colour.name(example.picture, (left, top, right, bottom), config, brighter)
                said[COLOURS[int(colour)], called] += 1
    print(table(said))


def table(said: Counter[tuple[str, str]]) -> str:
    """How often each true colour got its name, and what it was called otherwise."""
    rows = ["| painted | boxes | named so, % | without a name, % | most often taken for |", "|---|---|---|---|---|"]
    for true in (*COLOURS, "all"):
        of = Counter({pair: count for pair, count in said.items() if true in ("all", pair[0])})
        total = of.total() or 1
        right = sum(count for (is_, called), count in of.items() if is_ == called)
        none = sum(count for (_, called), count in of.items() if not called)
        wrong = Counter({f"{is_} as {called}": count for (is_, called), count in of.items() if called not in ("", is_)})
        first = ", ".join(f"{pair} ({count})" for pair, count in wrong.most_common(2))
        rows.append(f"| {true} | {of.total()} | {100 * right / total:.0f} | {100 * none / total:.0f} | {first} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
