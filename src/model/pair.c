/* pair.c - what lies between two: perang dagang A-B, A bertemu B, hubungan A dengan B.
 *
 * Both stand around the word, as one party or on either side of it; where one is not named, it is
 * who speaks. */
#include "model/pair.h"

/* Two that something of somebody else goes to or comes from: impor dari A dan B; mitra seperti A, B
 * dan Jepang */
bool bk__pair_third(const bk__party *both)
{
    return both->others > 0 || both->prep == BK__FROM || both->prep == BK__TO ||
           both->prep == BK__FOR || both->prep == BK__AT || both->prep == BK__SUCH;
}

/* Of a party on one side alone: the other is who speaks (P: Q bersedia menyelesaikan sengketa). */
static bk_status pair_spoken(bk__relater *r, const bk__clauses *v, const bk__hit *h, bk__arg one,
                             float weight)
{
    uint32_t q = v->reading->quote_at[h->first];
    int16_t speaker = q == BK__NONE ? -1 : v->reading->quote[q].power;
    uint64_t powers = bk__arg_powers(v, one);
    if (h->row->kind == BK__ASSAULT || speaker < 0 || bk__only_power(powers) < 0 ||
        bk__only_power(powers) == speaker || v->party[one.party].members > 1)
        return BK_OK;
    weight = bk__claim_fit(weight, one.cost + 2);
    if (v->party[one.party].prep == BK__WITH && h->sign != 0) /* P on "hubungan dengan Q" */
        return bk__claim_pair(r, v, h, (uint64_t)1 << speaker, powers, false, weight);
    return bk__claim_pair(r, v, h, powers, (uint64_t)1 << speaker, h->sign <= 0, weight);
}

/* A before and B behind. */
static bk_status pair_sides(bk__relater *r, const bk__clauses *v, const bk__hit *h, bk__arg left,
                            bk__arg right, float weight)
{
    if (right.party == BK__NONE && left.party != BK__NONE && v->party[left.party].members == 1)
        right = bk__open_arg(v, h, left.party);
    if (right.party == BK__NONE)
        return left.party == BK__NONE ? BK_OK : pair_spoken(r, v, h, left, weight);
    const bk__party *them = &v->party[right.party];
    bool with = them->prep == BK__WITH;
    if (h->way == BK__NOUN && !with && them->members > 1) { /* perang A-B is not C's */
        if (h->sign < 0)
            bk__claim_side(r->foe, &r->foes, them->actor, them->powers, (uint32_t)(h - v->hit));
        return BK_OK;
    }
    if (h->way == BK__NOUN && them->prep == 0)
        weight *= 0.4f; /* perang A: A's, with whom is not said */
    if (left.party != BK__NONE && v->party[left.party].members > 1 && !with)
        return BK_OK; /* A dan B berseteru (soal C) */
    if (left.party == BK__NONE)
        left = bk__open_arg(v, h, right.party);
    if (left.party == BK__NONE)
        return pair_spoken(r, v, h, right, weight);
    if (left.cost + right.cost < BK__SURE && h - v->hit < 64)
        r->bound |= (uint64_t)1 << (h - v->hit);
    /* "A cancels the meeting with B" is A's doing */
    bool done = h->turn != BK__NONE && v->hit[h->turn].end <= h->first &&
                v->hit[h->turn].way == BK__ACTIVE && h->way == BK__NOUN;
    /* ... and so is to refuse it, or what A says it will do */
    uint32_t q = v->reading->quote_at[h->first];
    int16_t own = bk__only_power(bk__arg_powers(v, left));
    done |= h->way == BK__ACTIVE && own >= 0 &&
            (h->negated ||
             (h->planned && h->sign > 0 && q != BK__NONE && v->reading->quote[q].power == own));
    done |= own >= 0 && h->sign > 0 && h->row->sign == 0 && h->kind == BK__AGREE; /* A is ready */
    return bk__claim_pair(r, v, h, bk__arg_powers(v, left) & ~bk__arg_powers(v, right),
                          bk__arg_powers(v, right) & ~bk__arg_powers(v, left), !done,
                          bk__claim_fit(weight, left.cost + right.cost));
}

bk_status bk__pair_relate(bk__relater *r, const bk__clauses *v, const bk__hit *h)
{
    bool tie = h->row->shape == BK__TIE;
    float weight = tie ? (h->turned ? 0.85f : 0.5f) : 0.9f;
    bk__arg right = bk__behind(v, h, BK__PARTY, BK__NONE, 0), left = bk__subject_of(v, h, 0);
    bool noun_first = h->way == BK__NOUN && right.party != BK__NONE && right.cost <= left.cost + 2;
    bk__arg both = noun_first && bk__arg_many(v, right) ? right
                   : bk__arg_many(v, left)              ? left
                   : bk__arg_many(v, right)             ? right
                                                        : BK__NO_ARG;
    bool with = right.party != BK__NONE && v->party[right.party].prep == BK__WITH;
    /* perang dagang A dengan B: the second party right behind the first */
    bk__arg second =
        right.party != BK__NONE ? bk__behind(v, h, BK__PARTY, right.party, 0) : BK__NO_ARG;
    if (h->way == BK__NOUN && right.cost < 0.15f && second.party != BK__NONE &&
        v->party[right.party].members == 1 &&
        (v->party[second.party].prep == BK__WITH || v->party[second.party].prep == BK__TO ||
         (tie && v->party[second.party].prep == BK__FROM)) &&
        v->party[second.party].first <= v->party[right.party].end + 4)
        return bk__claim_pair(r, v, h, bk__arg_powers(v, right), bk__arg_powers(v, second), true,
                              bk__claim_fit(weight, right.cost + 0.2f));
    if (with && (both.party == right.party || right.cost < 1.5f))
        both = BK__NO_ARG; /* A dan B dengan C: not A with B */
    if (both.party == BK__NONE)
        return pair_sides(r, v, h, left, right, weight);
    if (tie ? bk__pair_third(&v->party[both.party]) : v->party[both.party].prep == BK__SUCH)
        return BK_OK;
    return bk__claim_pair(r, v, h, bk__arg_powers(v, both), bk__arg_powers(v, both), true,
                          bk__claim_fit(weight, both.cost));
}
