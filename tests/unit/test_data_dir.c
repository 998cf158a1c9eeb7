/* test_data_dir.c - where a program finds the models: source tree, installed tree, neither. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/ctx.h"
#include "base/file.h"
#include "support/support.h"

/* This program, copied to `path` and started with "print", prints its folder of models. */
static void check(bk_ctx *ctx, const char *dir, const char *place, const char *want)
{
    char path[1200], command[1300], line[1200] = "", full[1200];
    bk__view self;
    bk__out *o;
    FILE *f;
    snprintf(path, sizeof path, "%s/%s", dir, place);
    *strrchr(path, '/') = 0;
    t_ok(ctx, bk__dir_make(ctx, path));
    snprintf(path, sizeof path, "%s/%s", dir, place);
    t_ok(ctx, bk__view_open(ctx, &self, "/proc/self/exe"));
    t_ok(ctx, bk__out_open(ctx, &o, path));
    t_ok(ctx, bk__out_write(o, self.bytes));
    t_ok(ctx, bk__out_commit(o));
    bk__view_close(&self);
    assert_int_equal(chmod(path, 0755), 0);
    snprintf(command, sizeof command, "'%s' print", path);
    f = popen(command, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    assert_int_equal(pclose(f), 0);
    snprintf(full, sizeof full, "%s%s%s", want[0] == '/' ? "" : dir, want[0] == '/' ? "" : "/",
             want);
    assert_string_equal(line, full);
}

static void places(void **state)
{
    bk_ctx *ctx = t_ctx(1);
    char dir[1000], tmp[600];
    (void)state;
    unsetenv("BINGKAI_MODELS");
    snprintf(tmp, sizeof tmp, "%s", t_tmpdir());
    /* under a folder of its own, so that the source tree is not above it */
    assert_non_null(realpath(tmp, dir));
    t_ok(ctx, bk__dir_make(ctx, t_path(dir, "tree/include/bingkai")));
    t_ok(ctx, bk__dir_make(ctx, t_path(dir, "tree/models")));
    t_ok(ctx, bk__dir_make(ctx, t_path(dir, "usr/share/bingkai/models")));
    t_write(t_path(dir, "tree/include/bingkai/version.h"), "", 0);
    t_write(t_path(dir, "tree/models/README.md"), "", 0);
    t_write(t_path(dir, "usr/share/bingkai/models/README.md"), "", 0);
    check(ctx, dir, "tree/build/x", "tree/models");
    check(ctx, dir, "tree/build/asan/tests/unit/x", "tree/models");
    check(ctx, dir, "usr/bin/x", "usr/share/bingkai/models");
    check(ctx, dir, "a/b/c/d/e/f/g/x", BK_PREFIX "/share/bingkai/models");
    t_rmdir(dir);
    t_ctx_free(ctx);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(places)};
    if (argc > 1 && strcmp(argv[1], "print") == 0) {
        bk_ctx *ctx;
        if (bk_ctx_new(&ctx, NULL) != BK_OK)
            return 1;
        fputs(bk__data_dir(ctx), stdout);
        bk_ctx_free(ctx);
        return 0;
    }
    return cmocka_run_group_tests_name("data_dir", tests, NULL, NULL);
}
