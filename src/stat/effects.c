/* effects.c - what moves shares: least squares on factors, robust intervals.
 *
 * y = X b + e with votes w: b = S X' W y, S = (X' W X)^-1 by sweeps (Beaton 1964). A column that
 * those before it explain is left out, and what it stands for cannot be told. X has 1, then of each
 * factor its levels but the one with the most votes (levels of fewer than LEAST rows are one, with
 * what is not known), or the number over its deviation. The effect of level l is
 *
 *     c_l = b_l - sum over m of share_m b_m
 *     var c_l = m / (m - 1) sum over clusters of (sum over its rows of w (S c_l)' x e / (1 - h))^2
 *
 * h the cluster's sum of w x' S x (of articles that repeat each other with equal x their leverage),
 * m clusters. Student's t has (sum of g^2)^2 / (sum of g^4) - 1 degrees, g the weight of a cluster
 * in c_l, at most those of the fit: an outlet of five articles has about four (Satterthwaite 1946).
 *
 * Articles with the same row of X and vote weigh the same in every effect: the squares of their
 * residuals are added first. Split: a column of y a chunk; sums run in the order of rows.
 * Workspace: P^2 + L P, L levels in all; 3 L + 2 P doubles and one a kind of article a worker. */
#include "stat/resample.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/par.h"

enum { NONE = -1, LEAST = 5 };
static const double TINY = 1e-9, MOST_LEVERAGE = 0.9;

typedef struct part { /* a factor in X */
    int32_t levels;   /* with the one for what is not known, the last; 0: a number */
    int32_t base;     /* the level without a column */
    int first;        /* column of level 0 or of the number */
    int listed;       /* first of its effects */
    double mean, deviation;
    double *share; /* [levels] of the votes */
    int64_t *n;    /* [levels] articles */
    bool *few;     /* [levels] fewer than LEAST rows: one of those that are not known */
    bool lost;     /* one of its columns was left out */
} part;

typedef struct effects {
    bk_ctx *ctx;
    const bk_stat_rows *r;
    const bk_factor *factor;
    int factors, P, L;
    part *part;
    double *S;      /* [P x P] */
    double *C;      /* [L x P] S c */
    double *df;     /* [L] */
    double *h;      /* [n] leverage of the article's cluster */
    int64_t *order; /* [n] articles by row */
    bool *alone;    /* [n] no other article of its row has a vote */
    uint32_t *kind; /* [n] articles of one kind have the same vote and row of X */
    int64_t *like;  /* [kinds] one of them */
    uint32_t kinds;
    int64_t clusters;
    bool *out_of; /* [P] left out */
    double *work; /* [threads x (2 P + 3 L + kinds)] */
    double level;
    bk_effect *e; /* [L x K] */
} effects;

static uint32_t row_of(const effects *f, int64_t i)
{
    return f->r->row ? f->r->row[i] : (uint32_t)i;
}

static double vote_of(const effects *f, int64_t i)
{
    return f->r->weight ? (double)f->r->weight[i] : 1;
}

static int32_t level_of(const effects *f, int k, int64_t i)
{
    int32_t l = f->factor[k].of[i];
    return l < 0 || f->part[k].few[l] ? f->part[k].levels - 1 : l;
}

/* The columns of X with an entry in row i besides the first, and their values; how many. */
static int entries(const effects *f, int64_t i, int *col, double *x)
{
    int n = 0;
    for (int k = 0; k < f->factors; k++) {
        const part *p = &f->part[k];
        if (p->levels == 0) {
            double v = f->factor[k].x[i];
            col[n] = p->first;
            x[n++] = isfinite(v) && p->deviation > 0 ? (v - p->mean) / p->deviation : 0;
        } else if (level_of(f, k, i) != p->base) {
            int32_t l = level_of(f, k, i);
            col[n] = p->first + l - (l > p->base);
            x[n++] = 1;
        }
    }
    return n;
}

/* ---- the columns ----------------------------------------------------------------------------- */

