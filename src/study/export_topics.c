/* export_topics.c - topics as files that other programs read.
 *
 *     <prefix>.ldavis.json      what pyLDAvis.prepare takes: topic_term_dists [K x V],
 *                               doc_topic_dists [D x K], doc_lengths [D], vocab [V],
 *                               term_frequency [V]
 *     <prefix>.topic_terms.mtx  Matrix Market coordinate real general, K x V, weights above 0
 *     <prefix>.doc_topics.mtx   the same, D x K, shares above 0
 *     <prefix>.terms.tsv        column (1-based), term, shown, occurrences
 *     <prefix>.docs.tsv         row (1-based), id, source, words
 *     <prefix>.topics.tsv       topic (1-based), number, share: its number in the tables
 *     <prefix>.state.gz         lda: MALLET's state, a line a token: doc source pos typeindex type
 *                               topic, with alpha and beta in front, topics and types from 0
 * Rows are the leads of repeats that have a topic, columns the terms that stand in one of them,
 * topics are in the order of the tables. A token's topic is drawn by d_ik t_kw from a hash of the
 * seed, the article and its place: one sample of the model, the same at any number of threads.
 * Numbers have nine digits. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/rng.h"
#include "corpus/pack.h"
#include "matrix/csr.h"
#include "study/themes.h"

enum { FLUSH = 1 << 16, STREAM = 0x73746174 };

typedef struct exporting {
    bk__themes *t;
    const char *prefix;
    int64_t *row;  /* [rows] articles */
    uint32_t *col; /* [cols] terms */
    uint32_t *at;  /* [V] column of a term; UINT32_MAX: none */
    double *words; /* [V] occurrences in those rows */
    int64_t rows, cols;
    bk__out *out;
    bk__packer *packer; /* NULL: out takes the bytes as they are */
    bk__buf line;
    bk_status st; /* first failure; what follows is silent */
} exporting;

/* ---- bytes --------------------------------------------------------------------------------- */

static void flush(exporting *e, size_t above)
{
    if (e->st != BK_OK || e->line.n <= above)
        return;
    e->st = e->packer ? bk__packer_write(e->packer, bk__buf_str(&e->line))
                      : bk__out_write(e->out, bk__buf_str(&e->line));
    e->line.n = 0;
}

static void put(exporting *e, const char *z)
{
    if (e->st == BK_OK)
        e->st = bk__buf_add(&e->line, bk__str(z));
    flush(e, FLUSH);
}

static void put_int(exporting *e, int64_t x, const char *after)
{
    if (e->st == BK_OK)
        e->st = bk__buf_print(&e->line, "%" PRId64 "%s", x, after);
}

/* Nine digits, whatever the locale takes for the decimal point. */
static void put_real(exporting *e, double x, const char *after)
{
    char z[48];
    int n = snprintf(z, sizeof z, "%.9g", x);
    for (int i = 0; i < n; i++)
        if (!strchr("0123456789+-e", z[i]))
            z[i] = '.';
    if (e->st == BK_OK)
        e->st = bk__buf_add(&e->line, (bk_str){z, (size_t)n});
    put(e, after);
}

/* A cell of a table: no tab, no line break, nothing that a spreadsheet runs. */
static void put_cell(exporting *e, bk_str s, const char *after)
{
    if (s.n > 0 && strchr("=+-@", s.p[0]))
        put(e, "'");
    for (size_t i = 0; i < s.n && e->st == BK_OK; i++)
        e->st = bk__buf_byte(&e->line, (unsigned char)s.p[i] < 0x20 ? ' ' : s.p[i]);
    put(e, after);
}

static void open_file(exporting *e, const char *suffix)
{
    bk__buf path;
    bk__buf_init(&path, e->t->s->ctx);
    e->line.n = 0;
    if (e->st == BK_OK)
        e->st = bk__buf_print(&path, "%s%s", e->prefix, suffix);
    if (e->st == BK_OK)
        e->st = bk__out_open(e->t->s->ctx, &e->out, path.p);
    bk__buf_clear(&path);
}

