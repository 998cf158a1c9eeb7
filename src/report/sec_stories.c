/* sec_stories.c - who tells the same story, first and last; outlets compared; how alike all are. */
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "report/page.h"

enum {
    DRAWN = 12,
    LISTED = 15,
    POINTS = 60,
    OUTLETS = 25,
    FEW = 3,
    SOME = 10,
    ROWS = 100,
    BINS = 60,
    DAY = 86400
};

/* ---- threads --------------------------------------------------------------------------------- */

/* "1. Ampat, Raja, nikel": the first three terms, numbered so that no two are the same. */
static bk_status story_name(const bk__page *p, bk__buf *out, int64_t r)
{
    bk_str terms = bk__s(p, T_THREADS, r, THR_TERMS);
    size_t n = 0;
    for (int commas = 0; n < terms.n; n++)
        if (terms.p[n] == ',' && ++commas == 3)
            break;
    out->n = 0;
    bk_status st = bk__buf_print(out, "%lld. ", (long long)bk__i(p, T_THREADS, r, THR_THREAD) + 1);
    return st == BK_OK ? bk__buf_add(out, (bk_str){terms.p, n}) : st;
}

static int64_t day_of(bk__page *p, int64_t row)
{
    bk_cell when = bk__cell(p, T_ARTICLES, row, ART_PUBLISHED);
    return when.null ? INT64_MIN : when.i / DAY - (when.i % DAY < 0);
}

static void story_point(bk__page *p, bk__jw *w, bk_str name, int64_t thread, int64_t row, int64_t n,
                        bool opens)
{
    bk_cell when = bk__cell(p, T_ARTICLES, row, ART_PUBLISHED);
    char iso[24];
    bk_str source = bk__s(p, T_ARTICLES, row, ART_SOURCE);
    bk__jw_open(w, '{');
    bk__key_str(w, "story", name);
    bk__key_str(w, "day", (bk_str){bk__date_iso(when.i, iso).p, 10});
    bk__key_str(w, "when", bk__day(p, when));
    bk__key_int(w, "articles", n);
    if (opens) {
        bk__key_int(w, "opens", 1);
        bk__key_str(w, "source", source.n ? source : bk__ws(p, W_NO_SOURCE));
        bk__key_str(w, "title", bk__s(p, T_THREADS, thread, THR_TITLE));
    }
    bk__jw_close(w, '}');
}

/* A point a day of each thread; rows of thread_articles are by thread and time. */
static void story_points(bk__page *p, bk__jw *w, int64_t shown)
{
    bk__buf name;
    int64_t n = 0, first = -1, last = -1, points = 0;
    bk__buf_init(&name, p->ctx);
    for (int64_t r = 0; r < bk__rows(p, T_THREAD_ARTICLES) && p->st == BK_OK; r++) {
        int64_t thread = bk__i(p, T_THREAD_ARTICLES, r, THA_THREAD);
        int64_t row = bk__article(p, bk__s(p, T_THREAD_ARTICLES, r, THA_ID));
        if (thread >= shown)
            break;
        if (row < 0 || day_of(p, row) == INT64_MIN)
            continue;
        bool other = thread != last;
        if (first >= 0 && (other || day_of(p, row) != day_of(p, first))) {
            if (points++ < POINTS)
                story_point(p, w, bk__buf_str(&name), last, first, n, points == 1);
            n = 0;
            first = row;
        }
        first = first < 0 ? row : first;
        if (other) {
            p->st = story_name(p, &name, thread);
            points = 0;
        }
        last = thread;
        n++;
    }
    if (first >= 0 && p->st == BK_OK && points < POINTS)
        story_point(p, w, bk__buf_str(&name), last, first, n, points == 0);
    bk__buf_clear(&name);
}

