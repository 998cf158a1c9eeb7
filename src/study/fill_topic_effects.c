/* fill_topic_effects.c - tables topic_effects, topic_contrast: what moves the share of a topic, and
 * how two outlets word it.
 *
 * Covariates: the outlet, the fields that were named, then the time by the finest of month, quarter
 * and year that has at most PERIODS; so of what outlet and time explain together the outlet is
 * named. One that those before it explain (a section that is one outlet's alone) stands by itself.
 * A covariate of one level is left out. Of two outlets the words are listed whose interval does not
 * hold 0. */
#include <math.h>

#include "study/themes.h"

enum { PERIODS = 36, MOST = 2 + BK__MOST_FIELDS, WORDS = 10, NAMED = 12 };
static const double PRIOR = 300; /* words that the prior is worth: about one article of news */

/* ---- effects ------------------------------------------------------------------------------- */

typedef struct covariates {
    bk_factor factor[MOST];
    const bk__groups *groups[MOST]; /* of the names of levels; NULL: a number */
    const char *name[MOST];
    int n;
} covariates;

static void add(covariates *c, const char *name, const bk__groups *g)
{
    if (g->n < 2)
        return;
    c->groups[c->n] = g;
    c->name[c->n] = name;
    c->factor[c->n++] = (bk_factor){g->of, g->n, NULL};
}

static void gather(const bk_study *s, covariates *c)
{
    const bk__groups *time[] = {&s->month, &s->quarter, &s->year};
    int finest = 0;
    add(c, "source", &s->source);
    for (uint32_t f = 0; f < s->n_fields; f++) {
        if (s->field[f].x) {
            c->name[c->n] = s->field[f].groups.scope;
            c->factor[c->n++] = (bk_factor){NULL, 0, s->field[f].x};
        } else {
            add(c, s->field[f].groups.scope, &s->field[f].groups);
        }
    }
    while (finest < 2 && time[finest]->n > PERIODS)
        finest++;
    add(c, time[finest]->scope, time[finest]);
}

/* q [n] of the p of one covariate; those that cannot be told stay NaN. */
static bk_status adjust(bk_ctx *ctx, const bk_effect *e, int64_t n, double *q)
{
    int64_t m = 0;
    for (int64_t i = 0; i < n; i++)
        if (isfinite(e[i].p))
            q[m++] = e[i].p;
    bk_status st = bk_stat_adjust(ctx, q, m);
    for (int64_t i = n; i-- > 0 && st == BK_OK;)
        q[i] = isfinite(e[i].p) ? q[--m] : NAN;
    return st;
}

/* adjusted: the other covariates are held equal. */
static bk_status add_effect(bk__themes *t, const covariates *c, const bk_effect *e, int factor,
                            int k, double q, bool adjusted)
{
    const bk__groups *g = c->groups[factor];
    bk_cell row[TEF_N] = {[TEF_COVARIATE] = BK_CELL_STR(bk__str(c->name[factor])),
                          [TEF_LEVEL] =
                              g && e->level >= 0 ? BK_CELL_STR(g->id[e->level]) : BK_CELL_NULL,
                          [TEF_TOPIC] = BK_CELL_INT(k),
                          [TEF_EFFECT] = BK_CELL_REAL(e->effect),
                          [TEF_LOW] = BK_CELL_REAL(e->low),
                          [TEF_HIGH] = BK_CELL_REAL(e->high),
                          [TEF_P] = BK_CELL_REAL(e->p),
                          [TEF_Q] = BK_CELL_REAL(q),
                          [TEF_ADJUSTED] = BK_CELL_INT(adjusted),
                          [TEF_ARTICLES] = BK_CELL_INT(e->n)};
    return bk__study_add(t->s, T_TOPIC_EFFECTS, row);
}

/* The n effects of one covariate. */
static bk_status add_factor(bk__themes *t, const covariates *c, const bk_effect *e, int64_t n,
                            int factor, bool adjusted)
{
    double *q = bk__alloc_array(t->s->ctx, (size_t)n + 1, sizeof *q);
    bk_status st = q ? adjust(t->s->ctx, e, n, q) : BK_ENOMEM;
    for (int64_t i = 0; i < n && st == BK_OK; i += t->K) /* a level has all topics */
        for (int k = 0; k < t->K && st == BK_OK; k++)
            st = add_effect(t, c, &e[i + t->at[k]], factor, k, q[i + t->at[k]], adjusted);
    bk__free(t->s->ctx, q);
    return st;
}

