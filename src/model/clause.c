/* clause.c - a sentence's words sorted for the relation rules.
 *
 *   1 each token becomes part of a mention, of a lexicon hit, a grammar mark or nothing
 *   2 mentions are joined: apposition (same power, nothing but marks and titles between) and
 *     coordination (a comma list that ends in "and", "and", a hyphen, a slash)
 *   3 hits get their voice from the prefix or from "to be ... by", their negation from a negator in
 *     front, their certainty from what governs them
 *   4 words that turn (mereda, mencabut, memburuk) find the hit that they turn and change its sign
 * One pass each over the sentence; buffers stay. */
#include "model/clause.h"

#include "base/str.h"

enum {
    TITLE_WORDS = 4, /* at most so many words between the parts of an apposition */
    HEAD_WORDS = 3,  /* ... between a preposition and the name that it governs */
    REACH = 5,       /* a negator, plan or turning word governs a hit at most so far behind it */
    BACK = 9,        /* a turning verb's subject begins at most so far before it */
    LOOK = 12        /* a comma list ends in "and" within so many tokens */
};
static const float UNCERTAIN = 0.5f, CONCEDED = 0.3f;

void bk__clauses_init(bk__clauses *v, bk_ctx *ctx)
{
    *v = (bk__clauses){.ctx = ctx};
}

void bk__clauses_clear(bk__clauses *v)
{
    bk__free(v->ctx, v->mark);
    bk__free(v->ctx, v->party_at);
    bk__free(v->ctx, v->hit_at);
    bk__free(v->ctx, v->party);
    bk__free(v->ctx, v->hit);
    bk__clauses_init(v, v->ctx);
}

/* ---- 1: tokens ------------------------------------------------------------------------------- */

static bk_status reserve(bk__clauses *v, uint32_t n)
{
    if (n > v->cap) {
        uint32_t cap = n + n / 2 + 64;
        uint8_t *mark = bk__resize_array(v->ctx, v->mark, cap, sizeof *mark);
        if (mark)
            v->mark = mark;
        uint32_t *party_at =
            mark ? bk__resize_array(v->ctx, v->party_at, cap, sizeof *party_at) : NULL;
        if (party_at)
            v->party_at = party_at;
        uint32_t *hit_at =
            party_at ? bk__resize_array(v->ctx, v->hit_at, cap, sizeof *hit_at) : NULL;
        if (!hit_at)
            return BK_ENOMEM;
        v->hit_at = hit_at;
        v->cap = cap;
    }
    memset(v->mark, 0, n);
    memset(v->party_at, 0xFF, n * sizeof *v->party_at);
    memset(v->hit_at, 0xFF, n * sizeof *v->hit_at);
    return BK_OK;
}

/* Makes room for one more of `size`; the array may move. */
static bk_status grow(bk_ctx *ctx, void *array, uint32_t n, uint32_t *cap, size_t size)
{
    void **at = array;
    if (n < *cap)
        return BK_OK;
    uint32_t more = *cap ? 2 * *cap : 32;
    void *p = bk__resize_array(ctx, *at, more, size);
    if (!p)
        return BK_ENOMEM;
    *at = p;
    *cap = more;
    return BK_OK;
}

static uint8_t mark_of(const bk_form *f)
{
    if (f->kind != BK_KIND_PUNCT || f->surface.n == 0)
        return 0;
    switch (f->surface.p[0]) {
    case ',':
        return BK__COMMA;
    case '-':
    case '/':
    case '&':
        return BK__AND;
    case '(':
    case ')':
        return 0;
    default:
        break;
    }
    static const char *const dash[] = {"\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x93"};
    for (size_t i = 0; i < sizeof dash / sizeof *dash; i++)
        if (bk__str_eq(f->surface, bk__str(dash[i])))
            return BK__AND;
    return BK__STOP;
}

