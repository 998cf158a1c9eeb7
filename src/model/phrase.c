/* phrase.c - noun phrases that name somebody, and whose names an article has taught.
 *
 * Units beside each other make a phrase: offices, a country, a person ("Menteri Luar Negeri AS
 * Antony Blinken"; "Russia's foreign minister, Sergei Lavrov"; "Zhang Hanhui, duta besar China
 * untuk Rusia"). A person who is named with an office and a country belongs to that country from
 * there on, under first and last name. Linear in the number of tokens. */
#include "model/reading.h"

enum { GAP = 3 /* words between an office and its country */ };

/* ---- phrases -----------------------------------------------------------------------------------
 */

/* The unit that begins at token i before `end`, or NULL. */
static bk__unit *unit_from(const bk__reading *r, uint32_t i, uint32_t end)
{
    if (i >= end || r->work->unit_at[i] == BK__NONE)
        return NULL;
    bk__unit *u = &r->work->unit[r->work->unit_at[i]];
    return u->first == i ? u : NULL;
}

static bool same_actor(const bk__phrase *p, const bk__unit *u)
{
    return p->actor == BK__NONE || p->actor == u->actor;
}

static void names(bk__phrase *p, uint32_t first, uint32_t n)
{
    p->person = true;
    p->who = first;
    p->n_who = n;
}

/* Unknown capitalised words behind an office or a country: a person. Returns the tokens taken. */
static uint32_t take_run(bk__reading *r, bk__phrase *p, uint32_t i, uint32_t end)
{
    uint32_t n = bk__name_run(r, i, end);
    bool words = true; /* all of them are in the dictionary: a headline's "Akui", no name */
    for (uint32_t k = 0; k < n; k++)
        words &= (bk__form_at(r, i + k)->flags & BK_FORM_KNOWN) != 0;
    if (n == 0 || words || p->person || p->office == BK__NONE || p->sort == BK__SORT_INSTITUTION)
        return 0;
    const bk__part *part = bk__person_known(r, i + n - 1), *of = bk__person_known(r, i);
    if (!part && of && of->sort == BK__SORT_INSTITUTION)
        part = of; /* juru bicara CNSA Li Wen */
    if (p->actor == BK__NONE && part)
        p->actor = part->actor; /* Mr Orlin, who was named in full before */
    names(p, i, n);
    bk__person_know(r, i, n, p->actor, BK__ROLE_ACTOR, BK__SORT_OFFICIAL);
    return bk__person_unit(r, i, n, p->actor) == BK_OK ? n : 0;
}

/* Behind a comma: a person of the same country, or an unknown one. Returns tokens with comma. */
static uint32_t take_apposition(bk__reading *r, bk__phrase *p, uint32_t i, uint32_t end)
{
    if (p->office == BK__NONE || p->person || p->sort == BK__SORT_INSTITUTION ||
        !bk__token_is(r, i, ","))
        return 0;
    const bk__unit *u = unit_from(r, i + 1, end);
    if (u && u->role == BK__ROLE_ACTOR && bk__is_person(u->sort) && same_actor(p, u)) {
        p->actor = u->actor;
        names(p, i + 1, u->n);
        bk__person_know(r, i + 1, u->n, u->actor, BK__ROLE_ACTOR, u->sort);
        return 1 + u->n;
    }
    uint32_t rank = u && u->role == BK__ROLE_OFFICE ? u->n : 0;
    uint32_t n = u && !rank ? 0 : bk__name_run(r, i + 1 + rank, end);
    if (rank && n > 0 && p->actor != BK__NONE) /* Kepala Staf AS, Jenderal A B */
        return 1 + rank + take_run(r, p, i + 1 + rank, end);
    if (rank || n < 2 || p->actor == BK__NONE)
        return 0;
    return 1 + take_run(r, p, i + 1, end);
}

