/*
 * rclone.h - a place of files that rclone reaches: a bucket of S3, say.
 *
 * rclone runs as a child, with its own settings and environment variables
 * (RCLONE_S3_ENDPOINT, AWS_ACCESS_KEY_ID ...).
 *
 * Inside lib/remote only.
 */
#ifndef REMOTE_RCLONE_H
#define REMOTE_RCLONE_H

#include <stdint.h>

#include "base/err.h"
#include "base/strs.h"

struct rclone {
	char *place; /* as rclone takes it: "REMOTE:path" */
	char *name;  /* as the user wrote it */
	char *temp;  /* directory for lists and messages; set by the caller */
	int (*stop)(void);
	/* what lies there, by name, after rclone_list */
	struct rclone_file {
		char *name;
		uint64_t size;
	} * file;
	size_t n;
};

/* Returns 1 if WORD is "s3://..." or "rclone:...". */
int rclone_is(const char *word);

/* Parses WORD, "s3://BUCKET/PATH" or "rclone:REMOTE:PATH", and runs nothing.
 * Fails with err_usage if WORD has another form.  The caller releases R. */
int rclone_open(struct rclone *r, const char *word, struct err *err);
void rclone_release(struct rclone *r);

/* Lists the files of the place R; none if there is no such place.  This and
 * the functions below fail with err_sys if there is no rclone, or if rclone
 * fails. */
int rclone_list(struct rclone *r, struct err *err);

/* Returns the file NAME of the list, or NULL. */
const struct rclone_file *rclone_find(const struct rclone *r, const char *name);

/* Copies the files NAMES below DIR to there, or from there to DIR.  Whether all
 * came is for the caller to see. */
int rclone_put(const struct rclone *r, const char *dir,
	       const struct strs *names, struct err *err);
int rclone_get(const struct rclone *r, const char *dir,
	       const struct strs *names, struct err *err);

#endif
