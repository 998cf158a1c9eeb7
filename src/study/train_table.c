/* train_table.c - what a training found, and what a model says of a file, as tables. */
#include <math.h>
#include <stdio.h>

#include "base/json.h"
#include "study/study.h"
#include "study/train.h"
#include "text/utf8.h"

static const bk_col training_cols[] = {
    {"measure", BK_COL_TEXT, "", "What was measured on examples that were not learned from", 0},
    {"class", BK_COL_TEXT, "", "Label; empty: all of them", 0},
    {"value", BK_COL_REAL, "share", "The figure", 0},
    {"low", BK_COL_REAL, "share", "Lower end of its interval", 0},
    {"high", BK_COL_REAL, "share", "Upper end", 0},
    {"n", BK_COL_INT, "examples", "Examples behind it", 0},
};
static const bk_col confusion_cols[] = {
    {"true", BK_COL_TEXT, "", "Label of the file", 0},
    {"predicted", BK_COL_TEXT, "", "Label that was predicted", 0},
    {"n", BK_COL_INT, "examples", "Examples", 0},
};
static const bk_col reliability_cols[] = {
    {"from", BK_COL_REAL, "share", "Predictions that were at least so sure", 0},
    {"to", BK_COL_REAL, "share", "... and less than so", 0},
    {"sure", BK_COL_REAL, "share", "Their mean probability", 0},
    {"right", BK_COL_REAL, "share", "How many of them were right", 0},
    {"n", BK_COL_INT, "examples", "Predictions", 0},
};
static const bk_col prediction_cols[] = {
    {"line", BK_COL_INT, "", "Line of the file", 0},
    {"label", BK_COL_TEXT, "", "Label of the file, where it has one", 0},
    {"predicted", BK_COL_TEXT, "", "The most probable label", 0},
    {"p", BK_COL_REAL, "share", "Its probability", 0},
    {"known", BK_COL_INT, "words",
     "Words, roots and rows of words of the text that the model knows; 0: its label is a guess", 0},
    {"classes", BK_COL_JSON, "", "Probability of every label", 0},
    {"text", BK_COL_TEXT, "", "The text", BK_COL_ARTICLE_TEXT},
};
#define SPEC(name, help, cols)                                                                     \
    {                                                                                              \
        name, help, cols, sizeof(cols) / sizeof *(cols), NULL                                      \
    }
const bk_table_spec bk__training_spec =
    SPEC("training", "How good a classifier is by cross-validation", training_cols);
const bk_table_spec bk__confusion_spec =
    SPEC("confusion", "Which labels were taken for which", confusion_cols);
const bk_table_spec bk__reliability_spec =
    SPEC("reliability", "How often predictions of each certainty are right", reliability_cols);
const bk_table_spec bk__prediction_spec =
    SPEC("predictions", "Labels that a classifier gives to texts", prediction_cols);

static bk_cell cell(const char *z)
{
    return BK_CELL_STR(bk__str(z));
}

static bk_status add_measure(bk_table *t, const char *measure, const char *class, bk_interval at,
                             int64_t n)
{
    bk_cell row[] = {cell(measure),        cell(class),           BK_CELL_REAL(at.value),
                     BK_CELL_REAL(at.low), BK_CELL_REAL(at.high), BK_CELL_INT(n)};
    return bk_table_add(t, row);
}

static bk_interval alone(double x)
{
    return (bk_interval){x, NAN, NAN};
}

static bk_status fill_training(bk_table *out, const bk_training *t)
{
    int64_t n = t->examples.n;
    bk_status st;
    BK__TRY(st, add_measure(out, "macro f1", "", t->macro_f1, n), done);
    BK__TRY(st, add_measure(out, "accuracy", "", t->accuracy, n), done);
    BK__TRY(st, add_measure(out, "log loss", "", alone(t->calibration.log_loss), n), done);
    BK__TRY(st, add_measure(out, "calibration error", "", alone(t->calibration.ece), n), done);
    BK__TRY(st, add_measure(out, "calibration error before", "", alone(t->raw.ece), n), done);
    for (int k = 0; k < t->K; k++) {
        int64_t truth = t->of_class[k];
        const char *class = t->model.class[k].p;
        BK__TRY(st, add_measure(out, "precision", class, alone(t->prf[k].precision), truth), done);
        BK__TRY(st, add_measure(out, "recall", class, alone(t->prf[k].recall), truth), done);
        BK__TRY(st, add_measure(out, "f1", class, alone(t->prf[k].f1), truth), done);
    }
done:
    return st;
}

