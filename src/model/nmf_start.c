/* nmf_start.c - where the factors begin: NNDSVD or at random, a part of the articles, the seeds.
 *
 * Of each pair of singular vectors the sign whose positive parts weigh more; what is not above 0
 * there becomes the mean of A, so that it can grow at once (NNDSVDa: Boutsidis, Gallopoulos 2008).
 * A seeded topic begins with its terms alone and their articles. Of many articles one in PART,
 * drawn from each stretch of the rows, is factored first, and all begin with its terms: most of the
 * way is gone where a sweep is cheap. */
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "matrix/blas.h"
#include "matrix/csr.h"
#include "model/nmf.h"
#include "model/topic_model.h"

enum {
    SVD_SWEEPS = 2,
    STREAM = 0x6e6d6600,
    MANY = 16384,    /* more articles than that, */
    MANY_EACH = 100, /* and for each topic, begin with one in PART of them */
    PART = 4,
    SWEEPS = 12
};

/* Squares of the positive and negative parts of the k columns of U [rows x k]. */
static void parts_of_columns(double *plus, double *minus, const double *U, int64_t rows, int k)
{
    for (int64_t i = 0; i < rows; i++)
        for (int j = 0; j < k; j++) {
            double u = U[i * k + j];
            plus[j] += u > 0 ? u * u : 0;
            minus[j] += u < 0 ? u * u : 0;
        }
}

static void parts_of_row(double *plus, double *minus, const double *v, int64_t n)
{
    for (int64_t i = 0; i < n; i++) {
        *plus += v[i] > 0 ? v[i] * v[i] : 0;
        *minus += v[i] < 0 ? v[i] * v[i] : 0;
    }
}

/* x = by * u where that is above 0, else `rest`. */
static float part(double u, double by, double rest)
{
    double x = u * by;
    return (float)(x > 0 ? x : rest);
}

static void take_terms(float *x, int ld, const double *v, int64_t n, double by, double rest)
{
    for (int64_t i = 0; i < n; i++)
        x[i * ld] = part(v[i], by, rest);
}

static void take_articles(float *X, int ld, const bk_svd *s, int columns, const double *by,
                          double rest)
{
    for (int64_t i = 0; i < s->rows; i++)
        for (int k = 0; k < columns; k++)
            if (by[k] != 0)
                X[i * ld + k] = part(s->U[i * s->k + k], by[k], rest);
}

static double mean(const bk_csr *A)
{
    double sum = 0;
    for (int64_t e = 0; e < bk__csr_n(A); e++)
        sum += (double)A->val[e];
    return sum / (double)A->rows / (double)A->cols;
}

/* room [3 k]. */
static void nndsvd(bk__nmf *m, const bk_svd *s, double *room)
{
    int seeds = m->opts->seeds, free_topics = m->K - seeds; /* the seeds' topics come first */
    int columns = s->k < free_topics ? s->k : free_topics;
    double *up = room, *un = room + s->k, *by = room + 2 * s->k, rest = mean(m->doc.A);
    memset(room, 0, 3 * (size_t)s->k * sizeof *room);
    parts_of_columns(up, un, s->U, s->rows, s->k);
    for (int k = 0; k < columns; k++) {
        const double *v = s->Vt + k * s->cols;
        double vp = 0, vn = 0;
        parts_of_row(&vp, &vn, v, s->cols);
        double sign = up[k] * vp >= un[k] * vn ? 1 : -1;
        double nu = sqrt(sign > 0 ? up[k] : un[k]), nv = sqrt(sign > 0 ? vp : vn);
        if (!(nu > 0 && nv > 0 && s->s[k] > 1e-5 * s->s[0]))
            continue; /* beyond the rank: stays empty and is left out in the end */
        double both = sqrt(s->s[k] * nu * nv);
        by[k] = sign * both / nu;
        take_terms(m->term.now.x + seeds + k, m->ld, v, s->cols, sign * both / nv, rest);
    }
    take_articles(m->doc.now.x + seeds, m->ld, s, columns, by, rest);
}

static void seed(bk__nmf *m)
{
    for (int k = 0; k < m->opts->seeds; k++) {
        double n = 0;
        for (int i = 0; i < m->opts->seed[k].n; i++) {
            int64_t w = m->opts->seed[k].col[i];
            m->term.now.x[w * m->ld + k] = 1;
            for (int64_t p = m->term.A->ptr[w]; p < m->term.A->ptr[w + 1]; p++) {
                float *x = m->doc.now.x + (int64_t)m->term.A->col[p] * m->ld + k;
                *x += m->term.A->val[p];
                n += 1;
            }
        }
        for (int i = 0; i < m->opts->seed[k].n && n == 0; i++) /* in no article */
            m->term.now.x[(int64_t)m->opts->seed[k].col[i] * m->ld + k] = 0;
    }
}

