/* pair.c - why two articles are alike: shared terms, shared passages, what differs.
 *
 * Passages are stretches of at least WORDS words, compared by their folded forms, whatever marks
 * stand between them; where cleaning took something out a passage is cut in two. */
#include "base/map.h"
#include "matrix/csr.h"
#include "model/align.h"
#include "study/study.h"

enum { WORDS = 4, TERMS = 20, STRONGEST = 10 };

static const bk_col cols[] = {
    {"kind", BK_COL_TEXT, "",
     "cosine: of the two; term: a shared term; title: both titles; same: a passage of both; moved: "
     "the same, at another place; differs: what stands between two shared passages",
     0},
    {"term", BK_COL_TEXT, "", "Shared term as it is mostly written", 0},
    {"share", BK_COL_REAL, "0 to 1", "Cosine; of a term: its part of it", 0},
    {"a_begin", BK_COL_INT, "UTF-8 bytes", "First byte in the field of a as it was read", 0},
    {"a_end", BK_COL_INT, "UTF-8 bytes", "Byte behind the last", 0},
    {"a_text", BK_COL_TEXT, "", "Words of a", BK_COL_ARTICLE_TEXT},
    {"b_begin", BK_COL_INT, "UTF-8 bytes", "First byte in the field of b", 0},
    {"b_end", BK_COL_INT, "UTF-8 bytes", "Byte behind the last", 0},
    {"b_text", BK_COL_TEXT, "", "Words of b", BK_COL_ARTICLE_TEXT},
};
enum { KIND, TERM, SHARE, A_BEGIN, A_END, A_TEXT, B_BEGIN, B_END, B_TEXT, COLS };
const bk_table_spec bk__pair_spec = {"pair", "Why two articles are alike", cols, COLS, NULL};

/* ---- terms -------------------------------------------------------------------------------- */

/* The two rows, of norm 1. */
static bk_status two_rows(const bk_study *s, int64_t a, int64_t b, bk_csr *out)
{
    const bk_csr *A = bk_vectorizer_weights(s->vectors);
    bk_csr two;
    int64_t row[2] = {a, b}, entries = A->ptr[a + 1] - A->ptr[a] + A->ptr[b + 1] - A->ptr[b];
    *out = (bk_csr){0};
    bk_status st = bk__csr_new(s->ctx, &two, 2, A->cols, entries);
    if (st != BK_OK)
        return st;
    for (int k = 0; k < 2; k++)
        bk__csr_copy_row(&two, k, A, row[k]);
    st = bk__unit_rows(s->ctx, &two, out);
    bk__free(s->ctx, two.val);
    return st; /* ptr and col are now out's */
}

static void empty_row(bk_cell row[COLS], const char *kind)
{
    for (int c = 0; c < COLS; c++)
        row[c] = BK_CELL_NULL;
    row[KIND] = BK_CELL_STR(bk__str(kind));
}

static bk_status add_terms(const bk_study *s, bk_table *t, int64_t a, int64_t b)
{
    const bk_vocab *vocab = bk_vectorizer_vocab(s->vectors);
    uint32_t col[TERMS];
    float share[TERMS];
    bk_cell row[COLS];
    bk_csr two;
    bk_status st = two_rows(s, a, b, &two);
    if (st != BK_OK) {
        bk_csr_free(s->ctx, &two);
        return st;
    }
    empty_row(row, "cosine");
    double all = (double)(float)bk__sparse_dot(bk__csr_row(&two, 0), bk__csr_row(&two, 1));
    row[SHARE] = BK_CELL_REAL(all);
    st = bk_table_add(t, row);
    int n = bk_similar_why(&two, 0, 1, col, share, TERMS);
    for (int k = 0; k < n && st == BK_OK; k++) {
        empty_row(row, "term");
        row[TERM] = BK_CELL_STR(bk_vocab_shown(vocab, col[k]));
        row[SHARE] = BK_CELL_REAL(all > 0 ? (double)share[k] / all : 0);
        st = bk_table_add(t, row);
    }
    bk_csr_free(s->ctx, &two);
    return st;
}

/* ---- passages ----------------------------------------------------------------------------- */

typedef struct word {
    uint32_t begin, end, stretch; /* bytes of the text as read; kept stretch */
} word;
typedef struct text {
    bk_str field;
    word *word;
    uint32_t *key; /* of the folded form */
    size_t n;
} text;

static bk_status read_text(bk_study *s, bk_analyzer *a, bk__map *forms, int64_t i, text *out)
{
    const bk_article *article = bk_corpus_at(s->corpus, i);
    const bk_scan *scan;
    bk_status st = bk_analyzer_run(a, article, &scan);
    if (st != BK_OK)
        return st;
    out->field = article->text;
    out->word = bk__alloc_array(s->ctx, (size_t)scan->n_tokens + 1, sizeof *out->word);
    out->key = bk__alloc_array(s->ctx, (size_t)scan->n_tokens + 1, sizeof *out->key);
    if (!out->word || !out->key)
        return BK_ENOMEM;
    for (uint32_t k = 0; k < scan->n_tokens && st == BK_OK; k++) {
        const bk_token *token = &scan->tokens[k];
        const bk_sentence *sentence = &scan->sentences[token->sentence];
        const bk_form *form = bk_analyzer_form(a, token->form);
        if (sentence->field != BK_FIELD_TEXT ||
            (form->kind != BK_KIND_WORD && form->kind != BK_KIND_NUMBER))
            continue;
        st = bk__map_put(forms, form->fold, &out->key[out->n], NULL);
        out->word[out->n++] = (word){token->begin, token->end, sentence->paragraph};
    }
    return st;
}

