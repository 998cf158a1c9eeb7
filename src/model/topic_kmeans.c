/* topic_kmeans.c - spherical k-means: articles to the centre of the largest cosine.
 *
 *     cos(i, k) = a_i . c_k / |a_i|, |c_k| = 1 (Dhillon, Modha 2001); c_k: the sum of its articles'
 *     unit rows, divided by its length. Objective: the mean of 1 - cos to the own centre.
 * Start: greedy k-means++ (Arthur, Vassilvitskii 2007): of 2 + ln K articles drawn with odds
 * 1 - cos to the nearest centre the one that leaves the least sum of it. A centre that loses its
 * last article takes the article farthest from its own. Equal cosines: the lower topic.
 * Split: products over the pool by rows (matrix/spmm), centres by columns. Workspace: (D + V) K. */
#include "model/topic_model.h"

#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "matrix/csr.h"

enum { PANEL = 1024, STREAM = 0x6b6d6561 };

typedef struct kmeans {
    bk_ctx *ctx;
    const bk_csr *A, *At;
    const bk_topic_opts *opts; /* seeds */
    int K, chain;
    double *C;      /* [V x K] centres, columns of length 1 */
    double *score;  /* [D x K] products of the rows with the centres */
    double *length; /* [D] of the rows */
    double *unit;   /* [K] 1 over the lengths of earlier topics */
    double *near;   /* [D] cosine to the own centre */
    int32_t *own;   /* [D] -1 for an empty row */
} kmeans;

/* ---- start ---------------------------------------------------------------------------------- */
static void put_row(const kmeans *m, double *X, int columns, int j, int64_t i, bool on)
{
    for (int64_t p = m->A->ptr[i]; p < m->A->ptr[i + 1]; p++)
        X[(int64_t)m->A->col[p] * columns + j] = on ? (double)m->A->val[p] / m->length[i] : 0;
}

/* An article with odds 1 - near. */
static int64_t draw(const kmeans *m, bk__rng *rng, double sum)
{
    double at = bk__rng_uniform(rng) * sum;
    int64_t last = -1;
    for (int64_t i = 0; i < m->A->rows; i++) {
        double far = m->length[i] > 0 ? 1 - m->near[i] : 0;
        if (far > 0) {
            last = i;
            at -= far;
            if (at < 0)
                break;
        }
    }
    return last;
}

/* What is left of the sum of 1 - near if column j of Y [D x columns] were a centre too. */
static double left_by(const kmeans *m, const double *Y, int columns, int j)
{
    double sum = 0;
    for (int64_t i = 0; i < m->A->rows; i++)
        if (m->length[i] > 0)
            sum += 1 - fmax(m->near[i], Y[i * columns + j] / m->length[i]);
    return sum;
}

/* The next centre out of `tries` draws into column k; false where every article lies on one. X
 * [V x tries] zeroed and left so, Y [D x tries]. */
static bk_status next_centre(kmeans *m, bk__rng *rng, int k, int tries, double *X, double *Y,
                             bool *more)
{
    int64_t pick[16] = {0};
    double sum = left_by(m, m->near, 1, 0), least = INFINITY;
    int best = 0;
    for (int j = 0; j < tries; j++) {
        pick[j] = draw(m, rng, sum);
        *more = pick[j] >= 0;
        if (!*more)
            return BK_OK;
        put_row(m, X, tries, j, pick[j], true);
    }
    bk_status st = bk__spmm(m->ctx, Y, m->A, X, tries);
    if (st != BK_OK)
        return st;
    for (int j = 0; j < tries; j++) {
        double left = left_by(m, Y, tries, j);
        if (left < least) {
            least = left;
            best = j;
        }
        put_row(m, X, tries, j, pick[j], false);
    }
    put_row(m, m->C, m->K, k, pick[best], true);
    for (int64_t i = 0; i < m->A->rows; i++)
        if (m->length[i] > 0)
            m->near[i] = fmin(fmax(m->near[i], Y[i * tries + best] / m->length[i]), 1);
    return BK_OK;
}

