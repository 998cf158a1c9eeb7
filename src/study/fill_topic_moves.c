/* fill_topic_moves.c - an update's topics beside their old selves.
 *
 * A topic of the file goes on, or rests where it is the strongest of no new article; those behind
 * are new. `before` is its part of the evidence (bk_topic_model_weight) behind all old topics.
 * Terms gained are the first of its TERMS first ones that were not among them before; lost the
 * other way round. */
#include "base/topk.h"
#include "study/themes.h"

enum { SHOWN = 5 };

typedef struct firsts {
    uint32_t col[BK__TERMS];
    int n;
} firsts;

/* The first terms of an old topic; ties by lower column. */
static firsts old_firsts(const bk_topic_model *m, int k)
{
    const float *row = bk_topic_model_terms(m) + k * bk_topic_model_cols(m);
    bk__scored heap[BK__TERMS];
    bk__topk best;
    firsts f;
    bk__topk_init(&best, heap, BK__TERMS);
    for (int64_t c = 0; c < bk_topic_model_cols(m); c++)
        if (row[c] > 0)
            bk__topk_push(&best, (double)row[c], (uint32_t)c);
    f.n = (int)bk__topk_sort(&best);
    for (int i = 0; i < f.n; i++)
        f.col[i] = heap[i].id;
    return f;
}

static firsts new_firsts(const bk__themes *t, int k)
{
    firsts f;
    double weight[BK__TERMS];
    f.n = bk_topic_top(t->topic, t->at[k], f.col, weight, BK__TERMS);
    return f;
}

/* Terms of a that b does not have. */
static bk_status missing(const bk__themes *t, const firsts *a, const firsts *b, bk__buf *out)
{
    const bk_vocab *v = bk_vectorizer_vocab(t->s->vectors);
    bk_status st = BK_OK;
    out->n = 0;
    for (int i = 0, shown = 0; i < a->n && shown < SHOWN && st == BK_OK; i++) {
        bool both = false;
        for (int j = 0; j < b->n; j++)
            both = both || a->col[i] == b->col[j];
        if (both)
            continue;
        if (shown++ > 0)
            st = bk__buf_byte(out, ' ');
        if (st == BK_OK)
            st = bk__buf_add(out, bk_vocab_shown(v, a->col[i]));
    }
    return st;
}

static bk_cell text(const bk__buf *b)
{
    return BK_CELL_STR((b->n ? bk__buf_str(b) : BK__STR("")));
}

static bk_status add_move(bk__themes *t, int k, const bk_topic_move *move, double evidence)
{
    const bk_topic_model *m = t->from;
    bool old = k < bk_topic_model_count(m);
    const char *state = !old ? "new" : t->strong[k] > 0 ? "goes on" : "rests";
    firsts was = {.n = 0}, is = new_firsts(t, k);
    bk__buf gained, lost;
    bk__buf_init(&gained, t->s->ctx);
    bk__buf_init(&lost, t->s->ctx);
    if (old)
        was = old_firsts(m, k);
    bk_status st = old ? missing(t, &is, &was, &gained) : BK_OK;
    if (st == BK_OK)
        st = missing(t, &was, &is, &lost);
    if (st == BK_OK) {
        double before = old && evidence > 0 ? bk_topic_model_weight(m)[k] / evidence : 0;
        bk_cell row[TMO_N] = {[TMO_TOPIC] = BK_CELL_INT(k),
                              [TMO_LABEL] = bk_table_cell(t->s->table[T_TOPICS], k, TOP_LABEL),
                              [TMO_STATE] = BK_CELL_STR(bk__str(state)),
                              [TMO_BEFORE] = old ? BK_CELL_REAL(before) : BK_CELL_NULL,
                              [TMO_SHARE] = BK_CELL_REAL(t->share[k].value),
                              [TMO_HELLINGER] = old ? BK_CELL_REAL(move->hellinger) : BK_CELL_NULL,
                              [TMO_JENSEN] = old ? BK_CELL_REAL(move->jensen) : BK_CELL_NULL,
                              [TMO_GAINED] = text(&gained),
                              [TMO_LOST] = text(&lost)};
        st = bk__study_add(t->s, T_TOPIC_MOVES, row);
    }
    bk__buf_clear(&gained);
    bk__buf_clear(&lost);
    return st;
}

bk_status bk__fill_topic_moves(bk__themes *t)
{
    if (!t->from || t->frozen)
        return BK_OK;
    int old = bk_topic_model_count(t->from);
    bk_topic_move *move = bk__calloc(t->s->ctx, (size_t)old + 1, sizeof *move);
    double evidence = 0;
    if (!move)
        return BK_ENOMEM;
    for (int k = 0; k < old; k++)
        evidence += bk_topic_model_weight(t->from)[k];
    bk_status st = bk_topic_moves(t->topic, t->from, move);
    for (int k = 0; k < t->K && st == BK_OK; k++)
        st = add_move(t, k, &move[k < old ? k : 0], evidence);
    bk__free(t->s->ctx, move);
    return st;
}
