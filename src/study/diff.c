/* diff.c - what changed from one written study to another.
 *
 * Rows of one kind are matched by what names them (path, option, article, dyad and voice, frame);
 * topics by their terms (diff_topics.c). `beyond` is 1 where the two intervals have nothing in
 * common. */
#include <math.h>

#include "base/json.h"
#include "base/map.h"
#include "report/schema.h"
#include "study/diff.h"

#include <bingkai/stat.h>

static const bk_col cols[] = {
    {"part", BK_COL_TEXT, "", "inputs, options, versions, counts, articles, tone, frames or topics",
     0},
    {"id", BK_COL_TEXT, "", "What it is about", 0},
    {"before", BK_COL_TEXT, "", "In the first study; empty where it was not there", 0},
    {"after", BK_COL_TEXT, "", "In the second", 0},
    {"change", BK_COL_REAL, "", "Second minus first, where they are numbers", 0},
    {"beyond", BK_COL_INT, "", "1 where the two intervals do not overlap, 0 where they do", 0},
    {"note", BK_COL_TEXT, "", "added, removed, changed, or how a topic was matched", 0},
};
static const bk_table_spec spec = {"diff", "What changed between two studies", cols,
                                   sizeof cols / sizeof *cols, NULL};

static bk_cell text(bk_str s)
{
    return BK_CELL_STR((s.n ? s : BK__STR("")));
}

bk_status bk__diff_add(bk__diff *d, const char *part, bk_str id, bk_str before, bk_str after,
                       bk_cell change, bk_cell beyond, const char *note)
{
    bk_cell row[] = {text(bk__str(part)), text(id), text(before), text(after), change, beyond,
                     text(bk__str(note))};
    return bk_table_add(d->out, row);
}

static bk_status add_plain(bk__diff *d, const char *part, bk_str id, bk_str before, bk_str after,
                           const char *note)
{
    return bk__diff_add(d, part, id, before, after, BK_CELL_NULL, BK_CELL_NULL, note);
}

/* ---- the manifests --------------------------------------------------------------------- */

static bk_status value_text(bk__buf *out, const bk__value *v)
{
    bk__jw w;
    bk_status st = BK_OK;
    out->n = 0;
    switch (bk__json_type_of(v)) {
    case BK__STRING:
        return bk__buf_add(out, bk__json_str(v));
    case BK__BOOL:
        return bk__buf_add(out, bk__str(bk__json_bool(v, false) ? "true" : "false"));
    case BK__NUMBER:
        bk__jw_init(&w, out);
        bk__jw_real(&w, bk__json_real(v, 0));
        return w.status;
    case BK__ARRAY:
        for (size_t i = 0; i < bk__json_size(v) && st == BK_OK; i++) {
            st = i ? bk__buf_byte(out, ' ') : BK_OK;
            if (st == BK_OK)
                st = bk__buf_add(out, bk__json_str(bk__json_at(v, i)));
        }
        return st;
    default:
        return BK_OK;
    }
}

static bk_status compare_values(bk__diff *d, const char *part, bk_str id, const bk__value *a,
                                const bk__value *b)
{
    bk__buf x, y;
    bk_status st = BK_OK;
    bk_cell change = BK_CELL_NULL;
    if (bk__json_same(a, b))
        return BK_OK;
    if (bk__json_type_of(a) == BK__NUMBER && bk__json_type_of(b) == BK__NUMBER)
        change = BK_CELL_REAL(bk__json_real(b, 0) - bk__json_real(a, 0));
    bk__buf_init(&x, d->ctx);
    bk__buf_init(&y, d->ctx);
    BK__TRY(st, value_text(&x, a), done);
    BK__TRY(st, value_text(&y, b), done);
    st = bk__diff_add(d, part, id, bk__buf_str(&x), bk__buf_str(&y), change, BK_CELL_NULL,
                      !a   ? "added"
                      : !b ? "removed"
                           : "changed");
done:
    bk__buf_clear(&x);
    bk__buf_clear(&y);
    return st;
}

static const bk__value *member_of(bk__diff *d, const bk__value *object, bk_str key)
{
    char *name = bk__strdup(d->ctx, key);
    const bk__value *v = name ? bk__json_get(object, name) : NULL;
    bk__free(d->ctx, name);
    return v;
}

