/*
 * exported.h - reads what an export tells other trackers about a run.
 */
#ifndef EXPORT_EXPORTED_H
#define EXPORT_EXPORTED_H

#include "export/curves.h"
#include "run/run.h"

struct exported {
	const struct store *store;
	struct run run;
	char *name; /* a tag, or the run's id */
	/* seconds since 1970; until the run has finished END is START */
	double start, end;
	struct curves curves;
	struct strs notes; /* lines of the run's notes */
	/* names of authors and SPDX identifier of a licence, set by the caller;
	 * or NULL */
	const struct strs *authors;
	const char *license;
};

/* Sets *ID to the id of the run of S that WORD means, and *NAME to its name in
 * an export: WORD if that is a tag, else the id.  The caller frees both. */
int exported_find(const struct store *s, const char *word, char **id,
		  char **name, struct err *err);

/* Reads run ID of S into E, which gets the name NAME.  The metrics of an
 * unfinished run come from its live file.  S must outlive E.  The caller
 * releases E, also after a failure. */
int exported_read(struct exported *e, const struct store *s, const char *id,
		  const char *name, struct err *err);
void exported_release(struct exported *e);

/* Returns the text of KEY in start.json, or "". */
const char *exported_text(const struct exported *e, const char *key);

/* Returns the settings, a JSON object, or NULL if the record has none. */
const struct json *exported_settings(const struct exported *e);

/* Appends the command line, its words separated by blanks, not quoted. */
void exported_command(const struct exported *e, struct buf *to);

/* Returns the id of the commit, or "" outside git. */
const char *exported_commit(const struct exported *e);

/* Returns the name of the directory that holds the store, the project.  The
 * caller frees it. */
char *exported_project(const struct exported *e);

#endif
