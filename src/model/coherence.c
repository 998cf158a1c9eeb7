/* coherence.c - do a topic's first terms stand in the same articles?
 *
 *     NPMI(a, b) = ln(p(ab) / (p(a) p(b))) / -ln p(ab), the mean over all pairs of the first n
 * terms p: shares of articles that hold a term (Bouma 2009; Lau, Newman, Baldwin 2014). -1 for a
 * pair that never meets, 0 for one that stands in every article. Split: a topic a chunk; the
 * articles of a term are read from the transpose. O(K n^2 D) at most. */
#include "model/topic.h"

#include <math.h>

#include "base/par.h"

typedef struct coherence {
    const bk_topic *t;
    bk_csr docs; /* [V x D] */
    int n;
    double *out;    /* [K] */
    uint32_t *col;  /* [K x n] */
    double *weight; /* [K x n] */
} coherence;

static double npmi(const bk_csr *T, uint32_t a, uint32_t b)
{
    int64_t p = T->ptr[a], q = T->ptr[b], both = 0;
    while (p < T->ptr[a + 1] && q < T->ptr[b + 1]) {
        uint32_t x = T->col[p], y = T->col[q];
        both += x == y && T->val[p] > 0 && T->val[q] > 0;
        p += x <= y;
        q += y <= x;
    }
    double D = (double)T->cols, pa = 0, pb = 0, pab = (double)both / D;
    for (p = T->ptr[a]; p < T->ptr[a + 1]; p++)
        pa += T->val[p] > 0;
    for (q = T->ptr[b]; q < T->ptr[b + 1]; q++)
        pb += T->val[q] > 0;
    if (both == 0)
        return -1;
    return both == T->cols ? 0 : log(pab * D / pa * D / pb) / -log(pab);
}

static bk_status one_topic(void *user, int64_t chunk, int worker)
{
    coherence *c = user;
    uint32_t *col = c->col + chunk * c->n;
    int n = bk_topic_top(c->t, (int)chunk, col, c->weight + chunk * c->n, c->n);
    double sum = 0;
    (void)worker;
    for (int i = 1; i < n; i++)
        for (int j = 0; j < i; j++)
            sum += npmi(&c->docs, col[i], col[j]);
    c->out[chunk] = n > 1 ? 2 * sum / ((double)n * (n - 1)) : 0;
    return BK_OK;
}

bk_status bk_topic_npmi(const bk_topic *t, const bk_csr *counts, int n, double *out)
{
    coherence c = {.t = t, .n = n, .out = out};
    size_t K = (size_t)t->K;
    if (!t->done || n < 2)
        return bk__fail(t->ctx, BK_EINVAL, "", "coherence needs finished topics and two terms");
    if (counts->cols != t->A->cols)
        return bk__fail(t->ctx, BK_ESHAPE, "counts",
                        "the counts have other columns than the topics");
    bk_status st = bk_csr_transpose(t->ctx, &c.docs, counts);
    if (st != BK_OK)
        return st;
    c.col = bk__alloc_array(t->ctx, K, (size_t)n * sizeof *c.col);
    c.weight = bk__alloc_array(t->ctx, K, (size_t)n * sizeof *c.weight);
    st = c.col && c.weight ? bk__par_for(t->ctx, NULL, t->K, one_topic, &c) : BK_ENOMEM;
    bk_csr_free(t->ctx, &c.docs);
    bk__free(t->ctx, c.col);
    bk__free(t->ctx, c.weight);
    return st;
}
