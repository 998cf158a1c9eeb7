/* fuzz_date.c - any bytes as a date and as a text with dates: what is found is a day of 1800-2199.
 */
#include <stdlib.h>

#include "base/date.h"
#include "corpus/date.h"
#include "corpus/dateline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bk_str s = {(const char *)data, size};
    int64_t t;
    int64_t first = bk__date_days(1799, 12, 30), behind = bk__date_days(2300, 1, 1);
    if (bk__date_parse(s, &t) && (t < first * 86400 || t > behind * 86400))
        abort();
    if (bk__date_find(s, &t) && (t % 86400 != 0 || t > behind * 86400))
        abort();
    bk__dateline d = bk__dateline_find(s, (bk_str){NULL, 0}, true);
    if (d.end > s.n)
        abort();
    return 0;
}
