/*
 * earlier.h - the rows that a training's initial weights were trained on, from
 * the manifests of earlier runs.
 */
#ifndef MANIFEST_EARLIER_H
#define MANIFEST_EARLIER_H

#include "manifest/split_leak.h"

struct earlier_list { /* all-zero: none */
	struct earlier_rows {
		struct manifest manifest;
		char *run, *split; /* id of the run; split that it trained on */
	} * list;
	size_t n;
};

/* Adds the rows of SPLIT in the manifest PATH of the run RUN.  CALLED is the
 * name of PATH in messages.  Fails as manifest_read does. */
int earlier_add(struct earlier_list *e, const char *path, const char *called,
		const char *run, const char *split, struct err *err);
void earlier_release(struct earlier_list *e);

/* Counts the rows of SCORED that share an image with ROWS or, if the manifests
 * have a source in common, a group (split_leak_find). */
void earlier_leak(struct split_leak *to, const struct earlier_rows *rows,
		  const struct split_leak_rows *scored);

#endif