static uint8_t way_of(const bk__clauses *v, const bk_analyzer *a, const bk__predicate *row,
                      uint32_t first, uint32_t end)
{
    const bk_token *token = v->reading->scan->tokens;
    if (row->shape == BK__THING || row->shape == BK__TIE)
        return BK__NOUN;
    for (uint32_t i = first; i < end; i++) {
        const bk_form *f = bk_analyzer_form(a, token[i].form);
        switch (f->prefix) {
        case BK_PREFIX_MEN:
        case BK_PREFIX_BER:
            return BK__ACTIVE;
        case BK_PREFIX_DI:
        case BK_PREFIX_TER:
            return BK__PASSIVE;
        case BK_PREFIX_PEN:
        case BK_PREFIX_PER:
        case BK_PREFIX_KE_AN:
            return BK__NOUN;
        default:
            break;
        }
    }
    const bk_form *f = bk_analyzer_form(a, token[first].form);
    bool derived = !bk__str_eq(f->lemma, f->root);
    if (row->shape == BK__PAIR)
        return BK__NOUN;
    return row->root && derived ? BK__NOUN : BK__ACTIVE;
}

static bk_status add_hit(bk__clauses *v, const bk_analyzer *a, const bk__predicate *row,
                         uint32_t first, uint32_t end)
{
    bk_status st = grow(v->ctx, &v->hit, v->n_hits, &v->cap_hits, sizeof *v->hit);
    if (st != BK_OK)
        return st;
    for (uint32_t i = first; i < end; i++)
        v->hit_at[i - v->first] = v->n_hits;
    v->hit[v->n_hits++] = (bk__hit){.first = first,
                                    .end = end,
                                    .row = row,
                                    .way = way_of(v, a, row, first, end),
                                    .kind = row->kind,
                                    .sign = row->sign,
                                    .certainty = 1,
                                    .turn = BK__NONE};
    return BK_OK;
}

static bk_status add_party(bk__clauses *v, const bk_mention *m, const bk__spot *spot)
{
    bk_status st = grow(v->ctx, &v->party, v->n_parties, &v->cap_parties, sizeof *v->party);
    if (st != BK_OK)
        return st;
    uint32_t first = spot->first < v->first ? v->first : spot->first;
    uint32_t end = spot->first + spot->n > v->end ? v->end : spot->first + spot->n;
    for (uint32_t i = first; i < end; i++)
        v->party_at[i - v->first] = v->n_parties;
    uint8_t members = (uint8_t)(m->powers ? __builtin_popcountll(m->powers) : 1);
    v->party[v->n_parties++] =
        (bk__party){first, end, m->powers, members, (uint8_t)(m->powers ? 0 : 1), 0, BK__NONE};
    return BK_OK;
}

static bk_status sort_tokens(bk__clauses *v, bk_analyzer *a, bk__predicates *p)
{
    const bk__reading *r = v->reading;
    bk_status st = BK_OK;
    for (uint32_t i = v->first, n; i < v->end && st == BK_OK; i += n) {
        const bk__predicate *row = NULL;
        uint32_t m = r->mention_at[i];
        n = 1;
        if (m != BK__NONE) {
            n = r->spot[m].first + r->spot[m].n - i;
            st = add_party(v, &r->mention[m], &r->spot[m]);
            continue;
        }
        uint32_t length = bk__predicates_match(p, r->scan, i, &row);
        for (uint32_t k = 1; k < length; k++) /* a name ends the pattern */
            if (r->mention_at[i + k] != BK__NONE)
                length = 0;
        if (length == 0) {
            v->mark[i - v->first] = mark_of(bk_analyzer_form(a, r->scan->tokens[i].form));
        } else if (row->shape >= BK__TO) {
            n = length;
            memset(v->mark + (i - v->first), row->shape, length);
        } else {
            n = length;
            st = add_hit(v, a, row, i, i + length);
        }
    }
    return st;
}

/* ---- 2: parties
 * ---------------------------------------------------------------------------------- */