/* "(AS)" behind "Amerika Serikat". */
static uint32_t take_bracket(const bk__reading *r, const bk__phrase *p, uint32_t i, uint32_t end)
{
    if (!bk__token_is(r, i, "(") || p->actor == BK__NONE)
        return 0;
    const bk__unit *u = unit_from(r, i + 1, end);
    if (!u && !p->person && (p->office != BK__NONE || p->sort == BK__SORT_INSTITUTION) &&
        i + 2 < end && bk__token_is(r, i + 2, ")") &&
        (bk__form_at(r, i + 1)->flags & BK_FORM_UPPER)) { /* a body's letters: (CNSA) */
        r->work->part[r->scan->tokens[i + 1].form] =
            (bk__part){r->work->epoch, p->actor, BK__ROLE_ACTOR, BK__SORT_INSTITUTION};
        return 3;
    }
    uint32_t close = u ? u->first + u->n : end;
    return u && u->role == BK__ROLE_ACTOR && u->actor == p->actor && close < end &&
                   bk__token_is(r, close, ")")
               ? u->n + 2
               : 0;
}

/* Small words between an office and its country: "of the", "'s". Only where the rest follows. */
static uint32_t take_link(const bk__reading *r, const bk__phrase *p, uint32_t i, uint32_t end)
{
    const bk__unit *u = unit_from(r, i, end);
    if (bk__token_is(r, i, "'s") || bk__token_is(r, i, "\xE2\x80\x99s")) {
        uint32_t n = 1; /* Russia's (energy) ministry */
        if (i + 1 < end && !unit_from(r, i + 1, end) && bk__is_word(bk__form_at(r, i + 1)) &&
            !bk__verb_at(r, i + 1)->n)
            n++;
        const bk__unit *next = unit_from(r, i + n, end);
        return next && next->role == BK__ROLE_OFFICE && p->actor != BK__NONE ? n : 0;
    }
    if (!u || u->role != BK__ROLE_OF || p->office == BK__NONE || p->person)
        return 0;
    const bk__unit *next = unit_from(r, i + u->n, end);
    if (!next || (next->role != BK__ROLE_OFFICE && !bk__is_land(next)) ||
        (bk__is_land(next) && !same_actor(p, next)))
        return 0;
    return u->n;
}

/* "untuk Rusia" behind an ambassador: where he serves, no actor. */
static uint32_t take_post(bk__reading *r, bk__phrase *p, uint32_t i, uint32_t end)
{
    bk__unit *u = unit_from(r, i, end), *place;
    if (!u || p->office == BK__NONE || p->actor == BK__NONE ||
        !(u->role == BK__ROLE_POST || (u->role == BK__ROLE_HEAD && u->sort == BK__SORT_PLACE)))
        return 0;
    place = unit_from(r, i + u->n, end);
    if (!place || place->first != i + u->n || place->sort > BK__SORT_METONYM ||
        place->actor == p->actor)
        return 0;
    p->post = place->actor;
    place->role = BK__ROLE_NONE;
    place->sort = BK__SORT_PLACE;
    return u->n + place->n;
}

static uint32_t take_unit(bk__reading *r, bk__phrase *p, const bk__unit *u)
{
    if (u->role == BK__ROLE_OFFICE) {
        if (p->person)
            return 0;
        if (p->office == BK__NONE || p->sort == BK__SORT_INSTITUTION)
            p->sort = u->sort; /* "foreign ministry spokesman" is a human */
        if (p->office == BK__NONE)
            p->office = u->alias;
        return u->n;
    }
    if (u->role != BK__ROLE_ACTOR || !same_actor(p, u) || p->person)
        return 0;
    if (bk__is_person(u->sort)) {
        names(p, u->first, u->n);
        p->sort = u->sort;
        bk__person_know(r, u->first, u->n, u->actor, u->role, u->sort);
    } else if (p->office == BK__NONE && p->n == 0) {
        p->sort = u->sort;
    }
    p->actor = u->actor;
    return u->n;
}

