/*
 * tiff_file.h - an open TIFF file, and the errors met while it is read.
 *
 * A limited number of files stay open when nobody reads them, since the next
 * plane that is wanted often lies in one of them.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_FILE_H
#define IMAGE_TIFF_FILE_H

#include <stdarg.h>

#include "file/in.h"

/* Bytes that are read at once, even if less is wanted. */
enum { TIFF_WINDOW = 4096, TIFF_HEAD = 16 };

struct tiff_file {
	struct in in;
	struct tiff_file *next; /* in the list of all open files */
	const char *opening;	/* path of a file that is being opened */
	int swapped;		/* 1: the file's byte order is not the host's */
	int big;		/* 1: the file is a BigTIFF */
	unsigned char head[TIFF_HEAD]; /* the first bytes of the file */
	struct tiff_window {	       /* a part of the file, in memory */
		uint64_t pos;
		size_t n;
		unsigned char byte[TIFF_WINDOW];
	} window;

	/* for tiff.c */
	/* libtiff's handle, or NULL */
	struct tiff *h;
	uint64_t directory; /* offset of the directory that H has open */
	size_t page;	    /* number of the page in messages */
	int in_header;	    /* 1: libtiff is reading the header */
	uint64_t pos;	    /* libtiff's file position */
	int decoded;	    /* 1: H has decoded data of the page */
	/* 1: samples are stored as differences */
	int differs;
	/* What page number LIKE says.  Pages that say the same take it from
	 * here.  NULL: nothing is kept. */
	struct tiff_page *pattern;
	size_t like;
	/* row and sample that the decoder gives next */
	size_t line, sample;
	/* error of the system while libtiff was reading */
	struct err system;
	/* first error of libtiff, else its first warning */
	struct tiff_complaint {
		char text[400]; /* "" if there is none */
		int is_warning;
	} complaint;
};

/* Returns 1 if PATH can be opened and begins like a TIFF. */
int tiff_file_is(const char *path);

/* Opens the image at PATH as in_open does, for T, which is empty.  If another
 * reader has it open, or is opening it, the system is not asked to open it
 * again.  The caller calls tiff_file_end. */
int tiff_file_begin(struct tiff_file *t, const char *path, struct err *err);
void tiff_file_end(struct tiff_file *t);

/* Reads T's header: its byte order, and whether it is a BigTIFF.  Fails with
 * err_data if it does not begin like a TIFF. */
int tiff_file_header(struct tiff_file *t, struct err *err);

/* Reads N bytes at POS as in_read does.  If N is small, it reads by way of the
 * window. */
ssize_t tiff_file_read(struct tiff_file *t, void *to, size_t n, uint64_t pos,
		       struct err *err);

/* Returns a file at PATH that tiff_file_keep has kept open, or NULL.  The
 * caller closes it by tiff_close. */
struct tiff_file *tiff_file_take(const char *path);

/* Keeps T open for tiff_file_take.  Nobody may read T now.  Returns the file
 * that the caller must close instead, which may be T itself, or NULL. */
struct tiff_file *tiff_file_keep(struct tiff_file *t);

/* Fills ERR with "cannot read 'PATH': FORMAT...".  If the file has changed
 * since it was opened, ERR says that instead.  Returns -1. */
int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...) ERR_FORMAT(3, 4);

/* Fills ERR with WHAT, which says what libtiff failed to do, and with libtiff's
 * complaint.  If the system has reported an error meanwhile, ERR has that error
 * instead.  Returns -1. */
int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what);

/* Keeps a complaint of libtiff: the first error or, as long as there is no
 * error, the first warning.  Returns 1. */
int tiff_file_hear(struct tiff_file *t, int is_warning, const char *format,
		   va_list args);
void tiff_file_forget(struct tiff_file *t); /* forgets complaints */

#endif
