/* kwic.c - a word in its contexts: every place in the cleaned texts of a written study.
 *
 * Texts are scanned as they were for the study, so that a match is a whole word: its folded form is
 * compared, or its lemma. A sequence of words must follow one another in a sentence, whatever marks
 * stand between them. */
#include "report/schema.h"
#include "study/results.h"
#include "text/utf8.h"

#include <bingkai/text.h>

static const bk_opt kwic_table[] = {
    {"lemma", "Find every form of the words, not only the one that is written", "", BK_OPT_BOOL,
     offsetof(bk_kwic_opts, lemma), 0, 0, 1, NULL, NULL},
    {"width", "Characters of context on each side", "N", BK_OPT_INT, offsetof(bk_kwic_opts, width),
     40, 1, 1000, NULL, NULL},
    {"limit", "Lines at most; 0 for all", "N", BK_OPT_INT, offsetof(bk_kwic_opts, limit), 0, 0,
     2147483647, NULL, NULL},
};

const bk_opt *bk_kwic_opt_table(size_t *n)
{
    *n = sizeof kwic_table / sizeof *kwic_table;
    return kwic_table;
}

static const bk_col cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"source", BK_COL_TEXT, "", "Outlet", 0},
    {"published", BK_COL_DATE, "UTC", "When it was published", 0},
    {"left", BK_COL_TEXT, "", "Text before", BK_COL_ARTICLE_TEXT},
    {"word", BK_COL_TEXT, "", "What was found", BK_COL_ARTICLE_TEXT},
    {"right", BK_COL_TEXT, "", "Text behind", BK_COL_ARTICLE_TEXT},
};
enum { COLS = sizeof cols / sizeof *cols, WORDS = 16 };
static const bk_table_spec spec = {"kwic", "A word in its contexts", cols, COLS, NULL};

typedef struct search {
    bk_ctx *ctx;
    bk_kwic_opts opts;
    bk_analyzer *analyzer;
    char *want[WORDS]; /* folded, or lemmas; of the language that is being read */
    size_t n;
    const char *lang; /* that `want` is of */
    const char *words;
    bk__buf left, right;
} search;

static bool is_word(uint8_t kind)
{
    return kind == BK_KIND_WORD || kind == BK_KIND_NUMBER;
}

static bk_str face(const search *q, uint32_t form)
{
    const bk_form *f = bk_analyzer_form(q->analyzer, form);
    return q->opts.lemma ? f->lemma : f->fold;
}

static void forget(search *q)
{
    for (size_t i = 0; i < q->n; i++)
        bk__free(q->ctx, q->want[i]);
    q->n = 0;
}

/* The words asked for, as the analyzer sees them in this language. */
static bk_status learn(search *q, const char *lang)
{
    const bk_scan *scan;
    bk_status st;
    forget(q);
    q->lang = lang;
    st = bk_analyzer_text(q->analyzer, bk__str(q->words), lang, &scan);
    for (uint32_t i = 0; st == BK_OK && i < scan->n_tokens; i++) {
        uint32_t form = scan->tokens[i].form;
        if (!is_word(bk_analyzer_form(q->analyzer, form)->kind))
            continue;
        if (q->n == WORDS)
            return bk__fail(q->ctx, BK_EINVAL, "words", "more than %d words", WORDS);
        q->want[q->n] = bk__strdup(q->ctx, face(q, form));
        st = q->want[q->n] ? BK_OK : BK_ENOMEM;
        q->n += st == BK_OK;
    }
    if (st == BK_OK && q->n == 0)
        st = bk__fail(q->ctx, BK_EINVAL, "words", "there is no word to look for");
    return st;
}

/* Does the sequence begin at token i? *last is its last token. */
static bool matches(const search *q, const bk_scan *scan, uint32_t i, uint32_t *last)
{
    uint32_t sentence = scan->tokens[i].sentence;
    for (size_t k = 0; k < q->n; i++) {
        if (i >= scan->n_tokens || scan->tokens[i].sentence != sentence)
            return false;
        if (!is_word(bk_analyzer_form(q->analyzer, scan->tokens[i].form)->kind)) {
            if (k == 0)
                return false;
            continue;
        }
        if (!bk__str_eq(face(q, scan->tokens[i].form), bk__str(q->want[k])))
            return false;
        *last = i;
        k++;
    }
    return true;
}

