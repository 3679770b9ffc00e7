#!/usr/bin/env bash
# Pins every dependency: `make lock` runs this. torch stands alone in requirements/torch.lock without a
# hash, since its builds (CPU, CUDA) share a version and differ in their hashes.
set -eu -o pipefail
cd "$(dirname "$0")/.."
uv=(.venv/bin/python -m uv pip compile --quiet --python-version 3.11 --no-header --no-annotate
    --excludes requirements/excluded.txt --generate-hashes --no-emit-package torch)
.venv/bin/python -m pip install --quiet uv
"${uv[@]}" --extra desk pyproject.toml -o requirements.lock
"${uv[@]}" --extra desk --extra firefox --group dev -c requirements.lock pyproject.toml -o requirements/dev.lock
"${uv[@]}" --group demo -c requirements/dev.lock -o requirements/demo.lock
