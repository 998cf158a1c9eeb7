/* fill_topics.c - the stage of topics: the model, its numbers, the map of articles.
 *
 * Of repeated articles the lead is fitted; the others have its shares and its place on the map.
 * Topics are numbered by falling share of the votes (one a group of repeated articles). The tables
 * are filled by fill_topic_*.c. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/topic_model.h"
#include "study/themes.h"
#include "study/topic_sample.h"
#include "vector/vectorizer.h"

static bool empty_row(const bk__themes *t, int64_t lead)
{
    for (int k = 0; k < t->K; k++)
        if (t->docs[lead * t->K + k] > 0)
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

static bk_status number(bk__themes *t)
{
    bk_study *s = t->s;
    ranked *r = bk__calloc(s->ctx, (size_t)t->K + 1, sizeof *r);
    if (!r)
        return BK_ENOMEM;
    for (int k = 0; k < t->K; k++)
        r[k].topic = k;
    for (int64_t i = 0; i < s->D; i++) {
        t->lead[i] = bk__study_lead(s, i);
        t->vote[i] = empty_row(t, t->lead[i]) ? 0 : s->vote[i];
        for (int k = 0; k < t->K; k++)
            r[k].share += (double)t->vote[i] * t->docs[(int64_t)t->lead[i] * t->K + k];
    }
    if (!t->from) /* else numbers stay */
        qsort(r, (size_t)t->K, sizeof *r, by_share);
    for (int k = 0; k < t->K; k++) {
        t->at[k] = r[k].topic;
        t->number[r[k].topic] = k;
    }
    bk__free(s->ctx, r);
    return BK_OK;
}

static void strongest(bk__themes *t)
{
    bk_study *s = t->s;
    for (int64_t i = 0; i < s->D; i++) {
        double most = 0;
        int best = -1;
        for (int k = 0; k < t->K; k++)
            if (bk__themes_share(t, i, k) > most) {
                most = bk__themes_share(t, i, k);
                best = k;
            }
        s->topic[i] = best;
        if (best >= 0)
            t->strong[best]++;
    }
}

void bk__themes_mean(const bk__themes *t, double *out)
{
    int64_t V = t->counts.cols;
    const double *terms = bk_topic_terms(t->topic);
    memset(out, 0, (size_t)V * sizeof *out);
    for (int k = 0; k < t->K; k++)
        for (int64_t w = 0; w < V; w++)
            out[w] += t->share[k].value * terms[t->at[k] * V + w];
}

/* ---- the model ------------------------------------------------------------------------- */

static bk_status make_room(bk__themes *t)
{
    bk_ctx *ctx = t->s->ctx;
    size_t K = (size_t)t->K + 1, D = (size_t)t->s->D + 1;
    t->at = bk__calloc(ctx, 2 * K, sizeof *t->at);
    t->lead = bk__alloc_array(ctx, D, sizeof *t->lead);
    t->vote = bk__alloc_array(ctx, D, sizeof *t->vote);
    t->npmi = bk__calloc(ctx, K, 4 * sizeof *t->npmi);
    t->share = bk__calloc(ctx, K, sizeof *t->share);
    t->strong = bk__calloc(ctx, K, sizeof *t->strong);
    t->place = bk__calloc(ctx, D, sizeof *t->place);
    if (!t->at || !t->lead || !t->vote || !t->npmi || !t->share || !t->strong || !t->place)
        return BK_ENOMEM;
    t->number = t->at + K;
    t->recovery = t->npmi + K;
    t->plane = t->npmi + 2 * K;
    return BK_OK;
}

/* Who waits no longer gets what there is: topics without their recovery. */
static bk_status refit(bk__themes *t, const bk_csr *A, const bk_topic_opts *opts)
{
    bk_study *s = t->s;
    bk__fit_begin(s->ctx);
    bk_status st = bk_topic_recovery(s->ctx, t->recovery, t->topic, A, opts, t->refits);
    bool given_up = st == BK_ECANCEL && bk__stop_asked(s->ctx);
    bk__fit_end(s->ctx, given_up);
    if (!given_up)
        return st;
    bk__log(s->ctx, BK_LOG_WARN, "the refits were stopped: nothing is said of recovery");
    t->refits = 0;
    s->stopped = true;
    return BK_OK;
}

