/* clause.c - a sentence's words sorted for the relation rules.
 *
 *   1 each token becomes part of a mention, of a lexicon hit, a grammar mark or nothing
 *   2 mentions are joined: apposition (same power, nothing but marks and titles between) and
 *     coordination (a comma list that ends in "and", "and", a hyphen, a slash)
 *   3 each party learns what governs it; then turn.c turns, negates and doubts the hits
 * One pass each over the sentence; buffers stay. */
#include "model/clause.h"

#include "base/str.h"

enum {
    TITLE_WORDS = 4, /* at most so many words between the parts of an apposition */
    HEAD_WORDS = 3,  /* ... between a preposition and the name that it governs */
    LOOK = 12        /* a comma list ends in "and" within so many tokens */
};

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

/* ---- 1: tokens ------------------------------------------------------------------------------ */

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

/* A hyphen or dash: whether a blank stands on a side of it. */
static bool spaced(const bk__clauses *v, uint32_t i)
{
    const bk_token *t = v->reading->scan->tokens;
    return (i > v->first && t[i - 1].end < t[i].begin) ||
           (i + 1 < v->end && t[i].end < t[i + 1].begin);
}

static bool dash(bk_str s)
{
    static const char *const dashes[] = {"-", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x93"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (bk__str_eq(s, bk__str(dashes[i])))
            return true;
    return false;
}

static uint8_t mark_of(const bk__clauses *v, const bk_analyzer *a, uint32_t i)
{
    const bk_form *f = bk_analyzer_form(a, v->reading->scan->tokens[i].form);
    if (f->kind == BK_KIND_WORD && (f->prefix == BK_PREFIX_MEN || f->prefix == BK_PREFIX_BER))
        return BK__VERB;
    if (f->kind != BK_KIND_PUNCT || f->surface.n == 0)
        return 0;
    if (dash(f->surface))
        return spaced(v, i) ? BK__DASH : BK__AND;
    switch (f->surface.p[0]) {
    case ',':
        return BK__COMMA;
    case '/':
    case '&':
        return BK__AND;
    case '.':
    case ';':
    case ':':
    case '!':
    case '?':
        return BK__STOP;
    default:
        if (bk__str_eq(f->surface, BK__STR("\xE2\x80\x94")))
            return BK__DASH;
        return f->flags & (BK_FORM_OPEN | BK_FORM_CLOSE) || strchr("()[]", f->surface.p[0])
                   ? BK__BRACKET
                   : 0;
    }
}

static uint8_t way_of(const bk__clauses *v, const bk_analyzer *a, const bk__predicate *row,
                      uint32_t first, uint32_t end)
{
    const bk_token *token = v->reading->scan->tokens;
    if (row->shape == BK__THING || row->shape == BK__DOER || row->shape == BK__TIE)
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
            if (i == first) /* not: tutup kedutaan */
                return BK__NOUN;
            break;
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
    bk_status st = bk__grow(v->ctx, &v->hit, &v->cap_hits, v->n_hits + 1, sizeof *v->hit);
    if (st != BK_OK)
        return st;
    const bk_form *f = bk_analyzer_form(a, v->reading->scan->tokens[first].form);
    for (uint32_t i = first; i < end; i++)
        v->hit_at[i - v->first] = v->n_hits;
    v->hit[v->n_hits++] = (bk__hit){.first = first,
                                    .end = end,
                                    .row = row,
                                    .felt = f->prefix == BK_PREFIX_KE_AN,
                                    .bare = row->root && bk__str_eq(f->fold, f->root),
                                    .way = way_of(v, a, row, first, end),
                                    .kind = row->shape == BK__TIE ? BK__NO_CLASS : row->kind,
                                    .sign = row->shape == BK__DOER ? -1 : row->sign,
                                    .certainty = 1,
                                    .turn = BK__NONE};
    return BK_OK;
}

static bk_status add_party(bk__clauses *v, const bk_mention *m, const bk__spot *spot)
{
    bk_status st = bk__grow(v->ctx, &v->party, &v->cap_parties, v->n_parties + 1, sizeof *v->party);
    if (st != BK_OK)
        return st;
    uint32_t first = spot->first < v->first ? v->first : spot->first;
    uint32_t end = spot->first + spot->n > v->end ? v->end : spot->first + spot->n;
    for (uint32_t i = first; i < end; i++)
        v->party_at[i - v->first] = v->n_parties;
    uint8_t members = (uint8_t)(m->powers ? __builtin_popcountll(m->powers) : 1);
    v->party[v->n_parties++] = (bk__party){.first = first,
                                           .end = end,
                                           .powers = m->powers,
                                           .tail = m->powers,
                                           .members = members,
                                           .others = (uint8_t)(m->powers ? 0 : 1),
                                           .both = members == 2 && spot->role == BK__ROLE_PAIR,
                                           .actor = m->powers ? BK__NONE : spot->actor,
                                           .noun = BK__NONE};
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
            v->mark[i - v->first] = mark_of(v, a, i);
        } else if (row->shape == BK__PLAIN) {
            n = length;
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

/* ---- 2: parties ----------------------------------------------------------------------------- */

static bool plain(const bk__clauses *v, uint32_t token) /* a word that says nothing to the rules */
{
    uint8_t m = bk__mark_at(v, token);
    return (m == 0 || m == BK__THIS || m == BK__FOLK) && bk__hit_at(v, token) == BK__NONE &&
           bk__party_at(v, token) == BK__NONE;
}

/* Between a and b only marks of apposition and titles? */
static bool apposed(const bk__clauses *v, const bk__party *a, const bk__party *b)
{
    if (a->tail == 0 || a->tail != b->powers || b->first - a->end > TITLE_WORDS + 2)
        return false;
    uint32_t words = 0;
    for (uint32_t i = a->end; i < b->first; i++)
        if (bk__mark_at(v, i) == BK__BRACKET || (bk__mark_at(v, i) == BK__COMMA && words == 0))
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
        if (bk__joins(m))
            return true;
        if (m == BK__COMMA || bk__party_at(v, i) != BK__NONE)
            words = 0;
        else if (!plain(v, i) || ++words > 2)
            return false;
    }
    return false;
}

bool bk__verb_here(const bk__clauses *v, uint32_t token)
{
    uint32_t h = token < v->end ? bk__hit_at(v, token) : BK__NONE;
    return h != BK__NONE && v->hit[h].way != BK__NOUN && v->hit[h].row->shape != BK__FLAW &&
           v->hit[h].row->shape != BK__MERIT;
}

/* "A menolak B dan C menerima": behind b a verb begins and before a one stood. */
static bool new_clause(const bk__clauses *v, const bk__party *a, const bk__party *b)
{
    uint32_t i = b->end;
    while (i < v->end && (bk__mark_at(v, i) == BK__NOT || bk__mark_at(v, i) == BK__MAYBE))
        i++;
    if (!bk__verb_here(v, i))
        return false;
    for (i = a->first; i > v->first; i--)
        if (bk__divides(bk__mark_at(v, i - 1)) || bk__mark_at(v, i - 1) == BK__STOP)
            return false;
        else if (bk__verb_here(v, i - 1))
            return true;
    return false;
}

/* "A bersama B mengecam": the second right behind the first, and then a verb. */
static bool accompanied(const bk__clauses *v, const bk__party *a, const bk__party *b)
{
    if (a->prep != 0 || b->end >= v->end || a->end >= b->first || b->first > a->end + 2)
        return false;
    for (uint32_t i = a->end; i < b->first; i++)
        if (bk__mark_at(v, i) != BK__TOGETHER)
            return false;
    return bk__verb_here(v, b->end) && bk__hit_relates(&v->hit[bk__hit_at(v, b->end)]) &&
           v->hit[bk__hit_at(v, b->end)].row->shape <= BK__SAY;
}

static bool coordinated(const bk__clauses *v, const bk__party *a, const bk__party *b)
{
    if (accompanied(v, a, b))
        return true;
    uint32_t words = 0, i = a->end;
    uint8_t join = 0;
    if (b->first == i + 1 && bk__mark_at(v, i) == BK__DASH) /* not behind a dateline's place */
        return a->powers && b->powers;
    for (; i < b->first; i++) {
        uint8_t m = bk__mark_at(v, i);
        if (m == BK__COMMA && join != BK__AND && words == 0)
            join = BK__COMMA;
        else if (bk__joins(m) && words == 0)
            join = BK__AND;
        else if ((m == 0 || m == BK__THIS) && bk__hit_at(v, i) == BK__NONE && join)
            words++;
        else if (m == BK__BRACKET || (join == BK__AND && words == 0 && m && m == a->prep))
            continue; /* dari A atau dari B */
        else
            return false;
    }
    if (join == BK__COMMA)
        return words <= 1 && list_closes(v, b->end);
    return join == BK__AND && words <= TITLE_WORDS && !new_clause(v, a, b);
}

static bool is_prep(uint8_t m)
{
    return m >= BK__TO && m <= BK__BETWEEN;
}

/* The preposition or noun that governs a party. */
static void govern(const bk__clauses *v, bk__party *u)
{
    for (uint32_t i = u->first, words = 0; i > v->first && words <= HEAD_WORDS; words++) {
        i--;
        uint32_t h = bk__hit_at(v, i);
        if (h != BK__NONE && v->hit[h].way == BK__NOUN && words <= 1)
            u->noun = h;
        uint8_t m = bk__mark_at(v, i);
        if (m == BK__TOGETHER)
            u->prep = BK__WITH;
        if (is_prep(m) && (m != BK__AT || words <= 1)) /* not: dalam pekan ini A ... */
            u->prep = m;
        if (!plain(v, i))
            break;
    }
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
                last->both = false;
                last->powers |= u->powers;
                last->tail = u->powers;
                last->members = (uint8_t)(last->members + u->members);
                last->others = (uint8_t)(last->others + u->others);
                last->actor = last->actor == BK__NONE ? u->actor : last->actor;
            }
        } else {
            v->party[n] = *u;
            govern(v, &v->party[n++]);
        }
    }
    v->n_parties = n;
    for (uint32_t k = 0; k < n; k++)
        for (uint32_t i = v->party[k].first; i < v->party[k].end; i++)
            v->party_at[i - v->first] = k;
}

int16_t bk__voice_at(const bk__clauses *v, uint32_t i)
{
    uint32_t q = v->reading->quote_at[i];
    if (q == BK__NONE)
        return BK_VOICE_NARRATOR;
    const bk__extent *e = &v->reading->extent[q];
    for (uint32_t k = e->speaker; k < e->speaker + e->n_speaker; k++) {
        uint32_t u = k >= v->first && k < v->end ? bk__party_at(v, k) : BK__NONE;
        if (u != BK__NONE && v->party[u].members > 1)
            return BK_VOICE_NARRATOR;
    }
    return v->reading->quote[q].power;
}

bk_status bk__clauses_run(bk__clauses *v, bk_analyzer *a, bk__predicates *p, const bk__reading *r,
                          uint32_t s)
{
    const bk_sentence *sentence = &r->scan->sentences[s];
    v->reading = r;
    v->analyzer = a;
    v->first = sentence->first;
    v->end = sentence->first + sentence->n;
    v->n_parties = v->n_hits = 0;
    bk_status st = reserve(v, sentence->n);
    if (st == BK_OK)
        st = sort_tokens(v, a, p);
    if (st != BK_OK)
        return st;
    join_parties(v);
    bk__turn_run(v);
    return BK_OK;
}
