/* relation.c - who does what to whom in one sentence.
 *
 * Arguments are searched from each hit outwards; every step over a boundary, a preposition that
 * speaks against the role, or another party costs something, and the cheapest party is taken:
 *     active    the subject before, the object behind        A mengecam B
 *     passive   patient before, agent behind (oleh)          B dikecam (oleh) A
 *     noun      possessor or subject; behind "to": patient   sanksi A terhadap B; A dikenai sanksi
 *     pair      both around it                               perang dagang A-B; A bertemu B
 * A claim's score is the shape's weight times exp(-cost / 4). What a power says of another without
 * a relating word counts by the judgements in it. The best claim of a dyad wins; where two of the
 * same sign run in opposite directions with like scores, the relation is mutual. */
#include "model/relation.h"

#include <math.h>

#include "base/str.h"
#include "model/argument.h"

static const float SURE = 1.5f;  /* both sides found without doubt */
static const float LEAST = 0.2f; /* claims below are no relation */
static const float ZERO = 0.7f;  /* a relation without sign gives way to one with */
static const float ALIKE = 0.6f; /* scores alike: both directions count */

void bk__relater_init(bk__relater *r, bk_ctx *ctx, const bk_triad *t)
{
    *r = (bk__relater){.ctx = ctx, .triad = t};
}

void bk__relater_clear(bk__relater *r)
{
    bk__free(r->ctx, r->claim);
    r->claim = NULL;
    r->n = r->cap = 0;
}

/* ---- claims --------------------------------------------------------------------------------- */

