/* topic_kmeans.c - spherical k-means: articles to the centre of the largest cosine.
 *
 *     cos(i, k) = a_i . c_k / |a_i|, |c_k| = 1 (Dhillon, Modha 2001); c_k: the sum of its articles'
 *     unit rows, divided by its length. Objective: the mean of 1 - cos to the own centre.
 * Bounds (Schubert, Lang, Feher 2021, after Hamerly 2010): an article keeps a lower one of the
 * cosine to its own centre and an upper one of the others', and as centres turn by angles of cosine
 * p, l becomes cos(acos l + acos p) and u cos(acos u - acos p). Where l >= u nothing can change and
 * the article is not looked at. Products are floats; centres within NEAR of the best are compared
 * again in doubles. Equal cosines: the lower topic. A centre that loses its last article takes the
 * article farthest from its own.
 * Sums are whole numbers (of 1 / `one`), so that articles may be added and taken away in any order
 * with the same bytes; where few moved only they are. Batches: kmeans_batch.c.
 * Split: articles by PANEL rows, centres by PANEL columns. Workspace: 16 V K + 16 D bytes. */
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "matrix/csr.h"
#include "model/kmeans.h"

enum { PANEL = 1024, FEW = 32 /* of so many articles one moved at most */, BITS = 40 };
/* The compiler's portable vectors, at any address. */
typedef double four __attribute__((vector_size(32), aligned(8), may_alias));
typedef float some __attribute__((vector_size(16), aligned(4), may_alias));
static const float NEAR = 4e-6f; /* floats of products of unit vectors are that good */

bk_status bk__kmeans_new(bk_ctx *ctx, bk__kmeans *m, const bk_csr *A, const bk_csr *At, int K,
                         const bk_topic_opts *opts, int stream)
{
    size_t D = (size_t)A->rows, V = (size_t)A->cols, ld = (size_t)bk__thin_ld(K);
    int bits = BITS;
    while (bits > 0 && A->rows >> (52 - bits) > 0) /* no sum is more than its articles */
        bits--;
    *m = (bk__kmeans){.ctx = ctx,
                      .A = A,
                      .opts = opts,
                      .K = K,
                      .ld = bk__thin_ld(K),
                      .stream = stream,
                      .one = ldexp(1, bits)};
    bk_status st;
    BK__TRY(st, bk__thin_new(ctx, &m->C, A->cols, m->ld), done);
    BK__TRY(st, bk__thin_new(ctx, &m->was, A->cols, m->ld), done);
    m->sum = bk__calloc(ctx, V, ld * sizeof *m->sum);
    m->behind = bk__calloc(ctx, ld, sizeof *m->behind);
    m->inverse = bk__calloc(ctx, D, sizeof *m->inverse);
    m->near = bk__calloc(ctx, D, sizeof *m->near);
    m->other = bk__calloc(ctx, D, sizeof *m->other);
    m->own = bk__alloc_array(ctx, D, sizeof *m->own);
    m->last = bk__alloc_array(ctx, D, sizeof *m->last);
    m->part =
        bk__alloc_array(ctx, (size_t)bk__chunks(A->cols, PANEL) + 1, 3 * ld * sizeof *m->part);
    m->turn = bk__calloc(ctx, ld, sizeof *m->turn);
    m->room = bk__calloc(ctx, (size_t)bk_ctx_threads(ctx), sizeof *m->room);
    st = m->sum && m->behind && m->inverse && m->near && m->other && m->own && m->last && m->part &&
                 m->turn && m->room
             ? BK_OK
             : BK_ENOMEM;
    if (st == BK_OK)
        bk__kmeans_take(m, A, At);
done:
    return st;
}

void bk__kmeans_take(bk__kmeans *m, const bk_csr *A, const bk_csr *At)
{
    m->A = A;
    m->At = At;
    m->full = 0;
    for (int64_t i = 0; i < A->rows; i++) {
        double sum = 0;
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++)
            sum += (double)A->val[p] * (double)A->val[p];
        m->inverse[i] = sum > 0 ? (float)(1 / sqrt(sum)) : 0;
        m->full += sum > 0;
        m->own[i] = m->last[i] = -1;
        m->near[i] = 0;
        m->other[i] = 1;
    }
}

