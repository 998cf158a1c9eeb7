/* topic.c - topics: options, the number of them, steps.
 *
 * K = round(cube root of the articles with a word), 1 to 100, where the caller leaves it open: 1 of
 * 1 article, 2 of 5, 4 of 60, 20 of 7,500, 36 of 45,000. */
#include "model/topic.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "matrix/csr.h"
#include "model/kmeans.h"
#include "model/topic_model.h"

static const char *const methods[] = {"nmf", "nmf-kl", "kmeans", "lda", "lsa", NULL};
static const bk__topic_way *const ways[] = {&bk__topic_nmf, &bk__topic_kl,  &bk__topic_kmeans,
                                            &bk__topic_lda, &bk__topic_lsa, NULL};
static const bk_opt topic_table[] = {
    {"topic-method", "How topics are found", "", BK_OPT_ENUM, offsetof(bk_topic_opts, method), 0, 0,
     0, "nmf", methods},
    {"topics", "Number of topics; 0 chooses by the number of articles", "N", BK_OPT_INT,
     offsetof(bk_topic_opts, topics), 0, 0, 1000, NULL, NULL},
    {"topic-iterations", "Stop after so many sweeps", "N", BK_OPT_INT,
     offsetof(bk_topic_opts, max_iter), 200, 1, 100000, NULL, NULL},
    {"topic-tolerance", "Stop once a sweep improves the fit by less than this share", "SHARE",
     BK_OPT_REAL, offsetof(bk_topic_opts, tol), 2e-5, 0, 1, NULL, NULL},
    {"topic-batch",
     "k-means of more than 16,384 articles: go through them by samples of so many, in less memory; "
     "0 takes all at once",
     "N", BK_OPT_INT, offsetof(bk_topic_opts, batch), 0, 0, 1e9, NULL, NULL},
    {"topic-alpha", "LDA: prior weight of each topic in an article", "N", BK_OPT_REAL,
     offsetof(bk_topic_opts, alpha), 0.1, 1e-4, 100, NULL, NULL},
    {"topic-beta", "LDA: prior weight of each term in a topic", "N", BK_OPT_REAL,
     offsetof(bk_topic_opts, beta), 0.01, 1e-4, 100, NULL, NULL},
    {"topic-optimise", "LDA: let alpha follow the counts, topic by topic", "", BK_OPT_BOOL,
     offsetof(bk_topic_opts, optimise), 1, 0, 1, NULL, NULL},
    {"seeds",
     "Words that topics are held to: a topic a line, as in name: word, word, wor*; a line that "
     "begins with # is a comment",
     "FILE", BK_OPT_STR, offsetof(bk_topic_opts, seed_file), 0, 0, 0, NULL, NULL},
    {"seed-strength", "How much the words of --seeds outweigh the articles", "SHARE", BK_OPT_REAL,
     offsetof(bk_topic_opts, seed_strength), 0.5, 0, 0.99, NULL, NULL},
    {"model",
     "Give articles their shares of the topics in a file of --save-model, which stay as they are; "
     "words and weights are as in the file",
     "FILE", BK_OPT_STR, offsetof(bk_topic_opts, model_file), 0, 0, 0, NULL, NULL},
    {"update",
     "Let the topics of a file of --save-model go on with these articles; they keep their numbers, "
     "--topics above theirs adds new ones",
     "FILE", BK_OPT_STR, offsetof(bk_topic_opts, update_file), 0, 0, 0, NULL, NULL},
    {"topic-memory", "With --update: how much the articles behind the file still count", "SHARE",
     BK_OPT_REAL, offsetof(bk_topic_opts, memory), 1, 0, 1, NULL, NULL},
    {"chains",
     "Fit so many times from random starts of their own; lda: match the topics and take their "
     "mean; kmeans: keep the best fit",
     "N", BK_OPT_INT, offsetof(bk_topic_opts, chains), 1, 1, 64, NULL, NULL},
    {"choose",
     "Fit up to eight numbers of topics and take the best, as in 5:100, whatever --topics says",
     "FROM:TO", BK_OPT_STR, offsetof(bk_topic_opts, choose), 0, 0, 0, NULL, NULL},
};

