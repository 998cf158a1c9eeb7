/* relations.c - how right the relations are: every figure of bk_validate_run as a table.
 *
 *     relations GOLD.jsonl [RESAMPLES [errors]] > relations.tsv
 * Gold files are explained in bingkai/validate.h. With `errors` what was missed, spurious or wrong
 * is written to standard error, a line each: verdict, sentence, dyad, coded/read polarity, quad,
 * source, voice. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bingkai/bingkai.h>

static bk_status to_stdout(void *user, const char *bytes, size_t n)
{
    (void)user;
    return fwrite(bytes, 1, n, stdout) == n ? BK_OK : BK_EIO;
}

static void print_errors(const bk_validation *v)
{
    size_t n;
    const bk_validate_item *item = bk_validation_items(v, &n);
    for (size_t i = 0; i < n; i++) {
        const bk_validate_item *x = &item[i];
        bool wrong = !x->right_polarity || !x->right_quad || !x->right_source || !x->right_voice;
        const char *verdict = !x->expected               ? "spurious"
                              : x->required && !x->found ? "missed"
                              : x->required && wrong     ? "wrong"
                                                         : NULL;
        if (verdict)
            fprintf(stderr, "%s\t%.*s\t%s\t%d/%d\t%s/%s\t%s/%s\t%s/%s\t%.*s\n", verdict,
                    (int)x->id.n, x->id.p, x->dyad, x->gold_polarity, x->polarity, x->gold_quad,
                    x->quad, x->gold_source, x->source, x->gold_voice, x->voice, (int)x->sent.n,
                    x->sent.p);
    }
}

int main(int argc, char **argv)
{
    bk_ctx *ctx;
    bk_validation *v = NULL;
    bk_table *table = NULL;
    bk_validate_opts opts = BK_VALIDATE_OPTS_INIT;
    if (argc < 2) {
        fprintf(stderr, "usage: %s GOLD.jsonl [RESAMPLES [errors]]\n", argv[0]);
        return 2;
    }
    if (argc > 2)
        opts.resamples = atoi(argv[2]);
    if (bk_ctx_new(&ctx, NULL) != BK_OK)
        return 1;
    bk_status st = bk_validate_run(ctx, &v, argv[1], &opts);
    if (st == BK_OK)
        st = bk_validation_table(ctx, &table, v, "validation");
    if (st == BK_OK)
        st = bk_table_tsv(table, to_stdout, NULL);
    if (st != BK_OK)
        fprintf(stderr, "%s %s\n", bk_ctx_error(ctx)->where, bk_ctx_error(ctx)->message);
    else if (argc > 3 && strcmp(argv[3], "errors") == 0)
        print_errors(v);
    bk_table_free(table);
    bk_validation_free(v);
    bk_ctx_free(ctx);
    return st == BK_OK ? 0 : 1;
}