void bk__kmeans_free(bk__kmeans *m)
{
    void *all[] = {m->sum, m->behind, m->inverse, m->near, m->other,
                   m->own, m->last,   m->part,    m->turn};
    bk__thin_free(m->ctx, &m->C);
    bk__thin_free(m->ctx, &m->was);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(m->ctx, all[i]);
    for (int w = 0; m->room && w < bk_ctx_threads(m->ctx); w++)
        bk__free(m->ctx, m->room[w]);
    bk__free(m->ctx, m->room);
}

static int64_t end_of(int64_t rows, int64_t chunk)
{
    return (chunk + 1) * PANEL < rows ? (chunk + 1) * PANEL : rows;
}

static bk_status room_of(const bk__kmeans *m, int worker, double **room)
{
    if (!m->room[worker])
        m->room[worker] = bk__alloc_array(m->ctx, (size_t)m->ld, sizeof **room);
    *room = m->room[worker];
    return *room ? BK_OK : BK_ENOMEM;
}

/* ---- articles to centres -------------------------------------------------------------------- */
static double exact(const bk__kmeans *m, int64_t i, int k)
{
    double sum = 0;
    for (int64_t p = m->A->ptr[i]; p < m->A->ptr[i + 1]; p++)
        sum += (double)m->A->val[p] * (double)m->C.x[(int64_t)m->A->col[p] * m->ld + k];
    return sum;
}

/* The centre of the largest cosine; score [K], in floats. *near and *other: its cosine, and the
 * largest of the others. */
static int best_of(const bk__kmeans *m, int64_t i, const float *score, float *near, float *other)
{
    float first = score[0], second = -1, by = m->inverse[i];
    int best = 0, close = 0;
    for (int k = 1; k < m->K; k++)
        if (score[k] > first) {
            second = first;
            first = score[k];
            best = k;
        } else if (score[k] > second) {
            second = score[k];
        }
    *near = first * by;
    *other = second * by;
    if ((first - second) * by >= NEAR)
        return best;
    double most = -INFINITY;
    for (int k = 0; k < m->K; k++)
        if ((first - score[k]) * by < NEAR) {
            double sum = exact(m, i, k);
            if (sum > most) {
                most = sum;
                close = k;
            }
        }
    return close;
}

/* A row whose bounds say that nothing can change stays as it is. */
static bk_status assign_panel(void *user, int64_t chunk, int worker)
{
    bk__kmeans *m = user;
    int64_t end = end_of(m->A->rows, chunk);
    double *room;
    bk_status st = room_of(m, worker, &room);
    if (st != BK_OK)
        return st;
    float *score = (float *)(void *)room;
    for (int64_t i = chunk * PANEL; i < end; i++) {
        m->last[i] = m->own[i];
        if (!(m->inverse[i] > 0) || m->near[i] - NEAR >= m->other[i] + NEAR)
            continue;
        bk__thin_product(score, m->A, i, 1, m->C.x, m->ld);
        m->own[i] = best_of(m, i, score, m->near + i, m->other + i);
    }
    return BK_OK;
}

bk_status bk__kmeans_assign(bk__kmeans *m)
{
    return bk__par_for(m->ctx, NULL, bk__chunks(m->A->rows, PANEL), assign_panel, m);
}

static void forget_bounds(bk__kmeans *m)
{
    for (int64_t i = 0; i < m->A->rows; i++) {
        m->near[i] = 0;
        m->other[i] = 1;
    }
}

/* A topic without an article takes the one that lies worst among those of the others; size [K]. */
static void fill_empty(bk__kmeans *m, int64_t *size)
{
    int first = m->opts->from ? m->opts->from->K : 0; /* earlier ones may rest */
    for (int k = first; k < m->K; k++) {
        int64_t worst = -1;
        if (size[k] > 0)
            continue;
        for (int64_t i = 0; i < m->A->rows; i++)
            if (m->own[i] >= 0 && size[m->own[i]] > 1 && m->near[i] < 1 - NEAR &&
                (worst < 0 || m->near[i] < m->near[worst]))
                worst = i;
        if (worst < 0)
            return; /* fewer different articles than topics */
        size[m->own[worst]]--;
        size[k]++;
        m->own[worst] = k;
        m->near[worst] = 1;
        m->other[worst] = 1; /* looked at again */
    }
}

/* Articles of each centre; true where one has none that should. */
static bool count(const bk__kmeans *m, int64_t *size)
{
    bool empty = false;
    memset(size, 0, (size_t)m->K * sizeof *size);
    for (int64_t i = 0; i < m->A->rows; i++)
        if (m->own[i] >= 0)
            size[m->own[i]]++;
    for (int k = m->opts->from ? m->opts->from->K : 0; k < m->K; k++)
        empty = empty || size[k] == 0;
    return empty;
}

