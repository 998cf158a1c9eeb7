/* vocab.c - terms with their frequencies, found by bytes or by number. */
#include "text/vocab.h"

#include <string.h>

#include "base/map.h"
#include "base/str.h"

struct bk_vocab {
    bk_ctx *ctx;
    uint32_t n;
    bk_str *term; /* [n] */
    bool rising;  /* by bytes: found by halving; else through the map, which holds them */
    bk__map map;
    bk__arena forms;   /* of `shown`, and of terms that rise */
    bk_str *shown;     /* [n]; NULL: the terms */
    uint64_t *df, *tf; /* [n] */
};

static bool rise(const bk_str *term, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        if (bk__str_cmp(term[i - 1], term[i]) >= 0)
            return false;
    return true;
}

/* One after the other, in one block. */
static bk_status copy_all(bk_vocab *v, const bk_str *term)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < v->n; i++)
        bytes += term[i].n + 1;
    char *p = bk__arena_alloc(&v->forms, bytes);
    if (!p)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < v->n; i++) {
        v->term[i] = (bk_str){p, term[i].n};
        if (term[i].n > 0)
            memcpy(p, term[i].p, term[i].n);
        p += term[i].n;
        *p++ = 0;
    }
    return BK_OK;
}

static bk_status put_all(bk_vocab *v, const bk_str *term)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < v->n && st == BK_OK; i++) {
        uint32_t id;
        bool added;
        st = bk__map_put(&v->map, term[i], &id, &added);
        if (st == BK_OK && !added)
            st = bk__fail(v->ctx, BK_EFORMAT, "", "a term stands in the vocabulary twice");
        if (st == BK_OK)
            v->term[i] = bk__map_key(&v->map, id);
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
    v->n = n;
    bk__map_init(&v->map, ctx);
    bk__arena_init(&v->forms, ctx);
    v->term = bk__alloc_array(ctx, n, sizeof *v->term);
    v->df = bk__alloc_array(ctx, n, sizeof *v->df);
    v->tf = bk__alloc_array(ctx, n, sizeof *v->tf);
    v->rising = rise(term, n);
    bk_status st = !v->term || !v->df || !v->tf ? BK_ENOMEM
                   : v->rising                  ? copy_all(v, term)
                                                : put_all(v, term);
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
    bk_str *copy = bk__arena_array(&v->forms, v->n, sizeof *copy);
    bk_status st = copy || v->n == 0 ? BK_OK : BK_ENOMEM;
    for (uint32_t i = 0; i < v->n && st == BK_OK; i++)
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
    bk__map_clear(&v->map);
    bk__arena_clear(&v->forms);
    bk__free(ctx, v->term);
    bk__free(ctx, v->df);
    bk__free(ctx, v->tf);
    bk__free(ctx, v);
}

uint32_t bk_vocab_size(const bk_vocab *v)
{
    return v->n;
}

bk_str bk_vocab_term(const bk_vocab *v, uint32_t type)
{
    return v->term[type];
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
    return v->rising ? bk__str_search(v->term, v->n, term) : bk__map_find(&v->map, term);
}
