/* dateline.c - outlet and place in front of a report.
 *
 * A head of at most HEAD bytes ends in a dash. It is cut at commas and brackets into parts, and
 * each part must be of a known kind:
 *   outlet  a word with a domain (KOMPAS.com, TRIBUNNEWS.COM, iNews.id, KONTAN.CO.ID), capitals
 *           before TV or NEWS, a network before a country (CNN Indonesia), or the article's source
 *   agency  up to three words in round brackets (Reuters), (ANTARA); one that is not known needs
 *           a place before it, in capitals where either has several words
 *   place   one to four words that begin with a capital
 *   date    has a digit: a day, a month with a day, "(3/12)"
 * A head with an outlet or an agency is a dateline whatever the dash looks like, glued too; a place
 * alone needs a free-standing dash (in capitals a blank on one side) and a capital, digit or quote
 * behind it. Behind an outlet alone
 * a place in capitals may follow up to a full stop ("KONTAN.CO.ID - BEIJING. "). */
#include "corpus/dateline.h"

#include <strings.h>

enum { HEAD = 110, PARTS = 6, PLACE_WORDS = 4, AGENCY_WORDS = 3 };

typedef enum kind { NONE, OUTLET, AGENCY, PLACE, DATE } kind;

static bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}
static bool lower(char c)
{
    return c >= 'a' && c <= 'z';
}
static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Bytes of a dash at s.p[i]: -, --, en and em dash; 0 for none. */
static size_t dash(bk_str s, size_t i)
{
    size_t n = 0;
    while (i + n < s.n) {
        if (s.p[i + n] == '-')
            n++;
        else if (i + n + 2 < s.n && memcmp(s.p + i + n, "\xE2\x80", 2) == 0 &&
                 (s.p[i + n + 2] == '\x93' || s.p[i + n + 2] == '\x94' || s.p[i + n + 2] == '\x92'))
            n += 3;
        else
            break;
    }
    return n;
}

static bool blank_at(bk_str s, size_t i)
{
    return i < s.n && (s.p[i] == ' ' || s.p[i] == '\t' ||
                       (s.p[i] == '\xC2' && i + 1 < s.n && s.p[i + 1] == '\xA0'));
}

static size_t skip_blanks(bk_str s, size_t i)
{
    while (blank_at(s, i))
        i += s.p[i] == '\xC2' ? 2 : 1;
    return i;
}

