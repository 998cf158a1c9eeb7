/* adjust.c - many tests at once: the false discovery rate of Benjamini and Hochberg 1995.
 *
 *     p(1) <= ... <= p(m);  q(i) = min over j >= i of min(1, m p(j) / j)
 * Serial; workspace n pairs; O(n log n). */
#include <bingkai/stat.h>

#include <math.h>
#include <stdlib.h>

#include "base/ctx.h"

typedef struct ranked {
    double p;
    int64_t at;
} ranked;

static int by_p(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->p != y->p)
        return x->p < y->p ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

bk_status bk_stat_adjust(bk_ctx *ctx, double *p, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        if (!(p[i] >= 0 && p[i] <= 1))
            return bk__fail(ctx, BK_EINVAL, "p", "a p value is outside of 0 to 1");
    if (n < 2)
        return BK_OK;
    ranked *r = bk__alloc_array(ctx, (size_t)n, sizeof *r);
    if (!r)
        return BK_ENOMEM;
    for (int64_t i = 0; i < n; i++)
        r[i] = (ranked){p[i], i};
    qsort(r, (size_t)n, sizeof *r, by_p);
    double least = 1;
    for (int64_t i = n; i-- > 0;) {
        least = fmin(least, r[i].p * (double)n / (double)(i + 1));
        p[r[i].at] = least;
    }
    bk__free(ctx, r);
    return BK_OK;
}
