/* cmd_topics.c - what is talked about: topics, how sure they are, where the articles stand. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* Topics that do not come again. */
static void put_unstable(const bk_table *t)
{
    int64_t n = 0;
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        if (cell_of(t, r, "unstable").i == 0)
            continue;
        printf("%s%" PRId64 " (", n++ ? ", " : "Unstable: ", cell_of(t, r, "topic").i);
        put_text(cell_of(t, r, "label").s, 40);
        printf(" %.2f)", cell_of(t, r, "recovery").x);
    }
    if (n > 0)
        printf("; recovery in fits with other seeds\n");
}

static bool is(bk_cell c, const char *z)
{
    return !c.null && c.s.n == strlen(z) && memcmp(c.s.p, z, c.s.n) == 0;
}

/* "Articles: 90 clear, 8 mixed (no topic has 0.40 of them), 2 outliers (2 too-short)" */
static void put_places(const bk_table *t, double mixed_below)
{
    static const char *const why[] = {"no-known-words", "too-short", "background"};
    int64_t clear = 0, mixed = 0, out[3] = {0}, n = 0;
    for (int64_t r = 0; t && r < bk_table_rows(t); r++) {
        clear += is(cell_of(t, r, "mark"), "clear");
        mixed += is(cell_of(t, r, "mark"), "mixed");
        for (int k = 0; k < 3; k++)
            out[k] += is(cell_of(t, r, "why"), why[k]);
    }
    printf("Articles: %" PRId64 " clear, %" PRId64 " mixed (no topic has %.2f of them), %" PRId64
           " outlier%s",
           clear, mixed, mixed_below, out[0] + out[1] + out[2],
           out[0] + out[1] + out[2] == 1 ? "" : "s");
    for (int k = 0; k < 3; k++)
        if (out[k] > 0)
            printf("%s%" PRId64 " %s", n++ ? ", " : " (", out[k], why[k]);
    puts(n ? ")" : "");
}

/* The reason of the number that was taken. */
static void put_reason(const bk_table *t)
{
    for (int64_t r = 0; t && r < bk_table_rows(t); r++)
        if (cell_of(t, r, "taken").i == 1) {
            put_text(cell_of(t, r, "reason").s, 0);
            putchar('\n');
        }
}

/* How the topics of a file fit the articles, and how far they went. */
static void put_file(cli *c, const bk_study *s)
{
    const bk_table *fit = bk_study_table(s, "topic_fit");
    if (fit && bk_table_rows(fit) > 0)
        printf("Words that the file's topics do not know: %.1f %%\n",
               100 * cell_of(fit, 0, "unknown").x);
    if (!cli_given(c, "update"))
        return;
    putchar('\n');
    put_table(bk_study_table(s, "topic_moves"),
              "topic label state before share hellinger gained lost", c->opts.rows);
}

static void show(cli *c, const bk_study *s)
{
    const bk_table *topics = bk_study_table(s, "topics");
    const bk_theme_opts *o = &c->opts.study.theme;
    if (cli_given(c, "choose")) {
        put_table(bk_study_table(s, "topic_choice"),
                  "topics perplexity se npmi exclusivity stability taken best_by", c->opts.rows);
        put_reason(bk_study_table(s, "topic_choice"));
        return;
    }
    bool file = cli_given(c, "model") || cli_given(c, "update");
    put_table(topics,
              o->refits > 0 && !file ? "topic label share low high articles npmi recovery terms"
                                     : "topic label share low high articles npmi terms",
              c->opts.rows);
    if (file)
        put_file(c, s);
    else
        put_unstable(topics);
    put_places(bk_study_table(s, "topic_places"), o->mixed_below);
    const bk_table *words = bk_study_table(s, "topic_contrast");
    if (words && bk_table_rows(words) > 0) {
        putchar('\n');
        put_table(words, NULL, c->opts.rows);
    }
}

static int run(cli *c)
{
    const char *table = cli_given(c, "contrast") ? "topic_contrast"
                        : cli_given(c, "choose") ? "topic_choice"
                                                 : "topics";
    return run_stage(c, &(stage_cmd){BK_STAGE_TOPICS, table, show});
}

static const cli_example examples[] = {
    {"Topics, their number chosen from the articles", "bingkai topics news"},
    {"Twenty topics by month and outlet",
     "bingkai topics news --topics 20 --table topic_shares --format tsv"},
    {"How many topics? From 5 to 100 of them, judged on articles that were left out",
     "bingkai topics news --choose 5:100"},
    {"Topics that must be about the words in a file", "bingkai topics news --seeds seeds.txt"},
    {"By a field of the input besides outlet and time; effects with intervals",
     "bingkai topics news --covariate section --table topic_effects"},
    {"How two outlets word each topic", "bingkai topics news --contrast \"Kabar Satu:Warta Dua\""},
    {"For pyLDAvis, Matrix Market and (LDA) MALLET: topics.ldavis.json, topics.doc_topics.mtx, ...",
     "bingkai topics news --topic-method lda --export-topics topics"},
    {"Where each article stands, mixed below a largest share of a half",
     "bingkai topics news --mixed-below 0.5 --table topic_places"},
    {"Topics to keep, and the shares that later articles have of them",
     "bingkai topics news --save-model topics.bkt; bingkai topics today --model topics.bkt"},
    {"The same topics go on with later articles: what moved",
     "bingkai topics today --update topics.bkt --save-model topics2.bkt --table topic_moves"},
    {"From vectors that were made before", "bingkai topics news.bkv -o topics.json"},
    {NULL, NULL},
};
const cli_cmd cmd_topics = {
    "topics",
    "INPUT...",
    "find what is talked about",
    "Finds topics by non-negative matrix factorisation, spherical k-means or latent semantic "
    "analysis (a rotated SVD) of the weighted words, or by latent Dirichlet allocation of the "
    "counted ones: their terms, shares by outlet and "
    "month with intervals, and coherence (NPMI). Each is named by three terms (--label), fitted "
    "again with other random streams (--refits: its recovery; unstable ones are named), and every "
    "article is placed: clear, mixed (--mixed-below) or an outlier, and why.\n\n"
    "--choose fits several numbers of topics and says how each does on articles that were left "
    "out. --covariate names fields of the input beside outlet and time that may move the share of "
    "a topic (table topic_effects); --contrast compares the words of two outlets within each "
    "topic.\n\n"
    "--save-model keeps the topics in a file: --model gives other articles their shares of them, "
    "--update lets them go on with other articles and says how far they went. --checkpoint keeps "
    "the state of a long fit, --resume goes on from it; Ctrl-C ends the fit with what it has.\n\n"
    "Tables: topics, topic_terms, topic_examples, topic_shares, topic_articles, topic_places, "
    "topic_effects, topic_contrast, topic_choice, topic_moves, topic_fit; topic_tone in a whole "
    "study (bingkai run).",
    examples,
    GROUP_OUTPUT | GROUP_TABLE | GROUP_SHAPE | GROUP_TEXT | GROUP_WORDS | GROUP_VECTORS |
        GROUP_TOPICS | GROUP_KEEP | GROUP_NEARDUP | LESS_PAIRS | LESS_POWERS | LESS_KEYNESS |
        LESS_COLLOCATIONS,
    run};
