/* headline.c - where the headline of a teaser ends and the report goes on.
 *
 * Pages put "Baca juga: Some Headline" between paragraphs; as plain text the next paragraph often
 * follows on the same line. Headlines here write all words but small function words with a
 * capital, so the report's first sentence is reached at the first other word in small letters. Its
 * subject lies before it. Every word with a capital before it is a place where the sentence may
 * begin; what speaks for it (a word that opens sentences, a name that the article knows, a question
 * that ends) and against it (a verb within the subject, two words that the article has side by
 * side) is added up. The earlier of two equal places wins: then no word of the report goes.
 *
 * Some pages lose the letter before a comma or a full stop and the comma with it ("Beso. pagi"):
 * there each headline ends at such a stop. */
#include "corpus/headline.h"

#include <strings.h>

#include "corpus/line.h"

enum { WORDS = 48, LONGEST = 240, BACK = 12, FEWEST = 2, ENOUGH = 4, LONG = 600 };

typedef struct word {
    size_t begin, end; /* without outer punctuation where that matters: see core */
    uint32_t is;       /* classes, FORM where it has the form of a verb; 0: nobody asked */
    /* elsewhere in the text stands: the word; with the next one; in small letters. 1: yes, -1: no,
     * 0: nobody asked */
    signed char alone, pair, low;
} word;

typedef struct words {
    const bk__headwords *known;
    bk_str s;
    word at[WORDS];
    size_t n;
    bool hope; /* what is elsewhere in the text is taken for the best */
} words;

static bool lower(char c)
{
    return c >= 'a' && c <= 'z';
}
static bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Not iPhone. */
static bool small(bk_str w)
{
    return lower(w.p[0]) && !(w.n > 1 && upper(w.p[1]));
}

/* The letters of word k, without quotes and stops around them. */
static bk_str core(const words *w, size_t k)
{
    bk_str s = w->s;
    size_t begin = w->at[k].begin, end = w->at[k].end;
    while (begin < end && !lower(s.p[begin]) && !upper(s.p[begin]) &&
           !(s.p[begin] >= '0' && s.p[begin] <= '9'))
        begin++;
    while (end > begin && strchr(".,:;!?\"')]", s.p[end - 1]))
        end--;
    while (end >= begin + 3 && memcmp(s.p + end - 3, "\xE2\x80", 2) == 0)
        end -= 3;
    return (bk_str){s.p + begin, end - begin};
}

static bool starts(bk_str w, const char *z)
{
    size_t n = strlen(z);
    return w.n > n && strncasecmp(w.p, z, n) == 0;
}

/* By its form a verb: mengatakan, disebut, berjalan, terjadi, ungkapkan. */
static bool verb_like(bk_str w)
{
    if (w.n < 6)
        return false;
    if (starts(w, "men") || starts(w, "mem") || starts(w, "mel") || starts(w, "mer") ||
        starts(w, "ber"))
        return true;
    if (w.n >= 7 && (starts(w, "di") || starts(w, "ter")) && !starts(w, "dir") &&
        !starts(w, "dig") && !starts(w, "din"))
        return true;
    return memcmp(w.p + w.n - 3, "kan", 3) == 0;
}

enum { FORM = 1 << 29, ASKED = 1 << 30 }; /* beside the classes */

/* Is word k of one of the classes (bits)? */
static bool is(words *w, size_t k, uint32_t classes)
{
    word *x = &w->at[k];
    if (x->is == 0) {
        bk_str c = core(w, k);
        x->is = ASKED | bk__headwords_of(w->known, c);
        if (!(x->is & BK__HEAD_OFFICE) && verb_like(c))
            x->is |= FORM;
    }
    return x->is & classes;
}

static bool quote_at(bk_str s, size_t i, size_t end)
{
    return s.p[i] == '"' || (i + 2 < end && (memcmp(s.p + i, "\xE2\x80\x9C", 3) == 0 ||
                                             memcmp(s.p + i, "\xE2\x80\x9D", 3) == 0));
}

