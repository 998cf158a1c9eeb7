/* topic_kl.c - non-negative factors of A by generalised Kullback-Leibler divergence.
 *
 *     least sum of a log(a / r) - a + r over all elements, r = w_i . h_c
 *     one sweep: w_ik = w_ik sum_c (a_ic / r_ic) h_ck / sum_c h_ck, then h_ck likewise
 * (Lee, Seung 2001); only elements of A above 0 need a ratio. For counts it is the likelihood of
 * Poisson numbers, and with rows that sum to 1 that of PLSA. Start: KL_START sweeps of least
 * squares (nmf_start.c), with a hundredth of each topic's mean for every article and term, because
 * a product with 0 stays 0. Objective: the divergence over that of the best single topic, which is
 * r = (row sum) (column sum) / (sum of all).
 * Split: PANEL rows of a factor a task, their sums in the order of the panels. Sums run over eight
 * lanes in one order: the same bytes on any processor. */
#include <math.h>
#include <string.h>

#include "base/cpu.h"
#include "base/par.h"
#include "matrix/csr.h"
#include "model/nmf.h"

enum { PANEL = 256, LANES = 8, KL_START = 5 };

typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));
#define INLINE static inline __attribute__((always_inline))

typedef struct kl {
    bk__nmf nmf;     /* `now` of its sides are the factors */
    double one;      /* divergence of the best single topic */
    double constant; /* sum of a log a - a */
    double *part;    /* [panels x (ld + 1)] column sums, and the sum of a log r */
    double *sum;     /* [ld + 1] of the running half */
    double *terms;   /* [ld] column sums of the terms */
    float *by;       /* [ld] 1 over the column sums of the other side */
    /* the running half */
    const bk__nmf_side *from;
    bk__nmf_side *to;
} kl;