static void close_file(exporting *e)
{
    flush(e, 0);
    if (e->packer) {
        bk_status st = bk__packer_close(e->packer);
        e->st = e->st == BK_OK ? st : e->st;
    }
    if (e->st == BK_OK)
        e->st = bk__out_commit(e->out);
    else
        bk__out_drop(e->out);
    e->out = NULL;
    e->packer = NULL;
}

/* ---- what is exported ---------------------------------------------------------------------- */

static double term_weight(const exporting *e, int k, int64_t c)
{
    const bk__themes *t = e->t;
    return bk_topic_terms(t->topic)[t->at[k] * t->counts.cols + e->col[c]];
}

static double length(const exporting *e, int64_t i)
{
    const bk_csr *A = &e->t->counts;
    double sum = 0;
    for (int64_t p = A->ptr[e->row[i]]; p < A->ptr[e->row[i] + 1]; p++)
        sum += (double)A->val[p];
    return sum;
}

/* Weight of the topic over the exported terms: what is left out has hardly any. */
static double kept_weight(const exporting *e, int k)
{
    double sum = 0;
    for (int64_t c = 0; c < e->cols; c++)
        sum += term_weight(e, k, c);
    return sum > 0 ? sum : 1;
}

static bk_status choose(exporting *e)
{
    bk__themes *t = e->t;
    bk_ctx *ctx = t->s->ctx;
    const bk_csr *A = &t->counts;
    e->row = bk__alloc_array(ctx, (size_t)A->rows + 1, sizeof *e->row);
    e->col = bk__alloc_array(ctx, (size_t)A->cols + 1, sizeof *e->col);
    e->at = bk__alloc_array(ctx, (size_t)A->cols + 1, sizeof *e->at);
    e->words = bk__calloc(ctx, (size_t)A->cols + 1, sizeof *e->words);
    if (!e->row || !e->col || !e->at || !e->words)
        return BK_ENOMEM;
    for (int64_t i = 0; i < A->rows; i++) {
        if (t->lead[i] != i || !(t->vote[i] > 0))
            continue;
        e->row[e->rows++] = i;
        for (int64_t p = A->ptr[i]; p < A->ptr[i + 1]; p++)
            e->words[A->col[p]] += (double)A->val[p];
    }
    for (int64_t w = 0; w < A->cols; w++) {
        e->at[w] = e->words[w] > 0 ? (uint32_t)e->cols : UINT32_MAX;
        if (e->words[w] > 0)
            e->col[e->cols++] = (uint32_t)w;
    }
    return BK_OK;
}

/* ---- files --------------------------------------------------------------------------------- */

static void put_matrix_head(exporting *e, int64_t rows, int64_t cols, int64_t n)
{
    put(e, "%%MatrixMarket matrix coordinate real general\n");
    put_int(e, rows, " ");
    put_int(e, cols, " ");
    put_int(e, n, "\n");
}

static void write_topic_terms(exporting *e)
{
    int64_t n = 0;
    open_file(e, ".topic_terms.mtx");
    for (int k = 0; k < e->t->K; k++)
        for (int64_t c = 0; c < e->cols; c++)
            n += term_weight(e, k, c) > 0;
    put_matrix_head(e, e->t->K, e->cols, n);
    for (int k = 0; k < e->t->K; k++) {
        double all = kept_weight(e, k);
        for (int64_t c = 0; c < e->cols && e->st == BK_OK; c++) {
            double x = term_weight(e, k, c);
            if (!(x > 0))
                continue;
            put_int(e, k + 1, " ");
            put_int(e, c + 1, " ");
            put_real(e, x / all, "\n");
        }
    }
    close_file(e);
}

