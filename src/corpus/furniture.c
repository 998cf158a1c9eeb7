/* furniture.c - the rules of models/<lang>/furniture.tsv and where they match.
 *
 * A pattern is words in any case; a blank stands for any blanks, " ... " for any words within
 * GAP bytes, ":" for a colon with or without blanks before it. Rules hang on their first word, so
 * that a place in a text costs one look-up of two letters and, where a rule begins with them, of
 * a word. */
#include <stdio.h>
#include <stdlib.h>

#include "corpus/clean.h"
#include "text/lexicon.h"

enum { GAP = 240 };

static const char *const kind_name[BK__N_CUTS] = {
    "whole",  "label", "line",  "teaser",  "headline", "tail",  "sentence",
    "phrase", "mark",  "front", "bracket", "byline",   "credit"};
/* Reasons are constant words, so that an article may outlive its rules. */
static const char *const reasons[] = {
    "read-also", "source-line",  "byline",  "appeal",     "follow",   "subscribe",
    "advert",    "photo-credit", "embed",   "pager",      "tags",     "share",
    "copyright", "section",      "contact", "disclaimer", "contents", "repost"};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static size_t word_end(bk_str s, size_t at, size_t end)
{
    while (at < end && bk__word_byte(s.p[at]))
        at++;
    return at;
}

/* The word at `at` in lower case, or the one byte there where it is no word. */
static bk_str first_word(bk_str s, size_t at, size_t end, char out[32])
{
    size_t to = word_end(s, at, end), n = 0;
    if (to == at)
        to = at + 1;
    for (; at < to && n < 32; at++)
        out[n++] = lower(s.p[at]);
    return (bk_str){out, n};
}

/* ---- loading --------------------------------------------------------------- */

static int index_of(const char *const *list, size_t n, bk_str w)
{
    for (size_t i = 0; i < n; i++)
        if (bk__str_eq(w, bk__str(list[i])))
            return (int)i;
    return -1;
}

static bk_status add_rule(bk_ctx *ctx, bk__furniture *f, const bk__lexicon *l, size_t row)
{
    bk_str pattern = bk__lexicon_at(l, row, 0);
    int kind = index_of(kind_name, BK__N_CUTS, bk__lexicon_at(l, row, 1));
    int reason = index_of(reasons, sizeof reasons / sizeof *reasons, bk__lexicon_at(l, row, 2));
    bk__rule *r = &f->rule[f->n];
    bk_status st;
    *r = (bk__rule){.parts = 0};
    if (kind >= 0 && reason >= 0) {
        st = bk__arena_str(&f->arena, &pattern, pattern);
        if (st != BK_OK)
            return st;
        while (pattern.n > 0 && r->parts < 3) {
            const char *gap = memmem(pattern.p, pattern.n, " ... ", 5);
            size_t n = gap ? (size_t)(gap - pattern.p) : pattern.n;
            r->part[r->parts++] = (bk_str){pattern.p, n};
            n += gap ? 5 : 0;
            pattern = (bk_str){pattern.p + n, pattern.n - n};
        }
        r->kind = (bk__cut_kind)kind;
        r->reason = reasons[reason];
        f->n++;
        if (pattern.n == 0)
            return BK_OK;
    }
    return bk__lexicon_bad(ctx, l, row,
                           kind < 0     ? "no such kind of cut"
                           : reason < 0 ? "no such reason"
                                        : "more than two gaps in a pattern");
}

static int longer_first(const void *a, const void *b)
{
    const bk__rule *x = a, *y = b;
    char wx[32], wy[32];
    int c = bk__str_cmp(first_word(x->part[0], 0, x->part[0].n, wx),
                        first_word(y->part[0], 0, y->part[0].n, wy));
    if (c != 0)
        return c;
    if (x->part[0].n != y->part[0].n)
        return x->part[0].n > y->part[0].n ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    return bk__str_cmp(x->part[1], y->part[1]);
}

