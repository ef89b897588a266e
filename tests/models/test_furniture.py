"""The importer: other people's furniture becomes ours in shape and size, and nothing dishonest gets in."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.__main__ import main
from models.train import strangers
from models.train.furniture import library, shape, wavefront, words
from models.train.furniture.command import wanted
from models.train.furniture.library import Library, LibraryError, Piece
from models.train.strangers import Strangers
from robot.sim import foreign
from robot.sim.footprint import Footprint
from robot.sim.generate import generate
from robot.sim.shapes import footprint_of, shape_of
from robot.sim.world import dump, load

# A chair: a seat from -1 to 1, a back at z = -1 (models look along +z), four thin legs.
BLOCK = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
Block = tuple[tuple[float, float, float], tuple[float, float, float]]
CHAIR: dict[str, list[Block]] = {"seat": [((-1, 0, -1), (1, 0.2, 1)), ((-1, 0.2, -1), (1, 2.5, -0.8))],
                                 "leg": [((x, -2, z), (x + 0.1, 0, z + 0.1)) for x in (-1, 0.9) for z in (-1, 0.9)]}
MATERIALS = "newmtl seat\nKd 0.8 0.1 0.1\nnewmtl leg\nKd 0.2 0.2 0.2\nd 1.0\n"
CATALOGUE = """# a comment
id=Test
name=\\u00c9tude models
license=CC BY 3.0
id#1=Test#chair
name#1=Garden chair
model#1=/models/chair.obj
width#1=45
depth#1=50
height#1=90
creator#1=Somebody
id#2=Test#window
name#2=Chair window
model#2=/models/chair.obj
width#2=45
depth#2=50
height#2=90
doorOrWindow#2=true
id#3=Test#rocket
name#3=Rocket
model#3=/models/chair.obj
width#3=45
depth#3=50
height#3=90
id#4=Test#broken
name#4=Broken chair
model#4=/models/none.obj
width#4=45
depth#4=50
height#4=90
"""
PIECE = Piece("x", "Chair", "", "", 0.45, 0.5, 0.9, 0.0, (1, 0, 0, 0, 1, 0, 0, 0, 1), False, "Somebody", "CC0")


def chair_obj() -> bytes:
    lines, count = ["mtllib chair.mtl"], 0
    for material, blocks in CHAIR.items():
        lines.append(f"usemtl {material}")
        for low, high in blocks:
            corners = [(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
            lines += [f"v {x} {y} {z}" for x, y, z in corners]
            lines += ["f " + " ".join(f"{count + corner + 1}//1" for corner in face) for face in BLOCK]
            count += 8
    return "\n".join(lines).encode()


def jar(path: Path, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("PluginFurnitureCatalog.properties", CATALOGUE)
        archive.writestr("models/chair.obj", chair_obj())
        archive.writestr("models/chair.mtl", MATERIALS)
        for name, data in more.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    assert main(["import-furniture", str(jar(tmp_path / "test.jar")), "--out", str(tmp_path / "shapes")]) == 0
    return tmp_path / "shapes"


def test_a_library_becomes_shapes_with_credits(shapes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [path.name for path in sorted(shapes.iterdir())] == ["CREDITS.txt", "chair-000-test-chair.npz"]
    credits = (shapes / "CREDITS.txt").read_text(encoding="utf-8")
    assert 'chair-000-test-chair.npz: "Garden chair" by Somebody, Étude models; CC BY 3.0' in credits


def test_a_shape_is_as_large_as_the_catalogue_says_and_faces_forward(shapes: Path) -> None:
    blank = foreign.read(shapes / "chair-000-test-chair.npz")
    points = np.concatenate([mesh.vertices for _, mesh in blank.parts])
    assert np.allclose(points.max(0) - points.min(0), (0.5, 0.45, 0.9), atol=0.01)
    assert points[:, 2].min() == pytest.approx(0.0, abs=1e-6)
    assert points[points[:, 2] > 0.6][:, 0].max() < 0, "the back of a chair is at its back"
    assert blank.parts[0][0].colour == (204, 26, 26)
    assert blank.about.creator == "Somebody"


def test_the_largest_part_wears_the_named_colour(shapes: Path) -> None:
    blank = foreign.read(shapes / "chair-000-test-chair.npz")
    blue = foreign.painted(blank, "blue", 3)
    red, _, strong = blue.parts[0].texture.colour
    assert strong > 2 * red
    assert blue.parts[1].texture.colour == (51, 51, 51)
    assert foreign.painted(blank, "blue", 3, "large").size_m == pytest.approx([1.2 * side for side in blank.about.size_m])


def test_of_a_plant_the_pot_takes_the_colour() -> None:
    coats = {"seat": ((1, 2, 3), 1.0), "leg": ((4, 5, 6), 1.0)}
    for kind, first in (("chair", (1, 2, 3)), ("plant", (4, 5, 6))):
        blank = shape.shaped(wavefront.read(chair_obj()), PIECE, kind, coats)
        assert blank.parts[0][0].colour == first


def test_what_is_clear_is_left_out() -> None:
    coats = {"seat": ((1, 2, 3), 0.05), "leg": ((4, 5, 6), 1.0)}
    blank = shape.shaped(wavefront.read(chair_obj()), PIECE, "chair", coats)
    assert [coat.colour for coat, _ in blank.parts] == [(4, 5, 6)]
    with pytest.raises(LibraryError, match="can't be seen"):
        shape.shaped(wavefront.read(chair_obj()), PIECE, "chair", dict.fromkeys(coats, ((0, 0, 0), 0.0)))


def test_the_car_fits_between_the_legs_of_a_large_one(shapes: Path) -> None:
    solids = foreign.read(shapes / "chair-000-test-chair.npz").solids
    low = [solid for solid in solids if solid.centre_m[2] - solid.half_m[2] < 0.01]
    assert len(low) == 4
    assert all(abs(solid.centre_m[1]) > 0.15 for solid in low)


def test_a_world_with_strangers_can_be_written_read_and_seen(shapes: Path, tmp_path: Path) -> None:
    pytest.importorskip("mujoco", reason="the simulator is not installed")
    from robot.sim import scene
    from robot.sim.render import Renderer

    world = generate(1_000_001)
    index, thing = next((i, t) for i, t in enumerate(world.things) if t.kind == "chair")
    file = str(shapes / "chair-000-test-chair.npz")
    stranger = msgspec.structs.replace(thing, shape=file, size="small")
    world = msgspec.structs.replace(world, things=(*world.things[:index], stranger, *world.things[index + 1 :]))
    dump(world, tmp_path / "world.yaml")
    assert (tmp_path / "world.yaml").read_text().count("shape:") == 1
    assert msgspec.convert(msgspec.to_builtins(world), type(world)) == world
    with Renderer(scene.compile(world)) as renderer:
        ahead = shape_of(stranger).size_m[0] / 2 + 0.6
        x, y = stranger.x_m + ahead * np.cos(stranger.yaw_rad), stranger.y_m + ahead * np.sin(stranger.yaw_rad)
        renderer.view(float(x), float(y), 0.4, stranger.yaw_rad + np.pi)
        assert (renderer.segmentation() == index).sum() > 1000


def test_a_shape_that_is_gone_is_told_with_the_world(tmp_path: Path) -> None:
    world = generate(1_000_001)
    thing = msgspec.structs.replace(world.things[0], shape=str(tmp_path / "gone.npz"))
    dump(msgspec.structs.replace(world, things=(thing, *world.things[1:])), tmp_path / "world.yaml")
    with pytest.raises(ValueError, match=r"things\[0\].*gone\.npz"):
        load(tmp_path / "world.yaml")


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04rest"])
def test_a_damaged_shape_is_told(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "chair.npz").write_bytes(data)
    for reading in (foreign.read, foreign.about):
        with pytest.raises(foreign.ForeignError, match=r"chair\.npz"):
            reading(tmp_path / "chair.npz")


def test_strangers_stand_in_nobody_s_way_and_only_in_worlds_of_their_split(
    shapes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strangers, "split_of", lambda path: "train")
    homes = Strangers(shapes)
    world = generate(1_000_001)
    moved = homes.move_in(world, 1.0, np.random.default_rng(1))
    new = [thing for thing in moved.things if thing.shape]
    assert new and all(thing.kind == "chair" for thing in new)
    assert moved == homes.move_in(world, 1.0, np.random.default_rng(1))
    assert homes.move_in(world, 0.0, np.random.default_rng(1)) == world
    walls = [piece for wall in moved.walls for piece in wall.footprints()]
    for thing in new:
        others: list[Footprint] = [*walls, *(footprint_of(other) for other in moved.things if other is not thing)]
        assert not any(footprint_of(thing).overlaps(other, -0.02) for other in others)
    validation = generate(500_001)
    assert homes.move_in(validation, 1.0, np.random.default_rng(1)) == validation


def test_a_share_of_the_shapes_is_held_back() -> None:
    dealt = [strangers.split_of(Path(f"chair-{number:03d}.npz")) for number in range(400)]
    assert 0.65 < dealt.count("train") / 400 < 0.85
    assert min(dealt.count("validation"), dealt.count("test")) > 20


@pytest.mark.parametrize(("name", "kind"), [
    ("Chair", "chair"), ("Garden chair", "chair"), ("Wheelchair", None), ("Deck chair", None), ("Desk lamp", None),
    ("Coffee table", "table"), ("Table fan", None), ("Step ladder", "ladder"), ("Clothes washing machine", "washing machine"),
    ("Bedside table", "table"), ("Toilet paper dispenser", None), ("Teddy bear", "teddy bear"), ("Horse", None), ("", None),
    ("Basketball", "ball"), ("Clothes basket", "basket"), ("Hot dog", None), ("Sitting male", None), ("Boxes", None),
])
def test_kinds_go_by_whole_words(name: str, kind: str | None) -> None:
    assert words.kind_of(name) == kind


def test_a_piece_on_the_wall_or_of_another_size_is_none_of_ours() -> None:
    assert wanted(PIECE) == "chair"
    assert wanted(PIECE._replace(elevation_m=0.4)) is None
    assert wanted(PIECE._replace(height_m=0.1, width_m=0.05, depth_m=0.05)) is None


@pytest.mark.parametrize(("name", "complaint"), [
    ("../evil.obj", "leads out"), ("/etc/passwd", "leads out"), ("models/../../evil", "leads out"),
])
def test_names_that_lead_out_of_a_zip_are_refused(tmp_path: Path, name: str, complaint: str) -> None:
    with pytest.raises(LibraryError, match=complaint):
        Library(jar(tmp_path / "evil.jar", **{name: b"x"}))


def test_a_catalogue_that_points_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "PluginFurnitureCatalog.properties").write_text(CATALOGUE)
    (tmp_path / "secret.obj").write_text("v 0 0 0")
    (folder / "link.obj").symlink_to(tmp_path / "secret.obj")
    for name in ("../secret.obj", "link.obj", "C:\\secret.obj"):
        with pytest.raises(LibraryError, match="leads out"):
            Library(folder).read(name)


def test_a_zip_bomb_is_refused_before_it_goes_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LibraryError, match="from next to nothing"):
        Library(jar(tmp_path / "bomb.jar", bomb=bytes(20_000_000)))
    monkeypatch.setattr(library, "MOST_BYTES", 1000)
    with pytest.raises(LibraryError, match="is the most"):
        Library(jar(tmp_path / "large.jar"))
    monkeypatch.undo()
    monkeypatch.setattr(library, "MOST_BYTES_EACH", 100)
    with pytest.raises(LibraryError, match="larger than"):
        Library(jar(tmp_path / "one.jar"))
    monkeypatch.undo()
    monkeypatch.setattr(library, "MOST_FILES", 2)
    with pytest.raises(LibraryError, match="3 files"):
        Library(jar(tmp_path / "many.jar"))


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_library_is_told(tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.jar").write_bytes(data)
    assert main(["import-furniture", str(tmp_path / "bad.jar"), "--out", str(tmp_path / "out")]) == 2
    assert "bad.jar" in capsys.readouterr().err


def test_without_the_package_it_says_how_to_get_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import-furniture", str(tmp_path / "none"), "--out", str(tmp_path / "out")]) == 2
    assert "apt install sweethome3d-furniture" in capsys.readouterr().err


@pytest.mark.parametrize(("text", "complaint"), [
    ("v 0 0 0", "no faces"), ("v 0 0 0\nf 1 2 3", "line 2"), ("v a b c", "line 1"), ("v 0 0 0\nf 0 0 0", "corner 0"),
    ("v nan 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3", "at no place"),
])
def test_a_model_that_is_none_is_told(text: str, complaint: str) -> None:
    with pytest.raises(LibraryError, match=complaint):
        wavefront.read(text.encode())


@given(st.binary(max_size=200))
def test_no_bytes_break_the_readers(data: bytes) -> None:
    library.parse(data)
    list(wavefront.colours(data.decode("latin-1"), lambda name: None))
    with suppress(LibraryError):
        wavefront.read(b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf -1 -2 -3\n" + data)


@given(width=st.floats(0.05, 3), depth=st.floats(0.05, 3), height=st.floats(0.05, 3), stretch=st.floats(0.01, 1000))
def test_any_model_comes_out_as_large_as_it_should(width: float, depth: float, height: float, stretch: float) -> None:
    model = wavefront.read(chair_obj())
    piece = PIECE._replace(width_m=width, depth_m=depth, height_m=height)
    points = shape.placed(model.vertices * stretch, model.faces, piece)
    assert np.allclose(points.min(0), (-depth / 2, -width / 2, 0.0), atol=1e-9)
    assert np.allclose(points.max(0), (depth / 2, width / 2, height), atol=1e-9)


def test_a_turned_model_is_turned_before_it_is_measured() -> None:
    model = wavefront.read(chair_obj())
    lying = PIECE._replace(rotation=(1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, -1.0, 0.0))
    points = shape.placed(model.vertices, model.faces, lying)
    assert points[:, 0].max() == pytest.approx(0.25)
    assert not np.allclose(points, shape.placed(model.vertices, model.faces, PIECE))


def test_a_large_model_is_thinned_out_and_stays_where_it_was() -> None:
    u, v = (axis.ravel() for axis in np.meshgrid(np.linspace(0, 6.28, 200), np.linspace(0.05, 3.09, 100)))
    vertices = np.stack([np.cos(u) * np.sin(v), np.sin(u) * np.sin(v), np.cos(v)], axis=1)
    corner = np.arange(200 * 100).reshape(100, 200)
    a, b, c = (part.ravel() for part in (corner[:-1, :-1], corner[:-1, 1:], corner[1:, 1:]))
    faces = np.stack([a, b, c], axis=1).astype(np.int32)
    fewer, kept, _ = shape.decimated(vertices, faces, np.zeros(len(faces), np.int32))
    assert 500 < len(kept) <= shape.MOST_FACES
    assert np.allclose(np.linalg.norm(fewer[kept], axis=2), 1.0, atol=0.05)