static bool plain(const bk__clauses *v, uint32_t token) /* a word that says nothing to the rules */
{
    return bk__mark_at(v, token) == 0 && bk__hit_at(v, token) == BK__NONE &&
           bk__party_at(v, token) == BK__NONE;
}

/* Between a and b only marks of apposition and titles? */
static bool apposed(const bk__clauses *v, const bk__party *a, const bk__party *b)
{
    if (a->powers == 0 || a->powers != b->powers || b->first - a->end > TITLE_WORDS + 2)
        return false;
    uint32_t words = 0;
    for (uint32_t i = a->end; i < b->first; i++)
        if (bk__mark_at(v, i) == BK__COMMA && words == 0)
            continue;
        else if (!plain(v, i) || ++words > TITLE_WORDS)
            return false;
    return true;
}

/* A list of commas from token i on that "and" closes. */
static bool list_closes(const bk__clauses *v, uint32_t i)
{
    uint32_t words = 0;
    for (uint32_t end = i + LOOK < v->end ? i + LOOK : v->end; i < end; i++) {
        uint8_t m = bk__mark_at(v, i);
        if (m == BK__AND)
            return true;
        if (m == BK__COMMA || bk__party_at(v, i) != BK__NONE)
            words = 0;
        else if (!plain(v, i) || ++words > 2)
            return false;
    }
    return false;
}

static bool verb_at(const bk__clauses *v, uint32_t token)
{
    uint32_t h = token < v->end ? bk__hit_at(v, token) : BK__NONE;
    return h != BK__NONE && v->hit[h].way != BK__NOUN;
}

/* "A menolak B dan C menerima": behind b a verb begins and before a one stood. */
static bool new_clause(const bk__clauses *v, const bk__party *a, const bk__party *b)
{
    uint32_t i = b->end;
    while (i < v->end && (bk__mark_at(v, i) == BK__NOT || bk__mark_at(v, i) == BK__MAYBE))
        i++;
    if (!verb_at(v, i))
        return false;
    for (i = v->first; i < a->first; i++)
        if (verb_at(v, i))
            return true;
    return false;
}

static bool coordinated(const bk__clauses *v, const bk__party *a, const bk__party *b)
{
    uint32_t words = 0, i = a->end;
    uint8_t join = 0;
    for (; i < b->first; i++) {
        uint8_t m = bk__mark_at(v, i);
        if (m == BK__COMMA && join != BK__AND && words == 0)
            join = BK__COMMA;
        else if (m == BK__AND && words == 0)
            join = BK__AND;
        else if (m == 0 && bk__hit_at(v, i) == BK__NONE && join)
            words++;
        else if (m == 0 && plain(v, i) && !join) /* a closing bracket */
            continue;
        else
            return false;
    }
    if (join == BK__COMMA)
        return words <= 1 && list_closes(v, b->end);
    return join == BK__AND && words <= TITLE_WORDS && !new_clause(v, a, b);
}

static void join_parties(bk__clauses *v)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < v->n_parties; i++) {
        bk__party *last = n > 0 ? &v->party[n - 1] : NULL, *u = &v->party[i];
        bool same = last && apposed(v, last, u);
        if (same || (last && coordinated(v, last, u))) {
            last->end = u->end;
            if (!same) {
                last->powers |= u->powers;
                last->members = (uint8_t)(last->members + u->members);
                last->others = (uint8_t)(last->others + u->others);
            }
        } else {
            v->party[n++] = *u;
        }
    }
    v->n_parties = n;
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = v->party[k].first; i < v->party[k].end; i++)
            v->party_at[i - v->first] = k;
}

static bool is_prep(uint8_t m)
{
    return m >= BK__TO && m <= BK__BETWEEN;
}

