/* quote.c - what lies between quotation marks and what is reported without them, and by whom.
 *
 * Marks are paired within a paragraph by their shape and the blanks beside them. Who speaks is
 * looked for behind the quote ("Q," kata S), before it (S mengatakan, "Q"; Menurut S, "Q"), in its
 * sentence (fragments), and else is who spoke last. Indirect speech runs from the verb to the end
 * of its sentence, or from its start to ", kata S". Linear in the number of tokens. */
#include "model/reading.h"

#include <string.h>

enum {
    FULL = 5,   /* tokens: so long a quote needs no verb */
    SKIP = 2,   /* "demikian kata" */
    LEAST = 3,  /* tokens of what is reported */
    HEARER = 9, /* tokens of "kepada wartawan di Gedung Putih" */
    LATE = 7,   /* tokens between "Menurut S" and its comma */
    OPEN = 8,   /* paragraphs of one quote that wait for their speaker */
    NESTED = 5, /* a subject so close behind a verb of speech belongs to what is said */
};

typedef struct span {
    uint32_t open, first, end; /* the mark; content [first, end) */
    bool closed;
} span;

/* ---- marks -------------------------------------------------------------------------------------
 */

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

/* +1 opens, -1 closes, 0 neither, where a quote is (not) open. */
static int turn(const bk__reading *r, uint32_t i, uint32_t begin, uint32_t end, bool open)
{
    bool before = blank_before(r, i, begin), behind = blank_behind(r, i, end);
    uint16_t flags = bk__form_at(r, i)->flags;
    if (!open)
        return !before && (behind || !(flags & BK_FORM_OPEN)) ? 0 : 1;
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
        const bk__verb *v = &r->work->verb_at[i + 1];
        if (bk__token_is(r, i, ",") && bk__is_saying(v) && v->order != BK__ORDER_BEFORE)
            return i;
    }
    return end;
}

/* A closing mark whose opening one was lost, with ", kata S" behind it: the quote runs from the
 * first sentence that begins after `from`. */
static bool stray(const bk__reading *r, uint32_t from, uint32_t i, uint32_t end, span *s)
{
    if (from != bk__sentence_first(r, from))
        from = bk__sentence_end(r, from);
    if (i <= from || bk__form_at(r, i - 1)->kind != BK_KIND_PUNCT || i + 1 >= end)
        return false;
    uint32_t k = i + 1 + bk__token_is(r, i + 1, ",");
    const bk__verb *v = k < end ? &r->work->verb_at[k] : NULL;
    if (!v || !bk__is_saying(v) || v->order == BK__ORDER_BEFORE)
        return false;
    *s = (span){from, from, i, true};
    return true;
}

