/* sec_method.c - how each number was made, with what options, and how to ask the database. */
#include "report/page.h"

static void put_value(bk__page *p, const bk__value *v)
{
    switch (bk__json_type_of(v)) {
    case BK__STRING:
        bk__esc_short(p, bk__json_str(v), 300);
        break;
    case BK__BOOL:
        bk__put(p, bk__json_bool(v, false) ? "true" : "false");
        break;
    case BK__NUMBER: {
        double x = bk__json_real(v, 0);
        if (x == (double)bk__json_int(v, 0))
            bk__esc(p, bk__n(p, bk__json_int(v, 0)));
        else
            bk__esc(p, bk__x(p, x, 4, false));
        break;
    }
    case BK__ARRAY:
        for (size_t i = 0; i < bk__json_size(v) && i < 40; i++) {
            if (i)
                bk__put(p, ", ");
            if (bk__json_type_of(bk__json_at(v, i)) < BK__ARRAY)
                put_value(p, bk__json_at(v, i));
        }
        break;
    default:
        bk__put(p, "\xE2\x80\x93");
    }
}

/* Rows of an object: its scalars, and one level of objects within it. */
static void rows_of(bk__page *p, const bk__value *object, bk_str prefix, int depth)
{
    bk_str key;
    const bk__value *v;
    for (size_t i = 0; i < bk__json_size(object) && i < 200; i++) {
        if (!bk__json_member(object, i, &key, &v))
            break;
        if (depth == 0 &&
            (bk__str_eq(key, BK__STR("inputs")) || bk__str_eq(key, BK__STR("timings")) ||
             bk__str_eq(key, BK__STR("results"))))
            continue;
        if (bk__json_type_of(v) == BK__ARRAY && bk__json_type_of(bk__json_at(v, 0)) == BK__OBJECT)
            continue; /* files and their hashes: in the manifest itself */
        if (bk__json_type_of(v) == BK__OBJECT) {
            if (depth < 3)
                rows_of(p, v, key, depth + 1);
            continue;
        }
        bk__put(p, "<tr><th scope=\"row\"><code>");
        if (prefix.n) {
            bk__esc_short(p, prefix, 80);
            bk__put(p, ".");
        }
        bk__esc_short(p, key, 80);
        bk__put(p, "</code></th><td>");
        put_value(p, v);
        bk__put(p, "</td></tr>\n");
    }
}

static void inputs(bk__page *p)
{
    const char *heads[] = {bk__w(p, W_FILE_), "SHA-256", bk__w(p, W_ARTICLES), bk__w(p, W_BYTES),
                           NULL};
    int64_t all = bk__rows(p, T_INPUTS), n = all < 50 ? all : 50;
    if (n == 0)
        return;
    bk__putf(p, "<details><summary>%s</summary>", bk__w(p, W_INPUTS));
    bk__table_open(p, bk__w(p, W_INPUTS), heads, 2);
    for (int64_t r = 0; r < n; r++) {
        bk__th(p, bk__s(p, T_INPUTS, r, INP_PATH));
        bk__put(p, "<td class=\"hash\"><code>");
        bk__esc_short(p, bk__s(p, T_INPUTS, r, INP_SHA256), 64);
        bk__put(p, "</code></td>");
        bk__td_num(p, bk__n(p, bk__i(p, T_INPUTS, r, INP_ARTICLES)));
        bk__td_num(p, bk__n(p, bk__i(p, T_INPUTS, r, INP_BYTES)));
        bk__put(p, "</tr>\n");
    }
    bk__table_close(p);
    bk__note_more(p, n, all);
    bk__put(p, "</details>\n");
}

static void query(bk__page *p, bk__word what, const char *sql)
{
    bk__putf(p, "<h4>%s</h4><div class=\"query\"><pre tabindex=\"0\"><code>", bk__w(p, what));
    bk__esc(p, bk__str("sqlite3 -box study.sqlite \""));
    bk__esc(p, bk__str(sql));
    bk__esc(p, bk__str("\""));
    bk__put(p, "</code></pre></div>\n");
}

/* Tables that stand without a row, so that queries find them; which option would fill them. */
static void put_empty(bk__page *p)
{
    static const struct {
        bk__tab table;
        const char *option;
    } asked[] = {{T_TOPIC_CONTRAST, "--contrast"},
                 {T_TOPIC_CHOICE, "--choose"},
                 {T_TOPIC_MOVES, "--update"},
                 {T_COLLOCATIONS, "--collocations"}};
    size_t n, count = 0;
    const bk_table_spec *specs = bk_schema(&n);
    for (size_t k = 0; k < n && k < T_COUNT; k++) {
        const char *option = NULL;
        if (!p->t[k] || bk_table_rows(p->t[k]) > 0)
            continue;
        for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
            option = asked[i].table == k ? asked[i].option : option;
        if (count++ == 0)
            bk__putf(p, "<p>%s", bk__w(p, W_EMPTY_TABLES));
        bk__putf(p, "%s <code>%s</code>", count > 1 ? "," : "", specs[k].name);
        if (option)
            bk__putf(p, " (<code>%s</code>)", option);
    }
    if (count > 0)
        bk__put(p, ".</p>\n");
}

void bk__sec_method(bk__page *p)
{
    static const bk__word notes[] = {W_M_CLEAN, W_M_RELATION, W_M_TONE,    W_M_BALANCE,
                                     W_M_FRAME, W_M_TOPIC,    W_M_SIMILAR, W_M_KEYNESS};
    const char *heads[] = {bk__w(p, W_KEY), bk__w(p, W_VALUE), NULL};
    bk__section(p, "method", W_SEC_METHOD);
    bk__putf(p, "<p class=\"finding\">%s</p>\n", bk__w(p, W_METHOD_FINDING));
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        bk__put(p, "<p>");
        bk__put(p, bk__w(p, notes[i]));
        bk__put(p, "</p>\n");
    }
    if (bk__json_type_of(p->manifest) == BK__OBJECT) {
        bk__putf(p, "<details><summary>%s</summary>", bk__w(p, W_MANIFEST));
        bk__table_open(p, bk__w(p, W_MANIFEST), heads, 9);
        rows_of(p, p->manifest, BK__STR(""), 0);
        bk__table_close(p);
        bk__put(p, "</details>\n");
    }
    inputs(p);
    bk__putf(p, "<h3>%s</h3><p>%s</p>\n", bk__w(p, W_QUERY), bk__w(p, W_QUERY_NOTE));
    put_empty(p);
    query(p, W_Q_MONTH,
          "SELECT month, dyad, tone, low, high, n FROM dyad_by_month WHERE voice = 'all'");
    query(p, W_Q_CONFLICT,
          "SELECT outlet, published, dyad, text FROM relation_with_article WHERE polarity = -1 "
          "AND voice = 'narrator' ORDER BY score DESC LIMIT 20");
    query(p, W_Q_STORY,
          "SELECT source, count(*) AS opened FROM threads WHERE outlets > 1 GROUP BY source "
          "ORDER BY opened DESC LIMIT 20");
    query(p, W_Q_SEARCH,
          "SELECT a.id, a.title FROM articles_fts f JOIN articles a ON a.rowid = f.rowid "
          "WHERE articles_fts MATCH 'sanksi' ORDER BY rank LIMIT 20");
    bk__section_end(p);
}
