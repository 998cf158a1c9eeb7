/* sha256.c - SHA-256 of bytes and files (FIPS 180-4); the only file with nettle. */
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <unistd.h>

#include "base/file.h"

struct bk__sha256 {
    struct sha256_ctx state;
};

bk_status bk__sha256_new(bk_ctx *ctx, bk__sha256 **out)
{
    *out = bk__alloc(ctx, sizeof **out);
    if (!*out)
        return BK_ENOMEM;
    sha256_init(&(*out)->state);
    return BK_OK;
}

void bk__sha256_add(bk__sha256 *h, const void *p, size_t n)
{
    if (n)
        sha256_update(&h->state, n, p);
}

void bk__sha256_hex(const bk__sha256 *h, char out[65])
{
    struct sha256_ctx copy = h->state;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&copy, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++) {
        out[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        out[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    out[64] = 0;
}

void bk__sha256_free(bk_ctx *ctx, bk__sha256 *h)
{
    bk__free(ctx, h);
}

bk_status bk__file_sha256(bk_ctx *ctx, const char *path, char out[65])
{
    enum { CHUNK = 1 << 16 };
    bk__sha256 *h = NULL;
    char *chunk = NULL;
    bk_status st = BK_OK;
    ssize_t n = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return bk__fail_errno(ctx, path, "cannot open the file");
    chunk = bk__alloc(ctx, CHUNK);
    if (!chunk || (st = bk__sha256_new(ctx, &h)) != BK_OK) {
        st = BK_ENOMEM;
        goto out;
    }
    while ((n = read(fd, chunk, CHUNK)) != 0) {
        if (n > 0)
            bk__sha256_add(h, chunk, (size_t)n);
        else if (errno != EINTR)
            break;
    }
    if (n < 0)
        st = bk__fail_errno(ctx, path, "cannot read the file");
    else
        bk__sha256_hex(h, out);
out:
    bk__sha256_free(ctx, h);
    bk__free(ctx, chunk);
    close(fd);
    return st;
}
