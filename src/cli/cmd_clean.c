/* cmd_clean.c - articles without the furniture around them, and what was taken out. */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

typedef struct kind {
    const char *reason;
    int64_t times, bytes;
    bk_str example;
} kind;

static const bk_col cols[] = {
    {"reason", BK_COL_TEXT, "", "", 0},
    {"times", BK_COL_INT, "", "", 0},
    {"bytes", BK_COL_INT, "", "", 0},
    {"example", BK_COL_TEXT, "", "", 0},
};
static const bk_table_spec spec = {"reasons", "", cols, 4, NULL};

enum { KINDS = 64 };

static void add_removed(kind *k, size_t *n, const bk_article *a, const bk_removed *r)
{
    size_t i = 0;
    bk_str field = r->field == BK_FIELD_TITLE ? a->title : a->text;
    while (i < *n && strcmp(k[i].reason, r->reason) != 0)
        i++;
    if (i == KINDS)
        return;
    if (i == *n)
        k[(*n)++] = (kind){r->reason, 0, 0, {field.p + r->begin, r->end - r->begin}};
    k[i].times++;
    k[i].bytes += r->end - r->begin;
}

static int by_times(const void *x, const void *y)
{
    const kind *a = x, *b = y;
    return a->times != b->times ? (a->times < b->times) - (a->times > b->times)
                                : strcmp(a->reason, b->reason);
}

static void show(cli *c, const bk_study *s)
{
    const bk_corpus *corpus = bk_study_corpus(s);
    kind k[KINDS];
    size_t n = 0;
    bk_table *t;
    put_reading(c, s, false);
    for (int64_t i = 0; corpus && i < bk_corpus_size(corpus); i++) {
        const bk_article *a = bk_corpus_at(corpus, i);
        for (uint32_t r = 0; r < a->n_removed; r++)
            add_removed(k, &n, a, &a->removed[r]);
    }
    qsort(k, n, sizeof *k, by_times);
    if (n == 0) {
        puts("Nothing was taken out.");
        return;
    }
    if (bk_table_new(c->ctx, &t, &spec) != BK_OK)
        return;
    for (size_t i = 0; i < n; i++) {
        bk_cell row[] = {BK_CELL_STR(str_of(k[i].reason)), BK_CELL_INT(k[i].times),
                         BK_CELL_INT(k[i].bytes), BK_CELL_STR(k[i].example)};
        if (bk_table_add(t, row) != BK_OK)
            break;
    }
    put_table(t, NULL, c->opts.rows);
    bk_table_free(t);
}

static int run(cli *c)
{
    if (c->n_input == 1 && bk_vectorizer_is(c->input[0]))
        return usage(c, "%s holds numbers and no text; name the articles", c->input[0]);
    return run_stage(c, &(stage_cmd){BK_STAGE_CLEAN, "articles", show});
}

static const cli_example examples[] = {
    {"What is taken out, with an example of each kind", "bingkai clean news"},
    {"Clean articles for another program, an object a line",
     "bingkai clean news --format jsonl -o clean.jsonl"},
    {"Every removed stretch", "bingkai clean news --table removed --format tsv"},
    {NULL, NULL},
};
const cli_cmd cmd_clean = {
    "clean",
    "INPUT...",
    "take out what is not the article: links, credits, adverts",
    "Takes out the furniture of news pages: links to other articles, credits, adverts, "
    "subscription appeals, datelines (kept as metadata), repeated leads, and lines that recur over "
    "the articles of one outlet. What was removed, and why, is kept.\n"
    "With --format jsonl each line is an article with its metadata, title, clean text and "
    "\"removed\"; see bingkai-formats(5).",
    examples,
    GROUP_OUTPUT | GROUP_TABLE | GROUP_SHAPE | GROUP_TEXT | LESS_PAIRS | LESS_POWERS | LESS_KEYNESS,
    run};
