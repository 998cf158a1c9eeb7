/* dateline.h - outlet and place in front of a report: "BEIJING, KOMPAS.TV - China mengajak ...". */
#ifndef BK_CORPUS_DATELINE_H
#define BK_CORPUS_DATELINE_H

#include "base/str.h"

typedef struct bk__dateline {
    size_t end;    /* the report begins here; 0: there is no dateline */
    bk_str outlet; /* views of the line; {NULL,0} where not named */
    bk_str place;
} bk__dateline;

/* `source` is the article's outlet where that is known. Pure; looks at 160 bytes. */
bk__dateline bk__dateline_find(bk_str line, bk_str source);

#endif
