/* export.c - results in the shapes that other programs read.
 *
 * articles.jsonl, one line an article in the order of reading:
 *     {"id", "title", "text", "source", "published", "lang", "place", "url", "file", "line",
 *      "inferred": ["date", ...],
 *      "removed": [{"field": "title"|"text", "begin", "end", "reason", "text"}],
 *      "FIELD" of --covariate,
 *      "raw_title", "raw"}
 *   title and text are what cleaning left; raw_title and raw are title and text as they were read,
 *   into which offsets point. Absent metadata is null. With no_text there is neither text nor raw.
 * relations.jsonl, one line a sentence, every article, repeated ones included:
 *     {"id", "sentence", "field", "begin", "end", "text",
 *      "actors": [{"begin", "end", "actor"}],
 *      "quotes": [{"begin", "end", "speaker", "country"}],
 *      "relations": [{"dyad", "source", "target", "polarity", "quad", "class", "voice",
 *                     "certainty", "score", "evidence": ["..."]}]}
 *   actors are the powers of the triad alone; "both countries" gives an entry for each.
 * triad.json: {"dyads": [{"dyad", "tone", "low", "high", "n", "articles"}],
 *              "triads": [{"a", "b", "c", "product", "p_balanced", "p_ab", "p_ac", "p_bc"}]}
 *
 * Offsets are UTF-8 bytes into the decoded field as it was read. */
#include "base/date.h"
#include "study/study.h"

static bk_status flush(bk__buf *b, bk_write_fn *write, void *user)
{
    bk_status st = bk__buf_byte(b, '\n');
    if (st == BK_OK)
        st = write(user, b->p, b->n);
    b->n = 0;
    return st;
}

static void put_text(bk__jw *w, const char *key, bk_str s)
{
    bk__jw_key(w, key);
    bk__jw_str(w, s);
}

static void put_int(bk__jw *w, const char *key, int64_t v)
{
    bk__jw_key(w, key);
    bk__jw_int(w, v);
}

/* ---- articles -------------------------------------------------------------------------- */

static bk_status put_clean(bk__jw *w, const char *key, const bk_article *a, bk_field field,
                           bk__buf *clean)
{
    bk_status st;
    clean->n = 0;
    st = bk__clean_text(clean, a, field);
    put_text(w, key, clean->n ? bk__buf_str(clean) : BK__STR(""));
    return st;
}

static void put_inferred(bk__jw *w, uint32_t flags)
{
    static const char *const names[] = {"id", "title", "date", "source", "lang", "place"};
    bk__jw_key(w, "inferred");
    bk__jw_open(w, '[');
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & 1u << i)
            bk__jw_z(w, names[i]);
    bk__jw_close(w, ']');
}

static void put_removed(bk__jw *w, const bk_article *a, bool no_text)
{
    bk__jw_key(w, "removed");
    bk__jw_open(w, '[');
    for (uint32_t i = 0; i < a->n_removed; i++) {
        const bk_removed *r = &a->removed[i];
        bk_str raw = r->field == BK_FIELD_TITLE ? a->title : a->text;
        bk__jw_open(w, '{');
        put_text(w, "field", bk__str(r->field == BK_FIELD_TITLE ? "title" : "text"));
        put_int(w, "begin", r->begin);
        put_int(w, "end", r->end);
        put_text(w, "reason", bk__str(r->reason));
        if (!no_text)
            put_text(w, "text", (bk_str){raw.p + r->begin, r->end - r->begin});
        bk__jw_close(w, '}');
    }
    bk__jw_close(w, ']');
}

/* Fields of the user's by their names, but for those that stand there anyway. */
static bk_status put_extra(bk__jw *w, const bk_article *a, const char *names, bk__buf *name)
{
    static const char *const known[] = {"place", "lang",     "source",  "url",       "file",
                                        "line",  "inferred", "removed", "raw_title", "raw"};
    bk_str rest = bk__str(names);
    bk_status st = BK_OK;
    for (uint32_t i = 0; i < a->n_extra && st == BK_OK; i++) {
        bk_str z = bk__str_trim(bk__str_cut(&rest, ','));
        bool there = false;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            there = there || bk__str_eq(z, bk__str(known[k]));
        name->n = 0;
        st = bk__buf_add(name, z);
        if (st == BK_OK && !there)
            put_text(w, name->p, a->extra[i]);
    }
    return st;
}

