/* cmd_predict.c - labels of texts by a model that bingkai train wrote. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { SHOWN = 12 };

static void put_why(bk_classifier *m, int best)
{
    int n;
    const bk_cue *why = bk_classifier_why(m, best, SHOWN, &n);
    for (int i = 0; i < n; i++) {
        printf("%8.3f  ", why[i].part);
        put_text(why[i].name, 0);
        putchar('\n');
    }
}

/* All of standard input; NULL without memory. */
static char *read_stdin(size_t *n)
{
    size_t cap = 1 << 16, got = 1;
    char *p = malloc(cap);
    for (*n = 0; p && got > 0; *n += got) {
        if (*n == cap) {
            char *more = realloc(p, cap *= 2);
            if (!more)
                free(p);
            p = more;
        }
        got = p ? fread(p + *n, 1, cap - *n, stdin) : 0;
    }
    return p;
}

static int label_text(cli *c, bk_classifier *m, bk_str text)
{
    bk_str none = {NULL, 0};
    int best = 0, K = bk_classifier_classes(m);
    double *p = malloc((size_t)K * sizeof *p);
    if (!p) {
        say("no memory");
        return EXIT_FAILED;
    }
    bk_status st =
        bk_classifier_run(m, text, c->opts.from_actor ? str_of(c->opts.from_actor) : none,
                          c->opts.to_actor ? str_of(c->opts.to_actor) : none, p);
    for (int k = 0; k < K && st == BK_OK; k++) {
        printf("%8.3f  ", p[k]);
        put_text(str_of(bk_classifier_class(m, k)), 0);
        putchar('\n');
        best = p[k] > p[best] ? k : best;
    }
    if (st == BK_OK && c->opts.why) {
        printf("\n%sFor ", bold(true));
        put_text(str_of(bk_classifier_class(m, best)), 0);
        printf("%s\n", bold(false));
        put_why(m, best);
    }
    free(p);
    return st == BK_OK ? EXIT_DONE : fail(c, st);
}

static int label_typed(cli *c, bk_classifier *m)
{
    size_t n;
    if (strcmp(c->opts.text, "-") != 0)
        return label_text(c, m, str_of(c->opts.text));
    char *read = read_stdin(&n);
    if (!read) {
        say("no memory");
        return EXIT_FAILED;
    }
    int code = label_text(c, m, (bk_str){read, n});
    free(read);
    return code;
}

static int run(cli *c)
{
    bk_classifier *m;
    bk_table *t = NULL;
    bool text = c->opts.text != NULL;
    if (c->n_input != (text ? 1 : 2))
        return usage(c, text ? "with --text name the model alone"
                             : "name a model and a file of texts, or a model and --text");
    if (!text && (c->opts.from_actor || c->opts.to_actor || c->opts.why))
        return usage(c, "--actor, --target and --why go with --text");
    bk_status st = bk_classifier_load(c->ctx, &m, c->input[0]);
    if (st != BK_OK)
        return fail(c, st);
    int code;
    if (text) {
        code = label_typed(c, m);
    } else {
        st = bk_classifier_table(c->ctx, &t, m, c->input[1]);
        tty_clear();
        if (st != BK_OK)
            code = fail(c, st);
        else if (is_for_people(c) && !c->opts.output) {
            put_table(t, "line label predicted p text", c->opts.rows);
            code = EXIT_DONE;
        } else
            code = hand_on(c, t);
        bk_table_free(t);
    }
    bk_classifier_free(m);
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
    "Table: predictions.",
    examples,
    GROUP_PREDICT | GROUP_FILE | GROUP_SHAPE,
    run};
