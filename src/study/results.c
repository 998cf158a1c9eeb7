/* results.c - what a study left, read back from its database. */
#include "study/results.h"
#include "base/file.h"
#include "report/table.h"

bk_status bk_results_open(bk_ctx *ctx, bk_results **out, const char *path)
{
    bk_results *r = bk__calloc(ctx, 1, sizeof *r);
    char *file = NULL;
    bk_status st = BK_ENOMEM;
    *out = NULL;
    if (!r)
        return BK_ENOMEM;
    r->ctx = ctx;
    bk__buf_init(&r->manifest, ctx);
    file = bk__file_is_dir(path) ? bk__path_join(ctx, path, "study.sqlite")
                                 : bk__strdup(ctx, bk__str(path));
    if (file)
        st = bk__db_open(ctx, &r->db, file);
    if (st == BK_OK)
        st = bk__db_manifest(r->db, &r->manifest);
    bk__free(ctx, file);
    if (st != BK_OK) {
        bk_results_free(r);
        return st;
    }
    *out = r;
    return BK_OK;
}

bk_str bk_results_manifest(const bk_results *r)
{
    return r->manifest.n ? bk__buf_str(&r->manifest) : BK__STR("");
}

bk_status bk_results_table(bk_results *r, bk_table **out, const char *table, const char *column,
                           const char *value)
{
    const bk_table_spec *spec = bk_schema_find(table);
    *out = NULL;
    if (!spec)
        return bk__fail(r->ctx, BK_EINVAL, table, "there is no such table");
    if (column && !value)
        return bk__fail(r->ctx, BK_EINVAL, column, "needs a value");
    return bk__db_table(r->db, out, spec, column, value);
}

int64_t bk_results_rows(bk_results *r, const char *table)
{
    const bk_table_spec *spec = bk_schema_find(table);
    return spec ? bk__db_rows(r->db, spec) : -1;
}

void bk_results_free(bk_results *r)
{
    bk_ctx *ctx;
    if (!r)
        return;
    ctx = r->ctx;
    bk__db_close(r->db);
    bk__buf_clear(&r->manifest);
    bk__free(ctx, r);
}
