/* findings.c - the main results in a few lines: tones, balance, frames, topics, repeats. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

/* ---- cells by name ------------------------------------------------------------------------------
 */

size_t col_of(const bk_table *t, const char *name)
{
    const bk_table_spec *spec = bk_table_spec_of(t);
    size_t c = 0;
    while (c < spec->n && strcmp(spec->cols[c].name, name) != 0)
        c++;
    return c;
}

bk_cell cell_of(const bk_table *t, int64_t row, const char *name)
{
    return bk_table_cell(t, row, col_of(t, name)); /* null behind the last column */
}

static bool same(bk_str a, bk_str b)
{
    return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

static bool is(const bk_table *t, int64_t row, const char *name, const char *value)
{
    bk_cell x = cell_of(t, row, name);
    return !x.null && same(x.s, str_of(value));
}

static void text(const bk_table *t, int64_t row, const char *name)
{
    put_text(cell_of(t, row, name).s, 0);
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
    bk_cell tone = cell_of(t, r, "tone"), low = cell_of(t, r, "low"), high = cell_of(t, r, "high");
    fputs("Tone     ", stdout);
    text(t, r, "dyad");
    if (tone.null)
        fputs("  no relations found", stdout);
    else if (low.null || high.null)
        printf("  %+.2f", tone.x);
    else
        printf("  %+.2f [%+.2f, %+.2f]", tone.x, low.x, high.x);
    int64_t n = cell_of(t, r, "n").i, articles = cell_of(t, r, "articles").i;
    printf("  %s, %" PRId64 " relation%s in %" PRId64 " article%s\n", verdict(tone, low, high), n,
           n == 1 ? "" : "s", articles, articles == 1 ? "" : "s");
}

/* The surest difference of two outlets, where it stands after adjustment for all pairs. */
static void put_contrast(const bk_table *t)
{
    int64_t n = t ? bk_table_rows(t) : 0, r = 0;
    while (r < n && !(is(t, r, "scope", "source") && cell_of(t, r, "b").s.n > 0))
        r++; /* by rising p */
    if (r == n || !(cell_of(t, r, "q").x < 0.05))
        return;
    fputs("Contrast ", stdout);
    text(t, r, "dyad");
    fputs("  ", stdout);
    text(t, r, "a");
    printf(" %+.2f, ", cell_of(t, r, "tone_a").x);
    text(t, r, "b");
    printf(" %+.2f; apart by %+.2f [%+.2f, %+.2f], q %.2g of all pairs of outlets\n",
           cell_of(t, r, "tone_b").x, cell_of(t, r, "difference").x, cell_of(t, r, "low").x,
           cell_of(t, r, "high").x, cell_of(t, r, "q").x);
}

static void put_balance(const bk_table *t)
{
    for (int64_t r = 0; t && r < bk_table_rows(t) && r < 3; r++) {
        bk_cell p = cell_of(t, r, "p_balanced");
        if (p.null)
            continue;
        fputs("Triad    ", stdout);
        text(t, r, "a");
        putchar(' ');
        text(t, r, "b");
        putchar(' ');
        text(t, r, "c");
        double product = cell_of(t, r, "product").x;
        printf("  product of the tones %+.3f, balanced in %.0f %% of resamples\n",
               fabs(product) < 0.0005 ? 0 : product, 100 * p.x);
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
    double a = cell_of(sorted, *(const int64_t *)x, "share").x,
           b = cell_of(sorted, *(const int64_t *)y, "share").x;
    return a == b ? 0 : a < b ? 1 : -1;
}

static void put_frames(const bk_table *t)
{
    int64_t row[64];
    size_t n = 0;
    for (int64_t r = 0; t && r < bk_table_rows(t) && n < 64; r++)
        if (is(t, r, "scope", "all") && !cell_of(t, r, "share").null)
            row[n++] = r;
    if (n == 0)
        return;
    sorted = t;
    qsort(row, n, sizeof *row, by_share);
    fputs("Frames   ", stdout);
    for (size_t i = 0; i < n && i < 3; i++) {
        fputs(i ? ", " : "", stdout);
        text(t, row[i], "frame");
        printf(" %.0f %% [%.0f, %.0f]", 100 * cell_of(t, row[i], "share").x,
               100 * cell_of(t, row[i], "low").x, 100 * cell_of(t, row[i], "high").x);
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
    int64_t groups = n > 0 ? cell_of(t, n - 1, "group").i + 1 : 0;
    if (t && n == 0)
        puts("Repeated no article");
    if (n > 0)
        printf("Repeated %" PRId64 " articles in %" PRId64 " group%s; a group has one vote\n", n,
               groups, groups == 1 ? "" : "s");
}

static void put_stories(const bk_table *t)
{
    int64_t n = t ? bk_table_rows(t) : 0, shared = 0;
    for (int64_t r = 0; r < n; r++)
        shared += cell_of(t, r, "outlets").i > 1;
    if (n == 0)
        return;
    printf("Stories  %" PRId64 ", of them %" PRId64 " in several outlets; the largest: ", n,
           shared);
    text(t, 0, "terms");
    printf(" (%" PRId64 " articles)\n", cell_of(t, 0, "articles").i);
}

void put_findings(const bk_study *s)
{
    put_tones(s);
    put_contrast(bk_study_table(s, "contrasts"));
    put_frames(bk_study_table(s, "frames"));
    put_topics(bk_study_table(s, "topics"));
    put_repeats(bk_study_table(s, "duplicates"));
    put_stories(bk_study_table(s, "threads"));
}
