/* topic_place.h - what a mark is given for, for those who know shares and gain already. */
#ifndef BK_MODEL_TOPIC_PLACE_H
#define BK_MODEL_TOPIC_PLACE_H

#include <bingkai/theme.h>

/* Share of all text that is mixed into what topics predict. */
#define BK__PLACE_BACKGROUND 0.01
/* x from the shares d [K]; words and gain are known. */
void bk__place_mark(bk_place *x, const double *d, int K, double words, double gain,
                    const bk_theme_opts *opts);

#endif
