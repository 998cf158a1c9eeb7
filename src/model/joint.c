/* joint.c - what two powers do together without a word for it.
 *
 *     both      "kedua negara", "they both": a reference to a pair as one; it is in contact at
 *               least, and the words of the sentence say whether well or badly
 *     together  A dan B merancang satelit bersama: any act, where a word says that it is shared
 *     folk      para peneliti A dan B memasang pelacak: people of both who do one thing
 *     agreed    A dan B setuju mengurangi bea: a promise of two with nobody else it is made to
 *     beside    ilmuwan A bersama ilmuwan B meneliti: the second right behind the first
 * An act against a third or apart from each other ("secara terpisah") relates nobody. */
#include "model/joint.h"

#include "base/str.h"

enum {
    CLOSE = 6, /* tokens from A to "bersama" to B */
    NEXT = 3   /* tokens from two to what they promise */
};
static const float BOTH = 0.35f, TOGETHER = 0.6f;

static bool marked(const bk__clauses *v, uint32_t first, uint32_t end, uint8_t mark)
{
    for (uint32_t i = first; i < end; i++)
        if (bk__mark_at(v, i) == mark)
            return true;
    return false;
}

/* The clause around party u: from the mark that divides it off to the next. */
static void clause_of(const bk__clauses *v, const bk__party *u, uint32_t *first, uint32_t *end)
{
    *first = u->first;
    *end = u->end;
    while (*first > v->first && bk__mark_at(v, *first - 1) != BK__STOP &&
           bk__mark_at(v, *first - 1) != BK__BUT && bk__mark_at(v, *first - 1) != BK__DASH)
        --*first;
    while (*end < v->end && bk__mark_at(v, *end) != BK__STOP && bk__mark_at(v, *end) != BK__BUT)
        ++*end;
}

/* What the words of [first, end) say, and the one that says it first. */
static int words_say(const bk__clauses *v, uint32_t first, uint32_t end, uint32_t *deciding)
{
    int sum = 0;
    for (uint32_t k = 0; k < v->n_hits; k++) {
        const bk__hit *h = &v->hit[k];
        bool says = bk__hit_relates(h) || h->row->shape == BK__FLAW || h->row->shape == BK__MERIT ||
                    h->row->shape == BK__HEAL || h->row->shape == BK__HARM;
        if (h->first < first || h->first >= end || !says || h->spent)
            continue;
        int sign = h->row->shape == BK__HEAL ? 1 : h->row->shape == BK__HARM ? -1 : h->sign;
        sum += sign;
        if (sign != 0 && *deciding == BK__NONE)
            *deciding = k;
    }
    return sum;
}

static uint8_t kind_of(const bk__clauses *v, int sign, uint32_t deciding)
{
    const bk__hit *h = deciding == BK__NONE ? NULL : &v->hit[deciding];
    if (sign == 0)
        return bk__class_find(BK__STR("CONSULT"));
    if (h && bk__hit_relates(h) && h->sign == sign && h->kind != BK__NO_CLASS)
        return h->kind;
    return bk__class_find(sign > 0 ? BK__STR("AGREE") : BK__STR("ACCUSE"));
}

static bk_status add(bk__relater *r, const bk__clauses *v, uint32_t token, int16_t a, int16_t b,
                     int sign, uint8_t kind, uint32_t hit, float score)
{
    return bk__claim_add(r, (bk__claim){
                                .source = BK_PARTY_MUTUAL,
                                .target = BK_PARTY_MUTUAL,
                                .a = a < b ? a : b,
                                .b = a < b ? b : a,
                                .voice = bk__voice_at(v, token),
                                .joint = true,
                                .sign = (int8_t)sign,
                                .kind = kind,
                                .score = score,
                                .certainty = 1,
                                .hit = hit,
                            });
}

/* Whether the two are related already; by more than contact where a sign is to be added. */
static bool signed_claim(const bk__relater *r, int16_t a, int16_t b, int sign)
{
    if (sign == 0)
        return bk__claimed(r, a, b);
    for (uint32_t i = 0; i < r->n; i++)
        if (r->claim[i].score >= BK__LEAST && r->claim[i].sign != 0 &&
            r->claim[i].a == (a < b ? a : b) && r->claim[i].b == (a < b ? b : a))
            return true;
    return false;
}

/* Each two of the powers of a and of b, what is shared. */
static bk_status share(bk__relater *r, const bk__clauses *v, uint32_t token, uint64_t a, uint64_t b,
                       int sign, uint8_t kind, uint32_t hit, float score)
{
    bk_status st = BK_OK;
    int16_t powers = (int16_t)bk_triad_powers(r->triad);
    for (int16_t x = 0; x < powers; x++)
        for (int16_t y = 0; y < powers && st == BK_OK; y++)
            if (x != y && (a >> x & 1) && (b >> y & 1) && !(a == b && x > y) &&
                !signed_claim(r, x, y, sign))
                st = add(r, v, token, x, y, sign, kind, hit, score);
    return st;
}

