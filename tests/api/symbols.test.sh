#!/bin/sh
# The shared library exports exactly the names that the public headers mark with BK_API, and the
# static one defines no other global name than bk_*.
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
echo 1..4
so=$(ls "$BUILD"/libbingkai.so.*.*.* 2>/dev/null | head -n 1)
if [ -z "$so" ]; then
    echo "not ok 1 - there is no shared library in $BUILD"
    exit 1
fi
grep -hv 'define BK_API' include/bingkai/*.h | tr '\n' ' ' | sed 's/BK_API/\n&/g' |
    sed -n 's/^BK_API [^(;[]*\(bk_[a-z0-9_]*\)[[(;].*/\1/p' | sort -u >"$out/headers"
nm -D --defined-only "$so" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | sort -u >"$out/library"
check() {
    if [ -s "$3" ]; then echo "not ok $1 - $2:"; sed 's/^/# /' "$3"; else echo "ok $1 - $2"; fi
}
comm -23 "$out/headers" "$out/library" >"$out/missing"
comm -13 "$out/headers" "$out/library" >"$out/surplus"
check 1 "every function of the headers is exported" "$out/missing"
check 2 "nothing else is exported" "$out/surplus"
nm -g --defined-only "$BUILD/libbingkai.a" 2>/dev/null |
    awk 'NF == 3 && $3 !~ /^bk__?[a-z]/ { print $3 }' | sort -u >"$out/foreign"
check 3 "global names of the static library begin with bk_" "$out/foreign"
readelf -d "$so" | grep -q 'SONAME.*libbingkai\.so\.[0-9]*\]' || echo "no SONAME" >"$out/soname"
: >>"$out/soname"
check 4 "the SONAME holds the major version" "$out/soname"
