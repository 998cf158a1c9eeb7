/* opt.c - option tables: defaults, one value from text, ranges, the options as JSON. */
#include "base/opt.h"

#include <math.h>
#include <stdio.h>

static void *field(const bk_opt *o, void *opts)
{
    return (char *)opts + o->offset;
}

static const void *field_of(const bk_opt *o, const void *opts)
{
    return (const char *)opts + o->offset;
}

static void store_number(const bk_opt *o, void *opts, double x)
{
    void *at = field(o, opts);
    switch (o->type) {
    case BK_OPT_BOOL:
        *(bool *)at = x != 0;
        break;
    case BK_OPT_INT:
        *(int *)at = (int)x;
        break;
    case BK_OPT_SIZE:
        *(uint64_t *)at = (uint64_t)x;
        break;
    case BK_OPT_REAL:
        *(double *)at = x;
        break;
    case BK_OPT_STR:
    case BK_OPT_ENUM:
        break;
    }
}

void bk_opt_defaults(const bk_opt *table, size_t n, void *opts)
{
    for (size_t i = 0; i < n; i++) {
        if (table[i].type == BK_OPT_STR || table[i].type == BK_OPT_ENUM)
            *(const char **)field(&table[i], opts) = table[i].text_def;
        else
            store_number(&table[i], opts, table[i].def);
    }
}

/* ---- messages ------------------------------------------------------------------------------- */