static bool inside_character(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* On one line: white space becomes a blank. */
static bk_status on_line(bk__buf *out, bk_str s)
{
    bk_status st = bk__buf_add(out, s);
    for (size_t i = 0; st == BK_OK && i < out->n; i++)
        if ((unsigned char)out->p[i] < ' ')
            out->p[i] = ' ';
    return st;
}

static bk_status context(search *q, bk_str text, size_t begin, size_t end)
{
    size_t from = begin, to = end;
    bk_status st;
    for (int n = 0; n < q->opts.width && from > 0; n++)
        do
            from--;
        while (from > 0 && inside_character(text.p[from]));
    for (int n = 0; n < q->opts.width && to < text.n; n++)
        do
            to++;
        while (to < text.n && inside_character(text.p[to]));
    q->left.n = q->right.n = 0;
    st = on_line(&q->left, (bk_str){text.p + from, begin - from});
    return st == BK_OK ? on_line(&q->right, (bk_str){text.p + end, to - end}) : st;
}

static bk_cell text_cell(const bk__buf *b)
{
    return BK_CELL_STR((b->n ? bk__buf_str(b) : BK__STR("")));
}

static bool enough(const search *q, const bk_table *out)
{
    return q->opts.limit > 0 && bk_table_rows(out) >= q->opts.limit;
}

static bk_status search_article(search *q, const bk_table *articles, int64_t row, bk_table *out)
{
    bk_str text = bk_table_cell(articles, row, ART_TEXT).s;
    bk_cell said = bk_table_cell(articles, row, ART_LANG);
    const char *lang = bk__str_eq(said.s, BK__STR("en")) ? "en" : "id";
    const bk_scan *scan;
    bk_status st = BK_OK;
    if (bk__utf8_valid(text) < text.n)
        return bk__fail(q->ctx, BK_EFORMAT, "articles", "the study's text is not UTF-8");
    if (!q->lang || strcmp(lang, q->lang) != 0)
        st = learn(q, lang);
    if (st == BK_OK)
        st = bk_analyzer_text(q->analyzer, text, lang, &scan);
    for (uint32_t i = 0; st == BK_OK && i < scan->n_tokens && !enough(q, out); i++) {
        uint32_t last = i;
        if (!matches(q, scan, i, &last))
            continue;
        size_t begin = scan->tokens[i].begin, end = scan->tokens[last].end;
        st = context(q, text, begin, end);
        bk_cell line[COLS] = {bk_table_cell(articles, row, ART_ID),
                              bk_table_cell(articles, row, ART_SOURCE),
                              bk_table_cell(articles, row, ART_PUBLISHED),
                              text_cell(&q->left),
                              BK_CELL_STR(((bk_str){text.p + begin, end - begin})),
                              text_cell(&q->right)};
        if (st == BK_OK)
            st = bk_table_add(out, line);
    }
    return st;
}

static bk_status search_all(search *q, const bk_table *articles, bk_table *out)
{
    bool any = false;
    bk_status st = BK_OK;
    int64_t n = bk_table_rows(articles);
    for (int64_t r = 0; r < n && st == BK_OK && !enough(q, out); r++) {
        if (bk_table_cell(articles, r, ART_TEXT).null)
            continue;
        any = true;
        st = search_article(q, articles, r, out);
        if (st == BK_OK && r % 64 == 0)
            st = bk__cancelled(q->ctx);
        bk__progress(q->ctx, "search", (uint64_t)r + 1, (uint64_t)n);
    }
    if (st == BK_OK && n > 0 && !any)
        st = bk__fail(q->ctx, BK_EINVAL, "", "this study was written without text");
    return st;
}

bk_status bk_results_kwic(bk_results *r, bk_table **out, const char *words,
                          const bk_kwic_opts *opts)
{
    bk_kwic_opts defaults = BK_KWIC_OPTS_INIT;
    search q = {.ctx = r->ctx, .opts = opts ? *opts : defaults, .words = words};
    bk_table *articles = NULL;
    size_t n;
    const bk_opt *table = bk_kwic_opt_table(&n);
    bk_status st;
    *out = NULL;
    bk__buf_init(&q.left, r->ctx);
    bk__buf_init(&q.right, r->ctx);
    if (bk__utf8_valid(bk__str(words)) < strlen(words))
        return bk__fail(r->ctx, BK_EINVAL, "words", "the words are not UTF-8");
    BK__TRY(st, bk_opt_check(r->ctx, table, n, &q.opts, "kwic"), done);
    BK__TRY(st, bk_results_table(r, &articles, "articles", NULL, NULL), done);
    BK__TRY(st, bk_analyzer_new(r->ctx, &q.analyzer, NULL), done);
    BK__TRY(st, bk_table_new(r->ctx, out, &spec), done);
    st = search_all(&q, articles, *out);
done:
    forget(&q);
    bk_analyzer_free(q.analyzer);
    bk_table_free(articles);
    bk__buf_clear(&q.left);
    bk__buf_clear(&q.right);
    if (st != BK_OK) {
        bk_table_free(*out);
        *out = NULL;
    }
    return st;
}
