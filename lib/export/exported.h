/*
 * exported.h - what other trackers are told of a run.
 */
#ifndef EXPORT_EXPORTED_H
#define EXPORT_EXPORTED_H

#include "export/curves.h"
#include "run/run.h"

struct exported {
	const struct store *store;
	struct run run;
	char *name;	   /* what the user called it: a tag, or its id */
	double start, end; /* seconds since 1970; END is START while it runs */
	struct curves curves;
	struct strs notes; /* lines */
};

/* Set *ID to the id of the run that WORD means, and *NAME to what it is called
 * in an export: WORD if that is a tag, otherwise the id.  The caller frees
 * both. */
int exported_find(const struct store *s, const char *word, char **id,
		  char **name, struct err *err);
/* Read run ID of S, which must live as long as E, and call it NAME.  While the
 * run is not finished, its metrics are those of its live file. */
int exported_read(struct exported *e, const struct store *s, const char *id,
		  const char *name, struct err *err);
void exported_release(struct exported *e);

/* Returns a text of the run's start.json, "" if absent. */
const char *exported_text(const struct exported *e, const char *key);
/* Returns its settings, an object; never NULL. */
const struct json *exported_settings(const struct exported *e);
/* Append the command line to TO, its words separated by blanks. */
void exported_command(const struct exported *e, struct buf *to);
/* Returns the commit of its code, "" outside git. */
const char *exported_commit(const struct exported *e);
/* Returns the name of the project: that of the directory that holds the
 * store; the caller frees it. */
char *exported_project(const struct exported *e);

#endif
