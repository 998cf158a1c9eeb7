/* topic_match.c - which topic of one fit is which of another; whether topics come again.
 *
 * The assignment of the greatest sum of cosines by shortest augmenting paths (Jonker, Volgenant
 * 1987) on costs 1 - cosine, the smaller side filled up with rows of cost 1. Ties: the lower
 * number. Refits on more than MOST articles take MOST of them, spread evenly by a hash of the row
 * and the refit. */
#include <bingkai/theme.h>

#include <math.h>

#include "base/par.h"
#include "base/rng.h"
#include "matrix/csr.h"
#include "model/topic.h"

enum { MOST = 20000 };

/* ---- cosines ----------------------------------------------------------------------------------
 */

typedef struct cosines {
    const double *a, *b;
    double *out; /* [n x m] */
    int m;
    int64_t V;
} cosines;

static double dot(const double *x, const double *y, int64_t n)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

static bk_status cosine_row(void *user, int64_t i, int worker)
{
    const cosines *c = user;
    const double *x = c->a + i * c->V;
    double xx = dot(x, x, c->V);
    (void)worker;
    for (int j = 0; j < c->m; j++) {
        const double *y = c->b + j * c->V;
        double yy = dot(y, y, c->V);
        c->out[i * c->m + j] = xx > 0 && yy > 0 ? dot(x, y, c->V) / sqrt(xx * yy) : 0;
    }
    return BK_OK;
}

/* ---- the assignment ---------------------------------------------------------------------------
 */

typedef struct task {
    const double *cos;
    int n, m, side; /* side: the larger of both */
    double *u, *v, *least;
    int *row, *way; /* [side + 1] row of a column, from 1; the column before it on the path */
    uint8_t *used;
} task;

static double cost(const task *k, int i, int j)
{
    return i <= k->n && j <= k->m ? 1 - k->cos[(i - 1) * k->m + j - 1] : 1;
}

/* One step of the path's growth; the column that it reaches. */
static int grow(task *k, int at)
{
    int i = k->row[at], next = 0;
    double delta = INFINITY;
    k->used[at] = 1;
    for (int j = 1; j <= k->side; j++) {
        if (k->used[j])
            continue;
        double c = cost(k, i, j) - k->u[i] - k->v[j];
        if (c < k->least[j]) {
            k->least[j] = c;
            k->way[j] = at;
        }
        if (k->least[j] < delta) {
            delta = k->least[j];
            next = j;
        }
    }
    for (int j = 0; j <= k->side; j++)
        if (k->used[j]) {
            k->u[k->row[j]] += delta;
            k->v[j] -= delta;
        } else {
            k->least[j] -= delta;
        }
    return next;
}

static void assign(task *k)
{
    for (int i = 1; i <= k->side; i++) {
        int at = 0;
        k->row[0] = i;
        for (int j = 0; j <= k->side; j++) {
            k->least[j] = INFINITY;
            k->used[j] = 0;
        }
        do
            at = grow(k, at);
        while (k->row[at] != 0);
        for (; at != 0; at = k->way[at])
            k->row[at] = k->row[k->way[at]];
    }
}

bk_status bk_topic_match(bk_ctx *ctx, int *partner, double *cosine, const double *a, int n,
                         const double *b, int m, int64_t V)
{
    int side = n > m ? n : m;
    size_t room = (size_t)side + 1;
    double *cos = bk__calloc(ctx, (size_t)n * (size_t)m + 1, sizeof *cos);
    double *real = bk__calloc(ctx, 3 * room, sizeof *real);
    int *whole = bk__calloc(ctx, 2 * room, sizeof *whole);
    uint8_t *used = bk__calloc(ctx, room, 1);
    bk_status st = cos && real && whole && used ? BK_OK : BK_ENOMEM;
    cosines job = {a, b, cos, m, V};
    if (st == BK_OK)
        st = bk__par_for(ctx, NULL, n, cosine_row, &job);
    if (st == BK_OK) {
        task k = {cos, n, m, side, real, real + room, real + 2 * room, whole, whole + room, used};
        assign(&k);
        for (int i = 0; i < n; i++) {
            partner[i] = -1;
            if (cosine)
                cosine[i] = 0;
        }
        for (int j = 1; j <= m; j++)
            if (k.row[j] >= 1 && k.row[j] <= n) {
                partner[k.row[j] - 1] = j - 1;
                if (cosine)
                    cosine[k.row[j] - 1] = cos[(k.row[j] - 1) * m + j - 1];
            }
    }
    bk__free(ctx, cos);
    bk__free(ctx, real);
    bk__free(ctx, whole);
    bk__free(ctx, used);
    return st;
}

