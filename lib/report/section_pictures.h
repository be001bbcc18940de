/*
 * section_pictures.h - the part of a page that shows images: source, target,
 * prediction and signed error, and a slider between the middle two.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_SECTION_PICTURES_H
#define REPORT_SECTION_PICTURES_H

#include "report/subject.h"

/* Of S->panel or, if there is none, S->picture. */
int section_pictures(struct buf *to, const struct subject *s, struct err *err);

#endif
