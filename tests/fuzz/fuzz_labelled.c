/* fuzz_labelled.c - any bytes as labelled examples in each of the three shapes: examples whose
 * fields are UTF-8 and whose labels and groups are known, or a message. */
#include <stdlib.h>

#include "study/labelled.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const bk__labelled *l)
{
    for (int64_t i = 0; i < l->n; i++) {
        const bk__example *e = &l->item[i];
        if (e->text.n == 0 || bk__utf8_valid(e->text) != e->text.n ||
            bk__utf8_valid(e->target) != e->target.n ||
            (e->label >= 0 &&
             bk__utf8_valid(l->labels.key[e->label]) != l->labels.key[e->label].n) ||
            e->from < -1 || e->label >= (int32_t)l->labels.n || e->group < 0 ||
            e->group >= (int32_t)l->groups.n)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bk_ctx *ctx;
    static const char *const path[] = {"a.tsv", "a.csv", "a.jsonl"};
    static const bk__labelled_names names = {"text", "label", "source",  "target",
                                             "from", "group", "1=a,2=b", 0};
    if (!ctx && bk_ctx_new(&ctx, NULL) != BK_OK)
        abort();
    for (int k = 0; k < 3; k++) {
        bk__labelled l;
        bk_status st =
            bk__labelled_parse(ctx, &l, (bk_str){(const char *)data, size}, path[k], &names);
        if (st == BK_OK)
            check(&l);
        else if (st != BK_EFORMAT || !bk_ctx_error(ctx)->where[0])
            abort();
        bk__labelled_clear(&l);
    }
    return 0;
}