static void text_clear(const bk_study *s, text *t)
{
    bk__free(s->ctx, t->word);
    bk__free(s->ctx, t->key);
}

/* Behind the marks that close what ends at byte `at`: a stop, a bracket, quotation marks. */
static uint32_t past_marks(bk_str field, uint32_t at)
{
    static const char *const marks[] = {
        ".", ",", ";", ":", "!", "?", ")", "]", "\"", "\xe2\x80\x9d", "\xe2\x80\x99"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks;) {
        bk_str mark = bk__str(marks[i]), rest = {field.p + at, field.n - at};
        bool here = bk__str_begins(rest, mark);
        at += here ? (uint32_t)mark.n : 0;
        i = here ? 0 : i + 1;
    }
    return at;
}

/* Cells of words [from, from + n): what stands between them as it was read, but for what cleaning
 * took out. */
static bk_status put_words(const bk_study *s, const text *t, size_t from, size_t n, bk__buf *buf,
                           bk_cell *cell)
{
    bk_status st = BK_OK;
    buf->n = 0;
    for (size_t i = from; i < from + n && st == BK_OK;) {
        size_t end = i + 1;
        while (end < from + n && t->word[end].stretch == t->word[i].stretch)
            end++;
        if (buf->n > 0)
            st = bk__buf_byte(buf, ' ');
        uint32_t last = t->word[end - 1].end;
        if (end < from + n) /* of a line that ends here */
            last = past_marks(t->field, last);
        if (st == BK_OK)
            st = bk__buf_add(buf, (bk_str){t->field.p + t->word[i].begin, last - t->word[i].begin});
        i = end;
    }
    if (n == 0 || st != BK_OK)
        return st;
    cell[0] = BK_CELL_INT(t->word[from].begin);
    cell[1] = BK_CELL_INT(t->word[from + n - 1].end);
    cell[2] = bk__study_words(s, bk__buf_str(buf));
    return BK_OK;
}

typedef struct passages {
    bk_study *s;
    bk_table *table; /* of bk__pair_spec; NULL: the study's passages */
    bk_analyzer *analyzer;
    int64_t row_a, row_b;
    text a, b;
    bk__buf left, right;
} passages;

static bk_status add_row(passages *p, const char *kind, size_t a, size_t na, size_t b, size_t nb)
{
    bk_cell row[COLS], cells[PAS_N];
    empty_row(row, kind);
    bk_status st = put_words(p->s, &p->a, a, na, &p->left, &row[A_BEGIN]);
    if (st == BK_OK)
        st = put_words(p->s, &p->b, b, nb, &p->right, &row[B_BEGIN]);
    if (st != BK_OK || p->table)
        return st == BK_OK ? bk_table_add(p->table, row) : st;
    cells[PAS_A] = BK_CELL_STR(bk__study_id(p->s, p->row_a));
    cells[PAS_B] = BK_CELL_STR(bk__study_id(p->s, p->row_b));
    cells[PAS_KIND] = row[KIND];
    for (int k = 0; k < 6; k++)
        cells[PAS_A_BEGIN + k] = row[A_BEGIN + k];
    return bk__study_add(p->s, T_PASSAGES, cells);
}

/* A tile, cut where cleaning took something out of either text. */
static bk_status add_tile(passages *p, const bk__tile *t)
{
    bk_status st = BK_OK;
    for (uint32_t i = 0, end; i < t->n && st == BK_OK; i = end) {
        for (end = i + 1; end < t->n &&
                          p->a.word[t->a + end].stretch == p->a.word[t->a + i].stretch &&
                          p->b.word[t->b + end].stretch == p->b.word[t->b + i].stretch;)
            end++;
        st = add_row(p, t->moved ? "moved" : "same", t->a + i, end - i, t->b + i, end - i);
    }
    return st;
}

static bk_status add_tiles(passages *p, const bk__tiles *t)
{
    size_t a = 0, b = 0; /* behind the last tile in order */
    bk_status st = BK_OK;
    for (size_t i = 0; i <= t->n && st == BK_OK; i++) {
        size_t to_a = i < t->n ? t->at[i].a : p->a.n, to_b = i < t->n ? t->at[i].b : p->b.n;
        if (i < t->n && t->at[i].moved)
            continue;
        if (to_a > a || to_b > b)
            st = add_row(p, "differs", a, to_a - a, b, to_b - b);
        if (i < t->n && st == BK_OK) {
            st = add_tile(p, &t->at[i]);
            a = to_a + t->at[i].n;
            b = to_b + t->at[i].n;
        }
    }
    for (size_t i = 0; i < t->n && st == BK_OK; i++)
        if (t->at[i].moved)
            st = add_tile(p, &t->at[i]);
    return st;
}

