#!/usr/bin/env bash
# Makes .venv from the lock files: tools/setup.sh [dev]. `make` calls it; a second call is quick.
set -eu -o pipefail
cd "$(dirname "$0")/.."
fail() { printf '%s\n' "$1" >&2; exit 1; }

python=${PYTHON:-python3}
command -v "$python" >/dev/null || fail "Python is not installed; install Python 3.11 (Debian: apt install python3 python3-venv)"
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' ||
    fail "$("$python" --version) is not supported: install Python 3.11, or name one: make PYTHON=python3.11"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    fail "this Python has no venv module; install it (Debian: apt install python3-venv)"

[ -x .venv/bin/python ] || { echo "make .venv"; "$python" -m venv .venv; }
pip=(.venv/bin/python -m pip --disable-pip-version-check install)
[ -t 1 ] || pip+=(--quiet) # a terminal sees pip's own progress bars
lock=requirements.lock
[ "${1:-}" = dev ] && lock=requirements/dev.lock
echo "install $lock (the first time downloads about 600 MB and takes some minutes)"
"${pip[@]}" --no-deps --require-hashes -r "$lock"
"${pip[@]}" --no-warn-conflicts -r requirements/torch.lock
# compat: a path in a .pth file instead of an import hook, which would cost every command 15 ms at its start.
"${pip[@]}" --no-deps --no-build-isolation --config-settings editable_mode=compat --editable .
