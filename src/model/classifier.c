/* classifier.c - a trained model labels texts and says why. */
#include "model/classifier.h"

#include <math.h>
#include <stdlib.h>

#include "base/json.h"
#include "matrix/store.h"
#include "text/utf8.h"

struct bk_classifier {
    bk_ctx *ctx;
    bk__arena arena;
    bk__model model;
    bk__cues *cues;
    const bk__cue *cue; /* of the last text */
    uint32_t n_cues;
    bk__cue_row row; /* room for its cues; their blocks are those of the columns */
    uint32_t cap, cap_count, cap_col, cap_val, cap_why;
    uint32_t *col; /* entries of the last text */
    float *val;
    uint32_t n;
    bk_cue *why;
    bk__buf repaired; /* a text that is not UTF-8 */
};

#define KIND "classifier"

/* ---- the file ------------------------------------------------------------------------------ */

typedef struct ranked {
    double square;
    int64_t column;
} ranked;

static int by_square(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    return x->square != y->square ? (x->square > y->square) - (x->square < y->square)
                                  : (x->column > y->column) - (x->column < y->column);
}

/* keep [V]: false for the smallest columns. */
static bk_status choose(bk_ctx *ctx, bool *keep, const bk_logit *fit, double share)
{
    ranked *list = bk__alloc_array(ctx, (size_t)fit->cols, sizeof *list);
    double all = 0, dropped = 0;
    if (!list)
        return BK_ENOMEM;
    for (int64_t j = 0; j < fit->cols; j++) {
        list[j] = (ranked){0, j};
        for (int k = 0; k < fit->classes; k++)
            list[j].square += fit->weight[j * fit->classes + k] * fit->weight[j * fit->classes + k];
        all += list[j].square;
    }
    qsort(list, (size_t)fit->cols, sizeof *list, by_square);
    for (int64_t r = 0; r < fit->cols; r++) {
        dropped += list[r].square;
        keep[list[r].column] = dropped > share * all;
    }
    bk__free(ctx, list);
    return BK_OK;
}

bk_status bk__model_take(bk_ctx *ctx, bk__model *m, const bk_logit *fit, double share)
{
    int64_t V = m->columns.n, n = 0;
    int K = fit->classes;
    bool *keep = bk__alloc(ctx, (size_t)fit->cols);
    m->weight = bk__alloc_array(ctx, (size_t)fit->cols, (size_t)K * sizeof *m->weight);
    bk_status st = keep && m->weight ? choose(ctx, keep, fit, share) : BK_ENOMEM;
    for (int64_t j = 0; j < V && st == BK_OK; j++) {
        if (!keep[j])
            continue;
        m->columns.hash[n] = m->columns.hash[j];
        m->columns.block[n] = m->columns.block[j];
        m->columns.idf[n] = m->columns.idf[j];
        for (int k = 0; k < K; k++)
            m->weight[n * K + k] = (float)fit->weight[j * K + k];
        n++;
    }
    if (st == BK_OK)
        m->columns.n = n;
    for (int k = 0; k < K; k++)
        m->intercept[k] = fit->intercept[k];
    bk__free(ctx, keep);
    return st;
}

void bk__model_clear(bk_ctx *ctx, bk__model *m)
{
    bk__cue_columns_clear(ctx, &m->columns);
    bk__free(ctx, m->weight);
    m->weight = NULL;
}

static const char *const key[] = {"lang", "mask", "text", "label", "source", "target", "from"};
enum { KEYS = sizeof key / sizeof *key };

static void strings_of(bk__model *m, bk_str *out[KEYS])
{
    bk_str *all[KEYS] = {&m->lang, &m->mask, &m->text, &m->label, &m->source, &m->target, &m->from};
    for (size_t i = 0; i < KEYS; i++)
        out[i] = all[i];
}

