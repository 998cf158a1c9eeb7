/* Edits between two sequences: as the plain table of longest common subsequences counts them. */
#include <stdlib.h>
#include <string.h>

#include "support/support.h"

#include "model/edits.h"

enum { MOST = 60 };

static int64_t plain(const uint32_t *a, int n, const uint32_t *b, int m)
{
    static int shared[MOST + 1][MOST + 1];
    memset(shared, 0, sizeof shared);
    for (int i = 1; i <= n; i++)
        for (int j = 1; j <= m; j++) {
            int up = shared[i - 1][j], left = shared[i][j - 1];
            shared[i][j] = a[i - 1] == b[j - 1] ? shared[i - 1][j - 1] + 1 : up > left ? up : left;
        }
    return n + m - 2 * shared[n][m];
}

static void as_the_table_says(void **state)
{
    t_rand r = {5};
    int64_t room[2 * 2 * MOST + 3];
    (void)state;
    for (int round = 0; round < 3000; round++) {
        uint32_t a[MOST], b[MOST];
        int n = (int)t_below(&r, MOST + 1), m = (int)t_below(&r, MOST + 1);
        uint64_t letters = 1 + t_below(&r, 12);
        for (int i = 0; i < MOST; i++) {
            a[i] = (uint32_t)t_below(&r, letters);
            b[i] = t_below(&r, 4) ? a[i] : (uint32_t)t_below(&r, letters);
        }
        int64_t edits = plain(a, n, b, m), most = (int64_t)t_below(&r, 2 * MOST + 1);
        assert_int_equal(bk__edits(a, n, b, m, most, room), edits <= most ? edits : most + 1);
        double share = n + m > 0 ? (double)(n + m - edits) / 2 / (n > m ? n : m) : 1;
        for (double want = 0.5; want <= 1; want += 0.05)
            if (share > want + 1e-9 || share < want - 1e-9)
                assert_int_equal(bk__aligned(a, n, b, m, want, room), share > want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(as_the_table_says)};
    return cmocka_run_group_tests_name("edits", tests, NULL, NULL);
}
