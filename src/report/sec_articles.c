/* sec_articles.c - cards of the most telling articles: sentences with actors, deciding words and
 * quotes marked, the relations read from them, what cleaning removed.
 *
 * Telling: the sum over relations of confidence x certainty, conflict and cooperation counting
 * four times as much as neutral; behind those the most typical ones of topics; of repeated articles
 * only one. Marks are found by offset where the
 * sentence stands as it was read, else by their words. */
#include <math.h>
#include <stdlib.h>

#include "report/page.h"

/* Marks of a byte: the colours, from 1, of the power that is meant and of the other one where two
 * are; then bits. */
typedef uint16_t marks;
enum {
    SENTENCE_MAX = 3000,
    QUOTE_NEAR = 200, /* a quote is marked in sentences so far from where it begins */
    MARK_ONE = 0x0F,
    MARK_OTHER = 0xF0,
    MARK_POWERS = MARK_ONE | MARK_OTHER,
    MARK_QUOTE = 0x100,
    MARK_WHY = 0x200
};

static unsigned one_of(marks flags)
{
    return flags & (unsigned)MARK_ONE;
}

static unsigned other_of(marks flags)
{
    return (flags & (unsigned)MARK_OTHER) >> 4;
}

typedef struct telling {
    double score;
    int64_t row;
} telling;

static int by_score(const void *a, const void *b)
{
    const telling *x = a, *y = b;
    if (x->score != y->score)
        return x->score < y->score ? 1 : -1;
    return (x->row > y->row) - (x->row < y->row);
}

bk_status bk__choose_cards(bk__page *p)
{
    int64_t n = (int64_t)p->ids.n, k = 0;
    telling *v = bk__calloc(p->ctx, (size_t)n + 1, sizeof *v);
    if (!v)
        return BK_ENOMEM;
    for (int64_t a = 0; a < n; a++)
        v[a].row = a;
    for (int64_t r = 0; r < bk__rows(p, T_RELATIONS); r++) {
        int64_t a = bk__article(p, bk__s(p, T_RELATIONS, r, REL_ID));
        double sure = bk__r(p, T_RELATIONS, r, REL_CERTAINTY);
        double score = bk__r(p, T_RELATIONS, r, REL_SCORE);
        if (a < 0)
            continue;
        v[a].score += (isfinite(sure) ? sure : 1) * (isfinite(score) ? score : 1) *
                      (bk__i(p, T_RELATIONS, r, REL_POLARITY) ? 1 : 0.25);
    }
    for (int64_t r = 0; r < bk__rows(p, T_TOPIC_EXAMPLES); r++) { /* where a topic leads to */
        int64_t a = bk__article(p, bk__s(p, T_TOPIC_EXAMPLES, r, TEX_ID));
        if (a >= 0)
            v[a].score += 1e-3 / (double)(1 + bk__i(p, T_TOPIC_EXAMPLES, r, TEX_RANK));
    }
    for (int64_t r = 0; r < bk__rows(p, T_DUPLICATES); r++) {
        int64_t a = bk__article(p, bk__s(p, T_DUPLICATES, r, DUP_ID));
        if (a >= 0 && bk__i(p, T_DUPLICATES, r, DUP_LEAD) != 1)
            v[a].score = -1;
    }
    qsort(v, (size_t)n, sizeof *v, by_score);
    for (int64_t i = 0; i < n; i++)
        p->card_of[v[i].row] =
            i < p->max.cards && v[i].score >= 0 && (v[i].score > 0 || k < 10) ? ++k : 0;
    bk__free(p->ctx, v);
    return BK_OK;
}

/* ---- a sentence with its marks --------------------------------------------------------------- */

typedef struct lookups {
    bk__rows_of sentences, removed, neighbours;
    bk__places mentions, quotes, relations;
} lookups;

static void mark(marks *flags, size_t n, size_t from, size_t length, marks with)
{
    marks keep = with & MARK_POWERS ? (marks)~MARK_POWERS : (marks)~0;
    for (size_t i = from; i < n && i < from + length; i++)
        flags[i] = (marks)((flags[i] & keep) | with);
}

static size_t find(bk_str hay, bk_str needle)
{
    const char *at = needle.n ? memmem(hay.p, hay.n, needle.p, needle.n) : NULL;
    return at ? (size_t)(at - hay.p) : SIZE_MAX;
}

