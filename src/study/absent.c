/* absent.c - why a word of the user's is no term of the articles.
 *
 * What is cut is not kept while articles are counted, so the words are looked for in the articles:
 * as they are written, or as what a written form is counted as. */
#include "study/absent.h"

#include "base/map.h"
#include "model/reading.h"
#include "text/utf8.h"
#include "vector/columns.h"

typedef struct looking {
    bk_ctx *ctx;
    bk_analyzer *analyzer;
    bk__map words;
    bk__absent *w;   /* [words] what is found of each */
    int64_t *last;   /* [words] article in which it stood last, + 1 */
    uint32_t *match; /* [forms] their word; BK__NONE */
    uint32_t forms, cap;
    bk__buf fold;
} looking;

/* The word that a form is, by its term or as it is written. */
static bk_status match_form(looking *l, uint32_t form, uint32_t *at)
{
    bk_str term = bk_analyzer_term(l->analyzer, form);
    l->fold.n = 0;
    bk_status st = bk__utf8_fold(&l->fold, term);
    *at = st == BK_OK && term.n > 0 ? bk__map_find(&l->words, bk__buf_str(&l->fold)) : BK__NONE;
    if (st == BK_OK && *at == BK__NONE)
        *at = bk__map_find(&l->words, bk_analyzer_form(l->analyzer, form)->fold);
    return st;
}

static bk_status match_forms(looking *l)
{
    uint32_t n = bk_analyzer_forms(l->analyzer);
    bk_status st = bk__grow(l->ctx, &l->match, &l->cap, n + 1, sizeof *l->match);
    for (; l->forms < n && st == BK_OK; l->forms++)
        st = match_form(l, l->forms, &l->match[l->forms]);
    return st;
}

static bk_status look_into(looking *l, const bk_article *article, int64_t i)
{
    const bk_scan *scan;
    bk_status st = bk_analyzer_run(l->analyzer, article, &scan);
    if (st == BK_OK)
        st = match_forms(l);
    for (uint32_t t = 0; t < (st == BK_OK ? scan->n_tokens : 0); t++) {
        uint32_t form = scan->tokens[t].form, at = l->match[form];
        if (at == BK__NONE || l->last[at] == i + 1)
            continue;
        l->last[at] = i + 1;
        if (bk_analyzer_term(l->analyzer, form).n > 0)
            l->w[at].terms++;
        else
            l->w[at].words++;
    }
    return st;
}

static bk_status look_all(looking *l, const bk_corpus *c)
{
    bk_status st = BK_OK;
    for (int64_t i = 0; i < bk_corpus_size(c) && st == BK_OK; i++) {
        st = look_into(l, bk_corpus_at(c, i), i);
        if (st == BK_OK && i % 256 == 0)
            st = bk__cancelled(l->ctx);
    }
    return st;
}

bk_status bk__absent_look(bk_ctx *ctx, bk__absent *w, int n, const bk_corpus *c,
                          const bk_analyzer_opts *opts)
{
    looking l = {.ctx = ctx};
    uint32_t at;
    bk__map_init(&l.words, ctx);
    bk__buf_init(&l.fold, ctx);
    l.last = bk__calloc(ctx, (size_t)n + 1, sizeof *l.last);
    l.w = bk__calloc(ctx, (size_t)n + 1, sizeof *l.w);
    bk_status st = l.last && l.w ? bk_analyzer_new(ctx, &l.analyzer, opts) : BK_ENOMEM;
    for (int i = 0; i < n && st == BK_OK; i++)
        st = bk__map_put(&l.words, w[i].word, &at, NULL);
    if (st == BK_OK)
        st = look_all(&l, c);
    for (int i = 0; i < n && st == BK_OK; i++) { /* a word may stand in w twice */
        at = bk__map_find(&l.words, w[i].word);
        w[i].terms = l.w[at].terms;
        w[i].words = l.w[at].words;
    }
    bk_analyzer_free(l.analyzer);
    bk__map_clear(&l.words);
    bk__buf_clear(&l.fold);
    bk__free(ctx, l.last);
    bk__free(ctx, l.w);
    bk__free(ctx, l.match);
    return st;
}

bk_status bk__absent_why(bk__buf *out, const bk__absent *w, const bk_corpus *c,
                         const bk_vectorizer_opts *opts)
{
    int64_t D = bk_corpus_size(c);
    bk__limits l = bk__limits_of(opts, D);
    if (memchr(w->word.p, ' ', w->word.n))
        return bk__buf_add(out, BK__STR("of several words only --ngram-max and "
                                        "--join-collocations make terms"));
    if (w->terms == 0 && w->words == 0)
        return bk__buf_add(out, BK__STR("it stands in none of them"));
    if (w->terms == 0)
        return bk__buf_print(out, "it stands in %lld of %lld, but such words are not counted",
                             (long long)w->words, (long long)D);
    bk_status st =
        bk__buf_print(out, "it stands in %lld of %lld", (long long)w->terms, (long long)D);
    if (st != BK_OK)
        return st;
    return opts->vocabulary             ? bk__buf_add(out, BK__STR(", but --vocabulary does "
                                                                               "not name it"))
           : (double)w->terms > l.most  ? bk__buf_print(out, ", beyond --max-df %g", opts->max_df)
           : (double)w->terms < l.least ? bk__buf_print(out, ", below --min-df %g", opts->min_df)
           : opts->max_terms > 0        ? bk__buf_print(out,
                                                        ", and is not among the first "
                                                               "--max-terms %d",
                                                        opts->max_terms)
                                        : BK_OK;
}
