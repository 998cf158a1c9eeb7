/* clock.h - how long something took: for progress, the manifest's "run" and waiting, never for a
 * result. */
#ifndef BK_BASE_CLOCK_H
#define BK_BASE_CLOCK_H

#include <stdint.h>

double bk__clock_seconds(void);  /* since some moment; never goes back */
uint64_t bk__clock_memory(void); /* bytes that the process held in memory at most */

#endif
