#!/bin/sh
# Every check of the project, in the order in which they fail fastest. On Debian, as root, it installs what the tests need.
set -eu
cd "$(dirname "$0")/.."

# To open a window (software OpenGL will do), to drive it and look at it, to read films and documents back, to encode films fast.
packages="libgl1-mesa-dri libegl1 libxkbcommon-x11-0 libxcursor1 libxi6 libx11-xcb1
    xvfb xauth xdotool x11-xkb-utils imagemagick mesa-vulkan-drivers python3-gi gir1.2-gtk-3.0
    fonts-noto-cjk ffmpeg nasm poppler-utils"

say() {
    printf '\n== %s\n' "$*"
}

missing_packages() {
    for package in $packages; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || printf '%s ' "$package"
    done
}

if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
    missing=$(missing_packages)
    if [ -n "$missing" ] && [ "$(id -u)" = 0 ]; then
        say "installing $missing"
        # shellcheck disable=SC2086 # a list of words
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >/dev/null
    elif [ -n "$missing" ]; then
        say "these packages are missing and some tests will fail: $missing"
    fi
fi

cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt
cargo clippy --version >/dev/null 2>&1 || rustup component add clippy

say "format"
cargo fmt --check

say "lints"
cargo clippy --locked --all-targets --all-features -- -D warnings

say "tests"
# The points at which tests let the program die are compiled in here alone.
cargo test --locked --all-features

say "request bodies against the service's own documents"
if [ -d ../shared/vidgo-openapi ] || [ "${CI:-}" = true ]; then
    cargo test --locked --all-features --lib -- --ignored schema_tests
else
    say "NOT RUN: ../shared/vidgo-openapi is not here; with CI=true this fails"
fi

if [ -f tests/window/run.sh ]; then
    say "the real window"
    xvfb-run -a -s '-screen 0 1440x900x24' sh tests/window/run.sh "${CARGO_TARGET_DIR:-target}/debug/storyreel"
fi

say "all fine"
