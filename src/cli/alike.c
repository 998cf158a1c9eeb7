/* alike.c - why two articles are alike, and what of a store is like another text, for a person. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli.h"

enum { SCREEN = 80, WIDEST = 120, LONG = 640, END = 240 };

static int screen(void)
{
    int width = tty_width();
    return width == 0 ? SCREEN : width > WIDEST ? WIDEST : width < 40 ? 40 : width;
}

/* ---- two articles ---------------------------------------------------------------------------- */

static void put_head(const bk_study *s, const char *mark, const char *id)
{
    bk_table *t = bk_study_table(s, "articles");
    for (int64_t r = 0; t && r < bk_table_rows(t); r++) {
        bk_str at = bk_table_cell(t, r, col_of(t, "id")).s;
        if (at.n != strlen(id) || memcmp(at.p, id, at.n) != 0)
            continue;
        printf("%s%s%s  %s  ", bold(true), mark, bold(false), id);
        put_text(cell_of(t, r, "source").s, 0);
        if (!cell_of(t, r, "published").null) {
            fputs("  ", stdout);
            put_cell(t, r, col_of(t, "published"));
        }
        putchar('\n');
        put_paragraph(cell_of(t, r, "title").s, screen() - 3, 3);
        return;
    }
}

static bool is_kind(const bk_table *t, int64_t r, const char *kind)
{
    bk_str s = cell_of(t, r, "kind").s;
    return s.n == strlen(kind) && memcmp(s.p, kind, s.n) == 0;
}

static void put_terms(const bk_table *t)
{
    int used = 0;
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        if (is_kind(t, r, "cosine"))
            printf("\n%sCosine %.3f%s; shared terms and their part of it\n", bold(true),
                   cell_of(t, r, "share").x, bold(false));
        if (!is_kind(t, r, "term"))
            continue;
        bk_str term = cell_of(t, r, "term").s;
        int width = text_width(term) + 7;
        if (used > 0 && used + width + 2 > screen()) {
            putchar('\n');
            used = 0;
        }
        fputs(used > 0 ? "  " : "   ", stdout);
        put_text(term, 0);
        printf(" %.0f %%", 100 * cell_of(t, r, "share").x);
        used += width + 2;
    }
    if (used > 0)
        putchar('\n');
}

/* A long passage is its beginning and its end. */
static void put_passage(bk_str s)
{
    if (s.n <= LONG) {
        put_paragraph(s, screen() - 3, 3);
        return;
    }
    size_t first = LONG - END, last = s.n - END;
    while (first > 0 && s.p[first] != ' ')
        first--;
    while (last < s.n && s.p[last] != ' ')
        last++;
    put_paragraph((bk_str){s.p, first ? first : LONG - END}, screen() - 3, 3);
    printf("   [... %zu bytes ...]\n", last - first);
    put_paragraph((bk_str){s.p + last, s.n - last}, screen() - 3, 3);
}

static void put_place(const bk_table *t, int64_t r, const char *mark, const char *begin,
                      const char *end)
{
    bk_cell from = cell_of(t, r, begin), to = cell_of(t, r, end);
    if (from.null)
        printf("%s nothing", mark);
    else
        printf("%s %" PRId64 "-%" PRId64, mark, from.i, to.i);
}

static void put_row(const bk_table *t, int64_t r)
{
    bool differs = is_kind(t, r, "differs");
    printf("%s%s%s (bytes ", bold(true),
           differs                  ? "Differs"
           : is_kind(t, r, "moved") ? "Same, moved"
                                    : "Same",
           bold(false));
    put_place(t, r, "A", "a_begin", "a_end");
    fputs(", ", stdout);
    put_place(t, r, "B", "b_begin", "b_end");
    puts(")");
    if (differs)
        put_beside(cell_of(t, r, "a_text").s, cell_of(t, r, "b_text").s, (screen() - 3) / 2);
    else
        put_passage(cell_of(t, r, "a_text").s);
}

static void put_pair(const cli *c, const bk_study *s, const bk_table *t, const char *a,
                     const char *b)
{
    int64_t shown = 0, passages = 0, same = 0;
    put_head(s, "A", a);
    put_head(s, "B", b);
    put_terms(t);
    for (int64_t r = 0; r < bk_table_rows(t); r++) {
        passages += is_kind(t, r, "same") || is_kind(t, r, "moved") || is_kind(t, r, "differs");
        same += is_kind(t, r, "same") || is_kind(t, r, "moved");
    }
    if (same == 0) {
        puts("\nNo passage of four words or more stands in both.");
        return;
    }
    printf("\n%sPassages, side by side where they differ%s\n", bold(true), bold(false));
    for (int64_t r = 0; r < bk_table_rows(t); r++)
        if ((is_kind(t, r, "same") || is_kind(t, r, "moved") || is_kind(t, r, "differs")) &&
            (c->opts.rows == 0 || shown < c->opts.rows)) {
            put_row(t, r);
            shown++;
        }
    put_more(passages - shown);
}