/* The preposition or noun that governs each party. */
static void govern_parties(bk__clauses *v)
{
    for (uint32_t k = 0; k < v->n_parties; k++) {
        bk__party *u = &v->party[k];
        for (uint32_t i = u->first, words = 0; i > v->first && words <= HEAD_WORDS; words++) {
            i--;
            uint32_t h = bk__hit_at(v, i);
            if (h != BK__NONE) {
                if (v->hit[h].way == BK__NOUN && words <= 1)
                    u->noun = h;
                break;
            }
            if (is_prep(bk__mark_at(v, i)))
                u->prep = bk__mark_at(v, i);
            if (!plain(v, i))
                break;
        }
    }
}

/* ---- 3: hits -----------------------------------------------------------------------------------
 */

static bool divides(uint8_t m)
{
    return m >= BK__WHO && m <= BK__IF && m != BK__THAT;
}

/* What stands before hit h in its clause: negation, plans, doubt, conditions. */
static void govern_hit(bk__clauses *v, bk__hit *h)
{
    uint32_t verbs = 0;
    for (uint32_t i = h->first, far = 0; i > v->first; far++) {
        i--;
        uint8_t m = bk__mark_at(v, i);
        uint32_t other = bk__hit_at(v, i);
        if (m == BK__NOT && far < 3 && verbs == 0)
            h->negated = true;
        if (m == BK__MAYBE && far <= REACH)
            h->certainty = UNCERTAIN;
        if (other != BK__NONE && v->hit[other].row->shape == BK__PLAN && far <= REACH &&
            verbs == 0) {
            h->planned = true;
            h->certainty = UNCERTAIN;
        }
        if (other != BK__NONE && v->hit[other].way != BK__NOUN && bk__hit_relates(&v->hit[other]))
            verbs++;
        if (m == BK__IF) {
            h->certainty = UNCERTAIN;
            h->planned = true;
        }
        if (m == BK__THOUGH)
            h->certainty *= CONCEDED;
        if (divides(m) || m == BK__STOP)
            break;
    }
    /* "was accused by" */
    if (h->way == BK__ACTIVE && h->row->shape <= BK__SAY)
        for (uint32_t i = h->first; i > v->first && i + 3 > h->first; i--)
            if (bk__mark_at(v, i - 1) == BK__BE)
                for (uint32_t k = h->end; k < v->end && k < h->end + REACH; k++)
                    if (bk__mark_at(v, k) == BK__BY)
                        h->way = BK__PASSIVE;
}

/* ---- 4: turning words ---------------------------------------------------------------------------
 */

static bool turnable(const bk__hit *h)
{
    return bk__hit_relates(h) && h->row->shape != BK__SAY;
}

/* The hit that turning word t governs: behind it, or its subject before it. */
static uint32_t turned_by(const bk__clauses *v, const bk__hit *t)
{
    for (uint32_t i = t->end; i < v->end && i < t->end + REACH; i++) {
        uint32_t h = bk__hit_at(v, i);
        if (h != BK__NONE && turnable(&v->hit[h]))
            return h;
        uint8_t m = bk__mark_at(v, i);
        if (divides(m) || m == BK__STOP || m == BK__COMMA || m == BK__THAT)
            break;
    }
    uint32_t best = BK__NONE;
    for (uint32_t i = t->first, far = 0; i > v->first; far++) {
        i--;
        uint32_t h = bk__hit_at(v, i);
        uint8_t m = bk__mark_at(v, i);
        if (h != BK__NONE && turnable(&v->hit[h]) && (v->hit[h].way == BK__NOUN || far == 0)) {
            best = h;
            if (far <= BACK + 4)
                return best;
        }
        if (far > BACK + 4 || divides(m) || m == BK__STOP)
            break;
    }
    return best;
}

static uint8_t class_for(uint8_t kind, int sign, bool material)
{
    (void)kind;
    if (sign > 0)
        return bk__class_find(material ? BK__STR("RETREAT") : BK__STR("CONCEDE"));
    return bk__class_find(BK__STR("REJECT"));
}

