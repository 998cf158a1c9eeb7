/* fill_topic_terms.c - tables topics, topic_terms: what each topic is called, and by which words.
 *
 * A label is three terms by the measure that `label` names. Of the four measures the first terms
 * stand beside each other. topic_terms lists the first twenty by weight, and those that relevance
 * ranks first for lambda 0, 0.2, ... 1, so that a reader can move lambda. Two terms are twins where
 * one word of each has the same root, or where one begins with the other and is hardly longer. */
#include <math.h>
#include <stdlib.h>

#include "base/topk.h"
#include "study/themes.h"

enum { STEPS = 6, EACH = 15, LISTED = BK__TERMS + STEPS * EACH };

/* ---- twins --------------------------------------------------------------------------------- */

typedef struct roots {
    bk__themes *t;
    bk_analyzer *analyzer;
    bk__map map;
    uint32_t (*of)[2]; /* [V] root in Indonesian and in English, + 1; 0: not yet asked */
    bk_status st;
} roots;

static uint32_t root_of(roots *r, uint32_t col, int lang)
{
    static const char *const langs[2] = {"id", "en"};
    const bk_form *form;
    uint32_t id = 0;
    if (r->of[col][lang] == 0 && r->st == BK_OK) {
        bk_str term = bk_vocab_term(bk_vectorizer_vocab(r->t->s->vectors), col);
        r->st = bk_analyzer_word(r->analyzer, term, langs[lang], &form);
        if (r->st == BK_OK)
            r->st = bk__map_put(&r->map, form->root.n ? form->root : term, &id, NULL);
        r->of[col][lang] = id + 1;
    }
    return r->of[col][lang];
}

/* "tarif", "tariff": one begins with the other and has at most three bytes more. */
static bool begins(bk_str a, bk_str b)
{
    enum { SHORTEST = 4, MORE = 3 };
    bk_str shorter = a.n < b.n ? a : b, longer = a.n < b.n ? b : a;
    return shorter.n >= SHORTEST && longer.n - shorter.n <= MORE && bk__str_begins(longer, shorter);
}

static bool share_word(bk_str a, bk_str b)
{
    while (a.n > 0) {
        bk_str word = bk__str_cut(&a, ' '), rest = b;
        while (rest.n > 0)
            if (bk__str_eq(word, bk__str_cut(&rest, ' ')))
                return true;
    }
    return false;
}

static bool twins(void *user, uint32_t a, uint32_t b)
{
    roots *r = user;
    const bk_vocab *v = bk_vectorizer_vocab(r->t->s->vectors);
    bk_str x = bk_vocab_term(v, a), y = bk_vocab_term(v, b);
    return begins(x, y) || share_word(x, y) || root_of(r, a, 0) == root_of(r, b, 0) ||
           root_of(r, a, 1) == root_of(r, b, 1);
}

static bk_status roots_open(roots *r, bk__themes *t)
{
    bk_ctx *ctx = t->s->ctx;
    *r = (roots){.t = t};
    bk__map_init(&r->map, ctx);
    r->of = bk__calloc(ctx, (size_t)t->counts.cols + 1, sizeof *r->of);
    return r->of ? bk_analyzer_new(ctx, &r->analyzer, &t->s->opts.vectorizer.analyzer) : BK_ENOMEM;
}

static void roots_close(roots *r)
{
    bk__map_clear(&r->map);
    bk_analyzer_free(r->analyzer);
    bk__free(r->t->s->ctx, r->of);
}

/* ---- lists of words ------------------------------------------------------------------------ */

static bk_status join(bk__buf *out, const bk__themes *t, const uint32_t *col, int n, const char *by)
{
    const bk_vocab *v = bk_vectorizer_vocab(t->s->vectors);
    bk_status st = BK_OK;
    out->n = 0;
    for (int i = 0; i < n && st == BK_OK; i++) {
        if (i > 0)
            st = bk__buf_add(out, bk__str(by));
        if (st == BK_OK)
            st = bk__buf_add(out, bk_vocab_shown(v, col[i]));
    }
    return st;
}

/* The n best of a score; how many. heap [n]. */
static int best_of(const double *score, int64_t V, bk__scored *heap, int n)
{
    bk__topk best;
    bk__topk_init(&best, heap, (size_t)n);
    for (int64_t w = 0; w < V; w++)
        if (isfinite(score[w]))
            bk__topk_push(&best, score[w], (uint32_t)w);
    return (int)bk__topk_sort(&best);
}

