/* topic_map.c - two coordinates an article, so that topics lie apart.
 *
 *   1 z_i: row i of A V, V of the truncated SVD, divided by its length
 *   2 c_k: mean of z over the articles whose largest topic is k ("its" articles)
 *   3 discs of radius sqrt(share) are placed: first by the two main axes of the distances
 *     |c_k - c_l| (Torgerson 1952), then by majorising stress towards them (SMACOF, de Leeuw 1977),
 *     with no target below the sum of the radii, then pushed apart where they still overlap
 *   4 article i: sum over k of d_ik^4 disc_k / sum d_ik^4, plus its deviation from c_k along the
 *     two main axes of its topic's articles, drawn into the disc
 *   5 moved and scaled into [-1, 1]
 *
 * 1 to 3 and the axes are of the articles that topics were fitted to (the atlas); 4 is of any
 * articles. Split: the SVD, and PANEL articles a task in 4; O(N m + D (m^2 + K) + K m^3 + SWEEPS
 * K^2), m dimensions. An axis points to where its entry of largest magnitude is positive.
 * Workspace: m D doubles. */
#include "model/topic_map.h"

#include <math.h>
#include <string.h>

#include "base/par.h"
#include "matrix/blas.h"

enum { DIMENSIONS = 20, SVD_SWEEPS = 2, SWEEPS = 200, PUSHES = 200, SHARPNESS = 4, PANEL = 1024 };

struct bk__atlas {
    bk_ctx *ctx;
    const bk_topic *t;
    int m, K;
    double *V;      /* [V x m] */
    double *axes;   /* [K x 2 x m] of length 1 over the deviation along them */
    double *z;      /* [D x m] */
    int32_t *own;   /* [D] the largest topic; -1 */
    double *centre; /* [K x m] */
    double *radius; /* [K] */
    double *at;     /* [K x 2] */
    double *wish;   /* [K x K] distances */
    double *square; /* [n x n], n = max(K, m): eigenvectors */
    double *value;  /* [n], then LAPACK's */
    int lwork;
};
typedef struct bk__atlas atlas;

/* ---- the space ------------------------------------------------------------------------------ */
/* The largest share; -1: none. */
static int32_t own_topic(const double *d, int K)
{
    int32_t own = -1;
    for (int k = 0; k < K; k++)
        if (d[k] > (own < 0 ? 0 : d[own]))
            own = k;
    return own;
}

static void own_topics(atlas *a)
{
    const double *docs = bk_topic_docs(a->t);
    for (int64_t i = 0; i < a->t->A->rows; i++) {
        a->own[i] = own_topic(docs + i * a->K, a->K);
        for (int k = 0; k < a->K; k++)
            a->radius[k] += docs[i * a->K + k];
    }
    for (int k = 0; k < a->K; k++) /* areas add up to that of a disc of radius 1 */
        a->radius[k] = sqrt(a->radius[k] / (double)a->t->full);
}

/* z [m]: the row in the space, of length 1, or zero. */
static void unit_row(const atlas *a, const bk_csr *A, int64_t i, double *z)
{
    double sum = 0;
    memset(z, 0, (size_t)a->m * sizeof *z);
    for (int64_t e = A->ptr[i]; e < A->ptr[i + 1]; e++)
        for (int j = 0; j < a->m; j++)
            z[j] += (double)A->val[e] * a->V[(int64_t)A->col[e] * a->m + j];
    for (int j = 0; j < a->m; j++)
        sum += z[j] * z[j];
    for (int j = 0; j < a->m; j++)
        z[j] = sum > 0 ? z[j] / sqrt(sum) : 0;
}

/* Mean of the topic's articles; `count` is how many. */
static int64_t mean_of(const atlas *a, int k, double *mean)
{
    int64_t count = 0;
    memset(mean, 0, (size_t)a->m * sizeof *mean);
    for (int64_t i = 0; i < a->t->A->rows; i++) {
        if (a->own[i] != k)
            continue;
        count++;
        for (int j = 0; j < a->m; j++)
            mean[j] += a->z[i * a->m + j];
    }
    for (int j = 0; j < a->m && count > 0; j++)
        mean[j] /= (double)count;
    return count;
}

