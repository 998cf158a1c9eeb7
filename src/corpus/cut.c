/* cut.c - how far a rule of furniture reaches in a line. */
#include "corpus/cut.h"

#include <strings.h>

#include "base/marks.h"
#include "corpus/dateline.h"
#include "corpus/headline.h"
#include "corpus/line.h"

enum {
    LONG_LINE = 300,   /* a line that goes whole is no longer */
    LONG_TAIL = 500,   /* an appeal up to the end of its line */
    LONG_APPEAL = 250, /* ... its first sentence, where the line is longer */
    LONG_SENTENCE = 100,
    LONG_CREDIT = 200, /* "Sumber: ... | Editor: ..." */
    BYLINE = 160,
    BYLINE_REACH = 300, /* a dateline stands no farther behind a byline */
    CREDIT = 120
};
#define BIT(k) (1u << (k))

/* "Dok." and its like before the stop at i. */
static bool short_form(bk_str s, size_t i)
{
    static const char *const forms[] = {"dok", "doc", "no", "dr", "pt"};
    size_t from = i;
    while (from > 0 && bk__alnum((unsigned char)s.p[from - 1]))
        from--;
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        if (i - from == strlen(forms[k]) && strncasecmp(s.p + from, forms[k], i - from) == 0)
            return true;
    return false;
}

/* A full stop that ends a sentence of [i, end), other than the last byte. */
bool bk__stop_inside(bk_str s, size_t i, size_t end)
{
    for (; i + 1 < end; i++)
        if (s.p[i] == '.' && s.p[i + 1] == ' ' && i > 0 && s.p[i - 1] >= 'a' && s.p[i - 1] <= 'z' &&
            !short_form(s, i))
            return true;
    return false;
}