/* Other words between an office and its country: "menteri pertanian dan pangan Rusia". No
 * verb, no preposition, no mark. */
static uint32_t take_gap(const bk__reading *r, const bk__phrase *p, uint32_t i, uint32_t end)
{
    uint32_t n = 0;
    if (p->office == BK__NONE || p->actor != BK__NONE || p->person)
        return 0;
    for (; i + n < end && n <= GAP; n++) {
        const bk_form *f = bk__form_at(r, i + n);
        const bk__unit *u = unit_from(r, i + n, end);
        if (u && u->role == BK__ROLE_AND && i + n + 1 < end && !unit_from(r, i + n + 1, end))
            continue;
        if (u)
            return n && (bk__is_land(u) || u->role == BK__ROLE_OFFICE ||
                         (u->role == BK__ROLE_ACTOR && u->sort == BK__SORT_INSTITUTION))
                       ? n
                       : 0;
        if ((f->kind != BK_KIND_WORD && f->kind != BK_KIND_NUMBER) || bk__verb_at(r, i + n)->n ||
            (f->flags & (BK_FORM_STOP | BK_FORM_NEGATOR)) ||
            (f->prefix >= BK_PREFIX_MEN && f->prefix <= BK_PREFIX_TER))
            return 0;
    }
    return 0;
}

/* Grows the phrase that begins at `i`. */
static bk__phrase grow_phrase(bk__reading *r, uint32_t i, uint32_t end)
{
    bk__phrase p = {.first = i, .actor = BK__NONE, .office = BK__NONE, .post = BK__NONE};
    for (uint32_t n = 1; n && i < end; i += n, p.n += n) {
        const bk__unit *u = unit_from(r, i, end);
        n = u ? take_unit(r, &p, u) : 0;
        if (!n)
            n = take_gap(r, &p, i, end);
        if (!n && !u)
            n = take_run(r, &p, i, end);
        if (!n)
            n = take_post(r, &p, i, end);
        if (!n)
            n = take_link(r, &p, i, end);
        if (!n)
            n = take_bracket(r, &p, i, end);
        if (!n)
            n = take_apposition(r, &p, i, end);
        if (!n && p.n == 0)
            break;
    }
    if (p.office != BK__NONE && bk__is_person(p.sort))
        p.person = true; /* "seorang pejabat AS" has no name but is one */
    if (p.office != BK__NONE && p.actor == BK__NONE)
        p.role = BK__ROLE_OFFICE;
    return p;
}

static bk_status add_phrase(bk__reading *r, const bk__phrase *p)
{
    struct bk__work *w = r->work;
    bk_status st =
        bk__grow(w->ctx, &w->phrase, &w->cap_phrases, w->n_phrases + 1, sizeof *w->phrase);
    if (st != BK_OK)
        return st;
    for (uint32_t k = 0; k < p->n; k++)
        w->phrase_at[p->first + k] = w->n_phrases;
    w->phrase[w->n_phrases++] = *p;
    return BK_OK;
}

/* ", duta besar China untuk Rusia" behind a person: the office says whose he is. */
static void take_office_behind(bk__reading *r, bk__phrase *p, uint32_t end)
{
    uint32_t from = p->first + p->n + 1;
    if (from >= end || !bk__token_is(r, from - 1, ","))
        return;
    if ((bk__form_at(r, from)->flags & BK_FORM_STOP) && r->work->unit_at[from] == BK__NONE &&
        from + 1 < end)
        from++;
    bk__phrase behind = grow_phrase(r, from, end);
    if (behind.office == BK__NONE || behind.actor == BK__NONE || behind.n_who ||
        behind.sort == BK__SORT_PERSON || /* an expert on a country is not its man */
        (p->actor != BK__NONE && p->actor != behind.actor))
        return;
    p->actor = behind.actor;
    p->office = behind.office;
    p->post = behind.post;
    p->sort = BK__SORT_OFFICIAL;
    p->n = from + behind.n - p->first;
    bk__person_know(r, p->who, p->n_who, p->actor, BK__ROLE_ACTOR, p->sort);
    bk__person_unit(r, p->who, p->n_who, p->actor);
}

