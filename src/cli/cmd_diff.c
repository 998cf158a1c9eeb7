/* cmd_diff.c - what changed between two studies. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* The parts one by one, what people ask for first. */
static void show(cli *c, const bk_table *t)
{
    static const char *const parts[] = {"tone",   "frames",  "topics",   "articles",
                                        "counts", "options", "versions", "inputs"};
    static const char *const heads[] = {"Tone",   "Frames",  "Topics",   "Articles",
                                        "Counts", "Options", "Versions", "Inputs"};
    bool some = false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        bk_table *p = rows_where(c, t, 0, parts[i]);
        if (p && bk_table_rows(p) > 0) {
            printf("%s%s%s%s\n", some ? "\n" : "", bold(true), heads[i], bold(false));
            put_table(p, "id before after change beyond note", c->opts.rows);
            some = true;
        }
        bk_table_free(p);
    }
    if (!some)
        puts("The studies do not differ.");
}

static int run(cli *c)
{
    bk_table *t;
    int code = EXIT_DONE;
    if (c->n_input != 2)
        return usage(c, "name two studies: the earlier and the later folder");
    bk_status st = bk_study_diff(c->ctx, &t, c->input[0], c->input[1]);
    tty_clear();
    if (st != BK_OK)
        return fail(c, st);
    if (is_for_people(c) && !c->opts.output)
        show(c, t);
    else
        code = hand_on(c, t);
    bk_table_free(t);
    return code;
}

static const cli_example examples[] = {
    {"What a month of news changed", "bingkai diff may june"},
    {"The same for another program", "bingkai diff may june --format jsonl"},
    {NULL, NULL},
};
const cli_cmd cmd_diff = {
    "diff",
    "STUDY STUDY",
    "show what changed between two studies",
    "Compares two studies: inputs, options, versions, articles, tones, frames, topics. Where two "
    "intervals do not overlap the column \"beyond\" is 1.",
    examples,
    GROUP_FILE | GROUP_SHAPE,
    run};
