/* scale_table.c - words and articles of a scale as tables. */
#include <bingkai/scale.h>

#include "base/str.h"
#include "study/study.h"

static const bk_col word_cols[] = {
    {"word", BK_COL_TEXT, "", "Word, as it is counted", 0},
    {"polarity", BK_COL_REAL, "cosine", "Mean signed cosine to the seeds", 0},
    {"count", BK_COL_INT, "occurrences", "In the articles that it was fitted to", 0},
    {"seed", BK_COL_INT, "", "1 or -1 for a seed word, else 0", 0},
};
static const bk_col doc_cols[] = {
    {"id", BK_COL_TEXT, "", "Article", 0},
    {"source", BK_COL_TEXT, "", "Outlet", 0},
    {"published", BK_COL_DATE, "UTC", "When it was published", 0},
    {"score", BK_COL_REAL, "deviations", "Where it stands among the articles", 0},
    {"se", BK_COL_REAL, "deviations", "Standard error of the score", 0},
    {"words", BK_COL_INT, "words", "Words behind it", 0},
    {"title", BK_COL_TEXT, "", "Title", 0},
};
const bk_table_spec bk__scale_word_spec = {"scale_words", "Words between the poles of a scale",
                                           word_cols, sizeof word_cols / sizeof *word_cols, NULL};
const bk_table_spec bk__scale_spec = {"scale", "Articles between the poles of a scale", doc_cols,
                                      sizeof doc_cols / sizeof *doc_cols, NULL};

static bk_status done(bk_table **out, bk_status st)
{
    if (st != BK_OK) {
        bk_table_free(*out);
        *out = NULL;
    }
    return st;
}

bk_status bk_scale_word_table(bk_ctx *ctx, bk_table **out, const bk_scale *s)
{
    int64_t n;
    const bk_scale_word *w = bk_scale_words(s, &n);
    bk_status st = bk_table_new(ctx, out, &bk__scale_word_spec);
    for (int64_t i = 0; i < n && st == BK_OK; i++) {
        bk_cell row[] = {BK_CELL_STR(w[i].word), BK_CELL_REAL(w[i].polarity),
                         BK_CELL_INT(w[i].count), BK_CELL_INT(w[i].seed)};
        st = bk_table_add(*out, row);
    }
    return done(out, st);
}

bk_status bk_scale_table(bk_ctx *ctx, bk_table **out, const bk_corpus *c, const bk_scale_doc *doc)
{
    bk_status st = bk_table_new(ctx, out, &bk__scale_spec);
    for (int64_t i = 0; i < bk_corpus_size(c) && st == BK_OK; i++) {
        const bk_article *a = bk_corpus_at(c, i);
        bk_cell date = a->published == BK_NO_DATE ? BK_CELL_NULL : BK_CELL_INT(a->published);
        bk_cell row[] = {
            BK_CELL_STR(a->id),         BK_CELL_STR(a->source),  date,
            BK_CELL_REAL(doc[i].score), BK_CELL_REAL(doc[i].se), BK_CELL_INT(doc[i].words),
            BK_CELL_STR(a->title)};
        st = bk_table_add(*out, row);
    }
    return done(out, st);
}