/* Next quote at or after token `from` of the paragraph; false: none. */
static bool next_span(const bk__reading *r, uint32_t from, uint32_t begin, uint32_t end, span *s)
{
    for (uint32_t i = from; i < end; i++) {
        if (!is_mark(r, i))
            continue;
        if (single(r, i)) {
            uint32_t close = single_close(r, i, bk__sentence_first(r, i), bk__sentence_end(r, i));
            if (close) {
                *s = (span){i, i + 1, close, true};
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
        *s = (span){i, i + 1, k, t == -1};
        if (!s->closed)
            s->end = spoken_end(r, i + 1, k);
        if (s->end > s->first)
            return true;
        i = t == -1 ? k : k - 1;
    }
    return false;
}

/* ---- results -----------------------------------------------------------------------------------
 */

static bk_status add_quote(bk__reading *r, uint32_t first, uint32_t end, const bk__speaker *who,
                           bool direct, uint8_t speech)
{
    struct bk__work *w = r->work;
    const bk_token *t = r->scan->tokens;
    uint32_t cap = w->cap_quotes;
    bk_status st = bk__grow(w->ctx, &w->extent, &cap, w->n_quotes + 1, sizeof *w->extent);
    if (st == BK_OK)
        st = bk__grow(w->ctx, &w->quote, &w->cap_quotes, w->n_quotes + 1, sizeof *w->quote);
    if (st != BK_OK || first >= end)
        return st;
    bk_quote q = {t[first].sentence, t[first].begin, t[end - 1].end, 0, 0,
                  BK_VOICE_NARRATOR, direct};
    bk__extent e = {first, end - first, 0, 0, BK__NONE, speech};
    if (who->found) {
        q.power = who->actor == BK__NONE ? BK_VOICE_OTHER : w->triad->actor[who->actor].power;
        if (q.power < 0)
            q.power = BK_VOICE_OTHER;
        e.actor = who->actor;
    }
    if (who->found && who->n > 0 &&
        r->scan->sentences[t[who->first].sentence].field ==
            r->scan->sentences[t[first].sentence].field) {
        q.speaker_begin = t[who->first].begin;
        q.speaker_end = t[who->first + who->n - 1].end;
        e.speaker = who->first;
        e.n_speaker = who->n;
    }
    uint32_t at = w->n_quotes++;
    for (; at > 0 && (w->extent[at - 1].first > e.first ||
                      (w->extent[at - 1].first == e.first && w->extent[at - 1].n < e.n));
         at--) {
        w->quote[at] = w->quote[at - 1];
        w->extent[at] = w->extent[at - 1];
    }
    w->quote[at] = q;
    w->extent[at] = e;
    return BK_OK;
}

static void fill_quote_at(bk__reading *r)
{
    struct bk__work *w = r->work;
    memset(w->quote_at, 0xFF, r->scan->n_tokens * sizeof *w->quote_at);
    for (uint32_t q = 0; q < w->n_quotes; q++)
        for (uint32_t k = 0; k < w->extent[q].n; k++)
            w->quote_at[w->extent[q].first + k] = q;
}

/* ---- direct speech -----------------------------------------------------------------------------
 */

typedef struct scene {
    bk__speaker last;
    span open[OPEN]; /* quotes that run on into the next paragraph, whose speaker follows */
    uint32_t n_open;
} scene;

static bk__speaker nobody(void)
{
    return (bk__speaker){0, 0, BK__NONE, false};
}

static bool names_human(const bk__reading *r, uint32_t i)
{
    uint32_t at = r->work->phrase_at[i];
    const bk__phrase *p = at == BK__NONE ? NULL : &r->work->phrase[at];
    return p && p->first == i && (p->person || p->office != BK__NONE);
}

/* "Q," kata S | "Q," ujarnya | "Q," S said | "Q," S: from token i behind the closing mark. */
static bk__speaker behind(bk__reading *r, uint32_t i, uint32_t end, const scene *s)
{
    uint32_t skipped = 0;
    bk__speaker named = nobody();
    if (i > 1 && i < end && bk__token_is(r, i - 2, ",") && names_human(r, i))
        named = bk__speaker_after(r, i, end, &s->last);
    if (i < end && (bk__token_is(r, i, ",") || bk__token_is(r, i, ".")))
        i++;
    for (; i < end && skipped <= SKIP; i++, skipped++) {
        const bk__verb *v = &r->work->verb_at[i];
        if (bk__is_saying(v) && v->order == BK__ORDER_SELF) {
            bk__speaker he = bk__speaker_he(r, i, &s->last);
            return he;
        }
        if (bk__is_saying(v) && v->order != BK__ORDER_BEFORE)
            return bk__speaker_after(r, i + v->n, end, &s->last);
        uint32_t at = r->work->phrase_at[i];
        if (at != BK__NONE) {
            const bk__phrase *p = &r->work->phrase[at];
            uint32_t k = p->first + p->n;
            while (k < end && k < p->first + p->n + 3 && !r->work->verb_at[k].n &&
                   (bk__form_at(r, k)->flags & BK_FORM_STOP))
                k++;
            if (k < end && bk__is_saying(&r->work->verb_at[k]) &&
                r->work->verb_at[k].order != BK__ORDER_AFTER &&
                r->work->verb_at[k].order != BK__ORDER_SELF)
                return bk__speaker_before(r, k, p->first, &s->last);
            break;
        }
        if (bk__form_at(r, i)->kind == BK_KIND_PUNCT)
            break;
    }
    return named;
}

/* "A mengatakan X, mengatakan Y", "... dan menyatakan Y": the verb at i has its subject before an
 * earlier one. */
static bool goes_on(const bk__reading *r, uint32_t i, uint32_t begin)
{
    if (i < begin + 2)
        return false;
    uint32_t at = r->work->phrase_at[i - 2], link = r->work->unit_at[i - 1];
    bool joined = link != BK__NONE && r->work->unit[link].role == BK__ROLE_AND;
    if (!joined && !bk__token_is(r, i - 1, ","))
        return false;
    if (!joined && at != BK__NONE &&
        (r->work->phrase[at].person || r->work->phrase[at].office != BK__NONE))
        return false;
    while (i-- > begin)
        if (bk__is_saying(&r->work->verb_at[i]) && r->work->quote_at[i] == BK__NONE)
            return true;
    return false;
}

/* S mengatakan, "Q" | Menurut S, "Q": the nearest verb before token i in its sentence. */
static bk__speaker before(bk__reading *r, uint32_t i, uint32_t begin, const scene *s,
                          uint8_t *speech)
{
    for (uint32_t k = i; k-- > begin;) {
        const bk__verb *v = &r->work->verb_at[k];
        if (!bk__is_saying(v) || r->work->quote_at[k] != BK__NONE || goes_on(r, k, begin))
            continue;
        *speech = v->kind == BK__SPEECH_BY ? BK__SPEECH_SAY : v->kind;
        if (v->order == BK__ORDER_SELF)
            return bk__speaker_he(r, k, &s->last);
        bk__speaker who = v->order == BK__ORDER_AFTER ? bk__speaker_after(r, k + v->n, i, &s->last)
                                                      : bk__speaker_before(r, k, begin, &s->last);
        if (who.found)
            return who;
    }
    return nobody();
}

/* Whether the quote is a title or a nickname: every word is capitalised. */
static bool is_name(const bk__reading *r, const span *s)
{
    uint32_t words = 0, capital = 0;
    for (uint32_t i = s->first; i < s->end; i++) {
        const bk_form *f = bk__form_at(r, i);
        if (f->kind == BK_KIND_WORD && !(f->flags & BK_FORM_STOP)) {
            words++;
            capital += (f->flags & BK_FORM_CAPITAL) != 0;
        }
    }
    return words > 0 && words == capital && s->end - s->first < 7;
}

static bool is_full(const bk__reading *r, const span *s)
{
    uint32_t n = s->end - s->first;
    const bk_form *f = bk__form_at(r, s->end - 1);
    bool marked = f->kind == BK_KIND_PUNCT && f->surface.n == 1 && strchr(".,!?", f->surface.p[0]);
    return n >= FULL && (marked || n > 2 * FULL || s->open == bk__sentence_first(r, s->open));
}

/* Whether an unclosed quote goes on in the next paragraph, which then begins with a mark
 * or closes it. */
static bool runs_on(const bk__reading *r, const span *s, uint32_t end)
{
    if (s->closed || s->end != end || end >= r->scan->n_tokens)
        return false;
    uint32_t stop = bk__paragraph_end(r, r->scan->tokens[end].sentence), k = end;
    while (k < stop && (!is_mark(r, k) || single(r, k)))
        k++;
    return k < stop && (k == end || turn(r, k, end, stop, false) == 0);
}

static bk_status close_open(bk__reading *r, scene *now, const bk__speaker *who)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < now->n_open && st == BK_OK; i++)
        st = add_quote(r, now->open[i].first, now->open[i].end, who, true, BK__SPEECH_SAY);
    now->n_open = 0;
    return st;
}

