/* topic_nmf.c - non-negative factors of A by hierarchical alternating least squares.
 *
 *     least |A - W Ht|^2 with W [D x K], H [V x K] not below 0
 *     one sweep: W from P = A Hy and G = Hyt Hy, then H from P = At Wy and G = Wyt Wy;
 *     a row x of a factor, `ROUNDS` times, k = 1 .. K: x_k = max(0, x_k + (p_k - x G_k) / G_kk)
 * (Cichocki, Phan 2009; several rounds on the same products: Gillis, Glineur 2012.) Between halves
 * a factor goes on in the direction it moved: Wy = max(0, W + b (W - W of the last sweep)), Hy
 * likewise (Ang, Gillis 2019); a sweep that ends higher than the last is taken back and done again
 * with b SHRINK of what it was. Objective: |A - Wy Ht|^2 / |A|^2 from |A|^2 - 2 <P, H> + <Wyt Wy,
 * Ht H>.
 * Earlier topics (opts->from) are held by what stands behind them (add_earlier); the objective then
 * holds their distance too.
 * Split: bands of rows with about ENTRIES entries over the pool; a band makes its rows of P and of
 * the factor, BK__ROWS at a time, and its part of the factor's Gram matrix (BLAS), which are added
 * in the order of the bands. Floats; sums over bands in doubles. Workspace: 3 (D + V) K floats, 2
 * K^2 a band. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "matrix/blas.h"
#include "matrix/csr.h"
#include "model/nmf.h"
#include "model/topic_model.h"

enum { ENTRIES = 65536, BAND = 2048, ROUNDS = 2, TRIES = 6 };
static const double REACH = 0.5, GROW = 0.1, SHRINK = 0.6;

/* Bands of at most BAND rows and, where a row is not longer itself, about ENTRIES entries. */
static bk_status cut(bk_ctx *ctx, bk__nmf_side *s)
{
    const bk_csr *A = s->A;
    s->first = bk__alloc_array(ctx, (size_t)A->rows + 1, sizeof *s->first);
    if (!s->first)
        return BK_ENOMEM;
    s->first[0] = 0;
    for (int64_t i = 0; i < A->rows; i++) {
        int64_t begin = s->first[s->bands];
        if (i == begin)
            continue;
        if (i - begin >= BAND || A->ptr[i + 1] - A->ptr[begin] > ENTRIES)
            s->first[++s->bands] = i;
    }
    if (A->rows > 0)
        s->first[++s->bands] = A->rows;
    return BK_OK;
}

static bk_status side_new(const bk__nmf *m, bk__nmf_side *s, const bk_csr *A)
{
    size_t ld = (size_t)m->ld, bytes = ld * ld * sizeof(float);
    bk_status st;
    s->A = A;
    BK__TRY(st, cut(m->ctx, s), done);
    BK__TRY(st, bk__thin_new(m->ctx, &s->now, A->rows, m->ld), done);
    BK__TRY(st, bk__thin_new(m->ctx, &s->next, A->rows, m->ld), done);
    BK__TRY(st, bk__thin_new(m->ctx, &s->ahead, A->rows, m->ld), done);
    s->part = bk__alloc_array(m->ctx, (size_t)s->bands, bytes);
    s->part_next = bk__alloc_array(m->ctx, (size_t)s->bands, bytes);
    s->with = bk__calloc(m->ctx, (size_t)s->bands, sizeof *s->with);
    s->G = bk__calloc(m->ctx, 1, bytes);
    s->G_next = bk__calloc(m->ctx, 1, bytes);
    st = s->part && s->part_next && s->with && s->G && s->G_next ? BK_OK : BK_ENOMEM;
done:
    return st;
}

static void side_free(bk_ctx *ctx, bk__nmf_side *s)
{
    bk__thin_free(ctx, &s->now);
    bk__thin_free(ctx, &s->next);
    bk__thin_free(ctx, &s->ahead);
    bk__free(ctx, s->first);
    bk__free(ctx, s->part);
    bk__free(ctx, s->part_next);
    bk__free(ctx, s->with);
    bk__free(ctx, s->G);
    bk__free(ctx, s->G_next);
}

/* mu_k |old h_k|^2, summed. */
static double behind(const bk_topic_opts *opts)
{
    const bk_topic_model *old = opts->from;
    double sum = 0;
    for (int k = 0; old && k < old->K; k++) {
        double square = 0;
        for (int64_t c = 0; c < old->V; c++)
            square += (double)old->terms[k * old->V + c] * (double)old->terms[k * old->V + c];
        sum += opts->memory * old->weight[k] * square;
    }
    return sum;
}

