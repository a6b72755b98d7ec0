#!/bin/sh
# Install: puts an AppImage on this machine as a service, takes it back, or removes it.
#
#   install.sh KIOSK.AppImage [--headless] [--policy FILE]
#   install.sh --back        the version before this one
#   install.sh --remove      the program; never the data
#   install.sh --seal        a key for the database that this machine alone can open (TPM, where it has one)
#   install.sh --unseal      start without that key: when the machine or its TPM was changed
#
# A second run with the same file changes nothing. Programs stand in /opt/kiosk, each version in a
# folder of its own; data in /var/lib/kiosk, which nothing here touches.
# Exit 2: wrong use or a wrong policy file, nothing was changed. Exit 3: this machine lacks something.
set -eu
umask 022

here=$(dirname "$(readlink -f "$0")")
programs=/opt/kiosk
units=/etc/systemd/system
rules=/etc/udev/rules.d/70-kiosk-readers.rules
data=/var/lib/kiosk
policy=/etc/kiosk/policy.toml
sealed=/etc/kiosk/kiosk-key.cred

say() { printf 'install: %s\n' "$*" >&2; }
fail() { code=$1; shift; say "$@"; exit "$code"; }
usage() { sed -n '4,8s/^# *//p' "$0" >&2; exit 2; }
has_systemd() { [ -d /run/systemd/system ]; }

# `current` is never absent, not even for a moment.
point_to() {
  ln -s "$1" "$programs/.current"
  mv -T "$programs/.current" "$programs/current"
}

add_user() {
  id kiosk >/dev/null 2>&1 ||
    useradd --system --home-dir "$data" --no-create-home --shell /usr/sbin/nologin kiosk
  for group in dialout audio video input lp; do
    if getent group "$group" >/dev/null; then usermod -a -G "$group" kiosk; fi
  done
  if [ ! -d "$data" ]; then install -d -m 700 -o kiosk -g kiosk "$data"; fi
}

unpack() {
  version=$(basename "$1" .AppImage)-$(sha256sum "$1" | cut -c 1-8)
  [ ! -e "$programs/$version/AppRun" ] || { say "$version is here already"; return; }
  part=$programs/.part
  rm -rf "$part"
  mkdir -p "$part"
  (cd "$part" && "$1" --appimage-extract) || fail 3 "$1 can't be unpacked: is the disk full?"
  chmod -R go+rX,go-w "$part/squashfs-root"
  mv -T "$part/squashfs-root" "$programs/$version"
  rmdir "$part"
}

# A wrong key must be heard now and not at the gate: `doctor` ends with 2 for it.
check_policy() {
  code=0
  words=$("$programs/$version/AppRun" doctor --data "$data" --policy "$1" 2>&1 >/dev/null) || code=$?
  [ "$code" -le 1 ] || fail 2 "the policy was not taken. $words"
}

write_command() {
  cat >/usr/local/bin/kiosk <<'COMMAND'
#!/bin/sh
# Runs the installed kiosk on the service's own data, as the service's user.
export XDG_DATA_HOME=/var/lib
# With a sealed key, systemd opens it for the command too (install.sh --seal).
if [ "$(id -u)" = 0 ] && [ -e /etc/kiosk/kiosk-key.cred ] && [ -d /run/systemd/system ]; then
  exec systemd-run --quiet --wait --collect --pipe --uid=kiosk --setenv=XDG_DATA_HOME=/var/lib \
    --property=LoadCredentialEncrypted=kiosk-key:/etc/kiosk/kiosk-key.cred /opt/kiosk/current/AppRun "$@"
fi
if [ "$(id -u)" = 0 ]; then exec runuser -u kiosk -- /opt/kiosk/current/AppRun "$@"; fi
exec /opt/kiosk/current/AppRun "$@"
COMMAND
  chmod 755 /usr/local/bin/kiosk
}

enable_unit() {
  install -m 644 "$here/kiosk.service" "$here/kiosk-headless.service" "$units/"
  install -D -m 644 "$here/70-kiosk-readers.rules" "$rules"
  if ! has_systemd; then
    say "systemd does not run here; enable $1 on the machine itself"
    return
  fi
  [ "$1" != kiosk.service ] || [ -x /usr/bin/cage ] ||
    say "cage is missing: apt-get install cage, or see x11.conf"
  systemctl daemon-reload
  systemctl enable "$1"
  systemctl restart "$1"
}

