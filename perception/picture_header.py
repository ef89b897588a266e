"""The size of a picture, from the first bytes of its file, before memory is taken for it; and whether the file has an end.

OpenCV fills with grey what a truncated JPEG or PNG lacks, and believes a header that asks for gigabytes.
"""

from __future__ import annotations

import re
import struct

_NO_LENGTH = {0x01, *range(0xD0, 0xD8)}
_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PPM = re.compile(rb"P[56](?:\s+(?:#[^\n]*\n\s*)*)(\d{1,9})(?:\s+(?:#[^\n]*\n\s*)*)(\d{1,9})\s")


class HeaderError(ValueError):
    """No picture that we read, or not all of it; the text says which, as the end of a sentence about the file."""


def size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels. HeaderError."""
    for magic, read in ((b"\x89PNG\r\n\x1a\n", _png), (b"\xff\xd8", _jpeg), (b"BM", _bmp), (b"RIFF", _webp), (b"P", _ppm)):
        if data.startswith(magic):
            try:
                return read(data)
            except (struct.error, IndexError):
                raise HeaderError("is cut off") from None
    raise HeaderError("is no picture of a known kind (JPEG, PNG, BMP, WebP, PPM)")


def _png(data: bytes) -> tuple[int, int]:
    """Chunk by chunk to the last: each must fit into the file."""
    width, height = struct.unpack(">II", data[16:24])
    at = 8
    while data[at + 4 : at + 8] != b"IEND":
        at += 12 + struct.unpack(">I", data[at : at + 4])[0]
    return width, height


def _jpeg(data: bytes) -> tuple[int, int]:
    """Segment by segment, so that a thumbnail inside is passed over."""
    at, width, height = 2, 0, 0
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF or marker in _NO_LENGTH:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker == 0xDA:
            if data.find(b"\xff\xd9", at) < 0:
                raise HeaderError("is cut off")
            return width, height
    raise HeaderError("is damaged")


def _bmp(data: bytes) -> tuple[int, int]:
    total, header = struct.unpack("<I", data[2:6])[0], struct.unpack("<I", data[14:18])[0]
    if total > len(data):
        raise HeaderError("is cut off")
    width, height = struct.unpack("<HH", data[18:22]) if header == 12 else struct.unpack("<ii", data[18:26])
    return abs(width), abs(height)


def _webp(data: bytes) -> tuple[int, int]:
    """RIFF with a chunk of lossy (VP8), lossless (VP8L) or extended (VP8X) coding."""
    if data[8:12] != b"WEBP":
        raise HeaderError("is no picture of a known kind (JPEG, PNG, BMP, WebP, PPM)")
    if struct.unpack("<I", data[4:8])[0] + 8 > len(data):
        raise HeaderError("is cut off")
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _ppm(data: bytes) -> tuple[int, int]:
    found = _PPM.match(data)
    if found is None:
        raise HeaderError("is no picture of a known kind (JPEG, PNG, BMP, WebP, PPM)")
    return int(found[1]), int(found[2])