static bk_status add_claim(bk__relater *r, bk__claim c)
{
    if (r->n == r->cap) {
        uint32_t cap = r->cap ? 2 * r->cap : 64;
        bk__claim *more = bk__resize_array(r->ctx, r->claim, cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        r->claim = more;
        r->cap = cap;
    }
    r->claim[r->n++] = c;
    return BK_OK;
}

static int16_t only_power(uint64_t powers)
{
    return (int16_t)(powers && !(powers & (powers - 1)) ? __builtin_ctzll(powers) : -1);
}

/* Whose words a hit is: of the quote around it, of who does a speech act, else the article's. */
static int16_t voice_of(const bk__clauses *v, const bk__hit *h, uint64_t agent)
{
    uint32_t q = v->reading->quote_at[h->first];
    if (q != BK__NONE)
        return v->reading->quote[q].power;
    if (h->row->shape == BK__SAY && only_power(agent) >= 0)
        return only_power(agent);
    return BK_VOICE_NARRATOR;
}

/* Clauses that only add: relative ones, ones of time, conceded ones. */
static float rank_of(const bk__clauses *v, const bk__hit *h)
{
    const bk__hit *before = h > v->hit ? h - 1 : NULL;
    if (before && before->row->kind == bk__class_find(BK__STR("REJECT")) && h->sign > 0 &&
        before->way == BK__ACTIVE && h->way == BK__ACTIVE && h->first - before->end < 6)
        return 0.6f; /* A keeps its firms from selling to B */
    if (before && before->row->shape == BK__PAIR && before->row->sign == 0 && h->way == BK__NOUN &&
        h->first - before->end < 3 && h->sign < 0)
        return 0.5f; /* what the talks are about */
    uint8_t m = h->first > v->first ? bk__mark_at(v, h->first - 1) : 0;
    if (before && before->row->sign == 0 && before->row->shape == BK__PAIR && h->sign < 0 &&
        (m == BK__FOR || m == BK__ON))
        return 0.5f; /* bertemu untuk (soal) perang tarif */
    for (uint32_t i = h->first; i > v->first;) {
        i--;
        switch (bk__mark_at(v, i)) {
        case BK__WHO:
        case BK__WHEN:
            return 0.85f;
        case BK__THOUGH:
            return 0.6f;
        case BK__STOP:
        case BK__BUT:
        case BK__THAT:
            return 1.0f;
        default:
            break;
        }
    }
    return 1.0f;
}

/* "B says that A slanders B", "B calls A its friend": what B does is to say so. */
static bool tells(const bk__clauses *v, const bk__hit *h, int16_t b)
{
    uint32_t q = v->reading->quote_at[h->first];
    if (q == BK__NONE || v->reading->quote[q].power != b)
        return false;
    return h->sign < 0 ? bk__class_at(h->kind)->quad == BK_QUAD_VK &&
                             h->kind != bk__class_find(BK__STR("REJECT"))
                       : h->sign > 0 && h->row->shape == BK__THING &&
                             h->row->kind == bk__class_find(BK__STR("COOPERATE"));
}

static bk_status claim_pair(bk__relater *r, const bk__clauses *v, const bk__hit *h, uint64_t agents,
                            uint64_t patients, bool mutual, float score)
{
    bk_status st = BK_OK;
    int powers = bk_triad_powers(r->triad);
    for (int16_t a = 0; a < powers && st == BK_OK; a++)
        for (int16_t b = 0; b < powers && st == BK_OK; b++) {
            if (a == b || !(agents >> a & 1) || !(patients >> b & 1) ||
                (mutual && a > b && (agents >> b & 1) && (patients >> a & 1)))
                continue;
            int16_t voice = voice_of(v, h, agents);
            /* what others say that A will supply is a charge of deeds, not a promise */
            bool charged = h->planned && voice != BK_VOICE_NARRATOR && voice != a &&
                           bk__class_at(h->row->kind)->quad == BK_QUAD_MC && h->sign > 0 &&
                           !h->turned;
            bool said = !mutual && tells(v, h, b);
            st = add_claim(r, (bk__claim){
                                  .source = mutual ? BK_PARTY_MUTUAL
                                            : said ? b
                                                   : a,
                                  .target = mutual ? BK_PARTY_MUTUAL
                                            : said ? a
                                                   : b,
                                  .a = a < b ? a : b,
                                  .b = a < b ? b : a,
                                  .voice = voice,
                                  .sign = h->sign,
                                  .kind = charged ? h->row->kind : h->kind,
                                  .score = score * rank_of(v, h) * (h->sign == 0 ? ZERO : 1),
                                  .certainty = h->certainty,
                                  .hit = (uint32_t)(h - v->hit),
                              });
        }
    return st;
}

static float fit(float weight, float cost)
{
    return weight * expf(-cost / 4);
}

static bool many(const bk__clauses *v, bk__arg a)
{
    return __builtin_popcountll(bk__arg_powers(v, a)) >= 2;
}

/* A party's powers without those of the other: "AS menuduh China" inside "AS dan China ...". */
static void add_side(bk__side *side, uint32_t *n, uint32_t actor, uint64_t powers, uint32_t hit)
{
    if (*n < BK__SIDES && actor != BK__NONE && powers)
        side[(*n)++] = (bk__side){actor, hit, powers};
}

/* Remembers who helps and who fights somebody that is no power. */
static void take_sides(bk__relater *r, const bk__clauses *v, const bk__hit *h, bk__arg agent,
                       bk__arg patient)
{
    const bk__party *a = &v->party[agent.party], *p = &v->party[patient.party];
    uint32_t k = (uint32_t)(h - v->hit);
    bool fights = h->sign < 0 && (bk__class_at(h->row->kind)->quad == BK_QUAD_MK ||
                                  h->row->kind == bk__class_find(BK__STR("REJECT")));
    if (agent.cost + patient.cost > SURE)
        return;
    if (h->sign > 0)
        add_side(r->friend, &r->friends, p->actor, a->powers, k);
    if (fights) {
        add_side(r->foe, &r->foes, p->actor, a->powers, k);
        add_side(r->foe, &r->foes, a->actor, p->powers, k);
    }
}

/* Who helps X against B is against B. */
static bk_status proxies(bk__relater *r, const bk__clauses *v)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < r->friends && st == BK_OK; i++)
        for (uint32_t k = 0; k < r->foes && st == BK_OK; k++)
            if (r->friend[i].actor == r->foe[k].actor && r->friend[i].hit != r->foe[k].hit)
                st = claim_pair(r, v, &v->hit[r->foe[k].hit],
                                r->friend[i].powers & ~r->foe[k].powers,
                                r->foe[k].powers & ~r->friend[i].powers, false, 0.5f);
    return st;
}

