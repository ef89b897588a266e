"""The eyes: one plain convolutional network with three heads.

Only 3x3 and 1x1 convolutions with ReLU: they quantise without loss, and train fast on a CPU. The first head says for each
cell of three grids (strides 8, 16, 32) whether a thing is there, its box, its distance and a vector that tells what it is;
the second says for each column of the picture how far the floor is free, the third which doorway it looks through.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.layout import (
    ANGLE,
    COLOURS,
    COLUMNS,
    CROSSED,
    DOORWAY,
    GLANCE,
    LEFT,
    RIGHT,
    SILL,
    SURFACE_ROWS,
    SURFACES,
)

Widths = tuple[int, int, int, int, int]


def convolution(inputs: int, outputs: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    layer = nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False)
    return nn.Sequential(layer, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class Residual(nn.Module):
    """Two 3x3 convolutions around which the input is carried."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = convolution(width, width)
        self.second = nn.Sequential(nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)))


class Narrow(nn.Module):
    """Two 3x3 convolutions through half as many channels; it begins as nothing, so trained eyes can be given one."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = convolution(width, width // 2)
        norm = nn.BatchNorm2d(width)
        nn.init.zeros_(norm.weight)
        self.second = nn.Sequential(nn.Conv2d(width // 2, width, 3, 1, 1, bias=False), norm)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)))


class Backbone(nn.Module):
    """Picture (B, 3, H, W) to features at strides 4, 8, 16 and 32."""

    def __init__(self, widths: Widths) -> None:
        super().__init__()
        w2, w4, w8, w16, w32 = widths
        self.to4 = nn.Sequential(convolution(3, w2, stride=2), convolution(w2, w4, stride=2), Residual(w4))
        self.to8 = nn.Sequential(convolution(w4, w8, stride=2), Residual(w8))
        self.to16 = nn.Sequential(convolution(w8, w16, stride=2), Residual(w16), Residual(w16), Narrow(w16))
        self.to32 = nn.Sequential(convolution(w16, w32, stride=2), Residual(w32))

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        x4 = self.to4(picture)
        x8 = self.to8(x4)
        x16 = self.to16(x8)
        return x4, x8, x16, self.to32(x16)


class Pyramid(nn.Module):
    """Carries what is seen at coarse strides down to the fine ones; all levels come out `width` channels wide."""

    def __init__(self, widths: Widths, width: int) -> None:
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(inputs, width, 1) for inputs in widths[2:])
        self.smooth = nn.ModuleList(convolution(width, width) for _ in range(2))

    def forward(self, x8: Tensor, x16: Tensor, x32: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        p32 = F.relu(self.lateral[2](x32))
        p16 = self.smooth[1](self.lateral[1](x16) + _doubled(p32, x16))
        p8 = self.smooth[0](self.lateral[0](x8) + _doubled(p16, x8))
        return p8, p16, p32


class FreeHead(nn.Module):
    """Features at stride 8, the lowest `rows`, to (B, 2, COLUMNS): the log row and its log spread, two sub-columns a cell."""

    def __init__(self, width: int, rows: int) -> None:
        super().__init__()
        self._rows = rows
        self.squeeze = convolution(width, 24, 1)
        self.column = nn.Sequential(nn.Conv2d(24, 80, (rows, 3), padding=(0, 1)), nn.ReLU(inplace=True))
        self.out = nn.Conv2d(80, 4, 1)

    def forward(self, p8: Tensor) -> Tensor:
        out: Tensor = self.out(self.column(self.squeeze(p8[:, :, -self._rows :])))
        return out.reshape(-1, 2, 2, COLUMNS // 2).transpose(2, 3).reshape(-1, 2, COLUMNS)


class SurfaceHead(nn.Module):
    """Features at stride 16 to (B, SURFACES, SURFACE_ROWS, SURFACE_COLUMNS), for the lower part of the picture."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.squeeze = convolution(width, 24)
        self.out = nn.Conv2d(24, len(SURFACES), 1)

    def forward(self, p16: Tensor) -> Tensor:
        out: Tensor = self.out(self.squeeze(p16[:, :, -SURFACE_ROWS:]))
        return out


