/* test_pages.c - large blocks: fresh ones are zero, content stays when they grow, move, shrink. */
#include "base/pages.h"

#include "support/support.h"

static void resized(void **state)
{
    enum { N = 40 };
    char *p[N] = {NULL};
    size_t size[N] = {0};
    t_rand r = {2};
    (void)state;
    for (int turn = 0; turn < 400; turn++) {
        size_t i = t_below(&r, N), want = t_below(&r, 6) ? 1 + t_below(&r, 9 << 20) : 0;
        p[i] = bk__pages_resize(p[i], size[i], want);
        assert_true((p[i] == NULL) == (want == 0));
        for (size_t at = 0; at < want; at += 997) {
            if (at < size[i] || size[i] == 0)
                assert_int_equal(p[i][at], size[i] ? (char)(i + at) : 0);
            p[i][at] = (char)(i + at);
        }
        size[i] = want;
    }
    for (size_t i = 0; i < N; i++)
        assert_null(bk__pages_resize(p[i], size[i], 0));
    assert_null(bk__pages_resize(NULL, 0, SIZE_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(resized)};
    return cmocka_run_group_tests_name("pages", tests, NULL, NULL);
}
