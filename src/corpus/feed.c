/* feed.c - an open file, cut into waves.
 *
 * A wave is about WAVE bytes of whole records (a .txt is one record), so memory does not grow with
 * the file, and what it holds does not depend on the number of workers. */
#include "corpus/feed.h"

enum { WAVE = 1 << 18, STEP = 1 << 16 };

void bk__feed_init(bk__feed *f, bk_ctx *ctx, const bk__names *names)
{
    *f = (bk__feed){.ctx = ctx, .names = names};
    bk__buf_init(&f->tail, ctx);
}

void bk__feed_close(bk__feed *f)
{
    bk__stream_close(f->stream);
    f->stream = NULL;
    bk__csv_free(f->csv);
    f->csv = NULL;
    f->tail.n = 0;
}

void bk__feed_clear(bk__feed *f)
{
    bk__feed_close(f);
    bk__buf_clear(&f->tail);
}

bk_status bk__feed_open(bk__feed *f, const char *path, bk__format format)
{
    f->file = bk__str(path);
    f->mode = format;
    f->ended = f->torn = false;
    f->first = true;
    f->cutter = (bk__cutter){.lines = false};
    return bk__stream_open(f->ctx, &f->stream, path);
}

/* ---- reading --------------------------------------------------------------- */

/* What the context says about the last failure. */
static bk_status fault_of_failure(bk__feed *f, bk__wave *w, const char *kind, bk_action action)
{
    return bk__wave_fault(w, 0, kind, action, bk_ctx_error(f->ctx)->message);
}

/* What came out of a damaged file that could be read to its end is kept. */
static bk_status check_end(bk__feed *f, bk__wave *w)
{
    bk_status st = bk__stream_check(f->stream);
    return st == BK_EFORMAT ? fault_of_failure(f, w, "damaged", BK_NOTED)
           : st == BK_EIO   ? fault_of_failure(f, w, "unreadable", BK_NOTED)
                            : st;
}

/* Until the wave has `want` bytes, or the file ends. */
static bk_status fill(bk__feed *f, bk__wave *w, size_t want)
{
    bk__buf *b = &w->bytes;
    bk_status st = BK_OK;
    while (!f->ended && b->n < want) {
        size_t step = b->n > STEP ? b->n : STEP, got = 0;
        st = bk__buf_reserve(b, step < want - b->n ? step : want - b->n);
        if (st != BK_OK)
            return st;
        step = b->cap - b->n - 1;
        st = bk__stream_read(f->stream, b->p + b->n, step < want - b->n ? step : want - b->n, &got);
        b->n += got;
        b->p[b->n] = 0;
        if (st == BK_OK)
            continue;
        f->ended = true;
        if (st == BK_END)
            return check_end(f, w);
        if (st != BK_EIO && st != BK_EFORMAT)
            return st;
        f->torn = true;
        return fault_of_failure(f, w, st == BK_EIO ? "unreadable" : "damaged", BK_SKIPPED);
    }
    return st;
}

/* What stands in the wave from `at` on goes to the next one. */
static bk_status put_back(bk__feed *f, bk__wave *w, size_t at)
{
    bk_status st = BK_OK;
    if (at < w->bytes.n)
        st = bk__buf_add(&f->tail, (bk_str){w->bytes.p + at, w->bytes.n - at});
    w->bytes.n = at;
    return st;
}

/* ---- the first bytes ------------------------------------------------------- */

static bk_status give_up(bk__feed *f, bk__wave *w, const char *kind, const char *why)
{
    w->bytes.n = 0;
    f->ended = true;
    return bk__wave_fault(w, 0, kind, BK_SKIPPED, why);
}

/* *skip: bytes of a mark at the front. */
static bk_status begin(bk__feed *f, bk__wave *w, size_t *skip)
{
    const char *why;
    char separator;
    bk_status st = fill(f, w, BK__SNIFF);
    bk_str head = {w->bytes.p, w->bytes.n};
    f->first = false;
    w->begins = true;
    if (st != BK_OK || (f->torn && head.n == 0))
        return st;
    if (bk__str_trim(head).n == 0 && f->ended)
        return give_up(f, w, "empty-file", "the file is empty; expected an article");
    why = bk__sniff_foreign(head);
    if (why)
        return give_up(f, w, "not-text", why);
    if (f->mode == BK__AUTO)
        f->mode = bk__sniff(head, f->file, f->names);
    if (f->mode != BK__TXT && bk__str_begins(head, BK__STR("\xEF\xBB\xBF"))) {
        *skip = 3;
        head = (bk_str){head.p + 3, head.n - 3};
    }
    f->cutter.at = f->cutter.begin = *skip;
    if (f->mode == BK__CSV || f->mode == BK__TSV) {
        separator = bk__csv_sniff(head, f->names);
        if (!separator)
            separator = f->mode == BK__TSV ? '\t' : ',';
        st = bk__csv_new(f->ctx, &f->csv, separator, f->names);
    }
    return st;
}

