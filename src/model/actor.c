/* actor.c - names in a text: units of the alias files, with their senses.
 *
 * The longest alias from each token on is a unit. A word beside a country may make the two
 * something that is no actor: media AS, di Beijing, MOSKOW - at the start of a report. Who is out
 * of office at the article's date is a person without a country. Linear in the number of tokens. */
#include "model/reading.h"

bk_status bk__unit_add(bk__reading *r, bk__unit u)
{
    struct bk__work *w = r->work;
    bk_status st = bk__grow(w->ctx, &w->unit, &w->cap_units, w->n_units + 1, sizeof *w->unit);
    if (st != BK_OK)
        return st;
    for (uint32_t k = 0; k < u.n; k++)
        w->unit_at[u.first + k] = w->n_units;
    w->unit[w->n_units++] = u;
    return BK_OK;
}

/* "US" in a headline of capitals may be "us". */
static bool doubtful(const bk__reading *r, const bk__unit *u)
{
    const uint16_t both = BK_FORM_UPPER | BK_FORM_STOP;
    if (u->n != 1 || (bk__form_at(r, u->first)->flags & both) != both)
        return false;
    uint32_t end = bk__sentence_end(r, u->first), upper = 0, words = 0;
    uint32_t begin = bk__not_before(bk__sentence_first(r, u->first), u->first);
    for (uint32_t i = begin; i < end && i < begin + 2 * BK__FAR; i++) {
        const bk_form *f = bk__form_at(r, i);
        if (bk__is_word(f) && f->surface.n > 1) {
            words++;
            upper += (f->flags & BK_FORM_UPPER) != 0;
        }
    }
    return words > 2 && 4 * upper > 3 * words;
}

/* A word inside a name says nothing: "the United States". */
static void hush(bk__reading *r, const bk__unit *u)
{
    bool name = u->role == BK__ROLE_ACTOR || u->role == BK__ROLE_NONE;
    for (uint32_t i = u->first; name && u->n > 1 && i < u->first + u->n; i++)
        r->work->verb_at[i].n = 0;
}

static bk_status find_units(bk__reading *r)
{
    struct bk__work *w = r->work;
    const bk_scan *scan = r->scan;
    bk__patterns *name = w->name[scan->lang], *speech = w->speech[scan->lang];
    bk_status st = name ? bk__patterns_learn(name) : BK_OK;
    if (st == BK_OK && speech)
        st = bk__patterns_learn(speech);
    for (uint32_t i = 0; i < scan->n_tokens && st == BK_OK; i++) {
        uint32_t value, n = speech ? bk__patterns_match(speech, scan, i, &value) : 0;
        w->verb_at[i] = n ? (bk__verb){(uint8_t)n, (uint8_t)(value & 15), (uint8_t)(value >> 4)}
                          : (bk__verb){0, 0, 0};
    }
    for (uint32_t i = 0; name && i < scan->n_tokens && st == BK_OK; i++) {
        uint32_t value, n = bk__patterns_match(name, scan, i, &value);
        if (!n)
            continue;
        const bk__alias *a = &w->triad->alias[value];
        bk__unit u = {i, n, value, a->actor, a->role, a->sort};
        if (!doubtful(r, &u)) {
            st = bk__unit_add(r, u);
            hush(r, &u);
        }
        i += n - 1;
    }
    return st;
}

/* ---- terms of office ---------------------------------------------------------------------------
 */

static uint32_t behind_unit(const bk__unit *u)
{
    return u->first + u->n;
}

static bool stated_office(const bk__unit *u)
{
    return u->role == BK__ROLE_OFFICE && u->sort != BK__SORT_PERSON;
}

/* "Biden administration", "Trump's government": the power of his day. */
static bool governs(const bk__reading *r, const bk__unit *u, const bk__unit *next)
{
    uint32_t i = behind_unit(u);
    if (i < r->scan->n_tokens && (bk__token_is(r, i, "'s") || bk__token_is(r, i, "\xE2\x80\x99s")))
        i++;
    return next && next->first == i && stated_office(next) && next->sort == BK__SORT_INSTITUTION;
}

/* Units [*from, n) of offices and the person's country that stand right before him. `ended` is the
 * token behind the last "mantan". Returns whether they give him an office today. */
static bool holds(const bk__reading *r, const bk__unit *u, uint32_t n, uint32_t ended,
                  uint32_t *from)
{
    const struct bk__work *w = r->work;
    uint32_t first = u->first, actor = w->triad->alias[u->alias].actor;
    bool office = false, former = ended == first;
    for (*from = n; *from > 0; --*from) {
        const bk__unit *b = &w->unit[*from - 1];
        if (behind_unit(b) != first || first <= bk__sentence_first(r, u->first) ||
            !(stated_office(b) || (bk__is_land(b) && b->actor == actor)))
            break;
        first = b->first;
        office |= b->role == BK__ROLE_OFFICE;
        former |= ended == first || (office && w->triad->alias[b->alias].former);
    }
    if (!former)
        *from = n;
    return office && !former;
}

/* Number of units behind a comma, from number k on, that say his office is over: ", mantan Presiden
 * AS"; *end is the token behind the last. */
