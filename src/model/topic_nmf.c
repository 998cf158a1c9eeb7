/* topic_nmf.c - non-negative factors of A by hierarchical alternating least squares.
 *
 *     least |A - W Ht|^2 with W [D x K], H [V x K] not below 0
 *     one sweep: W from P = A H and G = Ht H, then H from P = At W and G = Wt W;
 *     a row x of a factor, `ROUNDS` times, k = 1 .. K: x_k = max(0, x_k + (p_k - x G_k) / G_kk)
 * (Cichocki, Phan 2009; several rounds on the same products: Gillis, Glineur 2012.) Start: NNDSVD
 * (Boutsidis, Gallopoulos 2008) of the truncated SVD. Objective: |A - W Ht|^2 / |A|^2 from
 * |A|^2 - 2 <P, H> + <Wt W, Ht H>.
 * Split: bands of rows with about ENTRIES entries over the pool; a band makes its rows of P, its
 * rows of the factor and its part of the factor's Gram matrix (BLAS), which are added in the order
 * of the bands. Floats; sums over bands in doubles. Workspace: (D + V) K floats, K^2 a band. */
#include "base/cpu.h"
#include "model/topic.h"

#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "matrix/blas.h"
#include "matrix/csr.h"

enum { ENTRIES = 16384, BAND = 512, LANES = 8, ROUNDS = 2, SVD_SWEEPS = 2, STREAM = 0x6e6d6600 };

/* Eight floats at any address: the compiler's portable vectors. */
typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));
typedef int32_t eight_bits __attribute__((vector_size(32)));

/* A factor and the matrix whose rows belong to it. */
typedef struct side {
    const bk_csr *A;
    float *X;       /* [rows x ld], 0 beyond K */
    int64_t *first; /* [bands + 1] */
    int64_t bands;
    float *part;  /* [bands x ld x ld] */
    double *with; /* [bands] <P, X> */
    float *G;     /* [ld x ld] Xt X */
} side;

typedef struct nmf {
    bk_ctx *ctx;
    int K, ld; /* ld: K rounded up to LANES */
    bool avx2;
    double norm2;
    side doc, term;
    const side *from; /* of the running half */
    side *to;
    const bk_topic_opts *opts; /* seeds */
    float *peak;               /* [K] of the terms, before the running half */
    float **scratch;           /* [threads] [BAND x ld] P, then the same turned by LANES rows */
} nmf;

/* Bands of at most BAND rows and, where a row is not longer itself, about ENTRIES entries. */
static bk_status cut(bk_ctx *ctx, side *s)
{
    const bk_csr *A = s->A;
    s->first = bk__alloc_array(ctx, (size_t)A->rows + 1, sizeof *s->first);
    if (!s->first)
        return BK_ENOMEM;
    s->first[0] = 0;
    for (int64_t i = 0; i < A->rows; i++) {
        int64_t begin = s->first[s->bands];
        if (i == begin)
            continue;
        if (i - begin >= BAND || A->ptr[i + 1] - A->ptr[begin] > ENTRIES)
            s->first[++s->bands] = i;
    }
    if (A->rows > 0)
        s->first[++s->bands] = A->rows;
    return BK_OK;
}

static bk_status side_new(nmf *m, side *s, const bk_csr *A)
{
    size_t ld = (size_t)m->ld;
    s->A = A;
    bk_status st = cut(m->ctx, s);
    if (st != BK_OK)
        return st;
    s->X = bk__calloc(m->ctx, (size_t)A->rows, ld * sizeof *s->X);
    s->part = bk__alloc_array(m->ctx, (size_t)s->bands, ld * ld * sizeof *s->part);
    s->with = bk__calloc(m->ctx, (size_t)s->bands, sizeof *s->with);
    s->G = bk__calloc(m->ctx, ld, ld * sizeof *s->G);
    return s->X && s->part && s->with && s->G ? BK_OK : BK_ENOMEM;
}

static void side_free(nmf *m, side *s)
{
    bk__free(m->ctx, s->X);
    bk__free(m->ctx, s->first);
    bk__free(m->ctx, s->part);
    bk__free(m->ctx, s->with);
    bk__free(m->ctx, s->G);
}

/* ---- one half of a sweep -------------------------------------------------------------------- */
/* Copied into each of the two callers below, for the instructions that it may use. */
#define INLINE static inline __attribute__((always_inline))