static bk_status assign_all(bk__kmeans *m, int64_t *moved)
{
    int64_t *size = bk__alloc_array(m->ctx, (size_t)m->K, sizeof *size);
    bk_status st = size ? bk__kmeans_assign(m) : BK_ENOMEM;
    if (st == BK_OK && count(m, size)) { /* the farthest article: bounds do not tell */
        int32_t *last = m->last;
        m->last = bk__alloc_array(m->ctx, (size_t)m->A->rows, sizeof *last);
        forget_bounds(m);
        st = m->last ? bk__kmeans_assign(m) : BK_ENOMEM;
        bk__free(m->ctx, m->last);
        m->last = last;
        if (st == BK_OK)
            fill_empty(m, size);
    }
    *moved = 0;
    for (int64_t i = 0; i < m->A->rows && st == BK_OK; i++)
        *moved += m->own[i] != m->last[i];
    bk__free(m->ctx, size);
    return st;
}

/* ---- centres to their articles -------------------------------------------------------------- */
/* Doubles that hold whole numbers, rounded to the nearest. */
static inline double whole(const bk__kmeans *m, float value, int64_t i)
{
    const double half = 0x1.8p52; /* where the next double is one on */
    return (double)value * (double)m->inverse[i] * m->one + half - half;
}

/* Row c of the sums; unit rows of the articles behind earlier topics count on. Returns where it
 * is: in m or in room [ld]. */
static const double *row_of(const bk__kmeans *m, int64_t c, double *room)
{
    const bk_topic_model *from = m->opts->from;
    const double *sum = m->sum + c * m->ld;
    if (!from)
        return sum;
    memcpy(room, sum, (size_t)m->ld * sizeof *room);
    for (int k = 0; k < from->K; k++)
        room[k] += m->behind[k] * (double)from->terms[k * from->V + c];
    return room;
}

/* Squares of a row of the sums are added to square [ld]. */
static void add_squares(double *square, const double *row, int ld)
{
    for (int k = 0; k < ld; k += 4) {
        four x = *(const four *)(row + k);
        *(four *)(square + k) += x * x;
    }
}

/* Sums of a panel of columns and their squares: `keep` of what they were, and with `more` the
 * articles. */
static bk_status sum_columns(bk__kmeans *m, int64_t chunk, int worker, double keep, bool more)
{
    double *room, *square = m->part + chunk * m->ld;
    bk_status st = room_of(m, worker, &room);
    if (st != BK_OK)
        return st;
    memset(square, 0, (size_t)m->ld * sizeof *square);
    for (int64_t c = chunk * PANEL; c < end_of(m->At->rows, chunk); c++) {
        double *row = m->sum + c * m->ld;
        if (more) {
            for (int k = 0; k < m->ld; k++)
                row[k] *= keep;
            for (int64_t p = m->At->ptr[c]; p < m->At->ptr[c + 1]; p++) {
                int64_t i = m->At->col[p];
                if (m->own[i] >= 0)
                    row[m->own[i]] += whole(m, m->At->val[p], i);
            }
        }
        add_squares(square, row_of(m, c, room), m->ld);
    }
    return BK_OK;
}

static bk_status sum_panel(void *user, int64_t chunk, int worker)
{
    bk__kmeans *m = user;
    return sum_columns(m, chunk, worker, m->keep, true);
}

static bk_status square_panel(void *user, int64_t chunk, int worker)
{
    return sum_columns(user, chunk, worker, 1, false);
}

bk_status bk__kmeans_sums(bk__kmeans *m, double keep)
{
    m->keep = keep;
    return bk__par_for(m->ctx, NULL, bk__chunks(m->At->rows, PANEL), sum_panel, m);
}

/* Sums where few articles moved. */
static bk_status move_sums(bk__kmeans *m)
{
    for (int64_t i = 0; i < m->A->rows; i++) {
        int32_t from = m->last[i], to = m->own[i];
        for (int64_t p = m->A->ptr[i]; p < m->A->ptr[i + 1] && from != to; p++) {
            double *row = m->sum + (int64_t)m->A->col[p] * m->ld, x = whole(m, m->A->val[p], i);
            if (from >= 0)
                row[from] -= x;
            if (to >= 0)
                row[to] += x;
        }
    }
    return bk__par_for(m->ctx, NULL, bk__chunks(m->At->rows, PANEL), square_panel, m);
}

