/* between.c - mean cosine of two groups of articles, from their sums, with intervals.
 *
 * With C_g the sum of the rows of group g and n_g their number the mean over all pairs is
 * C_a . C_b / (n_a n_b); within a group the pairs of a row with itself are taken out. To first
 * order (Hoeffding 1948) it is a mean over articles of p_i = x_i . C_b / n_b for i in a, and of the
 * same for b, so its bootstrap over articles has the variance s^2(p_a) / n_a + s^2(p_b) / n_b,
 * which needs no resampling; within a group 4 s^2 / n. Degrees of freedom: Welch 1947.
 *
 * Groups are taken in panels of PANEL columns: their sums lie side by side, so one pass over the
 * rows multiplies with all of them. Rows are cut into chunks over the pool; means are summed in the
 * order of the rows by one thread. */
#include "model/between.h"

#include <math.h>
#include <string.h>

#include "base/par.h"
#include "stat/resample.h"

enum { PANEL = 8, ROWS = 1024 };

typedef struct moments {
    double sum, square; /* of the projections of a group's rows on the other's sum */
} moments;
typedef struct work {
    const bk_csr *A;
    const int32_t *group;
    int32_t groups, from, n; /* the panel's first group and how many */
    double *C;               /* [V x PANEL] sums */
    double *P;               /* [D x PANEL] rows times sums */
    double *self;            /* [D] squared length */
    int64_t *rows;           /* [groups] */
    moments *m;              /* [groups x groups]: rows of the first on the sum of the second */
} work;

static void add_sums(work *w)
{
    memset(w->C, 0, (size_t)w->A->cols * PANEL * sizeof *w->C);
    for (int64_t i = 0; i < w->A->rows; i++) {
        int32_t g = w->group[i] - w->from;
        if (w->group[i] < 0 || g < 0 || g >= w->n)
            continue;
        for (int64_t k = w->A->ptr[i]; k < w->A->ptr[i + 1]; k++)
            w->C[(size_t)w->A->col[k] * PANEL + (size_t)g] += (double)w->A->val[k];
    }
}

static bk_status project(void *user, int64_t chunk, int worker)
{
    work *w = user;
    int64_t end = (chunk + 1) * ROWS < w->A->rows ? (chunk + 1) * ROWS : w->A->rows;
    (void)worker;
    for (int64_t i = chunk * ROWS; i < end; i++) {
        double *p = w->P + i * PANEL, self = 0;
        memset(p, 0, PANEL * sizeof *p);
        if (w->group[i] < 0)
            continue;
        for (int64_t k = w->A->ptr[i]; k < w->A->ptr[i + 1]; k++) {
            double v = (double)w->A->val[k];
            const double *c = w->C + (size_t)w->A->col[k] * PANEL;
            for (int j = 0; j < PANEL; j++)
                p[j] += v * c[j];
            self += v * v;
        }
        w->self[i] = self;
    }
    return BK_OK;
}

/* The article itself is not one of those that it is compared with. */
static double projection(const work *w, int64_t i, int32_t to)
{
    double p = w->P[i * PANEL + (to - w->from)];
    return w->group[i] != to ? p / (double)w->rows[to]
           : w->rows[to] > 1 ? (p - w->self[i]) / (double)(w->rows[to] - 1)
                             : 0;
}

/* Two passes, so that the sum of squares is that of the deviations. */
static void add_moments(work *w)
{
    for (int pass = 0; pass < 2; pass++)
        for (int64_t i = 0; i < w->A->rows; i++)
            for (int32_t j = 0; j < w->n && w->group[i] >= 0; j++) {
                moments *m = &w->m[(int64_t)w->group[i] * w->groups + w->from + j];
                double n = (double)w->rows[w->group[i]];
                if (w->rows[w->from + j] == 0)
                    continue;
                double p = projection(w, i, w->from + j), d = p - m->sum / n;
                if (pass == 0)
                    m->sum += p;
                else
                    m->square += d * d;
            }
}

/* m of mean +- t deviations. */
static bk_interval interval(double mean, double a, double df_a, double b, double df_b, double level)
{
    double v = a + b, df = v > 0 ? v * v / (a * a / df_a + b * b / df_b) : df_a;
    double half = bk__t_quantile(0.5 + level / 2, df) * sqrt(v);
    return (bk_interval){mean, fmax(mean - half, 0), fmin(mean + half, 1)};
}

static void conclude(const work *w, bk_interval *out, double level)
{
    for (int32_t a = 0; a < w->groups; a++)
        for (int32_t b = a; b < w->groups; b++) {
            const moments *x = &w->m[(int64_t)a * w->groups + b];
            const moments *y = &w->m[(int64_t)b * w->groups + a];
            double na = (double)w->rows[a], nb = (double)w->rows[b];
            bk_interval r = {NAN, NAN, NAN};
            if (na > 0 && nb > 0 && (a != b || na > 1))
                r.value = fmin(fmax(x->sum / na, 0), 1);
            if (a == b && na > 2)
                r = interval(r.value, 4 * x->square / (na - 1) / na, na - 1, 0, 1, level);
            else if (a != b && na > 1 && nb > 1)
                r = interval(r.value, x->square / (na - 1) / na, na - 1, y->square / (nb - 1) / nb,
                             nb - 1, level);
            out[(int64_t)a * w->groups + b] = out[(int64_t)b * w->groups + a] = r;
        }
}

bk_status bk__between(bk_ctx *ctx, bk_interval *out, const bk_csr *A, const int32_t *group,
                      int32_t groups, double level)
{
    size_t S = (size_t)groups, D = (size_t)A->rows, V = (size_t)A->cols;
    work w = {.A = A, .group = group, .groups = groups};
    bk_status st = BK_ENOMEM;
    w.C = bk__alloc_array(ctx, V + 1, PANEL * sizeof *w.C);
    w.P = bk__alloc_array(ctx, D + 1, PANEL * sizeof *w.P);
    w.self = bk__calloc(ctx, D + 1, sizeof *w.self);
    w.rows = bk__calloc(ctx, S + 1, sizeof *w.rows);
    w.m = bk__calloc(ctx, S * S + 1, sizeof *w.m);
    if (w.C && w.P && w.self && w.rows && w.m)
        st = BK_OK;
    for (size_t i = 0; i < D && st == BK_OK; i++)
        if (group[i] >= 0)
            w.rows[group[i]]++;
    for (w.from = 0; w.from < groups && st == BK_OK; w.from += PANEL) {
        w.n = groups - w.from < PANEL ? groups - w.from : PANEL;
        add_sums(&w);
        st = bk__par_for(ctx, NULL, bk__chunks(A->rows, ROWS), project, &w);
        if (st == BK_OK)
            add_moments(&w);
    }
    if (st == BK_OK)
        conclude(&w, out, level);
    bk__free(ctx, w.C);
    bk__free(ctx, w.P);
    bk__free(ctx, w.self);
    bk__free(ctx, w.rows);
    bk__free(ctx, w.m);
    return st;
}
