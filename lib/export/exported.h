/*
 * exported.h - what an export tells other trackers of a run.
 */
#ifndef EXPORT_EXPORTED_H
#define EXPORT_EXPORTED_H

#include "export/curves.h"
#include "run/run.h"

struct exported {
	const struct store *store;
	struct run run;
	char *name; /* name of the run: a tag, or the run's id */
	/* seconds since 1970; while the run is not finished, END is START */
	double start, end;
	struct curves curves;
	struct strs notes; /* lines of the note */
};

/* Finds the run of S that WORD means and sets *ID to its id.  *NAME becomes the
 * name of the run in an export: WORD if WORD is a tag, otherwise the id.  The
 * caller frees both. */
int exported_find(const struct store *s, const char *word, char **id,
		  char **name, struct err *err);

/* Read run ID of S into E and name it NAME.  S must live as long as E.  While
 * the run is not finished, its metrics are read from its live file. */
int exported_read(struct exported *e, const struct store *s, const char *id,
		  const char *name, struct err *err);
void exported_release(struct exported *e);

/* Returns the text of KEY in the run's start.json, or "" if absent. */
const char *exported_text(const struct exported *e, const char *key);

/* Returns the settings of the run, a JSON object; never NULL. */
const struct json *exported_settings(const struct exported *e);

/* Appends the run's command line to TO, its words separated by blanks. */
void exported_command(const struct exported *e, struct buf *to);

/* Returns the id of the code's commit, or "" outside git. */
const char *exported_commit(const struct exported *e);

/* Returns the name of the project: the name of the directory that holds the
 * store.  The caller frees it. */
char *exported_project(const struct exported *e);

#endif
