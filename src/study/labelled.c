/* labelled.c - examples with labels, from TSV, CSV or JSON lines. */
#include "study/labelled.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/json.h"
#include "corpus/stream.h"
#include "study/cells.h"
#include "text/utf8.h"

enum { TEXT, LABEL, SOURCE, TARGET, FROM, GROUP, FIELDS, LISTED = 400 };
static const size_t MOST = (size_t)1 << 30; /* bytes of a file */

typedef struct reader {
    bk__labelled *l;
    const char *path;
    const char *name[FIELDS];
    const char *map;
    char mode; /* 't' TSV, 'c' CSV, 'j' JSON lines */
    int column[FIELDS];
    bool seen[FIELDS]; /* JSON lines: some object has it */
    bk__buf there;     /* names of the first line, for a person */
    bk__cells row;
    uint32_t line; /* of the object or row */
    uint32_t next; /* JSON lines: of what follows it */
    bk__buf buf;   /* repaired text */
} reader;

static bk_status bad(const reader *r, const char *what)
{
    char where[512];
    snprintf(where, sizeof where, "%s:%" PRIu32, r->path, r->line);
    return bk__fail(r->l->ctx, BK_EFORMAT, where, "%s", what);
}

/* ---- which columns there are --------------------------------------------------------------- */

/* One more name of the first line. */
static bk_status list_name(reader *r, bk_str name)
{
    size_t repairs;
    if (r->there.n > LISTED)
        return BK_OK;
    if (name.n > LISTED / 4)
        name.n = LISTED / 4;
    r->buf.n = 0;
    bk_status st = bk__utf8_repair(&r->buf, name, &repairs);
    if (st == BK_OK)
        st = bk__buf_print(&r->there, "%s\"%.*s\"", r->there.n > 0 ? ", " : "", (int)r->buf.n,
                           r->buf.p ? r->buf.p : "");
    return st == BK_OK && r->there.n > LISTED ? bk__buf_add(&r->there, BK__STR(", ...")) : st;
}

/* BK_EFORMAT where one that is needed is not there. */
static bk_status check_columns(reader *r, unsigned needed)
{
    for (int f = 0; f < FIELDS; f++)
        if ((needed >> f & 1) && !(r->mode == 'j' ? r->seen[f] : r->column[f] >= 0))
            return bk__fail(r->l->ctx, BK_EFORMAT, r->path, "no %s \"%s\"; its first line has %.*s",
                            r->mode == 'j' ? "member" : "column", r->name[f], (int)r->there.n,
                            r->there.p ? r->there.p : "");
    return BK_OK;
}

static bk_status read_header(reader *r, bk_str *rest)
{
    bk_status st = bk__cells_next(&r->row, rest);
    for (int k = 0; k < r->row.n && st == BK_OK; k++)
        st = list_name(r, bk__str_trim(r->row.cell[k]));
    for (int f = 0; f < FIELDS; f++) {
        r->column[f] = -1;
        for (int k = 0; k < r->row.n && r->name[f]; k++)
            if (bk__str_eq(bk__str_trim(r->row.cell[k]), bk__str(r->name[f])))
                r->column[f] = k;
    }
    return st;
}

/* ---- examples ------------------------------------------------------------------------------ */

/* Pairs with "=", each label once. */
static bk_status check_map(bk_ctx *ctx, const char *map)
{
    bk_str rest = bk__str(map);
    while (rest.n > 0) {
        bk_str pair = bk__str_cut(&rest, ','), others = rest;
        bool equals = pair.n > 0 && memchr(pair.p, '=', pair.n);
        bk_str from = bk__str_trim(bk__str_cut(&pair, '='));
        if (!equals || from.n == 0 || bk__str_trim(pair).n == 0)
            return bk__fail(ctx, BK_EINVAL, "map", "LABEL=NAME,... is expected, not \"%s\"", map);
        while (others.n > 0) {
            bk_str other = bk__str_cut(&others, ',');
            if (bk__str_eq(bk__str_trim(bk__str_cut(&other, '=')), from))
                return bk__fail(ctx, BK_EINVAL, "map", "\"%.*s\" stands twice in it", (int)from.n,
                                from.p);
        }
    }
    return BK_OK;
}

/* The value of a label in the map; {NULL, 0}: the label is left out. */
static bk_str mapped(const reader *r, bk_str label)
{
    bk_str rest = bk__str(r->map);
    if (!r->map)
        return label;
    while (rest.n > 0) {
        bk_str pair = bk__str_cut(&rest, ',');
        bk_str from = bk__str_cut(&pair, '=');
        if (bk__str_eq(bk__str_trim(from), label))
            return bk__str_trim(pair);
    }
    return (bk_str){NULL, 0};
}

