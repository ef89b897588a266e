#!/bin/sh
# Sets up everything that `make` needs, from nothing: system libraries, .venv, Python packages. Safe to run again.
# `make` calls it when it has to; EXTRAS="sim,dev,bench" chooses the extras of setup.cfg.
set -eu
cd "$(dirname "$0")"

EXTRAS=${EXTRAS:-sim,speech,dev}
PACKAGES="libegl1 libgl1 libglib2.0-0"
SPEECH="libportaudio2 libatomic1 espeak-ng" # typed instructions need none of it
PIP="pip --disable-pip-version-check --retries 10 --timeout 120"

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$@" >&2; exit 1; }

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install() {
    say "installing $*"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -o Acquire::Retries=5 -qq update
    apt-get -o Acquire::Retries=5 -o Dpkg::Use-Pty=0 -qq install -y --no-install-recommends "$@" >/dev/null
}

supported() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; }

find_python() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if supported "$candidate"; then command -v "$candidate"; return; fi
    done
}

# What the wheels of OpenCV and MuJoCo look for on the system, by the names that the loader uses.
missing_libraries() {
    "$python" - <<'PROBE'
import ctypes, sys
for name in ("libEGL.so.1", "libGL.so.1", "libgthread-2.0.so.0") if sys.platform == "linux" else ():
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name, end=" ")
PROBE
}

# What of speech is missing here: its libraries by name, its program.
missing_speech() {
    command -v espeak-ng >/dev/null || printf 'espeak-ng '
    "$python" - <<'PROBE'
import ctypes, sys
for name in ("libportaudio.so.2", "libatomic.so.1") if sys.platform == "linux" else ():
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name, end=" ")
PROBE
}

python=$(find_python)
if [ -z "$python" ] && may_install; then
    install python3 python3-venv
    python=$(find_python)
fi
[ -n "$python" ] || fail "Heed needs Python 3.11, 3.12 or 3.13, and none of them is on the PATH." \
    "On Debian, Ubuntu and Raspberry Pi OS: sudo apt-get install python3 python3-venv" \
    "Elsewhere, name the interpreter: make PYTHON=/path/to/python3.12"

missing=$(missing_libraries)
if [ -n "$missing" ] && may_install; then
    # shellcheck disable=SC2086
    install $PACKAGES
    missing=$(missing_libraries)
fi
[ -z "$missing" ] || fail "these system libraries are missing: $missing" \
    "On Debian, Ubuntu and Raspberry Pi OS: sudo apt-get install $PACKAGES" "Then run make again."

if [ -n "$(missing_speech)" ]; then
    # shellcheck disable=SC2086
    if may_install; then install $SPEECH || say "speech is not complete: $(missing_speech)"
    else say "to speak to the car and hear it: sudo apt-get install $SPEECH"; fi
fi

if ! supported .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if may_install; then install python3-venv; fi
        "$python" -c 'import ensurepip, venv' 2>/dev/null || fail "$python can't make virtual environments." \
            "On Debian, Ubuntu and Raspberry Pi OS: sudo apt-get install python3-venv" "Then run make again."
    fi
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi

say "installing Heed with its extras $EXTRAS (some hundred MB the first time)"
for attempt in 1 2 3; do
    # shellcheck disable=SC2086
    if .venv/bin/python -m $PIP install --quiet --editable ".[$EXTRAS]"; then break; fi
    [ "$attempt" = 3 ] && fail "pip could not install the packages (see above). With a network, run make again."
    say "trying again"
    sleep 5
done
say "ready"
