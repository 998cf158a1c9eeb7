/* topic_lda.c - latent Dirichlet allocation: expected counts first, then sampled ones.
 *
 * Start: expectation-maximisation for the posterior's mode, from random counts: 40 sweeps of every
 * eighth article, 20 of every fourth, 10 of every second, 10 of all (those that would have too few
 * tokens are left out), then 5 without what each token adds itself (CVB0). A topic that is found
 * among an eighth of the articles needs an eighth of the time. Then collapsed Gibbs sampling; n_k
 * is brought up to date between diagonals of the grid (lda_grid).
 *
 * The prior of articles alpha is asymmetric: after every 5th sweep Minka's fixed point (2000) over
 * the counts as they stand; Wallach, Mimno, McCallum 2009 say why it, and not beta, should be.
 * Topics are the means over the sweeps since the last power of two, so over half of them or more.
 * Objective: perplexity exp(-mean ln p(token | all others)) as the sweep met them. The end: its
 * mean over 10 sweeps fell by less than the share 10 tol. Workspace: 8 (D + V) K bytes, 12 bytes an
 * entry, 2 a token. */
#include "model/topic.h"

#include <gsl/gsl_sf_psi.h>
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "base/rng.h"
#include "model/lda_kernel.h"

enum { STREAM = 0x6c6461, PANEL = 1024, OPTIMISE = 5, WINDOW = 10, TABLE = 256 };
static const int64_t ENOUGH = 1 << 19; /* tokens of a share of the articles */

typedef struct lda {
    bk_ctx *ctx;
    const bk_csr *A, *At;
    int K, ld, sweeps;
    float beta;
    float *alpha;            /* [ld] */
    bk__lda_grid grid;       /* of all articles */
    int32_t *word, *article; /* [V x ld], [D x ld] counts */
    float *phi, *theta;      /* the same shapes: sums of the averaged sweeps */
    int averaged;
    uint16_t *topic;           /* [tokens] */
    int64_t *n_k;              /* [ld] */
    int64_t *changed;          /* [P x ld] of a diagonal's blocks */
    double *fit;               /* [P x P] of a sweep's blocks */
    double *length;            /* [D] tokens of an article */
    double norm;               /* sum over the tokens of ln(n_d - 1 + sum of alpha) */
    double window, older;      /* sums of the objective over 10 sweeps */
    const bk_topic_opts *opts; /* seeds */
    uint64_t key;
    int diagonal; /* that runs */
} lda;

/* ---- seeds: tokens that stay ------------------------------------------------------------------
 */
/* How many for a term, of each of its tokens in `share` of the articles. */
static double extra(const lda *m, uint32_t col, double share)
{
    double n = 0, s = m->opts->seed_strength;
    for (int64_t p = m->At->ptr[col]; p < m->At->ptr[col + 1]; p++)
        n += (double)m->At->val[p];
    return fmin(ceil(n * s / (1 - s)), 1e9) * share;
}

static void seed_expected(const lda *m, float *word, double share)
{
    for (int k = 0; k < m->opts->seeds; k++)
        for (int i = 0; i < m->opts->seed[k].n; i++) {
            uint32_t col = m->opts->seed[k].col[i];
            word[(int64_t)col * m->ld + k] += (float)extra(m, col, share);
        }
}

static void seed_counts(const lda *m)
{
    for (int k = 0; k < m->opts->seeds; k++)
        for (int i = 0; i < m->opts->seed[k].n; i++) {
            uint32_t col = m->opts->seed[k].col[i];
            m->word[(int64_t)col * m->ld + k] += (int32_t)extra(m, col, 1);
        }
}

/* ---- expected counts ------------------------------------------------------------------------- */
typedef struct em {
    lda *m;
    bk__lda_grid grid;
    bk__lda_em work;
    float *word[2], *article[2]; /* before and after */
    float *inverse;              /* [ld] */
    double *part;                /* [panels x ld] */
    bool left_out;
} em;

static bk_status expect_block(void *user, int64_t g, int worker)
{
    em *e = user;
    (void)worker;
    bk__lda_expect(&e->work, bk__lda_block_at(&e->grid, (int)g, e->m->diagonal), e->left_out);
    return BK_OK;
}

