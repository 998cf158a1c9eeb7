/* fuzz_json.c - any bytes as JSON: read, walk, write; what was written reads back as the same; the
 * quick reader of flat objects agrees. Written twice before that: bytes that are no UTF-8 are
 * replaced at first, so that two keys may have become one. */
#include <stdlib.h>

#include "support/flat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(bk__jw *w, const bk__value *v)
{
    switch (bk__json_type_of(v)) {
    case BK__NULL:
        bk__jw_null(w);
        break;
    case BK__BOOL:
        bk__jw_bool(w, bk__json_bool(v, false));
        break;
    case BK__NUMBER: {
        double x = bk__json_real(v, 0);
        bk__jw_real(w, x == 0 ? 0 : x); /* "-0" reads as the whole number 0 */
        break;
    }
    case BK__STRING:
        bk__jw_str(w, bk__json_str(v));
        break;
    case BK__ARRAY:
        bk__jw_open(w, '[');
        for (size_t i = 0; i < bk__json_size(v); i++)
            walk(w, bk__json_at(v, i)); /* the reader bounds the depth */
        bk__jw_close(w, ']');
        break;
    case BK__OBJECT: {
        bk_str key;
        const bk__value *inner;
        bk__jw_open(w, '{');
        for (size_t i = 0; bk__json_member(v, i, &key, &inner); i++) {
            bk__jw_key(w, key.p);
            walk(w, inner);
        }
        bk__jw_close(w, '}');
    }
    }
}

/* Writes the document; false where it is no JSON. */
static bool again(bk_ctx *ctx, bk_str text, bk__buf *out)
{
    bk__json *j;
    bk__jw w;
    if (bk__json_parse(ctx, &j, text, "fuzz") != BK_OK)
        return false;
    bk__jw_init(&w, out);
    walk(&w, bk__json_root(j));
    bk__json_free(j);
    return w.status == BK_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    bk__buf first, second, third;
    bool taken;
    opts.threads = 1;
    if (bk_ctx_new(&ctx, &opts) != BK_OK)
        return 0;
    bk__buf_init(&first, ctx);
    bk__buf_init(&second, ctx);
    bk__buf_init(&third, ctx);
    if (!flat_agrees(ctx, (bk_str){(const char *)data, size}, &taken))
        abort();
    if (again(ctx, (bk_str){(const char *)data, size}, &first)) {
        if (!again(ctx, bk__buf_str(&first), &second) ||
            !again(ctx, bk__buf_str(&second), &third) ||
            !bk__str_eq(bk__buf_str(&second), bk__buf_str(&third)))
            abort();
    }
    bk__buf_clear(&first);
    bk__buf_clear(&second);
    bk__buf_clear(&third);
    bk_ctx_free(ctx);
    return 0;
}
