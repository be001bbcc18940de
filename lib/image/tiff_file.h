/*
 * tiff_file.h - an open TIFF file, and the errors met while it is read.
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
	uint64_t directory; /* offset of the directory that H has open */
	size_t page;	    /* number of the page in messages */
	int opening;	    /* 1: libtiff is reading the header */
	uint64_t pos;	    /* libtiff's file position */
	/* 1: samples are stored as differences */
	int differs;
	/* row and sample at which the decoder is */
	size_t line, sample;
	/* error of the system while libtiff was reading */
	struct err system;
	/* first error of libtiff, else its first warning */
	struct tiff_complaint {
		char text[400]; /* "" if there is none */
		int is_warning;
	} complaint;
};

/* Fills ERR with "cannot read 'PATH': FORMAT..." or, if the file has changed
 * since it was opened, with that.  Returns -1. */
int tiff_file_fault(const struct tiff_file *t, struct err *err,
		    const char *format, ...) ERR_FORMAT(3, 4);

/* Fills ERR with WHAT, what libtiff failed to do, and with libtiff's complaint.
 * An error of the system takes its place.  Returns -1. */
int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what);

/* Keeps a complaint of libtiff if it is the first error, or the first warning
 * and there was no error.  Returns 1. */
int tiff_file_hear(struct tiff_file *t, int is_warning, const char *format,
		   va_list args);
void tiff_file_forget(struct tiff_file *t); /* forgets complaints */

#endif
