/* lda_start.c - where LDA's topics come from: expected counts, sweep by sweep.
 *
 * Expectation-maximisation for the posterior's mode, from random counts: 40 sweeps of every eighth
 * article, 20 of every fourth, 10 of every second, 10 of all (those that would have too few tokens
 * are left out), then 5 without what each token adds itself (CVB0). A topic that is found among an
 * eighth of the articles needs an eighth of the time. Then each token's topic is drawn from what is
 * expected. Topics that go on from earlier ones start among all articles from their terms, and the
 * tokens behind them stay among the counts, times opts->memory. Workspace: that of the averages, (D
 * + V) K floats besides, and a grid of half the articles. */
#include "model/lda.h"
#include "model/topic_model.h"

#include <string.h>

#include "base/par.h"
#include "base/rng.h"

enum { STREAM = 0x6c6461, LEVELS = 4, LEFT_OUT = 5 };
static const int64_t ENOUGH = 1 << 19; /* tokens of a share of the articles */

struct bk__lda_start {
    bk__lda *m;
    bk__lda_grid grid; /* of the level; of all: borrowed */
    bk__lda_em work;
    float *word[2], *article[2]; /* before and after; [0] is the room of the averages */
    float *inverse;              /* [ld] */
    double *part;                /* [panels x ld] */
    int level;                   /* every 2^level-th article; -1: over */
    int at;                      /* sweeps of it */
    bool left_out;
};
typedef struct bk__lda_start em;

/* ---- seeds: tokens that stay ------------------------------------------------------------------
 */
/* How many for a term, of each of its tokens in `share` of the articles. */
static double extra(const bk__lda *m, uint32_t col, double share)
{
    double n = 0, s = m->opts->seed_strength;
    for (int64_t p = m->At->ptr[col]; p < m->At->ptr[col + 1]; p++)
        n += (double)m->At->val[p];
    return fmin(ceil(n * s / (1 - s)), 1e9) * share;
}

static void seed_expected(const bk__lda *m, float *word, double share)
{
    for (int k = 0; k < m->opts->seeds; k++)
        for (int i = 0; i < m->opts->seed[k].n; i++) {
            uint32_t col = m->opts->seed[k].col[i];
            word[(int64_t)col * m->ld + k] += (float)extra(m, col, share);
        }
}

static void seed_counts(const bk__lda *m)
{
    for (int k = 0; k < m->opts->seeds; k++)
        for (int i = 0; i < m->opts->seed[k].n; i++) {
            uint32_t col = m->opts->seed[k].col[i];
            m->word[(int64_t)col * m->ld + k] += (int32_t)extra(m, col, 1);
        }
}

/* ---- earlier topics: their tokens stay --------------------------------------------------------
 */
static void held_expected(const bk__lda *m, float *word, double memory)
{
    const bk_topic_model *from = m->opts->from;
    for (int k = 0; from && k < from->K; k++)
        for (int64_t w = 0; w < m->A->cols; w++)
            word[w * m->ld + k] +=
                (float)(memory * from->weight[k] * (double)from->terms[k * from->V + w]);
}

/* Whole ones: what is left of one is there with its chance. */
static void held_counts(const bk__lda *m)
{
    const bk_topic_model *from = m->opts->from;
    for (int k = 0; from && k < from->K; k++)
        for (int64_t w = 0; w < m->A->cols; w++) {
            double n = m->opts->memory * from->weight[k] * (double)from->terms[k * from->V + w];
            uint64_t x = bk__mix((uint64_t)w * (uint64_t)from->K + (uint64_t)k + 1);
            m->word[w * m->ld + k] += (int32_t)fmin(n + (double)(x >> 11) * 0x1p-53, 1e9);
        }
}

/* ---- expected counts ------------------------------------------------------------------------- */
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
    int64_t end = (chunk + 1) * BK__LDA_PANEL;
    double *sum = e->part + chunk * ld;
    (void)worker;
    memset(sum, 0, (size_t)ld * sizeof *sum);
    for (int64_t w = chunk * BK__LDA_PANEL; w < end && w < e->m->A->cols; w++)
        for (int k = 0; k < ld; k++)
            sum[k] += (double)e->work.of_word[w * ld + k];
    return BK_OK;
}