/* A word with a domain at its end: letters, a stop, and one of the endings. */
bool bk__is_domain(bk_str w)
{
    static const char *const ends[] = {".com",  ".co.id", ".id", ".net",   ".tv",    ".org",  ".co",
                                       ".news", ".info",  ".uk", ".co.uk", ".my.id", ".or.id"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (w.n >= n + 2 && strncasecmp(w.p + w.n - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

static bk_str next_word(bk_str *rest)
{
    size_t i = skip_blanks(*rest, 0), j;
    for (j = i; j < rest->n && !blank_at(*rest, j); j++)
        ;
    bk_str w = {rest->p + i, j - i};
    *rest = (bk_str){rest->p + j, rest->n - j};
    return w;
}

static bool same_fold(bk_str a, bk_str b)
{
    return a.n == b.n && a.n > 0 && strncasecmp(a.p, b.p, a.n) == 0;
}

static bool network(bk_str w)
{
    static const char *const names[] = {"CNN", "CNBC", "BBC", "VOA", "VIVA", "RRI", "TVRI",
                                        "ABC", "DW",   "AFP", "AP",  "TASS", "UPI"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (bk__str_eq(w, bk__str(names[i])))
            return true;
    return false;
}

static bool agency_word(bk_str w)
{
    static const char *const names[] = {"Reuters", "ANTARA",  "Antara",  "Xinhua",  "Bloomberg",
                                        "Kyodo",   "Sputnik", "Anadolu", "Bernama", "JIBI"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (same_fold(w, bk__str(names[i])))
            return true;
    return network(w);
}

static bool is_outlet(bk_str part, bk_str source)
{
    bk_str rest = part, first = next_word(&rest), last = first;
    size_t n = first.n > 0;
    if (same_fold(part, source) || bk__is_domain(part))
        return true;
    for (bk_str w; (w = next_word(&rest)).n > 0; last = w)
        n++;
    if (n == 1)
        return agency_word(first);
    if (n <= 3 && network(first))
        return true;
    /* NAMA TV, Nama News: capitals before the kind of outlet */
    return n <= 3 && upper(first.p[0]) &&
           (bk__str_eq(last, BK__STR("TV")) || bk__str_eq(last, BK__STR("NEWS")) ||
            bk__str_eq(last, BK__STR("News")) || bk__is_domain(last));
}

static bool is_place(bk_str part)
{
    size_t n = 0, letters = 0;
    bk_str rest = part;
    for (bk_str w; (w = next_word(&rest)).n > 0; n++) {
        char c = w.p[0];
        if (n > 0 && (bk__str_eq(w, BK__STR("of")) || bk__str_eq(w, BK__STR("de")) ||
                      bk__str_eq(w, BK__STR("di")) || bk__str_eq(w, BK__STR("dan"))))
            continue;
        if (!upper(c) && !((unsigned char)c >= 0xC3))
            return false;
        for (size_t i = 0; i < w.n; i++) {
            if (digit(w.p[i]) || strchr("?!:;\"%$@#&*=<>[]", w.p[i]))
                return false;
            letters++;
        }
    }
    return n >= 1 && n <= PLACE_WORDS && letters >= 3;
}

/* "3/12", "Feb 7", "7 Februari 2022", "Senin": digits and names of months and days alone. */
static bool is_date(bk_str part)
{
    static const char *const names[] = {"jan", "feb", "mar", "apr", "mei", "may", "jun", "jul",
                                        "agu", "aug", "sep", "okt", "oct", "nov", "des", "dec",
                                        "sen", "sel", "rab", "kam", "jum", "sab", "min", "mon",
                                        "tue", "wed", "thu", "fri", "sat", "sun", "ahad"};
    bool any = false;
    bk_str rest = part, w;
    if (part.n > 24)
        return false;
    while ((w = next_word(&rest)).n > 0) {
        bool known = false;
        if (digit(w.p[0])) {
            for (size_t i = 0; i < w.n; i++)
                if (!digit(w.p[i]) && !strchr("./-", w.p[i]))
                    return false;
            any = true;
            continue;
        }
        for (size_t i = 0; i < sizeof names / sizeof *names && w.n >= 3 && w.n <= 9; i++)
            known = known || strncasecmp(w.p, names[i], 3) == 0;
        if (!known || !upper(w.p[0]))
            return false;
    }
    return any;
}

static size_t words(bk_str s)
{
    size_t n = 0;
    while (next_word(&s).n > 0)
        n++;
    return n;
}

static kind kind_of(bk_str part, bool bracketed, bk_str source)
{
    if (is_date(part))
        return DATE;
    if (is_outlet(part, source))
        return bracketed ? AGENCY : OUTLET;
    if (bracketed) /* an agency that is not known; read_head wants a place before it */
        return is_place(part) && words(part) <= AGENCY_WORDS ? AGENCY : NONE;
    return is_place(part) ? PLACE : NONE;
}

/* The next part of a head and whether it stood in brackets; false where the head is malformed. */
static bool next_part(bk_str *rest, bk_str *part, bool *bracketed)
{
    size_t i = 0, j;
    while (i < rest->n && (blank_at(*rest, i) || strchr(",;/.|", rest->p[i])))
        i += rest->p[i] == '\xC2' ? 2 : 1;
    *bracketed = i < rest->n && rest->p[i] == '(';
    if (*bracketed) {
        const char *close = memchr(rest->p + i, ')', rest->n - i);
        if (!close)
            return false;
        j = (size_t)(close - rest->p);
        *part = (bk_str){rest->p + i + 1, j - i - 1};
        j++;
    } else {
        for (j = i; j < rest->n && rest->p[j] != ',' && rest->p[j] != '(' && rest->p[j] != '/' &&
                    rest->p[j] != '|';)
            j++;
        *part = (bk_str){rest->p + i, j - i};
    }
    *part = bk__str_trim(*part);
    while (part->n > 1 && part->p[part->n - 1] == '.' && !*bracketed && part->n > 2 &&
           part->p[part->n - 3] != '.')
        part->n--;
    *rest = (bk_str){rest->p + j, rest->n - j};
    return true;
}

/* "KABAR6.com, JakartaKementerian ...": a place that a lost dash glued to the report. */
static bk__dateline glued(bk_str line, size_t at)
{
    bk__dateline none = {0, {NULL, 0}, {NULL, 0}};
    size_t end = at, i;
    while (end < line.n && line.p[end] != ',' && line.p[end] != ' ')
        end++;
    bk_str outlet = {line.p + at, end - at};
    if (end >= line.n || line.p[end] != ',' || !bk__is_domain(outlet))
        return none;
    at = i = skip_blanks(line, end + 1);
    if (i >= line.n || !upper(line.p[i]))
        return none;
    for (i++; i < line.n && lower(line.p[i]); i++)
        ;
    if (i - at < 4 || i >= line.n || !upper(line.p[i]))
        return none;
    return (bk__dateline){i, outlet, {line.p + at, i - at}};
}

static bool capitals(bk_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (lower(s.p[i]))
            return false;
    return s.n >= 4;
}

typedef struct head {
    bk_str outlet, place;
    int parts, outlets, places;
} head;

static bool read_head(bk_str s, bk_str source, head *h)
{
    *h = (head){{NULL, 0}, {NULL, 0}, 0, 0, 0};
    while (s.n > 0) {
        bk_str part;
        bool bracketed;
        if (!next_part(&s, &part, &bracketed))
            return false;
        if (part.n == 0)
            continue;
        if (++h->parts > PARTS)
            return false;
        switch (kind_of(part, bracketed, source)) {
        case NONE:
            return false;
        case AGENCY:
            if (!is_outlet(part, source) &&
                (h->places != 1 || words(h->place) > 2 ||
                 (!capitals(h->place) && (words(h->place) > 1 || words(part) > 1))))
                return false; /* FALLTHROUGH */
        case OUTLET:
            if (!h->outlet.p)
                h->outlet = part;
            h->outlets++;
            break;
        case PLACE:
            if (!h->place.p)
                h->place = part;
            h->places++;
            break;
        case DATE:
            break;
        }
    }
    return h->parts > 0;
}

/* Behind "KONTAN.CO.ID - ": capitals up to a full stop or a further dash. */
static size_t place_behind(bk_str line, size_t at, bk_str *place)
{
    size_t i = at, words = 1;
    if (i >= line.n || !upper(line.p[i]))
        return at;
    for (; i < line.n && i < at + 40; i++) {
        char c = line.p[i];
        if (c == '.' || c == ',' || dash(line, i))
            break;
        if (c == ' ')
            words++;
        else if (!upper(c))
            return at;
    }
    if (i - at < 3 || i >= line.n || words > PLACE_WORDS || line.p[i] == ',')
        return at;
    size_t behind = i + (line.p[i] == '.' ? 1 : dash(line, i));
    if (line.p[i] == '.' && behind < line.n && dash(line, behind))
        behind += dash(line, behind);
    *place = (bk_str){line.p + at, i - at};
    return skip_blanks(line, behind);
}

static bool opens_sentence(bk_str line, size_t i)
{
    if (i >= line.n)
        return false;
    unsigned char c = (unsigned char)line.p[i];
    return upper((char)c) || digit((char)c) || c == '"' || c == '\'' || c == '(' || c >= 0xC2;
}

/* The word that the byte i lies in. */
static bk_str word_around(bk_str s, size_t i)
{
    size_t from = i, to = i;
    while (from > 0 && !blank_at(s, from - 1) && s.p[from - 1] != ',')
        from--;
    while (to < s.n && !blank_at(s, to) && s.p[to] != ',')
        to++;
    return (bk_str){s.p + from, to - from};
}

/* The first byte of [i, end) that a dash may begin with; `end` for none. */
static size_t next_dash(bk_str s, size_t i, size_t end)
{
    const char *hyphen = i < end ? memchr(s.p + i, '-', end - i) : NULL;
    size_t to = hyphen ? (size_t)(hyphen - s.p) : end;
    const char *longer = i < to ? memchr(s.p + i, 0xE2, to - i) : NULL;
    return longer ? (size_t)(longer - s.p) : to;
}

bk__dateline bk__dateline_find(bk_str line, bk_str source, bool first_paragraph)
{
    size_t i = skip_blanks(line, 0), first = i;
    size_t end = line.n < first + HEAD ? line.n : first + HEAD;
    for (; (i = next_dash(line, i, end)) < end; i++) {
        size_t n = dash(line, i), behind;
        head h;
        bool before, after;
        if (n == 0)
            continue;
        behind = skip_blanks(line, i + n);
        before = i > 0 && (blank_at(line, i - 1) || line.p[i - 1] == '\xA0' ||
                           line.p[i - 1] == '.' || line.p[i - 1] == ')');
        after = behind > i + n;
        if (i == first || !opens_sentence(line, behind) ||
            !read_head((bk_str){line.p + first, i - first}, source, &h)) {
            i += n - 1;
            continue;
        }
        if (h.outlets > 0 && h.places <= 2) {
            bk__dateline d = {behind, h.outlet, h.place};
            if (!before && !after && n == 1 && h.places == 0 &&
                !bk__is_domain((bk_str){line.p + first, i - first}))
                continue; /* a hyphen inside a name */
            if (!before && !after && n == 1 && bk__is_domain(word_around(line, i)))
                continue; /* TRIBUN-TIMUR.COM */
            if (!h.place.p)
                d.end = place_behind(line, behind, &d.place);
            return d;
        }
        if (h.outlets == 0 && h.places >= 1 && h.places <= 2 &&
            (capitals(h.place)
                 ? before || after || n > 1
                 : first_paragraph && words(h.place) <= 2 && ((before && after) || n > 1)) &&
            line.n - behind >= 60)
            return (bk__dateline){behind, {NULL, 0}, h.place};
        i += n - 1;
    }
    return glued(line, first);
}
