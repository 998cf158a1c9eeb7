/* fill_keyness.c - tables keyness, terms, collocations: what marks an outlet or a month; the
 * vocabulary; words that belong together.
 *
 * Groups of fewer than LEAST articles are left out. Split: a group a chunk, over the pool. */
#include "base/par.h"
#include "study/study.h"

enum { LEAST = 5, MIN_DOCS = 2 };

static bk_status fill_collocations(bk_study *s)
{
    bk_collocations *k = NULL;
    bk_status st = bk__study_fresh(s, T_COLLOCATIONS);
    if (st != BK_OK || s->opts.vectorizer.collocations == 0 || !s->corpus)
        return st;
    st = bk_collocations_find(s->ctx, &k, s->corpus, &s->opts.vectorizer);
    for (size_t i = 0; st == BK_OK && i < bk_collocations_size(k); i++) {
        const bk_collocation *c = bk_collocations_at(k, i);
        bk_cell row[COL_N] = {[COL_TERM] = BK_CELL_STR(c->term),
                              [COL_SHOWN] = BK_CELL_STR(c->shown),
                              [COL_COUNT] = BK_CELL_INT((int64_t)c->count),
                              [COL_FIRST] = BK_CELL_INT((int64_t)c->first),
                              [COL_SECOND] = BK_CELL_INT((int64_t)c->second),
                              [COL_EXPECTED] = BK_CELL_REAL(c->association.expected),
                              [COL_PMI] = BK_CELL_REAL(c->association.pmi),
                              [COL_NPMI] = BK_CELL_REAL(c->association.npmi),
                              [COL_G2] = BK_CELL_REAL(c->association.g2),
                              [COL_DF] = BK_CELL_INT((int64_t)c->df),
                              [COL_ARTICLE] = BK_CELL_STR(bk_corpus_at(s->corpus, c->article)->id),
                              [COL_EXAMPLE] =
                                  c->example.p ? bk__study_words(s, c->example) : BK_CELL_NULL};
        st = bk__study_add(s, T_COLLOCATIONS, row);
    }
    bk_collocations_free(k);
    return st;
}

bk_status bk__fill_terms(bk_study *s)
{
    const bk_vocab *v;
    bk_status st = BK_OK;
    if (!s->given) {
        bk_vectorizer_free(s->vectors);
        st = bk__study_count(s);
    }
    if (st == BK_OK)
        st = bk__study_fresh(s, T_TERMS);
    if (st != BK_OK)
        return st;
    v = bk_vectorizer_vocab(s->vectors);
    for (uint32_t k = 0; k < bk_vocab_size(v) && st == BK_OK; k++) {
        bk_cell row[TER_N] = {[TER_TERM] = BK_CELL_STR(bk_vocab_term(v, k)),
                              [TER_SHOWN] = BK_CELL_STR(bk_vocab_shown(v, k)),
                              [TER_DF] = BK_CELL_INT((int64_t)bk_vocab_df(v, k)),
                              [TER_TF] = BK_CELL_INT((int64_t)bk_vocab_tf(v, k))};
        st = bk__study_add(s, T_TERMS, row);
    }
    return st == BK_OK ? fill_collocations(s) : st;
}

typedef struct keys {
    bk_study *s;
    const bk__groups *g;
    int64_t *size; /* [g->n] articles */
    bk_key *key;   /* [g->n x key_terms] */
    int *found;    /* [g->n] */
} keys;

static bk_status one_group(void *user, int64_t chunk, int worker)
{
    keys *k = user;
    bk_study *s = k->s;
    int n = s->opts.key_terms;
    (void)worker;
    if (k->size[chunk] < LEAST)
        return BK_OK;
    return bk_keyness(s->ctx, k->key + chunk * n, n, &k->found[chunk],
                      bk_vectorizer_counts(s->vectors), k->g->of, (int32_t)chunk, s->vote,
                      MIN_DOCS);
}

static bk_status add_keys(const keys *k)
{
    bk_study *s = k->s;
    const bk_vocab *v = bk_vectorizer_vocab(s->vectors);
    bk_status st = BK_OK;
    for (int32_t g = 0; g < k->g->n; g++)
        for (int i = 0; i < k->found[g] && st == BK_OK; i++) {
            const bk_key *x = &k->key[(int64_t)g * s->opts.key_terms + i];
            bk_cell row[KEY_N] = {[KEY_SCOPE] = BK_CELL_STR(bk__str(k->g->scope)),
                                  [KEY_ID] = BK_CELL_STR(k->g->id[g]),
                                  [KEY_RANK] = BK_CELL_INT(i + 1),
                                  [KEY_TERM] = BK_CELL_STR(bk_vocab_shown(v, x->col)),
                                  [KEY_COUNT] = BK_CELL_REAL(x->count),
                                  [KEY_REFERENCE] = BK_CELL_REAL(x->reference),
                                  [KEY_G2] = BK_CELL_REAL(x->g2),
                                  [KEY_LOG_RATIO] = BK_CELL_REAL(x->log_ratio),
                                  [KEY_DISPERSION] = BK_CELL_REAL(x->dispersion),
                                  [KEY_P] = BK_CELL_REAL(x->p),
                                  [KEY_Z] = BK_CELL_REAL(x->z)};
            st = bk__study_add(s, T_KEYNESS, row);
        }
    return st;
}

static bk_status by_group(bk_study *s, const bk__groups *g)
{
    keys k = {s, g, NULL, NULL, NULL};
    bk_status st = BK_OK;
    size_t n = (size_t)g->n;
    if (g->n < 2) /* nothing to compare it with */
        return BK_OK;
    k.size = bk__calloc(s->ctx, n + 1, sizeof *k.size);
    k.key = bk__calloc(s->ctx, n * (size_t)s->opts.key_terms + 1, sizeof *k.key);
    k.found = bk__calloc(s->ctx, n + 1, sizeof *k.found);
    if (!k.size || !k.key || !k.found)
        st = BK_ENOMEM;
    for (int64_t i = 0; i < s->D && st == BK_OK; i++)
        if (g->of[i] >= 0)
            k.size[g->of[i]]++;
    if (st == BK_OK)
        st = bk__par_for(s->ctx, "keyness", g->n, one_group, &k);
    if (st == BK_OK)
        st = add_keys(&k);
    bk__free(s->ctx, k.size);
    bk__free(s->ctx, k.key);
    bk__free(s->ctx, k.found);
    return st;
}

bk_status bk__fill_keyness(bk_study *s)
{
    bk_status st = bk__study_fresh(s, T_KEYNESS);
    if (st == BK_OK && s->opts.key_terms > 0)
        st = by_group(s, &s->source);
    if (st == BK_OK && s->opts.key_terms > 0)
        st = by_group(s, &s->month);
    return st;
}
