/* store_sums.h - a made-up container gets sums that are right: what lies behind them is reached. */
#ifndef TESTS_FUZZ_STORE_SUMS_H
#define TESTS_FUZZ_STORE_SUMS_H

#include <stdint.h>
#include <string.h>

#include "base/str.h"

enum { HEADER = 64, ROW = 64 };

static inline uint64_t get64(const uint8_t *p)
{
    uint64_t x;
    memcpy(&x, p, sizeof x);
    return x;
}

static inline void put64(uint8_t *p, uint64_t x)
{
    memcpy(p, &x, sizeof x);
}

/* n >= HEADER. */
static inline void set_sums(uint8_t *p, size_t n, const char *kind)
{
    uint64_t sections = get64(p + 32);
    uint64_t mark = (uint64_t)0x01020304 << 32 | 1;
    memcpy(p, "bingkai\n", 8);
    put64(p + 8, mark);
    memset(p + 16, 0, 16);
    memcpy(p + 16, kind, strlen(kind));
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

#endif
