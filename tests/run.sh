#!/bin/sh
# Runs tests one after the other and ends with "N passed, N failed".
# Each is a program or a script *.test.sh that prints TAP lines: "ok 1 - name", "not ok 2 - name",
# "ok 3 - name # SKIP why". A test that dies, or prints no line, counts as one failure.
# RUN names a wrapper (valgrind); BUILD the folder of what was built.
export BUILD="${BUILD:-build}" CMOCKA_MESSAGE_OUTPUT=TAP LC_ALL=C.UTF-8
passed=0 failed=0 skipped=0
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
for t; do
    case $t in
    *.sh) sh "$t" >"$out" 2>&1; status=$? ;;
    *) $RUN "$t" >"$out" 2>&1; status=$? ;;
    esac
    s=$(grep -c '^ok .*# SKIP' "$out")
    p=$(($(grep -c '^ok ' "$out") - s))
    f=$(grep -c '^not ok ' "$out")
    if [ "$f" -eq 0 ] && { [ "$status" -ne 0 ] || [ $((p + s)) -eq 0 ]; }; then f=1; fi
    [ "$f" -gt 0 ] && { echo "FAILED $t (status $status)"; cat "$out"; }
    [ "$s" -gt 0 ] && grep '^ok .*# SKIP' "$out"
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
done
[ "$skipped" -gt 0 ] && echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