/* What is asked of the model as a whole. */
static bk_status ask(bk__themes *t, const bk_csr *A, const bk_topic_opts *opts)
{
    bk_study *s = t->s;
    const bk_theme_opts *theme = &s->opts.theme;
    bk_status st;
    t->refits =
        s->stopped || t->from ? 0 : theme->refits; /* who waits no longer gets what there is */
    BK__TRY(st, bk_csr_transpose(s->ctx, &t->articles, &t->counts), done);
    BK__TRY(st, bk_topic_npmi(t->topic, &t->counts, BK__NAMED, t->npmi), done);
    BK__TRY(st, bk_topic_plane(s->ctx, t->plane, t->topic), done);
    BK__TRY(st, refit(t, A, opts), done);
    if (t->step > 1) /* of all articles, later */
        goto done;
    BK__TRY(st, bk_topic_places(s->ctx, t->place, t->topic, A, &t->counts, theme), done);
    BK__TRY(st, bk_topic_map(s->ctx, s->xy, &s->map, &t->weights, t->topic), done);
done:
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

static bk_status drop_grammar(bk__themes *t)
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
        if (t->weights.ptr)
            drop_entries(&t->weights, counts);
        drop_entries(&t->counts, counts);
    }
    bk__free(t->s->ctx, counts);
    return st;
}

/* Of the words of all articles those that the file's topics do not know. */
static double unknown_share(const bk__themes *t)
{
    const bk_csr *A = bk_vectorizer_counts(t->s->vectors);
    double unknown = 0, known = 0;
    for (int64_t i = 0; i < A->rows; i++)
        unknown += (double)t->s->unknown[i];
    for (int64_t p = 0; p < A->ptr[A->rows]; p++)
        known += (double)A->val[p];
    return known + unknown > 0 ? unknown / (known + unknown) : 0;
}

/* Topics of a file: their columns are the first of the study's. */
static bk_status start_from(bk__themes *t, bk_topic_opts *opts, bk_topic_model **wide)
{
    bk_study *s = t->s;
    const bk_topic_model *m = s->earlier.model;
    int64_t V = bk_topic_model_cols(m);
    if (opts->choose || opts->seed_file || opts->chains > 1)
        return bk__fail(s->ctx, BK_EINVAL, opts->model_file ? "model" : "update",
                        "topics of a file take no --choose, no --seeds and no --chains");
    if (opts->update_file && opts->batch > 0 && strcmp(bk_topic_model_method(m), "kmeans") != 0)
        return bk__fail(s->ctx, BK_EINVAL, "update",
                        "--topic-batch does nothing beside topics of %s: it is for those of kmeans",
                        bk_topic_model_method(m));
    uint32_t *column = bk__alloc_array(s->ctx, (size_t)V + 1, sizeof *column);
    if (!column)
        return BK_ENOMEM;
    for (int64_t c = 0; c < V; c++)
        column[c] = (uint32_t)c;
    bk_status st =
        bk_topic_model_map(s->ctx, wide, m, column, bk_vectorizer_counts(s->vectors)->cols, NULL);
    bk__free(s->ctx, column);
    if (opts->update_file && opts->topics > 0 && opts->topics < bk_topic_model_count(m))
        bk__log(s->ctx, BK_LOG_WARN, "--topics %d has no effect: all %d topics of the file go on",
                opts->topics, bk_topic_model_count(m));
    opts->method = bk_topic_model_method(m);
    opts->from = t->from = *wide;
    opts->frozen = t->frozen = opts->model_file != NULL;
    return st;
}

/* The topics by their numbers, for a file. */
static bk_status keep(bk__themes *t)
{
    bk_study *s = t->s;
    bk_topic_model *m = NULL;
    bk_topic_model_free(s->kept);
    s->kept = NULL;
    if (t->K == 0)
        return BK_OK;
    bk_status st = bk_topic_keep(bk__themes_fitted(t), &m);
    if (st != BK_OK)
        return st;
    st = bk__topic_model_order(s->ctx, &s->kept, m, t->at, t->K, (double)t->step);
    bk_topic_model_free(m);
    return st;
}