bk_status bk__nmf_new(bk_ctx *ctx, bk__nmf *m, const bk_csr *A, const bk_csr *At, int K,
                      const bk_topic_opts *opts)
{
    bk_status st;
    double norm = bk__csr_norm(A);
    *m =
        (bk__nmf){.ctx = ctx,
                  .K = K,
                  .ld = bk__thin_ld(K),
                  .norm2 = norm * norm + behind(opts),
                  .pace = {[BK__NMF_OBJECTIVE] = DBL_MAX,
                           [BK__NMF_MOST] = opts->seeds > 0 ? 0 : REACH}, /* seeds move terms too */
                  .opts = opts};
    m->peak = bk__calloc(ctx, (size_t)K + 1, sizeof *m->peak);
    m->room = bk__calloc(ctx, (size_t)bk_ctx_threads(ctx), sizeof *m->room);
    m->G_now = bk__calloc(ctx, (size_t)m->ld, (size_t)m->ld * sizeof *m->G_now);
    if (!m->room || !m->peak || !m->G_now)
        return BK_ENOMEM;
    BK__TRY(st, side_new(m, &m->doc, A), done);
    BK__TRY(st, side_new(m, &m->term, At), done);
done:
    return st;
}

void bk__nmf_free(bk__nmf *m)
{
    side_free(m->ctx, &m->doc);
    side_free(m->ctx, &m->term);
    for (int w = 0; m->room && w < bk_ctx_threads(m->ctx); w++)
        bk__free(m->ctx, m->room[w]);
    bk__free(m->ctx, m->room);
    bk__free(m->ctx, m->peak);
    bk__free(m->ctx, m->G_now);
}

/* ---- one half of a sweep -------------------------------------------------------------------- */
static void gram(const bk__nmf *m, int64_t chunk, const float *x, float *part)
{
    const bk__nmf_side *s = m->to;
    int ld = m->ld, rows = (int)(s->first[chunk + 1] - s->first[chunk]);
    const float *X = x + s->first[chunk] * ld;
    bk__sgemm(true, false, ld, ld, rows, 1, X, ld, X, ld, 0, part + chunk * ld * ld, ld);
}

/* The seeds' terms among rows from .. from + n - 1 move towards the strongest term of their topic.
 */
static void hold_seeds(const bk__nmf *m, int64_t from, int n, float *x)
{
    float strength = (float)m->opts->seed_strength;
    for (int k = 0; k < m->opts->seeds; k++)
        for (int i = 0; i < m->opts->seed[k].n; i++) {
            int64_t row = (int64_t)m->opts->seed[k].col[i] - from;
            if (row >= 0 && row < n)
                x[row * m->ld + k] = (1 - strength) * x[row * m->ld + k] + strength * m->peak[k];
        }
}

/* Articles behind earlier topics, as far as they still count: least mu_k |h_k - old h_k|^2 besides,
 * so mu_k old h_k to the products here and mu_k to the diagonal of Wyt Wy. */
static void add_earlier(const bk__nmf *m, int64_t from, int n, float *P)
{
    const bk_topic_model *old = m->opts->from;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < old->K; k++)
            P[i * m->ld + k] += (float)(m->opts->memory * old->weight[k] *
                                        (double)old->terms[k * old->V + from + i]);
}

static void add_earlier_weights(bk__nmf *m)
{
    const bk_topic_model *old = m->opts->from;
    for (int k = 0; old && k < old->K; k++)
        m->doc.G[k * m->ld + k] += (float)(m->opts->memory * old->weight[k]);
}

/* Rows from .. from + n - 1 of `next`, at most BK__ROWS; P, x [BK__ROWS x ld]. Returns <P, next>.
 */
static double solve(const bk__nmf *m, int64_t from, int n, float *P, float *x, float *room)
{
    const bk__nmf_side *s = m->to;
    size_t ld = (size_t)m->ld, size = (size_t)n * ld, whole = BK__ROWS * ld;
    bk__thin_product(P, s->A, from, n, m->from->ahead.x, m->ld);
    if (s == &m->term && m->opts->from)
        add_earlier(m, from, n, P);
    memcpy(x, s->ahead.x + from * m->ld, size * sizeof *x);
    memset(P + size, 0, (whole - size) * sizeof *P);
    memset(x + size, 0, (whole - size) * sizeof *x);
    bk__thin_solve(x, P, m->from->G, m->K, m->ld, ROUNDS, room);
    if (s == &m->term)
        hold_seeds(m, from, n, x);
    memcpy(s->next.x + from * m->ld, x, size * sizeof *x);
    return bk__thin_dot(P, x, (int64_t)size);
}

