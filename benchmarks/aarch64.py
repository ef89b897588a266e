"""Runs the stack on ARM processors that QEMU plays, and compares what it says, bit for bit, with what this computer says.

    python benchmarks/aarch64.py --root /var/tmp/heed-arm64 --json aarch64.json

The first run fetches Debian's Python for arm64 (debootstrap, as root) and the aarch64 wheels of the versions that are installed
here (PyPI) into `--root`; later runs use them again. It needs the packages debootstrap and qemu-user-static, 1.5 GB of disk and
some minutes. QEMU has the instructions of a Cortex-A72 (Raspberry Pi 4) and A76 (Raspberry Pi 5), not their speed: no times are
told.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent


Outputs = dict[str, Any]
"""Arrays by "network output time"."""


class Side(NamedTuple):
    """What one processor said."""

    told: dict[str, Any]
    outputs: Outputs


class Processor(NamedTuple):
    """What Linux would tell of it: its part number, its second-level cache, and which cores share that ("": none)."""

    board: str
    part: str
    cache: str
    shared: str


PROCESSORS = {
    "cortex-a72": Processor("Raspberry Pi 4", "0xd08", "1024K", "0-3"),
    "cortex-a76": Processor("Raspberry Pi 5", "0xd0b", "512K", ""),
}
DEBIAN, MIRROR = "bookworm", "http://deb.debian.org/debian"
PACKAGES = ("python3", "libpython3-stdlib", "libatomic1", "libgl1", "libglib2.0-0", "libstdc++6")
"""OpenCV's wheel needs libgl1 and libglib2.0-0, Vosk's libatomic1."""
WHEELS = ("msgspec", "numpy", "onnxruntime", "opencv-python", "pyyaml", "vosk", "cffi", "pycparser", "requests", "tqdm",
          "websockets", "urllib3", "idna", "certifi", "charset-normalizer", "flatbuffers", "protobuf", "packaging")  # fmt: skip
PLATFORMS = ("manylinux_2_28_aarch64", "manylinux_2_27_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64")
NETWORKS = ("eyes.onnx", "eyes.look.onnx", "floor_head.onnx", "ranker.onnx")

PROBE = """
import hashlib, json, platform, sys
import cv2, msgspec, numpy, onnxruntime, vosk, yaml
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from control.odometry import Odometer
from language.parser import understand
from models.runtime import session

def given(node, rng):
    shape = [size if isinstance(size, int) else 4 for size in node.shape]
    if node.type == "tensor(uint8)":
        return rng.integers(0, 256, shape, dtype=numpy.uint8)
    if "int" in node.type:
        return rng.integers(0, 2, shape).astype(node.type[7:-1])
    return rng.standard_normal(shape).astype(numpy.float32)

outputs = {}
for name in sys.argv[3:]:
    loaded, rng = session((Path(sys.argv[1]) / "models" / name).read_bytes()), numpy.random.default_rng(7)
    for time in range(2):
        answers = loaded.run(None, {node.name: given(node, rng) for node in loaded.get_inputs()})
        outputs |= {f"{name} {node.name} {time}": answer for node, answer in zip(loaded.get_outputs(), answers)}
numpy.savez(sys.argv[2], **outputs)
picture = numpy.random.default_rng(7).integers(0, 256, (48, 64, 3), dtype=numpy.uint8)
odometer = Odometer()
odometer.move(0.1, 0.0, 0.3, 0.02)
print(json.dumps({
    "machine": platform.machine(), "python": platform.python_version(),
    "versions": {m.__name__: m.__version__ for m in (cv2, msgspec, numpy, onnxruntime, yaml)},
    "resized": hashlib.sha256(cv2.resize(picture, (32, 24), interpolation=cv2.INTER_AREA).tobytes()).hexdigest(),
    "moved_m": round(odometer.x_m, 9),
    "understood": str(understand("go down the hall and turn left at the second door")),
}))
"""
"""What runs on both sides: every import of the car's own stack, each network on two fixed inputs, a little of our own code."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="aarch64", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--root", type=Path, default=Path("/var/tmp/heed-arm64"), help="where Debian and the wheels are put")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the result there too")
    arguments = parser.parse_args(argv)
    root: Path = arguments.root.resolve()
    prepare(root)
    here = probe([sys.executable], root / "here.npz", {})
    rows = []
    for name, processor in PROCESSORS.items():
        describe(root / "debian", processor)
        rows.append(row(name, here, probe(emulator(root, name), root / f"{name}.npz", {"PYTHONPATH": str(root / "wheels")})))
        tell(rows[-1])
    if arguments.json:
        arguments.json.write_text(json.dumps({"rows": rows}, indent=1) + "\n", encoding="utf-8")
    return 0 if all(each["same"] for each in rows) else 1


def tell(row: dict[str, Any]) -> None:
    print(f"{row['processor']}, {row['board']}: {row.get('died') or row['versions']}")
    for network, sentence in row.get("networks", {}).items():
        print(f"    {network:15} {sentence}")
    for thing in row.get("differing", ()):
        print(f"    {thing} differs")


