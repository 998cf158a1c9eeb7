/* hash.h - the hash of str.h, for the two files whose inner loops want it without a call.
 *
 * Folded 64 x 64 -> 128 bit products over 16 bytes at a time, two lanes past 32 bytes. The keys
 * are the first 64 bits behind the point of the square roots of 2, 3, 5 and 7 (fractional parts,
 * as in SHA-512). */
#ifndef BK_BASE_HASH_H
#define BK_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

__extension__ typedef unsigned __int128 bk__wide;
#define BK__KEY_A 0x6A09E667F3BCC908u
#define BK__KEY_B 0xBB67AE8584CAA73Bu
#define BK__KEY_C 0x3C6EF372FE94F82Bu
#define BK__KEY_D 0xA54FF53A5F1D36F1u

static inline uint64_t bk__fold(uint64_t a, uint64_t b)
{
    bk__wide m = (bk__wide)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static inline uint64_t bk__load8(const unsigned char *p)
{
    uint64_t x;
    memcpy(&x, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap64(x);
#endif
    return x;
}

static inline uint64_t bk__load4(const unsigned char *p)
{
    uint32_t x;
    memcpy(&x, p, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    x = __builtin_bswap32(x);
#endif
    return x;
}

static inline uint64_t bk__hash_inline(const void *key, size_t n)
{
    const unsigned char *p = key;
    uint64_t a = 0, b = 0, h = BK__KEY_A, g = BK__KEY_D;
    size_t left = n;
    if (left > 32) {
        do {
            h = bk__fold(bk__load8(p) ^ BK__KEY_B, bk__load8(p + 8) ^ h);
            g = bk__fold(bk__load8(p + 16) ^ BK__KEY_C, bk__load8(p + 24) ^ g);
            p += 32, left -= 32;
        } while (left > 32);
        h ^= g;
    }
    if (left > 16) {
        h = bk__fold(bk__load8(p) ^ BK__KEY_B, bk__load8(p + 8) ^ h);
        p += 16, left -= 16;
    }
    if (left >= 8) {
        a = bk__load8(p), b = bk__load8(p + left - 8);
    } else if (left >= 4) {
        a = bk__load4(p), b = bk__load4(p + left - 4);
    } else if (left > 0) {
        a = ((uint64_t)p[0] << 16) | ((uint64_t)p[left >> 1] << 8) | p[left - 1];
    }
    return bk__fold(bk__fold(a ^ BK__KEY_B, b ^ h) ^ BK__KEY_C, (uint64_t)n ^ BK__KEY_D);
}

#endif
