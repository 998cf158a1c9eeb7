/* sample_write.c - the files of a sample: forms, sheets for a spreadsheet, lines, strata.
 *
 * A sheet has a row a sentence: gid, doc, lang, title, prev, sent, p, then for each dyad the
 * columns "CHN-USA polarity" (-1, 0, 1, or none), "CHN-USA quad", "CHN-USA source" and "CHN-USA
 * voice", which are the coder's to fill. Cells as RFC 4180 has them; where a spreadsheet would run
 * a text, an apostrophe stands in front. Where one file cannot be written the others go, and the
 * folder too where it is new: nothing is left that would be in the way of the next try. */
#include <stdio.h>
#include <unistd.h>

#include "base/file.h"
#include "report/form.h"
#include "study/sample.h"
#include "study/study.h"

static bk_status put_lines(bk__buf *b, const bk_table *items)
{
    const bk_table_spec *spec = bk_table_spec_of(items);
    bk_status st = BK_OK;
    for (int64_t r = 0; r < bk_table_rows(items) && st == BK_OK; r++) {
        bk__jw w;
        bk__jw_init(&w, b);
        bk__jw_open(&w, '{');
        for (size_t c = 0; c <= ITM_P; c++) {
            bk_cell cell = bk_table_cell(items, r, c);
            bk__jw_key(&w, spec->cols[c].name);
            if (c == ITM_P)
                bk__jw_real(&w, cell.x);
            else
                bk__jw_str(&w, cell.s);
        }
        bk__jw_close(&w, '}');
        st = w.status == BK_OK ? bk__buf_byte(b, '\n') : w.status;
    }
    return st;
}

static bk_status put_quoted(bk__buf *b, bk_str s)
{
    bk_status st = bk__buf_byte(b, '"');
    if (st == BK_OK && s.n > 0 && s.p[0] && strchr("=+-@\t\r\n", s.p[0]))
        st = bk__buf_byte(b, '\'');
    while (s.n > 0 && st == BK_OK) {
        const char *quote = memchr(s.p, '"', s.n);
        bk_str part = {s.p, quote ? (size_t)(quote - s.p) : s.n};
        st = bk__buf_add(b, part);
        if (st == BK_OK && quote)
            st = bk__buf_add(b, BK__STR("\"\""));
        s.p += part.n + (quote != NULL);
        s.n -= part.n + (quote != NULL);
    }
    return st == BK_OK ? bk__buf_byte(b, '"') : st;
}

static bk_status put_sheet(bk__buf *b, const bk_table *items, const bk_triad *t)
{
    static const char *const facet[] = {"polarity", "quad", "source", "voice"};
    const bk_table_spec *spec = bk_table_spec_of(items);
    int empty = 4 * bk_triad_dyads(t);
    bk_status st = BK_OK;
    for (size_t c = 0; c <= ITM_P && st == BK_OK; c++)
        st = bk__buf_print(b, "%s%s", c ? "," : "", spec->cols[c].name);
    for (int k = 0; k < empty && st == BK_OK; k++)
        st = bk__buf_print(b, ",%s %s", bk_triad_dyad_code(t, k / 4), facet[k % 4]);
    for (int64_t r = 0; r < bk_table_rows(items) && st == BK_OK; r++) {
        st = bk__buf_byte(b, '\n');
        for (size_t c = 0; c < ITM_P && st == BK_OK; c++) {
            st = put_quoted(b, bk_table_cell(items, r, c).s);
            if (st == BK_OK)
                st = bk__buf_byte(b, ',');
        }
        if (st == BK_OK)
            st = bk__buf_real(b, bk_table_cell(items, r, ITM_P).x);
        for (int k = 0; k < empty && st == BK_OK; k++)
            st = bk__buf_byte(b, ',');
    }
    return st == BK_OK ? bk__buf_byte(b, '\n') : st;
}

typedef struct folder {
    bk_study *s;
    const char *dir;
    bk__buf b; /* of the file at hand */
} folder;

