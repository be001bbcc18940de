/*
 * file_table.h - what this process knows about each file.
 *
 * A file is identified by its path as written.  Its entry contains the size and
 * times found when it was first opened, its digest, and the digest that a table
 * gives for it.  All functions may be called from any thread.
 */
#ifndef FILE_FILE_TABLE_H
#define FILE_FILE_TABLE_H

#include <sys/stat.h>

#include "file/digest.h"
#include "base/err.h"

struct file_table_entry {
	char *path;
	/* 0: not opened yet; then DEV to NEXT are not set, and only the digest
	 * given by a table is known */
	int opened;
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec mtime;
	struct digest digest;
	int hashed;   /* DIGEST is known */
	int told;     /* the watcher has been told of it, or need not be told */
	int pending;  /* a thread is hashing it */
	int due;      /* in_settle must make sure that the watcher is told */
	int reported; /* a reader of the file reports that it has changed */
	struct file_table_entry *next; /* the file opened next */

	char *expected_by; /* the row that gives EXPECTED, or NULL */
	struct digest expected;
};

/* Returns the entry of PATH, which the caller has just opened; ST describes the
 * open file.  If the file was opened before, its entry keeps the values of that
 * time.  An entry is never moved or freed. */
struct file_table_entry *file_table_look_up(const char *path,
					    const struct stat *st);
/* Returns the entry of the file that was opened first, or NULL.  NEXT leads to
 * the others. */
struct file_table_entry *file_table_first(void);
/* Returns 1 if device, inode, size and time in ST are those in S. */
int file_table_is_unchanged(const struct file_table_entry *s,
			    const struct stat *st);
/* Notes that this process has just written the file, which ST describes.  The
 * file is not an input, and its digest is not known yet. */
void file_table_anew(struct file_table_entry *s, const struct stat *st);

/* Returns 1 to its first caller, who must tell the watcher of the file, and 0
 * to all later ones. */
int file_table_claim(struct file_table_entry *s);
/* Returns 1 with the digest of S copied to TO, or 0 if it is not known yet. */
int file_table_digest(struct file_table_entry *s, struct digest *to);
void file_table_set_digest(struct file_table_entry *s,
			   const struct digest *d); /* NULL: unknown */
void file_table_set_pending(
	struct file_table_entry *s); /* until file_table_set_digest */
int file_table_is_pending(struct file_table_entry *s);

/* Notes that a reader of the file has found it changed and will report that. */
void file_table_set_reported(struct file_table_entry *s);
int file_table_is_reported(struct file_table_entry *s);

/* Keeps ERR, an error on a thread that had nobody to return it to.  Only the
 * first such error is kept. */
void file_table_note_trouble(const struct err *err);
/* Returns -1 with that error in ERR, or 0 if there was none. */
int file_table_trouble(struct err *err);
/* Forgets that error, and of which files the watcher has still to be told. */
void file_table_forget(void);

/* Notes that row WHO of a table ("pairs.tsv:14") gives the digest D for PATH.
 * If an earlier row gave another digest, fails with err_data. */
int file_table_expect(const char *path, const struct digest *d, const char *who,
		      struct err *err);

/* Compares D, the digest of PATH, with the digest that a table gives for it, if
 * any.  If they differ, fails with err_data. */
int file_table_check(const char *path, const struct digest *d, struct err *err);

#endif
