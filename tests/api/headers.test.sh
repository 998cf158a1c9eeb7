#!/bin/sh
# Each public header compiles alone, as C11 and as C++17, under strict flags.
CC=${CC:-cc}
n=0
flags="-fsyntax-only -Iinclude -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror"
try() {
    name=$1
    shift
    n=$((n + 1))
    if out=$("$@" 2>&1); then echo "ok $n - $name"; else echo "not ok $n - $name"; echo "$out"; fi
}
for h in include/bingkai/*.h; do
    h=${h#include/}
    # Included twice: the guard holds.
    try "$h as C11" sh -c "printf '#include <%s>\n#include <%s>\nint x;\n' $h $h |
        $CC -std=c11 -Wstrict-prototypes $flags -x c -"
    if command -v c++ >/dev/null 2>&1; then
        try "$h as C++17" sh -c "printf '#include <%s>\n#include <%s>\nint x;\n' $h $h |
            c++ -std=c++17 $flags -x c++ -"
    else
        n=$((n + 1))
        echo "ok $n - $h as C++17 # SKIP no C++ compiler"
    fi
done
for h in src/*/*.h; do
    try "$h alone" sh -c "printf '#include \"%s\"\nint x;\n' ${h#src/} |
        $CC -std=c11 -Isrc -D_GNU_SOURCE -DBK_BUILD $(pkg-config --cflags json-c) $flags -x c -"
done
echo "1..$n"
