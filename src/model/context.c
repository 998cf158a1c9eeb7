/* context.c - "Penundaan itu disambut baik Beijing": whose it was, the sentence before says.
 *
 * A sentence that names one power p and relates it to nobody goes on with the pair (p, q) of the
 * sentence before, where that is one pair only and one of its words speaks for it: a speech act, a
 * conflict, a consent, something mutual. Help and trade may be for anybody and are left out. A
 * sentence that names nobody goes on with the only pair of the sentence right before, where what
 * two do is pointed back to. */
#include "model/context.h"

#include "base/str.h"

static const float WEIGHT = 0.5f;
enum { AGE = 2 /* sentences that a pair is remembered */ };

void bk__context_keep(bk__context *c, const bk__relater *r)
{
    if (r->n == 0) {
        if (++c->age > AGE)
            c->n = 0;
        return;
    }
    c->n = c->age = 0;
    for (uint32_t i = 0; i < r->n && c->n < BK__SIDES; i++) {
        c->a[c->n] = r->claim[i].a;
        c->b[c->n++] = r->claim[i].b;
    }
}

/* The one power that p was related to; -1. */
static int16_t partner(const bk__context *c, int16_t p)
{
    int16_t q = -1;
    for (uint32_t i = 0; i < c->n; i++) {
        if (c->a[i] != p && c->b[i] != p)
            continue;
        if (q >= 0)
            return -1;
        q = c->a[i] == p ? c->b[i] : c->a[i];
    }
    return q;
}

/* Whether a word asks for somebody on the other side. */
static bool open_word(const bk__hit *h)
{
    if (!bk__hit_relates(h) || h->spent || h->row->shape == BK__TIE || h->row->shape == BK__DOER)
        return false;
    if (h->row->shape == BK__SAY || h->row->shape == BK__PAIR || h->sign < 0)
        return h->row->kind != BK__ASSAULT;
    return h->turned || h->kind == BK__AGREE || h->kind == BK__CONCEDE;
}

static bool doer(const bk__party *u) /* kecaman dari A */
{
    return u->prep == BK__BY || u->prep == BK__FROM;
}

/* How hit h has p: 1 it acts, -1 it is acted on, 0 not at all; *cost of the place. */
static int role_of(const bk__clauses *v, const bk__hit *h, uint64_t p, float *cost)
{
    bool passive = h->way == BK__PASSIVE;
    bk__arg before = bk__subject_of(v, h, 0);
    bk__arg after = bk__behind(v, h, passive ? BK__AGENT : BK__PATIENT, BK__NONE, 0);
    bool mine = bk__arg_powers(v, before) == p, thine = bk__arg_powers(v, after) == p;
    if (mine && thine) /* its own affair, or said twice */
        return 0;
    if ((mine && after.party != BK__NONE && after.cost < BK__SURE) ||
        (thine && before.party != BK__NONE && before.cost < BK__SURE))
        return 0; /* the other side is a fourth actor */
    *cost = mine ? before.cost : after.cost;
    if (h->way == BK__NOUN)
        return thine && v->party[after.party].prep >= BK__TO && !doer(&v->party[after.party]) ? -1
               : mine || thine                                                                ? 1
                                                                                              : 0;
    return mine ? (passive ? -1 : 1) : thine ? (passive ? 1 : -1) : 0;
}

static bk_status word(bk__relater *r, const bk__clauses *v, const bk__hit *h, int16_t p, int16_t q)
{
    float cost = 0;
    uint64_t mine = (uint64_t)1 << p, thine = (uint64_t)1 << q;
    if (!open_word(h))
        return BK_OK;
    int role = role_of(v, h, mine, &cost);
    if (role == 0)
        return BK_OK;
    return bk__claim_pair(r, v, h, role > 0 ? mine : thine, role > 0 ? thine : mine,
                          h->row->shape == BK__PAIR, bk__claim_fit(WEIGHT, cost));
}

/* Whether a word points back to what was told. */
static bool points_back(const bk__clauses *v)
{
    for (uint32_t i = v->first; i < v->end; i++)
        if (bk__mark_at(v, i) == BK__THIS)
            return true;
    return false;
}

/* "Pertemuan itu berlangsung dua jam": what the pair of the sentence before did goes on. */
static bk_status thing(bk__relater *r, const bk__clauses *v, const bk__context *c)
{
    for (uint32_t k = 0; k < v->n_hits; k++) {
        const bk__hit *h = &v->hit[k];
        uint32_t behind = h->end;
        if (h->row->shape == BK__PAIR && h->way == BK__NOUN && bk__hit_relates(h) && !h->spent &&
            behind < v->end && bk__mark_at(v, behind) == BK__THIS)
            return bk__claim_pair(r, v, h, (uint64_t)1 << c->a[0], (uint64_t)1 << c->b[0], true,
                                  WEIGHT);
    }
    return BK_OK;
}

bk_status bk__context_find(bk__relater *r, const bk__clauses *v, const bk__context *c)
{
    uint64_t named = 0;
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < r->n; i++)
        if (r->claim[i].score >= BK__LEAST)
            return BK_OK;
    for (uint32_t i = 0; i < v->n_parties; i++)
        named |= v->party[i].powers;
    if (v->n_parties == 0 && c->n == 1)
        return thing(r, v, c);
    int16_t p = bk__only_power(named), q = p < 0 || !points_back(v) ? -1 : partner(c, p);
    for (uint32_t k = 0; q >= 0 && k < v->n_hits && st == BK_OK; k++)
        st = word(r, v, &v->hit[k], p, q);
    return st;
}
