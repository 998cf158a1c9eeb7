/* cue_place.c - cues of words by their place beside source and target, and of lexicon hits. */
#include "model/cue_unit.h"

/* "<a" and the like: where step i stands; `near` also says how far, "" where it is not near. */
typedef struct place {
    char wide[4], near[4];
} place;

/* Both are given. */
static place between(const bk__cues *c, uint32_t i)
{
    bool source_first = c->a < c->b;
    uint32_t first = source_first ? c->a : c->b, last = source_first ? c->b : c->a;
    char side = i < first ? '<' : i < last ? '|' : '>';
    place p = {{side, source_first ? 'a' : 'b', 0, 0}, {0}};
    return p;
}

/* One is given. */
static place beside(const bk__cues *c, uint32_t i)
{
    uint32_t at = bk__cue_party(c), far = 0;
    uint32_t low = i < at ? i : at, high = i < at ? at : i;
    for (uint32_t k = low; k < high && far < 8; k++)
        far += c->step[k].sort != BK__UNIT_MARK;
    char side = i < at ? '-' : '+';
    place p = {{side, c->step[i].clause == c->step[at].clause ? 'c' : 'x', 0, 0}, {0}};
    if (far <= 6) {
        p.near[0] = side;
        p.near[1] = far <= 1 ? '1' : far <= 3 ? '2' : '4';
    }
    return p;
}

static place place_of(const bk__cues *c, uint32_t i)
{
    return c->a != BK__NONE && c->b != BK__NONE ? between(c, i) : beside(c, i);
}

/* `kind` and a place: "l|a". */
static bk_status put_at(bk__cues *c, uint8_t block, const char *at, bk_str name, bool negated)
{
    char kind[8];
    size_t n = strlen(at);
    memcpy(kind, at, n);
    if (negated)
        kind[n++] = '!';
    kind[n] = 0;
    return bk__cue_put(c, block, kind, &name, 1);
}

static bk_status put_placed(bk__cues *c, uint8_t block, uint32_t i, bk_str name, bool negated)
{
    place p = place_of(c, i);
    bk_status st = put_at(c, block, p.wide, name, negated);
    return st == BK_OK && p.near[0] ? put_at(c, block, p.near, name, negated) : st;
}

/* Two words in a row between source and target, or within reach of the only one. */
static bk_status put_pairs(bk__cues *c)
{
    bk_status st = BK_OK;
    uint32_t last = BK__NONE;
    for (uint32_t i = 0; i < c->n_steps && st == BK_OK; i++) {
        if (c->step[i].sort == BK__UNIT_MARK)
            continue;
        if (last != BK__NONE) {
            place p = place_of(c, i), q = place_of(c, last);
            bk_str pair[] = {c->step[last].word, c->step[i].word};
            const char *at = p.near[0] ? p.near : p.wide;
            if (p.wide[0] == '|' || q.wide[0] == '|' || p.near[0])
                st = bk__cue_put(c, BK__CUE_PLACE, at, pair, 2);
        }
        last = i;
    }
    return st;
}

static bk_status put_senses(bk__cues *c)
{
    static const char *const sign[] = {"neg", "nil", "pos"};
    static const char *const way[] = {"act", "pas", "noun"};
    bk_status st = BK_OK;
    bool party = bk__cue_party(c) != BK__NONE;
    for (uint32_t k = 0; k < c->n_senses && st == BK_OK; k++) {
        const bk__sense *h = &c->sense[k];
        bk_str class[] = {bk__str(h->name), bk__str(way[h->way])};
        bk_str turned = bk__str(sign[h->sign + 1]), quad = bk__str(h->quad);
        st = bk__cue_put(c, BK__CUE_SENSE, "s", class, 1);
        if (st == BK_OK)
            st = bk__cue_put(c, BK__CUE_SENSE, "s", &quad, 1);
        if (st == BK_OK)
            st = bk__cue_put(c, BK__CUE_SENSE, "s", &turned, 1);
        if (!party || st != BK_OK)
            continue;
        place p = place_of(c, h->step);
        st = bk__cue_put(c, BK__CUE_SENSE, p.wide, class, 2);
        if (st == BK_OK)
            st = put_placed(c, BK__CUE_SENSE, h->step, turned, false);
        if (st == BK_OK)
            st = bk__cue_put(c, BK__CUE_SENSE, p.wide, &quad, 1);
        if (st == BK_OK && h->planned)
            st = bk__cue_put(c, BK__CUE_SENSE, "plan", &quad, 1);
        bool patient = (p.wide[0] == '+') == (h->way == BK__PASSIVE); /* of what is behind it */
        if (st == BK_OK && h->way != BK__NOUN && p.wide[1] == 'c')
            st = bk__cue_put(c, BK__CUE_SENSE, patient ? "to" : "by", &turned, 1);
    }
    return st;
}

