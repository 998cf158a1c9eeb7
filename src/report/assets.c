/* assets.c - what pages carry besides results: Vega, script, style, figures.
 *
 * The build writes them below BK_GEN (Makefile); the assembler takes them in as bytes. */
#include "report/page.h"

#define ASSET(name, file)                                                                          \
    __asm__(".pushsection .rodata\n"                                                               \
            ".globl bk__asset_" #name "\n.hidden bk__asset_" #name "\n"                            \
            "bk__asset_" #name ":\n.incbin \"" BK_GEN "/" file "\"\n"                              \
            ".globl bk__asset_" #name "_end\n.hidden bk__asset_" #name "_end\n"                    \
            "bk__asset_" #name "_end:\n.byte 0\n.popsection\n");                                   \
    extern __attribute__((visibility("hidden"))) const char bk__asset_##name[],                    \
        bk__asset_##name##_end[]

ASSET(vega, "vega.js");
ASSET(script, "page.js");
ASSET(style, "page.css");
ASSET(specs, "figures.json");
ASSET(form_script, "form.js");
ASSET(form_style, "form.css");

#define BYTES(name)                                                                                \
    (bk_str)                                                                                       \
    {                                                                                              \
        bk__asset_##name,                                                                          \
            (size_t)((uintptr_t)bk__asset_##name##_end - (uintptr_t)bk__asset_##name)              \
    }

bk_str bk__asset_of(bk__asset a)
{
    switch (a) {
    case ASSET_VEGA:
        return BYTES(vega);
    case ASSET_SCRIPT:
        return BYTES(script);
    case ASSET_STYLE:
        return BYTES(style);
    case ASSET_FORM_SCRIPT:
        return BYTES(form_script);
    case ASSET_FORM_STYLE:
        return BYTES(form_style);
    default:
        return BYTES(specs);
    }
}
