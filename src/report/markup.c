/* markup.c - what every section writes with: escaping, numbers, tables, figures, look-ups.
 *
 * Article text is hostile: all of it passes through bk__esc (which serves text and quoted
 * attributes) or through the JSON writer with `html` set. What is written with bk__put and the
 * words of words.inc is markup of our own. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/date.h"
#include "report/page.h"
#include "report/table.h"

static void add(bk__page *p, bk_str s)
{
    if (p->st == BK_OK && s.n > 0)
        p->st = bk__buf_add(&p->b, s);
}

void bk__put(bk__page *p, const char *z)
{
    add(p, bk__str(z));
}

void bk__putf(bk__page *p, const char *format, ...)
{
    char line[1024];
    va_list args;
    int n;
    va_start(args, format);
    n = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (n > 0)
        add(p, (bk_str){line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1});
}

void bk__esc(bk__page *p, bk_str s)
{
    size_t from = 0;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        const char *to = c == '&'                              ? "&amp;"
                         : c == '<'                            ? "&lt;"
                         : c == '>'                            ? "&gt;"
                         : c == '"'                            ? "&quot;"
                         : c == '\''                           ? "&#39;"
                         : c == '\t' || c == '\n' || c == '\r' ? " "
                         : c < 0x20 || c == 0x7F               ? "\xEF\xBF\xBD"
                                                               : NULL;
        if (!to)
            continue;
        add(p, (bk_str){s.p + from, i - from});
        bk__put(p, to);
        from = i + 1;
    }
    if (s.n > from)
        add(p, (bk_str){s.p + from, s.n - from});
}

void bk__esc_short(bk__page *p, bk_str s, size_t max)
{
    size_t n = s.n;
    if (n > max) {
        n = max;
        while (n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
            n--;
    }
    bk__esc(p, (bk_str){s.p, n});
    if (n < s.n)
        bk__put(p, "\xE2\x80\xA6");
}

static const char *const words[W_COUNT][2] = {
#define S(name, id, en) {id, en},
#include "report/words.inc"
#undef S
};

const char *bk__w(const bk__page *p, bk__word w)
{
    return words[w][p->lang];
}

bk_str bk__ws(const bk__page *p, bk__word w)
{
    return bk__str(bk__w(p, w));
}

/* Behind %k: "[one|many]", of which one is written; z moves behind it. */
static void one_or_many(bk__page *p, bk_str count, const char **z)
{
    const char *bar = strchr(*z, '|'), *end = bar ? strchr(bar, ']') : NULL;
    if (!end)
        return;
    if (bk__str_eq(count, BK__STR("1")))
        add(p, (bk_str){*z + 1, (size_t)(bar - *z - 1)});
    else
        add(p, (bk_str){bar + 1, (size_t)(end - bar - 1)});
    *z = end + 1;
}

void bk__say_n(bk__page *p, bk__word w, const bk_str *args, size_t n)
{
    const char *z = bk__w(p, w);
    while (*z) {
        size_t plain = strcspn(z, "%");
        add(p, (bk_str){z, plain});
        z += plain;
        if (*z == '%' && z[1] >= '1' && z[1] <= '9') {
            size_t k = (size_t)(z[1] - '0');
            bk_str arg = k < n ? args[k] : BK__STR("");
            z += 2;
            if (*z == '[')
                one_or_many(p, arg, &z);
            else
                bk__esc(p, arg);
        } else if (*z) {
            add(p, (bk_str){z, 1});
            z++;
        }
    }
}

/* ---- numbers ------------------------------------------------------------------------------- */

static char *slot(bk__page *p)
{
    return p->number[p->next_number++ % NUMBERS];
}

