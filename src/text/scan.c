/* scan.c - words, numbers, marks; sentences.
 *
 * A word keeps inner apostrophes and dots (U.S., Kompas.com) and those hyphens that bind
 * (negara-negara, Su-57, di-posting); hyphens between names part (AS-China, anti-Rusia,
 * China-based). A full stop ends a sentence unless it belongs to an abbreviation, an initial or a
 * number, or a lower-case word follows behind closing quotation marks ('." kata Wang'). What goes
 * on without a stop is cut: what looks at pairs of a sentence, or keeps its words, stays bounded.
 */
#include "text/scan.h"

#include "text/utf8.h"

void bk__tokens_init(bk__tokens *t, bk_ctx *ctx)
{
    *t = (bk__tokens){.ctx = ctx};
}

void bk__tokens_clear(bk__tokens *t)
{
    bk__free(t->ctx, t->token);
    bk__free(t->ctx, t->sentence);
    *t = (bk__tokens){.ctx = t->ctx};
}

/* ---- classes ------------------------------------------------------------------------------------
 */

static bool ascii_letter(unsigned char c)
{
    return (unsigned)((c | 32) - 'a') < 26;
}

static bool ascii_digit(unsigned char c)
{
    return (unsigned)(c - '0') < 10;
}

/* Length of the letter (or its combining mark) at i; 0 where there is none. */
static size_t letter(bk_str s, size_t i)
{
    size_t len;
    if (i >= s.n)
        return 0;
    unsigned char c = (unsigned char)s.p[i];
    if (c < 0x80)
        return ascii_letter(c);
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
        return ascii_digit(c);
    return bk__utf8_digit(bk__utf8_at(s, i, &len)) ? len : 0;
}

