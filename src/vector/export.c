/* export.c - a vectorizer as text that other programs read.
 *
 *     <prefix>.mtx         Matrix Market coordinate real general: weights, 1-based, row by row
 *     <prefix>.counts.mtx  the same with integer counts
 *     <prefix>.terms.tsv   column (1-based), term, shown, df, tf, idf
 *     <prefix>.docs.tsv    row (1-based), id, source, published (UTC, ISO 8601), title
 * Weights have nine digits: they read back as the same float. In the tables tabs and line breaks
 * are blanks, and a cell that a spreadsheet would take for a formula begins with an apostrophe. */
#include "vector/vectorizer.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "matrix/csr.h"

typedef struct writer {
    bk_ctx *ctx;
    bk__out *out;
    bk__buf line;
} writer;

static bk_status writer_open(writer *w, bk_vectorizer *v, const char *prefix, const char *suffix)
{
    bk__buf path;
    *w = (writer){.ctx = v->ctx};
    bk__buf_init(&w->line, v->ctx);
    bk__buf_init(&path, v->ctx);
    bk_status st = bk__buf_print(&path, "%s%s", prefix, suffix);
    if (st == BK_OK)
        st = bk__out_open(v->ctx, &w->out, path.p);
    bk__buf_clear(&path);
    return st;
}

static bk_status flush(writer *w, size_t above)
{
    if (w->line.n <= above)
        return BK_OK;
    bk_status st = bk__out_write(w->out, bk__buf_str(&w->line));
    w->line.n = 0;
    return st;
}

static bk_status writer_close(writer *w, bk_status st)
{
    if (st == BK_OK)
        st = flush(w, 0);
    if (st == BK_OK)
        st = bk__out_commit(w->out);
    else
        bk__out_drop(w->out);
    bk__buf_clear(&w->line);
    return st;
}

/* Nine digits, whatever the locale takes for the decimal point. */
static bk_status put_float(bk__buf *b, float x)
{
    char z[40];
    int n = snprintf(z, sizeof z, "%.9g", (double)x);
    for (int i = 0; i < n; i++)
        if (!strchr("0123456789+-e", z[i]))
            z[i] = '.';
    return bk__buf_add(b, (bk_str){z, (size_t)n});
}

static bk_status write_matrix(bk_vectorizer *v, const char *prefix, const char *suffix,
                              const bk_csr *A, bool integer)
{
    writer w;
    bk_status st = writer_open(&w, v, prefix, suffix);
    if (st == BK_OK)
        st = bk__buf_print(&w.line,
                           "%%%%MatrixMarket matrix coordinate %s general\n%" PRId64 " %" PRId64
                           " %" PRId64 "\n",
                           integer ? "integer" : "real", A->rows, A->cols, bk__csr_n(A));
    for (int64_t i = 0; i < A->rows && st == BK_OK; i++)
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1] && st == BK_OK; p++) {
            BK__TRY(st, bk__buf_print(&w.line, "%" PRId64 " %" PRIu32 " ", i + 1, A->col[p] + 1),
                    done);
            if (integer)
                st = bk__buf_print(&w.line, "%.0f", (double)A->val[p]);
            else
                st = put_float(&w.line, A->val[p]);
            if (st == BK_OK)
                st = bk__buf_byte(&w.line, '\n');
            if (st == BK_OK)
                st = flush(&w, 1 << 16);
        }
done:
    return writer_close(&w, st);
}

/* A cell and the tab behind it. */
static bk_status put_cell(bk__buf *b, bk_str s)
{
    bk_status st = BK_OK;
    if (s.n > 0 && strchr("=+-@", s.p[0]))
        st = bk__buf_byte(b, '\'');
    for (size_t i = 0; i < s.n && st == BK_OK; i++)
        st = bk__buf_byte(b, (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i]);
    return st == BK_OK ? bk__buf_byte(b, '\t') : st;
}

static bk_status write_terms(bk_vectorizer *v, const char *prefix)
{
    writer w;
    bk_status st = writer_open(&w, v, prefix, ".terms.tsv");
    if (st == BK_OK)
        st = bk__buf_add(&w.line, bk__str("column\tterm\tshown\tdf\ttf\tidf\n"));
    for (uint32_t t = 0; t < bk_vocab_size(v->vocab) && st == BK_OK; t++) {
        BK__TRY(st, bk__buf_print(&w.line, "%" PRIu32 "\t", t + 1), done);
        BK__TRY(st, put_cell(&w.line, bk_vocab_term(v->vocab, t)), done);
        BK__TRY(st, put_cell(&w.line, bk_vocab_shown(v->vocab, t)), done);
        BK__TRY(st,
                bk__buf_print(&w.line, "%" PRIu64 "\t%" PRIu64 "\t", bk_vocab_df(v->vocab, t),
                              bk_vocab_tf(v->vocab, t)),
                done);
        BK__TRY(st, bk__buf_real(&w.line, v->idf[t]), done);
        BK__TRY(st, bk__buf_byte(&w.line, '\n'), done);
        BK__TRY(st, flush(&w, 1 << 16), done);
    }
done:
    return writer_close(&w, st);
}

static bk_status put_date(bk__buf *b, int64_t seconds)
{
    char iso[24];
    bk_status st = BK_OK;
    if (seconds != BK_NO_DATE)
        st = bk__buf_add(b, bk__date_iso(seconds, iso));
    return st == BK_OK ? bk__buf_byte(b, '\t') : st;
}

static bk_status write_docs(bk_vectorizer *v, const char *prefix)
{
    writer w;
    const bk_docs *d = &v->docs;
    bk_status st = writer_open(&w, v, prefix, ".docs.tsv");
    if (st == BK_OK)
        st = bk__buf_add(&w.line, bk__str("row\tid\tsource\tpublished\ttitle\n"));
    for (int64_t i = 0; i < d->n && st == BK_OK; i++) {
        BK__TRY(st, bk__buf_print(&w.line, "%" PRId64 "\t", i + 1), done);
        BK__TRY(st, put_cell(&w.line, d->id[i]), done);
        BK__TRY(st, put_cell(&w.line, d->source[i]), done);
        BK__TRY(st, put_date(&w.line, d->published[i]), done);
        BK__TRY(st, put_cell(&w.line, d->title[i]), done);
        w.line.p[w.line.n - 1] = '\n';
        BK__TRY(st, flush(&w, 1 << 16), done);
    }
done:
    return writer_close(&w, st);
}

bk_status bk_vectorizer_export(bk_vectorizer *v, const char *prefix)
{
    bk_status st;
    BK__TRY(st, write_matrix(v, prefix, ".mtx", &v->weights, false), done);
    BK__TRY(st, write_matrix(v, prefix, ".counts.mtx", &v->counts, true), done);
    BK__TRY(st, write_terms(v, prefix), done);
    BK__TRY(st, write_docs(v, prefix), done);
done:
    return st;
}