def row(processor: str, here: Side, there: Side) -> dict[str, Any]:
    """What to tell of one processor."""
    told = {"processor": processor, "board": PROCESSORS[processor].board, **there.told}
    if "died" in told or "died" in here.told:
        return {**told, "same": False}
    networks = {network: compared(network, here.outputs, there.outputs) for network in NETWORKS}
    differing = [key for key in here.told if key not in ("machine", "python") and here.told[key] != there.told[key]]
    same = not differing and all(sentence == SAME for sentence in networks.values())
    return {**told, "networks": networks, "differing": differing, "same": same}


SAME = "the same bits"


def compared(network: str, here: Outputs, there: Outputs) -> str:
    """Every output of one network: the same bits, or how many values are not, and by how much at most."""
    keys = [key for key in here if key.startswith(f"{network} ")]
    if all(here[key].tobytes() == there[key].tobytes() for key in keys):
        return SAME
    apart = {key: abs(here[key].astype(float) - there[key]) for key in keys}
    names = sorted({key.split()[1] for key in keys if apart[key].any()})
    count, total = sum(int((away > 0).sum()) for away in apart.values()), sum(away.size for away in apart.values())
    most = max(float(away.max()) for away in apart.values())
    return f"{count} of {total} values differ, by {most:.1e} at most, in {', '.join(names)}"


def probe(python: list[str], outputs: Path, environment: dict[str, str]) -> Side:
    """Run PROBE with this Python; {"died": why} where it does."""
    import numpy as np

    done = subprocess.run(
        [*python, "-c", PROBE, str(ROOT), str(outputs), *NETWORKS], capture_output=True, text=True, check=False, cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": "/tmp", "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1", **environment},
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"exit code {done.returncode}"]
        return Side({"died": last[0]}, {})
    with np.load(outputs) as stored:
        return Side(json.loads(done.stdout.splitlines()[-1]), dict(stored))


def emulator(root: Path, processor: str) -> list[str]:
    """Debian's Python for arm64 as QEMU runs it: `-L` lets it find its own files under `root` before this computer's."""
    debian = root / "debian"
    return ["qemu-aarch64-static", "-cpu", processor, "-L", str(debian), str(debian / "usr/bin/python3.11")]


def describe(debian: Path, processor: Processor) -> None:
    """Four cores of it, in the files that onnxruntime looks at. It would find this computer's own else, and die of them."""
    core = f"CPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0\nCPU part\t: {processor.part}\nCPU revision\t: 3\n"
    features = "Features\t: fp asimd evtstrm crc32 cpuid\n"
    files = {"proc/cpuinfo": "\n".join(f"processor\t: {number}\n{features}{core}" for number in range(4))}
    cpus = "sys/devices/system/cpu"
    files |= {f"{cpus}/{name}": "0-3" for name in ("present", "possible", "online")}
    for number in range(4):
        topology, cache = f"{cpus}/cpu{number}/topology", f"{cpus}/cpu{number}/cache/index2"
        files |= {f"{topology}/{name}": "0-3" for name in ("core_siblings_list", "cluster_cpus_list", "package_cpus_list")}
        files |= {f"{topology}/{name}": "0" for name in ("physical_package_id", "cluster_id")}
        files |= {f"{topology}/{name}": str(number) for name in ("core_id", "thread_siblings_list", "core_cpus_list")}
        files |= {f"{cache}/level": "2", f"{cache}/size": processor.cache}
        files[f"{cache}/shared_cpu_list"] = processor.shared or str(number)
    for name, text in files.items():
        (debian / name).parent.mkdir(parents=True, exist_ok=True)
        (debian / name).write_text(text + "\n", encoding="utf-8")


def prepare(root: Path) -> None:
    """Fetch what is not there yet."""
    for tool in ("debootstrap", "qemu-aarch64-static"):
        if shutil.which(tool) is None:
            raise SystemExit(f"aarch64: {tool} is missing: sudo apt-get install debootstrap qemu-user-static")
    if not (root / "debian" / "complete").exists():
        fetch_debian(root / "debian")
    if not (root / "wheels" / "complete").exists():
        fetch_wheels(root / "wheels")


def fetch_debian(folder: Path) -> None:
    """Debian's packages, unpacked and not installed: nothing of another processor need run for that."""
    shutil.rmtree(folder, ignore_errors=True)
    include = f"--include={','.join(PACKAGES)}"
    command = ["debootstrap", "--foreign", "--arch=arm64", "--variant=minbase", include, DEBIAN, str(folder), MIRROR]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    for package in sorted((folder / "var/cache/apt/archives").glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", str(package), str(folder)], check=True)
        package.unlink()
    (folder / "complete").touch()


def fetch_wheels(folder: Path) -> None:
    """The same versions as here, for aarch64. srt is the one without a wheel: one file of plain Python."""
    shutil.rmtree(folder, ignore_errors=True)
    platforms = [word for platform in PLATFORMS for word in ("--platform", platform)]
    wanted = [f"{name}=={importlib.metadata.version(name)}" for name in WHEELS]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:", "--python-version", "3.11",
         "--implementation", "cp", *platforms, "--target", str(folder), *wanted], check=True,
    )  # fmt: skip
    found = importlib.util.find_spec("srt")
    assert found is not None and found.origin is not None, "vosk is not installed here: pip install -e '.[speech]'"
    shutil.copy(found.origin, folder)
    (folder / "complete").touch()


if __name__ == "__main__":
    sys.exit(main())
