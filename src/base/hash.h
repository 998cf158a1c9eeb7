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

/* What stands behind whole blocks of 32 bytes: p[0, left), left <= 32, of n in all. */
static inline uint64_t bk__hash_tail(uint64_t h, const unsigned char *p, size_t left, size_t n)
{
    uint64_t a = 0, b = 0;
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

static inline uint64_t bk__hash_inline(const void *key, size_t n)
{
    const unsigned char *p = key;
    uint64_t h = BK__KEY_A, g = BK__KEY_D;
    size_t left = n;
    if (left > 32) {
        do {
            h = bk__fold(bk__load8(p) ^ BK__KEY_B, bk__load8(p + 8) ^ h);
            g = bk__fold(bk__load8(p + 16) ^ BK__KEY_C, bk__load8(p + 24) ^ g);
            p += 32, left -= 32;
        } while (left > 32);
        h ^= g;
    }
    return bk__hash_tail(h, p, left, n);
}

/* The same piece by piece, of `n` bytes that are known beforehand. */
typedef struct bk__hashing {
    uint64_t h, g;
    size_t n, left; /* bytes in all; not yet in h and g */
    unsigned char held[32];
    size_t n_held;
} bk__hashing;

static inline bk__hashing bk__hash_begin(size_t n)
{
    return (bk__hashing){.h = BK__KEY_A, .g = BK__KEY_D, .n = n, .left = n};
}

static inline void bk__hash_more(bk__hashing *s, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    uint64_t h = s->h, g = s->g;
    while (n > 0) {
        size_t take = 32 - s->n_held < n ? 32 - s->n_held : n;
        if (s->n_held == 0 && n >= 32 && s->left > 32) {
            do {
                h = bk__fold(bk__load8(p) ^ BK__KEY_B, bk__load8(p + 8) ^ h);
                g = bk__fold(bk__load8(p + 16) ^ BK__KEY_C, bk__load8(p + 24) ^ g);
                p += 32, n -= 32, s->left -= 32;
            } while (n >= 32 && s->left > 32);
            continue;
        }
        memcpy(s->held + s->n_held, p, take);
        s->n_held += take;
        p += take, n -= take;
        if (s->n_held == 32 && s->left > 32) {
            h = bk__fold(bk__load8(s->held) ^ BK__KEY_B, bk__load8(s->held + 8) ^ h);
            g = bk__fold(bk__load8(s->held + 16) ^ BK__KEY_C, bk__load8(s->held + 24) ^ g);
            s->left -= 32;
            s->n_held = 0;
        }
    }
    s->h = h;
    s->g = g;
}

/* All bytes were given. */
static inline uint64_t bk__hash_end(const bk__hashing *s)
{
    return bk__hash_tail(s->n > 32 ? s->h ^ s->g : s->h, s->held, s->n_held, s->n);
}

#endif
