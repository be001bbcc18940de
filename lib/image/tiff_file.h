/*
 * tiff_file.h - an open TIFF file, as tiff.c and those beside it see it.
 */
#ifndef IMAGE_TIFF_FILE_H
#define IMAGE_TIFF_FILE_H

#include "image/tiff.h"
#include "image/tiff_message.h"

struct tiff_file {
	struct tiff *h; /* libtiff's */
	struct in in;
	uint64_t at; /* libtiff's file position */
	int swapped; /* the file has the other byte order */
	size_t page, pages;
	int differs;		  /* the page's rows hold differences */
	size_t line, sample;	  /* next row of read_lines, and of what */
	struct tiff_message said; /* by libtiff */
	struct err sys;		  /* the system's, while libtiff was reading */
};

/* What went wrong inside libtiff; WHAT if it did not say.  Returns -1. */
int tiff_file_fail(struct tiff_file *t, struct err *err, const char *what);

#endif
