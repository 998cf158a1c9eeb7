/* cmd_scale.c - articles and words between two poles that seed words name. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

enum { ENDS = 12 };

static void put_words(const bk_scale *s)
{
    int64_t n;
    const bk_scale_word *w = bk_scale_words(s, &n);
    static const char *const head[] = {"Most positive words", "Most negative words"};
    for (int side = 0; side < 2; side++) {
        printf("%s%s%s\n", bold(true), head[side], bold(false));
        for (int64_t i = 0, shown = 0; i < n && shown < ENDS; i++) {
            const bk_scale_word *at = side ? &w[n - 1 - i] : &w[i];
            if (at->seed != 0)
                continue;
            printf("%8.3f %8" PRId64 "  ", at->polarity, at->count);
            put_text(at->word, 0);
            putchar('\n');
            shown++;
        }
        putchar('\n');
    }
}

static int show(cli *c, const bk_scale *s, const bk_corpus *corpus, const bk_scale_doc *doc)
{
    bk_table *t = NULL;
    bool words = c->opts.table && strcmp(c->opts.table, "scale_words") == 0;
    bk_status st =
        words ? bk_scale_word_table(c->ctx, &t, s) : bk_scale_table(c->ctx, &t, corpus, doc);
    if (st != BK_OK)
        return fail(c, st);
    int code = EXIT_DONE;
    if (is_for_people(c) && !c->opts.output) {
        if (!c->opts.table)
            put_words(s);
        put_table(t, words ? NULL : "id source score se words title", c->opts.rows);
    } else {
        code = hand_on(c, t);
    }
    bk_table_free(t);
    return code;
}

static int work(cli *c, bk_study *input, bk_study *background)
{
    bk_scale *s = NULL;
    const bk_corpus *corpus = bk_study_corpus(input);
    const bk_corpus *from = background ? bk_study_corpus(background) : corpus;
    if (!corpus || !from)
        return usage(c, "a scale needs the text of articles, which vectors do not hold");
    bk_scale_doc *doc = malloc(((size_t)bk_corpus_size(corpus) + 1) * sizeof *doc);
    bk_status st = doc ? bk_scale_fit(c->ctx, &s, from, &c->opts.scale) : BK_ENOMEM;
    if (st == BK_OK)
        st = bk_scale_score(c->ctx, doc, s, corpus);
    tty_clear();
    int code = st == BK_OK ? show(c, s, corpus, doc) : fail(c, st);
    bk_scale_free(s);
    free(doc);
    return code;
}

/* Articles, one at least. */
static bk_status open_articles(cli *c, bk_study **s, const char *const *path, size_t n)
{
    bk_status st = bk_study_open(c->ctx, s, path, n, &c->opts.study);
    bool empty = st == BK_OK && bk_study_size(*s) == 0;
    return empty ? bk_study_run(*s, BK_STAGE_RELATIONS) : st; /* which says so */
}

static int run(cli *c)
{
    bk_study *input = NULL, *background = NULL;
    const char *table = c->opts.table;
    if (c->n_input == 0)
        return usage(c, "which articles? Name files, folders, a study, or - for standard input");
    if (table && strcmp(table, "scale") != 0 && strcmp(table, "scale_words") != 0)
        return usage(c, "there is no table \"%s\" here: scale, scale_words", table);
    bk_status st = open_articles(c, &input, c->input, c->n_input);
    bk_study *last = input;
    if (st == BK_OK && c->opts.background) {
        st = open_articles(c, &background, &c->opts.background, 1);
        last = background;
    }
    int code = st == BK_OK ? work(c, input, background) : fail_study(c, last, st);
    if (code == EXIT_DONE)
        code = reading_code(input);
    bk_study_free(background);
    bk_study_free(input);
    return code;
}

static const cli_example examples[] = {
    {"How friendly or hostile the articles write, from words learned from a larger collection",
     "bingkai scale news --background archive.jsonl.zst"},
    {"What is said near one power alone, as a threat or as an opportunity",
     "bingkai scale news --scale threat-opportunity --target Tiongkok,China,Beijing --format tsv"},
    {"Which words the scale rests on",
     "bingkai scale archive.jsonl.zst --scale strong-weak --table scale_words --rows 0"},
    {NULL, NULL},
};
const cli_cmd cmd_scale = {
    "scale",
    "INPUT...",
    "place articles and words between two poles",
    "Latent semantic scaling (Watanabe 2020): words that stand in the same company as a few seed "
    "words take their side; an article's score is the mean of its words, in deviations from the "
    "mean of the articles, with a standard error. Shipped scales: hostile-friendly, "
    "threat-opportunity, strong-weak, each in Indonesian and English; a file of your own names "
    "other poles. The words should be learned from 5,000 sentences or more: --background. Tables: "
    "scale, scale_words.\n"
    "Look at the words before you believe the scores.",
    examples,
    GROUP_SCALE | GROUP_FILE | GROUP_TABLE | GROUP_SHAPE | GROUP_READER | GROUP_CLEAN,
    run};
