/* fill_topics.c - tables topics, topic_terms, topic_shares, topic_articles, topic_choice; the map
 * of articles.
 *
 * Of repeated articles the lead is fitted; the others have its shares and its place on the map.
 * Topics are numbered by falling share of the votes (one a group of repeated articles). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "study/labels.h"
#include "study/seeds.h"
#include "study/study.h"

enum { TERMS = 20, NAMED = 10, LABEL = 3 }; /* terms listed, in `terms` and NPMI, in the label */
static const double LEAST = 0.05;           /* share of a topic in an article that is listed */

typedef struct themes {
    bk_study *s;
    bk_csr weights, counts; /* of leads */
    bk__seeds seeds;
    bk_topic *topic;
    bk__labels labels;
    const double *docs; /* [D x K] */
    int K;
    int *at;         /* [K] topic of the model by its number in the tables */
    double *npmi;    /* [K] of the model */
    double *share;   /* [K] by number */
    int64_t *strong; /* [K] articles in which it is the strongest, by number */
} themes;

/* [K] shares of an article. */
static const double *shares(const themes *t, int64_t i)
{
    return t->docs + (int64_t)bk__study_lead(t->s, i) * t->K;
}

static bool empty_row(const themes *t, int64_t i)
{
    for (int k = 0; k < t->K; k++)
        if (shares(t, i)[k] > 0)
            return false;
    return true;
}

/* ---- order and strongest topic --------------------------------------------------------- */

typedef struct ranked {
    double share;
    int topic;
} ranked;

static int by_share(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->share != y->share)
        return x->share < y->share ? 1 : -1;
    return (x->topic > y->topic) - (x->topic < y->topic);
}

static bk_status number(themes *t)
{
    bk_study *s = t->s;
    ranked *r = bk__calloc(s->ctx, (size_t)t->K + 1, sizeof *r);
    double votes = 0;
    if (!r)
        return BK_ENOMEM;
    for (int k = 0; k < t->K; k++)
        r[k].topic = k;
    for (int64_t i = 0; i < s->D; i++) {
        if (empty_row(t, i))
            continue;
        votes += (double)s->vote[i];
        for (int k = 0; k < t->K; k++)
            r[k].share += (double)s->vote[i] * shares(t, i)[k];
    }
    qsort(r, (size_t)t->K, sizeof *r, by_share);
    for (int k = 0; k < t->K; k++) {
        t->at[k] = r[k].topic;
        t->share[k] = votes > 0 ? r[k].share / votes : 0;
    }
    bk__free(s->ctx, r);
    return BK_OK;
}

static void strongest(themes *t)
{
    bk_study *s = t->s;
    for (int64_t i = 0; i < s->D; i++) {
        const double *row = shares(t, i);
        int best = -1;
        for (int k = 0; k < t->K; k++)
            if (row[t->at[k]] > 0 && (best < 0 || row[t->at[k]] > row[t->at[best]]))
                best = k;
        s->topic[i] = best;
        if (best >= 0)
            t->strong[best]++;
    }
}

/* ---- rows ------------------------------------------------------------------------------ */

static bk_status join(bk__buf *out, const themes *t, const uint32_t *col, int n, const char *by)
{
    const bk_vocab *v = bk_vectorizer_vocab(t->s->vectors);
    bk_status st = BK_OK;
    out->n = 0;
    for (int i = 0; i < n && st == BK_OK; i++) {
        if (i > 0)
            st = bk__buf_add(out, bk__str(by));
        if (st == BK_OK)
            st = bk__buf_add(out, bk_vocab_shown(v, col[i]));
    }
    return st;
}

/* The first terms that may name the topic; where none may, the first ones. How many. */
static bk_status choose(themes *t, const uint32_t *col, int n, uint32_t out[LABEL], int *found)
{
    const bk_vocab *v = bk_vectorizer_vocab(t->s->vectors);
    bk_status st = BK_OK;
    *found = 0;
    for (int i = 0; i < n && *found < LABEL && st == BK_OK; i++) {
        bool fits;
        st =
            bk__labels_fits(&t->labels, bk_vocab_term(v, col[i]), bk_vocab_shown(v, col[i]), &fits);
        if (fits)
            out[(*found)++] = col[i];
    }
    for (int i = 0; i < n && i < LABEL && *found == 0 && st == BK_OK; i++)
        out[i] = col[i];
    if (*found == 0)
        *found = n < LABEL ? n : LABEL;
    return st;
}

