/* cmd_topics.c - what is talked about. */
#include <stdlib.h>

#include "cli/cli.h"

static int run(cli *c)
{
    return run_stage(c, &(stage_cmd){BK_STAGE_TOPICS, "topics", NULL});
}

static const cli_example examples[] = {
    {"Topics, their number chosen from the articles", "bingkai topics news"},
    {"Twenty topics by month and outlet",
     "bingkai topics news --topics 20 --table topic_shares --format tsv"},
    {"From vectors that were made before", "bingkai topics news.bkv -o topics.json"},
    {NULL, NULL},
};
const cli_cmd cmd_topics = {
    "topics",
    "INPUT...",
    "find what is talked about",
    "Finds topics by non-negative matrix factorisation or spherical k-means of the weighted words: "
    "their terms, shares by outlet and month, and coherence (NPMI). Tables: topics, topic_terms, "
    "topic_shares, topic_articles.",
    examples,
    GROUP_OUTPUT | GROUP_TABLE | GROUP_SHAPE | GROUP_TEXT | GROUP_WORDS | GROUP_VECTORS |
        GROUP_TOPICS | GROUP_NEARDUP,
    run};
