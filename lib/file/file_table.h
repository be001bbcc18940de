/*
 * file_table.h - what this process knows about each file.
 *
 * A file is identified by its path as written.  A file's entry contains the
 * size and the time found when the file was first opened, the digest of the
 * file, and the digest that a table gives for the file.  All functions may be
 * called from any thread.
 */
#ifndef FILE_FILE_TABLE_H
#define FILE_FILE_TABLE_H

#include <sys/stat.h>

#include "file/digest.h"
#include "base/err.h"

struct file_table_entry {
	char *path;
	/* 1 if the file has been opened; if 0, the fields from DEV to NEXT are
	 * not set yet */
	int opened;
	dev_t dev;
	ino_t ino;
	off_t size;
	struct timespec mtime;
	struct digest digest;
	int hashed; /* 1 if DIGEST is known */
	/* 1 if the watcher has been told of the file or need not be told */
	int told;
	int pending; /* 1 if a thread is hashing the file */
	int due; /* 1 if in_settle must make sure that the watcher is told */
	int reported; /* 1 if a reader reports that the file has changed */
	struct file_table_entry *next; /* entry of the file opened next */

	/* row of a table that gives EXPECTED ("pairs.tsv:14"), or NULL */
	char *expected_by;
	struct digest expected;
};

/* Returns the entry of PATH.  The caller has just opened PATH, and ST describes
 * the open file.  If the file was opened before, the entry keeps the size and
 * the time found then.  An entry is never moved or freed. */
struct file_table_entry *file_table_look_up(const char *path,
					    const struct stat *st);

/* Returns the entry of the file that was opened first, or NULL.  NEXT leads to
 * the entries of the other files. */
struct file_table_entry *file_table_first(void);

/* Returns 1 if ST and S have the same device, inode, size and time. */
int file_table_is_unchanged(const struct file_table_entry *s,
			    const struct stat *st);

/* Notes that this process has just written the file of S.  ST describes the
 * file as written.  The file is not an input, and its digest is not known
 * yet. */
void file_table_anew(struct file_table_entry *s, const struct stat *st);

/* Returns 1 to the first caller and 0 to all later callers.  The first caller
 * must tell the watcher of the file. */
int file_table_claim(struct file_table_entry *s);

/* Returns 1 with the digest of S copied to TO, or 0 if the digest is not known
 * yet. */
int file_table_digest(struct file_table_entry *s, struct digest *to);
void file_table_set_digest(struct file_table_entry *s,
			   const struct digest *d); /* NULL: unknown */
void file_table_set_pending(
	struct file_table_entry *s); /* until file_table_set_digest */
int file_table_is_pending(struct file_table_entry *s);

/* Notes that a reader has found the file changed and will report the change. */
void file_table_set_reported(struct file_table_entry *s);
int file_table_is_reported(struct file_table_entry *s);

/* Keeps the error ERR of a background thread, which cannot return an error to a
 * caller.  Only the first error is kept. */
void file_table_note_trouble(const struct err *err);

/* Returns -1 with the error that file_table_note_trouble has kept in ERR, or 0
 * if there is none. */
int file_table_trouble(struct err *err);

/* Forgets the error that file_table_note_trouble has kept.  Also forgets of
 * which files the watcher has still to be told. */
void file_table_forget(void);

/* Notes that row WHO of a table ("pairs.tsv:14") gives the digest D for PATH.
 * If an earlier row gave another digest, fails with err_data. */
int file_table_expect(const char *path, const struct digest *d, const char *who,
		      struct err *err);

/* Compares the digest D of PATH with the digest that a table gives for PATH.
 * If there is one and it differs, fails with err_data. */
int file_table_check(const char *path, const struct digest *d, struct err *err);

#endif
