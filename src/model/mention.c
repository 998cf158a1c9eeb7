/* mention.c - one mention of one or several actors, from the unit that names them. */
#include "model/walk.h"

uint64_t bk__group_powers(const bk__reading *r, const bk__group *g)
{
    uint64_t powers = 0;
    for (uint32_t i = 0; i < g->n; i++) {
        int16_t power = r->work->triad->actor[g->actor[i]].power;
        if (power >= 0)
            powers |= UINT64_C(1) << power;
    }
    return powers;
}

/* Of several speakers one has to stand for all: the first that is a power. */
uint32_t bk__group_first(const bk__reading *r, const bk__group *g)
{
    uint32_t best = g->actor[0];
    for (uint32_t i = 0; i < g->n; i++)
        if (r->work->triad->actor[g->actor[i]].power >= 0 && g->actor[i] < best)
            best = g->actor[i];
    return best;
}

bk_status bk__mention_add(bk__reading *r, const bk__unit *u, const bk__group *g)
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
    uint64_t powers = bk__group_powers(r, g);
    const bk_token *last = &scan->tokens[u->first + u->n - 1];
    bk_mention m = {.sentence = t->sentence, .begin = t->begin, .end = last->end, .powers = powers};
    m.kind = bk__sort_name(u->sort);
    m.power = -1;
    if ((powers & (powers - 1)) == 0) {
        const bk__actor_code *one = &w->triad->actor[powers ? bk__group_first(r, g) : g->actor[0]];
        m.actor = one->code.p;
        m.power = powers ? one->power : m.power;
    } else if (g->n == 2) {
        int d = bk_triad_dyad_of(w->triad, w->triad->actor[g->actor[0]].power,
                                 w->triad->actor[g->actor[1]].power);
        m.actor = bk_triad_dyad_code(w->triad, d);
    } else {
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
