/* cue_unit.c - a text as a row of words and masked actors, with clauses, negation, lexicon hits. */
#include "model/cue_unit.h"

#include "model/reading.h"

/* A stretch of bytes of the text; empty: none. */
typedef struct stretch {
    size_t begin, end;
} stretch;

static stretch find(bk_str text, bk_str what, int64_t from)
{
    if (what.n == 0 || what.n > text.n)
        return (stretch){0, 0};
    size_t at = 0;
    for (int64_t chars = 0; from >= 0 && at < text.n && chars < from; chars++) {
        at++;
        while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80)
            at++;
    }
    if (from >= 0 && what.n <= text.n - at && memcmp(text.p + at, what.p, what.n) == 0)
        return (stretch){at, at + what.n};
    const char *hit = memmem(text.p, text.n, what.p, what.n);
    return hit ? (stretch){(size_t)(hit - text.p), (size_t)(hit - text.p) + what.n}
               : (stretch){0, 0};
}

static bool inside(const bk_token *t, stretch s)
{
    return s.end > s.begin && t->begin < s.end && t->end > s.begin;
}

/* The actor that is named in a stretch; BK__NONE. */
static uint32_t actor_in(const bk__reading *r, stretch s)
{
    for (uint32_t i = 0; i < r->scan->n_tokens; i++) {
        uint32_t m = r->mention_at[i];
        if (inside(&r->scan->tokens[i], s) && m != BK__NONE && r->spot[m].actor != BK__NONE)
            return r->spot[m].actor;
    }
    return BK__NONE;
}

typedef struct walk {
    bk__cues *c;
    stretch source, target;
    uint32_t actor_a, actor_b;
    uint32_t clause;
    uint32_t negation; /* words that the negation still reaches */
} walk;

static bk_status add_step(bk__cues *c, bk__step s)
{
    bk_status st = bk__grow(c->ctx, &c->step, &c->cap_steps, c->n_steps + 1, sizeof *c->step);
    if (st == BK_OK)
        c->step[c->n_steps++] = s;
    return st;
}

static bool is_name(const bk__reading *r, uint32_t mention)
{
    const bk__spot *s = &r->spot[mention];
    return s->role == BK__ROLE_ACTOR && s->sort <= BK__SORT_GROUP;
}

/* Sort of a token: an actor's, or a word's or a mark's. */
static uint8_t sort_of(walk *w, uint32_t token, const bk_form *f)
{
    const bk__reading *r = w->c->reading;
    const bk_token *t = &r->scan->tokens[token];
    uint32_t m = r->mention_at[token];
    if (inside(t, w->source))
        return BK__UNIT_A;
    if (inside(t, w->target))
        return BK__UNIT_B;
    if (f->kind == BK_KIND_PUNCT)
        return BK__UNIT_MARK;
    if (w->c->mask && m != BK__NONE && is_name(r, m)) {
        uint32_t actor = r->spot[m].actor;
        return actor == BK__NONE     ? BK__UNIT_O
               : actor == w->actor_a ? BK__UNIT_A
               : actor == w->actor_b ? BK__UNIT_B
                                     : BK__UNIT_O;
    }
    bool first = token == bk__sentence_first(r, token);
    if (w->c->capitals && !first && (f->flags & BK_FORM_CAPITAL) && f->kind == BK_KIND_WORD)
        return BK__UNIT_O;
    return BK__UNIT_WORD;
}

static bool divides(uint8_t mark)
{
    return bk__divides(mark) || mark == BK__THAT || mark == BK__STOP || mark == BK__COMMA ||
           mark == BK__BRACKET || mark == BK__DASH;
}

enum { REACH = 4 }; /* words behind a negator */

static bk_status step_token(walk *w, uint32_t token)
{
    static const char *const masked[] = {"", "", "A", "B", "O"};
    bk__cues *c = w->c;
    const bk_form *f = bk__form_at(c->reading, token);
    uint8_t sort = sort_of(w, token, f), mark = bk__mark_at(&c->clauses, token);
    bk__step *last = c->n_steps > 0 ? &c->step[c->n_steps - 1] : NULL;
    if (divides(mark)) {
        w->clause++;
        w->negation = 0;
    }
    if (sort >= BK__UNIT_A && last && last->sort == sort)
        return BK_OK; /* one actor of several words */
    bk__step s = {.sort = sort, .clause = (uint16_t)w->clause, .token = token};
    s.quoted = c->reading->quote_at[token] != BK__NONE;
    s.stop = f->flags & BK_FORM_STOP;
    s.word = s.root = sort >= BK__UNIT_A ? bk__str(masked[sort]) : f->fold;
    if (sort == BK__UNIT_WORD && f->kind == BK_KIND_NUMBER)
        s.word = s.root = BK__STR("0");
    else if (sort == BK__UNIT_WORD && f->root.n > 0)
        s.root = f->root;
    if (sort == BK__UNIT_WORD && (f->flags & BK_FORM_NEGATOR)) {
        w->negation = REACH;
    } else if (w->negation > 0 && sort != BK__UNIT_MARK) {
        s.negated = true;
        w->negation -= !s.stop;
    }
    if (sort == BK__UNIT_A && c->a == BK__NONE)
        c->a = c->n_steps;
    if (sort == BK__UNIT_B && c->b == BK__NONE &&
        inside(&c->reading->scan->tokens[token], w->target)) {
        c->b = c->n_steps;
        c->target_word = f->flags & BK_FORM_STOP ? f->fold : BK__STR("name");
    }
    return add_step(c, s);
}

