"""What an evaluation found: counted rows with 95 % intervals, and every miss."""

from __future__ import annotations

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

Z = 1.959963984540054  # 95 % of a normal distribution lie within so many standard deviations


class Row(msgspec.Struct, frozen=True):
    """So many right of so many, with Wilson's 95 % interval, in percent."""

    name: str
    n: int
    correct: int
    percent: float
    low: float
    high: float


class Figure(msgspec.Struct, frozen=True):
    """A number that counts nothing right or wrong."""

    name: str
    value: float
    unit: str


class Miss(msgspec.Struct, frozen=True):
    """One thing that was not right: its id, what was said, what was wanted and what came out."""

    id: str
    text: str
    wanted: str
    got: str


class Evaluation(msgspec.Struct, frozen=True):
    title: str
    rows: tuple[Row, ...]
    misses: tuple[Miss, ...] = ()
    figures: tuple[Figure, ...] = ()

    @property
    def lines(self) -> tuple[Row | Figure, ...]:
        """All of the table."""
        return (*self.rows, *self.figures)


def row(name: str, correct: int, n: int) -> Row:
    """Percentages rounded to a hundredth; an empty row is 0 of 0."""
    if n == 0:
        return Row(name, 0, 0, 0.0, 0.0, 100.0)
    share, spread = correct / n, Z * Z / n
    centre = (share + spread / 2) / (1 + spread)
    half = Z / (1 + spread) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return Row(name, n, correct, *(round(100 * x, 2) for x in (share, max(0.0, centre - half), min(1.0, centre + half))))


def table(evaluation: Evaluation) -> str:
    """One line a row: name, percent, interval, counts."""
    width = max([len(line.name) for line in evaluation.lines], default=0)
    return "\n".join([evaluation.title, *(f"  {line.name:<{width}}  {_told(line)}" for line in evaluation.lines)])


def _told(line: Row | Figure) -> str:
    if isinstance(line, Figure):
        return f"{line.value:6.3g} {line.unit}"
    return f"{line.percent:6.2f} %  [{line.low:6.2f}, {line.high:6.2f}]  {line.correct} of {line.n}"


def write_json(evaluation: Evaluation, path: Path) -> None:
    path.write_bytes(msgspec.json.format(msgspec.json.encode({"title": evaluation.title, "rows": evaluation.lines})) + b"\n")


def write_errors(evaluation: Evaluation, path: Path) -> None:
    """Every miss, one JSON object a line."""
    path.write_bytes(b"".join(msgspec.json.encode(miss) + b"\n" for miss in evaluation.misses))


def read_lines(path: Path, type: Any) -> list[Any]:
    """A JSON-lines file as structs; raises ValueError naming the file and the line that is wrong."""
    decoder = msgspec.json.Decoder(type)
    return [_decoded(decoder, line, path, number) for number, line in _lines(path)]


def _lines(path: Path) -> Iterable[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(path.read_bytes().splitlines(), start=1) if line.strip())


def _decoded(decoder: msgspec.json.Decoder[Any], line: bytes, path: Path, number: int) -> Any:
    try:
        return decoder.decode(line)
    except msgspec.MsgspecError as error:
        raise ValueError(f"{path}:{number}: {error}") from error
