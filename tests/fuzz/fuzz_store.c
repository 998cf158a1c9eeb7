/* fuzz_store.c - hostile containers. Checksums are set right first, or nothing behind them would
 * ever be reached; what is then accepted is read to the last byte. */
#include <stdlib.h>
#include <string.h>

#include "matrix/store.h"
#include "store_sums.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile uint64_t sink;

static void read_all(bk_ctx *ctx, const bk__store *s)
{
    bk_csr A;
    const int64_t *ptr;
    const char *bytes;
    size_t n;
    if (bk__store_get_csr(ctx, s, "counts", &A) == BK_OK)
        for (int64_t i = 0; i < A.rows; i++)
            for (int64_t p = A.ptr[i]; p < A.ptr[i + 1]; p++)
                sink += A.col[p] + (uint64_t)(A.val[p] > 0);
    if (bk__store_get_strings(ctx, s, "terms", &ptr, &bytes, &n) == BK_OK)
        for (size_t i = 0; i < n; i++)
            for (int64_t p = ptr[i]; p < ptr[i + 1]; p++)
                sink += (unsigned char)bytes[p];
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bk_ctx *ctx;
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    opts.threads = 1;
    if (bk_ctx_new(&ctx, &opts) != BK_OK)
        return 0;
    for (int fixed = 0; fixed < 2; fixed++) {
        size_t room = (size + 63) / 64 * 64;
        uint8_t *p = aligned_alloc(64, room ? room : 64);
        bk__store s = {0};
        if (!p)
            break;
        if (size)
            memcpy(p, data, size);
        if (fixed && size >= HEADER)
            set_sums(p, size, "fuzz");
        if (bk__store_parse(ctx, &s, (bk_str){(const char *)p, size}, "fuzz") == BK_OK)
            read_all(ctx, &s);
        bk__store_close(ctx, &s);
        free(p);
    }
    bk_ctx_free(ctx);
    return 0;
}
