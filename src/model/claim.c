/* claim.c - what a hit with its arguments says, and the best that is said of a dyad.
 *
 * A claim's score is the weight of how it was found times exp(-cost / 4) times the rank of its
 * clause. The best claim of a dyad wins; one without a sign gives way to one with; where two of the
 * same sign run in opposite directions with like scores, the relation is mutual. */
#include "model/claim.h"

#include "base/str.h"

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

bk_status bk__claim_add(bk__relater *r, bk__claim c)
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

/* Whose words a hit is: of the quote around it, of who does a speech act, else the article's. */
static int16_t voice_of(const bk__clauses *v, const bk__hit *h, uint64_t agent)
{
    if (v->reading->quote_at[h->first] != BK__NONE)
        return bk__voice_at(v, h->first);
    if (bk__only_power(agent) < 0)
        return BK_VOICE_NARRATOR;
    const bk__hit *t = h > v->hit ? h - 1 : NULL, *n = h + 1 < v->hit + v->n_hits ? h + 1 : NULL;
    bool told = t && t->way != BK__NOUN && h->first <= t->end + 1 &&
                (t->row->shape == BK__LIGHT || t->row->shape == BK__SAY);
    /* to refuse a charge is to speak */
    bool denies = h->row->kind == BK__REJECT && h->way != BK__NOUN && n && n->way == BK__NOUN &&
                  n->row->shape == BK__SAY && n->first <= h->end + 1;
    if ((h->row->shape == BK__SAY && (!h->felt || told)) || denies)
        return bk__only_power(agent);
    return BK_VOICE_NARRATOR;
}

/* Clauses that only add: relative ones, ones of time, conceded ones. */
static float rank_of(const bk__clauses *v, const bk__hit *h)
{
    const bk__hit *before = h > v->hit ? h - 1 : NULL;
    if (before && before->row->kind == BK__REJECT && h->sign > 0 && before->way == BK__ACTIVE &&
        h->way == BK__ACTIVE && h->first - before->end < 6)
        return 0.6f; /* A keeps its firms from selling to B */
    if (before && before->row->shape == BK__PAIR && before->row->sign == 0 && h->way == BK__NOUN &&
        h->first - before->end < 3 && h->sign < 0)
        return 0.5f; /* what the talks are about */
    uint8_t m = h->first > v->first ? bk__mark_at(v, h->first - 1) : 0;
    if (before && before->row->sign == 0 && before->row->shape == BK__PAIR && h->sign < 0 &&
        (m == BK__FOR || m == BK__ON))
        return 0.5f; /* bertemu untuk (soal) perang tarif */
    if (h->embedded)
        return 0.6f;
    bool closed = false; /* a comma ends the clause that such a word begins */
    for (uint32_t i = h->first; i > v->first;) {
        i--;
        switch (bk__mark_at(v, i)) {
        case BK__COMMA:
            closed = true;
            break;
        case BK__WHO:
        case BK__WHEN:
            return closed ? 1.0f : 0.85f;
        case BK__THOUGH:
            return closed ? 1.0f : 0.6f;
        case BK__IF:
            return closed ? 1.0f : 0.5f;
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
    return h->sign < 0 ? bk__class_at(h->kind)->quad == BK_QUAD_VK && h->kind != BK__REJECT
                       : h->sign > 0 && h->row->shape == BK__THING &&
                             (h->row->kind == BK__COOPERATE || h->row->kind == BK__SUPPORT);
}

bk_status bk__claim_pair(bk__relater *r, const bk__clauses *v, const bk__hit *h, uint64_t agents,
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
            st = bk__claim_add(r, (bk__claim){
                                      .source = mutual ? BK_PARTY_MUTUAL
                                                : said ? b
                                                       : a,
                                      .target = mutual ? BK_PARTY_MUTUAL
                                                : said ? a
                                                       : b,
                                      .a = a < b ? a : b,
                                      .b = a < b ? b : a,
                                      .voice = voice,
                                      .joint = mutual && agents == patients,
                                      .sign = h->sign,
                                      .kind = charged ? h->row->kind : h->kind,
                                      .score = score * rank_of(v, h) * (h->sign == 0 ? ZERO : 1),
                                      .certainty = h->certainty,
                                      .hit = (uint32_t)(h - v->hit),
                                  });
        }
    return st;
}

/* A party's powers without those of the other: "AS menuduh China" inside "AS dan China ...". */
void bk__claim_side(bk__side *side, uint32_t *n, uint32_t actor, uint64_t powers, uint32_t hit)
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
    bool fights = h->sign < 0 &&
                  (bk__class_at(h->row->kind)->quad == BK_QUAD_MK || h->row->kind == BK__REJECT);
    if (agent.cost + patient.cost > BK__SURE)
        return;
    if (h->sign > 0 && p->powers == 0)
        bk__claim_side(r->friend, &r->friends, p->actor, a->powers, k);
    if (fights) {
        bk__claim_side(r->foe, &r->foes, p->actor, a->powers, k);
        bk__claim_side(r->foe, &r->foes, a->actor, p->powers, k);
    }
}