/* Unit vectors of the seeds' terms are the first centres. */
static bk_status given_centres(kmeans *m)
{
    double *sum = bk__alloc_array(m->ctx, (size_t)m->A->rows + 1, sizeof *sum);
    if (!sum)
        return BK_ENOMEM;
    for (int k = 0; k < m->opts->seeds; k++) {
        const bk_topic_seed *s = &m->opts->seed[k];
        double one = 1 / sqrt((double)s->n);
        memset(sum, 0, (size_t)m->A->rows * sizeof *sum);
        for (int i = 0; i < s->n; i++) {
            m->C[(int64_t)s->col[i] * m->K + k] = one;
            for (int64_t p = m->At->ptr[s->col[i]]; p < m->At->ptr[s->col[i] + 1]; p++)
                sum[m->At->col[p]] += one * (double)m->At->val[p];
        }
        for (int64_t i = 0; i < m->A->rows; i++)
            if (m->length[i] > 0)
                m->near[i] = fmin(fmax(m->near[i], sum[i] / m->length[i]), 1);
    }
    bk__free(m->ctx, sum);
    return BK_OK;
}

/* The first centres are those of earlier topics. */
static bk_status earlier_centres(kmeans *m)
{
    const bk_topic_model *from = m->opts->from;
    for (int k = 0; k < from->K; k++) {
        const float *row = from->terms + k * from->V;
        double length = 0;
        for (int64_t c = 0; c < from->V; c++)
            length += (double)row[c] * (double)row[c];
        m->unit[k] = length > 0 ? 1 / sqrt(length) : 0;
        for (int64_t c = 0; c < from->V && length > 0; c++)
            m->C[c * m->K + k] = (double)row[c] / sqrt(length);
    }
    bk_status st = bk__spmm(m->ctx, m->score, m->A, m->C, m->K);
    for (int64_t i = 0; i < m->A->rows && st == BK_OK; i++)
        for (int k = 0; k < from->K && m->length[i] > 0; k++)
            m->near[i] = fmin(fmax(m->near[i], m->score[i * m->K + k] / m->length[i]), 1);
    return st;
}

static bk_status seed(kmeans *m)
{
    int tries = 2 + (int)log((double)m->K);
    size_t n = (size_t)tries * sizeof(double);
    bk__rng *rng = NULL;
    double *X = bk__calloc(m->ctx, (size_t)m->A->cols, n);
    double *Y = X ? bk__alloc_array(m->ctx, (size_t)m->A->rows, n) : NULL;
    bk_status st = Y ? bk__rng_new(m->ctx, &rng) : BK_ENOMEM;
    bool more = true;
    if (st == BK_OK)
        bk__rng_stream(rng, STREAM, (uint64_t)(m->opts->restart + m->chain));
    if (st == BK_OK)
        st = m->opts->from ? earlier_centres(m) : given_centres(m);
    for (int k = m->opts->from ? m->opts->from->K : m->opts->seeds; k < m->K && more && st == BK_OK;
         k++)
        st = next_centre(m, rng, k, tries, X, Y, &more);
    bk__rng_free(m->ctx, rng);
    bk__free(m->ctx, X);
    bk__free(m->ctx, Y);
    return st;
}

static bk_status kmeans_start(bk_topic *t)
{
    size_t K = (size_t)t->K, D = (size_t)t->A->rows;
    kmeans *m = bk__calloc(t->ctx, 1, sizeof *m);
    if (!m)
        return BK_ENOMEM;
    t->model = m;
    m->ctx = t->ctx;
    m->A = t->A;
    m->At = &t->At;
    m->K = t->K;
    m->chain = t->chain;
    m->opts = &t->opts;
    m->C = bk__calloc(t->ctx, (size_t)t->A->cols, K * sizeof *m->C);
    m->score = bk__alloc_array(t->ctx, D, K * sizeof *m->score);
    m->length = bk__calloc(t->ctx, D, sizeof *m->length);
    m->near = bk__calloc(t->ctx, D, sizeof *m->near);
    m->own = bk__calloc(t->ctx, D, sizeof *m->own);
    m->unit = bk__calloc(t->ctx, K + 1, sizeof *m->unit);
    if (!m->unit || !m->C || !m->score || !m->length || !m->near || !m->own)
        return BK_ENOMEM;
    for (int64_t i = 0; i < t->A->rows; i++) {
        double sum = 0;
        for (int64_t p = t->A->ptr[i]; p < t->A->ptr[i + 1]; p++)
            sum += (double)t->A->val[p] * (double)t->A->val[p];
        m->length[i] = sqrt(sum);
    }
    return seed(m);
}

