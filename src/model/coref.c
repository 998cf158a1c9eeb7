/* coref.c - whom "kedua negara", "mereka", "negara itu", "ia" and "kami" mean; all mentions.
 *
 * Goes through the phrases in the order of the text (walk.h). "Both countries" are the nearest
 * joined pair by sentence: of several in one sentence the one with the country that the reference's
 * own sentence began with, else the first; else the last two countries named. "They" are the pair
 * of this sentence or up to two before. "He" is the last human named outside of the same quote,
 * "we" the speaker's country. Three relations in ten name a country only so. */
#include <string.h>

#include "model/walk.h"

enum {
    BACK = 4,      /* sentences to look back for a pair */
    BACK_THEY = 2, /* for "they" */
    NEAR = 3       /* tokens between a pair and the names behind it: "dua negara, A dan B" */
};

/* ---- references --------------------------------------------------------------------------------
 */

/* The nearest joined group of n (n 0: of two or more), up to `back` sentences before. */
static bk__group nearest(const bk__walk *s, uint32_t n, uint32_t sentence, uint32_t back,
                         uint32_t with)
{
    bk__group best = {{0}, 0, 0};
    bool held = false; /* the best one holds `with` */
    uint32_t kept = s->n_joined < BK__RING ? s->n_joined : BK__RING;
    for (uint32_t k = 0; k < kept; k++) { /* newest first */
        const bk__group *g = &s->joined[(s->n_joined - 1 - k) % BK__RING];
        bool holds = false;
        if ((n ? g->n != n : g->n < 2) || g->sentence + back < sentence)
            continue;
        if (best.n && g->sentence != best.sentence)
            break;
        for (uint32_t i = 0; i < g->n; i++)
            holds |= g->actor[i] == with;
        if (best.n && held && !holds)
            continue;
        best = *g; /* the earlier one of a sentence replaces the later */
        held = holds;
    }
    return best;
}

static bk__group several(const bk__walk *s, uint32_t n, uint32_t sentence, uint32_t with)
{
    bk__group g = nearest(s, n, sentence, BACK, with), own = {{with}, 1, sentence};
    if (g.n)
        return g;
    if (with == BK__NONE)
        own.n = 0;
    for (uint32_t k = 0; k < s->lately.n && own.n < n; k++)
        if (s->lately.actor[k] != with)
            own.actor[own.n++] = s->lately.actor[k];
    own.n = own.n == n ? n : 0;
    return own;
}

/* "dua negara, A dan B": the names stand behind. */
static bk__group behind(const bk__reading *r, uint32_t k, uint32_t n)
{
    const struct bk__work *w = r->work;
    bk__group g = {{0}, 0, 0};
    for (uint32_t i = k + 1; i < w->n_phrases && g.n < n; i++) {
        const bk__phrase *a = &w->phrase[i - 1], *b = &w->phrase[i];
        uint32_t from = a->first + a->n;
        bool comma = from < b->first && b->first - from <= NEAR && bk__token_is(r, from, ",");
        if (b->role != BK__ROLE_ACTOR || b->actor == BK__NONE ||
            (g.n == 0 ? !comma : !bk__joins_names(r, from, b->first)))
            break;
        g.actor[g.n++] = b->actor;
    }
    g.n = g.n == n ? n : 0;
    return g;
}

/* "Keduanya" are a pair that was joined or the only two humans of a sentence. */
static bk__group humans(const bk__walk *s, uint32_t n, uint32_t sentence, uint32_t with)
{
    bk__group g = nearest(s, n, sentence, BACK_THEY, with), none = {{0}, 0, 0};
    if (g.n || s->people.n != n || s->people.sentence + BACK_THEY < sentence)
        return g.n ? g : none;
    return s->people;
}

static bk__group one_of(uint32_t actor)
{
    bk__group g = {{actor}, actor != BK__NONE, 0};
    return g;
}

/* What is reported, not quoted, by a speaker of this sentence; NULL. */
static const bk__extent *told_here(const bk__reading *r, uint32_t quote, uint32_t sentence)
{
    const bk__extent *e = quote == BK__NONE ? NULL : &r->work->extent[quote];
    return e && e->n_speaker && !r->work->quote[quote].direct &&
                   r->scan->tokens[e->speaker].sentence == sentence
               ? e
               : NULL;
}

