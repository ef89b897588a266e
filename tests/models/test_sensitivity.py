"""The sweep finds the layer that rounding hurts, and what it leaves in floats stays as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.recipe import Recipe
from models.runtime import ModelError, session

pytest.importorskip("onnx", reason="rounding takes the train extra")

from models.train.sensitivity import Calibrated, Feed, rank, signal_to_noise


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three convolutions in a row; one channel of the first dwarfs the others, and the next one takes it back."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    rng = np.random.default_rng(0)
    first = rng.normal(0, 0.3, (8, 3, 3, 3)).astype(np.float32)
    first[0] *= 300.0  # activations share a scale
    second = rng.normal(0, 0.3, (8, 8, 1, 1)).astype(np.float32)
    second[:, 0] /= 300.0
    third = rng.normal(0, 0.3, (4, 8, 1, 1)).astype(np.float32)
    weights = [numpy_helper.from_array(array, name) for name, array in (("a", first), ("b", second), ("c", third))]
    rows = (("Conv", ["image", "a"], "x", "loud"), ("Conv", ["x", "b"], "y", "next"), ("Relu", ["y"], "z", "relu"),
            ("Conv", ["z", "c"], "out", "last"))
    nodes = [helper.make_node(kind, takes, [gives], name=name) for kind, takes, gives, name in rows]
    shapes = {"image": [1, 3, 16, 16], "out": [1, 4, 14, 14]}
    given, gives = (helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items())
    model = helper.make_model(helper.make_graph(nodes, "small", [given], [gives], weights),
                              opset_imports=[helper.make_opsetid("", 11)], ir_version=8)
    file = tmp_path_factory.mktemp("network") / "small.onnx"
    onnx.save(model, str(file))
    return file


@pytest.fixture(scope="module")
def feeds() -> list[Feed]:
    rng = np.random.default_rng(1)
    return [{"image": rng.uniform(-1, 1, (1, 3, 16, 16)).astype(np.float32)} for _ in range(6)]


@pytest.fixture(scope="module")
def calibrated(network: Path, feeds: list[Feed]) -> Calibrated:
    return Calibrated(network, feeds, Recipe(ranges="minmax"))


def outputs(network: bytes, feed: Feed) -> Any:
    return session(network).run(None, dict(feed))[0]


def test_the_layer_that_rounding_hurts_is_named_first(calibrated: Calibrated, feeds: list[Feed]) -> None:
    ranked = rank(calibrated, signal_to_noise(calibrated, feeds), [("loud",), ("next", "relu"), ("last",)])
    assert ranked[-1].nodes == ("last",)
    assert ranked[0].score < ranked[-1].score - 10.0


def test_leaving_the_worst_in_floats_helps_most(calibrated: Calibrated, feeds: list[Feed]) -> None:
    score = signal_to_noise(calibrated, feeds)
    ranked = rank(calibrated, score, [("loud", "next"), ("relu", "last")], alone=False)
    assert ranked[0].nodes == ("loud", "next")
    assert ranked[0].score > score(session(calibrated.rounded())) + 10.0


def test_nothing_rounded_is_the_network_itself(calibrated: Calibrated, feeds: list[Feed], network: Path) -> None:
    assert np.array_equal(outputs(calibrated.rounded(only=[]), feeds[0]), outputs(network.read_bytes(), feeds[0]))
    every = [name for name, _ in calibrated.nodes]
    close = pytest.approx(outputs(network.read_bytes(), feeds[0]), abs=1e-4)
    assert outputs(calibrated.rounded(floats=every), feeds[0]) == close


def test_a_recipe_keeps_a_node_and_what_follows_it(network: Path, feeds: list[Feed], calibrated: Calibrated) -> None:
    kept = Calibrated(network, feeds, Recipe(ranges="minmax", floats=("loud",), floats_from=("relu",)))
    assert kept.kept == ("loud", "relu", "last")
    assert kept.runs(5) == [("next",)]
    score = signal_to_noise(calibrated, feeds)
    assert score(session(kept.rounded())) > score(session(calibrated.rounded()))


@pytest.mark.parametrize("ranges", ["percentile", "minmax"])
def test_the_same_pictures_make_the_same_bytes(network: Path, feeds: list[Feed], ranges: Any) -> None:
    recipe = Recipe(ranges=ranges)
    assert Calibrated(network, feeds, recipe).rounded() == Calibrated(network, feeds, recipe).rounded()


def test_weights_of_seven_bits_when_the_range_is_reduced(network: Path, feeds: list[Feed]) -> None:
    import onnx
    from onnx import numpy_helper

    for reduced, most in ((True, 64), (False, 127)):
        model = onnx.load_from_string(Calibrated(network, feeds, Recipe(ranges="minmax", reduce_range=reduced)).rounded())
        largest = [int(np.abs(numpy_helper.to_array(entry).astype(int)).max()) for entry in model.graph.initializer
                   if entry.data_type == onnx.TensorProto.INT8 and entry.dims and entry.name.endswith("_quantized")]
        assert max(largest) in (most, most - 1, most + 1)


def test_bad_input_is_told(network: Path, tmp_path: Path, feeds: list[Feed]) -> None:
    with pytest.raises(ModelError, match="no pictures"):
        Calibrated(network, [])
    (tmp_path / "bad.onnx").write_bytes(b"no network")
    with pytest.raises(ModelError, match=r"bad\.onnx is no network"):
        Calibrated(tmp_path / "bad.onnx", feeds)
