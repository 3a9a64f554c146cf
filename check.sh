#!/usr/bin/env bash
# Everything that must hold before a change lands; continuous integration runs the same. Needs no display and no GPU.
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '\n== %s\n' "$*"; }
fail() { printf '\ncheck.sh: %s\n' "$*" >&2; exit 1; }

if ! command -v cc >/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "A C compiler and linker, from the system's packages"
        apt-get update -q && apt-get install -q -y --no-install-recommends gcc libc6-dev
    else
        fail "there is no C compiler (cc) to link with; on Debian: sudo apt-get install gcc libc6-dev"
    fi
fi
command -v cargo >/dev/null || fail "there is no cargo; Rust 1.95 or newer comes with rustup (https://rustup.rs)"

say "Form: cargo fmt"
cargo fmt --check || fail "run cargo fmt"

say "Lints: cargo clippy, warnings are errors"
cargo clippy --locked --all-targets -- -D warnings

say "Without the window: library and command line build with no GUI crate present"
cargo check --locked --no-default-features
gui=$(cargo tree --locked --no-default-features --edges normal --prefix none |
    grep -E '^(egui|eframe|epaint|emath|winit|glow|glutin|accesskit|rfd|wayland|x11)' | sort -u || true)
[ -z "$gui" ] || fail "these came in although the window is left out: $gui"

say "Tests: cargo test"
cargo test --locked

for bench in benches/*.rs; do
    [ -e "$bench" ] || continue
    say "Benchmark $(basename "$bench" .rs): runs once, times are not judged"
    cargo test --locked --bench "$(basename "$bench" .rs)" -- --quick
done

say "Documentation: cargo doc, broken links are errors"
RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps

printf '\nAll checks passed.\n'
