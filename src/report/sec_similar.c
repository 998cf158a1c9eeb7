/* sec_similar.c - stories, outlets compared, repeats with the earliest first, pairs explained. */
#include <stdlib.h>

#include "report/page.h"

enum { PASSAGES = 24, MEMBERS = 12, OPEN = 10 };

void bk__article_link(bk__page *p, bk_str id)
{
    int64_t row = bk__article(p, id);
    bk_str title = row < 0 ? id : bk__s(p, T_ARTICLES, row, ART_TITLE);
    if (row >= 0 && p->card_of[row] > 0)
        bk__putf(p, "<a href=\"#a%lld\">", (long long)p->card_of[row]);
    bk__esc_short(p, title.n ? title : bk__ws(p, W_NO_TITLE), 160);
    if (row >= 0 && p->card_of[row] > 0)
        bk__put(p, "</a>");
    if (row < 0)
        return;
    bk__put(p, " <span class=\"by\">");
    bk__esc_short(p, bk__s(p, T_ARTICLES, row, ART_SOURCE), 60);
    bk__put(p, ", ");
    bk__esc(p, bk__day(p, bk__cell(p, T_ARTICLES, row, ART_PUBLISHED)));
    bk__put(p, "</span>");
}

/* ---- repeats --------------------------------------------------------------------------------- */

/* Groups by their number of articles: n of v, rows of a group stand together. */
static int64_t rank_groups(const bk__page *p, bk__ranked *v)
{
    int64_t rows = bk__rows(p, T_DUPLICATES), n = 0;
    for (int64_t r = 0; r < rows; r++) {
        if (r == 0 ||
            bk__i(p, T_DUPLICATES, r, DUP_GROUP) != bk__i(p, T_DUPLICATES, r - 1, DUP_GROUP))
            v[n++] = (bk__ranked){0, r};
        v[n - 1].n++;
    }
    qsort(v, (size_t)n, sizeof *v, bk__by_n);
    return n;
}

static void repeat(bk__page *p, int64_t r)
{
    bk__put(p, "<li>");
    bk__article_link(p, bk__s(p, T_DUPLICATES, r, DUP_ID));
    bk__put(p, " <span class=\"chip\">");
    if (bk__i(p, T_DUPLICATES, r, DUP_LEAD))
        bk__put(p, bk__w(p, W_LEAD));
    else
        SAY(p, W_SAME_SHARE, bk__pct(p, bk__r(p, T_DUPLICATES, r, DUP_JACCARD)));
    bk__put(p, "</span></li>");
}

/* The earliest, then the others by time; v is scratch of the group's size. */
static void group(bk__page *p, int64_t from, int64_t size, bk__ranked *v)
{
    for (int64_t i = 0; i < size; i++) {
        int64_t row = bk__article(p, bk__s(p, T_DUPLICATES, from + i, DUP_ID));
        bk_cell when = bk__cell(p, T_ARTICLES, row < 0 ? 0 : row, ART_PUBLISHED);
        int64_t late = row < 0 || when.null ? INT64_MIN + 1 : -when.i;
        v[i] =
            (bk__ranked){bk__i(p, T_DUPLICATES, from + i, DUP_LEAD) ? INT64_MAX : late, from + i};
    }
    qsort(v, (size_t)size, sizeof *v, bk__by_n);
    bk__put(p, "<li><ul>");
    for (int64_t i = 0; i < size && i < MEMBERS; i++)
        repeat(p, v[i].row);
    if (size > MEMBERS) {
        bk__put(p, "<li class=\"note\">");
        SAY(p, W_DUP_MORE, bk__n(p, size - MEMBERS));
        bk__put(p, "</li>");
    }
    bk__put(p, "</ul></li>\n");
}

static void groups(bk__page *p)
{
    int64_t rows = bk__rows(p, T_DUPLICATES), n, shown;
    if (rows == 0) {
        bk__putf(p, "<p class=\"finding\">%s</p>\n", bk__w(p, W_DUP_NONE));
        return;
    }
    bk__ranked *v = bk__alloc_array(p->ctx, (size_t)rows, 2 * sizeof *v);
    if (!v) {
        p->st = BK_ENOMEM;
        return;
    }
    n = rank_groups(p, v);
    shown = n < p->max.pairs ? n : p->max.pairs;
    FINDING(p, W_DUP_FINDING, bk__n(p, rows), bk__n(p, n));
    bk__putf(p, "<h3>%s</h3><ol class=\"groups\">\n", bk__w(p, W_DUPS));
    for (int64_t k = 0; k < shown; k++) {
        if (k == OPEN) {
            bk__put(p, "</ol>\n<details><summary>");
            SAY(p, W_DUP_REST, bk__n(p, shown - OPEN));
            bk__putf(p, "</summary><ol class=\"groups\" start=\"%d\">\n", OPEN + 1);
        }
        group(p, v[k].row, v[k].n, v + rows);
    }
    bk__put(p, shown > OPEN ? "</ol></details>\n" : "</ol>\n");
    bk__note_more(p, shown, n);
    bk__free(p->ctx, v);
}

/* ---- pairs ----------------------------------------------------------------------------------- */

