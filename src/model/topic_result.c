/* topic_result.c - what a fit gives: terms and shares, scaled and ordered.
 *
 * The factors of a model become shares: each topic's terms are divided by their sum, which moves
 * into the articles; each article's topics are divided by theirs. Least squares give an article to
 * the topics of its few heaviest words, so those of nmf (and of lsa) are replaced by the shares
 * that make all its words likeliest (topic_apply.c): then they are of the same kind as other
 * methods' and as those of later articles, and agree better with what people say
 * (benchmarks/results). Topics are ordered by the sum of their shares, the largest first; one
 * without any term or article is left out. Done where it lies: 8 (D + V) K bytes. */
#include <string.h>

#include "base/topk.h"
#include "matrix/csr.h"
#include "model/topic_model.h"

/* Of the model's topics; [K] each. */
typedef struct sums {
    double *share;  /* over the articles; 0 where a topic has no term or no article */
    double *square; /* of the unscaled docs */
    double *prior, *row;
} sums;

void bk__topic_scale(double *terms, double *docs, double *row, double *square, int K, int64_t V,
                     int64_t D)
{
    for (int k = 0; k < K; k++) {
        double sum = 0;
        for (int64_t c = 0; c < V; c++)
            sum += terms[k * V + c];
        for (int64_t c = 0; c < V && sum > 0; c++)
            terms[k * V + c] /= sum;
        row[k] = sum;
    }
    for (int64_t i = 0; i < D; i++) {
        double sum = 0;
        for (int k = 0; k < K; k++)
            sum += docs[i * K + k] *= row[k];
        for (int k = 0; k < K && sum > 0; k++) {
            if (square)
                square[k] += docs[i * K + k] * docs[i * K + k];
            docs[i * K + k] /= sum;
        }
    }
}

static void add_shares(const bk_topic *t, double *share)
{
    for (int64_t i = 0; i < t->A->rows; i++)
        for (int k = 0; k < t->K; k++)
            share[k] += t->docs[i * t->K + k];
}

/* The topics best[0 .. kept), in that order. */
static void order(bk_topic *t, double *terms, const bk__scored *best, int kept, const sums *s)
{
    int64_t V = t->A->cols, D = t->A->rows;
    for (int k = 0; k < kept; k++)
        memcpy(t->terms + k * V, terms + (int64_t)best[k].id * V, (size_t)V * sizeof *terms);
    for (int64_t i = 0; i < D; i++) { /* to the front: what is overwritten was read */
        memcpy(s->row, t->docs + i * t->K, (size_t)t->K * sizeof *s->row);
        for (int k = 0; k < kept; k++)
            t->docs[i * kept + k] = s->row[best[k].id];
    }
    if (t->cosine)
        memcpy(s->row, t->cosine, (size_t)t->K * sizeof *s->row);
    for (int k = 0; k < kept; k++) {
        t->seed_of[k] = (int)best[k].id < t->opts.seeds ? (int)best[k].id : -1;
        t->prior[k] = s->prior[best[k].id];
        t->square[k] = s->square[best[k].id];
        if (t->cosine)
            t->cosine[k] = s->row[best[k].id];
    }
    t->K = kept;
}

static int ranked(const bk_topic *t, const double *share, bk__scored *heap)
{
    bk__topk best;
    if (t->opts.from) { /* numbers stay */
        for (int k = 0; k < t->K; k++)
            heap[k] = (bk__scored){0, (uint32_t)k};
        return t->K;
    }
    bk__topk_init(&best, heap, (size_t)t->K + 1);
    for (int k = 0; k < t->K; k++)
        if (share[k] > 0)
            bk__topk_push(&best, share[k], (uint32_t)k);
    return (int)bk__topk_sort(&best);
}

static bool make_room(bk_topic *t)
{
    size_t K = (size_t)t->K, V = (size_t)t->A->cols, D = (size_t)t->A->rows;
    t->terms = bk__calloc(t->ctx, V, K * sizeof *t->terms);
    t->docs = bk__calloc(t->ctx, D, K * sizeof *t->docs);
    t->seed_of = bk__alloc_array(t->ctx, K + 1, sizeof *t->seed_of);
    t->prior = bk__calloc(t->ctx, K + 1, sizeof *t->prior);
    t->square = bk__calloc(t->ctx, K + 1, sizeof *t->square);
    t->common = bk__calloc(t->ctx, V + 1, sizeof *t->common);
    return t->terms && t->docs && t->seed_of && t->prior && t->square && t->common;
}