static void split(words *w, const bk__headwords *known, bk_str s, size_t at, size_t end)
{
    w->known = known;
    w->s = s;
    w->n = 0;
    w->hope = false;
    while (at < end && w->n < WORDS) {
        while (at < end && (s.p[at] == ' ' || s.p[at] == '\t'))
            at++;
        size_t from = at;
        while (at < end && s.p[at] != ' ' && s.p[at] != '\t')
            at++;
        if (at > from)
            w->at[w->n++] = (word){from, at, 0, 0, 0, 0};
    }
}

static char last_char(const words *w, size_t k)
{
    return w->s.p[w->at[k].end - 1];
}

/* A full stop behind a word of four small letters and more: a sentence, not an abbreviation. */
static bool stopped(const words *w, size_t k)
{
    bk_str c = core(w, k), s = w->s;
    size_t begin = w->at[k].begin, end = w->at[k].end;
    while (end > begin && strchr("\"')", s.p[end - 1]))
        end--;
    while (end >= begin + 3 && memcmp(s.p + end - 3, "\xE2\x80", 2) == 0)
        end -= 3;
    return end > begin && s.p[end - 1] == '.' && !(end > begin + 1 && s.p[end - 2] == '.') &&
           c.n >= 4 && lower(c.p[c.n - 1]);
}

/* A full stop, no dots, at the end. */
static bool ends_in_stop(bk_str s, size_t at, size_t to)
{
    while (to > at && strchr("\"') ", s.p[to - 1]))
        to--;
    return to >= at + 2 && s.p[to - 1] == '.' && s.p[to - 2] != '.';
}

/* Signs that more than a headline stands in [at, end). */
static bool more_than_headline(const words *w, size_t at, size_t end)
{
    if (end - at > LONGEST)
        return true;
    for (size_t i = 0; i < w->n; i++)
        if (stopped(w, i))
            return true;
    return ends_in_stop(w->s, at, end);
}

static bool begins_big(const words *w, size_t k)
{
    bk_str c = k < w->n ? core(w, k) : (bk_str){NULL, 0};
    return c.n > 0 && !small(c);
}

/* w[j], an early small word of another kind, stands in a row of words with capitals. */
static bool in_title(words *w, size_t j)
{
    return j <= 3 && j + 2 < w->n && last_char(w, j) != '.' &&
           !is(w, j, FORM | BK__HEAD_PREDICATE) && begins_big(w, j + 1) &&
           (begins_big(w, j + 2) || is(w, j + 2, BK__HEAD_SMALL));
}

/* The first word in small letters that headlines do not leave small; w->n: none. */
static size_t first_small(words *w)
{
    for (size_t j = 1; j < w->n; j++) {
        bk_str c = core(w, j);
        if (c.n == 0 || !small(c) || is(w, j, BK__HEAD_SMALL))
            continue;
        bool loose = is(w, j, BK__HEAD_LOOSE) && last_char(w, j) != ',' && begins_big(w, j + 1);
        if (!loose && !in_title(w, j))
            return j;
    }
    return w->n;
}

/* The first x from i on; it begins with a capital, and there are few of one letter in a text. */
static const char *capital_at(bk_str s, size_t i, bk_str x)
{
    const char *p;
    while (i + x.n <= s.n && (p = memchr(s.p + i, x.p[0], s.n - i - x.n + 1)) != NULL) {
        if (memcmp(p, x.p, x.n) == 0)
            return p;
        i = (size_t)(p - s.p) + 1;
    }
    return NULL;
}

/* Does x stand in s as whole words, other than at `but`? */
static bool find_word(bk_str s, bk_str x, const char *but)
{
    for (size_t i = 0; i + x.n <= s.n;) {
        const char *p = upper(x.p[0]) ? capital_at(s, i, x) : memmem(s.p + i, s.n - i, x.p, x.n);
        if (!p)
            return false;
        i = (size_t)(p - s.p);
        if (p != but && (i == 0 || !bk__alnum((unsigned char)s.p[i - 1])) &&
            (i + x.n == s.n || !bk__alnum((unsigned char)s.p[i + x.n])))
            return true;
        i += x.n;
    }
    return false;
}

