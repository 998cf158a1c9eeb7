/* topic_lsa.c - latent semantic analysis: a truncated SVD, turned until its parts are topics.
 *
 *     A ~ U S Vt = (U R) (R' S Vt), R a rotation: the columns of U R as far from even as they go
 * (Deerwester, Dumais, Furnas, Landauer, Harshman 1990; varimax: Kaiser 1958; of articles' scores
 * it finds the topics that made them: Rohe, Zeng 2023). A component itself mixes topics, with terms
 * at both its ends; turned, its one end has nearly all there is: the sign is that of the skewness
 * of its scores, and what lies at the other end is left out. Shares are those that make an
 * article's words likeliest (topic_apply.c). Beside the ends of components as they come, which
 * agree less with people's labels and among each other, it stands in benchmarks/results.
 * Kaiser's turns of two columns at a time, of the angle a quarter of that of
 *     (2 (sum u v - sum u sum v / n), sum u^2 - v^2 - ((sum u)^2 - (sum v)^2) / n),
 *     u = x^2 - y^2, v = 2 x y,
 * by rounds of pairs that have no column in common, until one goes by without a turn of more than
 * LEAST. Of more than MOST articles one in n decides the turns. A refit (opts.restart) takes half
 * of the articles: the SVD of all has nothing random. One step. Split: pairs. Workspace: that of
 * the SVD, then 8 (2 D + V) K bytes. */
#include <math.h>

#include "base/par.h"
#include "matrix/csr.h"
#include "model/lsa.h"

enum { SWEEPS = 4, ROUNDS = 50, MOST = 1 << 16, LANES = 4, STREAM = 0x6c736100 };
static const double LEAST = 1e-4;
/* Of the largest loading, and of the largest singular value: what is less is rounding. */
static const double NOISE = 1e-6;
typedef double four __attribute__((vector_size(32), aligned(8), may_alias));

static double total(const four *x)
{
    return ((*x)[0] + (*x)[1]) + ((*x)[2] + (*x)[3]);
}

static double angle_of(const double *x, const double *y, const bk__lsa *m)
{
    four us = {0}, vs = {0}, uu = {0}, uv = {0};
    for (int64_t i = 0; i < m->ld; i += LANES) {
        four a = *(const four *)(x + i), b = *(const four *)(y + i);
        four u = a * a - b * b, v = 2 * a * b;
        us += u;
        vs += v;
        uu += u * u - v * v;
        uv += u * v;
    }
    double n = (double)m->n, su = total(&us), sv = total(&vs);
    return atan2(2 * (total(&uv) - su * sv / n), total(&uu) - (su * su - sv * sv) / n) / 4;
}

static void turn(double *x, double *y, int64_t n, double c, double s)
{
    for (int64_t i = 0; i < n; i++) {
        double a = x[i], b = y[i];
        x[i] = c * a + s * b;
        y[i] = c * b - s * a;
    }
}

/* Pair `chunk` of the round: of n players one stays and the others walk around him. */
static bk_status turn_pair(void *user, int64_t chunk, int worker)
{
    bk__lsa *m = user;
    int first = m->held, k = m->k - first, n = k + k % 2, i = (int)chunk;
    int p = i == 0 ? n - 1 : (m->round + i) % (n - 1), q = (m->round + n - 1 - i) % (n - 1);
    int64_t V = m->svd.cols;
    (void)worker;
    m->angle[chunk] = 0;
    if (p >= k || q >= k)
        return BK_OK;
    p += first;
    q += first;
    double *x = m->score + p * m->ld, *y = m->score + q * m->ld, angle = angle_of(x, y, m);
    m->angle[chunk] = fabs(angle);
    if (fabs(angle) > LEAST / 10) {
        turn(x, y, m->ld, cos(angle), sin(angle));
        turn(m->svd.Vt + p * V, m->svd.Vt + q * V, V, cos(angle), sin(angle));
    }
    return BK_OK;
}

