/* edits.c - how many words two articles share in the same order. */
#include "model/edits.h"

#include <math.h>

int64_t bk__edits(const uint32_t *a, int64_t n, const uint32_t *b, int64_t m, int64_t most,
                  int64_t *room)
{
    int64_t *reach = room + most + 1; /* of diagonal k = i - j: the furthest i */
    reach[1] = 0;
    for (int64_t edits = 0; edits <= most; edits++)
        for (int64_t k = -edits; k <= edits; k += 2) {
            bool down = k == -edits || (k != edits && reach[k - 1] < reach[k + 1]);
            int64_t i = down ? reach[k + 1] : reach[k - 1] + 1, j = i - k;
            while (i < n && j >= 0 && j < m && a[i] == b[j]) {
                i++;
                j++;
            }
            reach[k] = i;
            if (i >= n && j >= m)
                return edits;
        }
    return most + 1;
}

bool bk__aligned(const uint32_t *a, int64_t n, const uint32_t *b, int64_t m, double share,
                 int64_t *room)
{
    double longer = (double)(n > m ? n : m), most = floor((double)(n + m) - 2 * share * longer);
    if (most < 0)
        return false;
    most = fmin(most, BK__EDITS_MOST);
    return bk__edits(a, n, b, m, (int64_t)most, room) <= (int64_t)most;
}
