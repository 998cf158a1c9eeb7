/* person.c - names of people, and whose they are in this article.
 *
 * A capitalised run that no alias explains is a name; what the article has told of it (an office, a
 * country) is kept by the forms of its parts until the next article. */
#include "model/reading.h"

enum { NAME_TOKENS = 5 /* longest run of capitalised words that is a person */ };

/* ---- names -------------------------------------------------------------------------------------
 */

/* Whether the token's sentence is a headline with most words capitalised: no mark of names. */
static bool in_headline(const bk__reading *r, uint32_t i)
{
    struct bk__work *w = r->work;
    const bk_sentence *s = &r->scan->sentences[r->scan->tokens[i].sentence];
    uint32_t words = 0, capital = 0;
    if (w->headline == r->scan->tokens[i].sentence)
        return w->is_headline;
    for (uint32_t k = s->first; k < s->first + s->n; k++) {
        const bk_form *f = bk__form_at(r, k);
        if (bk__is_word(f) && !(f->flags & BK_FORM_STOP)) {
            words++;
            capital += (f->flags & BK_FORM_CAPITAL) != 0;
        }
    }
    w->headline = r->scan->tokens[i].sentence;
    bool stopped = bk__form_at(r, s->first + s->n - 1)->kind == BK_KIND_PUNCT;
    w->is_headline = (s->field == BK_FIELD_TITLE || !stopped) && 4 * capital > 3 * words;
    return w->is_headline;
}

/* A capitalised word that no alias explains and that is no sentence's ordinary first word. */
static bool name_word(const bk__reading *r, uint32_t i)
{
    const bk_form *f = bk__form_at(r, i);
    if (r->work->unit_at[i] != BK__NONE || bk__verb_at(r, i)->n || !bk__is_word(f) ||
        !(f->flags & BK_FORM_CAPITAL) || (f->flags & BK_FORM_NEGATOR))
        return false;
    if ((f->flags & BK_FORM_STOP) || ((f->flags & BK_FORM_KNOWN) && in_headline(r, i)))
        return false;
    return i > bk__sentence_first(r, i) || !(f->flags & BK_FORM_KNOWN);
}

static bool glued(const bk__reading *r, uint32_t i) /* no blank on either side */
{
    const bk_token *t = r->scan->tokens;
    return t[i - 1].end == t[i].begin && t[i].end == t[i + 1].begin;
}

/* Number of tokens of the capitalised run at i; initials keep their stop, and
 * "Sung-soon" its hyphen. */
uint32_t bk__name_run(const bk__reading *r, uint32_t i, uint32_t end)
{
    uint32_t n = 0;
    while (n < NAME_TOKENS && i + n < end && name_word(r, i + n)) {
        n++;
        if (i + n + 1 < end && bk__token_is(r, i + n, ".") && name_word(r, i + n + 1) &&
            bk__form_at(r, i + n - 1)->surface.n == 1)
            n++;
        if (i + n + 1 < end && bk__token_is(r, i + n, "-") && glued(r, i + n) &&
            r->work->unit_at[i + n + 1] == BK__NONE && bk__is_word(bk__form_at(r, i + n + 1)) &&
            !(bk__form_at(r, i + n + 1)->flags & BK_FORM_CAPITAL))
            n += 2;
    }
    return n;
}

/* ---- persons -----------------------------------------------------------------------------------
 */

static void know_part(bk__reading *r, uint32_t token, const bk__part *part)
{
    const bk_form *f = bk__form_at(r, token);
    if (bk__is_word(f) && f->surface.n > 1 && (f->flags & BK_FORM_CAPITAL) &&
        !(f->flags & (BK_FORM_STOP | BK_FORM_NEGATOR)))
        r->work->part[r->scan->tokens[token].form] = *part;
}

/* Tokens [i, i + n) name a person of `actor` (BK__NONE: of unknown country). */
void bk__person_know(bk__reading *r, uint32_t i, uint32_t n, uint32_t actor, uint8_t role,
                     uint8_t sort)
{
    bk__part part = {r->work->epoch, actor, role, sort};
    if (n < 2)
        return;
    know_part(r, i + n - 1, &part);
    know_part(r, i, &part);
}

/* A learned name is a unit like those of the alias files. */
bk_status bk__person_unit(bk__reading *r, uint32_t i, uint32_t n, uint32_t actor)
{
    if (actor == BK__NONE || r->work->unit_at[i] != BK__NONE)
        return BK_OK;
    bk__unit u = {i, n, BK__NONE, actor, BK__ROLE_ACTOR, BK__SORT_OFFICIAL};
    bk_status st = bk__unit_add(r, u);
    if (st != BK_OK)
        r->work->status = st;
    return st;
}

const bk__part *bk__person_known(const bk__reading *r, uint32_t i)
{
    const bk__part *p = &r->work->part[r->scan->tokens[i].form];
    return p->epoch == r->work->epoch ? p : NULL;
}

bool bk__is_person(uint8_t sort)
{
    return sort == BK__SORT_LEADER || sort == BK__SORT_OFFICIAL || sort == BK__SORT_PERSON;
}
