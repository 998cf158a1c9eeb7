/* stream.c - bytes of a file or of standard input; gz, xz, zst, bz2 by content; the only door to
 * libarchive.
 *
 * Our own callback reads the file, so that every byte is summed on its way; what does not begin as
 * something compressed goes straight to the caller. Only the four filters
 * and the raw format are switched on: a tar or a zip is not unpacked. What grows more than
 * RATIO-fold (past FREE bytes) is no text but a bomb, and is given up.
 *
 * The library is opened when the first such file is met: with what it needs in turn (libxml2, ICU)
 * loading it takes as long as all others together. */
#include "corpus/stream.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "corpus/gzip.h"
#include "corpus/pack.h"

enum { BLOCK = 1 << 18, RATIO = 2000 };
static const uint64_t FREE = (uint64_t)64 << 20;

#define FUNCTIONS(X)                                                                               \
    X(archive_version_string)                                                                      \
    X(archive_error_string)                                                                        \
    X(archive_errno)                                                                               \
    X(archive_read_new)                                                                            \
    X(archive_read_free)                                                                           \
    X(archive_read_open)                                                                           \
    X(archive_read_next_header)                                                                    \
    X(archive_read_data_block)                                                                     \
    X(archive_read_support_filter_gzip)                                                            \
    X(archive_read_support_filter_xz)                                                              \
    X(archive_read_support_filter_zstd)                                                            \
    X(archive_read_support_filter_bzip2)                                                           \
    X(archive_read_support_format_raw)                                                             \
    X(archive_read_support_format_empty)                                                           \
    X(archive_write_new)                                                                           \
    X(archive_write_free)                                                                          \
    X(archive_write_close)                                                                         \
    X(archive_write_open)                                                                          \
    X(archive_write_header)                                                                        \
    X(archive_write_data)                                                                          \
    X(archive_write_add_filter_gzip)                                                               \
    X(archive_write_set_filter_option)                                                             \
    X(archive_write_set_format_raw)                                                                \
    X(archive_entry_new)                                                                           \
    X(archive_entry_free)                                                                          \
    X(archive_entry_set_filetype)
static struct {
    bool there;
#define X(name) __typeof__(name) *name;
    FUNCTIONS(X)
#undef X
} library;

static void open_library(void)
{
    void *handle = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL), *p;
    library.there = handle != NULL;
#define X(name)                                                                                    \
    p = handle ? dlsym(handle, #name) : NULL;                                                      \
    library.there = library.there && p;                                                            \
    memcpy(&library.name, &p, sizeof p);
    FUNCTIONS(X)
#undef X
}

static bool has_library(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, open_library);
    return library.there;
}

struct bk__stream {
    bk_ctx *ctx;
    char *path;
    struct archive *archive;
    bk__sha256 *sum;
    bk__gzip gzip; /* libarchive passes over gzip's own sums */
    int fd;
    uint64_t in, out;
    bool ended, opened, packed;
    int code;    /* errno of a failed read */
    bk_str left; /* of what was read or decompressed, not given yet */
    size_t head; /* bytes of the buffer that libarchive was not given yet */
    char buffer[BLOCK];
};

/* Bytes of the file; 0: its end. */
static ssize_t take(bk__stream *s, char *to, size_t most)
{
    ssize_t n;
    do
        n = read(s->fd, to, most);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        s->code = errno;
    if (n > 0 && s->sum)
        bk__sha256_add(s->sum, to, (size_t)n);
    if (n > 0)
        s->in += (uint64_t)n;
    return n;
}

static la_ssize_t fill(struct archive *a, void *user, const void **block)
{
    bk__stream *s = user;
    ssize_t n = (ssize_t)s->head;
    (void)a;
    s->head = 0;
    if (n == 0)
        n = take(s, s->buffer, sizeof s->buffer);
    if (n < 0)
        return ARCHIVE_FATAL;
    bk__gzip_in(&s->gzip, (bk_str){s->buffer, (size_t)n});
    *block = s->buffer;
    return n;
}

static bk_status refused(bk__stream *s)
{
    const char *why;
    if (s->code) {
        errno = s->code;
        return bk__fail_errno(s->ctx, s->path, "cannot read the file");
    }
    why = library.archive_error_string(s->archive);
    if (library.archive_errno(s->archive) == ENOMEM)
        return bk__fail(s->ctx, BK_ENOMEM, s->path, "no memory to decompress the file");
    return bk__fail(s->ctx, BK_EFORMAT, s->path, "the compressed data are damaged: %s",
                    why ? why : "no reason given");
}

