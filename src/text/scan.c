/* scan.c - running text to tokens and sentences.
 *
 * What goes on without a stop is cut: what looks at pairs of a sentence, or keeps its words, stays
 * bounded. */
#include "text/scan.h"

#include "text/token.h"

void bk__tokens_init(bk__tokens *t, bk_ctx *ctx)
{
    *t = (bk__tokens){.ctx = ctx};
}

void bk__tokens_clear(bk__tokens *t)
{
    bk__free(t->ctx, t->token);
    bk__free(t->ctx, t->sentence);
    *t = (bk__tokens){.ctx = t->ctx};
}

static bk_status grow_tokens(bk__tokens *t)
{
    uint32_t cap = t->cap ? 2 * t->cap : 512;
    bk_token *more = bk__resize_array(t->ctx, t->token, cap, sizeof *more);
    if (!more)
        return BK_ENOMEM;
    t->token = more;
    t->cap = cap;
    return BK_OK;
}

/* `form` where it is known, else BK__NONE. */
static inline bk_status add_token(const bk__scanner *sc, bk__tokens *t, bk_str s, size_t begin,
                                  size_t end, bk_kind kind, uint32_t form)
{
    bk_status st = t->n == t->cap ? grow_tokens(t) : BK_OK;
    if (st == BK_OK && form == BK__NONE)
        st = sc->form(sc->user, (bk_str){s.p + begin, end - begin}, kind, &form);
    if (st == BK_OK)
        t->token[t->n++] = (bk_token){form, (uint32_t)begin, (uint32_t)end, t->n_sentences};
    return st;
}

static bk_status end_sentence(bk__tokens *t, uint32_t first, uint32_t field)
{
    if (t->n == first)
        return BK_OK;
    if (t->n_sentences == t->cap_sentences) {
        uint32_t cap = t->cap_sentences ? 2 * t->cap_sentences : 64;
        bk_sentence *more = bk__resize_array(t->ctx, t->sentence, cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        t->sentence = more;
        t->cap_sentences = cap;
    }
    t->sentence[t->n_sentences++] = (bk_sentence){
        t->token[first].begin, t->token[t->n - 1].end, first, t->n - first, field, t->paragraph};
    return BK_OK;
}

/* Words whose slots were asked of memory; their forms are looked up a few words later. */
enum { AHEAD = 16 };
typedef struct pending {
    struct word {
        uint64_t a, b, hash;
        uint32_t token;
    } word[2 * AHEAD]; /* a ring */
    uint32_t first, n; /* rising */
} pending;

/* The oldest `n` of them. */
static bk_status look_up(const bk__scanner *sc, bk__tokens *t, bk_str s, pending *p, uint32_t n)
{
    for (; n > 0; n--) {
        const struct word *w = &p->word[p->first++ % (2 * AHEAD)];
        bk_token *token = &t->token[w->token];
        const bk__seen_slot *slot = bk__seen_word(sc->seen, w->a, w->b, w->hash);
        token->form = (slot->form >> 2) - 1;
        if (slot->form)
            continue;
        bk_str surface = {s.p + token->begin, token->end - token->begin};
        bk_status st = sc->form(sc->user, surface, BK_KIND_WORD, &token->form);
        if (st != BK_OK)
            return st;
    }
    return BK_OK;
}

/* Most words are up to 16 ASCII letters with a blank or a mark behind them: those from *at on, with
 * the blanks behind them, up to `most` tokens. `room`: bytes that can be read. */
static bk_status plain_words(const bk__scanner *sc, bk__tokens *t, bk_str s, size_t *at,
                             size_t room, uint32_t most, pending *p)
{
    size_t i = *at;
    bk_status st = BK_OK;
    while (i + BK__LETTERS_ROOM <= room && t->n < most) {
        unsigned n = bk__letters(s.p + i);
        size_t end = i + n;
        if (n == 0 || end >= s.n || !bk__plain_word(s, i, end))
            break;
        if (t->n == t->cap && (st = grow_tokens(t)) != BK_OK)
            break;
        struct word *w = &p->word[p->n++ % (2 * AHEAD)];
        bk__seen_key k = bk__seen_key_word(s.p + i, n);
        __builtin_prefetch(&sc->seen->slot[k.hash & (sc->seen->slots - 1)]);
        *w = (struct word){k.a, k.b, k.hash, t->n};
        t->token[t->n++] = (bk_token){BK__NONE, (uint32_t)i, (uint32_t)end, t->n_sentences};
        i = end + (s.p[end] == ' ');
        if (p->n - p->first == 2 * AHEAD && (st = look_up(sc, t, s, p, AHEAD)) != BK_OK)
            break;
    }
    *at = i;
    return st;
}

/* Does the mark that is the last token of the sentence from `first` on end it? */
static bool ends(const bk__scanner *sc, const bk__tokens *t, uint32_t first, bk_str s, size_t *to)
{
    const bk_token *mark = &t->token[t->n - 1];
    bool any = t->n > first + 1;
    bk__extent before = any ? (bk__extent){mark[-1].begin, mark[-1].end} : (bk__extent){0, 0};
    const bk__sentences rules = {sc->abbreviations, sc->soft};
    return bk__ends_sentence(&rules, s, mark->begin, mark->end, any ? &before : NULL,
                             t->n == first + 2, to);
}

bk_status bk__scan_span(const bk__scanner *sc, bk__tokens *t, bk_str field,
                        uint32_t number_of_field, uint32_t begin, uint32_t end)
{
    bk_str s = {field.p, end};
    uint32_t first = t->n, form;
    bk_status st = BK_OK;
    size_t stop = SIZE_MAX; /* the sentence ends when this is reached */
    pending p;
    p.first = p.n = 0;
    for (size_t i = begin, n, to; i < s.n && st == BK_OK; i = to) {
        if (i >= stop || (s.p[i] == '\n' && !sc->soft) || bk__too_long(s, i, t->n - first)) {
            st = end_sentence(t, first, number_of_field);
            first = t->n;
            stop = SIZE_MAX;
            if (st != BK_OK)
                break;
        }
        to = i;
        st = plain_words(sc, t, s, &to, field.n, first + BK__SENTENCE_TOKENS - 1, &p);
        if (to > i || st != BK_OK)
            continue;
        if ((n = bk__blank(s, i))) {
            to = i + n;
            continue;
        }
        if (bk__plain_mark(s.p[i])) {
            to = i + 1;
            form = sc->seen->mark[(unsigned char)s.p[i]] - 1;
            st = add_token(sc, t, s, i, to, BK_KIND_PUNCT, form);
            continue;
        }
        bk_kind kind = BK_KIND_PUNCT;
        bool one = s.p[i] == '.' && i + 1 < s.n && s.p[i + 1] != '.'; /* not "..." */
        form = one ? sc->seen->mark['.'] - 1 : BK__NONE;
        to = one ? i + 1 : bk__token_end(s, i, &kind);
        st = add_token(sc, t, s, i, to, kind, form);
        bool dotted_word = kind == BK_KIND_WORD && s.p[to - 1] == '.';
        if (st == BK_OK && stop == SIZE_MAX && kind == BK_KIND_PUNCT && bk__may_end(s, i)) {
            size_t behind;
            if (ends(sc, t, first, s, &behind))
                stop = behind;
        } else if (dotted_word && to < s.n && s.p[to] == '\n' && !sc->soft) {
            stop = to;
        }
    }
    if (st == BK_OK)
        st = look_up(sc, t, s, &p, p.n - p.first);
    if (st == BK_OK)
        st = end_sentence(t, first, number_of_field);
    t->paragraph++;
    return st;
}
