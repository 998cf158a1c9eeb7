/* fuzz_jsonl.c - any bytes as JSON lines and as JSON values in a row: cut and parsed; pieces lie in
 * the input and nothing is cut twice. */
#include <stdlib.h>

#include "corpus/read_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run(bk_ctx *ctx, bk_str bytes, bool lines)
{
    bk__cutter c = {.lines = lines};
    bk__names names;
    bk_str value;
    size_t before = 0;
    if (bk__names_init(&names, ctx, NULL) != BK_OK)
        abort();
    while (bk__cut_value(&c, bytes, true, &value)) {
        bk__arena arena;
        bk__record r = {.json = value, .line = c.number};
        if (value.n > 0 && (value.p < bytes.p + before || value.p + value.n > bytes.p + bytes.n))
            abort();
        if (bk__cut_done(&c) <= before)
            abort();
        before = bk__cut_done(&c);
        bk__arena_init(&arena, ctx);
        if (value.n > 0 && bk__json_record(ctx, &r, &names, &arena) != BK_OK)
            abort();
        bk__arena_clear(&arena);
    }
    bk__names_clear(&names);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    opts.threads = 1;
    if (bk_ctx_new(&ctx, &opts) != BK_OK)
        return 0;
    run(ctx, (bk_str){(const char *)data, size}, true);
    run(ctx, (bk_str){(const char *)data, size}, false);
    bk_ctx_free(ctx);
    return 0;
}