/* The first words that say something behind a party, and what the lexicon says of the first hit:
 * mostly its verb. `kind` is v and the party. */
static bk_status put_first(bk__cues *c, uint32_t party, const char *kind)
{
    enum { FIRST = 3 };
    bk_status st = BK_OK;
    uint32_t said = 0;
    for (uint32_t i = party + 1; i < c->n_steps && said < FIRST && st == BK_OK; i++) {
        const bk__step *s = &c->step[i];
        if (s->sort != BK__UNIT_WORD || s->stop)
            continue;
        if (said == 0)
            st = put_at(c, BK__CUE_PLACE, kind, s->root, s->negated);
        bk_str also[] = {bk__str("~"), s->root};
        if (st == BK_OK)
            st = bk__cue_put(c, BK__CUE_PLACE, kind, also, 2);
        said++;
    }
    for (uint32_t k = 0; k < c->n_senses && st == BK_OK; k++) {
        const bk__sense *h = &c->sense[k];
        if (h->step <= party)
            continue;
        bk_str what[] = {bk__str(h->name), bk__str(h->quad)};
        st = bk__cue_put(c, BK__CUE_SENSE, kind, what, 1);
        if (st == BK_OK)
            st = bk__cue_put(c, BK__CUE_SENSE, kind, what + 1, 1);
        break;
    }
    return st;
}

static const char *sum_name(int sum)
{
    return sum < -2 ? "sum--" : sum < 0 ? "sum-" : sum == 0 ? "sum0" : sum <= 2 ? "sum+" : "sum++";
}

/* Sums of polarity: of the text; of the party's clause; of what is near it. */
static bk_status put_sums(bk__cues *c)
{
    static const char *const kind[] = {"p", "pc", "pn"};
    int sum[3] = {0, 0, 0}, some[3] = {1, 0, 0};
    uint32_t at = bk__cue_party(c);
    for (uint32_t i = 0; i < c->n_steps; i++) {
        int v = (int)c->step[i].polarity;
        sum[0] += v;
        if (at == BK__NONE || v == 0)
            continue;
        bool clause = c->step[i].clause == c->step[at].clause, near = beside(c, i).near[0];
        sum[1] += clause ? v : 0;
        sum[2] += near ? v : 0;
        some[1] |= clause;
        some[2] |= near;
    }
    bk_status st = BK_OK;
    for (int k = 0; k < 3 && st == BK_OK; k++) {
        bk_str name = bk__str(some[k] ? sum_name(sum[k]) : "none");
        if (k == 0 || at != BK__NONE)
            st = bk__cue_put(c, BK__CUE_SENSE, kind[k], &name, 1);
    }
    return st;
}

/* Whose words step i is, as far as the party goes: its own, another's about it, the text's. */
static const char *voice_of(const bk__cues *c, uint32_t i)
{
    uint32_t party = bk__cue_party(c);
    if (c->step[i].quoted)
        return c->speaks ? "own" : c->step[party].quoted ? "heard" : "else";
    return c->speaks ? "told" : c->step[party].quoted ? "around" : "text";
}

/* Of whom a word with a polarity is said: the nearest two words of substance before it. */
static bk_status put_subject(bk__cues *c, uint32_t i, bk_str half)
{
    enum { BEFORE = 2 };
    bk_status st = BK_OK;
    for (uint32_t k = i, n = 0; k-- > 0 && n < BEFORE && st == BK_OK;) {
        const bk__step *s = &c->step[k];
        if (s->sort == BK__UNIT_MARK || s->stop || s->polarity)
            continue;
        bk_str pair[] = {s->root, half};
        st = bk__cue_put(c, BK__CUE_WORDS, "pp", pair, 2);
        n++;
    }
    return st;
}

