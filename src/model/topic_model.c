/* topic_model.c - topics that are kept when their articles are gone.
 *
 * Terms sum to 1 in each topic; `weight` says how much evidence stands behind them, so that what
 * comes later can be weighed against it. Distances: Hellinger sqrt(1 - sum sqrt(p q)), and the
 * Jensen-Shannon divergence H((p + q) / 2) - (H(p) + H(q)) / 2 in bits (Lin 1991). */
#include "model/topic_model.h"

#include <string.h>

#include "matrix/csr.h"

bk_status bk__topic_model_make(bk_ctx *ctx, bk_topic_model **out, const bk__topic_way *way, int K,
                               int64_t V)
{
    bk_topic_model *m = bk__calloc(ctx, 1, sizeof *m);
    *out = NULL;
    if (!m)
        return BK_ENOMEM;
    m->ctx = ctx;
    m->way = bk__topic_way_find(way->name); /* however it was fitted */
    m->K = K;
    m->V = V;
    m->terms = bk__calloc(ctx, (size_t)V, (size_t)K * sizeof *m->terms);
    m->alpha = bk__calloc(ctx, (size_t)K + 1, sizeof *m->alpha);
    m->weight = bk__calloc(ctx, (size_t)K + 1, sizeof *m->weight);
    m->common = bk__calloc(ctx, (size_t)V + 1, sizeof *m->common);
    if (!m->terms || !m->alpha || !m->weight || !m->common) {
        bk_topic_model_free(m);
        return BK_ENOMEM;
    }
    *out = m;
    return BK_OK;
}

void bk_topic_model_free(bk_topic_model *m)
{
    if (!m)
        return;
    bk__free(m->ctx, m->terms);
    bk__free(m->ctx, m->alpha);
    bk__free(m->ctx, m->weight);
    bk__free(m->ctx, m->common);
    bk__free(m->ctx, m);
}

const char *bk_topic_model_method(const bk_topic_model *m)
{
    return m->way->name;
}

int bk_topic_model_count(const bk_topic_model *m)
{
    return m->K;
}

int64_t bk_topic_model_cols(const bk_topic_model *m)
{
    return m->V;
}

const float *bk_topic_model_terms(const bk_topic_model *m)
{
    return m->terms;
}

const double *bk_topic_model_alpha(const bk_topic_model *m)
{
    return m->alpha;
}

const double *bk_topic_model_weight(const bk_topic_model *m)
{
    return m->weight;
}

const double *bk_topic_model_common(const bk_topic_model *m)
{
    return m->common;
}

/* Scales a row to a sum of 1; what it was. */
static double unit(float *row, int64_t V)
{
    double sum = 0;
    for (int64_t c = 0; c < V; c++)
        sum += (double)row[c];
    for (int64_t c = 0; c < V && sum > 0; c++)
        row[c] = (float)((double)row[c] / sum);
    return sum;
}

bk_status bk_topic_model_new(bk_ctx *ctx, bk_topic_model **out, const char *method, int K,
                             int64_t V, const float *terms, const double *alpha,
                             const double *weight, const double *common)
{
    const bk__topic_way *way = bk__topic_way_find(method);
    *out = NULL;
    bool fine = way && K > 0 && V > 0;
    for (int64_t i = 0; fine && i < K * V; i++)
        fine = isfinite(terms[i]) && terms[i] >= 0;
    for (int k = 0; fine && k < K; k++)
        fine = isfinite(alpha[k]) && alpha[k] >= 0 && isfinite(weight[k]) && weight[k] >= 0;
    for (int64_t c = 0; fine && c < V; c++)
        fine = isfinite(common[c]) && common[c] >= 0;
    if (!fine)
        return bk__fail(ctx, BK_EINVAL, "model", "topics with values that no fit leaves");
    bk_topic_model *m;
    bk_status st = bk__topic_model_make(ctx, &m, way, K, V);
    if (st != BK_OK)
        return st;
    memcpy(m->terms, terms, (size_t)K * (size_t)V * sizeof *terms);
    memcpy(m->alpha, alpha, (size_t)K * sizeof *alpha);
    memcpy(m->weight, weight, (size_t)K * sizeof *weight);
    memcpy(m->common, common, (size_t)V * sizeof *common);
    for (int k = 0; k < K; k++)
        unit(m->terms + k * V, V);
    *out = m;
    return BK_OK;
}

