/*
 * earlier.h - the rows that the weights which a training starts from were
 * trained on, by the manifests of earlier runs.
 */
#ifndef MANIFEST_EARLIER_H
#define MANIFEST_EARLIER_H

#include "manifest/split_leak.h"

struct earlier_list { /* all-zero: none */
	struct earlier_rows {
		struct manifest manifest;
		char *run, *split; /* id of the run; split trained on */
	} * list;
	size_t n;
};

/* Adds the rows of SPLIT in the manifest PATH of the run RUN.  Messages name
 * PATH by the text CALLED.  Fails as manifest_read does. */
int earlier_add(struct earlier_list *e, const char *path, const char *called,
		const char *run, const char *split, struct err *err);
void earlier_release(struct earlier_list *e);

/* Counts the rows of SCORED that share an image with ROWS (split_leak_find).
 * Groups are compared, too, if the manifests have an image in common. */
void earlier_leak(struct split_leak *to, const struct earlier_rows *rows,
		  const struct split_leak_rows *scored);

#endif
