/*
 * file_table.h - what this process knows about each file, by its path as
 * written: its size and times when it was first opened, its digest, and the
 * digest that a table gives for it.  Safe to use from any thread.
 */
#ifndef FILE_FILE_TABLE_H
#define FILE_FILE_TABLE_H

#include <sys/stat.h>

#include "file/digest.h"
#include "base/err.h"

struct file_table_entry {
	char *path;
	int opened; /* 0: not opened yet, so DEV to NEXT are not set; only the
		       digest that a table gives is known */
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec mtime;
	struct digest digest;
	int hashed;   /* DIGEST is known */
	int told;     /* the watcher has been told of it, or need not be */
	int pending;  /* a thread is hashing it */
	int due;      /* in_settle must see to it that the watcher is told */
	int reported; /* a reader reports that the file has changed */
	struct file_table_entry *next; /* in the order of their first opening */

	char *expected_by; /* the row that gives EXPECTED, or NULL */
	struct digest expected;
};

/* Returns the entry of PATH, which the caller has just opened and found to be
 * as ST says.  If the file was opened before, the entry keeps the values of
 * that time.  An entry is never moved or freed. */
struct file_table_entry *file_table_look_up(const char *path,
					    const struct stat *st);
/* Returns the file that was opened first, the head of the list NEXT, or
 * NULL. */
struct file_table_entry *file_table_first(void);
/* Returns 1 when device, inode, size and time of ST are those in S. */
int file_table_is_unchanged(const struct file_table_entry *s,
			    const struct stat *st);
/* Note that this process has just written the file, which ST describes: it is
 * not an input, and its digest is not known yet. */
void file_table_anew(struct file_table_entry *s, const struct stat *st);

/* Returns 1 to the first caller, who must tell the watcher of the file, and 0
 * to all others. */
int file_table_claim(struct file_table_entry *s);
/* Returns 1 and copies the digest of S to TO, or 0 if it is not known yet. */
int file_table_digest(struct file_table_entry *s, struct digest *to);
void file_table_set_digest(struct file_table_entry *s,
			   const struct digest *d); /* NULL: unknown */
void file_table_set_pending(
	struct file_table_entry *s); /* until file_table_set_digest */
int file_table_is_pending(struct file_table_entry *s);

/* Note that a reader has found the file changed and will report it. */
void file_table_set_reported(struct file_table_entry *s);
int file_table_is_reported(struct file_table_entry *s);

/* Keep ERR, which happened on a thread that could not return it.  Later errors
 * are dropped: the first one counts. */
void file_table_note_trouble(const struct err *err);
/* Returns -1 and fills ERR when such an error was kept, else 0. */
int file_table_trouble(struct err *err);
/* Forget that error, and which files the watcher must still be told of. */
void file_table_forget(void);

/* Remember that the row WHO ("pairs.tsv:14") gives the digest D for PATH.
 * Err_data when an earlier row gave a different one. */
int file_table_expect(const char *path, const struct digest *d, const char *who,
		      struct err *err);

/* Compare D, the digest that PATH has, with the one that a row gives for it,
 * if any.  Err_data when they differ. */
int file_table_check(const char *path, const struct digest *d, struct err *err);

#endif
