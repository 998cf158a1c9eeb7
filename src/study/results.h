/* results.h - a written study, opened to be read. Private to the room. */
#ifndef BK_STUDY_RESULTS_H
#define BK_STUDY_RESULTS_H

#include <bingkai/study.h>

#include "base/str.h"
#include "report/table.h"

struct bk_results {
    bk_ctx *ctx;
    bk__db *db;
    bk__buf manifest; /* JSON */
};

#endif
