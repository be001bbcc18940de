/*
 * conf.h - reads settings files: lines `key = value`, empty lines, and
 * comments, which are lines that begin with `#`.
 *
 * A key is the long name of an option.  It may occur several times.  A value is
 * the rest of the line, without blanks at both ends.
 */
#ifndef FILE_CONF_H
#define FILE_CONF_H

#include "base/err.h"

typedef int conf_fn(void *arg, const char *key, const char *value,
		    struct err *err);

/* Calls FN for each setting of the file PATH, in order, until FN returns -1,
 * and then fails.  Fails with err_usage if a line is not a setting or the file
 * contains a NUL, and as file_slurp does (most: 1 MiB).  Messages about a line
 * begin with "PATH:LINE: ". */
int conf_read(const char *path, conf_fn *fn, void *arg, struct err *err);

#endif