static bk_status direct(bk__reading *r, const span *s, uint32_t begin, uint32_t end, scene *now)
{
    uint32_t stop = s->closed ? s->end + 1 : s->end;
    uint32_t first = bk__sentence_first(r, s->open);
    uint32_t limit = stop < end ? bk__sentence_end(r, stop) : end;
    uint8_t speech = BK__SPEECH_SAY;
    bool full = is_full(r, s);
    for (uint32_t k = s->first; k < s->end; k++)
        r->work->quote_at[k] = 0; /* inside of some quote; numbered at the end */
    bk__speaker who = behind(r, stop, limit, now);
    if (!who.found && first == s->open && first > begin && bk__token_is(r, first - 1, ":"))
        who = before(r, first, bk__sentence_first(r, first - 1), now, &speech);
    if (!who.found)
        who = before(r, s->open, first, now, &speech);
    if (!who.found)
        for (uint32_t k = stop; k < limit && !who.found; k++)
            if (r->work->verb_at[k].order != BK__ORDER_BEFORE &&
                bk__is_saying(&r->work->verb_at[k]))
                who = r->work->verb_at[k].order == BK__ORDER_SELF
                          ? bk__speaker_he(r, k, &now->last)
                          : bk__speaker_after(r, k + r->work->verb_at[k].n, limit, &now->last);
    if (!who.found && full && runs_on(r, s, end) && now->n_open < OPEN) {
        now->open[now->n_open++] = *s;
        return BK_OK;
    }
    if (!who.found && full)
        who = now->last.found ? now->last : (bk__speaker){0, 0, BK__NONE, true};
    if (!full && (!who.found || is_name(r, s))) {
        for (uint32_t k = s->first; k < s->end; k++)
            r->work->quote_at[k] = BK__NONE;
        return BK_OK;
    }
    if (who.found)
        now->last = who;
    bk_status st = close_open(r, now, &who);
    return st == BK_OK ? add_quote(r, s->first, s->end, &who, true, speech) : st;
}

