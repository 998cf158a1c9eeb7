/* clean.c - takes furniture out of an article; everything else stays.
 *
 * Line by line: rules at its beginning, the dateline (in the first lines), then rules where a
 * sentence or a bracket begins. What is cut is kept as a span with its reason. Kept spans hold no
 * line break and neither begin nor end with a blank; between the spans lie only blanks and line
 * breaks. */
#include "corpus/clean.h"

#include <strings.h>

#include "base/hash.h"
#include "corpus/dateline.h"
#include "corpus/headline.h"

enum {
    DATELINE_LINES = 4, /* a dateline stands in one of so many content lines */
    LEADS = 3,          /* so many first lines may be repeated later ... */
    LEAD_LEAST = 40,    /* ... if they have so many bytes */
    LABEL_LINES = 3,
    WIDTH = 100,
    PARAGRAPH = 120,
    TAIL_LINES = 6, /* signatures and tags stand in the last so many */
    LONG_LINE = 300,
    LONG_TAIL = 500,
    LONG_SENTENCE = 100,
    LONG_APPEAL = 250,
    LONG_CREDIT = 200,
    BYLINE = 160,
    BYLINE_REACH = 300,
    CAPTION = 200,
    CREDIT = 120
};
#define BIT(k) (1u << (k))
#define AT_SENTENCE                                                                                \
    (BIT(BK__CUT_TEASER) | BIT(BK__CUT_PHRASE) | BIT(BK__CUT_TAIL) | BIT(BK__CUT_SENTENCE))
#define AT_LINE                                                                                    \
    (AT_SENTENCE | BIT(BK__CUT_HEADLINE) | BIT(BK__CUT_LINE) | BIT(BK__CUT_WHOLE) |                \
     BIT(BK__CUT_MARK) | BIT(BK__CUT_FRONT) | BIT(BK__CUT_BYLINE))
#define AT_WRAPPED (BIT(BK__CUT_WHOLE) | BIT(BK__CUT_MARK) | BIT(BK__CUT_FRONT))
#define ANYWHERE   (BIT(BK__CUT_MARK) | BIT(BK__CUT_CREDIT))

typedef struct work {
    bk_ctx *ctx;
    bk__arena *arena;
    const bk__furniture *rules;
    const bk__learned *learned;
    bk_article *a;
    bk_str s;
    uint32_t field;
    bk_span *kept;
    uint32_t n_kept, cap_kept;
    bk_removed *gone;
    uint32_t n_gone, cap_gone;
    bk_status status;
    /* state over the lines of a field */
    uint32_t lines;    /* content lines so far */
    uint32_t nonblank; /* lines so far */
    bool wrapped;      /* lines are no paragraphs: cut at a width */
    bool body;         /* a paragraph was seen */
    bool dated;        /* dateline found */
    int teaser;        /* the line before was a teaser's label alone: 2 with a colon, 1 without */
    size_t tail;       /* here the last lines begin */
    uint64_t lead[LEADS]; /* hashes of the first content lines */
    uint32_t leads;
} work;

static bool blank(bk_str s, size_t i, size_t end, size_t *n)
{
    char c = s.p[i];
    *n = 1;
    if (c == ' ' || c == '\t' || c == '\f' || c == '\v')
        return true;
    *n = 2;
    if (i + 1 < end && c == '\xC2' && s.p[i + 1] == '\xA0')
        return true;
    *n = 3; /* zero width space, byte order mark inside, no-break narrow space */
    return i + 2 < end &&
           (memcmp(s.p + i, "\xE2\x80\x8B", 3) == 0 || memcmp(s.p + i, "\xEF\xBB\xBF", 3) == 0 ||
            memcmp(s.p + i, "\xE2\x80\xAF", 3) == 0);
}

static size_t skip(bk_str s, size_t i, size_t end)
{
    size_t n;
    while (i < end && blank(s, i, end, &n))
        i += n;
    return i;
}

static size_t back(bk_str s, size_t begin, size_t end)
{
    size_t n;
    for (;;) {
        if (end > begin && blank(s, end - 1, end, &n))
            end--;
        else if (end >= begin + 2 && blank(s, end - 2, end, &n) && n == 2)
            end -= 2;
        else if (end >= begin + 3 && blank(s, end - 3, end, &n) && n == 3)
            end -= 3;
        else
            return end;
    }
}