static bk_status add_titles(bk_study *s, bk_table *t, int64_t a, int64_t b)
{
    bk_str x = bk__study_title(s, a), y = bk__study_title(s, b);
    bk_cell row[COLS];
    empty_row(row, "title");
    row[A_BEGIN] = row[B_BEGIN] = BK_CELL_INT(0);
    row[A_END] = BK_CELL_INT((int64_t)x.n);
    row[B_END] = BK_CELL_INT((int64_t)y.n);
    row[A_TEXT] = BK_CELL_STR(x);
    row[B_TEXT] = BK_CELL_STR(y);
    return bk_table_add(t, row);
}

/* The passages of p->row_a and p->row_b. */
static bk_status align_two(passages *p)
{
    bk__tiles tiles = {NULL, 0};
    bk__map forms;
    bk_status st;
    bk__map_init(&forms, p->s->ctx);
    p->a = p->b = (text){0};
    BK__TRY(st, read_text(p->s, p->analyzer, &forms, p->row_a, &p->a), done);
    BK__TRY(st, read_text(p->s, p->analyzer, &forms, p->row_b, &p->b), done);
    BK__TRY(st, bk__align(p->s->ctx, &tiles, p->a.key, p->a.n, p->b.key, p->b.n, WORDS), done);
    st = add_tiles(p, &tiles);
done:
    bk__tiles_free(p->s->ctx, &tiles);
    text_clear(p->s, &p->a);
    text_clear(p->s, &p->b);
    bk__map_clear(&forms);
    return st;
}

static bk_status start(passages *p)
{
    bk__buf_init(&p->left, p->s->ctx);
    bk__buf_init(&p->right, p->s->ctx);
    return bk_analyzer_new(p->s->ctx, &p->analyzer, &p->s->opts.vectorizer.analyzer);
}

static void end(passages *p)
{
    bk_analyzer_free(p->analyzer);
    bk__buf_clear(&p->left);
    bk__buf_clear(&p->right);
}

static bk_status add_passages(bk_study *s, bk_table *t, int64_t a, int64_t b)
{
    passages p = {.s = s, .table = t, .row_a = a, .row_b = b};
    bk_status st = start(&p);
    if (st == BK_OK)
        st = align_two(&p);
    end(&p);
    return st;
}

/* ---- the strongest pairs of a study ------------------------------------------------------- */

/* By falling cosine, ties by lower rows, no article twice; how many. */
static int strongest(const bk_pairs *pairs, bk_pair best[STRONGEST])
{
    int n = 0;
    for (const bk_pair *next = pairs->at; next && n < STRONGEST;) {
        next = NULL;
        for (int64_t i = 0; i < pairs->n; i++) {
            const bk_pair *p = &pairs->at[i];
            bool used = next && p->score <= next->score;
            for (int k = 0; k < n && !used; k++)
                used = p->a == best[k].a || p->a == best[k].b || p->b == best[k].a ||
                       p->b == best[k].b;
            next = used ? next : p;
        }
        if (next)
            best[n++] = *next;
    }
    return n;
}

bk_status bk__fill_passages(bk_study *s, const bk_pairs *pairs)
{
    bk_pair best[STRONGEST];
    passages p = {.s = s};
    int n = s->corpus && !s->opts.no_text ? strongest(pairs, best) : 0;
    bk_status st = bk__study_fresh(s, T_PASSAGES);
    if (st != BK_OK || n == 0)
        return st;
    st = start(&p);
    for (int k = 0; k < n && st == BK_OK; k++) {
        p.row_a = best[k].a;
        p.row_b = best[k].b;
        st = align_two(&p);
    }
    end(&p);
    return st;
}

/* ---- the two ------------------------------------------------------------------------------ */

static int64_t row_of(const bk_study *s, const char *id)
{
    bk_str want = bk__str(id);
    for (int64_t i = 0; i < s->D; i++)
        if (bk__str_eq(bk__study_id(s, i), want))
            return i;
    return -1;
}

bk_status bk_study_pair(bk_study *s, bk_table **out, const char *a, const char *b)
{
    int64_t x = row_of(s, a), y = row_of(s, b);
    bk_table *t = NULL;
    bk_status st = BK_OK;
    *out = NULL;
    if (x < 0 || y < 0)
        return bk__fail(s->ctx, BK_EINVAL, x < 0 ? a : b, "there is no article of this id");
    if (!(s->done & BK_STAGE_VECTORS))
        st = bk_study_run(s, BK_STAGE_VECTORS);
    if (st == BK_OK)
        st = bk_table_new(s->ctx, &t, &bk__pair_spec);
    if (st == BK_OK)
        st = add_terms(s, t, x, y);
    if (st == BK_OK)
        st = add_titles(s, t, x, y);
    if (st == BK_OK && s->corpus)
        st = add_passages(s, t, x, y);
    if (st == BK_OK)
        *out = t;
    else
        bk_table_free(t);
    return st;
}
