/* prepare.c - what is not given is inferred, and marked so.
 *
 *   language  recognised from title and text
 *   title     the first line that is no furniture, where it looks like a headline
 *   outlet    of the dateline, else the host of the address
 *   place     of the dateline
 *   date      of the text (bk__date_find) */
#include "corpus/prepare.h"

#include "base/hash.h"
#include "corpus/cut.h"
#include "corpus/date.h"
#include "corpus/dateline.h"
#include "corpus/windows.h"
#include "text/utf8.h"

enum { TITLE_MOST = 220, TITLE_WORDS = 20, LOOK_LINES = 4 };

bk_status bk__preparer_init(bk__preparer *p, bk_ctx *ctx, const bk__names *names, const char *lang)
{
    bk_status st;
    *p = (bk__preparer){
        .ctx = ctx, .names = names, .lang = bk__lang_named(bk__str(lang)), .places = true};
    if (p->lang == BK__LANG_OTHER)
        return bk__fail(ctx, BK_EINVAL, "lang", "\"%s\" is no language that is known: id, en, auto",
                        lang);
    st = bk__furniture_open(ctx, &p->rules[0], "id");
    if (st == BK_OK)
        st = bk__furniture_open(ctx, &p->rules[1], "en");
    if (st != BK_OK)
        bk__preparer_clear(p);
    return st;
}

void bk__preparer_clear(bk__preparer *p)
{
    bk__furniture_close(&p->rules[0]);
    bk__furniture_close(&p->rules[1]);
}

/* ---- repair ---------------------------------------------------------------- */

static bk_status decode_field(bk_ctx *ctx, bk_str *s, bk__arena *a)
{
    bk__buf b;
    bk__buf_init(&b, ctx);
    bk_status st = bk__windows_decode(&b, *s);
    if (st == BK_OK)
        st = bk__arena_str(a, s, bk__buf_str(&b));
    bk__buf_clear(&b);
    return st;
}

/* Text in Windows-1252 becomes UTF-8. NUL becomes U+FFFD too: nothing behind us takes it for text.
 */
static bk_status repair_field(bk_ctx *ctx, bk_str *s, bk__arena *a, size_t *repairs, bool *decoded)
{
    bk__buf b;
    bk_status st;
    bool nul = s->n > 0 && memchr(s->p, 0, s->n), valid = bk__utf8_valid(*s) == s->n;
    *repairs = 0;
    if (!valid && bk__windows_like(*s)) {
        st = decode_field(ctx, s, a);
        if (st != BK_OK)
            return st;
        *decoded = valid = true;
    }
    if (!nul && valid && !memchr(s->p, '\r', s->n) &&
        (s->n < 3 || memcmp(s->p, "\xEF\xBB\xBF", 3) != 0))
        return BK_OK;
    bk__buf_init(&b, ctx);
    if (nul) {
        bk_str rest = *s;
        for (st = BK_OK; rest.n > 0 && st == BK_OK;) {
            const char *z = memchr(rest.p, 0, rest.n);
            size_t n = z ? (size_t)(z - rest.p) : rest.n;
            st = bk__buf_add(&b, (bk_str){rest.p, n});
            if (z && st == BK_OK)
                st = bk__buf_add(&b, BK__STR("\xFF")); /* repaired below */
            n += z != NULL;
            rest = (bk_str){rest.p + n, rest.n - n};
        }
        if (st == BK_OK)
            st = bk__arena_str(a, s, bk__buf_str(&b));
        bk__buf_clear(&b);
        bk__buf_init(&b, ctx);
        if (st != BK_OK)
            return st;
    }
    st = bk__utf8_repair(&b, *s, repairs);
    if (st == BK_OK)
        st = bk__arena_str(a, s, b.p ? bk__buf_str(&b) : BK__STR(""));
    bk__buf_clear(&b);
    return st;
}

