/* story.h - articles that tell one story: groups by similarity, and by similarity and time. */
#ifndef BK_MODEL_STORY_H
#define BK_MODEL_STORY_H

#include <bingkai/similar.h>

typedef struct bk__stories {
    int64_t n;     /* rows */
    uint32_t *of;  /* [n] number of the row's story, by lowest row; UINT32_MAX: none */
    uint32_t many; /* stories, each of two rows or more */
} bk__stories;

/* Groups of rows with a mean cosine between the halves of each merge of at least `least` (group
 * average clustering). A [n x V], rows of norm 1 or 0; pairs: of which merges are tried, with their
 * cosines, in any order, at least `least`; when [n] seconds, or NULL: time does not count. With it
 * rows at BK_NO_DATE are in no story, and two stories are one only where the earlier ends at most
 * `window` seconds before the later begins. The same rows in any order give the same groups but for
 * ties, which go to lower rows. Yours, bk__stories_free. O(P log P), a merge in O(V). BK_ENOMEM. */
bk_status bk__stories_fit(bk_ctx *ctx, bk__stories *out, const bk_csr *A, const bk_pairs *pairs,
                          double least, const int64_t *when, int64_t window);
void bk__stories_free(bk_ctx *ctx, bk__stories *s);

#endif
