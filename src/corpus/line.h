/* line.h - lines, blanks and stops of running text. All pure, over valid UTF-8. */
#ifndef BK_CORPUS_LINE_H
#define BK_CORPUS_LINE_H

#include "base/str.h"

static inline bool bk__alnum(unsigned char c) /* ASCII letters and digits, any byte above */
{
    return (unsigned)((c | 32) - 'a') < 26 || (unsigned)(c - '0') < 10 || c >= 0x80;
}
static inline bool bk__visible(char c) /* ASCII, part of no blank */
{
    return (unsigned char)c > ' ' && (unsigned char)c < 0x80;
}
size_t bk__skip_any_blanks(bk_str s, size_t i, size_t end);
size_t bk__trim_any_blanks(bk_str s, size_t begin, size_t end);
/* Over blanks (no-break and zero-width ones too), from the front and from the back. */
static inline size_t bk__skip_blanks(bk_str s, size_t i, size_t end)
{
    return i < end && bk__visible(s.p[i]) ? i : bk__skip_any_blanks(s, i, end);
}
static inline size_t bk__trim_blanks(bk_str s, size_t begin, size_t end)
{
    return end > begin && bk__visible(s.p[end - 1]) ? end : bk__trim_any_blanks(s, begin, end);
}
size_t bk__line_end(bk_str s, size_t i);       /* of the line that i lies in */
bool bk__bare(bk_str s, size_t i, size_t end); /* only punctuation */
bool bk__closes(bk_str s, size_t end);         /* a stop, a bracket or a quote stands before end */
size_t bk__before_line(bk_str s, size_t i);    /* the end of what stands on the lines before i */
/* Where the last `most` lines that are not blank begin. */
size_t bk__tail_lines(bk_str s, size_t most);
/* Lines are cut at a width: none is long, and many go on in the next one. */
bool bk__wrapped(bk_str s);
/* Case, blanks and punctuation do not count. 0 for a line without letters. */
uint64_t bk__line_hash(bk_str line);
/* The bits of its hash above the BK__LINE_TAIL lower ones: quick, they are of its first letters. */
enum { BK__LINE_TAIL = 48 };
uint64_t bk__line_head(bk_str line);
/* Lines with the same hash have the same start, a hash of a few words; 0 without letters. */
uint64_t bk__line_start(bk_str line);
/* Both of a line of up to BK__LINE_SHORT bytes, in one go: its hash, and *start. */
enum { BK__LINE_SHORT = 256 };
uint64_t bk__line_short(bk_str line, uint64_t *start);

#endif
