/* pytoken.c - tokens as scikit-learn's default analyzer makes them.
 *
 *     re.findall(r"(?u)\b\w\w+\b", text.lower())
 * that is: runs of two or more word characters of the lower-cased text. Blocks of 64 bytes are
 * lowered and their word characters marked at once; runs begin and end where the marks change. A
 * run with other bytes than ASCII is looked at again by code points, and lowered when its written
 * form is first met; lowering may split it (capital dotted I gives i and a combining dot, which is
 * no word character). Only the final sigma looks beyond its word: a text with a capital sigma is
 * lowered whole. */
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "base/str.h"
#include "text/utf8.h"
#include "vector/counter.h"

static bool ascii_word(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* The run of word characters at s.p[i]: where it ends, how many characters, ASCII alone? */
static size_t run_end(bk_str s, size_t i, size_t *chars, bool *ascii)
{
    *chars = 0;
    *ascii = true;
    while (i < s.n) {
        unsigned char c = (unsigned char)s.p[i];
        size_t len = 1;
        if (c < 0x80) {
            if (!ascii_word(c))
                break;
        } else {
            if (!bk__utf8_pyword(bk__utf8_at(s, i, &len)))
                break;
            *ascii = false;
        }
        i += len;
        ++*chars;
    }
    return i;
}

static bk_status ascii_token(bk__counter *k, bk_str s)
{
    k->lower.n = 0;
    bk_status st = bk__buf_reserve(&k->lower, s.n);
    if (st != BK_OK)
        return st;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        k->lower.p[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return bk__counter_bytes(k, (bk_str){k->lower.p, s.n});
}

static bk_status add_sub(bk__counter *k, bk_str word)
{
    uint32_t id;
    bk_status st = bk__map_put(&k->words, word, &id, NULL);
    if (st != BK_OK)
        return st;
    if (bk__make_room(k->ctx, &k->sub, &k->cap_sub, k->n_sub + 1, sizeof *k->sub) != BK_OK)
        return BK_ENOMEM;
    k->sub[k->n_sub++] = id;
    return BK_OK;
}

/* The words of a form that is met for the first time. */
static bk_status learn(bk__counter *k, bk_str surface, uint32_t id)
{
    bk_status st =
        bk__counter_grow(k->ctx, &k->sub_end, &k->n_sub_end, id + 1, sizeof *k->sub_end, 0);
    k->lower.n = 0;
    if (st == BK_OK)
        st = bk__utf8_lower(&k->lower, surface);
    bk_str s = bk__buf_str(&k->lower);
    for (size_t i = 0; i < s.n && st == BK_OK;) {
        size_t chars, len, end;
        bool ascii;
        end = run_end(s, i, &chars, &ascii);
        if (chars >= 2)
            st = add_sub(k, (bk_str){s.p + i, end - i});
        if (end == i) {
            bk__utf8_at(s, i, &len);
            end += len;
        }
        i = end;
    }
    if (st == BK_OK)
        k->sub_end[id] = (uint32_t)k->n_sub;
    return st;
}

static bk_status other_token(bk__counter *k, bk_str s)
{
    uint32_t id;
    bool added;
    bk_status st = bk__map_put(&k->surfaces, s, &id, &added);
    if (st == BK_OK && added)
        st = learn(k, s, id);
    if (st != BK_OK)
        return st;
    uint32_t from = id ? k->sub_end[id - 1] : 0;
    return bk__counter_words(k, k->sub + from, k->sub_end[id] - from);
}

/* lowered: the text went through lower() whole. */
static bk_status scan(bk__counter *k, bk_str text, bool lowered)
{
    bk_status st = BK_OK;
    for (size_t i = 0; i < text.n && st == BK_OK;) {
        size_t chars, len, end;
        bool ascii;
        end = run_end(text, i, &chars, &ascii);
        bk_str token = {text.p + i, end - i};
        if (ascii && chars >= 2)
            st = ascii_token(k, token);
        else if (!ascii && !lowered) /* one capital may become two characters */
            st = other_token(k, token);
        else if (chars >= 2)
            st = bk__counter_bytes(k, token);
        if (end == i) {
            len = 1;
            if ((unsigned char)text.p[i] >= 0x80)
                bk__utf8_at(text, i, &len);
            end += len;
        }
        i = end;
    }
    return st;
}

/* ---- ASCII, 64 bytes at a time -------------------------------------------------------------- */
enum { BLOCK = 64 };
typedef struct marks {
    uint64_t word, other; /* a bit a byte: ASCII word characters; bytes of other characters */
} marks;

#ifdef __SSE2__
static inline __m128i between(__m128i v, char first, char last)
{
    return _mm_and_si128(_mm_cmpgt_epi8(v, _mm_set1_epi8((char)(first - 1))),
                         _mm_cmplt_epi8(v, _mm_set1_epi8((char)(last + 1))));
}

static inline marks lower_block(char *to, const char *from)
{
    marks m = {0, 0};
    for (int i = 0; i < BLOCK; i += 16) {
        __m128i v, upper, word;
        memcpy(&v, from + i, sizeof v);
        upper = between(v, 'A', 'Z');
        m.other |= (uint64_t)(unsigned)_mm_movemask_epi8(v) << i;
        v = _mm_or_si128(v, _mm_and_si128(upper, _mm_set1_epi8(0x20)));
        word = _mm_or_si128(_mm_or_si128(between(v, 'a', 'z'), between(v, '0', '9')),
                            _mm_cmpeq_epi8(v, _mm_set1_epi8('_')));
        m.word |= (uint64_t)(unsigned)_mm_movemask_epi8(word) << i;
        memcpy(to + i, &v, sizeof v);
    }
    return m;
}
#else
static inline marks lower_block(char *to, const char *from)
{
    marks m = {0, 0};
    for (int i = 0; i < BLOCK; i++) {
        unsigned char c = (unsigned char)from[i];
        to[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
        m.word |= (uint64_t)ascii_word(c) << i;
        m.other |= (uint64_t)(c >> 7) << i;
    }
    return m;
}
#endif

static inline bk_status run_of(bk__counter *k, bk_str text, size_t begin, size_t end, bool other)
{
    if (!other)
        return end - begin < 2 ? BK_OK
                               : bk__counter_later(k, (bk_str){k->scratch.p + begin, end - begin});
    bk_status st = bk__counter_flush(k);
    return st == BK_OK ? scan(k, (bk_str){text.p + begin, end - begin}, false) : st;
}

static bk_status scan_blocks(bk__counter *k, bk_str text)
{
    char last[BLOCK];
    size_t begin = 0; /* of the run that is open */
    bool open = false, other = false;
    bk_status st;
    k->scratch.n = 0;
    if ((st = bk__buf_reserve(&k->scratch, text.n + 2 * BLOCK)) != BK_OK)
        return st;
    for (size_t at = 0; at <= text.n;
         at += BLOCK) { /* a byte behind the text closes the last run */
        const char *from = text.p + at;
        if (text.n - at < BLOCK) {
            memset(last, 0, sizeof last);
            memcpy(last, from, text.n - at);
            from = last;
        }
        marks m = lower_block(k->scratch.p + at, from);
        uint64_t in = m.word | m.other, edges = in ^ (in << 1 | open);
        unsigned since = 0; /* where the open run begins in this block */
        for (; edges; edges &= edges - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(edges);
            if (!open) {
                begin = at + bit;
                other = false;
            } else {
                other = other || (m.other >> since & (((uint64_t)1 << (bit - since)) - 1)) != 0;
                if ((st = run_of(k, text, begin, at + bit, other)) != BK_OK)
                    return st;
            }
            open = !open;
            since = bit;
        }
        other = other || (open && m.other >> since != 0);
    }
    return bk__counter_flush(k);
}

static bool has_capital_sigma(bk_str s)
{
    const char *p = s.p, *end = s.p + s.n;
    while (end - p >= 2 && (p = memchr(p, 0xCE, (size_t)(end - p - 1)))) {
        if (p[1] == '\xa3')
            return true;
        p++;
    }
    return false;
}

bk_status bk__pytokens(bk__counter *k, bk_str text)
{
    if (text.n == 0)
        return BK_OK;
    if (!has_capital_sigma(text))
        return scan_blocks(k, text);
    bk__buf whole;
    bk__buf_init(&whole, k->ctx);
    bk_status st = bk__utf8_lower(&whole, text);
    if (st == BK_OK)
        st = scan(k, bk__buf_str(&whole), true);
    bk__buf_clear(&whole);
    return st;
}
