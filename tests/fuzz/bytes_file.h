/* bytes_file.h - bytes under a name that any reader of files takes, without a disk. */
#ifndef TESTS_FUZZ_BYTES_FILE_H
#define TESTS_FUZZ_BYTES_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file of the process alone; its name is written to `path`. To be closed. */
static inline int bytes_file(const uint8_t *p, size_t n, char path[64])
{
    int fd = memfd_create("bytes", MFD_CLOEXEC);
    if (fd < 0 || (n > 0 && write(fd, p, n) != (ssize_t)n))
        abort();
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

#endif
