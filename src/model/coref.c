/* coref.c - whom "kedua negara", "mereka", "negara itu", "ia" and "kami" mean; all mentions.
 *
 * Walks the phrases in the order of the text. "Both countries" are the pair that was joined last
 * ("A dan B", "A-B"), in the sentence or up to four before it; else the last two countries named
 * beside each other. "They" are the pair of this sentence or the one before. "He" is the last human
 * named outside of the same quote, "we" the speaker's country. METHODS of Indonesian news: three
 * relations in ten name a country only so. */
#include "model/reading.h"

enum { GROUP = 3, BACK = 4 /* sentences to look back */, NAMED = 8 };

typedef struct group {
    uint32_t actor[GROUP];
    uint32_t n;
    uint32_t sentence;
} group;

typedef struct walk {
    group joined;    /* "A dan B" */
    group lately;    /* different countries by time of naming, last first */
    uint32_t last;   /* phrase of the last country; BK__NONE */
    uint32_t human;  /* phrase of the last human; BK__NONE */
    uint32_t before; /* phrase before */
} walk;

static bool is_country(const bk__reading *r, const bk__phrase *p)
{
    (void)r;
    return p->actor != BK__NONE && p->role != BK__ROLE_WE;
}

static uint64_t powers_of(const bk__reading *r, const group *g)
{
    uint64_t powers = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        int16_t power = r->work->triad->actor[g->actor[i]].power;
        if (power >= 0)
            powers |= UINT64_C(1) << power;
    }
    return powers;
}

/* ---- what was named ----------------------------------------------------------------------------
 */

/* Whether only a joining word, a hyphen, a comma lies in [a, b). */
static bool joins(const bk__reading *r, uint32_t a, uint32_t b)
{
    bool joined = false;
    if (b < a || b - a > 3)
        return false;
    for (uint32_t i = a; i < b; i++) {
        uint32_t u = r->work->unit_at[i];
        if (u != BK__NONE && r->work->unit[u].role == BK__ROLE_AND)
            joined = true;
        else if (bk__token_is(r, i, "-") || bk__token_is(r, i, "\xE2\x80\x93") ||
                 bk__token_is(r, i, "/"))
            joined = true;
        else if (!bk__token_is(r, i, ",") && i > a && !joined)
            return false;
        else if (!bk__token_is(r, i, ",") && !(bk__form_at(r, i)->flags & BK_FORM_STOP) && !joined)
            return false;
    }
    return joined || b == a;
}

static void name_lately(walk *s, uint32_t actor, uint32_t sentence)
{
    group *g = &s->lately;
    uint32_t k = 0;
    while (k < g->n && g->actor[k] != actor)
        k++;
    if (k == g->n && g->n < GROUP)
        g->n++;
    if (k == GROUP)
        k = GROUP - 1;
    for (; k > 0; k--)
        g->actor[k] = g->actor[k - 1];
    g->actor[0] = actor;
    g->sentence = sentence;
}

static void name(const bk__reading *r, walk *s, uint32_t k)
{
    const bk__phrase *p = &r->work->phrase[k];
    uint32_t sentence = r->scan->tokens[p->first].sentence;
    if (s->before != BK__NONE) {
        const bk__phrase *b = &r->work->phrase[s->before];
        bool same = r->scan->tokens[b->first].sentence == sentence;
        if (same && b->actor != p->actor && joins(r, b->first + b->n, p->first)) {
            group *g = &s->joined;
            bool more = g->sentence == sentence && g->n == 2 && g->actor[1] == b->actor &&
                        g->actor[0] != p->actor;
            if (!more)
                *g = (group){{b->actor, BK__NONE, BK__NONE}, 1, sentence};
            g->actor[g->n++] = p->actor;
        }
    }
    name_lately(s, p->actor, sentence);
    s->last = s->before = k;
}

/* ---- mentions ----------------------------------------------------------------------------------
 */

