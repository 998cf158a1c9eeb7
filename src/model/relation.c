/* relation.c - who does what to whom in one sentence.
 *
 * Arguments are searched from each hit outwards; every step over a boundary, a preposition that
 * speaks against the role, or another party costs something, and the cheapest party is taken:
 *     active    the subject before, the object behind        A mengecam B
 *     passive   patient before, agent behind (oleh)          B dikecam (oleh) A
 *     noun      possessor or subject; behind "to": patient   sanksi A terhadap B; A dikenai sanksi
 *     pair      both around it                               perang dagang A-B; A bertemu B
 * Then come what powers say of each other (stance.c) and the choice between claims (claim.c). */
#include "model/relation.h"

#include "base/str.h"
#include "model/joint.h"
#include "model/pair.h"
#include "model/stance.h"

/* The turning or light verb that has the noun as its object: the nearest one before it. */
static const bk__hit *governor(const bk__clauses *v, const bk__hit *h, uint32_t *object)
{
    *object = BK__NONE;
    for (uint32_t i = h->first, far = 0; i > v->first && far < 8; far++) {
        i--;
        uint32_t k = bk__hit_at(v, i), u = bk__party_at(v, i);
        if (k != BK__NONE && v->hit[k].way != BK__NOUN)
            return &v->hit[k];
        if (bk__mark_at(v, i) >= BK__WHO || (u != BK__NONE && *object != BK__NONE && *object != u))
            break;
        *object = u != BK__NONE ? u : *object;
    }
    *object = BK__NONE;
    return NULL;
}

/* As claim_act; where one side is missing the nearest other party stands in for it. */
static bk_status claim_open(bk__relater *r, const bk__clauses *v, const bk__hit *h, bk__arg agent,
                            bk__arg patient, float weight)
{
    if (agent.party == BK__NONE && patient.party != BK__NONE && h->row->shape != BK__SAY)
        agent = bk__open_arg(v, h, patient.party);
    else if (patient.party == BK__NONE && agent.party != BK__NONE)
        patient = bk__open_arg(v, h, agent.party);
    return bk__claim_act(r, v, h, agent, patient, weight);
}

/* "saling", "satu sama lain" near the hit */
static bool each_other(const bk__clauses *v, const bk__hit *h)
{
    enum { NEAR = 8 };
    for (uint32_t i = h->first; i > v->first && i + NEAR > h->first; i--)
        if (bk__mark_at(v, i - 1) == BK__EACH)
            return true;
    for (uint32_t i = h->end; i < v->end && i < h->end + NEAR; i++)
        if (bk__mark_at(v, i) == BK__EACH)
            return true;
    return false;
}

/* Two that do it to each other: their claim; false where they do not. */
static bool mutual(const bk__clauses *v, const bk__hit *h, bk__arg subject)
{
    return bk__arg_many(v, subject) && h->row->shape <= BK__DOER && each_other(v, h);
}

/* What stands around a noun. */
typedef struct around {
    bk__arg owner;   /* right behind it: sanksi A */
    bk__arg to;      /* behind "to": terhadap B */
    bk__arg from;    /* behind "by", "from" */
    bk__arg subject; /* of the sentence or of the verb that governs it */
} around;

/* "sanksi yang dijatuhkan (oleh) A": the passive verb without a meaning of its own behind "who" at
 * token i; BK__NONE where there is none. */
static uint32_t done_by(const bk__clauses *v, uint32_t i)
{
    enum { WORDS = 3 };
    for (uint32_t k = i + 1; k < v->end && k <= i + WORDS; k++) {
        uint32_t hit = bk__hit_at(v, k);
        if (hit != BK__NONE)
            return v->hit[hit].row->shape == BK__LIGHT && v->hit[hit].way == BK__PASSIVE ? k
                                                                                         : BK__NONE;
        if (bk__mark_at(v, k) || bk__party_at(v, k) != BK__NONE)
            break;
    }
    return BK__NONE;
}