static void look_at_number(effects *f, int k)
{
    part *p = &f->part[k];
    double all = 0, sum = 0, square = 0;
    for (int64_t i = 0; i < f->r->n; i++) {
        double x = f->factor[k].x[i], w = vote_of(f, i);
        if (!isfinite(x) || !(w > 0))
            continue;
        all += w;
        sum += w * x;
        p->n[0]++;
    }
    p->mean = all > 0 ? sum / all : 0;
    for (int64_t i = 0; i < f->r->n; i++) {
        double x = f->factor[k].x[i] - p->mean;
        square += isfinite(x) ? vote_of(f, i) * x * x : 0;
    }
    p->deviation = all > 0 ? sqrt(square / all) : 0;
}

/* Levels of few rows: an article's own row once, repeats in the same level not again. */
static void find_few(effects *f, int k)
{
    part *p = &f->part[k];
    for (int64_t i = 0; i < f->r->n; i++) {
        int32_t l = f->factor[k].of[i];
        if (l >= 0 && vote_of(f, i) > 0 && (row_of(f, i) == (uint32_t)i || !f->r->row))
            p->n[l]++;
    }
    for (int32_t l = 0; l + 1 < p->levels; l++) {
        p->few[l] = p->n[l] < LEAST;
        p->n[l] = 0;
    }
}

static void look_at_levels(effects *f, int k)
{
    part *p = &f->part[k];
    double all = 0;
    find_few(f, k);
    for (int64_t i = 0; i < f->r->n; i++)
        if (vote_of(f, i) > 0) {
            p->share[level_of(f, k, i)] += vote_of(f, i);
            p->n[level_of(f, k, i)]++;
            all += vote_of(f, i);
        }
    for (int32_t l = 0; l < p->levels; l++) {
        p->base = p->share[l] > p->share[p->base] ? l : p->base;
        p->share[l] = all > 0 ? p->share[l] / all : 0;
    }
}

static bk_status look(effects *f)
{
    f->P = 1;
    for (int k = 0; k < f->factors; k++) {
        part *p = &f->part[k];
        p->levels = f->factor[k].of ? f->factor[k].levels + 1 : 0;
        p->share = bk__calloc(f->ctx, (size_t)p->levels + 1, sizeof *p->share);
        p->n = bk__calloc(f->ctx, (size_t)p->levels + 1, sizeof *p->n);
        p->few = bk__calloc(f->ctx, (size_t)p->levels + 1, sizeof *p->few);
        if (!p->share || !p->n || !p->few)
            return BK_ENOMEM;
        if (p->levels)
            look_at_levels(f, k);
        else
            look_at_number(f, k);
        p->first = f->P;
        p->listed = f->L;
        f->P += p->levels ? p->levels - 1 : 1;
        f->L += p->levels ? p->levels - 1 : 1; /* of what is not known there is none */
    }
    return BK_OK;
}

/* Articles by row, those with votes alone; how many. */
static int64_t sort_rows(effects *f, int64_t *begin, int64_t rows)
{
    for (int64_t i = 0; i < f->r->n; i++)
        if (vote_of(f, i) > 0)
            begin[row_of(f, i) + 1]++;
    for (int64_t k = 0; k < rows; k++) {
        f->clusters += begin[k + 1] > 0;
        begin[k + 1] += begin[k];
    }
    int64_t all = begin[rows];
    for (int64_t i = 0; i < f->r->n; i++)
        if (vote_of(f, i) > 0)
            f->order[begin[row_of(f, i)]++] = i;
    return all;
}

/* ---- S --------------------------------------------------------------------------------------- */

static void moments(effects *f, int64_t n, int *col, double *x)
{
    int P = f->P;
    for (int64_t m = 0; m < n; m++) {
        int64_t i = f->order[m];
        double w = vote_of(f, i);
        col[0] = 0;
        x[0] = 1;
        int all = 1 + entries(f, i, col + 1, x + 1);
        for (int a = 0; a < all; a++)
            for (int b = 0; b < all; b++)
                f->S[(int64_t)col[a] * P + col[b]] += w * x[a] * x[b];
    }
}

