/* groups.c - articles by outlet, month, quarter, year and fields of the user's.
 *
 * Groups are numbered by the bytes of their names. An article without outlet, or without date, is
 * in none, and neither is one of an outlet or a time beyond the MOST with the most articles: what
 * is made for each group stays bounded, and such articles count in the whole alone. */
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/map.h"
#include "study/study.h"

static int by_bytes(const void *a, const void *b)
{
    return bk__str_cmp(*(const bk_str *)a, *(const bk_str *)b);
}

enum { MOST = 200, MOST_TIMES = 1200 /* a hundred years of months */ };

typedef struct sized {
    int64_t articles;
    uint32_t id; /* of first sight */
    bk_str name;
} sized;

static int by_size(const void *a, const void *b)
{
    const sized *x = a, *y = b;
    if (x->articles != y->articles)
        return x->articles > y->articles ? -1 : 1;
    return bk__str_cmp(x->name, y->name);
}

/* Articles of all but the `most` largest groups leave them; `kept` takes the names of the others.
 * Of the same size the one that is first by bytes stays. */
static bk_status keep_largest(bk_study *s, bk__groups *g, const bk__map *seen, bk__map *kept,
                              uint32_t most)
{
    sized *v = bk__calloc(s->ctx, (size_t)seen->n + 1, sizeof *v);
    uint32_t *rank = bk__alloc_array(s->ctx, (size_t)seen->n + 1, sizeof *rank);
    bk_status st = v && rank ? BK_OK : BK_ENOMEM;
    for (uint32_t i = 0; i < seen->n && st == BK_OK; i++)
        v[i] = (sized){0, i, bk__map_key(seen, i)};
    for (int64_t i = 0; i < s->D && st == BK_OK; i++)
        if (g->of[i] >= 0)
            v[g->of[i]].articles++;
    if (st == BK_OK)
        qsort(v, seen->n, sizeof *v, by_size);
    for (uint32_t i = 0; i < seen->n && st == BK_OK; i++) {
        rank[v[i].id] = i;
        if (i < most)
            st = bk__map_put(kept, v[i].name, &v[i].id, NULL);
    }
    for (int64_t i = 0; i < s->D && st == BK_OK; i++)
        if (g->of[i] >= 0)
            g->of[i] = rank[g->of[i]] < most ? (int32_t)rank[g->of[i]] : -1;
    bk__free(s->ctx, v);
    bk__free(s->ctx, rank);
    return st;
}

/* Numbers of first sight, or by size, become numbers by name. */
static bk_status settle(bk_study *s, bk__groups *g, const bk__map *seen)
{
    int32_t *rank;
    bk_status st = BK_OK;
    g->n = (int32_t)seen->n;
    g->id = bk__arena_array(&s->arena, (size_t)seen->n + 1, sizeof *g->id);
    rank = bk__alloc_array(s->ctx, (size_t)seen->n + 1, sizeof *rank);
    if (!g->id || !rank)
        st = BK_ENOMEM;
    for (uint32_t i = 0; i < seen->n && st == BK_OK; i++)
        st = bk__arena_str(&s->arena, &g->id[i], bk__map_key(seen, i));
    if (st == BK_OK) {
        qsort(g->id, seen->n, sizeof *g->id, by_bytes);
        for (uint32_t i = 0; i < seen->n; i++)
            rank[bk__map_find(seen, g->id[i])] = (int32_t)i;
        for (int64_t i = 0; i < s->D; i++)
            g->of[i] = g->of[i] < 0 ? -1 : rank[g->of[i]];
    }
    bk__free(s->ctx, rank);
    return st;
}

typedef enum by { SOURCE, MONTH, QUARTER, YEAR, FIELD /* and on */ } by;

/* 2025-06, 2025-Q2, 2025. */
static bk_str period_of(const bk_study *s, int64_t i, by what, char out[8])
{
    int64_t at = bk__study_published(s, i);
    char iso[24];
    bk_str day = at == BK_NO_DATE ? (bk_str){NULL, 0} : bk__date_iso(at, iso);
    if (day.n < 7)
        return (bk_str){NULL, 0};
    memcpy(out, day.p, 7);
    if (what == QUARTER) {
        int month = 10 * (day.p[5] - '0') + day.p[6] - '0';
        out[5] = 'Q';
        out[6] = (char)('1' + (month - 1) / 3);
    }
    return (bk_str){out, what == YEAR ? 4 : 7};
}

