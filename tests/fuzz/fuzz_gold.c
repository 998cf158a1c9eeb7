/* fuzz_gold.c - any bytes as hand-coded sentences, as a sheet of them, as a second person's, and as
 * lines of relations to compare them with: items whose codes are within the powers, or a message
 * that names a line. */
#include "fuzz/bytes_file.h"
#include "study/gold.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bk_ctx *ctx;
static bk_triad *triad;

static void check(const bk__gold *g)
{
    uint32_t parties = (1u << g->P) - 1;
    for (uint32_t i = 0; i < g->n; i++)
        for (int d = 0; d < g->dyads; d++) {
            const bk__code *c = &g->item[i].gold[d];
            if (g->item[i].article >= g->articles.n || !(g->item[i].p > 0 && g->item[i].p <= 1) ||
                c->polarity > 7 || c->quad > 31 ||
                (c->source & ~(parties | 1u << BK__BIT_MUTUAL)) ||
                (c->voice & ~(parties | 1u << BK__BIT_MUTUAL | 1u << BK__BIT_OTHER)))
                abort();
        }
}

static void failed_well(bk_status st)
{
    if (st != BK_EFORMAT || !bk_ctx_error(ctx)->where[0] || !bk_ctx_error(ctx)->message[0])
        abort();
}

/* Sentences that the bytes, taken as predictions, may speak of. */
static const char known[] =
    "{\"gid\":\"a\",\"doc\":\"1\",\"sent\":\"Amerika Serikat mengecam China.\",\"relations\":[]}\n"
    "{\"gid\":\"b\",\"doc\":\"2\",\"sent\":\"Rusia memuji China.\",\"relations\":[]}\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64], gold[64];
    bk__gold g;
    bk_status st;
    if (!ctx && (bk_ctx_new(&ctx, NULL) != BK_OK || bk_triad_load(ctx, &triad, NULL) != BK_OK))
        abort();
    int fd = bytes_file(data, size, path);
    bk__gold_init(&g, ctx);
    st = bk__gold_read(&g, triad, path);
    if (st == BK_OK)
        check(&g);
    else
        failed_well(st);
    bk__gold_clear(&g);

    bk__gold_init(&g, ctx);
    g.triad = triad;
    g.P = bk_triad_powers(triad);
    g.dyads = bk_triad_dyads(triad);
    st = bk__gold_sheet(&g, (bk_str){(const char *)data, size}, "a.csv");
    if (st == BK_OK)
        check(&g);
    else
        failed_well(st);
    bk__gold_clear(&g);

    int given = bytes_file((const uint8_t *)known, sizeof known - 1, gold);
    bk__gold_init(&g, ctx);
    if (bk__gold_read(&g, triad, gold) != BK_OK)
        abort();
    st = bk__gold_predict(&g, path);
    if (st != BK_OK)
        failed_well(st);
    bk__gold_clear(&g);
    int64_t alone;
    bk__gold_init(&g, ctx);
    if (bk__gold_read(&g, triad, gold) != BK_OK)
        abort();
    st = bk__gold_second(&g, path, &alone);
    if (st != BK_OK)
        failed_well(st);
    bk__gold_clear(&g);
    close(given);
    close(fd);
    return 0;
}