static bk_status write_about(bk__buf *out, const bk__model *m)
{
    bk__jw w;
    bk__model copy = *m;
    bk_str *string[KEYS];
    strings_of(&copy, string);
    bk__jw_init(&w, out);
    bk__jw_open(&w, '{');
    bk__jw_key(&w, "cues");
    bk__jw_int(&w, BK__CUE_VERSION);
    for (size_t i = 0; i < KEYS; i++) {
        bk__jw_key(&w, key[i]);
        bk__jw_str(&w, *string[i]);
    }
    bk__jw_key(&w, "temperature");
    bk__jw_real(&w, m->temperature);
    bk__jw_key(&w, "classes");
    bk__jw_open(&w, '[');
    for (int k = 0; k < m->classes; k++)
        bk__jw_str(&w, m->class[k]);
    bk__jw_close(&w, ']');
    bk__jw_key(&w, "intercepts");
    bk__jw_open(&w, '[');
    for (int k = 0; k < m->classes; k++)
        bk__jw_real(&w, m->intercept[k]);
    bk__jw_close(&w, ']');
    bk__jw_close(&w, '}');
    return w.status;
}

bk_status bk__model_save(bk_ctx *ctx, const bk__model *m, const char *path)
{
    bk__buf about;
    bk__store_out o = {.n = 0};
    size_t V = (size_t)m->columns.n;
    bk__buf_init(&about, ctx);
    bk_status st = write_about(&about, m);
    if (st == BK_OK) {
        bk__store_put(&o, "about", BK__U8, about.p, about.n);
        bk__store_put(&o, "hash", BK__I64, m->columns.hash, V);
        bk__store_put(&o, "block", BK__U8, m->columns.block, V);
        bk__store_put(&o, "idf", BK__F32, m->columns.idf, V);
        bk__store_put(&o, "weight", BK__F32, m->weight, V * (size_t)m->classes);
        st = bk__store_write(ctx, &o, path, KIND);
    }
    bk__buf_clear(&about);
    return st;
}

static bk_status bad(bk_ctx *ctx, const char *path, const char *what)
{
    return bk__fail(ctx, BK_EFORMAT, path, "not a readable model: %s", what);
}

static bk_status read_about(bk_classifier *c, bk_str text, const char *path)
{
    bk__json *json;
    bk__model *m = &c->model;
    bk_str *string[KEYS];
    bk_status st = bk__json_parse(c->ctx, &json, text, path);
    if (st != BK_OK)
        return st;
    const bk__value *root = bk__json_root(json), *classes = bk__json_get(root, "classes"),
                    *intercepts = bk__json_get(root, "intercepts");
    strings_of(m, string);
    if (bk__json_int(bk__json_get(root, "cues"), 0) != BK__CUE_VERSION)
        st = bk__fail(c->ctx, BK_EUNSUPPORTED, path, "made with other cues: train it again");
    for (size_t i = 0; i < KEYS && st == BK_OK; i++) {
        bk_str s = bk__json_str(bk__json_get(root, key[i]));
        st = bk__arena_str(&c->arena, string[i], s.p ? s : (bk_str){"", 0});
    }
    m->classes = (int)bk__json_size(classes);
    m->temperature = bk__json_real(bk__json_get(root, "temperature"), 1);
    if (st == BK_OK && (bk__json_size(classes) < 2 || bk__json_size(classes) > BK__CLASSES ||
                        bk__json_size(intercepts) != bk__json_size(classes)))
        st = bad(c->ctx, path, "its classes");
    for (int k = 0; k < m->classes && st == BK_OK; k++) {
        bk_str s = bk__json_str(bk__json_at(classes, (size_t)k));
        m->intercept[k] = bk__json_real(bk__json_at(intercepts, (size_t)k), 0);
        st = bk__arena_str(&c->arena, &m->class[k], s.p ? s : (bk_str){"", 0});
    }
    bk__json_free(json);
    return st;
}

