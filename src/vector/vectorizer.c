/* vectorizer.c - articles to a weighted document-term matrix.
 *
 *     count every article -> prune by document frequency -> order the columns -> CSR counts ->
 * weights Counting and weighting run over the pool (count.c, weight.c). The order of the columns is
 * total (df falling, then bytes; or bytes alone), so it does not depend on how the work was split.
 */
#include "vector/vectorizer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/par.h"
#include "matrix/csr.h"
#include "text/vocab.h"
#include "vector/count.h"

static const char *const presets[] = {"none", "sklearn", NULL};
static const char *const tfs[] = {"raw", "binary", "log", "augmented", "bm25", NULL};
static const char *const idfs[] = {"smooth", "plain", "probabilistic", "bm25", "none", NULL};
static const char *const norms[] = {"l2", "l1", "none", NULL};

static const bk_opt vectorizer_table[] = {
    {"preset",
     "Tokens and defaults of another program: sklearn counts the text field as "
     "scikit-learn's TfidfVectorizer does",
     "NAME", BK_OPT_ENUM, offsetof(bk_vectorizer_opts, preset), 0, 0, 0, "none", presets},
    {"ngram-min", "Shortest n-gram that is counted, in words", "N", BK_OPT_INT,
     offsetof(bk_vectorizer_opts, ngram_min), 1, 1, 5, NULL, NULL},
    {"ngram-max", "Longest n-gram that is counted, in words", "N", BK_OPT_INT,
     offsetof(bk_vectorizer_opts, ngram_max), 1, 1, 5, NULL, NULL},
    {"min-df", "Leave out terms in fewer articles: below 1 a share, else a number", "N",
     BK_OPT_REAL, offsetof(bk_vectorizer_opts, min_df), 2, 0, 1e15, NULL, NULL},
    {"max-df", "Leave out terms in more articles: up to 1.0 a share, above a number", "N",
     BK_OPT_REAL, offsetof(bk_vectorizer_opts, max_df), 0.5, 0, 1e15, NULL, NULL},
    {"max-terms", "Keep only so many terms, the most frequent ones; 0 keeps all", "N", BK_OPT_INT,
     offsetof(bk_vectorizer_opts, max_terms), 0, 0, 2147483647, NULL, NULL},
    {"vocabulary", "Count the terms of this file, one a line, and no others", "FILE", BK_OPT_STR,
     offsetof(bk_vectorizer_opts, vocabulary), 0, 0, 0, NULL, NULL},
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
        return bk__fail(ctx, BK_EINVAL, "preset", "no preset is called \"%s\"; there is sklearn",
                        preset);
    opts->preset = "none";
    return BK_OK;
}

bk_status bk__vectorizer_check(bk_ctx *ctx, const bk_vectorizer_opts *o)
{
    size_t n;
    const bk_opt *table = bk_vectorizer_opt_table(&n);
    bk_status st = bk_opt_check(ctx, table, n, o, "bk_vectorizer_opts");
    if (st == BK_OK && o->ngram_min > o->ngram_max)
        st = bk__fail(ctx, BK_EINVAL, "ngram-min",
                      "the shortest n-gram (%d words) is longer than "
                      "the longest (%d)",
                      o->ngram_min, o->ngram_max);
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

static bk_status copy_docs(bk_vectorizer *v, const bk_corpus *c)
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

/* ---- columns -------------------------------------------------------------------------------- */
typedef struct candidate {
    bk_str term;
    uint64_t df, tf;
    uint32_t id; /* in bk__counted, BK__NONE where it was not met */
} candidate;

typedef enum order { BY_BYTES, BY_DF, BY_TF } order; /* df and tf fall */

static uint64_t falls(const candidate *c, order by)
{
    return by == BY_DF ? ~c->df : by == BY_TF ? ~c->tf : 0;
}

/* Ties go to the lower number, which has the lower bytes. */
static int compare(const void *x, const void *y, void *by)
{
    const candidate *a = x, *b = y;
    uint64_t p = falls(a, *(order *)by), q = falls(b, *(order *)by);
    return p != q ? (p < q ? -1 : 1) : a->id < b->id ? -1 : a->id > b->id;
}

static void put_in_order(candidate *c, uint32_t n, order by)
{
    bool fine = true;
    for (uint32_t i = 1; i < n && fine; i++)
        fine = compare(&c[i - 1], &c[i], &by) < 0;
    if (!fine)
        qsort_r(c, n, sizeof *c, compare, &by);
}

/* The candidates whose df lies in [least, most] move to the front, in their order; how many. Where
 * there is none all stay. */
static uint32_t keep(candidate *c, uint32_t n, double least, double most)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if ((double)c[i].df >= least && (double)c[i].df <= most)
            c[kept++] = c[i];
    return kept;
}

