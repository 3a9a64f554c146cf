#!/usr/bin/env bash
# Reads what is exported with programs that are not ours: tests/readers/run.sh PROGRAM. Installs what it needs, outside
# the checkout: Python's openpyxl and python-docx, Pillow, @apache-annotator/dom, jsdom and playwright-core, Chromium and
# LibreOffice of the system (without a window).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1")
tools=${RAPPORTEUR_READERS:-${TMPDIR:-/tmp}/rapporteur-readers}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export RAPPORTEUR_DATA=$work/user
mkdir -p "$tools"

say() { printf '== %s (%s)\n' "$*" "$(date -u +%H:%M:%S)"; }

wanted="chromium libreoffice-writer-nogui libreoffice-calc-nogui python3-venv"
command -v node >/dev/null || wanted="$wanted nodejs"
command -v npm >/dev/null || wanted="$wanted npm"
missing=$(for package in $wanted; do dpkg -s "$package" >/dev/null 2>&1 || echo "$package"; done)
if [ -n "$missing" ]; then
    say "Install" $missing
    export DEBIAN_FRONTEND=noninteractive
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update -q >"$work/apt.log" 2>&1
    # shellcheck disable=SC2086 # each word is a package
    $sudo apt-get install -q -y --no-install-recommends $missing >>"$work/apt.log" 2>&1 || { cat "$work/apt.log"; exit 1; }
fi
if ! cmp -s "$here/requirements.txt" "$tools/requirements.txt"; then
    say "Install what Python reads with"
    python3 -m venv "$tools/venv"
    "$tools/venv/bin/pip" install -q --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$tools/"
fi
if ! cmp -s "$here/package.json" "$tools/node/package.json"; then
    say "Install what node reads with"
    mkdir -p "$tools/node"
    cp "$here/package.json" "$tools/node/"
    (cd "$tools/node" && npm install --silent --no-audit --no-fund --ignore-scripts)
fi
python=$tools/venv/bin/python

say "A project of awkward words"
"$python" "$here/make.py" "$work"
"$program" new "$work/project" --name "$(cat "$work/name.txt")" >/dev/null
"$program" import "$work/project" "$work"/articles >/dev/null
"$program" tag "$work/project" "$work/coding.csv" --raw
out=$work/out
mkdir "$out"
for format in xlsx docx html codedhtml codeddocx jsonld jsonl ron markdown; do
    "$program" export "$work/project" --format "$format" --output "$out/$format.${format#coded}" >/dev/null
done
for format in svg png; do
    "$program" export "$work/project" --format $format --output "$out/overview.$format" >/dev/null
    "$program" export "$work/project" --format $format --group tag,actor --filter 'tag:position or tag:proposal' \
        --output "$out/matrix.$format" >/dev/null
done
"$program" export "$work/project" --format csv --output "$out/guarded.csv" >/dev/null
"$program" export "$work/project" --format csv --raw --output "$out/raw.csv" >/dev/null
"$program" export "$work/project" --format docx --context 300 --group tag,actor --output "$out/context.docx" >/dev/null

say "CSV, XLSX and DOCX with Python"
"$python" "$here/read.py" "$work"

say "Pictures with Python's XML reader and Pillow"
"$python" "$here/read_pictures.py" "$work" "${RAPPORTEUR_PICTURES:-}"

say "CSV, XLSX and DOCX through LibreOffice"
office() { HOME=$work/home soffice --headless --norestore "${@:3}" --convert-to "$1" --outdir "$work/office" "$2" >/dev/null 2>&1; }
office "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false" "$out/xlsx.xlsx"
# Comma, quotation mark, UTF-8, from the first row; the third column is text.
office "xlsx:Calc MS Excel 2007 XML" "$out/raw.csv" --infilter=CSV:44,34,76,1,3/2
office "txt:Text (encoded):UTF8" "$out/docx.docx"
office pdf "$out/codeddocx.docx"
"$python" "$here/read_office.py" "$work"

say "Web Annotations with @apache-annotator/dom"
cp "$here"/*.mjs "$tools/node/"
node "$tools/node/annotations.mjs" "$work"

say "The report in Chromium"
node "$tools/node/report.mjs" "$work" "${RAPPORTEUR_PICTURES:-$work}"
say "All readers agree"
