/* quote.c - what is said and by whom: direct speech, and the pass over an article.
 *
 * Who speaks is looked for behind the quote ("Q," kata S), before it (S mengatakan, "Q"; Menurut S,
 * "Q"), in its sentence (fragments), and else is who spoke last. Spans come from quote_span.c, what
 * is reported without marks from quote_said.c. Linear in the number of tokens. */
#include "model/reading.h"

#include <string.h>

enum {
    FULL = 5,  /* tokens: so long a quote needs no verb */
    SKIP = 2,  /* "demikian kata" */
    BESIDE = 5 /* tokens between a speaker and the verb behind him */
};

/* ---- results -----------------------------------------------------------------------------------
 */

bk_status bk__quote_add(bk__reading *r, uint32_t first, uint32_t end, const bk__speaker *who,
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

/* Words between a speaker and the verb behind him: "in Beijing (said)". */
static bool goes_along(const bk__reading *r, uint32_t k)
{
    uint32_t at = r->work->phrase_at[k];
    const bk__verb *v = bk__verb_at(r, k);
    if (v->n && v->kind != BK__SPEECH_PREP)
        return false;
    return (bk__form_at(r, k)->flags & BK_FORM_STOP) ||
           (at != BK__NONE && bk__governed(r, &r->work->phrase[at])) ||
           (r->work->unit_at[k] != BK__NONE &&
            r->work->unit[r->work->unit_at[k]].role == BK__ROLE_NONE);
}

/* "Q," kata S | "Q," ujarnya | "Q," S said | "Q," S: from token i behind the closing mark. */
static bk__speaker behind(bk__reading *r, uint32_t i, uint32_t end, bool whole, const bk__scene *s)
{
    uint32_t skipped = 0;
    bk__speaker named = nobody();
    if (i > 1 && i < end && bk__token_is(r, i - 2, ",") && names_human(r, i))
        named = bk__speaker_after(r, i, end, &s->last);
    if (i < end && (bk__token_is(r, i, ",") || bk__token_is(r, i, ".")))
        i++;
    for (; i < end && skipped <= SKIP; i++, skipped++) {
        const bk__verb *v = bk__verb_at(r, i);
        if (bk__is_saying(v) && v->order == BK__ORDER_SELF) {
            bk__speaker he = bk__speaker_he(r, i, &s->last);
            return he;
        }
        if (bk__is_saying(v) && v->order != BK__ORDER_BEFORE)
            return bk__speaker_after(r, i + v->n, end, &s->last);
        uint32_t at = r->work->phrase_at[i];
        if (at != BK__NONE && !whole && skipped > 0)
            break; /* S menyebut "Q", tetapi B membantah */
        if (at != BK__NONE) {
            const bk__phrase *p = &r->work->phrase[at];
            uint32_t k = p->first + p->n;
            while (k < end && k < p->first + p->n + BESIDE && goes_along(r, k))
                k++;
            if (k < end && bk__is_saying(bk__verb_at(r, k)) &&
                bk__verb_at(r, k)->order != BK__ORDER_AFTER &&
                bk__verb_at(r, k)->order != BK__ORDER_SELF)
                return bk__speaker_before(r, k, p->first, &s->last);
            break;
        }
        if (bk__form_at(r, i)->kind == BK_KIND_PUNCT)
            break;
    }
    return named;
}

/* S mengatakan, "Q" | Menurut S, "Q": the nearest verb before token i in its sentence. */
static bk__speaker before(bk__reading *r, uint32_t i, uint32_t begin, const bk__scene *s,
                          uint8_t *speech)
{
    if (i > begin + 1 && bk__token_is(r, i - 1, ":") && r->work->phrase_at[i - 2] != BK__NONE) {
        const bk__phrase *p = &r->work->phrase[r->work->phrase_at[i - 2]]; /* S: "Q" */
        if (p->first == begin && p->role == BK__ROLE_ACTOR)
            return bk__speaker_after(r, p->first, i - 1, &s->last);
    }
    for (uint32_t k = i; k-- > begin;) {
        const bk__verb *v = bk__verb_at(r, k);
        if (!bk__is_saying(v) || r->work->quote_at[k] != BK__NONE || bk__goes_on(r, k, begin))
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

/* Whether at least `share` of `of` words that are no grammar begin with a capital. */
static bool capitals(const bk__reading *r, const bk__span *s, uint32_t share, uint32_t of)
{
    uint32_t words = 0, capital = 0;
    for (uint32_t i = s->first; i < s->end; i++) {
        const bk_form *f = bk__form_at(r, i);
        if (f->kind == BK_KIND_WORD && !(f->flags & BK_FORM_STOP)) {
            words++;
            capital += (f->flags & BK_FORM_CAPITAL) != 0;
        }
    }
    return words > 0 && of * capital >= share * words;
}

/* Whether the quote is a title or a nickname: every word is capitalised. */
static bool is_name(const bk__reading *r, const bk__span *s)
{
    return s->end - s->first < 7 && capitals(r, s, 3, 3);
}

/* Whether nobody can be taken to say it, where no verb tells so: it begins in the middle of a
 * sentence (what stood between the marks was lost), or is a title. */
static bool unsaid(const bk__reading *r, const bk__span *s)
{
    const bk_form *f = bk__form_at(r, s->first);
    const bk_token *t = r->scan->tokens;
    bool apart = s->first > s->open && t[s->first].begin > t[s->open].end;
    bool stopped = bk__token_is(r, s->end - 1, ",") || bk__token_is(r, s->end - 1, ".");
    return (apart && bk__is_word(f) && !(f->flags & BK_FORM_CAPITAL)) ||
           (!stopped && capitals(r, s, 2, 3));
}

static bool is_full(const bk__reading *r, const bk__span *s)
{
    uint32_t n = s->end - s->first;
    const bk_form *f = bk__form_at(r, s->end - 1);
    bool marked = f->kind == BK_KIND_PUNCT && f->surface.n == 1 && strchr(".,!?", f->surface.p[0]);
    uint32_t begin = bk__sentence_first(r, s->open);
    bool said = s->open > begin && bk__is_saying(bk__verb_at(r, s->open - 1));
    return n >= FULL && (marked || said || n > 2 * FULL || s->open == begin);
}

static bk_status close_open(bk__reading *r, bk__scene *now, const bk__speaker *who)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < now->n_open && st == BK_OK; i++)
        st = bk__quote_add(r, now->open[i].first, now->open[i].end, who, true, BK__SPEECH_SAY);
    now->n_open = 0;
    return st;
}

/* Who says a whole quote without a verb: who spoke last, or whom the lines before it tell of. */
static bk__speaker of_scene(const bk__reading *r, const bk__span *q, uint32_t begin,
                            const bk__speaker *last)
{
    uint32_t open = q->open;
    const bk_token *t = r->scan->tokens;
    const bk_sentence *s = r->scan->sentences;
    uint32_t from = open;
    if (open == begin && begin > 0 && s[t[begin - 1].sentence].field == s[t[begin].sentence].field)
        from = begin - 1;
    bk__speaker who = bk__speaker_he(r, from, last);
    if (q->closed && who.found && who.n && who.first >= bk__paragraph_first(r, t[from].sentence))
        return who;
    return last->found ? *last : (bk__speaker){0, 0, BK__NONE, true};
}

static bk_status direct(bk__reading *r, const bk__span *s, uint32_t begin, uint32_t end,
                        bk__scene *now)
{
    uint32_t stop = s->closed ? s->end + 1 : s->end;
    uint32_t first = bk__sentence_first(r, s->open);
    uint32_t limit = stop < end ? bk__sentence_end(r, stop) : end;
    first = bk__not_before(first, s->open);
    limit = limit > stop + BK__FAR ? stop + BK__FAR : limit;
    uint8_t speech = BK__SPEECH_SAY;
    bool full = is_full(r, s);
    for (uint32_t k = s->first; k < s->end; k++)
        r->work->quote_at[k] = 0; /* inside of some quote; numbered at the end */
    bk__speaker who = behind(r, stop, limit, s->open == first, now);
    if (!who.found && first == s->open && first > begin && bk__token_is(r, first - 1, ":"))
        who =
            before(r, first, bk__not_before(bk__sentence_first(r, first - 1), first), now, &speech);
    if (!who.found)
        who = before(r, s->open, first, now, &speech);
    if (!who.found)
        for (uint32_t k = stop; k < limit && !who.found; k++)
            if (bk__verb_at(r, k)->order != BK__ORDER_BEFORE && bk__is_saying(bk__verb_at(r, k)))
                who = bk__verb_at(r, k)->order == BK__ORDER_SELF
                          ? bk__speaker_he(r, k, &now->last)
                          : bk__speaker_after(r, k + bk__verb_at(r, k)->n, limit, &now->last);
    full &= who.found || !unsaid(r, s);
    if (!who.found && full && bk__span_runs_on(r, s, end) && now->n_open < BK__OPEN_QUOTES) {
        now->open[now->n_open++] = *s;
        return BK_OK;
    }
    if (!who.found && full)
        who = of_scene(r, s, begin, &now->last);
    if (!full && (!who.found || is_name(r, s))) {
        for (uint32_t k = s->first; k < s->end; k++)
            r->work->quote_at[k] = BK__NONE;
        return BK_OK;
    }
    if (who.found)
        now->last = who;
    bk_status st = close_open(r, now, &who);
    return st == BK_OK ? bk__quote_add(r, s->first, s->end, &who, true, speech) : st;
}

/* ---- the pass ----------------------------------------------------------------------------------
 */

static bk_status paragraph(bk__reading *r, uint32_t s, uint32_t begin, uint32_t end, bk__scene *now)
{
    bk_status st = BK_OK;
    bk__span q;
    uint32_t i = begin;
    for (; s < r->scan->n_sentences && r->scan->sentences[s].first < end && st == BK_OK; s++) {
        uint32_t stop = r->scan->sentences[s].first + r->scan->sentences[s].n;
        while (st == BK_OK && i < stop && bk__span_next(r, i, begin, end, &q) && q.open < stop) {
            st = direct(r, &q, begin, end, now);
            i = q.closed ? q.end + 1 : q.end;
        }
        if (st == BK_OK)
            st = bk__quote_said(r, s, now);
        if (i < stop)
            i = stop;
    }
    return st;
}

bk_status bk__quote_find(bk__reading *r)
{
    bk__scene now = {.last = {0, 0, BK__NONE, false}};
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