/* p [ld] = row i of A times Y; ld is a multiple of LANES. */
INLINE void row_product(float *p, const bk_csr *A, int64_t i, const float *Y, int ld)
{
    int j = 0;
    for (; j + 2 * LANES <= ld; j += 2 * LANES) {
        eight a = {0}, b = {0};
        for (int64_t e = A->ptr[i]; e < A->ptr[i + 1]; e++) {
            const float *y = Y + (int64_t)A->col[e] * ld + j;
            a += A->val[e] * *(const eight *)y;
            b += A->val[e] * *(const eight *)(y + LANES);
        }
        *(eight *)(p + j) = a;
        *(eight *)(p + j + LANES) = b;
    }
    if (j < ld) {
        eight a = {0};
        for (int64_t e = A->ptr[i]; e < A->ptr[i + 1]; e++)
            a += A->val[e] * *(const eight *)(Y + (int64_t)A->col[e] * ld + j);
        *(eight *)(p + j) = a;
    }
}

/* out [ld x LANES] of the `rows` rows of x [rows x ld], or back. */
INLINE void turn(float *out, const float *x, int rows, int ld)
{
    for (int r = 0; r < LANES; r++)
        for (int k = 0; k < ld; k++)
            out[k * LANES + r] = r < rows ? x[r * ld + k] : 0;
}

INLINE void turn_back(float *x, const float *in, int rows, int ld)
{
    for (int r = 0; r < rows; r++)
        for (int k = 0; k < ld; k++)
            x[r * ld + k] = in[k * LANES + r];
}

/* Least squares of LANES rows at once; x, p [K x LANES]. */
INLINE void solve_rows(float *x, const float *p, const float *G, int K, int ld)
{
    const eight zero = {0};
    for (int round = 0; round < ROUNDS; round++)
        for (int k = 0; k < K; k++) {
            const float *g = G + k * ld;
            if (!(g[k] > 0)) {
                *(eight *)(x + k * LANES) = zero;
                continue;
            }
            eight left = *(const eight *)(p + k * LANES);
            for (int j = 0; j < K; j++)
                left -= g[j] * *(const eight *)(x + j * LANES);
            left = *(const eight *)(x + k * LANES) + left / g[k];
            *(eight *)(x + k * LANES) =
                (eight)((eight_bits)left & (left > zero)); /* max(0, left) */
        }
}

/* Rows of band `chunk`: P [rows x ld], then the factor; x, p [ld x LANES] scratch. */
INLINE void solve_band(const nmf *m, int64_t chunk, float *P, float *x, float *p)
{
    const side *s = m->to;
    int64_t first = s->first[chunk];
    int ld = m->ld, rows = (int)(s->first[chunk + 1] - first);
    for (int i = 0; i < rows; i++)
        row_product(P + i * ld, s->A, first + i, m->from->X, ld);
    for (int i = 0; i < rows; i += LANES) {
        int n = rows - i < LANES ? rows - i : LANES;
        turn(p, P + i * ld, n, ld);
        turn(x, s->X + (first + i) * ld, n, ld);
        solve_rows(x, p, m->from->G, m->K, ld);
        turn_back(s->X + (first + i) * ld, x, n, ld);
    }
}

static void solve_plain(const nmf *m, int64_t chunk, float *P, float *x, float *p)
{
    solve_band(m, chunk, P, x, p);
}

#if defined(__x86_64__)
/* Eight lanes in one register; no fused product, so the same bytes. */
__attribute__((target("avx2"))) static void solve_avx2(const nmf *m, int64_t chunk, float *P,
                                                       float *x, float *p)
{
    solve_band(m, chunk, P, x, p);
}
#else
#define solve_avx2 solve_plain
#endif

static void gram(const nmf *m, int64_t chunk)
{
    const side *s = m->to;
    int ld = m->ld, rows = (int)(s->first[chunk + 1] - s->first[chunk]);
    const float *X = s->X + s->first[chunk] * ld;
    bk__sgemm(true, false, ld, ld, rows, 1, X, ld, X, ld, 0, s->part + chunk * ld * ld, ld);
}

/* The seeds' terms among the rows of a band move towards the strongest term of their topic. */
static void hold_seeds(const nmf *m, int64_t chunk)
{
    const side *s = &m->term;
    float strength = (float)m->opts->seed_strength;
    for (int k = 0; k < m->opts->seeds; k++)
        for (int i = 0; i < m->opts->seed[k].n; i++) {
            int64_t row = m->opts->seed[k].col[i];
            float *x = s->X + row * m->ld + k;
            if (row >= s->first[chunk] && row < s->first[chunk + 1])
                *x = (1 - strength) * *x + strength * m->peak[k];
        }
}

