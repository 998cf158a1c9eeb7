#!/bin/sh
# The examples of README.md that are fenced as "sh" run, in a folder of their own that looks like
# the source tree; what is fenced as "c" is compiled and run. Other fences are not.
if [ ! -f README.md ]; then
    echo "ok 1 - README.md # SKIP there is none"
    exit 0
fi
root=$(pwd) BUILD=${BUILD:-build}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/run" "$dir/bin"
for f in corpus models examples include tests src Makefile README.md; do
    [ -e "$f" ] && ln -s "$root/$f" "$dir/run/$f"
done
mkdir "$dir/run/build"
case $BUILD in /*) built=$BUILD ;; *) built=$root/$BUILD ;; esac
for f in "$built"/bingkai "$built"/libbingkai.* "$built"/bingkai.pc; do
    [ -e "$f" ] && ln -s "$f" "$dir/run/build/"
done
ln -s "$built/bingkai" "$dir/bin/bingkai"
awk -v dir="$dir" '
    /^ *```/ { if (on) on = 0; else if ($1 == "```sh") { on = 1; n++ } else on = 2; next }
    on == 1 { sub(/^ *\$ /, ""); print > sprintf("%s/block%03d", dir, n) }
    /^ *```$/ { on = 0 }' README.md
n=0
for b in "$dir"/block*; do
    [ -f "$b" ] || continue
    n=$((n + 1))
    first=$(grep -m 1 '[a-z]' "$b")
    if grep -qE '^ *(make|git|sudo|apt|cd) ' "$b"; then
        echo "ok $n - $first # SKIP it builds or fetches"
    elif (cd "$dir/run" && PATH="$dir/bin:$PATH" sh -eu "$b") >"$dir/out" 2>&1 </dev/null; then
        echo "ok $n - $first"
    else
        echo "not ok $n - $first"
        tail -n 20 "$dir/out" | sed 's/^/# /'
    fi
done
awk '/^```c$/ { on = 1; next } /^```/ { on = 0 } on' README.md >"$dir/example.c"
if [ -s "$dir/example.c" ]; then
    n=$((n + 1))
    if ${CC:-cc} -std=c11 -Wall -Wextra -Wpedantic -Werror -Iinclude "$dir/example.c" -L"$built" \
        -lbingkai -o "$dir/example" >"$dir/out" 2>&1 &&
        (cd "$dir/run" && BINGKAI_MODELS="$root/models" LD_LIBRARY_PATH="$built" "$dir/example") \
            >"$dir/out" 2>&1 && [ ! -s "$dir/out" ]; then
        echo "ok $n - the program in C"
    else
        echo "not ok $n - the program in C"
        tail -n 20 "$dir/out" | sed 's/^/# /'
    fi
fi
[ "$n" -gt 0 ] || echo "ok 1 - README.md # SKIP it has no sh examples"