/* ---- indirect speech ---------------------------------------------------------------------------
 */

/* Whether direct speech of this sentence already holds most of what the verb says. */
static bool mostly_direct(const bk__reading *r, uint32_t first, uint32_t end)
{
    uint32_t inside = 0;
    for (uint32_t i = first; i < end; i++)
        inside += r->work->quote_at[i] != BK__NONE;
    return 2 * inside > end - first;
}

static uint32_t without_stop(const bk__reading *r, uint32_t first, uint32_t end)
{
    while (end > first && bk__form_at(r, end - 1)->kind == BK_KIND_PUNCT)
        end--;
    return end;
}

static uint32_t skip_openers(const bk__reading *r, uint32_t i, uint32_t end)
{
    while (i < end && ((r->work->verb_at[i].n && r->work->verb_at[i].kind == BK__SPEECH_THAT) ||
                       bk__token_is(r, i, ",") || bk__token_is(r, i, ":")))
        i += r->work->verb_at[i].n ? r->work->verb_at[i].n : 1;
    return i;
}

/* "mengatakan kepada wartawan bahwa": behind the hearer, where a word that opens follows soon. */
static uint32_t skip_hearer(const bk__reading *r, uint32_t i, uint32_t end)
{
    const bk__verb *v = &r->work->verb_at[i];
    if (i + 1 < end && r->work->phrase_at[i] != BK__NONE && r->work->verb_at[i + 1].n &&
        r->work->verb_at[i + 1].kind == BK__SPEECH_THAT)
        return i + 1; /* told us that */
    if (i >= end || !v->n || v->kind != BK__SPEECH_PREP)
        return i;
    for (uint32_t k = i + 1; k < end && k < i + HEARER; k++)
        if (r->work->verb_at[k].n && r->work->verb_at[k].kind == BK__SPEECH_THAT)
            return k;
    return i;
}

typedef struct said {
    uint32_t first, end;
    bk__speaker who;
    uint8_t speech;
} said;

/* Where a whole direct quote begins in [first, end), which is a sentence of its own. */
static uint32_t before_direct(const bk__reading *r, uint32_t first, uint32_t end)
{
    const struct bk__work *w = r->work;
    for (uint32_t q = 0; q < w->n_quotes; q++) {
        const bk__extent *e = &w->extent[q];
        if (w->quote[q].direct && e->first > first + 1 && e->first < end && e->n > 2 * FULL)
            return without_stop(r, first, e->first - 1);
    }
    return end;
}

