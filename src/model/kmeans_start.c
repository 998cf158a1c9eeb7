/* kmeans_start.c - first centres: k-means++ and sweeps over a sample, seeds, earlier topics.
 *
 * Greedy k-means++ (Arthur, Vassilvitskii 2007): of 2 + ln K articles drawn with odds 1 - cos to
 * the nearest centre the one that leaves the least sum of it. Of more than MANY articles SAMPLE K
 * are drawn, one from each stretch of the rows; centres come from them, and SWEEPS sweeps over them
 * refine those (Bradley, Fayyad 1998), so that sweeps over all begin near their end. Of fewer
 * articles, where nothing is given, the best of STARTS starts is taken, each refined alike. */
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "matrix/csr.h"
#include "model/kmeans.h"

enum {
    PANEL = 256,
    STREAM = 0x6b6d6561,
    SAMPLE = 100,
    LEAST = 4096,
    MANY = 16384,
    SWEEPS = 8,
    STARTS = 5,
    TRIES = BK__LINE
};

typedef struct draws {
    bk__kmeans *m;
    bk__rng *rng;
    double *near; /* [D] cosine to the nearest centre so far */
    int tries;
    bk__thin X; /* [V x TRIES] the articles that were drawn, as columns */
    float *Y;   /* [D x TRIES] their products with all */
} draws;

static void put_row(const draws *d, int j, int64_t i, bool on)
{
    const bk_csr *A = d->m->A;
    for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++)
        d->X.x[(int64_t)A->col[p] * TRIES + j] = on ? A->val[p] * d->m->inverse[i] : 0;
}

static void put_centre(const bk__kmeans *m, int k, int64_t i)
{
    for (int64_t p = m->A->ptr[i]; p < m->A->ptr[i + 1]; p++)
        m->C.x[(int64_t)m->A->col[p] * m->ld + k] = m->A->val[p] * m->inverse[i];
}

static double far(const draws *d, int64_t i)
{
    return d->m->inverse[i] > 0 ? 1 - d->near[i] : 0;
}

/* An article with odds 1 - near; -1 where every article lies on a centre. */
static int64_t draw(const draws *d, double sum)
{
    double at = bk__rng_uniform(d->rng) * sum;
    int64_t last = -1;
    for (int64_t i = 0; i < d->m->A->rows && at >= 0; i++)
        if (far(d, i) > 0) {
            last = i;
            at -= far(d, i);
        }
    return last;
}

static double nearer(const draws *d, int64_t i, float score)
{
    return fmin(fmax(d->near[i], (double)score * (double)d->m->inverse[i]), 1);
}

static bk_status product_panel(void *user, int64_t chunk, int worker)
{
    const draws *d = user;
    int64_t from = chunk * PANEL, left = d->m->A->rows - from;
    (void)worker;
    bk__thin_product(d->Y + from * TRIES, d->m->A, from, left < PANEL ? (int)left : PANEL, d->X.x,
                     TRIES);
    return BK_OK;
}

/* The next centre out of `tries` draws into column k; *more: not every article lies on one. */
static bk_status next_centre(draws *d, int k, bool *more)
{
    bk__kmeans *m = d->m;
    int64_t pick[TRIES] = {0}, D = m->A->rows;
    double sum = 0, left[TRIES] = {0};
    int best = 0;
    for (int64_t i = 0; i < D; i++)
        sum += far(d, i);
    for (int j = 0; j < d->tries; j++) {
        pick[j] = draw(d, sum);
        *more = pick[j] >= 0;
        if (!*more)
            return BK_OK;
        put_row(d, j, pick[j], true);
    }
    bk_status st = bk__par_for(m->ctx, NULL, bk__chunks(D, PANEL), product_panel, d);
    if (st != BK_OK)
        return st;
    for (int64_t i = 0; i < D; i++)
        for (int j = 0; j < d->tries && m->inverse[i] > 0; j++)
            left[j] += 1 - nearer(d, i, d->Y[i * TRIES + j]);
    for (int j = 0; j < d->tries; j++) {
        best = left[j] < left[best] ? j : best;
        put_row(d, j, pick[j], false);
    }
    put_centre(m, k, pick[best]);
    for (int64_t i = 0; i < D; i++)
        if (m->inverse[i] > 0)
            d->near[i] = nearer(d, i, d->Y[i * TRIES + best]);
    return BK_OK;
}

/* ---- what is given -------------------------------------------------------------------------- */
/* Unit vectors of the seeds' terms are the first centres. */
static void seed_centres(bk__kmeans *m)
{
    for (int k = 0; k < m->opts->seeds; k++) {
        const bk_topic_seed *s = &m->opts->seed[k];
        for (int i = 0; i < s->n; i++)
            m->C.x[(int64_t)s->col[i] * m->ld + k] = (float)(1 / sqrt((double)s->n));
    }
}