/* 1 / (n_k + V beta) from the counts as they stand. */
static bk_status invert(em *e)
{
    bk__lda *m = e->m;
    int64_t panels = bk__chunks(m->A->cols, BK__LDA_PANEL);
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
    bk__lda *m = e->m;
    int64_t rows = e->grid.rows;
    bk_status st = bk__cancelled(m->ctx);
    if (st == BK_OK)
        st = invert(e);
    memset(e->work.to_word, 0, (size_t)m->A->cols * (size_t)m->ld * sizeof(float));
    seed_expected(m, e->work.to_word, (double)e->grid.tokens / (double)m->grid.tokens);
    held_expected(m, e->work.to_word, m->opts->memory);
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

/* ---- levels ---------------------------------------------------------------------------------- */
/* Sweeps of a level; of those the last LEFT_OUT of level 0 are without a token's own part. */
static int sweeps_of(const bk__lda *m, int level)
{
    static const int sweeps[LEVELS] = {10, 10, 20, 40};
    if (level > 0 && (m->opts->from || m->grid.tokens >> level < ENOUGH))
        return 0;
    return (m->grid.tokens < 2 * ENOUGH ? 40 : sweeps[level]) + (level == 0 ? LEFT_OUT : 0);
}

static void flatten(em *e, int64_t rows)
{
    float *flat = (float *)(uintptr_t)e->work.of_article;
    for (int64_t i = 0; i < rows * e->m->ld; i++)
        flat[i] = i % e->m->ld < e->m->K ? 1 : 0;
}

static void close_level(em *e)
{
    if (e->grid.entry != e->m->grid.entry)
        bk__lda_grid_free(e->m->ctx, &e->grid);
    e->grid = (bk__lda_grid){0};
}

static bk_status open_level(em *e, int level)
{
    bk__lda *m = e->m;
    bk_status st = BK_OK;
    close_level(e);
    e->level = level;
    e->at = 0;
    if (level > 0)
        st = bk__lda_grid_new(m->ctx, &e->grid, m->A, (int64_t)1 << level);
    else
        e->grid = m->grid;
    if (st == BK_OK)
        flatten(e, e->grid.rows);
    return st;
}

/* The next level from `level` downwards that has sweeps. */
static bk_status enter(em *e, int level)
{
    while (level >= 0 && sweeps_of(e->m, level) == 0)
        level--;
    if (level >= 0)
        return open_level(e, level);
    e->level = -1; /* the grid of all articles stays for the draw */
    return BK_OK;
}

bk_status bk__lda_start_step(bk__lda *m, bool *more)
{
    em *e = m->start;
    e->left_out = e->level == 0 && e->at >= sweeps_of(m, 0) - LEFT_OUT;
    bk_status st = expect_sweep(e);
    if (st == BK_OK && ++e->at == sweeps_of(m, e->level))
        st = enter(e, e->level - 1);
    *more = e->level >= 0;
    return st;
}

void bk__lda_start_at(const bk__lda *m, uint64_t *done, uint64_t *most)
{
    const em *e = m->start;
    *done = *most = 0;
    for (int i = 0; i < LEVELS; i++) {
        uint64_t sweep = (uint64_t)(m->grid.tokens >> i);
        *most += sweep * (uint64_t)sweeps_of(m, i);
        if (e && i > e->level)
            *done += sweep * (uint64_t)sweeps_of(m, i);
        if (e && i == e->level)
            *done += sweep * (uint64_t)e->at;
    }
}

/* ---- from random counts ---------------------------------------------------------------------- */
static void random_counts(bk__lda *m, bk__rng *rng, float *word)
{
    double each = 2 * (double)m->grid.tokens / (double)m->A->cols / m->K;
    int first = m->opts->from ? m->opts->from->K : 0;
    for (int64_t w = 0; w < m->A->cols; w++)
        for (int k = first; k < m->K; k++)
            word[w * m->ld + k] = (float)(each * bk__rng_uniform(rng));
    seed_expected(m, word, 1);
    held_expected(m, word, 1);
}

static bk_status make_room(em *e)
{
    bk__lda *m = e->m;
    size_t words = (size_t)m->A->cols, rows = (size_t)m->A->rows, ld = (size_t)m->ld;
    e->word[0] = m->phi;
    e->article[0] = m->theta;
    e->word[1] = bk__calloc(m->ctx, words, ld * sizeof(float));
    e->article[1] = bk__calloc(m->ctx, rows, ld * sizeof(float));
    e->inverse = bk__calloc(m->ctx, ld, sizeof *e->inverse);
    e->part = bk__alloc_array(m->ctx, (size_t)bk__chunks(m->A->cols, BK__LDA_PANEL),
                              ld * sizeof *e->part);
    e->work = (bk__lda_em){m->K,       m->ld,         m->beta,    m->alpha,     e->inverse,
                           e->word[0], e->article[0], e->word[1], e->article[1]};
    return e->word[1] && e->article[1] && e->inverse && e->part ? BK_OK : BK_ENOMEM;
}

bk_status bk__lda_start_open(bk__lda *m, int chain)
{
    bk__rng *rng = NULL;
    em *e = m->start = bk__calloc(m->ctx, 1, sizeof *e);
    if (!e)
        return BK_ENOMEM;
    e->m = m;
    bk_status st = make_room(e);
    if (st == BK_OK)
        st = bk__rng_new(m->ctx, &rng);
    if (st == BK_OK) {
        bk__rng_stream(rng, STREAM, (uint64_t)m->opts->restart + (uint64_t)chain);
        m->key = bk__rng_below(rng, UINT32_MAX) << 32 | bk__rng_below(rng, UINT32_MAX);
        random_counts(m, rng, e->word[0]);
        st = enter(e, LEVELS - 1);
    }
    bk__rng_free(m->ctx, rng);
    if (st != BK_OK)
        bk__lda_start_close(m);
    return st;
}

void bk__lda_start_close(bk__lda *m)
{
    em *e = m->start;
    if (!e)
        return;
    close_level(e);
    bk__free(m->ctx, e->word[1]);
    bk__free(m->ctx, e->article[1]);
    bk__free(m->ctx, e->inverse);
    bk__free(m->ctx, e->part);
    bk__free(m->ctx, e);
    m->start = NULL;
    memset(m->phi, 0, (size_t)m->A->cols * (size_t)m->ld * sizeof *m->phi);
    memset(m->theta, 0, (size_t)m->A->rows * (size_t)m->ld * sizeof *m->theta);
}

/* ---- topics of tokens ------------------------------------------------------------------------ */
static bk_status draw_block(void *user, int64_t g, int worker)
{
    em *e = user;
    bk__lda *m = e->m;
    bk__lda_gibbs to = {.K = m->K,
                        .ld = m->ld,
                        .beta = m->beta,
                        .of_word = m->word,
                        .of_article = m->article,
                        .topic = m->topic};
    bk__lda_sparse many = bk__lda_many_work(m);
    uint64_t key = m->key + (uint64_t)(g * m->grid.P + m->diagonal) * 0x9e3779b97f4a7c15u;
    (void)worker;
    if (bk__lda_has_many(m))
        bk__lda_sparse_draw(&many, &e->work, bk__lda_block_at(&m->many.grid, (int)g, m->diagonal),
                            key);
    else
        bk__lda_draw(&to, &e->work, bk__lda_block_at(&m->grid, (int)g, m->diagonal), key);
    return BK_OK;
}

static void add_words(bk__lda *m)
{
    memset(m->n_k, 0, (size_t)m->ld * sizeof *m->n_k);
    for (int64_t w = 0; w < m->A->cols; w++)
        for (int k = 0; k < m->K; k++)
            m->n_k[k] += m->word[w * m->ld + k];
}

static void no_counts(bk__lda *m)
{
    memset(m->word, 0, (size_t)m->A->cols * (size_t)m->ld * sizeof *m->word);
    memset(m->article, 0, (size_t)m->A->rows * (size_t)m->ld * sizeof *m->article);
    seed_counts(m);
    held_counts(m);
}

bk_status bk__lda_start_draw(bk__lda *m)
{
    em *e = m->start;
    if (e->level > 0) /* stopped among some of the articles */
        flatten(e, m->A->rows);
    bk_status st = invert(e);
    no_counts(m);
    for (m->diagonal = 0; m->diagonal < m->grid.P && st == BK_OK; m->diagonal++)
        st = bk__par_for(m->ctx, NULL, m->grid.P, draw_block, e);
    add_words(m);
    if (st == BK_OK)
        bk__lda_start_close(m);
    return st;
}

static void count_block(bk__lda *m, const bk__lda_block *b, bool by_word)
{
    const uint16_t *topic = m->topic + b->first;
    uint32_t e = 0;
    for (uint32_t s = 0; s < b->parts; s++)
        for (; e < b->part[s].end; e++)
            for (uint32_t c = 0; c < b->entry[e].count; c++, topic++) {
                int64_t part = b->part[s].row, entry = b->entry[e].word;
                m->word[(by_word ? part : entry) * m->ld + *topic]++;
                m->article[(by_word ? entry : part) * m->ld + *topic]++;
            }
}

void bk__lda_count(bk__lda *m)
{
    bool many = bk__lda_has_many(m);
    const bk__lda_grid *grid = many ? &m->many.grid : &m->grid;
    no_counts(m);
    for (int i = 0; i < grid->P * grid->P; i++)
        count_block(m, &grid->block[i], many);
    add_words(m);
}

/* ---- checkpoint ------------------------------------------------------------------------------ */
void bk__lda_start_place(bk__lda *m)
{
    m->whole[4] = m->start->level;
    m->whole[5] = m->start->at;
}

bk_status bk__lda_start_state(bk__lda *m, bk__topic_parts *p)
{
    em *e = m->start;
    int64_t level = m->whole[4], at = m->whole[5];
    bk_status st = BK_OK;
    if (bk__topic_reading(p)) {
        if (level < 0 || level >= LEVELS || at < 0 || at >= sweeps_of(m, (int)level))
            return bk__topic_nonsense(p);
        st = open_level(e, (int)level);
        e->at = (int)at;
    }
    size_t words = (size_t)m->A->cols * (size_t)m->ld, rows = (size_t)e->grid.rows * (size_t)m->ld;
    float *word = (float *)(uintptr_t)e->work.of_word;
    float *article = (float *)(uintptr_t)e->work.of_article;
    if (st == BK_OK)
        st = bk__topic_part(p, "words", BK__F32, word, words, 0);
    return st == BK_OK ? bk__topic_part(p, "articles", BK__F32, article, rows, 0) : st;
}
