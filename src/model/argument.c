/* argument.c - the search for arguments. */
#include "model/argument.h"

static float left_step(const bk__clauses *v, uint32_t i, const bk__hit *h)
{
    uint32_t other = bk__hit_at(v, i);
    if (other != BK__NONE) {
        const bk__hit *o = &v->hit[other];
        return o == h || i + 1 != o->end                   ? 0
               : o->way == BK__NOUN || !bk__hit_relates(o) ? 0.1f
                                                           : 0.6f;
    }
    switch (bk__mark_at(v, i)) {
    case BK__COMMA:
        return 0.4f;
    case BK__STOP:
        return 1.5f;
    case BK__WHO:
        return 0.2f;
    case BK__WHEN:
    case BK__IF:
    case BK__THOUGH:
        return 1.5f;
    case BK__BUT:
        return 2.0f;
    case BK__THAT:
        return 2.5f;
    case BK__AND:
    case BK__OR:
        return 0.2f;
    default:
        return 0;
    }
}

static float subject_prep(const bk__clauses *v, const bk__party *u)
{
    float cost = u->noun != BK__NONE && bk__hit_relates(&v->hit[u->noun]) ? 1.5f : 0;
    switch (u->prep) {
    case BK__TO:
    case BK__AT:
    case BK__ON:
    case BK__WITH:
    case BK__BY:
        return cost + 2.5f;
    case BK__FROM:
    case BK__FOR:
        return cost + 1.5f;
    default:
        return cost;
    }
}

/* The comma that opens the relative clause which the comma at i closes (A, yang ..., V); i where it
 * closes none. */
static uint32_t relative_begin(const bk__clauses *v, uint32_t i)
{
    for (uint32_t k = i; k > v->first + 1; k--) {
        uint8_t m = bk__mark_at(v, k - 1);
        if (m == BK__STOP || m == BK__THAT || m == BK__BUT)
            return i;
        if (m == BK__WHO)
            return bk__mark_at(v, k - 2) == BK__COMMA ? k - 2 : i;
    }
    return i;
}

/* Whether a verb stands right before the party. */
static bool object(const bk__clauses *v, uint32_t party)
{
    for (uint32_t i = v->party[party].first, far = 0; i > v->first && far < 3; far++) {
        i--;
        uint32_t k = bk__hit_at(v, i);
        if (k != BK__NONE)
            return v->hit[k].way != BK__NOUN;
    }
    return false;
}

/* A name that no list knows: a capitalised word that is no dictionary's. */
static bool unknown_name(const bk__clauses *v, uint32_t i)
{
    const bk_form *f = bk_analyzer_form(v->analyzer, v->reading->scan->tokens[i].form);
    return f->kind == BK_KIND_WORD && (f->flags & BK_FORM_CAPITAL) &&
           !(f->flags & (BK_FORM_KNOWN | BK_FORM_STOP | BK_FORM_NEGATOR)) &&
           bk__mark_at(v, i) == 0 && bk__hit_at(v, i) == BK__NONE && bk__party_at(v, i) == BK__NONE;
}

/* "..., Muhammadiyah meminta": between a comma and the verb stand words of which one is such a
 * name. */
bool bk__strange_subject(const bk__clauses *v, const bk__hit *h)
{
    enum { WORDS = 6 };
    bool named = false;
    for (uint32_t i = h->first; h->way != BK__NOUN && i > v->first && i + WORDS > h->first;) {
        i--;
        if (bk__mark_at(v, i) == BK__COMMA)
            return named;
        if (bk__party_at(v, i) != BK__NONE || bk__hit_at(v, i) != BK__NONE ||
            bk__divides(bk__mark_at(v, i)) || bk__mark_at(v, i) == BK__STOP)
            return false;
        named |= unknown_name(v, i);
    }
    return false;
}

/* "Menanggapi tudingan A, B menyatakan": who does what the sentence begins with, stands behind the
 * comma. */
static bk__arg front_subject(const bk__clauses *v, const bk__hit *h, uint64_t own)
{
    enum { WORDS = 6 };
    uint32_t i = h->end, words = 0;
    if (h->way == BK__NOUN)
        return BK__NO_ARG;
    for (uint32_t k = v->first; k < h->first; k++)
        if (bk__party_at(v, k) != BK__NONE || bk__mark_at(v, k) == BK__STOP)
            return BK__NO_ARG;
    while (i < v->end && bk__mark_at(v, i) != BK__COMMA)
        if (bk__mark_at(v, i++) == BK__STOP)
            return BK__NO_ARG;
    for (i++; i < v->end && words < WORDS; i++, words++) {
        uint32_t u = bk__party_at(v, i);
        if (u != BK__NONE)
            return v->party[u].prep == 0 && (v->party[u].powers & ~own) ? (bk__arg){u, 0.5f}
                                                                        : BK__NO_ARG;
        if (bk__hit_at(v, i) != BK__NONE || (bk__mark_at(v, i) && bk__mark_at(v, i) != BK__FOLK))
            break;
    }
    return BK__NO_ARG;
}

