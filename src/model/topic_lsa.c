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
#include "model/topic.h"

enum { SWEEPS = 4, ROUNDS = 50, MOST = 1 << 16, LANES = 4, STREAM = 0x6c736100 };
static const double LEAST = 1e-4;
/* Of the largest loading, and of the largest singular value: what is less is rounding. */
static const double NOISE = 1e-6;
typedef double four __attribute__((vector_size(32), aligned(8), may_alias));

typedef struct turning {
    bk_svd *svd;
    double *score; /* [k x ld], rows end with zeros; k: of components that are more than rounding */
    double *angle; /* [k] of the pairs of a round */
    int64_t n, ld; /* articles that decide */
    int k, round;
} turning;

static double total(const four *x)
{
    return ((*x)[0] + (*x)[1]) + ((*x)[2] + (*x)[3]);
}

static double angle_of(const double *x, const double *y, const turning *t)
{
    four us = {0}, vs = {0}, uu = {0}, uv = {0};
    for (int64_t i = 0; i < t->ld; i += LANES) {
        four a = *(const four *)(x + i), b = *(const four *)(y + i);
        four u = a * a - b * b, v = 2 * a * b;
        us += u;
        vs += v;
        uu += u * u - v * v;
        uv += u * v;
    }
    double n = (double)t->n, su = total(&us), sv = total(&vs);
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

/* Pair `chunk` of the round: of m players one stays and the others walk around him. */
static bk_status turn_pair(void *user, int64_t chunk, int worker)
{
    turning *t = user;
    int m = t->k + t->k % 2, i = (int)chunk;
    int p = i == 0 ? m - 1 : (t->round + i) % (m - 1), q = (t->round + m - 1 - i) % (m - 1);
    int64_t V = t->svd->cols;
    (void)worker;
    t->angle[chunk] = 0;
    if (p >= t->k || q >= t->k)
        return BK_OK;
    double *x = t->score + p * t->ld, *y = t->score + q * t->ld, angle = angle_of(x, y, t);
    t->angle[chunk] = fabs(angle);
    if (fabs(angle) > LEAST / 10) {
        turn(x, y, t->ld, cos(angle), sin(angle));
        turn(t->svd->Vt + p * V, t->svd->Vt + q * V, V, cos(angle), sin(angle));
    }
    return BK_OK;
}

/* Every pair once; the largest angle. */
static bk_status turn_all(bk_ctx *ctx, turning *t, double *most)
{
    int pairs = (t->k + 1) / 2;
    bk_status st = BK_OK;
    *most = 0;
    for (t->round = 0; t->round < 2 * pairs - 1 && st == BK_OK; t->round++) {
        st = bk__par_for(ctx, NULL, pairs, turn_pair, t);
        for (int i = 0; i < pairs && st == BK_OK; i++)
            *most = fmax(*most, t->angle[i]);
    }
    return st;
}

/* Columns of U as rows; rows of Vt by their singular values, those of rounding alone empty. */
static void scale(turning *t)
{
    bk_svd *svd = t->svd;
    int64_t step = (svd->rows + MOST - 1) / MOST;
    for (int c = 0; c < svd->k; c++) {
        bool counts = svd->s[c] > NOISE * svd->s[0];
        t->k += counts;
        for (int64_t w = 0; w < svd->cols; w++)
            svd->Vt[c * svd->cols + w] *= counts ? svd->s[c] : 0;
        for (int64_t i = 0; i < t->n && counts; i++)
            t->score[c * t->ld + i] = svd->U[i * step * svd->k + c];
    }
}

/* The end with the scores that stand out is above 0. */
static void point(const turning *t)
{
    for (int c = 0; c < t->k; c++) {
        const double *x = t->score + c * t->ld;
        double *v = t->svd->Vt + c * t->svd->cols, skew = 0;
        for (int64_t i = 0; i < t->n; i++)
            skew += x[i] * x[i] * x[i];
        for (int64_t w = 0; w < t->svd->cols && skew < 0; w++)
            v[w] = -v[w];
    }
}

static bk_status rotate(bk_ctx *ctx, bk_svd *svd)
{
    int64_t step = (svd->rows + MOST - 1) / MOST, n = step > 0 ? (svd->rows + step - 1) / step : 0;
    turning t = {.svd = svd, .n = n, .ld = (n + LANES - 1) / LANES * LANES};
    double most = INFINITY;
    t.score = bk__calloc(ctx, (size_t)svd->k + 1, (size_t)t.ld * sizeof *t.score);
    t.angle = bk__calloc(ctx, (size_t)svd->k + 1, sizeof *t.angle);
    bk_status st = t.score && t.angle ? BK_OK : BK_ENOMEM;
    if (st == BK_OK)
        scale(&t);
    for (int i = 0; i < ROUNDS && most > LEAST && st == BK_OK; i++) {
        st = turn_all(ctx, &t, &most);
        bk__progress(ctx, "turning topics", (uint64_t)i + 1,
                     most > LEAST ? ROUNDS : (uint64_t)i + 1);
        if (st == BK_OK)
            st = bk__cancelled(ctx);
    }
    if (st == BK_OK)
        point(&t);
    bk__free(ctx, t.score);
    bk__free(ctx, t.angle);
    return st;
}

/* ---- the way ---------------------------------------------------------------------------------
 */
static bk_status lsa_start(bk_topic *t)
{
    t->model = bk__calloc(t->ctx, 1, sizeof(bk_svd));
    return t->model ? BK_OK : BK_ENOMEM;
}

static bk_status lsa_sweep(bk_topic *t, double *objective)
{
    bk_svd *svd = t->model;
    const bk_csr *A = t->A;
    bk_csr half = {0};
    bk_status st = BK_OK;
    bk_svd_free(t->ctx, svd); /* of a step that failed */
    *svd = (bk_svd){0};
    if (t->opts.restart > 0 && A->rows > 1) {
        st = bk__topic_sample(t->ctx, &half, A, A->rows / 2, STREAM + (uint64_t)t->opts.restart);
        A = &half;
    }
    if (st == BK_OK)
        st = bk_svd_fit(t->ctx, svd, A, t->K, SWEEPS);
    if (st == BK_OK)
        st = rotate(t->ctx, svd);
    if (st == BK_OK)
        *objective = svd->residual * svd->residual;
    bk_csr_free(t->ctx, &half);
    return st == BK_OK ? BK_END : st;
}

static void lsa_write(const bk_topic *t, double *terms, double *docs)
{
    const bk_svd *svd = t->model;
    (void)docs; /* those of the terms */
    for (int c = 0; c < svd->k; c++) {
        const double *v = svd->Vt + c * svd->cols;
        double most = 0;
        for (int64_t w = 0; w < svd->cols; w++)
            most = fmax(most, v[w]);
        for (int64_t w = 0; w < svd->cols; w++)
            terms[c * svd->cols + w] = v[w] > NOISE * most ? v[w] : 0;
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
    bk_svd_free(t->ctx, t->model);
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
