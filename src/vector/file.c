/* file.c - a vectorizer out of its container (vector/save.h). */
#include "vector/save.h"

#include <string.h>

#include "base/opt.h"
#include "matrix/csr.h"
#include "text/vocab.h"

void bk__vectorizer_pass(const bk_vectorizer *v)
{
    bk__store_pass(&v->store);
}

static bk_status broken(const bk_vectorizer *v, const char *what)
{
    return bk__fail(v->ctx, BK_EFORMAT, v->store.path, "not a readable vectorizer: %s", what);
}

/* One option from its JSON value; strings go to the arena. */
static bk_status set_opt(bk_vectorizer *v, const bk_opt *table, size_t n, size_t i, void *opts,
                         const bk__value *value)
{
    bk__buf text;
    bk_str copy = {NULL, 0};
    bk__buf_init(&text, v->ctx);
    bk_status st = BK_OK;
    switch (bk__json_type_of(value)) {
    case BK__NULL: /* a string that was not set */
        goto done;
    case BK__BOOL:
        copy = bk__str(bk__json_bool(value, false) ? "true" : "false");
        break;
    case BK__NUMBER:
        BK__TRY(st, bk__buf_real(&text, bk__json_real(value, 0)), done);
        copy = bk__buf_str(&text);
        break;
    case BK__STRING:
        copy = bk__json_str(value);
        break;
    default:
        st = broken(v, "an option is no plain value");
        goto done;
    }
    BK__TRY(st, bk__arena_str(&v->arena, &copy, copy), done);
    st = bk_opt_set(v->ctx, table, n, opts, table[i].name, copy.p);
done:
    bk__buf_clear(&text);
    return st;
}

static bk_status set_opts(bk_vectorizer *v, const bk_opt *table, size_t n, void *opts,
                          const bk__value *object)
{
    bk_status st = BK_OK;
    if (bk__json_type_of(object) != BK__OBJECT)
        return broken(v, "the options are absent");
    for (size_t i = 0; i < n && st == BK_OK; i++)
        st = set_opt(v, table, n, i, opts, bk__json_get(object, table[i].name));
    return st;
}

static bk_status load_opts(bk_vectorizer *v)
{
    const void *bytes;
    size_t n;
    bk__json *json = NULL;
    bk_vectorizer_opts o = BK_VECTORIZER_OPTS_INIT;
    bk_status st;
    BK__TRY(st, bk__store_get(v->ctx, &v->store, "opts", BK__U8, &bytes, &n), done);
    BK__TRY(st, bk__json_parse(v->ctx, &json, (bk_str){bytes, n}, v->store.path), done);
    const bk__value *root = bk__json_root(json);
    const bk_opt *table = bk_analyzer_opt_table(&n);
    BK__TRY(st, set_opts(v, table, n, &o.analyzer, bk__json_get(root, "analyzer")), done);
    table = bk_vectorizer_opt_table(&n);
    BK__TRY(st, set_opts(v, table, n, &o, bk__json_get(root, "vectorizer")), done);
    BK__TRY(st, bk__vectorizer_check(v->ctx, &o), done);
    BK__TRY(st, bk__vectorizer_set_opts(v, &o), done);
    BK__TRY(st, bk__weighting_parse(v->ctx, &v->weighting, o.tf, o.idf, o.norm), done);
    v->weighting.k1 = o.bm25_k1;
    v->weighting.b = o.bm25_b;
done:
    bk__json_free(json);
    return st;
}

enum { PIECE = 1 << 24 }; /* values, after which pages of a file may go under a budget */

static bool finite_at(bk__store_type type, const void *data, size_t i)
{
    double x = type == BK__F64 ? ((const double *)data)[i] : (double)((const float *)data)[i];
    return x - x == 0;
}

static bk_status check_finite(const bk_vectorizer *v, bk__store_type type, const void *data,
                              size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!finite_at(type, data, i))
            return broken(v, "a value is not finite");
        if ((i + 1) % PIECE == 0 && bk__memory_most(v->ctx) > 0)
            bk__vectorizer_pass(v);
    }
    return BK_OK;
}

/* A section that must hold `count` values, finite ones where they are real. */
static bk_status load_array(bk_vectorizer *v, const char *name, bk__store_type type, size_t count,
                            const void **data)
{
    size_t n;
    bk_status st = bk__store_get(v->ctx, &v->store, name, type, data, &n);
    if (st == BK_OK && n != count)
        st = broken(v, "its sections have different lengths");
    if (st == BK_OK && (type == BK__F64 || type == BK__F32))
        st = check_finite(v, type, *data, n);
    return st;
}