static bk_cell text(const bk__buf *b)
{
    return BK_CELL_STR((b->n ? bk__buf_str(b) : BK__STR("")));
}

static bk_status add_topic(themes *t, int k, bk__buf *label, bk__buf *terms)
{
    bk_study *s = t->s;
    uint32_t col[TERMS];
    double weight[TERMS];
    int n = bk_topic_top(t->topic, t->at[k], col, weight, TERMS);
    uint32_t name[LABEL];
    int named;
    bk_status st = choose(t, col, n, name, &named);
    int seed = bk_topic_seed_of(t->topic, t->at[k]);
    label->n = 0;
    if (st == BK_OK)
        st =
            seed >= 0 ? bk__buf_add(label, t->seeds.name[seed]) : join(label, t, name, named, ", ");
    if (st == BK_OK)
        st = join(terms, t, col, n < NAMED ? n : NAMED, " ");
    if (st == BK_OK) {
        bk_cell row[TOP_N] = {[TOP_TOPIC] = BK_CELL_INT(k),
                              [TOP_LABEL] = text(label),
                              [TOP_SHARE] = BK_CELL_REAL(t->share[k]),
                              [TOP_ARTICLES] = BK_CELL_INT(t->strong[k]),
                              [TOP_NPMI] = BK_CELL_REAL(t->npmi[t->at[k]]),
                              [TOP_TERMS] = text(terms)};
        st = bk__study_add(s, T_TOPICS, row);
    }
    for (int i = 0; i < n && st == BK_OK; i++) {
        bk_cell row[TTE_N] = {
            [TTE_TOPIC] = BK_CELL_INT(k),
            [TTE_RANK] = BK_CELL_INT(i + 1),
            [TTE_TERM] = BK_CELL_STR(bk_vocab_shown(bk_vectorizer_vocab(s->vectors), col[i])),
            [TTE_WEIGHT] = BK_CELL_REAL(weight[i])};
        st = bk__study_add(s, T_TOPIC_TERMS, row);
    }
    return st;
}

static bk_status add_topics(themes *t)
{
    bk__buf label, terms;
    bk_status st = BK_OK;
    bk__buf_init(&label, t->s->ctx);
    bk__buf_init(&terms, t->s->ctx);
    for (int k = 0; k < t->K && st == BK_OK; k++)
        st = add_topic(t, k, &label, &terms);
    bk__buf_clear(&label);
    bk__buf_clear(&terms);
    return st;
}

static bk_status add_share(themes *t, const char *scope, bk_str id, int k, double share,
                           int64_t articles)
{
    bk_cell row[TSH_N] = {[TSH_SCOPE] = BK_CELL_STR(bk__str(scope)),
                          [TSH_ID] = BK_CELL_STR(id),
                          [TSH_TOPIC] = BK_CELL_INT(k),
                          [TSH_SHARE] = BK_CELL_REAL(share),
                          [TSH_ARTICLES] = BK_CELL_INT(articles)};
    return bk__study_add(t->s, T_TOPIC_SHARES, row);
}

/* Mean shares of each group; g NULL: all articles are one. Articles without terms do not count. */
static bk_status by_group(themes *t, const bk__groups *g)
{
    bk_study *s = t->s;
    int n = g ? g->n : 1, K = t->K;
    double *sum = bk__calloc(s->ctx, (size_t)n * (size_t)K + 1, sizeof *sum);
    double *votes = bk__calloc(s->ctx, (size_t)n + 1, sizeof *votes);
    int64_t *articles = bk__calloc(s->ctx, (size_t)n + 1, sizeof *articles);
    bk_status st = sum && votes && articles ? BK_OK : BK_ENOMEM;
    for (int64_t i = 0; i < s->D && st == BK_OK; i++) {
        int32_t at = g ? g->of[i] : 0;
        if (at < 0 || empty_row(t, i))
            continue;
        votes[at] += (double)s->vote[i];
        articles[at]++;
        for (int k = 0; k < K; k++)
            sum[(int64_t)at * K + k] += (double)s->vote[i] * shares(t, i)[t->at[k]];
    }
    for (int at = 0; at < n && st == BK_OK; at++)
        for (int k = 0; k < K && st == BK_OK && articles[at] > 0; k++)
            st = add_share(t, g ? g->scope : "all", g ? g->id[at] : BK__STR(""), k,
                           sum[(int64_t)at * K + k] / votes[at], articles[at]);
    bk__free(s->ctx, sum);
    bk__free(s->ctx, votes);
    bk__free(s->ctx, articles);
    return st;
}

