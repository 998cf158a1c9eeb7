/* planted.h - a small corpus of news with known duplicates, topics and relations, for tests that
 * need articles but no particular ones. The sentences are our own. */
#ifndef BK_TESTS_PLANTED_H
#define BK_TESTS_PLANTED_H

#include <bingkai/corpus.h>

#include "support/support.h"

/* Writes n articles as JSON lines; the same n and seed give the same bytes. Article i is about
 * theme i % 4; every tenth is a copy of the one nine before it with another last sentence. */
void t_planted(const char *path, int n, uint64_t seed);
/* Themes of t_planted. */
#define T_THEMES 4

#endif
