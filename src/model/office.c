/* office.c - terms of office: when the people of the alias files spoke for their countries.
 *
 * Each alias heads a chain of its terms. Both names of a person ("joe biden", "biden") have terms
 * of their own; a name that two people bear in turn (Clinton) has those of both. */
#include <bingkai/corpus.h>

#include "base/date.h"
#include "model/triad.h"

enum { DAY = 86400 };

static bool digits(bk_str s, size_t n, int *out)
{
    int64_t v;
    if (s.n != n || s.p[0] < '0' || s.p[0] > '9' || !bk__str_int(s, &v))
        return false;
    *out = (int)v;
    return true;
}

/* Seconds at the begin of "2021-01-20" or "2021-01"; with `past` those at its end. */
static bool parse_date(bk_str s, bool past, int64_t *out)
{
    int year, month, day = 1;
    bk_str y = bk__str_cut(&s, '-'), m = bk__str_cut(&s, '-');
    bool by_day = s.n > 0;
    if (!digits(y, 4, &year) || !digits(m, 2, &month) || month < 1 || month > 12 ||
        (by_day && (!digits(s, 2, &day) || day < 1 || day > 31)))
        return false;
    int64_t days = bk__date_days(year, month, day);
    if (past && by_day)
        days++;
    else if (past)
        days = month < 12 ? bk__date_days(year, month + 1, 1) : bk__date_days(year + 1, 1, 1);
    *out = days * DAY;
    return true;
}

static bk_status add_term(bk_triad *t, int64_t from, int64_t to, uint32_t next)
{
    bk_status st = bk__grow(t->ctx, &t->term, &t->cap_terms, t->n_terms + 1, sizeof *t->term);
    if (st != BK_OK)
        return st;
    t->term[t->n_terms++] = (bk__term){from, to, next};
    return BK_OK;
}

/* What the rows have told so far: the last term of each "USA biden". */
typedef struct book {
    bk__map names;
    bk__buf key;
    uint32_t *last; /* [names.n] */
    uint32_t cap;
} book;

static bk_status name_key(book *b, bk_str actor, bk_str name)
{
    b->key.n = 0;
    bk_status st = bk__buf_add(&b->key, actor);
    st = st == BK_OK ? bk__buf_byte(&b->key, ' ') : st;
    return st == BK_OK ? bk__buf_add(&b->key, name) : st;
}

static bk_status book_row(bk_triad *t, book *b, const bk__lexicon *l, size_t row)
{
    bk_str names = bk__lexicon_at(l, row, 0), actor = bk__lexicon_at(l, row, 1);
    bk_str begin = bk__lexicon_at(l, row, 2), end = bk__lexicon_at(l, row, 3);
    int64_t from = INT64_MIN, to = INT64_MAX;
    if ((begin.n && !parse_date(begin, false, &from)) || (end.n && !parse_date(end, true, &to)) ||
        from >= to)
        return bk__lexicon_bad(t->ctx, l, row,
                               "from and to are days (2021-01-20) or months (2021-01) in order");
    while (names.n) {
        uint32_t id;
        bool added;
        bk_status st = name_key(b, actor, bk__str_trim(bk__str_cut(&names, ',')));
        if (st == BK_OK)
            st = bk__map_put(&b->names, bk__buf_str(&b->key), &id, &added);
        if (st == BK_OK)
            st = bk__grow(t->ctx, &b->last, &b->cap, id + 1, sizeof *b->last);
        if (st == BK_OK)
            st = add_term(t, from, to, added ? BK__NONE : b->last[id]);
        if (st != BK_OK)
            return st;
        b->last[id] = t->n_terms - 1;
    }
    return BK_OK;
}

static bk_status give_terms(bk_triad *t, book *b)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < t->n_aliases && st == BK_OK; i++) {
        bk__alias *a = &t->alias[i];
        bool exact = a->pattern.n > 0 && a->pattern.p[0] == '=';
        bk_str name = {a->pattern.p + exact, a->pattern.n - exact};
        if (a->role != BK__ROLE_ACTOR)
            continue;
        st = name_key(b, t->actor[a->actor].code, name);
        uint32_t id = st == BK_OK ? bk__map_find(&b->names, bk__buf_str(&b->key)) : BK__NONE;
        a->term = id == BK__NONE ? BK__NONE : b->last[id];
    }
    return st;
}

bk_status bk__offices_read(bk_triad *t, const bk__value *files)
{
    book b = {.last = NULL};
    bk_status st = BK_OK;
    bk__map_init(&b.names, t->ctx);
    bk__buf_init(&b.key, t->ctx);
    for (size_t k = 0; files && k < bk__json_size(files) && st == BK_OK; k++) {
        bk__lexicon l = {0};
        bk_str name = bk__json_str(bk__json_at(files, k));
        if (bk__json_type_of(files) != BK__ARRAY || name.n == 0) {
            st = bk__fail(t->ctx, BK_EFORMAT, t->path, "\"offices\" is a list of file names");
            break;
        }
        st = bk__triad_file(t, &l, name, "names actor from to");
        for (size_t i = 0; st == BK_OK && i < l.n_rows; i++)
            st = book_row(t, &b, &l, i);
        bk__lexicon_close(&l);
    }
    if (st == BK_OK && t->n_terms)
        st = give_terms(t, &b);
    bk__free(t->ctx, b.last);
    bk__buf_clear(&b.key);
    bk__map_clear(&b.names);
    return st;
}

bool bk__in_office(const bk_triad *t, const bk__alias *a, int64_t when)
{
    if (a->term == BK__NONE || when == BK_NO_DATE)
        return true;
    for (uint32_t k = a->term; k != BK__NONE; k = t->term[k].next)
        if (when >= t->term[k].from && when < t->term[k].to)
            return true;
    return false;
}
