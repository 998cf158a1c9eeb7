/* date.c - dates as news writes them.
 *
 * One cursor with small readers: number, word, separators. Month and weekday names are Indonesian
 * and English, whole or cut to three letters and more. */
#include "corpus/date.h"

#include <strings.h>

#include "base/date.h"

enum { DAY = 86400 };

static const char *const months[12][3] = {
    {"januari", "january", NULL},   {"februari", "february", "pebruari"},
    {"maret", "march", NULL},       {"april", "april", NULL},
    {"mei", "may", NULL},           {"juni", "june", NULL},
    {"juli", "july", NULL},         {"agustus", "august", "agt"},
    {"september", "sept", NULL},    {"oktober", "october", NULL},
    {"november", "nopember", NULL}, {"desember", "december", NULL}};
static const char *const days[7][3] = {{"senin", "monday", NULL},     {"selasa", "tuesday", NULL},
                                       {"rabu", "wednesday", NULL},   {"kamis", "thursday", NULL},
                                       {"jumat", "friday", "jum'at"}, {"sabtu", "saturday", NULL},
                                       {"minggu", "sunday", "ahad"}};

typedef struct cursor {
    bk_str s;
    size_t at;
} cursor;

static char peek(const cursor *c)
{
    return c->at < c->s.n ? c->s.p[c->at] : 0;
}

static bool digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

static bool letter(char ch)
{
    return (ch | 32) >= 'a' && (ch | 32) <= 'z';
}

static void skip(cursor *c, const char *set)
{
    while (c->at < c->s.n && strchr(set, c->s.p[c->at]) && c->s.p[c->at])
        c->at++;
}

/* Between `least` and `most` digits, and no more behind them. */
static bool number(cursor *c, int least, int most, int64_t *out)
{
    size_t n = 0;
    int64_t v = 0;
    while (c->at + n < c->s.n && digit(c->s.p[c->at + n]) && n <= (size_t)most)
        v = v * 10 + (c->s.p[c->at + n++] - '0');
    if (n < (size_t)least || n > (size_t)most)
        return false;
    c->at += n;
    *out = v;
    return true;
}

static bk_str word(cursor *c)
{
    size_t from = c->at;
    while (c->at < c->s.n && (letter(c->s.p[c->at]) || c->s.p[c->at] == '\''))
        c->at++;
    return (bk_str){c->s.p + from, c->at - from};
}

/* A name or its beginning of three letters and more. */
static bool names(const char *name, bk_str w)
{
    return name && w.n >= 3 && w.n <= strlen(name) && strncasecmp(name, w.p, w.n) == 0;
}

static int month_of(bk_str w)
{
    for (int m = 0; m < 12; m++)
        for (int k = 0; k < 3; k++)
            if (names(months[m][k], w))
                return m + 1;
    return w.n == 3 && strncasecmp(w.p, "agu", 3) == 0 ? 8 : 0;
}

static bool is_day(bk_str w)
{
    for (int d = 0; d < 7; d++)
        for (int k = 0; k < 3; k++)
            if (names(days[d][k], w))
                return true;
    return false;
}

