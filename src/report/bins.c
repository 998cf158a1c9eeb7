/* bins.c - how fine the axis of time may be.
 *
 * A month with one article says nothing about a month. The axis has the finest bins of month,
 * quarter and year in which the median bin holds BK__BIN_MEDIAN articles or more (bins without an
 * article do not count; the lower of two medians). Bins of fewer than BK__BIN_LEAST articles are
 * drawn, small, but no sentence names them. */
#include <stdio.h>
#include <stdlib.h>

#include "report/page.h"

static const char *const scopes[] = {"month", "quarter", "year"};

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

const char *bk__bin_scope(bk__page *p, bk__tab t, size_t articles, bk__bin_row *shown,
                          const void *user)
{
    const char *best = NULL;
    int64_t rows = bk__rows(p, t);
    int64_t *count = bk__alloc_array(p->ctx, (size_t)rows + 1, sizeof *count);
    if (!count) {
        p->st = BK_ENOMEM;
        return NULL;
    }
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++) {
        int64_t n = 0;
        for (int64_t r = 0; r < rows; r++)
            if (shown(p, r, scopes[i], user) && bk__i(p, t, r, articles) > 0)
                count[n++] = bk__i(p, t, r, articles);
        if (n == 0)
            continue;
        best = scopes[i];
        qsort(count, (size_t)n, sizeof *count, ascending);
        if (count[(n - 1) / 2] >= BK__BIN_MEDIAN)
            break;
    }
    bk__free(p->ctx, count);
    return best;
}

int64_t bk__bin_number(bk_str id)
{
    int64_t year, k;
    if (id.n < 4 || !bk__str_int((bk_str){id.p, 4}, &year) || year < 0)
        return -1;
    if (id.n == 4)
        return year;
    if (id.n != 7 || id.p[4] != '-')
        return -1;
    if (id.p[5] == 'Q')
        return id.p[6] >= '1' && id.p[6] <= '4' ? 4 * year + (id.p[6] - '1') : -1;
    return bk__str_int((bk_str){id.p + 5, 2}, &k) && k >= 1 && k <= 12 ? 12 * year + k - 1 : -1;
}

bk_str bk__bin_id(const char *scope, int64_t number, char *out)
{
    int64_t parts = scope[0] == 'm' ? 12 : scope[0] == 'q' ? 4 : 1;
    unsigned year = (unsigned)(number / parts) % 10000, part = (unsigned)(number % parts) + 1;
    if (parts == 12)
        snprintf(out, 8, "%04u-%02u", year, part % 100);
    else if (parts == 4)
        snprintf(out, 8, "%04u-Q%u", year, part % 10);
    else
        snprintf(out, 8, "%04u", year);
    return bk__str(out);
}

bk_str bk__bin_start(bk_str id, char *out)
{
    memcpy(out, "0000-01", 8);
    for (size_t i = 0; i < 7 && i < id.n; i++)
        out[i] = id.p[i];
    if (out[5] == 'Q' && out[6] >= '1' && out[6] <= '4') {
        static const char first[] = "01040710";
        const char *two = first + 2 * (out[6] - '1');
        out[5] = two[0];
        out[6] = two[1];
    }
    return (bk_str){out, 7};
}

bk__word bk__bin_word(const char *scope, bk__word month, bk__word quarter, bk__word year)
{
    return scope[0] == 'm' ? month : scope[0] == 'q' ? quarter : year;
}
