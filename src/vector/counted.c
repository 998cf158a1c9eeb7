/* counted.c - what a stretch of articles gave. */
#include "vector/hand.h"

bk_status bk__counted_renumber(bk__counted *k, uint32_t n)
{
    uint32_t *same = bk__alloc_array(k->ctx, n, sizeof *same);
    if (!same)
        return BK_ENOMEM;
    for (uint32_t i = 0; i < n; i++)
        same[i] = i;
    for (int64_t w = 0; w < k->workers; w++) {
        bk__free(k->ctx, k->of_worker[w]);
        k->of_worker[w] = w == 0 ? same : NULL;
        k->n_of_worker[w] = w == 0 ? n : 0;
        bk__map_clear(&k->words[w]);
    }
    return BK_OK;
}

void bk__counted_clear_rows(bk__counted *k)
{
    for (int64_t i = 0; k->own_chunks && i < k->chunks; i++)
        bk__free(k->ctx, k->chunk[i].at);
    bk__row_blocks_free(k->ctx, k->memory);
    bk__free(k->ctx, k->chunk);
    bk__free(k->ctx, k->first);
    k->memory = NULL;
    k->chunk = NULL;
    k->first = NULL;
    k->chunks = 0;
    k->own_chunks = false;
}

void bk__counted_clear(bk__counted *k)
{
    if (!k->ctx)
        return;
    for (int64_t w = 0; w < k->workers; w++) {
        if (k->of_worker)
            bk__free(k->ctx, k->of_worker[w]);
        if (k->words)
            bk__map_clear(&k->words[w]);
    }
    bk__counted_clear_rows(k);
    bk__free(k->ctx, k->of_worker);
    bk__free(k->ctx, k->n_of_worker);
    bk__free(k->ctx, k->words);
    bk__free(k->ctx, k->term);
    bk__free(k->ctx, k->bytes);
    bk__free(k->ctx, k->df);
    bk__free(k->ctx, k->tf);
    bk__free(k->ctx, k->form);
    bk__shown_clear(&k->shown);
    *k = (bk__counted){0};
}

uint32_t bk__counted_find(const bk__counted *k, bk_str term)
{
    return bk__str_search(k->term, k->n, term);
}
