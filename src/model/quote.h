/* quote.h - what is said and by whom: the second pass of a reading (actor.h).
 *
 * models/<lang>/speech.tsv has the columns pattern, kind, order. Kinds:
 *     say      a verb of speech: ujar, mengatakan, said
 *     accuse   a verb of speech that is an act against somebody: menuduh, accused
 *     praise   a verb of speech that is an act for somebody: memuji, welcomed
 *     ask      meminta, menyerukan, urged
 *     by       a preposition before the speaker: menurut, according to
 *     medium   an outlet follows, never a speaker: dikutip dari, melansir
 *     that     a word that opens what is said: bahwa, that
 *     back     a word that only refers back: (mengatakan) hal itu
 *     passive  a word that turns the verb behind it into a passive: was (accused)
 *     prep     a preposition: what follows is not the speaker: dengan, with; of order self, a verb
 *              behind it has the sentence's subject: dengan mengatakan; of order either, the
 *              name before it: Wang, yang mengatakan
 * Order says where the speaker stands: before the verb, after it, either, or self: the verb carries
 * its own, who spoke last (ujarnya). */
#ifndef BK_MODEL_QUOTE_H
#define BK_MODEL_QUOTE_H

#include "model/actor.h"

typedef enum bk__speech {
    BK__SPEECH_SAY, /* also where no verb was found */
    BK__SPEECH_ACCUSE,
    BK__SPEECH_PRAISE,
    BK__SPEECH_ASK,
    BK__SPEECH_BY,
    BK__SPEECH_MEDIUM,
    BK__SPEECH_THAT,
    BK__SPEECH_PREP,
    BK__SPEECH_BACK,
    BK__SPEECH_PASSIVE,
    BK__SPEECHES
} bk__speech;

#endif
