/* version.h - the version of headers and library.
 *
 * The library's SONAME holds the major version; a study's manifest holds all three numbers. */
#ifndef BINGKAI_VERSION_H
#define BINGKAI_VERSION_H
#define BK_VERSION_MAJOR 0
#define BK_VERSION_MINOR 1
#define BK_VERSION_PATCH 0
#define BK_VERSION       "0.1.0"
#endif
