#!/bin/sh
# The form of a sample in headless Chromium, in both languages: two sentences are coded, and what it
# exports is read by bingkai validate. Screenshots go to $BUILD/shots.
BUILD=${BUILD:-build}
chromium=
for c in chromium chromium-browser google-chrome; do
    command -v $c >/dev/null 2>&1 && { chromium=$c; break; }
done
if [ -z "$chromium" ] || ! command -v node >/dev/null 2>&1; then
    echo "ok 1 - the form in a browser # SKIP needs chromium and node"
    exit 0
fi
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$BUILD/shots"
status=0
for lang in id en; do
    if ! "$BUILD/bingkai" sample corpus/sample -o "$tmp/$lang" --size 30 --form-lang $lang --quiet; then
        echo "not ok - form-$lang: a sample is drawn"; status=1; continue
    fi
    node tests/browser/form.js "$tmp/$lang/coder-1.html" "$BUILD/shots" form-$lang $chromium || status=1
    if "$BUILD/bingkai" validate "$BUILD/shots/coder-1.jsonl" --no-swap >"$tmp/out" 2>&1 &&
        grep -q '^2 sentences of ' "$tmp/out"; then
        echo "ok - form-$lang: bingkai validate reads what it exports"
    else
        echo "not ok - form-$lang: bingkai validate reads what it exports"
        sed 's/^/# /' "$tmp/out" | head -n 20
        status=1
    fi
done
exit $status