/* Members of both, then those that are in b alone. */
static bk_status compare_objects(bk__diff *d, const char *part, const bk__value *a,
                                 const bk__value *b)
{
    bk_status st = BK_OK;
    bk_str key;
    const bk__value *v;
    for (size_t i = 0; st == BK_OK && bk__json_member(a, i, &key, &v); i++)
        if (bk__json_type_of(v) == BK__OBJECT)
            st = compare_objects(d, part, v, member_of(d, b, key));
        else
            st = compare_values(d, part, key, v, member_of(d, b, key));
    for (size_t i = 0; st == BK_OK && bk__json_member(b, i, &key, &v); i++)
        if (!member_of(d, a, key) && bk__json_type_of(v) != BK__OBJECT)
            st = compare_values(d, part, key, NULL, v);
    return st;
}

static const bk__value *part_of(const bk__json *j, const char *name)
{
    return bk__json_get(bk__json_root(j), name);
}

static bk_str path_at(const bk__value *files, size_t i)
{
    return bk__json_str(bk__json_get(bk__json_at(files, i), "path"));
}

static bk_str hash_at(const bk__value *files, size_t i)
{
    return bk__json_str(bk__json_get(bk__json_at(files, i), "sha256"));
}

/* Arrays of {"path", "sha256"}: files of a that are gone or changed, then those that b adds. */
static bk_status compare_files(bk__diff *d, const char *part, const bk__value *a,
                               const bk__value *b)
{
    size_t nb = bk__json_size(b);
    size_t *row = bk__calloc(d->ctx, nb + 1, sizeof *row);
    uint8_t *met = bk__calloc(d->ctx, nb + 1, 1);
    bk_status st = row && met ? BK_OK : BK_ENOMEM;
    bk__map paths;
    uint32_t id;
    bk__map_init(&paths, d->ctx);
    for (size_t k = 0; k < nb && st == BK_OK; k++) {
        bool added;
        st = bk__map_put(&paths, path_at(b, k), &id, &added);
        if (st == BK_OK && added)
            row[id] = k;
    }
    for (size_t i = 0; i < bk__json_size(a) && st == BK_OK; i++) {
        bk_str path = path_at(a, i), was = hash_at(a, i);
        id = bk__map_find(&paths, path);
        if (id == BK__NONE) {
            st = add_plain(d, part, path, was, BK__STR(""), "removed");
            continue;
        }
        met[id] = 1;
        if (!bk__str_eq(was, hash_at(b, row[id])))
            st = add_plain(d, part, path, was, hash_at(b, row[id]), "changed");
    }
    for (id = 0; id < paths.n && st == BK_OK; id++)
        if (!met[id])
            st = add_plain(d, part, bk__map_key(&paths, id), BK__STR(""), hash_at(b, row[id]),
                           "added");
    bk__map_clear(&paths);
    bk__free(d->ctx, row);
    bk__free(d->ctx, met);
    return st;
}

static bk_status manifests(bk__diff *d)
{
    bk_status st = compare_files(d, "inputs", part_of(d->ja, "inputs"), part_of(d->jb, "inputs"));
    if (st == BK_OK)
        st = compare_files(d, "versions", part_of(d->ja, "models"), part_of(d->jb, "models"));
    if (st == BK_OK)
        st = compare_values(d, "options", BK__STR("seed"), part_of(d->ja, "seed"),
                            part_of(d->jb, "seed"));
    if (st == BK_OK)
        st = compare_values(d, "options", BK__STR("stages"), part_of(d->ja, "stages"),
                            part_of(d->jb, "stages"));
    if (st == BK_OK)
        st = compare_objects(d, "options", part_of(d->ja, "options"), part_of(d->jb, "options"));
    if (st == BK_OK)
        st = compare_objects(d, "versions", part_of(d->ja, "versions"), part_of(d->jb, "versions"));
    if (st == BK_OK)
        st = compare_objects(d, "counts", part_of(d->ja, "counts"), part_of(d->jb, "counts"));
    return st;
}

/* ---- rows by name ---------------------------------------------------------------------- */

/* Both studies' rows of a table, and where each named row of the second is. */
typedef struct rows {
    bk_table *a, *b;
    bk__map at; /* names in b, numbered by first sight */
    int64_t *row;
    uint8_t *met;
} rows;

typedef bk_status name_fn(bk__buf *out, const bk_table *t, int64_t row, bool *skip);

