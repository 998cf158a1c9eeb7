/* stem_id.c - Indonesian roots: candidates by affix rules, checked against hunspell-id.
 *
 * A candidate is a chain of up to three prefixes, at most one derivational suffix and what is left.
 * It is better the more is known for it (enum rank): the dictionary has the root and allows this
 * very combination of affixes (its flags); the dictionary has the root; nothing. Among equals that
 * with the shorter clitic wins, then the one whose root takes more affixes, then the longer root.
 * What affixes do not explain: bound words before the root, doubled beginnings, suffixes of loans.
 * Morphology after Sneddon, Indonesian: A Comprehensive Grammar (2010): meN- and peN- lose p, t, k,
 * s of the root; loan clusters keep them. */
#include "text/stem_id.h"

#include <stdio.h>

#include "base/str.h"
#include "text/roots_id.h"

enum { DEEPEST = 3 };

/* ---- affixes --------------------------------------------------------------------------------- */

enum class { NO_PREFIX, MEN, DI, TER, BER, PEN, PER, KE, SE, MEMPER, DIPER, CLASSES };

/* A written prefix: what may follow it, and what it took from the root. */
static const struct prefix {
    const char text[8]; /* filled up with zeros */
    enum class class;
    const char *before; /* first letters of what is left; "" any */
    char lost;          /* put back in front; 0 nothing */
} prefixes[] = {
    /* by their first letters */
    {"memper", MEMPER, "", 0},
    {"mempel", MEMPER, "a", 0},
    {"menge", MEN, "", 0},
    {"meng", MEN, "aeioughkqx", 0},
    {"meng", MEN, "aeiou", 'k'},
    {"meny", MEN, "aeiou", 's'},
    {"men", MEN, "cdjztsy", 0},
    {"men", MEN, "aeiou", 't'},
    {"mem", MEN, "bfvp", 0},
    {"mem", MEN, "aeiour", 'p'},
    {"me", MEN, "lrwymn", 0},
    {"diper", DIPER, "", 0},
    {"dipel", DIPER, "a", 0},
    {"di", DI, "", 0},
    {"ter", TER, "", 0},
    {"te", TER, "r", 0},
    {"ber", BER, "", 0},
    {"be", BER, "", 0},
    {"bel", BER, "a", 0},
    {"penge", PEN, "", 0},
    {"peng", PEN, "aeioughkqx", 0},
    {"peng", PEN, "aeiou", 'k'},
    {"peny", PEN, "aeiou", 's'},
    {"pen", PEN, "cdjztsy", 0},
    {"pen", PEN, "aeiou", 't'},
    {"pem", PEN, "bfvp", 0},
    {"pem", PEN, "aeiour", 'p'},
    {"per", PER, "", 0},
    {"pel", PER, "a", 0},
    {"pe", PEN, "", 0},
    {"ke", KE, "", 0},
    {"ketidak", KE, "", 0},
    {"se", SE, "", 0},
};

enum { PREFIXES = sizeof prefixes / sizeof prefixes[0] };

/* Flags of the dictionary that allow a class with a suffix: none, -kan, -i, -an. */
static const char *const allows[CLASSES][4] = {
    [NO_PREFIX] = {"", "k0", "i0", "a0"}, [MEN] = {"M0", "Mk", "Mi", ""},
    [DI] = {"D0", "Dk", "Di", ""},        [TER] = {"T0", "Tk", "Ti", ""},
    [BER] = {"B0", "Bk", "", "Ba"},       [PEN] = {"P0", "", "", "Pa"},
    [PER] = {"R0", "Rk", "Ri", "Ra"},     [KE] = {"K0", "", "Ki", "Ka"},
    [SE] = {"S0", "", "", "Sa"},          [MEMPER] = {"MR", "Mu", "Mt", ""},
    [DIPER] = {"DR", "Du", "Dt", ""},
};
static const bk_str suffixes[4] = {{"", 0}, {"kan", 3}, {"i", 1}, {"an", 2}};

static bool same(const char *a, const char *b, size_t n) /* a few bytes */
{
    while (n > 0 && a[n - 1] == b[n - 1])
        n--;
    return n == 0;
}

/* Pairs that Indonesian does not have. */
static bool forbidden(enum class c, int suffix)
{
    switch (c) {
    case MEN:
    case DI:
    case MEMPER:
    case DIPER:
        return suffix == 3;
    case BER:
        return suffix == 2;
    case SE:
        return suffix == 1 || suffix == 2;
    case PEN:
        return suffix == 1 || suffix == 2;
    default:
        return false;
    }
}

