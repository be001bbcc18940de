/*
 * export_file.h - writes one file of an export.
 *
 * Inside lib/export only.
 */
#ifndef EXPORT_EXPORT_FILE_H
#define EXPORT_EXPORT_FILE_H

#include "base/buf.h"
#include "base/err.h"

/* Writes or replaces the file DIR/NAME with B.  Makes missing directories. */
int export_file_write(const char *dir, const char *name, const struct buf *b,
		      struct err *err);

/* Writes or replaces the file DIR/NAME with TEXT.  Makes missing
 * directories. */
int export_file_text(const char *dir, const char *name, const char *text,
		     struct err *err);

#endif