static bool exact(const bk__rule *r)
{
    return r->kind == BK__CUT_MARK || r->kind == BK__CUT_FRONT || r->kind == BK__CUT_CREDIT;
}

/* Case is no part of the lowest five bits of a letter. */
static void note_opening(bk__furniture *f, const bk__rule *r)
{
    bk_str p = r->part[0];
    unsigned char first[2] = {(unsigned char)p.p[0], (unsigned char)lower(p.p[0])};
    if (!exact(r) && first[1] >= 'a' && first[1] <= 'z')
        first[0] = first[1] & (unsigned char)~32u;
    else
        first[1] = first[0];
    f->small |= (1u << r->kind & BK__ANYWHERE) && bk__alnum(first[0]) &&
                !(first[0] >= 'A' && first[0] <= 'Z');
    for (int k = 0; k < 2; k++)
        for (int low = 0; low < 32; low++)
            if (p.n == 1 || !bk__word_byte(p.p[1]) || (p.p[1] & 31) == low)
                f->opening[first[k]][low] |= (uint16_t)(1u << r->kind);
}

static void note_start(bk__furniture *f, const bk__rule *r)
{
    uint32_t kind = 1u << r->kind, at = bk__furniture_start(r->part[0], 0, r->part[0].n);
    uint64_t bit = (uint64_t)1 << at % 64;
    f->start[at] |= (uint16_t)kind;
    if (kind & BK__ANYWHERE)
        f->within[0][at / 64] |= bit;
    if (kind & (BK__ANYWHERE | BK__IN_SENTENCE))
        f->within[1][at / 64] |= bit;
}

static char second_letter(const bk__rule *r)
{
    bk_str p = r->part[0];
    size_t n = word_end(p, 0, p.n);
    char c = n > 0 && n + 1 < p.n && p.p[n] == ' ' ? lower(p.p[n + 1]) : 0;
    return c >= 'a' && c <= 'z' ? c : 0;
}

static bk_status index_rules(bk__furniture *f)
{
    char w[32];
    qsort(f->rule, f->n, sizeof *f->rule, longer_first);
    for (uint32_t i = 0; i < f->n; i++) {
        bk_str word = first_word(f->rule[i].part[0], 0, f->rule[i].part[0].n, w);
        uint32_t id;
        bk_status st = bk__map_put(&f->word, word, &id, NULL);
        if (st != BK_OK)
            return st;
        f->first[id + 1] = i + 1;
        f->rule[i].word = id;
        f->rule[i].second = second_letter(&f->rule[i]);
        f->kinds[id] |= 1u << f->rule[i].kind;
        note_opening(f, &f->rule[i]);
        note_start(f, &f->rule[i]);
    }
    return BK_OK;
}

bk_status bk__furniture_open(bk_ctx *ctx, bk__furniture *out, const char *lang)
{
    bk__lexicon l;
    char name[64];
    bk_status st;
    *out = (bk__furniture){.n = 0};
    bk__arena_init(&out->arena, ctx);
    bk__map_init(&out->word, ctx);
    snprintf(name, sizeof name, "%s/furniture.tsv", lang);
    st = bk__lexicon_open(ctx, &l, name, "pattern kind reason");
    if (st != BK_OK)
        return st;
    out->rule = bk__arena_array(&out->arena, l.n_rows + 1, sizeof *out->rule);
    out->first = bk__arena_array(&out->arena, l.n_rows + 2, sizeof *out->first);
    out->kinds = bk__arena_array(&out->arena, l.n_rows + 1, sizeof *out->kinds);
    if (!out->rule || !out->first || !out->kinds) {
        st = BK_ENOMEM;
    } else {
        memset(out->first, 0, (l.n_rows + 2) * sizeof *out->first);
        memset(out->kinds, 0, (l.n_rows + 1) * sizeof *out->kinds);
    }
    for (size_t i = 0; i < l.n_rows && st == BK_OK; i++)
        st = add_rule(ctx, out, &l, i);
    bk__lexicon_close(&l);
    if (st == BK_OK)
        st = index_rules(out);
    if (st == BK_OK)
        st = bk__headwords_open(ctx, &out->head, lang);
    if (st != BK_OK)
        bk__furniture_close(out);
    return st;
}

