/* fuzz_store.c - hostile containers. Checksums are set right first, or nothing behind them would
 * ever be reached; what is then accepted is read to the last byte. */
#include <stdlib.h>
#include <string.h>

#include "matrix/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEADER = 64, ROW = 64 };

static uint64_t get64(const uint8_t *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

static void put64(uint8_t *p, uint64_t x)
{
    memcpy(p, &x, sizeof x);
}

static void set_sums(uint8_t *p, size_t n)
{
    uint64_t sections = get64(p + 32);
    uint64_t mark = (uint64_t)0x01020304 << 32 | 1;
    memcpy(p, "bingkai\n", 8);
    put64(p + 8, mark);
    memcpy(p + 16, "fuzz\0\0\0\0\0\0\0\0\0\0\0\0", 16);
    put64(p + 40, n);
    for (uint64_t i = 0; i < sections && HEADER + (i + 1) * ROW <= n; i++) {
        static const uint8_t widths[] = {0, 1, 4, 8, 4, 8};
        uint8_t *row = p + HEADER + i * ROW;
        uint32_t type;
        memcpy(&type, row + 32, sizeof type);
        uint64_t count = get64(row + 40), at = get64(row + 48);
        uint64_t width = type < sizeof widths ? widths[type] : 0;
        if (width && at <= n && count <= (n - at) / width)
            put64(row + 56, bk__hash(p + at, (size_t)(count * width)));
    }
    if (sections <= (n - HEADER) / ROW)
        put64(p + 48, bk__hash(p + HEADER, (size_t)sections * ROW));
    put64(p + 56, bk__hash(p, 56));
}

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
            set_sums(p, size);
        if (bk__store_parse(ctx, &s, (bk_str){(const char *)p, size}, "fuzz") == BK_OK)
            read_all(ctx, &s);
        bk__store_close(ctx, &s);
        free(p);
    }
    bk_ctx_free(ctx);
    return 0;
}
