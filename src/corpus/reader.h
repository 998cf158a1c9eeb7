/* reader.h - a reader's waves, for those that work on several at a time.
 *
 * Waves are read in the caller, worked on anywhere, and handed out in the order of reading in the
 * caller; that is what a pipe (base/par.h) does. */
#ifndef BK_CORPUS_READER_H
#define BK_CORPUS_READER_H

#include "corpus/wave.h"

/* Nobody wants the articles' places; the sums of the files. Before the first wave. */
void bk__reader_pass_places(bk_reader *r);
void bk__reader_pass_sums(bk_reader *r);
/* Waves have notes of their articles. */
void bk__reader_note(bk_reader *r);
/* Can all of it be read once more? Not from a pipe. */
bool bk__reader_can_again(const bk_reader *r);
/* From the beginning, as if nothing had been read; without notes. All waves were given back. */
void bk__reader_again(bk_reader *r);
/* Articles that were read earlier, by their ids and the hashes of their records: as if they came
 * first. Before the first wave. */
bk_status bk__reader_know(bk_reader *r, const bk_str *id, const int64_t *hash, int64_t n);
/* The next wave; BK_END. */
bk_status bk__reader_read(bk_reader *r, bk__wave **out);
/* Parses and prepares its records. */
bk_status bk__reader_work(const bk_reader *r, bk__wave *w);
/* Record i of the wave, i rising, waves in the order of reading: problems are noted; *given: it is
 * an article, *out. */
bk_status bk__reader_give(bk_reader *r, bk__wave *w, size_t i, bk_article *out, bool *given);
/* The wave is not looked at any more; its arena may have been taken out. */
void bk__reader_done(bk_reader *r, bk__wave *w);

#endif
