/* diff_topics.c - which topic of one study is which of another.
 *
 * Topics have no names: pairs are made by falling overlap of their listed terms (Jaccard), each
 * topic once, as long as the overlap is at least LEAST. */
#include <math.h>
#include <stdlib.h>

#include "report/schema.h"
#include "study/diff.h"

static const double LEAST = 0.15; /* overlap of two topics' terms that are one topic */

typedef struct match {
    double overlap;
    int64_t a, b;
} match;

static int by_overlap(const void *x, const void *y)
{
    const match *m = x, *n = y;
    if (m->overlap != n->overlap)
        return m->overlap < n->overlap ? 1 : -1;
    if (m->a != n->a)
        return m->a < n->a ? -1 : 1;
    return (m->b > n->b) - (m->b < n->b);
}

/* The rows of one topic in a table of terms, which are together. */
typedef struct span {
    int64_t from, to;
} span;

static span terms_of(const bk_table *terms, int64_t topic)
{
    span s = {0, 0};
    int64_t n = bk_table_rows(terms);
    while (s.from < n && bk_table_cell(terms, s.from, TTE_TOPIC).i != topic)
        s.from++;
    for (s.to = s.from; s.to < n && bk_table_cell(terms, s.to, TTE_TOPIC).i == topic;)
        s.to++;
    return s;
}

/* Jaccard of the terms listed for two topics. */
static double overlap(const bk_table *a, span ka, const bk_table *b, span kb)
{
    double both = 0, all = (double)(ka.to - ka.from + kb.to - kb.from);
    for (int64_t i = ka.from; i < ka.to; i++)
        for (int64_t k = kb.from; k < kb.to; k++)
            both += bk__str_eq(bk_table_cell(a, i, TTE_TERM).s, bk_table_cell(b, k, TTE_TERM).s);
    return all > both ? both / (all - both) : 0;
}

typedef struct themes {
    bk_table *a, *b, *ta, *tb; /* topics, their terms */
    match *pair;
    span *terms_b; /* of each topic of b */
    uint8_t *met_a, *met_b;
} themes;

static bk_status theme_pair(bk__diff *d, const themes *t, int64_t ra, int64_t rb, double same)
{
    bk__buf x, y, note;
    bk_cell a = bk_table_cell(t->a, ra, TOP_SHARE), b = bk_table_cell(t->b, rb, TOP_SHARE);
    bk_str la = bk_table_cell(t->a, ra, TOP_LABEL).s, lb = bk_table_cell(t->b, rb, TOP_LABEL).s;
    bk_status st = BK_OK;
    if (ra >= 0 && rb >= 0 && a.x == b.x && bk__str_eq(la, lb) && same >= 1)
        return BK_OK;
    bk__buf_init(&x, d->ctx);
    bk__buf_init(&y, d->ctx);
    bk__buf_init(&note, d->ctx);
    if (ra >= 0)
        st = bk__buf_real(&x, round(1000 * a.x) / 1000);
    if (rb >= 0 && st == BK_OK)
        st = bk__buf_real(&y, round(1000 * b.x) / 1000);
    if (st == BK_OK && ra >= 0 && rb >= 0) {
        st = bk__buf_print(&note, "now %.*s; shares ", (int)lb.n, lb.p);
        if (st == BK_OK)
            st = bk__buf_real(&note, round(100 * same));
        if (st == BK_OK)
            st = bk__buf_add(&note, BK__STR(" % of the terms"));
    } else if (st == BK_OK) {
        st = bk__buf_add(&note, bk__str(ra >= 0 ? "removed" : "added"));
    }
    if (st == BK_OK)
        st = bk__diff_add(d, "topics", ra >= 0 ? la : lb, bk__buf_str(&x), bk__buf_str(&y),
                          ra >= 0 && rb >= 0 ? BK_CELL_REAL(b.x - a.x) : BK_CELL_NULL, BK_CELL_NULL,
                          note.p);
    bk__buf_clear(&x);
    bk__buf_clear(&y);
    bk__buf_clear(&note);
    return st;
}

static bk_status match_themes(bk__diff *d, themes *t)
{
    int64_t na = bk_table_rows(t->a), nb = bk_table_rows(t->b), n = 0;
    bk_status st = BK_OK;
    if (na > 1000 || nb > 1000)
        return bk__fail(d->ctx, BK_EINVAL, "topics", "more topics than can be compared");
    t->pair = bk__calloc(d->ctx, (size_t)(na * nb) + 1, sizeof *t->pair);
    t->terms_b = bk__calloc(d->ctx, (size_t)nb + 1, sizeof *t->terms_b);
    t->met_a = bk__calloc(d->ctx, (size_t)na + 1, 1);
    t->met_b = bk__calloc(d->ctx, (size_t)nb + 1, 1);
    if (!t->pair || !t->terms_b || !t->met_a || !t->met_b)
        return BK_ENOMEM;
    for (int64_t k = 0; k < nb; k++)
        t->terms_b[k] = terms_of(t->tb, bk_table_cell(t->b, k, TOP_TOPIC).i);
    for (int64_t i = 0; i < na; i++) {
        span terms = terms_of(t->ta, bk_table_cell(t->a, i, TOP_TOPIC).i);
        for (int64_t k = 0; k < nb; k++) {
            double x = overlap(t->ta, terms, t->tb, t->terms_b[k]);
            if (x >= LEAST)
                t->pair[n++] = (match){x, i, k};
        }
    }
    qsort(t->pair, (size_t)n, sizeof *t->pair, by_overlap);
    for (int64_t m = 0; m < n && st == BK_OK; m++) {
        const match *p = &t->pair[m];
        if (t->met_a[p->a] || t->met_b[p->b])
            continue;
        t->met_a[p->a] = t->met_b[p->b] = 1;
        st = theme_pair(d, t, p->a, p->b, p->overlap);
    }
    for (int64_t i = 0; i < na && st == BK_OK; i++)
        if (!t->met_a[i])
            st = theme_pair(d, t, i, -1, 0);
    for (int64_t k = 0; k < nb && st == BK_OK; k++)
        if (!t->met_b[k])
            st = theme_pair(d, t, -1, k, 0);
    return st;
}

bk_status bk__diff_topics(bk__diff *d)
{
    themes t = {0};
    bk_status st;
    if (bk_results_rows(d->a, "topics") < 0 || bk_results_rows(d->b, "topics") < 0)
        return BK_OK;
    BK__TRY(st, bk_results_table(d->a, &t.a, "topics", NULL, NULL), done);
    BK__TRY(st, bk_results_table(d->b, &t.b, "topics", NULL, NULL), done);
    BK__TRY(st, bk_results_table(d->a, &t.ta, "topic_terms", NULL, NULL), done);
    BK__TRY(st, bk_results_table(d->b, &t.tb, "topic_terms", NULL, NULL), done);
    st = match_themes(d, &t);
done:
    bk_table_free(t.a);
    bk_table_free(t.b);
    bk_table_free(t.ta);
    bk_table_free(t.tb);
    bk__free(d->ctx, t.pair);
    bk__free(d->ctx, t.terms_b);
    bk__free(d->ctx, t.met_a);
    bk__free(d->ctx, t.met_b);
    return st;
}