/* ---- one sweep ------------------------------------------------------------------------------ */
static bk_status assign_panel(void *user, int64_t chunk, int worker)
{
    kmeans *m = user;
    int64_t end = (chunk + 1) * PANEL < m->A->rows ? (chunk + 1) * PANEL : m->A->rows;
    (void)worker;
    for (int64_t i = chunk * PANEL; i < end; i++) {
        const double *s = m->score + i * m->K;
        int best = 0;
        for (int k = 1; k < m->K; k++)
            if (s[k] > s[best])
                best = k;
        m->own[i] = m->length[i] > 0 ? best : -1;
        m->near[i] = m->length[i] > 0 ? fmin(s[best] / m->length[i], 1) : 0;
    }
    return BK_OK;
}

/* A topic without an article takes the one that lies worst among those of the others; size [K]. */
static void fill_empty(kmeans *m, int64_t *size)
{
    int first = m->opts->from ? m->opts->from->K : 0; /* earlier ones may rest */
    for (int k = first; k < m->K; k++) {
        int64_t worst = -1;
        if (size[k] > 0)
            continue;
        for (int64_t i = 0; i < m->A->rows; i++)
            if (m->own[i] >= 0 && size[m->own[i]] > 1 && m->near[i] < 1 - 1e-6 &&
                (worst < 0 || m->near[i] < m->near[worst]))
                worst = i;
        if (worst < 0)
            return; /* fewer different articles than topics */
        size[m->own[worst]]--;
        size[k]++;
        m->own[worst] = k;
        m->near[worst] = 1;
    }
}

/* Unit rows of the articles behind earlier topics count on. */
static void add_earlier(const kmeans *m, int64_t c, double *row)
{
    const bk_topic_model *from = m->opts->from;
    for (int k = 0; from && k < from->K; k++)
        row[k] +=
            m->opts->memory * from->weight[k] * m->unit[k] * (double)from->terms[k * from->V + c];
}

/* Columns PANEL x chunk on: each centre is the sum of its articles' unit rows. */
static bk_status centre_panel(void *user, int64_t chunk, int worker)
{
    kmeans *m = user;
    int64_t end = (chunk + 1) * PANEL < m->At->rows ? (chunk + 1) * PANEL : m->At->rows;
    (void)worker;
    for (int64_t c = chunk * PANEL; c < end; c++) {
        double *row = m->C + c * m->K;
        memset(row, 0, (size_t)m->K * sizeof *row);
        for (int64_t p = m->At->ptr[c]; p < m->At->ptr[c + 1]; p++) {
            int64_t i = m->At->col[p];
            if (m->own[i] >= 0)
                row[m->own[i]] += (double)m->At->val[p] / m->length[i];
        }
        add_earlier(m, c, row);
    }
    return BK_OK;
}

static void unit_centres(kmeans *m, double *length)
{
    memset(length, 0, (size_t)m->K * sizeof *length);
    for (int64_t c = 0; c < m->At->rows; c++)
        for (int k = 0; k < m->K; k++)
            length[k] += m->C[c * m->K + k] * m->C[c * m->K + k];
    for (int k = 0; k < m->K; k++)
        length[k] = length[k] > 0 ? 1 / sqrt(length[k]) : 0;
    for (int64_t c = 0; c < m->At->rows; c++)
        for (int k = 0; k < m->K; k++)
            m->C[c * m->K + k] *= length[k];
}

