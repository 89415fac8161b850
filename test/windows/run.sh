#!/usr/bin/env bash
# npm run test:windows
set -euo pipefail
export WINDOWS_PLACE=node_modules/.cache/windows
bash test/windows/make-place.sh "$WINDOWS_PLACE" "$(node --print process.versions.node)"
vitest run --config vitest.windows.config.ts
