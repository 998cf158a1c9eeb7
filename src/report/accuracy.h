/* accuracy.h - how right the reading of relations is, as the page tells it.
 *
 * From `bingkai validate` on the labelled sentences of real articles that README names under "How
 * right it is"; a test keeps the two in step. */
#ifndef BK_REPORT_ACCURACY_H
#define BK_REPORT_ACCURACY_H

#define BK__SENTENCES   261  /* labelled */
#define BK__PRECISION   0.95 /* of the relations found, how many are there */
#define BK__RECALL      0.92 /* of those that are there, how many are found */
#define BK__POLARITY_F1 0.83 /* conflict, neutral, cooperation: macro F1 */

#endif
