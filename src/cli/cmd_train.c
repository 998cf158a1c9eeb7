/* cmd_train.c - a classifier from labelled examples, with its honest figures and its card. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static bool ends_in(const char *path, const char *ending)
{
    size_t n = strlen(path), m = strlen(ending);
    return n > m && strcmp(path + n - m, ending) == 0;
}

/* Where the card goes: --card, or beside the model (tone.bkm, tone.md); yours, NULL without
 * memory. */
static char *card_path(const cli *c)
{
    const char *given = c->opts.card, *from = given ? given : c->opts.output;
    size_t n = strlen(from), ending = strlen(".bkm");
    char *path = malloc(n + 1);
    if (path)
        snprintf(path, n + 1, "%.*s%s", (int)(given ? n : n - ending), from, given ? "" : ".md");
    return path;
}

/* The card appears when the model stands. card NULL: to standard output. */
static int write_both(cli *c, bk_training *t, const char *model, FILE *card)
{
    bk_status st = BK_OK;
    if (card || c->opts.card)
        st = bk_training_card(t, out_bytes, card ? card : stdout);
    if (card && (st == BK_EIO || fflush(card) != 0))
        return EXIT_FAILED; /* out_close says so */
    if (st == BK_OK && model)
        st = bk_training_save(t, model);
    return st == BK_OK ? EXIT_DONE : fail(c, st);
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

/* model, card: files to write, or NULL. The card is opened before the training, so that one that
 * cannot be written costs none. */
static int train(cli *c, const char *model, const char *card)
{
    bk_training *t = NULL;
    out_file o = {NULL, NULL, NULL};
    if (card && !out_open(&o, card))
        return EXIT_FAILED;
    bk_status st = bk_training_run(c->ctx, &t, c->input[0], &c->opts.train);
    tty_clear();
    int code = st == BK_OK ? write_both(c, t, model, o.file) : fail(c, st);
    if (card)
        code = out_close(&o, code);
    bool shown = c->opts.card && !card;
    if (code == EXIT_DONE && !shown && !(model && c->opts.quiet)) {
        if (model)
            c->opts.output = NULL;
        code = is_for_people(c) && !c->opts.table ? show(c, t) : hand_on_table(c, t);
    }
    bk_training_free(t);
    return code;
}

static int run(cli *c)
{
    const char *output = c->opts.output, *given = c->opts.card;
    char *card = NULL;
    bool model = output && strcmp(output, "-") != 0 && !is_table_file(output);
    bool shown = given && strcmp(given, "-") == 0;
    if (c->n_input != 1)
        return usage(c, "name one file of labelled examples");
    if (model && !ends_in(output, ".bkm"))
        return usage(c, "-o names a model that ends in .bkm, or a table in .tsv, .jsonl or .json");
    if (shown && !model && !is_for_people(c))
        return usage(c, "the card and a table cannot both go to standard output");
    if (!shown && (model || given) && !(card = card_path(c))) {
        say("no memory");
        return EXIT_FAILED;
    }
    int code = train(c, model ? output : NULL, card);
    free(card);
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