static uint32_t over(const bk__reading *r, const bk__unit *u, uint32_t k, uint32_t *end)
{
    const struct bk__work *w = r->work;
    uint32_t i = behind_unit(u), stop = bk__sentence_end(r, u->first), n = 0;
    bool former = false;
    if (i + 1 >= stop || !bk__token_is(r, i++, ","))
        return 0;
    if ((bk__form_at(r, i)->flags & BK_FORM_STOP) && w->unit_at[i] == BK__NONE)
        i++; /* the former president */
    for (; k + n < w->n_units && i < stop && w->unit[k + n].first == i; n++) {
        const bk__unit *b = &w->unit[k + n];
        if (stated_office(b))
            former |= w->triad->alias[b->alias].former;
        else if (b->role == BK__ROLE_FORMER)
            former = true;
        else if (!bk__is_land(b) || b->actor != w->triad->alias[u->alias].actor)
            break;
        i = behind_unit(b);
    }
    *end = i;
    return former ? n : 0;
}

/* People out of office at the article's date are persons of no country, with "mantan Presiden AS"
 * before or behind their names; words that only say so are units no more. */
static void retire(bk__reading *r)
{
    struct bk__work *w = r->work;
    uint32_t n = 0, begun = 0, ended = BK__NONE, from;
    for (uint32_t k = 0; k < w->n_units; k++) {
        bk__unit u = w->unit[k];
        if (u.role == BK__ROLE_FORMER) {
            begun = u.first;
            ended = behind_unit(&u);
            for (uint32_t i = begun; i < ended; i++)
                w->unit_at[i] = BK__NONE;
            continue;
        }
        if (u.role == BK__ROLE_ACTOR && bk__is_person(u.sort) &&
            !bk__in_office(w->triad, &w->triad->alias[u.alias], r->article->published) &&
            !governs(r, &u, k + 1 < w->n_units ? &w->unit[k + 1] : NULL) &&
            !holds(r, &u, n, ended, &from)) {
            uint32_t end = behind_unit(&u), far, more = over(r, &u, k + 1, &far);
            k += more;
            end = more ? far : end;
            u.role = BK__ROLE_NONE;
            u.sort = BK__SORT_PERSON;
            u.actor = BK__NONE;
            u.first = from < n ? w->unit[from].first : u.first;
            u.first = ended == u.first ? begun : u.first;
            u.n = end - u.first;
            n = from;
        }
        for (uint32_t i = u.first; i < u.first + u.n; i++)
            w->unit_at[i] = n;
        w->unit[n++] = u;
    }
    w->n_units = n;
}

/* ---- senses: media AS, di Beijing, warga China -------------------------------------------------
 */

bool bk__is_land(const bk__unit *u)
{
    return u->role == BK__ROLE_ACTOR &&
           (u->sort <= BK__SORT_METONYM || u->sort == BK__SORT_ADJECTIVE);
}

static void turn(bk__unit *land, const bk__unit *word)
{
    if (word->sort == BK__SORT_PLACE && land->sort != BK__SORT_CAPITAL)
        return;
    land->sort = word->sort;
    if (word->sort >= BK__SORT_PLACE)
        land->role = BK__ROLE_NONE;
}

static bool dash(const bk__reading *r, uint32_t i)
{
    return bk__token_is(r, i, "-") || bk__token_is(r, i, "\xE2\x80\x93") ||
           bk__token_is(r, i, "\xE2\x80\x94");
}

/* "MOSKOW -" before a report; ", Washington, Selasa" behind one: where it was written. */
static bool dateline(const bk__reading *r, const bk__unit *u)
{
    const bk_token *t = r->scan->tokens;
    uint32_t first = bk__sentence_first(r, u->first), end = bk__sentence_end(r, u->first);
    uint32_t i = u->first + u->n;
    if (u->sort != BK__SORT_CAPITAL || i + 1 >= end)
        return false;
    if (dash(r, i) && u->first == first)
        return (bk__form_at(r, u->first)->flags & BK_FORM_UPPER) || t[i - 1].end < t[i].begin;
    return u->first > first && bk__token_is(r, u->first - 1, ",") &&
           ((bk__token_is(r, i, "(") && bk__form_at(r, i + 1)->kind == BK_KIND_NUMBER) ||
            (bk__token_is(r, i, ",") && i + 3 < end && bk__token_is(r, i + 2, "(") &&
             bk__form_at(r, i + 3)->kind == BK_KIND_NUMBER));
}

static void find_senses(bk__reading *r)
{
    struct bk__work *w = r->work;
    for (uint32_t k = 0; k < w->n_units; k++) {
        bk__unit *u = &w->unit[k];
        if (!bk__is_land(u))
            continue;
        if (dateline(r, u)) {
            u->role = BK__ROLE_NONE;
            u->sort = BK__SORT_PLACE;
            continue;
        }
        uint32_t behind = u->first + u->n;
        if (behind < r->scan->n_tokens && bk__token_is(r, behind, "'s"))
            behind++;
        if (k > 0 && w->unit[k - 1].actor == u->actor && w->unit[k - 1].role == BK__ROLE_NONE &&
            w->unit[k - 1].first + w->unit[k - 1].n + 1 == u->first &&
            bk__token_is(r, u->first - 1, "("))
            turn(u, &w->unit[k - 1]); /* bursa saham Amerika Serikat (AS) */
        else if (k + 1 < w->n_units && w->unit[k + 1].first == behind &&
                 w->unit[k + 1].role == BK__ROLE_TAIL && behind < bk__sentence_end(r, u->first))
            turn(u, &w->unit[k + 1]);
        else if (k > 0 && w->unit[k - 1].role == BK__ROLE_HEAD &&
                 w->unit[k - 1].first + w->unit[k - 1].n == u->first &&
                 w->unit[k - 1].first >= bk__sentence_first(r, u->first))
            turn(u, &w->unit[k - 1]);
    }
}

bk_status bk__actor_find(bk__reading *r)
{
    bk_status st = find_units(r);
    if (st == BK_OK) {
        retire(r);
        find_senses(r);
    }
    return st;
}
