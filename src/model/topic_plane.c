/* topic_plane.c - how far topics are from each other, and a plane on which they lie.
 *
 * d_kl^2 = JS(t_k, t_l) = H((t_k + t_l) / 2) - (H(t_k) + H(t_l)) / 2 in bits, a metric in [0, 1]
 * (Endres, Schindelin 2003). Classical scaling: B = -J D2 J / 2, its two largest eigenvectors times
 * the roots of their values (Torgerson 1952). An axis points to where its entry of largest
 * magnitude is positive. Split: a row a chunk. O(K^2 V + K^3). */
#include <bingkai/theme.h>

#include <math.h>
#include <string.h>

#include "base/par.h"
#include "matrix/blas.h"
#include "model/topic.h"

typedef struct pairs {
    const double *terms;
    double *out;
    int K;
    int64_t V;
} pairs;

static double x_log2_x(double x)
{
    return x > 0 ? x * log2(x) : 0;
}

static bk_status one_row(void *user, int64_t k, int worker)
{
    const pairs *p = user;
    const double *a = p->terms + k * p->V;
    (void)worker;
    for (int l = 0; l < (int)k; l++) {
        const double *b = p->terms + l * p->V;
        double sum = 0;
        for (int64_t w = 0; w < p->V; w++)
            if (a[w] > 0 || b[w] > 0)
                sum += (x_log2_x(a[w]) + x_log2_x(b[w])) / 2 - x_log2_x((a[w] + b[w]) / 2);
        p->out[k * p->K + l] = p->out[l * p->K + k] = sqrt(fmin(fmax(sum, 0), 1));
    }
    return BK_OK;
}

bk_status bk_topic_distances(bk_ctx *ctx, double *out, const bk_topic *t)
{
    pairs p = {bk_topic_terms(t), out, bk_topic_count(t), 0};
    if (!p.terms)
        return bk__fail(ctx, BK_EINVAL, "t", "the topics are not finished");
    p.V = bk__topic_cols(t);
    memset(out, 0, (size_t)p.K * (size_t)p.K * sizeof *out);
    return bk__par_for(ctx, NULL, p.K, one_row, &p);
}

/* B in place of the distances. */
static void centre(double *d, double *mean, int K)
{
    double all = 0;
    for (int k = 0; k < K; k++) {
        mean[k] = 0;
        for (int l = 0; l < K; l++) {
            d[k * K + l] *= -d[k * K + l] / 2;
            mean[k] += d[k * K + l] / K;
        }
        all += mean[k] / K;
    }
    for (int k = 0; k < K; k++)
        for (int l = 0; l < K; l++)
            d[k * K + l] += all - mean[k] - mean[l];
}

bk_status bk_topic_plane(bk_ctx *ctx, double *xy, const bk_topic *t)
{
    int K = bk_topic_count(t), lwork = 64 * K + 64;
    size_t n = (size_t)K;
    double *d = bk__alloc_array(ctx, n * n + 1, sizeof *d);
    double *value = bk__alloc_array(ctx, n + (size_t)lwork, sizeof *value);
    bk_status st = d && value ? bk_topic_distances(ctx, d, t) : BK_ENOMEM;
    int info = 0;
    memset(xy, 0, 2 * n * sizeof *xy);
    if (st == BK_OK && K > 1) {
        centre(d, value, K);
        st = bk__blas_open(ctx);
    }
    if (st == BK_OK && K > 1)
        info = bk__dsyev(K, d, value, value + K, lwork);
    if (info != 0)
        st = bk__fail(ctx, BK_ENUMERIC, "", "eigenvectors failed in LAPACK (%d)", info);
    for (int q = 0; q < 2 && q < K && K > 1 && st == BK_OK; q++) {
        const double *v = d + (size_t)(K - 1 - q) * n;
        double most = 0, root = sqrt(fmax(value[K - 1 - q], 0));
        for (int k = 0; k < K; k++)
            if (fabs(v[k]) > fabs(most) * (1 + 1e-9))
                most = v[k];
        for (int k = 0; k < K; k++)
            xy[2 * k + q] = (most < 0 ? -root : root) * v[k];
    }
    bk__free(ctx, d);
    bk__free(ctx, value);
    return st;
}