static bk_status half_band(void *user, int64_t chunk, int worker)
{
    bk__nmf *m = user;
    bk__nmf_side *s = m->to;
    size_t size = (size_t)BK__ROWS * (size_t)m->ld;
    if (!m->room[worker])
        m->room[worker] = bk__alloc_array(m->ctx, size, 4 * sizeof(float));
    float *P = m->room[worker];
    if (!P)
        return BK_ENOMEM;
    s->with[chunk] = 0;
    for (int64_t i = s->first[chunk]; i < s->first[chunk + 1]; i += BK__ROWS) {
        int64_t left = s->first[chunk + 1] - i;
        int n = left < BK__ROWS ? (int)left : BK__ROWS;
        s->with[chunk] += solve(m, i, n, P, P + size, P + 2 * size);
    }
    int64_t from = s->first[chunk] * m->ld, to = s->first[chunk + 1] * m->ld;
    bk__thin_ahead(s->ahead.x + from, s->next.x + from, s->now.x + from,
                   (float)m->pace[BK__NMF_REACH], to - from);
    gram(m, chunk, s->ahead.x, s->part);
    if (s == &m->term && m->pace[BK__NMF_REACH] > 0)
        gram(m, chunk, s->next.x, s->part_next);
    return BK_OK;
}

static bk_status gram_band(void *user, int64_t chunk, int worker)
{
    bk__nmf *m = user;
    (void)worker;
    gram(m, chunk, m->to->ahead.x, m->to->part);
    gram(m, chunk, m->to->now.x, m->to->part_next);
    return BK_OK;
}

static void add_parts(const bk__nmf *m, float *G, const float *part, int64_t bands)
{
    int n = m->ld * m->ld;
    for (int from = 0; from < n; from += 256) { /* a few lines of each band at a time */
        double sum[256] = {0};
        for (int64_t b = 0; b < bands; b++)
            for (int j = 0; j < 256; j++)
                sum[j] += (double)part[b * n + from + j];
        for (int j = 0; j < 256; j++)
            G[from + j] = (float)sum[j];
    }
}

static bk_status half(bk__nmf *m, const bk__nmf_side *from, bk__nmf_side *to, bk__par_fn *fn)
{
    m->from = from;
    m->to = to;
    bk_status st = bk__par_for(m->ctx, NULL, to->bands, fn, m);
    if (st == BK_OK)
        add_parts(m, to->G, to->part, to->bands);
    return st;
}

bk_status bk__nmf_grams(bk__nmf *m)
{
    bk_status st = half(m, NULL, &m->term, gram_band);
    if (st == BK_OK)
        add_parts(m, m->G_now, m->term.part_next, m->term.bands);
    return st;
}

static void find_peaks(bk__nmf *m)
{
    for (int k = 0; k < m->opts->seeds; k++) {
        m->peak[k] = 0;
        for (int64_t w = 0; w < m->term.A->rows; w++)
            m->peak[k] = fmaxf(m->peak[k], m->term.now.x[w * m->ld + k]);
    }
}

/* Both halves from `ahead`; the objective, and the Gram matrix of the terms' `next`. */
static bk_status try(bk__nmf *m, double *objective)
{
    int n = m->ld * m->ld;
    double left = m->norm2;
    bk_status st;
    BK__TRY(st, half(m, &m->term, &m->doc, half_band), done);
    add_earlier_weights(m);
    find_peaks(m);
    BK__TRY(st, half(m, &m->doc, &m->term, half_band), done);
    if (m->pace[BK__NMF_REACH] > 0)
        add_parts(m, m->term.G_next, m->term.part_next, m->term.bands);
    else
        memcpy(m->term.G_next, m->term.G, (size_t)n * sizeof *m->term.G);
    for (int64_t b = 0; b < m->term.bands; b++)
        left -= 2 * m->term.with[b];
    for (int j = 0; j < n; j++)
        left += (double)m->doc.G[j] * (double)m->term.G_next[j];
    *objective = fmax(left, 0) / m->norm2;
    if (!isfinite(left))
        st = bk__fail(m->ctx, BK_ENUMERIC, "", "weights are too large for topics");
done:
    return st;
}

static void copy(bk__thin *to, const bk__thin *from, int64_t rows, int ld)
{
    memcpy(to->x, from->x, (size_t)(rows * ld) * sizeof *to->x);
}

