/* seeds.h - words that topics are held to, from a file of the user's.
 *
 *     # a topic a line: its name, a colon, its words
 *     sanctions: sanksi, embargo, tarif*
 *     war: perang, serangan, invasi, drone
 * A word is a term as it is counted or as it is shown, letters' case aside; with * behind it every
 * term that begins so. */
#ifndef BK_STUDY_SEEDS_H
#define BK_STUDY_SEEDS_H

#include <bingkai/text.h>
#include <bingkai/topic.h>
#include <bingkai/vectorize.h>

#include "base/arena.h"

typedef struct bk__seeds {
    bk__arena arena; /* of everything below */
    bk_topic_seed *seed;
    bk_str *name;
    int n;
} bk__seeds;

/* BK_EFORMAT with file and line where a line has no name or one that stands above, or where none of
 * its words is a term; words that are none are said in the log, with the reason where there are
 * articles, c, counted with opts; c NULL: there are none. */
bk_status bk__seeds_load(bk_ctx *ctx, bk__seeds *out, const char *path, const bk_vocab *vocab,
                         const bk_corpus *c, const bk_vectorizer_opts *opts);
void bk__seeds_clear(bk__seeds *s);

#endif
