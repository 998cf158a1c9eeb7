/* validate_rows.c - figures of a validation, with a bootstrap over articles (Efron 1979): tallies
 * of as many articles as there are, drawn with replacement, are added up for each of B samples.
 * Streams: (seed, "val", sample), the same articles for every measure. */
#include "study/validation.h"

#include <math.h>
#include <stdlib.h>

#include "base/rng.h"

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

bk_status bk__validation_row(bk_validation *v, const char *reader, const char *names,
                             const char *measure, bk_interval at, double n)
{
    const char *text[] = {reader, names, measure};
    bk_str kept[3];
    bk_status st = bk__make_room(v->ctx, &v->row, &v->cap_rows, v->n_rows + 1, sizeof *v->row);
    for (int k = 0; k < 3 && st == BK_OK; k++)
        st = bk__arena_str(&v->gold.arena, &kept[k], bk__str(text[k]));
    if (st == BK_OK)
        v->row[v->n_rows++] = (bk_validate_row){kept[0].p, kept[1].p, kept[2].p, at, (int64_t)n};
    return st;
}

/* Percentiles of x [n], of which those that are no numbers do not count; x is sorted. */
static bk_interval interval_of(const bk_validation *v, double value, double *x, int n)
{
    double tail = (1 - v->opts.level) / 2;
    int good = 0;
    for (int b = 0; b < n; b++)
        if (isfinite(x[b]))
            x[good++] = x[b];
    qsort(x, (size_t)good, sizeof *x, by_value);
    bool some = v->gold.articles.n > 1 && good > 0;
    return (bk_interval){value, some ? x[(int)(tail * (good - 1))] : NAN,
                         some ? x[(int)ceil((1 - tail) * (good - 1))] : NAN};
}

static const char *reader_name(const bk_validation *v, bk__figure m)
{
    const char *baseline = bk__figure_baseline(m);
    return baseline              ? baseline
           : v->opts.second      ? "second coder"
           : v->opts.predictions ? "predictions"
                                 : "coder";
}

/* draw [measures x B]. */
static void resample(const bk_validation *v, const bk__tally *t, bk__rng *rng, bk__figure first,
                     size_t measures, double *draw)
{
    uint32_t A = v->gold.articles.n;
    size_t B = (size_t)v->opts.resamples;
    for (size_t b = 0; b < B; b++) {
        bk__tally sum = {0};
        double n;
        bk__rng_stream(rng, 0x76616C, b);
        for (uint32_t i = 0; i < A; i++)
            bk__tally_add(&sum, &t[bk__rng_below(rng, A)]);
        for (size_t k = 0; k < measures; k++)
            draw[k * B + b] = bk__tally_figure(&sum, first + (bk__figure)k, &n);
    }
}

bk_status bk__validation_figures(bk_validation *v, const bk__tally *t, const char *names,
                                 bk__figure first, bk__figure last)
{
    int B = v->opts.resamples;
    size_t measures = (size_t)(last - first) + 1;
    bk__rng *rng = NULL;
    bk__tally sum = {0};
    double *draw = bk__alloc_array(v->ctx, measures * (size_t)B, sizeof *draw);
    bk_status st = draw ? bk__rng_new(v->ctx, &rng) : BK_ENOMEM;
    if (st == BK_OK)
        resample(v, t, rng, first, measures, draw);
    for (uint32_t i = 0; i < v->gold.articles.n; i++)
        bk__tally_add(&sum, &t[i]);
    for (size_t k = 0; k < measures && st == BK_OK; k++) {
        bk__figure m = first + (bk__figure)k;
        double n, value = bk__tally_figure(&sum, m, &n);
        st = bk__validation_row(v, reader_name(v, m), names, bk__figure_name(m),
                                interval_of(v, value, draw + k * (size_t)B, B), n);
    }
    bk__rng_free(v->ctx, rng);
    bk__free(v->ctx, draw);
    return st;
}