static bool party_done(const bk__clauses *v, const bk__party *u)
{
    enum { TITLE = 4 };
    for (uint32_t i = u->first; u->prep == 0 && i > v->first && i + TITLE >= u->first; i--) {
        uint32_t k = bk__hit_at(v, i - 1);
        if (k != BK__NONE)
            return v->hit[k].row->shape == BK__LIGHT && v->hit[k].way == BK__PASSIVE;
        if (bk__mark_at(v, i - 1))
            break;
    }
    return false;
}

static around look_around(const bk__clauses *v, const bk__hit *h, const bk__hit *g, uint32_t object)
{
    around a = {BK__NO_ARG, BK__NO_ARG, BK__NO_ARG, BK__NO_ARG};
    float cost = 0;
    for (uint32_t i = h->end; i < v->end && cost < BK__DEAR; i++) {
        uint32_t u = bk__party_at(v, i);
        if (u == BK__NONE) {
            cost += bk__right_step(v, i, h);
            if (bk__mark_at(v, i) == BK__WHO && (i = done_by(v, i)) == BK__NONE)
                break;
            continue;
        }
        const bk__party *party = &v->party[u];
        bk__arg here = {u, cost};
        if (party->prep == BK__BY || party->prep == BK__FROM || party_done(v, party))
            a.from = a.from.party == BK__NONE ? here : a.from;
        else if (party->prep == 0 && a.owner.party == BK__NONE && party->first <= h->end + 3)
            a.owner = here;
        else if (a.to.party == BK__NONE && party->prep != BK__AT)
            a.to = here;
        i = party->end - 1;
        cost += 0.6f;
    }
    a.subject = bk__subject_of(v, g && object != BK__NONE ? g : h, 0);
    if (a.to.party == BK__NONE && object != BK__NONE && object != a.subject.party)
        a.to = (bk__arg){object, 0.3f}; /* memasukkan A ke daftar hitam */
    return a;
}

static bk_status noun(bk__relater *r, const bk__clauses *v, const bk__hit *h)
{
    uint32_t object;
    const bk__hit *g = governor(v, h, &object);
    bool gets = g && (g->row->shape == BK__GETS || (g->way == BK__PASSIVE && !bk__hit_relates(g)));
    around a = look_around(v, h, g, gets ? BK__NONE : object);
    /* mengecam serangan A: the verb says more */
    float part =
        g && g->row->shape <= BK__SAY && g->row->shape != BK__NO_SHAPE && h->first <= g->end + 2
            ? 0.5f
            : 1;
    if (mutual(v, h, a.subject))
        return bk__claim_pair(r, v, h, bk__arg_powers(v, a.subject), bk__arg_powers(v, a.subject),
                              true, bk__claim_fit(0.9f * part, a.subject.cost));
    bk__arg both = bk__arg_many(v, a.owner) && !bk__pair_third(&v->party[a.owner.party]) ? a.owner
                   : bk__arg_many(v, a.to) && v->party[a.to.party].prep == BK__BETWEEN   ? a.to
                                                                                       : BK__NO_ARG;
    bool third = a.subject.party != BK__NONE && v->party[a.subject.party].others && gets;
    third |= a.to.party != BK__NONE && a.to.party != both.party && v->party[a.to.party].others;
    if (both.party != BK__NONE && bk__arg_powers(v, a.subject) == 0 && third)
        return BK_OK; /* dukungan A dan B kepada X */
    if (both.party != BK__NONE && bk__arg_powers(v, a.subject) == 0)
        return bk__claim_pair(r, v, h, bk__arg_powers(v, both), bk__arg_powers(v, both), true,
                              bk__claim_fit(0.8f * part, both.cost));
    if (gets) {
        bk__arg agent = a.from.party != BK__NONE    ? a.from
                        : a.owner.party != BK__NONE ? a.owner
                                                    : a.to;
        return claim_open(r, v, h, agent, a.subject, 0.9f * part);
    }
    if (a.to.party != BK__NONE) {
        bk__arg agent = a.owner.party != BK__NONE  ? a.owner
                        : a.from.party != BK__NONE ? a.from
                                                   : a.subject;
        bk_status st = claim_open(r, v, h, agent, a.to, 0.9f * part);
        return st == BK_OK && agent.party != a.subject.party
                   ? bk__claim_act(r, v, h, a.subject, a.to, 0.6f * part)
                   : st;
    }
    bool done = g && g->way == BK__ACTIVE && bk__arg_powers(v, a.subject);
    if (a.from.party != BK__NONE && done && v->party[a.from.party].prep == BK__FROM)
        return claim_open(r, v, h, a.subject, a.from, 0.8f * part); /* pembatasan impor dari B */
    if (a.from.party != BK__NONE)                                   /* sanksi dari A ... B */
        return claim_open(r, v, h, a.from, a.owner.party != BK__NONE ? a.owner : a.subject,
                          0.8f * part);
    if (a.owner.party != BK__NONE && !g) /* tuduhan A, perintah penangkapan A: A's */
        return claim_open(r, v, h, a.owner, h->row->shape == BK__THING ? a.subject : BK__NO_ARG,
                          0.75f * part);
    return claim_open(r, v, h, a.subject, a.owner, 0.75f * part);
}

