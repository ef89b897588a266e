"""Pictures with what a detector saw drawn on them, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from perception import photograph
from perception.detectors.seen import Detector, Image, Seen
from perception.photograph import PictureError
from robot.ink import INK, Canvas
from robot.scenery import Colour

LEAST_SCORE = 0.3
MOST_DRAWN_PX = 1280
PALETTE: tuple[Colour, ...] = ((255, 196, 61), (92, 200, 255), (126, 217, 87), (255, 145, 110), (214, 160, 255))


def look(
    paths: list[Path], detector: Detector, least_score: float, out: Path | None
) -> Iterator[tuple[Path, list[Seen] | PictureError]]:
    """What each picture shows, or why it can't be read; annotated copies go to `out` as NAME.png."""
    for path in paths:
        try:
            image = photograph.read(path)
        except PictureError as error:
            yield path, error
            continue
        seen = detector(image, least_score)
        if out is not None:
            save(annotated(image, seen), out / f"{path.stem}.png")
        yield path, seen


def annotated(image: Image, seen: list[Seen]) -> Image:
    """(H, W, 3) RGB, shrunk to 1280 pixels where it is larger, with boxes, words and scores."""
    scale = min(1.0, MOST_DRAWN_PX / max(image.shape[:2]))
    width, height = (max(1, round(side * scale)) for side in image.shape[1::-1])
    canvas = Canvas(width, height)
    canvas.paste(image, 0, 0, width, height)
    words = sorted({thing.word for thing in seen})
    for thing in reversed(seen):  # the best on top
        _draw(canvas, thing, scale, PALETTE[words.index(thing.word) % len(PALETTE)])
    return canvas.image()


def save(image: Image, path: Path) -> None:
    """Write a PNG; PictureError where that can't be."""
    import cv2

    _, data = cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.tobytes())
    except OSError as error:
        raise PictureError(f"{path} could not be written: {error.strerror or error}") from error


def told(seen: list[Seen]) -> str:
    """A line for each thing."""
    if not seen:
        return "  nothing"
    return "\n".join(f"  {thing.word} {thing.score:.2f} at {', '.join(f'{edge:.0f}' for edge in thing.box)}" for thing in seen)


def _draw(canvas: Canvas, thing: Seen, scale: float, colour: Colour) -> None:
    left, top, right, bottom = (edge * scale for edge in thing.box)
    canvas.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], edge=colour, line=2)
    label = f"{thing.word} {thing.score:.2f}"
    width = canvas.text_width(label, 13) + 8
    x, y = max(0.0, min(left, canvas.width - width)), max(top, 17.0)
    canvas.rounded((x, y - 17, x + width, y), 3, colour)
    canvas.text((x + 4, y - 4), label, 13, INK)
