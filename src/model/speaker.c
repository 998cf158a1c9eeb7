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
    for (int k = 0; s > 0 && k < BK__FAR_SENTENCES && same_paragraph(r, &x[s - 1], &x[s]); k++)
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

/* Whether a noun of the dictionary stands before token i: "tawaran (Putin)". Where no dictionary is
 * known (English) a noun before a name is a title. */
static bool behind_noun(const bk__reading *r, uint32_t i, uint32_t begin)
{
    if (i <= begin)
        return false;
    const bk_form *f = bk__form_at(r, --i);
    return (f->flags & BK_FORM_KNOWN) && r->work->unit_at[i] == BK__NONE &&
           r->work->phrase_at[i] == BK__NONE && !bk__verb_at(r, i)->n &&
           !(f->flags & (BK_FORM_STOP | BK_FORM_NEGATOR)) &&
           (i == begin || !(f->flags & BK_FORM_CAPITAL)) &&
           !(f->prefix >= BK_PREFIX_MEN && f->prefix <= BK_PREFIX_BER);
}

/* "tawaran Putin": not he, his offer. */
static bool owner(const bk__reading *r, const bk__phrase *p, uint32_t begin)
{
    return p->person && p->office == BK__NONE && p->actor != BK__NONE &&
           behind_noun(r, p->first, begin);
}

/* The body that a sentence of the paragraph [begin, i) begins with: "Pentagon membenarkan". */
static bk__phrase *body(const bk__reading *r, uint32_t begin, uint32_t i)
{
    bk__phrase *last = NULL;
    for (uint32_t k = begin; k < i; k = bk__sentence_end(r, k)) {
        bk__phrase *p = phrase_from(r, k);
        if (p && p->role == BK__ROLE_ACTOR && !p->person && p->actor != BK__NONE &&
            r->work->quote_at[k] == BK__NONE &&
            (p->sort == BK__SORT_INSTITUTION || p->sort == BK__SORT_METONYM))
            last = p;
    }
    return last;
}

bk__speaker bk__speaker_he(const bk__reading *r, uint32_t i, const bk__speaker *last)
{
    bk__speaker none = {0, 0, BK__NONE, false};
    uint32_t begin = bk__paragraph_first(r, r->scan->tokens[i].sentence);
    begin = bk__not_before(begin, i);
    if (last->found && last->n && last->first >= begin)
        return *last;
    for (uint32_t k = begin; k < i; k++) {
        bk__phrase *p = phrase_from(r, k);
        if (p && p->person && r->work->quote_at[k] == BK__NONE && p->role == BK__ROLE_ACTOR &&
            p->actor != BK__NONE && !bk__governed(r, p) && !behind_noun(r, p->first, begin))
            return (bk__speaker){p->first, p->n, p->actor, true};
    }
    const bk__phrase *it = body(r, begin, i);
    if (it)
        return (bk__speaker){it->first, it->n, it->actor, true};
    if (last->found)
        return *last;
    for (uint32_t k = i; k-- > bk__not_before(0, i);) {
        bk__phrase *p = phrase_from(r, k);
        if (p && p->person && p->role == BK__ROLE_ACTOR)
            return (bk__speaker){p->first, p->n, p->actor, true};
    }
    return none;
}

/* The country that a bare office was last named with: "pejabat itu" after "pejabat militer AS". */
static uint32_t last_holder(const bk__reading *r, const bk__phrase *p)
{
    const struct bk__work *w = r->work;
    uint32_t head = w->triad->alias[p->office].head;
    uint32_t n = (uint32_t)(p - w->phrase);
    n = n < BK__FAR_PHRASES ? n : BK__FAR_PHRASES;
    for (const bk__phrase *q = p; n-- > 0 && q--;)
        if (q->office != BK__NONE && q->actor != BK__NONE &&
            (q->office == p->office || w->triad->alias[q->office].head == head))
            return q->actor;
    return BK__NONE;
}

/* The country of an office that was never named with one: "menteri itu" is who spoke last; else the
 * body that the paragraph, or the one before, speaks of. */