/* Sums over a panel of words. */
static bk_status add_panel(void *user, int64_t chunk, int worker)
{
    em *e = user;
    int ld = e->m->ld;
    double *sum = e->part + chunk * ld;
    (void)worker;
    memset(sum, 0, (size_t)ld * sizeof *sum);
    for (int64_t w = chunk * PANEL; w < (chunk + 1) * PANEL && w < e->m->A->cols; w++)
        for (int k = 0; k < ld; k++)
            sum[k] += (double)e->work.of_word[w * ld + k];
    return BK_OK;
}

/* 1 / (n_k + V beta) from the counts as they stand. */
static bk_status invert(em *e)
{
    lda *m = e->m;
    int64_t panels = bk__chunks(m->A->cols, PANEL);
    bk_status st = bk__par_for(m->ctx, NULL, panels, add_panel, e);
    for (int k = 0; k < m->ld && st == BK_OK; k++) {
        double sum = 0;
        for (int64_t p = 0; p < panels; p++)
            sum += e->part[p * m->ld + k];
        e->inverse[k] = k < m->K ? (float)(1 / (sum + (double)m->A->cols * (double)m->beta)) : 0;
    }
    return st;
}

static bk_status expect_sweep(em *e)
{
    lda *m = e->m;
    int64_t rows = e->grid.rows;
    bk_status st = bk__cancelled(m->ctx);
    if (st == BK_OK)
        st = invert(e);
    memset(e->work.to_word, 0, (size_t)m->A->cols * (size_t)m->ld * sizeof(float));
    seed_expected(m, e->work.to_word, (double)e->grid.tokens / (double)m->grid.tokens);
    memset(e->work.to_article, 0, (size_t)rows * (size_t)m->ld * sizeof(float));
    for (m->diagonal = 0; m->diagonal < e->grid.P && st == BK_OK; m->diagonal++)
        st = bk__par_for(m->ctx, NULL, e->grid.P, expect_block, e);
    float *to_word = e->work.to_word, *to_article = e->work.to_article;
    e->work.to_word = (float *)e->work.of_word;
    e->work.to_article = (float *)e->work.of_article;
    e->work.of_word = to_word;
    e->work.of_article = to_article;
    return st;
}

/* Every `step`-th article, `sweeps` times, from flat shares. */
static bk_status expect_some(em *e, int64_t step, int sweeps, int left_out)
{
    lda *m = e->m;
    bk_status st = BK_OK;
    e->grid = m->grid;
    if (step > 1)
        st = bk__lda_grid_new(m->ctx, &e->grid, m->A, step);
    if (st != BK_OK)
        return st;
    float *flat = (float *)e->work.of_article;
    for (int64_t i = 0; i < e->grid.rows * m->ld; i++)
        flat[i] = i % m->ld < m->K ? 1 : 0;
    for (int i = 0; i < sweeps + left_out && st == BK_OK; i++) {
        e->left_out = i >= sweeps;
        st = expect_sweep(e);
    }
    if (step > 1)
        bk__lda_grid_free(m->ctx, &e->grid);
    return st;
}

static void random_counts(lda *m, bk__rng *rng, float *word)
{
    double each = 2 * (double)m->grid.tokens / (double)m->A->cols / m->K;
    for (int64_t w = 0; w < m->A->cols; w++)
        for (int k = 0; k < m->K; k++)
            word[w * m->ld + k] = (float)(each * bk__rng_uniform(rng));
    seed_expected(m, word, 1);
}

static bk_status draw_block(void *user, int64_t g, int worker)
{
    em *e = user;
    lda *m = e->m;
    bk__lda_gibbs to = {.K = m->K,
                        .ld = m->ld,
                        .beta = m->beta,
                        .of_word = m->word,
                        .of_article = m->article,
                        .topic = m->topic};
    (void)worker;
    bk__lda_draw(&to, &e->work, bk__lda_block_at(&m->grid, (int)g, m->diagonal),
                 m->key + (uint64_t)(g * m->grid.P + m->diagonal) * 0x9e3779b97f4a7c15u);
    return BK_OK;
}