/* How much is known for a candidate. */
enum rank {
    UNKNOWN,
    GUESS, /* by rules alone */
    ROOT,  /* the root is known */
    BARE,  /* root and -kan or -i: an imperative or a passive (kami berikan) */
    FORM,  /* root and combination of affixes are known */
    WHOLE, /* the word is an entry */
    MADE   /* ... and made of another one: biarkan */
};

typedef struct candidate {
    const char *root; /* [n] a stretch of the word, its first letter as the prefix left it */
    size_t n;
    enum class outer; /* the first prefix */
    int prefixes, suffix;
    enum rank rank;
    size_t stem;    /* without the first prefix, with the suffix: begins here in the word ... */
    char stem_lost; /* ... with this letter, where it is not 0 */
    size_t rich;    /* affixes that the dictionary allows the root */
    bool te;        /* te- before r: ter- is likelier where both give a root (terabai) */
    bool certain;   /* one prefix of verbs that takes nothing from the root */
    size_t clitic;  /* bytes of particles and possessives at the end of the word */
} candidate;

typedef struct found { /* the best candidate so far, with letters of its own */
    candidate c;
    char root[BK__LONGEST_ROOT + 2];
    char stem[BK__LONGEST_ROOT + 2];
    size_t stem_n;
} found;

/* What the search of one word goes through. */
typedef struct search {
    const bk__stem_id *s;
    bk_str word;                            /* without the clitic */
    char letters[BK__LONGEST_ROOT + 2 + 8]; /* of the word, as prefixes change them */
    found *best;
} search;

static bool has_flag(bk_str flags, const char *flag)
{
    for (size_t i = 0; flag[0] && i + 1 < flags.n; i += 2)
        if (flags.p[i] == flag[0] && flags.p[i + 1] == flag[1])
            return true;
    return false;
}

static enum rank rank_of_bare(const search *t, const candidate *c, bk_str flags)
{
    bool verb = has_flag(flags, allows[MEN][c->suffix]) || has_flag(flags, allows[DI][c->suffix]);
    bool kan = c->suffix == 1;
    if (!verb && has_flag(flags, allows[NO_PREFIX][c->suffix]))
        return FORM;
    if (!verb)
        return kan ? GUESS : UNKNOWN;
    return kan && c->n >= 4 && bk__stem_id_known(t->s, t->word) ? MADE : BARE;
}

static enum rank rank_of(const search *t, const candidate *c, uint32_t id)
{
    const bk__stem_id *s = t->s;
    if (id == BK__NONE)
        return UNKNOWN;
    if (c->prefixes == 0 && c->suffix == 0)
        return c->clitic ? FORM : WHOLE; /* menikah is no meni-kah */
    if (c->prefixes == 0 && c->suffix != 3)
        return rank_of_bare(t, c, s->flags[id]);
    if (c->prefixes <= 1 && has_flag(s->flags[id], allows[c->outer][c->suffix]))
        return FORM;
    if (c->prefixes == 1 && c->outer == KE && c->suffix == 0)
        return UNKNOWN; /* kedua, kekasih: only what the dictionary allows */
    return c->n >= 3 ? ROOT : UNKNOWN;
}

static bool better(const candidate *a, const candidate *b)
{
    if (a->rank != b->rank)
        return a->rank > b->rank;
    if (a->clitic != b->clitic)
        return a->clitic < b->clitic;
    bool a_whole = a->prefixes + a->suffix == 0, b_whole = b->prefixes + b->suffix == 0;
    if (a_whole != b_whole)
        return a_whole;
    if (a->rich != b->rich)
        return a->rich > b->rich;
    if (a->n != b->n)
        return a->n > b->n;
    return a->prefixes + (a->suffix > 0) < b->prefixes + (b->suffix > 0);
}

/* An unknown root begins with a vowel, a consonant and a vowel, or a cluster of loans (pr-, st-).
 */
static bool plausible(const candidate *c)
{
    static const char vowels[] = "aeiou";
    char a = c->root[0], b = c->root[1];
    return strchr(vowels, a) || strchr(vowels, b) || (a == 's' && strchr("tpkw", b)) ||
           (a == 'n' && (b == 'g' || b == 'y')) || (strchr("bcdfgkpst", a) && strchr("rlyh", b));
}

