/* out.c - standard output: tables for people, bytes for programs, and how it ends.
 *
 * What people see has no control characters (an article could hold some that a terminal obeys),
 * and is cut to the width of the terminal. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"

enum { COLUMNS = 24, GAP = 2, LEAST = 8, SPACE = 256 };

bk_str str_of(const char *z)
{
    return (bk_str){z, strlen(z)};
}

/* ---- characters -------------------------------------------------------------------------------
 */

enum { BROKEN = 0xFFFD };

/* The character at `s`; a byte that is not UTF-8 (in the name of a file) is BROKEN. */
static uint32_t character(bk_str s, size_t *length)
{
    const unsigned char *p = (const unsigned char *)s.p;
    size_t n = p[0] < 0x80 ? 1 : p[0] < 0xC0 ? 0 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    uint32_t c = n == 1 ? p[0] : p[0] & (0xFFu >> (n + 1));
    bool broken = n == 0 || n > s.n;
    for (size_t i = 1; i < n && !broken; i++) {
        broken = (p[i] & 0xC0) != 0x80;
        c = c << 6 | (p[i] & 0x3Fu);
    }
    *length = broken ? 1 : n;
    return broken ? BROKEN : c;
}

/* Cells on a terminal: none for what combines, two for wide scripts and emoji. */
static int cells_of(uint32_t c)
{
    if ((c >= 0x300 && c < 0x370) || (c >= 0x200B && c <= 0x200F) || (c >= 0xFE00 && c <= 0xFE0F))
        return 0;
    if ((c >= 0x1100 && c < 0x1160) || (c >= 0x2E80 && c < 0xA4D0) || (c >= 0xAC00 && c < 0xD7A4) ||
        (c >= 0xF900 && c < 0xFB00) || (c >= 0xFF00 && c < 0xFF61) ||
        (c >= 0x1F300 && c < 0x20000) || (c >= 0x20000 && c < 0x30000))
        return 2;
    return 1;
}

/* Control characters, and those that turn the direction of writing. */
static bool is_unsafe(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

int text_width(bk_str s)
{
    int width = 0;
    for (size_t i = 0, n; i < s.n; i += n)
        width += cells_of(character((bk_str){s.p + i, s.n - i}, &n));
    return width;
}

/* One character of a text: [p, p + n). */
static void put_character(FILE *to, const char *p, size_t n, uint32_t c)
{
    if (is_unsafe(c))
        fputc(' ', to);
    else if (c == BROKEN)
        fputs("\xEF\xBF\xBD", to);
    else
        fwrite(p, 1, n, to);
}

void put_safe(FILE *to, bk_str s)
{
    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t c = character((bk_str){s.p + i, s.n - i}, &n);
        put_character(to, s.p + i, n, c);
    }
}

void put_text(bk_str s, int cells)
{
    int width = text_width(s), most = abs(cells), used = 0;
    bool cut = cells != 0 && width > most;
    for (size_t i = 0, n; i < s.n; i += n) {
        uint32_t c = character((bk_str){s.p + i, s.n - i}, &n);
        int w = cells_of(c);
        if (cut && used + w > most - 1)
            break;
        put_character(stdout, s.p + i, n, c);
        used += w;
    }
    if (cut) {
        fputs("\xE2\x80\xA6", stdout);
        used++;
    }
    if (cells < 0)
        printf("%*s", most - used, "");
}

/* The end of what stands left of a word. */
static void put_tail(bk_str s, int cells)
{
    size_t n;
    int width = text_width(s);
    bool cut = width > cells;
    while (width > cells - cut && s.n > 0) {
        width -= cells_of(character(s, &n));
        s = (bk_str){s.p + n, s.n - n};
    }
    printf("%*s%s", cells - width - cut, "", cut ? "\xE2\x80\xA6" : "");
    put_text(s, 0);
}

/* ---- tables -----------------------------------------------------------------------------------
 */

static const char *date_text(int64_t at, char *out, size_t size)
{
    struct tm t;
    time_t seconds = (time_t)at;
    if (!gmtime_r(&seconds, &t) || strftime(out, size, at % 86400 ? "%F %H:%M" : "%F", &t) == 0)
        snprintf(out, size, "%" PRId64, at);
    return out;
}

/* A list of strings without its brackets and quotation marks; "..." where `space` is full. */
static bk_str plain_list(bk_str json, char *space, size_t size)
{
    size_t n = 0;
    bool inside = false;
    for (size_t i = 0; i < json.n; i++) {
        char c = json.p[i];
        if (n + 8 > size) {
            memcpy(space + n, "...", 3);
            return (bk_str){space, n + 3};
        }
        if (c == '"') {
            inside = !inside;
        } else if (inside && c == '\\' && i + 1 < json.n) {
            space[n++] = json.p[++i];
        } else if (inside) {
            space[n++] = c;
        } else if (c == ',') {
            memcpy(space + n, ", ", 2);
            n += 2;
        }
    }
    return (bk_str){space, n};
}

/* A cell as text; what is not text already stands in `space`. */
static bk_str cell_text(const bk_table *t, int64_t row, size_t col, char *space, size_t size)
{
    bk_cell cell = bk_table_cell(t, row, col);
    bk_col_type type = bk_table_spec_of(t)->cols[col].type;
    if (cell.null)
        return str_of("");
    if (type == BK_COL_TEXT)
        return cell.s;
    if (type == BK_COL_JSON)
        return plain_list(cell.s, space, size);
    if (type == BK_COL_INT)
        snprintf(space, size, "%" PRId64, cell.i);
    else if (type == BK_COL_DATE)
        date_text(cell.i, space, size);
    else
        snprintf(space, size, fabs(cell.x) >= 1000 ? "%.0f" : "%.3f", cell.x);
    return str_of(space);
}

