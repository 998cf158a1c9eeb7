/* train_fit.c - one regression of a training: a fold that is predicted, or the model itself.
 *
 * Penalty and temperature come from INNER folds of the examples that are learned from: of the
 * penalties on a grid the one whose calibrated held-out loss is least. Columns and their idf come
 * from these examples too; labels never touch them. */
#include <math.h>

#include "matrix/csr.h"
#include "study/train.h"

enum { INNER = 3, HOTTEST = 5 /* examples that all are told apart ask for more */ };
static const double grid[] = {16, 8, 4, 2, 1, 0.5, 0.25}; /* of l2, the strongest first */
enum { GRID = sizeof grid / sizeof *grid };

/* The examples that a task learns from and those that it predicts. */
typedef struct task {
    bk_training *t;
    int64_t *learn, *tell; /* numbers of examples */
    int64_t n_learn, n_tell;
    int32_t *y;     /* [n_learn] */
    double *weight; /* [n_learn] */
    bk__cue_columns columns;
    bk_csr X; /* [n_learn x columns] */
    double l2, temperature;
} task;

static void weigh(const bk_training *t, double *weight, const int32_t *y, int64_t n)
{
    double count[BK__CLASSES] = {0};
    int some = 0;
    for (int64_t i = 0; i < n; i++)
        count[y[i]] += 1;
    for (int k = 0; k < t->K; k++)
        some += count[k] > 0;
    for (int64_t i = 0; i < n; i++)
        weight[i] = t->opts.balance ? (double)n / (some * count[y[i]]) : 1;
}

/* Rows of X that are (or are not) in a fold, as a matrix; yours. */
static bk_status part_of(bk_ctx *ctx, bk_csr *out, int32_t *y, const task *a, const int32_t *fold,
                         int f, bool inside)
{
    int64_t rows = 0, entries = 0;
    for (int64_t i = 0; i < a->n_learn; i++)
        if ((fold[i] == f) == inside) {
            rows++;
            entries += a->X.ptr[i + 1] - a->X.ptr[i];
        }
    bk_status st = bk__csr_new(ctx, out, rows, a->X.cols, entries);
    for (int64_t i = 0, r = 0; st == BK_OK && i < a->n_learn; i++) {
        if ((fold[i] == f) != inside)
            continue;
        bk__csr_copy_row(out, r, &a->X, i);
        y[r++] = a->y[i];
    }
    return st;
}

/* Held-out scores of one inner fold for every penalty: score [grid x n_learn x K]. */
static bk_status inner_fold(task *a, double *score, const int32_t *fold, int f, int penalties)
{
    bk_ctx *ctx = a->t->ctx;
    int K = a->t->K;
    bk_csr in = {0}, out = {0};
    bk_logit m = {0}, next = {0};
    int32_t *y = bk__alloc_array(ctx, (size_t)a->n_learn, sizeof *y);
    double *w = bk__alloc_array(ctx, (size_t)a->n_learn, sizeof *w);
    double *z = bk__alloc_array(ctx, (size_t)a->n_learn, (size_t)K * sizeof *z);
    bk_status st = y && w && z ? part_of(ctx, &out, y, a, fold, f, true) : BK_ENOMEM;
    if (st == BK_OK)
        st = part_of(ctx, &in, y, a, fold, f, false);
    if (st == BK_OK)
        weigh(a->t, w, y, in.rows);
    for (int g = 0; g < penalties && st == BK_OK && in.rows > 0; g++) {
        bk_logit_opts o = BK_LOGIT_OPTS_INIT;
        bk_logit_rows rows = {&in, NULL, 0}, rest = {&out, NULL, 0};
        o.l2 = a->l2 > 0 ? a->l2 : grid[g];
        o.tolerance = 1e-3;
        st = bk_logit_fit(ctx, &next, &rows, y, w, K, g > 0 ? &m : NULL, &o);
        bk_logit_free(ctx, &m);
        m = next;
        if (st == BK_OK && out.rows > 0)
            st = bk_logit_score(ctx, z, &m, &rest);
        for (int64_t i = 0, r = 0; st == BK_OK && i < a->n_learn; i++)
            if (fold[i] == f)
                memcpy(score + (g * a->n_learn + i) * K, z + K * r++, (size_t)K * sizeof *z);
    }
    bk_logit_free(ctx, &m);
    bk_csr_free(ctx, &in);
    bk_csr_free(ctx, &out);
    bk__free(ctx, z);
    bk__free(ctx, w);
    bk__free(ctx, y);
    return st;
}