/* ---- JSON lines ------------------------------------------------------------ */

/* Forgets a line that grew too long, up to its end. */
static bk_status pass_long_line(bk__feed *f, bk__wave *w)
{
    bk_status st =
        bk__wave_fault(w, 1, "too-long", BK_SKIPPED, "a record of more than 32 MiB is no article");
    w->n_lines = 1;
    while (st == BK_OK) {
        const char *nl = memchr(w->bytes.p, '\n', w->bytes.n);
        if (nl)
            st = put_back(f, w, (size_t)(nl - w->bytes.p) + 1);
        w->bytes.n = 0;
        if (nl || f->ended || st != BK_OK)
            break;
        st = fill(f, w, WAVE);
    }
    return st;
}

static bk_status wave_lines(bk__feed *f, bk__wave *w, size_t skip)
{
    const char *last = NULL;
    size_t seen = skip, end;
    bk_status st;
    w->relative = true;
    for (size_t want = WAVE;; want = w->bytes.n + WAVE) {
        BK__TRY(st, fill(f, w, want), done);
        last = w->bytes.n > seen ? memrchr(w->bytes.p + seen, '\n', w->bytes.n - seen) : NULL;
        if (last || f->ended)
            break;
        if (w->bytes.n - skip > BK__RECORD_MOST)
            return pass_long_line(f, w);
        seen = w->bytes.n;
    }
    end = f->ended && !f->torn ? w->bytes.n : last ? (size_t)(last - w->bytes.p) + 1 : skip;
    if (!f->ended)
        BK__TRY(st, put_back(f, w, end), done);
    w->lines = (bk_str){w->bytes.p + skip, end - skip};
done:
    return st;
}

/* ---- other formats --------------------------------------------------------- */

static bk_status wave_values(bk__feed *f, bk__wave *w)
{
    bk_status st = BK_OK;
    for (size_t want = WAVE; st == BK_OK; want = w->bytes.n + WAVE) {
        bk_str value;
        size_t before = w->n, done;
        st = fill(f, w, want);
        while (st == BK_OK &&
               bk__cut_value(&f->cutter, bk__buf_str(&w->bytes), f->ended && !f->torn, &value)) {
            bk__record rec = {.json = value, .line = f->cutter.number};
            if (value.n > BK__RECORD_MOST)
                st = bk__wave_fault(w, rec.line, "too-long", BK_SKIPPED,
                                    "a record of more than 32 MiB is no article");
            else if (value.n > 0)
                st = bk__wave_add(w, &rec);
        }
        if (st != BK_OK || f->ended)
            break;
        done = bk__cut_done(&f->cutter);
        if (w->n > before) {
            bk__cut_forget(&f->cutter, done);
            return put_back(f, w, done);
        }
        if (w->bytes.n - done > BK__RECORD_MOST) {
            w->bytes.n = 0;
            f->ended = true;
            return bk__wave_fault(w, f->cutter.number + 1, "too-long", BK_SKIPPED,
                                  "a record of more than 32 MiB is no article; the rest of the "
                                  "file is passed over");
        }
    }
    return st;
}

static bk_status wave_csv(bk__feed *f, bk__wave *w, size_t skip)
{
    bk_status st = fill(f, w, WAVE);
    if (st != BK_OK)
        return st;
    st = bk__csv_feed(f->csv, (bk_str){w->bytes.p + skip, w->bytes.n - skip}, f->ended && !f->torn,
                      &w->arena, bk__wave_add, w);
    w->bytes.n = 0;
    if (st != BK_EFORMAT)
        return st;
    f->ended = true;
    return fault_of_failure(f, w, "bad-csv", BK_SKIPPED);
}

static bk_status wave_txt(bk__feed *f, bk__wave *w)
{
    bk__record rec = {.line = 0};
    bk_status st = fill(f, w, BK__RECORD_MOST + 1);
    if (st != BK_OK || f->torn)
        return st;
    if (w->bytes.n > BK__RECORD_MOST)
        return give_up(f, w, "too-long", "a text of more than 32 MiB is no article");
    st = bk__arena_str(&w->arena, &rec.field[BK__FIELD_TEXT], bk__buf_str(&w->bytes));
    return st == BK_OK ? bk__wave_add(w, &rec) : st;
}

bk_status bk__feed_wave(bk__feed *f, bk__wave *w)
{
    size_t skip = 0;
    bk_status st = BK_OK;
    w->file = f->file;
    if (f->ended)
        return BK_END;
    if (f->tail.n > 0)
        st = bk__buf_add(&w->bytes, bk__buf_str(&f->tail));
    f->tail.n = 0;
    if (st == BK_OK && f->first)
        st = begin(f, w, &skip);
    if (st != BK_OK || (f->ended && w->bytes.n == skip))
        return st;
    return f->mode == BK__TXT     ? wave_txt(f, w)
           : f->csv               ? wave_csv(f, w, skip)
           : f->mode == BK__JSONL ? wave_lines(f, w, skip)
                                  : wave_values(f, w);
}