/* Of the centres: squares of their way and of where they were, products with their articles, each
 * [ld] in the panel's part. */
static void measure(const bk__kmeans *m, int64_t c, double *way)
{
    const float *x = m->C.x + c * m->ld, *y = m->was.x + c * m->ld;
    const double *sum = m->sum + c * m->ld;
    for (int k = 0; k < m->ld; k += 4) {
        four now = __builtin_convertvector(*(const some *)(x + k), four);
        four was = __builtin_convertvector(*(const some *)(y + k), four);
        *(four *)(way + k) += (now - was) * (now - was);
        *(four *)(way + m->ld + k) += was * was;
        *(four *)(way + 2 * m->ld + k) += now * *(const four *)(sum + k);
    }
}

/* turn [ld] holds 1 over the lengths. */
static bk_status centre_panel(void *user, int64_t chunk, int worker)
{
    const bk__kmeans *m = user;
    double *room, *way = m->part + 3 * chunk * m->ld;
    bk_status st = room_of(m, worker, &room);
    if (st != BK_OK)
        return st;
    memset(way, 0, 3 * (size_t)m->ld * sizeof *way);
    for (int64_t c = chunk * PANEL; c < end_of(m->A->cols, chunk); c++) {
        const double *row = row_of(m, c, room);
        for (int k = 0; k < m->ld; k += 4) {
            four x = *(const four *)(row + k) * *(const four *)(m->turn + k);
            *(some *)(m->C.x + c * m->ld + k) = __builtin_convertvector(x, some);
        }
        if (m->opts->seeds == 0)
            measure(m, c, way);
    }
    return BK_OK;
}

static bk_status measure_panel(void *user, int64_t chunk, int worker)
{
    const bk__kmeans *m = user;
    (void)worker;
    for (int64_t c = chunk * PANEL; c < end_of(m->A->cols, chunk); c++)
        measure(m, c, m->part + 3 * chunk * m->ld);
    return BK_OK;
}

/* Centres of length 1 turn towards their seeds. */
static bk_status hold_seeds(bk__kmeans *m)
{
    for (int k = 0; k < m->opts->seeds; k++) {
        const bk_topic_seed *s = &m->opts->seed[k];
        double add = m->opts->seed_strength / (1 - m->opts->seed_strength) / sqrt((double)s->n);
        double length = 0;
        for (int i = 0; i < s->n; i++)
            m->C.x[(int64_t)s->col[i] * m->ld + k] += (float)add;
        for (int64_t c = 0; c < m->A->cols; c++)
            length += (double)m->C.x[c * m->ld + k] * (double)m->C.x[c * m->ld + k];
        for (int64_t c = 0; c < m->A->cols && length > 0; c++)
            m->C.x[c * m->ld + k] = (float)((double)m->C.x[c * m->ld + k] / sqrt(length));
    }
    if (m->opts->seeds == 0)
        return BK_OK;
    return bk__par_for(m->ctx, NULL, bk__chunks(m->A->cols, PANEL), measure_panel, m);
}

/* Sums over the panels of number k of their `n`. */
static double add_panels(const bk__kmeans *m, int k, int n)
{
    double sum = 0;
    for (int64_t p = 0; p < bk__chunks(m->A->cols, PANEL); p++)
        sum += m->part[p * n + k];
    return sum;
}

/* What is left of the bounds of every article. A centre that went a way of square d turned by an
 * angle of cosine 1 - d / 2. */
static bk_status turn_panel(void *user, int64_t chunk, int worker)
{
    bk__kmeans *m = user;
    int64_t end = end_of(m->A->rows, chunk);
    int most = 0; /* the centre that turned most, and the next */
    double second = 0;
    (void)worker;
    for (int k = 1; k < m->K; k++)
        most = m->turn[k] > m->turn[most] ? k : most;
    for (int k = 0; k < m->K; k++)
        second = k != most ? fmax(second, m->turn[k]) : second;
    for (int64_t i = chunk * PANEL; i < end; i++) {
        if (m->own[i] < 0)
            continue;
        double l = (double)m->near[i], u = (double)m->other[i], d = m->turn[m->own[i]];
        double e = m->own[i] == most ? second : m->turn[most], p = 1 - d / 2, q = 1 - e / 2;
        l = l > -p ? l * p - sqrt(fmax(1 - l * l, 0) * d * (1 - d / 4)) : -1;
        u = u < q ? u * q + sqrt(fmax(1 - u * u, 0) * e * (1 - e / 4)) : 1;
        m->near[i] = (float)fmax(l, -1);
        m->other[i] = (float)u;
    }
    return BK_OK;
}