static bk_status repair(bk_ctx *ctx, bk__record *r, bk__arena *a)
{
    size_t all = 0, n;
    bool decoded = false;
    for (int f = 0; f < BK__ALL_FIELDS; f++) {
        if (!r->field[f].p)
            continue;
        bk_status st = repair_field(ctx, &r->field[f], a, &n, &decoded);
        if (st != BK_OK)
            return st;
        all += n;
        if (f != BK__FIELD_TEXT)
            r->field[f] = bk__str_trim(r->field[f]);
        if (bk__str_trim(r->field[f]).n == 0)
            r->field[f] = (bk_str){NULL, 0};
    }
    bk_status st = decoded ? bk__fault_add(r, a, "bad-utf8", BK_REPAIRED,
                                           "Windows-1252, not UTF-8; it was decoded")
                           : BK_OK;
    return st != BK_OK || all == 0
               ? st
               : bk__fault_add(r, a, "bad-utf8", BK_REPAIRED,
                               "not UTF-8 in %zu place%s; each was replaced by U+FFFD", all,
                               all == 1 ? "" : "s");
}

/* ---- inference ------------------------------------------------------------- */

static bk_status decide_lang(const bk__preparer *p, bk__record *r, bk__arena *a, bk__lang *lang)
{
    bk_str given = r->field[BK__FIELD_LANG];
    r->field[BK__FIELD_LANG] = (bk_str){NULL, 0};
    *lang = bk__lang_named(given);
    if (*lang == BK__LANG_OTHER)
        return bk__fault_add(r, a, "unknown-language", BK_SKIPPED,
                             "the language is given as \"%.*s\"; expected id or en",
                             (int)(given.n < 40 ? given.n : 40), given.p);
    if (*lang == BK__LANG_UNKNOWN && p->lang != BK__LANG_UNKNOWN) {
        *lang = p->lang;
    } else if (*lang == BK__LANG_UNKNOWN) {
        *lang = bk__lang_of(r->field[BK__FIELD_TEXT]);
        if (*lang == BK__LANG_UNKNOWN && r->field[BK__FIELD_TITLE].n)
            *lang = bk__lang_of(r->field[BK__FIELD_TITLE]);
        if (*lang == BK__LANG_OTHER)
            return bk__fault_add(r, a, "unknown-language", BK_SKIPPED,
                                 "the text is neither Indonesian nor English");
        if (*lang == BK__LANG_UNKNOWN)
            return bk__fault_add(r, a, "unknown-language", BK_NOTED,
                                 "too little text to tell the language; read as the default");
        r->inferred |= BK_INFERRED_LANG;
    }
    r->field[BK__FIELD_LANG] = bk__str(bk__lang_code(*lang));
    return BK_OK;
}

/* Host of an address, without www. */
static bk_str host(bk_str url)
{
    const char *p = memmem(url.p, url.n, "://", 3);
    size_t n = 0;
    if (!p)
        return (bk_str){NULL, 0};
    p += 3;
    url = (bk_str){p, url.n - (size_t)(p - url.p)};
    if (bk__str_begins(url, BK__STR("www.")))
        url = (bk_str){url.p + 4, url.n - 4};
    while (n < url.n && !strchr("/:?#", url.p[n]))
        n++;
    return n > 3 ? (bk_str){url.p, n} : (bk_str){NULL, 0};
}

static bool ends_with_any(bk_str s, const char *set)
{
    return s.n > 0 && strchr(set, s.p[s.n - 1]) != NULL;
}

/* Looks like a headline: short, no full stop, something behind it. */
static bool looks_like_title(bk_str line, bool more)
{
    size_t len, words = 1;
    int32_t cp;
    if (!more || line.n > TITLE_MOST || ends_with_any(line, ".,:;-") ||
        bk__str_ends(line, BK__STR(".\"")) || bk__str_ends(line, BK__STR(".\xE2\x80\x9D")))
        return false;
    for (size_t i = 0; i < line.n; i++)
        words += line.p[i] == ' ';
    if (words > TITLE_WORDS || bk__stop_inside(line, 0, line.n))
        return false;
    cp = bk__utf8_at(line, 0, &len);
    return words >= 2 && (bk__utf8_upper(cp) || bk__utf8_digit(cp) || cp == '"' || cp == '\'' ||
                          cp == 0x201C || cp == 0x2018);
}