static bool noted(signed char *note, bool yes)
{
    *note = yes ? 1 : -1;
    return yes;
}

/* Does w[k] stand elsewhere in the text, as it is written here? */
static bool elsewhere(words *w, size_t k)
{
    bk_str c = core(w, k);
    word *x = &w->at[k];
    if (x->alone != 0 || w->hope)
        return x->alone >= 0;
    return noted(&x->alone, c.n > 0 && find_word(w->s, c, c.p));
}

/* ... with w[k + 1] behind it? */
static bool pair_elsewhere(words *w, size_t k)
{
    bk_str a = core(w, k), b = core(w, k + 1);
    word *x = &w->at[k];
    if (x->pair != 0)
        return x->pair > 0;
    return noted(&x->pair, b.n > 0 && elsewhere(w, k) && elsewhere(w, k + 1) &&
                               find_word(w->s, (bk_str){a.p, (size_t)(b.p + b.n - a.p)}, a.p));
}

static bool verbal(words *w, size_t k)
{
    return is(w, k, BK__HEAD_VERB | FORM);
}

static bool number(bk_str w)
{
    for (size_t i = 0; i < w.n; i++)
        if (lower(w.p[i]) || upper(w.p[i]))
            return false;
    return w.n > 0;
}

/* No headline ends before w[k], whatever follows. */
static bool bound(words *w, size_t k)
{
    bk_str c = core(w, k), before = core(w, k - 1);
    return c.n == 0 || small(c) || w->s.p[w->at[k].begin] == '(' ||
           strchr(":,-&/(", last_char(w, k - 1)) || before.n == 0 || small(before) ||
           is(w, k - 1, BK__HEAD_SMALL | BK__HEAD_LEADING) ||
           (number(before) && is(w, k, BK__HEAD_UNIT));
}

/* The word, which has a capital here, stands in small letters elsewhere: it is no name. */
static bool small_elsewhere(words *w, size_t k)
{
    char low[32];
    bk_str c = core(w, k);
    word *x = &w->at[k];
    if (x->low != 0)
        return x->low > 0;
    if (c.n < 3 || c.n > sizeof low || !upper(c.p[0]))
        return noted(&x->low, false);
    memcpy(low, c.p, c.n);
    low[0] = (char)(low[0] + 32);
    return noted(&x->low, find_word(w->s, (bk_str){low, c.n}, NULL));
}

static bool asks(const words *w, size_t k)
{
    return strchr("?!", last_char(w, k)) != NULL;
}

/* Where the name begins that is short for "(BNPB)" at w[b]: a headline never ends in it. b: it is
 * nothing of that kind. */
static size_t long_name(words *w, size_t b)
{
    bk_str c = core(w, b);
    size_t k = b, n = c.n;
    if (w->s.p[w->at[b].begin] != '(' || n < 2 || n > 8)
        return b;
    for (size_t i = 0; i < n; i++)
        if (!upper(c.p[i]))
            return b;
    while (n > 0 && k > FEWEST) {
        bk_str x = core(w, --k);
        if (x.n > 0 && upper(x.p[0]))
            n--;
        else if (!is(w, k, BK__HEAD_SMALL))
            return b;
    }
    return n == 0 && core(w, k).p[0] == c.p[0] ? k : b;
}

/* The same of the last bracket of [k, j) behind its name; j: none. */
static size_t named(words *w, size_t k, size_t j, size_t *bracket)
{
    for (size_t b = j; b-- > k;) {
        size_t from = long_name(w, b);
        *bracket = b;
        if (from < b)
            return from;
    }
    return j;
}

/* "Sri Mulyani Sri Mulyani": the two words at w[k] stand before it too. */
static bool same_pair(words *w, size_t k)
{
    if (k < 2)
        return false;
    bk_str a = core(w, k), b = core(w, k + 1);
    return a.n > 1 && b.n > 1 && bk__str_eq(a, core(w, k - 2)) && bk__str_eq(b, core(w, k - 1));
}

/* "Kabar.com" */
static bool site(bk_str c)
{
    return c.n > 5 &&
           (memcmp(c.p + c.n - 4, ".com", 4) == 0 || memcmp(c.p + c.n - 3, ".id", 3) == 0);
}

