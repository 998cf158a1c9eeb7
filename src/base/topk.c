/* topk.c - the k best of a stream: a heap with the worst of them on top. */
#include "base/topk.h"

/* a is better: higher score, then lower id. */
static int better(bk__scored a, bk__scored b)
{
    return a.score > b.score || (a.score == b.score && a.id < b.id);
}

static void sift_down(bk__scored *at, size_t n, size_t i)
{
    bk__scored x = at[i];
    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= n)
            break;
        if (child + 1 < n && better(at[child], at[child + 1]))
            child++;
        if (!better(x, at[child]))
            break;
        at[i] = at[child];
        i = child;
    }
    at[i] = x;
}

void bk__topk_init(bk__topk *t, bk__scored *at, size_t k)
{
    t->at = at;
    t->k = k;
    t->n = 0;
}

void bk__topk_push(bk__topk *t, double score, uint32_t id)
{
    bk__scored x = {score, id};
    if (t->n < t->k) {
        size_t i = t->n++;
        while (i > 0 && better(t->at[(i - 1) / 2], x)) {
            t->at[i] = t->at[(i - 1) / 2];
            i = (i - 1) / 2;
        }
        t->at[i] = x;
    } else if (t->k > 0 && better(x, t->at[0])) {
        t->at[0] = x;
        sift_down(t->at, t->n, 0);
    }
}

size_t bk__topk_sort(bk__topk *t)
{
    for (size_t end = t->n; end > 1; end--) { /* the worst goes to the end each time */
        bk__scored worst = t->at[0];
        t->at[0] = t->at[end - 1];
        sift_down(t->at, end - 1, 0);
        t->at[end - 1] = worst;
    }
    return t->n;
}