static void prune(bk_vectorizer *v, candidate *c, uint32_t *n, int64_t docs)
{
    const bk_vectorizer_opts *o = &v->opts;
    double least = o->min_df < 1 ? o->min_df * (double)docs : o->min_df;
    double most = o->max_df <= 1 ? o->max_df * (double)docs : o->max_df;
    uint32_t kept = keep(c, *n, least, most);
    if (kept == 0 && *n > 0) {
        bk__log(v->ctx, BK_LOG_WARN,
                "in %lld articles no term lies between min-df %g and max-df %g; all are kept",
                (long long)docs, o->min_df, o->max_df);
        kept = *n;
    }
    if (o->max_terms > 0 && kept > (uint32_t)o->max_terms) {
        put_in_order(c, kept, BY_TF);
        kept = (uint32_t)o->max_terms;
    }
    *n = kept;
    put_in_order(c, kept, strcmp(o->preset, "sklearn") == 0 ? BY_BYTES : BY_DF);
}

static bk_status free_columns(bk_vectorizer *v, const bk__counted *k, candidate **out, uint32_t *n)
{
    candidate *c = bk__alloc_array(v->ctx, k->n, sizeof *c);
    if (!c)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < k->n; i++)
        c[i] = (candidate){k->term[i], k->df[i], k->tf[i], i};
    *n = k->n;
    *out = c;
    prune(v, c, n, k->rows);
    return BK_OK;
}

/* A term of the vocabulary file; blanks at the ends do not count, nor do empty lines. */
static bk_status add_fixed(bk_vectorizer *v, const bk__counted *k, bk__map *seen, candidate *c,
                           bk_str line, int64_t number)
{
    bk_str term = bk__str_trim(line);
    uint32_t at;
    bool added;
    if (term.n == 0)
        return BK_OK;
    bk_status st = bk__map_put(seen, term, &at, &added);
    if (st != BK_OK)
        return st;
    if (!added) {
        bk__buf where;
        bk__buf_init(&where, v->ctx);
        st = bk__buf_print(&where, "%s:%lld", v->opts.vocabulary, (long long)number);
        if (st == BK_OK)
            st = bk__fail(v->ctx, BK_EFORMAT, where.p, "the term \"%.*s\" stands in the file twice",
                          (int)(term.n < 200 ? term.n : 200), term.p);
        bk__buf_clear(&where);
        return st;
    }
    uint32_t id = bk__counted_find(k, term);
    bool met = id != BK__NONE;
    c[at] = (candidate){bk__map_key(seen, at), met ? k->df[id] : 0, met ? k->tf[id] : 0, id};
    return BK_OK;
}

/* Terms are views into `seen`. */
static bk_status fixed_columns(bk_vectorizer *v, const bk__counted *k, bk__map *seen,
                               candidate **out, uint32_t *n)
{
    bk__view view;
    bk_status st = bk__view_open(v->ctx, &view, v->opts.vocabulary);
    if (st != BK_OK)
        return st;
    size_t lines = 1;
    for (size_t i = 0; i < view.bytes.n; i++)
        lines += view.bytes.p[i] == '\n';
    candidate *c = bk__alloc_array(v->ctx, lines, sizeof *c);
    st = c ? BK_OK : BK_ENOMEM;
    bk_str rest = view.bytes;
    for (int64_t number = 1; rest.n > 0 && st == BK_OK; number++)
        st = add_fixed(v, k, seen, c, bk__str_cut(&rest, '\n'), number);
    if (st == BK_OK && seen->n == 0)
        st = bk__fail(v->ctx, BK_EFORMAT, v->opts.vocabulary, "the vocabulary holds no term");
    bk__view_close(&view);
    if (st != BK_OK) {
        bk__free(v->ctx, c);
        return st;
    }
    *out = c;
    *n = seen->n;
    return BK_OK;
}

/* A form is shown by the first column that wants it; a later one shows its bytes. */
static bk_status show(bk_vectorizer *v, const bk__shown *forms, uint32_t n)
{
    bk__map taken;
    bk__buf form;
    bk_status st = BK_OK;
    bk_str *shown = bk__alloc_array(v->ctx, (size_t)n + 1, sizeof *shown);
    if (!shown)
        return BK_ENOMEM;
    bk__map_init(&taken, v->ctx);
    bk__buf_init(&form, v->ctx);
    for (uint32_t i = 0; i < n && st == BK_OK; i++) {
        uint32_t id;
        bool added;
        st = bk__shown_of(forms, bk_vocab_term(v->vocab, i), &form);
        if (st == BK_OK)
            st = bk__map_put(&taken, bk__buf_str(&form), &id, &added);
        if (st == BK_OK)
            shown[i] = added ? bk__map_key(&taken, id) : bk_vocab_term(v->vocab, i);
    }
    if (st == BK_OK)
        st = bk__vocab_show(v->vocab, shown);
    bk__map_clear(&taken);
    bk__buf_clear(&form);
    bk__free(v->ctx, shown);
    return st;
}

