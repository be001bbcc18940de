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
	int hashed, told;
	int pending;  /* is being hashed */
	int due;      /* is to be told of, at the latest at the end */
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
/* It is another file now, by our own hand: no input, and not hashed. */
void file_table_anew(struct file_table_entry *s, const struct stat *st);

/* 1, once, to who may tell the watcher of it. */
int file_table_claim(struct file_table_entry *s);
/* Its digest; 0: not known yet. */
int file_table_digest(struct file_table_entry *s, struct digest *to);
void file_table_set_digest(struct file_table_entry *s,
			   const struct digest *d); /* NULL: no */
void file_table_set_pending(
	struct file_table_entry *s); /* until file_table_set_digest */
int file_table_is_pending(struct file_table_entry *s);

/* Whoever reads it has been told that it was changed, and will say so. */
void file_table_set_reported(struct file_table_entry *s);
int file_table_is_reported(struct file_table_entry *s);

/* What went wrong where nobody could be told: the first is kept. */
void file_table_note_trouble(const struct err *err);
int file_table_trouble(struct err *err); /* -1: there is some */
/* No trouble, and nothing is due. */
void file_table_forget(void);

/* Remember that WHO ("pairs.tsv:14") says that PATH has the digest D.
 * Err_data when somebody else has said another one before. */
int file_table_expect(const char *path, const struct digest *d, const char *who,
		      struct err *err);

/* Err_data when PATH has the digest D and another one is expected. */
int file_table_check(const char *path, const struct digest *d, struct err *err);

#endif