static bk_str name_of(const bk_study *s, int64_t i, int what, char out[8])
{
    const bk_article *a = what >= FIELD ? bk_corpus_at(s->corpus, i) : NULL;
    if (a)
        return (uint32_t)(what - FIELD) < a->n_extra ? a->extra[what - FIELD] : (bk_str){NULL, 0};
    return what == SOURCE ? bk__study_source(s, i) : period_of(s, i, (by)what, out);
}

static bk_status group_by(bk_study *s, bk__groups *g, const char *scope, int what)
{
    bk__map seen, kept;
    bk_status st = BK_OK;
    uint32_t most = what == SOURCE || what >= FIELD ? MOST : MOST_TIMES;
    char name[8];
    g->scope = scope;
    g->of = bk__arena_array(&s->arena, (size_t)s->D + 1, sizeof *g->of);
    if (!g->of)
        return BK_ENOMEM;
    bk__map_init(&seen, s->ctx);
    bk__map_init(&kept, s->ctx);
    for (int64_t i = 0; i < s->D && st == BK_OK; i++) {
        bk_str key = name_of(s, i, what, name);
        uint32_t id = 0;
        if (key.n > 0)
            st = bk__map_put(&seen, key, &id, NULL);
        g->of[i] = key.n > 0 ? (int32_t)id : -1;
    }
    bool many = seen.n > most;
    if (st == BK_OK && many)
        st = keep_largest(s, g, &seen, &kept, most);
    if (st == BK_OK)
        st = settle(s, g, many ? &kept : &seen);
    bk__map_clear(&seen);
    bk__map_clear(&kept);
    return st;
}

/* Numbers where every value is one and there are more than KINDS. */
static bk_status numbers(bk_study *s, bk__field *field, int what)
{
    enum { KINDS = 12 };
    char name[8];
    bool all = field->groups.n > KINDS;
    double *x = all ? bk__arena_array(&s->arena, (size_t)s->D + 1, sizeof *x) : NULL;
    if (all && !x)
        return BK_ENOMEM;
    for (int64_t i = 0; i < s->D && all; i++) {
        bk_str z = name_of(s, i, what, name);
        x[i] = NAN;
        all = z.n == 0 || bk__str_real(z, &x[i]);
    }
    field->x = all ? x : NULL;
    return BK_OK;
}

/* The fields that --covariate names; none where there are vectors alone. */
static bk_status by_fields(bk_study *s)
{
    bk_str rest = bk__str(s->opts.reader.covariate), name;
    bk_status st = BK_OK;
    s->n_fields = 0;
    if (!s->corpus && rest.n > 0)
        bk__log(s->ctx, BK_LOG_WARN,
                "--covariate has no effect: vectors without their articles hold no other fields");
    while (s->corpus && rest.n > 0 && s->n_fields < BK__MOST_FIELDS && st == BK_OK) {
        int what = FIELD + (int)s->n_fields;
        bk__field *field = &s->field[s->n_fields++];
        field->x = NULL;
        st = bk__arena_str(&s->arena, &name, bk__str_trim(bk__str_cut(&rest, ',')));
        if (st == BK_OK)
            st = group_by(s, &field->groups, name.p, what);
        if (st == BK_OK && field->groups.n == 0)
            bk__log(s->ctx, BK_LOG_WARN, "no article has a field \"%s\"", name.p);
        if (st == BK_OK)
            st = numbers(s, field, what);
    }
    return st;
}

bk_status bk__groups_make(bk_study *s)
{
    bk_status st = group_by(s, &s->source, "source", SOURCE);
    if (st == BK_OK)
        st = group_by(s, &s->month, "month", MONTH);
    if (st == BK_OK)
        st = group_by(s, &s->quarter, "quarter", QUARTER);
    if (st == BK_OK)
        st = group_by(s, &s->year, "year", YEAR);
    return st == BK_OK ? by_fields(s) : st;
}