/* How the fit went. */
static bk_status add_fit(bk__themes *t)
{
    bk_study *s = t->s;
    bk_topic_state at = bk_topic_at(t->topic);
    int64_t articles = 0;
    for (int64_t i = 0; i < t->counts.rows; i++)
        articles += t->counts.ptr[i + 1] > t->counts.ptr[i];
    const char *ended = t->frozen                  ? "applied"
                        : at.stopped               ? "stopped"
                        : at.sweeps < (int)at.most ? "converged"
                                                   : "sweeps";
    const char *from = t->frozen     ? "model"
                       : t->from     ? "update"
                       : t->step > 1 ? "sample"
                                     : "articles";
    bk_cell row[TFI_N] = {
        [TFI_METHOD] = BK_CELL_STR(bk__str(at.method)),
        [TFI_TOPICS] = BK_CELL_INT(bk_topic_count(t->topic)),
        [TFI_ARTICLES] = BK_CELL_INT(articles),
        [TFI_FROM] = BK_CELL_STR(bk__str(from)),
        [TFI_SWEEPS] = BK_CELL_INT(at.sweeps),
        [TFI_MOST] = BK_CELL_INT(s->opts.topic.max_iter),
        [TFI_ENDED] = BK_CELL_STR(bk__str(ended)),
        [TFI_MEASURE] = BK_CELL_STR(bk__str(at.measure)),
        [TFI_UNKNOWN] = s->unknown ? BK_CELL_REAL(unknown_share(t)) : BK_CELL_NULL,
        [TFI_VALUE] = isfinite(at.value) ? BK_CELL_REAL(at.value) : BK_CELL_NULL,
    };
    s->stopped = at.stopped;
    if (bk_topic_count(t->topic) < s->opts.topic.topics && !t->frozen && !s->opts.topic.choose)
        bk__log(
            s->ctx, BK_LOG_WARN,
            "%d of %d topics: one that no article is of is left out; articles with a term: %lld",
            bk_topic_count(t->topic), s->opts.topic.topics, (long long)articles);
    if (at.stopped && at.chains > 1)
        bk__log(s->ctx, BK_LOG_WARN,
                "topics were stopped: they come from %d of %d chains, one of %d sweeps, "
                "%s %g",
                at.chain, at.chains, at.sweeps, at.measure, at.value);
    else if (at.stopped)
        bk__log(s->ctx, BK_LOG_WARN, "topics were stopped after %d of at most %d sweeps: %s %g",
                at.sweeps, s->opts.topic.max_iter, at.measure, at.value);
    return bk__study_add(s, T_TOPIC_FIT, row);
}

/* Leads of repeats, or a sample. */
static bk_status rows(const bk__themes *t, const bk_csr *A, bk_csr *out)
{
    return t->step > 1 ? bk__topic_sample_rows(t->s, out, A, t->step)
                       : bk__study_lead_rows(t->s, A, out);
}

/* The map of the sample; none, and it is said, where the budget does not hold it. */
static bk_status sample_map(bk__themes *t, bk__atlas **map)
{
    bk_study *s = t->s;
    bk_status st = BK_OK;
    *map = NULL;
    if (!t->weights.ptr) {
        st = rows(t, bk_vectorizer_weights(s->vectors), &t->weights);
        if (st == BK_OK)
            st = drop_grammar(t);
    }
    if (st == BK_OK)
        st = bk__atlas_new(s->ctx, map, &s->map, &t->weights, t->topic);
    if (st != BK_ENOMEM)
        return st;
    bk__log(s->ctx, BK_LOG_WARN, "--memory does not hold a map of the articles: there is none");
    s->map = (bk_svd_quality){0};
    bk__free(s->ctx, s->xy);
    s->xy = NULL;
    return BK_OK;
}

/* The topics of the sample for all articles. What only the fit needed goes first. */
static bk_status place_all(bk__themes *t)
{
    bk_study *s = t->s;
    bk_topic_model *m;
    bk__atlas *map = NULL;
    double *docs = NULL;
    bk_status st = bk_topic_keep(t->topic, &m);
    if (st != BK_OK)
        return st;
    bk__topic_settle(t->topic);
    bk__log(s->ctx, BK_LOG_WARN,
            "--memory does not hold a fit to %lld articles: topics are those of one in %lld; all "
            "articles have shares of them",
            (long long)s->D, (long long)t->step);
    st = sample_map(t, &map);
    if (st == BK_OK)
        st = bk__topic_sample_place(t, m, map, &docs);
    bk__atlas_free(map);
    bk_topic_model_free(m);
    if (st == BK_OK) {
        t->fitted = t->topic;
        st = bk__topic_placed(&t->topic, t->fitted, s->D, docs);
    }
    return st;
}

