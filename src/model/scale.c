/* scale.c - latent semantic scaling: words between two poles, and the articles that use them.
 *
 * X [sentences x V] counts, X ~ U S Vt; v_t: column t of Vt, not scaled by S. With seeds s of
 * weight w_s (scale_seed.c) beta_t = sum_s w_s cos(v_t, v_s) = (v_t / |v_t|) . u,   u = sum_s w_s
 * v_s / |v_s| score_d = sum_t f_dt beta_t / n_d,   se_d = sqrt(var_d(beta) / n_d) both in
 * deviations of the scores of the articles (Watanabe 2020, as the R package LSX computes it). One
 * thread reads; the SVD uses the pool. Workspace: the sentences' words, k V doubles. */
#include "model/scale.h"

#include <math.h>
#include <stdlib.h>

#include "base/opt.h"
#include "matrix/csr.h"
#include "text/lang.h"
#include "text/utf8.h"

enum { SWEEPS = 3, ENOUGH = 5000 /* sentences: Watanabe's advice */ };

static const char *const langs[] = {"auto", "id", "en", NULL};
static const bk_opt scale_table[] = {
    {"scale", BK__SCALES ", or a file of seeds (columns lang, pattern, sign)", "NAME", BK_OPT_STR,
     offsetof(bk_scale_opts, scale), 0, 0, 0, "hostile-friendly", NULL},
    {"lang", "Language of the seeds; articles in another are not scored; auto: that of most",
     "LANG", BK_OPT_ENUM, offsetof(bk_scale_opts, lang), 0, 0, 0, "auto", langs},
    {"target", "Score only what stands near one of these words, separated by commas", "WORDS",
     BK_OPT_STR, offsetof(bk_scale_opts, target), 0, 0, 0, NULL, NULL},
    {"near", "How many words on each side of a target are near it", "N", BK_OPT_INT,
     offsetof(bk_scale_opts, window), 10, 1, 1000, NULL, NULL},
    {"components", "Components of the decomposition", "N", BK_OPT_INT,
     offsetof(bk_scale_opts, components), 300, 2, 2000, NULL, NULL},
    {"min-count", "Occurrences that a word needs", "N", BK_OPT_INT,
     offsetof(bk_scale_opts, min_count), 5, 1, 1000000, NULL, NULL},
};

const bk_opt *bk_scale_opt_table(size_t *n)
{
    *n = sizeof scale_table / sizeof *scale_table;
    return scale_table;
}

bool bk__scale_speaks(const bk_scale *s, const bk_scan *scan)
{
    return strcmp(bk_analyzer_lang(s->analyzer, scan->lang), s->opts.lang) == 0;
}

/* ---- sentences ----------------------------------------------------------------------------- */

/* Words of the sentences, one after another. */
typedef struct stream {
    bk_ctx *ctx;
    uint32_t *word;
    int64_t *end; /* of each sentence */
    int64_t n, cap, sentences, cap_ends;
} stream;