/* The two main axes of the symmetric a->square [n x n] into axis [2 x n]; value [2]. */
static bk_status main_axes(atlas *a, int n, double *axis, double *value)
{
    int info = bk__dsyev(n, a->square, a->value, a->value + n, a->lwork);
    if (info != 0)
        return bk__fail(a->ctx, BK_ENUMERIC, "", "eigenvectors failed in LAPACK (%d)", info);
    for (int q = 0; q < 2; q++) {
        const double *v = a->square + (n - 1 - q) * n;
        double most = 0;
        value[q] = n > q ? fmax(a->value[n - 1 - q], 0) : 0;
        for (int j = 0; j < n && n > q; j++)
            if (fabs(v[j]) > fabs(most) * (1 + 1e-9))
                most = v[j];
        for (int j = 0; j < n; j++)
            axis[q * n + j] = n > q ? (most < 0 ? -v[j] : v[j]) : 0;
    }
    return BK_OK;
}

/* ---- the discs ------------------------------------------------------------------------------ */
static double apart(const double *p, const double *q)
{
    return hypot(p[0] - q[0], p[1] - q[1]);
}

/* wish = |c_k - c_l|, at least the radii; a->at by classical scaling. axis [2 x K]. */
static bk_status first_places(atlas *a, double *axis)
{
    int K = a->K;
    double value[2], all = 0, *mean = axis; /* row means, before the axes */
    for (int k = 0; k < K; k++)
        for (int l = 0; l < K; l++) {
            double sum = 0;
            for (int j = 0; j < a->m; j++) {
                double d = a->centre[k * a->m + j] - a->centre[l * a->m + j];
                sum += d * d;
            }
            a->wish[k * K + l] = sqrt(sum);
            a->square[k * K + l] = -sum / 2;
        }
    for (int k = 0; k < K; k++) {
        mean[k] = 0;
        for (int l = 0; l < K; l++)
            mean[k] += a->square[k * K + l] / K;
        all += mean[k] / K;
    }
    for (int k = 0; k < K; k++)
        for (int l = 0; l < K; l++)
            a->square[k * K + l] += all - mean[k] - mean[l];
    bk_status st = main_axes(a, K, axis, value);
    if (st != BK_OK)
        return st;
    for (int k = 0; k < K; k++) {
        double turn = 2.399963229728653 * k; /* the golden angle: none of two on one spot */
        a->at[2 * k] = sqrt(value[0]) * axis[k] + 1e-3 * cos(turn);
        a->at[2 * k + 1] = sqrt(value[1]) * axis[K + k] + 1e-3 * sin(turn);
        for (int l = 0; l < K; l++) {
            double *w = &a->wish[k * K + l], least = 1.05 * (a->radius[k] + a->radius[l]);
            *w = k == l ? 0 : fmax(*w, least);
        }
    }
    return BK_OK;
}

/* Guttman's transform: each step lowers the stress. next [K x 2]. */
static void majorise(atlas *a, double *next)
{
    int K = a->K;
    for (int s = 0; s < SWEEPS; s++) {
        for (int k = 0; k < K; k++) {
            double x = 0, y = 0;
            for (int l = 0; l < K; l++) {
                double d = apart(a->at + 2 * k, a->at + 2 * l);
                double r = d > 0 ? a->wish[k * K + l] / d : 0;
                x += a->at[2 * l] + r * (a->at[2 * k] - a->at[2 * l]);
                y += a->at[2 * l + 1] + r * (a->at[2 * k + 1] - a->at[2 * l + 1]);
            }
            next[2 * k] = x / K;
            next[2 * k + 1] = y / K;
        }
        memcpy(a->at, next, (size_t)K * 2 * sizeof *next);
    }
}

static void push_apart(atlas *a)
{
    bool moved = true;
    for (int pass = 0; pass < PUSHES && moved; pass++) {
        moved = false;
        for (int k = 0; k < a->K; k++)
            for (int l = 0; l < k; l++) {
                double *p = a->at + 2 * k, *q = a->at + 2 * l, d = apart(p, q);
                double lack = 1.05 * (a->radius[k] + a->radius[l]) - d;
                if (lack <= 1e-9)
                    continue;
                double x = d > 0 ? (p[0] - q[0]) / d : 1, y = d > 0 ? (p[1] - q[1]) / d : 0;
                p[0] += x * lack / 2, p[1] += y * lack / 2;
                q[0] -= x * lack / 2, q[1] -= y * lack / 2;
                moved = true;
            }
    }
}

