/* titles.c - the titles of all articles of an input, to know a headline that stands in a text.
 *
 * Words are compared without what stands around them. Some pages lose the letter before a comma
 * and before the end, and the comma ("Ke Rusi. Kata Dia" of "Ke Rusia, Kata Dia"): a word of the
 * text with a stop behind it also matches a title's with one more letter and a mark behind it.
 * Titles hang on the first letters of their first words, as few as both ways of writing them have
 * in common, and of one such place on the first MANY only: many articles with one title cost
 * nothing. */
#include "corpus/titles.h"

#include <strings.h>

#include "base/hash.h"
#include "base/map.h"
#include "corpus/line.h"

enum { LETTERS = 4, FEWEST = 5, MANY = 64 };

typedef struct word {
    bk_str core;
    size_t end;       /* behind what closes it */
    bool stop, marks; /* one stop follows the core; anything does */
} word;

static unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c | 32 : c;
}

static bool letter(char c)
{
    return bk__alnum((unsigned char)c);
}

/* Of a quotation mark, a dash or dots of three bytes at p? */
static bool mark(const char *p)
{
    return p[0] == '\xE2' && p[1] == '\x80';
}

/* Bytes of the blank at s.p[i]. */
static size_t blank(bk_str s, size_t i, size_t end)
{
    return s.p[i] == ' ' || s.p[i] == '\t'                           ? 1
           : s.p[i] == '\xC2' && i + 1 < end && s.p[i + 1] == '\xA0' ? 2
                                                                     : 0;
}

static inline bool plain(char c)
{
    return (unsigned)((c | 32) - 'a') < 26 || (unsigned)(c - '0') < 10;
}

/* The next word of [*at, end) that has a letter or a digit. */
static bool next_word(bk_str s, size_t *at, size_t end, word *w)
{
    size_t i = *at, from, n;
    for (;;) { /* its first letter */
        size_t b;
        if (i >= end || s.p[i] == '\n')
            return false;
        if (plain(s.p[i]))
            break;
        if ((b = blank(s, i, end)) > 0)
            i += b;
        else if (i + 2 < end && mark(s.p + i))
            i += 3;
        else if (letter(s.p[i]))
            break;
        else
            i++;
    }
    for (from = n = i; i < end;) {
        if (plain(s.p[i])) {
            n = ++i;
        } else if (s.p[i] == '\n' || blank(s, i, end) > 0) {
            break;
        } else if (i + 2 < end && mark(s.p + i)) {
            i += 3;
        } else {
            n = letter(s.p[i]) ? i + 1 : n;
            i++;
        }
    }
    w->core = (bk_str){s.p + from, n - from};
    w->stop = i == n + 1 && s.p[n] == '.';
    w->marks = i > n;
    *at = w->end = i;
    return true;
}

/* Of the first words without their last letter, where no stop took it. */
static uint32_t place_of(bk_str s, size_t at, size_t end)
{
    uint64_t h = 0;
    word w;
    for (int k = 0; k < FEWEST; k++) {
        unsigned char low[LETTERS] = {0};
        if (!next_word(s, &at, end, &w))
            return BK__NONE;
        size_t n = w.stop ? w.core.n : w.core.n - 1;
        for (size_t i = 0; i < n && i < LETTERS; i++)
            low[i] = lower((unsigned char)w.core.p[i]);
        h = bk__fold(h ^ bk__load4(low), BK__KEY_B) + 1;
    }
    return (uint32_t)(h >> 33);
}

static bool same_word(const word *title, const word *text, bool last, bool exact)
{
    bk_str a = title->core, b = text->core;
    if (a.n == b.n + 1 && text->stop && (title->marks || last))
        a.n--;
    return a.n == b.n && (exact ? memcmp(a.p, b.p, a.n) == 0 : strncasecmp(a.p, b.p, a.n) == 0);
}

static size_t match(bk_str title, bk_str s, size_t at, size_t end, bool exact)
{
    size_t i = 0, k = at, n = 0, to = at;
    word a, b, next;
    bool more = next_word(title, &i, title.n, &a);
    for (; more; a = next, n++) {
        more = next_word(title, &i, title.n, &next);
        if (!next_word(s, &k, end, &b) || !same_word(&a, &b, !more, exact))
            return at;
        to = b.end;
    }
    return n >= FEWEST && !strchr(",:;", s.p[to - 1]) ? to : at;
}

size_t bk__title_end(bk_str title, bk_str s, size_t at, size_t end)
{
    enum { SAME = 8 };
    if (title.n < SAME || end - at < SAME || memcmp(title.p, s.p + at, SAME) != 0)
        return at;
    return match(title, s, at, end, true);
}

size_t bk__titles_end(const bk__titles *t, bk_str s, size_t at, size_t end)
{
    size_t best = at;
    uint32_t place = t ? place_of(s, at, end) : BK__NONE;
    if (place == BK__NONE)
        return at;
    int many = MANY;
    for (uint32_t i = t->first[place & t->mask]; i != BK__NONE && many > 0; i = t->next[i]) {
        if (t->place[i] != place)
            continue;
        size_t to = match(t->title[i], s, at, end, false);
        best = to > best ? to : best;
        many--;
    }
    return best;
}

bk_status bk__titles_init(bk_ctx *ctx, bk__titles *t, size_t n)
{
    uint32_t places = 64;
    while (places < n && places < (uint32_t)1 << 30)
        places *= 2;
    *t = (bk__titles){.ctx = ctx, .mask = places - 1, .n = (uint32_t)n};
    t->title = bk__alloc_array(ctx, n, sizeof *t->title);
    t->next = bk__alloc_array(ctx, n, sizeof *t->next);
    t->place = bk__alloc_array(ctx, n, sizeof *t->place);
    t->first = bk__alloc_array(ctx, places, sizeof *t->first);
    if (t->title && t->next && t->place && t->first)
        return BK_OK;
    bk__titles_clear(t);
    return BK_ENOMEM;
}

void bk__titles_note(bk__titles *t, size_t i, bk_str title)
{
    t->title[i] = title;
    t->place[i] = place_of(title, 0, title.n);
}

void bk__titles_link(bk__titles *t)
{
    memset(t->first, 0xFF, ((size_t)t->mask + 1) * sizeof *t->first);
    for (uint32_t i = t->n; i-- > 0;) {
        if (t->place[i] == BK__NONE)
            continue;
        uint32_t *first = &t->first[t->place[i] & t->mask];
        t->next[i] = *first;
        *first = i;
    }
}

void bk__titles_clear(bk__titles *t)
{
    bk__free(t->ctx, t->title);
    bk__free(t->ctx, t->next);
    bk__free(t->ctx, t->place);
    bk__free(t->ctx, t->first);
    *t = (bk__titles){.n = 0};
}