/* Without a dictionary: one prefix with a suffix that it takes, or -kan; `rich` prefers the lost
 * letter after men-, mem-, meny- and none after meng-. */
static enum rank rank_by_rules(candidate *c)
{
    bool noun = c->outer == PEN || c->outer == PER || c->outer == KE || c->outer == BER;
    if (c->n < 4 || c->prefixes > 1 || c->te)
        return UNKNOWN;
    if (c->prefixes == 0)
        return (c->suffix & 1) && c->n >= 5 ? GUESS : UNKNOWN;
    if (c->outer == SE || (c->outer == KE && c->suffix != 3) || (noun && c->suffix == 2) ||
        (!noun && c->suffix == 3) || (c->outer == PEN && c->suffix == 0 && c->n < 5))
        return UNKNOWN;
    bool lost = strchr("tps", c->root[0]), nasal = strchr("mn", c->root[0]);
    c->rich = 2 + (size_t)lost - (nasal || c->root[0] == 'k') + (c->suffix > 0 ? 3 : 0);
    return GUESS;
}

/* Letters of its own for a candidate. */
static void keep(const search *t, const candidate *c)
{
    found *best = t->best;
    best->c = *c;
    memcpy(best->root, c->root, c->n);
    best->stem_n = t->word.n - c->stem;
    memcpy(best->stem, t->word.p + c->stem, best->stem_n);
    if (c->stem_lost)
        best->stem[0] = c->stem_lost;
}

static void consider(const search *t, const candidate *c)
{
    const bk__stem_id *s = t->s;
    if (c->n < BK__LEAST_ROOT)
        return;
    uint32_t id = bk__root_find(s, (bk_str){c->root, c->n});
    if (id == BK__NONE && s->root.n > 0 && !c->certain)
        return;
    candidate x = *c;
    x.rank = rank_of(t, &x, id);
    x.rank = x.te && x.rank == FORM ? ROOT : x.rank;
    x.rich = id != BK__NONE ? s->flags[id].n / 2 : 0;
    if (x.rank == UNKNOWN && !plausible(&x))
        return;
    if (s->root.n == 0)
        x.rank = rank_by_rules(&x);
    else if (x.rank == UNKNOWN && x.prefixes == 1 && x.certain && x.n >= 5 && x.suffix != 3)
        x.rank = GUESS; /* terhenyak, mengdigitalkan: nothing else can stand before such a root */
    if (x.rank > UNKNOWN && better(&x, &t->best->c))
        keep(t, &x);
}

/* Bytes of the prefix where the root, eight letters of which can be read, begins with it, else 0.
 */
static size_t begins_with(const char *root, const char prefix[8])
{
    uint64_t p = bk__load8((const unsigned char *)prefix);
    uint64_t r = bk__load8((const unsigned char *)root);
    unsigned empty = (unsigned)__builtin_clzll(p) / 8; /* bytes behind the prefix */
    return (r ^ p) << 8 * empty == 0 ? 8 - empty : 0;
}

static void strip_prefixes(search *t, const candidate *c);

/* Takes the prefix, n letters, off c->root: the letter before what is left may be the lost one. */
static void strip_prefix(search *t, const candidate *c, const struct prefix *p, size_t n)
{
    candidate x = *c;
    size_t at = (size_t)(c->root - t->letters) + n - (p->lost != 0);
    char before = t->letters[at];
    if (p->lost)
        t->letters[at] = p->lost;
    x.root = t->letters + at;
    x.n = c->n - n + (p->lost != 0);
    if (x.prefixes == 0) {
        x.outer = p->class;
        x.stem = at;
        x.stem_lost = p->lost;
    }
    x.te |= p->class == TER && n == 2;
    bool loan = p->class == MEN && !p->lost && !strchr("aeioumn", c->root[n]);
    x.certain = loan || (n == 3 && (p->class == TER || p->class == BER)) ||
                (p->class == DI && x.suffix > 0);
    x.prefixes++;
    strip_prefixes(t, &x);
    t->letters[at] = before;
}