static bk_status claim_act(bk__relater *r, const bk__clauses *v, const bk__hit *h, bk__arg agent,
                           bk__arg patient, float weight)
{
    if (agent.party == BK__NONE || patient.party == BK__NONE || agent.party == patient.party)
        return BK_OK;
    take_sides(r, v, h, agent, patient);
    if (agent.cost + patient.cost < SURE && h - v->hit < 64)
        r->bound |= (uint64_t)1 << (h - v->hit);
    uint64_t a = bk__arg_powers(v, agent), p = bk__arg_powers(v, patient);
    float score = fit(weight, agent.cost + patient.cost);
    bk_status st = claim_pair(r, v, h, a & ~p, p & ~a, false, score);
    /* two that act together against another side with each other */
    if (st == BK_OK && h->sign < 0 && h->row->shape <= BK__SAY &&
        v->party[agent.party].others == 0 && __builtin_popcountll(a) == 2) {
        bk__hit joint = *h;
        joint.sign = 1;
        joint.kind = bk__class_find(BK__STR("SUPPORT"));
        uint32_t n = r->n;
        st = claim_pair(r, v, h, a, a, true, 0.6f * score);
        for (; n < r->n; n++) {
            r->claim[n].sign = joint.sign;
            r->claim[n].kind = joint.kind;
            r->claim[n].voice = voice_of(v, h, 0);
        }
    }
    return st;
}

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
    return claim_act(r, v, h, agent, patient, weight);
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
    return many(v, subject) && h->row->shape <= BK__DOER && each_other(v, h);
}

/* Two that something of somebody else goes to or comes from: impor dari A dan B; mitra seperti A, B
 * dan Jepang */
static bool third_of(const bk__party *both)
{
    return both->others > 0 || both->prep == BK__FROM || both->prep == BK__TO ||
           both->prep == BK__FOR || both->prep == BK__AT || both->prep == BK__SUCH;
}

/* What stands around a noun. */
typedef struct around {
    bk__arg owner;   /* right behind it: sanksi A */
    bk__arg to;      /* behind "to": terhadap B */
    bk__arg from;    /* behind "by", "from" */
    bk__arg subject; /* of the sentence or of the verb that governs it */
} around;

static around look_around(const bk__clauses *v, const bk__hit *h, const bk__hit *g, uint32_t object)
{
    around a = {BK__NO_ARG, BK__NO_ARG, BK__NO_ARG, BK__NO_ARG};
    float cost = 0;
    for (uint32_t i = h->end; i < v->end && cost < BK__DEAR; i++) {
        uint32_t u = bk__party_at(v, i);
        if (u == BK__NONE) {
            cost += bk__right_step(v, i, h);
            if (bk__mark_at(v, i) == BK__WHO)
                break;
            continue;
        }
        const bk__party *party = &v->party[u];
        bk__arg here = {u, cost};
        if (party->prep == BK__BY || party->prep == BK__FROM)
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
        return claim_pair(r, v, h, bk__arg_powers(v, a.subject), bk__arg_powers(v, a.subject), true,
                          fit(0.9f * part, a.subject.cost));
    bk__arg both = many(v, a.owner) && !third_of(&v->party[a.owner.party])     ? a.owner
                   : many(v, a.to) && v->party[a.to.party].prep == BK__BETWEEN ? a.to
                                                                               : BK__NO_ARG;
    if (both.party != BK__NONE && bk__arg_powers(v, a.subject) == 0)
        return claim_pair(r, v, h, bk__arg_powers(v, both), bk__arg_powers(v, both), true,
                          fit(0.8f * part, both.cost));
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
                   ? claim_act(r, v, h, a.subject, a.to, 0.6f * part)
                   : st;
    }
    if (a.from.party != BK__NONE) /* sanksi dari A ... B */
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
        if (owner.party == BK__NONE && other.party == BK__NONE && v->party[u].first <= h->end + 2 &&
            v->party[u].prep == 0)
            owner = here;
        else if (other.party == BK__NONE)
            other = here;
        i = v->party[u].end - 1;
        cost += 0.5f;
    }
    bk__arg subject = bk__subject_of(v, h, 0);
    bool object =
        h > v->hit && h->first <= h[-1].end + 2 && bk__hit_relates(h - 1); /* A arrests it */
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