static uint32_t holder_near(const bk__reading *r, const bk__phrase *p, const bk__speaker *last)
{
    uint32_t behind = p->first + p->n, s = r->scan->tokens[p->first].sentence;
    if (behind < r->scan->n_tokens && bk__speech_at(r, behind, BK__SPEECH_BACK) && last->found)
        return last->actor;
    uint32_t begin = bk__paragraph_first(r, s);
    if (begin > 0 && begin == bk__sentence_first(r, p->first))
        begin = bk__paragraph_first(r, r->scan->tokens[begin - 1].sentence);
    const bk__phrase *it = body(r, bk__not_before(begin, p->first), p->first);
    return it ? it->actor : BK__NONE;
}

/* "pakar Rusia", "analis AS Hamdan": who works on a country, or in one, does not speak for it. */
static bool private_person(const bk__reading *r, const bk__phrase *p)
{
    if (p->sort != BK__SORT_PERSON || p->office == BK__NONE)
        return false;
    for (uint32_t k = p->first; k < p->first + p->n; k++)
        if (r->work->unit_at[k] != BK__NONE && bk__is_land(&r->work->unit[r->work->unit_at[k]]))
            return true;
    return false;
}

static bk__speaker of_phrase(const bk__reading *r, bk__phrase *p, const bk__speaker *last)
{
    if (p->role == BK__ROLE_HE || (p->role == BK__ROLE_THEY && p->actor == BK__NONE)) {
        p->actor = bk__speaker_he(r, p->first, last).actor;
        p->settled = p->role == BK__ROLE_HE;
    }
    if (p->role == BK__ROLE_OFFICE)
        p->actor = last_holder(r, p);
    if (p->role == BK__ROLE_OFFICE && p->actor == BK__NONE)
        p->actor = holder_near(r, p, last);
    if (p->sort == BK__SORT_PEOPLE || private_person(r, p))
        return (bk__speaker){p->first, p->n, BK__NONE, true};
    return (bk__speaker){p->first, p->n, p->actor, true};
}

/* Whether a speaker can no longer begin at token i. */
static bool wall(const bk__reading *r, uint32_t i)
{
    const bk_form *f = bk__form_at(r, i);
    const bk__verb *v = bk__verb_at(r, i);
    return (f->kind == BK_KIND_PUNCT && !bk__token_is(r, i, "(") && !bk__token_is(r, i, "-")) ||
           (v->n && v->kind != BK__SPEECH_BY && v->kind != BK__SPEECH_PREP &&
            v->kind != BK__SPEECH_BACK); /* kolumnis itu */
}

bk__speaker bk__speaker_after(bk__reading *r, uint32_t i, uint32_t end, const bk__speaker *last)
{
    bk__speaker s = {i, 0, BK__NONE, false};
    uint32_t k = i;
    for (; k < end && k < i + WITHIN && !wall(r, k); k++) {
        bk__phrase *p = phrase_from(r, k);
        const bk__verb *v = bk__verb_at(r, k);
        if (p) {
            s = of_phrase(r, p, last);
            s.n = p->first + p->n - i;
            s.first = i;
            return s;
        }
        if (v->n && v->kind == BK__SPEECH_PREP)
            break;
    }
    s.n = k - i;
    s.found = s.n > 0;
    return s;
}

bool bk__governed(const bk__reading *r, const bk__phrase *p)
{
    uint32_t begin = bk__sentence_first(r, p->first), i = p->first;
    for (int back = 0; back < 2 && i-- > begin; back++) {
        const bk__verb *v = bk__verb_at(r, i);
        if (v->n && (v->kind == BK__SPEECH_PREP || v->kind == BK__SPEECH_MEDIUM))
            return true;
        if (!(bk__form_at(r, i)->flags & BK_FORM_STOP) || r->work->unit_at[i] != BK__NONE || v->n)
            return false;
    }
    return false;
}

/* "meminta Trump": the phrase is a verb's object. Told by the verb's prefix. */
static bool object(const bk__reading *r, const bk__phrase *p, uint32_t begin)
{
    const bk_form *f = p->first > begin ? bk__form_at(r, p->first - 1) : NULL;
    return f && f->prefix == BK_PREFIX_MEN && r->work->phrase_at[p->first - 1] == BK__NONE;
}