/* Every pair of those that are not held once; the largest angle. */
static bk_status turn_all(bk_ctx *ctx, bk__lsa *m, double *most)
{
    int pairs = (m->k - m->held + 1) / 2;
    bk_status st = BK_OK;
    *most = 0;
    for (m->round = 0; m->round < 2 * pairs - 1 && st == BK_OK; m->round++) {
        st = bk__par_for(ctx, NULL, pairs, turn_pair, m);
        for (int i = 0; i < pairs && st == BK_OK; i++)
            *most = fmax(*most, m->angle[i]);
    }
    return st;
}

/* Columns of U as rows; rows of Vt by their singular values, those of rounding alone empty. */
static void scale(bk__lsa *m)
{
    bk_svd *svd = &m->svd;
    int64_t step = (svd->rows + MOST - 1) / MOST;
    for (int c = 0; c < svd->k; c++) {
        bool counts = svd->s[c] > NOISE * svd->s[0];
        m->k += counts;
        for (int64_t w = 0; w < svd->cols; w++)
            svd->Vt[c * svd->cols + w] *= counts ? svd->s[c] : 0;
        for (int64_t i = 0; i < m->n && counts; i++)
            m->score[c * m->ld + i] = svd->U[i * step * svd->k + c];
    }
}

static double at_seed(const bk__lsa *m, int c)
{
    const bk_topic_seed *s = &m->opts->seed[m->seed[c]];
    double sum = 0;
    for (int i = 0; i < s->n; i++)
        sum += m->svd.Vt[c * m->svd.cols + s->col[i]];
    return sum;
}

/* The end with the scores that stand out is above 0, of a held component that of its seed. */
static void point(const bk__lsa *m)
{
    for (int c = 0; c < m->k; c++) {
        double *x = m->score + c * m->ld, *v = m->svd.Vt + c * m->svd.cols, skew = 0;
        for (int64_t i = 0; i < m->n; i++)
            skew += x[i] * x[i] * x[i];
        if (c < m->held)
            skew = at_seed(m, c);
        for (int64_t w = 0; w < m->svd.cols && skew < 0; w++)
            v[w] = -v[w];
        for (int64_t i = 0; i < m->n && skew < 0; i++)
            x[i] = -x[i];
    }
}

static bk_status rotate(bk_ctx *ctx, bk__lsa *m)
{
    double most = INFINITY;
    bk_status st = BK_OK;
    for (int i = 0; i < ROUNDS && most > LEAST && st == BK_OK; i++) {
        st = turn_all(ctx, m, &most);
        bk__progress(ctx, "turning topics", (uint64_t)i + 1,
                     most > LEAST ? ROUNDS : (uint64_t)i + 1);
        if (st == BK_OK)
            st = bk__cancelled(ctx);
    }
    if (st == BK_OK)
        point(m);
    return st;
}

/* Of the components that come first, `seeds` are then held and the others turned again. */
static bk_status rotate_all(bk_ctx *ctx, bk__lsa *m, int seeds, const double *square)
{
    const bk_svd *svd = &m->svd;
    int64_t step = (svd->rows + MOST - 1) / MOST;
    m->n = step > 0 ? (svd->rows + step - 1) / step : 0;
    m->ld = (m->n + LANES - 1) / LANES * LANES;
    m->score = bk__calloc(ctx, (size_t)svd->k + 1, (size_t)m->ld * sizeof *m->score);
    m->angle = bk__calloc(ctx, (size_t)svd->k + 1, sizeof *m->angle);
    if (!m->score || !m->angle)
        return BK_ENOMEM;
    scale(m);
    bk_status st = rotate(ctx, m);
    if (st != BK_OK || seeds == 0)
        return st;
    st = bk__lsa_hold(ctx, m, seeds, square);
    return st == BK_OK ? rotate(ctx, m) : st;
}

/* ---- the way ---------------------------------------------------------------------------------
 */
static bk_status lsa_start(bk_topic *t)
{
    t->model = bk__calloc(t->ctx, 1, sizeof(bk__lsa));
    return t->model ? BK_OK : BK_ENOMEM;
}

static void clear(bk_ctx *ctx, bk__lsa *m)
{
    bk__free(ctx, m->score);
    bk__free(ctx, m->angle);
    bk__free(ctx, m->seed);
    bk_svd_free(ctx, &m->svd);
    *m = (bk__lsa){0};
}

