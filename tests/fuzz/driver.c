/* driver.c - runs a fuzz target without libFuzzer: over seed files and folders, then over altered
 * copies of each seed and over random bytes (a fixed number, from a fixed seed).
 *
 * Usage: fuzz_x [-n runs] [file or folder ...]; without any: tests/fuzz/seeds/x. Prints one TAP
 * line. A crash is the failure. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t state = 1;
static long inputs, runs = 40;

static uint64_t next(void)
{
    uint64_t z = (state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* An exact copy on the heap, so that a sanitizer sees a read past the end. */
static void feed(const uint8_t *p, size_t n)
{
    uint8_t *copy = malloc(n ? n : 1);
    if (!copy)
        abort();
    memcpy(copy, p, n);
    LLVMFuzzerTestOneInput(copy, n);
    free(copy);
    inputs++;
}

/* Changes, cuts, doubles or moves a few bytes. */
static size_t alter(uint8_t *p, size_t n)
{
    for (uint64_t k = 1 + next() % 4; k > 0 && n > 1; k--) {
        size_t at = next() % n, to = next() % n, len = 1 + next() % 16;
        switch (next() % 4) {
        case 0:
            p[at] = (uint8_t)next();
            break;
        case 1:
            p[at] ^= (uint8_t)(1u << next() % 8);
            break;
        case 2:
            n = at + 1;
            break;
        default:
            len = len < n - at ? len : n - at;
            len = len < n - to ? len : n - to;
            memmove(p + to, p + at, len);
        }
    }
    return n;
}

static void feed_altered(const uint8_t *seed, size_t n)
{
    uint8_t *p = malloc(n + 1);
    if (!p)
        abort();
    feed(seed, n);
    for (long i = 0; i < runs && n > 0; i++) {
        memcpy(p, seed, n);
        feed(p, alter(p, n));
    }
    free(p);
}

static void run_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    uint8_t *p = NULL;
    size_t n = 0, k;
    if (!f)
        return;
    do {
        p = realloc(p, n + 65536);
        if (!p)
            abort();
        k = fread(p + n, 1, 65536, f);
        n += k;
    } while (k > 0);
    fclose(f);
    feed_altered(p, n);
    free(p);
}

static void run_path(const char *path)
{
    struct stat info;
    struct dirent **names;
    int n;
    if (stat(path, &info) != 0)
        return;
    if (!S_ISDIR(info.st_mode)) {
        run_file(path);
        return;
    }
    n = scandir(path, &names, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char inner[4096];
        if (names[i]->d_name[0] != '.') {
            snprintf(inner, sizeof inner, "%s/%s", path, names[i]->d_name);
            run_path(inner);
        }
        free(names[i]);
    }
    if (n >= 0)
        free(names);
}

int main(int argc, char **argv)
{
    const char *name = strrchr(argv[0], '/');
    uint8_t noise[512] = {0};
    feed(noise, 0);
    name = name ? name + 1 : argv[0];
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "-n") == 0 && i + 1 < argc)
            runs = strtol(argv[++i], NULL, 10);
        else
            run_path(argv[i]);
    }
    if (argc == 1) {
        char seeds[512];
        snprintf(seeds, sizeof seeds, "tests/fuzz/seeds/%s",
                 name + (strncmp(name, "fuzz_", 5) ? 0 : 5));
        run_path(seeds);
    }
    for (long i = 0; i < 5 * runs; i++) {
        size_t n = next() % sizeof noise;
        for (size_t k = 0; k < n; k++)
            noise[k] = i % 2 ? (uint8_t)next() : (uint8_t)(32 + next() % 95);
        feed(noise, n);
    }
    printf("ok 1 - %s: %ld inputs\n", name, inputs);
    return 0;
}
