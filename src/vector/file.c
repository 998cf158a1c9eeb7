/* file.c - a vectorizer in one container (matrix/store.h), kind "vectorizer".
 *
 *     opts        u8   the options as JSON: {"analyzer": {...}, "vectorizer": {...}}
 *     weighting   f64  mean length of a row
 *     terms.* shown.*  ptr i64 [V+1], bytes u8: as counted, as written for people; df, tf: i64 [V];
 * idf f64 [V] counts.*         size, ptr, col, val; weights u8-for-u8 the same shape: weights.val
 * f32 [N] id.* source.* title.*  strings of the articles; published i64 [D] Absent strings come
 * back empty. Paths of word lists are kept as they were given. */
#include "vector/vectorizer.h"

#include <stdio.h>
#include <string.h>

#include "base/opt.h"
#include "matrix/csr.h"
#include "text/vocab.h"

/* ---- saving --------------------------------------------------------------------------------- */
typedef struct strings {
    int64_t *ptr;
    char *bytes;
    size_t n;
} strings;

/* n strings, one after the other: at(user, i). */
static bk_status pack(bk_ctx *ctx, strings *out, size_t n, bk_str (*at)(const void *, size_t),
                      const void *user)
{
    size_t sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += at(user, i).n;
    out->n = n;
    out->ptr = bk__alloc_array(ctx, n + 1, sizeof *out->ptr);
    out->bytes = bk__alloc(ctx, sum);
    if (!out->ptr || !out->bytes)
        return BK_ENOMEM;
    out->ptr[0] = 0;
    for (size_t i = 0; i < n; i++) {
        bk_str s = at(user, i);
        if (s.n > 0)
            memcpy(out->bytes + out->ptr[i], s.p, s.n);
        out->ptr[i + 1] = out->ptr[i] + (int64_t)s.n;
    }
    return BK_OK;
}

static bk_str doc_string(const void *user, size_t i)
{
    return ((const bk_str *)user)[i];
}

static bk_str term_string(const void *user, size_t i)
{
    return bk_vocab_term(user, (uint32_t)i);
}

static bk_str shown_string(const void *user, size_t i)
{
    return bk_vocab_shown(user, (uint32_t)i);
}

static void put_strings(bk__store_out *o, const char *name, const strings *s)
{
    char part[32];
    snprintf(part, sizeof part, "%s.ptr", name);
    bk__store_put(o, part, BK__I64, s->ptr, s->n + 1);
    snprintf(part, sizeof part, "%s.bytes", name);
    bk__store_put(o, part, BK__U8, s->bytes, (size_t)s->ptr[s->n]);
}

static bk_status opts_json(const bk_vectorizer *v, bk__buf *out)
{
    size_t n;
    bk__jw w;
    bk__jw_init(&w, out);
    bk__jw_open(&w, '{');
    bk__jw_key(&w, "analyzer");
    const bk_opt *table = bk_analyzer_opt_table(&n);
    bk__opt_json(&w, table, n, &v->opts.analyzer);
    bk__jw_key(&w, "vectorizer");
    table = bk_vectorizer_opt_table(&n);
    bk__opt_json(&w, table, n, &v->opts);
    bk__jw_close(&w, '}');
    return w.status;
}

/* df and tf side by side: [2 x V]. */
static int64_t *frequencies(const bk_vectorizer *v)
{
    uint32_t n = bk_vocab_size(v->vocab);
    int64_t *f = bk__alloc_array(v->ctx, n, 2 * sizeof *f);
    for (uint32_t i = 0; f && i < n; i++) {
        f[i] = (int64_t)bk_vocab_df(v->vocab, i);
        f[n + i] = (int64_t)bk_vocab_tf(v->vocab, i);
    }
    return f;
}

bk_status bk_vectorizer_save(bk_vectorizer *v, const char *path)
{
    bk_ctx *ctx = v->ctx;
    strings terms = {0}, shown = {0}, id = {0}, source = {0}, title = {0};
    size_t D = (size_t)v->docs.n, V = bk_vocab_size(v->vocab);
    int64_t size[2], *f = frequencies(v);
    bk__store_out o = {0};
    bk__buf json;
    bk__buf_init(&json, ctx);
    bk_status st = f ? BK_OK : BK_ENOMEM;
    if (st != BK_OK)
        goto done;
    BK__TRY(st, opts_json(v, &json), done);
    BK__TRY(st, pack(ctx, &terms, V, term_string, v->vocab), done);
    BK__TRY(st, pack(ctx, &shown, V, shown_string, v->vocab), done);
    BK__TRY(st, pack(ctx, &id, D, doc_string, v->docs.id), done);
    BK__TRY(st, pack(ctx, &source, D, doc_string, v->docs.source), done);
    BK__TRY(st, pack(ctx, &title, D, doc_string, v->docs.title), done);
    bk__store_put(&o, "opts", BK__U8, json.p, json.n);
    bk__store_put(&o, "weighting", BK__F64, &v->weighting.mean_length, 1);
    put_strings(&o, "terms", &terms);
    put_strings(&o, "shown", &shown);
    bk__store_put(&o, "df", BK__I64, f, V);
    bk__store_put(&o, "tf", BK__I64, f + V, V);
    bk__store_put(&o, "idf", BK__F64, v->idf, V);
    bk__store_put_csr(&o, "counts", &v->counts, size);
    bk__store_put(&o, "weights.val", BK__F32, v->weights.val, (size_t)bk__csr_n(&v->weights));
    put_strings(&o, "id", &id);
    put_strings(&o, "source", &source);
    put_strings(&o, "title", &title);
    bk__store_put(&o, "published", BK__I64, v->docs.published, D);
    st = bk__store_write(ctx, &o, path, "vectorizer");
done:;
    enum { ALL = 5 };
    strings *all[ALL] = {&terms, &shown, &id, &source, &title};
    for (int i = 0; i < ALL; i++) {
        bk__free(ctx, all[i]->ptr);
        bk__free(ctx, all[i]->bytes);
    }
    bk__free(ctx, f);
    bk__buf_clear(&json);
    return st;
}

/* ---- loading -------------------------------------------------------------------------------- */
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

/* A section that must hold `count` values, finite ones where they are doubles. */
static bk_status load_array(bk_vectorizer *v, const char *name, bk__store_type type, size_t count,
                            const void **data)
{
    size_t n;
    bk_status st = bk__store_get(v->ctx, &v->store, name, type, data, &n);
    if (st == BK_OK && n != count)
        st = broken(v, "its sections have different lengths");
    const double *real = *data;
    const float *single = *data;
    for (size_t i = 0; st == BK_OK && i < n; i++)
        if ((type == BK__F64 && !(real[i] - real[i] == 0)) ||
            (type == BK__F32 && !(single[i] - single[i] == 0)))
            st = broken(v, "a value is not finite");
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
done:
    return st;
}

bool bk_vectorizer_is(const char *path)
{
    return bk__store_is(path, "vectorizer");
}

bk_status bk_vectorizer_load(bk_ctx *ctx, bk_vectorizer **out, const char *path)
{
    *out = NULL;
    bk_vectorizer *v = bk__calloc(ctx, 1, sizeof *v);
    if (!v)
        return BK_ENOMEM;
    v->ctx = ctx;
    bk__arena_init(&v->arena, ctx);
    bk_status st = bk__store_open(ctx, &v->store, path, "vectorizer");
    if (st == BK_OK)
        st = load_all(v);
    if (st == BK_OK)
        *out = v;
    else
        bk_vectorizer_free(v);
    return st;
}
