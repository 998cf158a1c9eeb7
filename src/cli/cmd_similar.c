/* cmd_similar.c - neighbours and pairs with the terms they share, repeats, stories. */
#include <stdlib.h>

#include "cli/cli.h"

static void show(cli *c, const bk_study *s)
{
    static const char *const names[] = {"threads", "duplicates", "neighbours"};
    static const char *const heads[] = {"Stories", "Repeated articles", "Neighbours"};
    static const char *const cols[] = {"articles outlets first last source title", NULL, NULL};
    bool some = false;
    for (size_t i = 0; i < 3; i++) {
        const bk_table *t = bk_study_table(s, names[i]);
        if (!t || bk_table_rows(t) == 0)
            continue;
        printf("%s%s%s%s\n", some ? "\n" : "", bold(true), heads[i], bold(false));
        put_table(t, cols[i], c->opts.rows);
        some = true;
    }
}

static int run(cli *c)
{
    if (c->opts.pair && (c->opts.against || c->opts.text))
        return usage(c, "--pair is a comparison of its own");
    if (c->opts.table && (c->opts.pair || c->opts.against || c->opts.text))
        return usage(c, "--table is for the tables of a study; --%s has one of its own",
                     c->opts.pair   ? "pair"
                     : c->opts.text ? "text"
                                    : "against");
    if (cli_given(c, "within") && (c->opts.pair || c->opts.against || c->opts.text))
        return usage(c, "--within is for the neighbours of articles that are read together");
    if (c->opts.pair)
        return show_pair(c);
    if (c->opts.against || c->opts.text)
        return show_nearest(c);
    /* Repeats are found in the text, which a file of vectors has not. */
    bool vectors = c->n_input == 1 && bk_vectorizer_is(c->input[0]);
    unsigned stages = BK_STAGE_SIMILAR | (vectors ? 0u : (unsigned)BK_STAGE_NEARDUP);
    return run_stage(c, &(stage_cmd){stages, "neighbours", show});
}

static const cli_example examples[] = {
    {"Repeated articles and the neighbours of each article", "bingkai similar news"},
    {"Pairs of articles with a cosine of at least 0.8, ten of each article at most",
     "bingkai similar news --table pairs --min-pair 0.8 --format tsv"},
    {"Neighbours published within a week of each article", "bingkai similar news --within 7"},
    {"From vectors that were made before",
     "bingkai similar news.bkv --neighbours 5 -o neighbours.tsv"},
    {"Why two articles of a study are alike, passage by passage",
     "bingkai similar result --pair kabar-012 warta-090"},
    {"Today's articles against a study", "bingkai similar today.jsonl --against result"},
    {"A text of your own against vectors", "bingkai similar news.bkv --text 'sanksi atas Rusia'"},
    {"Who told which story first", "bingkai similar news --table threads --format tsv"},
    {NULL, NULL},
};
const cli_cmd cmd_similar = {
    "similar",
    "INPUT...",
    "find similar and repeated articles, and say why",
    "Finds for each article those with the most similar words (exact cosine), each with the terms "
    "that make them alike; groups of repeated articles (wire copies, reprints; MinHash, verified); "
    "stories told across outlets and days (--story, --story-days), and how alike outlets are. "
    "Tables: neighbours, pairs, passages, duplicates, copies, groups, threads, thread_articles, "
    "outlet_pairs, similarity.\n"
    "--pair A B says why two articles are alike: shared terms with their part of the cosine, "
    "passages of four words or more that stand in both, and side by side what differs, each with "
    "its bytes in the text as it was read.\n"
    "--against compares other articles with a study or with vectors that stand, --text a text that "
    "is typed in: the nearest articles, with the terms they share. Words of a single text that are "
    "not among the terms of the store are named on standard error: they are not compared.",
    examples,
    GROUP_OUTPUT | GROUP_TABLE | GROUP_SHAPE | GROUP_TEXT | GROUP_WORDS | GROUP_VECTORS |
        GROUP_SIMILAR | GROUP_NEARDUP | GROUP_LIKE | LESS_POWERS | LESS_KEYNESS | LESS_COLLOCATIONS,
    run};