/* The inverse in place; columns that the ones before explain are left out, with zeros. */
static void sweep(effects *f, double *before)
{
    int P = f->P;
    double *S = f->S;
    for (int k = 0; k < P; k++)
        before[k] = S[(int64_t)k * P + k];
    for (int k = 0; k < P; k++) {
        double d = S[(int64_t)k * P + k];
        f->out_of[k] = !(d > TINY * before[k]) || !(before[k] > 0);
        if (f->out_of[k])
            continue;
        for (int i = 0; i < P; i++) {
            double c = S[(int64_t)i * P + k] / d;
            if (i == k || c == 0)
                continue;
            for (int j = 0; j < P; j++)
                if (j != k)
                    S[(int64_t)i * P + j] -= c * S[(int64_t)k * P + j];
        }
        for (int i = 0; i < P; i++)
            if (i != k) {
                S[(int64_t)i * P + k] /= -d;
                S[(int64_t)k * P + i] /= d;
            }
        S[(int64_t)k * P + k] = 1 / d;
    }
    for (int k = 0; k < P; k++)
        for (int i = 0; i < P; i++)
            if (f->out_of[k] || f->out_of[i])
                S[(int64_t)i * P + k] = 0;
    for (int i = 0; i < P; i++) /* a sweep leaves signs on one side */
        for (int j = 0; j < i; j++)
            S[(int64_t)i * P + j] = S[(int64_t)j * P + i];
}

/* Row l of C: S times the contrast of the l-th effect. */
static void contrasts(effects *f)
{
    int P = f->P;
    for (int k = 0; k < f->factors; k++) {
        part *p = &f->part[k];
        int columns = p->levels ? p->levels - 1 : 1;
        for (int l = 0; l < columns; l++) {
            double *c = f->C + (int64_t)(p->listed + l) * P;
            if (p->levels == 0) {
                memcpy(c, f->S + (int64_t)p->first * P, (size_t)P * sizeof *c);
                p->lost = f->out_of[p->first];
                continue;
            }
            for (int32_t m = 0; m < p->levels; m++) {
                int at = p->first + m - (m > p->base);
                double a = (m == l ? 1 : 0) - p->share[m];
                if (m == p->base || p->share[m] <= 0)
                    continue;
                p->lost = p->lost || f->out_of[at];
                for (int j = 0; j < P; j++)
                    c[j] += a * f->S[(int64_t)at * P + j];
            }
        }
    }
}

/* Leverages, summed within a cluster. */
static void leverages(effects *f, int64_t n, int *col, double *x)
{
    int P = f->P;
    for (int64_t from = 0, to; from < n; from = to) {
        double sum = 0;
        for (to = from; to < n && row_of(f, f->order[to]) == row_of(f, f->order[from]); to++) {
            int64_t i = f->order[to];
            col[0] = 0;
            x[0] = 1;
            int all = 1 + entries(f, i, col + 1, x + 1);
            for (int a = 0; a < all; a++)
                for (int b = 0; b < all; b++)
                    sum += vote_of(f, i) * x[a] * x[b] * f->S[(int64_t)col[a] * P + col[b]];
        }
        for (int64_t m = from; m < to; m++)
            f->h[f->order[m]] = fmin(sum, MOST_LEVERAGE);
    }
}

/* Weight of article i in the effect of row c of C. */
static double part_in(const double *c, const int *col, const double *x, int all)
{
    double g = c[0];
    for (int a = 0; a < all; a++)
        g += c[col[a]] * x[a];
    return g;
}