bk_status bk__kmeans_move(bk__kmeans *m, double *objective)
{
    bk__thin was = m->was;
    bk_status st;
    int ld = m->ld;
    double with = 0;
    m->was = m->C;
    m->C = was;
    for (int k = 0; k < m->K; k++) {
        double square = add_panels(m, k, ld);
        m->turn[k] = square > 0 ? 1 / sqrt(square) : 0;
    }
    BK__TRY(st, bk__par_for(m->ctx, NULL, bk__chunks(m->A->cols, PANEL), centre_panel, m), done);
    BK__TRY(st, hold_seeds(m), done);
    for (int k = 0; k < m->K; k++) {
        double was_none = add_panels(m, ld + k, 3 * ld) > 0 ? 0 : 4; /* it may be anywhere */
        m->turn[k] = fmin(fmax(add_panels(m, k, 3 * ld), was_none), 4);
        with += add_panels(m, 2 * ld + k, 3 * ld) / m->one;
    }
    *objective = m->full > 0 ? fmax(1 - with / (double)m->full, 0) : 0;
    st = bk__par_for(m->ctx, NULL, bk__chunks(m->A->rows, PANEL), turn_panel, m);
done:
    return st;
}

bk_status bk__kmeans_sweep(bk__kmeans *m, double *objective, int64_t *moved)
{
    bk_status st = assign_all(m, moved);
    if (st == BK_OK && *moved > m->A->rows / FEW)
        st = bk__kmeans_sums(m, 0);
    else if (st == BK_OK)
        st = move_sums(m);
    return st == BK_OK ? bk__kmeans_move(m, objective) : st;
}

/* ---- the way ---------------------------------------------------------------------------------
 */
static bk_status kmeans_start(bk_topic *t)
{
    bk__kmeans *m = bk__calloc(t->ctx, 1, sizeof *m);
    if (!m)
        return BK_ENOMEM;
    t->model = m;
    bk_status st =
        bk__kmeans_new(t->ctx, m, t->A, &t->At, t->K, &t->opts, t->opts.restart + t->chain);
    return st == BK_OK ? bk__kmeans_start(m) : st;
}

static bk_status kmeans_sweep(bk_topic *t, double *objective)
{
    int64_t moved;
    return bk__kmeans_sweep(t->model, objective, &moved);
}

void bk__kmeans_terms(const bk__kmeans *m, double *terms)
{
    int64_t V = m->A->cols;
    for (int64_t c = 0; c < V; c++)
        for (int k = 0; k < m->K; k++)
            terms[k * V + c] = (double)m->C.x[c * m->ld + k];
}

static void kmeans_write(const bk_topic *t, double *terms, double *docs)
{
    const bk__kmeans *m = t->model;
    bk__kmeans_terms(m, terms);
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
    bk__kmeans *m = t->model;
    size_t terms = (size_t)t->A->cols * (size_t)m->ld, docs = (size_t)t->A->rows;
    bk_status st;
    BK__TRY(st, bk__topic_part(p, "centres", BK__F32, m->C.x, terms, 0), done);
    BK__TRY(st, bk__topic_part(p, "own", BK__U32, m->own, docs, 0), done);
    BK__TRY(st, bk__topic_part(p, "near", BK__F32, m->near, docs, -1), done);
    BK__TRY(st, bk__topic_part(p, "other", BK__F32, m->other, docs, -1), done);
    if (!bk__topic_reading(p))
        goto done;
    for (size_t i = 0; i < docs && st == BK_OK; i++)
        if (m->own[i] < -1 || m->own[i] >= m->K)
            st = bk__topic_nonsense(p);
    if (st == BK_OK)
        st = bk__kmeans_sums(m, 0);
done:
    return st;
}

static void kmeans_end(bk_topic *t)
{
    bk__kmeans_free(t->model);
}

const bk__topic_way bk__topic_kmeans = {.name = "kmeans",
                                        .measure = "mean cosine",
                                        .draws = true,
                                        .picks = true,
                                        .start = kmeans_start,
                                        .sweep = kmeans_sweep,
                                        .value = mean_cosine,
                                        .write = kmeans_write,
                                        .state = kmeans_state,
                                        .end = kmeans_end};
