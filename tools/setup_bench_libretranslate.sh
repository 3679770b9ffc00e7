#!/usr/bin/env bash
# Makes .venv-bench-libretranslate: LibreTranslate brings its own fork of argostranslate (0.6 GB on disk).
set -eu -o pipefail
cd "$(dirname "$0")/.."
[ -x .venv-bench-libretranslate/bin/python ] || "${PYTHON:-python3}" -m venv .venv-bench-libretranslate
.venv-bench-libretranslate/bin/python -m pip --disable-pip-version-check install --quiet libretranslate==1.9.6