static bk_status verb(bk__relater *r, const bk__clauses *v, const bk__hit *h)
{
    bool passive = h->way == BK__PASSIVE;
    bk__arg before = passive ? BK__NO_ARG : bk__subject_of(v, h, 0);
    bk__arg after =
        bk__behind(v, h, passive ? BK__AGENT : BK__PATIENT, BK__NONE, bk__arg_powers(v, before));
    if (passive)
        before = bk__subject_of(v, h, bk__arg_powers(v, after));
    if (mutual(v, h, before))
        return claim_pair(r, v, h, bk__arg_powers(v, before), bk__arg_powers(v, before), true,
                          fit(1.0f, before.cost));
    if (before.party != BK__NONE && after.party != BK__NONE && !passive && allied(v, h)) {
        bk__arg ally = bk__other_subject(v, before.party);
        bk_status st = claim_act(r, v, h, ally, after, 0.9f);
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
    }
    return passive ? claim_act(r, v, h, after, before, 1.0f)
                   : claim_act(r, v, h, before, after, 1.0f);
}

static bk_status pair(bk__relater *r, const bk__clauses *v, const bk__hit *h)
{
    bool tie = h->row->shape == BK__TIE;
    float weight = tie ? (h->turned ? 0.85f : 0.5f) : 0.9f;
    bk__arg right = bk__behind(v, h, BK__PARTY, BK__NONE, 0), left = bk__subject_of(v, h, 0);
    bool noun_first = h->way == BK__NOUN && right.party != BK__NONE && right.cost <= left.cost + 2;
    bk__arg both = noun_first && many(v, right) ? right
                   : many(v, left)              ? left
                   : many(v, right)             ? right
                                                : BK__NO_ARG;
    bool with = right.party != BK__NONE && v->party[right.party].prep == BK__WITH;
    /* perang dagang A dengan B: the second party right behind the first */
    bk__arg second =
        right.party != BK__NONE ? bk__behind(v, h, BK__PARTY, right.party, 0) : BK__NO_ARG;
    if (h->way == BK__NOUN && right.cost < 0.15f && second.party != BK__NONE &&
        (v->party[second.party].prep == BK__WITH || v->party[second.party].prep == BK__TO) &&
        v->party[second.party].first <= v->party[right.party].end + 4)
        return claim_pair(r, v, h, bk__arg_powers(v, right), bk__arg_powers(v, second), true,
                          fit(weight, right.cost + 0.2f));
    if (with &&
        (both.party == right.party || right.cost < 1.5f)) /* A dan B dengan C: not A with B */
        both = BK__NO_ARG;
    if (both.party != BK__NONE &&
        (tie ? third_of(&v->party[both.party]) : v->party[both.party].prep == BK__SUCH))
        return BK_OK;
    if (both.party != BK__NONE)
        return claim_pair(r, v, h, bk__arg_powers(v, both), bk__arg_powers(v, both), true,
                          fit(weight, both.cost));
    if (right.party == BK__NONE && left.party != BK__NONE && v->party[left.party].members == 1)
        right = bk__open_arg(v, h, left.party);
    if (right.party == BK__NONE)
        return BK_OK;
    if (h->way == BK__NOUN && !with && v->party[right.party].members > 1) {
        const bk__party *them = &v->party[right.party]; /* perang A-B is not C's */
        if (h->sign < 0)
            add_side(r->foe, &r->foes, them->actor, them->powers, (uint32_t)(h - v->hit));
        return BK_OK;
    }
    if (h->way == BK__NOUN && v->party[right.party].prep == 0)
        weight *= 0.4f; /* perang A: A's, with whom is not said */
    if (left.party != BK__NONE && v->party[left.party].members > 1 && !with)
        return BK_OK; /* A dan B berseteru (soal C) */
    if (left.party == BK__NONE)
        left = bk__open_arg(v, h, right.party);
    if (left.party == BK__NONE)
        return BK_OK;
    if (left.cost + right.cost < SURE && h - v->hit < 64)
        r->bound |= (uint64_t)1 << (h - v->hit);
    /* "A cancels the meeting with B" is A's doing */
    bool done = h->turn != BK__NONE && v->hit[h->turn].end <= h->first &&
                v->hit[h->turn].way == BK__ACTIVE && h->way == BK__NOUN;
    return claim_pair(r, v, h, bk__arg_powers(v, left) & ~bk__arg_powers(v, right),
                      bk__arg_powers(v, right) & ~bk__arg_powers(v, left), !done,
                      fit(weight, left.cost + right.cost));
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
    bk_status st = claim_act(r, v, h, bk__subject_of(v, h, 0), after, 0.7f);
    for (; n < r->n; n++)
        if (r->claim[n].sign < 0)
            r->claim[n].kind = bk__class_find(BK__STR("REJECT"));
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
        return pair(r, v, h);
    case BK__GETS:
        return face(r, v, h);
    default:
        return BK_OK;
    }
}

