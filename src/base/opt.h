/* opt.h - option tables inside the library: values as text and as JSON. */
#ifndef BK_BASE_OPT_H
#define BK_BASE_OPT_H

#include <bingkai/opt.h>

#include "base/json.h"

/* One member for each option, in the order of the table. */
void bk__opt_json(bk__jw *w, const bk_opt *table, size_t n, const void *opts);

#endif
