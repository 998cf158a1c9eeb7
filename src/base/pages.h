/* pages.h - large blocks of memory straight from the system, in pages of 2 MiB where it has them.
 */
#ifndef BK_BASE_PAGES_H
#define BK_BASE_PAGES_H

#include <stddef.h>

enum { BK__PAGE = 2 << 20 };
/* As realloc (p NULL, new_size 0), of blocks from here alone; old_size is what was asked for last.
 * Fresh memory is zero. */
void *bk__pages_resize(void *p, size_t old_size, size_t new_size);

#endif