static bool civil(int64_t year, int64_t month, int64_t day, int64_t *out)
{
    int64_t y, first;
    int m, d;
    if (year < 1800 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    first = bk__date_days(year, (int)month, (int)day);
    bk__date_civil(first, &y, &m, &d);
    if (m != month) /* 31 April */
        return false;
    *out = first * DAY;
    return true;
}

/* ---- one date behind the cursor -------------------------------------------- */

/* 2022-02-07, 2022/2/7 */
static bool iso(cursor *c, int64_t *out)
{
    cursor k = *c;
    int64_t y, m, d;
    if (!number(&k, 4, 4, &y) || !strchr("-/.", peek(&k)) || !peek(&k))
        return false;
    k.at++;
    if (!number(&k, 1, 2, &m) || !strchr("-/.", peek(&k)) || !peek(&k))
        return false;
    k.at++;
    if (!number(&k, 1, 2, &d) || !civil(y, m, d, out))
        return false;
    *c = k;
    return true;
}

/* 30/12/2021, 7-2-2022, 30.12.21: day first, as in Indonesia; month first where only that fits */
static bool slashes(cursor *c, int64_t *out)
{
    cursor k = *c;
    int64_t a, b, y;
    char sep;
    if (!number(&k, 1, 2, &a) || !strchr("-/.", sep = peek(&k)) || !sep)
        return false;
    k.at++;
    if (!number(&k, 1, 2, &b) || peek(&k) != sep)
        return false;
    k.at++;
    if (!number(&k, 4, 4, &y)) {
        if (sep != '/' || !number(&k, 2, 2, &y))
            return false;
        y += y < 70 ? 2000 : 1900;
    }
    if (!civil(y, b, a, out) && !civil(y, a, b, out))
        return false;
    *c = k;
    return true;
}

/* 7 Februari 2022, 7 Feb. 2022, 7th of February, 2022 */
static bool day_first(cursor *c, int64_t *out)
{
    cursor k = *c;
    int64_t d, y;
    int m;
    bk_str w;
    if (!number(&k, 1, 2, &d))
        return false;
    if (letter(peek(&k))) {
        w = word(&k);
        if (w.n != 2 || (strncasecmp(w.p, "st", 2) != 0 && strncasecmp(w.p, "nd", 2) != 0 &&
                         strncasecmp(w.p, "rd", 2) != 0 && strncasecmp(w.p, "th", 2) != 0))
            return false;
    }
    skip(&k, " -/");
    w = word(&k);
    if (w.n == 2 && strncasecmp(w.p, "of", 2) == 0) {
        skip(&k, " ");
        w = word(&k);
    }
    m = month_of(w);
    if (!m)
        return false;
    skip(&k, " .,-/");
    if (!number(&k, 4, 4, &y) || !civil(y, m, d, out))
        return false;
    *c = k;
    return true;
}

/* February 7, 2022; Feb. 7th 2022 */
static bool month_first(cursor *c, int64_t *out)
{
    cursor k = *c;
    int64_t d, y;
    int m = month_of(word(&k));
    if (!m)
        return false;
    skip(&k, " .");
    if (!number(&k, 1, 2, &d))
        return false;
    if (letter(peek(&k)) && word(&k).n != 2)
        return false;
    skip(&k, " ,");
    if (!number(&k, 4, 4, &y) || !civil(y, m, d, out))
        return false;
    *c = k;
    return true;
}

static bool any(cursor *c, int64_t *out)
{
    return iso(c, out) || slashes(c, out) || day_first(c, out) || month_first(c, out);
}

/* ---- time and zone --------------------------------------------------------- */

/* 10:15, 10.15, 10:15:30.250, with am or pm */
static bool clock_time(cursor *c, int64_t *seconds)
{
    cursor k = *c;
    int64_t h, m, s = 0;
    char sep;
    if (!number(&k, 1, 2, &h) || ((sep = peek(&k)) != ':' && sep != '.'))
        return false;
    k.at++;
    if (!number(&k, 2, 2, &m))
        return false;
    if (peek(&k) == sep) {
        k.at++;
        if (!number(&k, 2, 2, &s))
            return false;
        if (peek(&k) == '.' || peek(&k) == ',')
            for (k.at++; digit(peek(&k));)
                k.at++;
    }
    if (h > 24 || m > 59 || s > 60)
        return false;
    cursor z = k;
    skip(&z, " ");
    bk_str w = word(&z);
    if (w.n == 2 && (w.p[1] | 32) == 'm' && ((w.p[0] | 32) == 'a' || (w.p[0] | 32) == 'p')) {
        h = h % 12 + ((w.p[0] | 32) == 'p' ? 12 : 0);
        k = z;
    }
    *seconds = h * 3600 + m * 60 + s;
    *c = k;
    return true;
}

static void zone(cursor *c, int64_t *offset)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"wib", 7}, {"wita", 8}, {"wit", 9},  {"gmt", 0},  {"utc", 0},
                 {"z", 0},   {"est", -5}, {"edt", -4}, {"pst", -8}, {"pdt", -7},
                 {"sgt", 8}, {"bst", 1},  {"cet", 1},  {"cest", 2}, {"msk", 3}};
    cursor k = *c;
    int64_t h, m = 0;
    char sign;
    *offset = 0;
    skip(&k, " (");
    if (letter(peek(&k))) {
        bk_str w = word(&k);
        for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
            if (w.n == strlen(zones[i].name) && strncasecmp(w.p, zones[i].name, w.n) == 0) {
                *offset = zones[i].hours * (int64_t)3600;
                skip(&k, ")");
                *c = k;
                break;
            }
        if (*c->s.p == 0 || c->at != k.at)
            return;
    }
    sign = peek(&k);
    if (sign != '+' && sign != '-')
        return;
    k.at++;
    if (number(&k, 4, 4, &h)) {
        m = h % 100;
        h /= 100;
    } else if (!number(&k, 1, 2, &h)) {
        return;
    } else if (peek(&k) == ':') {
        k.at++;
        if (!number(&k, 2, 2, &m))
            return;
    }
    if (h > 14 || m > 59)
        return;
    *offset = (h * 3600 + m * 60) * (sign == '-' ? -1 : 1);
    *c = k;
}

