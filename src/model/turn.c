/* turn.c - what the words around a hit do to it: negation, plans, doubt, turning.
 *
 *   - a negator in front denies: a denied conflict is mild cooperation, a denied cooperation a
 *     refusal (tidak mengutuk +, tidak mengakui -)
 *   - what is planned or feared has not happened: a deed becomes a word of the same side
 *   - a word that turns (mereda, mencabut, memburuk) governs the hit behind it, or its subject, and
 *     with it the nouns that follow at once (memudarkan harapan kesepakatan)
 *   - to agree to talk is more than to talk (bersedia berunding)
 * "was accused by" makes a passive in languages without a voice prefix. */
#include "model/clause.h"

#include "base/str.h"

enum {
    REACH = 5, /* a negator, plan or turning word governs a hit at most so far behind it */
    BACK = 13  /* a turning verb's subject stands at most so far before it */
};
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

/* ---- in front of a hit --------------------------------------------------------------------- */

/* A demand or warning a few words before token i: "mendesak A berhenti membantu B". */
static bool asked_before(const bk__clauses *v, uint32_t i)
{
    for (uint32_t far = 0; i > v->first && far < 4; far++) {
        i--;
        uint32_t k = bk__hit_at(v, i);
        if (k != BK__NONE)
            return v->hit[k].row->shape == BK__SAY && v->hit[k].way != BK__NOUN &&
                   (v->hit[k].row->kind == BK__REQUEST || v->hit[k].row->kind == BK__THREATEN);
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
            bool warned = (i > v->first && bk__mark_at(v, i - 1) == BK__FOR) ||
                          (b != BK__NONE && v->hit[b].row->shape == BK__FLAW) || asked_before(v, i);
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
static void refuse_noun(bk__clauses *v, bk__hit *h)
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

/* ---- turning ------------------------------------------------------------------------------- */

static bool turnable(const bk__hit *t, const bk__hit *h)
{
    if (t->row->shape == BK__FLAW || t->row->shape == BK__MERIT) /* judges what has no sign */
        return (h->row->shape == BK__PAIR || h->row->shape == BK__TIE) && h->row->sign == 0;
    if (t->row->shape == BK__HEAL && h->row->kind == BK__ASSAULT && h->row->shape <= BK__SAY)
        return false; /* what an attack broke is mended, not the attack */
    return bk__hit_relates(h) && h->row->shape != BK__SAY;
}

/* "mengalami penurunan": a noun that is what its subject gets. */
static bool undergone(const bk__clauses *v, const bk__hit *t)
{
    uint32_t k = t->first > v->first ? bk__hit_at(v, t->first - 1) : BK__NONE;
    return k != BK__NONE && (v->hit[k].row->shape == BK__GETS || v->hit[k].row->shape == BK__LIGHT);
}

/* The hit that turning word t governs: behind it, or its subject before it. */
static uint32_t governed(const bk__clauses *v, const bk__hit *t)
{
    bool named = false; /* "mengakhiri peran A dalam konflik": not the conflict */
    for (uint32_t i = t->end; i < v->end && i < t->end + REACH; i++) {
        uint32_t h = bk__hit_at(v, i);
        named |= bk__party_at(v, i) != BK__NONE;
        if (named && bk__mark_at(v, i) == BK__AT)
            return BK__NONE;
        if (h != BK__NONE && turnable(t, &v->hit[h]))
            return h;
        uint8_t m = bk__mark_at(v, i);
        if (bk__divides(m) || m == BK__STOP || m == BK__COMMA || m == BK__THAT)
            break;
    }
    if ((t->row->sign == 0 || (t->row->shape == BK__LESS && t->row->sign < 0)) &&
        t->way != BK__PASSIVE)
        return BK__NONE;
    if (t->way == BK__NOUN && t->row->shape == BK__LESS && !undergone(v, t))
        return BK__NONE;
    bool relative = false; /* one "who" may be crossed: the subject is what it refers to */
    bool judges = t->row->shape == BK__MERIT;
    for (uint32_t i = t->first, far = 0; i > v->first && far <= (judges ? BACK / 2 : BACK); far++) {
        i--;
        uint32_t h = bk__hit_at(v, i);
        uint8_t m = bk__mark_at(v, i);
        if (h != BK__NONE && turnable(t, &v->hit[h]) &&
            (v->hit[h].way == BK__NOUN || (far == 0 && v->hit[h].row->shape == BK__PAIR)))
            return h;
        if (m == BK__STOP || (bk__divides(m) && (m != BK__WHO || relative)))
            break;
        relative |= m == BK__WHO;
    }
    return BK__NONE;
}

/* The sign that turning word t gives to h. */
static int8_t turned_sign(const bk__hit *t, const bk__hit *h)
{
    bool flow = h->row->shape == BK__TIE && h->row->kind != BK__NO_CLASS;
    if (flow && (t->row->shape == BK__MORE || t->row->shape == BK__LESS)) {
        /* figures that rise and fall say nothing; to widen or cut what flows is a deed */
        bool done = t->way != BK__NOUN && t->row->sign <= 0 &&
                    (t->end <= h->first || t->way == BK__PASSIVE);
        return (int8_t)(!done ? 0 : t->row->shape == BK__MORE ? 1 : -1);
    }
    switch (t->row->shape) {
    case BK__LESS:
        return h->sign < 0 ? 1 : h->row->sign == 0 && t->row->sign >= 0 ? 0 : -1;
    case BK__MORE:
        return h->sign < 0 ? -1 : 1;
    case BK__HARM:
        return -1;
    default: /* heals; a good word for talks */
        return 1;
    }
}

/* To stop trade or help is a measure, to stop talks a word. */
static bool stops_deed(const bk__hit *h)
{
    return h->row->kind != BK__NO_CLASS &&
           (h->row->shape == BK__TIE || bk__class_at(h->row->kind)->quad == BK_QUAD_MC);
}

static void turn(bk__clauses *v, bk__hit *t, bk__hit *h)
{
    uint8_t shape = t->row->shape;
    bool judges = shape == BK__FLAW || shape == BK__MERIT;
    int8_t was = h->sign;
    if ((judges && (h->row->sign != 0 || h->turned || shape == BK__FLAW)) ||
        (shape == BK__HARM && h->row->sign < 0) || /* a bitter quarrel is one */
        (h->turned && v->hit[h->turn].row->shape == shape))
        return;
    h->sign = turned_sign(t, h);
    if ((t->negated || t->asked) && h->sign != was)
        h->sign = was != 0 ? was : (int8_t)-h->sign;
    h->turned = true;
    h->turn = (uint32_t)(t - v->hit);
    t->spent = true;
    if (h->sign != was && h->sign != 0) {
        uint8_t own =
            t->row->kind != BK__NO_CLASS &&
                    (h->row->shape == BK__THING || (h->row->shape == BK__ACT && h->way == BK__NOUN))
                ? t->row->kind /* taking a burden away is a deed */
                : BK__CONCEDE;
        if (h->sign < 0)
            h->kind = stops_deed(h) ? BK__SANCTION : BK__REJECT;
        else if (h->row->sign != 0 || h->kind == BK__NO_CLASS)
            h->kind = h->row->shape == BK__TIE ? BK__AGREE : own;
    }
    h->planned |= t->planned;
    if (t->planned)
        h->certainty = UNCERTAIN;
}

/* Turns what t governs and the nouns that follow it at once. */
static void turn_from(bk__clauses *v, bk__hit *t)
{
    uint32_t k = governed(v, t);
    if (k == BK__NONE)
        return;
    if (t->embedded && v->hit[k].sign > 0) { /* asked to stop it: so it goes on */
        t->spent = true;
        return;
    }
    turn(v, t, &v->hit[k]);
    bool chains = v->hit[k].first >= t->end && t->row->shape != BK__MORE &&
                  t->row->shape != BK__MERIT && t->row->shape != BK__FLAW;
    for (uint32_t next = k + 1; chains && next < v->n_hits; next++) {
        const bk__hit *h = &v->hit[next];
        if (h->first > v->hit[next - 1].end + 1 || h->way != BK__NOUN || !turnable(t, h))
            break;
        turn(v, t, &v->hit[next]);
    }
}

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

void bk__turn_run(bk__clauses *v)
{
    for (uint32_t k = 0; k < v->n_hits; k++) {
        bare_hit(v, &v->hit[k]);
        govern_hit(v, &v->hit[k]);
        refuse_hit(v, &v->hit[k]);
        deny_hit(v, &v->hit[k]);
        ban_hit(v, &v->hit[k]);
        voice_hit(v, &v->hit[k]);
        asked_hit(v, &v->hit[k]);
    }
    for (uint32_t k = 0; k < v->n_hits; k++)
        if (v->hit[k].row->shape >= BK__LESS && v->hit[k].row->shape <= BK__HEAL)
            turn_from(v, &v->hit[k]);
    for (uint32_t k = 0; k < v->n_hits; k++) /* judgements behind words that turn */
        if (v->hit[k].row->shape == BK__FLAW || v->hit[k].row->shape == BK__MERIT)
            turn_from(v, &v->hit[k]);
    for (uint32_t k = 0; k < v->n_hits; k++) {
        refuse_noun(v, &v->hit[k]);
        demand_hit(v, &v->hit[k]);
        threat_hit(v, &v->hit[k]);
        charged_hit(v, &v->hit[k]);
        agree_to(v, &v->hit[k]);
        appeal(v, &v->hit[k]);
        count_hit(v, &v->hit[k]);
        negate_hit(&v->hit[k]);
        plan_hit(&v->hit[k]);
        if (v->hit[k].asked) { /* what is in question is neither said nor denied */
            v->hit[k].sign = 0;
            v->hit[k].kind = v->hit[k].row->sign < 0 ? BK__NO_CLASS : v->hit[k].kind;
            v->hit[k].certainty = UNCERTAIN;
        }
    }
}
