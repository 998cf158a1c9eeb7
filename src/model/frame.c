/* frame.c - the frames and their indicators, read from the models.
 *
 * Five generic frames after the questions of Semetko and Valkenburg, Framing European Politics,
 * Journal of Communication 50 (2000), and the issue frames of news about great powers. */
#include "model/frame.h"

#include "base/map.h"
#include "text/lexicon.h"

static const char *const langs[] = {"id", "en", NULL};
enum { LANGS = sizeof langs / sizeof *langs - 1, CODE = 0, KIND, NAME };
static const char frame_columns[] = "code kind id en";
static const char indicator_columns[] = "frame question indicator weight";

struct bk_frames {
    bk_ctx *ctx;
    bk__lexicon frames;
    bk__lexicon rows[LANGS];
    int n; /* F */
    bool generic[BK__FRAMES_MOST];
    double mean[LANGS][BK__FRAMES_MOST];
    char *code[BK__FRAMES_MOST];
    bk__indicator *indicator;
    uint32_t n_indicators;
};

static int number_of(const bk_frames *f, bk_str code)
{
    for (int i = 0; i < f->n; i++)
        if (bk__str_eq(code, bk__str(f->code[i])))
            return i;
    return BK__NO_FRAME;
}

static bk_status load_frames(bk_frames *f)
{
    const bk__lexicon *l = &f->frames;
    bk_status st = bk__lexicon_open(f->ctx, &f->frames, "frames.tsv", frame_columns);
    if (st != BK_OK)
        return st;
    for (size_t i = 0; i < l->n_rows; i++) {
        bk_str kind = bk__lexicon_at(l, i, KIND);
        if (f->n == BK__FRAMES_MOST)
            return bk__lexicon_bad(f->ctx, l, i, "there are at most 32 frames");
        if (number_of(f, bk__lexicon_at(l, i, CODE)) != BK__NO_FRAME)
            return bk__lexicon_bad(f->ctx, l, i, "the frame stands twice");
        if (!bk__str_eq(kind, BK__STR("generic")) && !bk__str_eq(kind, BK__STR("issue")))
            return bk__lexicon_bad(f->ctx, l, i, "the kind is generic or issue");
        if (!(f->code[f->n] = bk__strdup(f->ctx, bk__lexicon_at(l, i, CODE))))
            return BK_ENOMEM;
        f->generic[f->n++] = bk__str_eq(kind, BK__STR("generic"));
    }
    return f->n > 0 ? BK_OK : bk__fail(f->ctx, BK_EFORMAT, l->path, "no frame stands here");
}

/* Rows of one pattern are chained, so that one pattern may speak for several frames. */
static bk_status chain(bk_frames *f, bk__map *seen, uint32_t *first, uint32_t at)
{
    bk__indicator *x = &f->indicator[at];
    uint32_t id;
    bool added;
    bk_status st = bk__map_put(seen, x->pattern, &id, &added);
    x->next = BK__NONE;
    x->word = at;
    if (st != BK_OK)
        return st;
    if (added) {
        first[id] = at;
        return BK_OK;
    }
    bk__indicator *last = &f->indicator[first[id]];
    x->word = first[id];
    for (;;) {
        if (last->lang == x->lang &&
            (last->frame == x->frame || last->frame == BK__NO_FRAME || x->frame == BK__NO_FRAME))
            return BK_EFORMAT;
        if (last->next == BK__NONE)
            break;
        last = &f->indicator[last->next];
    }
    last->next = at;
    return BK_OK;
}

static bk_status load_row(bk_frames *f, uint8_t lang, size_t row, bk__map *seen, uint32_t *first)
{
    const bk__lexicon *l = &f->rows[lang];
    bk_str code = bk__lexicon_at(l, row, 0), weight = bk__lexicon_at(l, row, 3);
    bk__indicator *x = &f->indicator[f->n_indicators];
    bool none = bk__str_eq(code, BK__STR("-"));
    *x = (bk__indicator){.pattern = bk__lexicon_at(l, row, 2),
                         .question = bk__lexicon_at(l, row, 1),
                         .frame = (int16_t)number_of(f, code),
                         .lang = lang};
    if (x->frame == BK__NO_FRAME && !none)
        return bk__lexicon_bad(f->ctx, l, row, "the frame is not in models/frames.tsv");
    if (x->pattern.n == 0)
        return bk__lexicon_bad(f->ctx, l, row, "the indicator is empty");
    if (!none && (!bk__str_real(weight, &x->weight) || x->weight <= 0))
        return bk__lexicon_bad(f->ctx, l, row, "the weight is a number above 0");
    bk_status st = chain(f, seen, first, f->n_indicators++);
    if (st == BK_EFORMAT)
        return bk__lexicon_bad(f->ctx, l, row, "the indicator stands twice");
    return st;
}

