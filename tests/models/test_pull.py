"""A network's file arrives whole and checked, or not at all; an interrupted pull goes on where it stopped."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import msgspec
import numpy as np
import pytest

from models import pull as module
from models import registry
from models.__main__ import main
from models.pull import pull
from models.registry import Entry
from models.runtime import ModelError, sha256

DATA = np.random.default_rng(0).bytes(200_000)
ENTRY = msgspec.structs.replace(registry.find("fastestdet-352"), file="net.onnx", bytes=len(DATA), sha256=sha256(DATA), url="")


def quiet(done: int, total: int) -> None:
    assert done >= 0


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / ENTRY.file).write_bytes(DATA)
    return folder


class Handler(BaseHTTPRequestHandler):
    asked: list[str | None]
    ranges = True

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.asked.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and self.ranges else 0
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(DATA) - start))
        self.end_headers()
        self.wfile.write(DATA[start:])

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(params=[True, False], ids=["ranges", "no ranges"])
def server(request: pytest.FixtureRequest) -> Iterator[tuple[Entry, list[str | None]]]:
    asked: list[str | None] = []
    handler = type("Asked", (Handler,), {"asked": asked, "ranges": request.param})
    with HTTPServer(("127.0.0.1", 0), handler) as served:
        thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield msgspec.structs.replace(ENTRY, url=f"http://127.0.0.1:{served.server_port}/net.onnx"), asked
        served.shutdown()
        thread.join()


def test_a_file_is_copied_from_a_folder(tmp_path: Path, source: Path) -> None:
    told: list[int] = []
    path = pull("net", ENTRY, tmp_path / "to", source, lambda done, total: told.append(done))
    assert path.read_bytes() == DATA
    assert told == sorted(told)
    assert told[-1] == len(DATA)
    assert [file.name for file in (tmp_path / "to").iterdir()] == ["net.onnx"]


@pytest.mark.parametrize("begun", [0, 1, 70_000, len(DATA)])
def test_a_pull_goes_on_where_it_stopped(tmp_path: Path, server: tuple[Entry, list[str | None]], begun: int) -> None:
    (tmp_path / "net.onnx.part").write_bytes(DATA[:begun])
    assert pull("net", server[0], tmp_path, None, quiet).read_bytes() == DATA
    assert server[1] == ([] if begun == len(DATA) else [f"bytes={begun}-" if begun else None])


def test_what_is_there_is_not_fetched_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(urllib.request, "urlopen", None)
    (tmp_path / "net.onnx").write_bytes(DATA)
    assert pull("net", msgspec.structs.replace(ENTRY, url="https://example.org/a"), tmp_path, None, quiet).exists()


@pytest.mark.parametrize("wrong", [DATA[:-1] + bytes([DATA[-1] ^ 1]), DATA + b"more", DATA * 3])
def test_another_file_is_refused_and_deleted(tmp_path: Path, source: Path, wrong: bytes) -> None:
    (source / "net.onnx").write_bytes(wrong)
    with pytest.raises(ModelError, match=r"what came as net\.onnx is another file"):
        pull("net", ENTRY, tmp_path / "to", source, quiet)
    assert list((tmp_path / "to").iterdir()) == []


def test_a_short_file_is_told_and_gone_on_with(tmp_path: Path, source: Path) -> None:
    (source / "net.onnx").write_bytes(DATA[:1000])
    with pytest.raises(ModelError, match="only 1000 of 200000 bytes"):
        pull("net", ENTRY, tmp_path / "to", source, quiet)
    (source / "net.onnx").write_bytes(DATA)
    assert pull("net", ENTRY, tmp_path / "to", source, quiet).read_bytes() == DATA


def test_a_damaged_file_is_replaced(tmp_path: Path, source: Path) -> None:
    (tmp_path / "net.onnx").write_bytes(b"old")
    (tmp_path / "net.onnx.part").write_bytes(b"x" * len(DATA))
    assert pull("net", ENTRY, tmp_path, source, quiet).read_bytes() == DATA


def test_without_a_source_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"nobody offers net\.onnx .*--from FOLDER"):
        pull("net", ENTRY, tmp_path, None, quiet)
    with pytest.raises(ModelError, match=r"net\.onnx is missing: --from takes the folder"):
        pull("net", ENTRY, tmp_path, tmp_path / "nowhere", quiet)
    with pytest.raises(ModelError, match="eyes is our own"):
        pull("eyes", registry.find("eyes"), tmp_path, None, quiet)


def test_no_network_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"could not be fetched: .*--from FOLDER"):
        pull("net", msgspec.structs.replace(ENTRY, url="http://127.0.0.1:1/net.onnx"), tmp_path, None, quiet)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, source: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ModelError, match="could not be brought to"):
        pull("net", ENTRY, tmp_path / "file", source, quiet)


def test_the_command_shows_the_licence(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(registry, "find", lambda name: ENTRY)
    assert main(["pull", "net", "--from", str(source), "--to", str(tmp_path / "to")]) == 0
    assert "licence: BSD-3-Clause" in capsys.readouterr().out
    assert main(["pull", "net", "--to", str(tmp_path / "other")]) == 2
    assert "nobody offers" in capsys.readouterr().err
    assert module.TIMEOUT_S > 0