const bk_opt *bk_topic_opt_table(size_t *n)
{
    *n = sizeof topic_table / sizeof *topic_table;
    return topic_table;
}

const bk__topic_way *bk__topic_way_find(const char *method)
{
    for (size_t i = 0; ways[i]; i++)
        if (strcmp(method, ways[i]->name) == 0)
            return ways[i];
    return NULL;
}

/* Counts the rows with an entry; none may be below 0. */
static bk_status check(bk_topic *t)
{
    const bk_csr *A = t->A;
    bk_status st = bk_csr_check(t->ctx, A);
    for (int64_t i = 0; i < A->rows && st == BK_OK; i++) {
        bool full = false;
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++) {
            if (A->val[p] < 0)
                return bk__fail(t->ctx, BK_EINVAL, "A", "topics need weights of 0 or more");
            full = full || A->val[p] > 0;
        }
        t->full += full;
    }
    return st;
}

static bk_status check_from(const bk_topic *t)
{
    const bk_topic_model *from = t->opts.from;
    if (t->opts.chains > 1 && (!t->way->draws || from))
        return from ? bk__fail(t->ctx, BK_EINVAL, "chains",
                               "topics that go on from others have one start")
                    : bk__fail(t->ctx, BK_EINVAL, "chains",
                               "--topic-method %s has one start: several chains would be the same",
                               t->way->name);
    if (!from)
        return t->opts.frozen ? bk__fail(t->ctx, BK_EINVAL, "frozen", "there are no topics to keep")
                              : BK_OK;
    if (strcmp(bk_topic_model_method(from), t->way->name) != 0)
        return bk__fail(t->ctx, BK_EINVAL, "topic-method", "the topics are of %s, not of %s",
                        bk_topic_model_method(from), t->way->name);
    if (bk_topic_model_cols(from) != t->A->cols)
        return bk__fail(t->ctx, BK_ESHAPE, "from", "the topics are of other terms");
    if (t->way == &bk__topic_lsa && !t->opts.frozen)
        return bk__fail(t->ctx, BK_EINVAL, "update",
                        "topics of lsa cannot go on with other articles; --model gives those their "
                        "shares");
    if (t->opts.seeds > 0)
        return bk__fail(t->ctx, BK_EINVAL, "seeds", "topics that go on from others take no seeds");
    return BK_OK;
}

static bk_status check_seeds(const bk_topic *t)
{
    for (int s = 0; s < t->opts.seeds; s++) {
        if (t->opts.seed[s].n < 1)
            return bk__fail(t->ctx, BK_EINVAL, "seed", "seed %d has no term", s);
        for (int i = 0; i < t->opts.seed[s].n; i++)
            if (t->opts.seed[s].col[i] >= t->A->cols)
                return bk__fail(t->ctx, BK_ESHAPE, "seed", "seed %d names column %u of %lld", s,
                                t->opts.seed[s].col[i], (long long)t->A->cols);
    }
    if (t->opts.seeds > t->K)
        return bk__fail(t->ctx, BK_EINVAL, "seeds", "%d seeds do not fit into %d topic%s",
                        t->opts.seeds, t->K, t->K == 1 ? "" : "s");
    return BK_OK;
}

static int choose(const bk_topic *t)
{
    if (t->opts.from) {
        int old = bk_topic_model_count(t->opts.from);
        int more = t->opts.topics > old && !t->opts.frozen ? t->opts.topics - old : 0;
        return old + (more < t->full ? more : (int)t->full);
    }
    double free_choice = fmin(fmax(round(cbrt((double)t->full)), 1), 100);
    int64_t K = t->opts.topics > 0 ? t->opts.topics : (int64_t)free_choice;
    K = K < t->full ? K : t->full;
    return (int)(K < t->A->cols ? K : t->A->cols);
}

