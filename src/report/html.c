/* html.c - one self-contained page: head with its content security policy, sections, data.
 *
 * The page is made once; while it is larger than max_bytes it is made again with fewer cards,
 * points and pairs. Scripts stand inline and are named in the policy by their SHA-256; nothing may
 * come from a network. Everything works as tables where scripts are off. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "report/page.h"
#include "report/table.h"

static const char *const langs[] = {"id", "en", NULL};
static const bk_opt opts_table[] = {
    {"title", "Title of the page", "TEXT", BK_OPT_STR, offsetof(bk_report_opts, title), 0, 0, 0,
     NULL, NULL},
    {"report-lang", "Language of the page", "LANG", BK_OPT_ENUM, offsetof(bk_report_opts, lang), 0,
     0, 0, "id", langs},
    {"report-bytes", "Largest size of the page; fewer articles are shown to keep it", "BYTES",
     BK_OPT_SIZE, offsetof(bk_report_opts, max_bytes), 10000000, 1000000, 1e12, NULL, NULL},
};

const bk_opt *bk_report_opt_table(size_t *n)
{
    *n = sizeof opts_table / sizeof opts_table[0];
    return opts_table;
}

/* ---- what the page knows before it is written ----------------------------------------------- */

static void find_tables(bk__page *p, bk_table *const *tables, size_t n)
{
    size_t count;
    const bk_table_spec *specs = bk_schema(&count);
    for (size_t i = 0; i < n; i++) {
        const bk_table_spec *spec = tables[i] ? bk_table_spec_of(tables[i]) : NULL;
        for (size_t k = 0; spec && k < count && k < T_COUNT; k++)
            if (strcmp(spec->name, specs[k].name) == 0 && spec->n == specs[k].n)
                p->t[k] = tables[i];
    }
}

static bk_status index_articles(bk__page *p)
{
    bk_status st = BK_OK;
    char other[40];
    for (int64_t r = 0; r < bk__rows(p, T_ARTICLES) && st == BK_OK; r++) {
        bool added;
        uint32_t id;
        st = bk__map_put(&p->ids, bk__s(p, T_ARTICLES, r, ART_ID), &id, &added);
        if (st == BK_OK && !added) { /* keep rows and numbers in step */
            snprintf(other, sizeof other, "\x01%lld", (long long)r);
            st = bk__map_put(&p->ids, bk__str(other), &id, &added);
        }
    }
    if (st == BK_OK) {
        p->card_of = bk__calloc(p->ctx, (size_t)p->ids.n + 1, sizeof *p->card_of);
        st = p->card_of ? BK_OK : BK_ENOMEM;
    }
    return st;
}

/* Powers in byte order of their codes, so that colours do not depend on the figures. */
static int by_code(const void *a, const void *b)
{
    return bk__str_cmp(*(const bk_str *)a, *(const bk_str *)b);
}

static bk_status index_powers(bk__page *p)
{
    bk__map seen;
    bk_str *v = NULL;
    bk_status st = BK_OK;
    uint32_t id;
    bk__map_init(&seen, p->ctx);
    for (int64_t r = 0; r < bk__rows(p, T_DYADS) && st == BK_OK; r++) {
        bk_str rest = bk__s(p, T_DYADS, r, DYA_DYAD), a = bk__str_cut(&rest, '-');
        if (!bk__is(p, T_DYADS, r, DYA_SCOPE, "all") || !a.n || !rest.n)
            continue;
        st = bk__map_put(&seen, a, &id, NULL);
        if (st == BK_OK)
            st = bk__map_put(&seen, rest, &id, NULL);
    }
    if (st == BK_OK && !(v = bk__alloc_array(p->ctx, (size_t)seen.n + 1, sizeof *v)))
        st = BK_ENOMEM;
    for (uint32_t i = 0; i < seen.n && st == BK_OK; i++)
        v[i] = bk__map_key(&seen, i);
    if (st == BK_OK)
        qsort(v, seen.n, sizeof *v, by_code);
    for (uint32_t i = 0; i < seen.n && st == BK_OK; i++)
        st = bk__map_put(&p->powers, v[i], &id, NULL);
    bk__free(p->ctx, v);
    bk__map_clear(&seen);
    return st;
}

/* ---- head ------------------------------------------------------------------------------------ */

void bk__put_hash(bk__page *p, bk_str s)
{
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char hex[65], out[45];
    unsigned char b[33] = {0};
    size_t k = 0;
    bk__sha256 *h;
    bk_status st = bk__sha256_new(p->ctx, &h);
    if (st != BK_OK) {
        p->st = st;
        return;
    }
    bk__sha256_add(h, s.p, s.n);
    bk__sha256_hex(h, hex);
    bk__sha256_free(p->ctx, h);
    for (size_t i = 0; i < 64; i++) {
        unsigned d = (unsigned)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
        b[i / 2] = (unsigned char)((unsigned)b[i / 2] << 4 | d);
    }
    for (size_t i = 0; i < 33; i += 3) {
        unsigned v = (unsigned)b[i] << 16 | (unsigned)b[i + 1] << 8 | b[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6)
            out[k++] = digit[v >> shift & 63];
    }
    out[43] = '='; /* 32 bytes leave one digit of padding */
    bk__putf(p, "'sha256-%.44s'", out);
}