static bool dots(const words *w, size_t k)
{
    return w->at[k].end - w->at[k].begin > 3 && memcmp(w->s.p + w->at[k].end - 3, "...", 3) == 0;
}

/* What is at the end of a headline, before w[k], speaks for its end there. */
static int weigh_end(words *w, size_t k)
{
    bk_str last = core(w, k - 1);
    int sum = asks(w, k - 1) || dots(w, k - 1) ? 10 : 0;
    if (same_pair(w, k))
        sum += 10;
    else if (!w->hope && pair_elsewhere(w, k - 1))
        sum -= 10;
    else if (w->hope || verbal(w, k - 1) || is(w, k - 1, BK__HEAD_UNIT) ||
             small_elsewhere(w, k - 1))
        sum += 3;
    else if (elsewhere(w, k - 1))
        sum += 2;
    if (number(last) && last.n < 4)
        sum -= memchr(last.p, '-', last.n) ? 0 : 5;
    if (k >= 2 && last_char(w, k - 2) == ',')
        sum -= 4;
    return k < ENOUGH ? sum - 6 : sum;
}

/* "Nama Orang, Camat ...", "Nama Orang, seorang ..." at w->at[k]. */
static bool presented(words *w, size_t k, size_t j)
{
    return k + 2 <= j && last_char(w, k) != ',' && last_char(w, k + 1) == ',' &&
           (is(w, k + 2, BK__HEAD_OFFICE) || is(w, k + 2, BK__HEAD_LEADING));
}

/* What the word w[i] inside of a sentence's subject speaks against it. */
static int weigh_inner(words *w, size_t i, bool known)
{
    bk_str c = core(w, i);
    int sum = asks(w, i) ? -12 : 0;
    if (c.n == 0 || is(w, i, BK__HEAD_SMALL))
        return sum - (known ? 0 : 4);
    if (is(w, i, BK__HEAD_OPENER))
        return sum - 10;
    if (verbal(w, i))
        return sum - 8;
    if (w->hope || pair_elsewhere(w, i - 1))
        return sum + 3;
    return number(c) || is(w, i, BK__HEAD_UNIT) || small_elsewhere(w, i) ? sum - 3 : sum;
}

/* What the words [k, j) are as the beginning of a sentence that goes on in small letters. */
static int weigh_subject(words *w, size_t k, size_t j, size_t name)
{
    bk_str c = core(w, k);
    bool opens =
        is(w, k, BK__HEAD_OPENER) || (k + 1 == j && (is(w, k, BK__HEAD_PRONOUN) || site(c)));
    bool office = is(w, k, BK__HEAD_OFFICE), weak = is(w, k, BK__HEAD_WEAK);
    bool goes_on = is(w, j, BK__HEAD_PREDICATE | FORM);
    int sum = opens ? 12 : office ? 6 : weak ? 3 : verbal(w, k) ? -6 : 0;
    int more = j - k - 1 < 4 ? (int)(j - k - 1) : 4;
    bool shown = presented(w, k, j) || k == name;
    sum -= more * (goes_on || opens || shown ? 1 : office ? 2 : 6);
    sum += shown ? 6 : 0;
    if (elsewhere(w, k))
        sum += 3;
    if (c.p[0] >= '0' && c.p[0] <= '9')
        sum -= 4;
    if (asks(w, k))
        sum -= 12;
    for (size_t i = k + 1; i < j; i++)
        sum += weigh_inner(w, i, opens || office || weak);
    return sum;
}

/* Where a sub-heading begins in [from, k), before the sentence at w[k]; k: there is none. It names
 * what the article is about, in words that it has elsewhere. */
static size_t sub_heading(words *w, size_t from, size_t k)
{
    size_t least = k > from + 8 ? k - 8 : from;
    for (size_t m = k; m-- > least;)
        if (k - m >= 2 && !bound(w, m) && is(w, m, BK__HEAD_HEADING) &&
            pair_elsewhere(w, k - m == 2 ? m : m + 1))
            return m;
    return k;
}