/* --pair A B leaves B among the operands: the one that is no file, where only one is; else the
 * last. */
static const char *take_other(cli *c, const char **input, size_t *n)
{
    size_t at = c->n_input - 1, k = 0;
    if (access(c->input[at], F_OK) == 0 && access(c->input[0], F_OK) != 0)
        at = 0;
    for (size_t i = 0; i < c->n_input; i++)
        if (i != at)
            input[k++] = c->input[i];
    *n = k;
    return c->input[at];
}

int show_pair(cli *c)
{
    const char **input = calloc(c->n_input + 1, sizeof *input), *other;
    bk_study *s = NULL;
    bk_table *t = NULL;
    size_t n;
    if (!input || c->n_input < 2) {
        free(input);
        return usage(c, "--pair takes two articles and where they are: "
                        "bingkai similar STUDY --pair A B");
    }
    other = take_other(c, input, &n);
    bk_status st = bk_study_open(c->ctx, &s, input, n, &c->opts.study);
    if (st == BK_OK)
        st = bk_study_pair(s, &t, c->opts.pair, other);
    tty_clear();
    int code = EXIT_DONE;
    if (st != BK_OK)
        code = s ? fail(c, st) : fail_study(c, s, st);
    else if (is_for_people(c) && !c->opts.output)
        put_pair(c, s, t, c->opts.pair, other);
    else
        code = hand_on(c, t);
    bk_table_free(t);
    bk_study_free(s);
    free(input);
    return code;
}

/* ---- against a store ------------------------------------------------------------------------- */

static int typed(cli *c, bk_corpus **corpus)
{
    char *own;
    bk_str text;
    int code = typed_text(c, &text, &own);
    if (code != EXIT_DONE)
        return code;
    bk_status st = bk_corpus_of_text(c->ctx, corpus, text, c->opts.lang);
    free(own);
    return st == BK_OK ? EXIT_DONE : fail(c, st);
}

static int read_articles(cli *c, bk_corpus **corpus)
{
    bk_reader *r = NULL;
    bk_status st = bk_reader_open(c->ctx, &r, c->input, c->n_input, &c->opts.study.reader);
    if (st == BK_OK)
        st = bk_corpus_read(c->ctx, corpus, r, &c->opts.study.clean);
    bk_reader_close(r);
    return st == BK_OK ? EXIT_DONE : fail(c, st);
}

static void put_nearest(const cli *c, const bk_table *t)
{
    int64_t all = bk_table_rows(t);
    int64_t shown = c->opts.rows > 0 && c->opts.rows < all ? c->opts.rows : all;
    for (int64_t r = 0; r < shown; r++) {
        if (cell_of(t, r, "rank").i == 1 && !c->opts.text) {
            printf("%s%s", r ? "\n" : "", bold(true));
            put_text(cell_of(t, r, "id").s, 0);
            printf("%s\n", bold(false));
        }
        printf("%3" PRId64 "  %.3f  ", cell_of(t, r, "rank").i, cell_of(t, r, "cosine").x);
        put_text(cell_of(t, r, "neighbour").s, 0);
        fputs("  ", stdout);
        put_text(cell_of(t, r, "source").s, 0);
        if (!cell_of(t, r, "published").null) {
            fputs("  ", stdout);
            put_cell(t, r, col_of(t, "published"));
        }
        putchar('\n');
        put_paragraph(cell_of(t, r, "title").s, screen() - 12, 12);
        put_paragraph(cell_of(t, r, "shared").s, screen() - 12, 12);
    }
    put_more(all - shown);
}

int show_nearest(cli *c)
{
    const char *store = c->opts.against ? c->opts.against : c->n_input == 1 ? c->input[0] : NULL;
    bk_corpus *corpus = NULL;
    bk_table *t = NULL;
    int code;
    if (!store || (c->opts.text && c->opts.against && c->n_input > 0) ||
        (!c->opts.text && c->n_input == 0))
        return usage(c, c->opts.text ? "--text is compared with one store: "
                                       "bingkai similar STUDY --text TEXT"
                                     : "which articles are compared with the store?");
    code = c->opts.text ? typed(c, &corpus) : read_articles(c, &corpus);
    if (code != EXIT_DONE)
        return code;
    bk_status st = bk_study_nearest(c->ctx, &t, store, corpus, &c->opts.study.similar);
    tty_clear();
    if (st != BK_OK)
        code = fail(c, st);
    else if (is_for_people(c) && !c->opts.output)
        put_nearest(c, t);
    else
        code = hand_on(c, t);
    if (st == BK_OK && bk_table_rows(t) == 0 && !c->opts.quiet)
        say("no article of %s is alike enough; --min-score 0 shows each that shares a term", store);
    bk_table_free(t);
    bk_corpus_free(corpus);
    return code;
}
