/* topic_lda.c - latent Dirichlet allocation: expected counts first (lda_start), then sampled ones.
 *
 * Collapsed Gibbs sampling; n_k is brought up to date between diagonals of the grid (lda_grid).
 * With fewer than 320 topics a token's goes over all of them (lda_kernel), with more word by word
 * over those that its article has (lda_sparse).
 *
 * The prior of articles alpha is asymmetric: after every 5th sweep Minka's fixed point (2000) over
 * the counts as they stand; Wallach, Mimno, McCallum 2009 say why it, and not beta, should be.
 * Topics are the means over the sweeps since the last power of two, so over half of them or more.
 * Objective: perplexity exp(-mean ln p(token | all others)) as the sweep met them. The end: its
 * mean over 10 sweeps fell by less than the share 10 tol. Workspace: 8 (D + V) K bytes, 12 bytes an
 * entry, 2 a token. */
#include <gsl/gsl_sf_psi.h>
#include <math.h>
#include <string.h>

#include "base/par.h"
#include "model/lda.h"
#include "model/topic_model.h"

enum { PANEL = BK__LDA_PANEL, OPTIMISE = 5, WINDOW = 10, TABLE = 256 };
typedef bk__lda lda;

/* ---- start ------------------------------------------------------------------------------------
 */
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
    st = bk__lda_many_open(m);
    if (st != BK_OK)
        return st;
    for (int k = 0; k < m->K; k++)
        m->alpha[k] = (float)t->opts.alpha;
    for (int k = 0; t->opts.from && k < t->opts.from->K; k++)
        m->alpha[k] = (float)fmax(t->opts.from->alpha[k], 1e-4);
    m->norm = normaliser(m);
    t->starting = true;
    bk__lda_start_at(m, &t->start_done, &t->start_most);
    return BK_OK;
}

/* A sweep of the start, or the draw that ends it. */
static bk_status begin(bk_topic *t, lda *m)
{
    bool more = true;
    bk_status st = m->start ? BK_OK : bk__lda_start_open(m, t->chain);
    if (st == BK_OK && !t->stopping)
        st = bk__lda_start_step(m, &more);
    if (st == BK_OK)
        bk__lda_start_at(m, &t->start_done, &t->start_most);
    if (st == BK_OK && (t->stopping || !more)) {
        st = bk__lda_start_draw(m);
        t->starting = st != BK_OK;
    }
    return st;
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
    bk__lda_sparse many = bk__lda_many_work(m);
    bool some = bk__lda_has_many(m);
    const bk__lda_block *b = bk__lda_block_at(some ? &m->many.grid : &m->grid, (int)g, m->diagonal);
    uint64_t number =
        ((uint64_t)m->sweeps + 1) * (uint64_t)(P * P) + (uint64_t)(g * P + m->diagonal);
    uint64_t key = (m->key ^ number) * 0xd1342543de82ef95u;
    (void)worker;
    memcpy(n_k, m->n_k, (size_t)m->ld * sizeof *n_k);
    m->fit[g * P + m->diagonal] =
        some ? bk__lda_sparse_sample(&many, b, n_k, key) : bk__lda_sample(&work, b, n_k, key);
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
    bk_status st = t->starting ? begin(t, m) : BK_OK;
    if (st != BK_OK || t->starting)
        return st;
    if (bk__lda_has_many(m))
        st = bk__lda_many_begin(m);
    for (m->diagonal = 0; m->diagonal < m->grid.P && st == BK_OK; m->diagonal++) {
        st = bk__par_for(m->ctx, NULL, m->grid.P, sample_block, m);
        if (st == BK_OK)
            merge(m);
    }
    if (st == BK_OK && bk__lda_has_many(m))
        st = bk__lda_many_end(m);
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

static void lda_prior(const bk_topic *t, double *alpha)
{
    const lda *m = t->model;
    for (int k = 0; k < m->K; k++)
        alpha[k] = (double)m->alpha[k];
}

/* ---- checkpoint ------------------------------------------------------------------------------ */
enum { KEY, AVERAGED, WINDOWS = 0, OLDER, NUMBERS = 8 };

static bk_status sampled_state(bk_topic *t, lda *m, bk__topic_parts *p)
{
    size_t words = (size_t)m->A->cols * (size_t)m->ld, rows = (size_t)m->A->rows * (size_t)m->ld;
    bk_status st;
    BK__TRY(st,
            bk__topic_part(p, bk__lda_has_many(m) ? "topics.word" : "topics", BK__U8, m->topic,
                           (size_t)m->grid.tokens * sizeof *m->topic, 0),
            done);
    BK__TRY(st, bk__topic_part(p, "phi", BK__F32, m->phi, words, 0), done);
    BK__TRY(st, bk__topic_part(p, "theta", BK__F32, m->theta, rows, 0), done);
    if (!bk__topic_reading(p))
        goto done;
    for (int64_t i = 0; i < m->grid.tokens; i++)
        if (m->topic[i] >= m->K)
            st = bk__topic_nonsense(p);
    if (m->averaged < 1 || m->averaged > t->sweeps)
        st = bk__topic_nonsense(p);
    if (st == BK_OK)
        bk__lda_count(m);
    m->sweeps = t->sweeps;
    m->norm = normaliser(m);
done:
    return st;
}

static bk_status lda_state(bk_topic *t, bk__topic_parts *p)
{
    lda *m = t->model;
    bk_status st = BK_OK;
    if (bk__topic_reading(p) || !m->start) /* before the first sweep too */
        st = t->starting && !m->start ? bk__lda_start_open(m, t->chain) : BK_OK;
    m->whole[KEY] = (int64_t)m->key;
    m->whole[AVERAGED] = m->averaged;
    m->real[WINDOWS] = m->window;
    m->real[OLDER] = m->older;
    if (st == BK_OK && t->starting && !bk__topic_reading(p))
        bk__lda_start_place(m);
    if (st == BK_OK)
        st = bk__topic_part(p, "lda.whole", BK__I64, m->whole, NUMBERS, 0);
    if (st == BK_OK)
        st = bk__topic_part(p, "lda.real", BK__F64, m->real, NUMBERS, 0);
    if (st == BK_OK)
        st = bk__topic_part(p, "alpha", BK__F32, m->alpha, (size_t)m->ld, 0);
    if (st != BK_OK)
        return st;
    m->key = (uint64_t)m->whole[KEY];
    m->averaged = (int)m->whole[AVERAGED];
    m->window = m->real[WINDOWS];
    m->older = m->real[OLDER];
    return t->starting ? bk__lda_start_state(m, p) : sampled_state(t, m, p);
}

static void lda_end(bk_topic *t)
{
    lda *m = t->model;
    bk__lda_start_close(m);
    bk__lda_many_close(m);
    bk__lda_grid_free(m->ctx, &m->grid);
    void *all[] = {m->alpha, m->word, m->article, m->phi, m->theta,
                   m->topic, m->n_k,  m->changed, m->fit, m->length};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(m->ctx, all[i]);
}

const bk__topic_way bk__topic_lda = {.name = "lda",
                                     .measure = "perplexity",
                                     .ends = true,
                                     .draws = true,
                                     .start = lda_start,
                                     .sweep = lda_sweep,
                                     .write = lda_write,
                                     .prior = lda_prior,
                                     .state = lda_state,
                                     .end = lda_end};
