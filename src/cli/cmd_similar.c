/* cmd_similar.c - neighbours and pairs with the terms they share, and repeated articles. */
#include <stdlib.h>

#include "cli/cli.h"

static void show(cli *c, const bk_study *s)
{
    static const char *const names[] = {"duplicates", "neighbours"};
    static const char *const heads[] = {"Repeated articles", "Neighbours"};
    bool some = false;
    for (size_t i = 0; i < 2; i++) {
        const bk_table *t = bk_study_table(s, names[i]);
        if (!t || bk_table_rows(t) == 0)
            continue;
        printf("%s%s%s%s\n", some ? "\n" : "", bold(true), heads[i], bold(false));
        put_table(t, NULL, c->opts.rows);
        some = true;
    }
}

static int run(cli *c)
{
    /* Repeats are found in the text, which a file of vectors has not. */
    bool vectors = c->n_input == 1 && bk_vectorizer_is(c->input[0]);
    unsigned stages = BK_STAGE_SIMILAR | (vectors ? 0u : (unsigned)BK_STAGE_NEARDUP);
    return run_stage(c, &(stage_cmd){stages, "neighbours", show});
}

static const cli_example examples[] = {
    {"Repeated articles and the neighbours of each article", "bingkai similar news"},
    {"Every pair of articles with a cosine of at least 0.8",
     "bingkai similar news --table pairs --min-pair 0.8 --format tsv"},
    {"From vectors that were made before",
     "bingkai similar news.bkv --neighbours 5 -o neighbours.tsv"},
    {NULL, NULL},
};
const cli_cmd cmd_similar = {
    "similar",
    "INPUT...",
    "find similar and repeated articles, and say why",
    "Finds for each article those with the most similar words (exact cosine), each with the terms "
    "that make them alike, and groups of repeated articles (wire copies, reprints; MinHash, "
    "verified). Tables: neighbours, pairs, duplicates.",
    examples,
    GROUP_OUTPUT | GROUP_TABLE | GROUP_SHAPE | GROUP_TEXT | GROUP_WORDS | GROUP_VECTORS |
        GROUP_SIMILAR | GROUP_NEARDUP,
    run};