/* A covariate that those before it explain, by itself. */
static bk_status add_alone(bk__themes *t, const covariates *c, int factor)
{
    bk_stat_rows rows = bk__themes_rows(t);
    bk_effect *e = NULL;
    int64_t n = 0;
    bk_status st =
        bk_stat_effects(t->s->ctx, &e, &n, &rows, &c->factor[factor], 1, t->s->opts.theme.level);
    if (st == BK_OK)
        st = add_factor(t, c, e, n, factor, false);
    bk_effects_free(t->s->ctx, e);
    return st;
}

bk_status bk__fill_topic_effects(bk__themes *t)
{
    bk_study *s = t->s;
    covariates c = {.n = 0};
    bk_stat_rows rows = bk__themes_rows(t);
    bk_effect *e = NULL;
    int64_t n = 0, to;
    gather(s, &c);
    if (c.n == 0)
        return BK_OK;
    bk_status st = bk_stat_effects(s->ctx, &e, &n, &rows, c.factor, c.n, s->opts.theme.level);
    for (int64_t from = 0; from < n && st == BK_OK; from = to) {
        int factor = e[from].factor;
        for (to = from; to < n && e[to].factor == factor;)
            to++;
        st = c.n > 1 && isnan(e[from].effect)
                 ? add_alone(t, &c, factor)
                 : add_factor(t, &c, e + from, to - from, factor, c.n > 1);
    }
    bk_effects_free(s->ctx, e);
    return st;
}

/* ---- two outlets --------------------------------------------------------------------------- */

static int32_t outlet(const bk_study *s, bk_str name)
{
    uint32_t at = bk__str_search(s->source.id, (uint32_t)s->source.n, bk__str_trim(name));
    return at == UINT32_MAX ? -1 : (int32_t)at;
}

static bk_status no_outlet(const bk_study *s, bk_str name)
{
    bk__buf b;
    bk__buf_init(&b, s->ctx);
    bk_status st = BK_OK;
    for (int32_t i = 0; i < s->source.n && i < NAMED && st == BK_OK; i++) {
        st = bk__buf_add(&b, i ? BK__STR(", ") : BK__STR(""));
        if (st == BK_OK)
            st = bk__buf_add(&b, s->source.id[i]);
    }
    if (st == BK_OK && s->source.n > NAMED)
        st = bk__buf_print(&b, " and %d more", (int)(s->source.n - NAMED));
    name = bk__str_trim(name);
    if (st == BK_OK)
        st = bk__fail(s->ctx, BK_EINVAL, "contrast", "no article is of \"%.*s\"; outlets: %.*s",
                      (int)(name.n < 100 ? name.n : 100), name.p, (int)b.n, b.n ? b.p : "none");
    bk__buf_clear(&b);
    return st;
}

/* "A:B" at the first colon that leaves two outlets; else the first one says what is wrong. */
bk_status bk__contrast_outlets(const bk_study *s, int32_t *a, int32_t *b)
{
    bk_str z = bk__str(s->opts.theme.contrast), first, rest = z;
    for (size_t i = 0; i < z.n; i++) {
        if (z.p[i] != ':')
            continue;
        *a = outlet(s, (bk_str){z.p, i});
        *b = outlet(s, (bk_str){z.p + i + 1, z.n - i - 1});
        if (*a >= 0 && *b >= 0 && *a != *b)
            return BK_OK;
    }
    first = bk__str_cut(&rest, ':');
    if (first.n < z.n && (outlet(s, first) < 0 || outlet(s, rest) < 0))
        return no_outlet(s, outlet(s, first) < 0 ? first : rest);
    return bk__fail(s->ctx, BK_EINVAL, "contrast",
                    "\"%.*s\": two different outlets with a colon between them",
                    (int)(z.n < 100 ? z.n : 100), z.p);
}