void bk__furniture_close(bk__furniture *f)
{
    if (f->arena.ctx) {
        bk__map_clear(&f->word);
        bk__headwords_close(&f->head);
        bk__arena_clear(&f->arena);
    }
    *f = (bk__furniture){.n = 0};
}

/* ---- matching -------------------------------------------------------------- */

static size_t blanks(bk_str s, size_t at, size_t end)
{
    size_t i = at;
    while (i < end) {
        if (s.p[i] == ' ' || s.p[i] == '\t')
            i++;
        else if (i + 1 < end && s.p[i] == '\xC2' && s.p[i + 1] == '\xA0')
            i += 2;
        else
            break;
    }
    return i - at;
}

static bool ends_in_letter(bk_str words)
{
    char c = lower(words.p[words.n - 1]);
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Bytes of s from `at` that the words match; 0: none. */
static size_t match_words(bk_str words, bk_str s, size_t at, size_t end, bool exact)
{
    size_t i = at;
    for (size_t k = 0; k < words.n; k++) {
        char w = words.p[k];
        if (w == ' ') {
            size_t n = blanks(s, i, end);
            if (n == 0)
                return 0;
            i += n;
            continue;
        }
        if (w == ':')
            i += blanks(s, i, end);
        if (i >= end || (s.p[i] != w && (exact || lower(s.p[i]) != lower(w))))
            return 0;
        i++;
    }
    if (!exact && i < end && bk__word_byte(s.p[i]) && ends_in_letter(words) &&
        !(lower(s.p[i]) != s.p[i] && lower(s.p[i - 1]) == s.p[i - 1])) /* Baca JugaJudul */
        return 0;
    return i - at;
}

static size_t match_rule(const bk__rule *r, bk_str s, size_t at, size_t end)
{
    bool spelt = exact(r);
    size_t n = match_words(r->part[0], s, at, end, spelt), to = at + n;
    for (uint32_t p = 1; p < r->parts && n > 0; p++) {
        size_t stop = end - to > GAP ? to + GAP : end;
        for (n = 0; to < stop && n == 0; to += n == 0)
            if (!bk__word_byte(r->part[p].p[0]) || !bk__word_byte(to > 0 ? s.p[to - 1] : ' '))
                n = match_words(r->part[p], s, to, end, spelt);
        to += n;
    }
    return n > 0 ? to - at : 0;
}

const bk__rule *bk__furniture_at(const bk__furniture *f, bk_str s, size_t at, size_t end,
                                 uint32_t kinds, uint32_t *cursor, size_t *len)
{
    if (*cursor == 0) {
        char w[32];
        uint32_t id;
        if (!f || at >= end || !bk__furniture_may(f, s, at, end, kinds))
            return NULL;
        id = bk__map_find(&f->word, first_word(s, at, end, w));
        if (id == BK__NONE || !(f->kinds[id] & kinds))
            return NULL;
        *cursor = f->first[id] + 1;
    }
    if (*cursor > f->n)
        return NULL;
    size_t next = word_end(s, at, end);
    next += blanks(s, next, end);
    char second = next < end ? lower(s.p[next]) : 0;
    for (uint32_t i = *cursor - 1; i < f->n && f->rule[i].word == f->rule[*cursor - 1].word; i++) {
        const bk__rule *r = &f->rule[i];
        if (!(kinds >> r->kind & 1) || (r->second && r->second != second) ||
            (*len = match_rule(r, s, at, end)) == 0)
            continue;
        *cursor = i + 2;
        if (i + 1 >= f->n || f->rule[i + 1].word != r->word)
            *cursor = f->n + 1; /* the last of its word */
        return r;
    }
    return NULL;
}