static bk_status half_band(void *user, int64_t chunk, int worker)
{
    nmf *m = user;
    side *s = m->to;
    int64_t n = (s->first[chunk + 1] - s->first[chunk]) * m->ld;
    size_t size = (size_t)BAND * (size_t)m->ld, turned = (size_t)LANES * (size_t)m->ld;
    if (!m->scratch[worker])
        m->scratch[worker] = bk__alloc_array(m->ctx, size + 2 * turned, sizeof(float));
    float *P = m->scratch[worker], *X = s->X + s->first[chunk] * m->ld;
    double with = 0;
    if (!P)
        return BK_ENOMEM;
    (m->avx2 ? solve_avx2 : solve_plain)(m, chunk, P, P + size, P + size + turned);
    if (s == &m->term)
        hold_seeds(m, chunk);
    for (int64_t i = 0; i < n; i++)
        with += (double)P[i] * (double)X[i];
    s->with[chunk] = with;
    gram(m, chunk);
    return BK_OK;
}

static bk_status gram_band(void *user, int64_t chunk, int worker)
{
    (void)worker;
    gram(user, chunk);
    return BK_OK;
}

static void add_parts(nmf *m, side *s)
{
    int n = m->ld * m->ld;
    for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int64_t b = 0; b < s->bands; b++)
            sum += (double)s->part[b * n + j];
        s->G[j] = (float)sum;
    }
}

static bk_status half(nmf *m, const side *from, side *to, bk__par_fn *fn)
{
    m->from = from;
    m->to = to;
    bk_status st = bk__par_for(m->ctx, NULL, to->bands, fn, m);
    if (st == BK_OK)
        add_parts(m, to);
    return st;
}

static void find_peaks(nmf *m)
{
    for (int k = 0; k < m->opts->seeds; k++) {
        m->peak[k] = 0;
        for (int64_t w = 0; w < m->term.A->rows; w++)
            m->peak[k] = fmaxf(m->peak[k], m->term.X[w * m->ld + k]);
    }
}

static bk_status nmf_sweep(bk_topic *t, double *objective)
{
    nmf *m = t->model;
    bk_status st = half(m, &m->term, &m->doc, half_band);
    find_peaks(m);
    if (st == BK_OK)
        st = half(m, &m->doc, &m->term, half_band);
    if (st != BK_OK)
        return st;
    double left = m->norm2;
    for (int64_t b = 0; b < m->term.bands; b++)
        left -= 2 * m->term.with[b];
    for (int j = 0; j < m->ld * m->ld; j++)
        left += (double)m->doc.G[j] * (double)m->term.G[j];
    *objective = fmax(left, 0) / m->norm2;
    return isfinite(left) ? BK_OK
                          : bk__fail(t->ctx, BK_ENUMERIC, "", "weights are too large for topics");
}

/* ---- start ---------------------------------------------------------------------------------- */
/* Length of the positive (sign 1) or negative (-1) part of column k of x [n], `step` apart. */
static double part_norm(const double *x, int64_t n, int64_t step, double sign)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
        double v = sign * x[i * step];
        sum += v > 0 ? v * v : 0;
    }
    return sqrt(sum);
}

static void take_part(float *out, int ld, const double *x, int64_t n, int64_t step, double sign,
                      double scale)
{
    for (int64_t i = 0; i < n; i++) {
        double v = sign * x[i * step];
        out[i * ld] = v > 0 ? (float)(v * scale) : 0;
    }
}

/* Of each pair of singular vectors the sign whose positive parts weigh more. */
static void nndsvd(nmf *m, const bk_svd *s)
{
    int seeds = m->opts->seeds; /* their topics come first */
    for (int k = 0; k + seeds < m->K && k < s->k; k++) {
        const double *u = s->U + k, *v = s->Vt + k * s->cols;
        double up = part_norm(u, s->rows, s->k, 1), un = part_norm(u, s->rows, s->k, -1);
        double vp = part_norm(v, s->cols, 1, 1), vn = part_norm(v, s->cols, 1, -1);
        double sign = up * vp >= un * vn ? 1 : -1, nu = sign > 0 ? up : un, nv = sign > 0 ? vp : vn;
        if (!(nu > 0 && nv > 0 && s->s[k] > 1e-5 * s->s[0]))
            continue; /* beyond the rank: stays empty and is left out in the end */
        double both = sqrt(s->s[k] * nu * nv);
        take_part(m->doc.X + seeds + k, m->ld, u, s->rows, s->k, sign, both / nu);
        take_part(m->term.X + seeds + k, m->ld, v, s->cols, 1, sign, both / nv);
    }
}

/* A seeded topic starts from its terms alone and their articles. */
static void seed(nmf *m)
{
    for (int k = 0; k < m->opts->seeds; k++) {
        double n = 0;
        for (int i = 0; i < m->opts->seed[k].n; i++) {
            int64_t w = m->opts->seed[k].col[i];
            m->term.X[w * m->ld + k] = 1;
            for (int64_t p = m->term.A->ptr[w]; p < m->term.A->ptr[w + 1]; p++) {
                float *x = m->doc.X + (int64_t)m->term.A->col[p] * m->ld + k;
                *x += m->term.A->val[p];
                n += 1;
            }
        }
        for (int i = 0; i < m->opts->seed[k].n && n == 0; i++) /* in no article */
            m->term.X[(int64_t)m->opts->seed[k].col[i] * m->ld + k] = 0;
    }
}

