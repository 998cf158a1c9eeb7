/* notes.c - what is remembered of articles to learn lines from.
 *
 * Only lines that could be furniture are noted: short ones that begin with no small letter. They
 * are hashed while their text is at hand. */
#include "corpus/notes.h"

#include "base/hash.h"
#include "corpus/line.h"

enum { SHORT = 200 };

void bk__notes_init(bk__notes *t, bk_ctx *ctx)
{
    *t = (bk__notes){.ctx = ctx};
}

void bk__notes_clear(bk__notes *t)
{
    if (!t->ctx)
        return;
    bk__free(t->ctx, t->article);
    bk__free(t->ctx, t->line);
    *t = (bk__notes){.ctx = t->ctx};
}

static bk_status add_line(bk__notes *t, const bk__noted_line *line)
{
    bk_status st = bk__make_room(t->ctx, &t->line, &t->cap_lines, t->n_lines + 1, sizeof *t->line);
    if (st == BK_OK)
        t->line[t->n_lines++] = *line;
    return st;
}

static bk_status add_article(bk__notes *t, bk__note note)
{
    bk_status st = bk__make_room(t->ctx, &t->article, &t->cap, t->n + 1, sizeof *t->article);
    note.end = t->n_lines;
    if (st == BK_OK)
        t->article[t->n++] = note;
    return st;
}

static bool may_recur(bk_str line)
{
    return line.n <= SHORT && !(line.p[0] >= 'a' && line.p[0] <= 'z');
}

bk_status bk__notes_add(bk__notes *t, bk_str text, uint64_t hash)
{
    const bk_str s = bk__str_trim(text);
    bk__note note = {.text = s.n == text.n ? hash : bk__hash(s.p, s.n)};
    bk_status st = BK_OK;
    for (size_t i = 0, end; i < s.n && st == BK_OK; i = end + 1) {
        end = bk__line_end(s, i);
        bk_str line = bk__str_trim((bk_str){s.p + i, end - i});
        bk__noted_line found = {.number = note.lines};
        if (line.n == 0)
            continue;
        note.lines++;
        if (!may_recur(line))
            continue;
        found.hash = bk__line_short(line, &found.start);
        if (found.hash)
            st = add_line(t, &found);
    }
    return st == BK_OK ? add_article(t, note) : st;
}

bk_status bk__notes_copy(bk__notes *t, const bk__notes *from, size_t i, uint32_t outlet)
{
    bk__note note = from->article[i];
    bk_status st = BK_OK;
    note.outlet = outlet;
    for (size_t k = bk__notes_begin(from, i); outlet && k < note.end && st == BK_OK; k++)
        st = add_line(t, &from->line[k]);
    return st == BK_OK ? add_article(t, note) : st;
}
