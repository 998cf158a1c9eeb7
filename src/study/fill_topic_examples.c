/* fill_topic_examples.c - table topic_examples: the articles and sentences that show best what a
 * topic is about.
 *
 * Articles: leads of repeats alone, by share times words / (words + LENGTH), so that a stub of
 * three words is not the most typical. Sentences of the first LOOK of them: the mean over their
 * known words of the topic's part of the word, s_k t_kw / sum over l of s_l t_lw, times n / (n +
 * SHORT); a sentence that says the same as one before counts once. Without text articles alone. */
#include <math.h>

#include "base/topk.h"
#include "study/themes.h"

enum { ARTICLES = 5, SENTENCES = 3, LOOK = 20, MIN_WORDS = 5, MAX_WORDS = 40 };
static const double LENGTH = 60, SHORT = 6;

typedef struct sentence {
    double score, share;
    int64_t article;
    uint32_t number, begin, end, field;
    bk_str text;
} sentence;

typedef struct examples {
    bk__themes *t;
    bk_analyzer *analyzer;
    double *p; /* [V] weight of a term in all topics */
} examples;

static bk_status add_article(bk__themes *t, int k, int rank, int64_t i)
{
    bk_cell row[TEX_N] = {[TEX_TOPIC] = BK_CELL_INT(k),
                          [TEX_KIND] = BK_CELL_STR(BK__STR("article")),
                          [TEX_RANK] = BK_CELL_INT(rank),
                          [TEX_ID] = BK_CELL_STR(bk__study_id(t->s, i)),
                          [TEX_SHARE] = BK_CELL_REAL(bk__themes_share(t, i, k)),
                          [TEX_SENTENCE] = BK_CELL_NULL,
                          [TEX_FIELD] = BK_CELL_NULL,
                          [TEX_BEGIN] = BK_CELL_NULL,
                          [TEX_END] = BK_CELL_NULL,
                          [TEX_TEXT] = bk__study_words(t->s, bk__study_title(t->s, i))};
    return bk__study_add(t->s, T_TOPIC_EXAMPLES, row);
}

static bk_status add_sentence(bk__themes *t, int k, int rank, const sentence *x)
{
    bk_cell row[TEX_N] = {[TEX_TOPIC] = BK_CELL_INT(k),
                          [TEX_KIND] = BK_CELL_STR(BK__STR("sentence")),
                          [TEX_RANK] = BK_CELL_INT(rank),
                          [TEX_ID] = BK_CELL_STR(bk__study_id(t->s, x->article)),
                          [TEX_SHARE] = BK_CELL_REAL(x->share),
                          [TEX_SENTENCE] = BK_CELL_INT(x->number),
                          [TEX_FIELD] = BK_CELL_STR(
                              (x->field == BK_FIELD_TITLE ? BK__STR("title") : BK__STR("text"))),
                          [TEX_BEGIN] = BK_CELL_INT(x->begin),
                          [TEX_END] = BK_CELL_INT(x->end),
                          [TEX_TEXT] = bk__study_words(t->s, x->text)};
    return bk__study_add(t->s, T_TOPIC_EXAMPLES, row);
}

/* Puts x among the best [SENTENCES] of *n; earlier ones win ties. */
static void keep(sentence *best, int *n, const sentence *x)
{
    for (int i = 0; i < *n; i++)
        if (best[i].score == x->score || bk__str_eq(best[i].text, x->text))
            return; /* the same words, perhaps with other blanks and marks */
    if (*n == SENTENCES && x->score <= best[*n - 1].score)
        return;
    int at = *n < SENTENCES ? (*n)++ : *n - 1;
    for (; at > 0 && best[at - 1].score < x->score; at--)
        best[at] = best[at - 1];
    best[at] = *x;
}

static void judge(const examples *e, const bk_scan *scan, int k, uint32_t number, sentence *x)
{
    const bk__themes *t = e->t;
    const bk_sentence *s = &scan->sentences[number];
    const bk_vocab *v = bk_vectorizer_vocab(t->s->vectors);
    const double *terms = bk_topic_terms(t->topic) + t->at[k] * t->counts.cols;
    double sum = 0;
    int n = 0;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        bk_str term = bk_analyzer_term(e->analyzer, scan->tokens[i].form);
        uint32_t w = term.n ? bk_vocab_find(v, term) : UINT32_MAX;
        if (w == UINT32_MAX || !(e->p[w] > 0))
            continue;
        sum += t->share[k].value * terms[w] / e->p[w];
        n++;
    }
    x->share = n > 0 ? sum / n : 0;
    x->score = n >= MIN_WORDS && n <= MAX_WORDS ? x->share * n / (n + SHORT) : 0;
    x->number = number;
    x->begin = s->begin;
    x->end = s->end;
    x->field = s->field;
}

static bk_status sentences(examples *e, int k, const bk__scored *articles, int n)
{
    bk__themes *t = e->t;
    sentence best[SENTENCES];
    int found = 0;
    bk_status st = BK_OK;
    for (int a = 0; a < n && st == BK_OK; a++) {
        const bk_article *article = bk_corpus_at(t->s->corpus, articles[a].id);
        const bk_scan *scan;
        st = bk_analyzer_run(e->analyzer, article, &scan);
        for (uint32_t i = 0; st == BK_OK && i < scan->n_sentences; i++) {
            sentence x = {.article = articles[a].id};
            judge(e, scan, k, i, &x);
            bk_str raw = x.field == BK_FIELD_TITLE ? article->title : article->text;
            x.text = (bk_str){raw.p + x.begin, x.end - x.begin};
            if (x.score > 0)
                keep(best, &found, &x);
        }
    }
    for (int i = 0; i < found && st == BK_OK; i++)
        st = add_sentence(t, k, i + 1, &best[i]);
    return st;
}

static bk_status one_topic(examples *e, int k)
{
    bk__themes *t = e->t;
    bk__scored heap[LOOK];
    bk__topk best;
    bk_status st = BK_OK;
    bk__topk_init(&best, heap, LOOK);
    for (int64_t i = 0; i < t->s->D; i++) {
        double words = t->place[i].words, share = bk__themes_share(t, i, k);
        if (t->lead[i] == i && share > 0)
            bk__topk_push(&best, share * words / (words + LENGTH), (uint32_t)i);
    }
    int n = (int)bk__topk_sort(&best);
    for (int a = 0; a < n && a < ARTICLES && st == BK_OK; a++)
        st = add_article(t, k, a + 1, heap[a].id);
    if (st == BK_OK && e->analyzer)
        st = sentences(e, k, heap, n);
    return st;
}

bk_status bk__fill_topic_examples(bk__themes *t)
{
    bk_study *s = t->s;
    examples e = {.t = t};
    int64_t V = t->counts.cols;
    bk_status st = BK_OK;
    e.p = bk__calloc(s->ctx, (size_t)V + 1, sizeof *e.p);
    if (!e.p)
        return BK_ENOMEM;
    bk__themes_mean(t, e.p);
    if (s->corpus && !s->opts.no_text)
        st = bk_analyzer_new(s->ctx, &e.analyzer, &s->opts.vectorizer.analyzer);
    for (int k = 0; k < t->K && st == BK_OK; k++) {
        st = one_topic(&e, k);
        bk__progress(s->ctx, "examples", (uint64_t)k + 1, (uint64_t)t->K);
    }
    bk_analyzer_free(e.analyzer);
    bk__free(s->ctx, e.p);
    return st;
}