static bk_status set_up(bk__stream *s)
{
    if (!has_library())
        return bk__fail(s->ctx, BK_EUNSUPPORTED, s->path,
                        "compressed files need libarchive.so.13, which cannot be opened: install "
                        "libarchive13, or decompress the file");
    struct archive *a = s->archive = library.archive_read_new();
    if (!a)
        return bk__fail(s->ctx, BK_ENOMEM, s->path, "no memory to read the file");
    if (library.archive_read_support_filter_gzip(a) < ARCHIVE_WARN ||
        library.archive_read_support_filter_xz(a) < ARCHIVE_WARN ||
        library.archive_read_support_filter_zstd(a) < ARCHIVE_WARN ||
        library.archive_read_support_filter_bzip2(a) < ARCHIVE_WARN ||
        library.archive_read_support_format_raw(a) < ARCHIVE_WARN ||
        library.archive_read_support_format_empty(a) < ARCHIVE_WARN)
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
    s->ended = s->opened = s->packed = false;
    s->code = 0;
    s->left = (bk_str){NULL, 0};
    s->head = 0;
    bk__gzip_init(&s->gzip);
    st = bk__sha256_new(ctx, &s->sum);
    if (st == BK_OK && !(s->path = bk__strdup(ctx, bk__str(path))))
        st = BK_ENOMEM;
    if (st == BK_OK) {
        s->fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
        if (s->fd < 0)
            st = bk__fail_errno(ctx, path, "cannot open the file");
    }
    if (st != BK_OK) {
        bk__stream_close(s);
        return st;
    }
    *out = s;
    return BK_OK;
}

void bk__stream_pass_sum(bk__stream *s)
{
    bk__sha256_free(s->ctx, s->sum);
    s->sum = NULL;
}

/* As the four filters begin, zstd with a frame that is passed over too. */
static bool begins_packed(bk_str s)
{
    return bk__str_begins(s, BK__STR("\x1F\x8B")) || bk__str_begins(s, BK__STR("BZh")) ||
           bk__str_begins(s, BK__STR("\xFD"
                                     "7zXZ")) ||
           bk__str_begins(s, BK__STR("\x28\xB5\x2F\xFD")) ||
           (s.n >= 4 && (s.p[0] & '\xF0') == 0x50 && memcmp(s.p + 1, "\x2A\x4D\x18", 3) == 0);
}

/* The first bytes. libarchive looks at them only now, so that the file's faults are all met here
 * and in what follows. */
static bk_status begin(bk__stream *s)
{
    enum { LOOK = 6 };
    struct archive_entry *entry;
    ssize_t n = 1;
    int code;
    s->opened = true;
    while (n > 0 && s->head < LOOK) {
        n = take(s, s->buffer + s->head, sizeof s->buffer - s->head);
        s->head += n > 0 ? (size_t)n : 0;
    }
    if (n < 0)
        return refused(s);
    s->packed = begins_packed((bk_str){s->buffer, s->head});
    if (!s->packed) {
        s->left = (bk_str){s->buffer, s->head};
        s->head = 0;
        return s->left.n > 0 ? BK_OK : BK_END;
    }
    bk_status st = set_up(s);
    if (st != BK_OK)
        return st;
    code = library.archive_read_open(s->archive, s, NULL, fill, NULL);
    if (code == ARCHIVE_OK || code == ARCHIVE_WARN)
        code = library.archive_read_next_header(s->archive, &entry);
    if (code == ARCHIVE_EOF)
        return BK_END;
    return code == ARCHIVE_OK || code == ARCHIVE_WARN ? BK_OK : refused(s);
}

/* What was decompressed next, to s->left. */
static bk_status unpack(bk__stream *s)
{
    const void *p;
    la_int64_t at;
    size_t n = 0;
    while (n == 0) {
        int code = library.archive_read_data_block(s->archive, &p, &n, &at);
        if (code == ARCHIVE_EOF)
            return BK_END;
        if (code != ARCHIVE_OK && code != ARCHIVE_WARN)
            return refused(s);
    }
    s->left = (bk_str){p, n};
    s->out += n;
    bk__gzip_out(&s->gzip, s->left);
    if (s->out > FREE && s->out / RATIO > s->in)
        return bk__fail(s->ctx, BK_EFORMAT, s->path,
                        "the data grow more than %d-fold when decompressed: not news", RATIO);
    return BK_OK;
}