/* ---- what is known of each topic ------------------------------------------------------------ */

typedef struct naming {
    bk__themes *t;
    int64_t V;
    roots roots;
    uint8_t *barred;  /* [V] */
    double *p;        /* [V] weight in all topics */
    double *score;    /* [K x V] of the running measure */
    uint32_t *label;  /* [K x BK__LABEL] */
    int *in_label;    /* [K] */
    uint32_t *best;   /* [BK__WAYS x K x BK__NAMED] */
    int *n_best;      /* [BK__WAYS x K] */
    bk__scored *list; /* [K x LISTED] terms by weight */
    int *n_list;      /* [K] */
    double *value;    /* [BK__WAYS x K x LISTED] */
} naming;

static const double *weights(const naming *n, int k)
{
    return bk_topic_terms(n->t->topic) + n->t->at[k] * n->V;
}

/* Of the heaviest terms of any topic those that may not stand in a label. */
static bk_status bar(naming *n)
{
    enum { LOOK = 200 };
    const bk_vocab *v = bk_vectorizer_vocab(n->t->s->vectors);
    bk__scored heap[LOOK];
    bk_status st = BK_OK;
    for (int k = 0; k < n->t->K; k++) {
        int m = best_of(weights(n, k), n->V, heap, LOOK);
        for (int i = 0; i < m && st == BK_OK; i++) {
            uint32_t w = heap[i].id;
            bool fits = true;
            st = bk__labels_fits(&n->t->labels, bk_vocab_term(v, w), bk_vocab_shown(v, w), &fits);
            n->barred[w] = !fits;
        }
    }
    return st;
}

static int by_weight(const void *a, const void *b)
{
    const bk__scored *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return (x->id > y->id) - (x->id < y->id);
}

/* The terms to list of topic k, each once, by falling weight. */
static void choose_listed(naming *n, int k)
{
    const double *weight = weights(n, k);
    bk__scored *out = n->list + (int64_t)k * LISTED;
    int m = best_of(weight, n->V, out, BK__TERMS), kept = 0;
    while (m > 0 && !(out[m - 1].score > 0))
        m--;
    for (int step = 0; step < STEPS; step++) {
        double lambda = (double)step / (STEPS - 1), *x = n->score;
        for (int64_t w = 0; w < n->V; w++)
            x[w] = weight[w] > 0 && n->p[w] > 0 ? log(weight[w]) - (1 - lambda) * log(n->p[w])
                                                : -INFINITY;
        m += best_of(x, n->V, out + m, EACH);
    }
    for (int i = 0; i < m; i++)
        out[i].score = weight[out[i].id];
    qsort(out, (size_t)m, sizeof *out, by_weight);
    for (int i = 0; i < m; i++)
        if (kept == 0 || out[i].id != out[kept - 1].id)
            out[kept++] = out[i];
    n->n_list[k] = kept;
}

/* Three terms; where all are barred, of the heaviest. */
static bk_status choose_label(naming *n, int k)
{
    bk__themes *t = n->t;
    const double *score = n->score + t->at[k] * n->V;
    uint32_t *col = n->label + k * BK__LABEL;
    bk_status st = bk_topic_label(t->s->ctx, col, BK__LABEL, &n->in_label[k], bk__themes_fitted(t),
                                  t->at[k], score, &t->articles, n->barred, twins, &n->roots);
    if (st == BK_OK && n->in_label[k] == 0)
        st = bk_topic_label(t->s->ctx, col, BK__LABEL, &n->in_label[k], bk__themes_fitted(t),
                            t->at[k], score, &t->articles, NULL, NULL, NULL);
    return st == BK_OK ? n->roots.st : st;
}