/* ---- what a power says of another ----------------------------------------------------------- */

static bool claimed(const bk__relater *r, int16_t a, int16_t b)
{
    for (uint32_t i = 0; i < r->n; i++)
        if (r->claim[i].score >= LEAST && r->claim[i].a == (a < b ? a : b) &&
            r->claim[i].b == (a < b ? b : a))
            return true;
    return false;
}

/* What the words between tokens [first, end) say of power p, or of anyone where `alone`. */
static int judged(const bk__relater *r, const bk__clauses *v, uint32_t first, uint32_t end,
                  int16_t p, bool alone, uint32_t *deciding)
{
    int sum = 0;
    for (uint32_t k = 0; k < v->n_hits; k++) {
        const bk__hit *h = &v->hit[k];
        bool judges = h->row->shape == BK__FLAW || h->row->shape == BK__MERIT;
        if (h->first < first || h->first >= end || h->sign == 0 || h->row->shape == BK__TIE ||
            (h->row->shape >= BK__LESS && h->row->shape != BK__MORE) || h->spent ||
            (!alone && k < 64 && r->bound >> k & 1))
            continue;
        if (!alone) {
            bk__arg subject = bk__subject_of(v, h, 0);
            if (subject.party == BK__NONE || v->party[subject.party].first < first ||
                !(bk__arg_powers(v, subject) >> p & 1))
                continue;
        }
        sum += (judges ? 2 : 1) * h->sign;
        *deciding = *deciding == BK__NONE ? k : *deciding;
    }
    return sum;
}

/* The sign of the verb of speech right before what is said: warned, praised. */
static int verb_sign(const bk__clauses *v, uint32_t first)
{
    for (uint32_t i = first, far = 0; i > v->first && far < 5; far++) {
        i--;
        uint32_t k = bk__hit_at(v, i);
        if (k != BK__NONE && v->hit[k].row->shape == BK__SAY)
            return v->hit[k].sign;
    }
    return 0;
}

/* "P calls Q's sanctions unlawful": the deed that is judged becomes a charge of P. */
static void charge(bk__relater *r, const bk__clauses *v, uint32_t first, uint32_t end, int16_t p,
                   int16_t speaker)
{
    int flaws = 0;
    for (uint32_t k = 0; k < v->n_hits; k++)
        if (v->hit[k].row->shape == BK__FLAW && v->hit[k].first >= first && v->hit[k].first < end)
            flaws += v->hit[k].sign;
    for (uint32_t i = 0; i < r->n && flaws < 0; i++) {
        bk__claim *c = &r->claim[i];
        if (c->source == p && c->target == speaker && c->sign < 0 && c->hit != BK__NONE &&
            v->hit[c->hit].first >= first && v->hit[c->hit].first < end) {
            c->source = speaker;
            c->target = p;
            c->kind = bk__class_find(BK__STR("ACCUSE"));
        }
    }
}

static bk_status speech(bk__relater *r, const bk__clauses *v, const bk_quote *q,
                        const bk__extent *e)
{
    bk_status st = BK_OK;
    uint64_t named = 0;
    uint32_t first = e->first > v->first ? e->first : v->first;
    uint32_t end = e->first + e->n < v->end ? e->first + e->n : v->end;
    uint32_t others = 0;
    for (uint32_t k = 0; k < v->n_parties; k++)
        if (v->party[k].first >= first && v->party[k].first < end) {
            others += named == 0 ? v->party[k].others : 0; /* before the first power */
            named |= v->party[k].powers;
        }
    named &= ~((uint64_t)1 << q->power);
    for (int16_t p = 0; p < bk_triad_powers(r->triad) && st == BK_OK; p++) {
        uint32_t deciding = BK__NONE;
        if (named >> p & 1)
            charge(r, v, first, end, p, q->power);
        if (!(named >> p & 1) || claimed(r, p, q->power))
            continue;
        bool alone = only_power(named) == p && others == 0;
        int sum =
            judged(r, v, first, end, p, alone, &deciding) + (alone ? 2 * verb_sign(v, first) : 0);
        if (sum == 0 && !alone)
            continue;
        st = add_claim(r, (bk__claim){
                              .source = q->power,
                              .target = p,
                              .a = p < q->power ? p : q->power,
                              .b = p < q->power ? q->power : p,
                              .voice = q->power,
                              .sign = (int8_t)(sum > 0   ? 1
                                               : sum < 0 ? -1
                                                         : 0),
                              .kind = bk__class_find(sum > 0   ? BK__STR("SUPPORT")
                                                     : sum < 0 ? BK__STR("ACCUSE")
                                                               : BK__STR("-")),
                              .score = sum ? 0.5f : 0.3f,
                              .certainty = 1,
                              .hit = sum ? deciding : BK__NONE,
                          });
    }
    return st;
}

