#!/bin/sh
# Times bingkai beside others and prints a table; "make bench" builds and calls it.
#
# BUILD         folder of what was built (build)
# BENCH_NEWS    folder with *.jsonl to work on; without it BENCH_MB megabytes (8) of made-up news
# BENCH_MEMORY  megabytes of made-up news for the row "memory" (400), which is no row of the usual ones
# BENCH_LIMIT   what it may take (1G; the peer is a tenth of the news without a limit)
# BENCH_REPEAT  paired runs of each row (5)
# BENCH_ROWS    which rows: "tfidf one-core full full-2 bigrams threads repeats svd nmf kmeans
#               neighbours lsa"; reading: actors, quotes and relations of every sentence,
#               beside one core; nmf-goal and kmeans-goal: ours until it is as good as the peer with
#               50 topics, over words of sklearn's in 5 articles or more
# BENCH_PEERS   of work with BLAS: "right default", the peer with the kernels that fit the CPU and
#               the peer as it comes; one of them where time is short
# BENCH_KERNELS the kernels that fit (SkylakeX, Haswell, or the peer's own choice)
# BENCH_FLOOR   a program that counts a dump's words in a plain loop; called: program FILE 2
# TMPDIR        where the files lie (/dev/shm where there is one)
# BENCH_SAVE    also write the table there, as in benchmarks/results/NAME.tsv
BUILD=${BUILD:-build}
repeat=${BENCH_REPEAT:-5}
rows=${BENCH_ROWS:-tfidf one-core full full-2 bigrams threads repeats svd nmf kmeans neighbours lsa}
here=$(dirname "$0")
export LC_ALL=C.UTF-8
# In memory where that is possible: the disk is not what is measured.
[ -z "$TMPDIR" ] && [ -d /dev/shm ] && [ -w /dev/shm ] && export TMPDIR=/dev/shm
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
python=/usr/bin/python3
tool=$BUILD/bingkai
kernel=$BUILD/benchmarks/against/kernel
repeats=$BUILD/benchmarks/against/repeats
make -s "BUILD=$BUILD" "$kernel" "$repeats" "$BUILD/benchmarks/gen/news" || exit 1

