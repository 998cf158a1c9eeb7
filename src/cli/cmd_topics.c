/* cmd_topics.c - what is talked about. */
#include <stdlib.h>

#include "cli/cli.h"

static int run(cli *c)
{
    return run_stage(
        c, &(stage_cmd){BK_STAGE_TOPICS, cli_given(c, "choose") ? "topic_choice" : "topics", NULL});
}

static const cli_example examples[] = {
    {"Topics, their number chosen from the articles", "bingkai topics news"},
    {"Twenty topics by month and outlet",
     "bingkai topics news --topics 20 --table topic_shares --format tsv"},
    {"How many topics? From 5 to 100 of them, judged on articles that were left out",
     "bingkai topics news --choose 5:100"},
    {"Topics that must be about the words in a file", "bingkai topics news --seeds seeds.txt"},
    {"From vectors that were made before", "bingkai topics news.bkv -o topics.json"},
    {NULL, NULL},
};
const cli_cmd cmd_topics = {
    "topics",
    "INPUT...",
    "find what is talked about",
    "Finds topics by non-negative matrix factorisation or spherical k-means of the weighted words, "
    "or by latent Dirichlet allocation of the counted ones: their terms, shares by outlet and "
    "month, "
    "and coherence (NPMI). --choose fits several numbers of topics and says how each does on "
    "articles that were left out. Tables: topics, topic_terms, topic_shares, topic_articles, "
    "topic_choice.",
    examples,
    GROUP_OUTPUT | GROUP_TABLE | GROUP_SHAPE | GROUP_TEXT | GROUP_WORDS | GROUP_VECTORS |
        GROUP_TOPICS | GROUP_NEARDUP | LESS_PAIRS | LESS_POWERS | LESS_KEYNESS | LESS_COLLOCATIONS,
    run};
