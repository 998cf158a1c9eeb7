/* support.c - contexts, failing allocator, random text, folders for the tests. */
#include "support/support.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

/* ---- contexts -------------------------------------------------------------------------------- */

bk_ctx *t_ctx(int threads)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx;
    opts.threads = threads;
    assert_int_equal(bk_ctx_new(&ctx, &opts), BK_OK);
    return ctx;
}

void t_ctx_free(bk_ctx *ctx)
{
    uint64_t now, peak;
    bk_ctx_memory(ctx, &now, &peak);
    bk_ctx_free(ctx);
    assert_int_equal(now, 0);
}

void t_ok_at(bk_ctx *ctx, bk_status st, const char *what, const char *file, int line)
{
    const bk_error *e = bk_ctx_error(ctx);
    if (st == BK_OK)
        return;
    print_error("%s: %s: %s (%s)\n", what, bk_status_name(st), e->message, e->where);
    _fail(file, line);
}

static void *failing_resize(void *user, void *p, size_t old_size, size_t new_size)
{
    t_failing *f = user;
    void *q;
    if (new_size == 0) {
        f->live -= (int64_t)old_size;
        free(p);
        return NULL;
    }
    if (new_size > old_size || !p) {
        int64_t call = ++f->calls;
        if (f->fail_at && (f->on ? call >= f->fail_at : call == f->fail_at))
            return NULL;
    }
    q = realloc(p, new_size);
    if (q)
        f->live += (int64_t)new_size - (int64_t)old_size;
    return q;
}

bk_ctx *t_failing_ctx(t_failing *f, int threads)
{
    bk_ctx_opts opts = BK_CTX_OPTS_INIT;
    bk_ctx *ctx = NULL;
    opts.threads = threads;
    opts.alloc = (bk_alloc){failing_resize, f};
    if (bk_ctx_new(&ctx, &opts) == BK_ENOMEM)
        return NULL;
    assert_non_null(ctx);
    return ctx;
}

/* One run with the fail_at-th allocation failing; its status. */
static bk_status fail_one(t_work *work, void *user, int threads, int64_t fail_at, int64_t *calls)
{
    t_failing f = {0};
    bk_ctx *ctx = t_failing_ctx(&f, threads);
    uint64_t now = 0, peak;
    bk_status st;
    assert_non_null(ctx);
    f.calls = 0;
    f.fail_at = fail_at;
    st = work(ctx, user);
    f.fail_at = 0;
    *calls = f.calls;
    bk_ctx_memory(ctx, &now, &peak);
    if (now != 0 || (st != BK_OK && st != BK_ENOMEM) ||
        (st != BK_OK && bk_ctx_error(ctx)->status != st))
        print_error("allocation %lld: %s, %llu bytes left, recorded %s: %s\n", (long long)fail_at,
                    bk_status_name(st), (unsigned long long)now,
                    bk_status_name(bk_ctx_error(ctx)->status), bk_ctx_error(ctx)->message);
    assert_true(st == BK_OK || st == BK_ENOMEM);
    assert_true(st == BK_OK || bk_ctx_error(ctx)->status == st);
    assert_int_equal(now, 0);
    bk_ctx_free(ctx);
    assert_int_equal(f.live, 0);
    return st;
}

void t_fail_each(t_work *work, void *user, int threads, int most)
{
    int64_t calls, ignored, step;
    int failed = 0;
    assert_int_equal(fail_one(work, user, threads, 0, &calls), BK_OK);
    if (T_TSAN && threads == 1)
        most = most / 10 + 1; /* one thread cannot race */
    step = calls / most + 1;
    for (int64_t at = 1; at <= calls; at += at < 40 && !T_TSAN ? 1 : step)
        failed += fail_one(work, user, threads, at, &ignored) == BK_ENOMEM;
    assert_true(calls == 0 || failed > 0);
}

/* ---- random input --------------------------------------------------------------------------- */

