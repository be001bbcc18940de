/*
 * conf.h - reads settings files: lines `key = value`, and comments after `#`.
 *
 * A key is the long name of an option.  A key may occur several times if the
 * option may be given several times.  A value is the rest of its line, without
 * blanks at both ends.
 */
#ifndef FILE_CONF_H
#define FILE_CONF_H

#include "base/err.h"

/* conf_read calls FN for each setting of the file PATH, in order, until FN
 * fills ERR and returns -1.  If a line is not a setting, conf_read fails with
 * err_usage.  The message begins with "PATH:LINE: ", also if FN has filled
 * ERR. */
typedef int conf_fn(void *arg, const char *key, const char *value,
		    struct err *err);
int conf_read(const char *path, conf_fn *fn, void *arg, struct err *err);

#endif