/* ---- do they come again? ----------------------------------------------------------------------
 */

/* A copy whose rows are kept with a chance of share. */
static bk_status sample(bk_ctx *ctx, bk_csr *out, const bk_csr *A, double share, int refit)
{
    bool *keep = bk__alloc_array(ctx, (size_t)A->rows + 1, sizeof *keep);
    bk_status st = BK_ENOMEM;
    for (int64_t i = 0; keep && i < A->rows; i++) {
        uint64_t x = bk__mix(bk__mix((uint64_t)i + 1) + (uint64_t)refit);
        keep[i] = (double)(x >> 11) * 0x1p-53 < share;
    }
    if (keep)
        st = bk__csr_keep_rows(ctx, out, A, keep);
    bk__free(ctx, keep);
    return st;
}

static bk_status again(bk_ctx *ctx, bk_topic **out, bk_csr *part, const bk_topic *t,
                       const bk_csr *A, const bk_topic_opts *opts, int refit)
{
    bk_topic_opts o = *opts;
    int64_t full = 0;
    bk_status st = BK_OK;
    o.topics = bk_topic_count(t);
    o.restart = opts->restart + refit;
    o.chains = 1;
    o.from = NULL;
    for (int64_t i = 0; i < A->rows; i++)
        full += A->ptr[i + 1] > A->ptr[i];
    if (full > MOST) {
        st = sample(ctx, part, A, (double)MOST / (double)full, refit);
        A = part;
    }
    if (st == BK_OK)
        st = bk_topic_new(ctx, out, A, &o);
    return st == BK_OK ? bk__topic_fit_whole(*out) : st;
}

bk_status bk_topic_recovery(bk_ctx *ctx, double *recovery, const bk_topic *t, const bk_csr *A,
                            const bk_topic_opts *opts, int refits)
{
    bk_topic_opts usual = BK_TOPIC_OPTS_INIT;
    int K = bk_topic_count(t);
    if (!bk_topic_terms(t))
        return bk__fail(ctx, BK_EINVAL, "t", "the topics are not finished");
    if (A->cols != bk__topic_cols(t))
        return bk__fail(ctx, BK_ESHAPE, "A", "the matrix is not that of the topics");
    int *partner = bk__calloc(ctx, (size_t)K + 1, sizeof *partner);
    double *cosine = bk__calloc(ctx, (size_t)K + 1, sizeof *cosine);
    bk_status st = partner && cosine ? BK_OK : BK_ENOMEM;
    for (int k = 0; k < K; k++)
        recovery[k] = refits > 0 ? 0 : 1;
    for (int r = 1; r <= refits && st == BK_OK && K > 0; r++) {
        bk_topic *other = NULL;
        bk_csr part = {0};
        st = again(ctx, &other, &part, t, A, opts ? opts : &usual, r);
        if (st == BK_OK)
            st = bk_topic_match(ctx, partner, cosine, bk_topic_terms(t), K, bk_topic_terms(other),
                                bk_topic_count(other), A->cols);
        for (int k = 0; k < K && st == BK_OK; k++)
            recovery[k] += cosine[k] / refits;
        bk_topic_free(other);
        bk_csr_free(ctx, &part);
        bk__progress(ctx, "topics again", (uint64_t)r, (uint64_t)refits);
    }
    bk__free(ctx, partner);
    bk__free(ctx, cosine);
    return st;
}
