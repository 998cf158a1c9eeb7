/* logit.c - multinomial logistic regression with L2.
 *
 *     f(W, b) = sum_i w_i (log sum_k exp z_ik - z_i,y) + l2 / 2 |W|^2,   z = X W + D V + b
 * Direction: L-BFGS of PAIRS pairs (Nocedal 1980; Liu and Nocedal 1989). Along a direction z is
 * linear in the step, so f there costs n K and no product: Newton's method within a bracket goes to
 * the minimum of the line. Weights of a column stand together: [(V + dense) x K], then b [K].
 * Split: products over the pool (spmm), sums over rows in bands of BAND, added in their order.
 * Workspace: (2 PAIRS + 4) (V + dense + 1) K + 3 n K doubles, and X transposed. */
#include <bingkai/logit.h>

#include <math.h>
#include <string.h>

#include "base/ctx.h"
#include "matrix/csr.h"
#include "stat/line.h"

enum { PAIRS = 10 };

typedef struct fit {
    bk_ctx *ctx;
    const bk_logit_rows *rows;
    bk_csr Xt; /* [V x n] */
    const int32_t *y;
    const double *weight; /* [n] or NULL */
    int64_t n, V, N;      /* N = (V + dense + 1) K */
    int K;
    double l2;
    double *W, *g, *d; /* [N] weights, gradient, direction */
    double *z, *dz;    /* [n x K] scores, their change along d */
    double *r;         /* [n x K] w_i (p - y) */
    double *s, *t;     /* [PAIRS x N] steps, changes of the gradient */
    double rho[PAIRS];
    int pairs, newest;
} fit;

static double dot(const double *a, const double *b, int64_t n)
{
    double sum[4] = {0, 0, 0, 0};
    int64_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (int k = 0; k < 4; k++)
            sum[k] += a[i + k] * b[i + k];
    for (; i < n; i++)
        sum[0] += a[i] * b[i];
    return sum[0] + sum[1] + (sum[2] + sum[3]);
}

/* y += c x */
static void add(double *y, double c, const double *x, int64_t n)
{
    for (int64_t i = 0; i < n; i++)
        y[i] += c * x[i];
}

static double largest(const double *x, int64_t n)
{
    double most = 0;
    for (int64_t i = 0; i < n; i++)
        most = fmax(most, fabs(x[i]));
    return most;
}

/* z [n x K] = X W + D V, and b where `bias`. W [(V + dense) x K]. */
static bk_status products(bk_ctx *ctx, double *z, const bk_logit_rows *rows, const double *W,
                          const double *bias, int K)
{
    int64_t n = rows->sparse->rows, V = rows->sparse->cols;
    bk_status st = bk__spmm(ctx, z, rows->sparse, W, K);
    for (int64_t i = 0; st == BK_OK && i < n; i++) {
        double *zi = z + i * K;
        for (int j = 0; j < rows->n_dense; j++)
            add(zi, rows->dense[i * rows->n_dense + j], W + (V + j) * K, K);
        add(zi, 1, bias, K);
    }
    return st;
}

/* g from z. */
static bk_status gradient(fit *f)
{
    int64_t n = f->n, V = f->V;
    int K = f->K, m = f->rows->n_dense;
    bk__softmax_rest(f->r, f->z, f->y, f->weight, n, K);
    bk_status st = bk__spmm(f->ctx, f->g, &f->Xt, f->r, K);
    if (st != BK_OK)
        return st;
    memset(f->g + V * K, 0, (size_t)(m + 1) * (size_t)K * sizeof *f->g);
    for (int64_t i = 0; i < n; i++) {
        for (int j = 0; j < m; j++)
            add(f->g + (V + j) * K, f->rows->dense[i * m + j], f->r + i * K, K);
        add(f->g + (V + m) * K, 1, f->r + i * K, K);
    }
    add(f->g, f->l2, f->W, (V + m) * K);
    return BK_OK;
}

