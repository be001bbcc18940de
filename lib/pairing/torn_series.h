/*
 * torn_series.h - finds series of images that a split has torn apart, though
 * its groups are whole.
 *
 * Inside lib/pairing only.
 */
#ifndef PAIRING_TORN_SERIES_H
#define PAIRING_TORN_SERIES_H

#include "base/messages.h"
#include "file/tsv.h"

/* Warns if rows of T that seem to be of one series, but are in different
 * groups, are in different parts of the split.  Of one series are the planes of
 * one file, and images whose names differ only in the number of a moment
 * (group_hint_series). */
void torn_series_warn(const struct tsv *t, struct messages *messages);

#endif