/* ---- what is left --------------------------------------------------------------------------- */

static uint32_t distance(const bk__party *u, const bk__hit *h)
{
    return u->first >= h->end ? u->first - h->end : h->first > u->end ? h->first - u->end : 0;
}

/* Two powers that are no list, with a relating word whose arguments were not found: it is taken to
 * relate them, the first named acting. */
static bk_status nearby(bk__relater *r, const bk__clauses *v, const bk__party *x,
                        const bk__party *y)
{
    int16_t a = only_power(x->powers), b = only_power(y->powers);
    const bk__hit *best = NULL;
    uint32_t least = UINT32_MAX;
    if (a < 0 || b < 0 || a == b || claimed(r, a, b))
        return BK_OK;
    for (uint32_t i = x->end; i < y->first && i < x->end + 4 && y->first < x->end + 4; i++)
        if (bk__mark_at(v, i) == BK__AND)
            return BK_OK; /* a list after all */
    for (uint32_t k = 0; k < v->n_hits; k++) {
        const bk__hit *h = &v->hit[k];
        uint32_t far = distance(x, h) + distance(y, h);
        if (h->row->shape < BK__TIE && !h->spent && far < least && !(k < 64 && r->bound >> k & 1)) {
            best = h;
            least = far;
        }
    }
    return best ? claim_pair(r, v, best, x->powers, y->powers, best->row->shape >= BK__PAIR,
                             LEAST / (ZERO * 0.6f))
                : BK_OK;
}

static bool game(const bk__clauses *v)
{
    for (uint32_t i = v->first; i < v->end; i++)
        if (bk__mark_at(v, i) == BK__GAME)
            return true;
    return false;
}

/* In a report of sport only what is said, banned or boycotted relates two powers. */
static void play(bk__relater *r, const bk__clauses *v)
{
    if (!game(v))
        return;
    for (uint32_t i = 0; i < r->n; i++) {
        const bk__hit *h = r->claim[i].hit != BK__NONE ? &v->hit[r->claim[i].hit] : NULL;
        if (!h ||
            (h->row->shape != BK__SAY && h->row->kind != bk__class_find(BK__STR("SANCTION")) &&
             h->row->kind != bk__class_find(BK__STR("PROTEST"))))
            r->claim[i].score *= 0.2f;
    }
}

static bool in_list(const bk__clauses *v)
{
    uint32_t commas = 0;
    for (uint32_t i = 1; i < v->n_parties; i++)
        commas += v->party[i].first == v->party[i - 1].end + 1 &&
                  bk__mark_at(v, v->party[i].first - 1) == BK__COMMA;
    return commas >= 2;
}

