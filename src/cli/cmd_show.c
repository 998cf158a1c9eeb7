/* cmd_show.c - what a study holds; the places of a word; one article; stems of words. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* ---- stems --------------------------------------------------------------------------------------
 */

/* The line, a tab, the root of each of its words. */
static bk_status put_stem(bk_analyzer *a, bk_str line, const char *lang)
{
    fwrite(line.p, 1, line.n, stdout);
    putchar('\t');
    for (size_t i = 0, first = 1; i < line.n;) {
        size_t n = 0;
        while (i + n < line.n && line.p[i + n] != ' ')
            n++;
        if (n > 0) {
            const bk_form *f;
            bk_status st = bk_analyzer_word(a, (bk_str){line.p + i, n}, lang, &f);
            if (st != BK_OK)
                return st;
            if (!first)
                putchar(' ');
            first = 0;
            fwrite(f->root.p, 1, f->root.n, stdout);
        }
        i += n + 1;
    }
    putchar('\n');
    return BK_OK;
}

static bk_status put_stems(bk_analyzer *a, FILE *from, const char *lang)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    bk_status st = BK_OK;
    while (st == BK_OK && !ferror(stdout) && (n = getline(&line, &room, from)) > 0) {
        if (interrupted())
            break;
        while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
            n--;
        st = put_stem(a, (bk_str){line, (size_t)n}, lang);
    }
    free(line);
    return interrupted() ? BK_ECANCEL : st;
}

static int show_stems(cli *c)
{
    const char *path = c->opts.stems, *lang = c->opts.lang;
    bk_analyzer *a;
    FILE *from = strcmp(path, "-") == 0 ? stdin : fopen(path, "r");
    if (!from) {
        say("%s cannot be read: %s", path, strerror(errno));
        return EXIT_FAILED;
    }
    bk_status st = bk_analyzer_new(c->ctx, &a, &c->opts.study.vectorizer.analyzer);
    if (st == BK_OK) {
        st = put_stems(a, from, strcmp(lang, "auto") == 0 ? NULL : lang);
        bk_analyzer_free(a);
    }
    int code = st == BK_OK ? EXIT_DONE : fail(c, st);
    if (ferror(from) && !interrupted()) {
        say("%s cannot be read: %s", path, strerror(errno));
        code = EXIT_FAILED;
    }
    if (from != stdin)
        fclose(from);
    return code;
}

/* ---- a study ------------------------------------------------------------------------------------
 */

static const bk_col held_cols[] = {{"rows", BK_COL_INT, "", "", 0},
                                   {"table", BK_COL_TEXT, "", "", 0},
                                   {"content", BK_COL_TEXT, "", "", 0}};
static const bk_table_spec held_spec = {"tables", "", held_cols, 3, NULL};

static bk_status held(cli *c, bk_results *r, bk_table **t)
{
    size_t n;
    const bk_table_spec *spec = bk_schema(&n);
    bk_status st = bk_table_new(c->ctx, t, &held_spec);
    for (size_t i = 0; i < n && st == BK_OK; i++) {
        int64_t rows = bk_results_rows(r, spec[i].name);
        bk_cell row[] = {BK_CELL_INT(rows), BK_CELL_STR(str_of(spec[i].name)),
                         BK_CELL_STR(str_of(spec[i].help))};
        if (rows >= 0)
            st = bk_table_add(*t, row);
    }
    return st;
}

static int show_table(cli *c, bk_results *r)
{
    bk_table *t = NULL;
    bk_status st;
    if (c->opts.word)
        st = bk_results_kwic(r, &t, c->opts.word, &c->opts.kwic);
    else if (c->opts.table)
        st = bk_results_table(r, &t, c->opts.table, NULL, NULL);
    else
        st = held(c, r, &t);
    tty_clear();
    if (!cli_given(c, "rows") && !c->opts.word && !c->opts.table)
        c->opts.rows = 0; /* the list of tables */
    if (st == BK_OK && c->opts.word && bk_table_rows(t) == 0 && !c->opts.quiet)
        say("\"%s\" does not occur%s", c->opts.word,
            c->opts.kwic.lemma ? "" : " in this form; --lemma looks for every form");
    int code = EXIT_DONE;
    if (st != BK_OK)
        code = fail(c, st);
    else if (c->opts.word && is_for_people(c) && !c->opts.output)
        put_table(t, "id left word right", c->opts.rows);
    else
        code = hand_on(c, t);
    bk_table_free(t);
    return code;
}