/* d = -H g by the two loops of L-BFGS. */
static void direction(fit *f)
{
    double alpha[PAIRS];
    int64_t N = f->N;
    for (int64_t i = 0; i < N; i++)
        f->d[i] = -f->g[i];
    for (int k = 0; k < f->pairs; k++) {
        int at = (f->newest - k + PAIRS) % PAIRS;
        alpha[at] = f->rho[at] * dot(f->s + at * N, f->d, N);
        add(f->d, -alpha[at], f->t + at * N, N);
    }
    if (f->pairs > 0) {
        const double *t = f->t + f->newest * N;
        double scale = 1 / (f->rho[f->newest] * dot(t, t, N));
        for (int64_t i = 0; i < N; i++)
            f->d[i] *= scale;
    }
    for (int k = f->pairs - 1; k >= 0; k--) {
        int at = (f->newest - k + PAIRS) % PAIRS;
        double beta = f->rho[at] * dot(f->t + at * N, f->d, N);
        add(f->d, alpha[at] - beta, f->s + at * N, N);
    }
}

/* Steps along d to the minimum; keeps the pair. *moved: whether there was a way down. */
static bk_status step(fit *f, bool *moved)
{
    int64_t N = f->N, P = N - f->K; /* what is penalised */
    int slot = f->pairs > 0 ? (f->newest + 1) % PAIRS : 0;
    double *s = f->s + slot * N, *t = f->t + slot * N;
    *moved = false;
    bk_status st = products(f->ctx, f->dz, f->rows, f->d, f->d + P, f->K);
    if (st != BK_OK)
        return st;
    bk__line line = {f->z,
                     f->dz,
                     f->y,
                     f->weight,
                     f->n,
                     f->K,
                     f->l2 * dot(f->W, f->d, P),
                     f->l2 * dot(f->d, f->d, P)};
    double a = bk__line_minimum(&line);
    if (!(a > 0))
        return BK_OK;
    memcpy(t, f->g, (size_t)N * sizeof *t);
    for (int64_t i = 0; i < N; i++)
        s[i] = a * f->d[i];
    add(f->W, 1, s, N);
    add(f->z, a, f->dz, f->n * f->K);
    if ((st = gradient(f)) != BK_OK)
        return st;
    for (int64_t i = 0; i < N; i++)
        t[i] = f->g[i] - t[i];
    double curve = dot(s, t, N);
    if (curve > 0) {
        f->rho[slot] = 1 / curve;
        f->newest = slot;
        f->pairs += f->pairs < PAIRS;
    } else {
        f->pairs = 0;
    }
    *moved = true;
    return BK_OK;
}

/* The largest entry of the gradient without any weight: how large entries are. */
static bk_status unit_of(fit *f, double *unit)
{
    memset(f->z, 0, (size_t)f->n * (size_t)f->K * sizeof *f->z);
    bk_status st = gradient(f);
    *unit = fmax(largest(f->g, f->N), 1e-300);
    return st;
}

static bk_status minimise(fit *f, const bk_logit_opts *o, const bk_logit *start, bk_logit *out)
{
    double unit;
    bk_status st = unit_of(f, &unit);
    if (start) { /* the intercepts stand behind the weights */
        memcpy(f->W, start->weight, (size_t)(f->N - f->K) * sizeof *f->W);
        memcpy(out->intercept, start->intercept, (size_t)f->K * sizeof *f->W);
    }
    if (st == BK_OK)
        st = products(f->ctx, f->z, f->rows, f->W, out->intercept, f->K);
    if (st == BK_OK)
        st = gradient(f);
    bool moved = true;
    for (out->iterations = 0; st == BK_OK && out->iterations < o->iterations; out->iterations++) {
        out->gradient = largest(f->g, f->N);
        if (out->gradient <= o->tolerance * unit)
            break;
        direction(f);
        if (dot(f->d, f->g, f->N) >= 0 || !moved) { /* begin anew, steepest */
            f->pairs = 0;
            direction(f);
        }
        bool was = moved;
        if ((st = step(f, &moved)) != BK_OK)
            break;
        if (!moved && !was)
            break;
        st = bk__cancelled(f->ctx);
    }
    out->gradient = largest(f->g, f->N);
    if (st == BK_OK && !isfinite(out->gradient))
        st = bk__fail(f->ctx, BK_ENUMERIC, "", "the regression is not finite");
    return st;
}

