#!/usr/bin/env bash
# Tools: the Debian packages that building or checking the MSI needs.
#
#   installers/msi/tools.sh build|check
#
# Exit 3: something is missing that only an administrator can install.
set -euo pipefail

packages='
wixl wixl
msibuild msitools
msiinfo msitools
x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64
openssl openssl
'
if [[ ${1:-build} == check ]]; then
  packages+='wine wine
wine64 wine64
x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64
'
fi

PATH=$PATH:/usr/lib/wine # where Debian keeps wine64
missing=()
while read -r program package; do
  [[ -z $program ]] || command -v "$program" >/dev/null || missing+=("$package")
done <<<"$packages"
((${#missing[@]})) || exit 0

install=(apt-get install -y -qq --no-install-recommends "${missing[@]}")
printf 'msi: installing %s\n' "${missing[*]}" >&2
if [[ $(id -u) != 0 ]]; then
  sudo -n true 2>/dev/null || { printf 'msi: please run: sudo %s\n' "${install[*]}" >&2; exit 3; }
  install=(sudo env DEBIAN_FRONTEND=noninteractive "${install[@]}")
  sudo apt-get update -qq || true
else
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq || true
fi
"${install[@]}" >/dev/null || { printf 'msi: apt-get failed; the packages are: %s\n' "${missing[*]}" >&2; exit 3; }
