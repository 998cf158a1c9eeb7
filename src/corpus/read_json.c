/* read_json.c - JSON lines and JSON arrays.
 *
 * Cutting looks only at line ends, or at brackets and quotes, and runs in the caller; parsing runs
 * over the pool, a value at a time: flat objects in one pass (base/json_flat), the rest through
 * json-c (base/json). What comes between the values of an
 * array (a stray word) is handed out as a value and is found broken when it is parsed. */
#include "corpus/read_json.h"

#include <stdio.h>

#include "base/json_flat.h"

/* ---- cutting --------------------------------------------------------------- */

static bool cut_line(bk__cutter *c, bk_str buf, bool ended, bk_str *value)
{
    const char *end;
    if (c->begin >= buf.n)
        return false;
    end = memchr(buf.p + c->at, '\n', buf.n - c->at);
    if (!end && !ended) {
        c->at = buf.n;
        return false;
    }
    size_t to = end ? (size_t)(end - buf.p) : buf.n;
    *value = (bk_str){buf.p + c->begin, to - c->begin};
    while (value->n > 0 && memchr(" \t\r", value->p[value->n - 1], 3))
        value->n--;
    c->begin = c->at = end ? to + 1 : to;
    c->number++;
    return true;
}

static bool between(char ch)
{
    return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n' || ch == ',' || ch == '[' ||
           ch == ']';
}

/* Moves over one byte of an open value; true where it closes. */
static bool step(bk__cutter *c, char ch)
{
    if (c->in_string) {
        if (c->escaped)
            c->escaped = false;
        else if (ch == '\\')
            c->escaped = true;
        else if (ch == '"')
            c->in_string = false;
        return false;
    }
    if (ch == '"')
        c->in_string = true;
    else if (ch == '{' || ch == '[')
        c->depth++;
    else if (ch == '}' || ch == ']')
        return --c->depth == 0;
    return false;
}

static bool cut_nested(bk__cutter *c, bk_str buf, bool ended, bk_str *value)
{
    bool open = c->begin < c->at;
    while (!open && c->at < buf.n && between(buf.p[c->at]))
        c->at++;
    if (!open)
        c->begin = c->at;
    if (c->at >= buf.n && !open)
        return false;
    if (buf.p[c->begin] == '{') {
        for (; c->at < buf.n; c->at++)
            if (step(c, buf.p[c->at])) {
                c->at++;
                goto whole;
            }
    } else { /* something else: up to where a value may begin again */
        while (c->at < buf.n && buf.p[c->at] != '{' && buf.p[c->at] != '\n')
            c->at++;
        if (c->at < buf.n)
            goto whole;
    }
    if (!ended)
        return false;
whole:
    *value = (bk_str){buf.p + c->begin, c->at - c->begin};
    c->begin = c->at;
    c->depth = 0;
    c->in_string = c->escaped = false;
    c->number++;
    return true;
}

bool bk__cut_value(bk__cutter *c, bk_str buf, bool ended, bk_str *value)
{
    return c->lines ? cut_line(c, buf, ended, value) : cut_nested(c, buf, ended, value);
}

size_t bk__cut_done(const bk__cutter *c)
{
    return c->begin;
}

void bk__cut_forget(bk__cutter *c, size_t n)
{
    c->begin -= n;
    c->at -= n;
}

/* ---- a value to a record --------------------------------------------------- */

/* Strings as they are, whole numbers as digits, {"name": ...} by its name, a list of paragraphs
 * with line ends between. {NULL,0} for the rest and for what is blank. */
static bk_status as_text(bk__arena *a, const bk__value *v, bk_str *out)
{
    char digits[32];
    *out = (bk_str){NULL, 0};
    switch (bk__json_type_of(v)) {
    case BK__STRING:
        return bk__arena_str(a, out, bk__json_str(v));
    case BK__NUMBER: {
        double x = bk__json_real(v, 0);
        int64_t whole = bk__json_int(v, INT64_MIN);
        if (whole != INT64_MIN)
            snprintf(digits, sizeof digits, "%lld", (long long)whole);
        else
            snprintf(digits, sizeof digits, "%.17g", x);
        return bk__arena_str(a, out, bk__str(digits));
    }
    case BK__OBJECT: {
        bk_str name = bk__json_str(bk__json_get(v, "name"));
        return name.p ? bk__arena_str(a, out, name) : BK_OK;
    }
    case BK__ARRAY: {
        size_t n = bk__json_size(v), bytes = 0;
        char *p;
        for (size_t i = 0; i < n; i++)
            bytes += bk__json_str(bk__json_at(v, i)).n + 1;
        p = bk__arena_alloc(a, bytes + 1);
        if (!p)
            return BK_ENOMEM;
        *out = (bk_str){p, 0};
        for (size_t i = 0; i < n; i++) {
            bk_str s = bk__json_str(bk__json_at(v, i));
            if (!s.p)
                continue;
            if (out->n > 0)
                p[out->n++] = '\n';
            memcpy(p + out->n, s.p, s.n);
            out->n += s.n;
        }
        p[out->n] = 0;
        return BK_OK;
    }
    case BK__NULL:
    case BK__BOOL:
        break;
    }
    return BK_OK;
}

/* Our own articles.jsonl says what was inferred: a title is then inferred again (it is a line of
 * the text, not to be read twice); of the rest it is remembered. */
static void recall(bk__record *r, const bk__value *root, const bk__value **title)
{
    static const struct {
        const char *name;
        uint32_t flag;
    } known[] = {{"id", BK_INFERRED_ID},
                 {"date", BK_INFERRED_DATE},
                 {"source", BK_INFERRED_SOURCE},
                 {"lang", BK_INFERRED_LANG},
                 {"place", BK_INFERRED_PLACE}};
    const bk__value *list = bk__json_get(root, "inferred");
    if (bk__json_type_of(list) != BK__ARRAY ||
        bk__json_type_of(bk__json_get(root, "removed")) != BK__ARRAY)
        return;
    for (size_t i = 0; i < bk__json_size(list); i++) {
        bk_str name = bk__json_str(bk__json_at(list, i));
        if (bk__str_eq(name, BK__STR("title")))
            *title = NULL;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (bk__str_eq(name, bk__str(known[k].name)))
                r->inferred |= known[k].flag;
    }
}

/* The same for an object without arrays and objects in it. */
static bk_status flat_record(bk__record *r, const bk__names *names, bk__arena *a,
                             const bk__flat *member, int n)
{
    bool found[BK__ALL_FIELDS] = {false};
    int ranks[BK__ALL_FIELDS], rank;
    for (const bk__flat *m = member; m < member + n; m++) {
        int f = bk__names_find(names, m->key, &rank);
        bk_str value = m->value;
        if (f < 0 || m->type == BK__NULL || (found[f] && ranks[f] <= rank))
            continue;
        if (m->escaped) {
            char *p = bk__arena_alloc(a, value.n + 1);
            if (!p)
                return BK_ENOMEM;
            value = (bk_str){p, bk__json_unescape(p, value)};
            p[value.n] = 0;
        }
        if (m->type == BK__STRING && bk__str_trim(value).n == 0)
            continue;
        if (!m->escaped && bk__arena_str(a, &value, value) != BK_OK)
            return BK_ENOMEM;
        found[f] = true;
        ranks[f] = rank;
        r->field[f] = m->type == BK__BOOL ? (bk_str){NULL, 0} : value;
    }
    return BK_OK;
}

bk_status bk__json_record(bk_ctx *ctx, bk__record *r, const bk__names *names, bk__arena *a)
{
    bk__json *j;
    const bk__value *root, *v, *best[BK__ALL_FIELDS] = {NULL};
    int ranks[BK__ALL_FIELDS], rank;
    bk_str key;
    bk__flat flat[BK__FLAT_MOST];
    int n = bk__json_flat(r->json, flat);
    if (n >= 0)
        return flat_record(r, names, a, flat, n);
    bk_status st = bk__json_parse(ctx, &j, r->json, "");
    if (st == BK_EFORMAT) {
        r->broken = true;
        return BK_OK;
    }
    if (st != BK_OK)
        return st;
    root = bk__json_root(j);
    r->broken = bk__json_type_of(root) != BK__OBJECT;
    for (size_t i = 0; !r->broken && bk__json_member(root, i, &key, &v); i++) {
        int f = bk__names_find(names, key, &rank);
        if (f < 0 || bk__json_type_of(v) == BK__NULL || (best[f] && ranks[f] <= rank))
            continue;
        if (bk__json_type_of(v) == BK__STRING && bk__str_trim(bk__json_str(v)).n == 0)
            continue;
        best[f] = v;
        ranks[f] = rank;
    }
    if (!r->broken)
        recall(r, root, &best[BK__FIELD_TITLE]);
    for (int f = 0; f < BK__ALL_FIELDS && st == BK_OK; f++)
        if (best[f])
            st = as_text(a, best[f], &r->field[f]);
    bk__json_free(j);
    return st;
}
