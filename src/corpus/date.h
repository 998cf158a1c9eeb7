/* date.h - dates as news writes them: ISO, Indonesian, English. */
#ifndef BK_CORPUS_DATE_H
#define BK_CORPUS_DATE_H

#include "base/str.h"

/* A whole field that is a date: ISO 8601 and its relatives ("2022-02-07", "20220207",
 * "2022-02-07T10:15:00+07:00"), Unix seconds or milliseconds, "Senin, 7 Februari 2022 10:15 WIB",
 * "30/12/2021" (day first), "7 Feb 2022", "February 7, 2022", "Mon, 07 Feb 2022 10:15:00 +0700".
 * A time without a zone is UTC. UTC seconds; false where it is none. */
bool bk__date_parse(bk_str s, int64_t *seconds);
/* The day that a report gives itself (midnight UTC). Counted are dates behind a weekday ("Senin 7
 * Februari 2022", "Kamis (30/12/2021)"), where there is none those in brackets ("(30/12/2021)"),
 * from 1990 on; the answer is the latest one within 31 days of the first. Without any, "Senin
 * (28/12)" gets the one year next to a year that the text names in which that day is a Monday. */
bool bk__date_find(bk_str text, int64_t *seconds);

#endif
