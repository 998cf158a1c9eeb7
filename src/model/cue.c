/* cue.c - cues of words and of their parts, and the cues of a text as a sorted list. */
#include "model/cue.h"

#include <stdlib.h>

#include "model/cue_unit.h"

enum { NAME = 120, SHORTEST = 3, LONGEST = 5 };

bk_status bk__cues_new(bk_ctx *ctx, bk__cues **out, const char *lang, const char *mask)
{
    bk_analyzer_opts o = BK_ANALYZER_OPTS_INIT;
    *out = NULL;
    bk__cues *c = bk__calloc(ctx, 1, sizeof *c);
    if (!c)
        return BK_ENOMEM;
    c->ctx = ctx;
    c->mask = strcmp(mask, "none") != 0;
    c->capitals = strcmp(mask, "capitals") == 0;
    strncpy(c->lang, lang, sizeof c->lang - 1);
    bk__arena_init(&c->names, ctx);
    bk__clauses_init(&c->clauses, ctx);
    o.lang = c->lang;
    bk_status st = bk_analyzer_new(ctx, &c->analyzer, &o);
    if (st == BK_OK)
        st = bk_triad_load(ctx, &c->triad, NULL);
    if (st == BK_OK)
        st = bk__reading_new(ctx, &c->reading, c->analyzer, c->triad);
    if (st == BK_OK)
        st = bk__predicates_new(ctx, &c->predicates, c->analyzer);
    if (st == BK_OK)
        st = bk__polarities_new(ctx, &c->polarities, c->analyzer);
    if (st != BK_OK) {
        bk__cues_free(c);
        return st;
    }
    *out = c;
    return BK_OK;
}

void bk__cues_free(bk__cues *c)
{
    if (!c)
        return;
    bk__polarities_free(c->polarities);
    bk__predicates_free(c->predicates);
    bk__clauses_clear(&c->clauses);
    bk__reading_free(c->reading);
    bk_triad_free(c->triad);
    bk_analyzer_free(c->analyzer);
    bk__arena_clear(&c->names);
    bk__free(c->ctx, c->step);
    bk__free(c->ctx, c->sense);
    bk__free(c->ctx, c->cue);
    bk__free(c->ctx, c);
}

bk_status bk__cue_put(bk__cues *c, uint8_t block, const char *kind, const bk_str *part, int n)
{
    char name[NAME];
    size_t used = strlen(kind);
    memcpy(name, kind, used);
    for (int i = 0; i < n; i++) {
        if (used + 1 + part[i].n > sizeof name)
            return BK_OK;
        name[used++] = ' ';
        memcpy(name + used, part[i].p, part[i].n);
        used += part[i].n;
    }
    bk_status st = bk__grow(c->ctx, &c->cue, &c->cap, c->n + 1, sizeof *c->cue);
    if (st != BK_OK)
        return st;
    bk__cue *cue = &c->cue[c->n];
    st = bk__arena_str(&c->names, &cue->name, (bk_str){name, used});
    if (st != BK_OK)
        return st;
    cue->hash = bk__hash(name, used);
    cue->count = 1;
    cue->block = block;
    c->n++;
    return BK_OK;
}

/* Words, roots, and two and three words in a row, marks passed over. */
static bk_status put_words(bk__cues *c)
{
    bk_str row[3];
    int n = 0;
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < c->n_steps && st == BK_OK; i++) {
        const bk__step *s = &c->step[i];
        st = bk__cue_put(c, BK__CUE_WORDS, "w", &s->word, 1);
        if (s->sort == BK__UNIT_MARK)
            continue;
        if (st == BK_OK && s->sort == BK__UNIT_WORD)
            st = bk__cue_put(c, BK__CUE_WORDS, s->negated ? "!" : "r", &s->root, 1);
        if (n == 3) {
            row[0] = row[1];
            row[1] = row[2];
            n = 2;
        }
        row[n++] = s->word;
        if (st == BK_OK && n >= 2)
            st = bk__cue_put(c, BK__CUE_WORDS, "w", row + n - 2, 2);
        if (st == BK_OK && n >= 3)
            st = bk__cue_put(c, BK__CUE_WORDS, "w", row, 3);
    }
    return st;
}

/* Stretches of SHORTEST to LONGEST bytes-of-characters of " word ". */
static bk_status put_parts(bk__cues *c, bk_str word)
{
    char padded[64];
    uint8_t at[64]; /* where characters begin */
    int n = 0;
    if (word.n + 2 > sizeof padded)
        return BK_OK;
    padded[0] = padded[word.n + 1] = '_';
    memcpy(padded + 1, word.p, word.n);
    for (size_t i = 0; i < word.n + 2; i++)
        if (((unsigned char)padded[i] & 0xC0) != 0x80)
            at[n++] = (uint8_t)i;
    bk_status st = BK_OK;
    for (int i = 0; i < n; i++)
        for (int k = SHORTEST; k <= LONGEST && i + k <= n && st == BK_OK; k++) {
            size_t end = i + k < n ? at[i + k] : word.n + 2;
            bk_str part = {padded + at[i], end - at[i]};
            st = bk__cue_put(c, BK__CUE_PARTS, "c", &part, 1);
        }
    return st;
}

static int by_hash(const void *a, const void *b)
{
    const bk__cue *x = a, *y = b;
    return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash)
                              : bk__str_cmp(x->name, y->name);
}

static void settle(bk__cues *c)
{
    uint32_t k = 0;
    qsort(c->cue, c->n, sizeof *c->cue, by_hash);
    for (uint32_t i = 0; i < c->n; i++) {
        if (k > 0 && c->cue[k - 1].hash == c->cue[i].hash)
            c->cue[k - 1].count += 1;
        else
            c->cue[k++] = c->cue[i];
    }
    c->n = k;
}

bk_status bk__cues_run(bk__cues *c, const bk__cue_text *t, const bk__cue **out, uint32_t *n)
{
    *out = NULL;
    *n = 0;
    c->n = 0;
    bk__arena_reuse(&c->names);
    bk_status st = bk__cue_steps(c, t);
    if (st == BK_OK)
        st = put_words(c);
    for (uint32_t i = 0; i < c->n_steps && st == BK_OK; i++)
        if (c->step[i].sort == BK__UNIT_WORD)
            st = put_parts(c, c->step[i].word);
    if (st == BK_OK)
        st = bk__cue_places(c);
    if (st != BK_OK)
        return st;
    if (c->n > 0)
        settle(c);
    *out = c->cue;
    *n = c->n;
    return BK_OK;
}
