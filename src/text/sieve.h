/* sieve.h - a bit for each word of a list, by its hash: most words that are not in the list are
 * told without looking for them. */
#ifndef BK_TEXT_SIEVE_H
#define BK_TEXT_SIEVE_H

#include "text/seen.h"

/* `bit` has `bits` of them, a power of two. */
static inline uint64_t bk__sieve_place(size_t bits, bk_str word)
{
    return bk__seen_key_of(word, BK_KIND_WORD).hash & (bits - 1);
}

static inline void bk__sieve_add(uint64_t *bit, size_t bits, bk_str word)
{
    uint64_t at = bk__sieve_place(bits, word);
    bit[at / 64] |= (uint64_t)1 << at % 64;
}

/* False: the word was not added. */
static inline bool bk__sieve_may(const uint64_t *bit, size_t bits, bk_str word)
{
    uint64_t at = bk__sieve_place(bits, word);
    return bit[at / 64] >> at % 64 & 1;
}

#endif
