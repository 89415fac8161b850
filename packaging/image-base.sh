#!/usr/bin/env bash
# Makes the base of CI's image, where no registry is to be reached: Debian's libraries that Node.js needs, time zones and
# certificates, and the Node.js of the npm package `node`. As root on Linux, with Debian's mmdebstrap and buildah.
#   image-base.sh FOLDER TAG
set -euo pipefail
folder=$1
tag=$2

# shellcheck source=/dev/null
. /etc/os-release
sources=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true)
mirror=$(sed -nE 's/^(URIs:|deb) +([^ ]*\/debian)\/?( .*)?$/\2/p' <<<"$sources" | sed -n 1p)
SOURCE_DATE_EPOCH=0 mmdebstrap --quiet --variant=extract --aptopt='Acquire::Check-Valid-Until "false"' \
  --include=libstdc++6,ca-certificates,tzdata "$VERSION_CODENAME" "$folder" "$mirror"
# Of the machine that made it.
rm -rf "$folder"/etc/{hostname,resolv.conf,apt} "$folder"/var/{cache,lib}/apt
# What update-ca-certificates does when the package is configured.
cat "$folder"/usr/share/ca-certificates/mozilla/*.crt >"$folder/etc/ssl/certs/ca-certificates.crt"
install -D node_modules/node/bin/node "$folder/usr/local/bin/node"
printf 'FROM scratch\nCOPY . /\nENV PATH=/usr/local/bin:/usr/bin:/bin\n' |
  buildah build --quiet --timestamp 0 --file - --tag "$tag" "$folder"