static uint8_t deed(const bk__clauses *v, const bk__party *u)
{
    for (uint32_t k = 0; k < v->n_hits; k++)
        if (v->hit[k].row->shape == BK__PLAN && v->hit[k].first >= u->end)
            return bk__class_find(BK__STR("AGREE"));
    return bk__class_find(BK__STR("COOPERATE"));
}

/* Somebody else leads: a party that governs nothing stands before u. */
static bool led(const bk__clauses *v, const bk__party *u, uint32_t first)
{
    if (u->prep == BK__BY)
        return false;
    for (const bk__party *p = v->party; p < u; p++)
        if (p->first >= first && p->prep == 0 && p->noun == BK__NONE)
            return true;
    return false;
}

/* "Para peneliti (dari) A dan B memasang ...": people of both who do one thing. */
static bool folk(const bk__clauses *v, const bk__party *u)
{
    uint32_t h = u->end < v->end ? bk__hit_at(v, u->end) : BK__NONE;
    bool acts = h != BK__NONE ? v->hit[h].way == BK__ACTIVE && !bk__hit_relates(&v->hit[h])
                              : u->end < v->end && bk__mark_at(v, u->end) == BK__VERB;
    if (!acts || (u->prep != 0 && u->prep != BK__FROM))
        return false;
    for (uint32_t i = u->first, far = 0; i > v->first && far < 3; far++)
        if (bk__mark_at(v, --i) == BK__FOLK)
            return true;
    return false;
}

/* The consent that two begin with and that is made to nobody else; BK__NONE. */
static uint32_t agreed(const bk__clauses *v, const bk__party *u, uint32_t end)
{
    for (uint32_t i = 0; i < v->n_parties; i++)
        if (v->party[i].first >= u->end && v->party[i].first < end)
            return BK__NONE;
    for (uint32_t k = 0; k < v->n_hits; k++) {
        const bk__hit *h = &v->hit[k];
        if (h->first < u->end || h->first > u->end + NEXT)
            continue;
        bool consents = h->row->shape == BK__ACT && h->way == BK__ACTIVE && h->sign > 0 &&
                        (bk__class_find(BK__STR("AGREE")) == h->row->kind ||
                         bk__class_find(BK__STR("CONCEDE")) == h->row->kind);
        return consents && !h->negated && !h->spent ? k : BK__NONE;
    }
    return BK__NONE;
}

static bk_status party(bk__relater *r, const bk__clauses *v, const bk__party *u)
{
    uint32_t first, end, deciding = BK__NONE;
    clause_of(v, u, &first, &end);
    if (marked(v, first, end, BK__APART))
        return BK_OK;
    bool named = u->prep == 0 || (u->both && u->prep == BK__FROM); /* petugas dari kedua negara */
    bool shared = named               ? marked(v, u->end, end, BK__TOGETHER)
                  : u->prep == BK__BY ? marked(v, first, u->first, BK__TOGETHER)
                                      : false;
    if (shared && !led(v, u, first))
        return share(r, v, u->first, u->powers, u->powers, 1, deed(v, u), BK__NONE, TOGETHER);
    if (folk(v, u) && !led(v, u, first) && words_say(v, first, end, &deciding) >= 0)
        return share(r, v, u->first, u->powers, u->powers, 1, deed(v, u), BK__NONE, BOTH);
    bool begin = u->prep == 0 && u->members == 2 && !led(v, u, first);
    uint32_t k = begin ? agreed(v, u, end) : BK__NONE;
    if (k != BK__NONE)
        return share(r, v, u->first, u->powers, u->powers, 1, v->hit[k].kind, k, TOGETHER);
    deciding = BK__NONE;
    if (!u->both || u->members != 2 || u->prep == BK__AT)
        return BK_OK;
    int sum = words_say(v, first, end, &deciding), sign = (sum > 0) - (sum < 0);
    return share(r, v, u->first, u->powers, u->powers, sign, kind_of(v, sign, deciding),
                 sign ? deciding : BK__NONE, BOTH);
}

/* A bersama B */
static bk_status beside(bk__relater *r, const bk__clauses *v, const bk__party *a,
                        const bk__party *b)
{
    if (b->first > a->end + CLOSE || b->prep != BK__WITH || a->others || b->others ||
        a->prep != 0 || !marked(v, a->end, b->first, BK__TOGETHER))
        return BK_OK;
    return share(r, v, a->first, a->powers & ~b->powers, b->powers & ~a->powers, 1, deed(v, b),
                 BK__NONE, TOGETHER);
}

bk_status bk__joint_find(bk__relater *r, const bk__clauses *v)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < v->n_parties && st == BK_OK; i++) {
        const bk__party *u = &v->party[i];
        if (__builtin_popcountll(u->powers) >= 2 && u->others == 0)
            st = party(r, v, u);
        if (st == BK_OK && i > 0)
            st = beside(r, v, &v->party[i - 1], u);
    }
    return st;
}