/* ---- the articles --------------------------------------------------------------------------- */
/* The two main axes of the articles of topic k, each over the deviation along it. */
static bk_status topic_axes(atlas *a, int k)
{
    int m = a->m;
    int64_t count = 0;
    const double *c = a->centre + k * m;
    double value[2], *axis = a->axes + (int64_t)k * 2 * m;
    memset(a->square, 0, (size_t)m * (size_t)m * sizeof *a->square);
    for (int64_t i = 0; i < a->t->A->rows; i++) {
        const double *z = a->z + i * m;
        if (a->own[i] != k)
            continue;
        count++;
        for (int p = 0; p < m; p++)
            for (int q = p; q < m; q++)
                a->square[p * m + q] += (z[p] - c[p]) * (z[q] - c[q]);
    }
    bk_status st = main_axes(a, m, axis, value);
    for (int q = 0; q < 2 && st == BK_OK; q++)
        for (int j = 0; j < m; j++)
            axis[q * m + j] =
                value[q] > 1e-12 ? axis[q * m + j] / sqrt(value[q] / (double)count) : 0;
    return st;
}

typedef struct placing {
    const atlas *a;
    double *xy;
    const bk_csr *A;
    const double *docs;
} placing;

static void place_row(const placing *p, int64_t i)
{
    const atlas *a = p->a;
    const double *docs = p->docs + i * a->K;
    int m = a->m, k = own_topic(docs, a->K);
    double z[DIMENSIONS], v[2] = {0, 0}, x = 0, y = 0, sum = 0;
    p->xy[2 * i] = p->xy[2 * i + 1] = 0;
    if (k < 0)
        return;
    unit_row(a, p->A, i, z);
    for (int q = 0; q < 2; q++)
        for (int j = 0; j < m; j++)
            v[q] += (z[j] - a->centre[k * m + j]) * a->axes[((int64_t)k * 2 + q) * m + j];
    for (int l = 0; l < a->K; l++) {
        double w = pow(docs[l], SHARPNESS);
        x += w * a->at[2 * l];
        y += w * a->at[2 * l + 1];
        sum += w;
    }
    double draw = a->radius[k] / sqrt(4 + v[0] * v[0] + v[1] * v[1]); /* inside of the disc */
    p->xy[2 * i] = x / sum + draw * v[0];
    p->xy[2 * i + 1] = y / sum + draw * v[1];
}

static bk_status place_panel(void *user, int64_t chunk, int worker)
{
    const placing *p = user;
    int64_t from = chunk * PANEL, to = from + PANEL;
    (void)worker;
    for (int64_t i = from; i < to && i < p->A->rows; i++)
        place_row(p, i);
    return BK_OK;
}

bk_status bk__atlas_place(const bk__atlas *a, double *xy, const bk_csr *A, const double *docs)
{
    placing p = {a, xy, A, docs};
    return bk__par_for(a->ctx, "placing articles", bk__chunks(A->rows, PANEL), place_panel, &p);
}

void bk__atlas_fit(const bk__atlas *a, double *xy, const double *docs, int64_t D)
{
    double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
    for (int64_t i = 0; i < 2 * D; i++)
        if (own_topic(docs + i / 2 * a->K, a->K) >= 0) {
            low[i % 2] = fmin(low[i % 2], xy[i]);
            high[i % 2] = fmax(high[i % 2], xy[i]);
        }
    double wide = fmax(high[0] - low[0], high[1] - low[1]);
    for (int64_t i = 0; i < 2 * D; i++) {
        double x = wide > 0 ? (2 * xy[i] - low[i % 2] - high[i % 2]) / wide : 0;
        xy[i] = own_topic(docs + i / 2 * a->K, a->K) < 0 ? 0 : fmin(fmax(x, -1), 1);
    }
}

/* ---- the atlas ------------------------------------------------------------------------------ */
static bk_status draw_discs(atlas *a)
{
    int n = a->m > a->K ? a->m : a->K;
    double *axis = bk__calloc(a->ctx, (size_t)n, 2 * sizeof *axis);
    if (!axis)
        return BK_ENOMEM;
    for (int k = 0; k < a->K; k++)
        mean_of(a, k, a->centre + k * a->m);
    bk_status st = first_places(a, axis);
    if (st == BK_OK) {
        majorise(a, axis);
        push_apart(a);
    }
    for (int k = 0; k < a->K && st == BK_OK; k++)
        st = topic_axes(a, k);
    bk__free(a->ctx, axis);
    return st;
}