static void degrees(effects *f, int64_t n, int *col, double *x)
{
    double *own = f->work, *two = own + f->L, *four = two + f->L;
    int active = 0;
    memset(own, 0, 3 * (size_t)f->L * sizeof *own);
    for (int64_t m = 0; m < n; m++) {
        int64_t i = f->order[m];
        int all = entries(f, i, col, x);
        for (int l = 0; l < f->L; l++)
            own[l] += vote_of(f, i) * part_in(f->C + (int64_t)l * f->P, col, x, all);
        if (m + 1 < n && row_of(f, f->order[m + 1]) == row_of(f, i))
            continue;
        for (int l = 0; l < f->L; l++) {
            two[l] += own[l] * own[l];
            four[l] += own[l] * own[l] * own[l] * own[l];
            own[l] = 0;
        }
    }
    for (int k = 0; k < f->P; k++)
        active += !f->out_of[k];
    for (int l = 0; l < f->L; l++) {
        double most = (double)(f->clusters - active);
        double own_df = four[l] > 0 ? two[l] * two[l] / four[l] - 1 : most;
        f->df[l] = most > 0 ? fmin(most, fmax(own_df, 1)) : 0;
    }
}

/* Kinds: the bytes of an article's vote and row of X. */
static bk_status find_kinds(effects *f, int64_t n, int *col, double *x)
{
    size_t room = (size_t)f->factors * (sizeof *col + sizeof *x) + sizeof(double);
    char *key = bk__alloc(f->ctx, room);
    bk__map seen;
    bk_status st = key ? BK_OK : BK_ENOMEM;
    bk__map_init(&seen, f->ctx);
    for (int64_t m = 0; m < n && st == BK_OK; m++) {
        int64_t i = f->order[m];
        size_t all = (size_t)entries(f, i, col, x), at = sizeof(double);
        double vote = vote_of(f, i);
        bool added;
        memcpy(key, &vote, sizeof vote);
        memcpy(key + at, col, all * sizeof *col);
        at += all * sizeof *col;
        memcpy(key + at, x, all * sizeof *x);
        at += all * sizeof *x;
        st = bk__map_put(&seen, (bk_str){key, at}, &f->kind[i], &added);
        if (st == BK_OK && added)
            f->like[f->kind[i]] = i;
        f->alone[i] = (m == 0 || row_of(f, f->order[m - 1]) != row_of(f, i)) &&
                      (m + 1 == n || row_of(f, f->order[m + 1]) != row_of(f, i));
    }
    f->kinds = seen.n;
    bk__map_clear(&seen);
    bk__free(f->ctx, key);
    return st;
}

/* ---- a column of y --------------------------------------------------------------------------- */

typedef struct job {
    effects *f;
    int64_t n;
    int *cols;  /* [threads x (factors + 1)] */
    double *xs; /* the same */
} job;

static double value(const effects *f, int64_t i, int column)
{
    return f->r->y[(int64_t)row_of(f, i) * f->r->K + column];
}

static void list(effects *f, int column, const double *effect, const double *square)
{
    double m = (double)f->clusters;
    for (int k = 0; k < f->factors; k++) {
        const part *p = &f->part[k];
        int columns = p->levels ? p->levels - 1 : 1;
        for (int l = 0; l < columns; l++) {
            int at = p->listed + l;
            bk_effect *e = &f->e[(int64_t)at * f->r->K + column];
            double se = m > 1 ? sqrt(square[at] * m / (m - 1)) : NAN, c = effect[at];
            double df = f->df[at];
            *e = (bk_effect){k, column, p->levels ? l : NONE, NAN, NAN, NAN, NAN, p->n[l]};
            if (p->lost || !(df > 0))
                continue;
            double reach = bk__t_quantile(0.5 + f->level / 2, df);
            e->effect = c;
            e->low = c - reach * se;
            e->high = c + reach * se;
            e->p = se > 0 ? fmin(2 * gsl_cdf_tdist_Q(fabs(c) / se, df), 1) : c == 0 ? 1 : 0;
        }
    }
}

