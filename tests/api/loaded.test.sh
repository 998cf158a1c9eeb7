#!/bin/sh
# Libraries that are opened when they are needed: without libarchive plain files are read as ever, and
# a compressed one is refused by a message that says what to install; the build's packages bring it.
BUILD=${BUILD:-build}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
echo 1..3
check() {
    if [ -s "$dir/out" ]; then
        echo "not ok $1 - $2:"; sed 's/^/# /' "$dir/out"
    else
        echo "ok $1 - $2"
    fi
}
run() {
    LD_LIBRARY_PATH=$dir "$BUILD/bingkai" vectorize "$1" --preset sklearn -o "$dir/x.bkv" 2>&1
}
: >"$dir/libarchive.so.13" # no library
printf '{"id": "%s", "text": "Rusia dan Cina sepakat di Jakarta"}\n' a b c >"$dir/plain.jsonl"
gzip -c "$dir/plain.jsonl" >"$dir/packed.jsonl.gz"

run "$dir/plain.jsonl" >"$dir/said" && : >"$dir/out" || cp "$dir/said" "$dir/out"
check 1 "plain files need no libarchive"

if run "$dir/packed.jsonl.gz" >"$dir/said"; then
    echo "no failure" >"$dir/out"
else
    grep -q 'packed.jsonl.gz: .*install libarchive13' "$dir/said" && : >"$dir/out" ||
        cp "$dir/said" "$dir/out"
fi
check 2 "a compressed file says what to install"

: >"$dir/out"
grep -q 'libarchive-dev' Makefile || echo "Makefile does not install it" >>"$dir/out"
grep -q 'libarchive13' README.md || echo "README.md does not name it" >>"$dir/out"
check 3 "packages and README name it"