/* Where [begin, end) of the field lies in the sentence; words serve where offsets do not. */
static void mark_span(marks *flags, bk_str s, int64_t base, bool exact, int64_t begin, int64_t end,
                      bk_str words, marks with)
{
    if (exact && begin < end && end > base && begin < base + (int64_t)s.n) {
        int64_t from = begin > base ? begin - base : 0;
        mark(flags, s.n, (size_t)from, (size_t)(end - base - from), with);
    } else if (!exact && words.n > 0 && find(s, words) != SIZE_MAX) {
        mark(flags, s.n, find(s, words), words.n, with);
    }
}

static void mark_why(bk__page *p, marks *flags, bk_str s, int64_t r)
{
    bk__json *j;
    const bk__value *v;
    bk_str text = bk__s(p, T_RELATIONS, r, REL_EVIDENCE);
    bk_status st;
    if (text.n == 0)
        return;
    st = bk__json_parse(p->ctx, &j, text, "");
    if (st == BK_ENOMEM)
        p->st = st;
    if (st != BK_OK)
        return;
    v = bk__json_root(j);
    for (size_t i = 0; bk__json_type_of(v) == BK__ARRAY && i < bk__json_size(v); i++) {
        bk_str w = bk__json_str(bk__json_at(v, i));
        if (w.p && find(s, w) != SIZE_MAX)
            mark(flags, s.n, find(s, w), w.n, MARK_WHY);
    }
    bk__json_free(j);
}

/* The name of the power with a colour, from 1; "" where several share it. */
static bk_str coloured(const bk__page *p, unsigned colour)
{
    return colour >= 1 && colour <= 7 && colour <= p->powers.n
               ? bk__power(p, bk__map_key(&p->powers, colour - 1))
               : BK__STR("");
}

static void open_actor(bk__page *p, marks flags)
{
    unsigned one = one_of(flags), other = other_of(flags);
    bk_str a = coloured(p, one), b = coloured(p, other);
    if (other)
        bk__putf(p, "<span class=\"actor pair a%u b%u\" title=\"", one - 1, other - 1);
    else
        bk__putf(p, "<span class=\"actor c%u\" title=\"", one - 1);
    bk__esc(p, a);
    if (b.n) {
        bk__putf(p, " %s ", bk__w(p, W_AND));
        bk__esc(p, b);
    }
    bk__put(p, "\">");
}

/* Whom the words of a pair mean, for those who do not see the colours. */
static void close_actor(bk__page *p, marks flags)
{
    bk_str a = coloured(p, one_of(flags)), b = coloured(p, other_of(flags));
    if (b.n) {
        bk__put(p, "<span class=\"vh\"> (");
        bk__esc(p, a);
        bk__putf(p, " %s ", bk__w(p, W_AND));
        bk__esc(p, b);
        bk__put(p, ")</span>");
    }
    bk__put(p, "</span>");
}

static void put_marked(bk__page *p, bk_str s, marks *flags)
{
    for (size_t i = 1; i < s.n; i++) /* a character is marked as its first byte is */
        if (((unsigned char)s.p[i] & 0xC0) == 0x80)
            flags[i] = flags[i - 1];
    for (size_t i = 0, j; i < s.n; i = j) {
        for (j = i + 1; j < s.n && flags[j] == flags[i]; j++)
            ;
        if (flags[i] & MARK_QUOTE)
            bk__put(p, "<span class=\"q\">");
        if (flags[i] & MARK_POWERS)
            open_actor(p, flags[i]);
        if (flags[i] & MARK_WHY)
            bk__put(p, "<mark>");
        bk__esc(p, (bk_str){s.p + i, j - i});
        if (flags[i] & MARK_WHY)
            bk__put(p, "</mark>");
        if (flags[i] & MARK_POWERS)
            close_actor(p, flags[i]);
        if (flags[i] & MARK_QUOTE)
            bk__put(p, "</span>");
    }
}

