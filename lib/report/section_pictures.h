/*
 * section_pictures.h - writes the part of a page with images: source, target,
 * prediction and signed error.  A slider moves between target and prediction.
 *
 * Inside lib/report only.
 */
#ifndef REPORT_SECTION_PICTURES_H
#define REPORT_SECTION_PICTURES_H

#include "report/subject.h"

/* Appends the images of S->panel or, without them, S->picture. */
int section_pictures(struct buf *to, const struct subject *s, struct err *err);

#endif