static bk_status load_indicators(bk_frames *f)
{
    size_t n = 0;
    bk_status st = BK_OK;
    bk__buf name;
    bk__buf_init(&name, f->ctx);
    for (uint32_t i = 0; i < LANGS && st == BK_OK; i++) {
        name.n = 0;
        st = bk__buf_print(&name, "%s/frames.tsv", langs[i]);
        if (st == BK_OK)
            st = bk__lexicon_open(f->ctx, &f->rows[i], name.p, indicator_columns);
        n += f->rows[i].n_rows;
    }
    bk__buf_clear(&name);
    bk__map seen;
    bk__map_init(&seen, f->ctx);
    uint32_t *first = bk__alloc_array(f->ctx, n + 1, sizeof *first);
    f->indicator = bk__alloc_array(f->ctx, n + 1, sizeof *f->indicator);
    if (st == BK_OK && (!first || !f->indicator))
        st = BK_ENOMEM;
    for (uint32_t i = 0; i < LANGS; i++)
        for (size_t row = 0; row < f->rows[i].n_rows && st == BK_OK; row++)
            st = load_row(f, (uint8_t)i, row, &seen, first);
    bk__free(f->ctx, first);
    bk__map_clear(&seen);
    return st;
}

static void average(bk_frames *f)
{
    uint32_t n[LANGS][BK__FRAMES_MOST] = {{0}};
    for (uint32_t i = 0; i < f->n_indicators; i++) {
        const bk__indicator *x = &f->indicator[i];
        if (x->frame == BK__NO_FRAME)
            continue;
        n[x->lang][x->frame]++;
        f->mean[x->lang][x->frame] += x->weight;
    }
    for (int l = 0; l < LANGS; l++)
        for (int i = 0; i < f->n; i++)
            f->mean[l][i] /= n[l][i] > 0 ? n[l][i] : 1;
}

bk_status bk_frames_load(bk_ctx *ctx, bk_frames **out)
{
    *out = NULL;
    bk_frames *f = bk__calloc(ctx, 1, sizeof *f);
    if (!f)
        return BK_ENOMEM;
    f->ctx = ctx;
    bk_status st = load_frames(f);
    if (st == BK_OK)
        st = load_indicators(f);
    if (st != BK_OK) {
        bk_frames_free(f);
        return st;
    }
    average(f);
    *out = f;
    return BK_OK;
}

void bk_frames_free(bk_frames *f)
{
    if (!f)
        return;
    bk__lexicon_close(&f->frames);
    for (int i = 0; i < LANGS; i++)
        bk__lexicon_close(&f->rows[i]);
    for (int i = 0; i < f->n; i++)
        bk__free(f->ctx, f->code[i]);
    bk__free(f->ctx, f->indicator);
    bk__free(f->ctx, f);
}

int bk_frames_count(const bk_frames *f)
{
    return f->n;
}

const char *bk_frames_code(const bk_frames *f, int frame)
{
    return f->code[frame];
}

bk_str bk_frames_name(const bk_frames *f, int frame, const char *lang)
{
    for (size_t c = NAME; lang && c < f->frames.n_columns; c++)
        if (bk__str_eq(f->frames.column[c], bk__str(lang)))
            return bk__lexicon_at(&f->frames, (size_t)frame, c);
    return bk__str(f->code[frame]);
}

bool bk_frames_generic(const bk_frames *f, int frame)
{
    return f->generic[frame];
}

const bk__indicator *bk__frames_indicators(const bk_frames *f, uint32_t *n)
{
    *n = f->n_indicators;
    return f->indicator;
}

double bk__frames_mean(const bk_frames *f, int frame, uint8_t lang)
{
    return lang < LANGS ? f->mean[lang][frame] : 0;
}

const char *bk__frames_lang(uint8_t lang)
{
    return lang < LANGS ? langs[lang] : NULL;
}