static void keep(work *w, size_t begin, size_t end)
{
    begin = skip(w->s, begin, end);
    end = back(w->s, begin, end);
    if (begin >= end || w->status != BK_OK)
        return;
    if (w->n_kept == w->cap_kept) {
        uint32_t cap = w->cap_kept ? 2 * w->cap_kept : 32;
        bk_span *p = bk__arena_array(w->arena, cap, sizeof *p);
        if (!p) {
            w->status = BK_ENOMEM;
            return;
        }
        if (w->n_kept)
            memcpy(p, w->kept, w->n_kept * sizeof *p);
        w->kept = p;
        w->cap_kept = cap;
    }
    w->kept[w->n_kept++] = (bk_span){(uint32_t)begin, (uint32_t)end};
}

static void drop(work *w, size_t begin, size_t end, const char *reason)
{
    begin = skip(w->s, begin, end);
    end = back(w->s, begin, end);
    if (begin >= end || w->status != BK_OK)
        return;
    if (w->n_gone == w->cap_gone) {
        uint32_t cap = w->cap_gone ? 2 * w->cap_gone : 8;
        bk_removed *p = bk__arena_array(w->arena, cap, sizeof *p);
        if (!p) {
            w->status = BK_ENOMEM;
            return;
        }
        if (w->n_gone)
            memcpy(p, w->gone, w->n_gone * sizeof *p);
        w->gone = p;
        w->cap_gone = cap;
    }
    w->gone[w->n_gone++] = (bk_removed){(uint32_t)begin, (uint32_t)end, w->field, reason};
}

/* ---- lines ----------------------------------------------------------------- */