#define WORD 64
static size_t least3(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

/* Edits (insert, remove, replace) from a to b; words past 63 bytes are far from everything. */
static size_t edits(const char *a, const char *b)
{
    size_t na = strlen(a), nb = strlen(b), row[WORD + 1];
    if (na >= WORD || nb >= WORD)
        return WORD;
    for (size_t j = 0; j <= nb; j++)
        row[j] = j;
    for (size_t i = 1; i <= na; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            size_t above = row[j];
            row[j] = least3(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[nb];
}

/* The word among the candidates that was probably meant; NULL: none is near. */
static const char *nearer(const char *best, const char *candidate, const char *word)
{
    size_t e = edits(word, candidate);
    if (e > 3 || e * 2 > strlen(candidate) + 1)
        return best;
    return !best || e < edits(word, best) ? candidate : best;
}

static bk_status unknown_name(bk_ctx *ctx, const bk_opt *table, size_t n, const char *name)
{
    const char *best = NULL;
    for (size_t i = 0; i < n; i++)
        best = nearer(best, table[i].name, name);
    if (best)
        return bk__fail(ctx, BK_EINVAL, name, "there is no option \"%s\"; do you mean \"%s\"?",
                        name, best);
    return bk__fail(ctx, BK_EINVAL, name, "there is no option \"%s\"", name);
}

static void add_text(char *to, size_t cap, const char *text)
{
    size_t n = strlen(to);
    snprintf(to + n, cap - n, "%s", text);
}

static bk_status not_a_choice(bk_ctx *ctx, const bk_opt *o, const char *where, const char *value)
{
    char list[512] = "";
    const char *best = NULL;
    for (size_t i = 0; o->choices && o->choices[i]; i++) {
        if (i > 0)
            add_text(list, sizeof list, ", ");
        add_text(list, sizeof list, o->choices[i]);
        best = nearer(best, o->choices[i], value);
    }
    if (best)
        return bk__fail(ctx, BK_EINVAL, where, "%s: \"%s\" is none of: %s; do you mean \"%s\"?",
                        o->name, value, list, best);
    return bk__fail(ctx, BK_EINVAL, where, "%s: \"%s\" is none of: %s", o->name, value, list);
}

/* 512M, 2G where the number is a whole one of the unit. */
static const char *number_text(const bk_opt *o, double x, char out[40])
{
    static const char unit[] = "TGMK";
    double size = 1099511627776.0;
    if (o->type == BK_OPT_SIZE)
        for (int i = 0; i < 4; i++, size /= 1024)
            if (x >= size && fmod(x, size) == 0) {
                snprintf(out, 40, "%.0f%c", x / size, unit[i]);
                return out;
            }
    if (x == trunc(x) && fabs(x) < 1e15)
        snprintf(out, 40, "%.0f", x);
    else
        snprintf(out, 40, "%g", x);
    return out;
}

static bk_status out_of_range(bk_ctx *ctx, const bk_opt *o, const char *where, const char *value)
{
    char low[40], high[40];
    bool open = !(o->max < 1e300) || (o->type == BK_OPT_INT && o->max >= 2147483647.0) ||
                (o->type == BK_OPT_SIZE && o->max >= 9007199254740992.0);
    number_text(o, o->min, low);
    number_text(o, o->max, high);
    if (open)
        return bk__fail(ctx, BK_EINVAL, where, "%s: %s is out of range, it must be at least %s",
                        o->name, value, low);
    return bk__fail(ctx, BK_EINVAL, where, "%s: %s is out of range, it must lie from %s to %s",
                    o->name, value, low, high);
}

/* ---- values ---------------------------------------------------------------------------------- */

static bool read_bool(const char *z, double *out)
{
    static const char *const yes[] = {"true", "yes", "1"}, *const no[] = {"false", "no", "0"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(z, yes[i]) == 0)
            return *out = 1, true;
        if (strcmp(z, no[i]) == 0)
            return *out = 0, true;
    }
    return false;
}

/* A number, then K, M, G or T (also KiB, MB ...: always powers of 1024). */
static bool read_size(const char *z, double *out)
{
    static const char unit[] = "KMGT";
    bk_str s = bk__str(z);
    double x, factor = 1;
    if (s.n > 1 && (s.p[s.n - 1] == 'B' || s.p[s.n - 1] == 'b'))
        s.n--;
    if (s.n > 1 && s.p[s.n - 1] == 'i')
        s.n--;
    if (s.n > 1 && (s.p[s.n - 1] < '0' || s.p[s.n - 1] > '9')) {
        const char *at = strchr(unit, s.p[s.n - 1] & ~0x20);
        if (!at)
            return false;
        for (long i = at - unit; i >= 0; i--)
            factor *= 1024;
        s.n--;
    }
    if (!bk__str_real(s, &x) || x * factor != trunc(x * factor) || x * factor >= 0x1p63)
        return false;
    *out = x * factor;
    return true;
}

static const char *kind(bk_opt_type type)
{
    switch (type) {
    case BK_OPT_BOOL:
        return "true or false";
    case BK_OPT_INT:
        return "a whole number";
    case BK_OPT_SIZE:
        return "a size such as 512M or 2G";
    case BK_OPT_REAL:
        return "a number such as 0.5";
    case BK_OPT_STR:
    case BK_OPT_ENUM:
        break;
    }
    return "a text";
}

static bool read_number(const bk_opt *o, const char *value, double *out)
{
    int64_t whole;
    switch (o->type) {
    case BK_OPT_BOOL:
        return read_bool(value, out);
    case BK_OPT_INT:
        if (!bk__str_int(bk__str(value), &whole))
            return false;
        *out = (double)whole;
        return true;
    case BK_OPT_SIZE:
        return read_size(value, out);
    case BK_OPT_REAL:
        return bk__str_real(bk__str(value), out);
    case BK_OPT_STR:
    case BK_OPT_ENUM:
        break;
    }
    return false;
}

static bool in_range(const bk_opt *o, double x)
{
    if (o->type == BK_OPT_INT && !(x >= -2147483648.0 && x <= 2147483647.0))
        return false;
    return o->type == BK_OPT_BOOL || (x >= o->min && x <= o->max);
}

static bool is_choice(const bk_opt *o, const char *value)
{
    for (size_t i = 0; o->choices && o->choices[i]; i++)
        if (strcmp(o->choices[i], value) == 0)
            return true;
    return false;
}

bk_status bk_opt_set(bk_ctx *ctx, const bk_opt *table, size_t n, void *opts, const char *name,
                     const char *value)
{
    const bk_opt *o = NULL;
    double x;
    for (size_t i = 0; i < n && !o; i++)
        if (strcmp(table[i].name, name) == 0)
            o = &table[i];
    if (!o)
        return unknown_name(ctx, table, n, name);
    if (!value && o->type == BK_OPT_BOOL)
        value = "true";
    if (!value)
        return bk__fail(ctx, BK_EINVAL, name, "%s: needs a value%s%s", name,
                        o->unit && o->unit[0] ? ": " : "", o->unit ? o->unit : "");
    if (o->type == BK_OPT_ENUM && !is_choice(o, value))
        return not_a_choice(ctx, o, name, value);
    if (o->type == BK_OPT_ENUM || o->type == BK_OPT_STR) {
        *(const char **)field(o, opts) = value;
        return BK_OK;
    }
    if (!read_number(o, value, &x))
        return bk__fail(ctx, BK_EINVAL, name, "%s: \"%s\" is not %s", name, value, kind(o->type));
    if (!in_range(o, x))
        return out_of_range(ctx, o, name, value);
    store_number(o, opts, x);
    return BK_OK;
}

static double load_number(const bk_opt *o, const void *opts)
{
    const void *at = field_of(o, opts);
    switch (o->type) {
    case BK_OPT_BOOL:
        return *(const bool *)at;
    case BK_OPT_INT:
        return *(const int *)at;
    case BK_OPT_SIZE:
        return (double)*(const uint64_t *)at;
    case BK_OPT_REAL:
        return *(const double *)at;
    case BK_OPT_STR:
    case BK_OPT_ENUM:
        break;
    }
    return 0;
}

bk_status bk_opt_check(bk_ctx *ctx, const bk_opt *table, size_t n, const void *opts,
                       const char *where)
{
    for (size_t i = 0; i < n; i++) {
        const bk_opt *o = &table[i];
        if (o->type == BK_OPT_ENUM) {
            const char *value = *(const char *const *)field_of(o, opts);
            if (!value && o->text_def)
                return not_a_choice(ctx, o, where, "");
            if (value && !is_choice(o, value))
                return not_a_choice(ctx, o, where, value);
        } else if (o->type != BK_OPT_STR) {
            double x = load_number(o, opts);
            char text[40];
            if (!in_range(o, x))
                return out_of_range(ctx, o, where, number_text(o, x, text));
        }
    }
    return BK_OK;
}

void bk__opt_json(bk__jw *w, const bk_opt *table, size_t n, const void *opts)
{
    bk__jw_open(w, '{');
    for (size_t i = 0; i < n; i++) {
        const bk_opt *o = &table[i];
        bk__jw_key(w, o->name);
        if (o->type == BK_OPT_STR || o->type == BK_OPT_ENUM)
            bk__jw_z(w, *(const char *const *)field_of(o, opts));
        else if (o->type == BK_OPT_BOOL)
            bk__jw_bool(w, load_number(o, opts) != 0);
        else if (o->type == BK_OPT_SIZE)
            bk__jw_int(w, (int64_t) * (const uint64_t *)field_of(o, opts));
        else
            bk__jw_real(w, load_number(o, opts));
    }
    bk__jw_close(w, '}');
}
