/* train.c - a classifier from labelled examples, and how good it is on what it has not seen.
 *
 * Each of `folds` parts is predicted by a regression that was fitted to the others; the model
 * itself is fitted to all in the same way (train_fit.c). Split: a fold is one task, the model
 * another; cues are made 64 examples a task. */
#include "study/train.h"

#include <stdlib.h>

#include "base/opt.h"
#include "base/par.h"
#include "text/lang.h"

enum { BAND = 64 };

static const char *const masks[] = {"names", "capitals", "none", NULL};
static const char *const langs[] = {"auto", "id", "en", NULL};
#define AT(field) offsetof(bk_train_opts, field)
static const bk_opt train_table[] = {
    {"lang", "Language of the texts; auto: that of most of them", "LANG", BK_OPT_ENUM, AT(lang), 0,
     0, 0, "auto", langs},
    {"text-column", "Column (or member) with the text", "NAME", BK_OPT_STR, AT(text), 0, 0, 0,
     "text", NULL},
    {"label-column", "Column with the label", "NAME", BK_OPT_STR, AT(label), 0, 0, 0, "label",
     NULL},
    {"source-column",
     "Column with who acts, as written in the text; unless one is given, \"source\" where there is "
     "one",
     "NAME", BK_OPT_STR, AT(source), 0, 0, 0, NULL, NULL},
    {"target-column",
     "Column with who is acted upon or spoken of; unless one is given, \"target\" where there is "
     "one",
     "NAME", BK_OPT_STR, AT(target), 0, 0, 0, NULL, NULL},
    {"from-column",
     "Column with the target's first character in the text, from 0; unless one is given, \"from\" "
     "where "
     "there is one",
     "NAME", BK_OPT_STR, AT(from), 0, 0, 0, NULL, NULL},
    {"group-column",
     "Column whose values stay together in one fold (the article); unless one is given, \"group\" "
     "where "
     "there is one",
     "NAME", BK_OPT_STR, AT(group), 0, 0, 0, NULL, NULL},
    {"map", "Other names for labels, such as ASSAULT=MK,AID=MC; labels not named are left out",
     "LIST", BK_OPT_STR, AT(map), 0, 0, 0, NULL, NULL},
    {"mask",
     "What is not learned: names of countries, their people and bodies; capitals: other names in "
     "running text too",
     "WHAT", BK_OPT_ENUM, AT(mask), 0, 0, 0, "names", masks},
    {"folds", "Parts of the cross-validation", "N", BK_OPT_INT, AT(folds), 5, 2, 100, NULL, NULL},
    {"cue-min", "Examples that a cue needs to be learned", "N", BK_OPT_INT, AT(min_df), 3, 1,
     1000000, NULL, NULL},
    {"l2", "Penalty of the weights; 0 chooses it by cross-validation inside each part", "X",
     BK_OPT_REAL, AT(l2), 0, 0, 1e6, NULL, NULL},
    {"balance", "Let every class weigh the same", "", BK_OPT_BOOL, AT(balance), 0, 0, 1, NULL,
     NULL},
    {"prune", "Leave out of the model what carries no more than this share of the squared weights",
     "SHARE", BK_OPT_REAL, AT(prune), 0.01, 0, 0.5, NULL, NULL},
    {"resamples", "Bootstrap samples behind each interval", "N", BK_OPT_INT, AT(resamples), 1000, 1,
     100000, NULL, NULL},
    {"level", "Level of the intervals", "SHARE", BK_OPT_REAL, AT(level), 0.95, 0.5, 0.999, NULL,
     NULL},
};

const bk_opt *bk_train_opt_table(size_t *n)
{
    *n = sizeof train_table / sizeof *train_table;
    return train_table;
}

/* ---- cues of the examples ------------------------------------------------------------------ */

typedef struct making {
    bk_training *t;
    bk__cues **cues; /* [threads] */
} making;

static bk_status keep_cues(bk_ctx *ctx, bk__cue_row *row, const bk__cue *cue, uint32_t n)
{
    row->hash = bk__alloc_array(ctx, n, sizeof *row->hash);
    row->count = bk__alloc_array(ctx, n, sizeof *row->count);
    row->block = bk__alloc_array(ctx, n, sizeof *row->block);
    if (!row->hash || !row->count || !row->block)
        return BK_ENOMEM;
    for (uint32_t k = 0; k < n; k++) {
        row->hash[k] = cue[k].hash;
        row->count[k] = cue[k].count;
        row->block[k] = cue[k].block;
    }
    row->n = n;
    return BK_OK;
}

static bk_status make_band(void *user, int64_t chunk, int worker)
{
    making *m = user;
    bk_training *t = m->t;
    bk_status st = BK_OK;
    if (!m->cues[worker])
        st = bk__cues_new(t->ctx, &m->cues[worker], t->opts.lang, t->opts.mask);
    for (int64_t i = chunk * BAND; i < (chunk + 1) * BAND && i < t->examples.n && st == BK_OK;
         i++) {
        bk__cue_text text = bk__cue_text_of(&t->examples.item[i]);
        const bk__cue *cue;
        uint32_t n;
        st = bk__cues_run(m->cues[worker], &text, &cue, &n);
        if (st == BK_OK)
            st = keep_cues(t->ctx, &t->row[i], cue, n);
    }
    return st;
}

