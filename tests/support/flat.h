/* flat.h - the quick JSON reader against json-c: what bk__json_flat takes is what bk__json_parse
 * reads. */
#ifndef TESTS_SUPPORT_FLAT_H
#define TESTS_SUPPORT_FLAT_H

#include <stdio.h>
#include <stdlib.h>

#include "base/json_flat.h"

static inline bool flat_value_agrees(const bk__flat *m, const bk__value *v)
{
    char digits[32];
    if (m->type != bk__json_type_of(v))
        return false;
    if (m->type == BK__NUMBER) {
        snprintf(digits, sizeof digits, "%lld", (long long)bk__json_int(v, INT64_MIN));
        return bk__str_eq(m->value, bk__str(digits));
    }
    if (m->type != BK__STRING)
        return m->type != BK__BOOL || (m->value.n == 4) == bk__json_bool(v, false);
    if (!m->escaped)
        return bk__str_eq(m->value, bk__json_str(v));
    char *to = malloc(m->value.n + 1);
    bool same = to && bk__str_eq((bk_str){to, bk__json_unescape(to, m->value)}, bk__json_str(v));
    free(to);
    return same;
}

/* False where the two disagree; *taken: bk__json_flat took the text. */
static inline bool flat_agrees(bk_ctx *ctx, bk_str text, bool *taken)
{
    bk__flat m[BK__FLAT_MOST];
    int n = bk__json_flat(text, m);
    bk__json *j;
    *taken = n >= 0;
    if (n < 0)
        return true;
    if (bk__json_parse(ctx, &j, text, "flat") != BK_OK)
        return false;
    const bk__value *root = bk__json_root(j), *v;
    bool same = bk__json_type_of(root) == BK__OBJECT && bk__json_size(root) == (size_t)n;
    for (int i = 0; i < n && same; i++) {
        bk_str key;
        same = bk__json_member(root, (size_t)i, &key, &v) && bk__str_eq(key, m[i].key) &&
               flat_value_agrees(&m[i], v);
    }
    bk__json_free(j);
    return same;
}

#endif