static bk_status one_column(void *user, int64_t column, int worker)
{
    const job *j = user;
    effects *f = j->f;
    int P = f->P, L = f->L, *col = j->cols + (int64_t)worker * (f->factors + 1);
    double *x = j->xs + (int64_t)worker * (f->factors + 1);
    int64_t room = 2 * P + 3 * L + (int64_t)f->kinds;
    double *b = f->work + worker * room, *xy = b + P, *effect = xy + P;
    double *square = effect + L, *own = square + L, *of_kind = own + L;
    memset(b, 0, (size_t)room * sizeof *b);
    for (int64_t m = 0; m < j->n; m++) {
        int64_t i = f->order[m];
        double wy = vote_of(f, i) * value(f, i, (int)column);
        int all = entries(f, i, col, x);
        xy[0] += wy;
        for (int a = 0; a < all; a++)
            xy[col[a]] += wy * x[a];
    }
    for (int i = 0; i < P; i++)
        for (int k = 0; k < P; k++)
            b[i] += f->S[(int64_t)i * P + k] * xy[k];
    for (int l = 0; l < L; l++)
        for (int k = 0; k < P; k++)
            effect[l] += f->C[(int64_t)l * P + k] * xy[k];
    for (int64_t m = 0; m < j->n; m++) {
        int64_t i = f->order[m];
        int all = entries(f, i, col, x);
        double e = value(f, i, (int)column) - b[0];
        for (int a = 0; a < all; a++)
            e -= b[col[a]] * x[a];
        e *= vote_of(f, i) / (1 - f->h[i]);
        if (f->alone[i]) {
            of_kind[f->kind[i]] += e * e;
            continue;
        }
        for (int l = 0; l < L; l++) {
            own[l] += part_in(f->C + (int64_t)l * P, col, x, all) * e;
        }
        if (m + 1 < j->n && row_of(f, f->order[m + 1]) == row_of(f, i))
            continue;
        for (int l = 0; l < L; l++) {
            square[l] += own[l] * own[l];
            own[l] = 0;
        }
    }
    for (uint32_t k = 0; k < f->kinds; k++) {
        int all = entries(f, f->like[k], col, x);
        for (int l = 0; l < L && of_kind[k] > 0; l++) {
            double g = part_in(f->C + (int64_t)l * P, col, x, all);
            square[l] += g * g * of_kind[k];
        }
    }
    list(f, (int)column, effect, square);
    return BK_OK;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static bk_status check(bk_ctx *ctx, const bk_stat_rows *r, const bk_factor *factor, int factors,
                       double level)
{
    if (!(level > 0 && level < 1))
        return bk__fail(ctx, BK_EINVAL, "level", "a level lies in 0 to 1");
    for (int64_t i = 0; i < r->n; i++) {
        double w = r->weight ? (double)r->weight[i] : 1;
        if (!(w >= 0) || !isfinite(w))
            return bk__fail(ctx, BK_EINVAL, "weight", "a vote is negative or not finite");
        for (int k = 0; k < factors; k++)
            if (factor[k].of && factor[k].of[i] >= factor[k].levels)
                return bk__fail(ctx, BK_EINVAL, "factor", "a level is none of the factor's");
        for (int k = 0; k < r->K; k++)
            if (!isfinite(r->y[(int64_t)(r->row ? r->row[i] : (uint32_t)i) * r->K + k]))
                return bk__fail(ctx, BK_ENUMERIC, "y", "a share is not finite");
    }
    return BK_OK;
}

static bk_status solve(effects *f, int64_t *begin, int64_t rows, job *j)
{
    size_t threads = (size_t)bk_ctx_threads(f->ctx), P = (size_t)f->P, L = (size_t)f->L;
    f->S = bk__calloc(f->ctx, P, P * sizeof *f->S);
    f->C = bk__calloc(f->ctx, L + 1, P * sizeof *f->C);
    f->df = bk__calloc(f->ctx, L + 1, sizeof *f->df);
    f->h = bk__calloc(f->ctx, (size_t)f->r->n + 1, sizeof *f->h);
    f->out_of = bk__calloc(f->ctx, P, sizeof *f->out_of);
    f->alone = bk__calloc(f->ctx, (size_t)f->r->n + 1, sizeof *f->alone);
    f->kind = bk__calloc(f->ctx, (size_t)f->r->n + 1, sizeof *f->kind);
    f->like = bk__calloc(f->ctx, (size_t)f->r->n + 1, sizeof *f->like);
    f->e = bk__calloc(f->ctx, L + 1, (size_t)f->r->K * sizeof *f->e);
    j->cols = bk__alloc_array(f->ctx, threads, ((size_t)f->factors + 1) * sizeof *j->cols);
    j->xs = bk__alloc_array(f->ctx, threads, ((size_t)f->factors + 1) * sizeof *j->xs);
    if (!f->S || !f->C || !f->df || !f->h || !f->out_of || !f->e || !f->alone || !f->kind ||
        !f->like || !j->cols || !j->xs)
        return BK_ENOMEM;
    j->f = f;
    j->n = sort_rows(f, begin, rows);
    bk_status st = find_kinds(f, j->n, j->cols, j->xs);
    if (st != BK_OK)
        return st;
    f->work = bk__alloc_array(f->ctx, threads, (2 * P + 3 * L + f->kinds) * sizeof *f->work);
    if (!f->work)
        return BK_ENOMEM;
    moments(f, j->n, j->cols, j->xs);
    sweep(f, f->work);
    contrasts(f);
    leverages(f, j->n, j->cols, j->xs);
    degrees(f, j->n, j->cols, j->xs);
    return bk__par_for(f->ctx, NULL, f->r->K, one_column, j);
}

/* Levels with articles alone. */
static int64_t keep(effects *f)
{
    int64_t n = 0;
    for (int64_t i = 0; i < (int64_t)f->L * f->r->K; i++)
        if (f->e[i].n > 0)
            f->e[n++] = f->e[i];
    return n;
}

bk_status bk_stat_effects(bk_ctx *ctx, bk_effect **out, int64_t *n, const bk_stat_rows *rows,
                          const bk_factor *factor, int factors, double level)
{
    effects f = {.ctx = ctx, .r = rows, .factor = factor, .factors = factors, .level = level};
    job j = {0};
    int64_t last = 0, *begin = NULL;
    *out = NULL;
    *n = 0;
    bk_status st = check(ctx, rows, factor, factors, level);
    if (st != BK_OK)
        return st;
    for (int64_t i = 0; i < rows->n; i++)
        last = row_of(&f, i) >= last ? (int64_t)row_of(&f, i) + 1 : last;
    f.part = bk__calloc(ctx, (size_t)factors + 1, sizeof *f.part);
    f.order = bk__alloc_array(ctx, (size_t)rows->n + 1, sizeof *f.order);
    begin = bk__calloc(ctx, (size_t)last + 2, sizeof *begin);
    st = f.part && f.order && begin ? look(&f) : BK_ENOMEM;
    if (st == BK_OK)
        st = solve(&f, begin, last, &j);
    if (st == BK_OK) {
        *n = keep(&f);
        *out = f.e;
        f.e = NULL;
    }
    for (int k = 0; f.part && k < factors; k++) {
        bk__free(ctx, f.part[k].share);
        bk__free(ctx, f.part[k].n);
        bk__free(ctx, f.part[k].few);
    }
    bk__free(ctx, f.part);
    bk__free(ctx, f.order);
    bk__free(ctx, begin);
    bk__free(ctx, f.S);
    bk__free(ctx, f.C);
    bk__free(ctx, f.df);
    bk__free(ctx, f.h);
    bk__free(ctx, f.out_of);
    bk__free(ctx, f.work);
    bk__free(ctx, f.alone);
    bk__free(ctx, f.kind);
    bk__free(ctx, f.like);
    bk__free(ctx, f.e);
    bk__free(ctx, j.cols);
    bk__free(ctx, j.xs);
    return st;
}

void bk_effects_free(bk_ctx *ctx, bk_effect *e)
{
    bk__free(ctx, e);
}