bk_status bk__stream_read(bk__stream *s, char *to, size_t most, size_t *n)
{
    bk_status st = s->ended ? BK_END : s->opened ? BK_OK : begin(s);
    *n = 0;
    if (st == BK_OK && s->left.n == 0 && s->packed)
        st = unpack(s);
    if (st == BK_OK && s->left.n > 0) {
        *n = s->left.n < most ? s->left.n : most;
        memcpy(to, s->left.p, *n);
        s->left = (bk_str){s->left.p + *n, s->left.n - *n};
        return BK_OK;
    }
    if (st == BK_OK) {
        ssize_t got = take(s, to, most);
        st = got < 0 ? refused(s) : got == 0 ? BK_END : BK_OK;
        *n = got > 0 ? (size_t)got : 0;
    }
    s->ended = st != BK_OK;
    return st;
}

bk_status bk__stream_drain(bk__stream *s)
{
    ssize_t n = 1;
    s->ended = true;
    if (s->head > 0) { /* given to nobody yet */
        bk__gzip_in(&s->gzip, (bk_str){s->buffer, s->head});
        s->head = 0;
    }
    while (n > 0) {
        n = take(s, s->buffer, sizeof s->buffer);
        if (n > 0 && s->packed)
            bk__gzip_in(&s->gzip, (bk_str){s->buffer, (size_t)n});
    }
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
    sha256[0] = 0;
    if (s->sum)
        bk__sha256_hex(s->sum, sha256);
}

void bk__stream_close(bk__stream *s)
{
    if (!s)
        return;
    if (s->archive)
        library.archive_read_free(s->archive);
    if (s->fd > STDERR_FILENO)
        close(s->fd);
    bk__sha256_free(s->ctx, s->sum);
    bk__free(s->ctx, s->path);
    bk__free(s->ctx, s);
}

const char *bk__stream_version(void)
{
    return has_library() ? library.archive_version_string() : "absent";
}

/* ---- the other way --------------------------------------------------------------------------- */

struct bk__packer {
    bk_ctx *ctx;
    bk__out *to;
    struct archive *archive;
    bk_status st; /* of `to` */
};

static la_ssize_t pack_out(struct archive *a, void *user, const void *bytes, size_t n)
{
    bk__packer *p = user;
    (void)a;
    if (p->st == BK_OK)
        p->st = bk__out_write(p->to, (bk_str){bytes, n});
    return p->st == BK_OK ? (la_ssize_t)n : -1;
}

static bk_status pack_failed(const bk__packer *p)
{
    return p->st != BK_OK ? p->st : bk__fail(p->ctx, BK_EIO, "", "the data cannot be compressed");
}

static bool pack_begin(bk__packer *p)
{
    struct archive_entry *entry = library.archive_entry_new();
    bool fine = entry && library.archive_write_add_filter_gzip(p->archive) == ARCHIVE_OK &&
                library.archive_write_set_filter_option(p->archive, "gzip", "timestamp", NULL) ==
                    ARCHIVE_OK &&
                library.archive_write_set_format_raw(p->archive) == ARCHIVE_OK &&
                library.archive_write_open(p->archive, p, NULL, pack_out, NULL) == ARCHIVE_OK;
    if (fine) {
        library.archive_entry_set_filetype(entry, AE_IFREG);
        fine = library.archive_write_header(p->archive, entry) == ARCHIVE_OK;
    }
    if (entry)
        library.archive_entry_free(entry);
    return fine;
}

bk_status bk__packer_open(bk_ctx *ctx, bk__packer **out, bk__out *to)
{
    *out = NULL;
    if (!has_library())
        return bk__fail(ctx, BK_EUNSUPPORTED, "", "gzip needs libarchive: install libarchive13");
    bk__packer *p = bk__calloc(ctx, 1, sizeof *p);
    if (!p)
        return BK_ENOMEM;
    *p = (bk__packer){ctx, to, library.archive_write_new(), BK_OK};
    if (!p->archive || !pack_begin(p)) {
        bk_status st = pack_failed(p);
        if (p->archive)
            library.archive_write_free(p->archive);
        bk__free(ctx, p);
        return st;
    }
    *out = p;
    return BK_OK;
}

bk_status bk__packer_write(bk__packer *p, bk_str s)
{
    while (s.n > 0) {
        la_ssize_t n = library.archive_write_data(p->archive, s.p, s.n);
        if (n <= 0)
            return pack_failed(p);
        s = (bk_str){s.p + n, s.n - (size_t)n};
    }
    return BK_OK;
}

bk_status bk__packer_close(bk__packer *p)
{
    bool fine = library.archive_write_close(p->archive) == ARCHIVE_OK && p->st == BK_OK;
    bk_status st = fine ? BK_OK : pack_failed(p);
    library.archive_write_free(p->archive);
    bk__free(p->ctx, p);
    return st;
}
