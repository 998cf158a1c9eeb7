/* token.c - where a word, a number or a mark ends; where a sentence does.
 *
 * A word keeps inner apostrophes and dots (U.S., Kompas.com) and those hyphens that bind
 * (negara-negara, Su-57, di-posting); hyphens between names part (AS-China, anti-Rusia,
 * China-based). A full stop ends a sentence unless it belongs to an abbreviation, an initial or a
 * number, or a lower-case word follows behind closing quotation marks ('." kata Wang'). */
#include "text/token.h"

#include "text/utf8.h"

/* ---- classes --------------------------------------------------------------------------------- */

/* Length of the letter (or its combining mark) at i; 0 where there is none. */
static size_t letter(bk_str s, size_t i)
{
    size_t len;
    if (i >= s.n)
        return 0;
    unsigned char c = (unsigned char)s.p[i];
    if (c < 0x80)
        return bk__ascii_letter(c);
    int32_t cp = bk__utf8_at(s, i, &len);
    return bk__utf8_letter(cp) || bk__utf8_mark(cp) || cp == 0xAD ? len : 0;
}

static size_t digit(bk_str s, size_t i)
{
    size_t len;
    if (i >= s.n)
        return 0;
    unsigned char c = (unsigned char)s.p[i];
    if (c < 0x80)
        return bk__ascii_digit(c);
    return bk__utf8_digit(bk__utf8_at(s, i, &len)) ? len : 0;
}

size_t bk__blank_wide(bk_str s, size_t i)
{
    size_t len;
    int32_t cp = bk__utf8_at(s, i, &len);
    return bk__utf8_space(cp) || cp == 0x200B || cp == 0xFEFF ? len : 0;
}

static bool upper_at(bk_str s, size_t i)
{
    size_t len;
    return i < s.n && ((s.p[i] >= 'A' && s.p[i] <= 'Z') ||
                       ((unsigned char)s.p[i] >= 0x80 && bk__utf8_upper(bk__utf8_at(s, i, &len))));
}

/* Begin of the character that ends at i > 0. */
static size_t back(bk_str s, size_t i)
{
    for (i--; i > 0 && ((unsigned char)s.p[i] & 0xC0) == 0x80;)
        i--;
    return i;
}

static bool starts_lower(bk_str s, size_t i)
{
    return letter(s, i) && !upper_at(s, i);
}