bk_status bk__nmf_begin(bk__nmf *m)
{
    m->pace[BK__NMF_OBJECTIVE] = DBL_MAX;
    copy(&m->doc.ahead, &m->doc.now, m->doc.A->rows, m->ld);
    copy(&m->term.ahead, &m->term.now, m->term.A->rows, m->ld);
    return bk__nmf_grams(m);
}

static void take_next(bk__nmf_side *s)
{
    bk__thin now = s->now;
    s->now = s->next;
    s->next = now;
}

bk_status bk__nmf_sweep(bk__nmf *m)
{
    double objective = 0;
    bk_status st = try(m, &objective);
    for (int i = 0;
         st == BK_OK && m->pace[BK__NMF_REACH] > 0 && objective > m->pace[BK__NMF_OBJECTIVE]; i++) {
        m->pace[BK__NMF_MOST] *= SHRINK;
        m->pace[BK__NMF_REACH] = i < TRIES ? m->pace[BK__NMF_REACH] * SHRINK : 0;
        copy(&m->doc.ahead, &m->doc.now, m->doc.A->rows, m->ld);
        copy(&m->term.ahead, &m->term.now, m->term.A->rows, m->ld);
        memcpy(m->term.G, m->G_now, (size_t)(m->ld * m->ld) * sizeof *m->G_now);
        st = try(m, &objective);
    }
    if (st != BK_OK)
        return st;
    take_next(&m->doc);
    take_next(&m->term);
    memcpy(m->G_now, m->term.G_next, (size_t)(m->ld * m->ld) * sizeof *m->G_now);
    m->pace[BK__NMF_OBJECTIVE] = objective;
    m->pace[BK__NMF_REACH] = fmin(m->pace[BK__NMF_REACH] + GROW, m->pace[BK__NMF_MOST]);
    return BK_OK;
}

/* ---- the way ---------------------------------------------------------------------------------
 */
static bk_status nmf_start(bk_topic *t)
{
    bk__nmf *m = bk__calloc(t->ctx, 1, sizeof *m);
    bk_status st;
    if (!m)
        return BK_ENOMEM;
    t->model = m;
    BK__TRY(st, bk__nmf_new(t->ctx, m, t->A, &t->At, t->K, &t->opts), done);
    BK__TRY(st, bk__nmf_start(m), done);
done:
    return st;
}

static bk_status nmf_sweep(bk_topic *t, double *objective)
{
    bk__nmf *m = t->model;
    bk_status st = bk__nmf_sweep(m);
    *objective = m->pace[BK__NMF_OBJECTIVE];
    return st;
}

/* W is what H was solved for. */
static void nmf_write(const bk_topic *t, double *terms, double *docs)
{
    const bk__nmf *m = t->model;
    int64_t V = t->A->cols, D = t->A->rows;
    for (int64_t c = 0; c < V; c++)
        for (int k = 0; k < m->K; k++)
            terms[k * V + c] = (double)m->term.now.x[c * m->ld + k];
    for (int64_t i = 0; i < D; i++)
        for (int k = 0; k < m->K; k++)
            docs[i * m->K + k] = (double)m->doc.ahead.x[i * m->ld + k];
}

static double relative_error(double objective)
{
    return sqrt(objective);
}

static bk_status nmf_state(bk_topic *t, bk__topic_parts *p)
{
    bk__nmf *m = t->model;
    size_t docs = (size_t)t->A->rows * (size_t)m->ld, terms = (size_t)t->A->cols * (size_t)m->ld;
    bk_status st;
    BK__TRY(st, bk__topic_part(p, "pace", BK__F64, m->pace, BK__NMF_PACE, 0), done);
    BK__TRY(st, bk__topic_part(p, "doc", BK__F32, m->doc.now.x, docs, 0), done);
    BK__TRY(st, bk__topic_part(p, "doc-ahead", BK__F32, m->doc.ahead.x, docs, 0), done);
    BK__TRY(st, bk__topic_part(p, "term", BK__F32, m->term.now.x, terms, 0), done);
    BK__TRY(st, bk__topic_part(p, "term-ahead", BK__F32, m->term.ahead.x, terms, 0), done);
    if (bk__topic_reading(p))
        st = bk__nmf_grams(m);
done:
    return st;
}

static void nmf_end(bk_topic *t)
{
    bk__nmf_free(t->model);
}

const bk__topic_way bk__topic_nmf = {.name = "nmf",
                                     .measure = "relative error",
                                     .folds = true,
                                     .start = nmf_start,
                                     .sweep = nmf_sweep,
                                     .value = relative_error,
                                     .write = nmf_write,
                                     .state = nmf_state,
                                     .end = nmf_end};