/* Takes prefixes off c->root, which ends where the suffix began. Bounded by DEEPEST. */
static void strip_prefixes(search *t, const candidate *c)
{
    consider(t, c);
    const bk__stem_range *range = &t->s->prefixes[c->root[0] & 31];
    if (c->prefixes == DEEPEST)
        return;
    for (size_t i = range->from; i < range->to; i++) {
        const struct prefix *p = &prefixes[i];
        size_t n = begins_with(c->root, p->text);
        if (n == 0 || c->n < n + BK__LEAST_ROOT || (p->before[0] && !strchr(p->before, c->root[n])))
            continue;
        if (c->prefixes == 0 && forbidden(p->class, c->suffix))
            continue;
        if (c->prefixes > 0 && (p->class == MEN || p->class == DI || p->class == MEMPER))
            continue; /* voice stands first */
        strip_prefix(t, c, p, n);
    }
}

void bk__stem_id_ranges(bk__stem_range range[32])
{
    for (size_t i = 0; i < PREFIXES; i++) {
        bk__stem_range *r = &range[prefixes[i].text[0] & 31];
        if (r->to == 0)
            r->from = (uint8_t)i;
        r->to = (uint8_t)(i + 1);
    }
}

static void strip_suffix(const bk__stem_id *s, bk_str word, size_t clitic, found *best)
{
    search t;
    t.s = s;
    t.word = word;
    t.best = best;
    memcpy(t.letters, word.p, word.n);
    memset(t.letters + word.n, 0, 8);
    for (int k = 0; k < 4; k++) {
        size_t n = suffixes[k].n;
        if (word.n < n + BK__LEAST_ROOT || !same(word.p + word.n - n, suffixes[k].p, n))
            continue;
        candidate c = {.root = t.letters, .n = word.n - n, .suffix = k, .clitic = clitic};
        strip_prefixes(&t, &c);
    }
}

/* Ends of a word that are no part of it: particles, then possessives. */
static size_t long_clitic_end(bk_str word, bool particles)
{
    static const bk_str particle[] = {{"lah", 3}, {"kah", 3}, {"tah", 3}, {"pun", 3}};
    static const bk_str possessive[] = {{"nya", 3}, {"ku", 2}, {"mu", 2}};
    const bk_str *list = particles ? particle : possessive;
    for (size_t i = 0; i < (particles ? 4 : 3); i++) {
        size_t n = list[i].n, from = word.n - n;
        if (word.n > n + 2 && same(word.p + from, list[i].p, n))
            return n;
    }
    return 0;
}

static inline size_t clitic_end(bk_str word, bool particles)
{
    char last = word.n > 0 ? word.p[word.n - 1] : 0;
    bool may = particles ? last == 'h' || last == 'n' : last == 'a' || last == 'u';
    return may ? long_clitic_end(word, particles) : 0;
}

static void best_of(const bk__stem_id *s, bk_str word, found *best)
{
    size_t particle = clitic_end(word, true);
    strip_suffix(s, word, 0, best);
    for (int with = 0; with < 2; with++) {
        bk_str w = {word.p, word.n - (with ? particle : 0)};
        size_t possessive = clitic_end(w, false);
        if (with && !particle)
            break;
        if (with)
            strip_suffix(s, w, particle, best);
        if (possessive)
            strip_suffix(s, (bk_str){w.p, w.n - possessive}, word.n - w.n + possessive, best);
    }
}

/* ---- what affixes do not explain ------------------------------------------------------------- */

#define Z(z)                                                                                       \
    {                                                                                              \
        z, sizeof(z) - 1                                                                           \
    }

static bool ends_in(bk_str word, bk_str end)
{
    return word.n > end.n && word.p[word.n - 1] == end.p[end.n - 1] &&
           same(word.p + word.n - end.n, end.p, end.n);
}

/* wartawan, karyawati, nasionalisme, globalisasi, nasionalis: the noun or adjective within a noun
 * that stands in the dictionary (names end in -wan too). */
static bk_str without_loan_suffix(const bk__stem_id *s, bk_str root)
{
    static const bk_str ends[] = {Z("wan"), Z("wati"), Z("isme"), Z("isasi"), Z("is")};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        bk_str base = {root.p, root.n - ends[i].n};
        if (!ends_in(root, ends[i]) || base.n < 4 || !bk__stem_id_known(s, base))
            continue;
        if (i >= 2 && i < 4)
            return base;
        if (!bk__stem_id_known(s, root))
            continue;
        if (i < 2 || (base.n >= 5 && ends_in(base, BK__STR("al"))) || ends_in(base, BK__STR("or")))
            return base;
    }
    return root;
}