static bk_status fill_confusion(bk_table *out, const bk_training *t)
{
    bk_status st = BK_OK;
    for (int c = 0; c < t->K * t->K && st == BK_OK; c++) {
        bk_cell row[] = {cell(t->model.class[c / t->K].p), cell(t->model.class[c % t->K].p),
                         BK_CELL_INT(t->confusion[c])};
        st = bk_table_add(out, row);
    }
    return st;
}

static bk_status fill_reliability(bk_table *out, const bk_training *t)
{
    bk_status st = BK_OK;
    const bk_calibration *at = &t->calibration;
    for (int b = 0; b < BK_BINS && st == BK_OK; b++) {
        bk_cell row[] = {BK_CELL_REAL(b / (double)BK_BINS), BK_CELL_REAL((b + 1) / (double)BK_BINS),
                         BK_CELL_REAL(at->sure[b]), BK_CELL_REAL(at->right[b]),
                         BK_CELL_INT(at->n[b])};
        if (at->n[b] > 0)
            st = bk_table_add(out, row);
    }
    return st;
}

/* {"a": 0.2, "b": 0.8} */
static bk_status write_classes(bk__buf *out, const bk_str *class, const double *p, int K)
{
    bk__jw w;
    out->n = 0;
    bk__jw_init(&w, out);
    bk__jw_open(&w, '{');
    for (int k = 0; k < K; k++) {
        bk__jw_key(&w, class[k].p);
        bk__jw_real(&w, p[k]);
    }
    bk__jw_close(&w, '}');
    return w.status;
}

static bk_status add_prediction(bk_table *out, bk__buf *buf, const bk__example *e, bk_str label,
                                const bk__model *m, const double *p, bk_cell known)
{
    int best = 0;
    for (int k = 1; k < m->classes; k++)
        best = p[k] > p[best] ? k : best;
    bk_status st = write_classes(buf, m->class, p, m->classes);
    bk_cell row[] = {BK_CELL_INT(e->line),
                     BK_CELL_STR(label),
                     BK_CELL_STR(m->class[best]),
                     BK_CELL_REAL(p[best]),
                     known,
                     BK_CELL_STR(bk__buf_str(buf)),
                     BK_CELL_STR(e->text)};
    return st == BK_OK ? bk_table_add(out, row) : st;
}

static bk_status fill_predictions(bk_table *out, const bk_training *t)
{
    bk__buf buf;
    bk_status st = BK_OK;
    bk__buf_init(&buf, t->ctx);
    for (int64_t i = 0; i < t->examples.n && st == BK_OK; i++)
        st = add_prediction(out, &buf, &t->examples.item[i], t->model.class[t->y[i]], &t -> model,
                            t -> p + i * t -> K, BK_CELL_NULL);
    bk__buf_clear(&buf);
    return st;
}

bk_status bk_training_table(bk_ctx *ctx, bk_table **out, const bk_training *t, const char *name)
{
    typedef bk_status fill_fn(bk_table * out, const bk_training *t);
    static const struct {
        const bk_table_spec *spec;
        fill_fn *fill;
    } tables[] = {{&bk__training_spec, fill_training},
                  {&bk__confusion_spec, fill_confusion},
                  {&bk__reliability_spec, fill_reliability},
                  {&bk__prediction_spec, fill_predictions}};
    *out = NULL;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        if (strcmp(tables[i].spec->name, name) != 0)
            continue;
        bk_status st = bk_table_new(ctx, out, tables[i].spec);
        if (st == BK_OK)
            st = tables[i].fill(*out, t);
        if (st != BK_OK) {
            bk_table_free(*out);
            *out = NULL;
        }
        return st;
    }
    return bk__fail(ctx, BK_EINVAL, name,
                    "a training has training, confusion, reliability and predictions");
}

