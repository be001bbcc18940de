/*
 * file_table.h - what this process knows about each file that it has opened.
 *
 * Paths are compared as written.  Any thread may call these functions.
 * file_table_first and file_table_is_unchanged take no lock.
 */
#ifndef FILE_FILE_TABLE_H
#define FILE_FILE_TABLE_H

#include <sys/stat.h>

#include "file/digest.h"
#include "base/err.h"

struct file_table_entry {
	char *path;
	/* 1: the file has been opened, and DEV to MTIME describe it as it was
	 * at the first opening (or after file_table_anew) */
	int opened;
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec mtime;
	struct digest digest;
	int hashed; /* 1: DIGEST is known */
	/* 1: the watcher has been told, or need not be told */
	int told;
	int pending;  /* 1: a thread is hashing the file */
	int due;      /* 1: in_settle must tell the watcher */
	int reported; /* 1: a reader has reported that the file changed */
	struct file_table_entry *next; /* the file opened after this one */

	/* digest that a table gives for the file, and the row that gives it
	 * ("pairs.tsv:14"); NULL: no table gives one */
	char *expected_by;
	struct digest expected;
};

/* Returns the entry of PATH, which the caller has just opened.  ST describes
 * the open file.  An entry is never moved or freed. */
struct file_table_entry *file_table_look_up(const char *path,
					    const struct stat *st);

/* Returns the entry of the file that was opened first, or NULL.  Its NEXT leads
 * to the others. */
struct file_table_entry *file_table_first(void);

/* Returns 1 if ST has the device, inode, size and time of S, otherwise 0. */
int file_table_is_unchanged(const struct file_table_entry *s,
			    const struct stat *st);

/* Notes that this process has just written the file.  ST describes it.  The
 * file is then no input, and its digest is not known. */
void file_table_anew(struct file_table_entry *s, const struct stat *st);

/* Returns 1 to the first caller, who must tell the watcher of the file, and 0
 * to all others. */
int file_table_claim(struct file_table_entry *s);

/* Copies the digest of S to TO and returns 1, or returns 0 if the digest is not
 * known. */
int file_table_digest(struct file_table_entry *s, struct digest *to);

/* Sets the digest of S, or notes that it cannot be found (D is NULL).  The file
 * is then not pending. */
void file_table_set_digest(struct file_table_entry *s, const struct digest *d);

/* Notes that a thread is hashing the file, until file_table_set_digest. */
void file_table_set_pending(struct file_table_entry *s);
int file_table_is_pending(struct file_table_entry *s);

/* Notes that a reader has reported that the file changed. */
void file_table_set_reported(struct file_table_entry *s);
int file_table_is_reported(struct file_table_entry *s);

/* Keeps ERR, from a background thread, unless an error is kept already. */
void file_table_note_trouble(const struct err *err);

/* Returns -1 and fills ERR if an error is kept, otherwise returns 0. */
int file_table_trouble(struct err *err);

/* Forgets the error that is kept, and which files the watcher must still be
 * told of. */
void file_table_forget(void);

/* Notes that row WHO of a table ("pairs.tsv:14") gives the digest D for PATH.
 * Fails with err_data if an earlier row gave another digest. */
int file_table_expect(const char *path, const struct digest *d, const char *who,
		      struct err *err);

/* Fails with err_data if D, the digest of PATH, is not the digest that a table
 * gives for PATH.  Returns 0 if no table gives one. */
int file_table_check(const char *path, const struct digest *d, struct err *err);

#endif
