/*
 * conf.h - reads settings files: lines `key = value`, and comments after `#`.
 *
 * A key is the long name of an option.  It may occur several times if the
 * option may be given several times.  A value is the rest of the line, without
 * blanks at both ends.
 */
#ifndef FILE_CONF_H
#define FILE_CONF_H

#include "base/err.h"

typedef int conf_fn(void *arg, const char *key, const char *value,
		    struct err *err);

/* Calls FN for each setting of the file PATH, in order.  Stops and fails if FN
 * returns -1.  Fails with err_usage if a line is not a setting.  Messages begin
 * with "PATH:LINE: ". */
int conf_read(const char *path, conf_fn *fn, void *arg, struct err *err);

#endif