static bool alnum(unsigned char c)
{
    return ((c | 32) >= 'a' && (c | 32) <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

uint64_t bk__line_hash(bk_str line)
{
    uint64_t h = 0;
    bool gap = false, any = false;
    for (size_t i = 0; i < line.n; i++) {
        unsigned char c = (unsigned char)line.p[i];
        if (!alnum(c) || c == 0xC2 || c == 0xA0) {
            gap = true;
            continue;
        }
        if (c >= 'A' && c <= 'Z')
            c |= 32;
        h = bk__fold(h ^ c ^ (gap && any ? 0x100u : 0u), BK__KEY_B);
        any = true;
        gap = false;
    }
    return any ? h | 1 : 0;
}

static size_t line_end(bk_str s, size_t i)
{
    const char *p = i < s.n ? memchr(s.p + i, '\n', s.n - i) : NULL;
    return p ? (size_t)(p - s.p) : s.n;
}

/* Only punctuation is left. */
static bool bare(bk_str s, size_t i, size_t end)
{
    for (; i < end; i++)
        if (alnum((unsigned char)s.p[i]))
            return false;
    return true;
}

/* Bullets, arrows and brackets in front of a line. */
static size_t front(bk_str s, size_t i, size_t end)
{
    for (;;) {
        i = skip(s, i, end);
        if (i < end && strchr("-*>#|~=_.", s.p[i]) && s.p[i])
            i++;
        else if (i + 2 < end && (unsigned char)s.p[i] == 0xE2 &&
                 (memcmp(s.p + i, "\xE2\x80\xA2", 3) == 0 || (unsigned char)s.p[i + 1] == 0x96 ||
                  (unsigned char)s.p[i + 1] == 0x9E))
            i += 3;
        else
            return i;
    }
}

static bool closes(bk_str s, size_t end) /* a stop or a quote stands before `end` */
{
    return end > 0 && (strchr(".!?\")", s.p[end - 1]) ||
                       (end >= 3 && memcmp(s.p + end - 3, "\xE2\x80\x9D", 3) == 0));
}

/* "Dok." and its like before the stop at i. */
static bool short_form(bk_str s, size_t i)
{
    static const char *const forms[] = {"dok", "doc", "no", "dr", "pt"};
    size_t from = i;
    while (from > 0 && alnum((unsigned char)s.p[from - 1]))
        from--;
    for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
        if (i - from == strlen(forms[k]) && strncasecmp(s.p + from, forms[k], i - from) == 0)
            return true;
    return false;
}

/* A full stop that ends a sentence of [i, end), other than the last byte. */
static bool stop_inside(bk_str s, size_t i, size_t end)
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

/* ---- reach of a rule ------------------------------------------------------- */

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
    return end - at <= BYLINE && !stop_inside(s, at, end) && s.p[end - 1] != '.' ? end : 0;
}

static size_t teaser_end(bk_str s, size_t at, size_t len, size_t end)
{
    size_t from = skip(s, at + len, end), to;
    char last = s.p[at + len - 1];
    if (bare(s, from, end))
        return end;
    if (s.p[from] == ',' || s.p[from] == ';') /* the headline was a link and is lost */
        return from;
    to = bk__headline_end(s, from, end);
    if (last == ':' || last == '-' || last == '|')
        return to > from ? to : 0;
    if (to == end && bk__headline_like((bk_str){s.p + from, to - from}))
        return end;
    return at + len; /* the label of a box that was left out */
}

static size_t headline_reach(bk_str s, size_t at, size_t end)
{
    size_t to = end;
    const char *bracket = memchr(s.p + at, '[', end - at);
    if (bracket)
        to = (size_t)(bracket - s.p);
    return bk__headline_like((bk_str){s.p + at, back(s, at, to) - at}) ? to : 0;
}

/* Labels in a row: Home / News / Internasional */
static bool crumbs(const work *w, size_t i, size_t end)
{
    while (!bare(w->s, i, end)) {
        size_t len;
        uint32_t cursor = 0;
        while (i < end && !alnum((unsigned char)w->s.p[i]))
            i++;
        if (!bk__furniture_at(w->rules, w->s, i, end, BIT(BK__CUT_LABEL), &cursor, &len))
            return false;
        i += len;
    }
    return end == 0 || !strchr(".,;:\"", w->s.p[end - 1]);
}

/* Behind a credit in brackets no sentence goes on. */
static size_t bracket_reach(bk_str s, const bk__rule *r, size_t at, size_t end)
{
    size_t to = bracket_end(s, at, end), next;
    if (to == 0 || strcmp(r->reason, "photo-credit") != 0 || r->part[0].p[r->part[0].n - 1] == ':')
        return to;
    next = skip(s, to, end);
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
    if (end - at > (credits(r) ? LONG_CREDIT : LONG_LINE) || stop_inside(s, to, end))
        return 0;
    if (strcmp(r->reason, "photo-credit") != 0)
        return end;
    stop = sentence_end(s, to, end);
    return stop < end && s.p[stop] != ' ' ? stop : end;
}

/* What the rule takes from `at`; 0 where it does not apply after all. */
static size_t reach(const work *w, const bk__rule *r, size_t at, size_t len, size_t end)
{
    bk_str s = w->s;
    size_t to = at + len;
    switch (r->kind) {
    case BK__CUT_WHOLE:
        return bare(s, to, end) &&
                       !(end > to && s.p[to] == '.' && (end - to == 1 || s.p[to + 1] != '.'))
                   ? end
                   : 0;
    case BK__CUT_LABEL:
        return crumbs(w, to, end) ? end : 0;
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
        return teaser_end(s, at, len, end);
    case BK__CUT_HEADLINE:
        return headline_reach(s, at, end);
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
        return end - at <= CREDIT + len && !stop_inside(s, to, end) ? end : 0;
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
    return !(whole >> r->kind & 1) || c < 'a' || c > 'z' || !alnum((unsigned char)last);
}

/* The first rule that applies at `at`: what it takes, 0 for none. */
static size_t cut_at(const work *w, size_t at, size_t end, uint32_t kinds, const bk__rule **r,
                     size_t *len)
{
    uint32_t cursor = 0;
    while ((*r = bk__furniture_at(w->rules, w->s, at, end, kinds, &cursor, len)) != NULL) {
        size_t to = may_begin(*r, w->s.p[at]) ? reach(w, *r, at, *len, end) : 0;
        if (to > 0)
            return to;
    }
    return 0;
}

/* Remembers a label whose headline is to come on the next line. */
static void note_teaser(work *w, const bk__rule *r, size_t at, size_t len, size_t end)
{
    if (r->kind == BK__CUT_TEASER && bare(w->s, at + len, end))
        w->teaser = w->s.p[at + len - 1] == ':' ? 2 : 1;
}

/* Words that, with a capital, are furniture even where the stop before them is missing. */
static bool opens_anywhere(const bk__rule *r)
{
    size_t blanks = 0;
    bk_str p = r->part[0];
    for (size_t i = 0; i < p.n; i++)
        blanks += p.p[i] == ' ';
    return blanks >= 2 || p.p[p.n - 1] == ':' || (BIT(r->kind) & ANYWHERE);
}

/* Rules inside [from, end); keeps and drops all of it. */
static void inside(work *w, size_t from, size_t end)
{
    bk_str s = w->s;
    size_t kept = from, len = 0;
    bool start = true; /* a sentence may begin here */
    for (size_t i = from; i < end; i++) {
        char c = s.p[i];
        const bk__rule *r = NULL;
        size_t to = 0;
        if (c == '(' || c == '[') {
            uint32_t cursor = 0;
            r = bk__furniture_at(w->rules, s, skip(s, i + 1, end), end, BIT(BK__CUT_BRACKET),
                                 &cursor, &len);
            to = r ? bracket_reach(s, r, i, end) : 0;
            start = true;
        } else if (alnum((unsigned char)c) && (i == from || !alnum((unsigned char)s.p[i - 1]))) {
            uint32_t kinds = ANYWHERE | (!w->wrapped && (start || big(c)) ? AT_SENTENCE : 0);
            to = cut_at(w, i, end, kinds, &r, &len);
            if (to > 0 && !start && !opens_anywhere(r))
                to = 0;
            start = false;
        } else if (c && strchr(".!?)]\"", c)) {
            start = true;
        }
        if (to == 0)
            continue;
        if (r->kind == BK__CUT_CREDIT && i - kept <= CAPTION && !stop_inside(s, kept, i))
            i = kept; /* the caption too */
        note_teaser(w, r, i, len, end);
        keep(w, kept, i);
        drop(w, i, to, r->reason);
        kept = to;
        i = to - 1;
        start = true;
    }
    keep(w, kept, end);
}

/* A line that says what an earlier one said. */
static bool repeats(work *w, uint64_t h, size_t bytes)
{
    if (bytes >= LEAD_LEAST)
        for (uint32_t i = 0; i < w->leads; i++)
            if (w->lead[i] == h)
                return true;
    if (w->leads < LEADS)
        w->lead[w->leads++] = h;
    return false;
}

static bool is_learned(const work *w, uint64_t h)
{
    size_t lo = 0, hi = w->learned ? w->learned->n : 0;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (w->learned->hash[mid] < h)
            lo = mid + 1;
        else
            hi = mid;
    }
    return w->learned && lo < w->learned->n && w->learned->hash[lo] == h;
}

/* ---- signatures and tags --------------------------------------------------- */

/* "(abc)", "(abc/def)", "(*)" at i: the byte behind it, 0 for none; *slash where it has one. */
static size_t signature(bk_str s, size_t i, size_t end, bool *slash)
{
    size_t n = 0, part = 0;
    *slash = false;
    if (s.p[i] != '(')
        return 0;
    for (i++; i < end && s.p[i] != ')'; i++, n++) {
        char c = s.p[i];
        if (c == '/' && part >= 2) {
            *slash = true;
            part = 0;
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && part > 0) || c == '*') {
            part++;
        } else {
            return 0;
        }
    }
    return i < end && n >= 1 && n <= 12 && (part >= 2 || s.p[i - 1] == '*') ? i + 1 : 0;
}