/* "dinamika antara A dan B": between them is something, good or bad by the words around. */
static bk_status between(bk__relater *r, const bk__clauses *v, const bk__party *both)
{
    int sum = 0;
    uint32_t deciding = BK__NONE;
    bk_status st = BK_OK;
    if (both->prep != BK__BETWEEN || both->others > 0 || __builtin_popcountll(both->powers) != 2)
        return BK_OK;
    for (uint32_t k = 0; k < v->n_hits; k++) {
        uint8_t shape = v->hit[k].row->shape;
        bool good = shape == BK__MERIT || shape == BK__HEAL;
        bool bad = shape == BK__FLAW || shape == BK__HARM;
        if ((good || bad) && !v->hit[k].spent && distance(both, &v->hit[k]) < 6) {
            sum += good ? 1 : -1;
            deciding = k;
        }
    }
    int16_t a = (int16_t)__builtin_ctzll(both->powers);
    int16_t b = (int16_t)__builtin_ctzll(both->powers & (both->powers - 1));
    uint32_t q = v->reading->quote_at[both->first];
    st = add_claim(r, (bk__claim){
                          .source = BK_PARTY_MUTUAL,
                          .target = BK_PARTY_MUTUAL,
                          .a = a,
                          .b = b,
                          .voice = q == BK__NONE ? BK_VOICE_NARRATOR : v->reading->quote[q].power,
                          .sign = (int8_t)(sum > 0   ? 1
                                           : sum < 0 ? -1
                                                     : 0),
                          .kind = bk__class_find(sum > 0   ? BK__STR("AGREE")
                                                 : sum < 0 ? BK__STR("ACCUSE")
                                                           : BK__STR("-")),
                          .score = LEAST + 0.05f,
                          .certainty = 1,
                          .hit = deciding,
                      });
    return st;
}

static bk_status left_over(bk__relater *r, const bk__clauses *v)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < r->n; i++)
        if (r->claim[i].score >= LEAST)
            return BK_OK; /* the sentence says something already */
    if (in_list(v) || game(v))
        return BK_OK;
    for (uint32_t i = 0; i < v->n_parties; i++)
        for (uint32_t k = i + 1; k < v->n_parties && st == BK_OK; k++)
            st = nearby(r, v, &v->party[i], &v->party[k]);
    for (uint32_t i = 0; i < v->n_parties && st == BK_OK; i++)
        st = between(r, v, &v->party[i]);
    return st;
}

/* ---- the best of each dyad ------------------------------------------------------------------ */

static bool better(const bk__claim *a, const bk__claim *b)
{
    return a->score != b->score ? a->score > b->score : a->hit < b->hit;
}

/* Each acts on the other: nobody's voice unless both have the same, the deed above the word. */
static void make_mutual(bk__claim *best, const bk__claim *other)
{
    best->source = best->target = BK_PARTY_MUTUAL;
    if (best->voice != other->voice)
        best->voice = BK_VOICE_NARRATOR;
    uint8_t quad = bk__class_at(other->kind)->quad;
    if (quad == BK_QUAD_MK || quad == BK_QUAD_MC)
        best->kind = other->kind;
}

static void settle(bk__relater *r)
{
    uint32_t n = 0;
    int powers = bk_triad_powers(r->triad);
    bk__claim best[BK__POWERS_MAX * (BK__POWERS_MAX - 1) / 2];
    for (int16_t a = 0; a < powers; a++)
        for (int16_t b = (int16_t)(a + 1); b < powers; b++) {
            const bk__claim *top = NULL;
            for (uint32_t i = 0; i < r->n; i++) {
                const bk__claim *c = &r->claim[i];
                if (c->a == a && c->b == b && c->score >= LEAST && (!top || better(c, top)))
                    top = c;
            }
            if (!top)
                continue;
            best[n] = *top;
            for (uint32_t i = 0; i < r->n; i++) {
                const bk__claim *c = &r->claim[i];
                if (c->a == a && c->b == b && c->sign == top->sign && c->source == top->target &&
                    c->source >= 0 && c->hit != top->hit && c->score >= ALIKE * top->score)
                    make_mutual(&best[n], c);
            }
            n++;
        }
    for (uint32_t i = 0; i < n; i++)
        r->claim[i] = best[i];
    r->n = n;
}

bk_status bk__relater_run(bk__relater *r, const bk__clauses *v)
{
    bk_status st = BK_OK;
    r->n = 0;
    r->bound = 0;
    r->friends = r->foes = 0;
    for (uint32_t k = 0; k < v->n_hits && st == BK_OK; k++)
        st = hit(r, v, &v->hit[k]);
    for (uint32_t k = 0; k < v->reading->n_quotes && st == BK_OK; k++) {
        const bk__extent *e = &v->reading->extent[k];
        if (v->reading->quote[k].power >= 0 && e->first < v->end && e->first + e->n > v->first)
            st = speech(r, v, &v->reading->quote[k], e);
    }
    if (st == BK_OK)
        st = proxies(r, v);
    if (st == BK_OK)
        st = left_over(r, v);
    play(r, v);
    settle(r);
    return st;
}
