/* associate.c - how much two words belong together: PMI, NPMI and G2 of a table of two by two. */
#include <bingkai/stat.h>

#include <math.h>

static double part(double observed, double expected)
{
    return observed > 0 ? observed * log(observed / expected) : 0;
}

bk_association bk_stat_association(double both, double first, double second, double all)
{
    bool fine = both >= 0 && first >= both && second >= both && first > 0 && second > 0 &&
                all - first - second + both >= 0 && isfinite(all);
    if (!fine)
        return (bk_association){NAN, NAN, NAN, NAN};
    bk_association a = {.expected = first / all * second};
    double not_first = all - first, not_second = all - second;
    double sum = part(both, a.expected) + part(first - both, first / all * not_second) +
                 part(second - both, not_first / all * second) +
                 part(all - first - second + both, not_first / all * not_second);
    a.pmi = log2(both / a.expected);
    a.npmi = both > 0 ? (both < all ? a.pmi / -log2(both / all) : 1) : -1;
    a.g2 = both < a.expected ? -fmax(2 * sum, 0) : fmax(2 * sum, 0);
    return a;
}
