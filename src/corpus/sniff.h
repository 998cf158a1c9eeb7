/* sniff.h - what a file holds, by its first bytes. */
#ifndef BK_CORPUS_SNIFF_H
#define BK_CORPUS_SNIFF_H

#include "corpus/record.h"

typedef enum bk__format { BK__AUTO, BK__TXT, BK__JSONL, BK__JSON, BK__CSV, BK__TSV } bk__format;
enum { BK__SNIFF = 1 << 16 }; /* bytes that are looked at, where the file has them */

/* Why the bytes are no text; NULL where they may be. */
const char *bk__sniff_foreign(bk_str head);
/* Never BK__AUTO; `path` decides where the content does not tell. */
bk__format bk__sniff(bk_str head, bk_str path, const bk__names *names);

#endif
