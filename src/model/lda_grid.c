/* lda_grid.c - counts cut into blocks of articles x words. */
#include "model/lda_grid.h"

#include <math.h>
#include <string.h>

#include "base/par.h"

enum { MOST = 8, SPARE = 8 };
static const int64_t WORTH = 16384; /* tokens of a block below which cutting does not pay */

typedef struct build {
    bk__lda_grid *grid;
    const bk_csr *A;
    int64_t step;
    int64_t from[MOST + 1]; /* rows of the grid */
    uint8_t *group;         /* [cols] of a word */
    int64_t entries[MOST * MOST + 1], parts[MOST * MOST + 1], tokens[MOST * MOST + 1];
} build;

static bk_status check(bk_ctx *ctx, const bk_csr *A)
{
    for (int64_t p = 0; p < A->ptr[A->rows]; p++)
        if (!(A->val[p] >= 0 && A->val[p] <= 0x1p24f) || A->val[p] != floorf(A->val[p]))
            return bk__fail(ctx, BK_EINVAL, "A",
                            "LDA needs counts, whole numbers from 0 to 16,777,216, not %g",
                            (double)A->val[p]);
    return BK_OK;
}

/* Tokens of each word among the grid's rows; their sum. */
static bk_status count_words(bk_ctx *ctx, const build *b, int64_t *of_word, int64_t *sum)
{
    *sum = 0;
    for (int64_t i = 0; i < b->A->rows; i += b->step)
        for (int64_t p = b->A->ptr[i]; p < b->A->ptr[i + 1]; p++) {
            of_word[b->A->col[p]] += (int64_t)b->A->val[p];
            *sum += (int64_t)b->A->val[p];
        }
    for (int64_t c = 0; c < b->A->cols; c++)
        if (of_word[c] > INT32_MAX)
            return bk__fail(ctx, BK_EINVAL, "A", "a term with more than 2^31 - 1 tokens");
    return BK_OK;
}

/* Stretches of words and of rows with about as many tokens. */
static void cut(build *b, const int64_t *of_word, int64_t sum)
{
    int P = b->grid->P;
    int64_t seen = 0;
    for (int64_t c = 0; c < b->A->cols; c++) {
        b->group[c] = (uint8_t)((double)seen / (double)(sum + 1) * P);
        seen += of_word[c];
    }
    seen = 0;
    int g = 0;
    for (int64_t i = 0; i < b->grid->rows; i++) {
        while (g <= (int)((double)seen / (double)(sum + 1) * P))
            b->from[g++] = i;
        for (int64_t p = b->A->ptr[i * b->step]; p < b->A->ptr[i * b->step + 1]; p++)
            seen += (int64_t)b->A->val[p];
    }
    while (g <= P)
        b->from[g++] = b->grid->rows;
}

/* How much each block of the articles g holds, behind its own number. */
static bk_status measure(void *user, int64_t g, int worker)
{
    build *b = user;
    int P = b->grid->P;
    (void)worker;
    for (int64_t i = b->from[g]; i < b->from[g + 1]; i++) {
        int64_t last[MOST] = {0};
        for (int64_t p = b->A->ptr[i * b->step]; p < b->A->ptr[i * b->step + 1]; p++) {
            int64_t n = (int64_t)b->A->val[p], at = g * P + b->group[b->A->col[p]];
            if (n == 0)
                continue;
            b->parts[at + 1] += last[at - g * P] == 0;
            last[at - g * P] = 1;
            b->entries[at + 1]++;
            b->tokens[at + 1] += n;
        }
    }
    return BK_OK;
}

static bk_status fill(void *user, int64_t g, int worker)
{
    build *b = user;
    int P = b->grid->P;
    bk__lda_block *block = b->grid->block + g * P;
    bk__lda_part *part[MOST];
    (void)worker;
    for (int h = 0; h < P; h++) {
        int64_t at = g * P + h;
        part[h] = b->grid->part + b->parts[at];
        block[h] = (bk__lda_block){.entry = b->grid->entry + b->entries[at],
                                   .part = part[h],
                                   .parts = (uint32_t)(b->parts[at + 1] - b->parts[at]),
                                   .first = b->tokens[at],
                                   .tokens = b->tokens[at + 1] - b->tokens[at]};
    }
    for (int64_t i = b->from[g]; i < b->from[g + 1]; i++) {
        bool has[MOST] = {false};
        for (int64_t p = b->A->ptr[i * b->step]; p < b->A->ptr[i * b->step + 1]; p++) {
            uint32_t word = b->A->col[p], n = (uint32_t)b->A->val[p];
            bk__lda_block *to = block + b->group[word];
            if (n == 0)
                continue;
            b->grid->entry[(to->entry - b->grid->entry) + to->n++] = (bk__lda_entry){word, n};
            has[b->group[word]] = true;
        }
        for (int h = 0; h < P; h++)
            if (has[h])
                *part[h]++ = (bk__lda_part){(uint32_t)i, block[h].n};
    }
    return BK_OK;
}

static bk_status lay(bk_ctx *ctx, build *b)
{
    bk__lda_grid *grid = b->grid;
    int blocks = grid->P * grid->P;
    bk_status st = bk__par_for(ctx, NULL, grid->P, measure, b);
    for (int i = 0; i < blocks; i++) {
        if (st == BK_OK && b->entries[i + 1] > UINT32_MAX)
            st = bk__fail(ctx, BK_EINVAL, "A", "more than %u entries in a block", UINT32_MAX);
        b->entries[i + 1] += b->entries[i];
        b->parts[i + 1] += b->parts[i];
        b->tokens[i + 1] += b->tokens[i];
    }
    if (st != BK_OK)
        return st;
    grid->entry = bk__alloc_array(ctx, (size_t)b->entries[blocks] + SPARE, sizeof *grid->entry);
    grid->part = bk__alloc_array(ctx, (size_t)b->parts[blocks], sizeof *grid->part);
    grid->block = bk__calloc(ctx, (size_t)blocks, sizeof *grid->block);
    if (!grid->entry || !grid->part || !grid->block)
        return BK_ENOMEM;
    memset(grid->entry + b->entries[blocks], 0, SPARE * sizeof *grid->entry);
    return bk__par_for(ctx, NULL, grid->P, fill, b);
}

bk_status bk__lda_grid_new(bk_ctx *ctx, bk__lda_grid *out, const bk_csr *A, int64_t step)
{
    build b = {.grid = out, .A = A, .step = step};
    *out = (bk__lda_grid){.rows = A->rows / step + (A->rows % step != 0)};
    bk_status st = check(ctx, A);
    if (st != BK_OK)
        return st;
    int64_t *of_word = bk__calloc(ctx, (size_t)A->cols, sizeof *of_word);
    b.group = bk__alloc_array(ctx, (size_t)A->cols, sizeof *b.group);
    st = of_word && b.group ? count_words(ctx, &b, of_word, &out->tokens) : BK_ENOMEM;
    if (st == BK_OK) {
        out->P = 1;
        while (out->P < MOST && out->tokens / (4 * out->P * out->P) >= WORTH)
            out->P *= 2;
        cut(&b, of_word, out->tokens);
        st = lay(ctx, &b);
    }
    bk__free(ctx, of_word);
    bk__free(ctx, b.group);
    if (st != BK_OK)
        bk__lda_grid_free(ctx, out);
    return st;
}

void bk__lda_grid_free(bk_ctx *ctx, bk__lda_grid *grid)
{
    bk__free(ctx, grid->entry);
    bk__free(ctx, grid->part);
    bk__free(ctx, grid->block);
    *grid = (bk__lda_grid){0};
}