static void *copy(bk_ctx *ctx, const void *p, size_t n, size_t size)
{
    void *q = bk__alloc_array(ctx, n, size);
    if (q && n > 0)
        memcpy(q, p, n * size);
    return q;
}

static bk_status read_weights(bk_classifier *c, const bk__store *s, const char *path)
{
    const void *hash, *block, *idf, *weight;
    size_t n, n_block, n_idf, n_weight;
    bk__cue_columns *v = &c->model.columns;
    bk_status st;
    BK__TRY(st, bk__store_get(c->ctx, s, "hash", BK__I64, &hash, &n), done);
    BK__TRY(st, bk__store_get(c->ctx, s, "block", BK__U8, &block, &n_block), done);
    BK__TRY(st, bk__store_get(c->ctx, s, "idf", BK__F32, &idf, &n_idf), done);
    BK__TRY(st, bk__store_get(c->ctx, s, "weight", BK__F32, &weight, &n_weight), done);
    if (n_block != n || n_idf != n || n > UINT32_MAX || n_weight / (size_t)c->model.classes != n ||
        n_weight % (size_t)c->model.classes != 0)
        return bad(c->ctx, path, "its parts do not fit together");
    v->hash = copy(c->ctx, hash, n, 8);
    v->block = copy(c->ctx, block, n, 1);
    v->idf = copy(c->ctx, idf, n, sizeof(float));
    c->model.weight = copy(c->ctx, weight, n_weight, sizeof(float));
    if (!v->hash || !v->block || !v->idf || !c->model.weight)
        return BK_ENOMEM;
    v->n = (int64_t)n;
    for (size_t j = 0; j < n; j++)
        if (v->block[j] >= BK__CUE_BLOCKS || !isfinite(v->idf[j]) ||
            (j > 0 && v->hash[j] <= v->hash[j - 1]))
            return bad(c->ctx, path, "its columns");
    for (size_t j = 0; j < n_weight; j++)
        if (!isfinite(c->model.weight[j]))
            return bad(c->ctx, path, "a weight is not finite");
done:
    return st;
}

bk_status bk_classifier_load(bk_ctx *ctx, bk_classifier **out, const char *path)
{
    bk__store s = {0};
    const void *about;
    size_t n;
    *out = NULL;
    bk_classifier *c = bk__calloc(ctx, 1, sizeof *c);
    if (!c)
        return BK_ENOMEM;
    c->ctx = ctx;
    bk__arena_init(&c->arena, ctx);
    bk__buf_init(&c->repaired, ctx);
    bk_status st = bk__store_open(ctx, &s, path, KIND);
    if (st == BK_OK)
        st = bk__store_get(ctx, &s, "about", BK__U8, &about, &n);
    if (st == BK_OK)
        st = read_about(c, (bk_str){about, n}, path);
    if (st == BK_OK)
        st = read_weights(c, &s, path);
    if (st == BK_OK)
        st = bk__cues_new(ctx, &c->cues, c->model.lang.p, c->model.mask.p);
    bk__store_close(ctx, &s);
    if (st != BK_OK) {
        bk_classifier_free(c);
        return st;
    }
    *out = c;
    return BK_OK;
}

bool bk_classifier_is(const char *path)
{
    return bk__store_is(path, KIND);
}

void bk_classifier_free(bk_classifier *c)
{
    if (!c)
        return;
    bk_ctx *ctx = c->ctx;
    bk__cues_free(c->cues);
    bk__model_clear(ctx, &c->model);
    void *all[] = {c->row.hash, c->row.count, c->col, c->val, c->why};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(ctx, all[i]);
    bk__arena_clear(&c->arena);
    bk__buf_clear(&c->repaired);
    bk__free(ctx, c);
}

int bk_classifier_classes(const bk_classifier *c)
{
    return c->model.classes;
}

const char *bk_classifier_class(const bk_classifier *c, int k)
{
    return k >= 0 && k < c->model.classes ? c->model.class[k].p : "";
}

