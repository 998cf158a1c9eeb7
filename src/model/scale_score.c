/* scale_score.c - articles on a scale, with standard errors. */
#include <math.h>

#include "model/scale.h"

typedef struct scoring {
    bk_scale *s;
    bool *near; /* [cap] tokens near a target */
    uint32_t cap;
    bool met; /* some target */
} scoring;

/* Marks the words within the window of a target in its sentence; the target itself stays out. */
static bk_status mark(scoring *m, const bk_scan *scan, const bk_sentence *sentence)
{
    bk_scale *s = m->s;
    uint32_t end = sentence->first + sentence->n, value;
    for (uint32_t i = sentence->first; i < end; i++)
        m->near[i] = false;
    for (uint32_t i = sentence->first; i < end;) {
        uint32_t n = bk__patterns_match(s->target, scan, i, &value);
        uint32_t far = (uint32_t)s->opts.window;
        for (uint32_t k = i, left = far; n > 0 && k > sentence->first && left > 0; left--)
            m->near[--k] = true;
        for (uint32_t k = i + n, left = far; n > 0 && k < end && left > 0; left--)
            m->near[k++] = true;
        i += n > 0 ? n : 1;
    }
    for (uint32_t i = sentence->first; i < end;) {
        uint32_t n = bk__patterns_match(s->target, scan, i, &value);
        for (uint32_t k = i; k < i + n; k++)
            m->near[k] = false;
        m->met |= n > 0;
        i += n > 0 ? n : 1;
    }
    return bk__patterns_status(s->target);
}

typedef struct sums {
    double one, two;
    int64_t n;
} sums;

static bk_status score_article(scoring *m, sums *out, const bk_article *a)
{
    bk_scale *s = m->s;
    const bk_scan *scan;
    *out = (sums){0, 0, 0};
    bk_status st = bk_analyzer_run(s->analyzer, a, &scan);
    if (st != BK_OK || !bk__scale_speaks(s, scan))
        return st;
    if (s->target)
        st = bk__grow(s->ctx, &m->near, &m->cap, scan->n_tokens, sizeof *m->near);
    for (uint32_t i = 0; i < scan->n_sentences && st == BK_OK; i++) {
        const bk_sentence *sentence = &scan->sentences[i];
        if (s->target)
            st = mark(m, scan, sentence);
        for (uint32_t k = sentence->first; k < sentence->first + sentence->n; k++) {
            bk_str term = bk_analyzer_term(s->analyzer, scan->tokens[k].form);
            uint32_t id =
                term.p && (!s->target || m->near[k]) ? bk__map_find(&s->terms, term) : BK__NONE;
            if (id == BK__NONE || isnan(s->polarity[id]))
                continue;
            out->one += s->polarity[id];
            out->two += s->polarity[id] * s->polarity[id];
            out->n++;
        }
    }
    return st;
}

static bk_scale_doc doc_of(const sums *x)
{
    double n = (double)x->n, mean = x->one / n;
    if (x->n == 0)
        return (bk_scale_doc){NAN, NAN, 0};
    double variance = fmax(x->two / n - mean * mean, 0);
    return (bk_scale_doc){mean, x->n > 1 ? sqrt(variance / n) : NAN, x->n};
}

/* Scores and errors in deviations of the scores from their mean; as they are where all are equal.
 */
static void standardise(bk_scale_doc *doc, int64_t D)
{
    double n = 0, mean = 0, square = 0;
    for (int64_t i = 0; i < D; i++)
        if (doc[i].words > 0) {
            n += 1;
            mean += doc[i].score;
        }
    mean /= n > 0 ? n : 1;
    for (int64_t i = 0; i < D; i++)
        if (doc[i].words > 0)
            square += (doc[i].score - mean) * (doc[i].score - mean);
    double deviation = n > 1 ? sqrt(square / (n - 1)) : 0;
    if (!(deviation > 0))
        return;
    for (int64_t i = 0; i < D; i++) {
        doc[i].score = (doc[i].score - mean) / deviation;
        doc[i].se /= deviation;
    }
}

bk_status bk_scale_score(bk_ctx *ctx, bk_scale_doc *doc, bk_scale *s, const bk_corpus *c)
{
    scoring m = {s, NULL, 0, false};
    bk_status st = BK_OK;
    for (int64_t i = 0; i < bk_corpus_size(c) && st == BK_OK; i++) {
        sums x;
        st = score_article(&m, &x, bk_corpus_at(c, i));
        doc[i] = doc_of(&x);
        if (st == BK_OK && i % 256 == 0)
            st = bk__cancelled(ctx);
    }
    bk__free(s->ctx, m.near);
    if (st == BK_OK && s->target && !m.met)
        bk__log(ctx, BK_LOG_WARN, "scale: \"%s\" never stands in the articles: none has a score",
                s->opts.target);
    if (st == BK_OK)
        standardise(doc, bk_corpus_size(c));
    return st;
}