/* By whom, is not known: "they" may be they. */
static bool unknown_here(const bk__reading *r, uint32_t quote, uint32_t sentence)
{
    const bk__extent *e = told_here(r, quote, sentence);
    return e && e->actor == BK__NONE;
}

/* By a country, no human: "they" are that country. */
static bool speaks_here(const bk__reading *r, uint32_t quote, uint32_t sentence)
{
    const bk__extent *e = told_here(r, quote, sentence);
    uint32_t at = e && e->actor != BK__NONE ? r->work->phrase_at[e->speaker] : BK__NONE;
    return at != BK__NONE && !r->work->phrase[at].person;
}

/* The last human; inside of direct speech one who is not speaking. */
static uint32_t he(const bk__reading *r, const bk__walk *s, uint32_t quote)
{
    uint32_t actor = s->human == BK__NONE ? BK__NONE : r->work->phrase[s->human].actor;
    bool direct = quote != BK__NONE && r->work->quote[quote].direct;
    if (!direct || actor == BK__NONE || actor != r->work->extent[quote].actor)
        return actor;
    return s->other == BK__NONE ? BK__NONE : r->work->phrase[s->other].actor;
}

/* The country named last, or the one before where that stands just before: "ekspor Indonesia ke
 * negara itu". */
static uint32_t that_country(const bk__reading *r, const bk__walk *s, uint32_t token)
{
    if (s->last == BK__NONE)
        return BK__NONE;
    const bk__phrase *last = &r->work->phrase[s->last];
    const bk__verb *v = token ? bk__verb_at(r, token - 1) : NULL;
    if (s->earlier != BK__NONE && v && v->n && v->kind == BK__SPEECH_PREP &&
        last->first >= bk__sentence_first(r, token) && last->first + last->n + 1 == token)
        return s->earlier;
    return last->actor;
}

/* Who is meant by token i's sentence before it: its last mention, or who it began with. */
static uint32_t so_far(const bk__reading *r, const bk__walk *s, uint32_t sentence)
{
    const struct bk__work *w = r->work;
    if (s->sentence == sentence)
        return s->subject;
    bool here = w->n_mentions && w->mention[w->n_mentions - 1].sentence == sentence;
    return here ? w->spot[w->n_mentions - 1].actor : BK__NONE;
}

/* "Moskow ... mitranya": the other one, where two powers and nobody else were named of late. A
 * country behind it says itself who is meant. */
static bk__group other_power(const bk__reading *r, const bk__walk *s, uint32_t k, uint32_t speaker)
{
    const struct bk__work *w = r->work;
    const bk__phrase *p = &w->phrase[k], *next = k + 1 < w->n_phrases ? p + 1 : NULL;
    uint32_t sentence = r->scan->tokens[p->first].sentence, own = so_far(r, s, sentence);
    bool named = next && next->actor != BK__NONE && next->first < p->first + p->n + NEAR &&
                 r->scan->tokens[next->first].sentence == sentence;
    bk__group g = {{0}, 0, sentence};
    own = own == BK__NONE ? speaker : own;
    if (named || own == BK__NONE || s->lately.n != 2)
        return g;
    for (uint32_t i = 0; i < 2; i++)
        if (w->triad->actor[s->lately.actor[i]].power < 0)
            return g;
    if (s->lately.actor[0] == own || s->lately.actor[1] == own)
        g.actor[g.n++] = s->lately.actor[s->lately.actor[0] == own];
    return g;
}

