#!/usr/bin/env bash
# Makes the README's screenshots anew: make.sh [PROGRAM] [FOLDER]
# Starts the program on a display of its own as on a first run, which opens a copy of the sample project, and drives it
# by keys. Waits for what is painted, never for a time. Fails where the window stays blank or does not do as it is told.
# Needs Xvfb, xdotool and ImageMagick.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "${1:-$here/../../target/release/rapporteur}")
folder=$(realpath "${2:-$here}")
work=$(mktemp -d)
processes=()

# A place that reads well in the picture of the start screen, where it is free.
data=/tmp/rapporteur
mkdir "$data" 2>/dev/null || data=$work/data

finish() {
    for process in "${processes[@]}"; do kill "$process" 2>/dev/null || true; done
    rm -rf "$work" "$data"
}
trap finish EXIT
fail() { printf 'make.sh: %s\n' "$*" >&2; tail -n 20 "$work/log" >&2 2>/dev/null || true; exit 1; }

for tool in Xvfb xdotool import compare; do
    command -v "$tool" >/dev/null || fail "$tool is missing; on Debian: apt-get install xvfb xdotool imagemagick"
done

# Calls "$@" until it succeeds, for at most a minute.
until_so() {
    local what=$1 end=$((SECONDS + 60))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || fail "$what did not happen within a minute"
        sleep 0.2
    done
}

for number in 95 96 97; do
    [ -e "/tmp/.X$number-lock" ] && continue
    Xvfb ":$number" -screen 0 1920x1080x24 -nolisten tcp >"$work/xvfb" 2>&1 &
    processes+=($!)
    export DISPLAY=":$number"
    break
done
[ "${#processes[@]}" = 1 ] || fail "displays :95 to :97 are all taken"
unset WAYLAND_DISPLAY WAYLAND_SOCKET DBUS_SESSION_BUS_ADDRESS
until_so "the display" xdotool getdisplaygeometry >/dev/null 2>&1

export RAPPORTEUR_DATA="$data" LIBGL_ALWAYS_SOFTWARE=1
# The name that the status bar shows.
export USER=AK
"$program" >"$work/log" 2>&1 &
process=$!
processes+=("$process")

window() { kill -0 "$process" 2>/dev/null || fail "the program ended"; xdotool search --onlyvisible --name 'Rapporteur' 2>/dev/null | tail -n 1; }
has_window() { [ -n "$(window)" ]; }
until_so "the window" has_window
window=$(window)
width=1280 height=800

look() { import -window root -crop "${width}x$height+0+0" +repage -depth 8 -strip "$1"; }
# How many points differ; many where the sizes do.
difference() { compare -metric AE "$1" "$2" null: 2>&1 | sed 's/[^0-9.e+].*//' || true; }
# What is painted has many colours and has stopped changing, but for a blinking caret.
still() {
    look "$work/one.png"
    sleep 0.3
    look "$work/two.png"
    local changed
    changed=$(difference "$work/one.png" "$work/two.png")
    [ "$(identify -format %k "$work/two.png")" -gt 60 ] && [ "${changed%%[.e]*}" -lt 200 ]
}
different() {
    look "$work/now.png"
    local changed
    changed=$(difference "$work/before.png" "$work/now.png")
    case "$changed" in *e+*) return 0 ;; esac
    [ "${changed%%.*}" -gt "${1:-500}" ]
}
# Presses keys and waits until the picture is another one and still.
press() {
    kill -0 "$process" 2>/dev/null || fail "the program ended"
    look "$work/before.png"
    xdotool windowfocus --sync "$window"
    xdotool key --clearmodifiers --delay 60 "$@"
    until_so "a change after $*" different
    until_so "a still picture after $*" still
}
type_words() {
    look "$work/before.png"
    xdotool type --delay 40 "$1"
    until_so "a change after typing “$1”" different
    until_so "a still picture after “$1”" still
}
# Finds a command in the palette and calls it.
call() {
    press ctrl+k
    type_words "$1"
    press Return
}
resize() {
    width=$1 height=$2
    xdotool windowsize --sync "$window" "$width" "$height"
    xdotool windowmove "$window" 0 0
    until_so "a still picture at $width by $height" still
}
keep() {
    until_so "a still picture for $1" still
    convert "$work/two.png" +dither -colors 255 -strip -define png:compression-level=9 "$folder/$1.png"
    echo "$folder/$1.png: $(identify -format '%wx%h, %k colours' "$folder/$1.png")"
}

# Out of the text, so that nothing is pointed at.
xdotool mousemove 1919 1079
resize 1280 800
# The passage under the keys: the third excerpt of the article.
press n
press n
press n
keep reading
call "Theme: dark"
keep reading-dark
resize 1920 1080
keep reading-dark-wide
call "Theme: light"
keep reading-wide
resize 1280 800
press ctrl+2
keep excerpts
press ctrl+1
press ctrl+k
keep palette
press Escape
press ctrl+w
keep start

xdotool windowfocus --sync "$window"
xdotool key --clearmodifiers ctrl+q
gone() { ! kill -0 "$process" 2>/dev/null; }
until_so "the end of the program after Ctrl+Q" gone
wait "$process" || fail "the program ended with status $?"
if grep -i panick "$work/log"; then fail "the program panicked"; fi
[ -f "$data/projects/berlin-talks/project.ron" ] || fail "the first run made no copy of the sample project"
echo "All screenshots made."
