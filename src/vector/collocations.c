/* collocations.c - pairs of words that belong together, for people: strongest first, each with the
 * first sentence that holds it. */
#include <stdlib.h>
#include <string.h>

#include "vector/grams.h"
#include "vector/pairs.h"

struct bk_collocations {
    bk_ctx *ctx;
    bk__arena strings;
    bk_collocation *at; /* [n] */
    size_t n;
};

static int by_words(const void *a, const void *b)
{
    const bk__pair *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->second > y->second) - (x->second < y->second);
}

static int by_g2(const void *a, const void *b)
{
    const bk__pair *x = a, *y = b;
    if (x->association.g2 != y->association.g2)
        return x->association.g2 > y->association.g2 ? -1 : 1;
    return by_words(a, b);
}

/* ---- examples -------------------------------------------------------------------------------- */
/* The first article that holds each pair, in the order of reading. */
static void find_articles(const bk__counted *k, const bk__pairs *p, int64_t *article)
{
    uint32_t left = p->n;
    for (uint32_t i = 0; i < p->n; i++)
        article[i] = -1;
    for (int64_t n = 0; n < k->chunks && left > 0; n++) {
        const bk__chunk *c = &k->chunk[n];
        const uint32_t *w = c->at;
        for (int64_t r = 0; r < c->rows; r++) {
            for (const uint32_t *end = c->at + c->end[r]; w < end; w++) {
                bool two = *w != BK__BREAK && w + 1 < end && w[1] != BK__BREAK;
                uint32_t i = two ? bk__pair_of(p->at, p->from, w[0], w[1]) : BK__NONE;
                if (i != BK__NONE && article[i] < 0) {
                    article[i] = k->first[n] + r;
                    left--;
                }
            }
        }
    }
}

/* A blank within a word is an underline where words are counted in their order. */
static bool is_word(bk_str term, bk_str word)
{
    bool same = term.n == word.n;
    for (size_t i = 0; i < term.n && same; i++)
        same = term.p[i] == word.p[i] || ((unsigned char)term.p[i] <= ' ' && word.p[i] == '_');
    return same;
}

static bool holds(const bk_analyzer *a, const bk_scan *scan, const bk_sentence *s, bk_str first,
                  bk_str second)
{
    bool before = false; /* the word before is the first one */
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        uint32_t form = scan->tokens[i].form;
        bk_str term = bk_analyzer_term(a, form);
        if (term.p && before && is_word(term, second))
            return true;
        if (term.p)
            before = is_word(term, first);
        else if (bk_analyzer_form(a, form)->kind == BK_KIND_PUNCT)
            before = false;
    }
    return false;
}

/* The sentence of an article, {NULL, 0} where none holds the pair. */
static bk_status sentence_of(bk_analyzer *a, const bk_article *article, bk_str first, bk_str second,
                             bk_str *out)
{
    const bk_scan *scan;
    bk_status st = bk_analyzer_run(a, article, &scan);
    *out = (bk_str){NULL, 0};
    for (uint32_t i = 0; st == BK_OK && i < scan->n_sentences && !out->p; i++) {
        const bk_sentence *s = &scan->sentences[i];
        bk_str field = s->field == BK_FIELD_TEXT ? article->text : article->title;
        if (holds(a, scan, s, first, second))
            *out = (bk_str){field.p + s->begin, s->end - s->begin};
    }
    return st;
}

/* ---- the list -------------------------------------------------------------------------------- */
typedef struct list {
    const bk__counted *k;
    const bk_corpus *corpus;
    bk_analyzer *analyzer; /* NULL: none reads (preset sklearn) */
    bk_collocations *out;
    bk__buf term, shown;
} list;

