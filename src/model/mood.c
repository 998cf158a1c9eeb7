/* mood.c - whether what a hit tells has happened: negation, plans, doubt, what is asked or charged.
 *
 *   - a negator in front denies: a denied conflict is mild cooperation, a denied cooperation a
 *     refusal (tidak mengutuk +, tidak mengakui -)
 *   - what is planned, feared or asked for has not happened: a deed becomes a word of the same side
 *   - to agree to talk is more than to talk (bersedia berunding)
 *   - a figure is no act
 * "was accused by" makes a passive in languages without a voice prefix. */
#include "model/clause.h"

#include "base/str.h"

enum { REACH = 5 /* a negator or plan governs a hit at most so far behind it */ };
static const float UNCERTAIN = 0.5f, CONCEDED = 0.3f;

/* A bare root behind a verb or a preposition is a noun: mengecam invasi, atas kritik. */
static void bare_hit(const bk__clauses *v, bk__hit *h)
{
    if (!h->bare || h->way != BK__ACTIVE || h->first == v->first)
        return;
    uint8_t m = bk__mark_at(v, h->first - 1);
    uint32_t k = bk__hit_at(v, h->first - 1);
    if ((m >= BK__TO && m <= BK__BETWEEN && m != BK__FOR) ||
        (k != BK__NONE && v->hit[k].way != BK__NOUN &&
         (bk__hit_relates(&v->hit[k]) || v->hit[k].row->shape >= BK__LESS)))
        h->way = BK__NOUN;
}

/* A demand or warning a few words before token i: "mendesak A berhenti membantu B". */
static bool asked_before(const bk__clauses *v, uint32_t i)
{
    for (uint32_t far = 0; i > v->first && far < 4; far++) {
        i--;
        uint32_t k = bk__hit_at(v, i);
        const bk__hit *o = k != BK__NONE ? &v->hit[k] : NULL;
        if (o)
            return o->row->shape == BK__SAY && o->way != BK__NOUN &&
                   (o->row->kind == BK__REQUEST || o->row->kind == BK__THREATEN);
    }
    return false;
}

/* Where what stands in front of hit h is looked for: in "tidak A maupun B" before A for B too. */
static uint32_t before_either(const bk__clauses *v, const bk__hit *h)
{
    uint32_t i = h->first;
    if (h->way == BK__NOUN || i < v->first + 2 || bk__mark_at(v, i - 1) != BK__OR)
        return i;
    if (bk__verb_here(v, i - 2))
        return v->hit[bk__hit_at(v, i - 2)].first;
    return bk__mark_at(v, i - 2) == BK__VERB ? i - 2 : i;
}

/* Whether a bad thing is the object of a verb that no list knows, or of a wish, right before it. */
static bool wants(const bk__clauses *v, const bk__hit *h)
{
    if (h->way != BK__NOUN || h->sign >= 0 || h->row->shape < BK__PAIR || h->first == v->first)
        return false;
    uint32_t k = bk__hit_at(v, h->first - 1);
    return bk__mark_at(v, h->first - 1) == BK__VERB ||
           (k != BK__NONE && v->hit[k].row->shape == BK__PLAN);
}

static void govern_hit(bk__clauses *v, bk__hit *h)
{
    uint32_t verbs = 0;
    for (uint32_t i = before_either(v, h), far = 0; i > v->first; far++) {
        i--;
        uint8_t m = bk__mark_at(v, i);
        uint32_t other = bk__hit_at(v, i);
        const bk__hit *o = other != BK__NONE ? &v->hit[other] : NULL;
        /* "tidak ada (lagi) sengketa": two words of negation reach further */
        bool exists = m == BK__NOT && i > v->first && bk__mark_at(v, i - 1) == BK__NOT;
        bool near = far < (h->way == BK__NOUN ? (exists ? 2 : 1) : 3) && verbs == 0;
        near |= far == 1 && wants(v, h); /* tidak mencari konflik */
        if (m == BK__YET && near && h->sign >= 0)
            h->asked = true; /* what has not come yet may still come */
        else if ((m == BK__NOT || m == BK__YET) && near) {
            /* warned not to, ought not to: so it is feared, not denied */
            uint32_t b = i > v->first ? bk__hit_at(v, i - 1) : BK__NONE;
            const bk__hit *before = b != BK__NONE ? &v->hit[b] : NULL;
            bool warned = (i > v->first && bk__mark_at(v, i - 1) == BK__FOR) ||
                          (before && before->row->shape == BK__FLAW) || asked_before(v, i);
            h->negated |= !warned;
            h->planned |= warned;
        }
        if (m == BK__MAYBE && far <= REACH)
            h->certainty = UNCERTAIN;
        if ((o && o->row->shape == BK__PLAN && far <= REACH && verbs == 0) || m == BK__IF) {
            h->planned = true;
            h->certainty = UNCERTAIN;
        }
        if (o && o->way != BK__NOUN && bk__hit_relates(o))
            verbs++;
        h->asked |= m == BK__WHETHER;
        if (m == BK__THOUGH)
            h->certainty *= CONCEDED;
        if (bk__divides(m) || m == BK__STOP)
            break;
    }
}