static void marked(bk__page *p, const lookups *l, int64_t a, int64_t row, bk_str s)
{
    marks flags[SENTENCE_MAX];
    int64_t begin = bk__i(p, T_SENTENCES, row, SEN_BEGIN);
    int64_t number = bk__i(p, T_SENTENCES, row, SEN_SENTENCE);
    bool exact = bk__i(p, T_SENTENCES, row, SEN_END) - begin == (int64_t)s.n;
    bool cut = s.n > SENTENCE_MAX;
    if (cut)
        s.n = SENTENCE_MAX;
    while (cut && s.n > 0 && ((unsigned char)s.p[s.n] & 0xC0) == 0x80)
        s.n--;
    memset(flags, 0, sizeof flags);
    bk__places in = bk__places_of(&l->mentions, a, number, number + 1);
    for (size_t i = 0; i < in.n; i++) {
        int64_t r = in.at[i].row;
        bk_str rest = bk__s(p, T_MENTIONS, r, MEN_ACTOR), one = bk__str_cut(&rest, '+');
        int both = rest.n ? 1 + bk__colour(p, bk__str_cut(&rest, '+')) : 0;
        mark_span(flags, s, begin, exact, bk__i(p, T_MENTIONS, r, MEN_BEGIN),
                  bk__i(p, T_MENTIONS, r, MEN_END), bk__s(p, T_MENTIONS, r, MEN_TEXT),
                  (marks)(1 + bk__colour(p, one) + 16 * both));
    }
    in = bk__places_of(&l->quotes, a, number - QUOTE_NEAR, number + QUOTE_NEAR + 1);
    for (size_t i = 0; i < in.n; i++) {
        int64_t r = in.at[i].row;
        if (bk__str_eq(bk__s(p, T_QUOTES, r, QUO_FIELD), bk__s(p, T_SENTENCES, row, SEN_FIELD)))
            mark_span(flags, s, begin, exact, bk__i(p, T_QUOTES, r, QUO_BEGIN),
                      bk__i(p, T_QUOTES, r, QUO_END), bk__s(p, T_QUOTES, r, QUO_TEXT), MARK_QUOTE);
    }
    in = bk__places_of(&l->relations, a, number, number + 1);
    for (size_t i = 0; i < in.n; i++)
        mark_why(p, flags, s, in.at[i].row);
    put_marked(p, s, flags);
    if (cut)
        bk__put(p, "\xE2\x80\xA6");
}

static const char *polarity_class(int64_t polarity)
{
    return polarity < 0 ? "neg" : polarity > 0 ? "pos" : "neu";
}

static void relation_chip(bk__page *p, int64_t r)
{
    int64_t polarity = bk__i(p, T_RELATIONS, r, REL_POLARITY);
    bk_str kind = bk__s(p, T_RELATIONS, r, REL_CLASS);
    double sure = bk__r(p, T_RELATIONS, r, REL_CERTAINTY);
    bk__putf(p, "<li class=\"rel %s\" data-dyad=\"", polarity_class(polarity));
    bk__esc(p, bk__s(p, T_RELATIONS, r, REL_DYAD));
    bk__putf(p, "\" data-polarity=\"%lld\" data-voice=\"", (long long)polarity);
    bk__esc(p, bk__s(p, T_RELATIONS, r, REL_VOICE));
    bk__put(p, "\"><b>");
    if (bk__is(p, T_RELATIONS, r, REL_SOURCE, "mutual")) {
        bk__esc(p, bk__dyad(p, bk__s(p, T_RELATIONS, r, REL_DYAD)));
    } else {
        bk__esc(p, bk__power(p, bk__s(p, T_RELATIONS, r, REL_SOURCE)));
        bk__put(p, " \xE2\x86\x92 ");
        bk__esc(p, bk__power(p, bk__s(p, T_RELATIONS, r, REL_TARGET)));
    }
    bk__putf(p, "</b> <span class=\"pol\">%s</span>",
             bk__w(p, polarity < 0   ? W_CONFLICT
                      : polarity > 0 ? W_COOPERATION
                                     : W_NEUTRAL));
    if (kind.n) {
        bk__put(p, " \xC2\xB7 ");
        bk__esc(p, bk__class(p, kind));
    }
    bk__putf(p, " \xC2\xB7 %s: ", bk__w(p, W_VOICE));
    bk__esc(p, bk__voice(p, bk__s(p, T_RELATIONS, r, REL_VOICE)));
    if (isfinite(sure) && sure < 1) {
        bk__putf(p, " \xC2\xB7 %s ", bk__w(p, W_CERTAINTY));
        bk__esc(p, bk__x(p, sure, 2, false));
    }
    bk__put(p, "</li>");
}

/* ---- cards ----------------------------------------------------------------------------------- */