static bool big(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* The end of the sentence at i, where a blank behind its stop was lost too. */
static size_t sentence_end(bk_str s, size_t i, size_t end)
{
    for (; i < end; i++)
        if (s.p[i] && strchr(".!?", s.p[i]) &&
            (i + 1 >= end || s.p[i + 1] == ' ' || s.p[i + 1] == '"' || s.p[i + 1] == ')' ||
             (big(s.p[i + 1]) && i > 0 && s.p[i - 1] >= 'a' && s.p[i - 1] <= 'z')))
            return i + 1;
    return end;
}

static size_t bracket_end(bk_str s, size_t i, size_t end)
{
    char open = s.p[i], close = open == '(' ? ')' : ']';
    int depth = 0;
    for (; i < end; i++) {
        depth += (s.p[i] == open) - (s.p[i] == close);
        if (depth == 0)
            return i + 1;
    }
    return 0;
}

/* Up to the dateline of an outlet behind a byline; the whole line where it is short. */
static size_t byline_end(bk_str s, const bk__rule *r, size_t at, size_t len, size_t end)
{
    size_t stop = end - at > BYLINE_REACH ? at + BYLINE_REACH : end, found = 0, head = 0;
    bool outlet = false, single = !memchr(r->part[0].p, ' ', r->part[0].n);
    for (size_t i = at + len; i < stop; i++) {
        if (s.p[i - 1] != ' ' && s.p[i - 1] != '\n')
            continue;
        bk__dateline d = bk__dateline_find((bk_str){s.p + i, end - i}, (bk_str){NULL, 0}, true);
        if (d.end == 0 || (outlet && !d.outlet.p) || (head && i + d.end != head))
            continue;
        outlet = d.outlet.p != NULL;
        head = i + d.end;
        found = i;
    }
    if (found > 0 && (outlet || !single))
        return found;
    if (single && r->part[0].p[r->part[0].n - 1] != ':')
        return 0;
    return end - at <= BYLINE && !bk__stop_inside(s, at, end) && s.p[end - 1] != '.' ? end : 0;
}

/* Words that, with a capital, are furniture even where the stop before them is missing. */
bool bk__opens_anywhere(const bk__rule *r)
{
    size_t blanks = 0;
    bk_str p = r->part[0];
    for (size_t i = 0; i < p.n; i++)
        blanks += p.p[i] == ' ';
    return blanks >= 2 || p.p[p.n - 1] == ':' || (BIT(r->kind) & BK__ANYWHERE);
}

/* A label or a call begins at i, `gone` bytes behind the label before it. */
static bool label_at(const bk__furniture *rules, bk_str s, size_t i, size_t end, size_t gone)
{
    enum { CREDIT_LEAST = 20 }; /* "BERITA FOTO: ..." */
    const bk__rule *r;
    uint32_t cursor = 0;
    size_t len;
    while ((r = bk__furniture_at(rules, s, i, end, BK__ANYWHERE | BK__IN_SENTENCE, &cursor,
                                 &len)) != NULL)
        if (bk__opens_anywhere(r) && (r->kind != BK__CUT_CREDIT || gone > CREDIT_LEAST))
            return true;
    return false;
}

/* The next label or call from `from` on, not too far; `end` for none. */
static size_t next_label(const bk__furniture *rules, bk_str s, size_t from, size_t end)
{
    size_t stop = end - from > BYLINE_REACH ? from + BYLINE_REACH : end;
    bool in_word = from > 0 && bk__alnum((unsigned char)s.p[from - 1]);
    for (size_t at = from; at < stop; at += BK__MARKS_BLOCK) {
        bk__marks m = bk__marks_at(s.p + at, stop - at, s.n - at);
        for (uint64_t todo = m.upper & ~(m.word << 1 | in_word); todo; todo &= todo - 1) {
            size_t i = at + (unsigned)__builtin_ctzll(todo);
            uint32_t start = bk__furniture_start(s, i, end);
            if (rules->within[1][start / 64] >> start % 64 & 1 &&
                label_at(rules, s, i, end, i - from))
                return i;
        }
        in_word = m.word >> (BK__MARKS_BLOCK - 1);
    }
    return end;
}

size_t bk__cut_headline(const bk__page *p, size_t at, size_t end)
{
    size_t to = bk__titles_end(p->titles, p->s, at, end);
    return to > at ? to : bk__headline_end(bk__furniture_head(p->rules), p->s, at, end);
}

/* Where the first words of the article's own title stand, as a sub-heading, behind a headline that
 * begins at `from`; `end` for nowhere. */
static size_t own_title(const bk__page *p, size_t from, size_t end)
{
    enum { WORDS = 4, LEAST = 12, REACH = 300 };
    size_t n = 0, words = 0, stop = end - from > REACH ? from + REACH : end;
    for (; n < p->title.n && words < WORDS && !strchr(",.:;", p->title.p[n]); n++)
        words += p->title.p[n] == ' ';
    if (words < WORDS || n < LEAST || stop - from < LEAST + n)
        return end;
    const char *found = memmem(p->s.p + from + LEAST, stop - from - LEAST, p->title.p, n);
    return found ? (size_t)(found - p->s.p) : end;
}

bool bk__cut_item(bk_str s, size_t at, size_t end)
{
    size_t i = at;
    while (i < end && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return (i > at && i < end && (s.p[i] == '.' || s.p[i] == ',') && i + 1 < end &&
            s.p[i + 1] == ' ') ||
           s.p[at] == '"' || (end - at > 3 && memcmp(s.p + at, "\xE2\x80\x9C", 3) == 0);
}

static size_t teaser_end(const bk__page *p, size_t at, size_t len, size_t end)
{
    bk_str s = p->s;
    size_t from = bk__skip_blanks(s, at + len, end), to, stop;
    char last = s.p[at + len - 1];
    if (bk__bare(s, from, end))
        return end;
    stop = next_label(p->rules, s, from, end);
    if (stop == from)
        return from;
    if (bk__word_byte(last) && (stop < end || bk__cut_item(s, from, end)))
        return at + len; /* of a box that was left out: sub-headings follow */
    end = own_title(p, from, stop);
    if (s.p[from] == ':') /* the rule with the colon could not tell */
        return 0;
    if (s.p[from] == ',' || s.p[from] == ';') /* the headline was a link and is lost */
        return from;
    to = bk__cut_headline(p, from, end);
    if (last == ':' || last == '-' || last == '|')
        return to > from ? to : 0;
    if (to == end &&
        bk__headline_like(bk__furniture_head(p->rules), (bk_str){s.p + from, to - from}))
        return end;
    return at + len; /* the label of a box that was left out */
}

static size_t headline_reach(const bk__page *p, size_t at, size_t end)
{
    bk_str s = p->s;
    size_t to = end;
    const char *bracket = memchr(s.p + at, '[', end - at);
    if (bracket)
        to = (size_t)(bracket - s.p);
    return bk__headline_like(bk__furniture_head(p->rules),
                             (bk_str){s.p + at, bk__trim_blanks(s, at, to) - at})
               ? to
               : 0;
}

/* Labels in a row: Home / News / Internasional */
static bool crumbs(const bk__furniture *rules, bk_str s, size_t i, size_t end)
{
    while (!bk__bare(s, i, end)) {
        size_t len;
        uint32_t cursor = 0;
        while (i < end && !bk__alnum((unsigned char)s.p[i]))
            i++;
        if (!bk__furniture_at(rules, s, i, end, BIT(BK__CUT_LABEL), &cursor, &len))
            return false;
        i += len;
    }
    return end == 0 || !strchr(".,;:\"", s.p[end - 1]);
}

/* Behind a credit in brackets no sentence goes on. */
static size_t bracket_reach(bk_str s, const bk__rule *r, size_t at, size_t end)
{
    size_t to = bracket_end(s, at, end), next;
    if (to == 0 || strcmp(r->reason, "photo-credit") != 0 || r->part[0].p[r->part[0].n - 1] == ':')
        return to;
    next = bk__skip_blanks(s, to, end);
    return next >= end || (s.p[next] >= 'A' && s.p[next] <= 'Z') || s.p[next] == '"' ? to : 0;
}

static bool credits(const bk__rule *r)
{
    return strcmp(r->reason, "byline") == 0 || strcmp(r->reason, "source-line") == 0;
}

/* All of a short line; of a caption that a sentence is glued to, the caption. */
static size_t line_reach(bk_str s, const bk__rule *r, size_t at, size_t to, size_t end)
{
    size_t stop;
    if (end - at > (credits(r) ? LONG_CREDIT : LONG_LINE) || bk__stop_inside(s, to, end))
        return 0;
    if (strcmp(r->reason, "photo-credit") != 0)
        return end;
    stop = sentence_end(s, to, end);
    return stop < end && s.p[stop] != ' ' ? stop : end;
}

/* What the rule takes from `at`; 0 where it does not apply after all. */
static size_t reach(const bk__page *p, const bk__rule *r, size_t at, size_t len, size_t end)
{
    bk_str s = p->s;
    size_t to = at + len;
    switch (r->kind) {
    case BK__CUT_WHOLE:
        return bk__bare(s, to, end) &&
                       !(end > to && s.p[to] == '.' && (end - to == 1 || s.p[to + 1] != '.'))
                   ? end
                   : 0;
    case BK__CUT_LABEL:
        return crumbs(p->rules, s, to, end) ? end : 0;
    case BK__CUT_LINE:
        return line_reach(s, r, at, to, end);
    case BK__CUT_TAIL:
        if (end - at <= (credits(r) ? BYLINE : LONG_TAIL))
            return end;
        to = sentence_end(s, to, end);
        return to - at <= LONG_APPEAL && !credits(r) ? to : 0;
    case BK__CUT_SENTENCE:
        to = sentence_end(s, to, end);
        return to - at <= LONG_SENTENCE ? to : 0;
    case BK__CUT_TEASER:
        return teaser_end(p, at, len, end);
    case BK__CUT_HEADLINE:
        return headline_reach(p, at, end);
    case BK__CUT_PHRASE:
        while (to < end && strchr(" .!>:", s.p[to]) && s.p[to])
            to++;
        return to == end || s.p[to - 1] == '.' || !(s.p[to] >= 'a' && s.p[to] <= 'z') ? to : 0;
    case BK__CUT_MARK:
    case BK__CUT_FRONT:
        return to;
    case BK__CUT_BYLINE:
        return byline_end(s, r, at, len, end);
    case BK__CUT_CREDIT:
        return end - at <= CREDIT + len && !bk__stop_inside(s, to, end) ? end : 0;
    case BK__CUT_BRACKET:
    case BK__N_CUTS:
        break;
    }
    return 0;
}

/* Rules that take a whole line do not begin inside a sentence that was cut at a width. */
static bool may_begin(const bk__rule *r, char c)
{
    const uint32_t whole = BIT(BK__CUT_WHOLE) | BIT(BK__CUT_LABEL) | BIT(BK__CUT_LINE) |
                           BIT(BK__CUT_BYLINE) | BIT(BK__CUT_HEADLINE) | BIT(BK__CUT_TAIL);
    char last = r->part[0].p[r->part[0].n - 1];
    return !(whole >> r->kind & 1) || c < 'a' || c > 'z' || !bk__alnum((unsigned char)last);
}

/* The first rule that applies at `at`: what it takes, 0 for none. */
size_t bk__cut_at(const bk__page *p, size_t at, size_t end, uint32_t kinds, const bk__rule **r,
                  size_t *len)
{
    uint32_t cursor = 0;
    while ((*r = bk__furniture_at(p->rules, p->s, at, end, kinds, &cursor, len)) != NULL) {
        size_t to = may_begin(*r, p->s.p[at]) ? reach(p, *r, at, *len, end) : 0;
        if (to > 0)
            return to;
    }
    return 0;
}

size_t bk__cut_bracket(const bk__furniture *rules, bk_str s, size_t at, size_t end,
                       const bk__rule **r)
{
    uint32_t cursor = 0;
    size_t len, from = bk__skip_blanks(s, at + 1, end);
    *r = bk__furniture_at(rules, s, from, end, BIT(BK__CUT_BRACKET), &cursor, &len);
    return *r ? bracket_reach(s, *r, at, end) : 0;
}