/* ---- whole fields ---------------------------------------------------------- */

static bool unix_time(bk_str s, int64_t *seconds)
{
    int64_t v;
    if (!bk__str_int(s, &v))
        return false;
    if (s.n == 8 && civil(v / 10000, v / 100 % 100, v % 100, seconds)) /* 20220207 */
        return true;
    if (s.n >= 9 && s.n <= 10)
        *seconds = v;
    else if (s.n == 13)
        *seconds = v / 1000;
    else
        return false;
    return true;
}

bool bk__date_parse(bk_str s, int64_t *seconds)
{
    cursor c = {bk__str_trim(s), 0};
    int64_t day, in_day = 0, offset = 0;
    bool timed;
    *seconds = 0;
    if (unix_time(c.s, seconds))
        return true;
    skip(&c, "(");
    cursor w = c;
    if (is_day(word(&w))) {
        skip(&w, " .,(");
        c = w;
    }
    timed = clock_time(&c, &in_day); /* 10:15 WIB, 7 Februari 2022 */
    if (timed)
        skip(&c, " ,|-");
    if (!any(&c, &day))
        return false;
    if (!timed) {
        skip(&c, " ,|-)T");
        bk_str at = (w = c, word(&w));
        if (at.n >= 2 &&
            (strncasecmp(at.p, "pukul", at.n) == 0 || strncasecmp(at.p, "at", at.n) == 0 ||
             strncasecmp(at.p, "jam", at.n) == 0)) {
            c = w;
            skip(&c, " ");
        }
        timed = clock_time(&c, &in_day);
    }
    if (timed)
        zone(&c, &offset);
    skip(&c, " ).");
    if (c.at < c.s.n)
        return false;
    *seconds = day + in_day - offset;
    return true;
}

/* ---- in running text ------------------------------------------------------- */

/* Could a weekday begin at s.p[i], a letter? By its first two letters: most words end here. */
static bool may_be_day(bk_str s, size_t i)
{
#define L(c) (1u << ((c) - 'a'))
    static const uint32_t second[26] = {['s' - 'a'] = L('a') | L('e') | L('u'),
                                        ['m' - 'a'] = L('i') | L('o'),
                                        ['t' - 'a'] = L('h') | L('u'),
                                        ['r' - 'a'] = L('a'),
                                        ['w' - 'a'] = L('e'),
                                        ['k' - 'a'] = L('a'),
                                        ['j' - 'a'] = L('u'),
                                        ['f' - 'a'] = L('r'),
                                        ['a' - 'a'] = L('h')};
#undef L
    return i + 2 < s.n && letter(s.p[i + 1]) &&
           second[(s.p[i] | 32) - 'a'] >> ((s.p[i + 1] | 32) - 'a') & 1;
}

