/* fuzz_csv.c - any bytes as a table with a header, fed whole and in small pieces: the same rows. */
#include <stdlib.h>

#include "corpus/read_csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct sum {
    uint64_t hash;
    size_t rows;
} sum;

static bk_status row(void *user, bk__record *r)
{
    sum *s = user;
    for (int f = 0; f < BK__N_FIELDS; f++)
        s->hash = s->hash * 31 + (r->field[f].p ? bk__hash(r->field[f].p, r->field[f].n) : 7);
    s->rows++;
    return BK_OK;
}

static sum run(bk_ctx *ctx, bk_str bytes, size_t piece)
{
    sum s = {0, 0};
    bk__names names;
    bk__csv *c;
    bk__arena arena;
    bk_status st = BK_OK;
    char separator;
    bk__arena_init(&arena, ctx);
    if (bk__names_init(&names, ctx, NULL) != BK_OK)
        abort();
    separator = bk__csv_sniff(bytes, &names);
    if (bk__csv_new(ctx, &c, separator ? separator : ',', &names) != BK_OK)
        abort();
    for (size_t i = 0; i < bytes.n && st == BK_OK; i += piece) {
        size_t n = bytes.n - i < piece ? bytes.n - i : piece;
        st = bk__csv_feed(c, (bk_str){bytes.p + i, n}, false, &arena, row, &s);
    }
    if (st == BK_OK)
        bk__csv_feed(c, (bk_str){"", 0}, true, &arena, row, &s);
    bk__csv_free(c);
    bk__names_clear(&names);
    bk__arena_clear(&arena);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    opts.threads = 1;
    if (bk_ctx_new(&ctx, &opts) != BK_OK)
        return 0;
    sum whole = run(ctx, (bk_str){(const char *)data, size}, size ? size : 1);
    sum small = run(ctx, (bk_str){(const char *)data, size}, 3);
    if (whole.hash != small.hash || whole.rows != small.rows)
        abort();
    bk_ctx_free(ctx);
    return 0;
}
