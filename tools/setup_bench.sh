#!/usr/bin/env bash
# Makes .venv-bench, where the peers of the benches live: tools/setup_bench.sh; `tools/setup_bench.sh lock`
# pins requirements/bench.in anew first. About 1.5 GB on disk; the pipeline itself never needs it.
set -eu -o pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

if [ "${1:-}" = lock ]; then
    .venv/bin/python -m pip install --quiet uv
    # The CUDA packages are torch's on Linux; on a processor nothing of them is used.
    grep -E '^(#|nvidia-|cuda-|triton)' requirements/excluded.txt >build/bench-excluded.txt
    .venv/bin/python -m uv pip compile --quiet --python-version 3.11 --no-header --no-annotate \
        --excludes build/bench-excluded.txt --generate-hashes --no-emit-package torch \
        requirements/bench.in -o requirements/bench.lock
fi
[ -x .venv-bench/bin/python ] || { echo "make .venv-bench"; "$python" -m venv .venv-bench; }
pip=(.venv-bench/bin/python -m pip --disable-pip-version-check install --quiet)
echo "install requirements/bench.lock (the first time downloads about 600 MB)"
"${pip[@]}" --no-deps --require-hashes -r requirements/bench.lock
"${pip[@]}" -r requirements/torch.lock -c requirements/torch.lock
# The `whisper` command wants a program called ffmpeg.
ln -sf "$(.venv-bench/bin/python -c 'import imageio_ffmpeg; print(imageio_ffmpeg.get_ffmpeg_exe())')" .venv-bench/bin/ffmpeg
