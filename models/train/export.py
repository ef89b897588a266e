"""From a checkpoint to what the car runs: an int8 ONNX network, the prototypes and their card."""

from __future__ import annotations

import copy
import tempfile
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

from models.layout import HEIGHT_PX, WIDTH_PX
from models.runtime import Card, sha256
from models.train.card import write_card
from models.train.network import Eyes
from models.train.train import Model

OPSET = 17


class Camera(nn.Module):
    """The network as the camera feeds it: (1, 240, 320, 3) bytes."""

    def __init__(self, eyes: Eyes) -> None:
        super().__init__()
        self.eyes = eyes

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        cells, free, doorways, surfaces = self.eyes(image.permute(0, 3, 1, 2).float() * (1 / 255.0))
        return cells, free, doorways, surfaces


def load(checkpoint: Path) -> tuple[Model, list[str]]:
    """The averaged weights of a checkpoint and the kinds they were trained for."""
    state = torch.load(checkpoint, weights_only=True)
    model = Model(len(state["kinds"]))
    model.load_state_dict(state["average"])
    return model.eval(), list(state["kinds"])


def write_float(model: Model, path: Path) -> None:
    """The network in 32-bit floating point, batch norms folded into the convolutions."""
    eyes = cast("Eyes", folded(copy.deepcopy(model.eyes).to(memory_format=torch.contiguous_format)))
    image = torch.zeros(1, HEIGHT_PX, WIDTH_PX, 3, dtype=torch.uint8)
    torch.onnx.export(Camera(eyes).eval(), (image,), str(path), input_names=["image"],
                      output_names=["cells", "free", "doorways", "surfaces"], opset_version=OPSET, dynamo=False)


def folded(module: nn.Module) -> nn.Module:
    """The same function without batch norms."""
    for name, child in module.named_children():
        if isinstance(child, nn.Sequential):
            setattr(module, name, _fused(child))
        else:
            folded(child)
    return module


def _fused(layers: nn.Sequential) -> nn.Sequential:
    kept: list[nn.Module] = []
    for layer in layers:
        if isinstance(layer, nn.BatchNorm2d) and isinstance(kept[-1], nn.Conv2d):
            kept[-1] = fuse_conv_bn_eval(kept[-1], layer)
        else:
            kept.append(folded(layer))
    return nn.Sequential(*kept)


def write(model: Model, kinds: list[str], calibration: list[npt.NDArray[np.uint8]], network: Path, trained: str) -> Path:
    """Write `network`, the prototypes, and the card whose path is returned. No calibration pictures: floats, not int8."""
    from models.train.quantize import quantize

    with tempfile.TemporaryDirectory() as folder:
        floats = Path(folder) / "float.onnx"
        write_float(model, floats)
        if calibration:
            quantize(floats, network, calibration)
        else:
            network.write_bytes(floats.read_bytes())
    vectors = F.normalize(model.prototypes.vectors.detach(), dim=1).numpy().astype("<f4")
    prototypes = network.with_suffix(".prototypes")
    prototypes.write_bytes(vectors.tobytes())
    card = Card(network=network.name, network_sha256=sha256(network.read_bytes()), prototypes=prototypes.name,
                prototypes_sha256=sha256(prototypes.read_bytes()), kinds=tuple(kinds),
                scale=round(float(model.prototypes.scale.detach()), 4), trained=trained)
    return write_card(card, network.with_suffix(".yaml"))
