/* pages.c - large blocks of memory straight from the system, in pages of 2 MiB where it has them.
 *
 * The first touch of a page of 4 KiB takes longer than many passes over it; a large page is touched
 * once. It needs a mapping that begins and ends at its borders. A block that grows moves its pages,
 * not its bytes. */
#include "base/pages.h"

#include <stdint.h>
#include <sys/mman.h>

static size_t whole(size_t n)
{
    return (n + BK__PAGE - 1) / BK__PAGE * BK__PAGE;
}

/* n whole pages at a border; NULL. */
static char *map(size_t n)
{
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS;
    char *p = mmap(NULL, n, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (p == MAP_FAILED)
        return NULL;
    if ((uintptr_t)p % BK__PAGE != 0) {
        munmap(p, n);
        p = mmap(NULL, n + BK__PAGE, PROT_READ | PROT_WRITE, flags, -1, 0);
        if (p == MAP_FAILED)
            return NULL;
        size_t before = (BK__PAGE - (uintptr_t)p % BK__PAGE) % BK__PAGE;
        if (before > 0)
            munmap(p, before);
        p += before;
        munmap(p + n, BK__PAGE - before);
    }
    (void)madvise(p, n, MADV_HUGEPAGE);
    return p;
}

static void *grow(char *p, size_t old, size_t want)
{
    if (mremap(p, old, want, 0) != MAP_FAILED)
        return p;
    char *to = map(want);
    if (!to)
        return NULL;
    if (mremap(p, old, old, MREMAP_MAYMOVE | MREMAP_FIXED, to) == MAP_FAILED) {
        munmap(to, want);
        return NULL;
    }
    return to;
}

void *bk__pages_resize(void *p, size_t old_size, size_t new_size)
{
    if (new_size > PTRDIFF_MAX / 2)
        return NULL;
    size_t old = whole(old_size), want = whole(new_size);
    if (!p)
        return map(want);
    if (want < old)
        munmap((char *)p + want, old - want);
    if (want == 0)
        return NULL;
    return want > old ? grow(p, old, want) : p;
}
