/* pairs.c - pairs of neighbouring words: which belong together, and joining them to one.
 *
 * A pair's table of two by two counts pairs: how often the first word is in front of any, the
 * second behind any. In the order of bytes "a b" comes behind "a" and before every longer word that
 * begins so: the rank of a joined word is known from that of its first one. */
#include "vector/pairs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/par.h"
#include "vector/grams.h"

static const double SURE = 10.83; /* G2: chi2 with one degree of freedom of 0.001 */

/* Those with `least` occurrences and more than expected. */
static void choose(bk__pairs *p, const bk__gram *gram, uint32_t n, const uint64_t *in_front,
                   const uint64_t *behind, uint64_t all, uint64_t least)
{
    for (uint32_t i = 0; i < n; i++) {
        const bk__gram *g = &gram[i];
        bk__pair x = {.first = g->prefix,
                      .second = g->word - 1,
                      .df = g->df,
                      .count = g->tf,
                      .in_front = in_front[g->prefix],
                      .behind = behind[g->word - 1]};
        if (x.count < least)
            continue;
        x.association =
            bk_stat_association((double)x.count, (double)x.in_front, (double)x.behind, (double)all);
        if (x.association.g2 > 0)
            p->at[p->n++] = x;
    }
}

bk_status bk__pairs_find(bk__counted *k, bk__pairs *p, int least)
{
    bk_ctx *ctx = k->ctx;
    bk__gram *gram = NULL;
    uint32_t n = 0;
    uint64_t *front = NULL, *behind = NULL, all = 0;
    *p = (bk__pairs){.ctx = ctx};
    bk_status st = bk__gram_pairs(k, &gram, &n);
    if (st != BK_OK)
        return st;
    front = bk__calloc(ctx, k->n, sizeof *front);
    behind = bk__calloc(ctx, k->n, sizeof *behind);
    p->at = bk__alloc_array(ctx, n, sizeof *p->at);
    st = front && behind && p->at ? BK_OK : BK_ENOMEM;
    for (uint32_t i = 0; i < n && st == BK_OK; i++) {
        front[gram[i].prefix] += gram[i].tf;
        behind[gram[i].word - 1] += gram[i].tf;
        all += gram[i].tf;
    }
    if (st == BK_OK)
        choose(p, gram, n, front, behind, all, (uint64_t)least);
    bk__free(ctx, gram);
    bk__free(ctx, front);
    bk__free(ctx, behind);
    return st;
}

bk_status bk__pair_spell(const bk__counted *k, uint32_t first, uint32_t second, bk__buf *out)
{
    bk_status st;
    BK__TRY(st, bk__buf_add(out, k->term[first]), done);
    BK__TRY(st, bk__buf_byte(out, ' '), done);
    st = bk__buf_add(out, k->term[second]);
done:
    return st;
}

uint32_t bk__pair_of(const bk__pair *pair, const uint32_t *from, uint32_t first, uint32_t second)
{
    for (uint32_t low = from[first], high = from[first + 1]; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        if (pair[middle].second == second)
            return middle;
        if (pair[middle].second < second)
            low = middle + 1;
        else
            high = middle;
    }
    return BK__NONE;
}

bk_status bk__pairs_from(bk__pairs *p, uint32_t words)
{
    p->from = bk__calloc(p->ctx, (size_t)words + 1, sizeof *p->from);
    if (!p->from)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < p->n; i++)
        p->from[p->at[i].first + 1]++;
    for (uint32_t i = 0; i < words; i++)
        p->from[i + 1] += p->from[i];
    return BK_OK;
}

void bk__pairs_clear(bk__pairs *p)
{
    if (p->ctx) {
        bk__free(p->ctx, p->at);
        bk__free(p->ctx, p->from);
    }
    *p = (bk__pairs){.ctx = p->ctx};
}

/* ---- joining --------------------------------------------------------------------------------- */
typedef struct joining {
    bk__counted *k;
    const bk__pair *pair; /* [n] */
    uint32_t words;       /* before */
    const uint32_t *from; /* [words + 1] the first pair that begins with each word */
} joining;