/* The buffer becomes the file `name`, and is empty again. */
static bk_status write_file(folder *f, const char *name)
{
    char *path = bk__path_join(f->s->ctx, f->dir, name);
    bk_status st = path ? bk__file_write(f->s->ctx, path, bk__buf_str(&f->b)) : BK_ENOMEM;
    bk__free(f->s->ctx, path);
    f->b.n = 0;
    return st;
}

static bk_status write_table(folder *f, const char *name, const bk_table *t)
{
    char *path = bk__path_join(f->s->ctx, f->dir, name);
    bk_status st = path ? bk_table_write_tsv(t, path) : BK_ENOMEM;
    bk__free(f->s->ctx, path);
    return st;
}

/* Form and sheet of each coder. */
static bk_status write_coders(folder *f, const bk_table *items, const char *lang, const char *key)
{
    bk_status st = BK_OK;
    for (int coder = 1; coder <= 2 && st == BK_OK; coder++) {
        char name[32];
        bk__form form = {f->s->triad, items, lang, coder, key};
        snprintf(name, sizeof name, "coder-%d.html", coder);
        st = bk__form_html(f->s->ctx, &f->b, &form);
        if (st == BK_OK)
            st = write_file(f, name);
        snprintf(name, sizeof name, "coder-%d.csv", coder);
        if (st == BK_OK)
            st = put_sheet(&f->b, items, f->s->triad);
        if (st == BK_OK)
            st = write_file(f, name);
    }
    return st;
}

/* `made`: the folder is of this sample. */
static void take_back(bk_ctx *ctx, const char *dir, bool made)
{
    static const char *const names[] = {"coder-1.html", "coder-1.csv", "coder-2.html",
                                        "coder-2.csv",  "strata.tsv",  "items.tsv",
                                        "sample.jsonl"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *path = bk__path_join(ctx, dir, names[i]);
        if (path)
            (void)unlink(path);
        bk__free(ctx, path);
    }
    if (made)
        (void)rmdir(dir);
}

static bk_status check_folder(bk_ctx *ctx, const char *dir)
{
    char **names;
    size_t n;
    if (!*dir)
        return bk__fail(ctx, BK_EINVAL, "output", "the output folder has no name");
    bk_status st = bk__dir_make(ctx, dir);
    if (st == BK_OK)
        st = bk__dir_list(ctx, dir, &names, &n);
    if (st != BK_OK)
        return st;
    for (size_t i = 0; i < n; i++)
        bk__free(ctx, names[i]);
    bk__free(ctx, names);
    return n == 0 ? BK_OK
                  : bk__fail(ctx, BK_EINVAL, dir,
                             "the folder is not empty: a sample is never written over, for it may "
                             "hold codes of people");
}

bk_status bk_sample_write(bk_study *s, const char *dir, const bk_table *items,
                          const bk_table *strata, const bk_sample_opts *opts)
{
    const bk_sample_opts defaults = BK_SAMPLE_OPTS_INIT;
    folder f = {.s = s, .dir = dir};
    bk__buf lines;
    bk__sha256 *h = NULL;
    char key[65];
    bool made = !bk__file_exists(dir);
    bk_status st = check_folder(s->ctx, dir);
    if (st != BK_OK)
        return st;
    bk__buf_init(&f.b, s->ctx);
    bk__buf_init(&lines, s->ctx);
    st = put_lines(&lines, items);
    if (st == BK_OK)
        st = bk__sha256_new(s->ctx, &h);
    if (st == BK_OK) {
        bk__sha256_add(h, lines.p, lines.n);
        bk__sha256_hex(h, key);
        key[16] = 0;
        bk__sha256_free(s->ctx, h);
        st = write_coders(&f, items, (opts ? opts : &defaults)->lang, key);
    }
    if (st == BK_OK)
        st = write_table(&f, "strata.tsv", strata);
    if (st == BK_OK)
        st = write_table(&f, "items.tsv", items);
    if (st == BK_OK)
        st = bk__buf_add(&f.b, bk__buf_str(&lines));
    if (st == BK_OK)
        st = write_file(&f, "sample.jsonl");
    if (st != BK_OK)
        take_back(s->ctx, dir, made);
    bk__buf_clear(&f.b);
    bk__buf_clear(&lines);
    return st;
}
