/* fill_stories.c - tables groups, threads, thread_articles: who tells the same story.
 *
 * Stories are found between leads of repeated articles (model/story.c); repeats follow their lead,
 * so that a copy spreads a story and does not make it. Groups disregard time; threads are groups
 * of dated articles without a silence of more than story-days, copies of one article too. Both are
 * numbered by falling number of distinct articles, then by their first article. */
#include <math.h>
#include <stdlib.h>

#include "base/map.h"
#include "base/str.h"
#include "model/story.h"
#include "study/study.h"

enum { TERMS = 6, DAY = 86400 };

typedef struct told {
    int64_t from, n, distinct; /* members[from..from+n] */
    uint32_t lead;
} told;
typedef struct telling {
    bk_study *s;
    const bk_csr *A;
    bk__stories stories;
    uint32_t *members; /* by story and time */
    told *told;        /* [n] */
    int64_t n;
    double *sum;   /* [V] of one story's leads; 0 between stories */
    uint32_t *col; /* [V] where it is not */
    int64_t cols;
} telling;

/* ---- who belongs to which ----------------------------------------------------------------- */

typedef struct dated {
    uint32_t story, row;
    int64_t when;
} dated;

static int by_time(const void *p, const void *q)
{
    const dated *x = p, *y = q;
    if (x->story != y->story)
        return x->story < y->story ? -1 : 1;
    if (x->when != y->when)
        return x->when < y->when ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

static int by_size(const void *p, const void *q)
{
    const told *x = p, *y = q;
    if (x->distinct != y->distinct)
        return x->distinct > y->distinct ? -1 : 1;
    if (x->n != y->n)
        return x->n > y->n ? -1 : 1;
    return (x->lead > y->lead) - (x->lead < y->lead);
}

/* An unknown time is last. */
static int64_t when_of(const bk_study *s, int64_t i)
{
    int64_t at = bk__study_published(s, i);
    return at == BK_NO_DATE ? INT64_MAX : at;
}

/* A story told by copies of one article alone is a thread too; groups of those are in duplicates.
 */
static uint32_t story_of(const telling *t, int64_t i, bool timed)
{
    const bk_study *s = t->s;
    uint32_t story = t->stories.of[bk__study_lead(s, i)];
    if (!timed)
        return story;
    if (bk__study_published(s, i) == BK_NO_DATE)
        return UINT32_MAX;
    if (story == UINT32_MAX && i < s->repeats.n && s->repeats.group[i] != UINT32_MAX)
        return t->stories.many + s->repeats.group[i];
    return story;
}

/* Members of stories, cut where a copy comes later than a thread may be silent. */
static void cut(telling *t, const dated *v, int64_t n, int64_t window)
{
    told *to = t->told;
    t->n = 0;
    for (int64_t k = 0; k < n; k++) {
        bool opens = k == 0 || v[k].story != v[k - 1].story ||
                     (window >= 0 && v[k].when - v[k - 1].when > window);
        if (opens) {
            t->n += t->n == 0 || to->n > 1; /* one alone is no story */
            to = &t->told[t->n - 1];
            *to = (told){.from = k, .lead = v[k].row};
        }
        to->n++;
        to->distinct += bk__study_lead(t->s, v[k].row) == v[k].row;
        t->members[k] = v[k].row;
    }
    t->n -= t->n > 0 && to->n < 2;
}

static bk_status collect(telling *t, bool timed)
{
    bk_study *s = t->s;
    dated *v = bk__alloc_array(s->ctx, (size_t)s->D + 1, sizeof *v);
    int64_t n = 0;
    t->members = bk__alloc_array(s->ctx, (size_t)s->D + 1, sizeof *t->members);
    t->told = bk__alloc_array(s->ctx, (size_t)s->D / 2 + 2, sizeof *t->told);
    if (!v || !t->members || !t->told) {
        bk__free(s->ctx, v);
        return BK_ENOMEM;
    }
    for (int64_t i = 0; i < s->D; i++) {
        uint32_t story = story_of(t, i, timed);
        if (story != UINT32_MAX)
            v[n++] = (dated){story, (uint32_t)i, when_of(s, i)};
    }
    if (n > 1)
        qsort(v, (size_t)n, sizeof *v, by_time);
    cut(t, v, n, timed ? (int64_t)s->opts.story_days * DAY : -1);
    bk__free(s->ctx, v);
    if (t->n > 1)
        qsort(t->told, (size_t)t->n, sizeof *t->told, by_size);
    return BK_OK;
}

/* ---- what it is about --------------------------------------------------------------------- */

/* The sum of the story's leads; of all where it has none. */
static void add_leads(telling *t, const told *x)
{
    t->cols = 0;
    for (int64_t k = 0; k < x->n; k++) {
        uint32_t i = t->members[x->from + k];
        if (x->distinct > 0 && bk__study_lead(t->s, i) != i)
            continue;
        for (int64_t e = t->A->ptr[i]; e < t->A->ptr[i + 1]; e++) {
            uint32_t c = t->A->col[e];
            if (t->sum[c] == 0 && t->A->val[e] != 0)
                t->col[t->cols++] = c;
            t->sum[c] += (double)t->A->val[e];
        }
    }
}

static void forget(telling *t)
{
    for (int64_t k = 0; k < t->cols; k++)
        t->sum[t->col[k]] = 0;
}

static double length(const telling *t)
{
    double s = 0;
    for (int64_t k = 0; k < t->cols; k++)
        s += t->sum[t->col[k]] * t->sum[t->col[k]];
    return sqrt(s);
}

static double cosine(const telling *t, uint32_t i, double norm)
{
    double s = 0;
    for (int64_t e = t->A->ptr[i]; e < t->A->ptr[i + 1]; e++)
        s += (double)t->A->val[e] * t->sum[t->A->col[e]];
    return norm > 0 ? fmin(s / norm, 1) : 0;
}

static bk_status put_terms(const telling *t, bk__buf *out)
{
    const bk_vocab *vocab = bk_vectorizer_vocab(t->s->vectors);
    uint32_t best[TERMS];
    int n = 0;
    bk_status st = BK_OK;
    for (int64_t k = 0; k < t->cols; k++) {
        uint32_t c = t->col[k];
        int at = n;
        while (at > 0 && (t->sum[c] > t->sum[best[at - 1]] ||
                          (c < best[at - 1] && t->sum[c] == t->sum[best[at - 1]])))
            at--;
        if (at == TERMS)
            continue;
        n += n < TERMS;
        for (int m = n - 1; m > at; m--)
            best[m] = best[m - 1];
        best[at] = c;
    }
    out->n = 0;
    for (int k = 0; k < n && st == BK_OK; k++) {
        bk_str term = bk_vocab_shown(vocab, best[k]);
        st = bk__buf_print(out, "%s%.*s", k ? ", " : "", (int)term.n, term.p);
    }
    return st;
}

/* ---- rows --------------------------------------------------------------------------------- */

static int64_t outlets_of(const telling *t, const told *x, bk__map *seen)
{
    bk_status st = BK_OK;
    for (int64_t k = 0; k < x->n && st == BK_OK; k++) {
        bk_str name = bk__study_source(t->s, t->members[x->from + k]);
        uint32_t id;
        if (name.n > 0)
            st = bk__map_put(seen, name, &id, NULL);
    }
    return st == BK_OK ? (int64_t)seen->n : -1;
}

static int64_t day_of(int64_t seconds)
{
    return seconds / DAY - (seconds % DAY < 0);
}

static bk_status add_thread(telling *t, int64_t number, const told *x, bk__buf *terms)
{
    bk_study *s = t->s;
    int64_t first = bk__study_published(s, x->lead), outlets;
    int64_t last = bk__study_published(s, t->members[x->from + x->n - 1]);
    double norm = length(t);
    bk__map seen;
    bk_status st = put_terms(t, terms);
    bk__map_init(&seen, s->ctx);
    outlets = outlets_of(t, x, &seen);
    bk__map_clear(&seen);
    if (st != BK_OK || outlets < 0)
        return BK_ENOMEM;
    bk_cell row[THR_N] = {
        [THR_THREAD] = BK_CELL_INT(number),
        [THR_ARTICLES] = BK_CELL_INT(x->n),
        [THR_DISTINCT] = BK_CELL_INT(x->distinct),
        [THR_OUTLETS] = BK_CELL_INT(outlets),
        [THR_FIRST] = BK_CELL_INT(first),
        [THR_LAST] = BK_CELL_INT(last),
        [THR_DAYS] = BK_CELL_INT(day_of(last) - day_of(first) + 1),
        [THR_SOURCE] = BK_CELL_STR(bk__study_source(s, x->lead)),
        [THR_LEAD] = BK_CELL_STR(bk__study_id(s, x->lead)),
        [THR_TITLE] = BK_CELL_STR(bk__study_title(s, x->lead)),
        [THR_TERMS] = BK_CELL_STR(terms->n ? bk__buf_str(terms) : BK__STR("")),
    };
    st = bk__study_add(s, T_THREADS, row);
    for (int64_t k = 0; k < x->n && st == BK_OK; k++) {
        uint32_t i = t->members[x->from + k];
        bk_cell member[THA_N] = {[THA_THREAD] = BK_CELL_INT(number),
                                 [THA_RANK] = BK_CELL_INT(k + 1),
                                 [THA_ID] = BK_CELL_STR(bk__study_id(s, i)),
                                 [THA_COSINE] = BK_CELL_REAL(cosine(t, i, norm))};
        st = bk__study_add(s, T_THREAD_ARTICLES, member);
    }
    return st;
}

static bk_status add_group(telling *t, int64_t number, const told *x)
{
    double norm = length(t);
    bk_status st = BK_OK;
    for (int64_t k = 0; k < x->n && st == BK_OK; k++) {
        uint32_t i = t->members[x->from + k];
        bk_cell row[GRO_N] = {[GRO_GROUP] = BK_CELL_INT(number),
                              [GRO_ID] = BK_CELL_STR(bk__study_id(t->s, i)),
                              [GRO_COSINE] = BK_CELL_REAL(cosine(t, i, norm)),
                              [GRO_LEAD] = BK_CELL_INT(i == x->lead)};
        st = bk__study_add(t->s, T_GROUPS, row);
    }
    return st;
}

static bk_status add_rows(telling *t, bool timed)
{
    bk__buf terms;
    bk_status st = BK_OK;
    bk__buf_init(&terms, t->s->ctx);
    for (int64_t k = 0; k < t->n && st == BK_OK; k++) {
        const told *x = &t->told[k];
        add_leads(t, x);
        st = timed ? add_thread(t, k, x, &terms) : add_group(t, k, x);
        forget(t);
    }
    bk__buf_clear(&terms);
    return st;
}

static bk_status tell(bk_study *s, const bk_csr *A, const bk_pairs *pairs, bool timed)
{
    telling t = {.s = s, .A = A};
    int64_t *when = timed ? bk__alloc_array(s->ctx, (size_t)s->D + 1, sizeof *when) : NULL;
    bk_status st = timed && !when ? BK_ENOMEM : BK_OK;
    for (int64_t i = 0; st == BK_OK && when && i < s->D; i++)
        when[i] = bk__study_published(s, i);
    if (st == BK_OK)
        st = bk__stories_fit(s->ctx, &t.stories, A, pairs, s->opts.story, when,
                             (int64_t)s->opts.story_days * DAY);
    if (st == BK_OK) {
        t.sum = bk__calloc(s->ctx, (size_t)A->cols + 1, sizeof *t.sum);
        t.col = bk__alloc_array(s->ctx, (size_t)A->cols + 1, sizeof *t.col);
        st = t.sum && t.col ? collect(&t, timed) : BK_ENOMEM;
    }
    if (st == BK_OK)
        st = add_rows(&t, timed);
    bk__stories_free(s->ctx, &t.stories);
    bk__free(s->ctx, when);
    bk__free(s->ctx, t.members);
    bk__free(s->ctx, t.told);
    bk__free(s->ctx, t.sum);
    bk__free(s->ctx, t.col);
    return st;
}

bk_status bk__fill_stories(bk_study *s, const bk_csr *A, const bk_pairs *pairs)
{
    bk_status st;
    BK__TRY(st, bk__study_fresh(s, T_GROUPS), done);
    BK__TRY(st, bk__study_fresh(s, T_THREADS), done);
    BK__TRY(st, bk__study_fresh(s, T_THREAD_ARTICLES), done);
    BK__TRY(st, tell(s, A, pairs, false), done);
    st = tell(s, A, pairs, true);
done:
    return st;
}