static void write_doc_topics(exporting *e)
{
    int64_t n = 0;
    open_file(e, ".doc_topics.mtx");
    for (int64_t i = 0; i < e->rows; i++)
        for (int k = 0; k < e->t->K; k++)
            n += bk__themes_share(e->t, e->row[i], k) > 0;
    put_matrix_head(e, e->rows, e->t->K, n);
    for (int64_t i = 0; i < e->rows && e->st == BK_OK; i++)
        for (int k = 0; k < e->t->K; k++) {
            double x = bk__themes_share(e->t, e->row[i], k);
            if (!(x > 0))
                continue;
            put_int(e, i + 1, " ");
            put_int(e, k + 1, " ");
            put_real(e, x, "\n");
        }
    close_file(e);
}

static void write_tables(exporting *e)
{
    const bk_study *s = e->t->s;
    const bk_vocab *v = bk_vectorizer_vocab(s->vectors);
    open_file(e, ".terms.tsv");
    put(e, "column\tterm\tshown\toccurrences\n");
    for (int64_t c = 0; c < e->cols && e->st == BK_OK; c++) {
        put_int(e, c + 1, "\t");
        put_cell(e, bk_vocab_term(v, e->col[c]), "\t");
        put_cell(e, bk_vocab_shown(v, e->col[c]), "\t");
        put_real(e, e->words[e->col[c]], "\n");
    }
    close_file(e);
    open_file(e, ".docs.tsv");
    put(e, "row\tid\tsource\twords\n");
    for (int64_t i = 0; i < e->rows && e->st == BK_OK; i++) {
        put_int(e, i + 1, "\t");
        put_cell(e, bk__study_id(s, e->row[i]), "\t");
        put_cell(e, bk__study_source(s, e->row[i]), "\t");
        put_real(e, length(e, i), "\n");
    }
    close_file(e);
    open_file(e, ".topics.tsv");
    put(e, "topic\tnumber\tshare\n");
    for (int k = 0; k < e->t->K; k++) {
        put_int(e, k + 1, "\t");
        put_int(e, k, "\t");
        put_real(e, e->t->share[k].value, "\n");
    }
    close_file(e);
}

static void put_string(exporting *e, bk_str s)
{
    bk__jw w;
    bk__jw_init(&w, &e->line);
    bk__jw_str(&w, s);
    e->st = e->st == BK_OK ? w.status : e->st;
}

static void write_ldavis(exporting *e)
{
    const bk_vocab *v = bk_vectorizer_vocab(e->t->s->vectors);
    open_file(e, ".ldavis.json");
    put(e, "{\"topic_term_dists\": [");
    for (int k = 0; k < e->t->K; k++) {
        double all = kept_weight(e, k);
        put(e, k ? ",\n[" : "\n[");
        for (int64_t c = 0; c < e->cols && e->st == BK_OK; c++)
            put_real(e, term_weight(e, k, c) / all, c + 1 < e->cols ? "," : "]");
    }
    put(e, "],\n\"doc_topic_dists\": [");
    for (int64_t i = 0; i < e->rows && e->st == BK_OK; i++) {
        put(e, i ? ",\n[" : "\n[");
        for (int k = 0; k < e->t->K; k++)
            put_real(e, bk__themes_share(e->t, e->row[i], k), k + 1 < e->t->K ? "," : "]");
    }
    put(e, "],\n\"doc_lengths\": [");
    for (int64_t i = 0; i < e->rows && e->st == BK_OK; i++)
        put_real(e, length(e, i), i + 1 < e->rows ? "," : "");
    put(e, "],\n\"vocab\": [");
    for (int64_t c = 0; c < e->cols && e->st == BK_OK; c++) {
        put(e, c ? "," : "");
        put_string(e, bk_vocab_shown(v, e->col[c]));
    }
    put(e, "],\n\"term_frequency\": [");
    for (int64_t c = 0; c < e->cols && e->st == BK_OK; c++)
        put_real(e, e->words[e->col[c]], c + 1 < e->cols ? "," : "");
    put(e, "]}\n");
    close_file(e);
}