static void head(bk__page *p, bk_str title)
{
    bk__putf(p, "<!DOCTYPE html>\n<html lang=\"%s\"><head><meta charset=\"utf-8\">\n",
             p->lang ? "en" : "id");
    bk__put(p, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
               "script-src ");
    bk__put_hash(p, bk__asset_of(ASSET_VEGA));
    bk__put(p, " ");
    bk__put_hash(p, bk__asset_of(ASSET_SCRIPT));
    bk__put(p, "; style-src ");
    bk__put_hash(p, bk__asset_of(ASSET_STYLE));
    bk__put(p, "; img-src data: blob:; base-uri 'none'; form-action 'none'\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"referrer\" content=\"no-referrer\">\n"
               "<meta name=\"color-scheme\" content=\"light dark\">\n<title>");
    bk__esc(p, title);
    bk__put(p, "</title>\n<style>");
    if (p->st == BK_OK)
        p->st = bk__buf_add(&p->b, bk__asset_of(ASSET_STYLE));
    bk__put(p, "</style></head>\n");
}

static void opening(bk__page *p, bk_str title)
{
    static const struct {
        const char *id;
        bk__word name;
    } nav[] = {{"summary", W_NAV_SUMMARY},   {"read", W_NAV_READ},       {"triad", W_NAV_TRIAD},
               {"tone", W_NAV_TONE},         {"frames", W_NAV_FRAMES},   {"topics", W_NAV_TOPICS},
               {"map", W_NAV_MAP},           {"similar", W_NAV_SIMILAR}, {"keyness", W_NAV_KEYNESS},
               {"articles", W_NAV_ARTICLES}, {"method", W_NAV_METHOD}};
    bk__putf(
        p,
        "<body><a class=\"skip\" href=\"#main\">%s</a>\n<header><p class=\"brand\">bingkai</p><h1>",
        bk__w(p, W_SKIP));
    bk__esc(p, title);
    bk__put(p, "</h1><p class=\"intro\">");
    bk__put(p, bk__w(p, W_INTRO));
    bk__putf(
        p,
        "</p><noscript><p class=\"note\">%s</p></noscript></header>\n<nav aria-label=\"%s\"><ul>",
        bk__w(p, W_NOSCRIPT), bk__w(p, W_NAV));
    for (size_t i = 0; i < sizeof nav / sizeof nav[0]; i++)
        bk__putf(p, "<li><a href=\"#%s\">%s</a></li>", nav[i].id, bk__w(p, nav[i].name));
    bk__put(p, "</ul></nav>\n<main id=\"main\" tabindex=\"-1\">\n");
}

/* ---- tail ------------------------------------------------------------------------------------ */

static void script_words(bk__page *p)
{
    static const struct {
        const char *key;
        bk__word w;
    } words[] = {{"all", W_ALL},
                 {"shown", W_SHOWN},
                 {"svg", W_SAVE_SVG},
                 {"png", W_SAVE_PNG},
                 {"csv", W_SAVE_CSV},
                 {"copy", W_COPY},
                 {"copied", W_COPIED},
                 {"pair", W_PAIR},
                 {"topic", W_TOPIC},
                 {"outlet", W_OUTLET},
                 {"scope", W_SCOPE},
                 {"group", W_GROUP},
                 {"tone", W_TONE},
                 {"articles", W_JS_ARTICLES},
                 {"nRelations", W_JS_RELATIONS},
                 {"range", W_JS_RANGE},
                 {"share", W_SHARE},
                 {"conflict", W_CONFLICT},
                 {"neutral", W_NEUTRAL},
                 {"cooperation", W_COOPERATION},
                 {"here", W_COUNT_},
                 {"elsewhere", W_REFERENCE},
                 {"allOutlets", W_ALL_OUTLETS},
                 {"cosine", W_COSINE},
                 {"alsoThere", W_ALSO_THERE},
                 {"kind", W_WHAT_COUNTED},
                 {"lambda", W_JS_LAMBDA},
                 {"inTopic", W_JS_IN_TOPIC},
                 {"inAll", W_JS_IN_ALL},
                 {"recovery", W_RECOVERY},
                 {"unstable", W_UNSTABLE},
                 {"noRelation", W_JS_NO_RELATION},
                 {"noWords", W_JS_NO_WORDS},
                 {"noValues", W_JS_NO_VALUES},
                 {"covariate", W_COVARIATE},
                 {"points", W_JS_POINTS},
                 {"logOdds", W_LOG_ODDS},
                 {"before", W_BEFORE},
                 {"now", W_NOW}};
    bk__jw w;
    bk__jw_init(&w, &p->b);
    w.html = true;
    bk__jw_open(&w, '{');
    bk__jw_key(&w, "lang");
    bk__jw_z(&w, p->lang ? "en" : "id");
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        bk__jw_key(&w, words[i].key);
        bk__jw_z(&w, bk__w(p, words[i].w));
    }
    bk__jw_key(&w, "names");
    bk__jw_open(&w, '{');
    bk__jw_key(&w, "narrator");
    bk__jw_z(&w, bk__w(p, W_VOICE_NARRATOR));
    bk__jw_key(&w, "other");
    bk__jw_z(&w, bk__w(p, W_VOICE_OTHER));
    for (uint32_t k = 0; k < p->powers.n && k < 100; k++) {
        char *code = bk__strdup(p->ctx, bk__map_key(&p->powers, k));
        if (!code) {
            p->st = BK_ENOMEM;
            return;
        }
        bk__jw_key(&w, code);
        bk__jw_str(&w, bk__power(p, bk__map_key(&p->powers, k)));
        bk__free(p->ctx, code);
    }
    bk__jw_close(&w, '}');
    bk__jw_close(&w, '}');
    if (p->st == BK_OK)
        p->st = w.status;
}