/* "menolak (untuk) mengutuk": the first verb denies the second and says nothing by itself */
static void refuse_hit(bk__clauses *v, bk__hit *h)
{
    uint32_t i = h->first;
    if (h->way != BK__ACTIVE || h->row->shape > BK__SAY)
        return;
    if (i > v->first && (bk__mark_at(v, i - 1) == BK__FOR || bk__mark_at(v, i - 1) == BK__TO))
        i--; /* "refused to", "menolak untuk" */
    uint32_t k = i > v->first ? bk__hit_at(v, i - 1) : BK__NONE;
    if (k == BK__NONE || v->hit[k].way == BK__NOUN || v->hit[k].row->shape != BK__ACT)
        return;
    bool refuses = v->hit[k].way == BK__ACTIVE && v->hit[k].row->kind == BK__REJECT;
    bool bans = v->hit[k].row->kind == BK__SANCTION; /* dilarang menjual */
    if (!refuses && !(bans && h->sign > 0))
        return;
    h->negated = true;
    h->barred = bans;
    v->hit[k].spent = refuses;
}

/* "melarang NASA bekerja sama dengan B" */
static void ban_hit(const bk__clauses *v, bk__hit *h)
{
    const bk__hit *t = h > v->hit ? h - 1 : NULL;
    if (t && t->row->shape == BK__ACT && t->row->kind == BK__SANCTION && t->way == BK__ACTIVE &&
        h->sign > 0 && h->way == BK__ACTIVE && h->first <= t->end + 4 && h->first > t->end &&
        bk__party_at(v, h->first - 1) != BK__NONE)
        h->negated = h->barred = true;
}

/* "membantah telah mengirim": what is denied by who would have done it is neither */
static void deny_hit(bk__clauses *v, bk__hit *h)
{
    bk__hit *t = h > v->hit ? h - 1 : NULL;
    if (!t || h->row->shape > BK__SAY || h->way != BK__ACTIVE || h->first > t->end + 1 ||
        t->row->shape != BK__SAY || t->way != BK__ACTIVE || t->row->kind != BK__REJECT ||
        bk__party_at(v, h->first - 1) != BK__NONE)
        return;
    h->asked = true;
    t->spent = true;
}

/* "menghentikan kerja sama", "menolak perundingan": the noun is what is refused. */
static void refuse_noun(const bk__clauses *v, bk__hit *h)
{
    const bk__hit *t = h > v->hit ? h - 1 : NULL;
    if (!t || h->way != BK__NOUN || !bk__hit_relates(h) || h->sign < 0 || t->negated ||
        t->row->shape != BK__ACT || t->way == BK__NOUN || h->first > t->end + 2 ||
        t->row->kind != BK__REJECT)
        return;
    h->sign = -1;
    h->kind = t->row->kind;
    h->turn = (uint32_t)(t - v->hit);
    h->turned = true;
}

/* "AS harus menghormati", "mengancam membalas": asked for, threatened. */
static void demand_hit(const bk__clauses *v, bk__hit *h)
{
    const bk__hit *t = h > v->hit ? h - 1 : NULL;
    if (!t || h->first > t->end + 2 || h->row->shape > BK__SAY || h->way == BK__NOUN)
        return;
    if (t->row->shape == BK__FLAW && t->row->kind == BK__REQUEST && h->sign > 0 &&
        v->reading->quote_at[h->first] != BK__NONE) {
        h->sign = -1;
        h->kind = t->row->kind;
        h->turned = true;
        h->turn = (uint32_t)(t - v->hit);
    }
    if (t->row->kind == BK__THREATEN && t->row->shape <= BK__SAY && t->way != BK__NOUN)
        h->planned = true;
}

