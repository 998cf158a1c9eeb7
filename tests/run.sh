#!/bin/sh
# Runs tests, as many side by side as there are cores (or JOBS), prints them in the order in which
# they are named and ends with "N passed, N failed".
# Each is a program or a script *.test.sh that prints TAP lines: "ok 1 - name", "not ok 2 - name",
# "ok 3 - name # SKIP why". A test that dies, or prints no line, counts as one failure.
# RUN names a wrapper (valgrind); BUILD the folder of what was built.
export BUILD="${BUILD:-build}" CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8 RUN

if [ "$1" = --one ]; then # OUT NUMBER TEST: what it prints and how it ends, into files
    start=$(date +%s)
    case $4 in
    *.sh) sh "$4" >"$2/$3.out" 2>&1 ;;
    *) $RUN "$4" >"$2/$3.out" 2>&1 ;;
    esac
    echo "$? $(($(date +%s) - start))" >"$2/$3.end"
    exit 0
fi

out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
i=0
for t; do
    i=$((i + 1))
    printf '%s\n' "$i" "$t"
done | xargs -n 2 -P "${JOBS:-$(nproc)}" sh "$0" --one "$out"

passed=0 failed=0 skipped=0 i=0
for t; do
    i=$((i + 1))
    status=127 seconds=0
    read -r status seconds <"$out/$i.end"
    s=$(grep -c '^ok .*# SKIP' "$out/$i.out")
    p=$(($(grep -c '^ok ' "$out/$i.out") - s))
    f=$(grep -c '^not ok ' "$out/$i.out")
    if [ "$f" -eq 0 ] && { [ "$status" -ne 0 ] || [ $((p + s)) -eq 0 ]; }; then f=1; fi
    [ "$f" -gt 0 ] && { echo "FAILED $t (status $status)"; cat "$out/$i.out"; }
    [ "$s" -gt 0 ] && grep '^ok .*# SKIP' "$out/$i.out"
    [ "$seconds" -ge 20 ] && echo "$t took $seconds s"
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
[ "$skipped" -gt 0 ] && echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
