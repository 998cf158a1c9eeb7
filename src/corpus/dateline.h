/* dateline.h - outlet and place in front of a report: "BEIJING, KOMPAS.TV - China mengajak ...". */
#ifndef BK_CORPUS_DATELINE_H
#define BK_CORPUS_DATELINE_H

#include "base/str.h"

typedef struct bk__dateline {
    size_t end;    /* the report begins here; 0: there is no dateline */
    bk_str outlet; /* views of the line; {NULL,0} where not named */
    bk_str place;
} bk__dateline;

/* A word that ends like the address of a site: KOMPAS.com. */
bool bk__is_domain(bk_str word);
/* `source` is the article's outlet where that is known. Pure; looks at 160 bytes. A
 * place in small letters that stands alone counts only where `first` says that no paragraph came
 * before. */
bk__dateline bk__dateline_find(bk_str line, bk_str source, bool first);

#endif