/* The topic of one token. part [K] scratch. */
static int draw(const exporting *e, int64_t i, int64_t c, uint64_t place, double *part)
{
    uint64_t x = bk__mix(bk__mix(bk__mix(bk__seed(e->t->s->ctx)) + STREAM) + (uint64_t)i);
    double sum = 0, u = (double)(bk__mix(x + place * 0x9e3779b97f4a7c15u) >> 11) * 0x1p-53;
    int k = 0;
    for (int j = 0; j < e->t->K; j++)
        sum += part[j] = bk__themes_share(e->t, e->row[i], j) * term_weight(e, j, c);
    for (u *= sum; k + 1 < e->t->K && (u -= part[k]) >= 0;)
        k++;
    return k;
}

static void put_tokens(exporting *e, int64_t i, double *part)
{
    const bk_study *s = e->t->s;
    const bk_vocab *v = bk_vectorizer_vocab(s->vectors);
    const bk_csr *A = &e->t->counts;
    uint64_t place = 0;
    for (int64_t p = A->ptr[e->row[i]]; p < A->ptr[e->row[i] + 1]; p++)
        for (int64_t n = 0; n < (int64_t)A->val[p] && e->st == BK_OK; n++) {
            int64_t c = e->at[A->col[p]];
            put_int(e, i, " ");
            for (bk_str id = bk__study_id(s, e->row[i]); id.n > 0; id.p++, id.n--)
                if (e->st == BK_OK) /* columns are split at blanks */
                    e->st = bk__buf_byte(&e->line, (unsigned char)id.p[0] <= ' ' ? '_' : id.p[0]);
            put(e, " ");
            put_int(e, (int64_t)place, " ");
            put_int(e, c, " ");
            for (bk_str z = bk_vocab_term(v, A->col[p]); z.n > 0; z.p++, z.n--)
                if (e->st == BK_OK)
                    e->st = bk__buf_byte(&e->line, (unsigned char)z.p[0] <= ' ' ? '_' : z.p[0]);
            put(e, " ");
            put_int(e, draw(e, i, c, place, part), "\n");
            place++;
        }
}

static void write_state(exporting *e)
{
    const bk_study *s = e->t->s;
    double *part = bk__alloc_array(s->ctx, (size_t)e->t->K + 1, sizeof *part);
    if (!part) {
        e->st = BK_ENOMEM;
        return;
    }
    open_file(e, ".state.gz");
    if (e->st == BK_OK)
        e->st = bk__packer_open(s->ctx, &e->packer, e->out);
    put(e, "#doc source pos typeindex type topic\n#alpha :");
    for (int k = 0; k < e->t->K; k++) {
        put(e, " ");
        put_real(e, s->kept ? bk_topic_model_alpha(s->kept)[k] : s->opts.topic.alpha, "");
    }
    put(e, "\n#beta : ");
    put_real(e, s->opts.topic.beta, "\n");
    for (int64_t i = 0; i < e->rows && e->st == BK_OK; i++) {
        put_tokens(e, i, part);
        if (i % 256 == 0 && e->st == BK_OK)
            e->st = bk__cancelled(s->ctx);
    }
    close_file(e);
    bk__free(s->ctx, part);
}

bk_status bk__export_topics(bk__themes *t)
{
    bk_ctx *ctx = t->s->ctx;
    exporting e = {.t = t, .prefix = t->s->topics_to};
    if (!e.prefix)
        return BK_OK;
    bk__buf_init(&e.line, ctx);
    e.st = choose(&e);
    if (e.st == BK_OK)
        write_topic_terms(&e);
    if (e.st == BK_OK)
        write_doc_topics(&e);
    if (e.st == BK_OK)
        write_tables(&e);
    if (e.st == BK_OK)
        write_ldavis(&e);
    if (e.st == BK_OK && t->by_counts)
        write_state(&e);
    bk__buf_clear(&e.line);
    bk__free(ctx, e.row);
    bk__free(ctx, e.col);
    bk__free(ctx, e.at);
    bk__free(ctx, e.words);
    return e.st;
}

bk_status bk_study_topics_to(bk_study *s, const char *prefix)
{
    bk_str copy = {NULL, 0};
    bk_status st = prefix ? bk__arena_str(&s->arena, &copy, bk__str(prefix)) : BK_OK;
    if (st == BK_OK)
        s->topics_to = copy.p;
    return st;
}
