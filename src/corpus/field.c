/* field.c - which column or member is the text, the title, the date: usual names and the user's. */
#include <stdio.h>
#include <strings.h>

#include "corpus/record.h"

/* In order of preference. */
static const char *const usual[BK__N_FIELDS][BK__N_NAMES] = {
    [BK__FIELD_ID] = {"id", "article_id", "doc_id", "docid", "uid", "guid", "_id", "nomor"},
    [BK__FIELD_TITLE] = {"title", "judul", "headline", "judul_berita"},
    [BK__FIELD_TEXT] = {"text", "body", "content", "isi", "teks", "article", "isi_berita", "konten",
                        "fulltext", "full_text", "maintext"},
    [BK__FIELD_DATE] = {"date", "published", "tanggal", "published_at", "publishedat", "pubdate",
                        "date_publish", "publish_date", "datetime", "waktu", "tgl", "timestamp"},
    [BK__FIELD_SOURCE] = {"source", "publisher", "sumber", "outlet", "media", "penerbit",
                          "source_domain", "site", "portal"},
    [BK__FIELD_URL] = {"url", "link", "tautan", "uri"},
    [BK__FIELD_LANG] = {"lang", "language", "bahasa"},
    [BK__FIELD_PLACE] = {"place", "dateline", "lokasi", "tempat"},
};
static const char *const field_name[BK__N_FIELDS] = {"id",     "title", "text", "date",
                                                     "source", "url",   "lang", "place"};

/* All names by the lower five bits of their first bytes, the better ones first: the user's own,
 * then the usual ones of other fields. */
static void list_names(bk__names *n)
{
    int at = 0;
    for (unsigned first = 0; first < 32; first++) {
        n->begin[first] = at;
        for (int f = 0; f < BK__ALL_FIELDS; f++)
            if ((f < BK__N_FIELDS || n->same[f - BK__N_FIELDS] < 0) && n->own[f] &&
                ((unsigned char)n->own[f][0] & 31) == first)
                n->name[at++] = (bk__name){n->own[f], strlen(n->own[f]), f, 0};
        for (int f = 0; f < BK__N_FIELDS; f++)
            for (int i = 0; !n->own[f] && i < BK__N_NAMES && usual[f][i]; i++)
                if (((unsigned char)usual[f][i][0] & 31) == first)
                    n->name[at++] = (bk__name){usual[f][i], strlen(usual[f][i]), f, i + 1};
    }
    n->begin[32] = at;
}

static int number_of(bk_str name)
{
    for (int f = 0; f < BK__N_FIELDS; f++)
        if (bk__str_eq(name, bk__str(field_name[f])))
            return f;
    return -1;
}

bk_status bk__names_init(bk__names *n, bk_ctx *ctx, const char *fields)
{
    bk_str rest = bk__str(fields);
    *n = (bk__names){.ctx = ctx};
    while (rest.n > 0) {
        bk_str pair = bk__str_cut(&rest, ','), whole = pair;
        bk_str field = bk__str_trim(bk__str_cut(&pair, '=')), name = bk__str_trim(pair);
        int f = number_of(field);
        if (f < 0 || name.n == 0 || n->own[f]) {
            bk_status st =
                bk__fail(ctx, BK_EINVAL, "fields",
                         "\"%.*s\": %s; expected FIELD=NAME with one of id, title, text, "
                         "date, source, url, lang, place",
                         (int)(whole.n < 80 ? whole.n : 80), whole.p,
                         f < 0         ? "there is no such field"
                         : name.n == 0 ? "the name is missing"
                                       : "the field was already named");
            bk__names_clear(n);
            return st;
        }
        n->own[f] = bk__strdup(ctx, name);
        if (!n->own[f]) {
            bk__names_clear(n);
            return BK_ENOMEM;
        }
    }
    list_names(n);
    return BK_OK;
}

static bk_status add_extra(bk__names *n, bk_str name)
{
    int rank, f = number_of(name);
    const char *why = NULL;
    if (f < 0)
        f = bk__names_find(n, name, &rank);
    if (name.n == 0)
        why = "a name is missing";
    else if (n->extras == BK__N_EXTRA)
        why = "there are more than eight";
    else if (f == BK__FIELD_ID || f == BK__FIELD_TITLE || f == BK__FIELD_TEXT ||
             f == BK__FIELD_DATE || f >= BK__N_FIELDS)
        why = f >= BK__N_FIELDS ? "it stands twice" : "it is no covariate";
    if (why)
        return bk__fail(n->ctx, BK_EINVAL, "covariate", "\"%.*s\": %s; expected FIELD,FIELD,...",
                        (int)(name.n < 80 ? name.n : 80), name.p, why);
    n->same[n->extras] = f;
    n->own[BK__N_FIELDS + n->extras] = bk__strdup(n->ctx, name);
    if (!n->own[BK__N_FIELDS + n->extras])
        return BK_ENOMEM;
    n->extras++;
    list_names(n);
    return BK_OK;
}

bk_status bk__names_extra(bk__names *n, const char *names)
{
    bk_str rest = bk__str(names);
    bk_status st = BK_OK;
    while (rest.n > 0 && st == BK_OK)
        st = add_extra(n, bk__str_trim(bk__str_cut(&rest, ',')));
    return st;
}

void bk__names_clear(bk__names *n)
{
    for (int f = 0; f < BK__ALL_FIELDS; f++) {
        bk__free(n->ctx, n->own[f]);
        n->own[f] = NULL;
    }
}

int bk__names_find(const bk__names *n, bk_str name, int *rank)
{
    name = bk__str_trim(name);
    if (name.n == 0)
        return -1;
    unsigned first = (unsigned char)name.p[0] & 31;
    for (int i = n->begin[first]; i < n->begin[first + 1]; i++) {
        const bk__name *k = &n->name[i];
        if (k->n == name.n && strncasecmp(k->z, name.p, name.n) == 0) {
            *rank = k->rank;
            return k->field;
        }
    }
    return -1;
}

const char *bk__names_expected(const bk__names *n, int field)
{
    return n->own[field]             ? n->own[field]
           : field == BK__FIELD_TEXT ? "text, body, content or isi"
                                     : usual[field][0];
}

bk_status bk__fault_add(bk__record *r, bk__arena *a, const char *kind, bk_action action,
                        const char *format, ...)
{
    char text[512];
    va_list args;
    bk__fault *f = bk__arena_alloc(a, sizeof *f), **at = &r->faults;
    if (!f)
        return BK_ENOMEM;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    *f = (bk__fault){.kind = kind, .action = action};
    if (bk__arena_str(a, &f->what, bk__str(text)) != BK_OK)
        return BK_ENOMEM;
    while (*at)
        at = &(*at)->next;
    *at = f;
    r->skip = r->skip || action == BK_SKIPPED;
    return BK_OK;
}