/* "(Nama Orang)" and nothing else. */
static bool signed_name(bk_str s, size_t begin, size_t end)
{
    size_t words = 0;
    bool small = false;
    if (end - begin > 48 || s.p[begin] != '(' || s.p[end - 1] != ')')
        return false;
    for (size_t i = begin + 1; i + 1 < end; i++) {
        char c = s.p[i];
        bool first = s.p[i - 1] == '(' || s.p[i - 1] == ' ';
        if (c == ' ')
            continue;
        if (!((c | 32) >= 'a' && (c | 32) <= 'z') && c != '.' && c != '\'' && c != '-')
            return false;
        small = small || (c >= 'a' && c <= 'z');
        if (first && !(c >= 'A' && c <= 'Z'))
            return false;
        words += first;
    }
    return small && words >= 2 && words <= 4;
}

/* "(TribunPadang.com/Via)" at the end of a line. */
static bool site_signature(bk_str s, size_t i, size_t end)
{
    size_t to = i + 1;
    if (end - i > 60 || s.p[end - 1] != ')')
        return false;
    while (to < end && s.p[to] != '/' && s.p[to] != ')' && s.p[to] != ' ')
        to++;
    return s.p[to] == '/' && bk__is_domain((bk_str){s.p + i + 1, to - i - 1});
}

