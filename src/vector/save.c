/* save.c - a vectorizer that is there, or its columns alone, into a container. */
#include "vector/save.h"

#include "text/vocab.h"
#include "vector/parts.h"

/* All of v, or its columns alone. */
static bk_status save(const bk_vectorizer *v, const char *path, const char *kind, bool rows,
                      const bk__store_out *more)
{
    bk_ctx *ctx = v->ctx;
    uint32_t V = bk_vocab_size(v->vocab);
    int64_t none[1] = {0};
    bk_str *term = bk__alloc_array(ctx, V, 2 * sizeof *term), *shown = term ? term + V : NULL;
    uint64_t *df = bk__alloc_array(ctx, V, 2 * sizeof *df), *tf = df ? df + V : NULL;
    bk__parts p = {.ctx = NULL};
    int first;
    bk_status st = term && df ? BK_OK : BK_ENOMEM;
    for (uint32_t i = 0; i < V && st == BK_OK; i++) {
        term[i] = bk_vocab_term(v->vocab, i);
        shown[i] = bk_vocab_shown(v->vocab, i);
        df[i] = bk_vocab_df(v->vocab, i);
        tf[i] = bk_vocab_tf(v->vocab, i);
    }
    if (st == BK_OK) {
        const bk__content c = {.term = term,
                               .shown = shown,
                               .df = df,
                               .tf = tf,
                               .idf = v->idf,
                               .counts = rows ? v->counts : (bk_csr){0, V, none, NULL, NULL},
                               .weights = rows ? v->weights.val : NULL};
        st = bk__parts_describe(&p, v, &c, &first);
    }
    for (int i = 0; more && i < more->n && st == BK_OK; i++)
        if (bk__store_put(&p.out, more->section[i].name, more->section[i].type, more->data[i],
                          (size_t)more->section[i].count) < 0)
            st = bk__fail(ctx, BK_EINVAL, path, "a container with too many sections");
    p.out.from = &v->store;
    if (st == BK_OK)
        st = bk__store_write(ctx, &p.out, path, kind);
    bk__parts_clear(&p);
    bk__free(ctx, term);
    bk__free(ctx, df);
    return st;
}

bk_status bk_vectorizer_save(bk_vectorizer *v, const char *path)
{
    return save(v, path, "vectorizer", true, NULL);
}

bk_status bk__vectorizer_save_columns(const bk_vectorizer *v, const char *path, const char *kind,
                                      const bk__store_out *more)
{
    return save(v, path, kind, false, more);
}
