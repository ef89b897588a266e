from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot.sim.mesh import Mesh, Vector, aim, bar, box, merge, rotation_x, rotation_z, taper
from robot.sim.rounded import capsule, cushion, cylinder, ellipsoid, extrude, lathe, leaf, sphere, torus, tube

HEART = [(0.0, -0.5), (0.4, 0.0), (0.3, 0.3), (0.0, 0.1), (-0.3, 0.3), (-0.4, 0.0)]
CLOSED: dict[str, Callable[[], Mesh]] = {
    "box": lambda: box(0.3, 0.4, 0.5),
    "taper": lambda: taper((0.3, 0.4), (0.2, 0.1), 0.5, shift=(0.1, 0.0)),
    "bar": lambda: bar((0.1, 0.2, 0.0), (0.4, -0.3, 0.9), 0.05, 0.02),
    "lathe": lambda: lathe([(0, 0), (0.2, 0), (0.3, 0.4), (0.1, 0.5), (0, 0.5)]),
    "cylinder": lambda: cylinder(0.2, 0.5),
    "cone": lambda: cylinder(0.2, 0.5, top_radius=0.0),
    "ellipsoid": lambda: ellipsoid(0.1, 0.2, 0.3),
    "sphere": lambda: sphere(0.2),
    "capsule": lambda: capsule((0, 0, 0.1), (0.3, 0.2, 0.6), 0.05, 0.08),
    "tube": lambda: tube([(0, 0, 0), (0.2, 0, 0.1), (0.3, 0.2, 0.3)], 0.03),
    "torus": lambda: torus(0.3, 0.05),
    "half torus": lambda: torus(0.3, 0.05, 0.0, np.pi),
    "cushion": lambda: cushion(0.5, 0.6, 0.2),
    "extrude": lambda: extrude(HEART, 0.1),
    "leaf": lambda: leaf(0.4, 0.1),
}


def volume(mesh: Mesh) -> float:
    """Signed, from the divergence theorem: positive when the faces look outward."""
    a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(float) for k in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def open_edges(mesh: Mesh) -> int:
    """Edges without exactly one partner running the other way, after vertices at one place are taken as one."""
    _, place = np.unique(np.round(mesh.vertices, 5), axis=0, return_inverse=True)
    corners = place.reshape(-1)[mesh.faces]
    edges = Counter((int(face[k]), int(face[k - 2])) for face in corners for k in range(3) if face[k] != face[k - 2])
    return sum(count != edges[end, start] for (start, end), count in edges.items())


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_mesh_is_watertight_and_looks_outward(name: str) -> None:
    mesh = CLOSED[name]()
    assert open_edges(mesh) == 0
    assert volume(mesh) > 0 or name == "leaf"  # a leaf is flat


@pytest.mark.parametrize("name", CLOSED)
def test_normals_are_of_length_one_and_agree_with_the_faces(name: str) -> None:
    mesh = CLOSED[name]()
    np.testing.assert_allclose(np.linalg.norm(mesh.normals, axis=1), 1.0, atol=1e-5)
    a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
    facing = np.cross(b - a, c - a)
    assert (np.einsum("ij,ij->i", facing, mesh.normals[mesh.faces].sum(axis=1)) > 0).all()


@pytest.mark.parametrize("name", CLOSED)
def test_arrays_have_the_promised_types(name: str) -> None:
    mesh = CLOSED[name]()
    assert mesh.vertices.dtype == mesh.uv.dtype == mesh.normals.dtype == np.float32
    assert mesh.faces.dtype == np.int32
    assert mesh.vertices.shape == mesh.normals.shape == (len(mesh.uv), 3)
    assert mesh.faces.max() < len(mesh.vertices)


def test_volumes_are_right() -> None:
    assert volume(box(0.3, 0.4, 0.5)) == pytest.approx(0.06)
    assert volume(cylinder(0.2, 0.5, sides=64)) == pytest.approx(np.pi * 0.04 * 0.5, rel=0.01)
    assert volume(sphere(0.2, sides=64)) == pytest.approx(4 / 3 * np.pi * 0.008, rel=0.01)
    assert volume(torus(0.3, 0.05, sides=64, around=32)) == pytest.approx(2 * np.pi**2 * 0.3 * 0.05**2, rel=0.02)


def test_a_picture_reads_from_left_to_right_and_from_top_to_bottom_on_every_side() -> None:
    cube = box(1, 1, 1, fit=True)
    for corner in range(0, 24, 4):
        top_left, bottom_left, bottom_right = cube.vertices[corner : corner + 3]
        np.testing.assert_array_equal(cube.uv[corner : corner + 3], [(0, 0), (0, 1), (1, 1)])
        outward = cube.normals[corner]
        np.testing.assert_allclose(np.cross(bottom_right - bottom_left, top_left - bottom_left), outward, atol=1e-6)
        if abs(outward[2]) < 0.5:
            assert top_left[2] > bottom_left[2]


def test_textures_repeat_by_the_metre() -> None:
    assert box(2.0, 3.0, 0.5, repeats_per_m=2.0).uv.max() == pytest.approx(6.0)


def test_merging_keeps_everything() -> None:
    one, other = box(1, 1, 1), sphere(0.5).at(3, 0, 0)
    both = merge((one, other))
    assert volume(both) == pytest.approx(volume(one) + volume(other), rel=1e-5)
    with pytest.raises(ValueError, match="no meshes"):
        merge(())


def test_stretching_keeps_normals_perpendicular() -> None:
    cone = cylinder(0.3, 0.5, 32, top_radius=0.1).stretched(1.0, 1.0, 3.0)
    a, b, c = (cone.vertices[cone.faces[:, k]] for k in range(3))
    facing = np.cross(b - a, c - a)
    facing /= np.linalg.norm(facing, axis=1, keepdims=True)
    assert (np.einsum("ij,ij->i", facing, cone.normals[cone.faces[:, 0]]) > 0.99).all()


metres = st.floats(-2, 2)
points = st.tuples(metres, metres, metres)


@given(start=points, end=points)
def test_aiming_is_a_rotation_that_points_there(start: Vector, end: Vector) -> None:
    way = np.subtract(end, start)
    if np.linalg.norm(way) < 1e-3:
        return
    turn = aim(start, end)
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-5)
    assert np.linalg.det(turn) == pytest.approx(1.0, abs=1e-5)
    np.testing.assert_allclose(turn @ (0, 0, 1), way / np.linalg.norm(way), atol=1e-4)


@given(angle=st.floats(-7, 7), offset=points)
def test_moving_keeps_the_volume(angle: float, offset: Vector) -> None:
    turned = box(0.3, 0.4, 0.5).transformed(rotation_z(angle) @ rotation_x(angle / 3), offset)
    assert volume(turned) == pytest.approx(0.06, rel=1e-3)