static bool is_number(const bk_col *c)
{
    return c->type == BK_COL_INT || c->type == BK_COL_REAL;
}

/* Is the column's name in the list? */
static bool is_named(const char *cols, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = cols; (p = strstr(p, name)); p += n)
        if ((p == cols || p[-1] == ' ') && (p[n] == ' ' || p[n] == 0))
            return true;
    return false;
}

typedef struct layout {
    size_t col[COLUMNS];
    int width[COLUMNS];
    size_t n;
} layout;

static int sum_of(const layout *l)
{
    int sum = 0;
    for (size_t i = 0; i < l->n; i++)
        sum += l->width[i] + (i > 0 ? GAP : 0);
    return sum;
}

/* The last column gives way first, then the widest, until all of them fit. */
static void fit(layout *l, int screen)
{
    enum { LAST = 24 };
    size_t last = l->n - 1;
    int less = sum_of(l) - screen;
    if (less > 0 && l->width[last] > LAST)
        l->width[last] -= l->width[last] - LAST < less ? l->width[last] - LAST : less;
    while (sum_of(l) > screen) {
        size_t widest = 0;
        for (size_t i = 0; i < l->n; i++)
            if (l->width[i] > l->width[widest])
                widest = i;
        if (l->width[widest] <= LEAST)
            return;
        l->width[widest]--;
    }
}

static layout lay_out(const bk_table *t, const char *cols, int64_t rows)
{
    const bk_table_spec *spec = bk_table_spec_of(t);
    layout l = {.n = 0};
    char space[SPACE];
    for (size_t c = 0; c < spec->n && l.n < COLUMNS; c++) {
        if (cols && !is_named(cols, spec->cols[c].name))
            continue;
        int width = (int)strlen(spec->cols[c].name);
        for (int64_t r = 0; r < rows; r++) {
            int w = text_width(cell_text(t, r, c, space, sizeof space));
            width = w > width ? w : width;
        }
        l.col[l.n] = c;
        l.width[l.n++] = width;
    }
    if (tty_width() > 0 && l.n > 0)
        fit(&l, tty_width());
    return l;
}

static void put_row(const bk_table *t, const layout *l, int64_t row)
{
    char space[SPACE];
    for (size_t i = 0; i < l->n; i++) {
        const bk_col *c = &bk_table_spec_of(t)->cols[l->col[i]];
        bk_str s = row < 0 ? str_of(c->name) : cell_text(t, row, l->col[i], space, sizeof space);
        if (i > 0)
            printf("%*s", GAP, "");
        if (is_number(c) || strcmp(c->name, "left") == 0)
            put_tail(s, l->width[i]);
        else
            put_text(s, i + 1 < l->n ? -l->width[i] : l->width[i]);
    }
    putchar('\n');
}

void put_more(int64_t n)
{
    if (n > 0)
        printf("... %" PRId64 " more (--rows 0 shows all)\n", n);
}

void put_table(const bk_table *t, const char *cols, int64_t rows)
{
    int64_t all = bk_table_rows(t), shown = rows > 0 && rows < all ? rows : all;
    layout l = lay_out(t, cols, shown);
    fputs(bold(true), stdout);
    put_row(t, &l, -1);
    fputs(bold(false), stdout);
    for (int64_t r = 0; r < shown; r++)
        put_row(t, &l, r);
    put_more(all - shown);
}

bk_table *rows_where(cli *c, const bk_table *from, size_t col, const char *value)
{
    const bk_table_spec *spec = bk_table_spec_of(from);
    bk_table *t;
    bk_cell row[COLUMNS];
    if (spec->n > COLUMNS || bk_table_new(c->ctx, &t, spec) != BK_OK)
        return NULL;
    for (int64_t r = 0; r < bk_table_rows(from); r++) {
        for (size_t k = 0; k < spec->n; k++)
            row[k] = bk_table_cell(from, r, k);
        bk_str s = row[col].s;
        if (s.n == strlen(value) && memcmp(s.p, value, s.n) == 0 && bk_table_add(t, row) != BK_OK)
            break;
    }
    return t;
}

void put_cell(const bk_table *t, int64_t row, size_t col)
{
    char space[SPACE];
    put_text(cell_text(t, row, col, space, sizeof space), 0);
}

void put_lines(bk_str text)
{
    while (text.n > 0) {
        const char *end = memchr(text.p, '\n', text.n);
        size_t n = end ? (size_t)(end - text.p) : text.n;
        put_text((bk_str){text.p, n}, 0);
        putchar('\n');
        n += end != NULL;
        text.p += n;
        text.n -= n;
    }
}

/* ---- the end ------------------------------------------------------------------------------------
 */

/* Nobody reads on: the buffer was lost with EPIPE, or a pipe's other end is the likely cause. */
static bool is_pipe(void)
{
    struct stat st;
    return fstat(1, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

int finish(int code)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    if (errno == EPIPE || is_pipe())
        return code;
    say("standard output cannot be written%s%s", errno ? ": " : "", errno ? strerror(errno) : "");
    return EXIT_FAILED;
}