static bk_status make_cues(bk_training *t)
{
    size_t threads = (size_t)bk_ctx_threads(t->ctx);
    making m = {t, bk__calloc(t->ctx, threads, sizeof(bk__cues *))};
    t->row = bk__calloc(t->ctx, (size_t)t->examples.n, sizeof *t->row);
    bk_status st = m.cues && t->row
                       ? bk__par_for(t->ctx, "cues", bk__chunks(t->examples.n, BAND), make_band, &m)
                       : BK_ENOMEM;
    for (size_t w = 0; m.cues && w < threads; w++)
        bk__cues_free(m.cues[w]);
    bk__free(t->ctx, m.cues);
    return st;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b)
{
    return bk__str_cmp(*(const bk_str *)a, *(const bk_str *)b);
}

/* Examples with a label, and classes in the order of their names. */
static bk_status take_classes(bk_training *t)
{
    bk__labelled *l = &t->examples;
    int64_t kept = 0;
    if (l->labels.n < 2 || l->labels.n > BK__CLASSES)
        return bk__fail(t->ctx, BK_EINVAL, t->path.p,
                        "2 to 64 different labels are needed in \"%s\", there are %u",
                        t->opts.label, l->labels.n);
    t->K = (int)l->labels.n;
    for (int k = 0; k < t->K; k++) {
        bk_status st = bk__arena_str(&t->arena, &t->model.class[k], l -> labels.key[k]);
        if (st != BK_OK)
            return st;
    }
    qsort(t->model.class, (size_t)t->K, sizeof *t->model.class, by_name);
    for (int64_t i = 0; i < l->n; i++) {
        bk__example e = l->item[i];
        if (e.label < 0)
            continue;
        e.label = (int32_t)bk__str_search(t->model.class, (uint32_t)t->K, l->labels.key[e.label]);
        t->of_class[e.label]++;
        l->item[kept++] = e;
    }
    l->n = kept;
    for (int k = 0; k < t->K; k++)
        if (t->of_class[k] < t->opts.folds)
            return bk__fail(t->ctx, BK_EINVAL, t->path.p,
                            "only %lld examples of \"%s\": fewer than folds",
                            (long long)t->of_class[k], t->model.class[k].p);
    return BK_OK;
}

static bk_status make_room(bk_training *t)
{
    size_t n = (size_t)t->examples.n, K = (size_t)t->K, folds = (size_t)t->opts.folds + 1;
    bk_ctx *ctx = t->ctx;
    t->y = bk__alloc_array(ctx, n, sizeof *t->y);
    t->group = bk__alloc_array(ctx, n, sizeof *t->group);
    t->fold = bk__alloc_array(ctx, n, sizeof *t->fold);
    t->predicted = bk__alloc_array(ctx, n, sizeof *t->predicted);
    t->p = bk__alloc_array(ctx, n, K * sizeof *t->p);
    t->raw_p = bk__alloc_array(ctx, n, K * sizeof *t->raw_p);
    t->confusion = bk__calloc(ctx, K * K, sizeof *t->confusion);
    t->l2 = bk__calloc(ctx, folds, sizeof *t->l2);
    t->temperature = bk__calloc(ctx, folds, sizeof *t->temperature);
    return t->y && t->group && t->fold && t->predicted && t->p && t->raw_p && t->confusion &&
                   t->l2 && t->temperature
               ? BK_OK
               : BK_ENOMEM;
}

static bk_status outer_folds(bk_training *t)
{
    int64_t n = t->examples.n, *all = bk__alloc_array(t->ctx, (size_t)n, sizeof *all);
    bk_status st = all ? BK_OK : BK_ENOMEM;
    for (int64_t i = 0; st == BK_OK && i < n; i++) {
        all[i] = i;
        t->y[i] = t->examples.item[i].label;
        t->group[i] = t->examples.item[i].group;
    }
    if (st == BK_OK)
        st = bk__train_folds(t->ctx, t->fold, t->y, t->group, all, n, t->K, t->opts.folds);
    bk__free(t->ctx, all);
    return st;
}

static bk_status measure(bk_training *t)
{
    int64_t n = t->examples.n;
    int K = t->K;
    const bk_train_opts *o = &t->opts;
    bk_status st = bk_stat_macro_f1(t->ctx, &t->macro_f1, t->confusion, t->y, t->predicted,
                                    t->group, n, K, o->resamples, o->level);
    if (st == BK_OK)
        st = bk_stat_calibration(t->ctx, &t->calibration, t->p, t->y, n, K);
    if (st == BK_OK)
        st = bk_stat_calibration(t->ctx, &t->raw, t->raw_p, t->y, n, K);
    double right = 0;
    for (int k = 0; k < K && st == BK_OK; k++) {
        double tp = (double)t->confusion[k * K + k], said = 0;
        for (int j = 0; j < K; j++)
            said += (double)t->confusion[j * K + k];
        right += tp;
        t->prf[k] = bk_stat_prf(tp, said - tp, (double)t->of_class[k] - tp);
    }
    t->accuracy = bk_stat_share(right, (double)n, o->level);
    return st;
}

