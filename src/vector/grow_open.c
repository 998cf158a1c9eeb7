/* grow_open.c - a store that articles are to be added to: was it made for that, and in this way?
 *
 * Nothing in it is believed: numbers of terms are compared, lists must rise. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/opt.h"
#include "vector/grow.h"

static bk_status broken(const bk__grown *g, const char *what)
{
    return bk__fail(g->ctx, BK_EFORMAT, g->v->store.path, "not a readable store: %s", what);
}

/* ---- the way of reading ---------------------------------------------------------------------- */
/* The sum of a list's bytes, so that another list under the same name is noticed. */
static bk_status list_json(bk_ctx *ctx, bk__jw *w, const char *name, const char *path)
{
    bk__view view;
    char sum[24];
    if (!path || !bk__file_exists(path)) /* the word lists of the models */
        return BK_OK;
    bk_status st = bk__view_open(ctx, &view, path);
    if (st != BK_OK)
        return st;
    snprintf(sum, sizeof sum, "%016" PRIx64, bk__hash(view.bytes.p, view.bytes.n));
    bk__view_close(&view);
    bk__jw_key(w, name);
    bk__jw_z(w, sum);
    return w->status;
}

static bk_status may_grow(const bk_vectorizer *v, const bk_clean_opts *clean)
{
    if (clean && clean->clean && clean->min_repeats > 0)
        return bk__fail(v->ctx, BK_EINVAL, "min-repeats",
                        "which lines recur is learned from all articles and cannot be revised "
                        "when some are added: a store that grows wants --min-repeats 0");
    if (bk__count_is_whole(&v->opts))
        return bk__fail(v->ctx, BK_EINVAL, "join-collocations",
                        "which words belong together depends on all articles: a store that grows "
                        "cannot join them");
    return BK_OK;
}

bk_status bk__grow_how(const bk_vectorizer *v, const bk_clean_opts *clean, bk__buf *out)
{
    const bk_analyzer_opts *a = &v->opts.analyzer;
    size_t n;
    const bk_opt *table = bk_clean_opt_table(&n);
    bk__jw w;
    bk_status st;
    BK__TRY(st, may_grow(v, clean), done);
    bk__jw_init(&w, out);
    bk__jw_open(&w, '{');
    bk__jw_key(&w, "version of bingkai");
    bk__jw_z(&w, bk_version());
    bk__jw_key(&w, "cleaning");
    if (clean)
        bk__opt_json(&w, table, n, clean);
    else
        bk__jw_null(&w);
    BK__TRY(st, list_json(v->ctx, &w, "list of stop words", a->stopwords), done);
    BK__TRY(st, list_json(v->ctx, &w, "list of exceptions", a->exceptions), done);
    bk__jw_close(&w, '}');
    st = w.status;
done:
    return st;
}

/* ---- options --------------------------------------------------------------------------------- */
static bk_status same_opts(const bk__grown *g, const bk_opt *table, size_t n, const void *a,
                           const void *b)
{
    bk__buf x, y;
    bk__jw was, is;
    bk_status st = BK_OK;
    bk__buf_init(&x, g->ctx);
    bk__buf_init(&y, g->ctx);
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        x.n = y.n = 0;
        bk__jw_init(&was, &x);
        bk__opt_json(&was, &table[i], 1, a);
        BK__TRY(st, was.status, done);
        bk__jw_init(&is, &y);
        bk__opt_json(&is, &table[i], 1, b);
        BK__TRY(st, is.status, done);
        if (!bk__str_eq(bk__buf_str(&x), bk__buf_str(&y)))
            st = bk__fail(g->ctx, BK_EINVAL, g->v->store.path,
                          "the store was made with another --%s: %.*s, now %.*s", table[i].name,
                          (int)x.n, x.p, (int)y.n, y.p);
    }
done:
    bk__buf_clear(&x);
    bk__buf_clear(&y);
    return st;
}

