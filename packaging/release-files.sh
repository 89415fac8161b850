#!/usr/bin/env bash
# The files of a release, in the folder that is named: the Function app, the npm package, the template that deploys the
# app with the form of the portal, what they are made of (CycloneDX), and the digests of all.
set -euo pipefail

target=${1:?the folder for the files}
npm ci
npm run --silent package
rm -f dist/*.tgz
npm run --silent package:npm
rm -rf "$target"
mkdir -p "$target"
cp dist/package.zip dist/main.json dist/createUiDefinition.json dist/*.tgz "$target"
# From the lock file: npm takes the overrides of OpenTelemetry's packages for faults of what is installed.
npm sbom --package-lock-only --omit dev --sbom-format cyclonedx --sbom-type application >"$target/sbom.cdx.json"
cd "$target"
sha256sum -- * >../SHA256SUMS
mv ../SHA256SUMS .
cat SHA256SUMS
