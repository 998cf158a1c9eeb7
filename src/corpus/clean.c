/* clean.c - takes furniture out of an article; everything else stays.
 *
 * Line by line: rules at its beginning, the dateline (in the first lines), then rules where a
 * sentence or a bracket begins. What is cut is kept as a span with its reason. Kept spans hold no
 * line break, but in a text that was cut at a width, and neither begin nor end with a blank;
 * between the spans lie only blanks and line breaks. */
#include "corpus/clean.h"

#include "base/marks.h"
#include "corpus/cut.h"
#include "corpus/dateline.h"
#include "corpus/headline.h"
#include "corpus/line.h"
#include "corpus/signature.h"

enum {
    DATELINE_LINES = 4, /* a dateline stands in one of so many content lines */
    LEADS = 3,          /* so many first lines may be repeated later ... */
    LEAD_LEAST = 40,    /* ... if they have so many bytes */
    LABEL_LINES = 3,
    PARAGRAPH = 120, /* a line of so many bytes is no title */
    TAIL_LINES = 6,  /* signatures and tags stand in the last so many */
    CAPTION = 200,
    TEASER = 30 /* the least that is taken for the headline of a label without a colon */
};
#define BIT(k)      (1u << (k))
#define AT_SENTENCE BK__IN_SENTENCE
#define AT_LINE                                                                                    \
    (AT_SENTENCE | BIT(BK__CUT_HEADLINE) | BIT(BK__CUT_LINE) | BIT(BK__CUT_WHOLE) |                \
     BIT(BK__CUT_MARK) | BIT(BK__CUT_FRONT) | BIT(BK__CUT_BYLINE))
#define AT_WRAPPED (BIT(BK__CUT_WHOLE) | BIT(BK__CUT_MARK) | BIT(BK__CUT_FRONT))
#define ANYWHERE   BK__ANYWHERE

static const char repeated[] = "repeated-in-outlet"; /* the reason of learned lines */

typedef struct work {
    bk_ctx *ctx;
    bk__arena *arena;
    const bk__furniture *rules;
    const bk__learned *learned; /* NULL: none */
    const bk__titles *titles;
    bk_article *a;
    bk_str s;
    uint32_t field;
    bk_span *kept;
    uint32_t n_kept, cap_kept;
    bk_removed *gone;
    uint32_t n_gone, cap_gone;
    bk_status status;
    /* state over the lines of a field */
    uint32_t lines;     /* content lines so far */
    uint32_t nonblank;  /* lines so far */
    bool wrapped;       /* lines are no paragraphs: cut at a width */
    bool body;          /* a paragraph was seen */
    bool dated;         /* dateline found */
    int teaser;         /* the line before was a teaser's label alone: 2 with a colon, 1 without */
    size_t tail;        /* here the last lines begin */
    size_t line;        /* here this one does */
    bk_str lead[LEADS]; /* the title and the first content lines */
    uint64_t lead_head[LEADS];
    uint32_t leads;
} work;

static bk__page page(const work *w)
{
    return (bk__page){w->rules, w->titles, w->s, w->a ? w->a->title : (bk_str){NULL, 0}};
}

