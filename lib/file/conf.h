/*
 * conf.h - settings files: `key = value` lines, `#` comments.
 *
 * Keys are the long option names.  A value extends to the end of its line,
 * without the blanks around it.  A key may be repeated if its option may.
 */
#ifndef FILE_CONF_H
#define FILE_CONF_H

#include "base/err.h"

/* conf_read calls FN for each setting of the file PATH, in order, until FN
 * fills ERR and returns -1.  A malformed line is err_usage.  "PATH:LINE: " is
 * put in front of every such message. */
typedef int conf_fn(void *arg, const char *key, const char *value,
		    struct err *err);
int conf_read(const char *path, conf_fn *fn, void *arg, struct err *err);

#endif
