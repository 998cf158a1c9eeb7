/* cpu.h - what the processor can do. */
#ifndef BK_BASE_CPU_H
#define BK_BASE_CPU_H

#include <stdbool.h>

static inline bool bk__has_avx2(void)
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2") != 0;
#else
    return false;
#endif
}

static inline bool bk__has_avx512(void) /* its foundation */
{
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f") != 0;
#else
    return false;
#endif
}

#endif
