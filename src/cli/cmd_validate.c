/* cmd_validate.c - how right the relations are, against sentences that people labelled. */
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/cli.h"

static void put_counts(const cli *c, const bk_validation *v)
{
    int64_t sentences, articles, unmapped;
    bk_validation_counts(v, &sentences, &articles, &unmapped);
    printf("%" PRId64 " sentences of %" PRId64 " articles", sentences, articles);
    if (unmapped > 0)
        printf(c->opts.validate.second ? ", %" PRId64 " more that only one of the two coded"
               : c->n_input == 2       ? ", %" PRId64 " of them not among the predictions"
                                       : ", %" PRId64 " of them not read with exchanged names",
               unmapped);
    putchar('\n');
}

static bool equals(bk_str s, const char *z)
{
    return s.n == strlen(z) && memcmp(s.p, z, s.n) == 0;
}

/* Rows of these names: shares, or all else but what has a table of its own. */
static void show_rows(cli *c, const bk_table *t, const char *names, bool shares, const char *head)
{
    enum { COLUMNS = 16 };
    const bk_table_spec *spec = bk_table_spec_of(t);
    size_t reader = col_of(t, "reader"), name = col_of(t, "names"), measure = col_of(t, "measure");
    bk_table *part;
    bk_status st = bk_table_new(c->ctx, &part, spec);
    for (int64_t r = 0; r < bk_table_rows(t) && st == BK_OK; r++) {
        bk_cell row[COLUMNS];
        for (size_t k = 0; k < spec->n && k < COLUMNS; k++)
            row[k] = bk_table_cell(t, r, k);
        bk_str of = row[measure].s;
        bool share = equals(row[reader].s, "as read") || equals(row[reader].s, "corrected");
        bool listed = memmem(of.p, of.n, " read as ", 9) != NULL;
        if (equals(row[name].s, names) && !listed && share == shares)
            st = bk_table_add(part, row);
    }
    if (st == BK_OK && bk_table_rows(part) > 0) {
        printf("\n%s%s%s\n", bold(true), head, bold(false));
        put_table(part, "reader measure value low high n", 0);
    }
    bk_table_free(part);
}

static void show_table(cli *c, const bk_validation *v, const char *name, const char *head)
{
    bk_table *t;
    if (bk_validation_table(c->ctx, &t, v, name) == BK_OK && bk_table_rows(t) > 0) {
        printf("\n%s%s%s\n", bold(true), head, bold(false));
        put_table(t, NULL, c->opts.rows);
    }
    bk_table_free(t);
}
static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void show(cli *c, const bk_validation *v, const bk_table *t)
{
    put_counts(c, v);
    show_rows(c, t, "as written", false, "Names as written");
    show_table(c, v, "confusion", "What was coded, and what was read there");
    show_rows(c, t, "as written", true, "Shares in all that was read");
    show_rows(c, t, "exchanged", false, "Names exchanged, all ways together");
    if (c->opts.validate.second)
        show_table(c, v, "disagreements", "Where the two differ");
}

static int hand_on_validation(cli *c, const bk_validation *v)
{
    const char *name = c->opts.table ? c->opts.table : "validation";
    bool people = is_for_people(c) && !c->opts.output && !c->opts.table;
    bk_table *t;
    bk_status st = bk_validation_table(c->ctx, &t, v, name);
    int code = st == BK_OK ? EXIT_DONE : fail(c, st);
    if (st == BK_OK && people)
        show(c, v, t);
    else if (st == BK_OK)
        code = hand_on(c, t);
    bk_table_free(t);
    return code;
}

static int run(cli *c)
{
    bk_validation *v;
    const char *gold = c->n_input > 0 ? c->input[c->n_input - 1] : NULL;
    if (c->n_input != 1 && c->n_input != 2)
        return usage(c,
                     "name a file of labelled sentences, before it predictions if you have some");
    if (c->n_input == 2 && c->opts.validate.second)
        return usage(c, "--second compares two people: leave the predictions out");
    if (is_folder(gold))
        return usage(c, "%s is a folder; behind it name a file of labelled sentences", gold);
    if (c->n_input == 2)
        c->opts.validate.predictions = c->input[0];
    bk_status st = bk_validate_run(c->ctx, &v, gold, &c->opts.validate);
    tty_clear();
    if (st != BK_OK)
        return fail(c, st);
    int code = hand_on_validation(c, v);
    bk_validation_free(v);
    return code;
}

static const cli_example examples[] = {
    {"Precision, recall, polarity, class and voice with intervals",
     "bingkai validate labelled.jsonl"},
    {"The relations of a study, and what its shares are without their errors",
     "bingkai validate result coder-1.jsonl"},
    {"From a spreadsheet", "bingkai validate result coder-1.csv"},
    {"How well two coders agree, and where they do not",
     "bingkai validate coder-1.jsonl --second coder-2.jsonl"},
    {"Every sentence that was read otherwise than coded",
     "bingkai validate result coder-1.jsonl --table disagreements --format tsv"},
    {NULL, NULL},
};
const cli_cmd cmd_validate = {
    "validate",
    "[STUDY | PREDICTIONS.jsonl] GOLD",
    "measure the relations against labels of people",
    "Reads the relations of sentences that people have labelled and says how right they are: "
    "precision, recall and F1 of finding them, macro F1 of the polarity, accuracy of class, source "
    "and voice, macro F1 and Krippendorff's alpha of the four kinds (none, conflict, neutral, "
    "cooperation), what was read as what, how right the program is where it is sure, each with a "
    "bootstrap interval over articles, beside two baselines (both powers named; the usual polarity "
    "of each pair). The sentences are read again with the names of the powers exchanged: a program "
    "that knows who is said to like whom, and does not read, falls.\n"
    "With a study or a file in the shape of relations.jsonl before it, those relations are "
    "measured instead: \"id\" is then the \"doc\" of the label, \"text\" its sentence. The shares "
    "of all that was read are then corrected for the errors: what was read as each kind is spread "
    "as people judged those sentences that were drawn. Repeated articles of a study count once.\n"
    "With --second another person's codes of the same sentences stand in place of the reading: "
    "alpha of two people, and the list of where they differ.\n"
    "A line of GOLD.jsonl: {\"gid\": \"g1\", \"doc\": \"a7\", \"title\": \"...\", \"prev\": the "
    "sentence before, \"sent\": the sentence, \"p\": the chance that it had to be drawn, "
    "\"relations\": [{\"dyad\": \"CHN-USA\", \"required\": true, \"polarity\": [-1], \"quad\": "
    "[\"VK\"], \"source\": [\"USA\"], \"voice\": [\"narrator\"]}]}. Each list holds every answer "
    "that is accepted; without \"required\" a relation may be found or not. GOLD.csv is a sheet of "
    "bingkai sample. All figures weigh by 1/p; what is not coded is left out.",
    examples,
    GROUP_VALIDATE | GROUP_FILE | GROUP_TABLE | GROUP_SHAPE,
    run};
