/* sqlite.c - every table in one SQLite file that people query, browse and join.
 *
 * Tables are STRICT; each column's unit and explanation stands as a comment in its CREATE TABLE and
 * as a row of the table `columns`. `articles_fts` is an FTS5 index over title and clean text whose
 * words lie in `articles` alone. `manifest` holds the study's options, seed, versions and hashes.
 *
 * The same tables give the same bytes: fixed page size, one transaction, rows in order, freed bytes
 * zeroed, no clock. Built beside its place without a journal, synced, then renamed. */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "report/table.h"

#define APPLICATION "1651205995" /* the bytes bk+k */

typedef struct writer {
    bk_ctx *ctx;
    const char *path;
    sqlite3 *db;
    bk_table *const *tables;
    size_t n;
} writer;

/* Every so many steps of SQLite's machine. */
enum { STEPS = 200000 };
static int stopped(void *ctx)
{
    return bk__cancelled(ctx) != BK_OK;
}

static bk_status failed(const writer *w, const char *what)
{
    if (sqlite3_errcode(w->db) == SQLITE_INTERRUPT)
        return bk__cancelled(w->ctx);
    return bk__fail(w->ctx, BK_EIO, w->path, "%s: %s", what, sqlite3_errmsg(w->db));
}

static bk_status run(const writer *w, const char *sql)
{
    return sqlite3_exec(w->db, sql, NULL, NULL, NULL) == SQLITE_OK
               ? BK_OK
               : failed(w, "the database refused a statement");
}

static const char *type_of(bk_col_type type)
{
    return type == BK_COL_INT ? "INTEGER" : type == BK_COL_REAL ? "REAL" : "TEXT";
}

static const char *type_note(bk_col_type type)
{
    return type == BK_COL_DATE ? "ISO 8601; " : type == BK_COL_JSON ? "JSON; " : "";
}

/* ---- tables ---------------------------------------------------------------------------- */

static bk_status create(const writer *w, const bk_table_spec *spec)
{
    bk__buf b;
    bk_status st;
    bk__buf_init(&b, w->ctx);
    st = bk__buf_print(&b, "CREATE TABLE \"%s\" ( -- %s\n", spec->name, spec->help);
    for (size_t c = 0; c < spec->n && st == BK_OK; c++) {
        const bk_col *k = &spec->cols[c];
        st = bk__buf_print(&b, "  \"%s\" %s%s -- %s%s%s%s%s\n", k->name, type_of(k->type),
                           c + 1 < spec->n ? "," : "", type_note(k->type), k->help,
                           *k->unit ? " [" : "", k->unit, *k->unit ? "]" : "");
    }
    if (st == BK_OK)
        st = bk__buf_add(&b, BK__STR(") STRICT"));
    if (st == BK_OK)
        st = run(w, b.p);
    bk__buf_clear(&b);
    return st;
}

