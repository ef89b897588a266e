"""From checkpoints to what the car runs: two int8 ONNX networks, the prototypes and their card."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.fusion import fuse_conv_bn_eval

from models.crops import crop, light, places
from models.layout import CROP_PX, HEIGHT_PX, PLACE, WIDTH_PX
from models.runtime import Card, sha256
from models.train.card import write_card
from models.train.data import DataError, Example
from models.train.look_network import Look, LookModel
from models.train.network import Eyes
from models.train.train import Model

if TYPE_CHECKING:
    from models.train.sensitivity import Feed, Part

OPSET = 17
LOOK_WEIGHT, THING_WEIGHT = 0.65, 0.3
"""Of the second look's log-odds of kinds beside the first one's, and of its log-odds of a thing: chosen on 500020-500029."""


class Camera(nn.Module):
    """The network as the camera feeds it: (1, 240, 320, 3) bytes."""

    def __init__(self, eyes: Eyes) -> None:
        super().__init__()
        self.eyes = eyes

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        cells, free, doorways, surfaces = self.eyes(image.permute(0, 3, 1, 2).float() * (1 / 255.0))
        return cells, free, doorways, surfaces


class Crops(nn.Module):
    """The second look as it is fed: (N, 64, 64, 3) bytes and (N, PLACE)."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look

    def forward(self, crops: Tensor, places: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        vectors, colours, things = self.look(crops.permute(0, 3, 1, 2).float() * (1 / 255.0), places)
        return vectors, colours, THING_WEIGHT * things


class Trained(NamedTuple):
    """Both networks, and the kinds they were trained for."""

    model: Model
    look: LookModel
    kinds: list[str]


def load(checkpoint: Path, look_checkpoint: Path) -> Trained:
    """The averaged weights of two checkpoints; DataError where they know different kinds."""
    model, kinds = load_eyes(checkpoint)
    state = torch.load(look_checkpoint, weights_only=True)
    if state["kinds"] != kinds:
        raise DataError(f"{checkpoint} and {look_checkpoint} were trained for different kinds")
    look = LookModel(len(kinds))
    look.load_state_dict(state["average"])
    return Trained(model, look.eval(), kinds)


def load_eyes(checkpoint: Path) -> tuple[Model, list[str]]:
    """The averaged weights of the first network, and the kinds they were trained for."""
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


def write_float_look(model: LookModel, path: Path) -> None:
    """The second network likewise, for any number of things at once."""
    look = cast("Look", folded(copy.deepcopy(model.look).to(memory_format=torch.contiguous_format)))
    inputs = torch.zeros(1, CROP_PX, CROP_PX, 3, dtype=torch.uint8), torch.zeros(1, PLACE)
    names = {"crops": {0: "N"}, "places": {0: "N"}, "vector": {0: "N"}, "colour": {0: "N"}, "thing": {0: "N"}}
    torch.onnx.export(Crops(look).eval(), inputs, str(path), input_names=["crops", "places"], dynamic_axes=names,
                      output_names=["vector", "colour", "thing"], opset_version=OPSET, dynamo=False)


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


def write(trained: Trained, calibration: list[Example], network: Path, words: str, weight: float = LOOK_WEIGHT) -> Path:
    """Write both networks, the prototypes, and the card whose path is returned. No calibration pictures: floats, not int8.

    `words` say how they were trained.
    """
    look = network.with_suffix(".look.onnx")
    pictures: list[Feed] = [{"image": np.asarray(example.picture)[None]} for example in calibration]
    _rounded(partial(write_float, trained.model), network, pictures)
    _rounded(partial(write_float_look, trained.look), look, [feed for example in calibration for feed in _feeds(example)])
    scales = (1 - weight) * trained.model.prototypes.scale.detach(), weight * trained.look.prototypes.scale.detach()
    scale = float(sum(scales))
    parts = zip((trained.model.prototypes, trained.look.prototypes), scales, strict=True)
    vectors = [F.normalize(part.vectors.detach(), dim=1) * (float(of) / scale) ** 0.5 for part, of in parts]
    prototypes = network.with_suffix(".prototypes")
    prototypes.write_bytes(torch.cat(vectors, dim=1).numpy().astype("<f4").tobytes())
    card = Card(network=network.name, network_sha256=sha256(network.read_bytes()), prototypes=prototypes.name,
                prototypes_sha256=sha256(prototypes.read_bytes()), look=look.name, look_sha256=sha256(look.read_bytes()),
                look_share=round(float(scales[1]) / scale, 4), kinds=tuple(trained.kinds), scale=round(scale, 4), trained=words)
    return write_card(card, network.with_suffix(".yaml"))


def sweep(trained: Trained, calibration: list[Example]) -> dict[str, list[Part]]:
    """Which parts of both networks bear being rounded least (models/train/quantize.py)."""
    from models.train import quantize

    with tempfile.TemporaryDirectory() as folder:
        eyes, look = Path(folder) / "eyes.onnx", Path(folder) / "look.onnx"
        write_float(trained.model, eyes)
        write_float_look(trained.look, look)
        pictures: list[Feed] = [{"image": np.asarray(example.picture)[None]} for example in calibration]
        things = [feed for example in calibration for feed in _feeds(example)]
        return {"eyes": quantize.sweep(eyes, pictures), "look": quantize.sweep(look, things)}


def _rounded(write_floats: Callable[[Path], None], network: Path, feeds: list[Feed]) -> None:
    """The network in int8, or in floats without anything to go by."""
    from models.train.quantize import quantize

    with tempfile.TemporaryDirectory() as folder:
        floats = Path(folder) / "float.onnx"
        write_floats(floats)
        if feeds:
            quantize(floats, network, feeds)
        else:
            network.write_bytes(floats.read_bytes())


def _feeds(example: Example) -> list[Feed]:
    """What the second look is asked about a picture's things."""
    asked = example.boxes.kind >= 0
    if not asked.any():
        return []
    boxes, picture = example.boxes.box[asked], np.asarray(example.picture)
    log_scale = np.log(example.camera[0] / np.maximum(example.boxes.range_m[asked], 0.03))
    where = places(boxes, log_scale, np.tile(light(picture), (len(boxes), 1)))
    return [{"crops": np.stack([crop(picture, box) for box in boxes]), "places": where}]
