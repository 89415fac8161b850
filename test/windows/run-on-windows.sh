#!/usr/bin/env bash
# Node.js for Windows in the place that make-place.sh has made; the current folder is Z:\app there. Mounts are of this
# process only, and end with it. The output has to be files: libuv under Wine takes no pipe from Linux.
#   run-on-windows.sh FOLDER ARGUMENT...
set -euo pipefail
export HOME=/root LANG=C.UTF-8 XDG_RUNTIME_DIR=/tmp
export WINEDEBUG=-all WINEPREFIX=/root/wine WINESERVER=/usr/lib/wine/wineserver64
[[ -v INSIDE ]] || INSIDE=yes exec unshare --mount bash "$0" "$@"
root=$1/root
shift
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind . "$root/app"
exec unshare --root "$root" --wd /app /usr/lib/wine/wine64 'Z:\package\bin\node.exe' "$@"
