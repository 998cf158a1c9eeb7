/* cmd_predict.c - labels of texts by a model that bingkai train wrote. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { SHOWN = 12 };

static void put_why(const cli *c, bk_classifier *m, int best)
{
    int n, most = !cli_given(c, "rows") ? SHOWN : c->opts.rows > 0 ? c->opts.rows : INT_MAX;
    const bk_cue *why = bk_classifier_why(m, best, most, &n);
    printf("\n%sFor ", bold(true));
    put_text(str_of(bk_classifier_class(m, best)), 0);
    printf("%s\n", bold(false));
    for (int i = 0; i < n; i++) {
        printf("%8.3f  ", why[i].part);
        put_text(why[i].name, 0);
        putchar('\n');
    }
}

/* A text that was typed, its actor and target. */
typedef struct typed {
    bk_str text, from, to;
} typed;

static int put_labels(cli *c, bk_classifier *m, const typed *t)
{
    int best = 0, K = bk_classifier_classes(m);
    double *p = malloc((size_t)K * sizeof *p);
    bk_status st = p ? bk_classifier_run(m, t->text, t->from, t->to, p) : BK_ENOMEM;
    for (int k = 0; k < K && st == BK_OK; k++) {
        printf("%8.3f  ", p[k]);
        put_text(str_of(bk_classifier_class(m, k)), 0);
        putchar('\n');
        best = p[k] > p[best] ? k : best;
    }
    if (st == BK_OK && c->opts.why)
        put_why(c, m, best);
    free(p);
    return st == BK_OK ? EXIT_DONE : fail(c, st);
}

/* t NULL: of the file that is named. */
static int put_predictions(cli *c, bk_classifier *m, const typed *t, bool for_people)
{
    bk_table *table = NULL;
    bk_status st = t ? bk_classifier_text_table(c->ctx, &table, m, t->text, t->from, t->to)
                     : bk_classifier_table(c->ctx, &table, m, c->input[1]);
    int code = EXIT_DONE;
    tty_clear();
    if (st != BK_OK)
        code = fail(c, st);
    else if (for_people)
        put_table(table, "line label predicted p known text", c->opts.rows);
    else
        code = hand_on(c, table);
    bk_table_free(table);
    return code;
}

/* Of a text that was typed; the last that was labelled. */
static void say_unknown(const cli *c, const bk_classifier *m)
{
    if (bk_classifier_known(m) == 0 && !c->opts.quiet)
        say("warning: the text holds no word that the model knows: its label is a guess from how "
            "frequent labels are");
}

/* Names that the model did not learn to use would be masked, and nothing more. */
static int check_names(cli *c, const bk_classifier *m)
{
    if (c->opts.to_actor && !bk_classifier_targets(m))
        return usage(c, "--target does nothing here: the model was trained without targets");
    if (c->opts.from_actor && !bk_classifier_sources(m))
        return usage(c, "--actor does nothing here: the model was trained without actors");
    if (c->opts.text && !c->opts.to_actor && bk_classifier_targets(m) && !c->opts.quiet)
        say("warning: the model was trained with targets and --target names none: the labels are "
            "those of the whole text and less sure");
    return EXIT_DONE;
}

static int label(cli *c, bk_classifier *m, const typed *t, bool for_people)
{
    int code = check_names(c, m);
    if (code != EXIT_DONE)
        return code;
    if (!c->opts.text)
        return put_predictions(c, m, NULL, for_people);
    code = for_people ? put_labels(c, m, t) : put_predictions(c, m, t, false);
    if (code == EXIT_DONE)
        say_unknown(c, m);
    return code;
}

static int run(cli *c)
{
    bk_classifier *m;
    typed t = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    char *own = NULL;
    const cli_opts *o = &c->opts;
    bool for_people = is_for_people(c) && !o->output;
    if (c->n_input != (o->text ? 1 : 2))
        return usage(c, o->text ? "with --text name the model alone"
                                : "name a model and a file of texts, or a model and --text");
    if (!o->text && (o->from_actor || o->to_actor || o->why))
        return usage(c, "--actor, --target and --why go with --text");
    if (o->why && !for_people)
        return usage(c, "--why is for a person: without -o and --format");
    int code = o->text ? typed_text(c, &t.text, &own) : EXIT_DONE;
    if (code != EXIT_DONE)
        return code;
    if (o->from_actor)
        t.from = str_of(o->from_actor);
    if (o->to_actor)
        t.to = str_of(o->to_actor);
    bk_status st = bk_classifier_load(c->ctx, &m, c->input[0]);
    code = st == BK_OK ? label(c, m, &t, for_people) : fail(c, st);
    bk_classifier_free(m);
    free(own);
    return code;
}

static const cli_example examples[] = {
    {"Labels of a file", "bingkai predict tone.bkm headlines.tsv --format tsv"},
    {"One sentence, and why",
     "bingkai predict tone.bkm --text 'Rusia mengecam sanksi AS' --actor Rusia --target AS --why"},
    {NULL, NULL},
};
const cli_cmd cmd_predict = {
    "predict",
    "MODEL [TEXTS]",
    "label texts with what bingkai train learned",
    "Gives each text of a file (the columns are those that the model was trained with; the label "
    "may be absent) its most probable label and the probability of every label, which is "
    "calibrated: of those that are said with 0.8, 8 in 10 are right on texts like the examples. "
    "Where the examples named targets and a text names none, a warning says so, as it does of "
    "texts "
    "without a word that the model knows (known 0). "
    "Table: predictions.",
    examples,
    GROUP_PREDICT | GROUP_FILE | GROUP_SHAPE,
    run};
