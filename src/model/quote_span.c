/* quote_span.c - what lies between quotation marks.
 *
 * Marks are paired within a paragraph by their shape and the blanks beside them, so that straight,
 * curly and mixed ones work alike. An unclosed quote ends at ", kata S" or with its paragraph; a
 * closing mark whose opening one was lost closes what was said from the sentence's start on. A dash
 * at the start of a paragraph opens one too, where ", kata S" follows. */
#include "model/reading.h"

#include <string.h>

static bool single(const bk__reading *r, uint32_t i)
{
    const bk_form *f = bk__form_at(r, i);
    return f->surface.n == 1 ? f->surface.p[0] == '\''
                             : f->surface.n == 3 && memcmp(f->surface.p, "\xE2\x80", 2) == 0 &&
                                   (f->surface.p[2] == '\x98' || f->surface.p[2] == '\x99');
}

static bool is_mark(const bk__reading *r, uint32_t i)
{
    const bk_form *f = bk__form_at(r, i);
    return f->kind != BK_KIND_WORD && (f->flags & (BK_FORM_OPEN | BK_FORM_CLOSE)) != 0;
}

static bool blank_before(const bk__reading *r, uint32_t i, uint32_t begin)
{
    const bk_token *t = r->scan->tokens;
    return i == begin || t[i - 1].end < t[i].begin || bk__token_is(r, i - 1, "(") ||
           bk__token_is(r, i - 1, "-");
}

static bool blank_behind(const bk__reading *r, uint32_t i, uint32_t end)
{
    const bk_token *t = r->scan->tokens;
    return i + 1 == end || t[i + 1].begin > t[i].end;
}

/* A verb whose speaker stands behind it, or in it: kata S, ujarnya. */
static bool says_behind(const bk__reading *r, uint32_t i, uint32_t end)
{
    const bk__verb *v = i < end ? bk__verb_at(r, i) : NULL;
    return v && bk__is_saying(v) && v->kind != BK__SPEECH_BY && v->order != BK__ORDER_BEFORE;
}

static bool stops(const bk__reading *r, uint32_t i)
{
    return bk__token_is(r, i, ",") || bk__token_is(r, i, ".") || bk__token_is(r, i, "!") ||
           bk__token_is(r, i, "?");
}

/* +1 opens, -1 closes, 0 neither, where a quote is (not) open. */
static int turn(const bk__reading *r, uint32_t i, uint32_t begin, uint32_t end, bool open)
{
    bool before = blank_before(r, i, begin), behind = blank_behind(r, i, end);
    uint16_t flags = bk__form_at(r, i)->flags;
    if (!open)
        return (!before && (behind || !(flags & BK_FORM_OPEN))) || (i + 1 < end && stops(r, i + 1))
                   ? 0
                   : 1;
    if (i > begin && stops(r, i - 1) && says_behind(r, i + 1, end))
        return -1;                                   /* Q, "kata S: a blank on the wrong side */
    if (before && !behind && (flags & BK_FORM_OPEN)) /* an opening one while open */
        return i > begin && bk__form_at(r, i - 1)->kind == BK_KIND_PUNCT ? 1 : -1;
    return -1;
}

/* The mark that closes the single one at i, in its sentence; 0: none. */
static uint32_t single_close(const bk__reading *r, uint32_t i, uint32_t begin, uint32_t end)
{
    if (!blank_before(r, i, begin) || blank_behind(r, i, end))
        return 0;
    for (uint32_t k = i + 2; k < end; k++)
        if (is_mark(r, k))
            return single(r, k) && !blank_before(r, k, begin) ? k : 0;
    return 0;
}

/* ", kata S" inside of an unclosed quote ends it; returns the comma, or `end`. */
static uint32_t spoken_end(const bk__reading *r, uint32_t i, uint32_t end)
{
    for (; i + 1 < end; i++) {
        const bk__verb *v = bk__verb_at(r, i + 1);
        if (bk__token_is(r, i, ",") && bk__is_saying(v) && v->order != BK__ORDER_BEFORE)
            return i;
    }
    return end;
}

/* A closing mark whose opening one was lost, with ", kata S" behind it: the quote runs from the
 * first sentence that begins after `from`. */
static bool stray(const bk__reading *r, uint32_t from, uint32_t i, uint32_t end, bk__span *s)
{
    if (from != bk__sentence_first(r, from))
        from = bk__sentence_end(r, from);
    if (i <= from || bk__form_at(r, i - 1)->kind != BK_KIND_PUNCT || i + 1 >= end)
        return false;
    uint32_t k = i + 1 + bk__token_is(r, i + 1, ",");
    const bk__verb *v = k < end ? bk__verb_at(r, k) : NULL;
    if (!v || !bk__is_saying(v) || v->order == BK__ORDER_BEFORE)
        return false;
    *s = (bk__span){from, from, i, true};
    return true;
}

/* A paragraph that begins with a dash: what is said up to ", kata S" or to the dash before it. */
static bool dashed(const bk__reading *r, uint32_t from, uint32_t begin, uint32_t end, bk__span *s)
{
    if (from != begin || begin + 2 >= end ||
        !(bk__token_is(r, begin, "\xE2\x80\x94") || bk__token_is(r, begin, "\xE2\x80\x93")))
        return false;
    uint32_t stop = spoken_end(r, begin + 1, end);
    *s = (bk__span){begin, begin + 1, stop, false};
    for (uint32_t k = begin + 1; k < stop; k++)
        if (is_mark(r, k))
            return false;
    return stop < end && stop > begin + 1;
}

/* Next quote at or after token `from` of the paragraph; false: none. */
bool bk__span_next(const bk__reading *r, uint32_t from, uint32_t begin, uint32_t end, bk__span *s)
{
    if (dashed(r, from, begin, end, s))
        return true;
    for (uint32_t i = from; i < end; i++) {
        if (!is_mark(r, i))
            continue;
        if (single(r, i)) {
            uint32_t close = single_close(r, i, bk__sentence_first(r, i), bk__sentence_end(r, i));
            if (close) {
                *s = (bk__span){i, i + 1, close, true};
                return true;
            }
            continue;
        }
        if (turn(r, i, begin, end, false) != 1) {
            if (stray(r, from, i, end, s))
                return true;
            continue;
        }
        uint32_t k = i + 1;
        while (k < end && (!is_mark(r, k) || single(r, k)))
            k++;
        int t = k < end ? turn(r, k, begin, end, true) : 0;
        *s = (bk__span){i, i + 1, k, t == -1};
        if (!s->closed)
            s->end = spoken_end(r, i + 1, k);
        if (s->end > s->first)
            return true;
        i = t == -1 ? k : k - 1;
    }
    return false;
}

/* Whether an unclosed quote goes on in the next paragraph, which then begins with a mark
 * or closes it. */
bool bk__span_runs_on(const bk__reading *r, const bk__span *s, uint32_t end)
{
    if (s->closed || s->end != end || end >= r->scan->n_tokens)
        return false;
    uint32_t stop = bk__paragraph_end(r, r->scan->tokens[end].sentence), k = end;
    while (k < stop && (!is_mark(r, k) || single(r, k)))
        k++;
    return k < stop && (k == end || turn(r, k, end, stop, false) == 0);
}