/* A run of capitalised words without an office: somebody known from before, or a name alone. */
static bk_status name_phrase(bk__reading *r, uint32_t i, uint32_t n, uint32_t end)
{
    bk__phrase p = {.first = i,
                    .n = n,
                    .actor = BK__NONE,
                    .office = BK__NONE,
                    .post = BK__NONE,
                    .sort = BK__SORT_PERSON};
    names(&p, i, n);
    const bk__part *part = bk__person_known(r, i + n - 1);
    if (!part)
        part = bk__person_known(r, i);
    p.settled = part != NULL;
    if (part) {
        p.actor = part->actor;
        p.sort = part->sort;
    } else {
        bk__person_know(r, i, n, BK__NONE, BK__ROLE_ACTOR, p.sort);
        take_office_behind(r, &p, end);
    }
    bk_status st = bk__person_unit(r, i, n, p.actor);
    return st == BK_OK ? add_phrase(r, &p) : st;
}

/* What the article has taught outweighs the alias files: Daniil Medvedev is not the politician. */
static void relearn(bk__reading *r, bk__unit *u)
{
    const bk__part *part = bk__person_known(r, u->first);
    if (u->n != 1 || !part || !bk__is_person(u->sort))
        return;
    u->actor = part->actor;
    u->role = part->actor == BK__NONE ? BK__ROLE_NONE : part->role;
}

/* A person whom the alias files know, out of office: speaks, for no country. */
static bool retired(const bk__reading *r, const bk__unit *u)
{
    return u->role == BK__ROLE_NONE && u->sort == BK__SORT_PERSON && u->alias != BK__NONE &&
           r->work->triad->alias[u->alias].role == BK__ROLE_ACTOR;
}

static bool starts_phrase(const bk__unit *u)
{
    return u->role == BK__ROLE_ACTOR || (u->role >= BK__ROLE_PAIR && u->role <= BK__ROLE_OFFICE);
}

bk_status bk__phrase_find(bk__reading *r)
{
    struct bk__work *w = r->work;
    bk_status st = BK_OK;
    w->status = BK_OK;
    for (uint32_t i = 0; i < r->scan->n_tokens && st == BK_OK;) {
        uint32_t end = bk__sentence_end(r, i), n;
        bk__unit *u = unit_from(r, i, end);
        uint32_t first = w->n_phrases;
        if (u)
            relearn(r, u);
        if (u && u->role == BK__ROLE_NONE && bk__is_person(u->sort))
            bk__person_know(r, u->first, u->n, BK__NONE, u->role, u->sort);
        if (u && starts_phrase(u)) {
            bk__phrase p = {.first = i,
                            .n = u->n,
                            .actor = BK__NONE,
                            .office = BK__NONE,
                            .post = BK__NONE,
                            .role = u->role,
                            .sort = u->sort};
            p.several = u->role == BK__ROLE_PAIR || u->role == BK__ROLE_THREE;
            if (u->role == BK__ROLE_ACTOR || u->role == BK__ROLE_OFFICE)
                p = grow_phrase(r, i, end);
            if (p.n_who && (p.office == BK__NONE || p.actor == BK__NONE))
                take_office_behind(r, &p, end);
            if (p.n)
                st = add_phrase(r, &p);
        } else if (u && retired(r, u)) {
            st = name_phrase(r, i, u->n, end);
        } else if (!u && (n = bk__name_run(r, i, end)) > 0) {
            st = name_phrase(r, i, n, end);
        }
        st = st == BK_OK ? w->status : st;
        i = w->n_phrases > first ? w->phrase[first].first + w->phrase[first].n : i + (u ? u->n : 1);
    }
    return st;
}
