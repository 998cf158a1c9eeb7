/* cmd_relations.c - who does what to whom, in whose voice. */
#include <stdlib.h>

#include "cli/cli.h"

static void show(cli *c, const bk_study *s)
{
    const bk_table *t = bk_study_table(s, "relations");
    put_tones(s);
    if (!t || bk_table_rows(t) == 0)
        return;
    putchar('\n');
    put_table(t, "id dyad source target polarity class voice evidence text", c->opts.rows);
}

static int run(cli *c)
{
    return run_stage(c, &(stage_cmd){BK_STAGE_RELATIONS, "relations", show});
}

static const cli_example examples[] = {
    {"Tones with intervals, and the first relations", "bingkai relations news"},
    {"Every sentence with its actors, quotes and relations, an object a line",
     "bingkai relations news --format jsonl -o relations.jsonl"},
    {"Tone of each two powers by outlet, month and voice",
     "bingkai relations news --table dyads --format tsv"},
    {NULL, NULL},
};
const cli_cmd cmd_relations = {
    "relations",
    "INPUT...",
    "find who does what to whom, and in whose voice",
    "Finds for each sentence the pairs of powers that it relates: conflict or cooperation, the "
    "class of the event, who acts, whose words it is, and the deciding words. From that the tone "
    "of "
    "each pair, from -1 to 1, with a bootstrap interval over articles, and the balance of each "
    "three. Tables: relations, dyads, triad, mentions, quotes, sentences.\n"
    "Another triad, or any number of powers, is a file: --triad.",
    examples,
    GROUP_OUTPUT | GROUP_TABLE | GROUP_SHAPE | GROUP_TEXT | GROUP_WORDS | GROUP_TONE |
        GROUP_NEARDUP,
    run};