/* Another start: absolute normal numbers about the mean of A; seeded topics stay empty. */
static bk_status start_at_random(bk__nmf *m)
{
    bk__rng *rng = NULL;
    bk_status st = bk__rng_new(m->ctx, &rng);
    double scale = sqrt(mean(m->doc.A) / m->K);
    for (int s = 0; s < 2 && st == BK_OK; s++) {
        const bk__nmf_side *to = s ? &m->term : &m->doc;
        bk__rng_stream(rng, STREAM + (uint64_t)s, (uint64_t)m->opts->restart);
        for (int64_t i = 0; i < to->A->rows; i++)
            for (int k = m->opts->seeds; k < m->K; k++)
                to->now.x[i * m->ld + k] = (float)(scale * fabs(bk__rng_normal(rng)));
    }
    bk__rng_free(m->ctx, rng);
    return st;
}

static bk_status start_from_svd(bk__nmf *m)
{
    bk_svd svd = {0};
    bk_status st;
    double *room = NULL;
    BK__TRY(st, bk_svd_fit(m->ctx, &svd, m->doc.A, m->K, SVD_SWEEPS), done);
    room = bk__alloc_array(m->ctx, 3 * (size_t)svd.k + 1, sizeof *room);
    if (!room) {
        st = BK_ENOMEM;
        goto done;
    }
    if (svd.k > 0)
        nndsvd(m, &svd, room);
done:
    bk__free(m->ctx, room);
    bk_svd_free(m->ctx, &svd);
    return st;
}

/* The first topics are earlier ones; new ones begin as small as theirs are. */
static void earlier(bk__nmf *m)
{
    const bk_topic_model *old = m->opts->from;
    for (int64_t w = 0; w < old->V; w++)
        for (int k = 0; k < old->K; k++)
            m->term.now.x[w * m->ld + k] = old->terms[k * old->V + w];
    memset(m->doc.now.x, 0, (size_t)m->doc.A->rows * (size_t)m->ld * sizeof(float));
    for (int k = old->K; k < m->K; k++) {
        double sum = 0;
        for (int64_t w = 0; w < old->V; w++)
            sum += (double)m->term.now.x[w * m->ld + k];
        for (int64_t w = 0; w < old->V && sum > 0; w++)
            m->term.now.x[w * m->ld + k] = (float)((double)m->term.now.x[w * m->ld + k] / sum);
    }
}

/* Terms from sweeps over a part of the articles, which begin at its own SVD. */
static bk_status start_from_sample(bk__nmf *m)
{
    bk__nmf s = {.ctx = m->ctx};
    bk_csr A = {0}, At = {0};
    bk_status st;
    BK__TRY(st, bk__topic_sample(m->ctx, &A, m->doc.A, m->doc.A->rows / PART, STREAM + 2), done);
    BK__TRY(st, bk_csr_transpose(m->ctx, &At, &A), done);
    BK__TRY(st, bk__nmf_new(m->ctx, &s, &A, &At, m->K, m->opts), done);
    BK__TRY(st, start_from_svd(&s), done);
    BK__TRY(st, bk__nmf_begin(&s), done);
    for (int i = 0; i < SWEEPS; i++)
        BK__TRY(st, bk__nmf_sweep(&s), done);
    memcpy(m->term.now.x, s.term.now.x, (size_t)A.cols * (size_t)m->ld * sizeof *s.term.now.x);
done:
    bk__nmf_free(&s);
    bk_csr_free(m->ctx, &A);
    bk_csr_free(m->ctx, &At);
    return st;
}

bk_status bk__nmf_start(bk__nmf *m)
{
    bool many = m->doc.A->rows > MANY && m->doc.A->rows > MANY_EACH * (int64_t)m->K;
    bk_status st = bk__blas_open(m->ctx);
    if (st == BK_OK)
        st = m->opts->restart > 0 || m->opts->from ? start_at_random(m)
             : many && m->opts->seeds == 0         ? start_from_sample(m)
                                                   : start_from_svd(m);
    if (st != BK_OK)
        return st;
    seed(m);
    if (m->opts->from)
        earlier(m);
    return bk__nmf_begin(m);
}