/* Columns that were named and those of every training are needed, others have a name to be found
 * by. */
static bk__labelled_names name_columns(bk_train_opts *o)
{
    const char **name[] = {&o->text, &o->label, &o->source, &o->target, &o->from, &o->group};
    static const char *const usual[] = {"text", "label", "source", "target", "from", "group"};
    unsigned needed = 3; /* text, label */
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        if (*name[i])
            needed |= 1U << i;
        else
            *name[i] = usual[i];
    }
    return (bk__labelled_names){o->text, o->label, o->source, o->target,
                                o->from, o->group, o->map,    needed};
}

/* Options with strings of its own; what the model says of itself. */
static bk_status take_opts(bk_training *t, bk__labelled_names *names, const char *path,
                           const bk_train_opts *opts)
{
    bk_train_opts *o = &t->opts;
    *o = opts ? *opts : (bk_train_opts)BK_TRAIN_OPTS_INIT;
    *names = name_columns(o);
    bk_status st = bk_opt_check(t->ctx, train_table, sizeof train_table / sizeof *train_table, o,
                                "bk_train_opts");
    const char **string[] = {&o->lang,  &o->text, &o->label, &o->source, &o->target,
                             &o->group, &o->from, &o->map,   &o->mask};
    for (size_t i = 0; i < sizeof string / sizeof *string && st == BK_OK; i++) {
        bk_str copy = {NULL, 0};
        if (*string[i])
            st = bk__arena_str(&t->arena, &copy, bk__str(*string[i]));
        *string[i] = copy.p;
    }
    if (st == BK_OK)
        st = bk__arena_str(&t->arena, &t->path, bk__str(path));
    t->model.lang = bk__str(o->lang);
    t->model.mask = bk__str(o->mask);
    t->model.text = bk__str(o->text);
    t->model.label = bk__str(o->label);
    t->model.source = bk__str(o->source);
    t->model.target = bk__str(o->target);
    t->model.from = bk__str(o->from);
    return st;
}

/* The language of most of the texts whose language can be told; Indonesian of none. */
static void guess_lang(bk_training *t)
{
    int64_t english = 0, indonesian = 0;
    if (strcmp(t->opts.lang, "auto") != 0)
        return;
    for (int64_t i = 0; i < t->examples.n; i++) {
        bk__lang lang = bk__lang_of(t->examples.item[i].text);
        english += lang == BK__LANG_EN;
        indonesian += lang == BK__LANG_ID;
    }
    t->opts.lang = english > indonesian ? "en" : "id";
    t->model.lang = bk__str(t->opts.lang);
}

/* A model knows of sources and targets where examples named some. */
static void forget_blanks(bk_training *t)
{
    if (t->examples.sources == 0)
        t->model.source = BK__STR("");
    if (t->examples.targets == 0)
        t->model.target = t->model.from = BK__STR("");
}

bk_status bk_training_run(bk_ctx *ctx, bk_training **out, const char *path,
                          const bk_train_opts *opts)
{
    *out = NULL;
    bk_training *t = bk__calloc(ctx, 1, sizeof *t);
    if (!t)
        return BK_ENOMEM;
    t->ctx = ctx;
    t->examples.ctx = ctx;
    bk__arena_init(&t->arena, ctx);
    bk__labelled_names names;
    bk_status st = take_opts(t, &names, path, opts);
    if (st == BK_OK)
        st = bk__labelled_read(ctx, &t->examples, path, &names);
    if (st == BK_OK) {
        guess_lang(t);
        forget_blanks(t);
    }
    if (st == BK_OK)
        st = take_classes(t);
    if (st == BK_OK)
        st = make_room(t);
    if (st == BK_OK)
        st = outer_folds(t);
    if (st == BK_OK)
        st = make_cues(t);
    if (st == BK_OK)
        st = bk__par_for(ctx, "training", t->opts.folds + 1, bk__train_task, t);
    if (st == BK_OK)
        st = measure(t);
    if (st != BK_OK) {
        bk_training_free(t);
        return st;
    }
    *out = t;
    return BK_OK;
}

bk_status bk_training_save(bk_training *t, const char *path)
{
    return bk__model_save(t->ctx, &t->model, path);
}

void bk_training_free(bk_training *t)
{
    if (!t)
        return;
    bk_ctx *ctx = t->ctx;
    for (int64_t i = 0; t->row && i < t->examples.n; i++) {
        bk__free(ctx, t->row[i].hash);
        bk__free(ctx, t->row[i].count);
        bk__free(ctx, t->row[i].block);
    }
    bk__free(ctx, t->row);
    bk__model_clear(ctx, &t->model);
    bk__labelled_clear(&t->examples);
    void *all[] = {t->y,     t->group,     t->fold, t->predicted,  t->p,
                   t->raw_p, t->confusion, t->l2,   t->temperature};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        bk__free(ctx, all[i]);
    bk__arena_clear(&t->arena);
    bk__free(ctx, t);
}