/* Whether another subject stands between the phrase and the verb at i: "China membangun kapal dan
 * sebuah sumber menyebutkan". */
static bool other_subject(const bk__reading *r, const bk__phrase *p, uint32_t i)
{
    const bk_form *f = bk__form_at(r, i - 1);
    bool joined = false;
    for (uint32_t k = p->first + p->n; k < i; k++) {
        uint32_t at = r->work->unit_at[k];
        joined |=
            bk__token_is(r, k, ",") || (at != BK__NONE && r->work->unit[at].role == BK__ROLE_AND);
    }
    return joined && f->kind == BK_KIND_WORD && (f->flags & BK_FORM_KNOWN) &&
           f->prefix == BK_PREFIX_NONE && !(f->flags & (BK_FORM_STOP | BK_FORM_NEGATOR)) &&
           i - (p->first + p->n) > 3;
}

/* A human before the nearest phrase, with a comma or a preposition behind him: "Eyal dari
 * Universitas Indonesia mengatakan". */
static bk__phrase *human_before(const bk__reading *r, const bk__phrase *p, uint32_t begin)
{
    if (p->person && p->first > begin && bk__token_is(r, p->first - 1, ","))
        return NULL;
    for (uint32_t k = p->first; k-- > begin;) {
        bk__phrase *q = phrase_from(r, k);
        if (bk__is_saying(bk__verb_at(r, k)))
            return NULL;
        if (!q || r->work->quote_at[k] != BK__NONE)
            continue;
        uint32_t i = q->first + q->n;
        const bk__verb *v = bk__verb_at(r, i);
        bool begins = q->first == begin || bk__token_is(r, q->first - 1, ",");
        if (q->person && begins && i < p->first && !bk__governed(r, q) &&
            (bk__token_is(r, i, ",") || (v->n && v->kind == BK__SPEECH_PREP)))
            return q;
    }
    return NULL;
}

/* "Trump menolak, dengan mengatakan ...": the first phrase of the sentence that may be a subject.
 */
static bk__speaker subject(bk__reading *r, uint32_t i, uint32_t begin, uint8_t order,
                           const bk__speaker *last)
{
    bk__speaker none = {i, 0, BK__NONE, false};
    if (order == BK__ORDER_EITHER && i > begin + 1 && !bk__token_is(r, i - 2, ",")) {
        uint32_t at = r->work->phrase_at[i - 2]; /* laporan yang menyebut: no name, nobody */
        return at == BK__NONE ? none : of_phrase(r, &r->work->phrase[at], last);
    }
    for (uint32_t k = begin; k < i; k++) {
        bk__phrase *p = phrase_from(r, k);
        if (p && r->work->quote_at[k] == BK__NONE && p->role != BK__ROLE_OFFICE &&
            !bk__governed(r, p) && !owner(r, p, begin) && !object(r, p, begin))
            return of_phrase(r, p, last);
    }
    return none;
}

bk__speaker bk__speaker_first(bk__reading *r, uint32_t i, uint32_t begin, const bk__speaker *last)
{
    return subject(r, i, begin, BK__ORDER_AFTER, last);
}

/* The small word before the verb at i that says where its subject is: "dengan", "yang", "dan
 * kemudian"; n 0: none. */
static bk__verb link_before(const bk__reading *r, uint32_t i, uint32_t begin)
{
    const bk__verb *v = r->work->verb_at, none = {0, 0, 0};
    if (i == begin)
        return none;
    if (i > begin + 1 && !v[i - 1].n && r->work->phrase_at[i - 1] == BK__NONE &&
        (bk__form_at(r, i - 1)->flags & BK_FORM_STOP))
        i--;
    return v[i - 1].n && v[i - 1].kind == BK__SPEECH_PREP ? v[i - 1] : none;
}

/* "Xi, who met Biden in California, said": the phrase before a clause between commas that says
 * more of it. */