static bk_status rows_open(bk__diff *d, rows *r, const char *table, name_fn *name)
{
    bk__buf b;
    bool skip;
    bk_status st = bk_results_table(d->a, &r->a, table, NULL, NULL);
    if (st == BK_OK)
        st = bk_results_table(d->b, &r->b, table, NULL, NULL);
    if (st != BK_OK)
        return st;
    r->row = bk__calloc(d->ctx, (size_t)bk_table_rows(r->b) + 1, sizeof *r->row);
    r->met = bk__calloc(d->ctx, (size_t)bk_table_rows(r->b) + 1, sizeof *r->met);
    if (!r->row || !r->met)
        return BK_ENOMEM;
    bk__buf_init(&b, d->ctx);
    for (int64_t i = 0; i < bk_table_rows(r->b) && st == BK_OK; i++) {
        uint32_t id;
        bool added;
        b.n = 0;
        skip = false;
        st = name(&b, r->b, i, &skip);
        if (st != BK_OK || skip)
            continue;
        st = bk__map_put(&r->at, bk__buf_str(&b), &id, &added);
        if (st == BK_OK && added)
            r->row[id] = i;
    }
    bk__buf_clear(&b);
    return st;
}

static void rows_close(bk__diff *d, rows *r)
{
    bk_table_free(r->a);
    bk_table_free(r->b);
    bk__map_clear(&r->at);
    bk__free(d->ctx, r->row);
    bk__free(d->ctx, r->met);
}

typedef bk_status pair_fn(bk__diff *d, bk_str id, const bk_table *a, int64_t ra, const bk_table *b,
                          int64_t rb); /* row -1: not there */

static bk_status compare_rows(bk__diff *d, const char *table, name_fn *name, pair_fn *pair)
{
    rows r = {0};
    bk__buf b;
    bk_status st;
    bool skip;
    if (bk_results_rows(d->a, table) < 0 || bk_results_rows(d->b, table) < 0)
        return BK_OK; /* counts tell which study has it */
    bk__map_init(&r.at, d->ctx);
    bk__buf_init(&b, d->ctx);
    st = rows_open(d, &r, table, name);
    for (int64_t i = 0; st == BK_OK && i < bk_table_rows(r.a); i++) {
        uint32_t id;
        b.n = 0;
        skip = false;
        st = name(&b, r.a, i, &skip);
        if (st != BK_OK || skip)
            continue;
        id = bk__map_find(&r.at, bk__buf_str(&b));
        if (id != BK__NONE)
            r.met[id] = 1;
        st = pair(d, bk__buf_str(&b), r.a, i, r.b, id == BK__NONE ? -1 : r.row[id]);
    }
    for (uint32_t id = 0; st == BK_OK && id < r.at.n; id++)
        if (!r.met[id])
            st = pair(d, bk__map_key(&r.at, id), r.a, -1, r.b, r.row[id]);
    bk__buf_clear(&b);
    rows_close(d, &r);
    return st;
}

static bk_status article_name(bk__buf *out, const bk_table *t, int64_t row, bool *skip)
{
    (void)skip;
    return bk__buf_add(out, bk_table_cell(t, row, ART_ID).s);
}

static bk_status article_pair(bk__diff *d, bk_str id, const bk_table *a, int64_t ra,
                              const bk_table *b, int64_t rb)
{
    if (ra >= 0 && rb >= 0)
        return BK_OK;
    return ra >= 0 ? add_plain(d, "articles", id, bk_table_cell(a, ra, ART_TITLE).s, BK__STR(""),
                               "removed")
                   : add_plain(d, "articles", id, BK__STR(""), bk_table_cell(b, rb, ART_TITLE).s,
                               "added");
}

/* ---- figures with an interval ---------------------------------------------------------- */

/* "0.31 [0.2, 0.41]" */
static bk_status figure_text(bk__buf *out, const bk_interval *v)
{
    const double x[] = {v->value, v->low, v->high};
    static const char *const before[] = {"", " [", ", "};
    bk_status st = BK_OK;
    int n = isnan(v->low) || isnan(v->high) ? 1 : 3;
    out->n = 0;
    for (int i = 0; i < n && st == BK_OK; i++) {
        st = bk__buf_add(out, bk__str(before[i]));
        if (st == BK_OK)
            st = bk__buf_real(out, round(1000 * x[i]) / 1000);
    }
    return st == BK_OK && n == 3 ? bk__buf_byte(out, ']') : st;
}

static double real_at(const bk_table *t, int64_t row, size_t col)
{
    bk_cell c = bk_table_cell(t, row, col);
    return row < 0 || c.null ? NAN : c.x;
}

