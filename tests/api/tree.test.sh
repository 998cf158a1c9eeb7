#!/bin/sh
# What every file of the repository keeps to: no paths of one machine, no long lines, no tabs in C,
# a line end at the end, a file that says what it is for, no function that prints or exits.
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
echo 1..6
check() {
    if [ -s "$out" ]; then echo "not ok $1 - $2:"; sed 's/^/# /' "$out"; else echo "ok $1 - $2"; fi
}
files() {
    if [ -e .git ] && command -v git >/dev/null 2>&1; then
        git ls-files -- "$@"
    else
        for pattern; do find . -path ./build -prune -o -type f -name "${pattern##*/}" -print; done
    fi
}
files '*.c' '*.h' '*.sh' '*.md' '*.py' '*.js' '*.json' Makefile | grep -v '^corpus/' |
    xargs grep -nE '(^|[^A-Za-z0-9_.:/-])/(work|home|root|Users)/[A-Za-z0-9]' >"$out"
check 1 "no absolute paths"
files '*.c' '*.h' | xargs env LC_ALL=C.UTF-8 grep -nE '^.{101,}' | cut -c1-150 >"$out"
files '*.sh' '*.py' | xargs env LC_ALL=C.UTF-8 grep -nE '^.{121,}' | cut -c1-150 >>"$out"
check 2 "no long lines"
files '*.c' '*.h' | xargs grep -lP '\t' >"$out"
check 3 "no tabs in C"
: >"$out"
for f in $(files '*.c' '*.h' '*.sh' '*.md'); do
    [ -s "$f" ] && [ -n "$(tail -c 1 "$f")" ] && echo "$f" >>"$out"
done
check 4 "files end with a line end"
for f in $(files 'src/*.c' 'src/*.h' 'include/*.h'); do
    head -n 1 "$f" | grep -q "^/\* ${f##*/} - " || echo "$f" >>"$out"
done
for f in $(files 'tests/*.c' 'tests/*.h'); do
    head -n 1 "$f" | grep -q '^/\* ' || echo "$f" >>"$out"
done
check 5 "a file opens with its name and what it is for"
never='printf|puts|putchar|perror|exit|_exit|abort|assert|setlocale|time|rand|srand'
never="$never|strtod|atof|atoi|sprintf|gets|strtok"
files 'src/*.c' | grep -v '^src/cli/' | xargs grep -nE "(^|[^A-Za-z0-9_>.])($never)\\(" |
    grep -vE '^[^:]*:[0-9]*: *(/\*|\*|//)' >"$out"
check 6 "the library neither prints, exits, nor asks clock or locale"
