/*
 * conf.h - reads settings files: lines `key = value`, and comments after `#`.
 *
 * A key is the long name of an option.  It may occur several times if the
 * option may.  A value is the rest of its line, without blanks at both ends.
 */
#ifndef FILE_CONF_H
#define FILE_CONF_H

#include "base/err.h"

/* conf_read calls FN for each setting of the file PATH, in order, until FN
 * fills ERR and returns -1.  A line that is not a setting is err_usage.  All
 * these messages begin with "PATH:LINE: ". */
typedef int conf_fn(void *arg, const char *key, const char *value,
		    struct err *err);
int conf_read(const char *path, conf_fn *fn, void *arg, struct err *err);

#endif