/* One measure: first terms, values of the listed ones, and the labels where it is theirs. */
static bk_status measure(naming *n, int way)
{
    bk__themes *t = n->t;
    const bk_theme_opts *o = &t->s->opts.theme;
    bk__scored heap[BK__NAMED];
    bk_status st = bk_topic_scores(t->s->ctx, n->score, bk__themes_fitted(t), (bk_label_way)way,
                                   o->lambda, &t->counts);
    for (int k = 0; k < t->K && st == BK_OK; k++) {
        const double *score = n->score + t->at[k] * n->V;
        int64_t at = (int64_t)way * t->K + k;
        n->n_best[at] = best_of(score, n->V, heap, BK__NAMED);
        for (int i = 0; i < n->n_best[at]; i++)
            n->best[at * BK__NAMED + i] = heap[i].id;
        for (int i = 0; i < n->n_list[k]; i++)
            n->value[at * LISTED + i] = score[n->list[(int64_t)k * LISTED + i].id];
        if (way == bk_label_way_find(o->label))
            st = choose_label(n, k);
    }
    return st;
}

/* ---- rows ---------------------------------------------------------------------------------- */

static bk_cell text(const bk__buf *b)
{
    return BK_CELL_STR((b->n ? bk__buf_str(b) : BK__STR("")));
}

static double exclusivity(const naming *n, int k)
{
    const bk__themes *t = n->t;
    const double *terms = bk_topic_terms(t->topic);
    uint32_t col[BK__NAMED];
    double weight[BK__NAMED], sum = 0;
    int m = bk_topic_top(t->topic, t->at[k], col, weight, BK__NAMED);
    for (int j = 0; j < m; j++) {
        double all = 0;
        for (int q = 0; q < t->K; q++)
            all += terms[q * n->V + col[j]];
        sum += weight[j] / all;
    }
    return m > 0 ? sum / m : 0;
}

/* list [BK__WAYS]: the first terms of each measure. */
static bk_status add_topic(naming *n, int k, bk__buf *label, bk__buf *list)
{
    bk__themes *t = n->t;
    const bk_theme_opts *o = &t->s->opts.theme;
    int at = t->at[k], seed = bk_topic_seed_of(t->topic, at);
    bool sure = t->refits > 0;
    label->n = 0;
    bool old = t->from && k < bk_topic_model_count(t->from);
    bk_status st = old         ? bk__buf_add(label, t->s->earlier.label[k])
                   : seed >= 0 ? bk__buf_add(label, t->seeds.name[seed])
                               : join(label, t, n->label + k * BK__LABEL, n->in_label[k], ", ");
    for (int w = 0; w < BK__WAYS && st == BK_OK; w++) {
        int64_t of = (int64_t)w * t->K + k;
        st = join(&list[w], t, n->best + of * BK__NAMED, n->n_best[of], " ");
    }
    if (st != BK_OK)
        return st;
    bk_cell row[TOP_N] = {[TOP_TOPIC] = BK_CELL_INT(k),
                          [TOP_LABEL] = text(label),
                          [TOP_SHARE] = BK_CELL_REAL(t->share[k].value),
                          [TOP_LOW] = BK_CELL_REAL(t->share[k].low),
                          [TOP_HIGH] = BK_CELL_REAL(t->share[k].high),
                          [TOP_ARTICLES] = BK_CELL_INT(t->strong[k]),
                          [TOP_NPMI] = BK_CELL_REAL(t->npmi[at]),
                          [TOP_EXCLUSIVITY] = BK_CELL_REAL(exclusivity(n, k)),
                          [TOP_RECOVERY] = sure ? BK_CELL_REAL(t->recovery[at]) : BK_CELL_NULL,
                          [TOP_UNSTABLE] = sure ? BK_CELL_INT(t->recovery[at] < o->unstable_below)
                                                : BK_CELL_NULL,
                          [TOP_X] = BK_CELL_REAL(t->plane[2 * at]),
                          [TOP_Y] = BK_CELL_REAL(t->plane[2 * at + 1]),
                          [TOP_TERMS] = text(&list[BK_LABEL_WEIGHT]),
                          [TOP_RELEVANT] = text(&list[BK_LABEL_RELEVANCE]),
                          [TOP_FREX] = text(&list[BK_LABEL_FREX]),
                          [TOP_TFIDF] = text(&list[BK_LABEL_TFIDF])};
    return bk__study_add(t->s, T_TOPICS, row);
}

