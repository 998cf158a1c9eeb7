/* vectorizer.c - articles to a weighted document-term matrix.
 *
 *     count every article (count.c) -> columns: prune, order (columns.c) -> rows: counts, weights
 *     (rows.c, matrix/weight.c)
 * All but the columns runs over the pool. */
#include "vector/vectorizer.h"

#include <string.h>

#include "text/vocab.h"
#include "vector/columns.h"
#include "vector/rows.h"

static const char *const presets[] = {"none", "sklearn", NULL};
static const char *const units[] = {"words", "chars", "word-chars", NULL};
static const char *const tfs[] = {"raw", "binary", "log", "augmented", "bm25", NULL};
static const char *const idfs[] = {"smooth", "plain", "probabilistic", "bm25", "none", NULL};
static const char *const norms[] = {"l2", "l1", "none", NULL};

static const bk_opt vectorizer_table[] = {
    {"preset",
     "Tokens and defaults of another program: sklearn counts the text field as "
     "scikit-learn's TfidfVectorizer does",
     "NAME", BK_OPT_ENUM, offsetof(bk_vectorizer_opts, preset), 0, 0, 0, "none", presets},
    {"ngram-unit", "What n-grams are made of: words, characters, characters within a word", "NAME",
     BK_OPT_ENUM, offsetof(bk_vectorizer_opts, ngram_unit), 0, 0, 0, "words", units},
    {"ngram-min", "Shortest n-gram that is counted; 5 words or 8 characters at most", "N",
     BK_OPT_INT, offsetof(bk_vectorizer_opts, ngram_min), 1, 1, 8, NULL, NULL},
    {"ngram-max", "Longest n-gram that is counted; 5 words or 8 characters at most", "N",
     BK_OPT_INT, offsetof(bk_vectorizer_opts, ngram_max), 1, 1, 8, NULL, NULL},
    {"min-df", "Leave out terms in fewer articles: below 1 a share, else a number", "N",
     BK_OPT_REAL, offsetof(bk_vectorizer_opts, min_df), 2, 0, 1e15, NULL, NULL},
    {"max-df", "Leave out terms in more articles: up to 1.0 a share, above a number", "N",
     BK_OPT_REAL, offsetof(bk_vectorizer_opts, max_df), 0.5, 0, 1e15, NULL, NULL},
    {"max-terms", "Keep only so many terms, the most frequent ones; 0 keeps all", "N", BK_OPT_INT,
     offsetof(bk_vectorizer_opts, max_terms), 0, 0, 2147483647, NULL, NULL},
    {"vocabulary", "Count the terms of this file, one a line, and no others", "FILE", BK_OPT_STR,
     offsetof(bk_vectorizer_opts, vocabulary), 0, 0, 0, NULL, NULL},
    {"join-collocations",
     "Count two neighbouring words as one term from this NPMI (0.5 is a start); 0 does not", "NPMI",
     BK_OPT_REAL, offsetof(bk_vectorizer_opts, join_collocations), 0, 0, 1, NULL, NULL},
    {"collocations", "List so many pairs of neighbouring words that belong together, by G2", "N",
     BK_OPT_INT, offsetof(bk_vectorizer_opts, collocations), 0, 0, 2147483647, NULL, NULL},
    {"collocation-min", "Occurrences that a pair of words needs to be listed or joined", "N",
     BK_OPT_INT, offsetof(bk_vectorizer_opts, collocation_min), 5, 1, 2147483647, NULL, NULL},
    {"hash-columns",
     "Hash the terms to so many columns, all of which stay, each called # and its number: it has "
     "no "
     "word; 0 does not",
     "N", BK_OPT_INT, offsetof(bk_vectorizer_opts, hash_columns), 0, 0, 1 << 24, NULL, NULL},
    {"tf", "Weight of a count in its article", "NAME", BK_OPT_ENUM,
     offsetof(bk_vectorizer_opts, tf), 0, 0, 0, "log", tfs},
    {"idf", "Weight of a term's document frequency", "NAME", BK_OPT_ENUM,
     offsetof(bk_vectorizer_opts, idf), 0, 0, 0, "smooth", idfs},
    {"norm", "Length of every article's row", "NAME", BK_OPT_ENUM,
     offsetof(bk_vectorizer_opts, norm), 0, 0, 0, "l2", norms},
    {"bm25-k1", "BM25: how soon a repeated term stops to count", "X", BK_OPT_REAL,
     offsetof(bk_vectorizer_opts, bm25_k1), 1.2, 0, 100, NULL, NULL},
    {"bm25-b", "BM25: how much long articles are held back", "X", BK_OPT_REAL,
     offsetof(bk_vectorizer_opts, bm25_b), 0.75, 0, 1, NULL, NULL},
};