static bk__phrase *before_insertion(const bk__reading *r, uint32_t i, uint32_t begin)
{
    if (i < begin + 4 || !bk__token_is(r, i - 1, ","))
        return NULL;
    uint32_t k = i - 2;
    while (k > begin + 1 && !bk__token_is(r, k, ",") && r->work->quote_at[k] == BK__NONE)
        k--;
    const bk__verb *v = bk__verb_at(r, k + 1);
    if (!bk__token_is(r, k, ",") || !v->n || v->kind != BK__SPEECH_PREP ||
        v->order != BK__ORDER_EITHER || r->work->phrase_at[k - 1] == BK__NONE)
        return NULL;
    return &r->work->phrase[r->work->phrase_at[k - 1]];
}

bk__speaker bk__speaker_before(bk__reading *r, uint32_t i, uint32_t begin, const bk__speaker *last)
{
    bk__speaker s = {i, 0, BK__NONE, false};
    uint32_t words = i;
    begin = bk__not_before(begin, i);
    bk__phrase *outside = before_insertion(r, i, begin);
    if (outside && outside->role == BK__ROLE_ACTOR && !bk__governed(r, outside))
        return of_phrase(r, outside, last);
    bk__verb link = link_before(r, i, begin);
    if (link.n)
        return link.order == BK__ORDER_BEFORE ? s : subject(r, i, begin, link.order, last);
    for (uint32_t k = i; k-- > begin;) {
        bk__phrase *p = phrase_from(r, k);
        if (r->work->quote_at[k] != BK__NONE)
            continue;
        if (!p && r->work->phrase_at[k] == BK__NONE && bk__is_saying(bk__verb_at(r, k)) &&
            bk__verb_at(r, k)->order != BK__ORDER_AFTER)
            break; /* an earlier clause of speech */
        if (!p)
            continue;
        if (p->role == BK__ROLE_OFFICE && !p->person && i - (p->first + p->n) > BESIDE)
            continue;
        if (owner(r, p, begin))
            return s;
        if (bk__governed(r, p) || object(r, p, begin))
            continue;
        if (other_subject(r, p, i))
            break;
        bool sure = p->role != BK__ROLE_ACTOR || (p->person && p->actor != BK__NONE);
        bk__phrase *human = sure ? NULL : human_before(r, p, begin);
        return of_phrase(r, human ? human : p, last);
    }
    bool says = false; /* a word that is more than grammar */
    for (; words > begin && i - words < ADVERBS; words--) {
        const bk_form *f = bk__form_at(r, words - 1);
        if (f->kind != BK_KIND_WORD)
            break;
        says |= !(f->flags & BK_FORM_STOP);
    }
    return (bk__speaker){words, i - words, BK__NONE, says};
}

/* "Denisov, duta besar Rusia di Beijing, mengatakan": a human with his office up to token i. */
static bool described(const bk__reading *r, uint32_t i, uint32_t begin)
{
    for (uint32_t k = i; k > begin && k + WITHIN > i && !bk__token_is(r, k, ","); k--) {
        uint32_t at = r->work->phrase_at[k];
        const bk__phrase *p = at == BK__NONE ? NULL : &r->work->phrase[at];
        if (bk__is_saying(bk__verb_at(r, k)))
            return false;
        if (p && p->n_who && p->office != BK__NONE && p->actor != BK__NONE && !bk__governed(r, p))
            return true;
    }
    return false;
}

bool bk__goes_on(const bk__reading *r, uint32_t i, uint32_t begin)
{
    if (i < begin + 2)
        return false;
    uint32_t at = r->work->phrase_at[i - 2], link = r->work->unit_at[i - 1];
    bool joined = link != BK__NONE && r->work->unit[link].role == BK__ROLE_AND;
    if (!joined && !bk__token_is(r, i - 1, ","))
        return false;
    if (!joined && at != BK__NONE &&
        (r->work->phrase[at].person ||
         (r->work->phrase[at].office != BK__NONE && r->work->phrase[at].actor != BK__NONE)))
        return false;
    if (!joined && described(r, i - 2, begin))
        return false;
    while (i-- > begin)
        if (bk__is_saying(bk__verb_at(r, i)) && r->work->quote_at[i] == BK__NONE)
            return true;
    return false;
}