/* Vocabulary and idf from the columns, and where each counted term goes: column[terms.n]. */
static bk_status set_columns(bk_vectorizer *v, const bk__counted *k, const candidate *c, uint32_t n,
                             uint32_t *column)
{
    bk_status st = BK_ENOMEM;
    bk_str *term = bk__alloc_array(v->ctx, n, sizeof *term);
    uint64_t *df = bk__alloc_array(v->ctx, n, sizeof *df);
    uint64_t *tf = bk__alloc_array(v->ctx, n, sizeof *tf);
    v->idf = bk__alloc_array(v->ctx, n, sizeof *v->idf);
    if (!term || !df || !tf || !v->idf)
        goto done;
    memset(column, 0xff, k->n * sizeof *column);
    for (uint32_t i = 0; i < n; i++) {
        term[i] = c[i].term;
        df[i] = c[i].df;
        tf[i] = c[i].tf;
        if (c[i].id != BK__NONE)
            column[c[i].id] = i;
    }
    bk__weight_idf(v->idf, df, n, k->rows, v->weighting.idf);
    st = bk__vectorizer_set_vocab(v, term, df, tf, n);
    if (st == BK_OK && k->shown.words.n > 0)
        st = show(v, &k->shown, n);
done:
    bk__free(v->ctx, term);
    bk__free(v->ctx, df);
    bk__free(v->ctx, tf);
    return st;
}

static bk_status make_weights(bk_vectorizer *v)
{
    size_t n = (size_t)bk__csr_n(&v->counts);
    v->weights = v->counts;
    v->weights.val = bk__alloc_array(v->ctx, n, sizeof *v->weights.val);
    if (!v->weights.val)
        return BK_ENOMEM;
    return bk__weight_apply(v->ctx, v->weights.val, &v->counts, v->idf, &v->weighting);
}

static bk_status fit_columns(bk_vectorizer *v, const bk__counted *k)
{
    candidate *c = NULL;
    uint32_t n = 0, *column = NULL;
    bk__map seen;
    bk_status st;
    bk__map_init(&seen, v->ctx);
    BK__TRY(st,
            v->opts.vocabulary ? fixed_columns(v, k, &seen, &c, &n) : free_columns(v, k, &c, &n),
            done);
    column = bk__alloc_array(v->ctx, k->n, sizeof *column);
    st = column ? set_columns(v, k, c, n, column) : BK_ENOMEM;
    if (st == BK_OK)
        st = bk__counted_csr(k, &v->counts, column, n);
done:
    bk__free(v->ctx, column);
    bk__free(v->ctx, c);
    bk__map_clear(&seen);
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

bk_status bk__vectorizer_finish(bk_vectorizer *v, const bk__counted *k)
{
    bk_status st = fit_columns(v, k);
    if (st != BK_OK)
        return st;
    v->weighting.mean_length = bk__weight_mean_length(&v->counts);
    return make_weights(v);
}

bk_status bk_vectorizer_fit(bk_ctx *ctx, bk_vectorizer **out, const bk_corpus *c,
                            const bk_vectorizer_opts *opts)
{
    bk__counted k = {0};
    bk_vectorizer *v;
    bk_status st = bk__vectorizer_begin(ctx, &v, opts);
    *out = NULL;
    if (st != BK_OK)
        return st;
    BK__TRY(st, copy_docs(v, c), done);
    BK__TRY(st, bk__count(ctx, &k, c, &v->opts), done);
    BK__TRY(st, bk__vectorizer_finish(v, &k), done);
    *out = v;
    v = NULL;
done:
    bk__counted_clear(&k);
    bk_vectorizer_free(v);
    return st;
}

bk_status bk_vectorizer_transform(bk_vectorizer *v, bk_csr *out, const bk_corpus *c)
{
    bk_ctx *ctx = v->ctx;
    bk__counted k = {0};
    bk_csr counts = {0};
    uint32_t *column = NULL;
    bk_status st;
    *out = (bk_csr){0};
    BK__TRY(st, bk__count(ctx, &k, c, &v->opts), done);
    column = bk__alloc_array(ctx, k.n, sizeof *column);
    if (!column) {
        st = BK_ENOMEM;
        goto done;
    }
    for (uint32_t i = 0; i < k.n; i++)
        column[i] = bk_vocab_find(v->vocab, k.term[i]);
    BK__TRY(st, bk__counted_csr(&k, &counts, column, v->counts.cols), done);
    BK__TRY(st, bk__weight_apply(ctx, counts.val, &counts, v->idf, &v->weighting), done);
    *out = counts;
    counts = (bk_csr){0};
done:
    bk_csr_free(ctx, &counts);
    bk__free(ctx, column);
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
