#!/usr/bin/env bash
# Set-up: what the project needs on a bare Debian or Ubuntu, then .venv from requirements.lock.
#
#   installers/setup.sh [run|test|appimage]
#
# `run` sees to the libraries that the kiosk loads, `test` also to the programs
# that the tests start, `appimage` to what the AppImage is built with. What is there already is left alone; a second run is
# instant. Exit 3: something is missing that only an administrator can install.
set -euo pipefail

purpose=${1:-run}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
PATH=$PATH:/usr/sbin:/sbin # ldconfig is there, also for a user
venv=$root/.venv
stamp=$venv/.set-up
sought=$venv/.extras-sought # once is enough: without them tests skip

say() { printf 'setup, %s s: %s\n' "$SECONDS" "$*" >&2; }
fail() { say "$@"; exit 3; }

# --- system packages ---------------------------------------------------------

# A library that is loaded, and the Debian package that has it. Qt's xcb
# platform needs all of libxcb-*; the wheel brings none of them.
libraries='
libzbar.so.0 libzbar0
libEGL.so.1 libegl1
libGL.so.1 libgl1
libX11-xcb.so.1 libx11-xcb1
libxkbcommon.so.0 libxkbcommon0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-glx.so.0 libxcb-glx0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-render.so.0 libxcb-render0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
'

find_missing_packages() {
  local cache library package
  cache=$(ldconfig -p)
  while read -r library package; do
    [[ -z $library || $cache == *"$library "* ]] || echo "$package"
  done <<<"$libraries"
  "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  [[ -e /etc/ssl/certs/ca-certificates.crt || -n ${SSL_CERT_FILE:-} ]] || echo ca-certificates
  [[ $purpose != appimage ]] || find_missing_for_appimage "$cache"
  [[ $purpose == test ]] || return 0
  command -v Xvfb >/dev/null || echo xvfb
  command -v xkbcomp >/dev/null || echo x11-xkb-utils
  [[ -d /usr/share/X11/xkb ]] || echo xkb-data
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  [[ -e $sought ]] || find_missing_extras
}

# Whose tests skip, and say so, where nobody may install it or the archive lacks it.
extras=' ibus ibus-unikey dbus-daemon strace iproute2 chromium libatomic1 libreoffice-writer-nogui fonts-liberation '
find_missing_extras() {
  [[ $(id -u) == 0 ]] || sudo -n true 2>/dev/null || return 0
  [[ -e /usr/share/ibus/component/unikey.xml ]] || printf '%s\n' ibus ibus-unikey
  command -v dbus-daemon >/dev/null || echo dbus-daemon
  command -v strace >/dev/null || echo strace
  command -v ip >/dev/null || echo iproute2
  command -v chromium >/dev/null || echo chromium
  [[ $(ldconfig -p) == *libatomic.so.1* ]] || echo libatomic1  # of playwright's own node
  command -v soffice >/dev/null || printf '%s\n' libreoffice-writer-nogui fonts-liberation
}

# The runtime's libraries, the tools, and libraries that the frozen program takes along.
find_missing_for_appimage() {
  local cache=$1 file library package version
  while read -r file package; do
    compgen -G "$file" >/dev/null || echo "$package"
  done <<'FILES'
/usr/include/squashfuse/ll.h libsquashfuse-dev
/usr/include/fuse3/fuse_lowlevel.h libfuse3-dev
/usr/include/zstd.h libzstd-dev
/usr/include/lzma.h liblzma-dev
/usr/include/zlib.h zlib1g-dev
/usr/include/stdio.h libc6-dev
/usr/bin/gcc gcc
/usr/bin/readelf binutils
/usr/bin/mksquashfs squashfs-tools
FILES
  version=$("$python" -c 'import sys; print("{}.{}".format(*sys.version_info))')
  while read -r library package; do
    [[ $cache == *"$library "* ]] || echo "$package"
  done <<LIBRARIES
libpython$version.so.1.0 libpython$version
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
LIBRARIES
}

# Debian 13 and Ubuntu 24.04 renamed some libraries for 64-bit time.
name_packages() {
  local package
  for package; do
    [[ $extras != *" $package "* ]] || apt-cache show "$package" >/dev/null 2>&1 || continue
    if apt-cache show "${package}t64" >/dev/null 2>&1; then echo "${package}t64"; else echo "$package"; fi
  done
}