/* "mengajak A berinvestasi", "meminta A memasok": what somebody is asked for has not happened. */
static void asked_hit(const bk__clauses *v, bk__hit *h)
{
    const bk__hit *t = h > v->hit ? h - 1 : NULL;
    uint32_t last = h->first - 1;
    bool asks = t && t->row->shape <= BK__SAY && t->way != BK__NOUN &&
                (t->row->kind == BK__REQUEST || t->row->kind == BK__AGREE);
    if (!asks || h->way == BK__NOUN || h->first <= t->end || h->first > t->end + REACH)
        return;
    if (bk__mark_at(v, last) == BK__FOR && last > t->end)
        last--;
    if (bk__party_at(v, last) == BK__NONE)
        return;
    h->planned = true;
    h->embedded = true;
}

/* "didakwa membantu A": a friendly deed that somebody is charged with harms the one who charges. */
static void charged_hit(const bk__clauses *v, bk__hit *h)
{
    const bk__hit *t = h > v->hit ? h - 1 : NULL;
    if (!t || t->row->kind != BK__ACCUSE || t->row->shape > BK__SAY || t->way != BK__PASSIVE ||
        h->way != BK__ACTIVE || h->sign <= 0 || h->negated || h->first > t->end + 1)
        return;
    for (uint32_t i = t->end; i < h->first; i++)
        if (bk__party_at(v, i) != BK__NONE)
            return; /* by whom, is said */
    h->sign = -1;
    h->kind = t->row->shape == BK__ACT ? BK__COERCE : BK__ACCUSE;
    h->turned = true;
    h->turn = (uint32_t)(t - v->hit);
}

/* "ancaman sanksi": what is threatened has not been done. */
static void threat_hit(const bk__clauses *v, bk__hit *h)
{
    const bk__hit *t = h > v->hit ? h - 1 : NULL;
    if (!t || h->first > t->end + 1 || t->row->shape > BK__TIE || t->negated)
        return;
    if (t->row->kind == BK__THREATEN && h->way == BK__NOUN)
        h->planned = true;
}

/* "was accused by" */
static void voice_hit(const bk__clauses *v, bk__hit *h)
{
    if (h->way != BK__ACTIVE || h->row->shape > BK__SAY)
        return;
    for (uint32_t i = h->first; i > v->first && i + 3 > h->first; i--)
        if (bk__mark_at(v, i - 1) == BK__BE)
            for (uint32_t k = h->end; k < v->end && k < h->end + REACH; k++)
                if (bk__mark_at(v, k) == BK__BY)
                    h->way = BK__PASSIVE;
}

/* ---- behind what turns it ------------------------------------------------------------------ */

/* bersedia berunding, itikad untuk berdialog */
static void agree_to(const bk__clauses *v, bk__hit *h)
{
    if (h->row->shape != BK__PAIR || h->row->sign != 0 || h->turned || h->negated)
        return;
    uint8_t agree = BK__AGREE;
    for (uint32_t i = h->first, far = 0; i > v->first && far < 3; far++) {
        i--;
        uint32_t k = bk__hit_at(v, i);
        if (k != BK__NONE && v->hit[k].row->kind == agree && v->hit[k].sign > 0) {
            h->sign = 1;
            h->kind = agree;
            return;
        }
        if (bk__divides(bk__mark_at(v, i)) || bk__mark_at(v, i) == BK__STOP)
            return;
    }
}

/* To ask somebody to help or to work together is no demand; to ask him to give way is one. */
static void appeal(const bk__clauses *v, bk__hit *h)
{
    enum { FAR = 14 };
    bool meant = false, named = false;
    if (h->row->kind != BK__REQUEST || h->row->shape != BK__SAY || h->way == BK__NOUN || h->negated)
        return;
    for (uint32_t i = h->end; i < v->end && i < h->end + FAR; i++) {
        uint32_t k = bk__hit_at(v, i);
        uint8_t m = bk__mark_at(v, i);
        meant |= m == BK__FOR;
        named |= bk__party_at(v, i) != BK__NONE;
        if (m == BK__STOP || (bk__divides(m) && m != BK__WHO))
            return;
        if (k == BK__NONE || !(meant || named) || !bk__hit_relates(&v->hit[k]) ||
            v->hit[k].row->sign == 0)
            continue;
        const bk__hit *o = &v->hit[k];
        if (!meant && bk__class_at(o->row->kind)->quad != BK_QUAD_MC) /* to respect, to accept */
            return;
        bool burden = o->row->kind == BK__CONCEDE || o->row->kind == BK__RETREAT;
        if (o->row->sign > 0 && o->sign > 0 && !o->negated && !burden) {
            h->sign = 1;
            h->kind = BK__AGREE;
        }
        return;
    }
}

