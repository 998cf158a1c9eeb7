/* polarity.h - words that are good or bad news: models/<lang>/polarity.tsv. */
#ifndef BK_MODEL_POLARITY_H
#define BK_MODEL_POLARITY_H

#include <bingkai/text.h>

typedef struct bk__polarities bk__polarities;
/* BK_EFORMAT with file and line. Belongs to one analyzer. */
bk_status bk__polarities_new(bk_ctx *ctx, bk__polarities **out, bk_analyzer *a);
/* The longest row that begins at token i: number of tokens, 0 where there is none. *value -2..2. */
uint32_t bk__polarities_match(bk__polarities *p, const bk_scan *scan, uint32_t i, int8_t *value);
void bk__polarities_free(bk__polarities *p);

#endif