static bk_status join_chunk(void *user, int64_t number, int worker)
{
    const joining *j = user;
    bk__chunk *c = &j->k->chunk[number];
    uint32_t *to = c->at, *p = c->at;
    (void)worker;
    c->worker = 0;
    for (int64_t r = 0; r < c->rows; r++) {
        for (uint32_t *end = c->at + c->end[r]; p < end; p++) {
            bool two = *p != BK__BREAK && p + 1 < end && p[1] != BK__BREAK;
            uint32_t which = two ? bk__pair_of(j->pair, j->from, p[0], p[1]) : BK__NONE;
            *to++ = which == BK__NONE ? *p : j->words + which;
            p += which != BK__NONE;
        }
        c->end[r] = (uint32_t)(to - c->at);
    }
    return BK_OK;
}

/* The pairs become words; every word gets its new rank. */
static bk_status add_words(const joining *j, uint32_t n)
{
    bk__counted *k = j->k;
    bk_ctx *ctx = k->ctx;
    uint32_t *rank = bk__alloc_array(ctx, (size_t)j->words + n, sizeof *rank);
    bk_str *term = bk__alloc_array(ctx, (size_t)j->words + n, sizeof *term);
    bk__buf bytes;
    bk_status st = rank && term ? BK_OK : BK_ENOMEM;
    size_t sum = 0;
    bk__buf_init(&bytes, ctx);
    for (uint32_t i = 0; i < n; i++)
        sum += k->term[j->pair[i].first].n + 1 + k->term[j->pair[i].second].n;
    for (uint32_t i = 0; i < j->words; i++)
        sum += k->term[i].n;
    if (st == BK_OK)
        st = bk__buf_reserve(&bytes, sum + 1); /* from here on it lies still */
    for (uint32_t i = 0; i < j->words && st == BK_OK; i++) {
        size_t begin = bytes.n;
        st = bk__buf_add(&bytes, k->term[i]);
        rank[i] = i + j->from[i];
        term[rank[i]] = (bk_str){bytes.p + begin, k->term[i].n};
    }
    for (uint32_t i = 0; i < n && st == BK_OK; i++) {
        size_t begin = bytes.n;
        st = bk__pair_spell(k, j->pair[i].first, j->pair[i].second, &bytes);
        rank[j->words + i] = j->pair[i].first + 1 + i;
        term[rank[j->words + i]] = (bk_str){bytes.p + begin, bytes.n - begin};
    }
    if (st != BK_OK) {
        bk__free(ctx, rank);
        bk__free(ctx, term);
        bk__buf_clear(&bytes);
        return st;
    }
    for (int64_t w = 0; w < k->workers; w++) {
        bk__free(ctx, k->of_worker[w]);
        k->of_worker[w] = w == 0 ? rank : NULL;
        k->n_of_worker[w] = w == 0 ? j->words + n : 0;
    }
    bk__free(ctx, k->term);
    bk__free(ctx, k->bytes);
    k->term = term;
    k->bytes = bytes.p;
    k->n = j->words + n;
    return BK_OK;
}

static bk_status keep(bk__pairs *p, const bk__counted *k, double npmi, const bk_vocab *joined)
{
    uint32_t n = 0;
    bk__buf bytes;
    bk_status st = BK_OK;
    bk__buf_init(&bytes, p->ctx);
    for (uint32_t i = 0; i < p->n && st == BK_OK; i++) {
        const bk__pair *x = &p->at[i];
        bool fine = x->association.npmi >= npmi && x->association.g2 >= SURE;
        if (joined) {
            bytes.n = 0;
            st = bk__pair_spell(k, x->first, x->second, &bytes);
            fine = st == BK_OK && bk_vocab_find(joined, bk__buf_str(&bytes)) != BK__NONE;
        }
        if (fine)
            p->at[n++] = *x;
    }
    p->n = n;
    bk__buf_clear(&bytes);
    return st;
}

bk_status bk__pairs_join(bk__counted *k, const bk_vectorizer_opts *opts, const bk_vocab *joined)
{
    bk__pairs p = {.at = NULL};
    joining j = {.k = k, .words = k->n};
    bk_status st;
    BK__TRY(st, bk__pairs_find(k, &p, joined ? 0 : opts->collocation_min), done);
    BK__TRY(st, keep(&p, k, opts->join_collocations, joined), done);
    j.pair = p.at;
    BK__TRY(st, bk__pairs_from(&p, j.words), done);
    j.from = p.from;
    BK__TRY(st, bk__par_for(k->ctx, NULL, k->chunks, join_chunk, &j), done);
    st = add_words(&j, p.n);
done:
    bk__pairs_clear(&p);
    return st;
}