/* Member by member, so that the message names the one that differs. */
static bk_status same_members(const bk__grown *g, const bk__value *a, const bk__value *b)
{
    bk_status st = BK_OK;
    bk_str name;
    const bk__value *value;
    for (size_t i = 0; st == BK_OK && bk__json_member(b, i, &name, &value); i++) {
        char z[64];
        snprintf(z, sizeof z, "%.*s", (int)name.n, name.p);
        const bk__value *was = bk__json_get(a, z);
        if (bk__json_type_of(value) == BK__OBJECT && bk__json_type_of(was) == BK__OBJECT)
            st = same_members(g, was, value);
        else if (!bk__json_same(was, value))
            st = bk__fail(g->ctx, BK_EINVAL, g->v->store.path, "the store was made with another %s",
                          z);
    }
    return st;
}

/* How the articles were read. */
static bk_status same_way(const bk__grown *g, bk_str was, bk_str is)
{
    bk__json *x = NULL, *y = NULL;
    bk_status st;
    BK__TRY(st, bk__json_parse(g->ctx, &x, was, g->v->store.path), done);
    BK__TRY(st, bk__json_parse(g->ctx, &y, is, ""), done);
    if (bk__json_type_of(bk__json_root(x)) != BK__OBJECT)
        st = broken(g, "it does not say how articles were read");
    else
        st = same_members(g, bk__json_root(x), bk__json_root(y));
done:
    bk__json_free(x);
    bk__json_free(y);
    return st;
}

static bk_status check(const bk__grown *g, const bk_vectorizer *v, bk_str how)
{
    const void *bytes;
    size_t n;
    bool grows = false;
    for (uint64_t i = 0; i < g->v->store.n; i++)
        grows = grows || strcmp(g->v->store.section[i].name, "grow") == 0;
    if (!grows)
        return bk__fail(g->ctx, BK_EINVAL, g->v->store.path,
                        "nothing can be added to this store: it was made without --growing");
    bk_status st = bk__store_get(g->ctx, &g->v->store, "grow", BK__U8, &bytes, &n);
    size_t m;
    const bk_opt *table = bk_vectorizer_opt_table(&m);
    if (st == BK_OK)
        st = same_opts(g, table, m, &g->v->opts, &v->opts);
    table = bk_analyzer_opt_table(&m);
    if (st == BK_OK)
        st = same_opts(g, table, m, &g->v->opts.analyzer, &v->opts.analyzer);
    return st == BK_OK ? same_way(g, (bk_str){bytes, n}, how) : st;
}

/* ---- sections -------------------------------------------------------------------------------- */
static bk_status get(const bk__grown *g, const char *name, bk__store_type type, size_t count,
                     const void **out)
{
    size_t n;
    bk_status st = bk__store_get(g->ctx, &g->v->store, name, type, out, &n);
    return st == BK_OK && n != count ? broken(g, "its sections have different lengths") : st;
}

/* Views, yours (the array). */
static bk_status get_strings(const bk__grown *g, const char *name, bk_str **out, size_t *n)
{
    const int64_t *ptr;
    const char *bytes;
    bk_status st = bk__store_get_strings(g->ctx, &g->v->store, name, &ptr, &bytes, n);
    if (st != BK_OK)
        return st;
    if (*n >= BK__NONE && strncmp(name, "form", 4) != 0)
        return broken(g, "it has too many terms");
    bk_str *s = *out = bk__alloc_array(g->ctx, *n, sizeof *s);
    if (!s)
        return BK_ENOMEM;
    for (size_t i = 0; i < *n; i++)
        s[i] = (bk_str){bytes + ptr[i], (size_t)(ptr[i + 1] - ptr[i])};
    return BK_OK;
}

static bk_status get_terms(bk__grown *g, const char *name, bk_str **out, uint32_t *n)
{
    size_t count;
    bk_status st = get_strings(g, name, out, &count);
    for (size_t i = 1; i < count && st == BK_OK; i++)
        if (bk__str_cmp((*out)[i - 1], (*out)[i]) >= 0)
            st = broken(g, "its terms do not rise");
    *n = st == BK_OK ? (uint32_t)count : 0;
    return st;
}

