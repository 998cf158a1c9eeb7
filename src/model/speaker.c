/* speaker.c - whose words: the phrase beside a verb of speech, and what pronouns there mean.
 *
 * Behind a verb the speaker begins at once ("kata Wang", "said the spokesman"); before it he is the
 * nearest phrase that no preposition governs ("Wang, dalam pertemuan dengan Lavrov, mengatakan").
 */
#include "model/reading.h"

#include <string.h>

enum {
    WITHIN = 8, /* tokens behind the verb */
    BESIDE = 2, /* tokens between a bare office and its verb */
    ADVERBS = 4
};

bool bk__is_saying(const bk__verb *v)
{
    return v->n && v->kind <= BK__SPEECH_BY;
}

static bool same_paragraph(const bk__reading *r, const bk_sentence *a, const bk_sentence *b)
{
    if (a->field != b->field || a->paragraph != b->paragraph)
        return false;
    bk_str raw = a->field == BK_FIELD_TITLE ? r->article->title : r->article->text;
    return a->end >= b->begin || !memchr(raw.p + a->end, '\n', b->begin - a->end);
}

uint32_t bk__paragraph_first(const bk__reading *r, uint32_t s)
{
    const bk_sentence *x = r->scan->sentences;
    while (s > 0 && same_paragraph(r, &x[s - 1], &x[s]))
        s--;
    return x[s].first;
}

uint32_t bk__paragraph_end(const bk__reading *r, uint32_t s)
{
    const bk_sentence *x = r->scan->sentences;
    while (s + 1 < r->scan->n_sentences && same_paragraph(r, &x[s], &x[s + 1]))
        s++;
    return x[s].first + x[s].n;
}

static bk__phrase *phrase_from(const bk__reading *r, uint32_t i)
{
    uint32_t at = r->work->phrase_at[i];
    return at != BK__NONE && r->work->phrase[at].first == i ? &r->work->phrase[at] : NULL;
}

bk__speaker bk__speaker_he(const bk__reading *r, uint32_t i, const bk__speaker *last)
{
    bk__speaker none = {0, 0, BK__NONE, false};
    uint32_t begin = bk__paragraph_first(r, r->scan->tokens[i].sentence);
    for (uint32_t k = begin; k < i; k++) {
        bk__phrase *p = phrase_from(r, k);
        if (p && p->person && r->work->quote_at[k] == BK__NONE && p->role == BK__ROLE_ACTOR &&
            p->actor != BK__NONE)
            return (bk__speaker){p->first, p->n, p->actor, true};
    }
    if (last->found)
        return *last;
    for (uint32_t k = i; k-- > 0;) {
        bk__phrase *p = phrase_from(r, k);
        if (p && p->person && p->role == BK__ROLE_ACTOR)
            return (bk__speaker){p->first, p->n, p->actor, true};
    }
    return none;
}

static bk__speaker of_phrase(const bk__reading *r, bk__phrase *p, const bk__speaker *last)
{
    if (p->role == BK__ROLE_HE || (p->role == BK__ROLE_THEY && p->actor == BK__NONE))
        p->actor = bk__speaker_he(r, p->first, last).actor;
    if (p->role == BK__ROLE_OFFICE) {
        const bk__part *bound = &r->work->office[p->office];
        if (bound->epoch == r->work->epoch)
            p->actor = bound->actor;
    }
    return (bk__speaker){p->first, p->n, p->actor, true};
}

/* Whether a speaker can no longer begin at token i. */
static bool wall(const bk__reading *r, uint32_t i)
{
    const bk_form *f = bk__form_at(r, i);
    const bk__verb *v = &r->work->verb_at[i];
    return (f->kind == BK_KIND_PUNCT && !bk__token_is(r, i, "(") && !bk__token_is(r, i, "-")) ||
           (v->n && v->kind != BK__SPEECH_BY && v->kind != BK__SPEECH_PREP);
}

bk__speaker bk__speaker_after(bk__reading *r, uint32_t i, uint32_t end, const bk__speaker *last)
{
    bk__speaker s = {i, 0, BK__NONE, false};
    uint32_t k = i;
    for (; k < end && k < i + WITHIN && !wall(r, k); k++) {
        bk__phrase *p = phrase_from(r, k);
        const bk__verb *v = &r->work->verb_at[k];
        if (p) {
            s = of_phrase(r, p, last);
            s.n = p->first + p->n - i;
            s.first = i;
            return s;
        }
        if (v->n && v->kind == BK__SPEECH_PREP && k > i)
            break;
    }
    s.n = k - i;
    s.found = s.n > 0;
    return s;
}

/* Whether a preposition stands before the phrase. */
static bool governed(const bk__reading *r, const bk__phrase *p, uint32_t begin)
{
    if (p->first <= begin)
        return false;
    const bk__verb *v = &r->work->verb_at[p->first - 1];
    return v->n && (v->kind == BK__SPEECH_PREP || v->kind == BK__SPEECH_MEDIUM);
}

bk__speaker bk__speaker_before(bk__reading *r, uint32_t i, uint32_t begin, const bk__speaker *last)
{
    bk__speaker s = {i, 0, BK__NONE, false};
    bk__phrase *any = NULL;
    uint32_t words = i;
    for (uint32_t k = i; k-- > begin;) {
        bk__phrase *p = phrase_from(r, k);
        if (r->work->quote_at[k] != BK__NONE)
            continue;
        if (!p && r->work->phrase_at[k] == BK__NONE && bk__is_saying(&r->work->verb_at[k]))
            break; /* an earlier clause of speech */
        if (!p)
            continue;
        if (p->role == BK__ROLE_OFFICE && i - (p->first + p->n) > BESIDE)
            continue;
        any = p;
        if (!governed(r, p, begin))
            return of_phrase(r, p, last);
    }
    while (words > begin && i - words < ADVERBS && bk__form_at(r, words - 1)->kind == BK_KIND_WORD)
        words--;
    if (any)
        return of_phrase(r, any, last);
    s = (bk__speaker){words, i - words, BK__NONE, i > words};
    return s;
}