static void keep(work *w, size_t begin, size_t end)
{
    begin = bk__skip_blanks(w->s, begin, end);
    end = bk__trim_blanks(w->s, begin, end);
    if (begin >= end || w->status != BK_OK)
        return;
    if (w->n_kept == w->cap_kept) {
        uint32_t cap = w->cap_kept ? 2 * w->cap_kept : 16;
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
    begin = bk__skip_blanks(w->s, begin, end);
    end = bk__trim_blanks(w->s, begin, end);
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

/* Bullets, arrows and brackets in front of a line. */
static size_t front(bk_str s, size_t i, size_t end)
{
    for (;;) {
        i = bk__skip_blanks(s, i, end);
        if (i < end && (unsigned)((s.p[i] | 32) - 'a') < 26)
            return i;
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

/* Remembers a label whose headline is to come on the next line. */
static void note_teaser(work *w, const bk__rule *r, size_t at, size_t len, size_t end)
{
    if (r->kind == BK__CUT_TEASER && bk__bare(w->s, at + len, end))
        w->teaser = w->s.p[at + len - 1] == ':' ? 2 : 1;
}

/* Do rules for what is no beginning of a line look at the word at i? */
static bool in_sentence(const work *w, size_t i, bool start)
{
    return !w->wrapped && (start || (w->s.p[i] >= 'A' && w->s.p[i] <= 'Z'));
}

/* False for most words: no rule begins with the one that the block of marks has at i. */
static inline bool may_begin(const work *w, const bk__marks *m, unsigned bit, size_t i, size_t end,
                             bool start)
{
    uint64_t others = ~(m->word >> bit);
    unsigned n = others ? (unsigned)__builtin_ctzll(others) : BK__MARKS_BLOCK;
    uint32_t at = bit + 4 <= BK__MARKS_BLOCK && i + 4 <= w->s.n
                      ? bk__furniture_start_of(w->s, i, end, n < 4 ? n : 4)
                      : bk__furniture_start(w->s, i, end);
    return w->rules->within[in_sentence(w, i, start)][at / 64] >> at % 64 & 1;
}

/* The rule for what begins at i, a bracket or a word; `start`: a sentence may begin here. */
static size_t rule_at(work *w, size_t i, size_t end, bool start, const bk__rule **r, size_t *len)
{
    char c = w->s.p[i];
    if (c == '(' || c == '[')
        return bk__cut_bracket(w->rules, w->s, i, end, r);
    uint32_t kinds = ANYWHERE;
    if (in_sentence(w, i, start))
        kinds |= AT_SENTENCE;
    const bk__page p = page(w);
    size_t to = bk__cut_at(&p, i, end, kinds, r, len);
    if (to > 0 && !start && !bk__opens_anywhere(*r) &&
        !((*r)->kind == BK__CUT_TEASER && i + *len == end))
        return 0;
    return to;
}

/* A label with a colon that a lost blank glues to the word before: "... SelatanBaca juga: ...". */
static size_t glued_at(work *w, size_t i, size_t end, const bk__rule **r, size_t *len)
{
    const bk__page p = page(w);
    if (w->wrapped || i == 0 || w->s.p[i - 1] < 'a' || w->s.p[i - 1] > 'z')
        return 0;
    size_t to = bk__cut_at(&p, i, end, BIT(BK__CUT_TEASER), r, len);
    return to > 0 && w->s.p[i + *len - 1] == ':' ? to : 0;
}

/* The first place from `at` on where a rule takes something, up to *to; `end` for none. */
static size_t next_cut(work *w, size_t at, size_t end, size_t *to, const bk__rule **r, size_t *len)
{
    bool start = true, in_word = false;
    for (; at < end; at += BK__MARKS_BLOCK) {
        bk__marks m = bk__marks_at(w->s.p + at, end - at, w->s.n - at);
        uint64_t begins = m.word & ~(m.word << 1 | in_word), opened;
        /* what is added at a mark runs up to the next word that begins; it may be in the next block
         */
        start = __builtin_add_overflow(~begins, m.close | m.open | start, &opened);
        opened &= begins;
        uint64_t todo = w->rules->small ? begins : begins & (m.upper | opened);
        uint64_t within = m.upper & ~begins & ~(m.upper << 1);
        for (todo |= m.open | within; todo; todo &= todo - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(todo);
            bool opens = opened >> bit & 1;
            if (!(m.open >> bit & 1) && !may_begin(w, &m, bit, at + bit, end, opens))
                continue;
            *to = within >> bit & 1 ? glued_at(w, at + bit, end, r, len)
                                    : rule_at(w, at + bit, end, opens, r, len);
            if (*to > 0)
                return at + bit;
        }
        in_word = m.word >> (BK__MARKS_BLOCK - 1);
    }
    return end;
}

/* A line, or what an advertisement cuts it into, begins at i. */
static bool starts_piece(const work *w, size_t i)
{
    const bk_removed *last = w->n_gone > 0 ? &w->gone[w->n_gone - 1] : NULL;
    return i == bk__skip_blanks(w->s, w->line, i) ||
           (last && last->field == w->field && strcmp(last->reason, "advert") == 0 &&
            bk__skip_blanks(w->s, last->end, i) == i);
}

/* Does [from, i), in front of a credit that reaches up to `to`, belong to it? A caption is short,
 * and one sentence at most; only a line of its own may end in a stop, or have its credit in
 * brackets. */
static bool caption(const work *w, const bk__rule *r, size_t from, size_t i, size_t to, size_t end)
{
    bk_str s = w->s;
    if (i - from > CAPTION || from == i)
        return false;
    if (r->kind == BK__CUT_CREDIT && !bk__stop_inside(s, from, i))
        return true;
    return (r->kind == BK__CUT_CREDIT ||
            (r->kind == BK__CUT_BRACKET && strcmp(r->reason, "photo-credit") == 0)) &&
           bk__skip_blanks(s, to, end) == end && starts_piece(w, from) &&
           !bk__stop_inside(s, from, bk__trim_blanks(s, from, i)) && !bk__cut_item(s, from, i) &&
           !memchr(s.p + from, ':', i - from);
}

/* Rules inside [from, end); keeps and drops all of it. */
static void inside(work *w, size_t from, size_t end)
{
    const bk__rule *r = NULL;
    for (size_t i, to = 0, len = 0; w->rules && (i = next_cut(w, from, end, &to, &r, &len)) < end;
         from = to) {
        size_t begin = i;
        if (caption(w, r, from, i, to, end))
            begin = from;
        note_teaser(w, r, begin, len, end);
        keep(w, from, begin);
        drop(w, begin, to, r->reason);
    }
    keep(w, from, end);
}

static void note_lead(work *w, bk_str line, uint64_t head)
{
    if (w->leads == LEADS)
        return;
    w->lead[w->leads] = line;
    w->lead_head[w->leads++] = head;
}

/* A line that says what an earlier one said. */
static bool repeats(work *w, bk_str line, uint64_t head)
{
    if (line.n >= LEAD_LEAST)
        for (uint32_t i = 0; i < w->leads; i++)
            if (w->lead_head[i] == head && bk__line_start(w->lead[i]) == bk__line_start(line) &&
                bk__line_hash(w->lead[i]) == bk__line_hash(line))
                return true;
    note_lead(w, line, head);
    return false;
}

/* ---- a line ---------------------------------------------------------------- */

/* Rules at the beginning, again and again; where the rest begins. */
static size_t cut_front(work *w, size_t begin, size_t end)
{
    uint32_t kinds =
        w->nonblank < LABEL_LINES && w->lines == 0 ? AT_LINE | BIT(BK__CUT_LABEL) : AT_LINE;
    if (w->wrapped)
        kinds = AT_WRAPPED;
    const bk__page p = page(w);
    while (begin < end) {
        const bk__rule *r;
        size_t at = front(w->s, begin, end), len, to = bk__cut_at(&p, at, end, kinds, &r, &len);
        if (to == 0)
            break;
        note_teaser(w, r, at, len, end);
        drop(w, begin, to, r->reason);
        begin = bk__skip_blanks(w->s, to, end);
    }
    return begin;
}

/* The headline of the label on the line before. */
static size_t cut_teaser(work *w, size_t begin, size_t end, int teaser)
{
    const bk__page p = page(w);
    size_t to =
        teaser == 1 && bk__cut_item(w->s, begin, end) ? begin : bk__cut_headline(&p, begin, end);
    if (to > begin && (teaser == 2 ? !(to == end && w->s.p[end - 1] == '.')
                                   : to - begin >= TEASER &&
                                         bk__headline_like(bk__furniture_head(w->rules),
                                                           (bk_str){w->s.p + begin, to - begin}))) {
        drop(w, begin, to, "read-also");
        return bk__skip_blanks(w->s, to, end);
    }
    return begin;
}

/* Of the words of [begin, to) most are words of the title. */
static bool mostly_title(const work *w, size_t begin, size_t to)
{
    bk_str title = w->a->title;
    size_t all = 0, same = 0;
    for (size_t i = begin, end; i < to; i = end) {
        for (; i < to && !bk__alnum((unsigned char)w->s.p[i]); i++)
            ;
        for (end = i; end < to && bk__alnum((unsigned char)w->s.p[end]); end++)
            ;
        if (end == i)
            break;
        all++;
        same += memmem(title.p, title.n, w->s.p + i, end - i) != NULL;
    }
    return all >= 5 && same * 4 >= all * 3;
}

/* Other words of the title's, in front of a byline or a dateline with its outlet; where that
 * begins, `begin` for none. Only where the line begins as the title does. */
static size_t title_before_head(work *w, size_t begin, size_t end)
{
    enum { SAME = 8, REACH = 200 };
    bk_str title = w->a->title;
    size_t stop = end - begin > REACH ? begin + REACH : end;
    if (title.n < SAME || end - begin < SAME || memcmp(title.p, w->s.p + begin, SAME) != 0)
        return begin;
    for (size_t i = begin + SAME; i < stop; i++) {
        const bk__page p = page(w);
        const bk__rule *r;
        size_t len;
        if (w->s.p[i - 1] != ' ' || w->s.p[i] < 'A' || w->s.p[i] > 'Z')
            continue;
        if (bk__cut_at(&p, i, end, BIT(BK__CUT_BYLINE), &r, &len) > 0 ||
            bk__dateline_find((bk_str){w->s.p + i, end - i}, w->a->source, true).outlet.p)
            return mostly_title(w, begin, i) ? i : begin;
    }
    return begin;
}

/* The title once more, in front of the report on its line. */
static size_t cut_title(work *w, size_t begin, size_t end)
{
    if (begin >= end || w->lines > 0 || w->wrapped || w->a->inferred & BK_INFERRED_TITLE)
        return begin;
    size_t to = bk__title_end(w->a->title, w->s, begin, end);
    if (to == begin)
        to = title_before_head(w, begin, end);
    size_t next = bk__skip_blanks(w->s, to, end);
    if (to == begin || next >= end || (w->s.p[next] >= 'a' && w->s.p[next] <= 'z') ||
        !bk__headline_like(bk__furniture_head(w->rules), w->a->title))
        return begin;
    drop(w, begin, to, "repeated-lead");
    return cut_front(w, next, end);
}

/* Without signature: [begin, end) is not empty and has no outer blanks. */
static void clean_body(work *w, size_t begin, size_t end)
{
    bk_str s = w->s;
    int teaser = w->teaser;
    w->teaser = 0;
    begin = cut_front(w, begin, end);
    if (begin < end && teaser) {
        size_t to = cut_teaser(w, begin, end, teaser);
        begin = to > begin ? cut_front(w, to, end) : begin;
    }
    begin = cut_title(w, begin, end);
    w->nonblank++;
    if (begin >= end)
        return;
    bk_str line = {s.p + begin, end - begin};
    uint64_t head = bk__line_head(line);
    if (w->learned && bk__learned_at(w->learned, line, head) < w->learned->n) {
        drop(w, begin, end, repeated);
        return;
    }
    if (!w->dated && w->lines < DATELINE_LINES) {
        bool first = !w->body && w->lines <= ((w->a->inferred & BK_INFERRED_TITLE) != 0);
        bk__dateline d = bk__dateline_find(line, w->a->source, first);
        if (d.end > 0) {
            w->dated = true;
            drop(w, begin, begin + d.end, "dateline");
            begin = bk__skip_blanks(s, begin + d.end, end);
            line = (bk_str){s.p + begin, end - begin};
            head = bk__line_head(line);
        }
    }
    if (repeats(w, line, head)) {
        drop(w, begin, end, "repeated-lead");
        return;
    }
    w->lines++;
    w->body = w->body || end - begin >= PARAGRAPH;
    inside(w, begin, end);
}

static void clean_line(work *w, size_t begin, size_t end)
{
    size_t sign = begin >= w->tail && !w->wrapped ? bk__signature_at(w->s, begin, end) : end;
    size_t to = bk__trim_blanks(w->s, begin, sign);
    if (begin < to)
        clean_body(w, begin, to);
    drop(w, sign, end, "byline");
}

static void clean_text(work *w)
{
    bk_str s = w->s;
    w->tail = bk__tail_lines(s, TAIL_LINES);
    w->wrapped = bk__wrapped(s);
    for (size_t i = 0; i < s.n && w->status == BK_OK;) {
        size_t end = bk__line_end(s, i), begin = bk__skip_blanks(s, i, end),
               to = bk__trim_blanks(s, begin, end);
        w->line = begin;
        if (begin < to)
            clean_line(w, begin, to);
        i = end + 1;
    }
}

static size_t words(bk_str s, size_t begin, size_t end)
{
    size_t n = 0;
    for (size_t i = begin; i < end; i++)
        n += bk__alnum((unsigned char)s.p[i]) &&
             (i == begin || !bk__alnum((unsigned char)s.p[i - 1]));
    return n;
}

/* Is more in the learned lines than in what stays? Then they are the article. */
static bool mostly_learned(const work *w)
{
    size_t kept = 0, gone = 0;
    for (uint32_t i = 0; i < w->n_gone; i++)
        if (w->gone[i].reason == repeated)
            gone += words(w->s, w->gone[i].begin, w->gone[i].end);
    for (uint32_t i = 0; i < w->n_kept && kept < gone; i++)
        kept += words(w->s, w->kept[i].begin, w->kept[i].end);
    return gone > kept;
}

/* The line of the title is no part of a paragraph. */
static bool is_title(const bk_article *a, const bk_span *s)
{
    return a->inferred & BK_INFERRED_TITLE && a->title.p >= a->text.p + s->begin &&
           a->title.p < a->text.p + s->end;
}

/* In a text that was cut at a width the lines of a paragraph become one stretch: the next one
 * follows at once, without an indent, on a line that is about full. */
static void join_lines(work *w)
{
    size_t widest = 0;
    uint32_t n = 0;
    for (uint32_t k = 0; k < w->n_kept; k++)
        widest =
            w->kept[k].end - w->kept[k].begin > widest ? w->kept[k].end - w->kept[k].begin : widest;
    for (uint32_t k = 0, line = 0; k < w->n_kept; k++) {
        const bk_span *before = n ? &w->kept[n - 1] : NULL, next = w->kept[k];
        bool full = before && (before->end - line) * 5 >= widest * 2;
        if (full && next.begin == bk__line_end(w->s, before->end) + 1 &&
            bk__bare(w->s, before->end, next.begin) && !is_title(w->a, before))
            w->kept[n - 1].end = next.end;
        else
            w->kept[n++] = next;
        line = next.begin;
    }
    w->n_kept = n;
}

bk_status bk__clean(bk_ctx *ctx, bk__arena *arena, bk_article *a, const bk__furniture *rules,
                    const bk__learned *learned, const bk__titles *titles)
{
    work w = {.ctx = ctx, .arena = arena, .rules = rules, .a = a};
    w.learned = learned;
    w.titles = titles;
    a->kept[0] = a->kept[1] = NULL;
    a->n_kept[0] = a->n_kept[1] = 0;
    w.s = a->title;
    if (a->title.n && !(a->inferred & BK_INFERRED_TITLE)) {
        for (size_t i = 0; i < w.s.n; i = bk__line_end(w.s, i) + 1)
            keep(&w, i, bk__line_end(w.s, i));
        a->kept[0] = w.kept;
        a->n_kept[0] = w.n_kept;
        if (a->title.n >= 20)
            note_lead(&w, a->title, bk__line_head(a->title));
    }
    w.kept = NULL;
    w.n_kept = w.cap_kept = 0;
    w.s = a->text;
    w.field = BK_FIELD_TEXT;
    const work before = w;
    clean_text(&w);
    if (w.status == BK_OK && mostly_learned(&w)) {
        w = before;
        w.learned = NULL;
        clean_text(&w);
    }
    if (w.wrapped)
        join_lines(&w);
    a->kept[1] = w.kept;
    a->n_kept[1] = w.n_kept;
    a->removed = w.gone;
    a->n_removed = w.n_gone;
    return w.status;
}

bool bk__first_line(bk_str s, const bk__furniture *rules, size_t *at, bk_str *line)
{
    work w = {.rules = rules, .s = s};
    const bk__page p = page(&w);
    for (; *at < s.n; w.nonblank++) {
        size_t end = bk__line_end(s, *at), begin = bk__skip_blanks(s, *at, end),
               to = bk__trim_blanks(s, begin, end);
        uint32_t kinds = w.nonblank < LABEL_LINES ? AT_LINE | BIT(BK__CUT_LABEL) : AT_LINE;
        *at = end + 1;
        while (begin < to) {
            size_t from = front(s, begin, to), len, cut;
            const bk__rule *r;
            cut = bk__cut_at(&p, from, to, kinds, &r, &len);
            if (cut == 0)
                break;
            begin = bk__skip_blanks(s, cut, to);
        }
        if (begin < to) {
            *line = (bk_str){s.p + begin, to - begin};
            return true;
        }
    }
    return false;
}
