/* lda_many.c - what a fit of LDA with many topics holds besides: its grid by word, its lists.
 *
 * Lists are made anew before each sweep and given back to the counts after it, so that a fit that
 * goes on from a checkpoint has them in the same order. Workspace: 8 bytes an entry, 2 an article's
 * word in a block; 6 for each of an article's topics, of which it has as many as tokens at most. */
#include "base/par.h"
#include "model/lda.h"

int bk__lda_many_from = 320;

bk_status bk__lda_many_open(bk__lda *m)
{
    int64_t sum = 0;
    if (m->K < bk__lda_many_from)
        return BK_OK;
    m->many.at = bk__alloc_array(m->ctx, (size_t)m->A->rows, sizeof *m->many.at);
    m->many.live = bk__calloc(m->ctx, (size_t)m->A->rows, sizeof *m->many.live);
    if (!m->many.at || !m->many.live)
        return BK_ENOMEM;
    for (int64_t i = 0; i < m->A->rows; i++) {
        m->many.at[i] = sum;
        sum += bk__lda_sparse_room(m->length[i], m->K);
    }
    m->many.topics = bk__calloc(m->ctx, (size_t)sum, sizeof *m->many.topics);
    m->many.count = bk__calloc(m->ctx, (size_t)sum, sizeof *m->many.count);
    if (!m->many.topics || !m->many.count)
        return BK_ENOMEM;
    return bk__lda_grid_new(m->ctx, &m->many.grid, m->At, 1);
}

void bk__lda_many_close(bk__lda *m)
{
    bk__lda_grid_free(m->ctx, &m->many.grid);
    bk__free(m->ctx, m->many.at);
    bk__free(m->ctx, m->many.live);
    bk__free(m->ctx, m->many.topics);
    bk__free(m->ctx, m->many.count);
}

bk__lda_sparse bk__lda_many_work(const bk__lda *m)
{
    return (bk__lda_sparse){.K = m->K,
                            .ld = m->ld,
                            .beta = m->beta,
                            .vbeta = (float)m->A->cols * m->beta,
                            .alpha = m->alpha,
                            .of_word = m->word,
                            .of_article = m->article,
                            .topic = m->topic,
                            .at = m->many.at,
                            .live = m->many.live,
                            .topics = m->many.topics,
                            .count = m->many.count};
}

static bk_status list_panel(void *user, int64_t chunk, int worker)
{
    const bk__lda *m = user;
    bk__lda_sparse work = bk__lda_many_work(m);
    int64_t end = (chunk + 1) * BK__LDA_PANEL;
    (void)worker;
    bk__lda_sparse_list(&work, chunk * BK__LDA_PANEL, end < m->A->rows ? end : m->A->rows);
    return BK_OK;
}

static bk_status unlist_panel(void *user, int64_t chunk, int worker)
{
    const bk__lda *m = user;
    bk__lda_sparse work = bk__lda_many_work(m);
    int64_t end = (chunk + 1) * BK__LDA_PANEL;
    (void)worker;
    bk__lda_sparse_unlist(&work, chunk * BK__LDA_PANEL, end < m->A->rows ? end : m->A->rows);
    return BK_OK;
}

bk_status bk__lda_many_begin(bk__lda *m)
{
    if (m->many.torn)
        bk__lda_count(m);
    m->many.torn = true;
    return bk__par_for(m->ctx, NULL, bk__chunks(m->A->rows, BK__LDA_PANEL), list_panel, m);
}

bk_status bk__lda_many_end(bk__lda *m)
{
    bk_status st =
        bk__par_for(m->ctx, NULL, bk__chunks(m->A->rows, BK__LDA_PANEL), unlist_panel, m);
    m->many.torn = st != BK_OK;
    return st;
}
