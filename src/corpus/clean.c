/* clean.c - takes furniture out of an article; everything else stays.
 *
 * Line by line: rules at its beginning, the dateline (in the first lines), then rules where a
 * sentence or a bracket begins. What is cut is kept as a span with its reason. Kept spans hold no
 * line break and neither begin nor end with a blank; between the spans lie only blanks and line
 * breaks. */
#include "corpus/clean.h"

#include "base/hash.h"
#include "corpus/dateline.h"

enum { DATELINE_LINES = 4, LEADS = 3, LEAD_LEAST = 40, HEADLINE_MOST = 200, LABEL_LINES = 3 };
#define BIT(k) (1u << (k))
#define AT_LINE                                                                                    \
    (BIT(BK__CUT_LINE) | BIT(BK__CUT_WHOLE) | BIT(BK__CUT_LABEL) | BIT(BK__CUT_TEASER) |           \
     BIT(BK__CUT_TAIL) | BIT(BK__CUT_SENTENCE) | BIT(BK__CUT_MARK))
#define AT_SENTENCE (BIT(BK__CUT_TEASER) | BIT(BK__CUT_TAIL) | BIT(BK__CUT_SENTENCE))

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
    uint32_t lines;       /* content lines so far */
    uint32_t nonblank;    /* lines so far */
    bool dated, teaser;   /* dateline found; the line before was a teaser's label alone */
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

/* ---- lines
 * ----------------------------------------------------------------------------------------
 */

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

static bool ends_sentence(bk_str s, size_t begin, size_t end)
{
    while (end > begin && strchr("\"')]", s.p[end - 1]))
        end--;
    while (end >= begin + 3 && (memcmp(s.p + end - 3, "\xE2\x80\x9D", 3) == 0 ||
                                memcmp(s.p + end - 3, "\xE2\x80\x99", 3) == 0))
        end -= 3;
    return end > begin && strchr(".!?", s.p[end - 1]) != NULL;
}

/* Short, no stop at its end: a teaser, not a paragraph. */
static bool headline(bk_str s, size_t begin, size_t end)
{
    return end - begin <= HEADLINE_MOST && (!ends_sentence(s, begin, end) || s.p[end - 1] != '.');
}

static size_t sentence_end(bk_str s, size_t i, size_t end)
{
    for (; i < end; i++)
        if (strchr(".!?", s.p[i]) && s.p[i] &&
            (i + 1 >= end || s.p[i + 1] == ' ' || s.p[i + 1] == '"' || s.p[i + 1] == ')'))
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

/* What the rule takes from `at`; 0 where it does not apply after all. */
static size_t reach(const bk__rule *r, bk_str s, size_t at, size_t len, size_t end)
{
    switch (r->kind) {
    case BK__CUT_WHOLE:
    case BK__CUT_LABEL:
        return bare(s, at + len, end) ? end : 0;
    case BK__CUT_LINE:
    case BK__CUT_TEASER:
    case BK__CUT_TAIL:
        return end;
    case BK__CUT_SENTENCE:
        return sentence_end(s, at + len, end);
    case BK__CUT_MARK:
        return at + len;
    case BK__CUT_BRACKET:
    case BK__N_CUTS:
        break;
    }
    return 0;
}

/* Rules inside [from, end); keeps and drops all of it. */
static void inside(work *w, size_t from, size_t end)
{
    bk_str s = w->s;
    size_t kept = from, len;
    bool start = false; /* a sentence may begin here */
    for (size_t i = from; i < end; i++) {
        char c = s.p[i];
        const bk__rule *r = NULL;
        size_t to = 0;
        if (c == '(' || c == '[') {
            r = bk__furniture_at(w->rules, s, skip(s, i + 1, end), end, BIT(BK__CUT_BRACKET), &len);
            to = r ? bracket_end(s, i, end) : 0;
        } else if (alnum((unsigned char)c) && (i == from || !alnum((unsigned char)s.p[i - 1]))) {
            uint32_t kinds = BIT(BK__CUT_MARK) | (start ? AT_SENTENCE : 0);
            r = bk__furniture_at(w->rules, s, i, end, kinds, &len);
            to = r ? reach(r, s, i, len, end) : 0;
            start = false;
        } else if (strchr(".!?)]\"", c) && c) {
            start = true;
        }
        if (to > 0) {
            keep(w, kept, i);
            drop(w, i, to, r->reason);
            kept = to;
            i = to - 1;
            start = true;
        }
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

/* [begin, end) without outer blanks, not empty. */
static void clean_line(work *w, size_t begin, size_t end)
{
    bk_str s = w->s;
    size_t at = front(s, begin, end), len = 0, to = 0;
    bool after_teaser = w->teaser;
    uint32_t kinds =
        w->nonblank < LABEL_LINES && w->lines == 0 ? AT_LINE : AT_LINE & ~BIT(BK__CUT_LABEL);
    const bk__rule *r = bk__furniture_at(w->rules, s, at, end, kinds, &len);
    w->teaser = false;
    w->nonblank++;
    to = r ? reach(r, s, at, len, end) : 0;
    if (to == end) {
        w->teaser = r->kind == BK__CUT_TEASER && bare(s, at + len, end);
        drop(w, begin, end, r->reason);
        return;
    }
    if (after_teaser && headline(s, begin, end)) {
        drop(w, begin, end, "read-also");
        return;
    }
    if (to > 0) {
        drop(w, begin, to, r->reason);
        begin = skip(s, to, end);
    }
    uint64_t h = bk__line_hash((bk_str){s.p + begin, end - begin});
    if (is_learned(w, h)) {
        drop(w, begin, end, "repeated-in-outlet");
        return;
    }
    if (!w->dated && w->lines < DATELINE_LINES) {
        bk__dateline d = bk__dateline_find((bk_str){s.p + begin, end - begin}, w->a->source);
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
    inside(w, begin, end);
}

static void clean_text(work *w)
{
    bk_str s = w->s;
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
    uint32_t seen = 0;
    while (*at < s.n) {
        size_t end = line_end(s, *at), begin = skip(s, *at, end), to = back(s, begin, end), len;
        uint32_t kinds = seen < LABEL_LINES ? AT_LINE : AT_LINE & ~BIT(BK__CUT_LABEL);
        const bk__rule *r;
        *at = end + 1;
        if (begin >= to)
            continue;
        seen++;
        size_t from = front(s, begin, to);
        r = bk__furniture_at(rules, s, from, to, kinds, &len);
        if (r && reach(r, s, from, len, to) == to)
            continue;
        *line = (bk_str){s.p + begin, to - begin};
        return true;
    }
    return false;
}