/* antarnegara, pascaperang, nonmiliter; kupukul, kauhajar; rerata, dedaunan: takes off what stands
 * before a word of at least four letters that is known. Of what is an entry of the dictionary
 * itself (antarbenua, leluhur) only the first three and the doubled beginning. */
static bool strip_bound(const bk__stem_id *s, bk_str word, found *best)
{
    static const bk_str bound[] = {Z("antar"), Z("pasca"), Z("non"), Z("anti"),
                                   Z("pra"),   Z("nir"),   Z("kau"), Z("ku")};
    enum { ENTRIES = 3, PROCLITICS = 6, ALL = sizeof bound / sizeof bound[0] };
    bool entry = best->c.rank > GUESS;
    for (int i = 0; i <= ALL; i++) {
        bool twice = i == ALL, proclitic = i >= PROCLITICS && i < ALL;
        size_t n = twice ? 2 : bound[i].n;
        if (word.n < n + 4 || (entry && i >= ENTRIES && !twice) ||
            (twice ? word.p[1] != 'e' || word.p[0] != word.p[2]
                   : word.p[0] != bound[i].p[0] || !same(word.p, bound[i].p, n)))
            continue;
        found x;
        x.c = (candidate){.rank = UNKNOWN};
        strip_suffix(s, (bk_str){word.p + n, word.n - n}, 0, &x);
        if (x.c.rank < BARE || x.c.n < 4 ||
            (twice && (x.c.prefixes > 0 || x.c.n < (entry ? 5 : 4))) ||
            (proclitic && (x.c.prefixes > 0 || x.c.suffix == 3)))
            continue;
        *best = x;
        best->c.outer = NO_PREFIX;
        best->c.rank = i < ENTRIES ? x.c.rank : GUESS; /* names begin so too: Pramono */
        return true;
    }
    return false;
}

/* gerigi, telunjuk, kinarya: -er-, -el-, -em-, -in- behind the first consonant of a known root. */
static void strip_infix(const bk__stem_id *s, bk_str word, found *best)
{
    static const char *const infix[] = {"er", "el", "em", "in"};
    found x = {.c = {.rank = GUESS}};
    if (word.n < 6 || strchr("aeiou", word.p[0]) || !strchr("aeiou", word.p[3]))
        return;
    x.root[0] = word.p[0];
    memcpy(x.root + 1, word.p + 3, word.n - 3);
    x.c.n = word.n - 2;
    for (size_t i = 0; i < sizeof infix / sizeof infix[0]; i++)
        if (memcmp(word.p + 1, infix[i], 2) == 0 && bk__stem_id_known(s, (bk_str){x.root, x.c.n}))
            *best = x;
}

/* What the root found is made of in its turn: pelajari -> pelajar -> ajar. */
static bk_str root_of_root(const bk__stem_id *s, bk_str root)
{
    uint32_t id = bk__exception_find(s, root);
    if (id != BK__NONE)
        return s->stem[id].root;
    return without_loan_suffix(s, root);
}

static uint8_t voice(const candidate *c)
{
    static const uint8_t of[CLASSES] = {
        BK_PREFIX_NONE, BK_PREFIX_MEN,  BK_PREFIX_DI, BK_PREFIX_TER, BK_PREFIX_BER, BK_PREFIX_PEN,
        BK_PREFIX_PER,  BK_PREFIX_NONE, BK_PREFIX_SE, BK_PREFIX_MEN, BK_PREFIX_DI};
    if (c->outer == KE)
        return c->suffix == 3 ? BK_PREFIX_KE_AN : BK_PREFIX_NONE;
    if (c->outer == PER && c->suffix != 3)
        return BK_PREFIX_NONE; /* perketat, perpanjang: verbs of headlines */
    return of[c->outer];
}

/* The stem of our own for the word or for the word without particle and possessive. */
static bool exception(const bk__stem_id *s, bk_str word, bk__stem *out)
{
    for (int i = 0; i < 3; i++) {
        uint32_t id = bk__exception_find(s, word);
        if (id != BK__NONE) {
            *out = s->stem[id];
            return true;
        }
        if (bk__stem_id_known(s, word))
            return false;
        size_t n = clitic_end(word, true);
        word.n -= n ? n : clitic_end(word, false);
    }
    return false;
}