static bool digit_at(bk_str s, size_t i)
{
    return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

void bk__esc_decimals(bk__page *p, bk_str s)
{
    size_t begin = 0;
    for (size_t i = 1; p->lang == 0 && i < s.n; i++)
        if (s.p[i] == '.' && digit_at(s, i - 1) && digit_at(s, i + 1)) {
            bk__esc(p, (bk_str){s.p + begin, i - begin});
            bk__put(p, ",");
            begin = i + 1;
        }
    bk__esc(p, (bk_str){s.p + begin, s.n - begin});
}

static void decimal_comma(const bk__page *p, char *z)
{
    char *dot = p->lang == 0 ? strchr(z, '.') : NULL;
    if (dot)
        *dot = ',';
}

bk_str bk__n(bk__page *p, int64_t v)
{
    char digits[32], *out = slot(p);
    size_t n = (size_t)snprintf(digits, sizeof digits, "%lld", (long long)v), k = 0;
    for (size_t i = 0; i < n; i++) {
        out[k++] = digits[i];
        if (digits[i] != '-' && i + 1 < n && (n - i - 1) % 3 == 0)
            out[k++] = p->lang == 0 ? '.' : ',';
    }
    return (bk_str){out, k};
}

bk_str bk__x(bk__page *p, double v, int digits, bool sign)
{
    char digits_of[40], *out = slot(p);
    bool zero;
    if (!isfinite(v))
        return BK__STR("\xE2\x80\x93");
    snprintf(digits_of, sizeof digits_of, fabs(v) < 1e9 ? "%.*f" : "%.*g", digits, fabs(v));
    zero = strspn(digits_of, "0.") == strlen(digits_of);
    decimal_comma(p, digits_of);
    snprintf(out, NUMBER_BYTES, "%s%s",
             zero    ? ""
             : v < 0 ? "\xE2\x88\x92"
             : sign  ? "+"
                     : "",
             digits_of);
    return bk__str(out);
}

bk_str bk__pct(bk__page *p, double share)
{
    char *out = slot(p);
    if (!isfinite(share))
        return BK__STR("\xE2\x80\x93");
    snprintf(out, NUMBER_BYTES, share > 0 && share < 0.0995 ? "%.1f" : "%.0f", 100 * share);
    decimal_comma(p, out);
    strcat(out, p->lang == 0 ? "\xC2\xA0%" : "%");
    return bk__str(out);
}

static const char *month_name(const bk__page *p, int month)
{
    static const char *const name[2][12] = {
        {"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
         "Oktober", "November", "Desember"},
        {"January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December"}};
    return month >= 1 && month <= 12 ? name[p->lang][month - 1] : "";
}

bk_str bk__day(bk__page *p, bk_cell date)
{
    char *out = slot(p);
    int64_t year, days;
    int month, day;
    if (date.null)
        return bk__ws(p, W_NO_DATE);
    days = date.i / 86400 - (date.i % 86400 < 0);
    bk__date_civil(days, &year, &month, &day);
    snprintf(out, NUMBER_BYTES, "%d %s %lld", day, month_name(p, month), (long long)year);
    return bk__str(out);
}

bk_str bk__period(bk__page *p, bk_str id)
{
    char *out = slot(p);
    int64_t m = 0;
    if (id.n != 7 || id.p[4] != '-')
        return id;
    if (id.p[5] == 'Q')
        snprintf(out, NUMBER_BYTES, p->lang == 0 ? "triwulan %c %.4s" : "Q%c %.4s", id.p[6], id.p);
    else if (bk__str_int((bk_str){id.p + 5, 2}, &m))
        snprintf(out, NUMBER_BYTES, "%s %.4s", month_name(p, (int)m), id.p);
    else
        return id;
    return bk__str(out);
}

/* ---- tables of the page ---------------------------------------------------------------------- */

void bk__table_open(bk__page *p, const char *caption, const char *const *heads, int num)
{
    bk__put(p, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    bk__put(p, caption);
    bk__put(p, "\"><table><caption><span>");
    bk__put(p, caption);
    bk__put(p, "</span></caption><thead><tr>");
    for (int i = 0; heads[i]; i++) {
        bk__put(p, i >= num ? "<th scope=\"col\" class=\"num\">" : "<th scope=\"col\">");
        bk__put(p, heads[i]);
        bk__put(p, "</th>");
    }
    bk__put(p, "</tr></thead><tbody>\n");
}

void bk__table_close(bk__page *p)
{
    bk__put(p, "</tbody></table></div>\n");
}

void bk__td(bk__page *p, bk_str s)
{
    bk__put(p, "<td>");
    bk__esc_short(p, s, 400);
    bk__put(p, "</td>");
}

void bk__td_num(bk__page *p, bk_str s)
{
    bk__put(p, "<td class=\"num\">");
    bk__esc(p, s);
    bk__put(p, "</td>");
}

void bk__td_range(bk__page *p, double low, double high)
{
    bk__put(p, "<td class=\"num\">");
    if (isfinite(low) && isfinite(high)) {
        bk__esc(p, bk__pct(p, low));
        bk__put(p, " \xE2\x80\x93 ");
        bk__esc(p, bk__pct(p, high));
    } else {
        bk__put(p, "\xE2\x80\x93");
    }
    bk__put(p, "</td>");
}

void bk__th(bk__page *p, bk_str s)
{
    bk__put(p, "<tr><th scope=\"row\">");
    bk__esc_short(p, s, 400);
    bk__put(p, "</th>");
}

void bk__section(bk__page *p, const char *id, bk__word title)
{
    bk__putf(p, "<section id=\"%s\" aria-labelledby=\"%s-h\"><h2 id=\"%s-h\">%s</h2>\n", id, id, id,
             bk__w(p, title));
}

void bk__say_level(bk__page *p, const char *group, const char *name)
{
    char option[64];
    const bk__value *of = bk__json_get(bk__json_get(p->manifest, "options"), group);
    double level = bk__json_real(bk__json_get(of, name), 0.95);
    if (fabs(level - 0.95) < 1e-9)
        return;
    snprintf(option, sizeof option, "--%s", name);
    bk__put(p, "<p class=\"note\">");
    SAY(p, W_LEVEL_NOTE, bk__pct(p, level), bk__str(option));
    bk__put(p, "</p>\n");
}

void bk__section_end(bk__page *p)
{
    bk__put(p, "</section>\n");
}

void bk__note_more(bk__page *p, int64_t shown, int64_t all)
{
    if (shown >= all)
        return;
    bk__put(p, "<p class=\"note\">");
    SAY(p, W_MORE_ROWS, bk__n(p, shown), bk__n(p, all));
    bk__put(p, "</p>\n");
}

void bk__finding(bk__page *p, bk__word w, const bk_str *args, size_t n)
{
    bk__put(p, "<p class=\"finding\">");
    bk__say_n(p, w, args, n);
    bk__put(p, "</p>\n");
}

void bk__key_str(bk__jw *w, const char *key, bk_str s)
{
    bk__jw_key(w, key);
    bk__jw_str(w, s);
}

void bk__key_real(bk__jw *w, const char *key, double x)
{
    bk__jw_key(w, key);
    bk__jw_real(w, x);
}

void bk__key_int(bk__jw *w, const char *key, int64_t n)
{
    bk__jw_key(w, key);
    bk__jw_int(w, n);
}

void bk__figure_open(bk__page *p, bk__jw *w, const char *spec, bk__word title)
{
    int k = p->figures++;
    bk__putf(p,
             "<figure id=\"figure-%d\" data-figure=\"%d\"><figcaption id=\"figure-%d-c\">%s"
             "</figcaption><div class=\"filters\"></div><div class=\"vega\" role=\"img\" "
             "aria-labelledby=\"figure-%d-c\"></div>\n",
             k, k, k, bk__w(p, title), k);
    if (k > 0 && p->st == BK_OK)
        p->st = bk__buf_byte(&p->data, ',');
    bk__jw_init(w, &p->data);
    w->html = true;
    bk__jw_open(w, '{');
    bk__jw_key(w, "spec");
    bk__jw_z(w, spec);
    bk__jw_key(w, "title");
    bk__jw_z(w, bk__w(p, title));
    bk__jw_key(w, "data");
    bk__jw_open(w, '{');
}

void bk__figure_table(bk__page *p, bk__jw *w)
{
    bk__jw_close(w, '}');
    bk__jw_close(w, '}');
    if (p->st == BK_OK)
        p->st = w->status;
    bk__putf(p,
             "<div class=\"tools\"></div><details class=\"as-table\" open><summary>%s</summary>\n",
             bk__w(p, W_AS_TABLE));
}

void bk__figure_close(bk__page *p)
{
    bk__put(p, "</details></figure>\n");
}

/* ---- cells of the study's tables ------------------------------------------------------------- */

int64_t bk__rows(const bk__page *p, bk__tab t)
{
    return p->t[t] ? bk_table_rows(p->t[t]) : 0;
}

bk_cell bk__cell(const bk__page *p, bk__tab t, int64_t row, size_t col)
{
    return p->t[t] ? bk_table_cell(p->t[t], row, col) : BK_CELL_NULL;
}

bk_str bk__s(const bk__page *p, bk__tab t, int64_t row, size_t col)
{
    bk_cell c = bk__cell(p, t, row, col);
    return c.null || !c.s.p ? BK__STR("") : c.s;
}

double bk__r(const bk__page *p, bk__tab t, int64_t row, size_t col)
{
    bk_cell c = bk__cell(p, t, row, col);
    return c.null ? NAN : c.x;
}

int64_t bk__i(const bk__page *p, bk__tab t, int64_t row, size_t col)
{
    return bk__cell(p, t, row, col).i;
}

bool bk__is(const bk__page *p, bk__tab t, int64_t row, size_t col, const char *z)
{
    return bk__str_eq(bk__s(p, t, row, col), bk__str(z));
}

int64_t bk__article(const bk__page *p, bk_str id)
{
    uint32_t k = bk__map_find(&p->ids, id);
    return k == BK__NONE ? -1 : (int64_t)k;
}

bk_status bk__rows_of_new(bk__page *p, bk__rows_of *out, bk__tab t, size_t key)
{
    int64_t articles = (int64_t)p->ids.n, rows = bk__rows(p, t);
    *out = (bk__rows_of){NULL, NULL, p->ctx};
    out->first = bk__alloc_array(p->ctx, (size_t)articles + 1, sizeof *out->first);
    out->next = bk__alloc_array(p->ctx, (size_t)rows + 1, sizeof *out->next);
    if (!out->first || !out->next) {
        bk__rows_of_clear(out);
        return BK_ENOMEM;
    }
    for (int64_t a = 0; a < articles; a++)
        out->first[a] = -1;
    for (int64_t r = rows; r-- > 0;) { /* backwards: chains run forwards */
        int64_t a = bk__article(p, bk__s(p, t, r, key));
        out->next[r] = -1;
        if (a < 0)
            continue;
        out->next[r] = out->first[a];
        out->first[a] = r;
    }
    return BK_OK;
}

void bk__rows_of_clear(bk__rows_of *r)
{
    bk__free(r->ctx, r->first);
    bk__free(r->ctx, r->next);
    r->first = r->next = NULL;
}

int bk__by_n(const void *a, const void *b)
{
    const bk__ranked *x = a, *y = b;
    if (x->n != y->n)
        return x->n < y->n ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}
