/* reading.c - what was read and what was skipped, for a person. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cli/cli.h"

/* ---- distinct values ---------------------------------------------------------------------------
 */

typedef struct tally {
    bk_str value;
    int64_t n;
} tally;

static int by_value(const void *x, const void *y)
{
    const tally *a = x, *b = y;
    size_t n = a->value.n < b->value.n ? a->value.n : b->value.n;
    int c = n ? memcmp(a->value.p, b->value.p, n) : 0;
    return c ? c : (a->value.n > b->value.n) - (a->value.n < b->value.n);
}

static int by_count(const void *x, const void *y)
{
    const tally *a = x, *b = y;
    if ((a->value.n == 0) != (b->value.n == 0)) /* the unknown at the end */
        return a->value.n == 0 ? 1 : -1;
    return a->n != b->n ? (a->n < b->n) - (a->n > b->n) : by_value(x, y);
}

typedef bk_str field_fn(const bk_article *a);
static bk_str source_of(const bk_article *a)
{
    return a->source;
}
static bk_str lang_of(const bk_article *a)
{
    return a->lang;
}

/* Distinct values among t [m], by value; returns how many. */
static size_t gather(tally *t, size_t m)
{
    size_t k = 0;
    qsort(t, m, sizeof *t, by_value);
    for (size_t i = 0; i < m; i++) {
        if (k > 0 && by_value(&t[k - 1], &t[i]) == 0)
            t[k - 1].n++;
        else
            t[k++] = t[i];
    }
    return k;
}

/* Distinct values of the articles [from, to) by falling count; NULL without memory. */
static tally *count(const bk_corpus *corpus, field_fn *field, int64_t from, int64_t to, size_t *n)
{
    tally *t = malloc(((size_t)(to - from) + 1) * sizeof *t);
    *n = 0;
    for (int64_t i = from; t && i < to; i++)
        t[i - from] = (tally){field(bk_corpus_at(corpus, i)), 1};
    if (!t)
        return NULL;
    *n = gather(t, (size_t)(to - from));
    qsort(t, *n, sizeof *t, by_count);
    return t;
}

/* "id 45, en 15, unknown 2"; at most `most` of them. */
static void list(const tally *t, size_t n, size_t most)
{
    if (n == most + 1) /* its name is as short as "1 more" */
        most = n;
    for (size_t i = 0; i < n && i < most; i++) {
        fputs(i ? ", " : "", stdout);
        put_text(t[i].value.n ? t[i].value : str_of("unknown"), 40);
        printf(" %" PRId64, t[i].n);
    }
    if (n > most)
        printf(" and %zu more", n - most);
}

/* ---- dates -------------------------------------------------------------------------------------
 */

typedef struct period {
    int64_t first, last, undated;
} period;

static period period_of(const bk_corpus *corpus)
{
    period p = {INT64_MAX, INT64_MIN, 0};
    for (int64_t i = 0; i < bk_corpus_size(corpus); i++) {
        int64_t at = bk_corpus_at(corpus, i)->published;
        if (at == BK_NO_DATE) {
            p.undated++;
            continue;
        }
        p.first = at < p.first ? at : p.first;
        p.last = at > p.last ? at : p.last;
    }
    return p;
}

static void put_day(int64_t at)
{
    struct tm t;
    char z[40];
    time_t seconds = (time_t)at;
    if (gmtime_r(&seconds, &t) && strftime(z, sizeof z, "%F", &t) > 0)
        fputs(z, stdout);
}

static void put_period(const bk_corpus *corpus)
{
    period p = period_of(corpus);
    if (p.first <= p.last) {
        put_day(p.first);
        fputs(" to ", stdout);
        put_day(p.last);
    }
    if (p.undated > 0)
        printf("%s%" PRId64 " without a date", p.first <= p.last ? ", " : "", p.undated);
}

/* ---- problems ----------------------------------------------------------------------------------
 */

static void put_problem(const bk_problem *p)
{
    static const char *const action[] = {"skipped", "repaired", "noted"};
    printf("  %s: ", action[p->action]);
    put_text(p->file, 0);
    if (p->line)
        printf(":%" PRIu64, p->line);
    fputs(": ", stdout);
    put_text(p->what, 0);
    putchar('\n');
}

static void put_problems(const bk_corpus *corpus, size_t most)
{
    size_t n, count[3] = {0, 0, 0}, shown = 0;
    const bk_problem *p = bk_corpus_problems(corpus, &n);
    for (size_t i = 0; i < n; i++)
        count[p[i].action]++;
    if (n == 0)
        return;
    printf("Problems %zu skipped, %zu repaired, %zu noted\n", count[BK_SKIPPED], count[BK_REPAIRED],
           count[BK_NOTED]);
    for (int action = BK_SKIPPED; action <= BK_NOTED; action++)
        for (size_t i = 0; i < n && shown < most; i++)
            if (p[i].action == (bk_action)action) {
                put_problem(&p[i]);
                shown++;
            }
    if (shown < n)
        printf("  ... %zu more\n", n - shown);
}

