#!/bin/sh
# Share of lines that the tests reached, a source file a line, then all together.
# Arguments: source files; BUILD: folder that was built with COVER=1.
set -u
for f; do
    object="$BUILD/obj/${f#src/}"
    data="${object%.c}.gcda"
    if [ -f "$data" ]; then
        gcov -n -o "$(dirname "$data")" "$data" 2>/dev/null |
            awk -v f="$f" '$1 == "File" { mine = index($2, f) > 0 }
                mine && /^Lines executed/ { split($0, a, /[:% ]+/); print f, a[3], a[5]; exit }'
    else
        echo "$f 0 $(grep -c ';' "$f")"
    fi
done | awk '{ printf "%6.1f %%  %5d  %s\n", $2, $3, $1; hit += $2 * $3 / 100; all += $3 }
    END { if (all) printf "%6.1f %%  %5d  all\n", 100 * hit / all, all }'
