/* fill_topic_choice.c - table topic_choice: how other numbers of topics do, which one is taken,
 * why.
 */
#include "study/themes.h"

enum { MEASURES = 4 };
static const char *const measure[MEASURES] = {"perplexity", "npmi", "exclusivity", "stability"};

/* Rows in which each measure is best; of equal ones fewer topics. */
static void leaders(const bk_topic_choice *c, int n, int lead[MEASURES])
{
    for (int m = 0; m < MEASURES; m++)
        lead[m] = 0;
    for (int i = 1; i < n; i++) {
        lead[0] = c[i].perplexity < c[lead[0]].perplexity ? i : lead[0];
        lead[1] = c[i].npmi > c[lead[1]].npmi ? i : lead[1];
        lead[2] = c[i].exclusivity > c[lead[2]].exclusivity ? i : lead[2];
        lead[3] = c[i].stability > c[lead[3]].stability ? i : lead[3];
    }
}

/* "perplexity, npmi" */
static bk_status best_by(bk__buf *out, int i, const int lead[MEASURES])
{
    bk_status st = BK_OK;
    out->n = 0;
    for (int m = 0; m < MEASURES && st == BK_OK; m++)
        if (lead[m] == i)
            st = bk__buf_print(out, "%s%s", out->n ? ", " : "", measure[m]);
    return st;
}

static bk_status reason(bk__buf *out, const bk_topic_choice *c, int best, const int lead[MEASURES])
{
    static const char *const what[MEASURES] = {"predicts left-out halves best",
                                               "has the most coherent topics",
                                               "the most exclusive ones", "the most stable ones"};
    bool all = true;
    out->n = 0;
    bk_status st =
        c[best].knee > 0
            ? bk__buf_print(out,
                            "%d topics: perplexity still falls at the end of the range (%.0f with "
                            "%d), so the "
                            "most coherent and stable of the numbers about its knee",
                            c[best].topics, c[lead[0]].perplexity, c[lead[0]].topics)
            : bk__buf_print(
                  out,
                  "%d topics: the most coherent and stable of the numbers whose perplexity is "
                  "within two standard errors of the lowest (%.0f with %d)",
                  c[best].topics, c[lead[0]].perplexity, c[lead[0]].topics);
    for (int m = 0; m < MEASURES && st == BK_OK; m++)
        if (lead[m] != best) {
            st = bk__buf_print(out, "%s %d %s", all ? "; others disagree:" : ",", c[lead[m]].topics,
                               what[m]);
            all = false;
        }
    return st == BK_OK && all ? bk__buf_print(out, "; all measures agree") : st;
}

static bk_status add(bk_study *s, const bk_topic_choice *c, bool taken, const bk__buf *by,
                     const bk__buf *why)
{
    bk_cell row[TCH_N] = {[TCH_TOPICS] = BK_CELL_INT(c->topics),
                          [TCH_PERPLEXITY] = BK_CELL_REAL(c->perplexity),
                          [TCH_SE] = BK_CELL_REAL(c->perplexity_se),
                          [TCH_NPMI] = BK_CELL_REAL(c->npmi),
                          [TCH_EXCLUSIVITY] = BK_CELL_REAL(c->exclusivity),
                          [TCH_STABILITY] = BK_CELL_REAL(c->stability),
                          [TCH_TAKEN] = BK_CELL_INT(taken),
                          [TCH_BEST_BY] = by->n ? BK_CELL_STR(bk__buf_str(by)) : BK_CELL_NULL,
                          [TCH_REASON] = taken ? BK_CELL_STR(bk__buf_str(why)) : BK_CELL_NULL};
    return bk__study_add(s, T_TOPIC_CHOICE, row);
}

bk_status bk__fill_topic_choice(bk__themes *t, bk_topic_opts *opts, const bk_csr *A)
{
    bk_study *s = t->s;
    bk_topic_choice choice[BK_TOPIC_CHOICES];
    int from = 0, to = 0, n = 0, best = 0, lead[MEASURES];
    bk__buf by, why;
    bk__buf_init(&by, s->ctx);
    bk__buf_init(&why, s->ctx);
    bk_status st = bk_topic_choose_range(s->ctx, opts->choose, &from, &to);
    if (st == BK_OK)
        st = bk_topic_choose(s->ctx, choice, &n, &best, A, &t->counts, opts, from, to);
    if (st == BK_OK) {
        leaders(choice, n, lead);
        st = reason(&why, choice, best, lead);
    }
    for (int i = 0; i < n && st == BK_OK; i++) {
        st = best_by(&by, i, lead);
        if (st == BK_OK)
            st = add(s, &choice[i], i == best, &by, &why);
    }
    if (st == BK_OK) {
        opts->topics = choice[best].topics;
        bk__log(s->ctx, BK_LOG_INFO, "%s", why.p);
    }
    bk__buf_clear(&by);
    bk__buf_clear(&why);
    return st;
}