static bk_status give(list *l, const bk__pair *x, int64_t article)
{
    bk_collocations *out = l->out;
    bk_collocation *c = &out->at[out->n++];
    bk_str example = {NULL, 0};
    bk_status st;
    *c = (bk_collocation){.count = x->count,
                          .first = x->in_front,
                          .second = x->behind,
                          .df = x->df,
                          .association = x->association,
                          .article = article};
    l->term.n = 0;
    BK__TRY(st, bk__pair_spell(l->k, x->first, x->second, &l->term), done);
    BK__TRY(st, bk__shown_of(&l->k->shown, bk__buf_str(&l->term), &l->shown), done);
    BK__TRY(st, bk__arena_str(&out->strings, &c->term, bk__buf_str(&l->term)), done);
    BK__TRY(st, bk__arena_str(&out->strings, &c->shown, bk__buf_str(&l->shown)), done);
    if (l->analyzer)
        st = sentence_of(l->analyzer, bk_corpus_at(l->corpus, article), l->k->term[x->first],
                         l->k->term[x->second], &example);
    if (st == BK_OK && example.p)
        st = bk__arena_str(&out->strings, &c->example, example);
done:
    return st;
}

static bk_status list_pairs(list *l, bk__pairs *p, int most)
{
    bk_ctx *ctx = p->ctx;
    uint32_t n = most > 0 && (uint32_t)most < p->n ? (uint32_t)most : p->n;
    bk__pair *order = bk__alloc_array(ctx, n, sizeof *order);
    int64_t *article = bk__alloc_array(ctx, n, sizeof *article);
    l->out->at = bk__alloc_array(ctx, n, sizeof *l->out->at);
    bk_status st = order && article && l->out->at ? BK_OK : BK_ENOMEM;
    if (p->n > 0)
        qsort(p->at, p->n, sizeof *p->at, by_g2);
    p->n = n;
    if (st == BK_OK && n > 0) {
        memcpy(order, p->at, n * sizeof *order);
        qsort(p->at, n, sizeof *p->at, by_words); /* as bk__pairs_from wants them */
    }
    if (st == BK_OK)
        st = bk__pairs_from(p, l->k->n);
    if (st == BK_OK)
        find_articles(l->k, p, article);
    for (uint32_t i = 0; i < n && st == BK_OK; i++)
        st = give(l, &order[i],
                  article[bk__pair_of(p->at, p->from, order[i].first, order[i].second)]);
    bk__free(ctx, order);
    bk__free(ctx, article);
    return st;
}

bk_status bk_collocations_find(bk_ctx *ctx, bk_collocations **out, const bk_corpus *c,
                               const bk_vectorizer_opts *opts)
{
    bk_vectorizer_opts o = *opts;
    bk__counted k = {0};
    bk__pairs p = {.at = NULL};
    list l = {.k = &k, .corpus = c};
    bk_status st;
    bk__buf_init(&l.term, ctx);
    bk__buf_init(&l.shown, ctx);
    *out = NULL;
    o.ngram_unit = "words";
    o.ngram_min = o.ngram_max = 1;
    o.join_collocations = 0;
    o.hash_columns = 0;
    if (!(l.out = bk__calloc(ctx, 1, sizeof *l.out)))
        return BK_ENOMEM;
    l.out->ctx = ctx;
    bk__arena_init(&l.out->strings, ctx);
    BK__TRY(st, bk__count_sequences(ctx, &k, c, &o), done);
    BK__TRY(st, bk__pairs_find(&k, &p, o.collocation_min), done);
    if (strcmp(o.preset, "sklearn") != 0)
        BK__TRY(st, bk_analyzer_new(ctx, &l.analyzer, &o.analyzer), done);
    st = list_pairs(&l, &p, o.collocations);
    if (st == BK_OK) {
        *out = l.out;
        l.out = NULL;
    }
done:
    bk_collocations_free(l.out);
    bk_analyzer_free(l.analyzer);
    bk__pairs_clear(&p);
    bk__counted_clear(&k);
    bk__buf_clear(&l.term);
    bk__buf_clear(&l.shown);
    return st;
}

size_t bk_collocations_size(const bk_collocations *k)
{
    return k->n;
}

const bk_collocation *bk_collocations_at(const bk_collocations *k, size_t i)
{
    return &k->at[i];
}

void bk_collocations_free(bk_collocations *k)
{
    if (!k)
        return;
    bk_ctx *ctx = k->ctx;
    bk__arena_clear(&k->strings);
    bk__free(ctx, k->at);
    bk__free(ctx, k);
}