bk_status bk_topic_new(bk_ctx *ctx, bk_topic **out, const bk_csr *A, const bk_topic_opts *opts)
{
    bk_topic_opts o = BK_TOPIC_OPTS_INIT;
    size_t n;
    const bk_opt *table = bk_topic_opt_table(&n);
    *out = NULL;
    if (opts)
        o = *opts;
    bk_status st = bk_opt_check(ctx, table, n, &o, "bk_topic_opts");
    if (st != BK_OK)
        return st;
    bk_topic *t = bk__calloc(ctx, 1, sizeof *t);
    if (!t)
        return BK_ENOMEM;
    t->ctx = ctx;
    t->A = A;
    t->opts = o;
    t->way = bk__topic_way_find(o.method);
    BK__TRY(st, check(t), fail);
    BK__TRY(st, check_from(t), fail);
    t->K = choose(t);
    BK__TRY(st, check_seeds(t), fail);
    if (t->way == &bk__topic_kmeans && o.batch > 0 && o.batch < A->rows &&
        bk__kmeans_many(A->rows, t->K))
        t->way = &bk__topic_batches;
    if (!o.frozen && !t->way->rows)
        BK__TRY(st, bk_csr_transpose(ctx, &t->At, A), fail);
    if (t->K > 0 && !o.frozen)
        BK__TRY(st, t->way->start(t), fail);
    *out = t;
    return BK_OK;
fail:
    bk_topic_free(t);
    return st;
}

/* ---- steps ---------------------------------------------------------------------------------- */
static bool is_over(const bk_topic *t, double before, bk_status st)
{
    double fell = before - t->objective;
    bool still = !t->way->ends && t->sweeps > 1 &&
                 (t->opts.seeds > 0 ? fabs(fell) : fell) <= t->opts.tol * before;
    return still || st == BK_END || t->sweeps >= t->opts.max_iter;
}

/* The end, or of several chains the next one. */
static bk_status chain_over(bk_topic *t)
{
    bool more = false;
    bk_status st = BK_OK;
    if (t->opts.chains > 1) {
        t->stopped = t->stopping;
        st = bk__topic_chain_next(t, &more);
    }
    return st != BK_OK || more ? st : bk__topic_finish(t);
}

bk_status bk_topic_step(bk_topic *t, double *objective)
{
    double before = t->objective;
    bk_status st = BK_OK;
    if (objective)
        *objective = before;
    if (t->done)
        return BK_END;
    t->begun = true;
    if (t->K == 0 || t->opts.frozen)
        return bk__topic_finish(t);
    if (t->stopping && t->chain > 0)
        return chain_over(t);
    if (t->sweeps < t->opts.max_iter) {
        st = bk__cancelled(t->ctx);
        if (st == BK_OK)
            st = t->way->sweep(t, &t->objective);
        if (st != BK_OK && st != BK_END)
            return st;
        t->sweeps += !t->starting;
    }
    if (objective)
        *objective = t->objective;
    if (t->starting)
        return BK_OK;
    bool over = is_over(t, before, st);
    t->stopped = t->stopping && (!over || t->chain + 1 < t->opts.chains);
    return over || t->stopping ? chain_over(t) : BK_OK;
}

void bk_topic_stop(bk_topic *t)
{
    t->stopping = true;
}

bk_topic_state bk_topic_at(const bk_topic *t)
{
    uint64_t most = (uint64_t)t->opts.max_iter, before = most * (uint64_t)t->chain;
    bk_topic_state s = {.method = t->way->name,
                        .stage = t->starting ? "starting topics" : "topics",
                        .done = t->starting ? t->start_done : before + (uint64_t)t->sweeps,
                        .most = t->starting ? t->start_most : most * (uint64_t)t->opts.chains,
                        .sweeps = t->sweeps,
                        .chain = t->chain,
                        .chains = t->opts.chains,
                        .measure = t->way->measure,
                        .value = NAN,
                        .ended = t->done,
                        .stopped = t->done && t->stopped};
    if (t->sweeps > 0)
        s.value = t->way->value ? t->way->value(t->objective) : t->objective;
    return s;
}

void bk__topic_end(bk_topic *t)
{
    if (t->model)
        t->way->end(t);
    bk__free(t->ctx, t->model);
    t->model = NULL;
}

void bk_topic_free(bk_topic *t)
{
    if (!t)
        return;
    bk__topic_end(t);
    bk_csr_free(t->ctx, &t->At);
    bk__topic_clear(t);
    bk__topic_chain_clear(t);
    bk__free(t->ctx, t);
}
