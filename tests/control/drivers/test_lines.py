"""What is said to the kernel and what it answers, byte by byte (linux/gpio.h); the kernel itself is in tests/vcar."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from control.drivers import lines
from control.drivers.lines import Chip, Edge, KernelInputs
from robot.parts import PartError, PartMissing


def event(t_ns: int, kind: int, line: int, number: int) -> bytes:
    return struct.pack("=QIIIIIIIIII", t_ns, kind, line, number, number, *[0] * 6)


def test_sizes_are_the_kernels() -> None:
    sizes = {layout.size for layout in (lines._CHIP_INFO, lines._REQUEST, lines._VALUES, lines._EVENT)}
    assert sizes == {68, 592, 16, 48}
    assert lines._CONFIG.size + 10 * lines._ATTRIBUTE.size == 272


def test_the_numbers_of_the_calls_are_the_kernels() -> None:
    assert lines._ioctl(lines._READ, 0x01, lines._CHIP_INFO) == 0x8044B401
    assert lines._ioctl(lines._READ | lines._WRITE, 0x07, lines._REQUEST) == 0xC250B407
    assert lines._ioctl(lines._READ | lines._WRITE, 0x0E, lines._VALUES) == 0xC010B40E


def test_a_request_names_lines_flags_debounce_and_store() -> None:
    data = lines.request([17, 27], 0b111100, 5000)
    assert struct.unpack_from("=II", data, 0) == (17, 27)
    assert data[256:260] == b"heed"
    assert struct.unpack_from("=QI", data, 288) == (0b111100, 1)
    assert struct.unpack_from("=IIQQ", data, 320) == (3, 0, 5000, 0b11)
    assert struct.unpack_from("=II", data, 560) == (2, 1024)


def test_edges_are_read_with_their_stamps_and_their_gaps() -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    inputs = KernelInputs(reader, [5, 6])
    assert inputs.edges() == []
    os.write(writer, event(1000, 1, 5, 1) + event(2000, 1, 6, 2) + event(9000, 2, 5, 7))
    assert inputs.edges() == [Edge(5, True, 1000), Edge(6, True, 2000), Edge(5, False, 9000, lost=4)]
    assert inputs.edges() == []
    os.write(writer, event(9500, 2, 6, 8))
    assert inputs.edges() == [Edge(6, False, 9500)]
    inputs.close()
    inputs.close()
    os.close(writer)


def test_the_numbers_may_run_round() -> None:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    inputs = KernelInputs(reader, [5])
    inputs._number = 0xFFFFFFFE
    os.write(writer, event(1, 1, 5, 0xFFFFFFFF) + event(2, 2, 5, 0) + event(3, 1, 5, 2))
    assert [edge.lost for edge in inputs.edges()] == [0, 0, 1]
    inputs.close()
    os.close(writer)


def test_without_a_header_the_way_out_is_told(tmp_path: Path) -> None:
    with pytest.raises(PartMissing, match=r"no GPIO pins.*--sim"):
        lines.find_header(tmp_path)


def test_a_file_that_is_no_chip_is_told(tmp_path: Path) -> None:
    (tmp_path / "gpiochip0").touch()
    with pytest.raises(PartError, match=r"Linux 5\.10"):
        Chip(str(tmp_path / "gpiochip0")).inputs([3, 4], "up")
    with pytest.raises(PartMissing, match=r"GPIO3 of .*gpiochip9 is not there"):
        Chip(str(tmp_path / "gpiochip9")).output(3)