/* A topic for each token; the counts of the topics that were drawn. */
static bk_status draw(em *e)
{
    lda *m = e->m;
    bk_status st = invert(e);
    memset(m->word, 0, (size_t)m->A->cols * (size_t)m->ld * sizeof *m->word);
    memset(m->article, 0, (size_t)m->A->rows * (size_t)m->ld * sizeof *m->article);
    seed_counts(m);
    memset(m->n_k, 0, (size_t)m->ld * sizeof *m->n_k);
    for (m->diagonal = 0; m->diagonal < m->grid.P && st == BK_OK; m->diagonal++)
        st = bk__par_for(m->ctx, NULL, m->grid.P, draw_block, e);
    for (int64_t w = 0; w < m->A->cols; w++)
        for (int k = 0; k < m->K; k++)
            m->n_k[k] += m->word[w * m->ld + k];
    return st;
}

static bk_status expectations(em *e, bk__rng *rng)
{
    static const int sweeps[] = {10, 10, 20, 40};
    lda *m = e->m;
    bk_status st = BK_OK;
    random_counts(m, rng, e->word[0]);
    for (int i = 3; i >= 0 && st == BK_OK; i--) {
        if (i > 0 && m->grid.tokens >> i < ENOUGH)
            continue;
        st = expect_some(e, (int64_t)1 << i, m->grid.tokens < 2 * ENOUGH ? 40 : sweeps[i],
                         i > 0 ? 0 : 5);
    }
    return st == BK_OK ? draw(e) : st;
}

/* ---- start ------------------------------------------------------------------------------------
 */
/* The averages' room holds the expected counts until the first sweep: no more is needed. */
static bk_status begin(lda *m)
{
    size_t words = (size_t)m->A->cols, rows = (size_t)m->A->rows, ld = (size_t)m->ld;
    em e = {.m = m};
    bk__rng *rng = NULL;
    e.word[0] = m->phi;
    e.article[0] = m->theta;
    e.word[1] = bk__calloc(m->ctx, words, ld * sizeof(float));
    e.article[1] = bk__calloc(m->ctx, rows, ld * sizeof(float));
    e.inverse = bk__calloc(m->ctx, ld, sizeof *e.inverse);
    e.part = bk__alloc_array(m->ctx, (size_t)bk__chunks(m->A->cols, PANEL), ld * sizeof *e.part);
    bk_status st =
        e.word[1] && e.article[1] && e.inverse && e.part ? bk__rng_new(m->ctx, &rng) : BK_ENOMEM;
    if (st == BK_OK) {
        bk__rng_stream(rng, STREAM, (uint64_t)m->opts->restart);
        m->key = bk__rng_below(rng, UINT32_MAX) << 32 | bk__rng_below(rng, UINT32_MAX);
        e.work = (bk__lda_em){m->K,      m->ld,        m->beta,   m->alpha,    e.inverse,
                              e.word[0], e.article[0], e.word[1], e.article[1]};
        st = expectations(&e, rng);
    }
    memset(m->phi, 0, words * ld * sizeof *m->phi);
    memset(m->theta, 0, rows * ld * sizeof *m->theta);
    bk__rng_free(m->ctx, rng);
    bk__free(m->ctx, e.word[1]);
    bk__free(m->ctx, e.article[1]);
    bk__free(m->ctx, e.inverse);
    bk__free(m->ctx, e.part);
    return st;
}

static double normaliser(const lda *m)
{
    double alpha = 0, sum = 0;
    for (int k = 0; k < m->K; k++)
        alpha += (double)m->alpha[k];
    for (int64_t i = 0; i < m->A->rows; i++)
        sum += m->length[i] > 0 ? m->length[i] * log(m->length[i] - 1 + alpha) : 0;
    return sum;
}

