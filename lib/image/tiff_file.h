/*
 * tiff_file.h - an open TIFF file, and errors that occur while it is read.
 *
 * Inside lib/image only.
 */
#ifndef IMAGE_TIFF_FILE_H
#define IMAGE_TIFF_FILE_H

#include <stdarg.h>

#include "file/in.h"

struct tiff_file {
	struct in in;
	int swapped; /* 1: the file's byte order is not the host's */
	int big;     /* 1: the file is a BigTIFF */

	/* for tiff.c */
	/* libtiff's handle, or NULL */
	struct tiff *h;
	uint64_t directory; /* offset of the directory at which H is opened */
	size_t page;	    /* number of the page in messages */
	int opening;	    /* 1: libtiff is reading the header */
	uint64_t pos;	    /* libtiff's file position */
	/* 1: samples of the page are stored as differences */
	int differs;
	/* row and sample at which the decoder can continue */
	size_t line, sample;
	/* error of the system while libtiff was reading */
	struct err system;
	struct tiff_complaint { /* first error or warning of libtiff */
		char text[400]; /* "" if there is none */
		int is_warning;
	} complaint;
};

/* Returns -1.  Fills ERR with "cannot read 'PATH': FORMAT...".  If the file has
 * changed since it was opened, ERR says only that the file has changed. */
int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...) ERR_FORMAT(3, 4);

/* Returns -1.  Fills ERR with WHAT, a description of what failed in libtiff,
 * and with libtiff's complaint.  If the system has reported an error meanwhile,
 * ERR gets the system's error instead. */
int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what);

/* Returns 1.  Keeps a complaint of libtiff if it is the first complaint, or if
 * it is the first error and only warnings came before. */
int tiff_file_hear(struct tiff_file *t, int is_warning, const char *format,
		   va_list args);
void tiff_file_forget(struct tiff_file *t);

#endif
