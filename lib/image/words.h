/*
 * words.h - a survey as rows of a table and as sentences.
 */
#ifndef IMAGE_WORDS_H
#define IMAGE_WORDS_H

#include "base/strs.h"
#include "base/tsv.h"
#include "image/survey.h"

/* Add a row to T, whose columns are made by the first.  SCOPE is "image"
 * or "set"; PERCENT_NAME are the columns of the percentiles. */
void words_row(struct tsv *t, const char *scope, const char *id,
	       const char *side, const char *split, const char *group,
	       const char *image, const struct summary *s,
	       char *const *percent_name, size_t percents);

/* What a person wants to know first: how many, how big, what range in one
 * image and over the set, and what is wrong.  SIDE comes in front when
 * NAMED. */
void words_talk(struct strs *to, const char *side, const struct survey *s,
		int named);

/* "65,536" into TO, which it returns. */
char *words_count(char to[32], double n);

#endif
