"""The printed sheet for finding out how the camera is mounted: a chequered board on A4 paper that lies on the floor.

Cells are longer than wide: seen from 12 cm above the floor, length shrinks four times as much as width.
The sheet's frame: x along the sheet away from the car, y to the left, origin in the middle of the edge that is nearest to the
car, metres. The cell nearest to the car on the left is black.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A board of `across` x `along` cells in the middle of a paper."""

    paper_m: tuple[float, float] = (0.297, 0.210)
    """Along x and along y."""
    along: int = 5
    across: int = 5
    cell_m: tuple[float, float] = (0.050, 0.035)

    @property
    def pattern(self) -> tuple[int, int]:
        """How many inner corners there are across and along."""
        return self.across - 1, self.along - 1

    def corners(self) -> npt.NDArray[np.float64]:
        """(N, 2) the inner corners on the paper, nearest row first, each from left to right."""
        x0, y0 = self._origin()
        rows, columns = np.arange(1, self.along), np.arange(1, self.across)
        x, y = np.meshgrid(x0 + rows * self.cell_m[0], y0 - columns * self.cell_m[1], indexing="ij")
        return np.stack([x.ravel(), y.ravel()], axis=-1)

    def black(self) -> Iterator[tuple[float, float]]:
        """The middles (x, y) of the black cells."""
        x0, y0 = self._origin()
        for row in range(self.along):
            for column in range(row % 2, self.across, 2):
                yield x0 + (row + 0.5) * self.cell_m[0], y0 - (column + 0.5) * self.cell_m[1]

    def svg(self) -> str:
        """The page to print at 100 %, in millimetres, with its far edge at the top."""
        width, height = 1000 * self.paper_m[1], 1000 * self.paper_m[0]
        long, wide = 1000 * self.cell_m[0], 1000 * self.cell_m[1]
        size = f'width="{wide:g}" height="{long:g}"'
        cells = "\n".join(
            f'<rect x="{width / 2 - 1000 * y - wide / 2:g}" y="{height - 1000 * x - long / 2:g}" {size}/>'
            for x, y in self.black()
        )
        text = (f"Heed: print at 100 %. A cell is {wide:g} x {long:g} mm: check with a ruler. "
                "This edge towards the car, flat on the floor.")
        return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm" '
                f'viewBox="0 0 {width:g} {height:g}">\n<rect width="{width:g}" height="{height:g}" fill="white"/>\n{cells}\n'
                f'<text x="{width / 2:g}" y="{height - 6:g}" font-size="3.6" text-anchor="middle">{text}</text>\n</svg>\n')

    def _origin(self) -> tuple[float, float]:
        """The board's corner that is nearest to the car, on the left."""
        return (self.paper_m[0] - self.along * self.cell_m[0]) / 2, self.across * self.cell_m[1] / 2


def write(path: Path, sheet: Sheet | None = None) -> None:
    """Write the sheet as an SVG file, which any browser prints."""
    path.write_text((sheet or Sheet()).svg(), encoding="utf-8")
