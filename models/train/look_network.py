"""The second look: a small network that sees one thing at a time and tells its kind, its colour, and whether it is one."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.layout import COLOURS, LOOK, PLACE
from models.train.network import Narrow, Prototypes, Residual, convolution

_DEEP, _JOINED, _SHADES = 96, 96, 48


class Look(nn.Module):
    """Crops (B, 3, 64, 64) in 0…1 and places (B, PLACE) to vectors (B, LOOK), log-odds of colours (B, COLOURS), and the log of
    how many times likelier such a crop is of a thing than of a mistake (B, 1)."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(convolution(3, 16, stride=2), convolution(16, 32, stride=2), Residual(32),
                                  convolution(32, 64, stride=2), Residual(64), convolution(64, _DEEP, stride=2), Narrow(_DEEP))
        self.join = nn.Linear(2 * _DEEP, _JOINED)
        self.place = nn.Sequential(nn.Linear(PLACE, 32), nn.ReLU(inplace=True), nn.Linear(32, _JOINED))
        self.vector = nn.Linear(_JOINED, LOOK)
        self.join_colour = nn.Linear(2 * _DEEP, _SHADES)
        self.place_colour = nn.Linear(PLACE, _SHADES)
        self.colour = nn.Linear(_SHADES, len(COLOURS))
        self.thing = nn.Linear(_JOINED, 1)

    def forward(self, crops: Tensor, places: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = self.body(crops)
        x = torch.cat([x.mean((2, 3)), x.amax((2, 3))], dim=1)
        joined = F.relu(self.join(x) + self.place(places))
        shades = F.relu(self.join_colour(x) + self.place_colour(places))
        return self.vector(joined), self.colour(shades), self.thing(joined)


class LookModel(nn.Module):
    """The second look together with the prototypes it is trained against."""

    def __init__(self, kinds: int) -> None:
        super().__init__()
        self.look = Look()
        self.prototypes = Prototypes(kinds, LOOK)