/* ' or the curly one; 0 where it is none */
static size_t apostrophe(bk_str s, size_t i)
{
    if (i < s.n && s.p[i] == '\'')
        return 1;
    return i + 2 < s.n && memcmp(s.p + i, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

/* ---- words ----------------------------------------------------------------------------------- */

static size_t run(bk_str s, size_t i) /* of letters and digits */
{
    for (size_t n;; i += n) {
        while (i < s.n &&
               (bk__ascii_letter((unsigned char)s.p[i]) || bk__ascii_digit((unsigned char)s.p[i])))
            i++;
        if (i >= s.n || (unsigned char)s.p[i] < 0x80 || !((n = letter(s, i)) || (n = digit(s, i))))
            return i;
    }
}

/* A domain's ending, so that "Kompas.com" is a word and "negara.Presiden" is two. */
static bool domain(bk_str s, size_t i, size_t end)
{
    static const char *const known[] = {"com",  "co",      "id", "net", "org", "tv",
                                        "info", "news",    "go", "gov", "edu", "ac",
                                        "io",   "example", "cn", "ru"};
    for (size_t k = 0; k < sizeof known / sizeof known[0]; k++) {
        size_t n = strlen(known[k]), j = 0;
        if (end - i != n)
            continue;
        while (j < n && (s.p[i + j] | 32) == known[k][j])
            j++;
        if (j == n)
            return true;
    }
    return false;
}

static bool same_fold(bk_str s, size_t a, size_t b, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char x = (unsigned char)s.p[a + i], y = (unsigned char)s.p[b + i];
        if ((x < 0x80 ? x | 32 : x) != (y < 0x80 ? y | 32 : y))
            return false;
    }
    return true;
}

/* Whether the hyphen between [a, hyphen) and [hyphen + 1, end) binds. */
static bool binds(bk_str s, size_t a, size_t hyphen, size_t end)
{
    size_t b = hyphen + 1, first = hyphen - a, second = end - b;
    size_t short_one = first < second ? first : second;
    if (digit(s, b))
        return true;
    if (short_one >= 3 && (same_fold(s, a, b, short_one) ||
                           same_fold(s, hyphen - short_one, end - short_one, short_one)))
        return true; /* negara-negara, tertawa-tawa, Undang-undang */
    if (!upper_at(s, a) && !upper_at(s, b))
        return true;
    return upper_at(s, a) && upper_at(s, b) &&
           digit(s, back(s, end)); /* COVID-19 is caught above */
}

/* U.S. and A.S.: single letters with stops */
static size_t dotted(bk_str s, size_t i)
{
    size_t parts = 0, n;
    while ((n = letter(s, i)) && i + n < s.n && s.p[i + n] == '.' && letter(s, i + n + 1)) {
        i += n + 1;
        parts++;
    }
    n = letter(s, i);
    if (parts == 0 || !n || letter(s, i + n) || digit(s, i + n))
        return 0;
    i += n;
    return i < s.n && s.p[i] == '.' ? i + 1 : i;
}

/* Rp17,8 and USD5.000: the end of the letters where an amount follows them, else 0. */
static size_t currency(bk_str s, size_t i)
{
    size_t begin = i, end;
    while (i < s.n && bk__ascii_letter((unsigned char)s.p[i]))
        i++;
    if (i == begin || i - begin > 3 || i >= s.n || !bk__ascii_digit((unsigned char)s.p[i]))
        return 0;
    if (i - begin == 2 && s.p[begin] == 'R' && s.p[begin + 1] == 'p')
        return i;
    end = i;
    while (end < s.n && bk__ascii_digit((unsigned char)s.p[end]))
        end++;
    return end + 1 < s.n && (s.p[end] == ',' || s.p[end] == '.') && digit(s, end + 1) ? i : 0;
}

/* End of the word that begins at i. */
static size_t word(bk_str s, size_t i)
{
    size_t begin = i, n = letter(s, i);
    if (n && i + n < s.n && s.p[i + n] == '.' && (n = dotted(s, i)))
        return n;
    if ((n = currency(s, i)))
        return n;
    i = run(s, i);
    for (;;) {
        size_t part = begin, end;
        if (i >= s.n)
            return i;
        if (s.p[i] == '-' && (letter(s, i + 1) || digit(s, i + 1))) {
            end = run(s, i + 1);
            if (!binds(s, part, i, end))
                return i;
        } else if (s.p[i] == '.' && letter(s, i + 1)) {
            end = run(s, i + 1);
            if (!domain(s, i + 1, end))
                return i;
        } else if ((n = apostrophe(s, i)) && letter(s, i + n)) {
            end = run(s, i + n);
            if (end == i + n + 1 && (s.p[i + n] | 32) == 's')
                return i; /* 's is a token of its own */
        } else {
            return i;
        }
        i = end;
    }
}

static size_t number(bk_str s, size_t i)
{
    size_t n;
    for (;;) {
        while ((n = digit(s, i)))
            i += n;
        if (i < s.n && strchr(".,:/-", s.p[i]) && s.p[i] != '\0' && digit(s, i + 1))
            i++;
        else
            return i;
    }
}

static size_t to_blank(bk_str s, size_t i)
{
    while (i < s.n && !bk__blank(s, i)) {
        size_t len = 1;
        if ((unsigned char)s.p[i] >= 0x80)
            bk__utf8_at(s, i, &len);
        i += len;
    }
    return i;
}

size_t bk__token_end(bk_str s, size_t i, bk_kind *kind)
{
    size_t n;
    *kind = BK_KIND_WORD;
    if (letter(s, i)) {
        if (bk__begins_at(s, i, "http://") || bk__begins_at(s, i, "https://") ||
            bk__begins_at(s, i, "www.")) {
            *kind = BK_KIND_OTHER;
            return to_blank(s, i);
        }
        n = word(s, i);
        if (n < s.n && s.p[n] == '@' && letter(s, n + 1)) { /* an address */
            *kind = BK_KIND_OTHER;
            for (n++; letter(s, n) || digit(s, n) ||
                      (n < s.n && strchr(".-", s.p[n]) && letter(s, n + 1));)
                n += n < s.n && strchr(".-", s.p[n]) ? 1
                     : letter(s, n)                  ? letter(s, n)
                                                     : digit(s, n);
        }
        return n;
    }
    if (digit(s, i)) {
        size_t end = number(s, i);
        if (letter(s, end) && run(s, i) > end)
            return word(s, i); /* 5G; of 1,500km only the number */
        if (end + 1 < s.n && s.p[end] == '-' && starts_lower(s, end + 1))
            return run(s, end + 1); /* 2025-an, 19-year */
        *kind = BK_KIND_NUMBER;
        return end;
    }
    if (s.p[i] == '@' && letter(s, i + 1)) {
        *kind = BK_KIND_OTHER;
        return run(s, i + 1);
    }
    if ((n = apostrophe(s, i)) && i + n < s.n && (s.p[i + n] | 32) == 's' &&
        !letter(s, i + n + 1) && i > 0 && !bk__blank(s, back(s, i))) {
        *kind = BK_KIND_OTHER;
        return i + n + 1;
    }
    *kind = BK_KIND_PUNCT;
    if (s.p[i] == '.')
        while (i + 1 < s.n && s.p[i + 1] == '.')
            i++;
    n = 1;
    if ((unsigned char)s.p[i] >= 0x80)
        bk__utf8_at(s, i, &n);
    return i + n;
}

/* ---- sentences ------------------------------------------------------------------------------- */

static bool is_abbreviation(const bk__map *known, bk_str s, const bk__extent *before)
{
    char fold[16];
    size_t n = before->end - before->begin;
    if (n == 0)
        return false;
    if (n == 1)
        return upper_at(s, before->begin); /* an initial: J. Trump */
    if (n > sizeof fold)
        return false;
    for (size_t i = 0; i < n; i++) {
        char c = s.p[before->begin + i];
        fold[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return bk__map_find(known, (bk_str){fold, n}) != BK__NONE;
}

static size_t closing(bk_str s, size_t i) /* quotation marks and brackets that close; length */
{
    static const char *const mark[] = {"\"",           "'",       ")", "]", "\xE2\x80\x9D",
                                       "\xE2\x80\x99", "\xC2\xBB"};
    if (i >= s.n || s.p[i] == ' ' || s.p[i] == '\n')
        return 0;
    for (size_t k = 0; k < sizeof mark / sizeof mark[0]; k++)
        if (bk__begins_at(s, i, mark[k]))
            return strlen(mark[k]);
    return 0;
}

/* No blank behind the stop: "negara.Presiden", "WIB.Pada", 'benar".Ia'; not "Kompas.TV", "J.Trump".
 */
static bool glued(bk_str s, size_t begin, size_t end)
{
    static const char *const closed[] = {"\"", ")", "\xE2\x80\x9D"};
    size_t n = letter(s, end);
    if (s.p[begin] != '.' || end - begin > 1 || begin == 0 || !upper_at(s, end) ||
        !starts_lower(s, end + n))
        return false;
    size_t last = back(s, begin);
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++)
        if (bk__begins_at(s, last, closed[i]))
            return true;
    if (upper_at(s, last))
        return last > 0 && upper_at(s, back(s, last));
    return starts_lower(s, last) || digit(s, last);
}

bool bk__ends_sentence(const bk__sentences *r, bk_str s, size_t begin, size_t end,
                       const bk__extent *before, bool second, size_t *to)
{
    size_t n, i = end;
    bool stop = s.p[begin] == '.' && end - begin == 1;
    bool near = stop && before && before->end == begin; /* may be an abbreviation */
    while ((n = closing(s, i)))
        i += n;
    *to = i;
    if (i >= s.n)
        return true;
    if (!bk__blank(s, i))
        return i == end && glued(s, begin, end) &&
               !(near && is_abbreviation(r->abbreviations, s, before));
    while (i < s.n && (r->soft || s.p[i] != '\n') && (n = bk__blank(s, i)))
        i += n;
    if (i >= s.n || s.p[i] == '\n')
        return true;
    if (starts_lower(s, i))
        return false;
    if (!stop)
        return true;
    if (near && (*to == end || s.p[end] == ')') && is_abbreviation(r->abbreviations, s, before))
        return false; /* Letjen (Purn.) Agus */
    bool number_of_list = second && digit(s, before->begin) && before->end - before->begin <= 2;
    return !number_of_list; /* 1. Rusia */
}