static int bind_text(sqlite3_stmt *s, int at, bk_str v)
{
    return sqlite3_bind_text64(s, at, v.p, v.n, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static int bind_cell(sqlite3_stmt *s, int at, bk_col_type type, bk_cell cell)
{
    char iso[24];
    if (cell.null)
        return sqlite3_bind_null(s, at);
    switch (type) {
    case BK_COL_INT:
        return sqlite3_bind_int64(s, at, cell.i);
    case BK_COL_REAL:
        return sqlite3_bind_double(s, at, cell.x);
    case BK_COL_DATE:
        return bind_text(s, at, bk__date_iso(cell.i, iso));
    default: /* borrowed: the table stands until the row is written */
        return sqlite3_bind_text64(s, at, cell.s.p, cell.s.n, SQLITE_STATIC, SQLITE_UTF8);
    }
}

static bk_status prepare_insert(const writer *w, const bk_table_spec *spec, sqlite3_stmt **out)
{
    bk__buf b;
    bk_status st;
    bk__buf_init(&b, w->ctx);
    st = bk__buf_print(&b, "INSERT INTO \"%s\" VALUES (", spec->name);
    for (size_t c = 0; c < spec->n && st == BK_OK; c++)
        st = bk__buf_add(&b, c ? BK__STR(",?") : BK__STR("?"));
    if (st == BK_OK)
        st = bk__buf_byte(&b, ')');
    if (st == BK_OK && sqlite3_prepare_v2(w->db, b.p, -1, out, NULL) != SQLITE_OK)
        st = failed(w, "the database refused a table");
    bk__buf_clear(&b);
    return st;
}

static bk_status fill(const writer *w, const bk_table *t)
{
    const bk_table_spec *spec = bk_table_spec_of(t);
    sqlite3_stmt *s = NULL;
    bk_status st = prepare_insert(w, spec, &s);
    for (int64_t r = 0; r < bk_table_rows(t) && st == BK_OK; r++) {
        int rc = SQLITE_OK;
        for (size_t c = 0; c < spec->n && rc == SQLITE_OK; c++)
            rc = bind_cell(s, (int)c + 1, spec->cols[c].type, bk_table_cell(t, r, c));
        if (rc != SQLITE_OK || sqlite3_step(s) != SQLITE_DONE)
            st = failed(w, "a row could not be written");
        sqlite3_reset(s);
        if (st == BK_OK && r % 4096 == 0)
            st = bk__cancelled(w->ctx);
    }
    sqlite3_finalize(s);
    return st;
}

/* An index over all columns that spec->index names, and one over each behind the first. */
static bk_status add_index(const writer *w, const bk_table_spec *spec)
{
    bk__buf b;
    bk_str rest = bk__str(spec->index), word;
    bk_status st = BK_OK;
    bool first = true;
    if (!spec->index)
        return BK_OK;
    bk__buf_init(&b, w->ctx);
    st = bk__buf_print(&b, "CREATE INDEX \"%s_by\" ON \"%s\" (", spec->name, spec->name);
    while (st == BK_OK && rest.n > 0) {
        word = bk__str_cut(&rest, ' ');
        st = bk__buf_print(&b, "%s\"%.*s\"", first ? "" : ", ", (int)word.n, word.p);
        first = false;
    }
    if (st == BK_OK)
        st = bk__buf_byte(&b, ')');
    rest = bk__str(spec->index);
    bk__str_cut(&rest, ' ');
    while (st == BK_OK && rest.n > 0) {
        word = bk__str_cut(&rest, ' ');
        st = bk__buf_print(&b, ";CREATE INDEX \"%s_by_%.*s\" ON \"%s\" (\"%.*s\")", spec->name,
                           (int)word.n, word.p, spec->name, (int)word.n, word.p);
    }
    if (st == BK_OK)
        st = run(w, b.p);
    bk__buf_clear(&b);
    return st;
}

/* ---- documentation inside the file ----------------------------------------------------- */

static bk_status put_texts(const writer *w, sqlite3_stmt *s, const char *const *v, int n)
{
    bk_status st = BK_OK;
    for (int i = 0; i < n && st == BK_OK; i++)
        if (bind_text(s, i + 1, v[i] ? bk__str(v[i]) : (bk_str){NULL, 0}) != SQLITE_OK)
            st = failed(w, "a row could not be written");
    if (st == BK_OK && sqlite3_step(s) != SQLITE_DONE)
        st = failed(w, "a row could not be written");
    sqlite3_reset(s);
    return st;
}

static bk_status document(const writer *w)
{
    sqlite3_stmt *s = NULL;
    bk_status st =
        run(w, "CREATE TABLE \"columns\" ( -- What every column of every table means\n"
               "  \"table\" TEXT, -- Table\n  \"column\" TEXT, -- Column; empty for the table\n"
               "  \"type\" TEXT, -- INTEGER, REAL or TEXT; DATE and JSON are kept as TEXT\n"
               "  \"unit\" TEXT, -- Unit\n  \"help\" TEXT -- Explanation\n) STRICT");
    if (st == BK_OK && sqlite3_prepare_v2(w->db, "INSERT INTO \"columns\" VALUES (?,?,?,?,?)", -1,
                                          &s, NULL) != SQLITE_OK)
        st = failed(w, "the database refused a table");
    for (size_t i = 0; i < w->n && st == BK_OK; i++) {
        const bk_table_spec *spec = bk_table_spec_of(w->tables[i]);
        const char *about[5] = {spec->name, "", "table", "", spec->help};
        st = put_texts(w, s, about, 5);
        for (size_t c = 0; c < spec->n && st == BK_OK; c++) {
            const bk_col *k = &spec->cols[c];
            const char *type = k->type == BK_COL_DATE   ? "DATE"
                               : k->type == BK_COL_JSON ? "JSON"
                                                        : type_of(k->type);
            const char *v[5] = {spec->name, k->name, type, k->unit, k->help};
            st = put_texts(w, s, v, 5);
        }
    }
    sqlite3_finalize(s);
    return st;
}

static bk_status put_manifest(const writer *w, bk_str manifest)
{
    sqlite3_stmt *s = NULL;
    bk_status st = run(w, "CREATE TABLE \"manifest\" ( -- How the study was made\n"
                          "  \"json\" TEXT -- options, seed, versions, hash of every input\n"
                          ") STRICT");
    if (st != BK_OK || !manifest.p)
        return st;
    if (sqlite3_prepare_v2(w->db, "INSERT INTO \"manifest\" VALUES (?)", -1, &s, NULL) !=
            SQLITE_OK ||
        bind_text(s, 1, manifest) != SQLITE_OK || sqlite3_step(s) != SQLITE_DONE)
        st = failed(w, "the manifest could not be written");
    sqlite3_finalize(s);
    return st;
}

static const bk_table *find(const writer *w, const char *name)
{
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(bk_table_spec_of(w->tables[i])->name, name) == 0)
            return w->tables[i];
    return NULL;
}

static bool has_text(const bk_table *t, const char *column)
{
    const bk_table_spec *spec = bk_table_spec_of(t);
    for (size_t c = 0; c < spec->n; c++)
        if (strcmp(spec->cols[c].name, column) == 0)
            for (int64_t r = 0; r < bk_table_rows(t); r++)
                if (bk_table_cell(t, r, c).s.n > 0)
                    return true;
    return false;
}

static bk_status full_text(const writer *w)
{
    const bk_table *articles = find(w, "articles");
    if (!articles || !has_text(articles, "text"))
        return BK_OK;
    return run(w, "CREATE VIRTUAL TABLE articles_fts USING fts5(id UNINDEXED, title, text, "
                  "content='articles', content_rowid='rowid', "
                  "tokenize='unicode61 remove_diacritics 2');"
                  "INSERT INTO articles_fts(articles_fts) VALUES('rebuild')");
}

/* Questions that analysts ask often; each stands where its tables do. */
static const struct view {
    const char *needs[2]; /* tables */
    const char *sql;
} views[] = {
    {{"dyads", NULL},
     "CREATE VIEW dyad_overall AS -- Tone between two powers over everything\n"
     "SELECT dyad, voice, tone, low, high, n, articles FROM dyads WHERE scope = 'all'"},
    {{"dyads", NULL},
     "CREATE VIEW dyad_by_month AS -- Tone between two powers, month by month\n"
     "SELECT id AS month, dyad, voice, tone, low, high, n, articles FROM dyads\n"
     "WHERE scope = 'month' ORDER BY dyad, voice, month"},
    {{"dyads", NULL},
     "CREATE VIEW dyad_by_source AS -- Tone between two powers in each outlet\n"
     "SELECT id AS source, dyad, voice, tone, low, high, n, articles FROM dyads\n"
     "WHERE scope = 'source' ORDER BY dyad, voice, source"},
    {{"dyads", "articles"},
     "CREATE VIEW dyad_by_article AS -- Tone in each article, with its outlet and date\n"
     "SELECT d.id, a.source, a.published, a.title, d.dyad, d.voice, d.tone, d.n\n"
     "FROM dyads d JOIN articles a ON a.id = d.id WHERE d.scope = 'article'"},
    {{"relations", "articles"},
     "CREATE VIEW relation_with_article AS -- Each relation with its outlet, date and title\n"
     "SELECT r.*, a.source AS outlet, a.published, a.lang, a.title, a.vote\n"
     "FROM relations r JOIN articles a ON a.id = r.id"},
    {{"frames", NULL},
     "CREATE VIEW frame_by_month AS -- Share of articles that use a frame, month by month\n"
     "SELECT id AS month, frame, kind, share, low, high, articles FROM frames\n"
     "WHERE scope = 'month' ORDER BY frame, month"},
    {{"frames", NULL},
     "CREATE VIEW frame_by_source AS -- Share of articles that use a frame, by outlet\n"
     "SELECT id AS source, frame, kind, share, low, high, articles FROM frames\n"
     "WHERE scope = 'source' ORDER BY frame, source"},
    {{"topic_shares", "topics"},
     "CREATE VIEW topic_by_month AS -- Share of each topic, month by month\n"
     "SELECT s.id AS month, s.topic, t.label, s.share, s.articles FROM topic_shares s\n"
     "JOIN topics t ON t.topic = s.topic WHERE s.scope = 'month' ORDER BY s.topic, month"},
    {{"thread_articles", "articles"},
     "CREATE VIEW thread_with_article AS -- Each story's articles with outlet, date and title\n"
     "SELECT t.thread, t.rank, t.id, a.source AS outlet, a.published, a.title, t.cosine\n"
     "FROM thread_articles t JOIN articles a ON a.id = t.id ORDER BY t.thread, t.rank"},
    {{NULL, NULL},
     "CREATE VIEW manifest_items AS -- The manifest, a row a key\n"
     "SELECT j.key, j.type, j.value FROM manifest, json_each(manifest.json) j"},
};

static bk_status add_views(const writer *w)
{
    bk_status st = BK_OK;
    for (size_t i = 0; i < sizeof views / sizeof views[0] && st == BK_OK; i++) {
        bool stands = true;
        for (size_t k = 0; k < 2; k++)
            stands = stands && (!views[i].needs[k] || find(w, views[i].needs[k]));
        if (stands)
            st = run(w, views[i].sql);
    }
    return st;
}

/* ---- the file -------------------------------------------------------------------------- */

static bk_status build(const writer *w, bk_str manifest)
{
    bk_status st = run(w, "PRAGMA page_size=4096;PRAGMA encoding='UTF-8';PRAGMA journal_mode=OFF;"
                          "PRAGMA synchronous=OFF;PRAGMA locking_mode=EXCLUSIVE;"
                          "PRAGMA temp_store=MEMORY;PRAGMA secure_delete=ON;"
                          "PRAGMA application_id=" APPLICATION ";PRAGMA user_version=1;BEGIN");
    for (size_t i = 0; i < w->n && st == BK_OK; i++)
        st = create(w, bk_table_spec_of(w->tables[i]));
    for (size_t i = 0; i < w->n && st == BK_OK; i++)
        st = fill(w, w->tables[i]);
    for (size_t i = 0; i < w->n && st == BK_OK; i++)
        st = add_index(w, bk_table_spec_of(w->tables[i]));
    if (st == BK_OK)
        st = document(w);
    if (st == BK_OK)
        st = put_manifest(w, manifest);
    if (st == BK_OK)
        st = full_text(w);
    if (st == BK_OK)
        st = add_views(w);
    if (st == BK_OK)
        st = run(w, "COMMIT");
    return st;
}

static bk_status sync_path(bk_ctx *ctx, const char *path, int flags, const char *where)
{
    bk_status st = BK_OK;
    int fd = open(path, flags | O_CLOEXEC);
    if (fd < 0)
        return bk__fail_errno(ctx, where, "cannot open it to sync");
    if (fsync(fd) != 0 && errno != EINVAL)
        st = bk__fail_errno(ctx, where, "cannot sync it to disk");
    close(fd);
    return st;
}

/* temp takes the place of path; both are on disk afterwards. */
static bk_status settle(bk_ctx *ctx, char *temp, const char *path)
{
    char *slash;
    bk_status st = sync_path(ctx, temp, O_RDWR, path);
    if (st != BK_OK)
        return st;
    if (rename(temp, path) != 0)
        return bk__fail_errno(ctx, path, "cannot put the database in its place");
    slash = strrchr(temp, '/');
    if (!slash)
        return sync_path(ctx, ".", O_RDONLY | O_DIRECTORY, path);
    slash[slash == temp] = '\0';
    return sync_path(ctx, temp, O_RDONLY | O_DIRECTORY, path);
}

bk_status bk_report_write_sqlite(bk_ctx *ctx, const char *path, bk_table *const *tables, size_t n,
                                 bk_str manifest)
{
    const char *slash = strrchr(path, '/');
    int dir = slash ? (int)(slash - path) + 1 : 0;
    size_t cap = strlen(path) + 48;
    writer w = {ctx, path, NULL, tables, n};
    char *temp = bk__alloc(ctx, cap);
    bk_status st = BK_OK;
    if (!temp)
        return BK_ENOMEM;
    snprintf(temp, cap, "%.*s.%.200s.%ld.tmp", dir, path, path + dir, (long)getpid());
    unlink(temp);
    if (bk__file_is_dir(path))
        st = bk__fail(ctx, BK_EIO, path, "this is a folder; a file cannot take its place");
    else if (sqlite3_open_v2(temp, &w.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) !=
             SQLITE_OK)
        st = failed(&w, "cannot make a database there");
    if (st == BK_OK) {
        sqlite3_progress_handler(w.db, STEPS, stopped, ctx);
        st = build(&w, manifest);
    }
    if (sqlite3_close(w.db) != SQLITE_OK && st == BK_OK)
        st = bk__fail(ctx, BK_EIO, path, "the database could not be closed");
    if (st == BK_OK)
        st = settle(ctx, temp, path);
    if (st != BK_OK && !bk__file_is_dir(temp))
        unlink(temp);
    bk__free(ctx, temp);
    return st;
}

/* ---- reading one back ------------------------------------------------------------------ */

struct bk__db {
    bk_ctx *ctx;
    sqlite3 *db;
    char *path;
};

const char *bk__sqlite_version(void)
{
    return sqlite3_libversion();
}

static bk_status refused(const bk__db *d)
{
    return bk__fail(d->ctx, BK_EFORMAT, d->path, "the database cannot be read: %s",
                    sqlite3_errmsg(d->db));
}

/* The first cell that the question gives; `otherwise` where there is none. */
static int64_t ask(const bk__db *d, const char *sql, int64_t otherwise)
{
    sqlite3_stmt *s = NULL;
    int64_t v = otherwise;
    if (sqlite3_prepare_v2(d->db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        v = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    return v;
}

void bk__db_close(bk__db *d)
{
    bk_ctx *ctx;
    if (!d)
        return;
    ctx = d->ctx;
    sqlite3_close(d->db);
    bk__free(ctx, d->path);
    bk__free(ctx, d);
}

bk_status bk__db_open(bk_ctx *ctx, bk__db **out, const char *path)
{
    bk__db *d = bk__calloc(ctx, 1, sizeof *d);
    bk_status st = BK_OK;
    *out = NULL;
    if (!d)
        return BK_ENOMEM;
    d->ctx = ctx;
    d->path = bk__strdup(ctx, bk__str(path));
    if (!d->path)
        st = BK_ENOMEM;
    else if (!bk__file_exists(path))
        st = bk__fail(ctx, BK_EIO, path, "there is no such file");
    else if (sqlite3_open_v2(path, &d->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
        st = refused(d);
    else if (ask(d, "PRAGMA application_id", 0) != strtoll(APPLICATION, NULL, 10))
        st = bk__fail(ctx, BK_EFORMAT, path, "this is not a study of bingkai");
    if (st != BK_OK) {
        bk__db_close(d);
        return st;
    }
    *out = d;
    return BK_OK;
}

/* What bk__date_iso wrote; null for anything else. */
static bk_cell date_cell(bk_str s)
{
    int64_t v[6] = {0, 0, 0, 0, 0, 0};
    static const size_t at[] = {0, 5, 8, 11, 14, 17}, n[] = {4, 2, 2, 2, 2, 2};
    int64_t day;
    if (s.n != 10 && s.n != 20)
        return BK_CELL_NULL;
    for (size_t i = 0; i < (s.n == 10 ? 3u : 6u); i++)
        if (!bk__str_int((bk_str){s.p + at[i], n[i]}, &v[i]) || v[i] < 0)
            return BK_CELL_NULL;
    if (v[1] < 1 || v[1] > 12 || v[2] < 1 || v[2] > 31 || v[3] > 23 || v[4] > 59 || v[5] > 59)
        return BK_CELL_NULL;
    day = bk__date_days(v[0], (int)v[1], (int)v[2]);
    return BK_CELL_INT(day * 86400 + v[3] * 3600 + v[4] * 60 + v[5]);
}

static bk_cell cell_of(sqlite3_stmt *s, int c, bk_col_type type)
{
    bk_str v;
    if (sqlite3_column_type(s, c) == SQLITE_NULL)
        return BK_CELL_NULL;
    if (type == BK_COL_INT)
        return BK_CELL_INT(sqlite3_column_int64(s, c));
    if (type == BK_COL_REAL)
        return BK_CELL_REAL(sqlite3_column_double(s, c));
    v.p = (const char *)sqlite3_column_text(s, c);
    v.n = (size_t)sqlite3_column_bytes(s, c);
    if (!v.p)
        v = (bk_str){"", 0};
    return type == BK_COL_DATE ? date_cell(v) : BK_CELL_STR(v);
}

static bk_status prepare_select(const bk__db *d, const bk_table_spec *spec, const char *column,
                                sqlite3_stmt **out)
{
    bk__buf b;
    bk_status st;
    bool known = !column;
    for (size_t c = 0; c < spec->n; c++)
        known = known || strcmp(spec->cols[c].name, column) == 0;
    if (!known)
        return bk__fail(d->ctx, BK_EINVAL, column, "table %s has no such column", spec->name);
    bk__buf_init(&b, d->ctx);
    st = bk__buf_add(&b, BK__STR("SELECT "));
    for (size_t c = 0; c < spec->n && st == BK_OK; c++)
        st = bk__buf_print(&b, "%s\"%s\"", c ? "," : "", spec->cols[c].name);
    if (st == BK_OK)
        st = bk__buf_print(&b, " FROM \"%s\"", spec->name);
    if (st == BK_OK && column)
        st = bk__buf_print(&b, " WHERE \"%s\" = ?", column);
    if (st == BK_OK)
        st = bk__buf_add(&b, BK__STR(" ORDER BY rowid"));
    if (st == BK_OK && sqlite3_prepare_v2(d->db, b.p, -1, out, NULL) != SQLITE_OK)
        st = refused(d);
    bk__buf_clear(&b);
    return st;
}

bk_status bk__db_table(bk__db *d, bk_table **out, const bk_table_spec *spec, const char *column,
                       const char *value)
{
    bk_cell *row = NULL;
    sqlite3_stmt *s = NULL;
    int rc = SQLITE_DONE;
    bk_status st;
    *out = NULL;
    if (bk__db_rows(d, spec) < 0)
        return bk__fail(d->ctx, BK_EINVAL, spec->name, "this study has no such table");
    BK__TRY(st, prepare_select(d, spec, column, &s), done);
    BK__TRY(st, bk_table_new(d->ctx, out, spec), done);
    row = bk__alloc_array(d->ctx, spec->n, sizeof *row);
    st = row ? BK_OK : BK_ENOMEM;
    if (st == BK_OK && column && bind_text(s, 1, bk__str(value)) != SQLITE_OK)
        st = refused(d);
    while (st == BK_OK && (rc = sqlite3_step(s)) == SQLITE_ROW) {
        for (size_t c = 0; c < spec->n; c++)
            row[c] = cell_of(s, (int)c, spec->cols[c].type);
        st = bk_table_add(*out, row);
        if (st == BK_OK)
            st = bk__cancelled(d->ctx);
    }
    if (st == BK_OK && rc != SQLITE_DONE)
        st = refused(d);
done:
    sqlite3_finalize(s);
    bk__free(d->ctx, row);
    if (st != BK_OK) {
        bk_table_free(*out);
        *out = NULL;
    }
    return st;
}

int64_t bk__db_rows(bk__db *d, const bk_table_spec *spec)
{
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM \"%.80s\"", spec->name);
    return ask(d, sql, -1);
}

bk_status bk__db_manifest(bk__db *d, bk__buf *out)
{
    sqlite3_stmt *s = NULL;
    bk_status st = BK_OK;
    if (sqlite3_prepare_v2(d->db, "SELECT json FROM manifest", -1, &s, NULL) != SQLITE_OK)
        st = refused(d);
    else if (sqlite3_step(s) == SQLITE_ROW && sqlite3_column_text(s, 0))
        st = bk__buf_add(out, (bk_str){(const char *)sqlite3_column_text(s, 0),
                                       (size_t)sqlite3_column_bytes(s, 0)});
    sqlite3_finalize(s);
    return st;
}