static bk_status make_room(atlas *a)
{
    size_t D = (size_t)a->t->A->rows, K = (size_t)a->K, m = (size_t)a->m, n = K > m ? K : m;
    a->lwork = (int)(64 * n + 64);
    a->z = bk__alloc_array(a->ctx, D, m * sizeof *a->z);
    a->own = bk__alloc_array(a->ctx, D, sizeof *a->own);
    a->centre = bk__alloc_array(a->ctx, K, m * sizeof *a->centre);
    a->axes = bk__alloc_array(a->ctx, K, 2 * m * sizeof *a->axes);
    a->radius = bk__calloc(a->ctx, K, sizeof *a->radius);
    a->at = bk__alloc_array(a->ctx, K, 2 * sizeof *a->at);
    a->wish = bk__alloc_array(a->ctx, K, K * sizeof *a->wish);
    a->square = bk__alloc_array(a->ctx, n, n * sizeof *a->square);
    a->value = bk__alloc_array(a->ctx, n + (size_t)a->lwork, sizeof *a->value);
    return a->z && a->own && a->centre && a->axes && a->radius && a->at && a->wish && a->square &&
                   a->value
               ? BK_OK
               : BK_ENOMEM;
}

/* V [V x m] of the truncated SVD of A. */
static bk_status find_space(atlas *a, bk_svd_quality *axes, const bk_csr *A)
{
    bk_svd svd = {0};
    bk_status st;
    BK__TRY(st, bk_svd_fit(a->ctx, &svd, A, DIMENSIONS, SVD_SWEEPS), done);
    if (axes)
        BK__TRY(st, bk_svd_judge(a->ctx, axes, &svd, A), done);
    a->m = svd.k;
    a->V = bk__alloc_array(a->ctx, (size_t)A->cols + 1, (size_t)(a->m + 1) * sizeof *a->V);
    if (!a->V)
        st = BK_ENOMEM;
    for (int j = 0; j < a->m && st == BK_OK; j++)
        for (int64_t c = 0; c < A->cols; c++)
            a->V[c * a->m + j] = svd.Vt[j * A->cols + c];
done:
    bk_svd_free(a->ctx, &svd);
    return st;
}

/* What only the making needs. */
static void drop_scratch(atlas *a)
{
    bk__free(a->ctx, a->z);
    bk__free(a->ctx, a->own);
    bk__free(a->ctx, a->wish);
    bk__free(a->ctx, a->square);
    bk__free(a->ctx, a->value);
    a->z = a->wish = a->square = a->value = NULL;
    a->own = NULL;
}

bk_status bk__atlas_new(bk_ctx *ctx, bk__atlas **out, bk_svd_quality *axes, const bk_csr *A,
                        const bk_topic *t)
{
    *out = NULL;
    if (axes)
        *axes = (bk_svd_quality){0};
    if (!t->done)
        return bk__fail(ctx, BK_EINVAL, "t", "a map needs finished topics");
    if (A->rows != t->A->rows || A->cols != t->A->cols)
        return bk__fail(ctx, BK_ESHAPE, "A", "the matrix is not that of the topics");
    atlas *a = bk__calloc(ctx, 1, sizeof *a);
    if (!a)
        return BK_ENOMEM;
    *a = (atlas){.ctx = ctx, .t = t, .K = t->K};
    bk_status st = BK_OK;
    if (a->K == 0)
        goto done;
    BK__TRY(st, find_space(a, axes, A), done);
    BK__TRY(st, make_room(a), done);
    own_topics(a);
    for (int64_t i = 0; i < A->rows; i++)
        unit_row(a, A, i, a->z + i * a->m);
    st = draw_discs(a);
    drop_scratch(a);
done:
    if (st != BK_OK)
        bk__atlas_free(a);
    else
        *out = a;
    return st;
}

void bk__atlas_free(bk__atlas *a)
{
    if (!a)
        return;
    drop_scratch(a);
    bk__free(a->ctx, a->V);
    bk__free(a->ctx, a->centre);
    bk__free(a->ctx, a->axes);
    bk__free(a->ctx, a->radius);
    bk__free(a->ctx, a->at);
    bk__free(a->ctx, a);
}

bk_status bk_topic_map(bk_ctx *ctx, double *xy, bk_svd_quality *axes, const bk_csr *A,
                       const bk_topic *t)
{
    bk__atlas *a;
    bk_status st = bk__atlas_new(ctx, &a, axes, A, t);
    if (st != BK_OK)
        return st;
    st = bk__atlas_place(a, xy, A, bk_topic_docs(t));
    bk__atlas_fit(a, xy, bk_topic_docs(t), A->rows);
    bk__atlas_free(a);
    return st;
}