static bk_status lda_start(bk_topic *t)
{
    lda *m = bk__calloc(t->ctx, 1, sizeof *m);
    if (!m)
        return BK_ENOMEM;
    t->model = m;
    m->ctx = t->ctx;
    m->A = t->A;
    m->At = &t->At;
    m->opts = &t->opts;
    m->K = t->K;
    m->ld = (t->K + 15) / 16 * 16;
    m->beta = (float)t->opts.beta;
    bk_status st = bk__lda_grid_new(t->ctx, &m->grid, t->A, 1);
    if (st != BK_OK)
        return st;
    size_t words = (size_t)t->A->cols, rows = (size_t)t->A->rows, ld = (size_t)m->ld,
           P = (size_t)m->grid.P;
    m->alpha = bk__calloc(t->ctx, ld, sizeof *m->alpha);
    m->word = bk__calloc(t->ctx, words, ld * sizeof *m->word);
    m->article = bk__calloc(t->ctx, rows, ld * sizeof *m->article);
    m->phi = bk__calloc(t->ctx, words, ld * sizeof *m->phi);
    m->theta = bk__calloc(t->ctx, rows, ld * sizeof *m->theta);
    m->topic = bk__calloc(t->ctx, (size_t)m->grid.tokens, sizeof *m->topic);
    m->n_k = bk__calloc(t->ctx, ld, sizeof *m->n_k);
    m->changed = bk__calloc(t->ctx, P * ld, sizeof *m->changed);
    m->fit = bk__calloc(t->ctx, P * P, sizeof *m->fit);
    m->length = bk__calloc(t->ctx, rows, sizeof *m->length);
    if (!m->alpha || !m->word || !m->article || !m->phi || !m->theta || !m->topic || !m->n_k ||
        !m->changed || !m->fit || !m->length)
        return BK_ENOMEM;
    for (int64_t i = 0; i < t->A->rows; i++)
        for (int64_t p = t->A->ptr[i]; p < t->A->ptr[i + 1]; p++)
            m->length[i] += (double)t->A->val[p];
    for (int k = 0; k < m->K; k++)
        m->alpha[k] = (float)t->opts.alpha;
    m->norm = normaliser(m);
    return BK_OK;
}

/* ---- sampling ---------------------------------------------------------------------------------
 */
static bk_status sample_block(void *user, int64_t g, int worker)
{
    lda *m = user;
    int P = m->grid.P;
    int64_t *n_k = m->changed + g * m->ld;
    bk__lda_gibbs work = {m->K,     m->ld,   m->beta,    (float)m->A->cols * m->beta,
                          m->alpha, m->word, m->article, m->topic};
    uint64_t number =
        ((uint64_t)m->sweeps + 1) * (uint64_t)(P * P) + (uint64_t)(g * P + m->diagonal);
    (void)worker;
    memcpy(n_k, m->n_k, (size_t)m->ld * sizeof *n_k);
    m->fit[g * P + m->diagonal] =
        bk__lda_sample(&work, bk__lda_block_at(&m->grid, (int)g, m->diagonal), n_k,
                       (m->key ^ number) * 0xd1342543de82ef95u);
    return BK_OK;
}

/* What the blocks of a diagonal changed. */
static void merge(lda *m)
{
    for (int k = 0; k < m->K; k++) {
        int64_t before = m->n_k[k];
        for (int g = 0; g < m->grid.P; g++)
            m->n_k[k] += m->changed[g * m->ld + k] - before;
    }
}

/* psi(n + a) - psi(a) */
static double rise(const double *table, int32_t n, double a)
{
    return n < TABLE ? table[n] : gsl_sf_psi((double)n + a) - gsl_sf_psi(a);
}

/* One step of Minka's fixed point for alpha. */
static void optimise(lda *m)
{
    double table[TABLE], whole = 0, below = 0;
    for (int k = 0; k < m->K; k++)
        whole += (double)m->alpha[k];
    for (int64_t i = 0; i < m->A->rows; i++)
        below += gsl_sf_psi(m->length[i] + whole) - gsl_sf_psi(whole);
    for (int k = 0; k < m->K && below > 0; k++) {
        double a = (double)m->alpha[k], above = 0;
        table[0] = 0;
        for (int n = 1; n < TABLE; n++)
            table[n] = table[n - 1] + 1 / (a + n - 1);
        for (int64_t i = 0; i < m->A->rows; i++)
            above += rise(table, m->article[i * m->ld + k], a);
        m->alpha[k] = (float)fmin(fmax(a * above / below, 1e-4), 1e3);
    }
    m->norm = normaliser(m);
}

typedef struct adding {
    lda *m;
    float inverse[BK__LDA_MOST];
} adding;

static bk_status add_words(void *user, int64_t chunk, int worker)
{
    const adding *a = user;
    lda *m = a->m;
    (void)worker;
    for (int64_t w = chunk * PANEL; w < (chunk + 1) * PANEL && w < m->A->cols; w++)
        for (int k = 0; k < m->K; k++)
            m->phi[w * m->ld + k] += ((float)m->word[w * m->ld + k] + m->beta) * a->inverse[k];
    return BK_OK;
}