/* Letters and digits alone, ASCII folded: what a reader would call the same sentence. */
static bk_status key_of(bk__buf *out, bk_str s)
{
    bk_status st = BK_OK;
    out->n = 0;
    for (size_t i = 0; i < s.n && st == BK_OK; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 'A' && c <= 'Z')
            c = (unsigned char)(c + 32);
        if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80)
            st = bk__buf_byte(out, (char)c);
    }
    return st;
}

/* Is it the first sentence with these words in the card? Those without any are. */
static bool is_new(bk__page *p, bk__map *seen, bk__buf *key, bk_str s)
{
    bool added = true;
    uint32_t id;
    if (p->st == BK_OK)
        p->st = key_of(key, s);
    if (p->st == BK_OK && key->n > 0)
        p->st = bk__map_put(seen, bk__buf_str(key), &id, &added);
    return added;
}

static void chips(bk__page *p, const bk__places *of)
{
    bk__put(p, "<ul class=\"rels\">");
    for (size_t i = 0; i < of->n; i++)
        relation_chip(p, of->at[i].row);
    bk__put(p, "</ul>");
}

/* Does the sentence stand in the heading: as the title, or as a first line that became it? */
static bool in_title(bk__page *p, bk__buf *key, bk_str title_key, int64_t s)
{
    if (bk__is(p, T_SENTENCES, s, SEN_FIELD, "title"))
        return true;
    if (p->st == BK_OK)
        p->st = key_of(key, bk__s(p, T_SENTENCES, s, SEN_TEXT));
    return p->st == BK_OK && key->n > 0 && bk__str_eq(bk__buf_str(key), title_key);
}

/* The title with its marks where its sentences are known. */
static void card_title(bk__page *p, const lookups *l, int64_t a, bk__buf *key, bk_str title_key)
{
    bk_str title = bk__s(p, T_ARTICLES, a, ART_TITLE);
    bool known = false;
    bk__put(p, "<h3>");
    for (int64_t s = l->sentences.first[a]; s >= 0 && !p->no_text; s = l->sentences.next[s]) {
        bk_str text = bk__s(p, T_SENTENCES, s, SEN_TEXT);
        bool own = bk__is(p, T_SENTENCES, s, SEN_FIELD, "title");
        if (!text.n || (known && !own) || !in_title(p, key, title_key, s))
            continue;
        if (known)
            bk__put(p, " ");
        marked(p, l, a, s, text);
        known = true;
    }
    if (!known)
        bk__esc_short(p, title.n ? title : bk__ws(p, W_NO_TITLE), 300);
    bk__put(p, "</h3>");
}

/* Sentences with relations, each once; those of the heading are not repeated. */
static void card_sentences(bk__page *p, const lookups *l, int64_t a, bk__buf *key, bk_str title_key)
{
    int64_t shown = 0;
    bk__map seen;
    bk__map_init(&seen, p->ctx);
    bk__put(p, "<ul class=\"sentences\">\n");
    for (int64_t s = l->sentences.first[a]; s >= 0; s = l->sentences.next[s]) {
        int64_t number = bk__i(p, T_SENTENCES, s, SEN_SENTENCE);
        bk_str text = bk__s(p, T_SENTENCES, s, SEN_TEXT);
        bk__places of = bk__places_of(&l->relations, a, number, number + 1);
        if (of.n == 0 || !is_new(p, &seen, key, text))
            continue;
        if (shown++ >= p->max.sentences)
            break;
        bk__put(p, "<li>");
        if (p->no_text || !text.n) {
            bk__putf(p, "<p>#%lld</p>", (long long)number);
        } else if (!in_title(p, key, title_key, s)) {
            bk__put(p, "<p>");
            marked(p, l, a, s, text);
            bk__put(p, "</p>");
        }
        chips(p, &of);
        bk__put(p, "</li>\n");
    }
    bk__put(p, "</ul>\n");
    bk__map_clear(&seen);
}

static void card_whole(bk__page *p, const lookups *l, int64_t a)
{
    size_t bytes = 0;
    if (p->no_text || l->sentences.first[a] < 0)
        return;
    bk__putf(p, "<details><summary>%s</summary><p>", bk__w(p, W_WHOLE));
    for (int64_t s = l->sentences.first[a]; s >= 0 && bytes < 20000; s = l->sentences.next[s]) {
        bk_str text = bk__s(p, T_SENTENCES, s, SEN_TEXT);
        bytes += text.n;
        if (bk__is(p, T_SENTENCES, s, SEN_FIELD, "title") || text.n == 0)
            continue;
        marked(p, l, a, s, text);
        bk__put(p, " ");
    }
    bk__put(p, "</p></details>\n");
}