static bk_status model(bk__themes *t)
{
    bk_study *s = t->s;
    bk_topic_opts opts = s->opts.topic;
    bk_status st = BK_OK;
    if (s->earlier.model)
        BK__TRY(st, start_from(t, &opts, &t->wide), done);
    t->by_counts = strcmp(opts.method, "lda") == 0;
    const bk_csr *A = t->by_counts ? &t->counts : &t->weights;
    t->step = bk__topic_sample_step(s, &opts);
    if (t->step == 1 || !t->by_counts)
        BK__TRY(st, rows(t, bk_vectorizer_weights(s->vectors), &t->weights), done);
    BK__TRY(st, rows(t, bk_vectorizer_counts(s->vectors), &t->counts), done);
    BK__TRY(st, drop_grammar(t), done);
    if (t->step > 1)
        bk__vectorizer_pass(s->vectors);
    if (opts.seed_file) {
        BK__TRY(st,
                bk__seeds_load(s->ctx, &t->seeds, opts.seed_file, bk_vectorizer_vocab(s->vectors),
                               s->corpus, &s->vectors->opts),
                done);
        opts.seed = t->seeds.seed;
        opts.seeds = t->seeds.n;
    }
    if (opts.choose)
        BK__TRY(st, bk__fill_topic_choice(t, &opts, A), done);
    BK__TRY(st, bk_topic_new(s->ctx, &t->topic, A, &opts), done);
    BK__TRY(st, bk_topic_fit_with(t->topic, &s->opts.topic_run), done);
    BK__TRY(st, add_fit(t), done);
    t->K = bk_topic_count(t->topic);
    BK__TRY(st, make_room(t), done);
    BK__TRY(st, ask(t, A, &opts), done);
    if (t->step > 1)
        BK__TRY(st, place_all(t), done);
    t->docs = bk_topic_docs(t->topic);
    BK__TRY(st, number(t), done);
    strongest(t);
    BK__TRY(st, keep(t), done);
    for (int64_t i = 0; i < s->D && t->step == 1; i++)
        if (t->lead[i] != i)
            memcpy(s->xy + 2 * i, s->xy + 2 * (int64_t)t->lead[i], 2 * sizeof *s->xy);
done:
    return st;
}

static bk_status fill(bk__themes *t)
{
    bk_status st;
    BK__TRY(st, bk__fill_topic_shares(t), done);
    BK__TRY(st, bk__fill_topic_terms(t), done);
    BK__TRY(st, bk__fill_topic_moves(t), done);
    BK__TRY(st, bk__fill_topic_examples(t), done);
    BK__TRY(st, bk__fill_topic_places(t), done);
    BK__TRY(st, bk__fill_topic_effects(t), done);
    BK__TRY(st, bk__fill_topic_contrast(t), done);
    BK__TRY(st, bk__export_topics(t), done);
done:
    return st;
}

static void clear(bk__themes *t)
{
    bk_ctx *ctx = t->s->ctx;
    bk__labels_close(&t->labels);
    bk_topic_free(t->topic);
    bk_topic_free(t->fitted);
    bk_topic_model_free(t->wide);
    bk__seeds_clear(&t->seeds);
    bk_csr_free(ctx, &t->weights);
    bk_csr_free(ctx, &t->counts);
    bk_csr_free(ctx, &t->articles);
    bk__free(ctx, t->at);
    bk__free(ctx, t->lead);
    bk__free(ctx, t->vote);
    bk__free(ctx, t->npmi);
    bk__free(ctx, t->share);
    bk__free(ctx, t->strong);
    bk__free(ctx, t->place);
}

bk_status bk__fill_topics(bk_study *s)
{
    bk__themes t = {.s = s};
    const bk_csr *A = bk_vectorizer_weights(s->vectors);
    bk_status st = BK_OK;
    const bk_topic_opts *o = &s->opts.topic;
    if ((o->model_file || o->update_file) && !s->earlier.model)
        return bk__fail(s->ctx, BK_EINVAL, o->model_file ? "model" : "update",
                        "needs the articles themselves, not vectors of theirs");
    if (s->opts.theme.contrast) { /* before the fit */
        int32_t a, b;
        st = bk__contrast_outlets(s, &a, &b);
    }
    for (bk__tab k = T_TOPICS; k <= T_TOPIC_FIT && st == BK_OK; k++)
        if (k != T_TOPIC_TONE)
            st = bk__study_fresh(s, k);
    bk__free(s->ctx, s->topic);
    bk__free(s->ctx, s->xy);
    s->map = (bk_svd_quality){0};
    s->topic = bk__alloc_array(s->ctx, (size_t)s->D + 1, sizeof *s->topic);
    s->xy = bk__calloc(s->ctx, 2 * (size_t)s->D + 1, sizeof *s->xy);
    if (!s->topic || !s->xy)
        return BK_ENOMEM;
    for (int64_t i = 0; i < s->D; i++)
        s->topic[i] = -1;
    s->topics = 0;
    if (st == BK_OK && A->ptr[A->rows] == 0 && !s->earlier.model) {
        bk__log(s->ctx, BK_LOG_WARN, "no article has a term: there are no topics");
    } else if (st == BK_OK) {
        st = bk__labels_open(s->ctx, &t.labels, &s->source);
        if (st == BK_OK)
            st = model(&t);
        if (st == BK_OK)
            st = fill(&t);
        s->topics = t.K;
    }
    clear(&t);
    return st;
}
