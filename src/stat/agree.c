/* agree.c - agreement of coders: Krippendorff's alpha (nominal), precision, recall, F1.
 *
 * From the coincidences of a unit's m codes, where code c stands n_c times (Krippendorff 2011):
 *     D_o = 1 - sum over units and codes of n_c (n_c - 1) / (m - 1) / n
 *     D_e = 1 - sum over codes of N_c (N_c - 1) / (n (n - 1));   alpha = 1 - D_o / D_e
 * n: codes in units that two or more coders saw; N_c: those of code c among them. */
#include <bingkai/stat.h>

#include <stdlib.h>

#include "base/ctx.h"

static int by_code(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return x < y ? -1 : x > y;
}

/* Sum over the runs of equal codes in sorted c[n] of r (r - 1). */
static double equal_pairs(const int32_t *c, int64_t n)
{
    double sum = 0, run = 0;
    for (int64_t i = 0; i < n; i++) {
        run = i > 0 && c[i] == c[i - 1] ? run + 1 : 1;
        sum += 2 * (run - 1);
    }
    return sum;
}

bk_status bk_stat_alpha(bk_ctx *ctx, double *alpha, const int32_t *code, int coders, int64_t units)
{
    *alpha = 0;
    if (coders < 2 || units < 1)
        return bk__fail(ctx, BK_EINVAL, "coders", "agreement needs two coders and one unit");
    int32_t *seen = bk__alloc_array(ctx, (size_t)units, (size_t)coders * sizeof *seen);
    if (!seen)
        return BK_ENOMEM;
    int64_t n = 0;
    double agreed = 0;
    for (int64_t u = 0; u < units; u++) {
        int64_t m = 0;
        for (int c = 0; c < coders; c++)
            if (code[c * units + u] >= 0)
                seen[n + m++] = code[c * units + u];
        if (m < 2)
            continue;
        qsort(seen + n, (size_t)m, sizeof *seen, by_code);
        agreed += equal_pairs(seen + n, m) / (double)(m - 1);
        n += m;
    }
    qsort(seen, (size_t)n, sizeof *seen, by_code);
    double chance = equal_pairs(seen, n), all = (double)n;
    bk__free(ctx, seen);
    if (n < 2 || chance >= all * (all - 1))
        return bk__fail(ctx, BK_ENUMERIC, "code",
                        n < 2 ? "no unit was coded twice" : "all codes are the same");
    *alpha = 1 - (1 - agreed / all) / (1 - chance / (all * (all - 1)));
    return BK_OK;
}

bk_prf bk_stat_prf(double true_positive, double false_positive, double false_negative)
{
    double found = true_positive + false_positive, wanted = true_positive + false_negative;
    bk_prf r = {0, 0, 0};
    if (found > 0)
        r.precision = true_positive / found;
    if (wanted > 0)
        r.recall = true_positive / wanted;
    if (found + wanted > 0)
        r.f1 = 2 * true_positive / (found + wanted);
    return r;
}
