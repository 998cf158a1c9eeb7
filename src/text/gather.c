/* gather.c - the words of running text as the caller's numbers.
 *
 * Blocks of 64 bytes are looked at for what begins in them: words, marks, anything else.
 * A word's slot is asked of memory some words before it is looked at. Marks cost no look-up. */
#include "text/gather.h"

#include "text/classes.h"
#include "text/forms.h"
#include "text/token.h"

enum { AHEAD = 16, RING = 2 * AHEAD };

typedef struct pending { /* a word whose slot was asked of memory */
    uint64_t a, b;
    uint32_t hash; /* lower bits: no table has more slots */
    uint32_t begin, end;
    uint32_t how; /* its kind; the bits below */
} pending;
enum {
    KIND = 3,
    INSIDE = 4, /* within a sentence or a quote */
    APART = 8   /* no word of letters alone: others may have the same a and b */
};

typedef struct run {
    bk__gather *g;
    const bk__scanner *sc;
    bk__seen *seen;
    bk_str s;
    size_t room;       /* bytes that can be read */
    uint32_t running;  /* INSIDE where the text is running text, else 0 */
    uint32_t inside;   /* INSIDE where the next token is within a sentence or a quote, else 0 */
    uint32_t n;        /* tokens of the sentence */
    bk__extent last;   /* token of the sentence, where n > 0 */
    size_t stop;       /* the sentence ends when this is reached */
    uint32_t from, to; /* of the ring, rising */
    pending ring[RING];
} run;

bk_status bk__gather_end(bk__gather *g)
{
    size_t n = g->n;
    g->n = 0;
    return n > 0 ? g->take(g->user, g->word, n) : BK_OK;
}

/* The slot is empty or may be another form's, or its word was not asked for. */
static bk_status ask(const run *r, const pending *p, bk__seen_slot **slot)
{
    bk_str surface = {r->s.p + p->begin, p->end - p->begin};
    bk__seen_key key = {p->a, p->b, p->hash, p->how & KIND};
    uint32_t form, word;
    bk_status st = r->sc->form(r->sc->user, surface, (bk_kind)(p->how & KIND), &form);
    if (st != BK_OK)
        return st;
    *slot = bk__seen_slot_of(r->seen, key, form);
    if ((*slot)->word == 0 && (st = r->g->word_of(r->g->user, form, &word)) == BK_OK)
        (*slot)->word = word == BK__GATHER_NONE ? 1 : word + 2;
    return st;
}

/* Has the slot the same a and b, but not the same form? */
static inline bool may_be_another(const pending *p, const bk__seen_slot *slot)
{
    return p->b == BK__SEEN_LONG || (slot->form & 3) != (p->how & KIND);
}

/* The oldest `n` words, n <= RING. */
static bk_status look_up(run *r, uint32_t n)
{
    bk__gather *g = r->g;
    bk_status st;
    if (BK__GATHER_ROOM - g->n < n && (st = bk__gather_end(g)) != BK_OK)
        return st;
    uint32_t *out = g->word + g->n;
    for (uint32_t at = r->from, to = at + n; at < to; at++) {
        const pending *p = &r->ring[at % RING];
        bk__seen_slot *slot = bk__seen_word(r->seen, p->a, p->b, p->hash);
        if ((slot->word == 0 || (p->how & APART && may_be_another(p, slot))) &&
            (st = ask(r, p, &slot)) != BK_OK)
            return st;
        slot->all++;
        slot->inside += (p->how & INSIDE) != 0;
        *out = slot->word - 2;
        out += slot->word > 1;
    }
    r->from += n;
    g->n = (size_t)(out - g->word);
    return BK_OK;
}

static inline void ask_memory(const bk__seen_slot *slot, size_t slots, pending *p, bk__seen_key k)
{
    __builtin_prefetch(&slot[k.hash & (slots - 1)], 1);
    p->a = k.a;
    p->b = k.b;
    p->hash = (uint32_t)k.hash;
}

/* apart: APART or 0. */
static bk_status push(run *r, bk__seen_key k, uint32_t apart, size_t begin, size_t end)
{
    pending *p = &r->ring[r->to++ % RING];
    ask_memory(r->seen->slot, r->seen->slots, p, k);
    p->begin = (uint32_t)begin;
    p->end = (uint32_t)end;
    p->how = k.kind | r->inside | apart;
    r->inside = r->running;
    return r->to - r->from == RING ? look_up(r, AHEAD) : BK_OK;
}