if [ -n "$BENCH_NEWS" ]; then
    cat "$BENCH_NEWS"/*.jsonl >"$work/news.jsonl" || exit 1
    name=$(basename "$BENCH_NEWS")
else
    "$BUILD/benchmarks/gen/news" "${BENCH_MB:-8}" 1 >"$work/news.jsonl" || exit 1
    name=made-up
fi
news=$work/news.jsonl
if "$python" -c 'import sklearn' 2>/dev/null; then
    sklearn=$here/against/peer.py
else
    sklearn=
    echo "python3-sklearn is not installed: rows against scikit-learn have no peer."
fi
threads=$(nproc)
# OpenBLAS 0.3.21 takes a CPU that it does not know for an old one; bingkai finds out by itself, and
# the peer is timed twice: with what fits, and with what it comes with.
unset OPENBLAS_CORETYPE
kernels=${BENCH_KERNELS:-$(grep -qw avx512bw /proc/cpuinfo && echo SkylakeX)}
kernels=${kernels:-$(grep -qw avx2 /proc/cpuinfo && echo Haswell)}
peers=${BENCH_PEERS:-right default}

# Seconds of a whole process; a command that begins with "said" prints them itself.
seconds() {
    if [ "$1" = said ]; then
        shift
        "$@" | tail -1 | cut -f1
        return
    fi
    from=$(date +%s%N)
    "$@" >/dev/null || return 1
    to=$(date +%s%N)
    awk -v n=$((to - from)) 'BEGIN { printf "%.4f\n", n / 1e9 }'
}
summary() { # median, least and most of the numbers in a file
    sort -n "$1" | awk '{ x[NR] = $1 } END { if (NR == 0) print "-\t-\t-"; else
        printf "%.3f\t%.3f\t%.3f\n", (x[int((NR + 1) / 2)] + x[int(NR / 2) + 1]) / 2, x[1], x[NR] }'
}
# line NAME PEER FILE: the times of ours beside those in the file.
line() {
    printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$(summary "$work/ours")" "$2" "$(summary "$3")" \
        "$repeat" | awk -F'\t' -v OFS='\t' '{ r = $6 == "-" ? "-" : sprintf("%.2f", $6 / $2)
        print $1, $2, $3, $4, $5, $6, $7, $8, r, $9 }' | tee -a "$work/table"
}
# row NAME PEER "our command" ["the peer's command" [PEER "another's command"]]: runs take turns,
# and each peer has a line.
row() {
    : >"$work/ours"
    : >"$work/peer"
    : >"$work/other"
    i=0
    while [ "$i" -lt "$repeat" ]; do
        rm -f "$work/ours.bkv" # to give an old one's pages back is no part of the work
        # shellcheck disable=SC2086
        seconds $3 >>"$work/ours" || exit 1
        # shellcheck disable=SC2086
        if [ -n "$4" ]; then seconds $4 >>"$work/peer" || exit 1; fi
        # shellcheck disable=SC2086
        if [ -n "$6" ]; then seconds $6 >>"$work/other" || exit 1; fi
        i=$((i + 1))
    done
    line "$1" "$2" "$work/peer"
    if [ -n "$6" ]; then line "$1" "$5" "$work/other"; fi
}
# blas_row NAME PEER "our command" "arguments of peer.py": the peer as BENCH_PEERS has it.
blas_row() {
    plain=$(said "$4")
    right=$plain
    if [ -n "$plain" ] && [ -n "$kernels" ]; then
        right="said env OPENBLAS_CORETYPE=$kernels ${plain#said }"
    fi
    case $peers in
    *right*default* | *default*right*)
        row "$1" "$2-${kernels:-its-kernels}" "$3" "$right" "$2-as-it-comes" "$plain"
        ;;
    *default*) row "$1" "$2-as-it-comes" "$3" "$plain" ;;
    *) row "$1" "$2-${kernels:-its-kernels}" "$3" "$right" ;;
    esac
}
# goal_row NAME "work of ours" "work of the peer" K: ours takes until the peer's quality is reached.
goal_row() {
    if [ -z "$sklearn" ]; then return; fi
    goal=$("$python" "$sklearn" "$3" "$words" "$4" | tail -1 | cut -f2)
    echo "# $1: the goal is $goal" | tee -a "$work/table"
    blas_row "$1" sklearn "said $kernel $2 $words.bkv $4 $threads $goal" "$3 $words $4"
}
# memory_row MB LIMIT: seconds of processor and wall, most memory in KB (GNU time), a line a run.
memory_row() {
    for m in "$(($1 / 10)) 0" "$1 $2"; do
        "$BUILD/benchmarks/gen/news" "${m% *}" 1 >"$work/memory.jsonl" || exit 1
        /usr/bin/time -o "$work/took" -f '%e\t%U\t%S\t%M' "$tool" vectorize "$work/memory.jsonl" \
            --quiet --preset sklearn --memory "${m#* }" -o "$work/ours.bkv" || exit 1
        printf '# memory: MB, limit, wall s, user s, system s, peak KB\t%s\t%s\t%s\n' "${m% *}" \
            "${m#* }" "$(cat "$work/took")" | tee -a "$work/table"
        rm -f "$work/memory.jsonl" "$work/ours.bkv"
    done
}
peer() { [ -n "$sklearn" ] && echo "$python $sklearn $*"; }
said() { [ -n "$sklearn" ] && echo "said $python $sklearn $*"; }
reads() { echo "$tool relations $news --quiet --format jsonl -o $work/read.jsonl $*"; }
ours() { echo "$tool vectorize $news --quiet -o $work/ours.bkv $*"; }

echo "# $name: $(wc -l <"$news") articles, $(($(wc -c <"$news") / 1000000)) MB; $threads threads" \
    | tee "$work/table"
printf 'work\tours_s\tleast\tmost\tpeer\tpeer_s\tleast\tmost\tratio\trepeats\n' \
    | tee -a "$work/table"
matrix=
words=
for r in $rows; do
    case $r in
    *-goal)
        if [ -z "$words" ]; then
            words=$work/words
            "$tool" vectorize "$news" --quiet --preset sklearn --min-df 5 --max-df 0.5 \
                -o "$words.bkv" --matrix-market "$words" || exit 1
            if [ -n "$sklearn" ]; then "$python" "$sklearn" prepare "$words" || exit 1; fi
        fi
        ;;
    svd | nmf | kmeans | neighbours | lsa)
        if [ -z "$matrix" ]; then
            matrix=$work/matrix
            "$tool" vectorize "$news" --quiet -o "$matrix.bkv" --matrix-market "$matrix" || exit 1
            if [ -n "$sklearn" ]; then "$python" "$sklearn" prepare "$matrix" || exit 1; fi
        fi
        ;;
    esac
    case $r in
    tfidf) row tfidf sklearn "$(ours --preset sklearn)" "$(peer tfidf "$news")" ;;
    bigrams)
        row 1-2-grams sklearn "$(ours --preset sklearn --ngram-max 2)" "$(peer bigrams "$news")"
        ;;
    one-core)
        row tfidf-one-core "${BENCH_FLOOR:+plain-loop}" "$(ours --preset sklearn --threads 1)" \
            "${BENCH_FLOOR:+$BENCH_FLOOR $news 2}"
        ;;
    full) row analysis-one-core ours-tfidf-one-core "$(ours --threads 1)" \
        "$(ours --preset sklearn --threads 1)" ;;
    full-2) row analysis ours-tfidf "$(ours)" "$(ours --preset sklearn)" ;;
    reading) row reading ours-one-core "$(reads)" "$(reads --threads 1)" ;;
    threads) row tfidf-threads ours-one-core "$(ours --preset sklearn)" \
        "$(ours --preset sklearn --threads 1)" ;;
    repeats) row vectors-and-repeats vectors-alone "said $repeats both $news $threads" \
        "said $repeats vectors $news $threads" ;;
    svd) blas_row svd-100 scipy-arpack "said $kernel svd $matrix.bkv 100 $threads" \
        "svd $matrix 100" ;;
    nmf | kmeans) blas_row "$r-20" sklearn "said $kernel $r $matrix.bkv 20 $threads" \
        "$r $matrix 20" ;;
    nmf-goal) goal_row nmf-50-goal nmf nmf-50 50 ;;
    kmeans-goal) goal_row kmeans-50-goal kmeans elkan 50 ;;
    lsa) blas_row lsa-top-10 sklearn-brute "said $kernel lsa $matrix.bkv 10 $threads" \
        "lsa $matrix 10" ;;
    neighbours) blas_row top-10 sklearn-brute "said $kernel neighbours $matrix.bkv 10 $threads" \
        "neighbours $matrix 10" ;;
    memory) memory_row "${BENCH_MEMORY:-400}" "${BENCH_LIMIT:-1G}" ;;
    *) echo "BENCH_ROWS: there is no row $r" >&2 && exit 2 ;;
    esac
done
if [ -n "$BENCH_SAVE" ]; then cp "$work/table" "$BENCH_SAVE"; fi