static void turn(bk__clauses *v, bk__hit *t, bk__hit *h)
{
    uint8_t shape = t->row->shape;
    int8_t was = h->sign;
    bool consult = h->row->sign == 0;
    if (shape == BK__FLAW || shape == BK__MERIT) {
        if (!consult || h->turned)
            return;
        h->sign = shape == BK__MERIT ? 1 : h->sign;
    } else if (shape == BK__LESS) {
        h->sign = was < 0 ? 1 : h->row->shape == BK__TIE ? 0 : -1;
    } else if (shape == BK__MORE) {
        h->sign = was < 0 ? -1 : 1;
    } else if (shape == BK__HARM) {
        h->sign = -1;
    } else {
        h->sign = 1;
    }
    if (t->negated && h->sign != was)
        h->sign = was != 0 ? was : (int8_t)-h->sign;
    h->turned = true;
    h->turn = (uint32_t)(t - v->hit);
    t->spent = true;
    bool material = shape == BK__LESS && h->row->shape == BK__THING && !t->planned &&
                    t->row->kind != BK__NO_CLASS;
    if (h->sign != was && (h->sign != 0))
        h->kind = consult && h->sign > 0 && h->kind != BK__NO_CLASS
                      ? h->kind
                      : class_for(h->kind, h->sign, material);
    if (t->planned) {
        h->planned = true;
        h->certainty = UNCERTAIN;
    }
}

static void turn_hits(bk__clauses *v)
{
    for (int pass = 0; pass < 2; pass++) /* words that turn first, judgements after them */
        for (uint32_t k = 0; k < v->n_hits; k++) {
            bk__hit *t = &v->hit[k];
            bool judges = t->row->shape == BK__FLAW || t->row->shape == BK__MERIT;
            if ((pass == 0 && (t->row->shape < BK__LESS || t->row->shape > BK__HEAL)) ||
                (pass == 1 && !judges))
                continue;
            uint32_t h = turned_by(v, t);
            if (h != BK__NONE)
                turn(v, t, &v->hit[h]);
        }
}

/* A denied conflict is mild cooperation and a denied cooperation a refusal. */
static void negate_hit(bk__hit *h)
{
    if (!h->negated || !bk__hit_relates(h) || h->turned)
        return;
    h->sign = (int8_t)(h->row->sign == 0 ? -1 : -h->sign);
    h->kind = bk__class_find(h->sign > 0 ? BK__STR("SUPPORT") : BK__STR("REJECT"));
}

/* What has not happened is a word, not yet a deed. */
static void plan_hit(bk__hit *h)
{
    if (!h->planned || !bk__hit_relates(h))
        return;
    uint8_t quad = bk__class_at(h->kind)->quad;
    if (quad == BK_QUAD_MK)
        h->kind = bk__class_find(BK__STR("THREATEN"));
    else if (quad == BK_QUAD_MC)
        h->kind = bk__class_find(BK__STR("AGREE"));
}

bk_status bk__clauses_run(bk__clauses *v, bk_analyzer *a, bk__predicates *p, const bk__reading *r,
                          uint32_t s)
{
    const bk_sentence *sentence = &r->scan->sentences[s];
    v->reading = r;
    v->first = sentence->first;
    v->end = sentence->first + sentence->n;
    v->n_parties = v->n_hits = 0;
    bk_status st = reserve(v, sentence->n);
    if (st == BK_OK)
        st = sort_tokens(v, a, p);
    if (st != BK_OK)
        return st;
    join_parties(v);
    govern_parties(v);
    for (uint32_t k = 0; k < v->n_hits; k++)
        govern_hit(v, &v->hit[k]);
    turn_hits(v);
    for (uint32_t k = 0; k < v->n_hits; k++) {
        negate_hit(&v->hit[k]);
        plan_hit(&v->hit[k]);
    }
    return BK_OK;
}