static void story_rows(bk__page *p, int64_t shown)
{
    const char *heads[] = {"#",
                           bk__w(p, W_STORY_LEAD),
                           bk__w(p, W_TERMS),
                           bk__w(p, W_FIRST),
                           bk__w(p, W_LAST),
                           bk__w(p, W_ARTICLES),
                           bk__w(p, W_OUTLETS),
                           NULL};
    bk__table_open(p, bk__w(p, W_STORIES), heads, 5);
    for (int64_t r = 0; r < shown; r++) {
        bk__put(p, "<tr><td>");
        bk__esc(p, bk__n(p, bk__i(p, T_THREADS, r, THR_THREAD) + 1));
        bk__put(p, "</td><th scope=\"row\">");
        bk__article_link(p, bk__s(p, T_THREADS, r, THR_LEAD));
        bk__put(p, "</th>");
        bk__td(p, bk__s(p, T_THREADS, r, THR_TERMS));
        bk__td(p, bk__day(p, bk__cell(p, T_THREADS, r, THR_FIRST)));
        bk__td(p, bk__day(p, bk__cell(p, T_THREADS, r, THR_LAST)));
        bk__td_num(p, bk__n(p, bk__i(p, T_THREADS, r, THR_ARTICLES)));
        bk__td_num(p, bk__n(p, bk__i(p, T_THREADS, r, THR_OUTLETS)));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__note_more(p, shown, bk__rows(p, T_THREADS));
}

/* The articles of the stories that are drawn, by time. */
static void story_list(bk__page *p, int64_t shown)
{
    int64_t last = -1, n = 0;
    bk__putf(p, "<h3>%s</h3>\n", bk__w(p, W_STORY_ARTICLES));
    for (int64_t r = 0; r < bk__rows(p, T_THREAD_ARTICLES); r++) {
        int64_t thread = bk__i(p, T_THREAD_ARTICLES, r, THA_THREAD);
        if (thread >= shown)
            break;
        if (thread != last) {
            bk__put(p, last < 0 ? "<details><summary>" : "</ol></details>\n<details><summary>");
            bk__esc(p, bk__n(p, thread + 1));
            bk__put(p, ". ");
            bk__esc_short(p, bk__s(p, T_THREADS, thread, THR_TERMS), 160);
            bk__put(p, "</summary><ol>\n");
            last = thread;
            n = 0;
        }
        if (n++ >= LISTED)
            continue;
        bk__put(p, "<li>");
        bk__article_link(p, bk__s(p, T_THREAD_ARTICLES, r, THA_ID));
        bk__put(p, "</li>\n");
        if (n == LISTED && bk__i(p, T_THREADS, thread, THR_ARTICLES) > LISTED) {
            bk__put(p, "<li class=\"note\">");
            SAY(p, W_STORY_MORE, bk__n(p, bk__i(p, T_THREADS, thread, THR_ARTICLES) - LISTED));
            bk__put(p, "</li>\n");
        }
    }
    if (last >= 0)
        bk__put(p, "</ol></details>\n");
}

static void say_stories(bk__page *p)
{
    int64_t all = bk__rows(p, T_THREADS), shared = 0;
    bk_str title;
    if (all == 0)
        return;
    for (int64_t r = 0; r < all; r++)
        shared += bk__i(p, T_THREADS, r, THR_OUTLETS) > 1;
    title = bk__s(p, T_THREADS, 0, THR_TITLE);
    FINDING(p, W_STORY_FINDING, bk__n(p, all), bk__n(p, shared),
            title.n ? title : bk__ws(p, W_NO_TITLE), bk__n(p, bk__i(p, T_THREADS, 0, THR_ARTICLES)),
            bk__n(p, bk__i(p, T_THREADS, 0, THR_OUTLETS)),
            bk__day(p, bk__cell(p, T_THREADS, 0, THR_FIRST)),
            bk__day(p, bk__cell(p, T_THREADS, 0, THR_LAST)),
            bk__s(p, T_THREADS, 0, THR_SOURCE).n ? bk__s(p, T_THREADS, 0, THR_SOURCE)
                                                 : bk__ws(p, W_NO_SOURCE));
}

void bk__put_stories(bk__page *p)
{
    int64_t all = bk__rows(p, T_THREADS), most = p->max.pairs / 2;
    bk__jw w;
    if (all == 0)
        return;
    say_stories(p);
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_STORY_NOTE));
    bk__figure_open(p, &w, "threads", W_FIG_THREADS);
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    story_points(p, &w, most < DRAWN ? most : DRAWN);
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    story_rows(p, all < most ? all : most);
    bk__figure_close(p);
    story_list(p, most < DRAWN ? most : DRAWN);
}

/* ---- groups of similar articles -------------------------------------------------------------- */

/* The largest groups, whenever their articles were published; rows are by group, its earliest
 * article first. */
