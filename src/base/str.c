/* str.c - byte slices, numbers in C notation whatever the locale, growing buffer, hash. */
#include "base/str.h"

#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"

/* ---- slices --------------------------------------------------------------------------------- */

int bk__str_cmp(bk_str a, bk_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

uint32_t bk__str_search(const bk_str *rising, uint32_t n, bk_str s)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = bk__str_cmp(rising[middle], s);
        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return UINT32_MAX;
}

bool bk__str_begins(bk_str s, bk_str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool bk__str_ends(bk_str s, bk_str suffix)
{
    return s.n >= suffix.n &&
           (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

static bool blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bk_str bk__str_past_bom(bk_str s)
{
    size_t n = bk__str_begins(s, BK__STR("\xEF\xBB\xBF")) ? 3 : 0;
    return (bk_str){s.p + n, s.n - n};
}

bk_str bk__str_trim(bk_str s)
{
    for (;;) {
        if (s.n > 0 && blank(s.p[0]))
            s.p++, s.n--;
        else if (s.n > 1 && memcmp(s.p, "\xC2\xA0", 2) == 0)
            s.p += 2, s.n -= 2;
        else
            break;
    }
    for (;;) {
        if (s.n > 0 && blank(s.p[s.n - 1]))
            s.n--;
        else if (s.n > 1 && memcmp(s.p + s.n - 2, "\xC2\xA0", 2) == 0)
            s.n -= 2;
        else
            return s;
    }
}

bk_str bk__str_cut(bk_str *rest, char at)
{
    const char *end = rest->n ? memchr(rest->p, at, rest->n) : NULL;
    bk_str head = *rest;
    if (end) {
        head.n = (size_t)(end - rest->p);
        rest->p = end + 1;
        rest->n -= head.n + 1;
    } else {
        if (rest->p)
            rest->p += rest->n;
        rest->n = 0;
    }
    return head;
}

/* ---- numbers --------------------------------------------------------------------------------- */

static locale_t c_locale;
static pthread_once_t c_locale_once = PTHREAD_ONCE_INIT;
static void make_c_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* glibc: static, never freed */
}

static double read_c(const char *z)
{
    pthread_once(&c_locale_once, make_c_locale);
    return strtod_l(z, NULL, c_locale);
}

static size_t digits(bk_str s, size_t from)
{
    size_t i = from;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    return i - from;
}

/* [+-] digits [. digits] [e [+-] digits], at least one digit before e. */
static bool is_real(bk_str s)
{
    size_t i = s.n > 0 && (s.p[0] == '+' || s.p[0] == '-'), n = digits(s, i), more;
    i += n;
    if (i < s.n && s.p[i] == '.') {
        i++;
        more = digits(s, i);
        i += more;
        n += more;
    }
    if (n == 0)
        return false;
    if (i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
        i++;
        i += i < s.n && (s.p[i] == '+' || s.p[i] == '-');
        n = digits(s, i);
        i += n;
    }
    return n > 0 && i == s.n;
}

bool bk__str_real(bk_str s, double *out)
{
    char z[1100]; /* no finite double needs more */
    double x;
    if (s.n == 0 || s.n >= sizeof z || !is_real(s))
        return false;
    memcpy(z, s.p, s.n);
    z[s.n] = 0;
    x = read_c(z);
    if (!isfinite(x))
        return false;
    *out = x;
    return true;
}

bool bk__str_int(bk_str s, int64_t *out)
{
    size_t i = s.n > 0 && (s.p[0] == '+' || s.p[0] == '-');
    bool negative = i && s.p[0] == '-';
    int64_t x = 0;
    if (i == s.n || digits(s, i) != s.n - i)
        return false;
    for (; i < s.n; i++) {
        int d = s.p[i] - '0';
        if (__builtin_mul_overflow(x, 10, &x) || __builtin_add_overflow(x, negative ? -d : d, &x))
            return false;
    }
    *out = x;
    return true;
}

/* ---- hash ---------------------------------------------------------------------------------- */

uint64_t bk__hash(const void *p, size_t n)
{
    return bk__hash_inline(p, n);
}

/* ---- buffer ---------------------------------------------------------------------------------- */

void bk__buf_init(bk__buf *b, bk_ctx *ctx)
{
    *b = (bk__buf){ctx, NULL, 0, 0};
}

void bk__buf_clear(bk__buf *b)
{
    bk__free(b->ctx, b->p);
    bk__buf_init(b, b->ctx);
}

bk_status bk__buf_reserve(bk__buf *b, size_t extra)
{
    size_t need, cap;
    char *p;
    if (extra > PTRDIFF_MAX - b->n - 1) {
        bk__alloc(b->ctx, SIZE_MAX); /* records the failure */
        return BK_ENOMEM;
    }
    need = b->n + extra + 1;
    if (need <= b->cap)
        return BK_OK;
    cap = b->cap + b->cap / 2;
    if (cap < need)
        cap = need < 64 ? 64 : need;
    p = bk__resize(b->ctx, b->p, cap);
    if (!p)
        return BK_ENOMEM;
    b->p = p;
    b->cap = cap;
    p[b->n] = 0;
    return BK_OK;
}

bk_status bk__buf_add(bk__buf *b, bk_str s)
{
    bk_status st = bk__buf_reserve(b, s.n);
    if (st != BK_OK)
        return st;
    if (s.n)
        memcpy(b->p + b->n, s.p, s.n);
    b->n += s.n;
    b->p[b->n] = 0;
    return BK_OK;
}

bk_status bk__buf_byte(bk__buf *b, char c)
{
    return bk__buf_add(b, (bk_str){&c, 1});
}

bk_status bk__buf_print(bk__buf *b, const char *format, ...)
{
    va_list args;
    bk_status st;
    int n;
    va_start(args, format);
    n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n < 0)
        return bk__fail(b->ctx, BK_EINVAL, "", "text that cannot be formatted");
    st = bk__buf_reserve(b, (size_t)n);
    if (st != BK_OK)
        return st;
    va_start(args, format);
    vsnprintf(b->p + b->n, (size_t)n + 1, format, args);
    va_end(args);
    b->n += (size_t)n;
    return BK_OK;
}

/* Whatever the locale takes for the decimal point becomes one dot. */
static size_t to_c_notation(char *z)
{
    size_t n = 0;
    bool dot = false;
    for (const char *c = z; *c; c++) {
        if ((*c >= '0' && *c <= '9') || *c == '-' || *c == '+' || *c == 'e')
            z[n++] = *c;
        else if (!dot)
            z[n++] = '.', dot = true;
    }
    z[n] = 0;
    return n;
}

bk_status bk__buf_real(bk__buf *b, double x)
{
    char z[64];
    size_t n = 0;
    if (!isfinite(x))
        return bk__buf_add(b, BK__STR("null"));
    if (fabs(x) < 1e15 && x == trunc(x) && !(x == 0 && signbit(x))) {
        n = (size_t)snprintf(z, sizeof z, "%lld", (long long)x);
        return bk__buf_add(b, (bk_str){z, n});
    }
    for (int digit = 15; digit <= 17; digit++) {
        snprintf(z, sizeof z, "%.*g", digit, x);
        n = to_c_notation(z);
        if (digit == 17 || read_c(z) == x)
            break;
    }
    return bk__buf_add(b, (bk_str){z, n});
}