static bool more_text(bk_str s, size_t at)
{
    return at < s.n && bk__str_trim((bk_str){s.p + at, s.n - at}).n > 0;
}

static void infer_lines(const bk__furniture *rules, bk__record *r)
{
    bk_str text = r->field[BK__FIELD_TEXT], line, outlet = {NULL, 0};
    size_t at = 0;
    for (int i = 0; i < LOOK_LINES && bk__first_line(text, rules, &at, &line); i++) {
        bk__dateline d = bk__dateline_find(line, r->field[BK__FIELD_SOURCE],
                                           i == 0 || (i == 1 && r->inferred & BK_INFERRED_TITLE));
        if (d.end > 0) {
            outlet = d.outlet;
            if (d.place.p && !r->field[BK__FIELD_PLACE].p) {
                r->field[BK__FIELD_PLACE] = d.place;
                r->inferred |= BK_INFERRED_PLACE;
            }
            break;
        }
        if (i == 0 && !r->field[BK__FIELD_TITLE].p && looks_like_title(line, more_text(text, at))) {
            r->field[BK__FIELD_TITLE] = line;
            r->inferred |= BK_INFERRED_TITLE;
        }
    }
    if (!r->field[BK__FIELD_SOURCE].p && !outlet.p && r->field[BK__FIELD_URL].p)
        outlet = host(r->field[BK__FIELD_URL]);
    if (!r->field[BK__FIELD_SOURCE].p && outlet.p) {
        r->field[BK__FIELD_SOURCE] = outlet;
        r->inferred |= BK_INFERRED_SOURCE;
    }
}

static bk_status decide_date(bk__record *r, bk__arena *a)
{
    bk_str given = r->field[BK__FIELD_DATE];
    bk_status st = BK_OK;
    r->published = BK_NO_DATE;
    if (given.p && bk__date_parse(given, &r->published))
        return BK_OK;
    r->published = BK_NO_DATE;
    if (given.p)
        st = bk__fault_add(r, a, "bad-date", BK_NOTED,
                           "\"%.*s\" is no date that is known; expected one like 2022-02-07 or "
                           "7 Februari 2022",
                           (int)(given.n < 60 ? given.n : 60), given.p);
    if (bk__date_find(r->field[BK__FIELD_TEXT], &r->published))
        r->inferred |= BK_INFERRED_DATE;
    else
        r->published = BK_NO_DATE;
    return st;
}

bk_status bk__prepare(const bk__preparer *p, bk__record *r, bk__arena *a)
{
    bk__lang lang;
    bk_str text, title;
    bk_status st = repair(p->ctx, r, a);
    if (st != BK_OK)
        return st;
    if (!r->field[BK__FIELD_TEXT].p)
        return bk__fault_add(r, a, "no-text", BK_SKIPPED, "there is no text; expected a field %s",
                             bk__names_expected(p->names, BK__FIELD_TEXT));
    text = r->field[BK__FIELD_TEXT];
    title = r->field[BK__FIELD_TITLE];
    r->text = bk__hash(text.p, text.n);
    r->hash = bk__fold(r->text, bk__hash(title.p, title.n) ^ BK__KEY_C);
    st = decide_lang(p, r, a, &lang);
    if (st != BK_OK || r->skip)
        return st;
    if (!r->field[BK__FIELD_TITLE].p || !r->field[BK__FIELD_SOURCE].p ||
        (p->places && !r->field[BK__FIELD_PLACE].p))
        infer_lines(&p->rules[lang == BK__LANG_EN], r);
    for (int e = 0; e < p->names->extras; e++)
        if (p->names->same[e] >= 0)
            r->field[BK__N_FIELDS + e] = r->field[p->names->same[e]];
    return decide_date(r, a);
}