static bk_status get_rows(bk__grown *g)
{
    const void *ptr, *col, *count;
    size_t D = (size_t)g->rows;
    bk_status st;
    BK__TRY(st, get(g, "all.ptr", BK__I64, D + 1, &ptr), done);
    g->ptr = ptr;
    if (g->ptr[0] != 0 || g->ptr[D] < 0)
        return broken(g, "its rows do not begin at 0");
    for (size_t i = 0; i < D; i++)
        if (g->ptr[i + 1] < g->ptr[i])
            return broken(g, "a row ends before it begins");
    BK__TRY(st, get(g, "all.col", BK__U32, (size_t)g->ptr[D], &col), done);
    BK__TRY(st, get(g, "all.count", BK__U32, (size_t)g->ptr[D], &count), done);
    g->col = col;
    g->count = count;
    for (size_t i = 0; i < D; i++)
        for (int64_t p = g->ptr[i]; p < g->ptr[i + 1]; p++)
            if (g->col[p] >= g->n || g->count[p] == 0 ||
                (p > g->ptr[i] && g->col[p] <= g->col[p - 1]))
                return broken(g, "a row breaks its own rules");
done:
    return st;
}

static bk_status get_forms(bk__grown *g)
{
    const void *word, *all, *inside, *capital;
    bk_str *fold = NULL, *surface = NULL;
    uint32_t words = g->n_word > 0 ? g->n_word : g->n;
    size_t n = 0, m = 0;
    bk_status st;
    BK__TRY(st, get_strings(g, "form.fold", &fold, &n), done);
    BK__TRY(st, get_strings(g, "form.surface", &surface, &m), done);
    BK__TRY(st, get(g, "form.word", BK__U32, n, &word), done);
    BK__TRY(st, get(g, "form.all", BK__I64, n, &all), done);
    BK__TRY(st, get(g, "form.inside", BK__I64, n, &inside), done);
    BK__TRY(st, get(g, "form.capital", BK__U8, n, &capital), done);
    if (m != n) {
        st = broken(g, "its sections have different lengths");
        goto done;
    }
    g->form = bk__alloc_array(g->ctx, n, sizeof *g->form);
    st = g->form ? BK_OK : BK_ENOMEM;
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        g->form[i] = (bk__written){fold[i],
                                   surface[i],
                                   ((const uint64_t *)all)[i],
                                   ((const uint64_t *)inside)[i],
                                   ((const uint32_t *)word)[i],
                                   ((const char *)capital)[i] != 0};
        if (g->form[i].word >= words)
            st = broken(g, "a written form belongs to no word");
    }
    g->n_form = n;
done:
    bk__free(g->ctx, fold);
    bk__free(g->ctx, surface);
    return st;
}

bk_status bk__grown_open(bk__grown *g, const char *path, const bk_vectorizer *v, bk_str how)
{
    const void *df, *tf, *hash;
    *g = (bk__grown){.ctx = v->ctx};
    bk_status st = bk_vectorizer_load(g->ctx, &g->v, path);
    if (st != BK_OK)
        return st;
    g->rows = g->v->docs.n;
    BK__TRY(st, check(g, v, how), done);
    BK__TRY(st, get_terms(g, "all.terms", &g->term, &g->n), done);
    BK__TRY(st, get_terms(g, "words", &g->word, &g->n_word), done);
    BK__TRY(st, get(g, "all.df", BK__I64, g->n, &df), done);
    BK__TRY(st, get(g, "all.tf", BK__I64, g->n, &tf), done);
    BK__TRY(st, get(g, "id.hash", BK__I64, (size_t)g->rows, &hash), done);
    g->df = df;
    g->tf = tf;
    g->hash = hash;
    BK__TRY(st, get_rows(g), done);
    st = get_forms(g);
done:
    if (st != BK_OK)
        bk__grown_close(g);
    return st;
}

void bk__grown_close(bk__grown *g)
{
    if (!g->ctx)
        return;
    bk__free(g->ctx, g->term);
    bk__free(g->ctx, g->word);
    bk__free(g->ctx, g->form);
    bk_vectorizer_free(g->v);
    *g = (bk__grown){0};
}