static bk_status add_break(run *r)
{
    bk__gather *g = r->g;
    bk_status st = look_up(r, r->to - r->from);
    if (st == BK_OK && g->n == BK__GATHER_ROOM)
        st = bk__gather_end(g);
    if (st == BK_OK)
        g->word[g->n++] = BK__GATHER_BREAK;
    return st;
}

/* Before the token is added. */
static inline bk_status begin_token(run *r)
{
    if (r->n++ > 0)
        return BK_OK;
    r->inside = 0;
    return r->g->sentences++ > 0 && r->g->breaks ? add_break(r) : BK_OK;
}

/* First bytes of quotation marks. */
static inline bool may_quote(char c)
{
    return c == '"' || c == '\'' || c == '\xE2' || c == '\xC2';
}

static bk_status add_mark(run *r, size_t begin, size_t end)
{
    bk_status st = begin_token(r);
    if (st == BK_OK && r->g->breaks)
        st = add_break(r);
    r->inside = may_quote(r->s.p[begin]) && bk__quotation((bk_str){r->s.p + begin, end - begin})
                    ? 0
                    : r->running;
    return st;
}

/* The token at i, whatever it is, and its end. */
static bk_status any_token(run *r, size_t i, size_t *to)
{
    const bk_str s = r->s;
    const bk__sentences rules = {r->sc->abbreviations, r->sc->soft};
    const bk__extent before = r->last;
    bk_kind kind = BK_KIND_PUNCT;
    bk_status st;
    size_t behind;
    bool one = s.p[i] == '.' && i + 1 < s.n && s.p[i + 1] != '.'; /* not "..." */
    *to = one ? i + 1 : bk__token_end(s, i, &kind);
    r->last = (bk__extent){i, *to};
    if (kind == BK_KIND_PUNCT) {
        st = add_mark(r, i, *to);
        if (r->stop == SIZE_MAX && bk__may_end(s, i) &&
            bk__ends_sentence(&rules, s, i, *to, r->n > 1 ? &before : NULL, r->n == 2, &behind))
            r->stop = behind;
        return st;
    }
    st = begin_token(r);
    if (st == BK_OK && (kind == BK_KIND_WORD || (kind == BK_KIND_NUMBER && r->g->numbers)))
        st = push(r, bk__seen_key_of((bk_str){s.p + i, *to - i}, kind), APART, i, *to);
    r->inside = r->running;
    if (kind == BK_KIND_WORD && s.p[*to - 1] == '.' && *to < s.n && s.p[*to] == '\n' &&
        !r->sc->soft)
        r->stop = *to;
    return st;
}

static inline void end_sentence(run *r)
{
    r->n = 0;
    r->stop = SIZE_MAX;
}

/* Whether a sentence ends before the token at i. */
static inline bool ended(const run *r, size_t i)
{
    return i >= r->stop ||
           (r->n >= BK__SENTENCE_TOKENS &&
            (i > r->last.end || r->n >= 2 * (uint32_t)BK__SENTENCE_TOKENS)); /* a blank before i */
}

/* What begins at i: a line break, a mark, a blank, any token. */
static bk_status read_any(run *r, size_t i, bool line, size_t *to)
{
    size_t n = bk__blank(r->s, i);
    if (ended(r, i) || line)
        end_sentence(r);
    *to = i + (n ? n : 1);
    if (n)
        return BK_OK;
    if (!bk__plain_mark(r->s.p[i]))
        return any_token(r, i, to);
    r->last = (bk__extent){i, *to};
    return add_mark(r, i, *to);
}

/* From here on plain words need no look at the sentence. */
static size_t plain_until(const run *r)
{
    return r->n > 0 && r->n + BK__CLASSES < BK__SENTENCE_TOKENS ? r->stop : 0;
}

/* Words of up to 16 ASCII letters that end where `ends` has a bit are most of what there is. */
static inline bool is_plain(uint64_t ends, unsigned bit, unsigned n)
{
    return n - 1 < BK__SEEN_SHORT && ends >> (bit + n) & 1;
}

/* How many letters stand from `bit` on. */
static inline unsigned letters_at(uint64_t letter, unsigned bit)
{
    uint64_t others = ~(letter >> bit);
    return others ? (unsigned)__builtin_ctzll(others) : BK__CLASSES;
}

/* The plain words that begin at the bits of *todo up to the first place where something else begins
 * or the sentence has to be looked at: that place is left, *todo 0 for none. What the loop needs
 * stands in variables of its own. */