/* Hits of the sentence's clauses, behind the steps that they begin at. */
static bk_status add_senses(bk__cues *c, uint32_t from)
{
    static const char *const shape[BK__COMMA] = {
        [BK__FLAW] = "flaw", [BK__MERIT] = "merit", [BK__LESS] = "less",
        [BK__MORE] = "more", [BK__HARM] = "harm",   [BK__HEAL] = "heal"};
    uint32_t at = from;
    for (uint32_t k = 0; k < c->clauses.n_hits; k++) {
        const bk__hit *h = &c->clauses.hit[k];
        const char *name = bk__class_at(h->row->kind)->name;
        if (!*name)
            name = h->row->shape < BK__COMMA ? shape[h->row->shape] : NULL;
        while (at + 1 < c->n_steps && c->step[at + 1].token <= h->first)
            at++;
        if (!name || at >= c->n_steps || c->step[at].sort >= BK__UNIT_A)
            continue;
        bk_status st =
            bk__grow(c->ctx, &c->sense, &c->cap_senses, c->n_senses + 1, sizeof *c->sense);
        if (st != BK_OK)
            return st;
        c->sense[c->n_senses++] = (bk__sense){
            at, name, h->sign, h->way, h->planned, bk_quad_name(bk__class_at(h->kind)->quad)};
    }
    return BK_OK;
}

static void add_polarity(bk__cues *c, const bk_scan *scan)
{
    uint32_t beyond = 0;
    for (uint32_t i = 0; i < c->n_steps; i++) {
        int8_t value;
        if (c->step[i].sort != BK__UNIT_WORD || c->step[i].token < beyond)
            continue;
        uint32_t n = bk__polarities_match(c->polarities, scan, c->step[i].token, &value);
        if (n == 0)
            continue;
        beyond = c->step[i].token + n;
        c->step[i].polarity = c->step[i].negated ? (int8_t)(value > 0 ? -1 : 1) : value;
    }
}

/* Whether the party is the speaker of a quote. */
static bool speaks(const bk__cues *c)
{
    uint32_t party = bk__cue_party(c);
    for (uint32_t q = 0; party != BK__NONE && q < c->reading->n_quotes; q++) {
        const bk__extent *e = &c->reading->extent[q];
        uint32_t token = c->step[party].token;
        if (token >= e->speaker && token < e->speaker + e->n_speaker)
            return true;
    }
    return false;
}

bk_status bk__cue_steps(bk__cues *c, const bk__cue_text *t)
{
    const bk_scan *scan;
    bk_article article = {.text = t->text, .lang = bk__str(c->lang), .published = BK_NO_DATE};
    c->n_steps = c->n_senses = 0;
    c->a = c->b = BK__NONE;
    bk_status st = bk_analyzer_text(c->analyzer, t->text, c->lang, &scan);
    if (st == BK_OK)
        st = bk__reading_run(c->reading, &article, scan);
    if (st != BK_OK)
        return st;
    walk w = {.c = c, .source = find(t->text, t->source, -1)};
    w.target = find(t->text, t->target, t->from);
    w.actor_a = actor_in(c->reading, w.source);
    w.actor_b = actor_in(c->reading, w.target);
    if (w.actor_a == w.actor_b)
        w.actor_a = w.actor_b = BK__NONE;
    for (uint32_t s = 0; s < scan->n_sentences && st == BK_OK; s++) {
        uint32_t from = c->n_steps;
        st = bk__clauses_run(&c->clauses, c->analyzer, c->predicates, c->reading, s);
        w.clause++;
        w.negation = 0;
        for (uint32_t i = c->clauses.first; i < c->clauses.end && st == BK_OK; i++)
            st = step_token(&w, i);
        if (st == BK_OK && from < c->n_steps)
            st = add_senses(c, from);
    }
    if (st == BK_OK)
        add_polarity(c, scan);
    c->speaks = st == BK_OK && speaks(c);
    return st;
}
