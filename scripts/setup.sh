#!/usr/bin/env bash
# Makes this checkout ready: system packages, .venv, pinned Python packages.
#
#   bash scripts/setup.sh [run|dev|bench]     run: to use it; dev: also to test it (default)
#
# Safe to run again: it does only what is missing, and returns at once when nothing is.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly PURPOSE="${1:-dev}"
readonly STAMP=".venv/.congvan-$PURPOSE"
# The language model reads, the fonts print the samples (Debian's fonts-liberation 1.x lacks
# 92 Vietnamese letters, fonts-croscore is complete), graphviz's `dot` draws lineages as SVG.
SYSTEM_PACKAGES=(
    tesseract-ocr tesseract-ocr-vie tesseract-ocr-osd fontconfig fonts-croscore graphviz
)

say() { printf '%s\n' "$*" >&2; }

fail() { # Vietnamese, English
    say "lỗi: $1"
    say "error: $2"
    exit 1
}

# Debian's Chromium drives the browser tests.
[[ $PURPOSE != dev ]] || SYSTEM_PACKAGES+=(chromium)

fingerprint() { cat pyproject.toml constraints.txt scripts/setup.sh | sha256sum; }

front_fingerprint() { # of the sources of the front end
    find web/front -path web/front/node_modules -prune -o -type f -print0 | sort -z \
        | xargs -0 sha256sum | sha256sum
}

is_ready() {
    [[ -f $STAMP && -x .venv/bin/congvan && $(<"$STAMP") == "$(fingerprint)" ]] \
        && .venv/bin/python -c '' 2>/dev/null \
        && [[ -z $(missing_packages) ]] \
        && [[ -f web/static/.built && $(<web/static/.built) == "$(front_fingerprint)" ]]
}

missing_packages() {
    command -v dpkg-query >/dev/null || return 0
    local package
    for package in "${SYSTEM_PACKAGES[@]}"; do
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] \
            || printf '%s\n' "$package"
    done
}

as_root() {
    if [[ $EUID -eq 0 ]]; then
        "$@"
    else
        sudo "$@"
    fi
}

install_packages() {
    local wanted=("$@")
    command -v apt-get >/dev/null || fail \
        "không có apt-get; hãy tự cài: ${wanted[*]}" \
        "there is no apt-get; install these yourself: ${wanted[*]}"
    [[ $EUID -eq 0 ]] || command -v sudo >/dev/null || fail \
        "cần quyền root để cài ${wanted[*]}; hãy nhờ quản trị viên chạy: apt-get install ${wanted[*]}" \
        "root is needed to install ${wanted[*]}; ask an administrator to run: apt-get install ${wanted[*]}"
    say "Đang cài gói hệ thống · installing system packages: ${wanted[*]}"
    local options=(-q -y -o DPkg::Lock::Timeout=120)
    as_root apt-get "${options[@]}" update >/dev/null \
        || say "Không cập nhật được danh mục gói · the package list could not be updated"
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get "${options[@]}" install --no-install-recommends "${wanted[@]}" >/dev/null || fail \
        "không cài được ${wanted[*]}; hãy kiểm tra mạng và nguồn gói" \
        "could not install ${wanted[*]}; check the network and the package sources"
}

require_system() {
    if ! command -v dpkg-query >/dev/null; then
        command -v tesseract >/dev/null || install_packages "${SYSTEM_PACKAGES[@]}"
        return
    fi
    local missing
    mapfile -t missing < <(missing_packages)
    [[ ${#missing[@]} -eq 0 ]] || install_packages "${missing[@]}"
}

find_python() { # the first Python that is new enough and can make an environment
    local name
    for name in python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
        if "$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
            >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

require_python() {
    find_python >/dev/null || install_packages python3 python3-venv
    find_python >/dev/null || fail \
        "cần Python 3.11 trở lên, có kèm venv; hãy cài rồi chạy lại" \
        "Python 3.11 or newer with venv is needed; install it and run this again"
}

install_project() {
    local extras="[front]"
    [[ $PURPOSE == run ]] || extras="[front,$PURPOSE]"
    # An environment whose Python has gone is made anew.
    .venv/bin/python -c '' 2>/dev/null || "$(find_python)" -m venv --clear .venv
    say "Đang cài gói Python · installing Python packages"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check \
        --constraint constraints.txt --editable ".$extras" || fail \
        "không cài được gói Python; hãy kiểm tra mạng rồi chạy lại" \
        "the Python packages could not be installed; check the network and run this again"
}

build_front() { # the app's scripts and styles, from pinned packages of the npm registry
    say "Đang dựng giao diện web · building the web front end"
    (
        cd web/front
        export PATH="$PWD/../../.venv/bin:$PATH"
        npm ci --silent --no-progress --ignore-scripts && npm run --silent build
    ) || fail \
        "không dựng được giao diện web; hãy kiểm tra mạng rồi chạy lại" \
        "the web front end could not be built; check the network and run this again"
    front_fingerprint >web/static/.built
}

[[ $PURPOSE =~ ^(run|dev|bench)$ ]] || fail \
    "không hiểu '$PURPOSE'; hãy dùng run, dev hoặc bench" \
    "'$PURPOSE' is not understood; use run, dev or bench"
is_ready && exit 0
require_system
require_python
install_project
build_front
fingerprint | tee "$STAMP" >.venv/.congvan-run # who can test it can also use it
say "Đã sẵn sàng · ready: .venv/bin/congvan"