uint64_t t_next(t_rand *r)
{
    uint64_t z = (r->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint64_t t_below(t_rand *r, uint64_t n)
{
    return t_next(r) % n;
}

double t_unit(t_rand *r)
{
    return (double)(t_next(r) >> 11) * 0x1p-53;
}

/* The word number k: always the same, syllables from its digits. */
static size_t word(uint64_t k, char out[32])
{
    static const char *const syllable[] = {"ka", "ri", "no", "ten", "lu", "sab", "mi", "or"};
    static const char *const odd[] = {"na\xC3\xAFve",
                                      "\xE4\xB8\xAD\xE5\x9B\xBD",
                                      "\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85",
                                      "e\xCC\x81t\xC3\xA9",
                                      "\xF0\x9F\x98\x80",
                                      "U.S.",
                                      "3,14",
                                      "co-op"};
    size_t n = 0;
    if (k % 17 == 5) {
        strcpy(out, odd[k / 17 % 8]);
        return strlen(out);
    }
    for (k += 8; k > 0 && n < 24; k /= 8) {
        strcpy(out + n, syllable[k % 8]);
        n += strlen(out + n);
    }
    return n;
}

size_t t_text(t_rand *r, char *out, size_t cap)
{
    size_t n = 0;
    bool begin = true;
    assert_true(cap > 0);
    for (;;) {
        double u = t_unit(r);
        char w[32];
        size_t k = word((uint64_t)(2000 * u * u * u), w);
        if (n + k + 3 >= cap)
            break;
        if (begin && w[0] >= 'a' && w[0] <= 'z')
            w[0] = (char)(w[0] - 32);
        memcpy(out + n, w, k);
        n += k;
        begin = t_below(r, 12) == 0;
        if (begin)
            out[n++] = ".?!"[t_below(r, 20) < 18 ? 0 : 1 + t_below(r, 2)];
        else if (t_below(r, 10) == 0)
            out[n++] = ',';
        out[n++] = begin && t_below(r, 6) == 0 ? '\n' : ' ';
    }
    out[n] = 0;
    return n;
}

void t_bytes(t_rand *r, char *out, size_t n)
{
    static const char hot[] = "\"\\{}[]<>&;,\t\r\n '0eE+-.\xC2\xA0\xEF\xBB\xBF\xED\xA0\xF4\xFF";
    for (size_t i = 0; i < n; i++)
        out[i] = t_below(r, 3) ? hot[t_below(r, sizeof hot)] : (char)t_next(r);
}

/* ---- files ----------------------------------------------------------------------------------- */

const char *t_tmpdir(void)
{
    static char path[512];
    const char *build = getenv("BUILD");
    if (!build || access(build, W_OK) != 0)
        build = "/tmp";
    snprintf(path, sizeof path, "%s/test-XXXXXX", build);
    assert_non_null(mkdtemp(path));
    return path;
}

void t_rmdir(const char *path)
{
    bk_ctx *ctx = t_ctx(1);
    t_ok(ctx, bk__dir_remove(ctx, path));
    t_ctx_free(ctx);
}

const char *t_path(const char *dir, const char *name)
{
    static char path[8][1024];
    static int turn;
    turn = (turn + 1) % 8;
    snprintf(path[turn], sizeof path[turn], "%s/%s", dir, name);
    return path[turn];
}

void t_write(const char *path, const char *bytes, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

char *t_read(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    size_t have = 0, cap = 4096, k;
    char *p = malloc(cap + 1);
    if (!f || !p) {
        free(p);
        if (f)
            fclose(f);
        return NULL;
    }
    while ((k = fread(p + have, 1, cap - have, f)) > 0) {
        have += k;
        if (have == cap) {
            p = realloc(p, (cap *= 2) + 1);
            assert_non_null(p);
        }
    }
    fclose(f);
    p[have] = 0;
    if (n)
        *n = have;
    return p;
}