/* Who helps X against B is against B. */
bk_status bk__claim_proxies(bk__relater *r, const bk__clauses *v)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < r->friends && st == BK_OK; i++)
        for (uint32_t k = 0; k < r->foes && st == BK_OK; k++)
            if (r->friend[i].actor == r->foe[k].actor && r->friend[i].hit != r->foe[k].hit) {
                uint32_t n;
                st = bk__claim_pair(r, v, &v->hit[r->foe[k].hit],
                                    r->friend[i].powers & ~r->foe[k].powers,
                                    r->foe[k].powers & ~r->friend[i].powers, false, 0.5f);
                for (n = 0; n < r->n && !v->hit[r->friend[i].hit].planned; n++)
                    if (r->claim[n].hit == r->foe[k].hit && r->claim[n].sign < 0 &&
                        r->claim[n].source >= 0 && r->friend[i].powers >> r->claim[n].source & 1)
                        r->claim[n].kind = BK__MOBILIZE; /* help in a fight is a deed in it */
            }
    return st;
}

bk_status bk__claim_act(bk__relater *r, const bk__clauses *v, const bk__hit *h, bk__arg agent,
                        bk__arg patient, float weight)
{
    if (agent.party == BK__NONE || patient.party == BK__NONE || agent.party == patient.party)
        return BK_OK;
    take_sides(r, v, h, agent, patient);
    if (agent.cost + patient.cost < BK__SURE && h - v->hit < 64)
        r->bound |= (uint64_t)1 << (h - v->hit);
    uint64_t a = bk__arg_powers(v, agent), p = bk__arg_powers(v, patient);
    if ((a & ~p) == 0 && (p & ~a) && h->row->shape == BK__SAY && h->sign > 0)
        p &= ~a; /* A menyambut baik kerja sama A dan B */
    float score = bk__claim_fit(weight, agent.cost + patient.cost);
    bk_status st = bk__claim_pair(r, v, h, a & ~p, p & ~a, false, score);
    /* two that act together against another side with each other */
    if (st == BK_OK && h->sign < 0 && h->row->shape <= BK__SAY &&
        v->party[agent.party].others == 0 && __builtin_popcountll(a) == 2) {
        bk__hit joint = *h;
        joint.sign = 1;
        joint.kind = BK__SUPPORT;
        uint32_t n = r->n;
        st = bk__claim_pair(r, v, h, a, a, true, 0.6f * score);
        for (; n < r->n; n++) {
            r->claim[n].sign = joint.sign;
            r->claim[n].kind = joint.kind;
            r->claim[n].voice = voice_of(v, h, 0);
        }
    }
    return st;
}
bool bk__claimed(const bk__relater *r, int16_t a, int16_t b)
{
    for (uint32_t i = 0; i < r->n; i++)
        if (r->claim[i].score >= BK__LEAST && r->claim[i].a == (a < b ? a : b) &&
            r->claim[i].b == (a < b ? b : a))
            return true;
    return false;
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

/* "Ties soured after A seized B's ships": the deed that a state of things came from. */
static uint8_t cause_of(const bk__clauses *v, const bk__claim *c)
{
    const bk__hit *tie = c->hit == BK__NONE ? NULL : &v->hit[c->hit];
    if (!tie || tie->row->shape != BK__TIE || c->sign >= 0)
        return c->kind;
    for (uint32_t k = c->hit + 1; k < v->n_hits; k++) {
        const bk__hit *h = &v->hit[k];
        if (bk__hit_relates(h) && h->sign < 0 && !h->planned && !h->negated && !h->turned &&
            bk__class_at(h->kind)->quad == BK_QUAD_MK)
            return h->kind;
    }
    return c->kind;
}

/* Words of conflict, and good words for a bond, are those of the one of the two who speaks; deeds,
 * mere contact, and what both are told to do as one are whose they are. */
static void own_words(bk__claim *c)
{
    uint8_t quad = bk__class_at(c->kind)->quad;
    if ((c->voice != c->a && c->voice != c->b) || c->sign == 0 ||
        (quad != BK_QUAD_VK && quad != BK_QUAD_VC) || c->joint ||
        (c->source != BK_PARTY_MUTUAL && (c->sign > 0 || c->kind == BK__REJECT)))
        return;
    c->source = c->voice;
    c->target = c->voice == c->a ? c->b : c->a;
}

/* Whether two hits are links of one chain of verbs, so that they tell one event. */
static bool one_chain(const bk__clauses *v, uint32_t a, uint32_t b)
{
    if (a == BK__NONE || b == BK__NONE || (a > b ? a - b : b - a) != 1)
        return false;
    const bk__hit *first = &v->hit[a < b ? a : b], *second = first + 1;
    return first->way != BK__NOUN && second->way != BK__NOUN && second->first <= first->end + 1;
}

void bk__claims_settle(bk__relater *r, const bk__clauses *v)
{
    uint32_t n = 0;
    int powers = bk_triad_powers(r->triad);
    bk__claim best[BK__POWERS_MAX * (BK__POWERS_MAX - 1) / 2];
    for (int a = 0; a < powers; a++)
        for (int b = a + 1; b < powers; b++) {
            const bk__claim *top = NULL;
            for (uint32_t i = 0; i < r->n; i++) {
                const bk__claim *c = &r->claim[i];
                if (c->a == a && c->b == b && c->score >= BK__LEAST && (!top || better(c, top)))
                    top = c;
            }
            if (!top)
                continue;
            best[n] = *top;
            best[n].kind = cause_of(v, top);
            for (uint32_t i = 0; i < r->n; i++) {
                const bk__claim *c = &r->claim[i];
                if (c->a == a && c->b == b && c->sign == top->sign && c->source == top->target &&
                    c->source >= 0 && c->hit != top->hit && c->score >= ALIKE * top->score &&
                    !one_chain(v, c->hit, top->hit))
                    make_mutual(&best[n], c);
            }
            own_words(&best[n]);
            n++;
        }
    for (uint32_t i = 0; i < n; i++)
        r->claim[i] = best[i];
    r->n = n;
}
