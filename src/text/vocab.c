/* vocab.c - terms with their frequencies, found by bytes or by number. */
#include "text/vocab.h"

#include <string.h>

#include "base/map.h"

struct bk_vocab {
    bk_ctx *ctx;
    bk__map terms;
    bk__arena forms;
    bk_str *shown;     /* [terms.n]; NULL: the terms */
    uint64_t *df, *tf; /* [terms.n] */
};

static bk_status put_all(bk_vocab *v, const bk_str *term, uint32_t n)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < n && st == BK_OK; i++) {
        uint32_t id;
        bool added;
        st = bk__map_put(&v->terms, term[i], &id, &added);
        if (st == BK_OK && !added)
            st = bk__fail(v->ctx, BK_EFORMAT, "", "a term stands in the vocabulary twice");
    }
    return st;
}

bk_status bk__vocab_new(bk_ctx *ctx, bk_vocab **out, const bk_str *term, const uint64_t *df,
                        const uint64_t *tf, uint32_t n)
{
    *out = NULL;
    bk_vocab *v = bk__calloc(ctx, 1, sizeof *v);
    if (!v)
        return BK_ENOMEM;
    v->ctx = ctx;
    bk__map_init(&v->terms, ctx);
    bk__arena_init(&v->forms, ctx);
    v->df = bk__alloc_array(ctx, n, sizeof *v->df);
    v->tf = bk__alloc_array(ctx, n, sizeof *v->tf);
    bk_status st = v->df && v->tf ? put_all(v, term, n) : BK_ENOMEM;
    if (st != BK_OK) {
        bk__vocab_free(v);
        return st;
    }
    if (n > 0) {
        memcpy(v->df, df, n * sizeof *df);
        memcpy(v->tf, tf, n * sizeof *tf);
    }
    *out = v;
    return BK_OK;
}

bk_status bk__vocab_show(bk_vocab *v, const bk_str *shown)
{
    bk_str *copy = bk__arena_array(&v->forms, v->terms.n, sizeof *copy);
    bk_status st = copy || v->terms.n == 0 ? BK_OK : BK_ENOMEM;
    for (uint32_t i = 0; i < v->terms.n && st == BK_OK; i++)
        st = bk__arena_str(&v->forms, &copy[i], shown[i]);
    if (st == BK_OK)
        v->shown = copy;
    return st;
}

void bk__vocab_free(bk_vocab *v)
{
    if (!v)
        return;
    bk_ctx *ctx = v->ctx;
    bk__map_clear(&v->terms);
    bk__arena_clear(&v->forms);
    bk__free(ctx, v->df);
    bk__free(ctx, v->tf);
    bk__free(ctx, v);
}

uint32_t bk_vocab_size(const bk_vocab *v)
{
    return v->terms.n;
}

bk_str bk_vocab_term(const bk_vocab *v, uint32_t type)
{
    return bk__map_key(&v->terms, type);
}

bk_str bk_vocab_shown(const bk_vocab *v, uint32_t type)
{
    return v->shown ? v->shown[type] : bk_vocab_term(v, type);
}

uint64_t bk_vocab_df(const bk_vocab *v, uint32_t type)
{
    return v->df[type];
}

uint64_t bk_vocab_tf(const bk_vocab *v, uint32_t type)
{
    return v->tf[type];
}

uint32_t bk_vocab_find(const bk_vocab *v, bk_str term)
{
    return bk__map_find(&v->terms, term);
}
