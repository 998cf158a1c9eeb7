/* stream.c - bytes of a file or of standard input; gz, xz, zst, bz2 by content; the only door to
 * libarchive.
 *
 * Our own callback reads the file, so that every byte is summed on its way. Only the four filters
 * and the raw format are switched on: a tar or a zip is not unpacked. What grows more than
 * RATIO-fold (past FREE bytes) is no text but a bomb, and is given up. */
#include "corpus/stream.h"

#include <archive.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "corpus/gzip.h"

enum { BLOCK = 1 << 18, RATIO = 2000 };
static const uint64_t FREE = (uint64_t)64 << 20;

struct bk__stream {
    bk_ctx *ctx;
    char *path;
    struct archive *archive;
    bk__sha256 *sum;
    bk__gzip gzip; /* libarchive passes over gzip's own sums */
    int fd;
    uint64_t in, out;
    bool ended, opened;
    int code; /* errno of a failed read */
    char buffer[BLOCK];
};

static la_ssize_t fill(struct archive *a, void *user, const void **block)
{
    bk__stream *s = user;
    ssize_t n;
    (void)a;
    do
        n = read(s->fd, s->buffer, sizeof s->buffer);
    while (n < 0 && errno == EINTR);
    if (n < 0) {
        s->code = errno;
        return ARCHIVE_FATAL;
    }
    bk__sha256_add(s->sum, s->buffer, (size_t)n);
    bk__gzip_in(&s->gzip, (bk_str){s->buffer, (size_t)n});
    s->in += (uint64_t)n;
    *block = s->buffer;
    return n;
}

static bk_status refused(bk__stream *s)
{
    const char *why = archive_error_string(s->archive);
    if (s->code) {
        errno = s->code;
        return bk__fail_errno(s->ctx, s->path, "cannot read the file");
    }
    if (archive_errno(s->archive) == ENOMEM)
        return bk__fail(s->ctx, BK_ENOMEM, s->path, "no memory to decompress the file");
    return bk__fail(s->ctx, BK_EFORMAT, s->path, "the compressed data are damaged: %s",
                    why ? why : "no reason given");
}

static bk_status set_up(bk__stream *s)
{
    struct archive *a = s->archive = archive_read_new();
    if (!a)
        return bk__fail(s->ctx, BK_ENOMEM, s->path, "no memory to read the file");
    if (archive_read_support_filter_gzip(a) < ARCHIVE_WARN ||
        archive_read_support_filter_xz(a) < ARCHIVE_WARN ||
        archive_read_support_filter_zstd(a) < ARCHIVE_WARN ||
        archive_read_support_filter_bzip2(a) < ARCHIVE_WARN ||
        archive_read_support_format_raw(a) < ARCHIVE_WARN ||
        archive_read_support_format_empty(a) < ARCHIVE_WARN)
        return refused(s);
    return BK_OK;
}

bk_status bk__stream_open(bk_ctx *ctx, bk__stream **out, const char *path)
{
    bk__stream *s = bk__alloc(ctx, sizeof *s);
    bk_status st;
    *out = NULL;
    if (!s)
        return BK_ENOMEM;
    s->ctx = ctx;
    s->path = NULL;
    s->archive = NULL;
    s->sum = NULL;
    s->fd = -1;
    s->in = s->out = 0;
    s->ended = s->opened = false;
    s->code = 0;
    bk__gzip_init(&s->gzip);
    st = bk__sha256_new(ctx, &s->sum);
    if (st == BK_OK && !(s->path = bk__strdup(ctx, bk__str(path))))
        st = BK_ENOMEM;
    if (st == BK_OK) {
        s->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
        if (s->fd < 0)
            st = bk__fail_errno(ctx, path, "cannot open the file");
    }
    if (st == BK_OK)
        st = set_up(s);
    if (st != BK_OK) {
        bk__stream_close(s);
        return st;
    }
    *out = s;
    return BK_OK;
}

/* libarchive looks at the first bytes only now, so that the file's faults are all met in next. */
static bk_status begin(bk__stream *s)
{
    struct archive_entry *entry;
    int code = archive_read_open(s->archive, s, NULL, fill, NULL);
    s->opened = true;
    if (code == ARCHIVE_OK || code == ARCHIVE_WARN)
        code = archive_read_next_header(s->archive, &entry);
    if (code == ARCHIVE_EOF) {
        s->ended = true;
        return BK_END;
    }
    return code == ARCHIVE_OK || code == ARCHIVE_WARN ? BK_OK : refused(s);
}

bk_status bk__stream_next(bk__stream *s, bk_str *block)
{
    const void *p;
    size_t n = 0;
    la_int64_t at;
    bk_status st = s->ended ? BK_END : s->opened ? BK_OK : begin(s);
    *block = (bk_str){"", 0};
    while (st == BK_OK && n == 0) {
        int code = archive_read_data_block(s->archive, &p, &n, &at);
        if (code == ARCHIVE_EOF)
            st = BK_END;
        else if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
            st = refused(s);
        else
            *block = (bk_str){p, n};
    }
    s->out += block->n;
    bk__gzip_out(&s->gzip, *block);
    if (st == BK_OK && s->out > FREE && s->out / RATIO > s->in)
        st = bk__fail(s->ctx, BK_EFORMAT, s->path,
                      "the data grow more than %d-fold when decompressed: not news", RATIO);
    if (st != BK_OK) {
        s->ended = true;
        *block = (bk_str){"", 0};
    }
    return st;
}

bk_status bk__stream_drain(bk__stream *s)
{
    const void *ignored;
    la_ssize_t n;
    do
        n = fill(s->archive, s, &ignored);
    while (n > 0);
    s->ended = true;
    return n < 0 ? refused(s) : BK_OK;
}

bk_status bk__stream_check(bk__stream *s)
{
    bk_status st = bk__stream_drain(s);
    if (st != BK_OK || bk__gzip_fits(&s->gzip))
        return st;
    return bk__fail(s->ctx, BK_EFORMAT, s->path,
                    "the compressed data are damaged: their sum is not the one that the file "
                    "gives; what was read is kept");
}

void bk__stream_sum(const bk__stream *s, uint64_t *bytes, char sha256[65])
{
    *bytes = s->in;
    bk__sha256_hex(s->sum, sha256);
}

void bk__stream_close(bk__stream *s)
{
    if (!s)
        return;
    if (s->archive)
        archive_read_free(s->archive);
    if (s->fd > STDERR_FILENO)
        close(s->fd);
    bk__sha256_free(s->ctx, s->sum);
    bk__free(s->ctx, s->path);
    bk__free(s->ctx, s);
}

const char *bk__stream_version(void)
{
    return archive_version_string();
}