/* The first centres are those of earlier topics. */
static void earlier_centres(bk__kmeans *m)
{
    const bk_topic_model *from = m->opts->from;
    for (int k = 0; k < from->K; k++) {
        const float *row = from->terms + k * from->V;
        double length = 0;
        for (int64_t c = 0; c < from->V; c++)
            length += (double)row[c] * (double)row[c];
        if (length > 0)
            m->behind[k] = m->opts->memory * from->weight[k] * m->one / sqrt(length);
        for (int64_t c = 0; c < from->V && length > 0; c++)
            m->C.x[c * m->ld + k] = (float)((double)row[c] / sqrt(length));
    }
}

/* Cosines to the first `given` centres; room [ld]. */
static void near_given(const draws *d, int given, float *room)
{
    const bk__kmeans *m = d->m;
    for (int64_t i = 0; i < m->A->rows && given > 0; i++) {
        bk__thin_product(room, m->A, i, 1, m->C.x, m->ld);
        for (int k = 0; k < given && m->inverse[i] > 0; k++)
            d->near[i] = nearer(d, i, room[k]);
    }
}

/* Centres of m from its own articles, other ones with each number of the start; those of earlier
 * topics and seeds stand. */
static bk_status draw_centres(bk__kmeans *m, int start)
{
    size_t D = (size_t)m->A->rows;
    int given = m->opts->from ? m->opts->from->K : m->opts->seeds;
    draws d = {.m = m, .tries = 2 + (int)log((double)m->K)};
    float *room = bk__alloc_array(m->ctx, (size_t)m->ld, sizeof *room);
    bool more = true;
    d.near = bk__calloc(m->ctx, D, sizeof *d.near);
    d.Y = bk__alloc_array(m->ctx, D, TRIES * sizeof *d.Y);
    bk_status st =
        room && d.near && d.Y ? bk__thin_new(m->ctx, &d.X, m->A->cols, TRIES) : BK_ENOMEM;
    if (st == BK_OK)
        st = bk__rng_new(m->ctx, &d.rng);
    if (st == BK_OK) {
        bk__rng_stream(d.rng, STREAM, (uint64_t)m->stream + ((uint64_t)start << 32));
        near_given(&d, given, room);
    }
    for (int k = given; k < m->K && more && st == BK_OK; k++)
        st = next_centre(&d, k, &more);
    bk__rng_free(m->ctx, d.rng);
    bk__thin_free(m->ctx, &d.X);
    bk__free(m->ctx, d.near);
    bk__free(m->ctx, d.Y);
    bk__free(m->ctx, room);
    return st;
}

/* ---- several starts ------------------------------------------------------------------------- */
/* Centres of m out of `starts` ones, from A [D x V] (some or all of its articles) and its
 * transpose: the ones of the least objective after SWEEPS sweeps; of equal ones the first. */
static bk_status best_start(bk__kmeans *m, const bk_csr *A, const bk_csr *At, int starts)
{
    bk__kmeans s = {.ctx = m->ctx};
    bk__thin best = {0};
    size_t bytes = (size_t)(A->cols * m->ld) * sizeof *m->C.x;
    double least = INFINITY;
    bk_status st;
    BK__TRY(st, bk__thin_new(m->ctx, &best, A->cols, m->ld), done);
    for (int n = 0; n < starts; n++) {
        double objective = 0;
        int64_t moved = A->rows;
        BK__TRY(st, bk__kmeans_new(m->ctx, &s, A, At, m->K, m->opts, m->stream), done);
        memcpy(s.C.x, m->C.x, bytes);
        BK__TRY(st, draw_centres(&s, n), done);
        for (int i = 0; i < SWEEPS && !m->opts->from && moved > 0; i++)
            BK__TRY(st, bk__kmeans_sweep(&s, &objective, &moved), done);
        if (objective < least)
            memcpy(best.x, s.C.x, bytes);
        least = fmin(least, objective);
        bk__kmeans_free(&s);
        s = (bk__kmeans){.ctx = m->ctx};
    }
    memcpy(m->C.x, best.x, bytes);
done:
    bk__kmeans_free(&s);
    bk__thin_free(m->ctx, &best);
    return st;
}

static bk_status start_from_sample(bk__kmeans *m, int64_t n)
{
    bk_csr A = {0}, At = {0};
    bk_status st;
    BK__TRY(st, bk__topic_sample(m->ctx, &A, m->A, n, STREAM + 1 + (uint64_t)m->stream), done);
    BK__TRY(st, bk_csr_transpose(m->ctx, &At, &A), done);
    st = best_start(m, &A, &At, 1);
done:
    bk_csr_free(m->ctx, &A);
    bk_csr_free(m->ctx, &At);
    return st;
}

static int64_t sample_size(int K)
{
    return K > LEAST / SAMPLE ? SAMPLE * (int64_t)K : LEAST;
}

bool bk__kmeans_many(int64_t rows, int K)
{
    return rows > MANY && rows > 2 * sample_size(K);
}

bk_status bk__kmeans_start(bk__kmeans *m)
{
    if (m->opts->from)
        earlier_centres(m);
    else
        seed_centres(m);
    if (bk__kmeans_many(m->A->rows, m->K))
        return start_from_sample(m, sample_size(m->K));
    bool given = m->opts->from || m->opts->seeds > 0; /* the best fit may lie far from those */
    return given ? draw_centres(m, 0) : best_start(m, m->A, m->At, STARTS);
}
