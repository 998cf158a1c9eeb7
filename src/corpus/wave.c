/* wave.c - a stretch of one file on its way: bytes, then records, then articles. */
#include "corpus/wave.h"

#include "corpus/read_json.h"

enum { KEEP = 8 << 20 }; /* bytes of a buffer that are worth keeping for the next stretch */

bk_status bk__wave_new(bk_ctx *ctx, bk__wave **out)
{
    bk__wave *w = *out = bk__calloc(ctx, 1, sizeof *w);
    if (!w)
        return BK_ENOMEM;
    w->ctx = ctx;
    bk__buf_init(&w->bytes, ctx);
    bk__arena_init(&w->arena, ctx);
    bk__notes_init(&w->notes, ctx);
    return BK_OK;
}

void bk__wave_free(bk__wave *w)
{
    if (!w)
        return;
    bk__buf_clear(&w->bytes);
    bk__arena_clear(&w->arena);
    bk__free(w->ctx, w->record);
    bk__notes_clear(&w->notes);
    bk__free(w->ctx, w);
}

void bk__wave_reset(bk__wave *w)
{
    if (w->bytes.cap > KEEP) {
        bk__buf_clear(&w->bytes);
        bk__arena_clear(&w->arena);
    }
    bk__arena_reuse(&w->arena);
    w->bytes.n = w->n = 0;
    w->lines = w->file = (bk_str){NULL, 0};
    w->n_lines = 0;
    w->input = 0;
    w->begins = w->relative = w->worked = false;
    w->next = NULL;
}

bk_status bk__wave_add(void *wave, bk__record *record)
{
    bk__wave *w = wave;
    if (bk__make_room(w->ctx, &w->record, &w->cap, w->n + 1, sizeof *w->record) != BK_OK)
        return BK_ENOMEM;
    w->record[w->n++] = *record;
    return BK_OK;
}

bk_status bk__wave_fault(bk__wave *w, uint64_t line, const char *kind, bk_action action,
                         const char *what)
{
    bk__record rec = {.line = line, .skip = true};
    bk_status st = bk__fault_add(&rec, &w->arena, kind, action, "%s", what);
    rec.skip = true;
    return st == BK_OK ? bk__wave_add(w, &rec) : st;
}

static bk_status cut_lines(bk__wave *w)
{
    bk__cutter c = {.lines = true};
    bk_str value;
    bk_status st = BK_OK;
    while (st == BK_OK && bk__cut_value(&c, w->lines, true, &value)) {
        bk__record rec = {.json = value, .line = c.number};
        if (value.n > BK__RECORD_MOST)
            st = bk__wave_fault(w, rec.line, "too-long", BK_SKIPPED,
                                "a record of more than 32 MiB is no article");
        else if (value.n > 0)
            st = bk__wave_add(w, &rec);
    }
    w->n_lines += c.number;
    w->lines.n = 0;
    return st;
}

bk_status bk__wave_work(bk__wave *w, const bk__names *names, const bk__preparer *preparer)
{
    /* fields are shorter than their line, but for the ends of strings */
    bk_status st = bk__arena_reserve(&w->arena, w->lines.n + w->lines.n / 16);
    w->extras = names->extras;
    if (st == BK_OK && !w->worked)
        st = cut_lines(w);
    for (size_t i = w->worked ? w->n : 0; i < w->n && st == BK_OK; i++) {
        bk__record *rec = &w->record[i];
        if (rec->skip)
            continue;
        if (rec->json.p)
            st = bk__json_record(w->ctx, rec, names, &w->arena);
        if (st == BK_OK && !rec->broken)
            st = bk__prepare(preparer, rec, &w->arena);
    }
    w->worked = st == BK_OK;
    return st;
}

bk_status bk__wave_note(bk__wave *w)
{
    bk_status st = BK_OK;
    w->notes.n = w->notes.n_lines = 0;
    for (size_t i = 0; i < w->n && st == BK_OK; i++) {
        const bk__record *rec = &w->record[i];
        bool none = rec->skip || rec->broken;
        st = bk__notes_add(&w->notes, none ? (bk_str){NULL, 0} : rec->field[BK__FIELD_TEXT],
                           rec->text);
    }
    return st;
}

bk_article bk__wave_article(const bk__wave *w, size_t i)
{
    const bk__record *rec = &w->record[i];
    return (bk_article){.id = rec->field[BK__FIELD_ID],
                        .source = rec->field[BK__FIELD_SOURCE],
                        .title = rec->field[BK__FIELD_TITLE],
                        .text = rec->field[BK__FIELD_TEXT],
                        .url = rec->field[BK__FIELD_URL],
                        .lang = rec->field[BK__FIELD_LANG],
                        .place = rec->field[BK__FIELD_PLACE],
                        .file = w->file,
                        .line = rec->line,
                        .published = rec->published,
                        .inferred = rec->inferred,
                        .extra = rec->field + BK__N_FIELDS,
                        .n_extra = (uint32_t)w->extras};
}
