/* turn.c - what words that turn do to a hit.
 *
 * Such a word (mereda, mencabut, memburuk) governs the hit behind it, or its subject, and with it
 * the nouns that follow at once (memudarkan harapan kesepakatan). What has not happened is told by
 * mood.c. */
#include "model/clause.h"

#include "base/str.h"

enum {
    REACH = 5, /* a turning word governs a hit at most so far behind it */
    BACK = 13  /* a turning verb's subject stands at most so far before it */
};
static const float UNCERTAIN = 0.5f;

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
        if (h->sign > 0 && h->row->kind == BK__AGREE && t->row->sign > 0)
            return 1; /* kesepakatan selesai */
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

void bk__turn_run(bk__clauses *v)
{
    for (uint32_t k = 0; k < v->n_hits; k++)
        bk__mood_front(v, &v->hit[k]);
    for (uint32_t k = 0; k < v->n_hits; k++)
        if (v->hit[k].row->shape >= BK__LESS && v->hit[k].row->shape <= BK__HEAL)
            turn_from(v, &v->hit[k]);
    for (uint32_t k = 0; k < v->n_hits; k++) /* judgements behind words that turn */
        if (v->hit[k].row->shape == BK__FLAW || v->hit[k].row->shape == BK__MERIT)
            turn_from(v, &v->hit[k]);
    for (uint32_t k = 0; k < v->n_hits; k++)
        bk__mood_settle(v, &v->hit[k]);
}