static bk_status add_terms(naming *n, int k)
{
    bk__themes *t = n->t;
    const bk_vocab *v = bk_vectorizer_vocab(t->s->vectors);
    bk_status st = BK_OK;
    for (int i = 0; i < n->n_list[k] && st == BK_OK; i++) {
        const bk__scored *x = &n->list[(int64_t)k * LISTED + i];
        const double *value = n->value + (int64_t)k * LISTED + i;
        int64_t way = (int64_t)t->K * LISTED;
        bk_cell row[TTE_N] = {[TTE_TOPIC] = BK_CELL_INT(k),
                              [TTE_RANK] = BK_CELL_INT(i + 1),
                              [TTE_TERM] = BK_CELL_STR(bk_vocab_shown(v, x->id)),
                              [TTE_WEIGHT] = BK_CELL_REAL(x->score),
                              [TTE_LIFT] = BK_CELL_REAL(x->score / n->p[x->id]),
                              [TTE_RELEVANCE] = BK_CELL_REAL(value[BK_LABEL_RELEVANCE * way]),
                              [TTE_FREX] = BK_CELL_REAL(value[BK_LABEL_FREX * way]),
                              [TTE_TFIDF] = BK_CELL_REAL(value[BK_LABEL_TFIDF * way])};
        st = bk__study_add(t->s, T_TOPIC_TERMS, row);
    }
    return st;
}

static bk_status add_rows(naming *n)
{
    bk_ctx *ctx = n->t->s->ctx;
    bk__buf label, list[BK__WAYS];
    bk_status st = BK_OK;
    bk__buf_init(&label, ctx);
    for (int w = 0; w < BK__WAYS; w++)
        bk__buf_init(&list[w], ctx);
    for (int k = 0; k < n->t->K && st == BK_OK; k++)
        st = add_topic(n, k, &label, list);
    for (int k = 0; k < n->t->K && st == BK_OK; k++)
        st = add_terms(n, k);
    bk__buf_clear(&label);
    for (int w = 0; w < BK__WAYS; w++)
        bk__buf_clear(&list[w]);
    return st;
}

static bk_status make_room(naming *n)
{
    bk_ctx *ctx = n->t->s->ctx;
    size_t V = (size_t)n->V + 1, K = (size_t)n->t->K + 1;
    n->barred = bk__calloc(ctx, V, sizeof *n->barred);
    n->p = bk__alloc_array(ctx, V, sizeof *n->p);
    n->score = bk__alloc_array(ctx, V, K * sizeof *n->score);
    n->label = bk__alloc_array(ctx, K, BK__LABEL * sizeof *n->label);
    n->in_label = bk__calloc(ctx, K, sizeof *n->in_label);
    n->best = bk__alloc_array(ctx, K, BK__WAYS * BK__NAMED * sizeof *n->best);
    n->n_best = bk__calloc(ctx, K, BK__WAYS * sizeof *n->n_best);
    n->list = bk__alloc_array(ctx, K, LISTED * sizeof *n->list);
    n->n_list = bk__calloc(ctx, K, sizeof *n->n_list);
    n->value = bk__alloc_array(ctx, K, BK__WAYS * LISTED * sizeof *n->value);
    bool all = n->barred && n->p && n->score && n->label && n->in_label && n->best && n->n_best &&
               n->list && n->n_list && n->value;
    return all ? roots_open(&n->roots, n->t) : BK_ENOMEM;
}

static void clear(naming *n)
{
    bk_ctx *ctx = n->t->s->ctx;
    roots_close(&n->roots);
    bk__free(ctx, n->barred);
    bk__free(ctx, n->p);
    bk__free(ctx, n->score);
    bk__free(ctx, n->label);
    bk__free(ctx, n->in_label);
    bk__free(ctx, n->best);
    bk__free(ctx, n->n_best);
    bk__free(ctx, n->list);
    bk__free(ctx, n->n_list);
    bk__free(ctx, n->value);
}

bk_status bk__fill_topic_terms(bk__themes *t)
{
    naming n = {.t = t, .V = t->counts.cols};
    bk__map_init(&n.roots.map, t->s->ctx);
    n.roots.t = t;
    bk_status st = make_room(&n);
    if (st == BK_OK) {
        bk__themes_mean(t, n.p);
        st = bar(&n);
    }
    for (int k = 0; k < t->K && st == BK_OK; k++)
        choose_listed(&n, k);
    for (int w = 0; w < BK__WAYS && st == BK_OK; w++)
        st = measure(&n, w);
    if (st == BK_OK)
        st = add_rows(&n);
    clear(&n);
    return st;
}