const bk__model *bk__classifier_model(const bk_classifier *c)
{
    return &c->model;
}

/* ---- labelling ----------------------------------------------------------------------------- */

static bk_status make_room(bk_classifier *c, uint32_t n)
{
    bk_status st = bk__grow(c->ctx, &c->row.hash, &c->cap, n, sizeof *c->row.hash);
    if (st == BK_OK)
        st = bk__grow(c->ctx, &c->row.count, &c->cap_count, n, sizeof *c->row.count);
    if (st == BK_OK)
        st = bk__grow(c->ctx, &c->col, &c->cap_col, n, sizeof *c->col);
    return st == BK_OK ? bk__grow(c->ctx, &c->val, &c->cap_val, n, sizeof *c->val) : st;
}

bk_status bk__classifier_run_at(bk_classifier *c, const bk__cue_text *t, double *p)
{
    const bk__model *m = &c->model;
    int K = m->classes;
    bk_status st = bk__cues_run(c->cues, t, &c->cue, &c->n_cues);
    if (st == BK_OK)
        st = make_room(c, c->n_cues);
    if (st != BK_OK)
        return st;
    for (uint32_t i = 0; i < c->n_cues; i++) {
        c->row.hash[i] = c->cue[i].hash;
        c->row.count[i] = c->cue[i].count;
    }
    c->row.n = c->n_cues;
    c->n = bk__cue_columns_row(&m->columns, &c->row, c->col, c->val);
    for (int k = 0; k < K; k++)
        p[k] = m->intercept[k];
    for (uint32_t i = 0; i < c->n; i++)
        for (int k = 0; k < K; k++)
            p[k] += (double)c->val[i] * (double)m->weight[(int64_t)c->col[i] * K + k];
    bk_logit_probability(p, 1, K, m->temperature);
    return BK_OK;
}

bk_status bk_classifier_run(bk_classifier *c, bk_str text, bk_str source, bk_str target, double *p)
{
    size_t repairs;
    if (bk__utf8_valid(text) != text.n) {
        c->repaired.n = 0;
        bk_status st = bk__utf8_repair(&c->repaired, text, &repairs);
        if (st != BK_OK)
            return st;
        text = bk__buf_str(&c->repaired);
    }
    return bk__classifier_run_at(c, &(bk__cue_text){text, source, target, -1}, p);
}

int bk_classifier_known(const bk_classifier *c)
{
    int n = 0;
    for (uint32_t i = 0; i < c->n; i++)
        n += c->model.columns.block[c->col[i]] == BK__CUE_WORDS;
    return n;
}

static int by_part(const void *a, const void *b)
{
    const bk_cue *x = a, *y = b;
    return x->part != y->part ? (x->part < y->part) - (x->part > y->part)
                              : bk__str_cmp(x->name, y->name);
}

/* Columns and cues both rise by hash. */
const bk_cue *bk_classifier_why(bk_classifier *c, int k, int n, int *found)
{
    const bk__model *m = &c->model;
    int K = m->classes;
    *found = 0;
    if (k < 0 || k >= K || n < 1 ||
        bk__grow(c->ctx, &c->why, &c->cap_why, c->n, sizeof *c->why) != BK_OK)
        return NULL;
    uint32_t at = 0, some = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        const float *w = m->weight + (int64_t)c->col[i] * K;
        double mean = 0;
        for (int j = 0; j < K; j++)
            mean += (double)w[j] / K;
        while (c->cue[at].hash != m->columns.hash[c->col[i]])
            at++;
        double part = (double)c->val[i] * ((double)w[k] - mean);
        if (part > 0)
            c->why[some++] = (bk_cue){c->cue[at].name, part};
    }
    if (some > 0)
        qsort(c->why, some, sizeof *c->why, by_part);
    *found = some < (uint32_t)n ? (int)some : n;
    return c->why;
}
