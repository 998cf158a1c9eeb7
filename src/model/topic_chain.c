/* topic_chain.c - fits from several starts: matched and averaged, or the best of them.
 *
 * One chain after the other, each with random streams of its own. Its topics, scaled, are assigned
 * to those of the mean so far (bk_topic_match) and added: samples of one posterior. Of a way that
 * `picks`, whose chains end in optima of their own, the one of the least objective stays (of equal
 * ones the first) and the others only say whether its topics come again: a mean of optima is none.
 * Asked to stop, the chain that runs is left out, unless it is the first. Workspace: 16 (D + V) K
 * bytes. */
#include <string.h>

#include <bingkai/theme.h>

#include "model/topic.h"

static bk_status make_room(bk_topic *t)
{
    size_t K = (size_t)t->K, V = (size_t)t->A->cols, D = (size_t)t->A->rows;
    if (t->chain_terms)
        return BK_OK;
    t->chain_terms = bk__calloc(t->ctx, V, K * sizeof *t->chain_terms);
    t->chain_docs = bk__calloc(t->ctx, D, K * sizeof *t->chain_docs);
    t->cosine = bk__calloc(t->ctx, 2 * K + 1, sizeof *t->cosine); /* then the sum of priors */
    if (t->chain_terms && t->chain_docs && t->cosine)
        return BK_OK;
    bk__topic_chain_clear(t);
    return BK_ENOMEM;
}

void bk__topic_chain_clear(bk_topic *t)
{
    bk__free(t->ctx, t->chain_terms);
    bk__free(t->ctx, t->chain_docs);
    bk__free(t->ctx, t->cosine);
    t->chain_terms = t->chain_docs = t->cosine = NULL;
}

/* Topic k of the chain goes to partner[k]. */
static void add(bk_topic *t, const double *terms, const double *docs, const double *prior,
                const int *partner)
{
    int K = t->K;
    int64_t V = t->A->cols;
    for (int k = 0; k < K; k++) {
        const double *from = terms + partner[k] * V;
        for (int64_t c = 0; c < V; c++)
            t->chain_terms[k * V + c] += from[c];
        t->cosine[K + k] += prior[partner[k]];
    }
    for (int64_t i = 0; i < t->A->rows; i++)
        for (int k = 0; k < K; k++)
            t->chain_docs[i * K + k] += docs[i * K + partner[k]];
}

/* The chain stays instead of the one so far; what its topics' partners had is theirs. */
static void replace(bk_topic *t, const double *terms, const double *docs, const int *partner,
                    double *room)
{
    size_t K = (size_t)t->K;
    memcpy(room, t->cosine, K * sizeof *room);
    for (size_t k = 0; k < K; k++)
        t->cosine[partner[k]] = room[k];
    memcpy(t->chain_terms, terms, (size_t)t->A->cols * K * sizeof *terms);
    memcpy(t->chain_docs, docs, (size_t)t->A->rows * K * sizeof *docs);
}

/* Does the running chain count more than those before? */
static bool is_best(const bk_topic *t)
{
    return t->chain == 0 || !t->way->picks || t->objective < t->chain_objective;
}

/* The running chain to the sums. */
static bk_status harvest(bk_topic *t)
{
    size_t K = (size_t)t->K, V = (size_t)t->A->cols, D = (size_t)t->A->rows;
    double *terms = bk__calloc(t->ctx, V, K * sizeof *terms);
    double *docs = bk__calloc(t->ctx, D, K * sizeof *docs);
    double *rows = bk__calloc(t->ctx, 2 * K + 1, sizeof *rows);
    int *partner = bk__calloc(t->ctx, K + 1, sizeof *partner);
    bk_status st = terms && docs && rows && partner ? make_room(t) : BK_ENOMEM;
    if (st == BK_OK) {
        t->way->write(t, terms, docs);
        if (t->way->prior)
            t->way->prior(t, rows + K);
        bk__topic_scale(terms, docs, rows, NULL, t->K, t->A->cols, t->A->rows);
        for (int k = 0; k < t->K; k++)
            partner[k] = k;
        if (t->chain > 0)
            st = bk_topic_match(t->ctx, partner, rows, t->chain_terms, t->K, terms, t->K,
                                t->A->cols);
        for (int k = 0; k < t->K && t->chain > 0 && st == BK_OK; k++)
            t->cosine[k] += rows[k];
        if (st == BK_OK && !t->way->picks)
            add(t, terms, docs, rows + K, partner);
        else if (st == BK_OK && is_best(t))
            replace(t, terms, docs, partner, rows);
    }
    bk__free(t->ctx, terms);
    bk__free(t->ctx, docs);
    bk__free(t->ctx, rows);
    bk__free(t->ctx, partner);
    return st;
}

bk_status bk__topic_chain_next(bk_topic *t, bool *more)
{
    bk_status st = BK_OK;
    *more = false;
    if (!t->stopping || t->chain == 0) {
        st = harvest(t);
        if (st != BK_OK)
            return st;
        if (is_best(t)) {
            t->chain_sweeps = t->sweeps;
            t->chain_objective = t->objective;
        }
        t->chain++;
    }
    if (t->stopping || t->chain >= t->opts.chains) { /* one that was left out is not told of */
        t->starting = false;
        t->sweeps = t->chain_sweeps;
        t->objective = t->chain_objective;
        return BK_OK;
    }
    bk__topic_end(t);
    t->sweeps = 0;
    t->objective = 0;
    *more = true;
    return t->way->start(t);
}

void bk__topic_write_chains(bk_topic *t, double *terms, double *prior)
{
    size_t K = (size_t)t->K, V = (size_t)t->A->cols, D = (size_t)t->A->rows;
    int others = t->chain - 1;
    memcpy(terms, t->chain_terms, K * V * sizeof *terms);
    memcpy(t->docs, t->chain_docs, K * D * sizeof *terms);
    for (int k = 0; k < t->K; k++)
        prior[k] = t->cosine[t->K + k] / t->chain;
    for (int k = 0; k < t->K; k++)
        t->cosine[k] = others > 0 ? t->cosine[k] / others : NAN;
}

bk_status bk__topic_chain_state(bk_topic *t, bk__topic_parts *p)
{
    size_t K = (size_t)t->K, V = (size_t)t->A->cols, D = (size_t)t->A->rows;
    bk_status st = t->chain > 0 ? make_room(t) : BK_OK;
    if (st != BK_OK || t->chain == 0)
        return st;
    BK__TRY(st, bk__topic_part(p, "chain.fit", BK__F64, &t->chain_objective, 1, 0), done);
    BK__TRY(st, bk__topic_part(p, "chain.terms", BK__F64, t->chain_terms, V * K, 0), done);
    BK__TRY(st, bk__topic_part(p, "chain.docs", BK__F64, t->chain_docs, D * K, 0), done);
    BK__TRY(st, bk__topic_part(p, "chain.cosine", BK__F64, t->cosine, 2 * K, 0), done);
done:
    return st;
}