static bk_status add_odds(bk__themes *t, int32_t a, int32_t b, int k, int rank, const bk_odds *x)
{
    const bk_study *s = t->s;
    bk_cell row[TCO_N] = {[TCO_A] = BK_CELL_STR(s->source.id[a]),
                          [TCO_B] = BK_CELL_STR(s->source.id[b]),
                          [TCO_TOPIC] = BK_CELL_INT(k),
                          [TCO_RANK] = BK_CELL_INT(rank),
                          [TCO_TERM] =
                              BK_CELL_STR(bk_vocab_shown(bk_vectorizer_vocab(s->vectors), x->col)),
                          [TCO_COUNT_A] = BK_CELL_REAL(x->a),
                          [TCO_COUNT_B] = BK_CELL_REAL(x->b),
                          [TCO_LOG_ODDS] = BK_CELL_REAL(x->delta),
                          [TCO_LOW] = BK_CELL_REAL(x->low),
                          [TCO_HIGH] = BK_CELL_REAL(x->high),
                          [TCO_Z] = BK_CELL_REAL(x->z),
                          [TCO_Q] = BK_CELL_REAL(x->q)};
    return bk__study_add(t->s, T_TOPIC_CONTRAST, row);
}

/* Terms that fewer than two articles of the two outlets hold say little of an outlet. */
static bk_status seldom(const bk__themes *t, int32_t a, int32_t b, uint8_t *skip)
{
    const bk_study *s = t->s;
    const bk_csr *A = bk_vectorizer_counts(s->vectors);
    int32_t *n = bk__calloc(s->ctx, (size_t)A->cols + 1, sizeof *n);
    if (!n)
        return BK_ENOMEM;
    for (int64_t i = 0; i < A->rows; i++)
        for (int64_t p = A->ptr[i];
             p < A->ptr[i + 1] && (s->source.of[i] == a || s->source.of[i] == b); p++)
            n[A->col[p]]++;
    for (int64_t w = 0; w < A->cols; w++)
        skip[w] = n[w] < 2;
    bk__free(s->ctx, n);
    return BK_OK;
}

bk_status bk__fill_topic_contrast(bk__themes *t)
{
    bk_study *s = t->s;
    const bk_csr *A = bk_vectorizer_counts(s->vectors);
    int32_t a = -1, b = -1;
    size_t room = (size_t)A->cols * (size_t)t->K + 1;
    bk_odds odds[2 * WORDS];
    if (!s->opts.theme.contrast)
        return BK_OK;
    bk_status st = bk__contrast_outlets(s, &a, &b);
    if (st != BK_OK)
        return st;
    double *x = bk__alloc_array(s->ctx, 2 * room, sizeof *x);
    uint8_t *skip = bk__alloc_array(s->ctx, (size_t)A->cols + 1, sizeof *skip);
    st = x && skip ? seldom(t, a, b, skip) : BK_ENOMEM;
    for (int side = 0; side < 2 && st == BK_OK; side++)
        st = bk_topic_counts(s->ctx, x + (size_t)side * room, t->topic, A, s->source.of,
                             side ? b : a, t->vote, t->lead);
    for (int k = 0; k < t->K && st == BK_OK; k++) {
        const double *of_a = x + t->at[k] * A->cols, *of_b = of_a + room;
        int above, below;
        st = bk_stat_odds(s->ctx, odds, WORDS, &above, &below, of_a, of_b, skip, A->cols, PRIOR,
                          s->opts.theme.level);
        for (int i = 0; i < above && st == BK_OK; i++)
            if (odds[i].low > 0)
                st = add_odds(t, a, b, k, i + 1, &odds[i]);
        for (int i = 0; i < below && st == BK_OK; i++)
            if (odds[above + i].high < 0)
                st = add_odds(t, a, b, k, -1 - i, &odds[above + i]);
    }
    if (st == BK_OK && bk_table_rows(s->table[T_TOPIC_CONTRAST]) == 0)
        bk__log(s->ctx, BK_LOG_WARN,
                "--contrast finds no word that the two outlets clearly differ by: too few articles "
                "of theirs have the same topics, or they word them alike");
    bk__free(s->ctx, x);
    bk__free(s->ctx, skip);
    return st;
}
