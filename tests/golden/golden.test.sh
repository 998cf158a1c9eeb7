#!/bin/sh
# Golden tests of the command. A case is a folder with
#     cmd                       run by sh in a new folder, with bingkai on the path
#     stdout.exact, .glob       what it prints (a glob a line; a line "..." stands for any lines)
#     stderr.exact, .glob       the same for standard error; absent: nothing
#     status                    exit status; absent: 0
#     needs                     run first; where it fails the case is skipped with its last line
# In the new folder "news" is tests/golden/news and "corpus" is that of the tree. UPDATE=1 rewrites
# the exact ones and the status.
root=$(pwd)
built=${BUILD:-build}
case $built in /*) ;; *) built=$root/$built ;; esac
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
mkdir "$tmp/bin"
ln -s "$built/bingkai" "$tmp/bin/bingkai"
PATH="$tmp/bin:$PATH" TERM=dumb LC_ALL=C.UTF-8 TZ=UTC
export PATH TERM LC_ALL TZ
unset NO_COLOR BINGKAI_MODELS COLUMNS

glob_match() { # pattern file, text file
    awk -v patterns="$1" '
        function regex(glob,   i, c, r) {
            for (i = 1; i <= length(glob); i++) {
                c = substr(glob, i, 1)
                if (c == "*") r = r ".*"
                else if (c == "?") r = r "."
                else if (c == "\\" || c == "^") r = r "\\" c
                else r = r (c ~ /[A-Za-z0-9 _]/ ? c : "[" c "]")
            }
            return "^" r "$"
        }
        BEGIN { while ((getline line < patterns) > 0) p[++n] = line; k = 1; skip = 0 }
        {
            while (k <= n && p[k] == "...") { skip = 1; k++ }
            if (k <= n && $0 ~ regex(p[k])) { k++; skip = 0; next }
            if (skip) next
            printf "line %d: %s\nexpected: %s\n", NR, $0, k <= n ? p[k] : "nothing"; bad = 1; exit
        }
        END {
            while (k <= n && p[k] == "...") k++
            if (!bad && k <= n) { print "missing: " p[k]; bad = 1 }
            exit bad
        }' "$2"
}

# Compares, or rewrites: case folder, "stdout" or "stderr", what came out.
compare() {
    if [ -f "$1/$2.glob" ]; then
        glob_match "$1/$2.glob" "$3"
    elif [ -n "$UPDATE" ]; then
        if [ -s "$3" ]; then cp "$3" "$1/$2.exact"; else rm -f "$1/$2.exact"; fi
    elif [ -f "$1/$2.exact" ]; then
        diff -u "$1/$2.exact" "$3"
    else
        diff -u /dev/null "$3"
    fi
}

n=0
for dir in tests/golden/*/; do
    dir=${dir%/}
    [ -f "$dir/cmd" ] || continue
    n=$((n + 1))
    if [ -f "$dir/needs" ] && ! sh "$root/$dir/needs" >"$tmp/why" 2>&1 </dev/null; then
        echo "ok $n - ${dir##*/} # SKIP $(tail -n 1 "$tmp/why")"
        continue
    fi
    rm -rf "$tmp/run"
    mkdir "$tmp/run"
    ln -s "$root/tests/golden/news" "$tmp/run/news"
    ln -s "$root/corpus" "$tmp/run/corpus"
    (cd "$tmp/run" && sh "$root/$dir/cmd") >"$tmp/stdout" 2>"$tmp/stderr" </dev/null
    status=$?
    if [ -n "$UPDATE" ]; then
        if [ "$status" -eq 0 ]; then rm -f "$dir/status"; else echo "$status" >"$dir/status"; fi
    fi
    expected=0
    [ -f "$dir/status" ] && expected=$(cat "$dir/status")
    fine=0
    {
        compare "$dir" stdout "$tmp/stdout" || fine=1
        compare "$dir" stderr "$tmp/stderr" || fine=1
        [ "$status" -eq "$expected" ] || { echo "status $status, expected $expected"; fine=1; }
    } >"$tmp/why"
    if [ "$fine" -eq 0 ]; then
        echo "ok $n - ${dir##*/}"
    else
        echo "not ok $n - ${dir##*/}"
        sed 's/^/# /' "$tmp/why" | head -n 40
    fi
done
echo "1..$n"
