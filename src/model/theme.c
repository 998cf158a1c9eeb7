/* theme.c - options of what is asked of topics. */
#include <bingkai/theme.h>

#include <string.h>

static const char *const labels[] = {"weight", "relevance", "frex", "tfidf", NULL};
static const bk_opt theme_table[] = {
    {"label", "What chooses the three terms that name a topic", "", BK_OPT_ENUM,
     offsetof(bk_theme_opts, label), 0, 0, 0, "relevance", labels},
    {"lambda",
     "Relevance: 1 looks at a term's weight in the topic alone, 0 at how much rarer it is "
     "elsewhere",
     "N", BK_OPT_REAL, offsetof(bk_theme_opts, lambda), 0.6, 0, 1, NULL, NULL},
    {"refits", "Fit so many times more with other random streams: does each topic come again?", "N",
     BK_OPT_INT, offsetof(bk_theme_opts, refits), 3, 0, 100, NULL, NULL},
    {"unstable-below", "Mark a topic whose recovery in the refits is below this", "COSINE",
     BK_OPT_REAL, offsetof(bk_theme_opts, unstable_below), 0.7, 0, 1, NULL, NULL},
    {"mixed-below", "Mark an article as mixed whose largest topic has less of it", "SHARE",
     BK_OPT_REAL, offsetof(bk_theme_opts, mixed_below), 0.4, 0, 1, NULL, NULL},
    {"short-words", "An article of fewer known words is too short to be placed", "N", BK_OPT_INT,
     offsetof(bk_theme_opts, short_words), 10, 0, 100000, NULL, NULL},
    {"topic-resamples", "Resamples of the intervals of shares; 0: none", "N", BK_OPT_INT,
     offsetof(bk_theme_opts, resamples), 500, 0, 100000, NULL, NULL},
    {"topic-level", "Level of the intervals of shares, effects and contrasts", "SHARE", BK_OPT_REAL,
     offsetof(bk_theme_opts, level), 0.95, 0.5, 0.999, NULL, NULL},
    {"contrast", "How two outlets word the same topic, as in \"Kabar Satu:Warta Dua\"", "A:B",
     BK_OPT_STR, offsetof(bk_theme_opts, contrast), 0, 0, 0, NULL, NULL},
};

const bk_opt *bk_theme_opt_table(size_t *n)
{
    *n = sizeof theme_table / sizeof *theme_table;
    return theme_table;
}

int bk_label_way_find(const char *name)
{
    for (int i = 0; labels[i]; i++)
        if (strcmp(labels[i], name) == 0)
            return i;
    return -1;
}

const char *bk_place_mark_name(bk_place_mark mark)
{
    return mark == BK_PLACE_OUTLIER ? "outlier" : mark == BK_PLACE_MIXED ? "mixed" : "clear";
}