const bk_opt *bk_vectorizer_opt_table(size_t *n)
{
    *n = sizeof vectorizer_table / sizeof *vectorizer_table;
    return vectorizer_table;
}

bk_status bk_vectorizer_preset(bk_ctx *ctx, bk_vectorizer_opts *opts, const char *preset)
{
    if (strcmp(preset, "sklearn") == 0) {
        opts->preset = "sklearn";
        opts->ngram_unit = "words";
        opts->ngram_min = opts->ngram_max = 1;
        opts->min_df = 1;
        opts->max_df = 1;
        opts->max_terms = 0;
        opts->tf = "raw";
        opts->idf = "smooth";
        opts->norm = "l2";
        return BK_OK;
    }
    if (strcmp(preset, "none") != 0)
        return bk__fail(ctx, BK_EINVAL, "preset", "preset: \"%s\" is none of: none, sklearn",
                        preset);
    opts->preset = "none";
    return BK_OK;
}

enum { MOST_WORDS = 5 };

bk_status bk__vectorizer_check(bk_ctx *ctx, const bk_vectorizer_opts *o)
{
    size_t n;
    const bk_opt *table = bk_vectorizer_opt_table(&n);
    bk_status st = bk_opt_check(ctx, table, n, o, "bk_vectorizer_opts");
    if (st == BK_OK && o->ngram_min > o->ngram_max)
        st = bk__fail(ctx, BK_EINVAL, "ngram-min",
                      "the shortest n-gram (%d %s) is longer than the longest (%d)", o->ngram_min,
                      strcmp(o->ngram_unit, "words") == 0 ? "words" : "characters", o->ngram_max);
    if (st == BK_OK && o->ngram_max > MOST_WORDS && strcmp(o->ngram_unit, "words") == 0)
        st = bk__fail(ctx, BK_EINVAL, "ngram-max", "an n-gram has %d words at most", MOST_WORDS);
    if (st == BK_OK && o->join_collocations > 0 &&
        (o->ngram_max > 1 || strcmp(o->ngram_unit, "words") != 0))
        st = bk__fail(ctx, BK_EINVAL, "join-collocations",
                      "pairs are joined where single words are counted (ngram-max 1)");
    if (st == BK_OK && o->hash_columns == 1)
        st = bk__fail(ctx, BK_EINVAL, "hash-columns", "two columns or more, please (or 0)");
    if (st == BK_OK && o->hash_columns > 0 && o->vocabulary)
        st =
            bk__fail(ctx, BK_EINVAL, "hash-columns", "a vocabulary and hashing exclude each other");
    return st;
}

/* ---- the object ----------------------------------------------------------------------------- */
bk_status bk__vectorizer_set_vocab(bk_vectorizer *v, const bk_str *term, const uint64_t *df,
                                   const uint64_t *tf, uint32_t n)
{
    return bk__vocab_new(v->ctx, &v->vocab, term, df, tf, n);
}

static bool is_view(const bk_vectorizer *v)
{
    return v->store.section != NULL;
}

void bk_vectorizer_free(bk_vectorizer *v)
{
    if (!v)
        return;
    bk_ctx *ctx = v->ctx;
    bk__vocab_free(v->vocab);
    if (!is_view(v)) {
        bk_csr_free(ctx, &v->counts);
        bk__free(ctx, v->weights.val);
        bk__free(ctx, v->idf);
    }
    bk__store_close(ctx, &v->store);
    bk__arena_clear(&v->arena);
    bk__arena_clear(&v->texts);
    bk__free(ctx, v);
}