void bk__put_groups(bk__page *p)
{
    const char *heads[] = {"#", bk__w(p, W_STORY_LEAD), bk__w(p, W_ARTICLES), NULL};
    int64_t rows = bk__rows(p, T_GROUPS), all, most = p->max.pairs / 3, n = 0;
    if (rows == 0)
        return;
    all = bk__i(p, T_GROUPS, rows - 1, GRO_GROUP) + 1;
    most = most < all ? most : all;
    bk__putf(p, "<details><summary>%s</summary>\n<p class=\"note\">", bk__w(p, W_GROUPS));
    SAY(p, W_GROUPS_NOTE, bk__n(p, rows), bk__n(p, all));
    bk__put(p, "</p>\n");
    bk__table_open(p, bk__w(p, W_GROUPS), heads, 2);
    for (int64_t r = 0; r < rows && n < most; n++) {
        int64_t group = bk__i(p, T_GROUPS, r, GRO_GROUP), first = r;
        while (r < rows && bk__i(p, T_GROUPS, r, GRO_GROUP) == group)
            r++;
        bk__put(p, "<tr><td>");
        bk__esc(p, bk__n(p, group + 1));
        bk__put(p, "</td><th scope=\"row\">");
        bk__article_link(p, bk__s(p, T_GROUPS, first, GRO_ID));
        bk__put(p, "</th>");
        bk__td_num(p, bk__n(p, r - first));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__note_more(p, n, all);
    bk__put(p, "</details>\n");
}

/* ---- outlets --------------------------------------------------------------------------------- */

/* The outlets with the most articles, `at[i]` the first row of the i-th; rows of outlet_pairs are
 * by a, then b, all outlets with all: so b of the k-th outlet is k rows on. */
typedef struct outlets {
    int64_t all, n;
    int64_t at[OUTLETS];
} outlets;

static double cosine(const bk__page *p, const outlets *o, int64_t i, int64_t j)
{
    return bk__r(p, T_OUTLET_PAIRS, o->at[i] * o->all + o->at[j], OUT_COSINE);
}

static void choose_outlets(bk__page *p, outlets *o)
{
    bk__ranked *v;
    *o = (outlets){0};
    for (int64_t rows = bk__rows(p, T_OUTLET_PAIRS); o->all * o->all < rows;)
        o->all++;
    v = bk__alloc_array(p->ctx, (size_t)o->all + 1, sizeof *v);
    if (!v) {
        p->st = BK_ENOMEM;
        return;
    }
    for (int64_t k = 0; k < o->all; k++)
        v[k] = (bk__ranked){bk__i(p, T_OUTLET_PAIRS, k * o->all, OUT_ARTICLES_A), k};
    if (o->all > 1)
        qsort(v, (size_t)o->all, sizeof *v, bk__by_n);
    while (o->n < o->all && o->n < OUTLETS && o->n * o->n < p->max.rows && v[o->n].n >= FEW) {
        o->at[o->n] = v[o->n].row;
        o->n++;
    }
    bk__free(p->ctx, v);
}

/* From the largest on, each time the one that is most like the last: what is alike lies together.
 */
static void arrange(const bk__page *p, outlets *o)
{
    for (int64_t i = 0; i + 2 < o->n; i++) {
        int64_t best = i + 1, t;
        for (int64_t j = i + 2; j < o->n; j++)
            if (cosine(p, o, i, j) > cosine(p, o, i, best))
                best = j;
        t = o->at[i + 1];
        o->at[i + 1] = o->at[best];
        o->at[best] = t;
    }
}

static void outlet_cells(bk__page *p, bk__jw *w, const outlets *o)
{
    for (int64_t i = 0; i < o->n; i++)
        for (int64_t j = 0; j < o->n; j++) {
            int64_t r = o->at[i] * o->all + o->at[j];
            if (!isfinite(bk__r(p, T_OUTLET_PAIRS, r, OUT_COSINE)))
                continue;
            bk__jw_open(w, '{');
            bk__key_str(w, "a", bk__s(p, T_OUTLET_PAIRS, r, OUT_A));
            bk__key_str(w, "b", bk__s(p, T_OUTLET_PAIRS, r, OUT_B));
            bk__key_real(w, "cosine", round(cosine(p, o, i, j) * 1e4) / 1e4);
            bk__key_real(w, "low", round(bk__r(p, T_OUTLET_PAIRS, r, OUT_LOW) * 1e4) / 1e4);
            bk__key_real(w, "high", round(bk__r(p, T_OUTLET_PAIRS, r, OUT_HIGH) * 1e4) / 1e4);
            bk__key_real(w, "share", round(bk__r(p, T_OUTLET_PAIRS, r, OUT_SHARED) * 1e3) / 1e3);
            bk__jw_close(w, '}');
        }
}

static void outlet_row(bk__page *p, int64_t r, int64_t back)
{
    bk__th(p, bk__s(p, T_OUTLET_PAIRS, r, OUT_A));
    bk__td(p, bk__s(p, T_OUTLET_PAIRS, r, OUT_B));
    bk__td_num(p, bk__x(p, bk__r(p, T_OUTLET_PAIRS, r, OUT_COSINE), 3, false));
    bk__td_num(p, bk__x(p, bk__r(p, T_OUTLET_PAIRS, r, OUT_LOW), 3, false));
    bk__td_num(p, bk__x(p, bk__r(p, T_OUTLET_PAIRS, r, OUT_HIGH), 3, false));
    bk__td_num(p, bk__pct(p, bk__r(p, T_OUTLET_PAIRS, r, OUT_SHARED)));
    bk__td_num(p, bk__pct(p, bk__r(p, T_OUTLET_PAIRS, back, OUT_SHARED)));
    bk__put(p, "</tr>\n");
}

static void outlet_table(bk__page *p, const outlets *o)
{
    const char *heads[] = {
        bk__w(p, W_OUTLET), bk__w(p, W_OUTLET_OTHER), bk__w(p, W_COSINE),    bk__w(p, W_LOW),
        bk__w(p, W_HIGH),   bk__w(p, W_ALSO_THERE),   bk__w(p, W_ALSO_HERE), NULL};
    bk__ranked v[OUTLETS * (OUTLETS + 1) / 2];
    int64_t n = 0, shown;
    for (int64_t i = 0; i < o->n; i++)
        for (int64_t j = i; j < o->n; j++)
            if (isfinite(cosine(p, o, i, j)))
                v[n++] =
                    (bk__ranked){(int64_t)(cosine(p, o, i, j) * 1e6), o->at[i] * o->all + o->at[j]};
    if (n > 1)
        qsort(v, (size_t)n, sizeof *v, bk__by_n);
    shown = n < ROWS ? n : ROWS;
    shown = shown < p->max.rows ? shown : p->max.rows;
    bk__table_open(p, bk__w(p, W_FIG_OUTLETS), heads, 2);
    for (int64_t k = 0; k < shown; k++)
        outlet_row(p, v[k].row, v[k].row % o->all * o->all + v[k].row / o->all);
    bk__table_close(p);
    bk__note_more(p, shown, o->all * (o->all + 1) / 2);
}

/* The two that are surely the most alike: by the lower ends of their intervals. */
static void say_outlets(bk__page *p, const outlets *o)
{
    double within = 0, between = 0;
    int64_t inside = 0, outside = 0, best = -1;
    for (int64_t i = 0; i < o->n; i++)
        for (int64_t j = i; j < o->n; j++) {
            int64_t r = o->at[i] * o->all + o->at[j];
            if (!isfinite(cosine(p, o, i, j)))
                continue;
            *(i == j ? &within : &between) += cosine(p, o, i, j);
            *(i == j ? &inside : &outside) += 1;
            if (i != j && bk__i(p, T_OUTLET_PAIRS, r, OUT_ARTICLES_A) >= SOME &&
                bk__i(p, T_OUTLET_PAIRS, r, OUT_ARTICLES_B) >= SOME &&
                (best < 0 ||
                 bk__r(p, T_OUTLET_PAIRS, r, OUT_LOW) > bk__r(p, T_OUTLET_PAIRS, best, OUT_LOW)))
                best = r;
        }
    if (inside > 0 && outside > 0)
        FINDING(p, W_OUTLETS_MEAN, bk__x(p, within / (double)inside, 3, false),
                bk__x(p, between / (double)outside, 3, false));
    if (best >= 0)
        FINDING(p, W_OUTLETS_CLOSEST, bk__s(p, T_OUTLET_PAIRS, best, OUT_A),
                bk__s(p, T_OUTLET_PAIRS, best, OUT_B),
                bk__x(p, bk__r(p, T_OUTLET_PAIRS, best, OUT_COSINE), 3, false),
                bk__x(p, bk__r(p, T_OUTLET_PAIRS, best, OUT_LOW), 3, false),
                bk__x(p, bk__r(p, T_OUTLET_PAIRS, best, OUT_HIGH), 3, false),
                bk__pct(p, bk__r(p, T_OUTLET_PAIRS, best, OUT_SHARED)));
}

void bk__put_outlets(bk__page *p)
{
    outlets o;
    bk__jw w;
    choose_outlets(p, &o);
    if (p->st != BK_OK || o.n < 2)
        return;
    arrange(p, &o);
    bk__putf(p, "<h3>%s</h3>\n", bk__w(p, W_OUTLETS_ALIKE));
    say_outlets(p, &o);
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_OUTLETS_NOTE));
    bk__figure_open(p, &w, "outlets", W_FIG_OUTLETS);
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    outlet_cells(p, &w, &o);
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    outlet_table(p, &o);
    bk__figure_close(p);
}