/* The end of the line before, without blanks. */
static size_t back_over_lines(bk_str s, size_t i)
{
    while (i > 0 && (s.p[i - 1] == '\n' || s.p[i - 1] == ' '))
        i--;
    return i;
}

/* Where the signature of a line in the last ones begins, with tags behind it; `end` for none. */
static size_t signature_at(bk_str s, size_t begin, size_t end)
{
    if (signed_name(s, begin, end) && closes(s, back_over_lines(s, begin)))
        return begin;
    for (size_t i = begin; i < end; i++) {
        bool slash;
        size_t to, before;
        if (s.p[i] != '(')
            continue;
        to = signature(s, i, end, &slash);
        before = back(s, begin, i);
        if ((before == begin || closes(s, before)) && site_signature(s, i, end))
            return i;
        if (to == 0 || (before > begin && !slash && !closes(s, before)))
            continue;
        if (bare(s, to, end) || (slash && end - to <= 250 && !memchr(s.p + to, '.', end - to) &&
                                 !memchr(s.p + to, '"', end - to)))
            return i;
    }
    return end;
}

/* Where the last TAIL_LINES lines that are not blank begin. */
static size_t tail_lines(bk_str s)
{
    size_t i = s.n, lines = 0;
    bool text = false;
    while (i > 0 && lines < TAIL_LINES) {
        i--;
        if (s.p[i] == '\n') {
            lines += text;
            text = false;
        } else if (s.p[i] != ' ') {
            text = true;
        }
    }
    return i;
}

/* Lines are cut at a width: none is long, and most that are followed by another go on in it. */
static bool is_wrapped(bk_str s)
{
    size_t lines = 0, on = 0, i = 0;
    bool open = false; /* the line before did not end a sentence */
    while (i < s.n) {
        size_t end = line_end(s, i), begin = skip(s, i, end), to = back(s, begin, end);
        if (to - begin > WIDTH)
            return false;
        if (begin < to) {
            lines++;
            on += open && begin == i;
            open = !closes(s, to) && s.p[to - 1] != ':';
        } else {
            open = false;
        }
        i = end + 1;
    }
    return lines >= 3 && on * 2 >= lines;
}

/* ---- a line ---------------------------------------------------------------- */

/* Rules at the beginning, again and again; where the rest begins. */
static size_t cut_front(work *w, size_t begin, size_t end)
{
    uint32_t kinds =
        w->nonblank < LABEL_LINES && w->lines == 0 ? AT_LINE | BIT(BK__CUT_LABEL) : AT_LINE;
    if (w->wrapped)
        kinds = AT_WRAPPED;
    while (begin < end) {
        const bk__rule *r;
        size_t at = front(w->s, begin, end), len, to = cut_at(w, at, end, kinds, &r, &len);
        if (to == 0)
            break;
        note_teaser(w, r, at, len, end);
        drop(w, begin, to, r->reason);
        begin = skip(w->s, to, end);
    }
    return begin;
}

/* The headline of the label on the line before. */
static size_t cut_teaser(work *w, size_t begin, size_t end, int teaser)
{
    size_t to = bk__headline_end(w->s, begin, end);
    if (to > begin && (teaser == 2 ? !(to == end && w->s.p[end - 1] == '.')
                                   : to - begin >= 30 &&
                                         bk__headline_like((bk_str){w->s.p + begin, to - begin}))) {
        drop(w, begin, to, "read-also");
        return skip(w->s, to, end);
    }
    return begin;
}