static bk__group resolve(const bk__reading *r, const bk__walk *s, uint32_t k)
{
    const bk__phrase *p = &r->work->phrase[k];
    uint32_t sentence = r->scan->tokens[p->first].sentence;
    uint32_t quote = r->work->quote_at[p->first], n = p->role == BK__ROLE_PAIR ? 2 : 3;
    uint32_t speaker = quote == BK__NONE ? BK__NONE : r->work->extent[quote].actor;
    uint32_t with = s->sentence == sentence ? s->subject : speaker;
    bk__group none = {{0}, 0, 0}, g;
    switch (p->role) {
    case BK__ROLE_PAIR:
    case BK__ROLE_THREE:
        g = behind(r, k, n);
        if (!g.n && p->sort == BK__SORT_PERSON) /* "keduanya" may be any two humans */
            return humans(s, n, sentence, with);
        return g.n ? g : several(s, n, sentence, with);
    case BK__ROLE_THEY:
        g = nearest(s, 0, sentence, 0, with);
        if (!g.n && unknown_here(r, quote, sentence) &&
            !(s->sentence == sentence && s->at >= r->work->extent[quote].first))
            return none; /* the traders say that they ... */
        if (!g.n && speaks_here(r, quote, sentence))
            g = one_of(speaker);
        else if (!g.n && s->sentence == sentence && s->state)
            g = one_of(s->subject);
        if (!g.n && s->stranger != sentence)
            g = nearest(s, 0, sentence, BACK_THEY, with);
        return g.n || p->several ? g : one_of(p->actor); /* who speaks */
    case BK__ROLE_THAT:
        return one_of(that_country(r, s, p->first));
    case BK__ROLE_HE:
        if (p->settled)
            return one_of(p->actor);
        return one_of(he(r, s, quote));
    case BK__ROLE_WE:
    case BK__ROLE_OWN:
        return one_of(speaker);
    case BK__ROLE_OTHER:
        return other_power(r, s, k, speaker);
    default:
        return none;
    }
}

static bk_status mention_units(bk__reading *r, const bk__phrase *p)
{
    bk_status st = BK_OK;
    for (uint32_t i = p->first; i < p->first + p->n && st == BK_OK; i++) {
        uint32_t at = r->work->unit_at[i];
        const bk__unit *u = at != BK__NONE ? &r->work->unit[at] : NULL;
        if (!u || u->first != i || u->role != BK__ROLE_ACTOR || u->actor == BK__NONE)
            continue;
        bk__group one = {{u->actor, 0, 0}, 1, 0};
        st = bk__mention_add(r, u, &one);
    }
    return st;
}

static bk_status refer(bk__reading *r, bk__walk *s, bk__phrase *p, uint32_t k)
{
    bk__group g = resolve(r, s, k);
    const bk__phrase *next = k + 1 < r->work->n_phrases ? p + 1 : NULL;
    if (p->several && next && next->person && next->first == p->first + p->n)
        return BK_OK; /* masa jabatan kedua Presiden Trump */
    if (g.n == 0)
        return BK_OK;
    if (g.n == 1) {
        p->actor = g.actor[0];
        if (p->role == BK__ROLE_THAT)
            s->last = k;
    } else {
        g.sentence = r->scan->tokens[p->first].sentence;
        bk__walk_joined(s, &g);
        p->actor = bk__group_first(r, &g);
    }
    if (g.n > 1 && !bk__group_powers(r, &g))
        return BK_OK; /* two others: nobody asked */
    bk__unit u = r->work->unit[r->work->unit_at[p->first]];
    return bk__mention_add(r, &u, &g);
}

bk_status bk__coref_find(bk__reading *r, bool all)
{
    struct bk__work *w = r->work;
    bk__walk s = {.last = BK__NONE,
                  .earlier = BK__NONE,
                  .human = BK__NONE,
                  .other = BK__NONE,
                  .stranger = BK__NONE,
                  .before = BK__NONE,
                  .subject = BK__NONE,
                  .sentence = BK__NONE};
    bk_status st = BK_OK;
    w->n_mentions = 0; /* what an earlier round took for a mention may be none in this one */
    memset(w->mention_at, 0xFF, r->scan->n_tokens * sizeof *w->mention_at);
    for (uint32_t k = 0; k < w->n_phrases && st == BK_OK; k++) {
        bk__phrase *p = &w->phrase[k];
        if (p->role == BK__ROLE_ACTOR) {
            st = mention_units(r, p);
            if (p->actor != BK__NONE)
                bk__walk_name(r, &s, k);
            else
                s.stranger = r->scan->tokens[p->first].sentence;
            if (p->person)
                bk__walk_meet(r, &s, k);
        } else if (p->role != BK__ROLE_OFFICE &&
                   (all || p->role <= BK__ROLE_THEY || p->role == BK__ROLE_OTHER)) {
            st = refer(r, &s, p, k);
        }
    }
    return st;
}