static bk_status copy_z(bk__arena *a, const char **z)
{
    bk_str s;
    if (!*z)
        return BK_OK;
    bk_status st = bk__arena_str(a, &s, bk__str(*z));
    if (st == BK_OK)
        *z = s.p;
    return st;
}

bk_status bk__vectorizer_set_opts(bk_vectorizer *v, const bk_vectorizer_opts *from)
{
    v->opts = *from;
    const char **strings[] = {&v->opts.analyzer.lang,
                              &v->opts.analyzer.unit,
                              &v->opts.analyzer.stopwords,
                              &v->opts.analyzer.exceptions,
                              &v->opts.preset,
                              &v->opts.ngram_unit,
                              &v->opts.vocabulary,
                              &v->opts.tf,
                              &v->opts.idf,
                              &v->opts.norm};
    bk_status st = BK_OK;
    for (size_t i = 0; i < sizeof strings / sizeof *strings && st == BK_OK; i++)
        st = copy_z(&v->arena, strings[i]);
    return st;
}

bk_status bk__vectorizer_docs_new(bk_vectorizer *v, int64_t n, bk_str **id, bk_str **source,
                                  bk_str **title, int64_t **published)
{
    *id = bk__arena_array(&v->arena, (size_t)n, sizeof **id);
    *source = bk__arena_array(&v->arena, (size_t)n, sizeof **source);
    *title = bk__arena_array(&v->arena, (size_t)n, sizeof **title);
    *published = bk__arena_array(&v->arena, (size_t)n, sizeof **published);
    v->docs = (bk_docs){n, *id, *source, *title, *published};
    return *id && *source && *title && *published ? BK_OK : BK_ENOMEM;
}

bk_status bk__vectorizer_copy_docs(bk_vectorizer *v, const bk_corpus *c)
{
    bk_str *id, *source, *title;
    int64_t *published;
    bk_status st;
    BK__TRY(st, bk__vectorizer_docs_new(v, bk_corpus_size(c), &id, &source, &title, &published),
            done);
    for (int64_t i = 0; i < v->docs.n; i++) {
        const bk_article *a = bk_corpus_at(c, i);
        BK__TRY(st, bk__arena_str(&v->arena, &id[i], a->id), done);
        BK__TRY(st, bk__arena_str(&v->arena, &source[i], a->source), done);
        BK__TRY(st, bk__arena_str(&v->arena, &title[i], a->title), done);
        published[i] = a->published;
    }
done:
    return st;
}

bk_status bk__vectorizer_begin(bk_ctx *ctx, bk_vectorizer **out, const bk_vectorizer_opts *opts)
{
    bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
    *out = NULL;
    if (opts)
        o = *opts;
    bk_status st = bk__vectorizer_check(ctx, &o);
    if (st != BK_OK)
        return st;
    bk_vectorizer *v = bk__calloc(ctx, 1, sizeof *v);
    if (!v)
        return BK_ENOMEM;
    v->ctx = ctx;
    bk__arena_init(&v->arena, ctx);
    bk__arena_init(&v->texts, ctx);
    st = bk__vectorizer_set_opts(v, &o);
    if (st == BK_OK)
        st = bk__weighting_parse(ctx, &v->weighting, o.tf, o.idf, o.norm);
    v->weighting.k1 = o.bm25_k1;
    v->weighting.b = o.bm25_b;
    if (st == BK_OK)
        *out = v;
    else
        bk_vectorizer_free(v);
    return st;
}

static bk_status set_vocab(bk_vectorizer *v, const bk__columns *c)
{
    bk_status st = bk__vectorizer_set_vocab(v, c->term, c->df, c->tf, c->n);
    return st == BK_OK && c->shown ? bk__vocab_show(v->vocab, c->shown) : st;
}