static void pairs(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_COSINE), bk__w(p, W_FIRST_ARTICLE), bk__w(p, W_OTHER_ARTICLE),
                           bk__w(p, W_SHARED), NULL};
    int64_t all = bk__rows(p, T_PAIRS), n = all < p->max.pairs ? all : p->max.pairs;
    bk__ranked *v;
    if (n == 0)
        return;
    v = bk__alloc_array(p->ctx, (size_t)all, sizeof *v);
    if (!v) {
        p->st = BK_ENOMEM;
        return;
    }
    for (int64_t r = 0; r < all; r++)
        v[r] = (bk__ranked){(int64_t)(bk__r(p, T_PAIRS, r, PAI_COSINE) * 1e6), r};
    qsort(v, (size_t)all, sizeof *v, bk__by_n);
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_COMPARED));
    bk__table_open(p, bk__w(p, W_PAIRS), heads, 9);
    for (int64_t k = 0; k < n; k++) {
        int64_t r = v[k].row;
        bk__put(p, "<tr>");
        bk__td(p, bk__x(p, bk__r(p, T_PAIRS, r, PAI_COSINE), 2, false));
        bk__put(p, "<th scope=\"row\">");
        bk__article_link(p, bk__s(p, T_PAIRS, r, PAI_A));
        bk__put(p, "</th><td>");
        bk__article_link(p, bk__s(p, T_PAIRS, r, PAI_B));
        bk__put(p, "</td>");
        bk__put(p, "<td>");
        bk__esc_decimals(p, bk__s(p, T_PAIRS, r, PAI_SHARED));
        bk__put(p, "</td></tr>\n");
    }
    bk__table_close(p);
    bk__note_more(p, n, all);
    bk__free(p->ctx, v);
}

static void passages_begin(bk__page *p, int64_t r, int64_t pair)
{
    bk__put(p, "<details class=\"side\"><summary>");
    bk__esc(p, bk__n(p, pair));
    bk__put(p, ". ");
    for (int k = 0; k < 2; k++) {
        int64_t row = bk__article(p, bk__s(p, T_PASSAGES, r, k ? PAS_B : PAS_A));
        bk_str title = row < 0 ? bk__s(p, T_PASSAGES, r, k ? PAS_B : PAS_A)
                               : bk__s(p, T_ARTICLES, row, ART_TITLE);
        bk__put(p, k ? " \xE2\x86\x94 " : "");
        bk__esc_short(p, title.n ? title : bk__ws(p, W_NO_TITLE), 90);
    }
    bk__put(p, "</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    bk__put(p, bk__w(p, W_PASSAGES));
    bk__putf(p, "\"><table><caption>%s</caption><thead><tr>", bk__w(p, W_PASSAGES_CAPTION));
    for (int k = 0; k < 2; k++) {
        bk__put(p, "<th scope=\"col\">");
        bk__article_link(p, bk__s(p, T_PASSAGES, r, k ? PAS_B : PAS_A));
        bk__put(p, "</th>");
    }
    bk__put(p, "</tr></thead><tbody>\n");
}

static void passages_end(bk__page *p, int64_t n)
{
    bk__put(p, "</tbody></table></div>");
    if (n > PASSAGES)
        bk__note_more(p, PASSAGES, n);
    bk__put(p, "</details>\n");
}

static void passage(bk__page *p, int64_t r)
{
    if (!bk__is(p, T_PASSAGES, r, PAS_KIND, "differs")) {
        bk__put(p, "<tr><td colspan=\"2\"><mark>");
        bk__esc_short(p, bk__s(p, T_PASSAGES, r, PAS_A_TEXT), 500);
        bk__put(p, "</mark>");
        if (bk__is(p, T_PASSAGES, r, PAS_KIND, "moved"))
            bk__putf(p, " <span class=\"chip\">%s</span>", bk__w(p, W_MOVED));
        bk__put(p, "</td></tr>\n");
        return;
    }
    bk__put(p, "<tr>");
    bk__td(p, bk__s(p, T_PASSAGES, r, PAS_A_TEXT));
    bk__td(p, bk__s(p, T_PASSAGES, r, PAS_B_TEXT));
    bk__put(p, "</tr>\n");
}

/* What the strongest pairs have in common; rows are by pair, in the order of the first article. */
static void passages(bk__page *p)
{
    int64_t rows = bk__rows(p, T_PASSAGES), pair = 0, n = 0;
    if (rows == 0 || p->no_text)
        return;
    bk__putf(p, "<h3>%s</h3>\n", bk__w(p, W_PASSAGES));
    for (int64_t r = 0; r < rows; r++) {
        bool other =
            r == 0 ||
            !bk__str_eq(bk__s(p, T_PASSAGES, r, PAS_A), bk__s(p, T_PASSAGES, r - 1, PAS_A)) ||
            !bk__str_eq(bk__s(p, T_PASSAGES, r, PAS_B), bk__s(p, T_PASSAGES, r - 1, PAS_B));
        if (other) {
            if (pair > 0)
                passages_end(p, n);
            if (pair++ >= p->max.pairs / 6)
                return;
            passages_begin(p, r, pair);
            n = 0;
        }
        if (n++ < PASSAGES)
            passage(p, r);
    }
    passages_end(p, n);
}

void bk__sec_similar(bk__page *p)
{
    bk__section(p, "similar", W_SEC_SIMILAR);
    if (!p->t[T_DUPLICATES] && !p->t[T_PAIRS]) {
        bk__putf(p, "<p>%s</p>", bk__w(p, W_NONE_HERE));
    } else {
        bk__put_stories(p);
        bk__put_groups(p);
        bk__put_outlets(p);
        bk__put_scores(p);
        groups(p);
        bk__put_copies(p);
        pairs(p);
        passages(p);
    }
    bk__section_end(p);
}