/* [V] views in `out`. */
static bk_status load_forms(bk_vectorizer *v, const char *name, size_t V, bk_str *out)
{
    const int64_t *ptr;
    const char *bytes;
    size_t n;
    bk_status st = bk__store_get_strings(v->ctx, &v->store, name, &ptr, &bytes, &n);
    if (st == BK_OK && n != V)
        st = broken(v, "there are not as many terms as columns");
    for (size_t i = 0; i < V && st == BK_OK; i++)
        out[i] = (bk_str){bytes + ptr[i], (size_t)(ptr[i + 1] - ptr[i])};
    return st;
}

static bk_status load_terms(bk_vectorizer *v, size_t V)
{
    const void *df, *tf, *idf;
    bk_str *term = NULL;
    bk_status st;
    BK__TRY(st, load_array(v, "df", BK__I64, V, &df), done);
    BK__TRY(st, load_array(v, "tf", BK__I64, V, &tf), done);
    BK__TRY(st, load_array(v, "idf", BK__F64, V, &idf), done);
    term = bk__alloc_array(v->ctx, V, sizeof *term);
    if (!term)
        return BK_ENOMEM;
    v->idf = (double *)(uintptr_t)idf;
    BK__TRY(st, load_forms(v, "terms", V, term), done);
    BK__TRY(st, bk__vectorizer_set_vocab(v, term, df, tf, (uint32_t)V), done);
    BK__TRY(st, load_forms(v, "shown", V, term), done);
    st = bk__vocab_show(v->vocab, term);
done:
    bk__free(v->ctx, term);
    return st;
}

static bk_status load_strings(bk_vectorizer *v, const char *name, bk_str *out)
{
    const int64_t *ptr;
    const char *bytes;
    size_t n;
    bk_status st = bk__store_get_strings(v->ctx, &v->store, name, &ptr, &bytes, &n);
    if (st == BK_OK && n != (size_t)v->docs.n)
        st = broken(v, "there are not as many articles as rows");
    for (size_t i = 0; st == BK_OK && i < n; i++)
        out[i] = (bk_str){bytes + ptr[i], (size_t)(ptr[i + 1] - ptr[i])};
    return st;
}

static bk_status load_docs(bk_vectorizer *v)
{
    bk_str *id, *source, *title;
    int64_t *published;
    const void *dates;
    bk_status st;
    BK__TRY(st, bk__vectorizer_docs_new(v, v->counts.rows, &id, &source, &title, &published), done);
    BK__TRY(st, load_strings(v, "id", id), done);
    BK__TRY(st, load_strings(v, "source", source), done);
    BK__TRY(st, load_strings(v, "title", title), done);
    BK__TRY(st, load_array(v, "published", BK__I64, (size_t)v->docs.n, &dates), done);
    if (v->docs.n > 0)
        memcpy(published, dates, (size_t)v->docs.n * sizeof *published);
done:
    return st;
}

static bk_status load_all(bk_vectorizer *v)
{
    const void *mean, *weights;
    bk_status st;
    BK__TRY(st, load_opts(v), done);
    BK__TRY(st, load_array(v, "weighting", BK__F64, 1, &mean), done);
    memcpy(&v->weighting.mean_length, mean, sizeof(double));
    if (!(v->weighting.mean_length > 0))
        return broken(v, "the mean length of an article is not positive");
    BK__TRY(st, bk__store_get_csr(v->ctx, &v->store, "counts", &v->counts), done);
    BK__TRY(st, load_array(v, "weights.val", BK__F32, (size_t)bk__csr_n(&v->counts), &weights),
            done);
    v->weights = v->counts;
    v->weights.val = (float *)(uintptr_t)weights;
    BK__TRY(st, load_terms(v, (size_t)v->counts.cols), done);
    BK__TRY(st, load_docs(v), done);
    if (bk__memory_most(v->ctx) > 0)
        bk__vectorizer_pass(v);
done:
    return st;
}

bool bk_vectorizer_is(const char *path)
{
    return bk__store_is(path, "vectorizer");
}

static bk_status load(bk_ctx *ctx, bk_vectorizer **out, const char *path, const char *kind)
{
    *out = NULL;
    bk_vectorizer *v = bk__calloc(ctx, 1, sizeof *v);
    if (!v)
        return BK_ENOMEM;
    v->ctx = ctx;
    bk__arena_init(&v->arena, ctx);
    bk__arena_init(&v->texts, ctx);
    bk_status st = bk__store_open(ctx, &v->store, path, kind);
    if (st == BK_OK)
        st = load_all(v);
    if (st == BK_OK)
        *out = v;
    else
        bk_vectorizer_free(v);
    return st;
}

bk_status bk_vectorizer_load(bk_ctx *ctx, bk_vectorizer **out, const char *path)
{
    return load(ctx, out, path, "vectorizer");
}

bk_status bk__vectorizer_load_columns(bk_ctx *ctx, bk_vectorizer **out, const char *path,
                                      const char *kind, const bk__store **store)
{
    bk_status st = load(ctx, out, path, kind);
    *store = st == BK_OK ? &(*out)->store : NULL;
    return st;
}
