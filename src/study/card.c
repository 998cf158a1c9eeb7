/* card.c - the model card: what a classifier was trained on, how, how good it is, what it knows.
 *
 * After Mitchell et al. 2019, Model Cards for Model Reporting. Words are shown where they are in
 * the model, so in min_df examples or more; texts are not. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/json.h"
#include "study/train.h"

enum { SHOWN = 15 };

/* A column and what it says for a class over the mean class. */
typedef struct strong {
    int64_t column;
    double weight;
    bk_str name;
} strong;

static int by_weight(const void *a, const void *b)
{
    const strong *x = a, *y = b;
    return x->weight != y->weight ? (x->weight < y->weight) - (x->weight > y->weight)
                                  : (x->column > y->column) - (x->column < y->column);
}

/* The strongest columns of words, place and sense for class k. top [SHOWN]; how many. */
static bk_status strongest(const bk_training *t, int k, strong *top, int *n)
{
    const bk__model *m = &t->model;
    strong *all = bk__alloc_array(t->ctx, (size_t)m->columns.n, sizeof *all);
    size_t some = 0;
    if (!all)
        return BK_ENOMEM;
    for (int64_t j = 0; j < m->columns.n; j++) {
        double mean = 0;
        for (int c = 0; c < t->K; c++)
            mean += (double)m->weight[j * t->K + c] / t->K;
        if (m->columns.block[j] != BK__CUE_PARTS)
            all[some++] = (strong){j, (double)m->weight[j * t->K + k] - mean, {NULL, 0}};
    }
    qsort(all, some, sizeof *all, by_weight);
    *n = some < SHOWN ? (int)some : SHOWN;
    memcpy(top, all, (size_t)*n * sizeof *top);
    bk__free(t->ctx, all);
    return BK_OK;
}

/* Names of columns are found by making cues again, once for all classes. */
static bk_status name_them(bk_training *t, strong *top, int n)
{
    bk__cues *cues;
    int left = n;
    bk_status st = bk__cues_new(t->ctx, &cues, t->opts.lang, t->opts.mask);
    for (int64_t i = 0; i < t->examples.n && left > 0 && st == BK_OK; i++) {
        bk__cue_text text = bk__cue_text_of(&t->examples.item[i]);
        const bk__cue *cue;
        uint32_t n_cues;
        st = bk__cues_run(cues, &text, &cue, &n_cues);
        for (int k = 0; k < n && st == BK_OK; k++) {
            uint64_t hash = t->model.columns.hash[top[k].column];
            for (uint32_t c = 0; c < n_cues && !top[k].name.p && st == BK_OK; c++)
                if (cue[c].hash == hash) {
                    st = bk__arena_str(&t->arena, &top[k].name, cue[c].name);
                    left--;
                }
        }
    }
    bk__cues_free(cues);
    return st;
}

static bk_status print_head(bk__buf *b, const bk_training *t)
{
    const bk_train_opts *o = &t->opts;
    bk_str file = t->path, rest = t->path;
    while (rest.n > 0)
        file = bk__str_cut(&rest, '/'); /* the last part: no folder of the maker's */
    bk_status st = bk__buf_print(b,
                                 "# Model card\n\nA classifier of `%s` by words and their place, "
                                 "trained with bingkai %s.\n\n"
                                 "## Trained on\n\n- file `%.*s` (hash %016" PRIx64
                                 "), %lld examples in %u groups, "
                                 "language %s\n",
                                 o->label, bk_version(), (int)file.n, file.p, t->examples.hash,
                                 (long long)t->examples.n, t->examples.groups.n, o->lang);
    for (int k = 0; k < t->K && st == BK_OK; k++)
        st = bk__buf_print(b, "- `%s`: %lld\n", t->model.class[k].p, (long long)t->of_class[k]);
    if (st == BK_OK && t->examples.targets > 0)
        st = bk__buf_print(b, "- with targets: the label is that of a target in the text\n");
    return st == BK_OK
               ? bk__buf_print(b,
                               "\n## How\n\nMultinomial logistic regression with L2 %g (chosen "
                               "by cross-validation inside each part unless given), temperature "
                               "%.3f, on %lld cues that stand in %d examples or more (mask: %s; "
                               "classes %s). Only hashes of cues and weights are in the file.\n",
                               t->l2[o->folds], t->model.temperature, (long long)t->model.columns.n,
                               o->min_df, o->mask, o->balance ? "balanced" : "as they are")
               : st;
}