static void card_removed(bk__page *p, const lookups *l, int64_t a)
{
    int64_t n = 0;
    for (int64_t r = l->removed.first[a]; r >= 0; r = l->removed.next[r])
        n++;
    if (n == 0)
        return;
    bk__put(p, "<details><summary>");
    SAY(p, W_REMOVED, bk__n(p, n));
    bk__put(p, "</summary><ul>");
    n = 0;
    for (int64_t r = l->removed.first[a]; r >= 0 && n++ < 40; r = l->removed.next[r]) {
        bk__put(p, "<li><b>");
        bk__esc(p, bk__reason(p, bk__s(p, T_REMOVED, r, REM_REASON)));
        bk__put(p, "</b> <del>");
        bk__esc_short(p, bk__s(p, T_REMOVED, r, REM_TEXT), 240);
        bk__put(p, "</del></li>");
    }
    bk__put(p, "</ul></details>\n");
}

static void card_nearest(bk__page *p, const lookups *l, int64_t a)
{
    int n = 0;
    if (l->neighbours.first[a] < 0)
        return;
    bk__putf(p, "<details><summary>%s</summary><ul>", bk__w(p, W_NEAREST));
    for (int64_t r = l->neighbours.first[a]; r >= 0 && n++ < 5; r = l->neighbours.next[r]) {
        int64_t b = bk__article(p, bk__s(p, T_NEIGHBOURS, r, NEI_NEIGHBOUR));
        bk__put(p, "<li>");
        if (b >= 0 && p->card_of[b] > 0)
            bk__putf(p, "<a href=\"#a%lld\">", (long long)p->card_of[b]);
        bk__esc_short(p, b < 0 ? BK__STR("") : bk__s(p, T_ARTICLES, b, ART_TITLE), 160);
        if (b >= 0 && p->card_of[b] > 0)
            bk__put(p, "</a>");
        bk__put(p, " <span class=\"by\">");
        bk__esc(p, bk__x(p, bk__r(p, T_NEIGHBOURS, r, NEI_COSINE), 2, false));
        bk__put(p, " \xC2\xB7 ");
        bk__esc_decimals(p, bk__s(p, T_NEIGHBOURS, r, NEI_SHARED));
        bk__put(p, "</span></li>");
    }
    bk__put(p, "</ul></details>\n");
}

static bool web_address(bk_str url)
{
    return bk__str_begins(url, BK__STR("https://")) || bk__str_begins(url, BK__STR("http://"));
}

static void card(bk__page *p, const lookups *l, int64_t a)
{
    bk_str source = bk__s(p, T_ARTICLES, a, ART_SOURCE);
    bk_str url = bk__s(p, T_ARTICLES, a, ART_URL);
    bk__buf key, title; /* keys of a sentence and of the title */
    bk__buf_init(&key, p->ctx);
    bk__buf_init(&title, p->ctx);
    if (p->st == BK_OK)
        p->st = key_of(&title, bk__s(p, T_ARTICLES, a, ART_TITLE));
    bk__putf(p, "<article class=\"card\" id=\"a%lld\" data-source=\"", (long long)p->card_of[a]);
    bk__esc(p, source);
    bk__put(p, "\">");
    card_title(p, l, a, &key, bk__buf_str(&title));
    bk__put(p, "<p class=\"by\">");
    bk__esc(p, source.n ? source : bk__ws(p, W_NO_SOURCE));
    bk__put(p, " \xC2\xB7 ");
    bk__esc(p, bk__day(p, bk__cell(p, T_ARTICLES, a, ART_PUBLISHED)));
    bk__put(p, " \xC2\xB7 <code>");
    bk__esc_short(p, bk__s(p, T_ARTICLES, a, ART_ID), 80);
    bk__put(p, "</code>");
    if (web_address(url) && url.n < 2000) {
        bk__put(p, " \xC2\xB7 <a rel=\"noopener noreferrer nofollow\" href=\"");
        bk__esc(p, url);
        bk__putf(p, "\">%s</a>", bk__w(p, W_SOURCE_LINK));
    }
    bk__put(p, "</p>\n");
    card_sentences(p, l, a, &key, bk__buf_str(&title));
    card_whole(p, l, a);
    card_removed(p, l, a);
    card_nearest(p, l, a);
    bk__put(p, "</article>\n");
    bk__buf_clear(&key);
    bk__buf_clear(&title);
}

