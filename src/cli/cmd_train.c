/* cmd_train.c - a classifier from labelled examples, with its honest figures and its card. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static bk_status put(void *user, const char *bytes, size_t n)
{
    return fwrite(bytes, 1, n, user) == n ? BK_OK : BK_EIO;
}

/* The card to --card, or beside the model: tone.bkm, tone.md. */
static int write_card(cli *c, bk_training *t)
{
    char path[4096];
    const char *card = c->opts.card, *model = c->opts.output;
    if (!card) {
        size_t n = strlen(model);
        n -= n > 4 && strcmp(model + n - 4, ".bkm") == 0 ? 4 : 0;
        snprintf(path, sizeof path, "%.*s.md", (int)n, model);
        card = path;
    }
    bool out = strcmp(card, "-") == 0;
    FILE *to = out ? stdout : fopen(card, "w");
    bk_status st = to ? bk_training_card(t, put, to) : BK_OK;
    if (st != BK_OK && st != BK_EIO)
        return fail(c, st);
    bool fine = to && st == BK_OK && (out ? fflush(to) : fclose(to)) == 0;
    if (!fine)
        say("%s cannot be written: %s", card, strerror(errno));
    return fine ? EXIT_DONE : EXIT_FAILED;
}

static const char *table_name(const cli *c)
{
    return c->opts.table ? c->opts.table : "training";
}

static int show(cli *c, const bk_training *t)
{
    static const char *const names[] = {"training", "confusion", "reliability"};
    int code = EXIT_DONE;
    for (size_t i = 0; i < 3 && code == EXIT_DONE; i++) {
        bk_table *table;
        bk_status st = bk_training_table(c->ctx, &table, t, names[i]);
        if (st != BK_OK)
            return fail(c, st);
        printf("%s%s", i > 0 ? "\n" : "", bold(true));
        printf("%s%s\n",
               i == 0   ? "By cross-validation"
               : i == 1 ? "Taken for"
                        : "How sure",
               bold(false));
        put_table(table, NULL, c->opts.rows);
        bk_table_free(table);
    }
    return code;
}

static int hand_on_table(cli *c, const bk_training *t)
{
    bk_table *table;
    bk_status st = bk_training_table(c->ctx, &table, t, table_name(c));
    int code = st == BK_OK ? hand_on(c, table) : fail(c, st);
    bk_table_free(table);
    return code;
}

static int run(cli *c)
{
    bk_training *t;
    const char *output = c->opts.output;
    bool model = output && strcmp(output, "-") != 0 && !is_table_file(output);
    if (c->n_input != 1)
        return usage(c, "name one file of labelled examples");
    if (c->opts.card && !model && strcmp(c->opts.card, "-") == 0 && !is_for_people(c))
        return usage(c, "the card and a table cannot both go to standard output");
    bk_status st = bk_training_run(c->ctx, &t, c->input[0], &c->opts.train);
    tty_clear();
    if (st != BK_OK)
        return fail(c, st);
    int code = EXIT_DONE;
    bool shown = c->opts.card && strcmp(c->opts.card, "-") == 0;
    if (model && (st = bk_training_save(t, output)) != BK_OK)
        code = fail(c, st);
    if (code == EXIT_DONE && (model || c->opts.card))
        code = write_card(c, t);
    if (code == EXIT_DONE && !shown && !(model && c->opts.quiet)) {
        c->opts.output = model ? NULL : output;
        code = is_for_people(c) && !c->opts.table ? show(c, t) : hand_on_table(c, t);
    }
    bk_training_free(t);
    return code;
}

static const cli_example examples[] = {
    {"How well headlines can be told apart, and a model of them",
     "bingkai train headlines.tsv -o tone.bkm"},
    {"Sentiment towards a target, articles kept together",
     "bingkai train targets.csv --lang en --label-column sentiment --group-column article"},
    {"Classes of events between two actors, as the four quads",
     "bingkai train events.tsv --lang en --map ACCUSE=VK,ASSAULT=MK,AID=MC,AGREE=VC"},
    {"Every prediction of the cross-validation",
     "bingkai train headlines.tsv --table predictions --format tsv"},
    {NULL, NULL},
};
const cli_cmd cmd_train = {
    "train",
    "LABELLED",
    "learn labels from examples, and measure how well",
    "Learns a label from examples (TSV, CSV or JSON lines with a text, a label, and, where there "
    "is "
    "one, who acts and upon whom): multinomial logistic regression over words, parts of words, "
    "words by their place beside source and target, and what the lexicons say of them, with "
    "negation and voice. Names of countries, their people and bodies are masked, so that no "
    "country "
    "is learned.\n"
    "What is reported comes from cross-validation: each part is predicted by what was learned from "
    "the others, which also chose the penalty and the temperature. Macro F1 with a bootstrap "
    "interval over groups, precision and recall, which label is taken for which, and how often "
    "predictions of each certainty are right. Tables: training, confusion, reliability, "
    "predictions.\n"
    "With -o FILE.bkm the model that was fitted to all examples is written, and a model card "
    "beside "
    "it; bingkai predict labels other texts with it.",
    examples,
    GROUP_MODEL | GROUP_TABLE | GROUP_SHAPE | GROUP_TRAIN,
    run};
