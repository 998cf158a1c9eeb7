/* seen.h - the written forms of one language that were met: bytes and kind -> number of a form.
 *
 * A surface of up to 16 bytes stands in its slot, filled up with zeros; of a longer one the hash
 * does, and the form's surface is compared. Most tokens are words of up to 16 ASCII letters: for
 * them there is a way without calls and without branches on the length. */
#ifndef BK_TEXT_SEEN_H
#define BK_TEXT_SEEN_H

#include <bingkai/text.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/hash.h"
#include "base/map.h"

typedef struct bk__seen_slot {
    uint64_t a, b;        /* as little-endian numbers */
    uint32_t form;        /* (number + 1) << 2 | kind; 0: empty */
    uint32_t word;        /* what gather.c's caller counts it as, + 2; 1: nothing; 0: not asked */
    uint32_t all, inside; /* times that gather.c met it; those in running text */
} bk__seen_slot;

enum { BK__MARKS = 128 };
typedef struct bk__seen {
    bk_ctx *ctx;
    bk__seen_slot *slot;
    size_t slots; /* power of two; linear probing, at most three quarters are taken */
    uint32_t n;
    uint32_t mark[BK__MARKS]; /* form + 1 of a mark that is this one byte; 0: not met */
} bk__seen;

enum { BK__SEEN_SHORT = 16 };
typedef struct bk__seen_key {
    uint64_t a, b, hash;
    uint32_t kind;
} bk__seen_key;
enum { BK__SEEN_FORMS = (1 << 30) - 2 }; /* at most */

static inline uint64_t bk__seen_hash(uint64_t a, uint64_t b)
{
    return bk__fold(a ^ BK__KEY_B, b ^ BK__KEY_A); /* no UTF-8 makes a factor 0 */
}

/* Parts that overlap have the same bytes where they do. No surface holds a NUL, so a and b say how
 * many bytes it has, and no short one has the b of a long one. */
#define BK__SEEN_LONG ((uint64_t)1 << 63)
static inline bk__seen_key bk__seen_key_of(bk_str surface, bk_kind kind)
{
    const unsigned char *p = (const unsigned char *)surface.p;
    size_t n = surface.n;
    uint64_t a = 0, b = 0;
    if (n > BK__SEEN_SHORT) {
        a = bk__hash_inline(p, n);
        b = BK__SEEN_LONG;
    } else if (n >= 8) {
        a = bk__load8(p);
        b = n > 8 ? bk__load8(p + n - 8) >> (8 * (16 - n) & 63) : 0;
    } else if (n >= 4) {
        a = bk__load4(p) | bk__load4(p + n - 4) << 8 * (n - 4);
    } else if (n > 0) {
        a = p[0] | (uint64_t)p[n >> 1] << 8 * (n >> 1) | (uint64_t)p[n - 1] << 8 * (n - 1);
    }
    return (bk__seen_key){a, b, bk__seen_hash(a, b), (uint32_t)kind};
}

bk_status bk__seen_init(bk__seen *t, bk_ctx *ctx);
void bk__seen_clear(bk__seen *t); /* fine on a zeroed one */
/* Has the form this surface? Asked where it has more than 16 bytes. */
typedef bool bk__seen_is(const void *user, uint32_t form, bk_str surface);
/* The number of the form; BK__NONE. */
uint32_t bk__seen_find(const bk__seen *t, bk__seen_is *is, const void *user, bk_str surface,
                       bk__seen_key k);
/* The slot of a form that was added. */
bk__seen_slot *bk__seen_slot_of(const bk__seen *t, bk__seen_key k, uint32_t form);
/* The key was not found; form < BK__SEEN_FORMS. */
bk_status bk__seen_add(bk__seen *t, bk__seen_key k, uint32_t form);

/* ---- words of up to 16 ASCII letters --------------------------------------------------------- */
enum { BK__LETTERS_ROOM = 16 }; /* so many bytes must be readable */

/* How many of the 16 bytes at p are ASCII letters, up to the first that is none. */
static inline unsigned bk__letters_plain(const char *p)
{
    unsigned n = 0;
    while (n < BK__LETTERS_ROOM && (unsigned)(((unsigned char)p[n] | 32) - 'a') < 26)
        n++;
    return n;
}

static inline unsigned bk__letters(const char *p)
{
#ifdef __SSE2__
    __m128i v, low = _mm_set1_epi8('a' - 1), high = _mm_set1_epi8('z' + 1);
    memcpy(&v, p, sizeof v);
    v = _mm_or_si128(v, _mm_set1_epi8(32));
    v = _mm_and_si128(_mm_cmpgt_epi8(v, low), _mm_cmplt_epi8(v, high));
    return (unsigned)__builtin_ctz(~(unsigned)_mm_movemask_epi8(v));
#else
    return bk__letters_plain(p);
#endif
}

/* Of the first n <= 16 bytes at p, a word. */
static inline bk__seen_key bk__seen_key_word(const char *p, unsigned n)
{
    static const unsigned char ones[32] = {255, 255, 255, 255, 255, 255, 255, 255,
                                           255, 255, 255, 255, 255, 255, 255, 255};
    const unsigned char *u = (const unsigned char *)p, *m = ones + 16 - n;
    uint64_t a = bk__load8(u) & bk__load8(m), b = bk__load8(u + 8) & bk__load8(m + 8);
    return (bk__seen_key){a, b, bk__seen_hash(a, b), BK_KIND_WORD};
}

/* The slot with this a and b, or the empty one where it would be. No other surface has the a and b
 * of a word of letters: see bk__seen_key_of. */
static inline bk__seen_slot *bk__seen_word(const bk__seen *t, uint64_t a, uint64_t b, uint64_t hash)
{
    for (size_t i = hash & (t->slots - 1);; i = (i + 1) & (t->slots - 1)) {
        bk__seen_slot *s = &t->slot[i];
        if ((s->a == a && s->b == b) || s->form == 0)
            return s;
    }
}

#endif
