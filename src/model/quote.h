/* quote.h - what is said and by whom: the second pass of a reading (actor.h).
 *
 * Speech verbs come from models/<lang>/speech.tsv: pattern, kind.
 *     say      a verb of speech: ujar, mengatakan, said
 *     accuse   a verb of speech that is an act against the other: menuduh, accused
 *     praise   a verb of speech that is an act for the other: memuji, welcomed
 *     ask      meminta, menyerukan, urged
 *     by       a preposition before the speaker: menurut, according to
 *     medium   an outlet follows, never a speaker: dikutip dari, melansir
 *     that     a word that opens what is said: bahwa, that */
#ifndef BK_MODEL_QUOTE_H
#define BK_MODEL_QUOTE_H

#include "model/actor.h"

typedef enum bk__speech {
    BK__SPEECH_SAY,
    BK__SPEECH_ACCUSE,
    BK__SPEECH_PRAISE,
    BK__SPEECH_ASK,
    BK__SPEECH_BY,
    BK__SPEECH_MEDIUM,
    BK__SPEECH_THAT
} bk__speech;

#endif