static bk_status push(stream *w, uint32_t word)
{
    if (w->n == w->cap) {
        int64_t cap = w->cap ? 2 * w->cap : 1 << 16;
        uint32_t *more = bk__resize_array(w->ctx, w->word, (size_t)cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        w->word = more;
        w->cap = cap;
    }
    w->word[w->n++] = word;
    return BK_OK;
}

static bk_status end_sentence(stream *w)
{
    if (w->sentences == w->cap_ends) {
        int64_t cap = w->cap_ends ? 2 * w->cap_ends : 1 << 12;
        int64_t *more = bk__resize_array(w->ctx, w->end, (size_t)cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        w->end = more;
        w->cap_ends = cap;
    }
    w->end[w->sentences++] = w->n;
    return BK_OK;
}

static bk_status read_article(bk_scale *s, stream *w, const bk_article *a)
{
    const bk_scan *scan;
    bk_status st = bk_analyzer_run(s->analyzer, a, &scan);
    if (st != BK_OK || !bk__scale_speaks(s, scan))
        return st;
    for (uint32_t i = 0; i < scan->n_sentences && st == BK_OK; i++) {
        const bk_sentence *sentence = &scan->sentences[i];
        for (uint32_t k = sentence->first; k < sentence->first + sentence->n && st == BK_OK; k++) {
            uint32_t id;
            bk_str term = bk_analyzer_term(s->analyzer, scan->tokens[k].form);
            if (!term.p)
                continue;
            st = bk__map_put(&s->terms, term, &id, NULL);
            if (st == BK_OK)
                st = push(w, id);
        }
        if (st == BK_OK)
            st = end_sentence(w);
    }
    return st;
}

static bk_status read_corpus(bk_scale *s, stream *w, const bk_corpus *c)
{
    bk_status st = BK_OK;
    for (int64_t i = 0; i < bk_corpus_size(c) && st == BK_OK; i++) {
        st = read_article(s, w, bk_corpus_at(c, i));
        if (st == BK_OK && i % 256 == 0)
            st = bk__cancelled(s->ctx);
    }
    if (st == BK_OK && (s->terms.n == 0 || w->n > INT64_MAX / 8))
        st = bk__fail(s->ctx, BK_EINVAL, "", "no word of the language %s in the articles",
                      s->opts.lang);
    s->sentences = w->sentences;
    return st;
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* column [terms]: of each term that is frequent enough; BK__NONE. */
static int64_t number_columns(bk_scale *s, const stream *w, uint32_t *column)
{
    uint32_t n = 0;
    for (int64_t i = 0; i < w->n; i++)
        s->count[w->word[i]]++;
    for (uint32_t t = 0; t < s->terms.n; t++)
        column[t] = s->count[t] >= s->opts.min_count ? n++ : BK__NONE;
    return n;
}

/* X: counts of frequent words by sentence. */
static bk_status count_sentences(bk_scale *s, bk_csr *X, stream *w, const uint32_t *column,
                                 int64_t V)
{
    bk_status st = bk__csr_new(s->ctx, X, w->sentences, V, w->n);
    for (int64_t i = 0, from = 0; st == BK_OK && w->word && i < w->sentences; from = w->end[i++]) {
        int64_t kept = 0, at = X->ptr[i];
        uint32_t *word = w->word + from;
        for (int64_t k = 0; k < w->end[i] - from; k++)
            if (column[word[k]] != BK__NONE)
                word[kept++] = column[word[k]];
        if (kept > 1)
            qsort(word, (size_t)kept, sizeof *word, by_number);
        for (int64_t k = 0; k < kept; k++) {
            if (k > 0 && word[k] == word[k - 1]) {
                X->val[at - 1] += 1;
                continue;
            }
            X->col[at] = word[k];
            X->val[at++] = 1;
        }
        X->ptr[i + 1] = at;
    }
    return st;
}

/* ---- words --------------------------------------------------------------------------------- */

static double norm_of(const bk_svd *svd, uint32_t column)
{
    double sum = 0;
    for (int j = 0; j < svd->k; j++) {
        double v = svd->Vt[(int64_t)j * svd->cols + column];
        sum += v * v;
    }
    return sqrt(sum);
}

static bk_status place_words(bk_scale *s, const bk_svd *svd, const uint32_t *column,
                             const double *weight)
{
    double *u = bk__calloc(s->ctx, (size_t)svd->k, sizeof *u);
    if (!u)
        return BK_ENOMEM;
    for (uint32_t t = 0; t < s->terms.n; t++) {
        double norm = weight[t] != 0 ? norm_of(svd, column[t]) : 0;
        for (int j = 0; norm > 0 && j < svd->k; j++)
            u[j] += weight[t] * svd->Vt[(int64_t)j * svd->cols + column[t]] / norm;
    }
    for (uint32_t t = 0; t < s->terms.n; t++) {
        s->polarity[t] = NAN;
        if (column[t] == BK__NONE)
            continue;
        double norm = norm_of(svd, column[t]), sum = 0;
        for (int j = 0; j < svd->k; j++)
            sum += u[j] * svd->Vt[(int64_t)j * svd->cols + column[t]];
        s->polarity[t] = norm > 0 ? sum / norm : 0;
    }
    bk__free(s->ctx, u);
    return BK_OK;
}

static int by_polarity(const void *a, const void *b)
{
    const bk_scale_word *x = a, *y = b;
    return x->polarity != y->polarity ? (x->polarity < y->polarity) - (x->polarity > y->polarity)
                                      : bk__str_cmp(x->word, y->word);
}

static bk_status list_words(bk_scale *s, int64_t V)
{
    s->word = bk__alloc_array(s->ctx, (size_t)V, sizeof *s->word);
    if (!s->word)
        return BK_ENOMEM;
    for (uint32_t t = 0; t < s->terms.n; t++)
        if (!isnan(s->polarity[t]))
            s->word[s->n_words++] =
                (bk_scale_word){s->terms.key[t], s->polarity[t], s->count[t], s->seed[t]};
    qsort(s->word, (size_t)s->n_words, sizeof *s->word, by_polarity);
    return BK_OK;
}

/* ---- the fit ------------------------------------------------------------------------------- */

static bk_status take_opts(bk_scale *s, const bk_scale_opts *opts)
{
    s->opts = opts ? *opts : (bk_scale_opts)BK_SCALE_OPTS_INIT;
    bk_status st = bk_opt_check(s->ctx, scale_table, sizeof scale_table / sizeof *scale_table,
                                &s->opts, "bk_scale_opts");
    const char **string[] = {&s->opts.scale, &s->opts.lang, &s->opts.target};
    for (size_t i = 0; i < 3 && st == BK_OK; i++) {
        bk_str copy = {NULL, 0};
        if (*string[i])
            st = bk__arena_str(&s->arena, &copy, bk__str(*string[i]));
        *string[i] = copy.p;
    }
    return st;
}

/* The language of most of the articles; Indonesian of none. */
static void guess_lang(bk_scale *s, const bk_corpus *c)
{
    int64_t english = 0, indonesian = 0;
    if (!bk__str_eq(bk__str(s->opts.lang), BK__STR("auto")))
        return;
    for (int64_t i = 0; i < bk_corpus_size(c); i++) {
        const bk_article *a = bk_corpus_at(c, i);
        bk__lang lang = bk__lang_named(a->lang);
        if (lang == BK__LANG_UNKNOWN)
            lang = bk__lang_of(a->text);
        english += lang == BK__LANG_EN;
        indonesian += lang == BK__LANG_ID;
    }
    s->opts.lang = english > indonesian ? "en" : "id";
    if (english > 0 && indonesian > 0)
        bk__log(s->ctx, BK_LOG_INFO, "scale: articles in %s are scored, others are not",
                s->opts.lang);
}

/* As patterns are written: folded; what is of capitals alone, such as AS, only as it stands. */
static bk_status put_pattern(bk__buf *out, bk_str word)
{
    bool capitals = word.n > 1;
    for (size_t i = 0; i < word.n; i++)
        capitals = capitals && word.p[i] >= 'A' && word.p[i] <= 'Z';
    out->n = 0;
    if (!capitals)
        return bk__utf8_fold(out, word);
    bk_status st = bk__buf_byte(out, '=');
    return st == BK_OK ? bk__buf_add(out, word) : st;
}

static bk_status make_target(bk_scale *s)
{
    bk_str rest = bk__str(s->opts.target);
    bk__buf pattern;
    int words = 0;
    bool twice;
    bk__buf_init(&pattern, s->ctx);
    bk_status st = s->opts.target ? bk__patterns_new(s->ctx, &s->target, s->analyzer) : BK_OK;
    while (rest.n > 0 && st == BK_OK) {
        bk_str word = bk__str_trim(bk__str_cut(&rest, ','));
        words += word.n > 0;
        if (word.n > 0)
            st = put_pattern(&pattern, word);
        if (word.n > 0 && st == BK_OK)
            st = bk__patterns_add(s->target, bk__buf_str(&pattern), NULL, 0, &twice);
    }
    bk__buf_clear(&pattern);
    if (st == BK_OK && s->opts.target && words == 0)
        st = bk__fail(s->ctx, BK_EINVAL, "target", "there is no word in it");
    return st;
}

static bk_status make_analyzer(bk_scale *s)
{
    bk_analyzer_opts o = BK_ANALYZER_OPTS_INIT;
    o.lang = s->opts.lang;
    bk_status st = bk_analyzer_new(s->ctx, &s->analyzer, &o);
    return st == BK_OK ? make_target(s) : st;
}

static bk_status fit(bk_scale *s, stream *w)
{
    size_t n = s->terms.n;
    bk_csr X = {0};
    bk_svd svd = {0};
    bk_status st = BK_ENOMEM;
    uint32_t *column = bk__alloc_array(s->ctx, n, sizeof *column);
    double *weight = bk__calloc(s->ctx, n, sizeof *weight);
    s->count = bk__calloc(s->ctx, n, sizeof *s->count);
    s->polarity = bk__alloc_array(s->ctx, n, sizeof *s->polarity);
    s->seed = bk__calloc(s->ctx, n, sizeof *s->seed);
    if (!column || !weight || !s->count || !s->polarity || !s->seed)
        goto done;
    int64_t V = number_columns(s, w, column);
    BK__TRY(st, bk__scale_seeds(s, weight), done);
    if (s->opts.components >= (w->sentences < V ? w->sentences : V))
        bk__log(s->ctx, BK_LOG_WARN,
                "scale: %d components keep all of %lld sentences and %lld words apart: polarities "
                "say nothing; take fewer",
                s->opts.components, (long long)w->sentences, (long long)V);
    BK__TRY(st, count_sentences(s, &X, w, column, V), done);
    BK__TRY(st, bk_svd_fit(s->ctx, &svd, &X, s->opts.components, SWEEPS), done);
    BK__TRY(st, place_words(s, &svd, column, weight), done);
    st = list_words(s, V);
done:
    bk_svd_free(s->ctx, &svd);
    bk_csr_free(s->ctx, &X);
    bk__free(s->ctx, weight);
    bk__free(s->ctx, column);
    return st;
}

bk_status bk_scale_fit(bk_ctx *ctx, bk_scale **out, const bk_corpus *c, const bk_scale_opts *opts)
{
    *out = NULL;
    bk_scale *s = bk__calloc(ctx, 1, sizeof *s);
    if (!s)
        return BK_ENOMEM;
    stream w = {.ctx = ctx};
    s->ctx = ctx;
    bk__arena_init(&s->arena, ctx);
    bk__map_init(&s->terms, ctx);
    bk_status st = take_opts(s, opts);
    if (st == BK_OK)
        guess_lang(s, c);
    if (st == BK_OK)
        st = make_analyzer(s);
    if (st == BK_OK)
        st = read_corpus(s, &w, c);
    if (st == BK_OK)
        st = fit(s, &w);
    bk__free(ctx, w.word);
    bk__free(ctx, w.end);
    if (st != BK_OK) {
        bk_scale_free(s);
        return st;
    }
    if (s->sentences < ENOUGH)
        bk__log(
            ctx, BK_LOG_WARN,
            "scale: %lld sentences are few (5,000 or more are asked for): polarities are not to "
            "be trusted; fit to a background corpus",
            (long long)s->sentences);
    *out = s;
    return BK_OK;
}

void bk_scale_free(bk_scale *s)
{
    if (!s)
        return;
    bk__patterns_free(s->target);
    bk_analyzer_free(s->analyzer);
    bk__map_clear(&s->terms);
    bk__free(s->ctx, s->count);
    bk__free(s->ctx, s->polarity);
    bk__free(s->ctx, s->seed);
    bk__free(s->ctx, s->word);
    bk__arena_clear(&s->arena);
    bk__free(s->ctx, s);
}

const bk_scale_word *bk_scale_words(const bk_scale *s, int64_t *n)
{
    *n = s->n_words;
    return s->word;
}

int64_t bk_scale_sentences(const bk_scale *s)
{
    return s->sentences;
}