/* ---- one article --------------------------------------------------------------------------------
 */

static bk_status part(cli *c, bk_results *r, const char *name, const char *head, const char *cols)
{
    bk_table *t;
    bk_status st = bk_results_table(r, &t, name, "id", c->opts.article);
    if (st != BK_OK)
        return st == BK_EINVAL ? BK_OK : st; /* the stage was not run */
    if (bk_table_rows(t) > 0) {
        printf("\n%s%s%s\n", bold(true), head, bold(false));
        put_table(t, cols, 0);
    }
    bk_table_free(t);
    return BK_OK;
}

static void put_article(const bk_table *t)
{
    const bk_table_spec *spec = bk_table_spec_of(t);
    for (size_t k = 0; k < spec->n; k++) {
        bk_cell cell = bk_table_cell(t, 0, k);
        const char *name = spec->cols[k].name;
        if (cell.null || strcmp(name, "raw") == 0 || strcmp(name, "text") == 0)
            continue;
        printf("%-10s ", name);
        put_cell(t, 0, k);
        putchar('\n');
    }
    for (size_t k = 0; k < spec->n; k++) {
        bk_cell cell = bk_table_cell(t, 0, k);
        if (strcmp(spec->cols[k].name, "text") != 0 || cell.null)
            continue;
        putchar('\n');
        put_lines(cell.s);
    }
}

static int show_article(cli *c, bk_results *r)
{
    bk_table *t;
    bk_status st = bk_results_table(r, &t, "articles", "id", c->opts.article);
    if (st != BK_OK)
        return fail(c, st);
    bool found = bk_table_rows(t) > 0;
    if (found)
        put_article(t);
    bk_table_free(t);
    if (!found) {
        say("the study has no article \"%s\"; bingkai show STUDY --table articles lists them",
            c->opts.article);
        return EXIT_FAILED;
    }
    st = part(c, r, "relations", "Relations",
              "sentence dyad source target polarity class voice evidence text");
    if (st == BK_OK)
        st = part(c, r, "quotes", "Quotes", "sentence speaker country text");
    if (st == BK_OK)
        st = part(c, r, "mentions", "Actors", "sentence actor kind text");
    if (st == BK_OK)
        st = part(c, r, "frame_sentences", "Frames", "sentence frame score evidence");
    if (st == BK_OK)
        st = part(c, r, "neighbours", "Similar articles", "rank neighbour cosine shared");
    if (st == BK_OK)
        st = part(c, r, "removed", "Taken out", "field reason text");
    return st == BK_OK ? EXIT_DONE : fail(c, st);
}

static int run(cli *c)
{
    bk_results *r;
    if (c->opts.stems)
        return show_stems(c);
    if (c->n_input != 1)
        return usage(c, "name one study: the folder that bingkai run wrote");
    if (c->opts.table && !bk_schema_find(c->opts.table))
        return usage(c, "there is no table \"%s\"; bingkai show %s lists them", c->opts.table,
                     c->input[0]);
    bk_status st = bk_results_open(c->ctx, &r, c->input[0]);
    if (st != BK_OK)
        return fail(c, st);
    int code = c->opts.article ? show_article(c, r) : show_table(c, r);
    bk_results_free(r);
    return code;
}

static const cli_example examples[] = {
    {"What a study holds", "bingkai show result"},
    {"Every place of a word, in all its forms", "bingkai show result --word serang --lemma"},
    {"One article with its evidence", "bingkai show result --article kabar-012"},
    {"A table for another program", "bingkai show result --table relations --format jsonl"},
    {"Roots of a list of words", "bingkai show --stems words.txt"},
    {NULL, NULL},
};
const cli_cmd cmd_show = {
    "show",
    "STUDY | --stems FILE",
    "show what a study holds: tables, a word, an article",
    "Shows the tables of a study; with --word every place of a word and what stands around it; "
    "with "
    "--article one article with its metadata, clean text, relations, quotes, actors, frames and "
    "neighbours; with --table all of a table.\n"
    "--stems needs no study: it prints word, tab, root for each line of a list of words; a line of "
    "several words gets the root of each.",
    examples,
    GROUP_SHOW | GROUP_KWIC | GROUP_FILE | GROUP_TABLE | GROUP_SHAPE,
    run};