static bk_status print_quality(bk__buf *b, const bk_training *t)
{
    bk_status st = bk__buf_print(
        b,
        "\n## How good\n\nBy %d-fold cross-validation (groups stay together): macro F1 **%.3f** "
        "[%.3f, %.3f], accuracy %.3f [%.3f, %.3f], calibration error %.3f (%.3f before), log loss "
        "%.3f.\n\n| class | precision | recall | F1 |\n|---|---|---|---|\n",
        t->opts.folds, t->macro_f1.value, t->macro_f1.low, t->macro_f1.high, t->accuracy.value,
        t->accuracy.low, t->accuracy.high, t->calibration.ece, t->raw.ece, t->calibration.log_loss);
    for (int k = 0; k < t->K && st == BK_OK; k++)
        st = bk__buf_print(b, "| %s | %.3f | %.3f | %.3f |\n", t->model.class[k].p,
                           t->prf[k].precision, t->prf[k].recall, t->prf[k].f1);
    if (st == BK_OK)
        st = bk__buf_print(b, "\nTrue class by row, predicted by column:\n\n|  |");
    for (int k = 0; k < t->K && st == BK_OK; k++)
        st = bk__buf_print(b, " %s |", t->model.class[k].p);
    for (int k = -1; k < t->K && st == BK_OK; k++)
        st = bk__buf_print(b, k < 0 ? "\n|---|" : "---|");
    for (int c = 0; c < t->K * t->K && st == BK_OK; c++) {
        if (c % t->K == 0)
            st = bk__buf_print(b, "\n| %s |", t->model.class[c / t->K].p);
        if (st == BK_OK)
            st = bk__buf_print(b, " %lld |", (long long)t->confusion[c]);
    }
    if (st == BK_OK)
        st = bk__buf_print(b, "\n\n| sure | right | predictions |\n|---|---|---|\n");
    for (int i = 0; i < BK_BINS && st == BK_OK; i++)
        if (t->calibration.n[i] > 0)
            st = bk__buf_print(b, "| %.2f | %.2f | %lld |\n", t->calibration.sure[i],
                               t->calibration.right[i], (long long)t->calibration.n[i]);
    return st;
}

static bk_status print_words(bk__buf *b, bk_training *t)
{
    int n = 0; /* of each class: all have as many columns */
    strong *top = bk__alloc_array(t->ctx, (size_t)t->K, SHOWN * sizeof *top);
    bk_status st = top ? bk__buf_print(b, "\n## What speaks for a class\n\n") : BK_ENOMEM;
    for (int k = 0; k < t->K && st == BK_OK; k++)
        st = strongest(t, k, top + k * n, &n);
    if (st == BK_OK)
        st = name_them(t, top, t->K * n);
    for (int k = 0; k < t->K && st == BK_OK; k++) {
        st = bk__buf_print(b, "- `%s`:", t->model.class[k].p);
        for (int i = k * n; i < (k + 1) * n && st == BK_OK; i++)
            if (top[i].name.p)
                st = bk__buf_print(b, "%s `%.*s`", i > k * n ? "," : "", (int)top[i].name.n,
                                   top[i].name.p);
        if (st == BK_OK)
            st = bk__buf_print(b, "\n");
    }
    bk__free(t->ctx, top);
    return st;
}

bk_status bk_training_card(bk_training *t, bk_write_fn *write, void *user)
{
    static const char limits[] =
        "\n## Limits\n\n- It knows the words of its examples: on texts of another kind, time or "
        "subject the figures above are too good. Label some by hand and compare.\n"
        "- Each text is read alone; what stands outside of it is not known.\n"
        "- Probabilities are calibrated for classes as frequent as in the examples.\n"
        "- Names that the actor lists do not know may have been learned.\n";
    bk__buf b;
    bk__buf_init(&b, t->ctx);
    bk_status st = print_head(&b, t);
    if (st == BK_OK)
        st = print_quality(&b, t);
    if (st == BK_OK)
        st = print_words(&b, t);
    if (st == BK_OK)
        st = bk__buf_add(&b, BK__STR(limits));
    if (st == BK_OK)
        st = write(user, b.p, b.n);
    bk__buf_clear(&b);
    return st;
}