static int weigh(words *w, size_t k, size_t j, size_t name)
{
    return weigh_end(w, k) + weigh_subject(w, k, j, name);
}

/* Where the sentence begins whose first word in small letters is w[j]; j: it cannot be told. */
static size_t subject(words *w, size_t j)
{
    size_t least = j > BACK + FEWEST ? j - BACK : FEWEST, best = j, bracket = j;
    size_t name = named(w, least, j, &bracket);
    int most = 0;
    for (size_t k = j; k-- > least;) {
        if (bound(w, k) || (k > name && k <= bracket))
            continue;
        w->hope = true; /* at best: to look through the text costs */
        bool may = best == j || weigh(w, k, j, name) >= most;
        w->hope = false;
        int sum = may ? weigh(w, k, j, name) : 0;
        if (may && (best == j || sum >= most)) {
            best = k;
            most = sum;
        }
    }
    return best < j ? sub_heading(w, ENOUGH, best) : best;
}

/* The last quotation mark of [from, end), where it opens; 0: none. */
static size_t quotation(bk_str s, size_t from, size_t end)
{
    size_t last = 0, n = 0;
    for (size_t i = from; i < end; i++)
        if (quote_at(s, i, end)) {
            last = i;
            n++;
        }
    return n % 2 ? last : 0;
}

/* Pages that lose the letter before a comma, and the comma, write "Beso. pagi" and no comma in a
 * whole line. */
static bool loses_commas(bk_str s, size_t at, size_t end)
{
    const char *line = memrchr(s.p, '\n', at);
    size_t begin = line ? (size_t)(line - s.p) + 1 : 0;
    for (const char *p = s.p + begin; (p = memchr(p, ',', (size_t)(s.p + end - p))) != NULL; p++)
        if (p + 1 < s.p + end && p[1] == ' ')
            return false;
    for (size_t i = begin + 1; i + 2 < end; i++)
        if (s.p[i] == '.' && s.p[i + 1] == ' ' && lower(s.p[i + 2]) && lower(s.p[i - 1]))
            return true;
    return end - begin >= LONG;
}

/* A stop ends w[k - 1], and w[k] may begin a sentence. */
static bool stop_before(words *w, size_t k)
{
    char first = w->s.p[w->at[k].begin];
    return last_char(w, k - 1) == '.' && !lower(first) && !(first >= '0' && first <= '9');
}

/* The words [k, to), which a stop ends, belong to the report: a sub-heading, or an office; before
 * the name of who holds it (`name`) other words too. */
static bool heads_report(words *w, size_t k, size_t to, bool name)
{
    bk_str c = core(w, k);
    if (c.n == 0 || to - k == 1 || is(w, k, BK__HEAD_HEADING))
        return true;
    if ((!name && !is(w, k, BK__HEAD_OFFICE)) || to - k > 5)
        return false;
    for (size_t i = k + 1; i < to; i++) {
        bk_str inner = core(w, i);
        if (inner.n == 0 || small(inner) || verbal(w, i))
            return false;
    }
    return true;
}

/* A half of the words of [k, to) and more stand in the sentence behind them: they head it. */
static bool heads_next(words *w, size_t k, size_t to)
{
    enum { REACH = 250 };
    size_t all = 0, same = 0, from = w->at[to].begin,
           n = w->s.n - from < REACH ? w->s.n - from : REACH;
    for (; k < to; k++) {
        bk_str c = core(w, k);
        if (c.n < 3 || small(c))
            continue;
        all++;
        same += memmem(w->s.p + from, n, c.p, c.n) != NULL;
    }
    return same >= 2 && same * 2 >= all;
}

/* Where the sentence begins in whose words, from the last stop on, w[j] is the first small one; j:
 * it cannot be told. A name behind the last stop belongs to the words before it. */
