/*
 * seen_names.h - links, directories, absent files and modules that another
 * program than ours was seen to use, compared with what is there now.
 */
#ifndef RUN_SEEN_NAMES_H
#define RUN_SEEN_NAMES_H

#include "base/strs.h"
#include "run/run.h"

struct seen_name {
	const char *kind; /* "link", "directory" or "absent file" */
	char *name;
	/* "same", "changed", "gone", "is there now" */
	const char *result;
	char *detail; /* what the link points to now, or "" */
};

struct seen_names {
	struct seen_name *list;
	size_t n, differ; /* of all, that are not the same */
};

/* Compares what run R of S was seen to use with what lies below DIR, the
 * directory in which it ran.  The caller releases TO. */
void seen_names(struct seen_names *to, const struct store *s,
		const struct run *r, const char *dir);
void seen_names_release(struct seen_names *n);

/* Fills TO with the modules (trace/found_files.h) that the record of run R of S
 * lists.  Those in the experiment, of a virtual environment there for instance,
 * have the path that leads to them from the run's working directory; the others
 * have an absolute one.  TO stays empty if there is no list, or it cannot be
 * read.  The caller releases TO. */
void seen_names_modules(struct file_list *to, const struct store *s,
			const struct run *r);

/* Returns the object KEY of end.json's "watched", an object from names to
 * text; or NULL if R has none.  The caller frees it. */
struct json *seen_names_read(const struct store *s, const struct run *r,
			     const char *key);

/* Sets D to the digest of NAMES, sorted, which were found in the directory DIR
 * of a run.  Without what the run itself has put there: its outputs OWN, named
 * as in its record. */
void seen_names_digest(struct digest *d, const struct strs *names,
		       const char *dir, const struct strs *own);

/* Fills OWN: OUTPUTS, the stdout of START, and of WATCHED (end.json) the
 * outputs that others wrote, too. */
void seen_names_own(struct strs *own, const struct json *start,
		    const struct file_list *outputs,
		    const struct json *watched);

#endif
