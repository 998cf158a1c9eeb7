/* stance.c - relations that no word with two arguments expresses.
 *
 * What a power says of another counts by the judgements in it (judged). What is left of a sentence
 * that names two powers, no list of them, is read by the relating word nearest to both. */
#include "model/stance.h"

#include "base/str.h"
#include "model/quote.h"

/* What is left over stands above the least score even where its clause ranks low. */
static const float LEFT = 2.4f;

/* ---- what a power says of another ----------------------------------------------------------- */

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
            c->kind = BK__ACCUSE;
        }
    }
}

/* "Q says that P's ships entered its waters": a deed of p is told, no verdict. */
static bool done_by(const bk__clauses *v, uint32_t hit, int16_t p)
{
    const bk__hit *h = hit == BK__NONE ? NULL : &v->hit[hit];
    if (!h || !bk__hit_relates(h) || h->planned || h->negated ||
        bk__class_at(h->kind)->quad != BK_QUAD_MK)
        return false;
    uint32_t owner = BK__NONE; /* serangan P */
    for (uint32_t k = 0; k < v->n_parties && owner == BK__NONE; k++)
        if (v->party[k].noun == hit)
            owner = k;
    bk__arg victim = bk__behind(v, h, BK__PATIENT, owner, 0);
    if (victim.party != BK__NONE && victim.cost < BK__SURE && v->party[victim.party].others)
        return false;
    if (owner != BK__NONE)
        return v->party[owner].powers >> p & 1;
    return h->way == BK__ACTIVE && bk__arg_powers(v, bk__subject_of(v, h, 0)) >> p & 1;
}

bk_status bk__stance_quote(bk__relater *r, const bk__clauses *v, const bk_quote *q,
                           const bk__extent *e, bool neutral)
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
        if (!(named >> p & 1) || bk__claimed(r, p, q->power))
            continue;
        bool alone = bk__only_power(named) == p && others == 0;
        int sum =
            judged(r, v, first, end, p, alone, &deciding) + (alone ? 2 * verb_sign(v, first) : 0);
        if (sum == 0 && (!alone || !neutral))
            continue;
        bool deed = sum < 0 && e->speech == BK__SPEECH_SAY && done_by(v, deciding, p);
        st = bk__claim_add(r, (bk__claim){
                                  .source = deed ? p : q->power,
                                  .target = deed ? q->power : p,
                                  .a = p < q->power ? p : q->power,
                                  .b = p < q->power ? q->power : p,
                                  .voice = q->power,
                                  .sign = (int8_t)(sum > 0   ? 1
                                                   : sum < 0 ? -1
                                                             : 0),
                                  .kind = (sum > 0   ? BK__SUPPORT
                                           : deed    ? v->hit[deciding].kind
                                           : sum < 0 ? BK__ACCUSE
                                                     : BK__NO_CLASS),
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

/* "perang A-X": a power's with somebody who is none. */
static bool taken(const bk__clauses *v, const bk__hit *h)
{
    enum { NEAR = 3 };
    for (uint32_t i = h->end; h->row->shape == BK__PAIR && i < v->end && i < h->end + NEAR; i++) {
        uint32_t u = bk__party_at(v, i);
        if (u != BK__NONE)
            return v->party[u].others && v->party[u].members > 1;
    }
    return false;
}

/* Two powers that are no list, with a relating word whose arguments were not found: it is taken to
 * relate them, the first named acting. */
static bk_status nearby(bk__relater *r, const bk__clauses *v, const bk__party *x,
                        const bk__party *y)
{
    int16_t a = bk__only_power(x->powers), b = bk__only_power(y->powers);
    const bk__hit *best = NULL;
    uint32_t least = UINT32_MAX;
    if (a < 0 || b < 0 || a == b || bk__claimed(r, a, b))
        return BK_OK;
    for (uint32_t i = x->end; i < y->first && i < x->end + 4 && y->first < x->end + 4; i++)
        if (bk__joins(bk__mark_at(v, i)))
            return BK_OK; /* a list after all */
    for (uint32_t k = 0; k < v->n_hits; k++) {
        const bk__hit *h = &v->hit[k];
        uint32_t far = distance(x, h) + distance(y, h);
        if (h->row->shape < BK__TIE && !h->spent && !taken(v, h) && far < least &&
            !(k < 64 && r->bound >> k & 1)) {
            best = h;
            least = far;
        }
    }
    return best ? bk__claim_pair(r, v, best, x->powers, y->powers, best->row->shape >= BK__PAIR,
                                 BK__LEAST * LEFT)
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
void bk__stance_play(bk__relater *r, const bk__clauses *v)
{
    if (!game(v))
        return;
    for (uint32_t i = 0; i < r->n; i++) {
        const bk__hit *h = r->claim[i].hit != BK__NONE ? &v->hit[r->claim[i].hit] : NULL;
        if (!h || (h->row->shape != BK__SAY && h->row->kind != BK__SANCTION &&
                   h->row->kind != BK__PROTEST))
            r->claim[i].score *= 0.15f;
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
    st = bk__claim_add(r, (bk__claim){
                              .source = BK_PARTY_MUTUAL,
                              .target = BK_PARTY_MUTUAL,
                              .a = a,
                              .b = b,
                              .voice = bk__voice_at(v, both->first),
                              .sign = (int8_t)(sum > 0   ? 1
                                               : sum < 0 ? -1
                                                         : 0),
                              .kind = (sum > 0   ? BK__AGREE
                                       : sum < 0 ? BK__ACCUSE
                                                 : BK__NO_CLASS),
                              .score = BK__LEAST + 0.05f,
                              .certainty = 1,
                              .hit = deciding,
                          });
    return st;
}

bk_status bk__stance_left(bk__relater *r, const bk__clauses *v)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < r->n; i++)
        if (r->claim[i].score >= BK__LEAST)
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