/* mata-mata A di B */
static bk_status doer(bk__relater *r, const bk__clauses *v, const bk__hit *h)
{
    bk__arg owner = BK__NO_ARG, other = BK__NO_ARG;
    float cost = 0;
    for (uint32_t i = h->end; i < v->end && cost < BK__DEAR; i++) {
        uint32_t u = bk__party_at(v, i);
        if (u == BK__NONE) {
            cost += bk__right_step(v, i, h);
            continue;
        }
        bk__arg here = {u, cost};
        bool beside =
            other.party == BK__NONE && v->party[u].first <= h->end + 2 && v->party[u].prep == 0;
        if (owner.party == BK__NONE && (beside || v->party[u].prep == BK__BY))
            owner = here;
        else if (other.party == BK__NONE)
            other = here;
        i = v->party[u].end - 1;
        cost += 0.5f;
    }
    bk__arg subject = bk__subject_of(v, h, 0);
    bool object =
        h > v->hit && h->first <= h[-1].end + 2 && bk__hit_relates(h - 1); /* A arrests it */
    if (owner.party == BK__NONE && h->row->sign == 0)
        return BK_OK;
    if (owner.party == BK__NONE)
        return claim_open(r, v, h, subject, other, 0.8f);
    return claim_open(r, v, h, owner, other.party != BK__NONE ? other : subject,
                      object ? 0.4f : 0.8f);
}

/* "bekerja sama (untuk) melawan": what is done together follows */
static bool allied(const bk__clauses *v, const bk__hit *h)
{
    const bk__hit *before = h > v->hit ? h - 1 : NULL;
    return before && before->row->shape == BK__PAIR && before->sign > 0 && h->sign < 0 &&
           h->first <= before->end + 1;
}

static bool towards(const bk__party *u)
{
    return u->prep == BK__TO || u->prep == BK__ON || u->prep == BK__WITH;
}

static bk_status verb(bk__relater *r, const bk__clauses *v, const bk__hit *h)
{
    bool passive = h->way == BK__PASSIVE;
    if (bk__strange_subject(v, h))
        return BK_OK;
    bk__arg before = passive ? BK__NO_ARG : bk__subject_of(v, h, 0);
    bk__arg after =
        bk__behind(v, h, passive ? BK__AGENT : BK__PATIENT, BK__NONE, bk__arg_powers(v, before));
    if (passive)
        before = bk__subject_of(v, h, bk__arg_powers(v, after));
    if (mutual(v, h, before))
        return bk__claim_pair(r, v, h, bk__arg_powers(v, before), bk__arg_powers(v, before), true,
                              bk__claim_fit(1.0f, before.cost));
    if (before.party != BK__NONE && after.party != BK__NONE && !passive && allied(v, h)) {
        bk__arg ally = bk__other_subject(v, before.party);
        bk_status st = bk__claim_act(r, v, h, ally, after, 0.9f);
        if (st != BK_OK)
            return st;
    }
    if (before.party == BK__NONE && after.party != BK__NONE && !passive) {
        bk_status st = noun(r, v, h); /* mengurangi ketergantungan A pada B */
        if (st != BK_OK)
            return st;
    }
    bool unsaid = h->row->shape == BK__SAY && (passive ? after : before).party == BK__NONE;
    if (!unsaid && (before.party == BK__NONE) != (after.party == BK__NONE)) {
        bk__arg *open = before.party == BK__NONE ? &before : &after;
        *open = bk__open_arg(v, h, before.party == BK__NONE ? after.party : before.party);
        if (passive && open == &after && after.party != BK__NONE && towards(&v->party[after.party]))
            return BK_OK; /* B diizinkan bertindak terhadap A: by whom, is not said */
    }
    return passive ? bk__claim_act(r, v, h, after, before, 1.0f)
                   : bk__claim_act(r, v, h, before, after, 1.0f);
}

