/* fuzz_opt.c - any text as the value of an option of each type: what is accepted is in range and
 * reads back from its own JSON. */
#include <stdlib.h>

#include "base/opt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct opts {
    bool flag;
    int number;
    uint64_t bytes;
    double share;
    const char *how;
} opts;

static const char *const ways[] = {"one", "two", NULL};
static const bk_opt table[] = {
    {"flag", "f", "", BK_OPT_BOOL, offsetof(opts, flag), 0, 0, 1, NULL, NULL},
    {"number", "n", "N", BK_OPT_INT, offsetof(opts, number), 5, -9, 900, NULL, NULL},
    {"bytes", "b", "BYTES", BK_OPT_SIZE, offsetof(opts, bytes), 1, 1, 0x1p50, NULL, NULL},
    {"share", "s", "X", BK_OPT_REAL, offsetof(opts, share), 0.5, -1, 1e9, NULL, NULL},
    {"how", "h", "", BK_OPT_ENUM, offsetof(opts, how), 0, 0, 0, "one", ways},
};
#define N (sizeof table / sizeof *table)

static void read_back(bk_ctx *ctx, const opts *o)
{
    bk__buf b;
    bk__jw w;
    bk__json *j;
    bk__buf_init(&b, ctx);
    bk__jw_init(&w, &b);
    bk__opt_json(&w, table, N, o);
    if (w.status != BK_OK || bk__json_parse(ctx, &j, bk__buf_str(&b), "opts") != BK_OK)
        abort();
    if (bk__json_real(bk__json_get(bk__json_root(j), "share"), -5) != o->share)
        abort();
    bk__json_free(j);
    bk__buf_clear(&b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bk_ctx_opts ctx_opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    char *value;
    opts o;
    ctx_opts.threads = 1;
    if (bk_ctx_new(&ctx, &ctx_opts) != BK_OK)
        return 0;
    value = bk__strdup(ctx, (bk_str){(const char *)data, size});
    bk_opt_defaults(table, N, &o);
    for (size_t i = 0; value && i < N; i++) {
        bk_status st = bk_opt_set(ctx, table, N, &o, table[i].name, value);
        if (st != BK_OK && (st != BK_EINVAL || !bk_ctx_error(ctx)->message[0]))
            abort();
    }
    if (value)
        bk_opt_set(ctx, table, N, &o, value, "1");
    if (bk_opt_check(ctx, table, N, &o, "opts") != BK_OK)
        abort();
    read_back(ctx, &o);
    bk__free(ctx, value);
    bk_ctx_free(ctx);
    return 0;
}
