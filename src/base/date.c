/* date.c - days and civil dates (H. Hinnant, chrono-compatible low-level date algorithms, 2013). */
#include "base/date.h"

#include <stdio.h>

enum { DAY = 86400 };

int64_t bk__date_days(int64_t year, int month, int day)
{
    int64_t y = year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void bk__date_civil(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t z = days + 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = yoe + era * 400 + (*month <= 2);
}

bk_str bk__date_iso(int64_t seconds, char out[24])
{
    const int64_t first = bk__date_days(0, 1, 1), behind = bk__date_days(10000, 1, 1);
    int64_t days = seconds / DAY - (seconds % DAY < 0), in_day = seconds - days * DAY, year;
    int month, day;
    out[0] = '\0';
    if (days < first || days >= behind)
        return (bk_str){out, 0};
    bk__date_civil(days, &year, &month, &day);
    int n = snprintf(out, 24, "%04u-%02u-%02u", (unsigned)year % 10000, (unsigned)month % 100,
                     (unsigned)day % 100);
    if (in_day != 0)
        n += snprintf(out + n, 24 - (size_t)n, "T%02u:%02u:%02uZ", (unsigned)(in_day / 3600) % 100,
                      (unsigned)(in_day / 60 % 60), (unsigned)(in_day % 60));
    return (bk_str){out, (size_t)n};
}