/* Whether the speaker behind a verb (from token i) ends the clause: ", said Smith on Monday." */
static bool closes(bk__reading *r, uint32_t i, uint32_t end, const scene *now)
{
    bk__speaker who = bk__speaker_after(r, i, end, &now->last);
    uint32_t k = who.first + who.n;
    while (k < end && k < who.first + who.n + LATE && bk__form_at(r, k)->kind != BK_KIND_PUNCT)
        k++;
    return who.n && (k == end || bk__form_at(r, k)->kind == BK_KIND_PUNCT);
}

/* The comma soon behind a speaker ("kata pejabat senior itu, ..."); `i` where there is none. */
static uint32_t comma_near(const bk__reading *r, uint32_t i, uint32_t end)
{
    for (uint32_t k = i; k < end && k < i + LATE; k++)
        if (bk__token_is(r, k, ","))
            return k;
    return i;
}

/* What the verb at token i of sentence [begin, end) reports; false: nothing. */
static bool indirect(bk__reading *r, uint32_t i, uint32_t begin, uint32_t end, const scene *now,
                     said *out)
{
    const bk__verb v = r->work->verb_at[i];
    bool comma = i > begin && bk__token_is(r, i - 1, ",");
    if (i > begin &&
        ((r->work->verb_at[i - 1].n && r->work->verb_at[i - 1].kind == BK__SPEECH_PASSIVE) ||
         (v.kind != BK__SPEECH_SAY && (bk__form_at(r, i - 1)->flags & BK_FORM_NEGATOR))))
        return false; /* was accused; did not condemn */
    out->speech = v.kind == BK__SPEECH_BY ? BK__SPEECH_SAY : v.kind;
    if (v.order == BK__ORDER_SELF || v.order == BK__ORDER_AFTER ||
        (v.order == BK__ORDER_EITHER && comma && closes(r, i + v.n, end, now))) {
        out->who = v.order == BK__ORDER_SELF ? bk__speaker_he(r, i, &now->last)
                                             : bk__speaker_after(r, i + v.n, end, &now->last);
        out->first = begin;
        out->end = comma ? i - 1 : begin;
        uint32_t rest =
            v.order == BK__ORDER_SELF || !out->who.n ? i + v.n : out->who.first + out->who.n;
        bool named = out->who.n && r->work->phrase_at[rest - 1] != BK__NONE;
        if (v.order != BK__ORDER_SELF && v.kind != BK__SPEECH_BY && !named && rest < end &&
            bk__form_at(r, rest)->kind != BK_KIND_PUNCT)
            return false; /* "jelas terlihat": no verb of speech */
        uint32_t mark = comma_near(r, rest, end), first = skip_openers(r, mark, end);
        uint32_t stop = without_stop(r, first, end);
        bool opens = v.kind == BK__SPEECH_BY && i <= begin + 2;          /* Menurut S, Q */
        bool within = comma && mark < end && bk__token_is(r, mark, ","); /* Q, kata S, Q */
        if (opens || (within && stop > first && stop - first > out->end - out->first)) {
            out->first = first;
            out->end = stop;
        }
    } else {
        out->who = bk__speaker_before(r, i, begin, &now->last);
        out->first = skip_openers(r, skip_hearer(r, i + v.n, end), end);
        out->end = without_stop(r, out->first, end);
        uint32_t who = out->who.n ? out->who.first : begin;
        if (who > begin + LEAST && bk__token_is(r, who - 1, ",") &&
            who - 1 - begin > 2 * (out->end - out->first)) { /* Q, S said yesterday */
            out->first = begin;
            out->end = who - 1;
        }
        const bk__verb *next = out->first < out->end ? &r->work->verb_at[out->first] : &v;
        if (next->n && next->kind == BK__SPEECH_BACK)
            return false;
    }
    out->end = before_direct(r, out->first, out->end);
    return out->who.found && out->end >= out->first + LEAST &&
           !mostly_direct(r, out->first, out->end);
}

/* "A mengatakan X sementara B mengatakan Y": X ends where B's clause begins. False where B follows
 * the first verb so closely that Y is what A says of B. */
