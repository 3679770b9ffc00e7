#!/usr/bin/env bash
# What the GitHub action runs in a checkout of somebody's captions: build if asked, annotate, report.
# CAPTIONS_BUILD=true builds; CAPTIONS_BASE names the branch to compare with; the report's path goes to GITHUB_OUTPUT.
set -u -o pipefail
code=0
if [ "${CAPTIONS_BUILD:-false}" = true ]; then
    captions build || code=$?
fi
captions check --format github || code=$?
if [ -n "${CAPTIONS_BASE:-}" ]; then
    report="${RUNNER_TEMP:-/tmp}/captions-report.md"
    captions report --base "$CAPTIONS_BASE" --markdown >"$report" || code=$?
    [ -n "${GITHUB_OUTPUT:-}" ] && printf 'report=%s\n' "$report" >>"$GITHUB_OUTPUT"
    [ -n "${GITHUB_STEP_SUMMARY:-}" ] && cat "$report" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$code"