void bk__topic_clear(bk_topic *t)
{
    if (t->borrows)
        t->terms = t->common = NULL;
    void *all[] = {t->terms, t->docs, t->seed_of, t->prior, t->square, t->common};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(t->ctx, all[i]);
    t->terms = t->docs = t->prior = t->square = t->common = NULL;
    t->seed_of = NULL;
}

static bk_status write(bk_topic *t, double *terms, double *prior)
{
    if (t->K == 0)
        return BK_OK;
    if (t->opts.frozen)
        return bk__topic_write_frozen(t, terms, prior);
    if (t->chain_terms) {
        bk__topic_write_chains(t, terms, prior);
        return BK_OK;
    }
    t->way->write(t, terms, t->docs);
    if (t->way->prior)
        t->way->prior(t, prior);
    return BK_OK;
}

/* Of the articles, and of those behind a model as far as they count. */
static void add_common(bk_topic *t)
{
    const bk_topic_model *from = t->opts.from;
    double kept = t->opts.frozen ? 1 : t->opts.memory;
    for (int64_t c = 0; from && c < t->A->cols; c++)
        t->common[c] = kept * from->common[c];
    for (int64_t p = 0; !t->opts.frozen && p < bk__csr_n(t->A); p++)
        t->common[t->A->col[p]] += (double)t->A->val[p];
}

bk_status bk__topic_finish(bk_topic *t)
{
    size_t K = (size_t)t->K, V = (size_t)t->A->cols;
    double *terms = bk__calloc(t->ctx, V, K * sizeof *terms);
    double *rows = bk__calloc(t->ctx, 4 * K + 1, sizeof *rows);
    bk__scored *heap = bk__alloc_array(t->ctx, K + 1, sizeof *heap);
    bk_status st = terms && rows && heap && make_room(t) ? BK_OK : BK_ENOMEM;
    if (st == BK_OK) {
        const sums s = {rows, rows + K, rows + 2 * K, rows + 3 * K};
        st = write(t, terms, s.prior);
        if (st == BK_OK) {
            bk__topic_scale(terms, t->docs, s.row, s.square, t->K, t->A->cols, t->A->rows);
            if (t->way->folds && t->K > 0 && !t->opts.frozen)
                st = bk__topic_fold(t, terms);
        }
        if (st == BK_OK) {
            add_shares(t, s.share);
            order(t, terms, heap, ranked(t, s.share, heap), &s);
            add_common(t);
        }
    }
    if (st != BK_OK) /* another step may try again */
        bk__topic_clear(t);
    bk__free(t->ctx, terms);
    bk__free(t->ctx, rows);
    bk__free(t->ctx, heap);
    t->done = st == BK_OK;
    return t->done ? BK_END : st;
}

/* ---- reading -------------------------------------------------------------------------------- */
int bk_topic_top(const bk_topic *t, int k, uint32_t *col, double *weight, int n)
{
    int have = 0;
    if (!t->done || k < 0 || k >= t->K)
        return 0;
    const double *row = t->terms + k * t->A->cols;
    for (int64_t c = 0; c < t->A->cols; c++) {
        if (!(row[c] > 0) || (have == n && (n == 0 || row[c] <= weight[n - 1])))
            continue;
        int i = have < n ? have++ : n - 1;
        for (; i > 0 && weight[i - 1] < row[c]; i--) {
            weight[i] = weight[i - 1];
            col[i] = col[i - 1];
        }
        weight[i] = row[c];
        col[i] = (uint32_t)c;
    }
    return have;
}

int bk_topic_count(const bk_topic *t)
{
    return t->K;
}

int bk_topic_seed_of(const bk_topic *t, int k)
{
    return t->done && k >= 0 && k < t->K ? t->seed_of[k] : -1;
}

double bk_topic_chain_cosine(const bk_topic *t, int k)
{
    return t->done && t->cosine && k >= 0 && k < t->K ? t->cosine[k] : NAN;
}

const double *bk_topic_terms(const bk_topic *t)
{
    return t->terms;
}

const double *bk_topic_docs(const bk_topic *t)
{
    return t->docs;
}