static bk_status put_article(bk__jw *w, const bk_article *a, const bk_study_opts *opts,
                             bk__buf *clean)
{
    bool no_text = opts->no_text;
    char iso[24];
    bk_status st;
    bk__jw_open(w, '{');
    put_text(w, "id", a->id);
    st = put_clean(w, "title", a, BK_FIELD_TITLE, clean);
    if (st == BK_OK && !no_text)
        st = put_clean(w, "text", a, BK_FIELD_TEXT, clean);
    put_text(w, "source", a->source);
    put_text(w, "published",
             a->published == BK_NO_DATE ? (bk_str){NULL, 0} : bk__date_iso(a->published, iso));
    put_text(w, "lang", a->lang);
    put_text(w, "place", a->place);
    put_text(w, "url", a->url);
    put_text(w, "file", a->file);
    put_int(w, "line", (int64_t)a->line);
    put_inferred(w, a->inferred);
    put_removed(w, a, no_text);
    if (st == BK_OK)
        st = put_extra(w, a, opts->reader.covariate, clean);
    put_text(w, "raw_title", a->title);
    if (!no_text)
        put_text(w, "raw", a->text);
    bk__jw_close(w, '}');
    return st == BK_OK ? w->status : st;
}

bk_status bk__export_articles(const bk_study *s, bk_write_fn *write, void *user)
{
    bk__buf b, clean;
    bk_status st = BK_OK;
    bk__buf_init(&b, s->ctx);
    bk__buf_init(&clean, s->ctx);
    for (int64_t i = 0; i < s->D && st == BK_OK; i++) {
        bk__jw w;
        bk__jw_init(&w, &b);
        st = put_article(&w, bk_corpus_at(s->corpus, i), &s->opts, &clean);
        if (st == BK_OK)
            st = flush(&b, write, user);
        if (st == BK_OK && i % 256 == 0)
            st = bk__cancelled(s->ctx);
    }
    bk__buf_clear(&b);
    bk__buf_clear(&clean);
    return st;
}

/* ---- relations ------------------------------------------------------------------------- */

/* The tables of a pass are in the order of the sentences: each is walked once. */
typedef struct walk {
    const bk_table *t;
    int64_t row;
} walk;

static bk_str text_at(const walk *k, size_t col)
{
    return bk_table_cell(k->t, k->row, col).s;
}

static int64_t int_at(const walk *k, size_t col)
{
    return bk_table_cell(k->t, k->row, col).i;
}

static void put_cell(bk__jw *w, const char *key, bk_col_type type, bk_cell c)
{
    bk__jw_key(w, key);
    if (c.null)
        bk__jw_null(w);
    else if (type == BK_COL_INT)
        bk__jw_int(w, c.i);
    else if (type == BK_COL_REAL)
        bk__jw_real(w, c.x);
    else if (type == BK_COL_JSON)
        bk__jw_raw(w, c.s);
    else
        bk__jw_str(w, c.s);
}

/* Columns [from, to) of the row as members. */
static void put_columns(bk__jw *w, const walk *k, size_t from, size_t to)
{
    const bk_table_spec *spec = bk_table_spec_of(k->t);
    for (size_t c = from; c < to; c++)
        put_cell(w, spec->cols[c].name, spec->cols[c].type, bk_table_cell(k->t, k->row, c));
}

static bool is_power(const bk_study *s, bk_str code)
{
    for (int p = 0; p < bk_triad_powers(s->triad); p++)
        if (bk__str_eq(code, bk__str(bk_triad_code(s->triad, p))))
            return true;
    return false;
}

static void put_actor(bk__jw *w, const bk_study *s, const walk *m)
{
    bk_str rest = text_at(m, MEN_ACTOR);
    while (rest.n > 0) {
        bk_str code = bk__str_cut(&rest, '+');
        if (!is_power(s, code))
            continue;
        bk__jw_open(w, '{');
        put_columns(w, m, MEN_BEGIN, MEN_END + 1);
        put_text(w, "actor", code);
        bk__jw_close(w, '}');
    }
}

static void put_quote(bk__jw *w, const bk_study *s, const walk *q)
{
    bk__jw_open(w, '{');
    put_columns(w, q, QUO_BEGIN, QUO_END + 1);
    if (s->opts.no_text)
        put_columns(w, q, QUO_COUNTRY, QUO_COUNTRY + 1);
    else
        put_columns(w, q, QUO_SPEAKER, QUO_COUNTRY + 1);
    bk__jw_close(w, '}');
}

static void put_relation(bk__jw *w, const bk_study *s, const walk *r)
{
    bk__jw_open(w, '{');
    put_columns(w, r, REL_DYAD, s->opts.no_text ? REL_EVIDENCE : REL_EVIDENCE + 1);
    bk__jw_close(w, '}');
}