bk_status bk__vectorizer_finish(bk_vectorizer *v, const bk__counted *k)
{
    bk__columns c;
    bk_status st = bk__columns_make(&c, k, &v->opts, v->weighting.idf);
    if (st != BK_OK)
        return st;
    v->weighting.mean_length = c.mean_length;
    v->idf = c.idf;
    c.idf = NULL;
    st = set_vocab(v, &c);
    if (st == BK_OK) {
        bk__weigher weigher = bk__weigher_of(&v->weighting, v->idf);
        st = bk__rows_matrix(k, c.of_term, c.n, &weigher, &v->counts, &v->weights);
    }
    bk__columns_clear(&c);
    return st;
}

bk_status bk__vectorizer_fit_words(bk_ctx *ctx, bk_vectorizer **out, const bk_corpus *c,
                                   const bk_vectorizer_opts *opts, const bk__words_to *to,
                                   bool *read)
{
    bk__counted k = {0};
    bk_vectorizer *v;
    bk_status st = bk__vectorizer_begin(ctx, &v, opts);
    *out = NULL;
    if (st != BK_OK)
        return st;
    BK__TRY(st, bk__vectorizer_copy_docs(v, c), done);
    BK__TRY(st, bk__count(ctx, &k, c, &v->opts, to), done);
    *read = strcmp(v->opts.preset, "sklearn") != 0;
    BK__TRY(st, bk__vectorizer_finish(v, &k), done);
    *out = v;
    v = NULL;
done:
    bk__counted_clear(&k);
    bk_vectorizer_free(v);
    return st;
}

bk_status bk_vectorizer_fit(bk_ctx *ctx, bk_vectorizer **out, const bk_corpus *c,
                            const bk_vectorizer_opts *opts)
{
    bool read;
    return bk__vectorizer_fit_words(ctx, out, c, opts, NULL, &read);
}

bk_status bk_vectorizer_transform(bk_vectorizer *v, bk_csr *out, const bk_corpus *c)
{
    bk_ctx *ctx = v->ctx;
    bk__counted k = {0};
    uint32_t *column = NULL;
    bk_status st;
    *out = (bk_csr){0};
    BK__TRY(st, bk__count_like(ctx, &k, c, &v->opts, v->vocab), done);
    column = bk__alloc_array(ctx, k.n, sizeof *column);
    if (!column) {
        st = BK_ENOMEM;
        goto done;
    }
    for (uint32_t i = 0; i < k.n; i++)
        column[i] = bk_vocab_find(v->vocab, k.term[i]);
    bk__weigher weigher = bk__weigher_of(&v->weighting, v->idf);
    st = bk__rows_matrix(&k, column, v->counts.cols, &weigher, NULL, out);
done:
    bk__free(ctx, column);
    bk__counted_clear(&k);
    return st;
}

bk_status bk__vectorizer_unknown(bk_vectorizer *v, const bk_corpus *c, uint32_t most, bk__buf *out,
                                 uint32_t *n)
{
    bk__counted k = {0};
    *n = 0;
    out->n = 0;
    if (strcmp(v->opts.ngram_unit, "words") != 0 || v->opts.hash_columns > 0)
        return BK_OK;
    bk_status st = bk__count_like(v->ctx, &k, c, &v->opts, v->vocab);
    for (uint32_t i = 0; i < k.n && st == BK_OK; i++) {
        if (bk_vocab_find(v->vocab, k.term[i]) != BK__NONE || memchr(k.term[i].p, ' ', k.term[i].n))
            continue;
        if ((*n)++ >= most)
            continue;
        st = out->n ? bk__buf_add(out, BK__STR(", ")) : BK_OK;
        if (st == BK_OK)
            st = bk__buf_add(out, k.term[i]);
    }
    bk__counted_clear(&k);
    return st;
}

const bk_csr *bk_vectorizer_counts(const bk_vectorizer *v)
{
    return &v->counts;
}

const bk_csr *bk_vectorizer_weights(const bk_vectorizer *v)
{
    return &v->weights;
}

const bk_vocab *bk_vectorizer_vocab(const bk_vectorizer *v)
{
    return v->vocab;
}

bk_docs bk_vectorizer_docs(const bk_vectorizer *v)
{
    return v->docs;
}