static bk_status plain_words(run *r, const char *p, size_t base, uint64_t letter, uint64_t ends,
                             uint64_t *todo)
{
    const size_t until = plain_until(r);
    const bk__seen_slot *slot = r->seen->slot;
    size_t slots = r->seen->slots;
    uint32_t to = r->to, words = 0;
    uint64_t left = *todo;
    bk_status st = BK_OK;
    for (; left; left &= left - 1, words++) {
        unsigned bit = (unsigned)__builtin_ctzll(left);
        unsigned n = letters_at(letter, bit);
        size_t i = base + bit;
        if (i >= until || !is_plain(ends, bit, n))
            break;
        pending *e = &r->ring[to++ % RING];
        ask_memory(slot, slots, e, bk__seen_key_word(p + bit, n));
        e->begin = (uint32_t)i;
        e->end = (uint32_t)(i + n);
        e->how = BK_KIND_WORD | (words ? r->running : r->inside);
        if (to - r->from < RING)
            continue;
        r->to = to;
        if ((st = look_up(r, AHEAD)) != BK_OK)
            break;
        slot = r->seen->slot;
        slots = r->seen->slots;
    }
    *todo = left;
    r->to = to;
    r->n += words;
    if (words > 0) {
        const pending *last = &r->ring[(to - 1) % RING];
        r->last = (bk__extent){last->begin, last->end};
        r->inside = r->running;
    }
    return st;
}

/* The same of one, where the sentence has to be looked at. */
static bk_status first_word(run *r, const char *p, size_t i, unsigned n)
{
    if (ended(r, i))
        end_sentence(r);
    bk_status st = begin_token(r);
    r->last = (bk__extent){i, i + n};
    return st == BK_OK ? push(r, bk__seen_key_word(p, n), 0, i, i + n) : st;
}

/* What begins in the block at *at, which moves behind it: to the next block, or to a word that this
 * one does not hold whole. A block begins where no token goes on. */
static bk_status read_block(run *r, size_t *at)
{
    const size_t base = *at, left = r->s.n - base;
    char copy[BK__CLASSES + BK__SEEN_SHORT];
    const char *p = r->s.p + base;
    if (r->room - base < sizeof copy) {
        memset(copy, 0, sizeof copy);
        memcpy(copy, p, r->room - base);
        p = copy;
    }
    bk__classes c = bk__classes_at(p, left);
    const uint64_t line = r->sc->soft ? 0 : c.line, ends = bk__classes_ends(&c, left);
    uint64_t todo = c.other | line | (c.letter & ~(c.letter << 1));
    *at = base + BK__CLASSES;
    if (c.letter >> (BK__CLASSES - 1) && ~c.letter) { /* the last word may go on */
        unsigned whole = BK__CLASSES - (unsigned)__builtin_clzll(~c.letter);
        todo &= ((uint64_t)1 << whole) - 1;
        *at = base + whole;
    }
    for (;;) {
        bk_status st = plain_words(r, p, base, c.letter, ends, &todo);
        if (st != BK_OK || todo == 0)
            return st;
        unsigned bit = (unsigned)__builtin_ctzll(todo), n = letters_at(c.letter, bit);
        size_t i = base + bit, to = i + n;
        st = is_plain(ends, bit, n) ? first_word(r, p + bit, i, n)
                                    : read_any(r, i, line >> bit & 1, &to);
        if (st != BK_OK || to - base >= BK__CLASSES) {
            *at = to > *at ? to : *at;
            return st;
        }
        todo = todo >> (to - base) << (to - base);
        if (to > *at)
            *at = to;
        else if (to < *at)
            todo |= c.letter & (uint64_t)1 << (to - base);
    }
}

bk_status bk__gather_span(bk__gather *g, const bk__scanner *sc, bk__seen *seen, bk_str field,
                          bool running, uint32_t begin, uint32_t end)
{
    run r;
    bk_status st = BK_OK;
    r.g = g;
    r.sc = sc;
    r.seen = seen;
    r.s = (bk_str){field.p, end};
    r.room = field.n;
    r.running = running ? INSIDE : 0;
    r.inside = 0;
    r.n = r.from = r.to = 0;
    r.stop = SIZE_MAX;
    r.last = (bk__extent){begin, begin};
    for (size_t at = begin; at < end && st == BK_OK;)
        st = read_block(&r, &at);
    return st == BK_OK ? look_up(&r, r.to - r.from) : st;
}