static size_t after_stop(words *w, size_t j)
{
    size_t k = j, before;
    while (k > FEWEST && !stop_before(w, k))
        k--;
    if (k <= FEWEST)
        return j;
    for (before = k - 1; before > FEWEST && !stop_before(w, before);)
        before--;
    if (before <= FEWEST)
        return k;
    bool name = last_char(w, j - 1) == '.' && j - k >= 2 && !is(w, k, BK__HEAD_OPENER);
    return heads_report(w, before, k, name) || heads_next(w, before, k) ? before : k;
}

/* "... di HollywoodDengan konsep": the first place where a lost blank glues a sentence on; 0. */
static size_t glued(words *w, size_t n)
{
    const char *p = w->s.p;
    for (size_t k = FEWEST; k < n; k++)
        for (size_t i = w->at[k].begin + 3; i + 2 < w->at[k].end; i++) {
            char c = p[i - 1];
            if (!upper(p[i]) || !lower(p[i + 1]))
                continue;
            if (c == '?' || c == '!' || ((lower(c) || (c >= '0' && c <= '9')) && !elsewhere(w, k)))
                return i;
        }
    return 0;
}

/* Three small words and more within five behind the first: a sentence goes on. */
static bool runs_on(words *w, size_t j)
{
    size_t all = 0;
    if (j <= 3 || j + 3 > w->n)
        return false;
    for (size_t i = j; i < w->n && i < j + 5; i++) {
        bk_str c = core(w, i);
        all += c.n > 0 && lower(c.p[0]) && !is(w, i, BK__HEAD_SMALL);
    }
    return all >= 3;
}

/* "1." before a sub-heading */
static bool item(const words *w, size_t k)
{
    const char *p = w->s.p;
    size_t i = w->at[k].begin, end = w->at[k].end;
    while (i < end && p[i] >= '0' && p[i] <= '9')
        i++;
    return i > w->at[k].begin && i - w->at[k].begin <= 2 && i + 1 == end && p[i] == '.';
}

/* Of [at, end), whose first small word is w[j]: no more than a headline. */
static bool all_headline(words *w, size_t at, size_t end, size_t j, bool stops)
{
    if (stops)
        return j == w->n && w->n < WORDS && end - at <= LONGEST;
    return !more_than_headline(w, at, end) && !runs_on(w, j);
}

size_t bk__headline_end(const bk__headwords *known, bk_str s, size_t at, size_t end)
{
    words w;
    size_t j, k, line = bk__line_end(s, at);
    const char *bracket = memchr(s.p + at, '[', end - at);
    if (bracket && bracket > s.p + at)
        end = (size_t)(bracket - s.p);
    split(&w, known, s, at, end);
    if (w.n == 0)
        return end;
    j = first_small(&w);
    bool stops = loses_commas(s, at, line);
    for (k = FEWEST + 1; k + 1 < w.n && k <= j; k++)
        if (item(&w, k) && (!stops || last_char(&w, k - 1) == '.'))
            return w.at[k].begin;
    if (all_headline(&w, at, end, j, stops))
        return end;
    if (w.n > FEWEST && (k = quotation(s, w.at[FEWEST].begin, j < w.n ? w.at[j].begin : end)) > 0)
        return k;
    if ((k = glued(&w, j < w.n ? j + 1 : w.n)) > 0)
        return k;
    for (k = FEWEST; k + 1 < w.n && k <= j + 1; k++)
        if (j <= 3 && asks(&w, k - 1))
            return w.at[k].begin;
    if (j == w.n)
        return w.n < WORDS && end - at <= LONGEST ? end : at;
    if (j <= 3)
        return at;
    k = stops ? after_stop(&w, j) : subject(&w, j);
    return k < j ? w.at[k].begin : at;
}

bool bk__headline_like(const bk__headwords *known, bk_str line)
{
    words w;
    size_t big = 0, all = 0;
    split(&w, known, line, 0, line.n);
    if (w.n < 3 || w.n == WORDS || line.n > LONGEST || ends_in_stop(line, 0, line.n))
        return false;
    for (size_t i = 0; i < w.n; i++) {
        bk_str c = core(&w, i);
        if (c.n == 0 || is(&w, i, BK__HEAD_SMALL))
            continue;
        all++;
        big += !lower(c.p[0]);
    }
    return big * 10 >= all * 7;
}
