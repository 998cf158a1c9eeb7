/* date.h - UTC seconds and the proleptic Gregorian calendar, without the locale or the zone. */
#ifndef BK_BASE_DATE_H
#define BK_BASE_DATE_H

#include "base/str.h"

/* Days from 1970-01-01; month 1..12, day 1..31. */
int64_t bk__date_days(int64_t year, int month, int day);
/* The inverse. */
void bk__date_civil(int64_t days, int64_t *year, int *month, int *day);
/* "2022-02-07T00:00:00Z", or "2022-02-07" where it is midnight; "" outside the years 0..9999. */
bk_str bk__date_iso(int64_t seconds, char out[24]);

#endif
