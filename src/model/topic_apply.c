/* topic_apply.c - shares of topics in articles that they were not fitted to.
 *
 *     lda      th_k ~ alpha_k + sum_w n_w th_k p_wk / sum_j th_j p_wj, from equal shares
 *     nmf(-kl) the same with alpha 0: topics are shares of words, whatever they were fitted by
 *     lsa      as nmf
 *     kmeans   the centre of the largest cosine
 * until a round moves less than MOVED of the whole, at most ROUNDS. Split: PANEL articles a task;
 * an article's sums run over 8 lanes in one order, so its shares depend on nothing else. Workspace:
 * terms once more, turned, 4 V K bytes. */
#include <string.h>

#include "base/cpu.h"
#include "base/par.h"
#include "matrix/csr.h"
#include "model/topic_model.h"

enum { PANEL = 64, LANES = 8, ROUNDS = 50 };
static const float MOVED = 1e-3F;

#define INLINE static inline __attribute__((always_inline))
typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));

typedef struct apply {
    bk_ctx *ctx;
    const bk_topic_model *m;
    const bk_csr *A;
    int K, ld;
    float *terms; /* [V x ld]; kmeans: of length 1 */
    float *alpha; /* [ld] */
    double *docs; /* [D x K] */
} apply;

/* ---- one article ----------------------------------------------------------------------------- */
INLINE float sum_of(const eight *a)
{
    const eight x = *a;
    return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

INLINE float dot(const float *x, const float *y, int ld)
{
    eight sum = {0};
    for (int k = 0; k < ld; k += LANES)
        sum += *(const eight *)(x + k) * *(const eight *)(y + k);
    return sum_of(&sum);
}

INLINE void add(float *to, float a, const float *x, int ld)
{
    const eight by = {a, a, a, a, a, a, a, a};
    for (int k = 0; k < ld; k += LANES)
        *(eight *)(to + k) += by * *(const eight *)(x + k);
}

/* One round; what it moved. now and next [ld] sum to 1. */
INLINE float fold_round(const apply *a, int64_t i, const float *now, float *next)
{
    float sum = 0, moved = 0;
    memset(next, 0, (size_t)a->ld * sizeof *next);
    for (int64_t e = a->A->ptr[i]; e < a->A->ptr[i + 1]; e++) {
        const float *term = a->terms + (int64_t)a->A->col[e] * a->ld;
        float p = dot(now, term, a->ld);
        if (p > 0)
            add(next, a->A->val[e] / p, term, a->ld);
    }
    for (int k = 0; k < a->K; k++)
        sum += next[k] = a->alpha[k] + now[k] * next[k];
    for (int k = 0; k < a->K && sum > 0; k++) {
        next[k] /= sum;
        moved += fabsf(next[k] - now[k]);
    }
    return moved;
}

INLINE const float *fold_in(const apply *a, int64_t i, float *x, float *y)
{
    for (int k = 0; k < a->ld; k++)
        x[k] = k < a->K ? 1 / (float)a->K : 0;
    for (int round = 0; round < ROUNDS; round++) {
        float moved = fold_round(a, i, x, y), *swap = x;
        x = y;
        y = swap;
        if (moved < MOVED)
            break;
    }
    return x;
}

INLINE const float *nearest(const apply *a, int64_t i, float *x, float *p)
{
    int best = 0;
    memset(x, 0, (size_t)a->ld * sizeof *x);
    memset(p, 0, (size_t)a->ld * sizeof *p);
    for (int64_t e = a->A->ptr[i]; e < a->A->ptr[i + 1]; e++)
        add(p, a->A->val[e], a->terms + (int64_t)a->A->col[e] * a->ld, a->ld);
    for (int k = 1; k < a->K; k++)
        if (p[k] > p[best])
            best = k;
    x[best] = p[best] > 0 ? 1 : 0;
    return x;
}

INLINE bool known(const apply *a, int64_t i)
{
    float most = 0;
    for (int64_t e = a->A->ptr[i]; e < a->A->ptr[i + 1]; e++)
        for (int k = 0; k < a->K && a->A->val[e] > 0 && most == 0; k++)
            most = a->terms[(int64_t)a->A->col[e] * a->ld + k];
    return most > 0;
}

/* Articles [from, end); x [2 x ld] is scratch. */
INLINE void articles(const apply *a, int64_t from, int64_t end, float *x)
{
    for (int64_t i = from; i < end; i++) {
        double *to = a->docs + i * a->K, sum = 0;
        memset(to, 0, (size_t)a->K * sizeof *to);
        if (!known(a, i))
            continue;
        const float *theta = a->m->way == &bk__topic_kmeans ? nearest(a, i, x, x + a->ld)
                                                            : fold_in(a, i, x, x + a->ld);
        for (int k = 0; k < a->K; k++)
            sum += (double)theta[k];
        for (int k = 0; k < a->K && sum > 0; k++)
            to[k] = (double)theta[k] / sum;
    }
}

static void articles_plain(const apply *a, int64_t from, int64_t end, float *x)
{
    articles(a, from, end, x);
}

#if defined(__x86_64__)
/* Eight lanes in one register; no fused product, so the same bytes. */
__attribute__((target("avx2"))) static void articles_avx2(const apply *a, int64_t from, int64_t end,
                                                          float *x)
{
    articles(a, from, end, x);
}
#else
#define articles_avx2 articles_plain
#endif

static bk_status apply_panel(void *user, int64_t chunk, int worker)
{
    apply *a = user;
    int64_t end = (chunk + 1) * PANEL < a->A->rows ? (chunk + 1) * PANEL : a->A->rows;
    float *x = bk__alloc_array(a->ctx, 2 * (size_t)a->ld, sizeof *x);
    (void)worker;
    if (!x)
        return BK_ENOMEM;
    (bk__has_avx2() ? articles_avx2 : articles_plain)(a, chunk * PANEL, end, x);
    bk__free(a->ctx, x);
    return BK_OK;
}

/* ---- what they share ------------------------------------------------------------------------- */
static void turn(const apply *a)
{
    for (int k = 0; k < a->K; k++) {
        const float *row = a->m->terms + k * a->m->V;
        double length = 0;
        for (int64_t c = 0; c < a->m->V; c++)
            length += (double)row[c] * (double)row[c];
        bool unit = a->m->way == &bk__topic_kmeans && length > 0;
        double by = unit ? 1 / sqrt(length) : 1;
        for (int64_t c = 0; c < a->m->V; c++)
            a->terms[c * a->ld + k] = (float)((double)row[c] * by);
    }
}

bk_status bk__topic_fold(bk_topic *t, const double *terms)
{
    bk_topic_model *m;
    bk_status st = bk__topic_model_make(t->ctx, &m, t->way, t->K, t->A->cols);
    if (st != BK_OK)
        return st;
    for (int64_t i = 0; i < m->K * m->V; i++)
        m->terms[i] = (float)terms[i];
    st = bk_topic_apply(t->ctx, t->docs, m, t->A);
    bk_topic_model_free(m);
    return st;
}

bk_status bk__topic_write_frozen(bk_topic *t, double *terms, double *prior)
{
    const bk_topic_model *m = t->opts.from;
    for (int64_t i = 0; i < m->K * m->V; i++)
        terms[i] = (double)m->terms[i];
    memcpy(prior, m->alpha, (size_t)m->K * sizeof *prior);
    return bk_topic_apply(t->ctx, t->docs, m, t->A);
}

bk_status bk_topic_apply(bk_ctx *ctx, double *docs, const bk_topic_model *m, const bk_csr *A)
{
    apply a = {.ctx = ctx, .m = m, .A = A, .K = m->K, .docs = docs};
    bk_status st = bk_csr_check(ctx, A);
    if (st == BK_OK && A->cols != m->V)
        st = bk__fail(ctx, BK_ESHAPE, "A", "the topics are of %lld terms, the articles of %lld",
                      (long long)m->V, (long long)A->cols);
    for (int64_t e = 0; st == BK_OK && e < bk__csr_n(A); e++)
        if (A->val[e] < 0)
            st = bk__fail(ctx, BK_EINVAL, "A", "topics need weights of 0 or more");
    if (st != BK_OK)
        return st;
    a.ld = (m->K + LANES - 1) / LANES * LANES;
    size_t ld = (size_t)a.ld;
    a.terms = bk__calloc(ctx, (size_t)m->V, ld * sizeof *a.terms);
    a.alpha = bk__calloc(ctx, ld, sizeof *a.alpha);
    st = a.terms && a.alpha ? BK_OK : BK_ENOMEM;
    if (st == BK_OK) {
        turn(&a);
        for (int k = 0; k < m->K; k++)
            a.alpha[k] = (float)m->alpha[k];
        st = bk__par_for(ctx, "placing articles", bk__chunks(A->rows, PANEL), apply_panel, &a);
    }
    bk__free(ctx, a.terms);
    bk__free(ctx, a.alpha);
    return st;
}