static bk_status add_articles(void *user, int64_t chunk, int worker)
{
    const adding *a = user;
    lda *m = a->m;
    (void)worker;
    for (int64_t i = chunk * PANEL; i < (chunk + 1) * PANEL && i < m->A->rows; i++) {
        float sum = 0;
        for (int k = 0; k < m->K; k++)
            sum += (float)m->article[i * m->ld + k] + m->alpha[k];
        for (int k = 0; k < m->K; k++)
            m->theta[i * m->ld + k] += ((float)m->article[i * m->ld + k] + m->alpha[k]) / sum;
    }
    return BK_OK;
}

/* Adds the sweep to the averages, which begin anew at powers of two. */
static bk_status average(lda *m)
{
    adding a = {.m = m};
    if ((m->sweeps & (m->sweeps - 1)) == 0) {
        memset(m->phi, 0, (size_t)m->A->cols * (size_t)m->ld * sizeof *m->phi);
        memset(m->theta, 0, (size_t)m->A->rows * (size_t)m->ld * sizeof *m->theta);
        m->averaged = 0;
    }
    m->averaged++;
    for (int k = 0; k < m->K; k++)
        a.inverse[k] = 1 / ((float)m->n_k[k] + (float)m->A->cols * m->beta);
    bk_status st = bk__par_for(m->ctx, NULL, bk__chunks(m->A->cols, PANEL), add_words, &a);
    return st == BK_OK ? bk__par_for(m->ctx, NULL, bk__chunks(m->A->rows, PANEL), add_articles, &a)
                       : st;
}

/* The objective is that of the last 10 sweeps; BK_END where it hardly fell against the 10 before.
 */
static bk_status judge(lda *m, double tol, double *objective)
{
    double sum = 0;
    for (int i = 0; i < m->grid.P * m->grid.P; i++)
        sum += m->fit[i];
    *objective = exp((m->norm - sum) / (double)m->grid.tokens);
    m->window += *objective;
    if (m->sweeps % WINDOW > 0)
        return BK_OK;
    bool still = m->sweeps > WINDOW && m->older - m->window <= WINDOW * tol * m->older;
    m->older = m->window;
    m->window = 0;
    return still ? BK_END : BK_OK;
}

static bk_status lda_sweep(bk_topic *t, double *objective)
{
    lda *m = t->model;
    bk_status st = m->sweeps == 0 ? begin(m) : BK_OK;
    for (m->diagonal = 0; m->diagonal < m->grid.P && st == BK_OK; m->diagonal++) {
        st = bk__par_for(m->ctx, NULL, m->grid.P, sample_block, m);
        if (st == BK_OK)
            merge(m);
    }
    if (st != BK_OK)
        return st;
    m->sweeps++;
    st = average(m);
    if (st == BK_OK)
        st = judge(m, t->opts.tol, objective);
    if (st == BK_OK && t->opts.optimise && m->sweeps % OPTIMISE == 0)
        optimise(m);
    return st;
}

/* ---- result -----------------------------------------------------------------------------------
 */
static void lda_write(const bk_topic *t, double *terms, double *docs)
{
    const lda *m = t->model;
    for (int k = 0; k < m->K; k++)
        for (int64_t w = 0; w < m->A->cols; w++)
            terms[k * m->A->cols + w] = (double)m->phi[w * m->ld + k] / m->averaged;
    for (int64_t i = 0; i < m->A->rows; i++)
        for (int k = 0; k < m->K && m->A->ptr[i + 1] > m->A->ptr[i]; k++)
            docs[i * m->K + k] = (double)m->theta[i * m->ld + k] / m->averaged;
}

static void lda_end(bk_topic *t)
{
    lda *m = t->model;
    if (!m)
        return;
    bk__lda_grid_free(m->ctx, &m->grid);
    void *all[] = {m->alpha, m->word, m->article, m->phi, m->theta,
                   m->topic, m->n_k,  m->changed, m->fit, m->length};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(m->ctx, all[i]);
    bk__free(m->ctx, m);
}

const bk__topic_way bk__topic_lda = {"lda", true, lda_start, lda_sweep, lda_write, lda_end};