/* A seed without a term in these articles has no component. */
static bk_status fit(const bk_topic *t, bk__lsa *m, const bk_csr *A)
{
    int seeds = 0;
    double *square = NULL;
    bk_status st = BK_OK;
    m->opts = &t->opts;
    if (t->opts.seeds > 0) {
        square = bk__calloc(t->ctx, (size_t)A->cols, sizeof *square);
        m->seed = bk__alloc_array(t->ctx, (size_t)t->opts.seeds, sizeof *m->seed);
        st = square && m->seed ? BK_OK : BK_ENOMEM;
        for (int64_t p = 0; p < bk__csr_n(A) && st == BK_OK; p++)
            square[A->col[p]] += (double)A->val[p] * (double)A->val[p];
        seeds = st == BK_OK ? bk__lsa_seeds(m, square) : 0;
    }
    int k = t->K - (t->opts.seeds - seeds);
    if (st == BK_OK && k > 0)
        st = bk_svd_fit(t->ctx, &m->svd, A, k, SWEEPS);
    if (st == BK_OK && k > 0)
        st = rotate_all(t->ctx, m, seeds, square);
    bk__free(t->ctx, square);
    return st;
}

static bk_status lsa_sweep(bk_topic *t, double *objective)
{
    bk__lsa *m = t->model;
    const bk_csr *A = t->A;
    bk_csr half = {0};
    bk_status st = BK_OK;
    clear(t->ctx, m); /* of a step that failed */
    if (t->opts.restart > 0 && A->rows > 1) {
        st = bk__topic_sample(t->ctx, &half, A, A->rows / 2, STREAM + (uint64_t)t->opts.restart);
        A = &half;
    }
    if (st == BK_OK)
        st = fit(t, m, A);
    if (st == BK_OK)
        *objective = m->svd.k > 0 ? m->svd.residual * m->svd.residual : 1;
    bk_csr_free(t->ctx, &half);
    return st == BK_OK ? BK_END : st;
}

static double weight(double v, double most)
{
    return v > NOISE * most ? v : 0;
}

/* By the strength, what seeds name goes from component c; what its own does moves towards its
 * strongest term: a fit in sweeps comes there by itself. */
static void hold_terms(const bk__lsa *m, int c, double most, double *term)
{
    const double *v = m->svd.Vt + c * m->svd.cols, strength = m->opts->seed_strength;
    for (int h = 0; h < m->held; h++) {
        const bk_topic_seed *s = &m->opts->seed[m->seed[h]];
        for (int i = 0; i < s->n; i++)
            term[s->col[i]] = (1 - strength) * weight(v[s->col[i]], most);
    }
    const bk_topic_seed *own = c < m->held ? &m->opts->seed[m->seed[c]] : NULL;
    for (int i = 0; own && i < own->n; i++)
        term[own->col[i]] = (1 - strength) * weight(v[own->col[i]], most) + strength * most;
}

static void lsa_write(const bk_topic *t, double *terms, double *docs)
{
    const bk__lsa *m = t->model;
    (void)docs; /* those of the terms */
    for (int c = 0; c < m->k; c++) {
        const double *v = m->svd.Vt + c * m->svd.cols;
        int row = c < m->held ? m->seed[c] : t->opts.seeds + c - m->held;
        double *to = terms + row * m->svd.cols, most = 0;
        for (int64_t w = 0; w < m->svd.cols; w++)
            most = fmax(most, v[w]);
        for (int64_t w = 0; w < m->svd.cols; w++)
            to[w] = weight(v[w], most);
        hold_terms(m, c, most, to);
    }
}

static double relative_error(double objective)
{
    return sqrt(objective);
}

/* Between its steps there is nothing. */
static bk_status lsa_state(bk_topic *t, bk__topic_parts *p)
{
    (void)t;
    (void)p;
    return BK_OK;
}

static void lsa_end(bk_topic *t)
{
    clear(t->ctx, t->model);
}

const bk__topic_way bk__topic_lsa = {.name = "lsa",
                                     .measure = "relative error",
                                     .ends = true,
                                     .folds = true,
                                     .start = lsa_start,
                                     .sweep = lsa_sweep,
                                     .value = relative_error,
                                     .write = lsa_write,
                                     .state = lsa_state,
                                     .end = lsa_end};