static bk_status single(const bk__stem_id *s, bk_str word, bk__arena *arena, bk__stem *out)
{
    if (exception(s, word, out))
        return BK_OK;
    found best;
    best.c = (candidate){.rank = UNKNOWN};
    *out = (bk__stem){word, word, BK_PREFIX_NONE, 0};
    if (word.n > BK__LONGEST_ROOT || word.n < BK__LEAST_ROOT)
        return BK_OK;
    best_of(s, word, &best);
    if (s->root.n > 0 && (best.c.rank <= GUESS || best.c.n == word.n))
        strip_bound(s, word, &best);
    if (s->root.n > 0 && best.c.rank == UNKNOWN)
        strip_infix(s, word, &best);
    if (best.c.rank == UNKNOWN) {
        out->root = without_loan_suffix(s, word);
        if (word.n > 6 && memcmp(word.p + word.n - 3, "nya", 3) == 0)
            out->root = out->lemma = (bk_str){word.p, word.n - 3};
        return BK_OK;
    }
    bool sure =
        best.c.rank > ROOT || (best.c.rank == ROOT && best.c.n >= 4); /* Diego is no di-ego */
    out->prefix = voice(&best.c);
    out->flags = s->root.n && sure ? BK_FORM_KNOWN : 0;
    bk_status st = bk__arena_str(arena, &out->root, root_of_root(s, (bk_str){best.root, best.c.n}));
    bool verb = best.c.outer == MEN || best.c.outer == DI;
    bool causative = best.c.outer == MEMPER || best.c.outer == DIPER;
    out->lemma = (bk_str){word.p, word.n - best.c.clitic};
    if (st == BK_OK && verb)
        st = bk__arena_str(arena, &out->lemma, (bk_str){best.stem, best.stem_n});
    if (st == BK_OK && causative) { /* memperkuat, diperkuat -> perkuat */
        char text[BK__LONGEST_ROOT + 8];
        int n = snprintf(text, sizeof text, "per%.*s", (int)best.stem_n, best.stem);
        st = bk__arena_str(arena, &out->lemma, (bk_str){text, (size_t)n});
    }
    return st;
}

/* b without the suffixes of a reduplication: meniru-nirukan, besar-besaran, negara-negaranya. */
static bk_str second_core(bk_str b)
{
    static const bk_str ends[] = {Z("nya"), Z("kan"), Z("an"), Z("i")};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (ends_in(b, ends[i]) && b.n >= ends[i].n + 3)
            return (bk_str){b.p, b.n - ends[i].n};
    return b;
}

static bool ends_with(bk_str s, bk_str end)
{
    return end.n >= 3 && s.n >= end.n && memcmp(s.p + s.n - end.n, end.p, end.n) == 0;
}

bk_status bk__stem_id_run(const bk__stem_id *s, bk_str word, bk__arena *arena, bk__stem *out)
{
    static const bk_str tails[] = {Z("-nya"), Z("-ku"), Z("-mu"), Z("-lah"), Z("-kah")};
    const char *hyphen = word.n ? memchr(word.p, '-', word.n) : NULL;
    if (!hyphen || bk__exception_find(s, word) != BK__NONE)
        return single(s, word, arena, out);
    for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++)
        if (ends_in(word, tails[i])) /* hamba-Nya, negara-negara-nya */
            return bk__stem_id_run(s, (bk_str){word.p, word.n - tails[i].n}, arena, out);
    bk_str a = {word.p, (size_t)(hyphen - word.p)}, b = {hyphen + 1, word.n - a.n - 1};
    bk__stem x, y;
    bk_status st = single(s, a, arena, &x);
    if (st == BK_OK)
        st = single(s, b, arena, &y);
    if (st != BK_OK)
        return st;
    *out = (bk__stem){word, word, BK_PREFIX_NONE, 0};
    bool tail = y.root.n < x.root.n && /* meniru-niru: the second part lost the first letter */
                ends_with(x.root, y.root);
    if (tail && (y.flags & BK_FORM_KNOWN) && bk__str_begins(x.root, BK__STR("se")) &&
        x.root.n == y.root.n + 2)
        x.root = y.root; /* setinggi-tingginya */
    bool core =
        ends_with(a, b) || ends_with(a, second_core(b)) || ends_with(x.root, second_core(b));
    if (core && !(x.flags & BK_FORM_KNOWN)) /* kemerah-merahan */
        st = single(s, second_core(b), arena, &x);
    if (st == BK_OK && (bk__str_eq(x.root, y.root) || tail || core)) {
        *out = x; /* negara-negaranya, berlari-lari, besar-besaran */
        out->flags |= BK_FORM_REDUP;
    }
    return st;
}
