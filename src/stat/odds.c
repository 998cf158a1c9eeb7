/* odds.c - log-odds with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008).
 *
 * With a_w, b_w occurrences of na, nb and prior w_w = words (a_w + b_w) / (na + nb):
 *     delta = ln((a + w) / (na - a + words - w)) - ln((b + w) / (nb - b + words - w))
 *     variance = 1 / (a + w) + 1 / (b + w), z = delta / its root
 * Serial. Workspace: V doubles. */
#include <bingkai/stat.h>

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "base/ctx.h"
#include "base/topk.h"

typedef struct odds {
    const double *a, *b;
    double na, nb, words, reach; /* reach: deviations of the interval */
} odds;

static bk_odds odds_of(const odds *o, int64_t w)
{
    bk_odds x = {.col = (uint32_t)w, .a = o->a[w], .b = o->b[w]};
    double prior = o->words * (x.a + x.b) / (o->na + o->nb);
    double other_a = o->na - x.a + o->words - prior, other_b = o->nb - x.b + o->words - prior;
    if (!(prior > 0) || !(other_a > 0) || !(other_b > 0))
        return x;
    double deviation = sqrt(1 / (x.a + prior) + 1 / (x.b + prior));
    x.delta = log((x.a + prior) / other_a) - log((x.b + prior) / other_b);
    x.low = x.delta - o->reach * deviation;
    x.high = x.delta + o->reach * deviation;
    x.z = x.delta / deviation;
    return x;
}

/* q [V] of the columns that occur; 1 of the others. */
static bk_status adjusted(bk_ctx *ctx, const odds *o, int64_t V, double *q)
{
    int64_t n = 0;
    for (int64_t w = 0; w < V; w++)
        if (o->a[w] + o->b[w] > 0)
            q[n++] = fmin(2 * gsl_cdf_ugaussian_Q(fabs(odds_of(o, w).z)), 1);
    bk_status st = bk_stat_adjust(ctx, q, n);
    for (int64_t w = V; w-- > 0 && st == BK_OK;)
        q[w] = o->a[w] + o->b[w] > 0 ? q[--n] : 1;
    return st;
}

static int pick(const odds *o, bk_odds *out, int n, const uint8_t *skip, int64_t V, double sign,
                bk__scored *heap, const double *q)
{
    bk__topk best;
    bk__topk_init(&best, heap, (size_t)n);
    for (int64_t w = 0; w < V; w++) {
        double z = sign * odds_of(o, w).z;
        if (z > 0 && !(skip && skip[w]))
            bk__topk_push(&best, z, (uint32_t)w);
    }
    int found = (int)bk__topk_sort(&best);
    for (int i = 0; i < found; i++) {
        out[i] = odds_of(o, heap[i].id);
        out[i].q = q[heap[i].id];
    }
    return found;
}

bk_status bk_stat_odds(bk_ctx *ctx, bk_odds *out, int n, int *above, int *below, const double *a,
                       const double *b, const uint8_t *skip, int64_t V, double words, double level)
{
    odds o = {a, b, 0, 0, words, 0};
    *above = *below = 0;
    if (n < 1 || !(words > 0) || !(level > 0 && level < 1))
        return bk__fail(ctx, BK_EINVAL, "n", "room for a word, a prior above 0, a level in 0 to 1");
    for (int64_t w = 0; w < V; w++) {
        if (!(a[w] >= 0) || !(b[w] >= 0) || !isfinite(a[w] + b[w]))
            return bk__fail(ctx, BK_EINVAL, "a", "an occurrence is negative or not finite");
        o.na += a[w];
        o.nb += b[w];
    }
    if (!(o.na > 0 && o.nb > 0))
        return BK_OK;
    o.reach = gsl_cdf_ugaussian_Pinv(0.5 + level / 2);
    double *q = bk__alloc_array(ctx, (size_t)V + 1, sizeof *q);
    bk__scored *heap = bk__alloc_array(ctx, (size_t)n, sizeof *heap);
    bk_status st = q && heap ? adjusted(ctx, &o, V, q) : BK_ENOMEM;
    if (st == BK_OK) {
        *above = pick(&o, out, n, skip, V, 1, heap, q);
        *below = pick(&o, out + *above, n, skip, V, -1, heap, q);
    }
    bk__free(ctx, q);
    bk__free(ctx, heap);
    return st;
}