/* ---- out of a fit ---------------------------------------------------------------------------- */
/* Cosines of the articles with their topics, by their shares. */
static void add_cosines(const bk_topic *t, bk_topic_model *m)
{
    for (int k = 0; k < m->K; k++) {
        const double *row = t->terms + k * m->V;
        double length = 0;
        for (int64_t c = 0; c < m->V; c++)
            length += row[c] * row[c];
        m->alpha[k] = length > 0 ? 1 / sqrt(length) : 0; /* for a while */
    }
    for (int64_t i = 0; i < t->A->rows; i++) {
        double norm = 0;
        for (int64_t p = t->A->ptr[i]; p < t->A->ptr[i + 1]; p++)
            norm += (double)t->A->val[p] * (double)t->A->val[p];
        for (int k = 0; k < m->K && norm > 0; k++) {
            double dot = 0, share = t->docs[i * m->K + k];
            for (int64_t p = t->A->ptr[i]; p < t->A->ptr[i + 1] && share > 0; p++)
                dot += (double)t->A->val[p] * t->terms[k * m->V + t->A->col[p]];
            m->weight[k] += share * dot * m->alpha[k] / sqrt(norm);
        }
    }
    memset(m->alpha, 0, (size_t)m->K * sizeof *m->alpha);
}

static void add_tokens(const bk_topic *t, bk_topic_model *m)
{
    for (int64_t i = 0; i < t->A->rows; i++) {
        double tokens = 0;
        for (int64_t p = t->A->ptr[i]; p < t->A->ptr[i + 1]; p++)
            tokens += (double)t->A->val[p];
        for (int k = 0; k < m->K; k++)
            m->weight[k] += tokens * t->docs[i * m->K + k];
    }
}

static void add_shares(const bk_topic *t, bk_topic_model *m)
{
    for (int64_t i = 0; i < t->A->rows; i++)
        for (int k = 0; k < m->K; k++)
            m->weight[k] += t->docs[i * m->K + k];
}

/* What the older articles had, as far as it counted. */
static void add_older(const bk_topic *t, bk_topic_model *m)
{
    const bk_topic_model *from = t->opts.from;
    for (int k = 0; from && k < from->K && k < m->K; k++)
        m->weight[k] += (t->opts.frozen ? 1 : t->opts.memory) * from->weight[k];
}

bk_status bk_topic_keep(const bk_topic *t, bk_topic_model **out)
{
    bk_topic_model *m;
    *out = NULL;
    if (!t->done)
        return bk__fail(t->ctx, BK_EINVAL, "topics", "the topics are not finished");
    bk_status st = bk__topic_model_make(t->ctx, &m, t->way, t->K, t->A->cols);
    if (st != BK_OK)
        return st;
    for (int64_t i = 0; i < t->K * m->V; i++)
        m->terms[i] = (float)t->terms[i];
    if (t->opts.frozen)
        memset(m->weight, 0, (size_t)m->K * sizeof *m->weight);
    else if (t->way == &bk__topic_lda)
        add_tokens(t, m);
    else if (m->way == &bk__topic_kmeans)
        add_cosines(t, m);
    else if (t->way == &bk__topic_lsa)
        add_shares(t, m);
    else
        memcpy(m->weight, t->square, (size_t)m->K * sizeof *m->weight);
    memcpy(m->alpha, t->prior, (size_t)m->K * sizeof *m->alpha);
    memcpy(m->common, t->common, (size_t)m->V * sizeof *m->common);
    add_older(t, m);
    *out = m;
    return BK_OK;
}

void bk__topic_settle(bk_topic *t)
{
    bk__topic_end(t);
    bk_csr_free(t->ctx, &t->At);
    t->At = (bk_csr){0};
}

