/* radix.h - records put in the order of the number that they begin with. */
#ifndef BK_BASE_RADIX_H
#define BK_BASE_RADIX_H

#include <stdint.h>
#include <string.h>

static inline uint64_t bk__radix_key(const void *record)
{
    uint64_t key;
    memcpy(&key, record, sizeof key);
    return key;
}

/* Sorts n records of `size` bytes, a constant, by the uint64_t at their beginning, a byte at a time
 * from the lowest; bytes that all share are passed, equal ones stay as they were. `other` has as
 * much room; returns which of the two holds the result. n < 2^32. */
static inline __attribute__((always_inline)) void *bk__radix_sort(void *at, void *other, size_t n,
                                                                  size_t size)
{
    uint32_t begin[8][256] = {{0}};
    char *from = at, *to = other;
    for (size_t i = 0; i < n; i++)
        for (int b = 0; b < 8; b++)
            begin[b][bk__radix_key(from + i * size) >> 8 * b & 255]++;
    for (int b = 0; b < 8 && n > 0; b++) {
        uint32_t *next = begin[b], sum = 0;
        if (next[bk__radix_key(from) >> 8 * b & 255] == n)
            continue;
        for (int d = 0; d < 256; d++) {
            uint32_t here = next[d];
            next[d] = sum;
            sum += here;
        }
        for (size_t i = 0; i < n; i++) {
            const char *record = from + i * size;
            memcpy(to + next[bk__radix_key(record) >> 8 * b & 255]++ * size, record, size);
        }
        char *swap = from;
        from = to;
        to = swap;
    }
    return from;
}

#endif
