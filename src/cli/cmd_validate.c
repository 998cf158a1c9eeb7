/* cmd_validate.c - how right the relations are, against sentences that people labelled. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"

static void put_counts(const cli *c, const bk_validation *v)
{
    int64_t sentences, articles, unmapped;
    bk_validation_counts(v, &sentences, &articles, &unmapped);
    printf("%" PRId64 " sentences of %" PRId64 " articles", sentences, articles);
    if (unmapped > 0)
        printf(c->n_input == 2 ? ", %" PRId64 " of them not among the predictions"
                               : ", %" PRId64 " of them not read with exchanged names",
               unmapped);
    putchar('\n');
}

/* The names as written and the mean over all exchanges; machines get every exchange. */
static void show(cli *c, const bk_table *t)
{
    static const char *const names[] = {"as written", "exchanged"};
    static const char *const heads[] = {"Names as written", "Names exchanged, all ways together"};
    for (size_t i = 0; i < 2; i++) {
        bk_table *part = rows_where(c, t, col_of(t, "names"), names[i]);
        if (part && bk_table_rows(part) > 0) {
            printf("\n%s%s%s\n", bold(true), heads[i], bold(false));
            put_table(part, "reader measure value low high n", 0);
        }
        bk_table_free(part);
    }
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A study's folder stands for its relations.jsonl. */
static const char *predictions(const char *path, char *space, size_t size)
{
    if (!is_folder(path))
        return path;
    snprintf(space, size, "%s/relations.jsonl", path);
    return space;
}

static int run(cli *c)
{
    bk_validation *v;
    bk_table *t;
    char space[4096];
    if (c->n_input != 1 && c->n_input != 2)
        return usage(c,
                     "name a file of labelled sentences, before it predictions if you have some");
    if (is_folder(c->input[c->n_input - 1]))
        return usage(c, "%s is a folder; behind it name a file of labelled sentences",
                     c->input[c->n_input - 1]);
    if (c->n_input == 2)
        c->opts.validate.predictions = predictions(c->input[0], space, sizeof space);
    bk_status st = bk_validate_run(c->ctx, &v, c->input[c->n_input - 1], &c->opts.validate);
    if (st != BK_OK)
        return fail(c, st);
    st = bk_validation_table(c->ctx, &t, v);
    tty_clear();
    int code = EXIT_DONE;
    if (st != BK_OK) {
        code = fail(c, st);
    } else if (is_for_people(c) && !c->opts.output) {
        put_counts(c, v);
        show(c, t);
    } else {
        code = hand_on(c, t);
    }
    if (st == BK_OK)
        bk_table_free(t);
    bk_validation_free(v);
    return code;
}

static const cli_example examples[] = {
    {"Precision, recall, polarity, class and voice with intervals",
     "bingkai validate labelled.jsonl"},
    {"The relations of a study, or those of another program in the same shape",
     "bingkai validate result labelled.jsonl"},
    {"Every exchange of names, as a table", "bingkai validate labelled.jsonl --format tsv"},
    {NULL, NULL},
};
const cli_cmd cmd_validate = {
    "validate",
    "[STUDY | PREDICTIONS.jsonl] GOLD.jsonl",
    "measure the relations against labels of people",
    "Reads the relations of sentences that people have labelled and says how right they are: "
    "precision, recall and F1 of finding them, macro F1 of the polarity, accuracy of class, source "
    "and voice, each with a bootstrap interval over articles, beside two baselines (both powers "
    "named; the usual polarity of each pair). The sentences are read again with the names of the "
    "powers exchanged: a program that knows who is said to like whom, and does not read, falls.\n"
    "With a study or a file in the shape of relations.jsonl before it, those relations are "
    "measured "
    "instead: \"id\" is then the \"doc\" of the label, \"text\" its sentence.\n"
    "A line of GOLD.jsonl: {\"gid\": \"g1\", \"doc\": \"a7\", \"title\": \"...\", \"prev\": the "
    "sentence "
    "before, \"sent\": the sentence, \"relations\": [{\"dyad\": \"CHN-USA\", \"required\": true, "
    "\"polarity\": [-1], \"quad\": [\"VK\"], \"source\": [\"USA\"], \"voice\": [\"narrator\"]}]}. "
    "Each list "
    "holds every answer that is accepted; without \"required\" a relation may be found or not.",
    examples,
    GROUP_VALIDATE | GROUP_FILE | GROUP_SHAPE,
    run};