/* The party that hit h has as subject; parties of the powers `own` alone are none. */
bk__arg bk__subject_of(const bk__clauses *v, const bk__hit *h, uint64_t own)
{
    bk__arg best = BK__NO_ARG;
    float cost = 0;
    bool crossed = false;
    for (uint32_t i = h->first; i > v->first && cost < best.cost && cost < BK__DEAR;) {
        i--;
        uint32_t u = bk__party_at(v, i);
        if (u == BK__NONE) {
            cost += left_step(v, i, h);
            crossed |= bk__mark_at(v, i) >= BK__WHEN && bk__mark_at(v, i) <= BK__IF;
            if (bk__mark_at(v, i) == BK__COMMA)
                i = relative_begin(v, i);
            continue;
        }
        /* another clause's object is not this one's subject */
        float c = cost + subject_prep(v, &v->party[u]) + (crossed && object(v, u) ? 1.2f : 0);
        uint64_t powers = v->party[u].powers;
        if (c < best.cost && (powers == 0 || (powers & ~own)))
            best = (bk__arg){u, c};
        i = v->party[u].first;
        cost += 0.8f;
    }
    return best.cost < BK__DEAR ? best : front_subject(v, h, own);
}

float bk__right_step(const bk__clauses *v, uint32_t i, const bk__hit *h)
{
    uint32_t other = bk__hit_at(v, i);
    if (other != BK__NONE) {
        const bk__hit *o = &v->hit[other];
        if (o == h || i != o->first)
            return 0;
        return o->way == BK__NOUN || !bk__hit_relates(o) ? 0.2f : h->way == BK__NOUN ? 2.5f : 1.2f;
    }
    switch (bk__mark_at(v, i)) {
    case BK__COMMA:
        return h->way == BK__NOUN ? 2.0f : 1.2f;
    case BK__STOP:
        return 2.5f;
    case BK__WHO:
        return 1.0f;
    case BK__FOR:
        return 0.5f;
    case BK__WHEN:
    case BK__IF:
    case BK__THOUGH:
    case BK__BUT:
        return 2.5f;
    case BK__THAT:
        return h->row->shape == BK__SAY ? 0.3f : 2.5f;
    default:
        return 0;
    }
}

static float object_prep(const bk__party *u, bk__part role)
{
    static const float cost[3][BK__BETWEEN - BK__TO + 1] = {
        /* to for on with by from at such between */
        [BK__PATIENT] = {0, 0, 0.3f, 0.8f, 3.0f, 0.8f, 1.5f, 0.2f, 0.5f},
        [BK__AGENT] = {4.0f, 4.0f, 4.0f, 3.0f, 0, 0.3f, 4.0f, 4.0f, 4.0f},
        [BK__PARTY] = {0.5f, 1.0f, 1.0f, 0, 2.0f, 0.5f, 2.5f, 1.0f, 0},
    };
    if (u->prep < BK__TO || u->prep > BK__BETWEEN)
        return role == BK__AGENT ? 0.6f : 0;
    return cost[role][u->prep - BK__TO];
}

/* The party behind hit h that best fills the role; `skip` and parties of these powers alone are
 * none. */
bk__arg bk__behind(const bk__clauses *v, const bk__hit *h, bk__part role, uint32_t skip,
                   uint64_t own)
{
    bk__arg best = BK__NO_ARG;
    float cost = 0;
    for (uint32_t i = h->end; i < v->end && cost < best.cost && cost < BK__DEAR; i++) {
        uint32_t u = bk__party_at(v, i);
        if (u == BK__NONE) {
            cost += bk__right_step(v, i, h) + (role == BK__AGENT ? 0.15f : 0);
            continue;
        }
        bool held = h->row->kind == BK__COERCE && role == BK__AGENT &&
                    v->party[u].prep == BK__AT; /* ditahan di A */
        float c = cost + (held ? 0.8f : object_prep(&v->party[u], role));
        uint64_t powers = v->party[u].powers;
        if (u != skip && c < best.cost && (powers == 0 || (powers & ~own)))
            best = (bk__arg){u, c};
        i = v->party[u].end - 1;
        cost += u == skip ? 0 : 0.8f;
    }
    return best.cost < BK__DEAR ? best : BK__NO_ARG;
}

/* The nearest other party where one argument was found and the other was not. */
bk__arg bk__open_arg(const bk__clauses *v, const bk__hit *h, uint32_t skip)
{
    bk__arg best = BK__NO_ARG;
    for (uint32_t k = 0; k < v->n_parties; k++) {
        const bk__party *u = &v->party[k];
        uint32_t far = u->first > h->first ? u->first - h->end : h->first - u->end;
        float cost = 3.0f + 0.1f * (float)far;
        if (v->reading->quote_at[u->first] != v->reading->quote_at[h->first])
            continue; /* who speaks is no part of what is said */
        if (k != skip && (u->powers & ~v->party[skip].powers) && cost < best.cost)
            best = (bk__arg){k, cost};
    }
    return best.cost < BK__DEAR ? best : BK__NO_ARG;
}

/* The party before that of the subject: A mengajak B bekerja sama melawan C. */
bk__arg bk__other_subject(const bk__clauses *v, uint32_t subject)
{
    uint32_t k = subject;
    while (k > 0 && !(v->party[k - 1].powers & ~v->party[subject].powers))
        k--;
    return k > 0 ? (bk__arg){k - 1, 1.0f} : BK__NO_ARG;
}