static bool cut_before(bk__reading *r, uint32_t verb, uint32_t from, uint32_t subject)
{
    struct bk__work *w = r->work;
    uint32_t q = w->n_quotes, end = subject;
    if (subject < verb + NESTED)
        return false;
    while (q-- > 0 && (w->extent[q].first != from || w->quote[q].direct))
        ;
    while (end > from && (bk__form_at(r, end - 1)->kind == BK_KIND_PUNCT ||
                          (bk__form_at(r, end - 1)->flags & BK_FORM_STOP)))
        end--;
    if (q == BK__NONE || end < from + LEAST || w->extent[q].first + w->extent[q].n < subject)
        return false;
    w->extent[q].n = end - from;
    w->quote[q].end = r->scan->tokens[end - 1].end;
    return true;
}

/* A headline "Trump: ..." or "Menlu China: ...": what stands behind the colon is said. */
static bk_status headline(bk__reading *r, const bk_sentence *x, scene *now)
{
    uint32_t end = x->first + x->n;
    for (uint32_t i = x->first + 1; i + LEAST < end && x->field == BK_FIELD_TITLE; i++) {
        uint32_t at = r->work->phrase_at[i - 1];
        if (!bk__token_is(r, i, ":") || at == BK__NONE || r->work->quote_at[i] != BK__NONE)
            continue;
        const bk__phrase *p = &r->work->phrase[at];
        bool first = p->first == x->first || bk__token_is(r, p->first - 1, ",");
        if (p->role != BK__ROLE_ACTOR || !first || mostly_direct(r, i + 1, end))
            continue;
        now->last = (bk__speaker){p->first, p->n, p->actor, true};
        return add_quote(r, i + 1, without_stop(r, i + 1, end), &now->last, false, BK__SPEECH_SAY);
    }
    return BK_OK;
}

static bk_status sentence_said(bk__reading *r, uint32_t s, scene *now)
{
    const bk_sentence *x = &r->scan->sentences[s];
    uint32_t end = x->first + x->n, verb = BK__NONE, from = 0;
    bk_status st = headline(r, x, now);
    for (uint32_t i = x->first; i < end && st == BK_OK; i++) {
        const bk__verb *v = &r->work->verb_at[i];
        said what = {0};
        if (!bk__is_saying(v) || r->work->quote_at[i] != BK__NONE || goes_on(r, i, x->first) ||
            !indirect(r, i, x->first, end, now, &what))
            continue;
        if (verb != BK__NONE && (what.first < i || what.who.first < verb || !what.who.n ||
                                 !cut_before(r, verb, from, what.who.first)))
            continue;
        verb = i;
        from = what.first;
        now->last = what.who;
        st = add_quote(r, what.first, what.end, &what.who, false, what.speech);
    }
    return st;
}

/* ---- the pass ----------------------------------------------------------------------------------
 */

static bk_status paragraph(bk__reading *r, uint32_t s, uint32_t begin, uint32_t end, scene *now)
{
    bk_status st = BK_OK;
    span q;
    uint32_t i = begin;
    for (; s < r->scan->n_sentences && r->scan->sentences[s].first < end && st == BK_OK; s++) {
        uint32_t stop = r->scan->sentences[s].first + r->scan->sentences[s].n;
        while (st == BK_OK && i < stop && next_span(r, i, begin, end, &q) && q.open < stop) {
            st = direct(r, &q, begin, end, now);
            i = q.closed ? q.end + 1 : q.end;
        }
        if (st == BK_OK)
            st = sentence_said(r, s, now);
        if (i < stop)
            i = stop;
    }
    return st;
}

bk_status bk__quote_find(bk__reading *r)
{
    scene now = {.last = {0, 0, BK__NONE, false}};
    bk_status st = BK_OK;
    for (uint32_t s = 0; s < r->scan->n_sentences && st == BK_OK;) {
        uint32_t begin = r->scan->sentences[s].first, end = bk__paragraph_end(r, s);
        st = paragraph(r, s, begin, end, &now);
        while (s < r->scan->n_sentences && r->scan->sentences[s].first < end)
            s++;
    }
    if (st == BK_OK)
        st = close_open(r, &now, &now.last);
    fill_quote_at(r);
    return st;
}