class DoorwayHead(nn.Module):
    """Features at strides 4 and 8 to (B, DOORWAY, COLUMNS), two sub-columns per cell.

    A whole column of cells is looked at first, for the threshold and what is beyond, then the columns beside it, for the posts.
    """

    def __init__(self, fine: int, width: int, rows: int) -> None:
        super().__init__()
        self.fine = convolution(fine, 24, stride=2)
        self.squeeze = convolution(width, 32)
        self.column = nn.Sequential(nn.Conv2d(56, 80, (rows, 1)), nn.ReLU(inplace=True))
        self.beside = nn.Sequential(_beside(80, 64), _beside(64, 64))
        self.out = nn.Conv2d(64, 2 * DOORWAY, 1)

    def forward(self, x4: Tensor, p8: Tensor) -> Tensor:
        x = self.column(torch.cat([self.fine(x4), self.squeeze(p8)], dim=1))
        out: Tensor = self.out(self.beside(x))
        return out.reshape(-1, 2, DOORWAY, COLUMNS // 2).permute(0, 2, 3, 1).reshape(-1, DOORWAY, COLUMNS)


def _beside(inputs: int, outputs: int) -> nn.Sequential:
    """Mixes each column with the three on either side."""
    return nn.Sequential(nn.Conv2d(inputs, outputs, (1, 7), padding=(0, 3)), nn.ReLU(inplace=True))


class Eyes(nn.Module):
    """(B, 3, 240, 320) RGB in 0…1 to cells, free, doorways and surfaces; models/layout.py tells what they mean."""

    def __init__(self, widths: Widths = (16, 32, 64, 96, 128), width: int = 64) -> None:
        super().__init__()
        self.backbone = Backbone(widths)
        self.pyramid = Pyramid(widths, width)
        self.tower = convolution(width, width)
        self.looks = convolution(width, width)
        self.thing = nn.Conv2d(width, 1, 1)
        self.shape = nn.Conv2d(width, 6, 1)
        self.vector = nn.Conv2d(width, GLANCE + len(COLOURS), 1)
        self.free = FreeHead(width, rows=24)
        self.doorways = DoorwayHead(widths[1], width, rows=30)
        self.surfaces = SurfaceHead(width)
        self._start()

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        x4, *levels = self.features(picture)
        cells = torch.cat([self._cells(level) for level in levels], dim=1)
        return cells, self.free(levels[0]), self.doorways(x4, levels[0]), self.surfaces(levels[1])

    def features(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What the heads look at: the backbone's features at stride 4, and the pyramid's at 8, 16 and 32."""
        x4, *deeper = self.backbone(picture)
        return (x4, *self.pyramid(*deeper))

    def _cells(self, level: Tensor) -> Tensor:
        x = self.tower(level)
        return torch.cat([self.thing(x), self.shape(x), self.vector(self.looks(level))], dim=1).flatten(2).transpose(1, 2)

    def _start(self) -> None:
        """Begin with "nothing anywhere", boxes four cells wide, everything about a metre away, doorways met square on."""
        for layer in (self.thing, self.shape, self.free.out):
            nn.init.normal_(layer.weight, std=0.01)
        nn.init.constant_(_bias(self.thing), -4.0)
        _bias(self.shape).data = torch.tensor([2.0, 2.0, 2.0, 2.0, 5.0, 0.0])
        _bias(self.free.out).data = torch.tensor([3.3, 3.3, 0.0, 0.0])
        nn.init.normal_(self.doorways.out.weight, std=0.01)
        start = torch.zeros(2, DOORWAY)
        start[:, [CROSSED, SILL, ANGLE, LEFT, RIGHT]] = torch.tensor([-1.0, 3.0, 1.57, 4.0, 4.0])
        _bias(self.doorways.out).data = start.flatten()


class Prototypes(nn.Module):
    """What each kind looks like: one unit vector per kind. A box's kind is the nearest one."""

    def __init__(self, kinds: int, size: int = GLANCE) -> None:
        super().__init__()
        self.vectors = nn.Parameter(torch.randn(kinds, size))
        self.log_scale = nn.Parameter(torch.tensor(2.3))

    def forward(self, vectors: Tensor) -> Tensor:
        """(N, size) to logits (N, kinds): cosines times the scale."""
        return self.scale * F.normalize(vectors, dim=1) @ F.normalize(self.vectors, dim=1).T

    @property
    def scale(self) -> Tensor:
        return self.log_scale.clamp(max=3.0).exp()


def _bias(layer: nn.Conv2d) -> nn.Parameter:
    assert layer.bias is not None
    return layer.bias


def _doubled(x: Tensor, like: Tensor) -> Tensor:
    """Every value twice in both directions, cut to the size of `like` (15 rows are 8 cells of stride 32)."""
    rows, columns = like.shape[2:]
    return F.interpolate(x, scale_factor=2.0, mode="nearest")[:, :, :rows, :columns]


def cell_centres() -> tuple[Tensor, Tensor]:
    """Centres (N, 2) in pixels and strides (N,) of all cells, in the order of the network's output."""
    from models.layout import cells

    centres, strides = cells()
    return torch.from_numpy(centres), torch.from_numpy(strides)

