/* store_form.h - the container's layout, as store.h describes it, for those who write and read it.
 */
#ifndef BK_MATRIX_STORE_FORM_H
#define BK_MATRIX_STORE_FORM_H

#include "matrix/store.h"

enum { BK__STORE_VERSION = 1, BK__STORE_MARK = 0x01020304, BK__STORE_ALIGN = 64 };
#define BK__STORE_MAGIC "bingkai\n" /* 8 bytes */

typedef struct bk__store_head {
    char magic[8];
    uint32_t version, mark;
    char kind[16];
    uint64_t sections, size, table_sum, head_sum;
} bk__store_head;

_Static_assert(sizeof(bk__store_head) == 64, "the header is 64 bytes");
_Static_assert(sizeof(bk__section) == 64, "a row of the table is 64 bytes");

/* Bytes of one value; 0: no such type. */
static inline size_t bk__store_width(uint32_t type)
{
    switch (type) {
    case BK__U8:
        return 1;
    case BK__U32:
    case BK__F32:
        return 4;
    case BK__I64:
    case BK__F64:
        return 8;
    default:
        return 0;
    }
}

#endif
