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
	/* NULL: there is no such column */
	const char *slice;
	const struct summary *summary;
	char *const *percent_name; /* names of the percentiles' columns */
	size_t percents;
	/* as in outlier.h; NAN: an empty cell */
	double median_z, iqr_z, drift;
	/* as in report.h; NAN: an empty cell */
	double ks;
	int noise, parts; /* 1: there are columns for these */
};

/* Adds a row to T and, the first time, the columns. */
void stats_text_row(struct tsv *t, const struct stats_text_line *w);

/* Reports number and size of the images, ranges of values, and faults.  If
 * NAMED is 1, each message begins with SIDE. */
void stats_text_say(struct messages *to, const char *side,
		    const struct set_stats *s, int named);

/* Warns of images with hot or dead pixels (extreme.h), and says what to do.
 * The message begins with LABEL ("source: "). */
void stats_text_warn_hot(struct messages *to, const struct set_stats *s,
			 const char *label);

/* Writes N with commas ("65,536").  Returns TO. */
char *stats_text_count(char to[32], double n);

#endif
