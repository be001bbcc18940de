/*
 * stats_text.h - writes statistics as rows of a table and as sentences.
 */
#ifndef STATS_STATS_TEXT_H
#define STATS_STATS_TEXT_H

#include "base/messages.h"
#include "file/tsv.h"
#include "stats/set_stats.h"

struct stats_text_line {
	const char *scope; /* "image", "split", "group", "slice" or "set" */
	const char *id, *side, *split, *group, *image;
	/* name of the slice; NULL: the table has no column for it */
	const char *slice;
	const struct summary *summary;
	char *const *percent_name; /* names of the percentiles' columns */
	size_t percents;
	/* values from outlier.h; NAN: an empty cell */
	double median_z, iqr_z, drift;
	/* value from report.h; NAN: an empty cell */
	double ks;
	int noise, parts; /* 1: the table has these columns */
};

/* Adds a row to T.  The first call also adds the columns. */
void stats_text_row(struct tsv *t, const struct stats_text_line *w);

/* Reports what the user wants to know first: the number of images, their size,
 * the range of values in an image and over the set, and faults.  If NAMED is 1,
 * SIDE begins each message. */
void stats_text_say(struct messages *to, const char *side,
		    const struct set_stats *s, int named);

/* Warns of images that have hot pixels (extreme.h), and says what to do.  LABEL
 * ("source: " or "") begins the message. */
void stats_text_warn_hot(struct messages *to, const struct set_stats *s,
			 const char *label);

/* Writes N with commas ("65,536") into TO and returns TO. */
char *stats_text_count(char to[32], double n);

#endif