/* ---- one row --------------------------------------------------------------------------------- */
INLINE float dot(const float *x, const float *y, int ld)
{
    eight s = {0};
    for (int k = 0; k < ld; k += LANES)
        s += *(const eight *)(x + k) * *(const eight *)(y + k);
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

/* x = x p by for row i, p [ld] the sum of (a / r) y. Returns the sum of a log r. */
INLINE double row(float *x, float *p, const bk_csr *A, int64_t i, const float *Y, const float *by,
                  int ld)
{
    double logs = 0;
    memset(p, 0, (size_t)ld * sizeof *p);
    for (int64_t e = A->ptr[i]; e < A->ptr[i + 1]; e++) {
        const float *y = Y + (int64_t)A->col[e] * ld;
        float r = dot(x, y, ld);
        if (!(A->val[e] > 0 && r > 0))
            continue;
        float ratio = A->val[e] / r;
        logs += (double)A->val[e] * log((double)r);
        for (int k = 0; k < ld; k += LANES)
            *(eight *)(p + k) += ratio * *(const eight *)(y + k);
    }
    for (int k = 0; k < ld; k += LANES)
        *(eight *)(x + k) *= *(const eight *)(p + k) * *(const eight *)(by + k);
    return logs;
}

static double row_plain(float *x, float *p, const bk_csr *A, int64_t i, const float *Y,
                        const float *by, int ld)
{
    return row(x, p, A, i, Y, by, ld);
}
#if defined(__x86_64__)
__attribute__((target("avx2"))) static double
row_avx2(float *x, float *p, const bk_csr *A, int64_t i, const float *Y, const float *by, int ld)
{
    return row(x, p, A, i, Y, by, ld);
}
#else
#define row_avx2 row_plain
#endif

/* ---- one half -------------------------------------------------------------------------------- */
/* The seeds' terms of a panel move towards the strongest term of their topic. */
static void hold_seeds(const bk__nmf *m, int64_t first, int64_t end)
{
    float strength = (float)m->opts->seed_strength;
    for (int k = 0; k < m->opts->seeds; k++)
        for (int i = 0; i < m->opts->seed[k].n; i++) {
            int64_t c = m->opts->seed[k].col[i];
            float *x = m->term.now.x + c * m->ld + k;
            if (c >= first && c < end)
                *x = (1 - strength) * *x + strength * m->peak[k];
        }
}

static void add_rows(const kl *m, int64_t first, int64_t end, double *part)
{
    int ld = m->nmf.ld;
    for (int64_t i = first; i < end; i++)
        for (int k = 0; k < ld; k++)
            part[k] += (double)m->to->now.x[i * ld + k];
}

static int64_t end_of(const kl *m, int64_t chunk)
{
    int64_t rows = m->to->A->rows;
    return (chunk + 1) * PANEL < rows ? (chunk + 1) * PANEL : rows;
}

static bk_status half_panel(void *user, int64_t chunk, int worker)
{
    kl *m = user;
    bk__nmf *f = &m->nmf;
    int ld = f->ld;
    int64_t end = end_of(m, chunk);
    double *part = m->part + chunk * (ld + 1);
    if (!f->room[worker])
        f->room[worker] = bk__alloc_array(f->ctx, 4 * (size_t)BK__ROWS * (size_t)ld, sizeof(float));
    if (!f->room[worker])
        return BK_ENOMEM;
    memset(part, 0, (size_t)(ld + 1) * sizeof *part);
    for (int64_t i = chunk * PANEL; i < end; i++)
        part[ld] += (bk__has_avx2() ? row_avx2 : row_plain)(m->to->now.x + i * ld, f->room[worker],
                                                            m->to->A, i, m->from->now.x, m->by, ld);
    if (m->to == &f->term)
        hold_seeds(f, chunk * PANEL, end);
    add_rows(m, chunk * PANEL, end, part);
    return BK_OK;
}

static bk_status sum_panel(void *user, int64_t chunk, int worker)
{
    kl *m = user;
    double *part = m->part + chunk * (m->nmf.ld + 1);
    (void)worker;
    memset(part, 0, (size_t)(m->nmf.ld + 1) * sizeof *part);
    add_rows(m, chunk * PANEL, end_of(m, chunk), part);
    return BK_OK;
}

/* Runs fn over the panels of a side; its column sums, and what they make of `by`. */
static bk_status half(kl *m, const bk__nmf_side *from, bk__nmf_side *to, bk__par_fn *fn)
{
    int n = m->nmf.ld + 1;
    m->from = from;
    m->to = to;
    bk_status st = bk__par_for(m->nmf.ctx, NULL, bk__chunks(to->A->rows, PANEL), fn, m);
    memset(m->sum, 0, (size_t)n * sizeof *m->sum);
    for (int64_t p = 0; p < bk__chunks(to->A->rows, PANEL) && st == BK_OK; p++)
        for (int k = 0; k < n; k++)
            m->sum[k] += m->part[p * n + k];
    for (int k = 0; k + 1 < n; k++)
        m->by[k] = m->sum[k] > 1e-30 ? (float)(1 / m->sum[k]) : 0;
    return st;
}

static void find_peaks(const bk__nmf *m)
{
    for (int k = 0; k < m->opts->seeds; k++) {
        m->peak[k] = 0;
        for (int64_t w = 0; w < m->term.A->rows; w++)
            m->peak[k] = fmaxf(m->peak[k], m->term.now.x[w * m->ld + k]);
    }
}

/* A sweep; the objective is that between its halves, where every ratio is known. */
static bk_status kl_sweep(bk_topic *t, double *objective)
{
    kl *m = t->model;
    double mass = 0;
    bk_status st = half(m, &m->nmf.term, &m->nmf.doc, half_panel);
    for (int k = 0; k < m->nmf.K && st == BK_OK; k++) /* the sum of all r */
        mass += m->sum[k] * m->terms[k];
    find_peaks(&m->nmf);
    if (st == BK_OK)
        st = half(m, &m->nmf.doc, &m->nmf.term, half_panel);
    if (st != BK_OK)
        return st;
    memcpy(m->terms, m->sum, (size_t)m->nmf.ld * sizeof *m->terms);
    double left = m->constant - m->sum[m->nmf.ld] + mass;
    *objective = fmax(left, 0) / m->one;
    return isfinite(left) ? BK_OK
                          : bk__fail(t->ctx, BK_ENUMERIC, "", "weights are too large for topics");
}

/* ---- start ----------------------------------------------------------------------------------- */
static double times_log(double x)
{
    return x > 0 ? x * log(x) : 0;
}

static double of_sums(const bk_csr *A, double *all)
{
    double sum = 0;
    *all = 0;
    for (int64_t i = 0; i < A->rows; i++) {
        double row = 0;
        for (int64_t e = A->ptr[i]; e < A->ptr[i + 1]; e++)
            row += (double)A->val[e];
        sum += times_log(row);
        *all += row;
    }
    return sum;
}

static void measure(kl *m)
{
    const bk_csr *A = m->nmf.doc.A;
    double all, sums = of_sums(A, &all), logs = 0;
    sums += of_sums(m->nmf.term.A, &all);
    for (int64_t e = 0; e < bk__csr_n(A); e++)
        logs += times_log((double)A->val[e]);
    m->constant = logs - all;
    m->one = fmax(logs - sums + times_log(all), 1e-6 * all);
}

/* now = x, and a hundredth of each column's mean. */
static void lift(const bk__nmf *m, bk__nmf_side *s, const float *x)
{
    for (int k = 0; k < m->K; k++) {
        double sum = 0;
        for (int64_t i = 0; i < s->A->rows; i++)
            sum += (double)x[i * m->ld + k];
        float add = (float)(0.01 * sum / (double)s->A->rows);
        for (int64_t i = 0; i < s->A->rows; i++)
            s->now.x[i * m->ld + k] = x[i * m->ld + k] + add;
    }
}

static bk_status add_terms(kl *m)
{
    bk_status st = half(m, NULL, &m->nmf.term, sum_panel);
    memcpy(m->terms, m->sum, (size_t)m->nmf.ld * sizeof *m->terms);
    return st;
}

static bk_status kl_new(bk_topic *t, kl *m)
{
    int64_t rows = t->A->rows > t->A->cols ? t->A->rows : t->A->cols;
    bk_status st = bk__nmf_new(t->ctx, &m->nmf, t->A, &t->At, t->K, &t->opts);
    size_t ld = (size_t)m->nmf.ld;
    if (st != BK_OK)
        return st;
    m->part = bk__alloc_array(t->ctx, (size_t)bk__chunks(rows, PANEL), (ld + 1) * sizeof *m->part);
    m->sum = bk__calloc(t->ctx, 2 * (ld + 1), sizeof *m->sum);
    m->by = bk__calloc(t->ctx, ld, sizeof *m->by);
    m->terms = m->sum ? m->sum + ld + 1 : NULL;
    return m->part && m->sum && m->by ? BK_OK : BK_ENOMEM;
}

static bk_status kl_start(bk_topic *t)
{
    kl *m = bk__calloc(t->ctx, 1, sizeof *m);
    bk_status st;
    if (!m)
        return BK_ENOMEM;
    m->nmf.ctx = t->ctx;
    t->model = m;
    if (t->opts.from)
        return bk__fail(t->ctx, BK_EUNSUPPORTED, "nmf-kl", "its topics do not go on from others");
    BK__TRY(st, kl_new(t, m), done);
    BK__TRY(st, bk__nmf_start(&m->nmf), done);
    for (int i = 0; i < KL_START; i++)
        BK__TRY(st, bk__nmf_sweep(&m->nmf), done);
    measure(m);
    lift(&m->nmf, &m->nmf.doc, m->nmf.doc.ahead.x);
    lift(&m->nmf, &m->nmf.term, m->nmf.term.now.x);
    st = add_terms(m);
done:
    return st;
}

/* ---- the way ---------------------------------------------------------------------------------
 */
static void kl_write(const bk_topic *t, double *terms, double *docs)
{
    const kl *m = t->model;
    int K = m->nmf.K, ld = m->nmf.ld;
    for (int64_t c = 0; c < t->A->cols; c++)
        for (int k = 0; k < K; k++)
            terms[k * t->A->cols + c] = (double)m->nmf.term.now.x[c * ld + k];
    for (int64_t i = 0; i < t->A->rows; i++)
        for (int k = 0; k < K; k++)
            docs[i * K + k] = (double)m->nmf.doc.now.x[i * ld + k];
}

static bk_status kl_state(bk_topic *t, bk__topic_parts *p)
{
    kl *m = t->model;
    size_t ld = (size_t)m->nmf.ld;
    bk_status st = bk__topic_part(p, "doc", BK__F32, m->nmf.doc.now.x, (size_t)t->A->rows * ld, 0);
    if (st == BK_OK)
        st = bk__topic_part(p, "term", BK__F32, m->nmf.term.now.x, (size_t)t->A->cols * ld, 0);
    return st == BK_OK && bk__topic_reading(p) ? add_terms(m) : st;
}

static void kl_end(bk_topic *t)
{
    kl *m = t->model;
    bk__nmf_free(&m->nmf);
    bk__free(t->ctx, m->part);
    bk__free(t->ctx, m->sum);
    bk__free(t->ctx, m->by);
}

const bk__topic_way bk__topic_kl = {.name = "nmf-kl",
                                    .measure = "relative divergence",
                                    .start = kl_start,
                                    .sweep = kl_sweep,
                                    .write = kl_write,
                                    .state = kl_state,
                                    .end = kl_end};