/* "menghadapi A": to face a power, not what comes from it */
static bk_status face(bk__relater *r, const bk__clauses *v, const bk__hit *h)
{
    if (h->row->sign >= 0 || h->way != BK__ACTIVE)
        return BK_OK;
    bk__arg after = bk__behind(v, h, BK__PATIENT, BK__NONE, 0);
    if (after.cost > 0.3f || v->party[after.party].noun != BK__NONE)
        return BK_OK;
    uint32_t n = r->n;
    bk_status st = bk__claim_act(r, v, h, bk__subject_of(v, h, 0), after, 0.7f);
    for (; n < r->n; n++)
        if (r->claim[n].sign < 0)
            r->claim[n].kind = BK__REJECT;
    return st;
}

static bk_status hit(bk__relater *r, const bk__clauses *v, const bk__hit *h)
{
    if (h->spent)
        return BK_OK;
    switch (h->row->shape) {
    case BK__ACT:
    case BK__SAY:
        return h->way == BK__NOUN ? noun(r, v, h) : verb(r, v, h);
    case BK__THING:
        return noun(r, v, h);
    case BK__DOER:
        return doer(r, v, h);
    case BK__PAIR:
    case BK__TIE:
        return bk__pair_relate(r, v, h);
    case BK__GETS:
        return face(r, v, h);
    default:
        return BK_OK;
    }
}

/* What the quotes that touch the sentence say of those who speak. Sentences come in order: quotes
 * that ended before are passed once, so that an article takes time linear in its length. */
static bk_status quotes(bk__relater *r, const bk__clauses *v, bk__context *c, bool neutral)
{
    const bk__reading *w = v->reading;
    bk_status st = BK_OK;
    while (c->quotes < w->n_quotes &&
           w->extent[c->quotes].first + w->extent[c->quotes].n <= v->first)
        c->quotes++;
    for (uint32_t k = c->quotes; k < w->n_quotes && w->extent[k].first < v->end && st == BK_OK; k++)
        if (w->quote[k].power >= 0 && w->extent[k].first + w->extent[k].n > v->first)
            st = bk__stance_quote(r, v, &w->quote[k], &w->extent[k], neutral);
    return st;
}

bk_status bk__relater_run(bk__relater *r, const bk__clauses *v, bk__context *c)
{
    bk_status st = BK_OK;
    r->n = 0;
    r->bound = 0;
    r->friends = r->foes = 0;
    for (uint32_t k = 0; k < v->n_hits && st == BK_OK; k++)
        st = hit(r, v, &v->hit[k]);
    if (st == BK_OK)
        st = quotes(r, v, c, false);
    if (st == BK_OK)
        st = bk__claim_proxies(r, v);
    if (st == BK_OK)
        st = bk__joint_find(r, v);
    if (st == BK_OK)
        st = bk__stance_left(r, v);
    bk__stance_play(r, v);
    if (st == BK_OK)
        st = bk__context_find(r, v, c);
    if (st == BK_OK)
        st = quotes(r, v, c, true); /* nothing else is said */
    bk__claims_settle(r, v);
    bk__context_keep(c, r);
    return st;
}