/* "menjadi penengah dalam perang A dan B": the war is theirs, not his. */
static void mediated_hit(const bk__clauses *v, bk__hit *h)
{
    const bk__hit *t = h > v->hit ? h - 1 : NULL;
    if (t && h->row->shape == BK__PAIR && h->way == BK__NOUN && h->row->sign < 0 && !h->turned &&
        t->row->kind == BK__CONSULT && t->row->shape == BK__ACT && t->way == BK__ACTIVE &&
        h->first <= t->end + 3)
        h->spent = true;
}

/* "kunjungan turis A ke B mencapai 190 ribu": what is counted, is told as a figure, not as an act.
 */
static void count_hit(const bk__clauses *v, bk__hit *h)
{
    enum { FAR = 9 };
    bool counts = false;
    if (h->way != BK__NOUN || h->sign < 0 || h->turned ||
        (h->row->kind != BK__COOPERATE && h->row->kind != BK__CONSULT))
        return;
    for (uint32_t i = h->end, far = 0; i < v->end && far < FAR; i++) {
        uint8_t m = bk__mark_at(v, i);
        uint32_t k = bk__hit_at(v, i);
        far += bk__party_at(v, i) == BK__NONE; /* names have any number of words */
        const bk_form *f = bk_analyzer_form(v->analyzer, v->reading->scan->tokens[i].form);
        if (counts && f->kind == BK_KIND_NUMBER) {
            h->sign = 0;
            h->kind = BK__NO_CLASS;
            return;
        }
        if (m == BK__STOP || m == BK__COMMA || bk__divides(m))
            return;
        counts = m == BK__FIGURE || (k != BK__NONE && (v->hit[k].row->shape == BK__MORE ||
                                                       v->hit[k].row->shape == BK__LESS ||
                                                       v->hit[k].row->shape == BK__MERIT));
    }
}

static void negate_hit(bk__hit *h)
{
    if (h->negated && (h->row->shape == BK__FLAW || h->row->shape == BK__MERIT))
        h->sign = (int8_t)-h->sign;
    if (!h->negated || !bk__hit_relates(h) || h->turned)
        return;
    if (h->row->shape == BK__SAY && h->row->kind == BK__REJECT) { /* "tidak membantah" */
        h->sign = 0;
        h->kind = BK__NO_CLASS;
        return;
    }
    bool deed =
        h->row->kind == BK__ASSAULT || h->row->kind == BK__COERCE || h->row->kind == BK__MOBILIZE;
    if (deed && h->row->shape != BK__PAIR) { /* an attack denied is no friendship */
        h->sign = 0;
        h->kind = BK__NO_CLASS;
        return;
    }
    h->sign = (int8_t)(h->row->sign == 0 ? -1 : -h->sign);
    h->kind = h->sign > 0 ? BK__SUPPORT : h->barred ? BK__SANCTION : BK__REJECT;
}

static void plan_hit(bk__hit *h)
{
    if (!h->planned || !bk__hit_relates(h))
        return;
    uint8_t quad = bk__class_at(h->kind)->quad;
    if (quad == BK_QUAD_MK)
        h->kind = BK__THREATEN;
    else if (quad == BK_QUAD_MC)
        h->kind = BK__AGREE;
}

void bk__mood_front(bk__clauses *v, bk__hit *h)
{
    bare_hit(v, h);
    govern_hit(v, h);
    refuse_hit(v, h);
    deny_hit(v, h);
    ban_hit(v, h);
    voice_hit(v, h);
    asked_hit(v, h);
}

void bk__mood_settle(const bk__clauses *v, bk__hit *h)
{
    refuse_noun(v, h);
    demand_hit(v, h);
    threat_hit(v, h);
    charged_hit(v, h);
    agree_to(v, h);
    appeal(v, h);
    mediated_hit(v, h);
    count_hit(v, h);
    negate_hit(h);
    plan_hit(h);
    if (h->asked) { /* what is in question is neither said nor denied */
        h->sign = 0;
        h->kind = h->row->sign < 0 ? BK__NO_CLASS : h->kind;
        h->certainty = UNCERTAIN;
    }
}
