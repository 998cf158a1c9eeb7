/* cmd_sample.c - sentences for people to code, with the form to do it in. */
#include <inttypes.h>
#include <string.h>

#include "cli/cli.h"

static void show(const cli *c, const bk_table *items, const bk_table *strata)
{
    printf("%" PRId64 " sentences in %s\n\n", bk_table_rows(items), c->opts.output);
    char columns[128]; /* --strata was looked at when the sample was drawn: at most four names */
    int n = snprintf(columns, sizeof columns, "%.80s sentences drawn p", c->opts.sample.by);
    for (int i = 0; i < n; i++)
        columns[i] = (char)(columns[i] == ',' ? ' ' : columns[i]);
    put_table(strata, columns, 0);
    puts("\ncoder-1.html, coder-2.html  forms: open one in a browser, save the codes at the end\n"
         "coder-1.csv, coder-2.csv    the same for a spreadsheet\n"
         "sample.jsonl                the sentences, without labels\n"
         "items.tsv, strata.tsv       what was predicted: not for the coders");
}

static int draw(cli *c, bk_study *s)
{
    bk_table *items = NULL, *strata = NULL;
    bk_status st = bk_study_run(s, BK_STAGE_RELATIONS);
    if (st == BK_OK)
        st = bk_sample_draw(s, &items, &strata, &c->opts.sample);
    if (st == BK_OK)
        st = bk_sample_write(s, c->opts.output, items, strata, &c->opts.sample);
    tty_clear();
    int code = st == BK_OK ? reading_code(s) : fail_study(c, s, st);
    if (st == BK_OK && !c->opts.quiet)
        show(c, items, strata);
    bk_table_free(items);
    bk_table_free(strata);
    return code;
}

static int run(cli *c)
{
    bk_study *s = NULL;
    if (c->n_input == 0)
        return usage(c, "which articles? Name files, folders, a study, or - for standard input");
    if (!c->opts.output)
        return usage(c, "where to? Name a folder with -o");
    bk_status st = bk_study_open(c->ctx, &s, c->input, c->n_input, &c->opts.study);
    int code = st == BK_OK ? draw(c, s) : fail_study(c, s, st);
    bk_study_free(s);
    return code;
}

static const cli_example examples[] = {
    {"200 sentences for two coders", "bingkai sample news -o coding"},
    {"From a study, 400 of them, with a form in English",
     "bingkai sample result -o coding --size 400 --form-lang en"},
    {"Every outlet judged, whatever was predicted",
     "bingkai sample result -o coding --strata outlet,predicted"},
    {"What the codes say of the program", "bingkai validate result coder-1.jsonl"},
    {"How well the two coders agree", "bingkai validate coder-1.jsonl --second coder-2.jsonl"},
    {NULL, NULL},
};
const cli_cmd cmd_sample = {
    "sample",
    "INPUT...",
    "draw sentences for people to code, with a form",
    "Draws sentences at random within strata: each two powers by what was predicted of them "
    "(conflict, neutral, cooperation, or no relation in a sentence that names both); --strata "
    "names fewer, or outlet and month. Rare "
    "kinds "
    "are "
    "drawn more often than their share: about by the square root of how many there are, two at "
    "least. The chance of each sentence is kept (p), and bingkai validate weighs by 1/p. Repeated "
    "articles count once, titles not at all; sentences without a relation that do not name two "
    "powers cannot be drawn, so what is missed there stays unseen. The same seed draws the same "
    "sentences.\n"
    "The folder holds a form for each of two coders (one file, works offline, by keyboard too; it "
    "keeps the codes in the browser and does not show what was predicted), the same as a sheet, "
    "the "
    "sentences as JSON lines without labels, and the strata. A sheet has four columns for each two "
    "powers: polarity is -1, 0, 1 or none, quad N, VC, MC, VK or MK, source one of the powers or "
    "mutual, voice narrator, a power or other; a row with an empty polarity is not coded.",
    examples,
    GROUP_SAMPLE | GROUP_TEXT | GROUP_WORDS | GROUP_NEARDUP | LESS_PAIRS | LESS_KEYNESS |
        LESS_COLLOCATIONS,
    run};