/* Without signature: [begin, end) is not empty and has no outer blanks. */
static void clean_body(work *w, size_t begin, size_t end)
{
    bk_str s = w->s;
    int teaser = w->teaser;
    w->teaser = 0;
    begin = cut_front(w, begin, end);
    if (begin < end && teaser)
        begin = cut_teaser(w, begin, end, teaser);
    w->nonblank++;
    if (begin >= end)
        return;
    uint64_t h = bk__line_hash((bk_str){s.p + begin, end - begin});
    if (is_learned(w, h)) {
        drop(w, begin, end, "repeated-in-outlet");
        return;
    }
    if (!w->dated && w->lines < DATELINE_LINES) {
        bool first = !w->body && w->lines <= ((w->a->inferred & BK_INFERRED_TITLE) != 0);
        bk__dateline d = bk__dateline_find((bk_str){s.p + begin, end - begin}, w->a->source, first);
        if (d.end > 0) {
            w->dated = true;
            drop(w, begin, begin + d.end, "dateline");
            begin = skip(s, begin + d.end, end);
            h = bk__line_hash((bk_str){s.p + begin, end - begin});
        }
    }
    if (repeats(w, h, end - begin)) {
        drop(w, begin, end, "repeated-lead");
        return;
    }
    w->lines++;
    w->body = w->body || end - begin >= PARAGRAPH;
    inside(w, begin, end);
}

static void clean_line(work *w, size_t begin, size_t end)
{
    size_t sign = begin >= w->tail && !w->wrapped ? signature_at(w->s, begin, end) : end;
    size_t to = back(w->s, begin, sign);
    if (begin < to)
        clean_body(w, begin, to);
    drop(w, sign, end, "byline");
}

static void clean_text(work *w)
{
    bk_str s = w->s;
    w->tail = tail_lines(s);
    w->wrapped = is_wrapped(s);
    for (size_t i = 0; i < s.n && w->status == BK_OK;) {
        size_t end = line_end(s, i), begin = skip(s, i, end), to = back(s, begin, end);
        if (begin < to)
            clean_line(w, begin, to);
        i = end + 1;
    }
}

bk_status bk__clean(bk_ctx *ctx, bk__arena *arena, bk_article *a, const bk__furniture *rules,
                    const bk__learned *learned)
{
    work w = {.ctx = ctx, .arena = arena, .rules = rules, .learned = learned, .a = a};
    a->kept[0] = a->kept[1] = NULL;
    a->n_kept[0] = a->n_kept[1] = 0;
    w.s = a->title;
    if (a->title.n && !(a->inferred & BK_INFERRED_TITLE)) {
        for (size_t i = 0; i < w.s.n; i = line_end(w.s, i) + 1)
            keep(&w, i, line_end(w.s, i));
        a->kept[0] = w.kept;
        a->n_kept[0] = w.n_kept;
        if (a->title.n >= 20)
            w.lead[w.leads++] = bk__line_hash(a->title);
    }
    w.kept = NULL;
    w.n_kept = w.cap_kept = 0;
    w.s = a->text;
    w.field = BK_FIELD_TEXT;
    clean_text(&w);
    a->kept[1] = w.kept;
    a->n_kept[1] = w.n_kept;
    a->removed = w.gone;
    a->n_removed = w.n_gone;
    return w.status;
}

bool bk__first_line(bk_str s, const bk__furniture *rules, size_t *at, bk_str *line)
{
    work w = {.rules = rules, .s = s};
    for (; *at < s.n; w.nonblank++) {
        size_t end = line_end(s, *at), begin = skip(s, *at, end), to = back(s, begin, end);
        uint32_t kinds = w.nonblank < LABEL_LINES ? AT_LINE | BIT(BK__CUT_LABEL) : AT_LINE;
        *at = end + 1;
        while (begin < to) {
            size_t from = front(s, begin, to), len, cut;
            const bk__rule *r;
            cut = cut_at(&w, from, to, kinds, &r, &len);
            if (cut == 0)
                break;
            begin = skip(s, cut, to);
        }
        if (begin < to) {
            *line = (bk_str){s.p + begin, to - begin};
            return true;
        }
    }
    return false;
}