/* Another start: absolute normal numbers about the mean of A; seeded topics stay empty. */
static bk_status random_start(nmf *m)
{
    bk__rng *rng = NULL;
    bk_status st = bk__rng_new(m->ctx, &rng);
    double all = (double)m->doc.A->rows * (double)m->term.A->rows * m->K, sum = 0;
    for (int64_t p = 0; p < bk__csr_n(m->doc.A); p++)
        sum += (double)m->doc.A->val[p];
    for (int s = 0; s < 2 && st == BK_OK; s++) {
        side *to = s ? &m->term : &m->doc;
        bk__rng_stream(rng, STREAM + (uint64_t)s, (uint64_t)m->opts->restart);
        for (int64_t i = 0; i < to->A->rows; i++)
            for (int k = m->opts->seeds; k < m->K; k++)
                to->X[i * m->ld + k] = (float)(sqrt(sum / all) * fabs(bk__rng_normal(rng)));
    }
    bk__rng_free(m->ctx, rng);
    return st;
}

static bk_status nmf_start(bk_topic *t)
{
    bk_svd svd = {0};
    nmf *m = bk__calloc(t->ctx, 1, sizeof *m);
    bk_status st;
    if (!m)
        return BK_ENOMEM;
    t->model = m;
    m->ctx = t->ctx;
    m->K = t->K;
    m->ld = (t->K + LANES - 1) / LANES * LANES;
    m->avx2 = bk__has_avx2();
    m->opts = &t->opts;
    m->peak = bk__calloc(t->ctx, (size_t)t->K + 1, sizeof *m->peak);
    m->norm2 = bk__csr_norm(t->A) * bk__csr_norm(t->A);
    m->scratch = bk__calloc(t->ctx, (size_t)bk_ctx_threads(t->ctx), sizeof *m->scratch);
    if (!m->scratch || !m->peak)
        return BK_ENOMEM;
    BK__TRY(st, side_new(m, &m->doc, t->A), done);
    BK__TRY(st, side_new(m, &m->term, &t->At), done);
    if (t->opts.restart > 0) {
        BK__TRY(st, random_start(m), done);
    } else {
        BK__TRY(st, bk_svd_fit(t->ctx, &svd, t->A, t->K, SVD_SWEEPS), done);
        nndsvd(m, &svd);
    }
    seed(m);
    BK__TRY(st, half(m, NULL, &m->term, gram_band), done);
done:
    bk_svd_free(t->ctx, &svd);
    return st;
}

static void nmf_write(const bk_topic *t, double *terms, double *docs)
{
    const nmf *m = t->model;
    int64_t V = t->A->cols, D = t->A->rows;
    for (int64_t c = 0; c < V; c++)
        for (int k = 0; k < m->K; k++)
            terms[k * V + c] = (double)m->term.X[c * m->ld + k];
    for (int64_t i = 0; i < D; i++)
        for (int k = 0; k < m->K; k++)
            docs[i * m->K + k] = (double)m->doc.X[i * m->ld + k];
}

static double relative_error(double objective)
{
    return sqrt(objective);
}

static bk_status nmf_state(bk_topic *t, bk__topic_parts *p)
{
    nmf *m = t->model;
    size_t docs = (size_t)t->A->rows * (size_t)m->ld, terms = (size_t)t->A->cols * (size_t)m->ld;
    bk_status st = bk__topic_part(p, "doc", BK__F32, m->doc.X, docs, 0);
    if (st == BK_OK)
        st = bk__topic_part(p, "term", BK__F32, m->term.X, terms, 0);
    if (st == BK_OK && bk__topic_reading(p))
        st = half(m, NULL, &m->term, gram_band);
    return st;
}

static void nmf_end(bk_topic *t)
{
    nmf *m = t->model;
    if (!m)
        return;
    side_free(m, &m->doc);
    side_free(m, &m->term);
    for (int w = 0; m->scratch && w < bk_ctx_threads(m->ctx); w++)
        bk__free(m->ctx, m->scratch[w]);
    bk__free(m->ctx, m->scratch);
    bk__free(m->ctx, m->peak);
    bk__free(m->ctx, m);
}

const bk__topic_way bk__topic_nmf = {.name = "nmf",
                                     .measure = "relative error",
                                     .start = nmf_start,
                                     .sweep = nmf_sweep,
                                     .value = relative_error,
                                     .write = nmf_write,
                                     .state = nmf_state,
                                     .end = nmf_end};
