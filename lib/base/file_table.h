/*
 * file_table.h - what is known of files, by their paths as written: what
 * they were when they were opened, their digests, and the digests that
 * tables say they have.  Safe to use from any thread.
 */
#ifndef BASE_FILE_TABLE_H
#define BASE_FILE_TABLE_H

#include <sys/stat.h>

#include "base/digest.h"
#include "base/err.h"

struct file_table_entry {
	char *path;
	int opened; /* 0: only expected so far; what follows is not known */
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec mtime;
	struct digest digest;
	int hashed;   /* DIGEST is known */
	int told;     /* the watcher knows of it */
	int pending;  /* it is being hashed */
	int due;      /* the watcher must know of it at the end */
	int reported; /* a reader knows that it was changed */
	struct file_table_entry *next; /* in the order of their first opening */

	char *expected_by; /* who says that it is EXPECTED, or NULL */
	struct digest expected;
};

/* The entry of PATH, which is being opened and is as ST says.  An entry that
 * was opened before keeps what it knew then.  Never moves or goes. */
struct file_table_entry *file_table_look_up(const char *path,
					    const struct stat *st);
/* Of those that were opened, the first. */
struct file_table_entry *file_table_first(void);
int file_table_is_unchanged(const struct file_table_entry *s,
			    const struct stat *st);
/* This process has written the file anew: it is no input and has no digest
 * yet. */
void file_table_anew(struct file_table_entry *s, const struct stat *st);

/* 1 for the first caller, who is to tell the watcher; 0 for all others. */
int file_table_claim(struct file_table_entry *s);
/* 1: TO is its digest; 0: it is not known yet. */
int file_table_digest(struct file_table_entry *s, struct digest *to);
void file_table_set_digest(struct file_table_entry *s,
			   const struct digest *d); /* NULL: no */
void file_table_set_pending(
	struct file_table_entry *s); /* until file_table_set_digest */
int file_table_is_pending(struct file_table_entry *s);

/* A reader has been told that the file has changed, and will report it. */
void file_table_set_reported(struct file_table_entry *s);
int file_table_is_reported(struct file_table_entry *s);

/* Keep an error that happened where nobody could return it; the first one
 * stays. */
void file_table_note_trouble(const struct err *err);
int file_table_trouble(struct err *err); /* -1: there is some */
/* Forget that error, and that any file is due. */
void file_table_forget(void);

/* Remember that WHO ("pairs.tsv:14") says that PATH has the digest D.
 * Err_data when somebody else has said another one before. */
int file_table_expect(const char *path, const struct digest *d, const char *who,
		      struct err *err);

/* Err_data when PATH has the digest D and another one is expected. */
int file_table_check(const char *path, const struct digest *d, struct err *err);

#endif