static bk_status compare_figures(bk__diff *d, const char *part, bk_str id, const bk_interval *a,
                                 const bk_interval *b)
{
    bk__buf x, y;
    bk_cell beyond = BK_CELL_NULL;
    bk_status st = BK_OK;
    if (a && b && a->value == b->value && (a->low == b->low || isnan(a->low)) &&
        (a->high == b->high || isnan(a->high)))
        return BK_OK;
    bk__buf_init(&x, d->ctx);
    bk__buf_init(&y, d->ctx);
    if (a && b && !isnan(a->low) && !isnan(b->low))
        beyond = BK_CELL_INT(a->high < b->low || b->high < a->low);
    if (a)
        st = figure_text(&x, a);
    if (b && st == BK_OK)
        st = figure_text(&y, b);
    if (st == BK_OK)
        st = bk__diff_add(d, part, id, bk__buf_str(&x), bk__buf_str(&y),
                          a && b ? BK_CELL_REAL(b->value - a->value) : BK_CELL_NULL, beyond,
                          !a   ? "added"
                          : !b ? "removed"
                               : "changed");
    bk__buf_clear(&x);
    bk__buf_clear(&y);
    return st;
}

static bk_status compare_columns(bk__diff *d, const char *part, bk_str id, const bk_table *a,
                                 int64_t ra, const bk_table *b, int64_t rb, size_t col)
{
    bk_interval x = {real_at(a, ra, col), real_at(a, ra, col + 1), real_at(a, ra, col + 2)};
    bk_interval y = {real_at(b, rb, col), real_at(b, rb, col + 1), real_at(b, rb, col + 2)};
    return compare_figures(d, part, id, ra >= 0 ? &x : NULL, rb >= 0 ? &y : NULL);
}

/* The cells from `col` to `last` and the scope: "CHN-USA narrator", "CHN-USA all month 2024-05". */
static bk_status scoped_name(bk__buf *out, const bk_table *t, int64_t row, size_t first,
                             size_t last, bool *skip)
{
    bk_str scope = bk_table_cell(t, row, 0).s, id = bk_table_cell(t, row, 1).s;
    bk_status st = BK_OK;
    *skip = bk__str_eq(scope, BK__STR("article"));
    for (size_t c = first; c <= last && st == BK_OK; c++) {
        if (c > first)
            st = bk__buf_byte(out, ' ');
        if (st == BK_OK)
            st = bk__buf_add(out, bk_table_cell(t, row, c).s);
    }
    if (st == BK_OK && id.n > 0)
        st = bk__buf_print(out, " %.*s %.*s", (int)scope.n, scope.p, (int)id.n, id.p);
    return st;
}

static bk_status tone_name(bk__buf *out, const bk_table *t, int64_t row, bool *skip)
{
    return scoped_name(out, t, row, DYA_DYAD, DYA_VOICE, skip);
}

static bk_status tone_pair(bk__diff *d, bk_str id, const bk_table *a, int64_t ra, const bk_table *b,
                           int64_t rb)
{
    return compare_columns(d, "tone", id, a, ra, b, rb, DYA_TONE);
}

static bk_status frame_name(bk__buf *out, const bk_table *t, int64_t row, bool *skip)
{
    return scoped_name(out, t, row, FRA_FRAME, FRA_FRAME, skip);
}

static bk_status frame_pair(bk__diff *d, bk_str id, const bk_table *a, int64_t ra,
                            const bk_table *b, int64_t rb)
{
    return compare_columns(d, "frames", id, a, ra, b, rb, FRA_SHARE);
}

/* ---- all -------------------------------------------------------------------------- */

bk_status bk_study_diff(bk_ctx *ctx, bk_table **out, const char *a, const char *b)
{
    bk__diff d = {.ctx = ctx};
    bk_status st;
    *out = NULL;
    BK__TRY(st, bk_results_open(ctx, &d.a, a), done);
    BK__TRY(st, bk_results_open(ctx, &d.b, b), done);
    BK__TRY(st, bk__json_parse(ctx, &d.ja, bk_results_manifest(d.a), a), done);
    BK__TRY(st, bk__json_parse(ctx, &d.jb, bk_results_manifest(d.b), b), done);
    BK__TRY(st, bk_table_new(ctx, &d.out, &spec), done);
    BK__TRY(st, manifests(&d), done);
    BK__TRY(st, compare_rows(&d, "articles", article_name, article_pair), done);
    BK__TRY(st, compare_rows(&d, "dyads", tone_name, tone_pair), done);
    BK__TRY(st, compare_rows(&d, "frames", frame_name, frame_pair), done);
    BK__TRY(st, bk__diff_topics(&d), done);
done:
    bk__json_free(d.ja);
    bk__json_free(d.jb);
    bk_results_free(d.a);
    bk_results_free(d.b);
    if (st == BK_OK)
        *out = d.out;
    else
        bk_table_free(d.out);
    return st;
}