/* "Kamis (30/12/2021)", "Senin, 7 Februari 2022", "(30/12/2021)" at `at`; *weekday where one leads.
 */
static bool own_date(bk_str text, size_t at, bool *weekday, int64_t *seconds)
{
    cursor c = {text, at}, w = c;
    bool bracket = text.p[at] == '(';
    skip(&w, "(");
    *weekday = is_day(word(&w));
    if (*weekday)
        c = w;
    else if (!bracket)
        return false;
    skip(&c, " ,(/");
    return any(&c, seconds) && (*weekday || peek(&c) == ')');
}

/* Monday is 0, as in the table of names. */
static int day_of(bk_str w)
{
    for (int d = 0; d < 7; d++)
        for (int k = 0; k < 3; k++)
            if (names(days[d][k], w))
                return d;
    return -1;
}

/* "Senin (28/12)", "Senin, 28 Desember": weekday, day and month without a year. */
static bool yearless(bk_str text, size_t at, int *weekday, int *month, int *day)
{
    cursor c = {text, at};
    int64_t d, m;
    *weekday = day_of(word(&c));
    skip(&c, " ,(");
    if (*weekday < 0 || !number(&c, 1, 2, &d))
        return false;
    if (peek(&c) == '/') {
        c.at++;
        if (!number(&c, 1, 2, &m) || peek(&c) != ')')
            return false;
    } else {
        skip(&c, " ");
        m = month_of(word(&c));
    }
    *month = (int)m;
    *day = (int)d;
    return m >= 1 && m <= 12 && d >= 1 && d <= 31;
}

/* The only year near one that the text names in which day and month fall on the weekday; 0. */
static int64_t year_of(bk_str text, int weekday, int month, int day)
{
    int64_t found = 0, seconds;
    for (size_t i = 0; i + 4 <= text.n; i++) {
        cursor c = {text, i};
        int64_t y;
        if ((i > 0 && (digit(text.p[i - 1]) || letter(text.p[i - 1]))) || !digit(text.p[i]) ||
            !number(&c, 4, 4, &y) || y < 1990 || y > 2100 || letter(peek(&c)))
            continue;
        for (int64_t k = y - 1; k <= y + 1; k++) {
            if (!civil(k, month, day, &seconds) || (seconds / DAY + 3) % 7 != weekday)
                continue;
            if (found != 0 && found != k)
                return 0;
            found = k;
        }
    }
    return found;
}

bool bk__date_find(bk_str text, int64_t *seconds)
{
    int64_t first[2] = {INT64_MIN, INT64_MIN}, last[2] = {INT64_MIN, INT64_MIN}, when;
    int day = 0, month = 0, weekday = -1, a, b, c;
    bool inside = false;
    for (size_t i = 0; i < text.n; i++) {
        char ch = text.p[i];
        bool start = ch == '(' || (!inside && letter(ch) && may_be_day(text, i)), named;
        inside = letter(ch);
        if (!start)
            continue;
        if (own_date(text, i, &named, &when) && when >= bk__date_days(1990, 1, 1) * DAY) {
            if (first[named] == INT64_MIN)
                first[named] = last[named] = when;
            if (when > last[named] && when - first[named] <= 31 * (int64_t)DAY)
                last[named] = when;
        } else if (weekday < 0 && letter(ch) && yearless(text, i, &a, &b, &c)) {
            weekday = a;
            month = b;
            day = c;
        }
    }
    *seconds = first[1] != INT64_MIN ? last[1] : last[0];
    if (*seconds != INT64_MIN)
        return true;
    int64_t year = weekday >= 0 ? year_of(text, weekday, month, day) : 0;
    return year != 0 && civil(year, month, day, seconds);
}
