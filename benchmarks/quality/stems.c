/* stems.c - roots of a list of words: how many are right, by kind, and which are not.
 *
 *     stems LIST.tsv   word, tab, root, tab, kind (may be absent); # comments, a header line
 * Prints kind, words, right, share; then each word that is wrong with what was found; then distinct
 * words a second over the list, each taken for new. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <bingkai/bingkai.h>

#include "base/map.h"
#include "text/lexicon.h"

enum { KINDS = 64 };

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void stop_if(bk_ctx *ctx, bk_status st)
{
    if (st == BK_OK)
        return;
    fprintf(stderr, "stems: %s %s\n", bk_ctx_error(ctx)->where, bk_ctx_error(ctx)->message);
    exit(1);
}

static bk_analyzer *analyzer(bk_ctx *ctx)
{
    bk_analyzer *a;
    stop_if(ctx, bk_analyzer_new(ctx, &a, NULL));
    return a;
}

/* Distinct words a second: analyzers that have seen nothing yet. */
static double speed(bk_ctx *ctx, const bk__lexicon *l)
{
    enum { TIMES = 20 };
    double spent = 0;
    for (int k = 0; k < TIMES; k++) {
        bk_analyzer *a = analyzer(ctx);
        const bk_form *f;
        double begin = seconds();
        for (size_t i = 0; i < l->n_rows; i++)
            stop_if(ctx, bk_analyzer_word(a, bk__lexicon_at(l, i, 0), "id", &f));
        spent += seconds() - begin;
        bk_analyzer_free(a);
    }
    return (double)l->n_rows * TIMES / spent;
}

int main(int argc, char **argv)
{
    static const char *const columns[] = {"word root kind", "word root suite", "word root"};
    static unsigned words[KINDS], right[KINDS];
    unsigned all = 0, good = 0;
    bk_ctx *ctx;
    bk__lexicon l;
    bk__map kinds;
    bk_status st = BK_EFORMAT;
    if (argc != 2 || bk_ctx_new(&ctx, NULL) != BK_OK) {
        fprintf(stderr, "usage: stems LIST.tsv\n");
        return 2;
    }
    for (size_t i = 0; i < 3 && st == BK_EFORMAT; i++)
        st = bk__lexicon_open_path(ctx, &l, argv[1], columns[i]);
    stop_if(ctx, st);
    bk__map_init(&kinds, ctx);
    bk_analyzer *a = analyzer(ctx);
    for (size_t i = 0; i < l.n_rows; i++) {
        bk_str word = bk__lexicon_at(&l, i, 0), root = bk__lexicon_at(&l, i, 1);
        bk_str kind = l.n_columns > 2 ? bk__lexicon_at(&l, i, 2) : (bk_str){"", 0};
        const bk_form *f;
        uint32_t k;
        stop_if(ctx, bk__map_put(&kinds, kind, &k, NULL));
        stop_if(ctx, bk_analyzer_word(a, word, "id", &f));
        bool same = bk__str_eq(f->root, root);
        words[k % KINDS]++;
        right[k % KINDS] += same;
        all++;
        good += same;
        if (!same)
            printf("%.*s\t%.*s\tfound %.*s\n", (int)word.n, word.p, (int)root.n, root.p,
                   (int)f->root.n, f->root.p);
    }
    for (uint32_t k = 0; k < kinds.n && k < KINDS; k++) {
        bk_str kind = bk__map_key(&kinds, k);
        printf("%.*s\t%u\t%u\t%.3f\n", (int)kind.n, kind.p, words[k], right[k],
               (double)right[k] / words[k]);
    }
    printf("all\t%u\t%u\t%.3f\t%s\n", all, good, all ? (double)good / all : 0,
           bk_analyzer_stemmer(a));
    printf("words a second\t%.0f\n", speed(ctx, &l));
    bk_analyzer_free(a);
    bk__map_clear(&kinds);
    bk__lexicon_close(&l);
    bk_ctx_free(ctx);
    return 0;
}