static bk_status keep(reader *r, bk_str *s)
{
    size_t repairs;
    if (bk__utf8_valid(*s) == s->n)
        return bk__arena_str(&r->l->arena, s, *s);
    r->buf.n = 0;
    r->l->repaired++;
    bk_status st = bk__utf8_repair(&r->buf, *s, &repairs);
    return st == BK_OK ? bk__arena_str(&r->l->arena, s, bk__buf_str(&r->buf)) : st;
}

static bk_status number_of(bk__map *m, bk_str s, int32_t *out)
{
    uint32_t id;
    bk_status st = bk__map_put(m, s, &id, NULL);
    *out = (int32_t)id;
    return st;
}

static bk_status add(reader *r, const bk_str field[FIELDS])
{
    bk__labelled *l = r->l;
    bk_str label = bk__str_trim(field[LABEL]), group = bk__str_trim(field[GROUP]);
    bk__example e = {field[TEXT], field[SOURCE], field[TARGET], -1, -1, -1, r->line};
    bk_status st = BK_OK;
    if (label.n > 0 && (label = mapped(r, label)).n == 0)
        return BK_OK;
    if (e.text.n == 0)
        return bad(r, "an example without text");
    if (!bk__str_int(bk__str_trim(field[FROM]), &e.from) || e.from < 0)
        e.from = -1;
    enum { KEPT = 5 };
    bk_str *kept[KEPT] = {&e.text, &e.source, &e.target, &label, &group};
    for (size_t i = 0; i < KEPT && st == BK_OK; i++)
        st = keep(r, kept[i]);
    char own[32]; /* without a group an example is one of its own; no name begins with a NUL */
    int n = snprintf(own + 1, sizeof own - 1, "%" PRIu32, r->line);
    own[0] = 0;
    if (st == BK_OK && label.n > 0)
        st = number_of(&l->labels, label, &e.label);
    if (st == BK_OK)
        st = number_of(&l->groups, group.n > 0 ? group : (bk_str){own, (size_t)n + 1}, &e.group);
    if (st == BK_OK && l->n == l->cap) {
        int64_t cap = l->cap ? 2 * l->cap : 1024;
        bk__example *more = bk__resize_array(l->ctx, l->item, (size_t)cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        l->item = more;
        l->cap = cap;
    }
    if (st == BK_OK)
        l->item[l->n++] = e;
    l->sources += st == BK_OK && e.source.n > 0;
    l->targets += st == BK_OK && e.target.n > 0;
    return st;
}

static bk_status add_row(reader *r)
{
    bk_str field[FIELDS];
    for (int f = 0; f < FIELDS; f++)
        field[f] = r->column[f] >= 0 && r->column[f] < r->row.n ? r->row.cell[r->column[f]]
                                                                : (bk_str){"", 0};
    return add(r, field);
}

static bk_status add_object(reader *r, bk_str line)
{
    bk__json *json;
    bk_str field[FIELDS];
    char number[FIELDS][32], where[512];
    snprintf(where, sizeof where, "%s:%" PRIu32, r->path, r->line);
    bk_status st = bk__json_parse(r->l->ctx, &json, line, where);
    if (st != BK_OK)
        return st;
    const bk__value *root = bk__json_root(json), *v;
    bk_str key;
    if (bk__json_type_of(root) != BK__OBJECT)
        st = bad(r, "no object: JSON lines have one on each line");
    bool first = r->there.n == 0;
    for (size_t i = 0; first && st == BK_OK && bk__json_member(root, i, &key, &v); i++)
        st = list_name(r, key);
    for (int f = 0; f < FIELDS; f++) {
        v = r->name[f] && st == BK_OK ? bk__json_get(root, r->name[f]) : NULL;
        r->seen[f] |= v != NULL;
        field[f] = bk__json_str(v);
        if (bk__json_type_of(v) == BK__NUMBER) { /* labels and places may be numbers */
            snprintf(number[f], sizeof number[f], "%.15g", bk__json_real(v, 0));
            field[f] = bk__str(number[f]);
        }
        if (!field[f].p)
            field[f] = (bk_str){"", 0};
    }
    if (st == BK_OK)
        st = add(r, field);
    bk__json_free(json);
    return st;
}

static bk_status read_all(reader *r, bk_str rest, unsigned needed)
{
    if (r->mode == 'j' && bk__str_begins(bk__str_trim(rest), BK__STR("[")))
        return bad(r, "a JSON array: write its objects one on each line");
    bk_status st = r->mode == 'j' ? BK_OK : read_header(r, &rest);
    if (st == BK_OK && r->mode != 'j')
        st = check_columns(r, needed);
    while (rest.n > 0 && st == BK_OK) {
        if (r->mode == 'j') {
            bk_str line = bk__str_trim(bk__str_cut(&rest, '\n'));
            r->line = r->next++;
            st = line.n > 0 ? add_object(r, line) : BK_OK;
            continue;
        }
        st = bk__cells_next(&r->row, &rest);
        r->line = r->row.line;
        if (st == BK_OK && (r->row.n > 1 || r->row.cell[0].n > 0))
            st = add_row(r);
    }
    return st == BK_OK && r->mode == 'j' ? check_columns(r, needed) : st;
}

/* By the ending of the name, without that of what compressed it; else by the first byte. */
static char mode_of(const char *path, bk_str bytes)
{
    static const char *const packed[] = {".gz", ".xz", ".zst", ".bz2"};
    bk_str name = bk__str(path);
    for (size_t i = 0; i < sizeof packed / sizeof *packed; i++)
        if (bk__str_ends(name, bk__str(packed[i]))) {
            name.n -= strlen(packed[i]);
            break;
        }
    if (bk__str_ends(name, BK__STR(".csv")))
        return 'c';
    if (bk__str_ends(name, BK__STR(".tsv")))
        return 't';
    bool json = bk__str_begins(bytes, BK__STR("{")) || bk__str_begins(bytes, BK__STR("["));
    return bk__str_ends(name, BK__STR(".jsonl")) || json ? 'j' : 't';
}

bk_status bk__labelled_parse(bk_ctx *ctx, bk__labelled *out, bk_str bytes, const char *path,
                             const bk__labelled_names *names)
{
    reader r = {.l = out, .path = path, .map = names->map, .line = 1, .next = 1};
    const char *const name[FIELDS] = {names->text,   names->label, names->source,
                                      names->target, names->from,  names->group};
    *out = (bk__labelled){.ctx = ctx, .hash = bk__hash(bytes.p, bytes.n)};
    bk__arena_init(&out->arena, ctx);
    bk__map_init(&out->labels, ctx);
    bk__map_init(&out->groups, ctx);
    bk__buf_init(&r.buf, ctx);
    bk__buf_init(&r.there, ctx);
    memcpy(r.name, name, sizeof name);
    bytes = bk__str_past_bom(bytes);
    r.mode = mode_of(path, bytes);
    bk__cells_init(&r.row, ctx, &out->arena, path, r.mode == 'c' ? ',' : 0);
    bk_status st = names->map ? check_map(ctx, names->map) : BK_OK;
    if (st == BK_OK)
        st = read_all(&r, bytes, names->needed | 1U << TEXT);
    if (st == BK_OK && out->n == 0)
        st = bk__fail(ctx, BK_EFORMAT, path, "no example in it");
    if (st == BK_OK && out->n > INT32_MAX)
        st = bk__fail(ctx, BK_EUNSUPPORTED, path, "too many examples");
    if (st == BK_OK && out->repaired > 0)
        bk__log(ctx, BK_LOG_WARN,
                "%s: %" PRId64 " cells are not UTF-8: U+FFFD stands for what cannot be read", path,
                out->repaired);
    bk__buf_clear(&r.there);
    bk__buf_clear(&r.buf);
    bk__cells_clear(&r.row);
    return st;
}

static bk_status read_bytes(bk_ctx *ctx, bk__stream *in, bk__buf *to, const char *path)
{
    enum { STEP = 1 << 18 };
    bk_status st = BK_OK;
    for (size_t n = 0; st == BK_OK; to->n += n) {
        if (to->n > MOST)
            return bk__fail(ctx, BK_EUNSUPPORTED, path, "more than 1 GiB of examples");
        st = bk__buf_reserve(to, STEP);
        n = 0;
        if (st == BK_OK)
            st = bk__stream_read(in, to->p + to->n, STEP, &n);
    }
    return st == BK_END ? bk__stream_check(in) : st;
}

bk_status bk__labelled_read(bk_ctx *ctx, bk__labelled *out, const char *path,
                            const bk__labelled_names *names)
{
    bk__stream *in;
    bk__buf bytes;
    *out = (bk__labelled){.ctx = ctx};
    bk_status st = bk__stream_open(ctx, &in, path);
    if (st != BK_OK)
        return st;
    bk__buf_init(&bytes, ctx);
    bk__stream_pass_sum(in);
    st = read_bytes(ctx, in, &bytes, path);
    bk__stream_close(in);
    if (st == BK_OK)
        st = bk__labelled_parse(ctx, out, bk__buf_str(&bytes), path, names);
    bk__buf_clear(&bytes);
    return st;
}

void bk__labelled_clear(bk__labelled *l)
{
    bk__map_clear(&l->labels);
    bk__map_clear(&l->groups);
    bk__arena_clear(&l->arena);
    bk__free(l->ctx, l->item);
    l->item = NULL;
    l->n = 0;
}
