/* line.c - lines, blanks and stops of running text. */
#include "corpus/line.h"

#include "base/hash.h"

enum { WIDTH = 100 };

static bool blank(bk_str s, size_t i, size_t end, size_t *n)
{
    char c = s.p[i];
    *n = 1;
    if (c == ' ' || c == '\t' || c == '\f' || c == '\v')
        return true;
    *n = 2;
    if (i + 1 < end && c == '\xC2' && s.p[i + 1] == '\xA0')
        return true;
    *n = 3; /* zero width space, byte order mark inside, no-break narrow space */
    return i + 2 < end &&
           (memcmp(s.p + i, "\xE2\x80\x8B", 3) == 0 || memcmp(s.p + i, "\xEF\xBB\xBF", 3) == 0 ||
            memcmp(s.p + i, "\xE2\x80\xAF", 3) == 0);
}

size_t bk__skip_blanks(bk_str s, size_t i, size_t end)
{
    size_t n;
    while (i < end && blank(s, i, end, &n))
        i += n;
    return i;
}

size_t bk__trim_blanks(bk_str s, size_t begin, size_t end)
{
    size_t n;
    for (;;) {
        if (end > begin && blank(s, end - 1, end, &n))
            end--;
        else if (end >= begin + 2 && blank(s, end - 2, end, &n) && n == 2)
            end -= 2;
        else if (end >= begin + 3 && blank(s, end - 3, end, &n) && n == 3)
            end -= 3;
        else
            return end;
    }
}

size_t bk__line_end(bk_str s, size_t i)
{
    const char *p = i < s.n ? memchr(s.p + i, '\n', s.n - i) : NULL;
    return p ? (size_t)(p - s.p) : s.n;
}

/* Only punctuation is left. */
bool bk__bare(bk_str s, size_t i, size_t end)
{
    for (; i < end; i++)
        if (bk__alnum((unsigned char)s.p[i]))
            return false;
    return true;
}

bool bk__closes(bk_str s, size_t end)
{
    return end > 0 && (strchr(".!?\")", s.p[end - 1]) ||
                       (end >= 3 && memcmp(s.p + end - 3, "\xE2\x80\x9D", 3) == 0));
}

/* The end of the line before, without blanks. */
size_t bk__before_line(bk_str s, size_t i)
{
    while (i > 0 && (s.p[i - 1] == '\n' || s.p[i - 1] == ' '))
        i--;
    return i;
}

size_t bk__tail_lines(bk_str s, size_t most)
{
    size_t i = s.n, lines = 0;
    while (i > 0 && lines < most) {
        size_t end = i;
        const char *p = memrchr(s.p, '\n', end);
        i = p ? (size_t)(p - s.p) : 0;
        for (size_t k = i + (p != NULL); k < end; k++)
            if (s.p[k] != ' ') {
                lines += p != NULL;
                break;
            }
    }
    return i;
}

/* At least a third of the lines go on in the next one, some of them with a small letter. */
bool bk__wrapped(bk_str s)
{
    size_t lines = 0, on = 0, small = 0, i = 0;
    bool open = false; /* the line before did not end a sentence */
    while (i < s.n) {
        size_t end = bk__line_end(s, i), begin = bk__skip_blanks(s, i, end),
               to = bk__trim_blanks(s, begin, end);
        if (to - begin > WIDTH)
            return false;
        if (begin < to) {
            lines++;
            on += open && begin == i;
            small += open && begin == i && s.p[begin] >= 'a' && s.p[begin] <= 'z';
            open = !bk__closes(s, to) && s.p[to - 1] != ':';
        } else {
            open = false;
        }
        i = end + 1;
    }
    return lines >= 3 && small > 0 && on * 3 >= lines;
}

/* Of letters and single gaps between them, at most `most` of them, eight at once. */
static uint64_t hash_letters(bk_str line, uint64_t most)
{
    uint64_t h = 0, word = 0, n = 0;
    bool gap = false;
    for (size_t i = 0; i < line.n && n < most; i++) {
        unsigned char c = (unsigned char)line.p[i];
        if (!bk__alnum(c) || c == 0xC2 || c == 0xA0) {
            gap = n > 0;
            continue;
        }
        if (c >= 'A' && c <= 'Z')
            c |= 32;
        if (gap) {
            word = word << 8 | 1;
            if (++n % 8 == 0)
                h = bk__fold(h ^ word, BK__KEY_B);
        }
        word = word << 8 | c;
        if (++n % 8 == 0)
            h = bk__fold(h ^ word, BK__KEY_B);
        gap = false;
    }
    return n > 0 ? bk__fold(h ^ word ^ BK__KEY_A, n ^ BK__KEY_B) : 0;
}

enum { HEAD_LETTERS = 12 };

uint64_t bk__line_head(bk_str line)
{
    return hash_letters(line, HEAD_LETTERS) >> BK__LINE_TAIL << BK__LINE_TAIL;
}

uint64_t bk__line_hash(bk_str line)
{
    return bk__line_head(line) | hash_letters(line, UINT64_MAX) >> (64 - BK__LINE_TAIL);
}
