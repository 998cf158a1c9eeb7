/* kmeans_batch.c - spherical k-means of many articles, a batch at a time.
 *
 * A batch is N articles, one from each of N stretches of the rows (topic_sample.c); they go to
 * their centres and are added to the sums of those, of which 1 - N / D stays: a centre is a mean of
 * its articles by steps of 1 over their number (Sculley 2010), and forgets what it had more than
 * about one pass ago, so that the first centres do not weigh on the last. A sweep is a pass, D / N
 * batches; its objective is of each article before the centres move towards it. A centre without
 * articles stays where it is. In the end all articles go to the nearest centre (topic_apply.c).
 * The same bytes at any number of threads: batches follow from D and N. Workspace: 16 V K + 20 D
 * bytes and a batch twice; no transpose of all articles. */
#include <math.h>

#include "base/par.h"
#include "matrix/csr.h"
#include "model/kmeans.h"

enum { STREAM = 0x62617463 };

static bk_status batches_start(bk_topic *t)
{
    bk__kmeans *m = bk__calloc(t->ctx, 1, sizeof *m);
    bk_status st;
    if (!m)
        return BK_ENOMEM;
    t->model = m;
    BK__TRY(st, bk__kmeans_new(t->ctx, m, t->A, NULL, t->K, &t->opts, t->opts.restart + t->chain),
            done);
    BK__TRY(st, bk__kmeans_start(m), done);
    double each = (double)t->opts.batch / t->K * m->one; /* as if a batch stood behind them */
    for (int64_t i = 0; i < t->A->cols * m->ld; i++)
        m->sum[i] = each * (double)m->C.x[i];
done:
    return st;
}

/* *off: sum of 1 - cosine; *n: of how many articles. */
static bk_status one_batch(bk_topic *t, uint64_t number, double *off, int64_t *n)
{
    bk__kmeans *m = t->model;
    bk_csr A = {0}, At = {0};
    double objective, share = (double)t->opts.batch / (double)t->A->rows;
    uint64_t stream = STREAM + ((uint64_t)m->stream << 40) + number;
    bk_status st;
    BK__TRY(st, bk__cancelled(t->ctx), done);
    BK__TRY(st, bk__topic_sample(t->ctx, &A, t->A, t->opts.batch, stream), done);
    BK__TRY(st, bk_csr_transpose(t->ctx, &At, &A), done);
    bk__kmeans_take(m, &A, &At);
    BK__TRY(st, bk__kmeans_assign(m), done);
    for (int64_t i = 0; i < A.rows; i++)
        *off += m->own[i] >= 0 ? 1 - (double)m->near[i] : 0;
    *n += m->full;
    BK__TRY(st, bk__kmeans_sums(m, 1 - share), done);
    BK__TRY(st, bk__kmeans_move(m, &objective), done);
done:
    m->A = t->A; /* the batch goes */
    m->At = NULL;
    bk_csr_free(t->ctx, &A);
    bk_csr_free(t->ctx, &At);
    return st;
}

static bk_status batches_sweep(bk_topic *t, double *objective)
{
    int64_t pass = bk__chunks(t->A->rows, t->opts.batch), n = 0;
    double off = 0;
    bk_status st = BK_OK;
    for (int64_t b = 0; b < pass && st == BK_OK; b++)
        st = one_batch(t, (uint64_t)(t->sweeps * pass + b), &off, &n);
    if (st == BK_OK)
        *objective = n > 0 ? fmax(off / (double)n, 0) : 0;
    return st;
}

static void batches_write(const bk_topic *t, double *terms, double *docs)
{
    (void)docs; /* those of the terms */
    bk__kmeans_terms(t->model, terms);
}

static double mean_cosine(double objective)
{
    return 1 - objective;
}

static bk_status batches_state(bk_topic *t, bk__topic_parts *p)
{
    bk__kmeans *m = t->model;
    size_t terms = (size_t)t->A->cols * (size_t)m->ld;
    bk_status st = bk__topic_part(p, "centres", BK__F32, m->C.x, terms, 0);
    return st == BK_OK ? bk__topic_part(p, "sums", BK__F64, m->sum, terms, 0) : st;
}

static void batches_end(bk_topic *t)
{
    bk__kmeans_free(t->model);
}

const bk__topic_way bk__topic_batches = {.name = "kmeans",
                                         .measure = "mean cosine",
                                         .draws = true,
                                         .picks = true,
                                         .folds = true,
                                         .rows = true,
                                         .start = batches_start,
                                         .sweep = batches_sweep,
                                         .value = mean_cosine,
                                         .write = batches_write,
                                         .state = batches_state,
                                         .end = batches_end};
