/* cmd_vectorize.c - articles to a document-term matrix. */
#include <inttypes.h>
#include <string.h>

#include "cli/cli.h"

static void put_size(const bk_vectors_size *size)
{
    double cells = (double)size->articles * (double)size->terms;
    printf("%" PRId64 " articles, %" PRId64 " terms, %" PRId64 " entries (%.3f %% of the matrix)\n",
           size->articles, size->terms, size->entries,
           cells > 0 ? 100 * (double)size->entries / cells : 0);
}

/* Each pair with its example below. */
static void put_pairs(const cli *c, const bk_table *t)
{
    int64_t all = bk_table_rows(t);
    int64_t shown = c->opts.rows > 0 && c->opts.rows < all ? c->opts.rows : all;
    int width = tty_width() > 40 ? tty_width() : 80;
    printf("%s%8s %8s %6s %6s  %-30s%s\n", bold(true), "g2", "count", "df", "npmi", "shown",
           bold(false));
    for (int64_t r = 0; r < shown; r++) {
        printf("%8.0f %8" PRId64 " %6" PRId64 " %6.2f  ", cell_of(t, r, "g2").x,
               cell_of(t, r, "count").i, cell_of(t, r, "df").i, cell_of(t, r, "npmi").x);
        put_text(cell_of(t, r, "shown").s, 0);
        fputs("  (", stdout);
        put_text(cell_of(t, r, "article").s, 0);
        fputs(")\n", stdout);
        if (!cell_of(t, r, "example").null)
            put_paragraph(cell_of(t, r, "example").s, width - 33, 33);
    }
    put_more(all - shown);
}

static bool reads_a_pipe(const cli *c)
{
    size_t n = 0;
    while (n < c->n_input && strcmp(c->input[n], "-") != 0)
        n++;
    return n < c->n_input;
}

/* What cannot be put aside is said before anything is read. */
static void tell_what_is_held(const cli *c, bool pairs)
{
    const bk_study_opts *o = &c->opts.study;
    const char *held = NULL;
    if (c->opts.memory == 0 || c->opts.quiet)
        return;
    if (pairs)
        held = "--collocations holds the words of all articles";
    else if (o->vectorizer.join_collocations > 0)
        held = "--join-collocations holds the words of all articles";
    else if (c->opts.growing || c->opts.add_to)
        held = "--growing and --add-to hold the counts of all articles";
    else if (o->clean.clean && o->clean.min_repeats > 0 && reads_a_pipe(c))
        held = "learning lines holds the texts of all articles where they come through a pipe "
               "(--min-repeats 0 does not learn)";
    if (held)
        say("note: %s; beyond --memory that is an error", held);
}

static int run(cli *c)
{
    bk_study *s = NULL;
    cli_opts *o = &c->opts;
    bk_vectors_size size = {0};
    int code = EXIT_DONE;
    if (c->n_input == 0)
        return usage(c, "which articles? Name files, folders, a study, or - for standard input");
    /* This preset counts the text as it was read. */
    if (strcmp(o->study.vectorizer.preset, "sklearn") == 0 && !cli_given(c, "clean"))
        o->study.clean.clean = false;
    bool terms = is_table_file(o->output) || !(o->output || o->matrix_market);
    bool pairs = o->study.vectorizer.collocations > 0;
    bool grows = o->growing || o->add_to;
    if (grows && (terms || pairs || !o->output || o->matrix_market))
        return usage(c, "--growing and --add-to write vectors alone: give -o FILE.bkv");
    if (pairs && !terms)
        return usage(c, "--collocations lists pairs: give no -o or one that ends in .tsv, .jsonl "
                        "or .json, and no --matrix-market");
    if (pairs && c->n_input == 1 && bk_vectorizer_is(c->input[0]))
        return usage(c, "--collocations are found in articles, which %s does not hold",
                     c->input[0]);
    tell_what_is_held(c, pairs);
    bk_status st = pairs ? bk_study_open(c->ctx, &s, c->input, c->n_input, &o->study)
                         : bk_study_open_vectors(c->ctx, &s, c->input, c->n_input, &o->study);
    if (st == BK_OK && o->output && !terms)
        st = grows ? bk_study_grow_vectors(s, o->output, o->add_to, &size)
                   : bk_study_save_vectors(s, o->output, &size);
    if (st == BK_OK && (terms || o->matrix_market))
        st = bk_study_run(s, BK_STAGE_VECTORS);
    if (st == BK_OK && o->matrix_market)
        st = bk_vectorizer_export(bk_study_vectors(s), o->matrix_market);
    tty_clear();
    if (st != BK_OK) {
        code = fail_study(c, s, st);
    } else {
        if (bk_study_vectors(s)) {
            const bk_csr *A = bk_vectorizer_weights(bk_study_vectors(s));
            size = (bk_vectors_size){A->rows, A->cols, A->ptr[A->rows]};
        }
        if (!o->quiet && (!terms || is_for_people(c)))
            put_size(&size);
        if (pairs && is_for_people(c) && !o->output)
            put_pairs(c, bk_study_table(s, "collocations"));
        else if (terms)
            code = hand_on(c, bk_study_table(s, pairs ? "collocations" : "terms"));
    }
    if (code == EXIT_DONE)
        code = reading_code(s);
    bk_study_free(s);
    return code;
}

static const cli_example examples[] = {
    {"The size of the matrix and its most widespread terms", "bingkai vectorize news"},
    {"Vectors that later stages read, and the same for other programs",
     "bingkai vectorize news -o news.bkv --matrix-market news"},
    {"The terms and weights of scikit-learn's TfidfVectorizer(ngram_range=(1, 2))",
     "bingkai vectorize news.jsonl --preset sklearn --ngram-max 2 --matrix-market news"},
    {"The 100 pairs of words that belong together most",
     "bingkai vectorize news --collocations 100"},
    {"Count pairs that mostly stand together as one word",
     "bingkai vectorize news --join-collocations 0.5 -o news.bkv"},
    {"Vectors that articles can be added to later",
     "bingkai vectorize yesterday.jsonl --min-repeats 0 --growing -o yesterday.bkv"},
    {"The vectors of both days, without reading yesterday again",
     "bingkai vectorize today.jsonl --min-repeats 0 --add-to yesterday.bkv -o all.bkv"},
    {NULL, NULL},
};
const cli_cmd cmd_vectorize = {
    "vectorize",
    "INPUT...",
    "count words, weigh them, write the matrix",
    "Counts the words of every article and weighs them. Words are lemmas unless --unit says "
    "otherwise; rows are in the order of the input, columns by falling document frequency.\n"
    "--preset sklearn gives the terms and weights of scikit-learn's TfidfVectorizer: the text "
    "field as it was read, tokens of two or more word characters, columns in byte order. Options "
    "of vectors that are given besides change the preset; those of cleaning and of words would do "
    "nothing and are refused.\n"
    "Without -o and --matrix-market the terms are printed; with --collocations the pairs of words "
    "that stand side by side more often than chance would have it, strongest first.\n"
    "Under --memory counts that do not fit are put aside in a file without a name beside FILE (or "
    "in "
    "TMPDIR) and put together at the end: the same bytes; where lines are learned (--min-repeats "
    "above 0) the input is read twice. With --collocations, --join-collocations, --growing, "
    "--add-to, and while lines are learned from standard input, they are held instead, and what "
    "does not fit is an error.",
    examples,
    GROUP_VECTORIZE | GROUP_SHAPE | GROUP_TEXT | GROUP_WORDS | GROUP_VECTORS | LESS_PAIRS |
        LESS_POWERS | LESS_KEYNESS,
    run};