/* Centres of length 1 turn towards their seeds. */
static void hold_seeds(kmeans *m)
{
    for (int k = 0; k < m->opts->seeds; k++) {
        const bk_topic_seed *s = &m->opts->seed[k];
        double add = m->opts->seed_strength / (1 - m->opts->seed_strength) / sqrt((double)s->n);
        double length = 0;
        for (int i = 0; i < s->n; i++)
            m->C[(int64_t)s->col[i] * m->K + k] += add;
        for (int64_t c = 0; c < m->At->rows; c++)
            length += m->C[c * m->K + k] * m->C[c * m->K + k];
        for (int64_t c = 0; c < m->At->rows && length > 0; c++)
            m->C[c * m->K + k] /= sqrt(length);
    }
}

static bk_status kmeans_sweep(bk_topic *t, double *objective)
{
    kmeans *m = t->model;
    bk_status st;
    double sum = 0, *length = bk__alloc_array(m->ctx, (size_t)m->K, sizeof *length);
    int64_t *size = bk__calloc(m->ctx, (size_t)m->K, sizeof *size);
    if (!length || !size) {
        st = BK_ENOMEM;
        goto done;
    }
    BK__TRY(st, bk__spmm(m->ctx, m->score, m->A, m->C, m->K), done);
    BK__TRY(st, bk__par_for(m->ctx, NULL, bk__chunks(m->A->rows, PANEL), assign_panel, m), done);
    for (int64_t i = 0; i < m->A->rows; i++)
        if (m->own[i] >= 0)
            size[m->own[i]]++;
    fill_empty(m, size);
    for (int64_t i = 0; i < m->A->rows; i++)
        sum += m->own[i] >= 0 ? 1 - m->near[i] : 0;
    *objective = sum / (double)t->full;
    BK__TRY(st, bk__par_for(m->ctx, NULL, bk__chunks(m->At->rows, PANEL), centre_panel, m), done);
    unit_centres(m, length);
    hold_seeds(m);
done:
    bk__free(m->ctx, length);
    bk__free(m->ctx, size);
    return st;
}

static void kmeans_write(const bk_topic *t, double *terms, double *docs)
{
    const kmeans *m = t->model;
    for (int64_t c = 0; c < t->A->cols; c++)
        for (int k = 0; k < m->K; k++)
            terms[k * t->A->cols + c] = m->C[c * m->K + k];
    for (int64_t i = 0; i < t->A->rows; i++) /* against the scale of the terms: whole articles */
        if (m->own[i] >= 0)
            docs[i * m->K + m->own[i]] = 1;
}

static double mean_cosine(double objective)
{
    return 1 - objective;
}

static bk_status kmeans_state(bk_topic *t, bk__topic_parts *p)
{
    kmeans *m = t->model;
    size_t terms = (size_t)t->A->cols * (size_t)m->K, docs = (size_t)t->A->rows;
    bk_status st = bk__topic_part(p, "centres", BK__F64, m->C, terms, 0);
    if (st == BK_OK)
        st = bk__topic_part(p, "own", BK__U32, m->own, docs, 0);
    for (size_t i = 0; i < docs && st == BK_OK && bk__topic_reading(p); i++)
        if (m->own[i] < -1 || m->own[i] >= m->K)
            st = bk__topic_nonsense(p);
    return st;
}

static void kmeans_end(bk_topic *t)
{
    kmeans *m = t->model;
    if (!m)
        return;
    bk__free(m->ctx, m->C);
    bk__free(m->ctx, m->unit);
    bk__free(m->ctx, m->score);
    bk__free(m->ctx, m->length);
    bk__free(m->ctx, m->near);
    bk__free(m->ctx, m->own);
    bk__free(m->ctx, m);
}

const bk__topic_way bk__topic_kmeans = {.name = "kmeans",
                                        .measure = "mean cosine",
                                        .draws = true,
                                        .start = kmeans_start,
                                        .sweep = kmeans_sweep,
                                        .value = mean_cosine,
                                        .write = kmeans_write,
                                        .state = kmeans_state,
                                        .end = kmeans_end};
