/* quote_said.c - what is reported without quotation marks.
 *
 * From the verb (and "bahwa") to the end of its sentence, from the sentence's start to ", kata S",
 * behind "Menurut S,", or behind the colon of a headline. A second speaker in the sentence cuts the
 * first one's span where his clause begins. */
#include "model/reading.h"

enum {
    LONG = 10,  /* tokens of a direct quote that ends reported speech */
    LEAST = 3,  /* tokens of what is reported */
    HEARER = 9, /* tokens of "kepada wartawan di Gedung Putih" */
    LATE = 7,   /* tokens between "Menurut S" and its comma */
    NESTED = 5  /* a subject so close behind a verb of speech belongs to what is said */
};

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
    while (i < end && ((bk__speech_at(r, i, BK__SPEECH_THAT)) || bk__token_is(r, i, ",") ||
                       bk__token_is(r, i, ":")))
        i += bk__verb_at(r, i)->n ? bk__verb_at(r, i)->n : 1;
    return i;
}

/* "mengatakan kepada wartawan bahwa": behind the hearer, where a word that opens follows soon. */
static uint32_t skip_hearer(const bk__reading *r, uint32_t i, uint32_t end)
{
    const bk__verb *v = bk__verb_at(r, i);
    if (i + 1 < end && r->work->phrase_at[i] != BK__NONE &&
        bk__speech_at(r, i + 1, BK__SPEECH_THAT))
        return i + 1; /* told us that */
    if (i >= end || !v->n || v->kind != BK__SPEECH_PREP)
        return i;
    for (uint32_t k = i + 1; k < end && k < i + HEARER; k++)
        if (bk__speech_at(r, k, BK__SPEECH_THAT))
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
    for (uint32_t q = w->n_quotes; q-- > 0 && w->extent[q].first > first + 1;) {
        const bk__extent *e = &w->extent[q];
        if (w->quote[q].direct && e->first < end && e->n > LONG)
            end = e->first - 1; /* the first of them stays */
    }
    return without_stop(r, first, end);
}

/* Whether the speaker behind a verb (from token i) ends the clause: ", said Smith on Monday." */
static bool closes(bk__reading *r, uint32_t i, uint32_t end, const bk__scene *now)
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

/* A word that belongs to a speaker's title where it stands before him. */
static bool title_word(const bk__reading *r, uint32_t i)
{
    const bk_form *f = bk__form_at(r, i);
    return bk__is_word(f) && !(f->flags & (BK_FORM_STOP | BK_FORM_NEGATOR)) &&
           !bk__verb_at(r, i)->n && r->work->phrase_at[i] == BK__NONE;
}