/* Polarity of the first and of the last word that has one; how the text ends often decides. */
static bk_status put_ends(bk__cues *c)
{
    const bk__step *first = NULL, *last = NULL;
    for (uint32_t i = 0; i < c->n_steps; i++) {
        last = c->step[i].polarity ? &c->step[i] : last;
        first = first ? first : last;
    }
    if (!first)
        return BK_OK;
    bk_str ends[] = {bk__str(first->polarity < 0 ? "bad" : "good"),
                     bk__str(last->polarity < 0 ? "bad" : "good")};
    bk_status st = bk__cue_put(c, BK__CUE_SENSE, "ends", ends, 2);
    return st == BK_OK ? bk__cue_put(c, BK__CUE_SENSE, "end", ends + 1, 1) : st;
}

static bk_status put_polarities(bk__cues *c)
{
    static const char *const name[] = {"bad2", "bad", "", "good", "good2"};
    bk_status st = BK_OK;
    bool party = bk__cue_party(c) != BK__NONE;
    for (uint32_t i = 0; i < c->n_steps && st == BK_OK; i++) {
        int8_t v = c->step[i].polarity;
        bk_str s = bk__str(name[v + 2]), half = bk__str(v < 0 ? "bad" : "good");
        if (v == 0)
            continue;
        st = bk__cue_put(c, BK__CUE_SENSE, "p", &s, 1);
        if (st == BK_OK && !party)
            st = put_subject(c, i, half);
        if (st == BK_OK && party)
            st = bk__cue_put(c, BK__CUE_SENSE, voice_of(c, i), &half, 1);
        if (st == BK_OK && party)
            st = put_placed(c, BK__CUE_SENSE, i, half, false);
    }
    if (st == BK_OK && !party)
        st = put_ends(c);
    return st == BK_OK ? put_sums(c) : st;
}

/* The first word with a polarity from step `at` on, forward or back; up to `end`. */
static bk_status put_nearest(bk__cues *c, const char *kind, uint32_t at, uint32_t end, int way)
{
    for (uint32_t k = at + (uint32_t)way; k != end; k += (uint32_t)way) {
        bk_str half = bk__str(c->step[k].polarity < 0 ? "bad" : "good");
        if (c->step[k].polarity)
            return bk__cue_put(c, BK__CUE_SENSE, kind, &half, 1);
    }
    return BK_OK;
}

/* Where the target stands: first of all, alone in its clause's front; a pronoun by its word. */
static bk_status put_target(bk__cues *c)
{
    if (c->b == BK__NONE)
        return BK_OK;
    bk_str first = bk__str(c->b == 0                                 ? "first"
                           : c->step[c->b - 1].sort == BK__UNIT_MARK ? "front"
                                                                     : "inner");
    bk_status st = bk__cue_put(c, BK__CUE_SENSE, "t", &first, 1);
    if (st == BK_OK)
        st = bk__cue_put(c, BK__CUE_SENSE, "t", &c->target_word, 1);
    bk_str voice = bk__str(voice_of(c, c->b));
    if (st == BK_OK)
        st = bk__cue_put(c, BK__CUE_SENSE, "t", &voice, 1);
    if (st == BK_OK)
        st = put_nearest(c, "vb", c->b, c->n_steps, 1);
    return st == BK_OK ? put_nearest(c, "ub", c->b, UINT32_MAX, -1) : st;
}

bk_status bk__cue_places(bk__cues *c)
{
    bk_status st = put_senses(c);
    if (st == BK_OK)
        st = put_polarities(c);
    if (st == BK_OK)
        st = put_target(c);
    if (bk__cue_party(c) == BK__NONE)
        return st;
    for (uint32_t i = 0; i < c->n_steps && st == BK_OK; i++)
        if (c->step[i].sort != BK__UNIT_MARK)
            st = put_placed(c, BK__CUE_PLACE, i, c->step[i].root, c->step[i].negated);
    if (st == BK_OK && c->a != BK__NONE)
        st = put_first(c, c->a, "va");
    if (st == BK_OK && c->b != BK__NONE)
        st = put_first(c, c->b, "vb");
    return st == BK_OK ? put_pairs(c) : st;
}