static size_t blank(bk_str s, size_t i)
{
    size_t len;
    unsigned char c = (unsigned char)s.p[i];
    if (c < 0x80)
        return c <= ' ' || c == 0x7F;
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

/* ---- words
 * ---------------------------------------------------------------------------------------- */

static size_t run(bk_str s, size_t i) /* of letters and digits */
{
    for (size_t n;; i += n) {
        while (i < s.n &&
               (ascii_letter((unsigned char)s.p[i]) || ascii_digit((unsigned char)s.p[i])))
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
    while (i < s.n && ascii_letter((unsigned char)s.p[i]))
        i++;
    if (i == begin || i - begin > 3 || i >= s.n || !ascii_digit((unsigned char)s.p[i]))
        return 0;
    if (i - begin == 2 && s.p[begin] == 'R' && s.p[begin + 1] == 'p')
        return i;
    end = i;
    while (end < s.n && ascii_digit((unsigned char)s.p[end]))
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

static bool begins(bk_str s, size_t i, const char *z)
{
    size_t n = strlen(z);
    return s.n - i >= n && memcmp(s.p + i, z, n) == 0;
}

static size_t to_blank(bk_str s, size_t i)
{
    while (i < s.n && !blank(s, i)) {
        size_t len = 1;
        if ((unsigned char)s.p[i] >= 0x80)
            bk__utf8_at(s, i, &len);
        i += len;
    }
    return i;
}

/* End and kind of the token at i, which is no blank. */
static size_t token_end(bk_str s, size_t i, bk_kind *kind)
{
    size_t n;
    *kind = BK_KIND_WORD;
    if (letter(s, i)) {
        if (begins(s, i, "http://") || begins(s, i, "https://") || begins(s, i, "www.")) {
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
        !letter(s, i + n + 1) && i > 0 && !blank(s, back(s, i))) {
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

/* ---- sentences ---------------------------------------------------------------------------------
 */

static bk_status grow_tokens(bk__tokens *t)
{
    uint32_t cap = t->cap ? 2 * t->cap : 512;
    bk_token *more = bk__resize_array(t->ctx, t->token, cap, sizeof *more);
    if (!more)
        return BK_ENOMEM;
    t->token = more;
    t->cap = cap;
    return BK_OK;
}

/* `form` where it is known, else BK__NONE. */
static inline bk_status add_token(const bk__scanner *sc, bk__tokens *t, bk_str s, size_t begin,
                                  size_t end, bk_kind kind, uint32_t form)
{
    bk_status st = t->n == t->cap ? grow_tokens(t) : BK_OK;
    if (st == BK_OK && form == BK__NONE)
        st = sc->form(sc->user, (bk_str){s.p + begin, end - begin}, kind, &form);
    if (st == BK_OK)
        t->token[t->n++] = (bk_token){form, (uint32_t)begin, (uint32_t)end, t->n_sentences};
    return st;
}

static bk_status end_sentence(bk__tokens *t, uint32_t first, uint32_t field)
{
    if (t->n == first)
        return BK_OK;
    if (t->n_sentences == t->cap_sentences) {
        uint32_t cap = t->cap_sentences ? 2 * t->cap_sentences : 64;
        bk_sentence *more = bk__resize_array(t->ctx, t->sentence, cap, sizeof *more);
        if (!more)
            return BK_ENOMEM;
        t->sentence = more;
        t->cap_sentences = cap;
    }
    t->sentence[t->n_sentences++] = (bk_sentence){
        t->token[first].begin, t->token[t->n - 1].end, first, t->n - first, field, t->paragraph};
    return BK_OK;
}

static bool is_abbreviation(const bk__scanner *sc, bk_str s, const bk_token *before)
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
    return bk__map_find(sc->abbreviations, (bk_str){fold, n}) != BK__NONE;
}

static size_t closing(bk_str s, size_t i) /* quotation marks and brackets that close; length */
{
    static const char *const mark[] = {"\"",           "'",       ")", "]", "\xE2\x80\x9D",
                                       "\xE2\x80\x99", "\xC2\xBB"};
    if (i >= s.n || s.p[i] == ' ' || s.p[i] == '\n')
        return 0;
    for (size_t k = 0; k < sizeof mark / sizeof mark[0]; k++)
        if (begins(s, i, mark[k]))
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
        if (begins(s, last, closed[i]))
            return true;
    if (upper_at(s, last))
        return last > 0 && upper_at(s, back(s, last));
    return starts_lower(s, last) || digit(s, last);
}

/* Whether the mark that ends at `end` ends a sentence; *to is behind the marks that close it. */
static bool ends(const bk__scanner *sc, const bk__tokens *t, uint32_t first, bk_str s, size_t begin,
                 size_t end, size_t *to)
{
    size_t n, i = end;
    bool stop = s.p[begin] == '.' && end - begin == 1;
    const bk_token *before = t->n > first + 1 ? &t->token[t->n - 2] : NULL;
    bool near = stop && before && before->end == begin; /* may be an abbreviation */
    while ((n = closing(s, i)))
        i += n;
    *to = i;
    if (i >= s.n)
        return true;
    if (!blank(s, i))
        return i == end && glued(s, begin, end) && !(near && is_abbreviation(sc, s, before));
    while (i < s.n && (sc->soft || s.p[i] != '\n') && (n = blank(s, i)))
        i += n;
    if (i >= s.n || s.p[i] == '\n')
        return true;
    if (starts_lower(s, i))
        return false;
    if (!stop)
        return true;
    if (near && (*to == end || s.p[end] == ')') && is_abbreviation(sc, s, before))
        return false; /* Letjen (Purn.) Agus */
    bool number_of_list =
        before && t->n == first + 2 && digit(s, before->begin) && before->end - before->begin <= 2;
    return !number_of_list; /* 1. Rusia */
}

/* A sentence of so many tokens ends at the next blank, or at twice as many. */
static bool too_long(bk_str s, size_t i, uint32_t tokens)
{
    return tokens >= BK__SENTENCE_TOKENS &&
           (blank(s, i) || tokens >= 2 * (uint32_t)BK__SENTENCE_TOKENS);
}

/* Words whose slots were asked of memory; their forms are looked up a few words later. */
enum { AHEAD = 16 };
typedef struct pending {
    struct word {
        uint64_t a, b, hash;
        uint32_t token;
    } word[2 * AHEAD]; /* a ring */
    uint32_t first, n; /* rising */
} pending;

/* The oldest `n` of them. */
static bk_status look_up(const bk__scanner *sc, bk__tokens *t, bk_str s, pending *p, uint32_t n)
{
    for (; n > 0; n--) {
        const struct word *w = &p->word[p->first++ % (2 * AHEAD)];
        bk_token *token = &t->token[w->token];
        token->form = bk__seen_word(sc->seen, w->a, w->b, w->hash);
        if (token->form != BK__NONE)
            continue;
        bk_str surface = {s.p + token->begin, token->end - token->begin};
        bk_status st = sc->form(sc->user, surface, BK_KIND_WORD, &token->form);
        if (st != BK_OK)
            return st;
    }
    return BK_OK;
}

/* No word goes on with this byte, as it may with a digit, - . \' @ and other bytes than ASCII; a
 * colon may follow the beginning of an address. */
static inline bool parts(char c)
{
    static const uint64_t none[2] = {0x07FF608000000000u, 0x07FFFFFE07FFFFFFu};
    unsigned char u = (unsigned char)c;
    return u < 128 && !(none[u >> 6] >> (u & 63) & 1);
}

/* A stop behind the word [i, end) belongs to no word. */
static inline bool plain_stop(bk_str s, size_t i, size_t end)
{
    return s.p[end] == '.' && end - i > 1 && !begins(s, i, "www") &&
           (end + 1 == s.n || s.p[end + 1] == ' ' || s.p[end + 1] == '\n');
}

/* Most words are up to 16 ASCII letters with a blank or a mark behind them: those from *at on, with
 * the blanks behind them, up to `most` tokens. `room`: bytes that can be read. */
static bk_status plain_words(const bk__scanner *sc, bk__tokens *t, bk_str s, size_t *at,
                             size_t room, uint32_t most, pending *p)
{
    size_t i = *at;
    bk_status st = BK_OK;
    while (i + BK__LETTERS_ROOM <= room && t->n < most) {
        unsigned n = bk__letters(s.p + i);
        size_t end = i + n;
        if (n == 0 || end >= s.n || (s.p[end] != ' ' && !parts(s.p[end]) && !plain_stop(s, i, end)))
            break;
        if (t->n == t->cap && (st = grow_tokens(t)) != BK_OK)
            break;
        struct word *w = &p->word[p->n++ % (2 * AHEAD)];
        bk__seen_key k = bk__seen_key_word(s.p + i, n);
        __builtin_prefetch(&sc->seen->slot[k.hash & (sc->seen->slots - 1)]);
        *w = (struct word){k.a, k.b, k.hash, t->n};
        t->token[t->n++] = (bk_token){BK__NONE, (uint32_t)i, (uint32_t)end, t->n_sentences};
        i = end + (s.p[end] == ' ');
        if (p->n - p->first == 2 * AHEAD && (st = look_up(sc, t, s, p, AHEAD)) != BK_OK)
            break;
    }
    *at = i;
    return st;
}

/* Marks of one ASCII byte that end no sentence and belong to no other token. */
static inline bool plain_mark(const bk__scanner *sc, char c, uint32_t *form)
{
    unsigned char u = (unsigned char)c;
    if (u <= ' ' || u >= 0x7F || ascii_letter(u) || ascii_digit(u) || c == '.' || c == '!' ||
        c == '?' || c == '\'' || c == '@')
        return false;
    *form = sc->seen->mark[u] - 1;
    return true;
}

bk_status bk__scan_span(const bk__scanner *sc, bk__tokens *t, bk_str field,
                        uint32_t number_of_field, uint32_t begin, uint32_t end)
{
    bk_str s = {field.p, end};
    uint32_t first = t->n, form;
    bk_status st = BK_OK;
    size_t stop = SIZE_MAX; /* the sentence ends when this is reached */
    pending p;
    p.first = p.n = 0;
    for (size_t i = begin, n, to; i < s.n && st == BK_OK; i = to) {
        if (i >= stop || (s.p[i] == '\n' && !sc->soft) || too_long(s, i, t->n - first)) {
            st = end_sentence(t, first, number_of_field);
            first = t->n;
            stop = SIZE_MAX;
            if (st != BK_OK)
                break;
        }
        to = i;
        st = plain_words(sc, t, s, &to, field.n, first + BK__SENTENCE_TOKENS - 1, &p);
        if (to > i || st != BK_OK)
            continue;
        if ((n = blank(s, i))) {
            to = i + n;
            continue;
        }
        if (plain_mark(sc, s.p[i], &form)) {
            to = i + 1;
            st = add_token(sc, t, s, i, to, BK_KIND_PUNCT, form);
            continue;
        }
        bk_kind kind = BK_KIND_PUNCT;
        bool one = s.p[i] == '.' && i + 1 < s.n && s.p[i + 1] != '.'; /* not "..." */
        form = one ? sc->seen->mark['.'] - 1 : BK__NONE;
        to = one ? i + 1 : token_end(s, i, &kind);
        st = add_token(sc, t, s, i, to, kind, form);
        bool dotted_word = kind == BK_KIND_WORD && s.p[to - 1] == '.';
        if (st == BK_OK && stop == SIZE_MAX && kind == BK_KIND_PUNCT &&
            (strchr(".!?", s.p[i]) || begins(s, i, "\xE2\x80\xA6"))) {
            size_t behind;
            if (ends(sc, t, first, s, i, to, &behind))
                stop = behind;
        } else if (dotted_word && to < s.n && s.p[to] == '\n' && !sc->soft) {
            stop = to;
        }
    }
    if (st == BK_OK)
        st = look_up(sc, t, s, &p, p.n - p.first);
    if (st == BK_OK)
        st = end_sentence(t, first, number_of_field);
    t->paragraph++;
    return st;
}