static bk_status by_article(themes *t)
{
    bk_study *s = t->s;
    bk_status st = BK_OK;
    for (int64_t i = 0; i < s->D; i++)
        for (int k = 0; k < t->K && st == BK_OK; k++) {
            double share = shares(t, i)[t->at[k]];
            bk_cell row[TDO_N] = {[TDO_ID] = BK_CELL_STR(bk__study_id(s, i)),
                                  [TDO_TOPIC] = BK_CELL_INT(k),
                                  [TDO_SHARE] = BK_CELL_REAL(share)};
            if (share >= LEAST)
                st = bk__study_add(s, T_TOPIC_ARTICLES, row);
        }
    return st;
}

/* ---- the stage ------------------------------------------------------------------------- */

static void say_choice(bk_ctx *ctx, const bk_topic_choice *c, int n, int best)
{
    int fit = 0, npmi = 0, exclusivity = 0, stability = 0;
    for (int i = 1; i < n; i++) {
        fit = c[i].perplexity < c[fit].perplexity ? i : fit;
        npmi = c[i].npmi > c[npmi].npmi ? i : npmi;
        exclusivity = c[i].exclusivity > c[exclusivity].exclusivity ? i : exclusivity;
        stability = c[i].stability > c[stability].stability ? i : stability;
    }
    bk__log(ctx, BK_LOG_INFO,
            "%d topics: the most coherent and stable of those whose perplexity is within two "
            "standard errors of the lowest; lowest perplexity with %d, best coherence with %d, "
            "exclusivity with %d, stability with %d",
            c[best].topics, c[fit].topics, c[npmi].topics, c[exclusivity].topics,
            c[stability].topics);
}

/* Of the numbers that --choose names the best one, and how the others do. */
static bk_status choose_number(themes *t, bk_topic_opts *opts, const bk_csr *A)
{
    bk_study *s = t->s;
    bk_topic_choice choice[BK_TOPIC_CHOICES];
    int from = 0, to = 0, n = 0, best = 0;
    bk_status st = bk_topic_choose_range(s->ctx, opts->choose, &from, &to);
    if (st == BK_OK)
        st = bk_topic_choose(s->ctx, choice, &n, &best, A, &t->counts, opts, from, to);
    for (int i = 0; i < n && st == BK_OK; i++) {
        const bk_topic_choice *c = &choice[i];
        bk_cell row[TCH_N] = {[TCH_TOPICS] = BK_CELL_INT(c->topics),
                              [TCH_PERPLEXITY] = BK_CELL_REAL(c->perplexity),
                              [TCH_SE] = BK_CELL_REAL(c->perplexity_se),
                              [TCH_NPMI] = BK_CELL_REAL(c->npmi),
                              [TCH_EXCLUSIVITY] = BK_CELL_REAL(c->exclusivity),
                              [TCH_STABILITY] = BK_CELL_REAL(c->stability),
                              [TCH_TAKEN] = BK_CELL_INT(i == best)};
        st = bk__study_add(s, T_TOPIC_CHOICE, row);
    }
    if (st == BK_OK) {
        opts->topics = choice[best].topics;
        say_choice(s->ctx, choice, n, best);
    }
    return st;
}

/* Entries of terms that belong to no topic go. */
static void drop_entries(bk_csr *A, const bool *counts)
{
    int64_t to = 0;
    for (int64_t i = 0, from = 0; i < A->rows; i++) {
        int64_t end = A->ptr[i + 1];
        for (; from < end; from++)
            if (counts[A->col[from]]) {
                A->col[to] = A->col[from];
                A->val[to++] = A->val[from];
            }
        A->ptr[i + 1] = to;
    }
}

static bk_status drop_grammar(themes *t)
{
    const bk_vocab *v = bk_vectorizer_vocab(t->s->vectors);
    uint32_t n = bk_vocab_size(v), kept = 0;
    bool *counts = bk__calloc(t->s->ctx, (size_t)n + 1, sizeof *counts);
    bk_status st = counts ? BK_OK : BK_ENOMEM;
    for (uint32_t c = 0; c < n && st == BK_OK; c++) {
        st = bk__labels_counts(&t->labels, bk_vocab_shown(v, c), &counts[c]);
        kept += counts[c];
    }
    if (st == BK_OK && kept > 0) {
        drop_entries(&t->weights, counts);
        drop_entries(&t->counts, counts);
    }
    bk__free(t->s->ctx, counts);
    return st;
}