bool bk_classifier_targets(const bk_classifier *c)
{
    return bk__classifier_model(c)->target.n > 0;
}

bool bk_classifier_sources(const bk_classifier *c)
{
    return bk__classifier_model(c)->source.n > 0;
}

bk_status bk_classifier_text_table(bk_ctx *ctx, bk_table **out, bk_classifier *c, bk_str text,
                                   bk_str source, bk_str target)
{
    bk__example e = {.source = source, .target = target, .from = -1, .label = -1, .line = 1};
    bk__buf buf, repaired;
    double p[BK__CLASSES];
    size_t repairs;
    *out = NULL;
    bk__buf_init(&buf, ctx);
    bk__buf_init(&repaired, ctx);
    bk_status st = bk__utf8_repair(&repaired, text, &repairs);
    e.text = bk__buf_str(&repaired);
    if (st == BK_OK)
        st = bk_classifier_run(c, e.text, source, target, p);
    if (st == BK_OK)
        st = bk_table_new(ctx, out, &bk__prediction_spec);
    if (st == BK_OK)
        st = add_prediction(*out, &buf, &e, (bk_str){NULL, 0}, bk__classifier_model(c), p,
                            BK_CELL_INT(bk_classifier_known(c)));
    if (st != BK_OK) {
        bk_table_free(*out);
        *out = NULL;
    }
    bk__buf_clear(&repaired);
    bk__buf_clear(&buf);
    return st;
}

/* NULL where the model has none. */
static const char *name_or_null(bk_str s)
{
    return s.n > 0 ? s.p : NULL;
}

/* A model that learned what is said of a target, and texts that name none. */
static void say_blanks(bk_ctx *ctx, const bk__model *m, const bk__labelled *l, const char *path)
{
    if (m->target.n > 0 && l->n > 0 && l->targets < l->n)
        bk__log(ctx, BK_LOG_WARN,
                "%s: %lld of %lld texts name no target (column \"%.*s\"), with which the model was "
                "trained: their labels are those of the whole text and less sure",
                path, (long long)(l->n - l->targets), (long long)l->n, (int)m->target.n,
                m->target.p);
}

static void say_unknown(bk_ctx *ctx, int64_t unknown, int64_t n, const char *path)
{
    if (unknown > 0)
        bk__log(
            ctx, BK_LOG_WARN,
            "%s: %lld of %lld texts hold no word that the model knows: their labels are guesses "
            "from how frequent labels are (known 0)",
            path, (long long)unknown, (long long)n);
}

bk_status bk_classifier_table(bk_ctx *ctx, bk_table **out, bk_classifier *c, const char *path)
{
    const bk__model *m = bk__classifier_model(c);
    bk__labelled l;
    bk__buf buf;
    double p[BK__CLASSES];
    int64_t unknown = 0;
    *out = NULL;
    bk__buf_init(&buf, ctx);
    bk_status st = bk__labelled_read(
        ctx, &l, path,
        &(bk__labelled_names){m->text.p, m->label.p, name_or_null(m->source),
                              name_or_null(m->target), name_or_null(m->from), NULL, NULL, 0});
    if (st == BK_OK)
        say_blanks(ctx, m, &l, path);
    if (st == BK_OK)
        st = bk_table_new(ctx, out, &bk__prediction_spec);
    for (int64_t i = 0; i < l.n && st == BK_OK; i++) {
        const bk__example *e = &l.item[i];
        bk__cue_text text = bk__cue_text_of(e);
        bk_str label = e->label >= 0 ? l.labels.key[e->label] : (bk_str){NULL, 0};
        st = bk__classifier_run_at(c, &text, p);
        int known = bk_classifier_known(c);
        unknown += known == 0;
        if (st == BK_OK)
            st = add_prediction(*out, &buf, e, label, m, p, BK_CELL_INT(known));
    }
    if (st == BK_OK)
        say_unknown(ctx, unknown, l.n, path);
    if (st != BK_OK) {
        bk_table_free(*out);
        *out = NULL;
    }
    bk__buf_clear(&buf);
    bk__labelled_clear(&l);
    return st;
}
