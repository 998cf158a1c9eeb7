#!/bin/sh
# Manual pages: one a sub-command, each with its sections, clean for groff and man. Completion: bash
# takes it and it completes commands, options and choices.
BUILD=${BUILD:-build}
out=$(mktemp) || exit 1
trap 'rm -f "$out"' EXIT
echo 1..4
check() {
    if [ -s "$out" ]; then echo "not ok $1 - $2:"; sed 's/^/# /' "$out"; else echo "ok $1 - $2"; fi
}
for c in $("$BUILD/bingkai" | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
    [ -s "$BUILD/man/bingkai-$c.1" ] || echo "bingkai-$c.1 is missing"
done >"$out"
for page in "$BUILD"/man/bingkai*.1; do
    for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' EXAMPLES FILES 'SEE ALSO'; do
        grep -qx "\.SH $section" "$page" || echo "${page##*/} has no $section"
    done
done >>"$out"
"$BUILD/bingkai" help --man formats | grep -q '^\.SH TABLES' || echo "formats has no tables" >>"$out"
check 1 "each command has a manual page with its sections"

if command -v groff >/dev/null 2>&1; then
    for page in "$BUILD"/man/*; do groff -man -ww -z -Tutf8 "$page" 2>&1; done >"$out"
    check 2 "groff has nothing to say"
else
    echo "ok 2 - groff has nothing to say # SKIP there is no groff"
fi

if command -v bash >/dev/null 2>&1; then
    bash -n "$BUILD/completion/bingkai" >"$out" 2>&1
    check 3 "bash takes the completion"
    cat >"$out.bash" <<'END'
source "$1"
complete_line() {
    COMP_WORDS=(bingkai "$@")
    COMP_CWORD=$#
    _bingkai
    echo "${COMPREPLY[*]}"
}
[ "$(complete_line ve)" = vectorize ] || echo "no command"
[ "$(complete_line help rel)" = relations ] || echo "no command after help"
[[ " $(complete_line topics --top) " = *" --topics "* ]] || echo "no option"
[[ " $(complete_line clean --no-cl) " = *" --no-clean "* ]] || echo "no negated option"
[ "$(complete_line vectorize --tf a)" = augmented ] || echo "no choice"
END
    bash "$out.bash" "$BUILD/completion/bingkai" >"$out" 2>&1
    rm -f "$out.bash"
    check 4 "it completes commands, options and choices"
else
    echo "ok 3 - bash takes the completion # SKIP there is no bash"
    echo "ok 4 - it completes # SKIP there is no bash"
fi