static bk_status model(themes *t)
{
    bk_study *s = t->s;
    bk_topic_opts opts = s->opts.topic;
    const bk_csr *A = strcmp(opts.method, "lda") == 0 ? &t->counts : &t->weights;
    bk_status st;
    BK__TRY(st, bk__study_lead_rows(s, bk_vectorizer_weights(s->vectors), &t->weights), done);
    BK__TRY(st, bk__study_lead_rows(s, bk_vectorizer_counts(s->vectors), &t->counts), done);
    BK__TRY(st, drop_grammar(t), done);
    if (opts.seed_file) {
        BK__TRY(st,
                bk__seeds_load(s->ctx, &t->seeds, opts.seed_file, bk_vectorizer_vocab(s->vectors)),
                done);
        opts.seed = t->seeds.seed;
        opts.seeds = t->seeds.n;
    }
    if (opts.choose)
        BK__TRY(st, choose_number(t, &opts, A), done);
    BK__TRY(st, bk_topic_new(s->ctx, &t->topic, A, &opts), done);
    BK__TRY(st, bk_topic_fit(t->topic), done);
    t->K = bk_topic_count(t->topic);
    t->docs = bk_topic_docs(t->topic);
    t->at = bk__calloc(s->ctx, (size_t)t->K + 1, sizeof *t->at);
    t->npmi = bk__calloc(s->ctx, (size_t)t->K + 1, sizeof *t->npmi);
    t->share = bk__calloc(s->ctx, (size_t)t->K + 1, sizeof *t->share);
    t->strong = bk__calloc(s->ctx, (size_t)t->K + 1, sizeof *t->strong);
    st = t->at && t->npmi && t->share && t->strong ? BK_OK : BK_ENOMEM;
    if (st == BK_OK)
        st = bk_topic_npmi(t->topic, &t->counts, NAMED, t->npmi);
    if (st == BK_OK)
        st = bk_topic_map(s->ctx, s->xy, &t->weights, t->topic);
    for (int64_t i = 0; i < s->D && st == BK_OK; i++)
        if (bk__study_lead(s, i) != i)
            memcpy(s->xy + 2 * i, s->xy + 2 * (int64_t)bk__study_lead(s, i), 2 * sizeof *s->xy);
done:
    return st;
}

static bk_status fill(themes *t)
{
    bk_status st;
    BK__TRY(st, number(t), done);
    strongest(t);
    BK__TRY(st, add_topics(t), done);
    BK__TRY(st, by_group(t, NULL), done);
    BK__TRY(st, by_group(t, &t->s->source), done);
    BK__TRY(st, by_group(t, &t->s->month), done);
    BK__TRY(st, by_group(t, &t->s->quarter), done);
    BK__TRY(st, by_group(t, &t->s->year), done);
    BK__TRY(st, by_article(t), done);
done:
    return st;
}

bk_status bk__fill_topics(bk_study *s)
{
    themes t = {.s = s};
    const bk_csr *A = bk_vectorizer_weights(s->vectors);
    bk_status st = BK_OK;
    for (bk__tab k = T_TOPICS; k <= T_TOPIC_CHOICE && st == BK_OK; k++)
        st = bk__study_fresh(s, k);
    bk__free(s->ctx, s->topic);
    bk__free(s->ctx, s->xy);
    s->topic = bk__alloc_array(s->ctx, (size_t)s->D + 1, sizeof *s->topic);
    s->xy = bk__calloc(s->ctx, 2 * (size_t)s->D + 1, sizeof *s->xy);
    if (!s->topic || !s->xy)
        return BK_ENOMEM;
    for (int64_t i = 0; i < s->D; i++)
        s->topic[i] = -1;
    if (st == BK_OK && A->ptr[A->rows] > 0) { /* else no article has a term */
        st = bk__labels_open(s->ctx, &t.labels, &s->source);
        if (st == BK_OK)
            st = model(&t);
        if (st == BK_OK)
            st = fill(&t);
    }
    bk__labels_close(&t.labels);
    bk_topic_free(t.topic);
    bk__seeds_clear(&t.seeds);
    bk_csr_free(s->ctx, &t.weights);
    bk_csr_free(s->ctx, &t.counts);
    bk__free(s->ctx, t.at);
    bk__free(s->ctx, t.npmi);
    bk__free(s->ctx, t.share);
    bk__free(s->ctx, t.strong);
    return st;
}