/* ---- how alike articles are ------------------------------------------------------------------ */

static bk_str kind_name(const bk__page *p, int64_t r)
{
    return bk__ws(p, bk__is(p, T_SIMILARITY, r, SIM_KIND, "pairs") ? W_KIND_PAIRS : W_KIND_NEAREST);
}

static void say_within(bk__page *p)
{
    const bk__value *of = bk__json_get(bk__json_get(p->manifest, "options"), "similar");
    double days = bk__json_real(bk__json_get(of, "within"), 0);
    if (!(days > 0))
        return;
    bk__put(p, "<p class=\"note\">");
    SAY(p, W_WITHIN_NOTE, days == floor(days) ? bk__n(p, (int64_t)days) : bk__x(p, days, 1, false));
    bk__put(p, "</p>\n");
}

void bk__put_scores(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_WHAT_COUNTED), bk__w(p, W_COSINE_FROM), bk__w(p, W_COSINE_TO),
                           bk__w(p, W_COUNT_N),      bk__w(p, W_SHARE),       NULL};
    int64_t all = bk__rows(p, T_SIMILARITY), rows = all < BINS ? all : BINS;
    double half = 0;
    bk__jw w;
    if (rows == 0)
        return;
    for (int64_t r = 0; r < rows; r++)
        if (bk__is(p, T_SIMILARITY, r, SIM_KIND, "nearest") &&
            bk__r(p, T_SIMILARITY, r, SIM_LOW) >= 0.5)
            half += bk__r(p, T_SIMILARITY, r, SIM_SHARE);
    bk__putf(p, "<h3>%s</h3>\n", bk__w(p, W_HOW_ALIKE));
    FINDING(p, W_NEAREST_FINDING, bk__pct(p, half), bk__x(p, 0.5, 1, false));
    bk__figure_open(p, &w, "scores", W_FIG_SCORES);
    bk__jw_key(&w, "table");
    bk__jw_open(&w, '[');
    for (int64_t r = 0; r < rows; r++) {
        bk__jw_open(&w, '{');
        bk__key_str(&w, "kind", kind_name(p, r));
        bk__key_real(&w, "low", bk__r(p, T_SIMILARITY, r, SIM_LOW));
        bk__key_real(&w, "high", bk__r(p, T_SIMILARITY, r, SIM_HIGH));
        bk__key_int(&w, "n", bk__i(p, T_SIMILARITY, r, SIM_COUNT));
        bk__key_real(&w, "share", round(bk__r(p, T_SIMILARITY, r, SIM_SHARE) * 1e5) / 1e5);
        bk__jw_close(&w, '}');
    }
    bk__jw_close(&w, ']');
    bk__figure_table(p, &w);
    bk__table_open(p, bk__w(p, W_FIG_SCORES), heads, 1);
    for (int64_t r = 0; r < rows; r++) {
        bk__th(p, kind_name(p, r));
        bk__td_num(p, bk__x(p, bk__r(p, T_SIMILARITY, r, SIM_LOW), 2, false));
        bk__td_num(p, bk__x(p, bk__r(p, T_SIMILARITY, r, SIM_HIGH), 2, false));
        bk__td_num(p, bk__n(p, bk__i(p, T_SIMILARITY, r, SIM_COUNT)));
        bk__td_num(p, bk__pct(p, bk__r(p, T_SIMILARITY, r, SIM_SHARE)));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__figure_close(p);
    bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_NEAREST_NOTE));
    say_within(p);
}