forget_old() {
  for folder in "$programs"/*; do
    name=$(basename "$folder")
    case $name in current | previous | "$version" | "$(readlink "$programs/previous" || true)") ;;
      *) rm -rf "$folder" ;;
    esac
  done
}

install_kiosk() {
  image='' unit=kiosk.service given=''
  while [ $# -gt 0 ]; do
    case $1 in
      --headless) unit=kiosk-headless.service ;;
      --policy) [ $# -gt 1 ] || usage; given=$2; shift ;;
      -*) usage ;;
      *) [ -z "$image" ] || usage; image=$(readlink -f "$1") ;;
    esac
    shift
  done
  [ -n "$image" ] || usage
  [ -x "$image" ] || fail 2 "$image is not a program: chmod +x it, or name the AppImage"
  [ -z "$given" ] || [ -r "$given" ] || fail 2 "policy file $given is not there"
  mkdir -p "$programs" "$units"
  unpack "$image"
  [ -z "$given" ] || check_policy "$given"
  add_user
  [ -z "$given" ] || install -D -m 644 "$given" "$policy"
  before=$(readlink "$programs/current" || true)
  if [ "$before" != "$version" ]; then
    [ -z "$before" ] || ln -sfn "$before" "$programs/previous"
    point_to "$version"
  fi
  write_command
  forget_old
  enable_unit "$unit"
  say "$version is installed; data in $data; ask \`kiosk doctor\`"
}

go_back() {
  before=$(readlink "$programs/previous") || fail 2 "there is no version before this one"
  ln -sfn "$(readlink "$programs/current")" "$programs/previous"
  point_to "$before"
  if has_systemd; then systemctl try-restart kiosk.service kiosk-headless.service; fi
  say "$before is in use again"
}

restart_units() {
  has_systemd || return 0
  systemctl daemon-reload
  systemctl try-restart kiosk.service kiosk-headless.service
}

# The key is whole under its name or not there; one that is there is never made anew.
seal() {
  command -v systemd-creds >/dev/null || fail 3 "systemd-creds is missing: systemd 250 or newer is needed"
  mkdir -p "$(dirname "$sealed")"
  if [ ! -e "$sealed" ]; then
    (umask 077 && head -c 32 /dev/urandom | systemd-creds encrypt --name=kiosk-key - "$sealed.part") ||
      { rm -f "$sealed.part"; fail 3 "the key could not be sealed, nothing was changed"; }
    mv "$sealed.part" "$sealed"
  fi
  for unit in kiosk kiosk-headless; do
    install -D -m 644 "$here/kiosk-key.conf" "$units/$unit.service.d/kiosk-key.conf"
  done
  restart_units
  say "sealed; now \`sudo kiosk keys add credential\`, and with a printed passphrase \`sudo kiosk keys remove key_file\`"
}

# The sealed key stays, under another name: nothing is lost, should the machine be put back.
unseal() {
  rm -f "$units/kiosk.service.d/kiosk-key.conf" "$units/kiosk-headless.service.d/kiosk-key.conf"
  [ ! -e "$sealed" ] || mv "$sealed" "$sealed.$(date +%Y%m%d-%H%M%S)"
  restart_units
  say "the service starts without the sealed key; without a key file: \`sudo kiosk keys recover\`"
}

remove() {
  if has_systemd; then systemctl disable --now kiosk.service kiosk-headless.service || true; fi
  rm -rf "$units/kiosk.service.d/kiosk-key.conf" "$units/kiosk-headless.service.d/kiosk-key.conf"
  rm -f "$units/kiosk.service" "$units/kiosk-headless.service" "$rules" /usr/local/bin/kiosk
  rm -rf "$programs"
  if has_systemd; then systemctl daemon-reload; fi
  say "the program is removed; $data and $policy stay"
}

[ "$(id -u)" = 0 ] || fail 3 "needs root: sudo $0 $*"
case ${1:-} in
  --back) go_back ;;
  --remove) remove ;;
  --seal) seal ;;
  --unseal) unseal ;;
  *) install_kiosk "$@" ;;
esac