static bk_status add_mention(bk__reading *r, const bk__unit *u, const group *g)
{
    struct bk__work *w = r->work;
    const bk_scan *scan = r->scan;
    uint32_t cap = w->cap_mentions;
    bk_status st = bk__grow(w->ctx, &w->spot, &cap, w->n_mentions + 1, sizeof *w->spot);
    if (st == BK_OK)
        st = bk__grow(w->ctx, &w->mention, &w->cap_mentions, w->n_mentions + 1, sizeof *w->mention);
    if (st != BK_OK)
        return st;
    const bk_token *t = &scan->tokens[u->first];
    uint64_t powers = powers_of(r, g);
    const bk__actor_code *actor = &w->triad->actor[g->actor[0]];
    bk_mention m = {t->sentence, t->begin,      scan->tokens[u->first + u->n - 1].end,
                    -1,          actor->code.p, bk__sort_name(u->sort),
                    powers};
    if (g->n == 1)
        m.power = actor->power;
    if (g->n == 2) {
        int d = bk_triad_dyad_of(w->triad, actor->power, w->triad->actor[g->actor[1]].power);
        m.actor = d >= 0 ? bk_triad_dyad_code(w->triad, d) : "";
    } else if (g->n > 2) {
        m.actor = "";
    }
    bk__spot s = {u->first, u->n,   g->n == 1 ? g->actor[0] : BK__NONE, u->first, u->n,
                  u->sort,  u->role};
    uint32_t at = w->phrase_at[u->first];
    if (at != BK__NONE) {
        s.phrase = w->phrase[at].first;
        s.n_phrase = w->phrase[at].n;
    }
    for (uint32_t k = 0; k < u->n; k++)
        w->mention_at[u->first + k] = w->n_mentions;
    w->mention[w->n_mentions] = m;
    w->spot[w->n_mentions++] = s;
    return BK_OK;
}

/* ---- references --------------------------------------------------------------------------------
 */

static bool near(const group *g, uint32_t n, uint32_t sentence, uint32_t back)
{
    return g->n >= n && g->sentence + back >= sentence && g->sentence != BK__NONE;
}

static group several(walk *s, uint32_t n, uint32_t sentence)
{
    group g = {{0}, 0, sentence};
    if (near(&s->joined, n, sentence, BACK))
        g = s->joined;
    else if (s->lately.n >= n)
        g = s->lately;
    g.n = g.n >= n ? n : 0;
    g.sentence = sentence;
    return g;
}

static group resolve(const bk__reading *r, walk *s, const bk__phrase *p)
{
    uint32_t sentence = r->scan->tokens[p->first].sentence;
    uint32_t quote = r->work->quote_at[p->first];
    group none = {{0}, 0, sentence}, one = {{0}, 1, sentence};
    switch (p->role) {
    case BK__ROLE_PAIR:
        return several(s, 2, sentence);
    case BK__ROLE_THREE:
        return several(s, 3, sentence);
    case BK__ROLE_THEY:
        return near(&s->joined, 2, sentence, 1) ? s->joined : none;
    case BK__ROLE_THAT:
        if (s->last == BK__NONE)
            return none;
        one.actor[0] = r->work->phrase[s->last].actor;
        return one;
    case BK__ROLE_HE:
        if (s->human == BK__NONE || r->work->phrase[s->human].actor == BK__NONE)
            return none;
        one.actor[0] = r->work->phrase[s->human].actor;
        return one;
    case BK__ROLE_WE:
    case BK__ROLE_OWN:
        if (quote == BK__NONE || r->work->extent[quote].actor == BK__NONE)
            return none;
        one.actor[0] = r->work->extent[quote].actor;
        return one;
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
        group one = {{u->actor, 0, 0}, 1, 0};
        st = add_mention(r, u, &one);
    }
    return st;
}

static bk_status refer(bk__reading *r, walk *s, bk__phrase *p, uint32_t k)
{
    group g = resolve(r, s, p);
    if (g.n == 0)
        return BK_OK;
    if (g.n == 1) {
        p->actor = g.actor[0];
        if (p->role == BK__ROLE_THAT)
            s->last = k;
    } else {
        s->joined = g;
        s->joined.sentence = r->scan->tokens[p->first].sentence;
    }
    bk__unit u = r->work->unit[r->work->unit_at[p->first]];
    return add_mention(r, &u, &g);
}

bk_status bk__coref_find(bk__reading *r)
{
    struct bk__work *w = r->work;
    walk s = {{{0}, 0, BK__NONE}, {{0}, 0, BK__NONE}, BK__NONE, BK__NONE, BK__NONE};
    bk_status st = BK_OK;
    for (uint32_t k = 0; k < w->n_phrases && st == BK_OK; k++) {
        bk__phrase *p = &w->phrase[k];
        if (p->role == BK__ROLE_ACTOR) {
            st = mention_units(r, p);
            if (is_country(r, p))
                name(r, &s, k);
            if (p->person)
                s.human = k;
        } else if (p->role != BK__ROLE_OFFICE) {
            st = refer(r, &s, p, k);
        }
    }
    return st;
}
