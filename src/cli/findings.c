/* findings.c - the main results in a few lines: tones, balance, frames, topics, repeats. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* ---- cells by name ------------------------------------------------------------------------------
 */

static bk_cell cell(const bk_table *t, int64_t row, const char *name)
{
    const bk_table_spec *spec = bk_table_spec_of(t);
    for (size_t c = 0; c < spec->n; c++)
        if (strcmp(spec->cols[c].name, name) == 0)
            return bk_table_cell(t, row, c);
    return BK_CELL_NULL;
}

static bool is(const bk_table *t, int64_t row, const char *name, const char *value)
{
    bk_cell x = cell(t, row, name);
    return !x.null && x.s.n == strlen(value) && memcmp(x.s.p, value, x.s.n) == 0;
}

static void text(const bk_table *t, int64_t row, const char *name)
{
    put_text(cell(t, row, name).s, 0);
}

/* ---- lines --------------------------------------------------------------------------------------
 */

/* What the interval allows to say. */
static const char *verdict(bk_cell tone, bk_cell low, bk_cell high)
{
    if (tone.null || low.null || high.null)
        return "too few articles";
    if (low.x > 0)
        return "more cooperation";
    if (high.x < 0)
        return "more conflict";
    return "undecided";
}

static void put_tone(const bk_table *t, int64_t r)
{
    bk_cell tone = cell(t, r, "tone"), low = cell(t, r, "low"), high = cell(t, r, "high");
    fputs("Tone     ", stdout);
    text(t, r, "dyad");
    if (tone.null)
        fputs("  no relations found", stdout);
    else if (low.null || high.null)
        printf("  %+.2f", tone.x);
    else
        printf("  %+.2f [%+.2f, %+.2f]", tone.x, low.x, high.x);
    printf("  %s, %" PRId64 " relations in %" PRId64 " articles\n", verdict(tone, low, high),
           cell(t, r, "n").i, cell(t, r, "articles").i);
}

static void put_balance(const bk_table *t)
{
    for (int64_t r = 0; t && r < bk_table_rows(t) && r < 3; r++) {
        bk_cell p = cell(t, r, "p_balanced");
        if (p.null)
            continue;
        fputs("Triad    ", stdout);
        text(t, r, "a");
        putchar(' ');
        text(t, r, "b");
        putchar(' ');
        text(t, r, "c");
        printf("  product of the tones %+.3f, balanced in %.0f %% of resamples\n",
               cell(t, r, "product").x, 100 * p.x);
    }
}

void put_tones(const bk_study *s)
{
    const bk_table *t = bk_study_table(s, "dyads");
    for (int64_t r = 0; t && r < bk_table_rows(t); r++)
        if (is(t, r, "scope", "all") && is(t, r, "voice", "all"))
            put_tone(t, r);
    put_balance(bk_study_table(s, "triad"));
}

static const bk_table *sorted;
static int by_share(const void *x, const void *y)
{
    double a = cell(sorted, *(const int64_t *)x, "share").x,
           b = cell(sorted, *(const int64_t *)y, "share").x;
    return a == b ? 0 : a < b ? 1 : -1;
}

static void put_frames(const bk_table *t)
{
    int64_t row[64];
    size_t n = 0;
    for (int64_t r = 0; t && r < bk_table_rows(t) && n < 64; r++)
        if (is(t, r, "scope", "all") && !cell(t, r, "share").null)
            row[n++] = r;
    if (n == 0)
        return;
    sorted = t;
    qsort(row, n, sizeof *row, by_share);
    fputs("Frames   ", stdout);
    for (size_t i = 0; i < n && i < 3; i++) {
        fputs(i ? ", " : "", stdout);
        text(t, row[i], "frame");
        printf(" %.0f %% [%.0f, %.0f]", 100 * cell(t, row[i], "share").x,
               100 * cell(t, row[i], "low").x, 100 * cell(t, row[i], "high").x);
    }
    putchar('\n');
}

static void put_topics(const bk_table *t)
{
    if (!t || bk_table_rows(t) == 0)
        return;
    printf("Topics   %" PRId64 "; the largest: ", bk_table_rows(t));
    for (int64_t r = 0; r < bk_table_rows(t) && r < 3; r++) {
        fputs(r ? "; " : "", stdout);
        text(t, r, "label");
    }
    putchar('\n');
}

static void put_repeats(const bk_table *t)
{
    int64_t n = t ? bk_table_rows(t) : 0;
    int64_t groups = n > 0 ? cell(t, n - 1, "group").i + 1 : 0;
    if (n > 0)
        printf("Repeated %" PRId64 " articles in %" PRId64 " group%s; a group has one vote\n", n,
               groups, groups == 1 ? "" : "s");
}

void put_findings(const bk_study *s)
{
    put_tones(s);
    put_frames(bk_study_table(s, "frames"));
    put_topics(bk_study_table(s, "topics"));
    put_repeats(bk_study_table(s, "duplicates"));
}