/* Sets penalty and temperature from folds inside what is learned. */
static bk_status choose(task *a)
{
    bk_ctx *ctx = a->t->ctx;
    int K = a->t->K, penalties = a->l2 > 0 ? 1 : GRID;
    int64_t n = a->n_learn;
    int32_t *fold = bk__alloc_array(ctx, (size_t)n, sizeof *fold);
    double *score = bk__calloc(ctx, (size_t)penalties * (size_t)n * (size_t)K, sizeof *score);
    double *p = bk__alloc_array(ctx, (size_t)n, (size_t)K * sizeof *p), least = INFINITY;
    double given = a->l2;
    bk_status st = fold && score && p
                       ? bk__train_folds(ctx, fold, a->t->y, a->t->group, a->learn, n, K, INNER)
                       : BK_ENOMEM;
    for (int f = 0; f < INNER && st == BK_OK; f++)
        st = inner_fold(a, score, fold, f, penalties);
    for (int g = 0; g < penalties && st == BK_OK; g++) {
        double t;
        bk_calibration at = {0};
        memcpy(p, score + g * n * K, (size_t)(n * K) * sizeof *p);
        st = bk_logit_temperature(ctx, &t, p, a->y, NULL, n, K);
        t = fmin(t, HOTTEST);
        bk_logit_probability(p, n, K, t);
        if (st == BK_OK)
            st = bk_stat_calibration(ctx, &at, p, a->y, n, K);
        if (st == BK_OK && at.log_loss < least - 1e-6) {
            least = at.log_loss;
            a->temperature = t;
            a->l2 = given > 0 ? given : grid[g];
        }
    }
    bk__free(ctx, p);
    bk__free(ctx, score);
    bk__free(ctx, fold);
    return st;
}

/* The regression of the task's examples, with what it chose. */
static bk_status fit(task *a, bk_logit *m)
{
    bk_training *t = a->t;
    bk_status st;
    BK__TRY(st,
            bk__cue_columns_fit(t->ctx, &a->columns, t->row, a->learn, a->n_learn, t->opts.min_df),
            done);
    BK__TRY(st, bk__cue_columns_rows(t->ctx, &a->X, &a->columns, t->row, a->learn, a->n_learn),
            done);
    if (a->columns.n == 0)
        return bk__fail(t->ctx, BK_EINVAL, t->path.p, "no cue stands in %d of its examples",
                        t->opts.min_df);
    weigh(t, a->weight, a->y, a->n_learn);
    BK__TRY(st, choose(a), done);
    bk_logit_opts o = BK_LOGIT_OPTS_INIT;
    bk_logit_rows rows = {&a->X, NULL, 0};
    o.l2 = a->l2;
    o.tolerance = 1e-4;
    st = bk_logit_fit(t->ctx, m, &rows, a->y, a->weight, t->K, NULL, &o);
done:
    return st;
}

static bk_status tell(task *a, const bk_logit *m)
{
    bk_training *t = a->t;
    int K = t->K;
    bk_csr X = {0};
    double *z = bk__alloc_array(t->ctx, (size_t)a->n_tell, (size_t)K * sizeof *z);
    bk_status st =
        z ? bk__cue_columns_rows(t->ctx, &X, &a->columns, t->row, a->tell, a->n_tell) : BK_ENOMEM;
    bk_logit_rows rows = {&X, NULL, 0};
    if (st == BK_OK && a->n_tell > 0)
        st = bk_logit_score(t->ctx, z, m, &rows);
    for (int64_t i = 0; st == BK_OK && i < a->n_tell; i++) {
        double *p = t->p + a->tell[i] * K, *raw = t->raw_p + a->tell[i] * K;
        int best = 0;
        for (int k = 0; k < K; k++) {
            p[k] = raw[k] = z[i * K + k];
            best = p[k] > p[best] ? k : best;
        }
        t->predicted[a->tell[i]] = best;
        bk_logit_probability(p, 1, K, a->temperature);
        bk_logit_probability(raw, 1, K, 1);
    }
    bk_csr_free(t->ctx, &X);
    bk__free(t->ctx, z);
    return st;
}

static void task_clear(task *a)
{
    bk_ctx *ctx = a->t->ctx;
    bk__cue_columns_clear(ctx, &a->columns);
    bk_csr_free(ctx, &a->X);
    bk__free(ctx, a->weight);
    bk__free(ctx, a->y);
    bk__free(ctx, a->tell);
    bk__free(ctx, a->learn);
}

bk_status bk__train_task(void *user, int64_t f, int worker)
{
    bk_training *t = user;
    size_t n = (size_t)t->examples.n;
    bk_logit m = {0};
    task a = {.t = t, .l2 = t->opts.l2, .temperature = 1};
    (void)worker;
    a.learn = bk__alloc_array(t->ctx, n, sizeof *a.learn);
    a.tell = bk__alloc_array(t->ctx, n, sizeof *a.tell);
    a.y = bk__alloc_array(t->ctx, n, sizeof *a.y);
    a.weight = bk__alloc_array(t->ctx, n, sizeof *a.weight);
    bk_status st = a.learn && a.tell && a.y && a.weight ? BK_OK : BK_ENOMEM;
    for (int64_t i = 0; st == BK_OK && i < t->examples.n; i++) {
        if (t->fold[i] == f) {
            a.tell[a.n_tell++] = i;
            continue;
        }
        a.y[a.n_learn] = t->y[i];
        a.learn[a.n_learn++] = i;
    }
    if (st == BK_OK)
        st = fit(&a, &m);
    if (st == BK_OK && f < t->opts.folds)
        st = tell(&a, &m);
    t->l2[f] = a.l2;
    t->temperature[f] = a.temperature;
    if (st == BK_OK && f == t->opts.folds) {
        t->model.columns = a.columns;
        a.columns = (bk__cue_columns){0};
        t->model.classes = t->K;
        t->model.temperature = a.temperature;
        st = bk__model_take(t->ctx, &t->model, &m, t->opts.prune);
    }
    bk_logit_free(t->ctx, &m);
    task_clear(&a);
    return st;
}
