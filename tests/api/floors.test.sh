#!/bin/sh
# Includes run only downward by the rooms of src/README.md; the command knows only the public
# header; each foreign library has one door.
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
echo 1..3
check() {
    if [ -s "$out" ]; then echo "not ok $1 - $2:"; sed 's/^/# /' "$out"; else echo "ok $1 - $2"; fi
}
includes() { # file name, included name with its quotes
    grep -Hn '^[[:space:]]*#[[:space:]]*include' "$@" |
        sed 's/^\([^:]*\):[0-9]*:[[:space:]]*#[[:space:]]*include[[:space:]]*\([<"][^>"]*[>"]\).*/\1 \2/'
}

includes src/*/*.[ch] | awk '
    BEGIN {
        split("base 1 text 2 corpus 2 matrix 2 vector 3 stat 3 model 4 report 5 study 6 cli 7", a, " ")
        for (i = 1; i < 21; i += 2) floor[a[i]] = a[i + 1]
        door["text/utf8.h"] = door["text/lexicon.h"] = door["text/lang.h"] = 1
    }
    $2 ~ /^"/ {
        split($1, from, "/"); name = substr($2, 2, length($2) - 2); split(name, to, "/")
        mine = from[2]; theirs = to[1]
        if (name !~ /\//) { print $1 " includes " $2 " without its room"; next }
        if (!(theirs in floor)) { print $1 " includes " $2 ": no such room"; next }
        if (mine == theirs || floor[theirs] < floor[mine]) next
        if (mine == "corpus" && name in door) next
        print $1 " includes " $2
    }' >"$out"
check 1 "includes run downward"

includes src/cli/*.[ch] 2>/dev/null | awk '
    $2 ~ /^"cli\// || $2 == "<bingkai/bingkai.h>" || $2 == "<getopt.h>" { next }
    $2 ~ /^<(assert|ctype|errno|fcntl|inttypes|limits|locale|math|signal|stdarg|stdatomic|stdbool)\.h>$/ { next }
    $2 ~ /^<(stddef|stdint|stdio|stdlib|string|strings|time|unistd|dirent|sys\/[a-z]*)\.h>$/ { next }
    { print $1 " includes " $2 }' >"$out"
check 2 "the command knows only the public header"

includes src/*/*.[ch] | awk '
    $2 ~ /^"/ || $2 ~ /^<bingkai\// { next }
    $2 ~ /^<(assert|ctype|dirent|errno|fcntl|fenv|float|fnmatch|getopt|inttypes|langinfo|limits)\.h>$/ { next }
    $2 ~ /^<(locale|math|pthread|sched|signal|stdalign|stdarg|stdatomic|stdbool|stddef|stdint)\.h>$/ { next }
    $2 ~ /^<(stdio|stdlib|string|strings|time|unistd|wchar|wctype|sys\/[a-z]*)\.h>$/ { next }
    $2 == "<dlfcn.h>" && $1 ~ /^src\/(matrix\/(blas|dense)|base\/data_dir|corpus\/stream)\.c$/ { next }
    $2 == "<emmintrin.h>" && $1 ~ /^src\/(base\/(json_flat\.c|marks\.h)|corpus\/line\.c)$/ { next }
    $2 == "<emmintrin.h>" && $1 ~ /^src\/(text\/(classes|seen)\.h|vector\/pytoken\.c)$/ { next }
    $2 == "<immintrin.h>" && $1 ~ /^src\/model\/(similar_sums\.c|lda_kernel\.c|lda_pick\.h)$/ { next }
    $2 == "<cblas.h>" && $1 ~ /^src\/matrix\/(blas|dense)\.c$/ { next }
    $2 == "<utf8proc.h>" && $1 == "src/text/utf8.c" { next }
    $2 == "<libstemmer.h>" && $1 == "src/text/stem.c" { next }
    $2 == "<csv.h>" && $1 == "src/corpus/read_csv.c" { next }
    $2 ~ /^<archive(_entry)?\.h>$/ && $1 == "src/corpus/stream.c" { next }
    $2 ~ /^<json-c\// && $1 == "src/base/json.c" { next }
    $2 == "<sqlite3.h>" && $1 == "src/report/sqlite.c" { next }
    $2 ~ /^<nettle\// && $1 == "src/base/sha256.c" { next }
    $2 ~ /^<gsl\// && $1 ~ /^src\/(base\/rng|stat\/[a-z_]*|matrix\/svd|model\/topic_lda)\.c$/ { next }
    { print $1 " includes " $2 }' >"$out"
check 3 "each foreign library has one door"