int fail_study(cli *c, const bk_study *s, bk_status st)
{
    enum { MOST = 5 };
    size_t n;
    if (st != BK_EINVAL || !s || bk_study_size(s) > 0)
        return fail(c, st);
    const bk_problem *p = bk_study_problems(s, &n);
    for (size_t i = 0; i < n && i < MOST; i++) {
        if (p[i].line)
            say("%.*s:%" PRIu64 ": %.*s", (int)p[i].file.n, p[i].file.p, p[i].line,
                (int)p[i].what.n, p[i].what.p);
        else
            say("%.*s: %.*s", (int)p[i].file.n, p[i].file.p, (int)p[i].what.n, p[i].what.p);
    }
    if (n > MOST)
        say("... and %zu problems more; --dry-run lists all of them", n - MOST);
    return fail(c, st);
}

int reading_code(const bk_study *s)
{
    if (bk_study_stopped(s))
        return EXIT_STOPPED;
    size_t n;
    const bk_problem *p = bk_study_problems(s, &n);
    for (size_t i = 0; i < n; i++)
        if (p[i].action == BK_SKIPPED)
            return EXIT_SKIPPED;
    return EXIT_DONE;
}

/* ---- files -------------------------------------------------------------------------------------
 */

static const bk_col file_cols[] = {
    {"articles", BK_COL_INT, "", "", 0}, {"bytes", BK_COL_INT, "", "", 0},
    {"problems", BK_COL_INT, "", "", 0}, {"languages", BK_COL_TEXT, "", "", 0},
    {"outlets", BK_COL_INT, "", "", 0},  {"file", BK_COL_TEXT, "", "", 0},
};
static const bk_table_spec file_spec = {"files", "", file_cols, 6, NULL};

/* How many problems each file has, by file; NULL without memory. */
static tally *problem_files(const bk_corpus *corpus, size_t *n)
{
    size_t m;
    const bk_problem *p = bk_corpus_problems(corpus, &m);
    tally *t = malloc((m + 1) * sizeof *t);
    for (size_t i = 0; t && i < m; i++)
        t[i] = (tally){p[i].file, 1};
    *n = t ? gather(t, m) : 0;
    return t;
}

/* One file, whose articles are [from, to). */
static bk_status add_file(bk_table *t, const bk_corpus *corpus, const bk_input *in, int64_t from,
                          int64_t to, int64_t problems)
{
    size_t langs, outlets, k = 0;
    char text[80] = "";
    tally *lang = count(corpus, lang_of, from, to, &langs);
    tally *outlet = count(corpus, source_of, from, to, &outlets);
    for (size_t i = 0; lang && i < langs && k < sizeof text; i++) {
        bk_str v = lang[i].value.n ? lang[i].value : str_of("?");
        k += (size_t)snprintf(text + k, sizeof text - k, "%s%.*s", i ? " " : "", (int)v.n, v.p);
    }
    bk_cell cells[] = {BK_CELL_INT(to - from),        BK_CELL_INT((int64_t)in->bytes),
                       BK_CELL_INT(problems),         BK_CELL_STR(str_of(text)),
                       BK_CELL_INT((int64_t)outlets), BK_CELL_STR(in->path)};
    free(lang);
    free(outlet);
    return bk_table_add(t, cells);
}

/* Articles are in the order of the files. */
static void put_files(cli *c, const bk_corpus *corpus)
{
    size_t n, bad;
    int64_t from = 0, to, D = bk_corpus_size(corpus);
    const bk_input *in = bk_corpus_inputs(corpus, &n);
    tally *problems = problem_files(corpus, &bad);
    bk_table *t;
    if (bk_table_new(c->ctx, &t, &file_spec) != BK_OK) {
        free(problems);
        return;
    }
    for (size_t i = 0; i < n; i++, from = to) {
        tally key = {in[i].path, 0};
        for (to = from; to < D; to++)
            if (by_value(&(tally){bk_corpus_at(corpus, to)->file, 0}, &key) != 0)
                break;
        const tally *found = problems ? bsearch(&key, problems, bad, sizeof key, by_value) : NULL;
        if (add_file(t, corpus, &in[i], from, to, found ? found->n : 0) != BK_OK)
            break;
    }
    put_table(t, NULL, c->opts.rows);
    putchar('\n');
    bk_table_free(t);
    free(problems);
}

/* Languages, outlets, dates. */
static void put_content(const bk_corpus *corpus, bool all)
{
    size_t n;
    int64_t D = bk_corpus_size(corpus);
    tally *t = count(corpus, lang_of, 0, D, &n);
    fputs(": ", stdout);
    list(t, t ? n : 0, 5);
    free(t);
    fputs("\nOutlets  ", stdout);
    t = count(corpus, source_of, 0, D, &n);
    list(t, t ? n : 0, all ? 30 : 4);
    free(t);
    fputs("\nDates    ", stdout);
    put_period(corpus);
}

void put_reading(cli *c, const bk_study *s, bool all)
{
    const bk_corpus *corpus = bk_study_corpus(s);
    size_t inputs;
    if (!corpus)
        return;
    if (all)
        put_files(c, corpus);
    bk_corpus_inputs(corpus, &inputs);
    printf("Read     %" PRId64 " article%s in %zu file%s", bk_corpus_size(corpus),
           bk_corpus_size(corpus) == 1 ? "" : "s", inputs, inputs == 1 ? "" : "s");
    if (bk_corpus_size(corpus) > 0)
        put_content(corpus, all);
    putchar('\n');
    put_problems(corpus, all ? SIZE_MAX : 3);
    if (!all)
        putchar('\n');
}
