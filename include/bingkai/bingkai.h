/* bingkai.h - text mining of news: the one header that users include.
 *
 * Axes, used in every shape comment:
 *   D documents   V vocabulary types   T tokens   N stored entries of a sparse matrix
 *   K topics      F frames             S sources  B time bins
 * [D x K] is row-major unless it says otherwise; [n] is a plain array. */
#ifndef BINGKAI_H
#define BINGKAI_H
#include <bingkai/corpus.h>
#include <bingkai/ctx.h>
#include <bingkai/frame.h>
#include <bingkai/learn.h>
#include <bingkai/logit.h>
#include <bingkai/matrix.h>
#include <bingkai/opt.h>
#include <bingkai/relation.h>
#include <bingkai/report.h>
#include <bingkai/sample.h>
#include <bingkai/scale.h>
#include <bingkai/similar.h>
#include <bingkai/stat.h>
#include <bingkai/study.h>
#include <bingkai/text.h>
#include <bingkai/theme.h>
#include <bingkai/topic.h>
#include <bingkai/validate.h>
#include <bingkai/vectorize.h>
#include <bingkai/version.h>
#endif