static void put_bytes(bk__page *p, bk_str s)
{
    if (p->st == BK_OK && s.n > 0)
        p->st = bk__buf_add(&p->b, s);
}

static void tail(bk__page *p)
{
    bk__put(p, "</main>\n<footer><p>");
    SAY(p, W_FOOTER, bk__str(bk_version()));
    bk__put(p, "</p></footer>\n<script type=\"application/json\" id=\"figures\">[");
    put_bytes(p, bk__buf_str(&p->data));
    bk__put(p, "]</script>\n<script type=\"application/json\" id=\"specs\">");
    put_bytes(p, bk__asset_of(ASSET_SPECS));
    bk__put(p, "</script>\n<script type=\"application/json\" id=\"words\">");
    script_words(p);
    bk__put(p, "</script>\n<script>");
    put_bytes(p, bk__asset_of(ASSET_VEGA));
    bk__put(p, "</script>\n<script>");
    put_bytes(p, bk__asset_of(ASSET_SCRIPT));
    bk__put(p, "</script>\n</body></html>\n");
}

static bk_status make(bk__page *p, bk_str title)
{
    p->b.n = p->data.n = 0;
    p->figures = 0;
    p->next_number = 0;
    p->st = bk__choose_cards(p);
    head(p, title);
    opening(p, title);
    bk__sec_summary(p);
    bk__sec_read(p);
    bk__sec_triad(p);
    bk__sec_tone(p);
    bk__sec_frames(p);
    bk__sec_topics(p);
    bk__sec_map(p);
    bk__sec_similar(p);
    bk__sec_keyness(p);
    bk__sec_articles(p);
    bk__sec_method(p);
    tail(p);
    return p->st;
}

bk_status bk_report_write_html(bk_ctx *ctx, const char *path, bk_table *const *tables, size_t n,
                               bk_str manifest, const bk_report_opts *opts)
{
    bk_report_opts o = BK_REPORT_OPTS_INIT;
    bk__json *j = NULL;
    bk__page *p;
    bk_str title;
    bk_status st;
    if (opts)
        o = *opts;
    st = bk_opt_check(ctx, opts_table, sizeof opts_table / sizeof opts_table[0], &o, "report");
    if (st != BK_OK)
        return st;
    p = bk__calloc(ctx, 1, sizeof *p);
    if (!p)
        return BK_ENOMEM;
    p->ctx = ctx;
    p->lang = strcmp(o.lang, "en") == 0;
    p->no_text = o.no_text;
    p->triad = o.triad;
    p->max = (bk__limits){150, 4000, 60, 30, MOST_ROWS};
    bk__buf_init(&p->b, ctx);
    bk__buf_init(&p->data, ctx);
    bk__map_init(&p->ids, ctx);
    bk__map_init(&p->powers, ctx);
    find_tables(p, tables, n);
    if (manifest.n > 0)
        st = bk__json_parse(ctx, &j, manifest, "manifest");
    if (st == BK_OK && j)
        p->manifest = bk__json_root(j);
    if (st == BK_EFORMAT)
        st = BK_OK; /* the page stands without it */
    title = o.title && *o.title ? bk__str(o.title) : bk__ws(p, W_TITLE);
    if (st == BK_OK)
        st = index_articles(p);
    if (st == BK_OK)
        st = index_powers(p);
    if (st == BK_OK)
        st = make(p, title);
    while (st == BK_OK && p->b.n > o.max_bytes && p->max.cards > 0) {
        p->max = (bk__limits){p->max.cards / 2, p->max.points / 2 + 1, p->max.pairs / 2 + 1,
                              p->max.sentences / 2 + 1, p->max.rows / 2 + 1};
        st = make(p, title);
    }
    if (st == BK_OK && p->b.n > o.max_bytes)
        st = bk__fail(ctx, BK_EINVAL, "report-bytes", "the page needs %zu bytes, %llu are allowed",
                      p->b.n, (unsigned long long)o.max_bytes);
    if (st == BK_OK)
        st = bk__file_write(ctx, path, bk__buf_str(&p->b));
    bk__json_free(j);
    bk__buf_clear(&p->b);
    bk__buf_clear(&p->data);
    bk__map_clear(&p->ids);
    bk__map_clear(&p->powers);
    bk__free(ctx, p->card_of);
    bk__free(ctx, p);
    return st;
}