/* What the verb at token i of sentence [begin, end) reports; false: nothing. */
static bool indirect(bk__reading *r, uint32_t i, uint32_t begin, uint32_t end, const bk__scene *now,
                     said *out)
{
    const bk__verb v = *bk__verb_at(r, i);
    bool comma = i > begin && bk__token_is(r, i - 1, ",");
    if (i > begin &&
        ((bk__speech_at(r, i - 1, BK__SPEECH_PASSIVE)) ||
         (v.kind != BK__SPEECH_SAY && (bk__form_at(r, i - 1)->flags & BK_FORM_NEGATOR))))
        return false; /* was accused; did not condemn */
    out->speech = v.kind == BK__SPEECH_BY ? BK__SPEECH_SAY : v.kind;
    /* a headline's "A tolak X, sebut Y merugikan": A goes on */
    bool goes_on = comma && v.order == BK__ORDER_AFTER && v.kind != BK__SPEECH_BY &&
                   (bk__form_at(r, i)->flags & BK_FORM_CAPITAL) && !closes(r, i + v.n, end, now);
    if (goes_on) {
        out->who = bk__speaker_first(r, i, begin, &now->last);
        out->first = i + v.n;
        out->end = without_stop(r, out->first, end);
    } else if (v.order == BK__ORDER_SELF || v.order == BK__ORDER_AFTER ||
               (v.order == BK__ORDER_EITHER && comma && closes(r, i + v.n, end, now))) {
        out->who = v.order == BK__ORDER_SELF ? bk__speaker_he(r, i, &now->last)
                                             : bk__speaker_after(r, i + v.n, end, &now->last);
        out->first = begin;
        out->end = comma ? i - 1 : begin;
        uint32_t rest =
            v.order == BK__ORDER_SELF || !out->who.n ? i + v.n : out->who.first + out->who.n;
        bool named = out->who.n && r->work->phrase_at[rest - 1] != BK__NONE;
        bool told = comma && out->who.n > 1; /* ", kata dua sumber yang tahu" */
        if (v.order != BK__ORDER_SELF && v.kind != BK__SPEECH_BY && !named && !told && rest < end &&
            bk__form_at(r, rest)->kind != BK_KIND_PUNCT)
            return false; /* "jelas terlihat": no verb of speech */
        uint32_t mark = comma_near(r, rest, end), first = skip_openers(r, mark, end);
        uint32_t stop = without_stop(r, first, end);
        bool opens = v.kind == BK__SPEECH_BY && i <= begin + 2;          /* Menurut S, Q */
        bool within = comma && mark < end && bk__token_is(r, mark, ","); /* Q, kata S, Q */
        if (opens || (within && stop > first && stop - first > out->end - out->first)) {
            out->first = first;
            out->end = stop;
        } else if (v.kind == BK__SPEECH_BY && !comma && named && stop < first + LEAST) {
            out->end = i; /* Q menurut S. */
        }
    } else {
        out->who = bk__speaker_before(r, i, begin, &now->last);
        out->first = skip_openers(r, skip_hearer(r, i + v.n, end), end);
        out->end = without_stop(r, out->first, end);
        uint32_t who = out->who.n ? out->who.first : begin;
        if (who > begin + LEAST + 2 && title_word(r, who - 1))
            who -= bk__token_is(r, who - 2, ",") ? 1 : 2; /* , a senior Russian diplomat said */
        if (who > begin + LEAST && bk__token_is(r, who - 1, ",") &&
            who - 1 - begin > 2 * (out->end - out->first)) { /* Q, S said yesterday */
            out->first = begin;
            out->end = who - 1;
        }
        const bk__verb *next = out->first < out->end ? bk__verb_at(r, out->first) : &v;
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
        if (w->extent[q].first < from)
            return false;
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
static bk_status headline(bk__reading *r, const bk_sentence *x, bk__scene *now)
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
        return bk__quote_add(r, i + 1, without_stop(r, i + 1, end), &now->last, false,
                             BK__SPEECH_SAY);
    }
    return BK_OK;
}

bk_status bk__quote_said(bk__reading *r, uint32_t s, bk__scene *now)
{
    const bk_sentence *x = &r->scan->sentences[s];
    uint32_t end = x->first + x->n, verb = BK__NONE, from = 0;
    bk_status st = headline(r, x, now);
    if (x->n > BK__FAR)
        return st; /* no sentence of a report */
    for (uint32_t i = x->first; i < end && st == BK_OK; i++) {
        const bk__verb *v = bk__verb_at(r, i);
        said what = {0};
        if (!bk__is_saying(v) || r->work->quote_at[i] != BK__NONE || bk__goes_on(r, i, x->first) ||
            !indirect(r, i, x->first, end, now, &what))
            continue;
        if (verb != BK__NONE && (what.first < i || what.who.first < verb || !what.who.n ||
                                 r->work->phrase_at[what.who.first] == BK__NONE ||
                                 !cut_before(r, verb, from, what.who.first)))
            continue;
        verb = i;
        from = what.first;
        now->last = what.who;
        st = bk__quote_add(r, what.first, what.end, &what.who, false, what.speech);
    }
    return st;
}