bk_status bk__topic_placed(bk_topic **out, const bk_topic *of, int64_t D, double *docs)
{
    bk_ctx *ctx = of->ctx;
    bk_topic *t = bk__calloc(ctx, 1, sizeof *t);
    size_t K = (size_t)of->K;
    *out = NULL;
    if (!t) {
        bk__free(ctx, docs);
        return BK_ENOMEM;
    }
    t->ctx = ctx;
    t->way = of->way;
    t->shape = (bk_csr){.rows = D, .cols = of->A->cols};
    t->A = &t->shape;
    t->opts = of->opts;
    t->K = of->K;
    t->docs = docs;
    t->terms = of->terms;
    t->common = of->common;
    t->borrows = true;
    t->seed_of = bk__alloc_array(ctx, K, sizeof *t->seed_of);
    if (!t->seed_of) {
        bk_topic_free(t);
        return BK_ENOMEM;
    }
    memcpy(t->seed_of, of->seed_of, K * sizeof *t->seed_of);
    t->done = true;
    *out = t;
    return BK_OK;
}

/* ---- other columns --------------------------------------------------------------------------- */
bk_status bk_topic_model_map(bk_ctx *ctx, bk_topic_model **out, const bk_topic_model *m,
                             const uint32_t *column, int64_t cols, double *lost)
{
    bk_topic_model *to;
    *out = NULL;
    for (int64_t c = 0; c < m->V; c++)
        if (column[c] != UINT32_MAX && column[c] >= cols)
            return bk__fail(ctx, BK_ESHAPE, "column", "column %u of %lld", column[c],
                            (long long)cols);
    bk_status st = bk__topic_model_make(ctx, &to, m->way, m->K, cols);
    if (st != BK_OK)
        return st;
    memcpy(to->alpha, m->alpha, (size_t)m->K * sizeof *m->alpha);
    for (int64_t c = 0; c < m->V; c++)
        if (column[c] != UINT32_MAX)
            to->common[column[c]] = m->common[c];
    for (int k = 0; k < m->K; k++) {
        float *row = to->terms + k * cols;
        for (int64_t c = 0; c < m->V; c++)
            if (column[c] != UINT32_MAX)
                row[column[c]] = m->terms[k * m->V + c];
        double kept = unit(row, cols);
        to->weight[k] = m->weight[k] * fmin(kept, 1);
        if (lost)
            lost[k] = fmin(fmax(1 - kept, 0), 1);
    }
    *out = to;
    return BK_OK;
}

bk_status bk__topic_model_order(bk_ctx *ctx, bk_topic_model **out, const bk_topic_model *m,
                                const int *at, int K, double times)
{
    bk_status st = bk__topic_model_make(ctx, out, m->way, K, m->V);
    for (int k = 0; k < K && st == BK_OK; k++) {
        memcpy((*out)->terms + k * m->V, m->terms + at[k] * m->V, (size_t)m->V * sizeof *m->terms);
        (*out)->alpha[k] = m->alpha[at[k]];
        (*out)->weight[k] = m->weight[at[k]] * times;
    }
    for (int64_t c = 0; c < m->V && st == BK_OK; c++)
        (*out)->common[c] = m->common[c] * times;
    return st;
}

/* ---- how far they went ----------------------------------------------------------------------- */
static bk_topic_move distance(const double *p, const float *q, int64_t V)
{
    double both = 0, bits = 0;
    for (int64_t c = 0; c < V; c++) {
        double x = p[c], y = (double)q[c], mean = (x + y) / 2;
        both += sqrt(x * y);
        bits += (x > 0 ? x * log2(x / mean) : 0) + (y > 0 ? y * log2(y / mean) : 0);
    }
    return (bk_topic_move){sqrt(fmax(1 - both, 0)), fmin(fmax(bits / 2, 0), 1)};
}

bk_status bk_topic_moves(const bk_topic *t, const bk_topic_model *m, bk_topic_move *out)
{
    if (!t->done)
        return bk__fail(t->ctx, BK_EINVAL, "topics", "the topics are not finished");
    if (m->V != t->A->cols || m->K > t->K)
        return bk__fail(t->ctx, BK_ESHAPE, "m", "the topics are of other terms");
    for (int k = 0; k < m->K; k++)
        out[k] = distance(t->terms + k * m->V, m->terms + k * m->V, m->V);
    return BK_OK;
}