static void filter_box(bk__page *p)
{
    static const struct {
        const char *name;
        bk__word label;
    } box[] = {
        {"dyad", W_PAIR}, {"polarity", W_POLARITY}, {"voice", W_VOICE}, {"source", W_OUTLET}};
    bk__putf(
        p, "<form id=\"card-filter\" class=\"filterbox\" role=\"search\" aria-label=\"%s\" hidden>",
        bk__w(p, W_FILTER));
    for (size_t i = 0; i < 4; i++)
        bk__putf(p, "<label>%s <select name=\"%s\"><option value=\"\">%s</option></select></label>",
                 bk__w(p, box[i].label), box[i].name, bk__w(p, W_ALL));
    bk__putf(p,
             "<label>%s <input type=\"search\" name=\"text\" autocomplete=\"off\"></label>"
             "<button type=\"reset\">%s</button><output id=\"card-count\" aria-live=\"polite\">"
             "</output></form>\n",
             bk__w(p, W_SEARCH), bk__w(p, W_RESET));
}

static void legend(bk__page *p)
{
    bk__putf(p, "<p class=\"legend\">%s: ", bk__w(p, W_LEGEND));
    for (uint32_t k = 0; k < p->powers.n && k < 7; k++) {
        bk__putf(p, "<span class=\"actor c%u\">", k);
        bk__esc(p, bk__power(p, bk__map_key(&p->powers, k)));
        bk__put(p, "</span> ");
    }
    if (p->powers.n > 1)
        bk__putf(p, "<span class=\"actor pair a0 b1\">%s</span> ", bk__w(p, W_LEGEND_PAIR));
    bk__putf(p, "<mark>%s</mark> <span class=\"q\">%s</span></p>\n", bk__w(p, W_EVIDENCE),
             bk__w(p, W_LEGEND_QUOTE));
}

static void clear_lookups(lookups *l)
{
    bk__rows_of_clear(&l->sentences);
    bk__places_clear(&l->mentions);
    bk__places_clear(&l->quotes);
    bk__places_clear(&l->relations);
    bk__rows_of_clear(&l->removed);
    bk__rows_of_clear(&l->neighbours);
}

void bk__sec_articles(bk__page *p)
{
    lookups l;
    int64_t n = 0, *order, all = (int64_t)p->ids.n;
    for (int64_t a = 0; a < all; a++)
        n += p->card_of[a] > 0;
    bk__section(p, "articles", W_SEC_ARTICLES);
    bk__put(p, "<p class=\"finding\">");
    SAY(p, W_CARDS_FINDING, bk__n(p, n), bk__n(p, all));
    bk__put(p, "</p>\n");
    if (p->no_text)
        bk__putf(p, "<p class=\"note\">%s</p>\n", bk__w(p, W_NO_TEXT_NOTE));
    legend(p);
    filter_box(p);
    memset(&l, 0, sizeof l);
    l.sentences.ctx = l.mentions.ctx = l.quotes.ctx = l.relations.ctx = p->ctx;
    l.removed.ctx = l.neighbours.ctx = p->ctx;
    order = bk__alloc_array(p->ctx, (size_t)n + 1, sizeof *order);
    if (!order || bk__rows_of_new(p, &l.sentences, T_SENTENCES, SEN_ID) != BK_OK ||
        bk__places_new(p, &l.mentions, T_MENTIONS) != BK_OK ||
        bk__places_new(p, &l.quotes, T_QUOTES) != BK_OK ||
        bk__places_new(p, &l.relations, T_RELATIONS) != BK_OK ||
        bk__rows_of_new(p, &l.removed, T_REMOVED, REM_ID) != BK_OK ||
        bk__rows_of_new(p, &l.neighbours, T_NEIGHBOURS, NEI_ID) != BK_OK) {
        p->st = BK_ENOMEM;
    } else {
        for (int64_t a = 0; a < all; a++)
            if (p->card_of[a] > 0)
                order[p->card_of[a] - 1] = a;
        for (int64_t i = 0; i < n && p->st == BK_OK; i++)
            card(p, &l, order[i]);
    }
    bk__free(p->ctx, order);
    clear_lookups(&l);
    bk__section_end(p);
}
