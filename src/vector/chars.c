/* chars.c - n-grams of characters: the text of an article is laid out in stretches, over whose ends
 * no n-gram reaches; each n-gram is a view into it. */
#include "vector/chars.h"

#include <string.h>

#include "text/utf8.h"

void bk__chars_init(bk__chars *c, bk_ctx *ctx, const bk_vectorizer_opts *opts)
{
    *c = (bk__chars){.ctx = ctx,
                     .min = opts->ngram_min,
                     .max = opts->ngram_max,
                     .in_words = strcmp(opts->ngram_unit, "word-chars") == 0};
    bk__buf_init(&c->text, ctx);
}

void bk__chars_clear(bk__chars *c)
{
    if (!c->ctx)
        return;
    bk__buf_clear(&c->text);
    bk__free(c->ctx, c->start);
    bk__free(c->ctx, c->end);
    *c = (bk__chars){0};
}

static bk_status end_stretch(bk__chars *c)
{
    bk_status st = bk__make_room(c->ctx, &c->end, &c->cap_end, c->n_end + 1, sizeof *c->end);
    if (st == BK_OK)
        c->end[c->n_end++] = c->text.n;
    return st;
}

static bk_status count_stretch(bk__chars *c, bk__counter *k, size_t begin, size_t end)
{
    const char *p = c->text.p;
    size_t chars = 0;
    bk_status st =
        bk__make_room(c->ctx, &c->start, &c->cap_start, end - begin + 1, sizeof *c->start);
    if (st != BK_OK)
        return st;
    for (size_t i = begin; i < end; i++) {
        c->start[chars] = i;
        chars += (p[i] & 0xC0) != 0x80;
    }
    c->start[chars] = end;
    for (size_t n = (size_t)c->min; n <= (size_t)c->max && st == BK_OK; n++) {
        if (c->in_words && n >= chars) /* a short word counts whole, once */
            return bk__counter_later(k, (bk_str){p + begin, end - begin});
        for (size_t i = 0; i + n <= chars && st == BK_OK; i++)
            st = bk__counter_later(k, (bk_str){p + c->start[i], c->start[i + n] - c->start[i]});
    }
    return st;
}

static bk_status count_all(bk__chars *c, bk__counter *k)
{
    size_t begin = 0;
    bk_status st = bk__buf_reserve(&c->text, BK__MAP_ROOM); /* from here on it lies still */
    for (size_t i = 0; i < c->n_end && st == BK_OK; i++) {
        if (c->end[i] > begin)
            st = count_stretch(c, k, begin, c->end[i]);
        begin = c->end[i];
    }
    return st == BK_OK ? bk__counter_flush(k) : st;
}

/* ---- a text as Python sees it ---------------------------------------------------------------- */
/* At s.p[i], *len bytes long. */
static inline bool is_space(bk_str s, size_t i, size_t *len)
{
    unsigned char c = (unsigned char)s.p[i];
    *len = 1;
    if (c < 0x80)
        return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x1C && c <= 0x1F);
    return bk__utf8_space(bk__utf8_at(s, i, len));
}

/* White space from s.p[i] on: where it ends. */
static size_t spaces_end(bk_str s, size_t i)
{
    size_t len;
    while (i < s.n && is_space(s, i, &len))
        i += len;
    return i;
}

static size_t word_end(bk_str s, size_t i)
{
    size_t len;
    while (i < s.n && !is_space(s, i, &len))
        i += len;
    return i;
}

static bk_status add_text(bk__chars *c, bk_str s)
{
    bk_status st = BK_OK;
    size_t len;
    for (size_t i = 0, end; i < s.n && st == BK_OK; i = end) {
        end = spaces_end(s, i);
        if (end > i) {
            (void)bk__utf8_at(s, i, &len);
            st = bk__buf_add(&c->text, i + len < end ? BK__STR(" ") : (bk_str){s.p + i, len});
        } else {
            end = word_end(s, i);
            st = bk__buf_add(&c->text, (bk_str){s.p + i, end - i});
        }
    }
    return st == BK_OK ? end_stretch(c) : st;
}

static bk_status add_word(bk__chars *c, bk_str word)
{
    bk_status st;
    BK__TRY(st, bk__buf_byte(&c->text, ' '), done);
    BK__TRY(st, bk__buf_add(&c->text, word), done);
    BK__TRY(st, bk__buf_byte(&c->text, ' '), done);
    st = end_stretch(c);
done:
    return st;
}

static bk_status add_words(bk__chars *c, bk_str s)
{
    bk_status st = BK_OK;
    for (size_t i = spaces_end(s, 0); i < s.n && st == BK_OK;) {
        size_t end = word_end(s, i);
        st = add_word(c, (bk_str){s.p + i, end - i});
        i = spaces_end(s, end);
    }
    return st;
}

bk_status bk__chars_python(bk__chars *c, bk__counter *k, bk_str text)
{
    bk__buf lower;
    bk_status st;
    bk__buf_init(&lower, c->ctx);
    c->text.n = c->n_end = 0;
    BK__TRY(st, bk__utf8_lower(&lower, text), done);
    st = c->in_words ? add_words(c, bk__buf_str(&lower)) : add_text(c, bk__buf_str(&lower));
    if (st == BK_OK)
        st = count_all(c, k);
done:
    bk__buf_clear(&lower);
    return st;
}

/* ---- words ----------------------------------------------------------------------------------- */
bk_status bk__chars_words(bk__chars *c, bk__counter *k, const bk__map *names, const uint32_t *word,
                          size_t n)
{
    bk_status st = BK_OK;
    c->text.n = c->n_end = 0;
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        bool parts = word[i] == BK__BREAK;
        if (c->in_words) {
            st = parts ? BK_OK : add_word(c, bk__map_key(names, word[i]));
        } else if (parts) {
            st = end_stretch(c);
        } else {
            if (i > 0 && word[i - 1] != BK__BREAK)
                st = bk__buf_byte(&c->text, ' ');
            if (st == BK_OK)
                st = bk__buf_add(&c->text, bk__map_key(names, word[i]));
        }
    }
    if (st == BK_OK && !c->in_words)
        st = end_stretch(c);
    return st == BK_OK ? count_all(c, k) : st;
}