as_root=()
install_packages() {
  local -a packages=("$@")
  command -v apt-get >/dev/null ||
    fail "this system has no apt-get. Please install what Debian calls: ${packages[*]}"
  if [[ $(id -u) != 0 ]]; then
    sudo -n true 2>/dev/null ||
      fail "please run: sudo apt-get install --no-install-recommends ${packages[*]}"
    as_root=(sudo)
  fi
  as_root+=(env DEBIAN_FRONTEND=noninteractive)
  say "installing ${packages[*]}"
  "${as_root[@]}" apt-get update -qq || say "apt-get update failed; trying what is known"
  mapfile -t packages < <(name_packages "${packages[@]}")
  keep_postgresql_from_starting
  "${as_root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null ||
    fail "apt-get failed. Please run: sudo apt-get install --no-install-recommends ${packages[*]}"
  let_postgresql_start
}

# The tests start a PostgreSQL of their own; this machine needs none that runs.
no_cluster=/etc/postgresql-common/createcluster.d/checkpoint-kiosk.conf
keep_postgresql_from_starting() {
  [[ ! -e /etc/postgresql-common ]] || return 0
  trap let_postgresql_start EXIT
  "${as_root[@]}" mkdir -p "$(dirname "$no_cluster")"
  echo 'create_main_cluster = false' | "${as_root[@]}" tee "$no_cluster" >/dev/null
}
let_postgresql_start() {
  [[ ! -e $no_cluster ]] || "${as_root[@]}" rm -f "$no_cluster"
}

# --- Python ------------------------------------------------------------------

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "no Python 3.11, 3.12 or 3.13 found. Please run: sudo apt-get install python3 python3-venv"
}

describe_environment() {
  "$python" -VV
  echo "$root"
  sha256sum requirements.lock pyproject.toml installers/setup.sh
}

# uv reads no pip.conf, so it is told what pip is told.
ask_pip() { "$venv/bin/pip" config get "$1" 2>/dev/null || true; }
tell_uv() {
  local index cert
  index=${PIP_INDEX_URL:-$(ask_pip global.index-url)}
  cert=${SSL_CERT_FILE:-${PIP_CERT:-$(ask_pip global.cert)}}
  [[ -z $index ]] || export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$index}
  [[ -z $cert ]] || export SSL_CERT_FILE=$cert
  export UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-180} UV_LINK_MODE=${UV_LINK_MODE:-copy}
}

pip() { "$venv/bin/pip" --disable-pip-version-check --quiet "$@"; }
uv() { "$venv/bin/uv" --quiet "$@"; }

# The lock pins uv itself; pip is only there to fetch it.
install_uv() {
  awk '/^uv==/ { found = 1 } found { print } found && !/\\$/ { exit }' requirements.lock >"$venv/uv.lock"
  pip install --no-deps --require-hashes -r "$venv/uv.lock"
}

install_dependencies() {
  tell_uv
  if install_uv && uv pip install --compile-bytecode --python "$venv/bin/python" --require-hashes -r requirements.lock; then
    return
  fi
  say "uv did not do it; pip does"
  pip install --require-hashes -r requirements.lock
}

install_project() {
  pip install --no-deps --no-build-isolation --editable .
  [[ -x $venv/bin/kiosk && -x $venv/bin/province ]]
}

# An environment can't be moved: its scripts name the folder they were made in.
is_environment_usable() {
  [[ $("$venv/bin/python" -VV 2>/dev/null) == "$("$python" -VV)" ]] &&
    head -n 1 "$venv/bin/pip" 2>/dev/null | grep -qF "$venv/"
}

make_environment() {
  say "setting up .venv with $("$python" -V)"
  rm -f "$stamp"
  is_environment_usable || "$python" -m venv --clear "$venv"
  install_dependencies
  say "installing the project"
  install_project
  describe_environment >"$stamp"
  say "ready"
}

# --- go ----------------------------------------------------------------------

python=$(find_python)
mapfile -t missing < <(find_missing_packages)
if ((${#missing[@]})); then
  install_packages "${missing[@]}"
fi
if [[ $(cat "$stamp" 2>/dev/null) != "$(describe_environment)" ]]; then
  make_environment
fi
[[ $purpose != test ]] || touch "$sought"