static void put_list(bk__jw *w, const char *key, const bk_study *s, const walk *sentence, walk *k,
                     void (*put)(bk__jw *w, const bk_study *s, const walk *k))
{
    bk__jw_key(w, key);
    bk__jw_open(w, '[');
    for (; k->row < bk_table_rows(k->t); k->row++) {
        if (int_at(k, SEN_SENTENCE) != int_at(sentence, SEN_SENTENCE) ||
            !bk__str_eq(text_at(k, SEN_ID), text_at(sentence, SEN_ID)))
            break;
        put(w, s, k);
    }
    bk__jw_close(w, ']');
}

bk_status bk__export_relations(const bk_study *s, bk_write_fn *write, void *user)
{
    walk x = {s->table[T_SENTENCES], 0}, m = {s->table[T_MENTIONS], 0};
    walk q = {s->table[T_QUOTES], 0}, r = {s->table[T_RELATIONS], 0};
    bk__buf b;
    bk_status st = BK_OK;
    bk__buf_init(&b, s->ctx);
    for (; x.row < bk_table_rows(x.t) && st == BK_OK; x.row++) {
        bk__jw w;
        bk__jw_init(&w, &b);
        bk__jw_open(&w, '{');
        put_columns(&w, &x, SEN_ID, s->opts.no_text ? SEN_TEXT : SEN_TEXT + 1);
        put_list(&w, "actors", s, &x, &m, put_actor);
        put_list(&w, "quotes", s, &x, &q, put_quote);
        put_list(&w, "relations", s, &x, &r, put_relation);
        bk__jw_close(&w, '}');
        st = w.status;
        if (st == BK_OK)
            st = flush(&b, write, user);
        if (st == BK_OK && x.row % 4096 == 0)
            st = bk__cancelled(s->ctx);
    }
    bk__buf_clear(&b);
    return st;
}

/* ---- triad
 * ------------------------------------------------------------------------------------------------
 */

bk_status bk__export_triad(const bk_study *s, bk_write_fn *write, void *user)
{
    walk d = {s->table[T_DYADS], 0}, t = {s->table[T_TRIAD], 0};
    bk__buf b;
    bk__jw w;
    bk_status st;
    bk__buf_init(&b, s->ctx);
    bk__jw_init(&w, &b);
    w.indent = 1;
    bk__jw_open(&w, '{');
    bk__jw_key(&w, "dyads");
    bk__jw_open(&w, '[');
    for (; d.row < bk_table_rows(d.t); d.row++) {
        if (!bk__str_eq(text_at(&d, DYA_SCOPE), BK__STR("all")) ||
            !bk__str_eq(text_at(&d, DYA_VOICE), BK__STR("all")))
            continue;
        bk__jw_open(&w, '{');
        put_columns(&w, &d, DYA_DYAD, DYA_DYAD + 1);
        put_columns(&w, &d, DYA_TONE, DYA_N);
        bk__jw_close(&w, '}');
    }
    bk__jw_close(&w, ']');
    bk__jw_key(&w, "triads");
    bk__jw_open(&w, '[');
    for (; t.row < bk_table_rows(t.t); t.row++) {
        bk__jw_open(&w, '{');
        put_columns(&w, &t, TRI_A, TRI_N);
        bk__jw_close(&w, '}');
    }
    bk__jw_close(&w, ']');
    bk__jw_close(&w, '}');
    st = w.status == BK_OK ? flush(&b, write, user) : w.status;
    bk__buf_clear(&b);
    return st;
}

/* ---- by name
 * -----------------------------------------------------------------------------------------------
 */

bk_status bk_study_export(const bk_study *s, const char *what, const char *format,
                          bk_write_fn *write, void *user)
{
    const bk_table *t = bk_study_table(s, what);
    bool jsonl = strcmp(format, "jsonl") == 0;
    if (!jsonl && strcmp(format, "tsv") != 0 && strcmp(format, "json") != 0)
        return bk__fail(s->ctx, BK_EINVAL, format, "formats are jsonl, tsv and json");
    if (!t)
        return bk__fail(s->ctx, BK_EINVAL, what,
                        bk_schema_find(what) ? "its stage was not run" : "there is no such result");
    if (strcmp(format, "json") == 0)
        return strcmp(what, "triad") == 0
                   ? bk__export_triad(s, write, user)
                   : bk__fail(s->ctx, BK_EINVAL, what, "only triad is written as json");
    if (jsonl && strcmp(what, "articles") == 0 && s->corpus)
        return bk__export_articles(s, write, user);
    if (jsonl && strcmp(what, "relations") == 0)
        return bk__export_relations(s, write, user);
    return jsonl ? bk_table_jsonl(t, write, user) : bk_table_tsv(t, write, user);
}
