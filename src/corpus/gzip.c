/* gzip.c - CRC-32 and length of a gzip file (RFC 1952).
 *
 * Each member ends with the CRC-32 and the length of what it holds. Where members end is known to
 * who unpacks them alone, so the sums are checked as one: the sums before each further header are
 * joined to that of all members but the last, the rest of the CRC of the whole is what the last one
 * must say, and that must stand in the last bytes of the file (zeros or a little else may follow).
 * A header that only seems to be one does no harm: the file also fits as a single member.
 *
 *     crc(a b) = crc(a) x^(8 |b|) + crc(b)     over GF(2) modulo the polynomial */
#include "corpus/gzip.h"

enum { HEADER = 10, TRAILER = 8, SEAM = HEADER + TRAILER - 1 };
#define POLYNOMIAL 0xEDB88320u
#define ONE        0x80000000u /* x^0: bits are in reverse */

void bk__gzip_init(bk__gzip *g)
{
    *g = (bk__gzip){.is = false};
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? c >> 1 ^ POLYNOMIAL : c >> 1;
        g->table[i] = c;
    }
}

static uint32_t add(const bk__gzip *g, uint32_t crc, bk_str s)
{
    crc = ~crc;
    for (size_t i = 0; i < s.n; i++)
        crc = g->table[(crc ^ (unsigned char)s.p[i]) & 0xff] ^ crc >> 8;
    return ~crc;
}

static uint32_t times(uint32_t a, uint32_t b)
{
    uint32_t product = 0;
    for (uint32_t bit = ONE; bit; bit >>= 1) {
        if (a & bit)
            product ^= b;
        b = b & 1 ? b >> 1 ^ POLYNOMIAL : b >> 1;
    }
    return product;
}

/* crc x^(8 n) */
static uint32_t shifted(uint32_t crc, uint64_t n)
{
    uint32_t power = ONE >> 8; /* x^8 */
    for (; n; n >>= 1) {
        if (n & 1)
            crc = times(crc, power);
        power = times(power, power);
    }
    return crc;
}

static uint32_t word_at(const unsigned char *p)
{
    return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

/* Magic, deflate, no unknown flag, a way to deflate and a system that are known. */
static bool is_header(const unsigned char *p)
{
    return p[0] == 0x1f && p[1] == 0x8b && p[2] == 8 && p[3] < 32 &&
           (p[8] == 0 || p[8] == 2 || p[8] == 4) && (p[9] <= 13 || p[9] == 255);
}

/* Headers of further members in [p, p + n), which lies at `at` in the file. */
static void find_members(bk__gzip *g, const unsigned char *p, size_t n, uint64_t at)
{
    for (size_t i = TRAILER; i + HEADER <= n; i++) {
        const unsigned char *magic = memchr(p + i, 0x1f, n - HEADER + 1 - i);
        if (!magic)
            return;
        i = (size_t)(magic - p);
        if (!is_header(magic) || at + i < HEADER + TRAILER)
            continue;
        uint64_t length = word_at(magic - 4);
        g->crc_begun = shifted(g->crc_begun, length) ^ word_at(magic - 8);
        g->out_begun += length;
        g->members++;
    }
}

static void keep_tail(bk__gzip *g, bk_str s)
{
    size_t n = s.n < BK__GZIP_TAIL ? s.n : BK__GZIP_TAIL;
    size_t old = g->n_tail + n > BK__GZIP_TAIL ? BK__GZIP_TAIL - n : g->n_tail;
    memmove(g->tail, g->tail + g->n_tail - old, old);
    memcpy(g->tail + old, s.p + s.n - n, n);
    g->n_tail = old + n;
}

/* A trailer and header that lie in two pieces are found in the seam of both. */
void bk__gzip_in(bk__gzip *g, bk_str s)
{
    unsigned char seam[2 * SEAM];
    size_t old = g->n_tail < SEAM ? g->n_tail : SEAM, n = s.n < SEAM ? s.n : SEAM;
    if (s.n == 0)
        return;
    if (g->in == 0)
        g->is = s.n >= HEADER && is_header((const unsigned char *)s.p);
    if (g->is) {
        memcpy(seam, g->tail + g->n_tail - old, old);
        memcpy(seam + old, s.p, n);
        find_members(g, seam, old + n, g->in - old);
        find_members(g, (const unsigned char *)s.p, s.n, g->in);
        keep_tail(g, s);
    }
    g->in += s.n;
}

void bk__gzip_out(bk__gzip *g, bk_str s)
{
    if (g->is)
        g->crc = add(g, g->crc, s);
    g->out += s.n;
}

static bool ends_with(const bk__gzip *g, uint32_t crc, uint64_t length)
{
    for (size_t i = TRAILER; i <= g->n_tail; i++) {
        const unsigned char *p = g->tail + g->n_tail - i;
        if (word_at(p) == crc && word_at(p + 4) == (uint32_t)length)
            return true;
    }
    return false;
}

bool bk__gzip_fits(const bk__gzip *g)
{
    if (!g->is || ends_with(g, g->crc, g->out))
        return true;
    if (g->members > 0 && g->out > UINT32_MAX)
        return true; /* lengths are said modulo 2^32: it cannot be told */
    uint64_t last = g->out - g->out_begun;
    return g->members > 0 && g->out >= g->out_begun &&
           ends_with(g, g->crc ^ shifted(g->crc_begun, last), last);
}