static bk_status check(bk_ctx *ctx, const bk_logit_rows *rows, const int32_t *y,
                       const double *weight, int classes, const bk_logit *start,
                       const bk_logit_opts *o)
{
    int64_t n = rows->sparse->rows;
    bk_status st = bk_csr_check(ctx, rows->sparse);
    if (st != BK_OK)
        return st;
    if (classes < 2 || n < 1 || !(o->l2 >= 0) || !isfinite(o->l2) || o->iterations < 1 ||
        rows->n_dense < 0 || (rows->n_dense > 0 && !rows->dense))
        return bk__fail(ctx, BK_EINVAL, "", "a regression needs two classes, a row, l2 from 0 on");
    if (start && (start->cols != rows->sparse->cols || start->dense != rows->n_dense ||
                  start->classes != classes))
        return bk__fail(ctx, BK_ESHAPE, "start", "the fit to begin from is of another shape");
    for (int64_t i = 0; i < n; i++) {
        if (y[i] < 0 || y[i] >= classes)
            return bk__fail(ctx, BK_EINVAL, "y", "row %lld has no class", (long long)i);
        if (weight && (!(weight[i] >= 0) || !isfinite(weight[i])))
            return bk__fail(ctx, BK_ENUMERIC, "weight", "row %lld has no weight", (long long)i);
        for (int j = 0; j < rows->n_dense; j++)
            if (!isfinite(rows->dense[i * rows->n_dense + j]))
                return bk__fail(ctx, BK_ENUMERIC, "dense", "row %lld is not finite", (long long)i);
    }
    return BK_OK;
}

static double *doubles(bk_ctx *ctx, int64_t n, int64_t m)
{
    return bk__alloc_array(ctx, (size_t)n, (size_t)m * sizeof(double));
}

static bool make_room(fit *f)
{
    return (f->g = doubles(f->ctx, f->N, 1)) && (f->d = doubles(f->ctx, f->N, 1)) &&
           (f->z = doubles(f->ctx, f->n, f->K)) && (f->dz = doubles(f->ctx, f->n, f->K)) &&
           (f->r = doubles(f->ctx, f->n, f->K)) && (f->s = doubles(f->ctx, f->N, PAIRS)) &&
           (f->t = doubles(f->ctx, f->N, PAIRS));
}

bk_status bk_logit_fit(bk_ctx *ctx, bk_logit *out, const bk_logit_rows *rows, const int32_t *y,
                       const double *weight, int classes, const bk_logit *start,
                       const bk_logit_opts *opts)
{
    bk_logit_opts o = opts ? *opts : (bk_logit_opts)BK_LOGIT_OPTS_INIT;
    *out = (bk_logit){0};
    bk_status st = check(ctx, rows, y, weight, classes, start, &o);
    if (st != BK_OK)
        return st;
    int64_t columns = rows->sparse->cols + rows->n_dense;
    fit f = {.ctx = ctx,
             .rows = rows,
             .y = y,
             .weight = weight,
             .n = rows->sparse->rows,
             .V = rows->sparse->cols,
             .N = (columns + 1) * classes,
             .K = classes,
             .l2 = o.l2};
    out->cols = f.V;
    out->dense = rows->n_dense;
    out->classes = classes;
    out->weight = bk__calloc(ctx, (size_t)f.N, sizeof *out->weight);
    st = out->weight ? bk_csr_transpose(ctx, &f.Xt, rows->sparse) : BK_ENOMEM;
    if (st == BK_OK && !make_room(&f))
        st = BK_ENOMEM;
    if (st == BK_OK) {
        out->intercept = out->weight + columns * classes;
        f.W = out->weight;
        st = minimise(&f, &o, start, out);
    }
    double *room[] = {f.g, f.d, f.z, f.dz, f.r, f.s, f.t};
    for (size_t i = 0; i < sizeof room / sizeof *room; i++)
        bk__free(ctx, room[i]);
    bk_csr_free(ctx, &f.Xt);
    if (st != BK_OK)
        bk_logit_free(ctx, out);
    return st;
}

bk_status bk_logit_score(bk_ctx *ctx, double *score, const bk_logit *m, const bk_logit_rows *rows)
{
    if (rows->sparse->cols != m->cols || rows->n_dense != m->dense)
        return bk__fail(ctx, BK_ESHAPE, "", "the rows have other columns than the regression");
    return products(ctx, score, rows, m->weight, m->intercept, m->classes);
}

void bk_logit_free(bk_ctx *ctx, bk_logit *m)
{
    bk__free(ctx, m->weight); /* the intercepts stand behind */
    *m = (bk_logit){0};
}
